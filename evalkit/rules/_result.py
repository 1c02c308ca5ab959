"""Making a ``Score`` out of what a rule worked out: points rounded once, never below nought nor above the weight."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Call, Formula, Indicator, Literal, PointScore, Score, Step
from evalkit.numbers import round_half_up, trimmed


def result(
    indicator: Indicator,
    points: Decimal,
    value: Fact | None,
    steps: tuple[Step, ...],
    lost: str,
    standard: str,
    formula: Formula | None,
    details: tuple[PointScore, ...] = (),
    met: str = "",
) -> Score:
    """The score of one indicator by its rule; ``met`` is told at full marks, ``lost`` below them."""
    rounded = round_half_up(min(max(points, Decimal(0)), indicator.weight), 2)
    return Score(
        indicator.code,
        rounded,
        indicator.weight,
        rounded,
        value,
        steps,
        details,
        lost if rounded < indicator.weight else "",
        indicator.standard or standard,
        formula,
        met if rounded == indicator.weight else "",
    )


def rounding(exact: Decimal) -> str:
    """``2.25``, or ``2.235，四舍五入为 2.24`` when there are more than two places; below nought ``−0.6，扣完为止，计 0``."""
    text = trimmed(exact.normalize()).replace("-", "−")
    if exact < 0:
        return f"{text}，扣完为止，计 0"
    rounded = round_half_up(exact, 2)
    if rounded == exact:
        return text
    shown = trimmed(round_half_up(exact, 6))
    return f"{shown}，四舍五入为 {trimmed(rounded)}"


def awaited(indicator: Indicator, what: str, cure: str, where: Where | None = None) -> Finding:
    """What is still missing before the indicator can be scored."""
    message = f"{indicator.code} {indicator.name}：{what}，还不能评分"
    return Finding("placeholder", "warning", message, where or indicator.at, cure, indicator.code)


def unfit(indicator: Indicator, what: str, cure: str) -> Finding:
    """A value that the rule cannot read."""
    found = fault(indicator.at, f"{indicator.code} {indicator.name}：{what}", cure)
    return Finding(found.kind, found.severity, found.message, found.where, found.cure, indicator.code)


# ---- formula trees ------------------------------------------------------------------------------------------------


def number(value: Decimal | int) -> Literal:
    return Literal(Decimal(value))


def call(name: str, *args: Formula) -> Call:
    return Call(name, args)


def rounded(formula: Formula, places: int = 2) -> Call:
    """ROUND to printed places, after a ROUND to ten places that takes away what binary floats leave."""
    return call("ROUND", call("ROUND", formula, number(10)), number(places))
