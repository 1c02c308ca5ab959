"""A neutral formula tree spelled out for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from evalkit.model.scoring import Call, FactRef, Formula, Literal, PointRef
from evalkit.numbers import trimmed

#: The operators a tree may hold; + and * take any number of arguments, - one or two, the rest two.
OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">=")

#: Functions that every spreadsheet program of the last twenty years knows.
FUNCTIONS = ("ABS", "AND", "CEILING", "EXACT", "FLOOR", "IF", "INT", "ISNUMBER", "MAX", "MIN", "MOD", "NOT", "OR", "ROUND",
             "ROUNDDOWN", "ROUNDUP", "SUM", "TRUNC")  # fmt: skip

#: Excel takes no longer text literal and no longer formula.
LONGEST_TEXT = 255
LONGEST_FORMULA = 8000


class UnspellableError(Exception):
    """A reference that has no cell, or a text that no formula can hold: the writer puts the number instead."""


def spell(
    formula: Formula,
    fact_cell: Callable[[str], str | None],
    point_cell: Callable[[str, int], str | None],
) -> str | None:
    """The formula as text with its ``=``, or None where a reference has no cell or the text grows too long.

    ``fact_cell`` and ``point_cell`` give the address of a fact's printed figure and of what a point earned.
    ValueError on a function or operator that is not in the lists above, which is a mistake of the rule.
    """
    try:
        text = "=" + _spell(formula, fact_cell, point_cell, inner=False)
    except UnspellableError:
        return None
    return text if len(text) <= LONGEST_FORMULA else None


def _spell(
    formula: Formula,
    fact_cell: Callable[[str], str | None],
    point_cell: Callable[[str, int], str | None],
    *,
    inner: bool,
) -> str:
    match formula:
        case Literal(value):
            if isinstance(value, str):
                if len(value) > LONGEST_TEXT:
                    raise UnspellableError
                return '"' + value.replace('"', '""') + '"'
            return f"({trimmed(value)})" if inner and value < 0 else trimmed(value)
        case FactRef(fact):
            return _found(fact_cell(fact))
        case PointRef(code, order):
            return _found(point_cell(code, order))
        case Call(name, args):
            operator = name in OPERATORS
            spelled = [_spell(arg, fact_cell, point_cell, inner=operator) for arg in args]
            if not operator:
                if name.upper() not in FUNCTIONS:
                    raise ValueError(name)
                return f"{name.upper()}({','.join(spelled)})"
            if len(args) == 1 and name in "+-*":
                text = f"-{spelled[0]}" if name == "-" else spelled[0]
            elif len(args) == 2 or (len(args) > 2 and name in "+*"):
                text = name.join(spelled)
            elif not args and name == "+":
                text = "0"
            else:
                raise ValueError(f"{name} takes no {len(args)} arguments")
            return f"({text})" if inner else text
        case _:
            assert_never(formula)


def _found(cell: str | None) -> str:
    if cell is None:
        raise UnspellableError
    return cell
