"""逐步扣分：取值每低于（或超出）目标一步，扣一定的分，扣完为止。适用于完成率、准确率、及时率、成本控制等。

参数
- 目标：达到多少得满分，不写则为 100%。适度指标写区间 `90%~110%`，在区间内得满分，低于下端或高于上端都扣分。
- 方向：`不足`（低于目标扣分，默认）或 `超出`（高于目标扣分，如成本）；目标写区间的不用方向。
- 每：多大算一步，如 `1%`、`2天`，不写则为 1 个百分点。
- 扣（可以不写“扣：”）：每步扣多少，`5%` 是分值的 5%，`0.1分` 是 0.1 分。
- 舍入：不足一步的怎样算。`去尾` 不计（默认），`照算` 按比例计，`进位` 按一步计。
- 单位：取值的单位，不写则为 %。
- 底线：到不了底线的不得分，如 `60%`；方向为超出的，超过底线的不得分。
- 满分条件、零分条件：不看取值就能定的情形，如 `造成不良影响`；写法见“分档给分”。

规则按报告上印出的数计算：596÷628 印作 94.90%，低 5.10 个百分点。

例：分值 3，每 1% 扣 5%：去尾计 5 步，`3 − 5 × 5% × 3 = 2.25`；照算计 5.1 步，得 2.24 分；进位计 6 步，得 2.1 分。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import FactRef, Formula, Indicator, Point, Reading, Score
from evalkit.numbers import divide, plain, trimmed, whole
from evalkit.rules._gates import FIELDS as GATES
from evalkit.rules._gates import Gates, Judged, by_figure, gated, inputs_of, read_gates
from evalkit.rules._gates import words as gate_words
from evalkit.rules._result import call, counted, digits, number, rounded, rounding, short
from evalkit.rules._scale import figure, fractions
from evalkit.rules._spell import distance, label, ratio_label, step_size, with_unit
from evalkit.words import Field

ID = "steps"
TITLE = "逐步扣分"
SYNONYMS = ("逐步扣", "按比例扣分", "递减扣分")
FIELDS = (
    Field("目标", "text", "达到多少得满分，不写则为 100%；适度指标写区间", default="100%", synonyms=("目标值",)),
    Field("方向", "choice", "低于目标扣分写不足，高于目标扣分写超出", choices=("不足", "超出"), default="不足"),
    Field("每", "text", "多大算一步，不写则为 1 个百分点", default="1", synonyms=("步长",)),
    Field("扣", "text", "每步扣多少：5% 是分值的 5%，0.1分 是 0.1 分", True, ("每步扣",)),
    Field("舍入", "choice", "不足一步的怎样算", choices=("去尾", "照算", "进位"), default="去尾"),
    Field("单位", "text", "取值的单位，不写则为 %", default="%"),
    Field("底线", "text", "到不了底线的不得分，如 60%"),
    *GATES,
)
DEFAULT = "扣"
READS = "figure"

_WHOLE = {"去尾": "floor", "照算": "exact", "进位": "ceil"}
_PART = {"floor": "的不计", "exact": "的按比例计", "ceil": "的按一步计"}


@dataclass(frozen=True, slots=True)
class Params:
    """``cut`` is points a step, or where ``relative`` a share of the weight (0.05). ``part`` is floor, exact or ceil.

    ``top`` is the upper end of a target that is an interval; ``limit`` the 底线, beyond which nothing is earned.
    """

    target: Decimal
    over: bool
    size: Decimal
    cut: Decimal
    relative: bool
    part: str
    unit: str
    top: Decimal | None = None
    limit: Decimal | None = None
    gates: Gates = Gates()


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """The steps; a size or cut that is no positive number, units that clash, a cut without % or 分 are faults."""
    found: list[Finding] = []
    if points:
        found.append(doubt(points[0].at, "逐步扣分不看要点，这些要点不会计分", "删去要点，或把规则改成扣分清单"))
    low, _, high = _interval(str(values.get("目标") or "100"))
    target = _read("目标", low, places.get("目标", at), found)
    top = _read("目标", high, places.get("目标", at), found) if high else None
    bottom = _read("底线", values["底线"], places.get("底线", at), found) if values.get("底线") else None
    size = _read("每", values.get("每") or "1", places.get("每", at), found)
    cut = _read("扣", values.get("扣") or "", places.get("扣", at), found)
    if target is None or size is None or cut is None:
        return None, tuple(found)
    units = (target[1], size[1], *(one[1] for one in (top, bottom) if one))
    unit = _unit(values, places, units, at, found)
    for key, one in (("目标", target), ("目标", top), ("底线", bottom)):
        if unit == "%" and one is not None:
            found.extend(fractions((one,), places.get(key, at)))
    over = values.get("方向") == "超出"
    if top is not None and over:
        what = f"目标是区间 {trimmed(target[0])}～{trimmed(top[0])}，又写了方向“超出”"
        cure = "目标写区间的，两边都扣分，删去“方向”；只看一边的，目标只写一个数"
        found.append(fault(places.get("方向", at), what, cure))
    found.extend(_ends(target[0], top, bottom, over, places, at))
    gates, faults = read_gates(values, places, at)
    found.extend(faults)
    if size[0] <= 0:
        found.append(fault(places.get("每", at), f"每 {trimmed(size[0])} 扣分，步长应大于 0", "如“每：1%”"))
    where = places.get("扣", at)
    if cut[1] not in ("%", "分"):
        written = trimmed(cut[0])
        cure = f"写成“扣：{written}%”（分值的 {written}%）或“扣：{written}分”"
        found.append(fault(where, f"“扣：{written}”没有写明是分值的百分比还是分", cure))
    elif cut[0] <= 0:
        found.append(fault(where, f"每步扣 {trimmed(cut[0])}{cut[1]}，应大于 0", "如“扣：5%”"))
    elif cut[0] > (100 if cut[1] == "%" else weight):
        found.append(
            fault(where, f"每步扣 {trimmed(cut[0])}{cut[1]}，超过了分值 {trimmed(weight)} 分", "改小每步的扣分")
        )
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    relative = cut[1] == "%"
    part = _WHOLE.get(str(values.get("舍入") or "去尾"), "floor")
    worth = cut[0] / 100 if relative else cut[0]
    made = Params(
        target[0], over and top is None, size[0], worth, relative, part, unit,
        top[0] if top else None, bottom[0] if bottom else None, gates,
    )  # fmt: skip
    return made, tuple(found)


def _interval(text: str) -> tuple[str, str, str]:
    """``90%~110%`` as its two ends; anything else as one."""
    folded = re.sub("[～—–−至到]|(?<=[%\\d])-", "~", plain(text))
    return folded.partition("~") if folded.count("~") == 1 and not folded.startswith("~") else (text, "", "")


def _ends(
    target: Decimal,
    top: tuple[Decimal, str] | None,
    bottom: tuple[Decimal, str] | None,
    over: bool,
    places: Mapping[str, Where],
    at: Where,
) -> Iterator[Finding]:
    """Faults of an interval whose ends stand the wrong way round, and of a 底线 on the better side of the target."""
    if top is not None and top[0] <= target:
        what = f"目标区间的上端 {trimmed(top[0])} 不高于下端 {trimmed(target)}"
        yield fault(places.get("目标", at), what, "小的写在前面，如“目标：90%~110%”")
    if bottom is None:
        return
    beyond = over and top is None
    if (bottom[0] <= target) if beyond else (bottom[0] >= target):
        what = f"底线 {trimmed(bottom[0])} 应当{'高于' if beyond else '低于'}目标 {trimmed(target)}"
        yield fault(places.get("底线", at), what, "如“目标：90%；底线：60%”")


def inputs(indicator: Indicator) -> tuple[tuple[str, str, str], ...]:
    """The conditions to be found out before scoring."""
    rule = _rule(indicator)
    return inputs_of(rule.gates) if rule else ()


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """Full marks at the target or better, else a cut for every step the printed figure is away from it."""
    words, tree = standard(indicator), formula(indicator, value)
    return by_figure(indicator, _rule(indicator), value, more, words, tree, _judged)


def standard(indicator: Indicator) -> str:
    """The rule in words: ``完成率达到100%的得满分，每低1个百分点扣分值的5%（不足1个百分点的不计），扣完为止。``"""
    rule = _rule(indicator)
    if rule is None:
        return ""
    name = _label(indicator, rule)
    target, size = with_unit(rule.target, rule.unit), step_size(rule.size, rule.unit)
    cut = f"分值的{trimmed((rule.cut * 100).normalize())}%" if rule.relative else f"{trimmed(rule.cut)}分"
    if rule.top is not None:
        head = f"{name}在{_aim(rule)}以内的得满分，每低于下端或高于上端{size}扣{cut}"
    elif rule.over:
        head = f"{name}不超过{target}的得满分，每高{size}扣{cut}"
    else:
        head = f"{name}达到{target}的得满分，每低{size}扣{cut}"
    limit = ""
    if rule.limit is not None:
        limit = f"；{'超过' if rule.over else '低于'}{with_unit(rule.limit, rule.unit)}的不得分"
    return f"{gate_words(rule.gates)}{head}（不足{size}{_PART[rule.part]}），扣完为止{limit}。"


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_steps

    return _read_steps.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """``MAX(0, ROUND(weight − steps × cut, 2))``, steps from the printed figure and never below nought."""
    rule = _rule(indicator)
    if rule is None or value is None:
        return None
    printed, target = FactRef(value.id), number(rule.target)
    away = call("-", printed, target) if rule.over else call("-", target, printed)
    if rule.top is not None:
        away = call("MAX", away, call("-", printed, number(rule.top)))
    count = call("ROUND", call("/", call("MAX", number(0), away), number(rule.size)), number(10))
    if rule.part != "exact":
        count = call("INT", count) if rule.part == "floor" else call("ROUNDUP", count, number(0))
    cut = rule.cut * indicator.weight if rule.relative else rule.cut
    exact = call("-", number(indicator.weight), call("*", count, number(cut)))
    tree: Formula = call("MAX", number(0), rounded(exact, indicator))
    if rule.limit is not None:
        tree = call("IF", call(">" if rule.over else "<", printed, number(rule.limit)), number(0), tree)
    return gated(indicator, rule.gates, tree)


def _judged(rule: Params, indicator: Indicator, value: Fact) -> Judged:
    name, weight = _label(indicator, rule), indicator.weight
    away, over, aim = _distance(rule, value.printed)
    target = with_unit(aim, rule.unit)
    if away <= 0:
        reached = "在目标" if rule.top is not None else "没有超出目标" if rule.over else "达到目标"
        aims = _aim(rule)
        within = " 以内" if rule.top is not None else ""
        text = f"{name} {value.display}，{reached} {aims}{within}，得满分 {trimmed(weight)} 分"
        points, lost = weight, ""
        met = (
            f"{name}为{value.display}，{'在' if rule.top is not None else '未超过' if rule.over else '达到'}目标{aims}"
        )
        met += within.strip()
    elif _beyond(rule, value.printed):
        side = "超过" if rule.over else "低于"
        text = f"{name} {value.display}，{side}底线 {with_unit(rule.limit or Decimal(0), rule.unit)}，不得分"
        points, met = Decimal(0), ""
        lost = f"{name}为{value.display}，{side}底线{with_unit(rule.limit or Decimal(0), rule.unit)}，不得分"
    else:
        count = whole(divide(away, rule.size), rule.part)
        points = weight - _lost(rule, weight, away)
        side = "高" if over else "低"
        text = (
            f"{name} {value.display}，比目标 {target} {side} {distance(away, rule.unit)}，"
            f"{_counted(rule, away)}，计 {_steps(rule, away)} 步：{_sum(rule, weight, away)} = {rounding(points, indicator)}"
        )
        head = f"{name}为{value.display}，比目标{target}{side}{distance(away, rule.unit).replace(' ', '')}"
        met = f"{head}，不足{step_size(rule.size, rule.unit)}{_PART[rule.part]}"
        lost = head + _cost(rule, indicator, away) if count else ""
    return Judged(points, text, lost, met)


def _distance(rule: Params, printed: Decimal) -> tuple[Decimal, bool, Decimal]:
    """How far a figure is on the wrong side of the target, whether above it, and the end it is measured from."""
    if rule.top is not None and printed > rule.top:
        return printed - rule.top, True, rule.top
    if rule.over:
        return printed - rule.target, True, rule.target
    return rule.target - printed, False, rule.target


def _beyond(rule: Params, printed: Decimal) -> bool:
    if rule.limit is None:
        return False
    return printed > rule.limit if rule.over else printed < rule.limit


def _aim(rule: Params) -> str:
    """``100%``, or ``90%～110%``."""
    low = with_unit(rule.target, rule.unit)
    return low if rule.top is None else f"{low}～{with_unit(rule.top, rule.unit)}"


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _label(indicator: Indicator, rule: Params) -> str:
    return ratio_label(indicator, rule.unit) if rule.over else label(indicator, rule.unit)


def _read(key: str, written: Any, where: Where, found: list[Finding]) -> tuple[Decimal, str] | None:
    read = figure(str(written))
    if read is None:
        example = {"目标": "目标：100%", "每": "每：1%", "扣": "扣：5%", "底线": "底线：60%"}[key]
        what = f"看不懂“{key}：{written}”" if str(written).strip() else f"没有写“{key}”"
        found.append(fault(where, what, f"写成数字，如“{example}”"))
    return read


def _unit(
    values: Mapping[str, Any],
    places: Mapping[str, Where],
    written: tuple[str, ...],
    at: Where,
    found: list[Finding],
) -> str:
    """The unit that is stated, or the one written behind the target or the size of a step."""
    stated = plain(str(values.get("单位") or "")) if "单位" in places else ""
    units = list(dict.fromkeys(unit for unit in (stated, *written) if unit))
    if len(units) > 1:
        clash = "、".join(f"“{unit}”" for unit in units)
        found.append(fault(places.get("单位", at), f"目标、步长和单位不一致：{clash}", "改成同一个单位"))
    return units[0] if units else plain(str(values.get("单位") or "%"))


def _counted(rule: Params, away: Decimal) -> str:
    """How a part of a step counts here: nothing to say where there is none."""
    size = step_size(rule.size, rule.unit)
    spaced = size.replace(trimmed(rule.size), trimmed(rule.size) + " ", 1)
    if away % rule.size == 0:
        return f"每 {spaced}一步"
    return f"不足 {spaced}{_PART[rule.part]}"


def _cost(rule: Params, indicator: Indicator, away: Decimal) -> str:
    """What the steps cost: ``，按5个百分点计，扣3×5%×5=0.75分``; only a whole number of steps differs from the distance."""
    count, steps, weight = whole(divide(away, rule.size), rule.part), _steps(rule, away), indicator.weight
    taken = away if rule.part == "exact" else count * rule.size
    how = "" if taken == away else f"，按{step_size(taken.normalize(), rule.unit)}计"
    if count != 1 and rule.size != 1:
        how += f"（{steps}步）"
    share = f"{trimmed(weight)}×{trimmed((rule.cut * 100).normalize())}%" if rule.relative else trimmed(rule.cut)
    cost = _lost(rule, weight, away)
    # Points are rounded, not the cost: a cost of more places than are printed is told with the points it leaves.
    points = counted(weight - cost, indicator)
    rest = "" if points == weight - cost else f"，得分四舍五入为{trimmed(points)}分"
    rest = f"，以{trimmed(weight)}分为限" if cost > weight else rest
    return f"{how}，扣{share}×{steps}={digits(cost)}分{rest}"


def _lost(rule: Params, weight: Decimal, away: Decimal) -> Decimal:
    """What the steps cost, divided last: a quotient that never ends must not spoil the rounding."""
    cut = rule.cut * (weight if rule.relative else 1)
    if rule.part == "exact":
        return divide(away * cut, rule.size)
    return whole(divide(away, rule.size), rule.part) * cut


def _steps(rule: Params, away: Decimal) -> str:
    """How many steps; as a quotient (``5.10÷1.4``) where four decimals do not hold it."""
    count = whole(divide(away, rule.size), rule.part)
    return trimmed(count) if short(count) else f"{away:f}÷{trimmed(rule.size)}"


def _sum(rule: Params, weight: Decimal, away: Decimal) -> str:
    cut = f"{trimmed((rule.cut * 100).normalize())}% × {trimmed(weight)}" if rule.relative else trimmed(rule.cut)
    return f"{trimmed(weight)} − {_steps(rule, away)} × {cut}"
