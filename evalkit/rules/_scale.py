"""Reading scales such as ``≥90→4；其余→0`` or ``有效→10；一般→5``: conditions or names, each with its points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from evalkit.model.places import Finding, Where, fault
from evalkit.numbers import parse_decimal, plain, trimmed

_ARROW = re.compile(r"→|⇒|[-－—=＝][>＞]")
_POINTS = re.compile(r"(?:得|计|给|赋)?(满|[+-]?\d+(?:\.\d+)?)分?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)%?[-~～—–至](\d+(?:\.\d+)?)%")
_NONE = ("不得分", "不计分", "零分", "无分")

#: The one step of a scale: its condition or name, and its points (None: 满分).
Rung = tuple[str, Decimal | None]


def rungs(text: str, at: Where) -> tuple[tuple[Rung, ...], tuple[Finding, ...]]:
    """The steps of a scale in their order; a piece that cannot be read is a fault."""
    found: list[Rung] = []
    faults: list[Finding] = []
    for piece in pieces(text):
        head, points = _split(piece)
        value = _points(points)
        if not head or value is _UNREADABLE:
            cure = "写成“条件→分值”，如“≥90→4；其余→0”或“有效→10；一般→5”"
            faults.append(fault(at, f"档次“{piece}”没有写清得几分", cure))
        else:
            found.append((head, None if value is None else value))
    return tuple(found), tuple(faults)


def ranged(text: str) -> tuple[dict[str, tuple[Decimal, Decimal]], str]:
    """The steps that are worth a range, ``部分达成→60%~80%``, by name with both ends in per cent; and the other steps."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    rest: list[str] = []
    for piece in pieces(text):
        head, worth = _split(piece)
        ends = _RANGE.fullmatch("".join(plain(worth).split()))
        if head and ends:
            found[head] = (Decimal(ends[1]), Decimal(ends[2]))
        else:
            rest.append(piece)
    return found, "；".join(rest)


def pieces(text: str) -> tuple[str, ...]:
    """The parts between ；, line breaks, and those commas that stand outside brackets (``[90,100)`` is one part), as typed."""
    parts: list[str] = [""]
    depth = 0
    for char in text:
        if char in "[(［（":
            depth += 1
        elif char in "])］）":
            depth -= 1
        if char in ";；\n、" or (char in ",，" and depth <= 0):
            parts.append("")
            depth = 0
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts if part.strip())


def scale_faults(full: Decimal, places: Mapping[str, Where], at: Where) -> tuple[Finding, ...]:
    """A fault of 满分 that is no positive number."""
    if full > 0:
        return ()
    return (fault(places.get("满分", at), f"满分是 {trimmed(full)}，应大于 0", "写按多少分打的，如“满分：10”"),)


def figure(text: str) -> tuple[Decimal, str] | None:
    """A number with its unit (``1%``, ``1个百分点``, ``2天``, ``100``); None when it does not begin with a number."""
    found = re.fullmatch(r"([+-]?[\d,]*\.?\d+)\s*([^\d\s]*)", plain(text))
    number = parse_decimal(found[1]) if found else None
    if found is None or number is None:
        return None
    unit = found[2]
    return number, "%" if unit in ("个百分点", "百分点") else unit


def fractions(written: Iterable[tuple[Decimal, str]], where: Where) -> tuple[Finding, ...]:
    """A fault where per cent are meant and every number is written as a part of one, without its sign: ``≥0.95``."""
    numbers = list(written)
    if any(unit or abs(value) > 1 for value, unit in numbers) or not any(value for value, _ in numbers):
        return ()
    first = next(value for value, _ in numbers if value)
    message = f"“{trimmed(first)}”没有写单位，取值是百分数，{trimmed(first)} 就是百分之 {trimmed(first)}"
    cure = f"写成“{trimmed(first * 100)}%”；确是百分之 {trimmed(first)} 的，写明“{trimmed(first)}%”"
    return (fault(where, message, cure),)


_UNREADABLE = Decimal("NaN")


def _points(text: str) -> Decimal | None:
    folded = "".join(plain(text).split())
    if folded in _NONE:
        return Decimal(0)
    found = _POINTS.fullmatch(folded)
    if not found:
        return _UNREADABLE
    return None if found[1] == "满" else Decimal(found[1])


def _split(piece: str) -> tuple[str, str]:
    arrows = list(_ARROW.finditer(piece))
    if arrows:
        return piece[: arrows[-1].start()].strip(), piece[arrows[-1].end() :].strip()
    colons = list(re.finditer("[:：]", piece))
    return (piece[: colons[-1].start()].strip(), piece[colons[-1].end() :].strip()) if colons else ("", "")
