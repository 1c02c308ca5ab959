"""Scores of indicators that took over weight from others: from the weight the rule was written for to the one that counts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.model.scoring import Call, Formula, Indicator, Literal, Score, Step
from evalkit.numbers import divide, round_half_up, trimmed

#: The decimals of points on their way from one weight to the other: four, as a pocket calculator shows them.
CARRIED = 4


def carried(points: Decimal, node: Indicator) -> Decimal:
    """Points on ``base`` as they count on the weight; full marks stay full marks."""
    base = node.base or node.weight
    if points >= base:
        return node.weight
    return min(round_half_up(divide(points * node.weight, base), node.places), node.weight)


def carry(node: Indicator, made: Score) -> Score:
    """A score on ``base``, carried to the weight that counts, with the step and the formula that say so."""
    base = node.base or node.weight
    points = carried(made.points, node)
    sign = "=" if points * base == made.points * node.weight else "≈"
    sums = f"{trimmed(made.points)} × {trimmed(node.weight)} ÷ {trimmed(base)} {sign} {trimmed(points)}"
    step = Step(f"接受不适用指标分摊的分值，分值由 {trimmed(base)} 分改为 {trimmed(node.weight)} 分：{sums}")
    full = points == node.weight
    return replace(
        made, points=points, full=node.weight, by_rule=None if made.by_rule is None else carried(made.by_rule, node),
        steps=(*made.steps, step), formula=None if made.formula is None else _formula(node, base, made.formula),
        lost="" if full else made.lost, met=made.met if full else "",
    )  # fmt: skip


def _formula(node: Indicator, base: Decimal, tree: Formula) -> Formula:
    weight = Literal(node.weight)
    share = Call("/", (Call("*", (tree, weight)), Literal(base)))
    points = Call("ROUND", (Call("ROUND", (share, Literal(Decimal(10)))), Literal(Decimal(node.places))))
    if node.weight == round_half_up(node.weight, node.places):
        return points
    return Call("IF", (Call(">=", (tree, Literal(base))), weight, Call("MIN", (weight, points))))
