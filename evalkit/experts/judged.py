"""One judgement of the scale 1 to 9 as people write it, and a matrix of them made complete and reciprocal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evalkit.experts.signed import UNSEEN
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Value
from evalkit.numbers import parse_decimal, plain, round_half_up, trimmed
from evalkit.records import short

#: The ends of the scale, and the most rows for which Saaty gives a random index.
LEAST, MOST = Fraction(1, 9), Fraction(9)
ROWS = 15
#: How far a pair of rounded judgements (3 and 0.33) may be from being reciprocal.
ROUNDED = Fraction(2, 100)
#: No judgement is written with more characters.
LONGEST = 40

_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*[/⁄∕:∶比]\s*(\d+(?:\.\d+)?)")
_SCALE = "写 1～9 的数，不如对方重要的写 1/2～1/9"


@dataclass(frozen=True, slots=True)
class Cell:
    value: Value
    at: Where

    @property
    def written(self) -> bool:
        return self.value is not None and (not isinstance(self.value, str) or plain(self.value) not in ("", "-", "—"))

    @property
    def shown(self) -> str:
        return short(trimmed(self.value) if isinstance(self.value, Decimal) else str(self.value).strip())


def same(name: str) -> str:
    """A name as compared: width of letters and signs, capitals and blanks do not count; remarks in brackets do."""
    return "".join(UNSEEN.sub("", plain(name)).lower().split())


def judgement(value: Value) -> Fraction | None:
    """``5``, ``５``, ``1/3``, ``1:3``, ``0.33``; None where it is none.

    A decimal below 1 that is a rounded reciprocal is that reciprocal. Excel makes a date of a typed ``1/3`` and a time of
    ``1:3``; both are taken for what was typed.
    """
    if isinstance(value, date):
        return Fraction(value.month, value.day) if 1 in (value.month, value.day) else None
    if isinstance(value, Decimal):
        return reciprocal(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = plain(UNSEEN.sub("", value)).replace(" ", "")
    pair = _RATIO.fullmatch(text)
    if pair:
        return Fraction(pair[1]) / Fraction(pair[2]) if Fraction(pair[2]) else None
    number = parse_decimal(text)
    return None if number is None else reciprocal(number)


def reciprocal(number: Decimal) -> Fraction:
    """0.33 → 1/3, 0.1667 → 1/6; all else as it stands."""
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if 0 < number < 1 and places >= 2:
        near = min((Fraction(1, n) for n in range(2, 10)), key=lambda one: abs(one - Fraction(number)))
        if abs(near - Fraction(number)) < Fraction(1, 10**places):
            return near
    return Fraction(number)


def complete(
    rows: Sequence[tuple[str, Where]],
    columns: Sequence[tuple[str, Where]],
    cells: Mapping[tuple[int, int], Cell],
    at: Where,
) -> tuple[tuple[tuple[Fraction, ...], ...] | None, tuple[Finding, ...]]:
    """The whole matrix in the order of its rows, blank cells from their reciprocals; None with faults."""
    found = unlike(rows, columns, at)
    if found:
        return None, found
    places = {same(name): x for x, (name, _) in enumerate(columns)}
    order = [places[same(name)] for name, _ in rows]
    names = [name for name, _ in rows]
    count = len(names)
    grid = {(i, j): cells.get((i, order[j])) for i in range(count) for j in range(count)}
    off = [cell for (i, j), cell in grid.items() if i != j]
    if count > 1 and not any(cell is not None and cell.written for cell in off):
        return None, (fault(at, "这个判断矩阵还没有填", "填右上半边就够了，左下半边由程序取倒数"),)
    read: dict[tuple[int, int], Fraction | None] = {}
    faults: list[Finding] = []
    for (i, j), cell in grid.items():
        if cell is not None and cell.written:
            read[i, j] = checked(cell, f"{names[i]} 比 {names[j]}", i == j, faults)
    values = [[Fraction(1)] * count for _ in range(count)]
    for i in range(count):
        for j in range(i + 1, count):
            one, other = read.get((i, j)), read.get((j, i))
            if one is not None and other is not None and abs(one * other - 1) > ROUNDED:
                cell, back = grid[i, j], grid[j, i]
                assert cell is not None
                assert back is not None
                message = (
                    f"{names[i]} 比 {names[j]} 填了 {cell.shown}，反过来（{back.at.spot}）填了 {back.shown}，不是倒数"
                )
                faults.append(fault(cell.at, message, f"反过来应当填 {1 / one}；或把左下半边留空"))
            elif one is None and other is None and (i, j) not in read and (j, i) not in read:
                cell = grid[i, j] or grid[j, i]
                message = f"{names[i]} 比 {names[j]} 没有填"
                faults.append(fault(cell.at if cell else rows[i][1], message, _SCALE))
            if (one is None and other is not None) or (one is not None and other is not None and other > one):
                one = 1 / other
            if one is not None:
                values[i][j], values[j][i] = one, 1 / one
    if faults:
        return None, tuple(faults)
    return tuple(map(tuple, values)), ()


def unlike(rows: Sequence[tuple[str, Where]], columns: Sequence[tuple[str, Where]], at: Where) -> tuple[Finding, ...]:
    """Faults of the names: rows and columns must have the same, each once, fifteen at most."""
    found = []
    for what, names in (("行", rows), ("列", columns)):
        seen: dict[str, Where] = {}
        for name, where in names:
            first = seen.setdefault(same(name), where)
            if first is not where:
                found.append(fault(where, f"{what}名“{name}”写了两次，前一次在 {first.spot}", "改成不同的名称"))
    left, right = {same(name) for name, _ in rows}, {same(name) for name, _ in columns}
    lone_rows = [(name, where) for name, where in rows if same(name) not in right]
    lone_columns = [(name, where) for name, where in columns if same(name) not in left]
    if not found and len(rows) != len(columns):
        message = f"判断矩阵不是方的：行有 {len(rows)} 个，列有 {len(columns)} 个"
        extra = "、".join(name for name, _ in (*lone_rows, *lone_columns))
        found.append(fault(at, message, f"行和列写相同的名称，对不上的有 {extra}" if extra else "行和列写相同的名称"))
    elif not found:
        for (name, where), (other, _) in zip(lone_rows, lone_columns, strict=True):
            found.append(fault(where, f"行名“{name}”和列名“{other}”对不上", "行和列写相同的名称"))
    if not found and len(rows) > ROWS:
        found.append(fault(at, f"一个判断矩阵有 {len(rows)} 项，最多 {ROWS} 项", "分成几组，先比组、再在组内比"))
    return tuple(found)


def checked(cell: Cell, pair: str, diagonal: bool, faults: list[Finding]) -> Fraction | None:
    """The judgement of a cell, with a fault where it is none."""
    value = judgement(cell.value)
    if value is None:
        faults.append(fault(cell.at, f"{pair} 填的“{cell.shown}”不是判断值", _SCALE))
    elif diagonal and value != 1:
        faults.append(fault(cell.at, f"{pair}（自己比自己）填了 {cell.shown}，应当是 1", "改成 1，或留空"))
    elif not LEAST <= value <= MOST:
        number = trimmed(round_half_up(Decimal(value.numerator) / Decimal(value.denominator), 4))
        shown = cell.shown if cell.shown == number else f"{cell.shown}（{number}）"
        faults.append(fault(cell.at, f"{pair} 填了 {shown}，不在 1/9～9 之内", _SCALE))
    else:
        return value
    return None
