"""要点给分：逐条判定要点，符合的得这一条的分，各条相加。适用于立项、目标、制度等定性指标。

参数
- 不适用：判定为“不适用”的要点怎样算。`折算`（默认）由其余要点按比例折算成指标的分值；`得分` 视同符合；
  `不得分` 视同不符合。

要点写在“要点”表，各条分值之和要等于指标分值。判定写“符合”“不符合”“部分符合”“不适用”；“部分符合”要写得分和查到的
事实。自身分档的要点（如自评等级）写档次“优→1，良→0.5，中→0.3，差→0”，判定写档名。

例：分值 5，三条 1、1、3 分，判定符合、符合、不符合：`1 + 1 + 0 = 2`。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Formula, Indicator, Point, PointRef, PointScore, Score, Step
from evalkit.numbers import circled, divide, round_half_up, trimmed
from evalkit.rules._result import awaited, call, number, result, rounded, rounding, unfit
from evalkit.rules._spell import earns, short
from evalkit.words import Field

ID = "checklist"
TITLE = "要点给分"
SYNONYMS = ("要点", "要点加分", "逐条给分")
FIELDS = (Field("不适用", "choice", "判定为不适用的要点怎样算", choices=("折算", "得分", "不得分"), default="折算"),)
DEFAULT = "不适用"
READS = ""

#: What people write for a verdict, and our word for it.
VERDICTS = {
    **dict.fromkeys(("√", "✓", "✔", "是", "Y", "y", "达标", "满足", "达到"), "符合"),
    **dict.fromkeys(("×", "✗", "✘", "x", "X", "否", "N", "n", "不达标", "未达标", "不满足"), "不符合"),
    **dict.fromkeys(("部分", "基本符合", "部分满足", "部分达标"), "部分符合"),
    **dict.fromkeys(("不涉及", "/", "—", "-"), "不适用"),
}
_VERDICTS = ("符合", "不符合", "部分符合", "不适用")


@dataclass(frozen=True, slots=True)
class Params:
    """``idle`` says how a point counts that does not apply: 折算, 得分 or 不得分."""

    idle: str


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Faults of the points: none at all, a sum beside the weight, an unknown verdict, half a verdict without its score."""
    found: list[Finding] = []
    if not points:
        found.append(fault(at, "要点给分的指标没有要点", "在“要点”表写上这个编码的各条要点和分值"))
    total = sum((point.points for point in points), Decimal(0))
    if points and total != weight:
        sums = " + ".join(trimmed(point.points) for point in points)
        found.append(
            fault(
                points[0].at,
                f"{points[0].code} 各条要点的分值 {sums} = {trimmed(total)}，指标分值是 {trimmed(weight)}",
                "改正要点的分值或指标的分值，使两者相等",
            )
        )
    for point in points:
        found.extend(_faults(point))
    return Params(str(values.get("不适用") or "折算")), tuple(found)


def _faults(point: Point) -> list[Finding]:
    found: list[Finding] = []
    name = f"{point.code} 要点{circled(point.order)}"
    if point.points <= 0:
        found.append(fault(point.at, f"{name}的分值是 {trimmed(point.points)}，应大于 0", "填写这一条的分值"))
    if point.scale:
        found.extend(_scale_faults(point, name))
    elif point.verdict and point.verdict not in _VERDICTS:
        cure = f"判定写{'、'.join(_VERDICTS)}之一；要分档的，在“档次”列写“优→1，良→0.5”"
        found.append(fault(point.at, f"{name}的判定“{point.verdict}”看不懂", cure))
    if point.verdict == "部分符合" and not point.scale:
        if point.earned is None or not 0 < point.earned < point.points:
            what = (
                "没有写得分"
                if point.earned is None
                else f"得分 {trimmed(point.earned)} 不在 0 和 {trimmed(point.points)} 之间"
            )
            found.append(fault(point.at, f"{name}判定为部分符合，{what}", "在“得分”列写这一条得多少分"))
        if not point.fact.strip():
            found.append(
                fault(point.at, f"{name}判定为部分符合，没有写查到的事实", "在“事实”列写明哪些符合、哪些不符合")
            )
    elif point.earned is not None and point.verdict and point.earned != _earned(point, "不得分"):
        what = f"{name}判定为“{point.verdict}”，得分写的是 {trimmed(point.earned)}"
        found.append(fault(point.at, what, "得分只在部分符合时填写；否则删去，或改正判定"))
    return found


def _scale_faults(point: Point, name: str) -> list[Finding]:
    found = []
    names = [grade for grade, _ in point.scale]
    best = max(worth for _, worth in point.scale)
    if best != point.points:
        what = f"{name}的最高一档 {trimmed(best)} 分，这一条的分值是 {trimmed(point.points)} 分"
        found.append(fault(point.at, what, "把两处改成一致"))
    if min(worth for _, worth in point.scale) < 0:
        found.append(fault(point.at, f"{name}有一档是负分", "改成 0 或正数"))
    if len(set(names)) < len(names):
        found.append(fault(point.at, f"{name}的档次有重名", "每一档只写一次"))
    if point.verdict and point.verdict != "不适用" and point.verdict not in names:
        cure = f"判定写{'、'.join(names)}之一"
        found.append(fault(point.at, f"{name}的判定“{point.verdict}”不是它的档次", cure))
    return found


def score(indicator: Indicator, value: Fact | None) -> tuple[Score | None, tuple[Finding, ...]]:
    """The sum of what the points earned; none while a point has no verdict, or when no point applies."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None, ()
    open_points = [point for point in indicator.points if not point.verdict]
    if open_points:
        marks = "".join(circled(point.order) for point in open_points)
        cure = "在“要点”表的“判定”列写符合、不符合、部分符合或不适用"
        return None, (awaited(indicator, f"要点{marks}还没有判定", cure, open_points[0].at),)
    idle = [point for point in indicator.points if _set_aside(point, rule)]
    possible = sum((point.points for point in indicator.points if point not in idle), Decimal(0))
    if not possible:
        cure = "改由人工给分，或把这个指标移出指标体系并重新分配分值"
        return None, (unfit(indicator, "所有要点都不适用，规则给不出得分", cure),)
    details = tuple(_detail(point, rule) for point in indicator.points)
    earned = sum((detail.earned for detail in details), Decimal(0))
    steps = [Step(detail.note, (), (detail.point.at,)) for detail in details]
    sums = " + ".join(trimmed(detail.earned) for detail in details if detail.point not in idle)
    points = earned
    if idle:
        points = divide(earned * indicator.weight, possible)
        weight = trimmed(indicator.weight)
        scaled = f"（{sums}）× {weight} ÷ {trimmed(possible)} = {rounding(points)}"
        steps.append(Step(f"不适用的要点不计，其余按比例折算：{scaled}"))
    elif len(details) > 1:
        steps.append(Step(f"合计：{sums} = {rounding(earned)}"))
    elif earned != round_half_up(earned, 2):
        steps.append(Step(f"得分：{rounding(earned)}"))
    lost = "；".join(
        short(detail.point.fact or detail.point.text)
        for detail in details
        if detail.point not in idle and detail.earned < detail.point.points
    )
    words = standard(indicator)
    return result(indicator, points, value, tuple(steps), lost, words, formula(indicator, value), details), ()


def standard(indicator: Indicator) -> str:
    """Every point with what it earns: ``①制定了财务管理制度，得1分；②…，得0.5分。``"""
    parts = []
    for point in indicator.points:
        if point.scale:
            worth = "，".join(f"{grade}的{earns(points)}" for grade, points in point.scale)
        else:
            worth = f"得{trimmed(point.points)}分，否则不得分"
        parts.append(f"{circled(point.order)}{short(point.text)}，{worth}")
    return "；".join(parts) + "。" if parts else ""


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """The sum of what the points earned, carried to the weight where some do not apply."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None
    counted = [point for point in indicator.points if not _set_aside(point, rule)]
    if not counted:
        return None
    total = call("SUM", *(PointRef(indicator.code, point.order) for point in counted))
    if len(counted) == len(indicator.points):
        return rounded(total)
    possible = sum((point.points for point in counted), Decimal(0))
    return rounded(call("/", call("*", total, number(indicator.weight)), number(possible)))


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _set_aside(point: Point, rule: Params) -> bool:
    return point.verdict == "不适用" and rule.idle == "折算"


def _earned(point: Point, idle: str) -> Decimal:
    if point.verdict == "不适用":
        return point.points if idle == "得分" else Decimal(0)
    if point.scale:
        return next((worth for grade, worth in point.scale if grade == point.verdict), Decimal(0))
    if point.verdict == "部分符合":
        return point.earned or Decimal(0)
    return point.points if point.verdict == "符合" else Decimal(0)


def _detail(point: Point, rule: Params) -> PointScore:
    earned = _earned(point, rule.idle)
    fact = f"（{short(point.fact)}）" if point.fact.strip() else ""
    outcome = "不计" if _set_aside(point, rule) else f"得 {trimmed(earned)} 分（满分 {trimmed(point.points)} 分）"
    return PointScore(point, earned, f"{circled(point.order)}{short(point.text)}：{point.verdict}{fact}，{outcome}")
