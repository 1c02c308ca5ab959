"""分级给分：取值是等级的名称，是哪一级就得哪一级的分，级与级之间不插值。适用于定性的效益指标。

参数
- 档次（可以不写“档次：”）：各级的名称和分值，如 `有效维护→10；一般维护→5；没有→0`。一级是一段范围的，写占分值的百分比，如
  `达成→80%~100%；部分达成→60%~80%；未达成→0%~60%`，含下端不含上端，最高一级两端都含。
- 满分：各级按多少分的标准写成，不写则与指标分值相同；写了就按比例折算成指标的分值。

“取值”一栏写等级的名称，也可以写一个文字事实的名称；一级是范围的，后面写档内的百分比，如 `部分达成，70%`，并在“核查事实”写明
取这个百分比的理由。不在各级之内的，规则给不出得分，需要人工给分并写明理由、
底稿号和复核人。

例：取值“一般维护”，得 5 分；取值“比较维护”，三级里没有，由人工给分。分值 10，取值“部分达成，70%”：`10 × 70% = 7`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import FactRef, Formula, Indicator, Literal, Point, Reading, Score, Step
from evalkit.numbers import divide, plain, trimmed
from evalkit.rules._result import awaited, call, number, result, rounded, rounding, scaled, unfit
from evalkit.rules._scale import ranged, rungs, scale_faults
from evalkit.rules._spell import earns
from evalkit.words import Field

ID = "levels"
TITLE = "分级给分"
SYNONYMS = ("分级", "等级给分", "定性分级")
FIELDS = (
    Field("档次", "text", "各级的名称和分值，如“有效维护→10；一般维护→5；没有→0”", True, ("等级", "分级")),
    Field("满分", "number", "各级按多少分写成，不写则与指标分值相同"),
)
DEFAULT = "档次"
READS = "word"

#: What stands behind the name of a level that is worth a range, after NFKC: ``,70%``, ``(70%)``.
_PART = re.compile(r"\s*[,、(:]?\s*(\d+(?:\.\d+)?)\s*%\s*\)?")


@dataclass(frozen=True, slots=True)
class Params:
    """The levels as written, name and points, on a scale whose best is ``full``.

    ``ranges`` has, of the levels that are worth a range, the two ends in per cent of the weight by name.
    """

    levels: tuple[tuple[str, Decimal], ...]
    full: Decimal
    ranges: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """The levels; fewer than two, a name twice, points beyond the scale or never reaching it are faults."""
    where = places.get("档次", at)
    full = weight if values.get("满分") is None else values["满分"]
    ranges, fixed = ranged(str(values.get("档次") or ""))
    read, faults = rungs(fixed, where)
    found = [*faults, *_ranges_wrong(ranges, where), *scale_faults(full, places, at)]
    if points:
        found.append(doubt(points[0].at, "分级给分不看要点，这些要点不会计分", "删去要点，或把规则改成要点给分"))
    levels = tuple((name, full if worth is None else worth) for name, worth in read)
    best = {name: divide(high * full, Decimal(100)) for name, (_, high) in ranges.items()}
    levels = (*((name, worth) for name, worth in best.items()), *levels)
    names = [plain(name) for name, _ in levels]
    if len(levels) < 2 and not faults:
        found.append(fault(where, "至少要写两级", "如“有效维护→10；一般维护→5；没有→0”"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.append(fault(where, f"“{name}”写了不止一次", "每一级只写一次"))
    worths = [worth for _, worth in levels]
    if worths and min(worths) < 0:
        found.append(fault(where, f"有一级得 {trimmed(min(worths))} 分，得分不能是负数", "改成 0 或正数"))
    if worths and max(worths) != full:
        top = trimmed(max(worths))
        cure = f"改正档次或分值；各级若是按 {top} 分写的，加上“满分：{top}”由程序折算"
        found.append(fault(where, f"最高一级得 {top} 分，满分是 {trimmed(full)} 分", cure))
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    return Params(levels, full, ranges), tuple(found)


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The points of the level that is named; none, and a complaint, when it is no level of the rule."""
    rule = _rule(indicator)
    if rule is None or value is None or value.empty:
        return None, ()
    if rule.ranges:
        within = _within(indicator, rule, value)
        if not isinstance(within, str):
            return within
    chosen, worth = next(
        ((name, points) for name, points in rule.levels if plain(name) == plain(value.text)), ("", None)
    )
    names = "、".join(f"“{name}”" for name, _ in rule.levels)
    if worth is None:
        cure = f"取值写成 {names} 之一；确需在各级之外给分的，填写人工得分、人工理由、底稿号和复核人"
        return None, (unfit(indicator, f"取值“{value.text}”不在 {names} 之内，规则给不出得分", cure),)
    if value.text != chosen:
        # A spreadsheet compares letter by letter: what it reads is the level's own name.
        how = value.how if value.id == f"取值.{indicator.code}" else f"取自“{value.id}”"
        inputs = value.inputs if value.id == f"取值.{indicator.code}" else (value.id,)
        value = replace(value, id=f"取值.{indicator.code}", value=chosen, how=how, inputs=inputs)
    points = _scaled(worth, rule, indicator)
    text = f"判定为“{chosen}”，得 {trimmed(points)} 分"
    if rule.full != indicator.weight:
        sums = f"{trimmed(worth)} × {trimmed(indicator.weight)} ÷ {trimmed(rule.full)}"
        sign = "=" if divide(worth * indicator.weight, rule.full) == points else "≈"
        text = f"判定为“{chosen}”，按满分 {trimmed(rule.full)} 分的标准得 {trimmed(worth)} 分，折算：{sums} {sign} {trimmed(points)}"
    best = max(rule.levels, key=lambda level: level[1])[0]
    lost = f"判定为“{chosen}”，未达到“{best}”，{earns(points)}"
    steps = (Step(text, (value.id,), value.sources),)
    words, tree = standard(indicator), formula(indicator, value)
    return result(indicator, points, value, steps, lost, words, tree, met=f"判定为“{chosen}”"), ()


def _within(indicator: Indicator, rule: Params, value: Fact) -> tuple[Score | None, tuple[Finding, ...]] | str:
    """The score of a level that is worth a range, by the per cent written behind its name; ``""`` for other levels."""
    written = plain(value.text)
    # The longest name first: 部分达成 before a level that might be called 部分.
    named = sorted((one for one in rule.ranges if written.startswith(plain(one))), key=len, reverse=True)
    tails = ((one, written[len(plain(one)) :]) for one in named)
    name, tail = next(((one, rest) for one, rest in tails if not rest or _PART.fullmatch(rest)), ("", ""))
    if not name:
        return ""
    low, high = rule.ranges[name]
    ends = f"{trimmed(low)}%～{trimmed(high)}%"
    said = _PART.fullmatch(tail)
    if said is None:
        cure = f"在名称后写百分比，如“{name}，{trimmed(low)}%”，并在“核查事实”写明理由"
        return None, (awaited(indicator, f"“{name}”一级得分值的 {ends}，还没有写取百分之几", cure),)
    part = Decimal(said[1])
    top = high == max(one for _, one in rule.ranges.values())
    if not (low <= part < high or (top and part == high)):
        cure = f"百分比改在 {ends} 之内{'' if top else '（不含上端）'}，或改选别的等级"
        return None, (unfit(indicator, f"“{name}”一级得分值的 {ends}，取值写的是 {trimmed(part)}%", cure),)
    if not indicator.finding.strip():
        cure = "在“核查事实”写明为什么取这个百分比"
        return None, (awaited(indicator, f"取“{name}”的 {trimmed(part)}%，没有写理由", cure),)
    own = value.id == f"取值.{indicator.code}"
    how = f"判定为“{name}”，档内取 {trimmed(part)}%"
    figure = replace(
        value, id=f"取值.{indicator.code}", value=part, measure=Measure.RATE, unit="%", places=None, how=how,
        inputs=value.inputs if own else (value.id,), expression="",
    )  # fmt: skip
    weight = indicator.weight
    points = divide(weight * part, Decimal(100))
    text = f"{how}：{trimmed(weight)} × {trimmed(part)}% = {rounding(points, indicator)}"
    steps = (Step(text, (figure.id,), value.sources),)
    tree = formula(indicator, figure)
    lost = f"判定为“{name}”，得分值的{trimmed(part)}%"
    return result(indicator, points, figure, steps, lost, standard(indicator), tree, met=how.replace(" ", "")), ()


def _ranges_wrong(ranges: Mapping[str, tuple[Decimal, Decimal]], where: Where) -> Iterator[Finding]:
    """Faults of ranges that run backwards, overlap or leave a gap."""
    edge: Decimal | None = None
    for name, (low, high) in sorted(ranges.items(), key=lambda one: one[1]):
        if not 0 <= low < high <= 100:
            what = f"“{name}”的范围 {trimmed(low)}%～{trimmed(high)}% 写得不对"
            yield fault(where, what, "小的写在前面，在 0% 和 100% 之间，如“部分达成→60%~80%”")
        elif edge is not None and low != edge:
            word = "空档" if low > edge else "重叠"
            yield fault(
                where, f"“{name}”与下一级之间有{word}：{trimmed(edge)}% 和 {trimmed(low)}%", "使相邻两级首尾相接"
            )
        edge = high


def standard(indicator: Indicator) -> str:
    """``有效维护，得10分；一般维护，得5分；没有，不得分。`` or ``达成，得分值的80%～100%；…。``"""
    rule = _rule(indicator)
    if rule is None:
        return ""
    parts = []
    for name, worth in rule.levels:
        if name in rule.ranges:
            low, high = rule.ranges[name]
            parts.append(f"{name}，得分值的{trimmed(low)}%～{trimmed(high)}%")
        else:
            parts.append(f"{name}，{earns(_scaled(worth, rule, indicator))}")
    tail = "档内按达成的程度取值，并说明理由。" if rule.ranges else ""
    return "；".join(parts) + "。" + tail


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_levels

    return _read_levels.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """IFs on the level's name, letter by letter."""
    rule = _rule(indicator)
    if rule is None or value is None:
        return None
    if isinstance(value.value, Decimal):
        share = call("/", call("*", number(indicator.weight), FactRef(value.id)), number(100))
        return rounded(share, indicator)
    tree: Formula = Literal(_scaled(rule.levels[-1][1], rule, indicator))
    for name, worth in rule.levels[-2::-1]:
        named = call("EXACT", FactRef(value.id), Literal(name))
        tree = call("IF", named, Literal(_scaled(worth, rule, indicator)), tree)
    return tree


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _scaled(worth: Decimal, rule: Params, indicator: Indicator) -> Decimal:
    return scaled(worth, rule.full, indicator)
