"""The facts of a score: 得分 分值 扣分 得分率 by code, 体系.*, 总分, 满分, 总得分率, 等级."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Indicator, Scoresheet
from evalkit.numbers import divide, trimmed

_HUNDRED = Decimal(100)


def node_facts(sheet: Scoresheet, unfinished: frozenset[str]) -> Iterable[Fact]:
    below: dict[str, list[str]] = {}
    for node in sheet.indicators:
        below.setdefault(node.parent, []).append(node.code)
    for node in sheet.indicators:
        code, made = node.code, sheet.scores.get(node.code)
        parts = below.get(code, []) if not node.leaf else []
        inputs = tuple(f"得分.{part}" for part in parts)
        weighed = tuple(f"分值.{part}" for part in parts)
        yield Fact(
            f"分值.{code}", node.weight, Measure.SCORE, None, "分", f"“{node.name}”的分值", weighed, sources=(node.at,)
        )
        if made is None or code in unfinished:
            how = f"“{node.name}”还没有评完"
            for name in ("得分", "扣分"):
                yield Fact(f"{name}.{code}", None, Measure.SCORE, None, "分", how, inputs)
            yield Fact(f"得分率.{code}", None, Measure.RATE, 2, "%", how, inputs)
            continue
        if node.leaf and made.value is not None:
            inputs = (f"取值.{code}",)
        how = made.steps[-1].text if made.steps else ""
        yield Fact(f"得分.{code}", made.points, Measure.SCORE, None, "分", how, inputs, sources=(node.at,))
        pair = (f"分值.{code}", f"得分.{code}")
        minus = f"{trimmed(node.weight)} − {trimmed(made.points)} = {trimmed(made.deducted)}"
        yield Fact(f"扣分.{code}", made.deducted, Measure.SCORE, None, "分", minus, pair)
        yield _rate(f"得分率.{code}", made.points, node.weight, pair)


_OUTCOME = ("产出", "效益", "效果", "满意")


def framework_facts(sheet: Scoresheet, tops: list[Indicator]) -> Iterable[Fact]:
    """What is true of the framework before anything is scored: how much of it is scored by hand, or measures outcomes."""
    by_hand = [node for node in sheet.indicators if node.manual is not None]
    how = f"人工给分的指标：{'、'.join(node.code for node in by_hand)}" if by_hand else "没有人工给分的指标"
    yield Fact("体系.人工指标数", Decimal(len(by_hand)), Measure.COUNT, 0, "个", how)
    weight = sum((node.weight for node in by_hand), Decimal(0))
    inputs = tuple(f"分值.{node.code}" for node in by_hand)
    yield Fact("体系.人工指标分值", weight, Measure.SCORE, None, "分", how, inputs)
    idle = "、".join(f"{one.code} {one.name}（{trimmed(one.weight)}分）" for one in sheet.idle)
    how = f"不适用的指标：{idle}" if idle else "没有不适用的指标"
    yield Fact("体系.不适用指标数", Decimal(len(sheet.idle)), Measure.COUNT, 0, "个", how)
    outcomes = [node for node in tops if any(word in node.name for word in _OUTCOME)]
    if outcomes and len(outcomes) < len(tops) and sheet.full:
        weight = sum((node.weight for node in outcomes), Decimal(0))
        yield _rate("体系.产出效益占比", weight, sheet.full, tuple(f"分值.{node.code}" for node in outcomes))


def total_facts(sheet: Scoresheet, tops: list[Indicator]) -> Iterable[Fact]:
    by_level = [sum(node.level == level for node in sheet.indicators) for level in (1, 2, 3, 4)]
    for word, count in zip(("一级", "二级", "三级", "四级"), by_level, strict=True):
        if count or word != "四级":
            how = f"指标体系中{word}指标的个数"
            yield Fact(f"体系.{word}指标数", Decimal(count), Measure.COUNT, 0, "个", how)
    inputs = tuple(f"得分.{node.code}" for node in tops)
    weights = " + ".join(trimmed(node.weight) for node in tops)
    yield Fact(
        "满分", sheet.full, Measure.SCORE, None, "分", f"{weights} = {trimmed(sheet.full)}",
        tuple(f"分值.{node.code}" for node in tops),
    )  # fmt: skip
    if sheet.undecided or not tops:
        more = "等" if len(sheet.undecided) > 8 else ""
        how = f"还有 {len(sheet.undecided)} 个指标没有评分：{'、'.join(sheet.undecided[:8])}{more}"
        if any(not one.adjustment.target for one in sheet.adjustments):
            yield Fact("调整前总分", None, Measure.SCORE, None, "分", how, inputs)
        for place, one in enumerate(sheet.adjustments, start=1):
            yield Fact(f"加减分.{place}", None, Measure.SCORE, None, "分", how, sources=(one.adjustment.at,))
        yield Fact("总分", None, Measure.SCORE, None, "分", how, inputs)
        yield Fact("总得分率", None, Measure.RATE, 2, "%", how, ("总分", "满分"))
        yield Fact("等级", None, Measure.TEXT, how=how, inputs=("总分",))
        yield Fact("体系.扣分指标数", None, Measure.COUNT, 0, "个", how)
        yield Fact("体系.扣分指标分值", None, Measure.SCORE, None, "分", how)
        yield Fact("体系.总扣分", None, Measure.SCORE, None, "分", how)
        return
    sums = " + ".join(trimmed(sheet.scores[node.code].points) for node in tops)
    ruled = sum((sheet.scores[node.code].points for node in tops), Decimal(0))
    how = f"{sums} = {trimmed(ruled)}"
    for place, one in enumerate(sheet.adjustments, start=1):
        where = (one.adjustment.at,)
        yield Fact(f"加减分.{place}", one.change, Measure.SCORE, None, "分", one.step.text, sources=where)
    if any(not one.adjustment.target for one in sheet.adjustments):
        yield Fact("调整前总分", ruled, Measure.SCORE, None, "分", how, inputs)
        told = "；".join(one.step.text for one in sheet.adjustments if not one.adjustment.target)
        how, inputs = f"{trimmed(ruled)} 分；{told}；合 {trimmed(sheet.total)} 分", ("调整前总分",)
    yield Fact("总分", sheet.total, Measure.SCORE, None, "分", how, inputs)
    yield _rate("总得分率", sheet.total, sheet.full, ("总分", "满分"))
    scheme = f"{sheet.scheme.name}：{sheet.scheme.words()}" if sheet.scheme.name else sheet.scheme.words()
    lowered = "；".join(
        one.step.text for one in sheet.adjustments if one.holds and one.adjustment.effect == "等级降一档"
    )
    how = f"总分 {trimmed(sheet.total)} 分，{scheme}" + (f"；{lowered}" if lowered else "")
    yield Fact("等级", sheet.grade, Measure.TEXT, how=how, inputs=("总分",))
    lossy = [node.code for node in sheet.indicators if node.leaf and sheet.scores[node.code].deducted]
    how = f"有扣分的末级指标：{'、'.join(lossy)}" if lossy else "没有扣分的指标"
    yield Fact("体系.扣分指标数", Decimal(len(lossy)), Measure.COUNT, 0, "个", how)
    touched = sum((sheet.scores[code].full for code in lossy), Decimal(0))
    yield Fact("体系.扣分指标分值", touched, Measure.SCORE, None, "分", how, tuple(f"分值.{code}" for code in lossy))
    lost = sheet.full - ruled
    how = f"{trimmed(sheet.full)} − {trimmed(ruled)} = {trimmed(lost)}"
    before = "总分" if ruled == sheet.total else "调整前总分"
    yield Fact("体系.总扣分", lost, Measure.SCORE, None, "分", how, ("满分", before))


def _rate(id: str, top: Decimal, bottom: Decimal, inputs: tuple[str, ...]) -> Fact:
    if not bottom:
        return Fact(id, None, Measure.RATE, 2, "%", "分值是 0，没有得分率", inputs)
    fact = Fact(id, divide(top * _HUNDRED, bottom), Measure.RATE, 2, "%", inputs=inputs)
    return replace(fact, how=f"{trimmed(top)} ÷ {trimmed(bottom)} × 100% = {fact.display}")
