"""Bands as intervals: read from words, laid side by side without gap or overlap, spelled out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.numbers import plain
from evalkit.rules._spell import with_unit

_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_UNIT = r"(%|个百分点|百分点|(?:(?![以及且并和])[^\W\d_]){0,2})"
_REST = ("其余", "其他", "其它", "否则", "其余情况", "其他情况")
_WORDS = (
    (("不低于", "不少于", "不小于", "大于等于", "大于或等于", "达到", "≧", "≥", "⩾"), ">="),
    (("不高于", "不超过", "不多于", "不大于", "小于等于", "小于或等于", "≦", "≤", "⩽"), "<="),
    (("低于", "不足", "小于", "不到", "少于"), "<"),
    (("高于", "超过", "大于", "多于"), ">"),
    (("—", "–", "~", "〜", "至", "到"), "-"),
)
_OPEN = "∞"


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` (None: without end), each end included or not, with its points on the scale."""

    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool
    points: Decimal
    #: How it was written: an interval of two ends, from a bound upwards, from a bound downwards, or all that is left.
    kind: str = "between"

    def holds(self, value: Decimal) -> bool:
        """Whether a printed figure lies in the band."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    def words(self, unit: str) -> str:
        """``90%（含）至100%``, ``达到100%``, ``低于75%``, ``为100%``."""
        if self.low is None and self.high is None:
            return "任何数值"
        if self.low is None:
            assert self.high is not None
            return f"不超过{with_unit(self.high, unit)}" if self.high_in else f"低于{with_unit(self.high, unit)}"
        if self.high is None:
            return ("达到" if self.low_in else "超过") + with_unit(self.low, unit)
        if self.low == self.high:
            return f"为{with_unit(self.low, unit)}"
        ends = ("（含）" if self.low_in else "", "（含）" if self.high_in else "")
        neither = "（两端均不含）" if not any(ends) else ""
        return f"{with_unit(self.low, unit)}{ends[0]}至{with_unit(self.high, unit)}{ends[1]}{neither}"


def read(condition: str, points: Decimal) -> tuple[Band, str] | None:
    """One condition as a band and the unit it was written with; None when it cannot be understood."""
    text = "".join(plain(condition).split())
    if text in _REST:
        return Band(None, False, None, False, points, "rest"), ""
    for words, sign in _WORDS:
        for word in words:
            text = text.replace(word, sign)
    text = text.replace("->", ">").replace("正无穷", _OPEN).replace("负无穷", "-" + _OPEN).replace("+" + _OPEN, _OPEN)
    for reader in (_bracketed, _said, _compared, _from_to):
        if (found := reader(text, points)) is not None:
            band, unit = found
            return None if _empty(band) else (band, "%" if unit in ("个百分点", "百分点") else unit)
    return None


def _bracketed(text: str, points: Decimal) -> tuple[Band, str] | None:
    """``[90,100)``, ``(90%,100%]``, ``[100,∞)``."""
    found = re.fullmatch(rf"([\[(])(?:{_NUMBER}{_UNIT}|-∞),(?:{_NUMBER}{_UNIT}|∞)([\])])", text)
    if not found:
        return None
    low, high = (Decimal(end) if end else None for end in (found[2], found[4]))
    unit = found[3] or found[5] or ""
    kind = "between" if low is not None and high is not None else "above" if high is None else "below"
    return Band(
        low, found[1] == "[" and low is not None, high, found[6] == "]" and high is not None, points, kind
    ), unit


def _compared(text: str, points: Decimal) -> tuple[Band, str] | None:
    """``>=90``, ``<60``, ``=100``, ``>=90且<100``, and a bare ``90``, which means from 90 upwards."""
    found = re.fullmatch(rf"(>=|<=|>|<|=|==|为)?{_NUMBER}{_UNIT}", text)
    if found:
        sign, bound, unit = found[1] or ">=", Decimal(found[2]), found[3]
        if sign in (">=", ">"):
            return Band(bound, sign == ">=", None, False, points, "above"), unit
        if sign in ("<=", "<"):
            return Band(None, False, bound, sign == "<=", points, "below"), unit
        return Band(bound, True, bound, True, points), unit
    found = re.fullmatch(rf"(>=|>){_NUMBER}{_UNIT}(?:且|并且|并|和)(<=|<){_NUMBER}{_UNIT}", text)
    if found:
        low, high = Decimal(found[2]), Decimal(found[5])
        return Band(low, found[1] == ">=", high, found[4] == "<=", points), found[3] or found[6]
    return None


def _from_to(text: str, points: Decimal) -> tuple[Band, str] | None:
    """``90(含)-100``, ``90-100(含)``, ``90-100(含90)``; where neither end is marked the lower one is included."""
    found = re.fullmatch(rf"{_NUMBER}{_UNIT}(\(含\))?-{_NUMBER}{_UNIT}(?:(\(含\))|\(含{_NUMBER}{_UNIT}\))?", text)
    if not found:
        return None
    low_in, high_in = bool(found[3]), bool(found[6])
    if found[7]:
        named = Decimal(found[7])
        if named not in (Decimal(found[1]), Decimal(found[4])):
            return None
        low_in, high_in = low_in or named == Decimal(found[1]), named == Decimal(found[4])
    if not low_in and not high_in:
        low_in = True
    return Band(Decimal(found[1]), low_in, Decimal(found[4]), high_in, points), found[2] or found[5]


def _said(text: str, points: Decimal) -> tuple[Band, str] | None:
    """``90以上`` (with 90, as in law), ``60以下`` (without 60, as evaluators write), ``60(含)以下``, ``100以内``."""
    found = re.fullmatch(rf"{_NUMBER}{_UNIT}(\(含\))?(及|\(不含\))?(以上|以下|以内)(\(含[^)]*\))?", text)
    if not found:
        return None
    bound, unit, direction = Decimal(found[1]), found[2], found[5]
    included = bool(found[3] or found[6] or found[4] == "及")
    if direction == "以上":
        return Band(bound, found[4] != "(不含)", None, False, points, "above"), unit
    return Band(None, False, bound, included or direction == "以内", points, "below"), unit


def _empty(band: Band) -> bool:
    if band.low is None or band.high is None:
        return False
    return band.low > band.high or (band.low == band.high and not (band.low_in and band.high_in))


# ---- laying bands side by side ------------------------------------------------------------------------------------


def arrange(bands: list[Band], unit: str) -> tuple[tuple[Band, ...], tuple[str, ...]]:
    """The bands from the lowest up, each reaching to its neighbour, and what is wrong in a few words each.

    ``≥90`` beside ``≥100`` means up to 100; 其余 fills whatever is left. A top band that ends with 100 % included also
    takes what lies above it, because a figure beyond 100 % is printed as it is and scored in full.
    """
    rest = next((band for band in bands if band.kind == "rest"), None)
    placed = sorted(_bounded([band for band in bands if band.kind != "rest"]), key=_start)
    if placed and unit == "%" and placed[-1].high == 100 and placed[-1].high_in:
        placed[-1] = replace(placed[-1], high=None, high_in=False)
    if placed and rest is None and placed[0].low == 0 and placed[0].low_in:
        placed[0] = replace(placed[0], low=None, low_in=False)
    laid: list[Band] = []
    wrong: list[str] = []
    edge: tuple[Decimal | None, bool] = (None, False)  # where the next band must begin, and whether with that figure
    for band in placed:
        if laid and _reaches_into(laid[-1], band):
            wrong.append(f"“{laid[-1].words(unit)}”与“{band.words(unit)}”重叠")
        elif hole := _hole(edge, band):
            if rest is not None:
                laid.append(replace(hole, points=rest.points))
            else:
                wrong.append(_missing(hole, unit))
        laid.append(band)
        edge = (band.high, not band.high_in)
    if placed and edge[0] is not None:
        hole = Band(edge[0], edge[1], None, False, Decimal(0))
        if rest is not None:
            laid.append(replace(hole, points=rest.points))
        else:
            wrong.append(_missing(hole, unit))
    return tuple(laid), tuple(wrong)


def _bounded(bands: list[Band]) -> Iterator[Band]:
    """Bands with one end written get their other end from the neighbour on that side."""
    starts = sorted((band for band in bands if band.low is not None), key=_start)
    ends = sorted((band for band in bands if band.high is not None), key=_end)
    for band in bands:
        if band.kind == "above":
            neighbour = next((other for other in starts if _start(other) > _start(band)), None)
            yield band if neighbour is None else replace(band, high=neighbour.low, high_in=not neighbour.low_in)
        elif band.kind == "below":
            neighbour = next((other for other in reversed(ends) if _end(other) < _end(band)), None)
            yield band if neighbour is None else replace(band, low=neighbour.high, low_in=not neighbour.high_in)
        else:
            yield band


def _start(band: Band) -> tuple[int, Decimal, bool]:
    return (0, Decimal(0), False) if band.low is None else (1, band.low, not band.low_in)


def _end(band: Band) -> tuple[int, Decimal, bool]:
    return (1, Decimal(0), False) if band.high is None else (0, band.high, band.high_in)


def _reaches_into(lower: Band, upper: Band) -> bool:
    if lower.high is None or upper.low is None:
        return True
    return lower.high > upper.low or (lower.high == upper.low and lower.high_in and upper.low_in)


def _hole(edge: tuple[Decimal | None, bool], band: Band) -> Band | None:
    """What lies between the edge reached so far and the next band, if anything."""
    if band.low is None:
        return None
    reached, included = edge
    if reached is not None and (reached > band.low or (reached == band.low and not (included and not band.low_in))):
        return None
    return Band(reached, included and reached is not None, band.low, not band.low_in, Decimal(0))


def _missing(hole: Band, unit: str) -> str:
    if hole.low is not None and hole.low == hole.high:
        return f"正好{with_unit(hole.low, unit)}的没有归入任何一档"
    return f"“{hole.words(unit)}”没有写得几分"
