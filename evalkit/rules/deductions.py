"""扣分清单：先给满分，发现一处扣一处的分，扣完为止。适用于资金使用合规性等“不得出现”的指标。

没有参数。扣分情形写在“要点”表，“分值”是每次扣的分；判定写“存在”“不存在”，或者写发现的次数，如 `2`、`2次`。
一种情形最多扣几分的，写在“上限”列。

例：分值 6，三种情形各扣 2 分，第一种发现 2 次，其余不存在：`6 − 2 × 2 = 2`；第一种的上限为 3 分的，`6 − 3 = 3`。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Formula, Indicator, Point, PointRef, PointScore, Reading, Score, Step
from evalkit.numbers import circled, plain, trimmed
from evalkit.rules._result import awaited, call, number, result, rounded, rounding
from evalkit.rules._spell import short
from evalkit.words import Field

ID = "deductions"
TITLE = "扣分清单"
SYNONYMS = ("扣分", "扣分制", "逐条扣分")
FIELDS: tuple[Field, ...] = ()
#: What people write for a verdict, and our word for it.
VERDICTS = {
    **dict.fromkeys(("√", "✓", "✔", "是", "有", "发现"), "存在"),
    **dict.fromkeys(("×", "✗", "✘", "否", "无", "没有", "未发现"), "不存在"),
    **dict.fromkeys(("不涉及", "/", "—", "-"), "不适用"),
}
DEFAULT = ""
READS = ""

_TIMES = re.compile(r"(\d{1,4})\s*(?:次|处|项|笔|起|个)?")


@dataclass(frozen=True, slots=True)
class Params:
    """Nothing to set: the points say what each deduction costs."""


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Faults of the list: nothing in it, a deduction that is no positive number, an unknown verdict, a scale."""
    found: list[Finding] = []
    if not points:
        found.append(fault(at, "扣分清单的指标没有扣分情形", "在“要点”表写上这个编码的各种扣分情形和每次扣的分"))
    for point in points:
        name = f"{point.code} 情形{circled(point.order)}"
        if point.points <= 0:
            what = f"{name}每次扣 {trimmed(point.points)} 分，应大于 0"
            found.append(fault(point.at, what, "“分值”写每次扣多少分，不带负号"))
        elif point.points > weight:
            what = f"{name}每次扣 {trimmed(point.points)} 分，超过指标分值 {trimmed(weight)} 分"
            found.append(fault(point.at, what, "改正扣分或指标分值"))
        if point.limit is not None and not point.points <= point.limit <= weight:
            what = f"{name}最多扣 {trimmed(point.limit)} 分，应在每次扣的 {trimmed(point.points)} 分和分值 {trimmed(weight)} 分之间"
            found.append(fault(point.at, what, "改正“上限”，不限的留空"))
        if point.verdict and _times(point) is None:
            what = f"{name}的判定“{point.verdict}”看不懂"
            found.append(fault(point.at, what, "判定写“存在”“不存在”或发现的次数，如 2"))
        if point.scale or point.earned is not None:
            cure = "删去“档次”和“得分”；要按程度扣分的，分成几种情形写"
            found.append(fault(point.at, f"{name}：扣分清单不用档次和得分", cure))
    return Params(), tuple(found)


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The weight less every deduction found; none while something has no verdict."""
    if _rule(indicator) is None or not indicator.points:
        return None, ()
    open_points = [point for point in indicator.points if _times(point) is None]
    if open_points:
        marks = "".join(circled(point.order) for point in open_points)
        cure = "在“要点”表的“判定”列写存在、不存在或发现的次数"
        return None, (awaited(indicator, f"扣分情形{marks}还没有判定", cure, open_points[0].at),)
    details = tuple(_detail(point) for point in indicator.points)
    points = indicator.weight + sum((detail.earned for detail in details), Decimal(0))
    steps = [Step(detail.note, (), (detail.point.at,)) for detail in details]
    full = trimmed(indicator.weight)
    if points == indicator.weight:
        steps.append(Step(f"没有扣分，得满分 {full} 分"))
    else:
        sums = "".join(f" − {_cost(detail.point)}" for detail in details if detail.earned)
        steps.append(Step(f"{full}{sums} = {rounding(points, indicator)}"))
    lost = "；".join(short(detail.point.fact or detail.point.text) for detail in details if detail.earned)
    words = standard(indicator)
    return result(indicator, points, value, tuple(steps), lost, words, formula(indicator, value), details), ()


def standard(indicator: Indicator) -> str:
    """Every deduction with what it costs: ``①未专项核算，每发现一次扣2分；…，扣完为止。``"""
    parts = []
    for point in indicator.points:
        limit = f"，最多扣{trimmed(point.limit)}分" if point.limit is not None else ""
        parts.append(f"{circled(point.order)}{short(point.text)}，扣{trimmed(point.points)}分{limit}")
    return "；".join(parts) + "。按发现的次数扣分，扣完为止。" if parts else ""


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_deductions

    return _read_deductions.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """The weight and what the points earned, which here is nought or less, and never below nought in all."""
    if _rule(indicator) is None or not indicator.points:
        return None
    lost = call("SUM", *(PointRef(indicator.code, point.order) for point in indicator.points))
    return call("MAX", number(0), rounded(call("+", number(indicator.weight), lost), indicator))


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _times(point: Point) -> int | None:
    """How often it was found; None without a verdict that says so."""
    verdict = plain(point.verdict)
    if verdict in ("存在", "不存在", "不适用"):
        return 1 if verdict == "存在" else 0
    found = _TIMES.fullmatch(verdict)
    return int(found[1]) if found else None


def _cost(point: Point) -> str:
    times = _times(point) or 0
    if point.limit is not None and times * point.points > point.limit:
        return trimmed(point.limit)
    return trimmed(point.points) if times == 1 else f"{times} × {trimmed(point.points)}"


def _detail(point: Point) -> PointScore:
    times = _times(point) or 0
    earned = -point.points * times
    capped = point.limit is not None and -earned > point.limit
    if capped and point.limit is not None:
        earned = -point.limit
    fact = f"（{short(point.fact)}）" if point.fact.strip() else ""
    found = (
        "不适用"
        if point.verdict == "不适用"
        else "不存在"
        if not times
        else "存在"
        if times == 1
        else f"发现 {times} 次"
    )
    cost = f"，扣 {trimmed(-earned)} 分{'（以上限为限）' if capped else ''}" if times else "，不扣分"
    return PointScore(point, earned or Decimal(0), f"{circled(point.order)}{short(point.text)}：{found}{fact}{cost}")
