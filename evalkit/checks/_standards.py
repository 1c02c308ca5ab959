"""Which scores a 评价标准 in words can give. Careful: where the words leave doubt, the answer is that nobody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evalkit.numbers import divide, plain, round_half_up, trimmed

#: More points than this in one list would make too many sums to list; nothing is said about it then.
MOST_POINTS = 14

_CIRCLED = re.compile(r"[①-⑳]")
#: Stands for a circled number: making characters half-width would turn ① into 1.
_MARK = "※"
_POINT = re.compile(rf"{_MARK}|(?:^|(?<=[;。,]))\(?\d{{1,2}}[).、](?!\d)")
_EARNS = re.compile(r"(?:得|计|给|赋|为)(\d{1,12}(?:\.\d{1,9})?)分")
_COSTS = re.compile(r"扣(\d{1,12}(?:\.\d{1,9})?)分")
_EQUAL = re.compile(
    r"各占(?:指标)?(?:权重)?(?:分)?(?:的)?(?:(\d{1,6})/(\d{1,6})|(\d{1,12}(?:\.\d{1,9})?)%)(?:权重)?|(?<!\d)(\d{1,6})/(\d{1,6})权重"
)
_SLIDING = re.compile(
    r"每(?!人|户|月|年|家企业|个企业)|按比例|[=＝](?!.*否则)|酌情|[×*]|扣权重|扣完为止|扣除权重|按(?:实际)?完成(?:率|比例)|插值|之间|系数|加权|折算|-\d+%"
)
_NOTHING = re.compile(r"不得分|得0分|计0分|否则0|为0分")
_FULL = re.compile(r"(?:得|计|记|为)满分|得(?:全部|相应)分值|不扣分")


@dataclass(frozen=True, slots=True)
class Attainable:
    """The scores a standard can give, and the highest of them; ``listed`` where it is a list of points to be met."""

    scores: frozenset[Decimal]
    listed: bool = False

    def gives(self, score: Decimal, ground: str) -> bool:
        """Whether it can give a score: a point met in part earns what the ground decides, so then any score will do."""
        if score in self.scores:
            return True
        return self.listed and "部分" in ground and 0 <= score <= self.top

    @property
    def top(self) -> Decimal:
        return max(self.scores)

    def words(self) -> str:
        """``10、5、0``; of many, the range."""
        ordered = sorted(self.scores, reverse=True)
        if len(ordered) > 8:
            return f"{trimmed(ordered[-1])}至{trimmed(ordered[0])}之间的几个值"
        return "、".join(trimmed(score) for score in ordered)


def attainable(standard: str, weight: Decimal) -> Attainable | None:
    """The scores the words can give for an indicator of this weight; None where they cannot be listed for sure."""
    text = plain(_CIRCLED.sub(_MARK, "".join(standard.split())))
    if not text:
        return None
    parts = _parts(text)
    equal = _equal(text, weight, len(parts))
    if equal is not None:
        return equal
    if len(parts) > 1:
        return _points(parts, weight)
    return _levels(text, weight)


def _parts(text: str) -> list[str]:
    return [part for part in _POINT.split(text)[1:] if part.strip("；;。,，")]


def _equal(text: str, weight: Decimal, count: int) -> Attainable | None:
    """``以上五项各占权重 1/5``: k of n points."""
    found = _EQUAL.search(text)
    if found is None or _EARNS.search(text.replace("得0分", "")) or "每" in text or not 1 < count <= MOST_POINTS:
        return None
    return Attainable(frozenset(round_half_up(divide(weight * k, Decimal(count)), 2) for k in range(count + 1)), True)


def _points(parts: list[str], weight: Decimal) -> Attainable | None:
    """A numbered list of points, each earning or costing what it says."""
    if len(parts) > MOST_POINTS or any(re.search(r"每(?!年|月)|酌情|按比例|扣完为止", part) for part in parts):
        return None
    deducts = all(_COSTS.search(part) and not _EARNS.search(part) for part in parts)
    options = []
    for part in parts:
        numbers = [Decimal(number) for number in (_COSTS if deducts else _EARNS).findall(part)]
        if not numbers:
            return None
        options.append({Decimal(0), *numbers})
    sums = {Decimal(0)}
    for choice in options:
        sums = {one + other for one in sums for other in choice}
        if len(sums) > 4096:
            return None
    scores = frozenset(max(weight - one, Decimal(0)) for one in sums) if deducts else frozenset(sums)
    return Attainable(scores, True)


def _levels(text: str, weight: Decimal) -> Attainable | None:
    """``有效得满分，一般得5分，没有不得分``: one of several."""
    clean = re.sub(r"\d+(?:\.\d+)?%?(?:\(含\))?[-—－–~～]\d+(?:\.\d+)?%?(?:\(含\))?", "", text)
    if _SLIDING.search(clean) or _COSTS.search(clean):
        return None
    scores = {Decimal(number) for number in _EARNS.findall(clean)}
    if _FULL.search(clean):
        scores.add(weight)
    if _NOTHING.search(clean):
        scores.add(Decimal(0))
    return Attainable(frozenset(scores)) if len(scores) > 1 else None
