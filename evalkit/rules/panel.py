"""专家评分：几位专家各自打分，取平均。适用于请专家组评定的定性指标。

参数
- 方法：`平均`（默认）；`去极值平均`，去掉一个最高分和一个最低分，至少 5 位专家；`加权平均`，按“权重”一列加权。
- 满分：专家按多少分打的，不写则与指标分值相同；写了就按比例折算成指标的分值。

各位专家的分写在“专家评分”表，一人一行；`evalkit panel` 可以从各人交回的评分表汇成。分数相差超过满分三成的，会提示复议。

例：分值 10，五位专家打 9、8、8.5、7、9.5，去极值平均：`（9 + 8 + 8.5）÷ 3 = 8.5`。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Formula, Indicator, Point, PointRef, PointScore, Reading, Score, Step
from evalkit.numbers import divide, trimmed
from evalkit.rules._result import awaited, call, counted, number, result, rounded, rounding
from evalkit.rules._scale import scale_faults
from evalkit.words import Field

ID = "panel"
TITLE = "专家评分"
SYNONYMS = ("专家打分", "专家组评分", "专家平均")
FIELDS = (
    Field("方法", "choice", "几位专家的分怎样合成", choices=("平均", "去极值平均", "加权平均"), default="平均"),
    Field("满分", "number", "专家按多少分打的，不写则与指标分值相同"),
)
DEFAULT = "方法"
READS = ""

#: Fewer experts than this and nobody's score may be left out.
FEWEST = 5
_APART = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Params:
    """How the scores are put together, on a scale whose best is ``full``."""

    method: str
    full: Decimal


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Faults of the panel: too few for a trimmed mean, a score beyond the scale, weights that are no positive numbers."""
    found: list[Finding] = []
    method = str(values.get("方法") or "平均")
    full = weight if values.get("满分") is None else values["满分"]
    found.extend(scale_faults(full, places, at))
    if points and method == "去极值平均" and len(points) < FEWEST:
        cure = f"专家不足 {FEWEST} 位的用“平均”；还有没交回的，补上再评"
        found.append(fault(points[0].at, f"去极值平均至少要 {FEWEST} 位专家，现有 {len(points)} 位", cure))
    for point in points:
        if point.earned is not None and not 0 <= point.earned <= full:
            what = f"{point.code} 一位专家打了 {trimmed(point.earned)} 分，满分是 {trimmed(full)} 分"
            found.append(fault(point.at, what, "核对打分；专家按别的满分打的，写参数“满分”"))
        if method == "加权平均" and point.points <= 0:
            written = "没有写权重" if not point.points else f"的权重是 {trimmed(point.points)}，应大于 0"
            cure = "加权平均的，每位专家都写权重；不加权的，方法改成“平均”"
            found.append(fault(point.at, f"{point.code} 第 {point.order} 位专家{written}", cure))
        if method != "加权平均" and point.points not in (0, 1):
            found.append(
                doubt(point.at, f"{point.code} 写了专家的权重，方法是“{method}”，不会用到", "方法改成“加权平均”")
            )
    return Params(method, full), tuple(found)


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The mean of what the experts gave; none while one of them has given nothing."""
    rule = _rule(indicator)
    if rule is None:
        return None, ()
    if not indicator.points:
        cure = "在“专家评分”表写上各位专家的分，或用 evalkit panel 汇总"
        return None, (awaited(indicator, "还没有专家评分", cure),)
    blank = [point for point in indicator.points if point.earned is None]
    if blank:
        what = f"{len(indicator.points)} 位专家中有 {len(blank)} 位没有打分"
        return None, (awaited(indicator, what, "补上分数，或删去没有参加的专家", blank[0].at),)
    given = [point.earned or Decimal(0) for point in indicator.points]
    found: tuple[Finding, ...] = ()
    apart = max(given) - min(given)
    if apart > rule.full * _APART:
        what = f"{indicator.code} {indicator.name}：专家的分从 {trimmed(min(given))} 到 {trimmed(max(given))}，分歧较大"
        cure = "请专家组复议；维持的，在“核查事实”写明分歧和理由"
        if not indicator.finding.strip():
            found = (Finding("input", "warning", what, indicator.at, cure, indicator.code),)
    points, sums = _mean(rule, indicator, given)
    head = f"{len(given)} 位专家评分，最高 {trimmed(max(given))} 分、最低 {trimmed(min(given))} 分，{rule.method}"
    text = f"{head}：{sums} = {rounding(points, indicator)}"
    told = f"{len(given)}位专家评分{rule.method}得{trimmed(counted(points, indicator))}分"
    steps = (Step(text, (), tuple(point.at for point in indicator.points)),)
    details = tuple(
        PointScore(point, point.earned or Decimal(0), f"专家{place}：{trimmed(point.earned or Decimal(0))} 分")
        for place, point in enumerate(indicator.points, 1)
    )
    tree = formula(indicator, value)
    made = result(indicator, points, value, steps, told, standard(indicator), tree, details, met=told)
    return made, found


def _mean(rule: Params, indicator: Indicator, given: list[Decimal]) -> tuple[Decimal, str]:
    """The exact points on the indicator's weight, and the sum in words."""
    scaled = rule.full != indicator.weight
    tail = f" × {trimmed(indicator.weight)} ÷ {trimmed(rule.full)}" if scaled else ""
    if rule.method == "加权平均":
        shares = [point.points for point in indicator.points]
        total = sum((one * share for one, share in zip(given, shares, strict=True)), Decimal(0))
        whole = sum(shares, Decimal(0))
        sums = " + ".join(f"{trimmed(one)} × {trimmed(share)}" for one, share in zip(given, shares, strict=True))
    else:
        kept = list(given)
        if rule.method == "去极值平均":
            kept.remove(max(kept))
            kept.remove(min(kept))
        total, whole = sum(kept, Decimal(0)), Decimal(len(kept))
        sums = " + ".join(trimmed(one) for one in kept)
    points = divide(total * indicator.weight, whole * rule.full)
    return points, f"（{sums}）÷ {trimmed(whole)}{tail}"


def standard(indicator: Indicator) -> str:
    """How the experts' scores are put together."""
    rule = _rule(indicator)
    if rule is None:
        return ""
    how = {
        "平均": "取各位专家评分的平均分",
        "去极值平均": "去掉一个最高分和一个最低分，取其余专家评分的平均分",
        "加权平均": "取各位专家评分的加权平均分",
    }[rule.method]
    scale = f"，专家按{trimmed(rule.full)}分制评分，折算成分值" if rule.full != indicator.weight else ""
    return f"由专家组评分，{how}{scale}。"


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_panel

    return _read_panel.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """The mean of the experts' cells; the trimmed one takes off the highest and the lowest."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None
    cells = [PointRef(indicator.code, point.order) for point in indicator.points]
    total: Formula = call("SUM", *cells)
    whole = Decimal(len(cells))
    if rule.method == "加权平均":
        weighted = zip(cells, indicator.points, strict=True)
        total = call("+", *(call("*", cell, number(point.points)) for cell, point in weighted))
        whole = sum((point.points for point in indicator.points), Decimal(0))
    elif rule.method == "去极值平均":
        total = call("-", call("-", total, call("MAX", *cells)), call("MIN", *cells))
        whole -= 2
    share = call("/", call("*", total, number(indicator.weight)), number(whole * rule.full))
    return rounded(share, indicator)


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None
