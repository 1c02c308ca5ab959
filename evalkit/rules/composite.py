"""分项计分：一个指标由几个分项合成，每个分项有自己的规则、参数和取值。适用于定量与定性合成、几个年度或几个点位合成。

参数
- 分配：`按分值`（默认）各分项按自己的分值计分，再相加，分项的分值之和等于指标分值；`按比例` 各分项都按指标的整个分值计分，
  再以“分值”一列的份额（资金、数量等）加权平均。

分项写在“要点”表：“要点”写分项的名称（如 2021年、甲乡镇），“规则”“参数”“取值”与“指标”表同样写法。

例：分值 10，定量分项 6 分按比例给分得 5.4，定性分项 4 分得 3：`5.4 + 3 = 8.4`。分值 10，两个年度得 10 和 8，资金 300 和 100：
`（10 × 300 + 8 × 100）÷ 400 = 9.5`。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evalkit import plugs
from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Formula, Indicator, Point, PointScore, Reading, Score, Step
from evalkit.numbers import circled, divide, trimmed
from evalkit.rules._result import call, number, result, rounded, rounding
from evalkit.rules._spell import short
from evalkit.words import Field

ID = "composite"
TITLE = "分项计分"
SYNONYMS = ("分项", "合成", "综合计分", "加权合成")
FIELDS = (Field("分配", "choice", "各分项怎样合成", choices=("按分值", "按比例"), default="按分值"),)
DEFAULT = "分配"
READS = ""

#: Rules that rest on points of their own cannot be a part; those that give no score cannot either.
_NO_PARTS = ("composite", "checklist", "deductions", "panel", "manual")


@dataclass(frozen=True, slots=True)
class Params:
    """``shared`` where the parts are averaged by their shares instead of added up."""

    shared: bool


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Faults of the parts: none at all, one without a rule, a rule that cannot be a part, a sum beside the weight."""
    found: list[Finding] = []
    shared = values.get("分配") == "按比例"
    if not points:
        found.append(fault(at, "分项计分的指标没有分项", "在“要点”表写上这个编码的各个分项，每个写规则、参数和取值"))
    total = sum((point.points for point in points), Decimal(0))
    for point in points:
        name = f"{point.code} 分项{circled(point.order)}"
        if point.points <= 0:
            what = f"的分值是 {trimmed(point.points)}，应大于 0" if point.points else "没有写分值"
            found.append(fault(point.at, f"{name}{what}", "写这个分项的分值或份额"))
        if point.rule is None:
            found.append(fault(point.at, f"{name}没有写规则", "在“规则”列写按比例给分、分档给分等，并写参数和取值"))
        elif point.rule.kind in _NO_PARTS:
            title = plugs.rules()[point.rule.kind].TITLE
            cure = "分项用按比例给分、分档给分、逐步扣分或分级给分；要点写成指标的要点"
            found.append(fault(point.at, f"{name}不能用“{title}”", cure))
        if point.verdict or point.scale or point.earned is not None or point.limit is not None:
            cure = "删去判定、得分、档次和上限，分项由自己的规则计分"
            found.append(fault(point.at, f"{name}不写判定、得分、档次和上限", cure))
    if points and not shared and total != weight:
        sums = " + ".join(trimmed(point.points) for point in points)
        what = f"{points[0].code} 各分项的分值 {sums} = {trimmed(total)}，指标分值是 {trimmed(weight)}"
        found.append(fault(points[0].at, what, "改正分项的分值；要加权平均的，写参数“分配：按比例”"))
    return Params(shared), tuple(found)


def inputs(indicator: Indicator) -> tuple[tuple[str, str, str], ...]:
    """What the parts read: each its value under its order, and the conditions of its rule."""
    listed: list[tuple[str, str, str]] = []
    for part, plug in _parts(indicator):
        key = part.code.rpartition(".")[2]
        listed.append((key, part.value, plug.READS))
        own: tuple[tuple[str, str, str], ...] = getattr(plug, "inputs", lambda _: ())(part)
        listed.extend((f"{key}.{name}", text, reads) for name, text, reads in own)
    return tuple(listed)


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The parts' scores added up, or their mean weighted by shares; none while a part has none."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None, ()
    scores: list[Score] = []
    found: list[Finding] = []
    for part, plug in _parts(indicator):
        key = part.code.rpartition(".")[2]
        own = {name.removeprefix(f"{key}."): fact for name, fact in more.items() if name.startswith(f"{key}.")}
        made, faults = plug.score(part, more.get(key), own)
        found.extend(replace(one, subject=indicator.code) for one in faults)
        if made is not None:
            scores.append(made)
    if len(scores) < len(indicator.points):
        return None, tuple(found)
    steps: list[Step] = []
    details = []
    for point, made in zip(indicator.points, scores, strict=True):
        head = f"{circled(point.order)}{short(point.text)}"
        steps.extend(replace(step, text=f"{head}：{step.text}") for step in made.steps)
        note = f"{head}：得 {trimmed(made.points)} 分（满分 {trimmed(made.full)} 分）"
        details.append(PointScore(replace(point, points=made.full), made.points, note))
    points, text = _joined(rule, indicator, scores)
    steps.append(Step(text))
    lost = "；".join(
        made.lost if made.lost.startswith(short(point.text)) else f"{short(point.text)}：{made.lost}"
        for point, made in zip(indicator.points, scores, strict=True)
        if made.lost
    )
    words, tree = standard(indicator), _formula(rule, indicator, scores)
    made = result(indicator, points, value, tuple(steps), lost, words, tree, tuple(details))
    return replace(made, read=tuple(one.value for one in scores if one.value is not None)), tuple(found)


def _joined(rule: Params, indicator: Indicator, scores: list[Score]) -> tuple[Decimal, str]:
    if not rule.shared:
        total = sum((one.points for one in scores), Decimal(0))
        sums = " + ".join(trimmed(one.points) for one in scores)
        return total, f"合计：{sums} = {rounding(total, indicator)}" if len(scores) > 1 else f"得分：{sums}"
    shares = [point.points for point in indicator.points]
    whole = sum(shares, Decimal(0))
    total = sum((one.points * share for one, share in zip(scores, shares, strict=True)), Decimal(0))
    sums = " + ".join(f"{trimmed(one.points)} × {trimmed(share)}" for one, share in zip(scores, shares, strict=True))
    points = divide(total, whole)
    return points, f"加权平均：（{sums}）÷ {trimmed(whole)} = {rounding(points, indicator)}"


def standard(indicator: Indicator) -> str:
    """Every part with its standard, and how they are put together."""
    rule = _rule(indicator)
    if rule is None:
        return ""
    parts = []
    for point, (part, plug) in zip(indicator.points, _parts(indicator), strict=False):
        worth = f"（权重{trimmed(point.points)}）" if rule.shared else f"（{trimmed(point.points)}分）"
        parts.append(f"{circled(point.order)}{short(point.text)}{worth}：{plug.standard(part).rstrip('。')}")
    tail = "各分项按权重加权平均。" if rule.shared else "各分项得分相加。"
    return "。".join(parts) + "。" + tail if parts else ""


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_composite

    return _read_composite.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """None without the parts' values; ``score`` puts the parts' formulas together."""
    return None


def _formula(rule: Params, indicator: Indicator, scores: list[Score]) -> Formula | None:
    trees = [one.formula for one in scores]
    if any(tree is None for tree in trees):
        return None
    known = [tree for tree in trees if tree is not None]
    if not rule.shared:
        return rounded(call("+", *known), indicator)
    shares = [point.points for point in indicator.points]
    total = call("+", *(call("*", tree, number(share)) for tree, share in zip(known, shares, strict=True)))
    return rounded(call("/", total, number(sum(shares, Decimal(0)))), indicator)


def _parts(indicator: Indicator) -> Iterator[tuple[Indicator, plugs.RulePlug]]:
    """Each part as an indicator of its own, with its rule's plug."""
    rule = _rule(indicator)
    for point in indicator.points:
        if rule is None or point.rule is None:
            continue
        weight = indicator.weight if rule.shared else point.points
        part = replace(
            indicator, code=f"{indicator.code}.{point.order}", name=short(point.text), weight=weight, rule=point.rule,
            points=(), value=point.value, standard="", finding=point.fact or indicator.finding, manual=None, at=point.at,
        )  # fmt: skip
        yield part, plugs.rules()[point.rule.kind]


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None
