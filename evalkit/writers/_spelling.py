"""A neutral formula tree spelled out for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import assert_never

from evalkit.model.scoring import Call, FactRef, Formula, Literal, PointRef
from evalkit.numbers import trimmed
from evalkit.paper import SET_ASIDE

#: The operators a tree may hold; + and * take any number of arguments, - one or two, the rest two.
OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">=")

#: Functions that every spreadsheet program of the last twenty years knows; ``COUNTED(points)`` is our own: what
#: the points of a checklist may earn together, without those that are set aside.
FUNCTIONS = ("ABS", "AND", "CEILING", "EXACT", "FLOOR", "IF", "INT", "ISNUMBER", "MAX", "MIN", "MOD", "NOT", "OR", "ROUND",
             "ROUNDDOWN", "ROUNDUP", "SUM", "TRUNC")  # fmt: skip

_CELL = re.compile(r"(.+\$)(\d+)")

#: Excel takes no longer text literal and no longer formula.
LONGEST_TEXT = 255
LONGEST_FORMULA = 8000


class UnspellableError(Exception):
    """A reference that has no cell, or a text that no formula can hold: the writer puts the number instead."""


PointCell = Callable[..., str | None]


def spell(formula: Formula, fact_cell: Callable[[str], str | None], point_cell: PointCell) -> str | None:
    """The formula as text with its ``=``, or None where a reference has no cell or the text grows too long.

    ``fact_cell(id)`` gives the address of a fact's figure, ``point_cell(code, order, header)`` that of what a point
    earned, or of its 分值. ValueError on a function or operator that is not in the lists above, which is a mistake of the rule.
    """
    try:
        text = "=" + _spell(formula, fact_cell, point_cell, inner=False)
    except UnspellableError:
        return None
    return text if len(text) <= LONGEST_FORMULA else None


def references(formula: Formula | None) -> tuple[FactRef | PointRef, ...]:
    """What a formula refers to, each once, in order."""
    if isinstance(formula, FactRef | PointRef):
        return (formula,)
    if not isinstance(formula, Call):
        return ()
    return tuple(dict.fromkeys(one for arg in formula.args for one in references(arg)))


def _spell(formula: Formula, fact_cell: Callable[[str], str | None], point_cell: PointCell, *, inner: bool) -> str:
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
            return _found(point_cell(code, order, "得分"))
        case Call("SUM", args) if (area := points_range(args, point_cell)) is not None:
            return f"SUM({area})"
        case Call("COUNTED", args):
            earned, worth = (points_range(args, point_cell, title) for title in ("得分", "分值"))
            return f'SUMIF({_found(earned)},"<>{SET_ASIDE}",{_found(worth)})'
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


def points_range(points: Sequence[Formula], point_cell: PointCell, title: str = "得分") -> str | None:
    """The cells of points as one range; None where they are no points or do not stand together in one column."""
    if not points or not all(isinstance(one, PointRef) for one in points):
        return None
    cells = [point_cell(one.code, one.order, title) for one in points if isinstance(one, PointRef)]
    found = [_CELL.fullmatch(cell) if cell else None for cell in cells]
    first, last = found[0], found[-1]
    rows = [int(one[2]) for one in found if one]
    if first is None or last is None or len(rows) < len(points) or rows != list(range(rows[0], rows[0] + len(rows))):
        return None
    return f"{first[0]}:{last[1].rpartition('!')[2]}{last[2]}" if len({one[1] for one in found if one}) == 1 else None


def _found(cell: str | None) -> str:
    if cell is None:
        raise UnspellableError
    return cell
