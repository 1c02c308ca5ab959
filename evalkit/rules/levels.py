"""分级给分：取值是等级的名称，是哪一级就得哪一级的分，级与级之间不插值。适用于定性的效益指标。

参数
- 档次（可以不写“档次：”）：各级的名称和分值，如 `有效维护→10；一般维护→5；没有→0`。
- 满分：各级按多少分的标准写成，不写则与指标分值相同；写了就按比例折算成指标的分值。

“取值”一栏写等级的名称，也可以写一个文字事实的名称。不在各级之内的，规则给不出得分，需要人工给分并写明理由、
底稿号和复核人。

例：取值“一般维护”，得 5 分；取值“比较维护”，三级里没有，由人工给分。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import FactRef, Formula, Indicator, Literal, Point, Score, Step
from evalkit.numbers import divide, plain, round_half_up, trimmed
from evalkit.rules._result import call, result, unfit
from evalkit.rules._scale import rungs
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


@dataclass(frozen=True, slots=True)
class Params:
    """The levels as written, name and points, on a scale whose best is ``full``."""

    levels: tuple[tuple[str, Decimal], ...]
    full: Decimal


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """The levels; fewer than two, a name twice, points beyond the scale or never reaching it are faults."""
    where = places.get("档次", at)
    full = values.get("满分") or weight
    read, faults = rungs(str(values.get("档次") or ""), where)
    found = list(faults)
    if points:
        found.append(doubt(points[0].at, "分级给分不看要点，这些要点不会计分", "删去要点，或把规则改成要点给分"))
    levels = tuple((name, full if worth is None else worth) for name, worth in read)
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
    return Params(levels, full), tuple(found)


def score(indicator: Indicator, value: Fact | None) -> tuple[Score | None, tuple[Finding, ...]]:
    """The points of the level that is named; none, and a complaint, when it is no level of the rule."""
    rule = _rule(indicator)
    if rule is None or value is None or value.empty:
        return None, ()
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
    points = _scaled(worth, rule, indicator.weight)
    text = f"判定为“{chosen}”，得 {trimmed(points)} 分"
    if rule.full != indicator.weight:
        sums = f"{trimmed(worth)} × {trimmed(indicator.weight)} ÷ {trimmed(rule.full)}"
        text = f"判定为“{chosen}”，按满分 {trimmed(rule.full)} 分的标准得 {trimmed(worth)} 分，折算：{sums} = {trimmed(points)}"
    best = max(rule.levels, key=lambda level: level[1])[0]
    lost = f"判定为“{chosen}”，未达到“{best}”，{earns(points)}"
    steps = (Step(text, (value.id,), value.sources),)
    words, tree = standard(indicator), formula(indicator, value)
    return result(indicator, points, value, steps, lost, words, tree, met=f"判定为“{chosen}”"), ()


def standard(indicator: Indicator) -> str:
    """``有效维护，得10分；一般维护，得5分；没有，不得分。``"""
    rule = _rule(indicator)
    if rule is None:
        return ""
    return "；".join(f"{name}，{earns(_scaled(worth, rule, indicator.weight))}" for name, worth in rule.levels) + "。"


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """IFs on the level's name, letter by letter."""
    rule = _rule(indicator)
    if rule is None or value is None:
        return None
    tree: Formula = Literal(_scaled(rule.levels[-1][1], rule, indicator.weight))
    for name, worth in rule.levels[-2::-1]:
        named = call("EXACT", FactRef(value.id), Literal(name))
        tree = call("IF", named, Literal(_scaled(worth, rule, indicator.weight)), tree)
    return tree


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _scaled(worth: Decimal, rule: Params, weight: Decimal) -> Decimal:
    return round_half_up(divide(worth * weight, rule.full), 2)
