"""Expressions and conditions over facts as neutral formula trees, so that a spreadsheet computes them again.

In the tree of an expression a reference stands for the exact value of a fact, in the fact's own unit: a per cent
figure in points, an amount in its unit of money. What no formula says exactly (days, words) has no tree, and every
tree of a figure is worked out once with decimals: one that does not give the fact's own value is none either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import reduce

from evalkit.conditions import FALSE, NO, TRUE, YES, Clause, Condition, said
from evalkit.conditions import parse as parse_condition
from evalkit.expressions import Function, Name, Number, Sign, Tree, evaluate, fold, names, parse
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Call, FactRef, Formula, Literal
from evalkit.numbers import EXACT, MONEY, divide, plain, round_half_up
from evalkit.quantities import (
    Quantity,
    UnfitError,
    add,
    largest,
    negative,
    of_fact,
    over,
    rounded,
    smallest,
    subtract,
    times,
)

_HUNDRED = Decimal(100)
#: Further apart than the last of 34 digits can be.
_NEAR = Decimal("1e-20")
_APPLY = {"*": times, "/": over, "+": add, "-": subtract}

Worked = tuple[Quantity, Formula]


class _NoFormulaError(Exception):
    """The expression holds what no formula says."""


def by_name(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """The facts by their names as written and as folded."""
    return {**{fold(id): fact for id, fact in facts.items()}, **facts}


def value_formula(fact: Fact, known: Mapping[str, Fact]) -> Formula | None:
    """What gives a computed fact its exact value, or None; ``known`` is what ``by_name`` gives.

    A fact taken over from another as it stands is a reference alone. One that is empty because others are has the tree
    it will be computed by.
    """
    if fact.empty:
        return _awaiting(fact, known) if fact.expression and fact.inputs else None
    if len(fact.inputs) == 1 and _same(fact, known.get(fact.inputs[0])):
        (only,) = fact.inputs
        if not fact.expression or fact.how == f"取自“{only}”":
            return FactRef(only)
    return _of_expression(fact, known) if fact.expression else None


def condition_formula(fact: Fact, known: Mapping[str, Fact]) -> Formula | None:
    """是 or 否 by the condition a fact was found out by; None where a part of it is no figure and no yes or no."""
    condition = parse_condition(fact.expression) if fact.expression and fact.value in (YES, NO) else ""
    if not isinstance(condition, Condition):
        return None
    try:
        clauses = tuple(_clause(clause, known) for clause in condition.clauses)
    except (UnfitError, _NoFormulaError):
        return None
    held = clauses[0] if len(clauses) == 1 else Call("AND" if condition.every else "OR", clauses)
    return Call("IF", (held, Literal(YES), Literal(NO)))


def _same(fact: Fact, other: Fact | None) -> bool:
    return other is not None and (fact.value, fact.unit, fact.measure) == (other.value, other.unit, other.measure)


def _awaiting(fact: Fact, known: Mapping[str, Fact]) -> Formula | None:
    """The tree of a fact that waits for others, worked out as if those were one."""
    alone = known.get(fact.expression.strip())
    if alone is not None and alone.measure not in (Measure.TEXT, Measure.DATE):
        return FactRef(alone.id)
    try:
        tree = parse(fact.expression)
        filled = {
            name: replace(one, value=Decimal(1))
            if one.empty and one.measure not in (Measure.TEXT, Measure.DATE)
            else one
            for name, one in ((name, known[name]) for name in (*names(fact.expression), *fact.inputs) if name in known)
        }
        quantity, formula = _worked(tree, filled)
    except (UnfitError, _NoFormulaError, ZeroDivisionError):
        return None
    return _carried(quantity, formula, fact.unit)


def _of_expression(fact: Fact, known: Mapping[str, Fact]) -> Formula | None:
    alone = known.get(fact.expression.strip())
    if alone is not None and _same(fact, alone):
        return FactRef(alone.id)
    if not isinstance(fact.value, Decimal):
        return None
    try:
        quantity, tree = _worked(parse(fact.expression), known)
        tree = _carried(quantity, tree, fact.unit)
        value = _figure(tree, known)
    except (UnfitError, _NoFormulaError, ZeroDivisionError):
        return None
    return tree if abs(value - fact.value) <= _NEAR * max(Decimal(1), abs(fact.value)) else None


def _carried(quantity: Quantity, tree: Formula, unit: str) -> Formula:
    """The result in the unit its fact is held in."""
    if quantity.percent or (quantity.weighted and quantity.measure is Measure.COUNT):
        return _times(tree, _HUNDRED)
    if quantity.unit in MONEY and unit in MONEY:
        return _money(tree, quantity.unit, unit)
    return tree


# ---- expressions --------------------------------------------------------------------------------------------------


def _worked(tree: Tree, known: Mapping[str, Fact]) -> Worked:
    """The quantity of a part, and its formula, which gives the quantity's value in the quantity's unit."""
    match tree:
        case Number(value, percent):
            number = value / 100 if percent else value
            quantity = Quantity(number, Measure.RATE if percent else Measure.NUMBER, typed=True)
            return quantity, Literal(number)
        case Name(name):
            return _of_name(name, known)
        case Sign("-", (only,)):
            quantity, formula = _worked(only, known)
            return negative(quantity), Call("-", (formula,))
        case Sign(sign, (first, second)):
            return _signed(sign, _worked(first, known), _worked(second, known))
        case Function(name, args):
            return _applied(name, args, known)
    raise _NoFormulaError


def _of_name(name: str, known: Mapping[str, Fact]) -> Worked:
    fact = known.get(name) or known.get(fold(name))
    if fact is None or not isinstance(fact.value, Decimal):
        raise _NoFormulaError
    quantity, reference = of_fact(fact), FactRef(fact.id)
    if quantity.percent or quantity.weighted:
        return quantity, Call("/", (reference, Literal(_HUNDRED)))
    return quantity, reference


def _signed(sign: str, left: Worked, right: Worked) -> Worked:
    made = _APPLY[sign](left[0], right[0])
    return made, Call(sign, _alike(sign, left, right))


def _alike(sign: str, left: Worked, right: Worked) -> tuple[Formula, Formula]:
    """Both formulas, money in one unit: that of the left in sums, of the right in quotients, 元 by a count."""
    (one, first), (other, second) = left, right
    if sign == "*" or one.unit not in MONEY:
        return first, second
    if sign != "/":
        return first, _money(second, other.unit, one.unit) if other.unit in MONEY else second
    if other.unit in MONEY:
        return _money(first, one.unit, other.unit), second
    if other.bare or other.percent:
        return first, second
    return _money(first, one.unit, "元"), second


def _applied(name: str, args: tuple[Tree, ...], known: Mapping[str, Fact]) -> Worked:
    if name == "四舍五入":
        places = args[1]
        if not isinstance(places, Number):
            raise _NoFormulaError
        quantity, formula = _worked(args[0], known)
        count = int(places.value)
        return rounded(quantity, count), _round(formula, count + (2 if quantity.percent else 0))
    worked = [_worked(arg, known) for arg in args]
    if name in ("最大", "最小"):
        choose, word = (largest, "MAX") if name == "最大" else (smallest, "MIN")
        unit = next((one.unit for one, _ in worked if one.unit in MONEY), "")
        parts = tuple(_money(part, one.unit, unit) if one.unit in MONEY else part for one, part in worked)
        return reduce(choose, (one for one, _ in worked)), Call(word, parts)
    total = reduce(lambda one, other: _signed("+", one, other), worked)
    if name == "合计":
        return total
    return _signed("/", total, (Quantity(Decimal(len(worked)), Measure.NUMBER), Literal(Decimal(len(worked)))))


def _money(formula: Formula, unit: str, to: str) -> Formula:
    return formula if unit == to else _times(formula, MONEY[unit] / MONEY[to])


def _times(formula: Formula, factor: Decimal) -> Formula:
    """Times a power of ten; a division where that is the whole number."""
    if factor < 1:
        return Call("/", (formula, Literal(1 / factor)))
    return Call("*", (formula, Literal(factor)))


def _round(formula: Formula, places: int) -> Formula:
    """ROUND to printed places, after a ROUND to ten that takes away what binary floats leave."""
    return Call("ROUND", (Call("ROUND", (formula, Literal(Decimal(10)))), Literal(Decimal(places))))


def _figure(tree: Formula, known: Mapping[str, Fact]) -> Decimal:
    """What a tree gives, in decimals."""
    match tree:
        case Literal(value):
            return Decimal(value)
        case FactRef(id):
            held = known[id].value
            assert isinstance(held, Decimal)
            return held
        case Call(name, args):
            parts = [_figure(arg, known) for arg in args]
            match name, parts:
                case "-", [only]:
                    return -only
                case "+", [one, other]:
                    return EXACT.add(one, other)
                case "-", [one, other]:
                    return EXACT.subtract(one, other)
                case "*", [one, other]:
                    return EXACT.multiply(one, other)
                case "/", [one, other]:
                    return divide(one, other)
                case "ROUND", [one, places]:
                    return round_half_up(one, int(places))
                case "MAX", _:
                    return max(parts)
                case "MIN", _:
                    return min(parts)
    raise _NoFormulaError


# ---- conditions ---------------------------------------------------------------------------------------------------


def _clause(clause: Clause, known: Mapping[str, Fact]) -> Formula:
    """Whether one part holds."""
    left = known.get(clause.left.strip("「」")) or known.get(fold(clause.left))
    if left is not None and isinstance(left.value, str):
        if clause.sign not in ("", "=", "<>"):
            raise _NoFormulaError
        right = clause.right.strip("“”\"'")
        wanted = said(right) if clause.sign else True
        if clause.right and (known.get(clause.right) is not None or (wanted is None and right == clause.right)):
            raise _NoFormulaError
        words = (right,) if wanted is None else TRUE if wanted else FALSE
        same = Call("OR", tuple(Call("EXACT", (FactRef(left.id), Literal(plain(word)))) for word in words))
        return Call("NOT", (same,)) if clause.sign == "<>" else same
    if not clause.sign:
        raise _NoFormulaError
    one, other = _side(clause.left, known), _side(clause.right, known)
    first, second = _alike("-", one, other)
    # A difference of two printed figures: binary floats may miss the equality of equals.
    gap = Call("ROUND", (Call("-", (first, second)), Literal(Decimal(8))))
    return Call(clause.sign, (gap, Literal(Decimal(0))))


def _side(text: str, known: Mapping[str, Fact]) -> Worked:
    """One side as printed: the figure of a fact or of an expression, rounded to its places, in its own unit."""
    fact, _ = evaluate(text, known, Where(""), "")
    if fact is None or not isinstance(fact.value, Decimal):
        raise _NoFormulaError
    formula = value_formula(fact, known)
    if formula is None:
        raise _NoFormulaError
    printed = formula if fact.places is None else _round(formula, fact.places)
    return Quantity(fact.value, fact.measure, fact.unit), printed
