"""Options that are intervals (``18岁以下``, ``36至50岁``, ``3万元及以上``): where two overlap, where one is missing between.

以上、以下、以内 include the number, as 民法典第1259条 has it; 不满、不足、超过 do not. Where one end of a range is marked 含
and the other is not, the other does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from evalkit.model.questionnaire import Option
from evalkit.numbers import plain, trimmed

_UNIT = r"(?P<unit{0}>岁|周岁|个月|月|年|天|日|周|次|人|名|户|个|家|万元|千元|元|亩|公里|千米|米|分钟|小时|分|级|%|)"
_FIGURE = r"(?P<figure{0}>\d+(?:\.\d+)?)\s*" + _UNIT + r"\s*(?P<mark{0}>\((?:不?含)\)|)"
_LESS = r"(?P<less>不满|未满|不足|低于|少于|小于|不到|<)"
_MOST = r"(?P<most>不超过|不多于|不高于|至多|最多|≤|<=)"
_MORE = r"(?P<more>超过|多于|大于|高于|>)"
_LEAST = r"(?P<least>不少于|不低于|至少|满|≥|>=)"
_ONE = re.compile(
    rf"(?:(?:{_LESS}|{_MOST}|{_MORE}|{_LEAST})\s*)?{_FIGURE.format('1')}\s*(?P<tail>及以下|及以内|及以上|以下|以内|以上|及更多|或更多|或以上|或以下|)(?:\(含\)|)"
)
_TWO = re.compile(
    rf"(?P<over>超过|)\s*{_FIGURE.format('1')}\s*(?:-|—+|–|~|～|至|到|以上)\s*(?P<under>不满|不足|未满|)\s*{_FIGURE.format('2')}\s*(?:之间|以内|以下|)"
)
_CHINESE = {char: str(n) for n, char in enumerate("一二三四五六七八九", 1)} | {"两": "2", "十": "10", "半": "0.5"}
_WORDED = re.compile(
    rf"(?<![一二三四五六七八九十两半])([{''.join(_CHINESE)}])(?=(?:个月|年|次|个|人|岁|天|小时|户)|[-—~至到][一二三四五六七八九十])"
)
#: Units that mean the same, in how many of the smaller one.
_SAME = (
    {"月": 1, "个月": 1, "年": 12},
    {"元": 1, "千元": 1000, "万元": 10000},
    {"日": 1, "天": 1, "周": 7},
    {"分钟": 1, "小时": 60},
    {"米": 1, "千米": 1000, "公里": 1000},
    {"岁": 1, "周岁": 1},
    {"人": 1, "名": 1},
)


@dataclass(frozen=True, slots=True)
class Interval:
    """What an option covers; None has no end there. ``shut`` says whether the end itself belongs to it.

    ``top`` is the upper end as it was written.
    """

    option: Option
    low: Decimal | None
    low_shut: bool
    high: Decimal | None
    high_shut: bool
    top: str = ""


def faults(options: Sequence[Option]) -> Iterator[tuple[str, Option]]:
    """What is wrong between neighbours, in words, with the later option."""
    read = [_read(option) for option in options]
    found = [one for one in read if one is not None]
    units = {unit for _, own in found for unit in own if unit}
    scale = next((same for same in _SAME if units <= set(same)), None)
    if len(found) < 2 or len(found) * 2 < len(options) or (len(units) > 1 and scale is None):
        return
    intervals = [_scaled(one, own, scale or {}) for one, own in found]
    places = max(
        (-int(exponent) for one in intervals for end in (one.low, one.high) if end is not None
         for exponent in [end.as_tuple().exponent] if isinstance(exponent, int)), default=0,
    )  # fmt: skip
    step = Decimal(1).scaleb(-max(places, 0))
    ordered = sorted(intervals, key=lambda one: (one.low is not None, one.low or Decimal(0), one.high or Decimal(0)))
    for one, other in pairwise(ordered):
        wrong = _between(one, other, step)
        if wrong:
            yield wrong, other.option


def _between(one: Interval, other: Interval, step: Decimal) -> str:
    if one.high is None or other.low is None or other.low < one.high:
        return f"“{one.option.label}”与“{other.option.label}”重叠"
    both, none = one.high_shut and other.low_shut, not one.high_shut and not other.low_shut
    if other.low == one.high:
        if both:
            return f"“{one.option.label}”与“{other.option.label}”都包括 {one.top}"
        return f"“{one.option.label}”与“{other.option.label}”都不包括 {one.top}" if none else ""
    if both and other.low - one.high <= step:
        return ""
    return f"“{one.option.label}”与“{other.option.label}”之间缺了一段"


def _read(option: Option) -> tuple[Interval, tuple[str, str]] | None:
    """The interval of an option with the units of its ends, or None where it is none."""
    text = _WORDED.sub(lambda found: _CHINESE[found[1]], plain(option.label).replace(" ", "").replace(",", ""))
    two = _TWO.fullmatch(text)
    if two:
        low, high = Decimal(two["figure1"]), Decimal(two["figure2"])
        marks = (two["mark1"], two["mark2"])
        first, last = (mark == "(含)" or (mark == "" and "(含)" not in marks) for mark in marks)
        units = (two["unit1"] or two["unit2"], two["unit2"] or two["unit1"])
        top = f"{trimmed(high)}{units[1]}"
        return Interval(option, low, first and not two["over"], high, last and not two["under"], top), units
    one = _ONE.fullmatch(text)
    if one is None:
        return None
    figure, units = Decimal(one["figure1"]), (one["unit1"], one["unit1"])
    shut, top = one["mark1"] != "(不含)", f"{trimmed(figure)}{one['unit1']}"
    if one["less"] or one["most"] or one["tail"] in ("及以下", "及以内", "以下", "以内", "或以下"):
        return Interval(option, None, False, figure, shut and not one["less"], top), units
    if one["more"] or one["least"] or one["tail"]:
        return Interval(option, figure, shut and not one["more"], None, False), units
    return Interval(option, figure, True, figure, True, top), units


def _scaled(one: Interval, units: tuple[str, str], scale: dict[str, int]) -> Interval:
    low, high = (
        None if end is None else end * scale.get(unit, 1) for end, unit in zip((one.low, one.high), units, strict=True)
    )
    return replace(one, low=low, high=high)
