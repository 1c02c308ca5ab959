"""分档给分：取值落在哪一档，就得哪一档的分。适用于资金到位率、预算执行率、满意度等。

参数
- 档次（可以不写“档次：”）：各档的条件和分值，如 `≥100→6；≥90→4；≥85→3；≥80→2；≥75→1；其余→0`。
  条件还可以写成 `>90`、`<60`、`=100`、`[90,100)`、`90（含）-100`、`90以上`、`低于60`。
  “以上”含本数，“以下”不含本数；`90-100` 两端都没有注明的，含 90 不含 100。
- 满分：档次按多少分的标准写成，不写则与指标分值相同；写了就按比例折算成指标的分值。
- 单位：条件用的单位，不写则为 %。
- 满分条件、零分条件：不看取值就能定的情形，如 `项目已完成 且 资金.支出数 <= 资金.预算数`；写事实的名称（填“是”或“否”）
  或者比较，用“且”或“或”连接。零分条件先看；条件成立的，取值还空着也能评分。名称里有“且”“或”的用「」括起来。

规则按报告上印出的数入档：89.995% 印作 90.00%，就按 90.00% 入档。各档之间有空档、有重叠，或者分值忽高忽低，
都会指出来。最高一档写到 100%（含）的，超过 100% 的也归入这一档。

例：执行率 98.62%，档次 `≥100→6；≥90→4；其余→0`，分值 6，得 4 分；加上 `满分条件：项目已完成`，已完成的得 6 分。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Literal, Point, Reading, Score
from evalkit.numbers import divide, plain, trimmed
from evalkit.rules._gates import FIELDS as GATES
from evalkit.rules._gates import Gates, Judged, by_figure, gated, inputs_of, read_gates
from evalkit.rules._gates import words as gate_words
from evalkit.rules._intervals import Band, arrange, read
from evalkit.rules._result import call, number, scaled, unfit
from evalkit.rules._scale import fractions, rungs, scale_faults
from evalkit.rules._spell import earns, label
from evalkit.words import Field

ID = "bands"
TITLE = "分档给分"
SYNONYMS = ("分档", "区间给分", "区间")
FIELDS = (
    Field("档次", "text", "各档的条件和分值，如“≥100→6；≥90→4；其余→0”", True, ("分档", "区间")),
    Field("满分", "number", "档次按多少分写成，不写则与指标分值相同"),
    Field("单位", "text", "条件的单位，不写则为 %", default="%"),
    *GATES,
)
DEFAULT = "档次"
READS = "figure"


@dataclass(frozen=True, slots=True)
class Params:
    """The bands from the lowest up, on a scale whose best is ``full``; ``unit`` is that of the figure they read."""

    bands: tuple[Band, ...]
    full: Decimal
    unit: str
    gates: Gates = Gates()


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """The bands, laid side by side; gaps, overlaps and points that do not rise or fall steadily are faults."""
    where = places.get("档次", at)
    full = weight if values.get("满分") is None else values["满分"]
    steps, faults = rungs(str(values.get("档次") or ""), where)
    found = [*faults, *scale_faults(full, places, at)]
    if points:
        found.append(doubt(points[0].at, "分档给分不看要点，这些要点不会计分", "删去要点，或把规则改成要点给分"))
    if not steps and not found:
        found.append(fault(where, "没有写档次", "写上各档的条件和分值，如“≥100→6；≥90→4；其余→0”"))
    bands: list[Band] = []
    units: dict[str, str] = {}
    for head, worth in steps:
        band = read(head, full if worth is None else worth)
        if band is None:
            found.append(fault(where, f"看不懂这一档的条件：“{head}”", "条件写成“≥90”“<60”“[90,100)”或“90（含）-100”"))
            continue
        bands.append(band[0])
        units.setdefault(band[1], head)
    unit = plain(str(values.get("单位") or "%"))
    written = [one for one in units if one]
    if len(written) == 1 and ("单位" not in places or written[0] == unit):
        unit = written[0]
    elif written:
        clash = "、".join(f"“{units[one]}”" for one in written)
        found.append(fault(where, f"各档的单位不一致：{clash}", "各档用同一个单位，并与参数“单位”相同"))
    if unit == "%" and not written:
        bounds = (end for band in bands for end in (band.low, band.high) if end is not None)
        found.extend(fractions(((end, "") for end in bounds), where))
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    if sum(band.kind == "rest" for band in bands) > 1:
        found.append(fault(where, "“其余”写了不止一次", "只留一个“其余→…”"))
    laid, wrong = arrange(bands, unit)
    cure = "改正各档的两端；最后一档可写“其余→0”"
    found.extend(fault(where, f"档次不完整：{complaint}", cure) for complaint in wrong)
    gates, faults = read_gates(values, places, at)
    found.extend(faults)
    found.extend(_worths(laid, full, weight, values.get("满分") is not None, bool(gates.full), where))
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    return Params(laid, full, unit, gates), tuple(found)


def _worths(
    laid: tuple[Band, ...], full: Decimal, weight: Decimal, scaled: bool, gated: bool, where: Where
) -> list[Finding]:
    """Faults of the points: beyond the scale, never reaching it unless a condition does, going up and down."""
    worths = [band.points for band in laid]
    if not worths:
        return [fault(where, "档次里没有写条件", "至少写两档，如“≥90→4；其余→0”")]
    found = []
    if min(worths) < 0:
        found.append(fault(where, f"有一档得 {trimmed(min(worths))} 分，得分不能是负数", "改成 0 或正数"))
    if max(worths) > full or (max(worths) < full and not gated):
        best = f"最高一档得 {trimmed(max(worths))} 分"
        if scaled:
            found.append(fault(where, f"{best}，参数“满分”写的是 {trimmed(full)} 分", "把两处改成一致"))
        else:
            cure = f"改正档次或分值；档次若是按 {trimmed(max(worths))} 分写的，加上“满分：{trimmed(max(worths))}”由程序折算"
            found.append(fault(where, f"{best}，指标分值是 {trimmed(weight)} 分", cure))
    if worths != sorted(worths) and worths != sorted(worths, reverse=True):
        order = "、".join(trimmed(worth) for worth in worths)
        found.append(fault(where, f"从低到高各档的分值忽高忽低：{order}", "各档分值应当依次升高或依次降低"))
    return found


def inputs(indicator: Indicator) -> tuple[tuple[str, str, str], ...]:
    """The conditions to be found out before scoring."""
    rule = _rule(indicator)
    return inputs_of(rule.gates) if rule else ()


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The points of the band that the printed figure falls into, unless a condition decides before."""
    words, tree = standard(indicator), formula(indicator, value)
    return by_figure(indicator, _rule(indicator), value, more, words, tree, _judged)


def standard(indicator: Indicator) -> str:
    """The bands in words from the best down, their points on the indicator's own weight."""
    rule = _rule(indicator)
    if rule is None:
        return ""
    parts = [f"{band.words(rule.unit)}，{earns(_scaled(band, rule, indicator))}" for band in _best_first(rule.bands)]
    return gate_words(rule.gates) + label(indicator, rule.unit) + "；".join(parts) + "。"


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_bands

    return _read_bands.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """IFs from the highest band down; the bands leave no gap, so lower bounds are enough."""
    rule = _rule(indicator)
    if rule is None or value is None:
        return None
    tree: Formula = Literal(_scaled(rule.bands[0], rule, indicator))
    for band in rule.bands[1:]:
        assert band.low is not None
        beyond: Call = call(">=" if band.low_in else ">", FactRef(value.id), number(band.low))
        tree = call("IF", beyond, Literal(_scaled(band, rule, indicator)), tree)
    return gated(indicator, rule.gates, tree)


def _judged(rule: Params, indicator: Indicator, value: Fact) -> Judged | Finding:
    band = next((band for band in rule.bands if band.holds(value.printed)), None)
    if band is None:
        cure = "检查取值，或在档次里补上这一段"
        return unfit(indicator, f"取值 {value.display} 不在任何一档之内", cure)
    name = label(indicator, rule.unit)
    points = _scaled(band, rule, indicator)
    reached = band.words(rule.unit)
    text = f"{name} {value.display}，属于“{reached}”一档，"
    if rule.full == indicator.weight:
        text += f"得 {trimmed(points)} 分"
    else:
        exact = divide(band.points * indicator.weight, rule.full)
        sign = "=" if exact == points else "≈"
        sums = f"{trimmed(band.points)} × {trimmed(indicator.weight)} ÷ {trimmed(rule.full)} {sign} {trimmed(points)}"
        text += f"按满分 {trimmed(rule.full)} 分的标准得 {trimmed(band.points)} 分，折算：{sums}"
    head = f"{name}为{value.display}，"
    lost = f"{head}属于“{reached}”一档，{earns(points)}"
    return Judged(points, text, lost, f"{head}符合“{reached}”的满分标准")


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _scaled(band: Band, rule: Params, indicator: Indicator) -> Decimal:
    return scaled(band.points, rule.full, indicator)


def _best_first(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return bands if bands[0].points > bands[-1].points else bands[::-1]
