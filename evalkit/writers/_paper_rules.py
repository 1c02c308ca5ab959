"""What the scoring paper makes of rules beyond their formulas, so that a changed verdict or level changes the score.

A rule's own formula holds for the verdicts as they are; on the sheet a point may be set aside, or a level be chosen,
that was not before.
"""

from __future__ import annotations

from decimal import Decimal

from evalkit import plugs
from evalkit.model.facts import Fact
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Literal, PointRef, Score
from evalkit.paper import CHECKLIST, COMPOSITE, idle_way, kind_of
from evalkit.paper import rule_param as _param


def levels(leaf: Indicator) -> tuple[str, ...]:
    """The names of the levels a leaf's rule knows, if it knows any."""
    listed = _param(leaf, "levels", ())
    return tuple(str(one[0]) for one in listed) if isinstance(listed, tuple) else ()


def rule_tree(leaf: Indicator, score: Score | None, value: Fact | None) -> Formula | None:
    """The formula of a leaf's rule; of one that nobody can score yet too, where the sheet can hold what it waits for."""
    kind = kind_of(leaf)
    tree = score.formula if score else None
    if leaf.rule is None:
        return tree
    if kind == CHECKLIST and leaf.base is None and leaf.points and (tree is not None or _unruled(score)):
        return _checklist(leaf)
    if tree is None and _unruled(score):
        tree = _by_plug(leaf, value)
    names = levels(leaf)
    if tree is None or value is None or not names or not isinstance(value.value, str):
        return tree
    known = Call("OR", tuple(Call("EXACT", (FactRef(value.id), Literal(name))) for name in names))
    return Call("IF", (known, tree, Literal("")))


def part_trees(leaf: Indicator, score: Score | None) -> tuple[Formula, ...]:
    """The formulas of the parts a score is composed of, in order; none where they cannot be told apart."""
    tree = score.formula if score and kind_of(leaf) == COMPOSITE and leaf.base is None else None
    while isinstance(tree, Call) and tree.name == "ROUND":
        tree = tree.args[0]
    if isinstance(tree, Call) and tree.name == "/":
        tree = tree.args[0]
        if isinstance(tree, Call) and tree.name == "+":
            parts = [arg.args[0] for arg in tree.args if isinstance(arg, Call) and arg.name == "*"]
            return tuple(parts) if len(parts) == len(leaf.points) else ()
    if isinstance(tree, Call) and tree.name == "+" and len(tree.args) == len(leaf.points):
        return tree.args
    return ()


def _checklist(leaf: Indicator) -> Formula:
    """What the points earned, carried to the weight over those that count, nought behind a closed gate."""
    refs = tuple(PointRef(leaf.code, point.order) for point in leaf.points)
    earned: Formula = Call("SUM", refs)
    possible = Call("COUNTED", refs)
    if idle_way(leaf) == "折算":
        earned = Call("/", (Call("*", (earned, Literal(leaf.weight))), possible))
    tree: Formula = Call("ROUND", (Call("ROUND", (earned, Literal(Decimal(10)))), Literal(Decimal(leaf.places))))
    gates = _param(leaf, "gates", ())
    for order in gates if isinstance(gates, tuple) else ():
        closed = Call("<=", (PointRef(leaf.code, order), Literal(Decimal(0))))
        tree = Call("IF", (closed, Literal(Decimal(0)), tree))
    if idle_way(leaf) == "折算":
        tree = Call("IF", (Call("=", (possible, Literal(Decimal(0)))), Literal(""), tree))
    return tree


def _by_plug(leaf: Indicator, value: Fact | None) -> Formula | None:
    plug = plugs.rules()[kind_of(leaf)]
    # A word the sheet does not check would pass for the last level.
    return None if plug.READS == "word" and not levels(leaf) else plug.formula(leaf, value)


def _unruled(score: Score | None) -> bool:
    return score is None or score.by_rule is None
