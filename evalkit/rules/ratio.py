"""按比例给分：得分等于分值乘以完成的比例。适用于完成率、达标率、及时率、满意度，以及不超过型的指标。

参数
- 目标：比例按多少算满，不写则为 100%；取值不是百分数的写数量，如 `50个`。
- 方向：`正向`（取值 ÷ 目标，默认）；`反向`（取值不超过目标得满分，超过的按目标 ÷ 取值）；`反向递减`（超过的按
  1 −（取值 − 目标）÷ 目标）；`偏离`（按 1 − |取值 − 目标| ÷ 目标，高于低于都算偏离）。
- 起点：比例达不到起点的不得分，达到的按超过起点的部分给分：分值 ×（取值 − 起点）÷（目标 − 起点），如 `60%`。只用于正向。
- 容许：偏离目标多少以内仍得满分，如 `5%`（目标的 5%）。只用于偏离。
- 超额线：高于它要说明原因，不写则为目标的 130%。只用于正向，默认只提示、不扣分。
- 超额扣：高于超额线的部分，每高出目标的 1% 扣分值的百分之几，如 `1`。目标定得明显偏低时用。
- 单位：取值的单位，不写则为 %。
- 满分条件、零分条件：不看取值就能定的情形，如 `造成不良影响 且 资金.到位率 < 100%`；写法见“分档给分”。

规则按报告上印出的数计算：95 ÷ 111 印作 85.59%。

例：分值 5，不写参数，完成率 85.59%：`5 × 85.59% = 4.28`；`起点：60%` 时 `5 ×（85.59% − 60%）÷（100% − 60%）= 3.20`。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import FactRef, Formula, Indicator, Point, Reading, Score
from evalkit.numbers import divide, plain, trimmed
from evalkit.rules._gates import FIELDS as GATES
from evalkit.rules._gates import Gates, Judged, by_figure, gated, inputs_of, read_gates
from evalkit.rules._gates import words as gate_words
from evalkit.rules._result import call, number, rounded, rounding
from evalkit.rules._scale import figure, fractions
from evalkit.rules._spell import label, ratio_label, with_unit
from evalkit.words import Field

ID = "ratio"
TITLE = "按比例给分"
SYNONYMS = ("比例给分", "按完成比例给分", "完成比例")
FIELDS = (
    Field("目标", "text", "比例按多少算满，不写则为 100%", default="100%", synonyms=("目标值",)),
    Field("方向", "choice", "", choices=("正向", "反向", "反向递减", "偏离"), default="正向"),
    Field("起点", "text", "达不到的不得分，达到的按超过的部分给分，如 60%", synonyms=("及格线",)),
    Field("容许", "text", "偏离目标多少以内得满分，如 5%"),
    Field("超额线", "text", "高于它要说明原因，不写则为目标的 130%"),
    Field("超额扣", "number", "高于超额线的，每高出目标的 1% 扣分值的百分之几"),
    Field("单位", "text", "取值的单位，不写则为 %", default="%"),
    *GATES,
)
DEFAULT = "目标"
READS = "figure"

_HUNDRED, _OVER = Decimal(100), Decimal("1.3")


@dataclass(frozen=True, slots=True)
class Params:
    """``start`` and ``line`` in the unit of the target, ``slack`` a share of the target (0.05), ``cut`` per cent of the
    weight for each per cent of the target beyond the line, None where nothing is cut."""

    target: Decimal
    way: str
    start: Decimal | None
    slack: Decimal
    line: Decimal
    cut: Decimal | None
    unit: str
    gates: Gates = Gates()


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """The proportion; figures that cannot be read, units that clash, parameters that do not go together are faults."""
    found: list[Finding] = []
    if points:
        found.append(doubt(points[0].at, "按比例给分不看要点，这些要点不会计分", "删去要点，或把规则改成要点给分"))
    read = {
        key: _read(key, str(values[key]), places.get(key, at), found)
        for key in ("目标", "起点", "容许", "超额线")
        if values.get(key)
    }
    gates, faults = read_gates(values, places, at)
    found.extend(faults)
    target = read.get("目标") or (_HUNDRED, "%")
    way = str(values.get("方向") or "正向")
    stated = plain(str(values.get("单位") or "")) if "单位" in places else ""
    written = (read[key][1] for key in ("目标", "起点", "超额线") if read.get(key) is not None)  # type: ignore[index]
    units = list(dict.fromkeys(unit for unit in (stated, *written) if unit))
    if len(units) > 1:
        clash = "、".join(f"“{unit}”" for unit in units)
        found.append(fault(places.get("目标", at), f"目标、起点和单位不一致：{clash}", "改成同一个单位"))
    if not units or units == ["%"]:
        for key in ("目标", "起点", "容许", "超额线"):
            if (one := read.get(key)) is not None:
                found.extend(fractions((one,), places.get(key, at)))
    found.extend(_misfits(read, way, target[0], values, places, at))
    slack_unit = (read.get("容许") or (None, "%"))[1]
    if slack_unit != "%":
        what = f"容许写的是“{values['容许']}”，不是目标的百分比"
        found.append(fault(places.get("容许", at), what, "写成目标的百分之几，如“容许：5%”"))
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    start, slack, line = (read.get(key) for key in ("起点", "容许", "超额线"))
    made = Params(
        target[0], way, start[0] if start else None, slack[0] / 100 if slack else Decimal(0),
        line[0] if line else target[0] * _OVER, values.get("超额扣"), units[0] if units else "%", gates,
    )  # fmt: skip
    return made, tuple(found)


def _misfits(
    read: Mapping[str, tuple[Decimal, str] | None],
    way: str,
    target: Decimal,
    values: Mapping[str, Any],
    places: Mapping[str, Where],
    at: Where,
) -> Iterator[Finding]:
    """Faults of parameters beside each other: ends on the wrong side, parameters of another direction."""
    if target <= 0 and way != "反向":
        yield fault(places.get("目标", at), f"目标是 {trimmed(target)}，应大于 0", "比例以目标为分母，目标写正数")
    elif target < 0:
        yield fault(places.get("目标", at), f"目标是 {trimmed(target)}，不能是负数", "改正目标")
    slack = read.get("容许")
    if slack is not None and not 0 < slack[0] < _HUNDRED:
        what = f"容许是 {trimmed(slack[0])}%，应当在 0 和 100% 之间"
        yield fault(places.get("容许", at), what, "如“容许：5%”；不容许偏离的，删去“容许”")
    for key, ways in (("起点", ("正向",)), ("超额线", ("正向",)), ("超额扣", ("正向",)), ("容许", ("偏离",))):
        if values.get(key) and way not in ways:
            yield fault(places.get(key, at), f"方向是“{way}”，不用“{key}”", f"删去“{key}”，或改正方向")
    start, line = read.get("起点"), read.get("超额线")
    if start is not None and not 0 <= start[0] < target:
        what = f"起点 {trimmed(start[0])} 应当在 0 和目标 {trimmed(target)} 之间"
        yield fault(places.get("起点", at), what, "如“目标：100%；起点：60%”")
    if line is not None and line[0] < target:
        what = f"超额线 {trimmed(line[0])} 低于目标 {trimmed(target)}"
        yield fault(places.get("超额线", at), what, "如“超额线：130%”")
    cut = values.get("超额扣")
    if isinstance(cut, Decimal) and cut <= 0:
        yield fault(places.get("超额扣", at), f"超额扣是 {trimmed(cut)}，应大于 0", "不扣分的，删去“超额扣”")


def inputs(indicator: Indicator) -> tuple[tuple[str, str, str], ...]:
    """The conditions to be found out before scoring."""
    rule = _rule(indicator)
    return inputs_of(rule.gates) if rule else ()


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The weight times the proportion of the printed figure, unless a condition decides before."""
    words, tree = standard(indicator), formula(indicator, value)
    return by_figure(indicator, _rule(indicator), value, more, words, tree, _judged)


def standard(indicator: Indicator) -> str:
    """The proportion in words, with the formula where it is more than the weight times the rate."""
    rule = _rule(indicator)
    if rule is None:
        return ""
    name, aim = _label(indicator, rule), _aim(rule)
    head = gate_words(rule.gates)
    if rule.way == "偏离":
        slack = f"在{trimmed(rule.slack * 100)}%以内" if rule.slack else "为0"
        return f"{head}{name}与目标{aim}的偏离率{slack}的得满分，否则得分=分值×（1−偏离率），扣完为止。"
    if rule.way == "反向":
        rest = "超过的不得分" if rule.target == 0 else f"超过的，得分=分值×{aim}÷{name}"
        return f"{head}{name}不超过{aim}的得满分，{rest}。"
    if rule.way == "反向递减":
        return f"{head}{name}不超过{aim}的得满分，超过的，得分=分值×（1−（{name}−{aim}）÷{aim}），扣完为止。"
    tail = ""
    if rule.cut is not None:
        line = with_unit(rule.line, rule.unit)
        tail = f"；超过{line}的，每高出目标的1%扣分值的{trimmed(rule.cut)}%"
    elif rule.line != rule.target * _OVER:
        tail = f"；超过{with_unit(rule.line, rule.unit)}的须说明原因"
    if rule.start is not None:
        start = with_unit(rule.start, rule.unit)
        text = f"{name}低于{start}的不得分；达到{start}的，得分=分值×（{name}−{start}）÷（{aim}−{start}），以分值为限"
    elif aim == "100%":
        text = f"得分=分值×{name}，以分值为限"
    else:
        text = f"{name}达到{aim}的得满分，否则得分=分值×{name}÷{aim}"
    return f"{head}{text}{tail}。"


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_ratio

    return _read_ratio.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """The same sum on the printed figure, kept within nought and the weight."""
    rule = _rule(indicator)
    if rule is None or value is None:
        return None
    x, weight, aim = FactRef(value.id), number(indicator.weight), number(rule.target)
    full: Formula
    if rule.way == "正向":
        start = number(rule.start or 0)
        share: Formula = call("/", call("*", weight, call("-", x, start)), call("-", aim, start))
        tree: Formula = call("IF", call(">=", x, aim), weight, rounded(share, indicator))
        if rule.cut is not None:
            cut = rule.cut * indicator.weight / rule.target
            less = call("-", weight, call("*", number(cut), call("-", x, number(rule.line))))
            lower = call("MAX", number(0), rounded(less, indicator))
            tree = call("IF", call(">", x, number(rule.line)), lower, tree)
        if rule.start is not None:
            tree = call("IF", call("<", x, start), number(0), tree)
        return gated(indicator, rule.gates, call("MAX", number(0), tree))
    if rule.way == "偏离":
        apart = call("ROUND", call("ABS", call("-", x, aim)), number(10))
        less = call("-", weight, call("/", call("*", weight, apart), aim))
        full = call("<=", apart, number(rule.target * rule.slack))
    else:
        full = call("<=", x, aim)
        if rule.target == 0:
            return gated(indicator, rule.gates, call("IF", full, weight, number(0)))
        less = call("-", weight, call("/", call("*", weight, call("-", x, aim)), aim))
        if rule.way == "反向":
            less = call("/", call("*", weight, aim), x)
    tree = call("IF", full, weight, call("MAX", number(0), rounded(less, indicator)))
    return gated(indicator, rule.gates, tree)


def _judged(rule: Params, indicator: Indicator, value: Fact) -> Judged:
    found: tuple[Finding, ...] = ()
    if rule.way == "正向" and value.printed > rule.line and not indicator.finding.strip():
        line = with_unit(rule.line, rule.unit)
        what = f"{indicator.code} {indicator.name}：取值 {value.display} 高于 {line}，目标可能定得偏低"
        cure = "在“核查事实”写明超额的原因；确因目标偏低的，加参数“超额扣”"
        found = (Finding("input", "warning", what, indicator.at, cure, indicator.code),)
    points, text, short = _worked(rule, indicator, value)
    head = f"{_label(indicator, rule)}为{value.display}，"
    met = f"{head}{'未超过' if rule.way.startswith('反向') else '达到'}目标{_aim(rule)}"
    if rule.way == "偏离":
        met = f"{head}在目标{_aim(rule)}的容许范围内"
    return Judged(points, text, head + short, met, found)


def _worked(rule: Params, indicator: Indicator, value: Fact) -> tuple[Decimal, str, str]:
    """Points, the step with its sum, and what to say of points lost."""
    weight, printed, aim = indicator.weight, value.printed, rule.target
    name, full = f"{_label(indicator, rule)} {value.display}", f"得满分 {trimmed(weight)} 分"
    w, x, t = trimmed(weight), with_unit(printed, rule.unit), _aim(rule)
    if rule.way == "正向":
        if printed < 0 and rule.start is None:
            return Decimal(0), f"{name}，低于 0，不得分", "低于0，不得分"
        if rule.start is not None and printed < rule.start:
            why = f"低于起点 {with_unit(rule.start, rule.unit)}，不得分"
            return Decimal(0), f"{name}，{why}", why.replace(" ", "")
        if rule.cut is not None and printed > rule.line:
            beyond = divide((printed - rule.line) * _HUNDRED, aim)
            points = weight - beyond * rule.cut * weight / _HUNDRED
            sums = f"{w} − {w} × {trimmed(rule.cut)}% ×（{x} − {with_unit(rule.line, rule.unit)}）÷ {t} × 100"
            why = f"高于超额线{with_unit(rule.line, rule.unit)}"
            told = _equals(sums) + rounding(points, indicator)
            return points, f"{name}，高于超额线：{told}", f"{why}，得{_tight(told)}分"
        if printed >= aim:
            return weight, f"{name}，达到目标 {t}，{full}", ""
        if rule.start is not None:
            start = with_unit(rule.start, rule.unit)
            points = divide(weight * (printed - rule.start), aim - rule.start)
            sums = f"{w} ×（{x} − {start}）÷（{t} − {start}）"
        else:
            points = divide(weight * printed, aim)
            sums = f"{w} × {x}" if aim == _HUNDRED and rule.unit == "%" else f"{w} × {x} ÷ {t}"
        told = _equals(sums) + rounding(points, indicator)
        return points, f"{name}：{told}", f"未达到目标{t}，得{_tight(told)}分"
    if rule.way == "偏离":
        apart = abs(printed - aim)
        if apart <= aim * rule.slack:
            return weight, f"{name}，在目标 {t} 的容许范围内，{full}", ""
        points = weight - divide(weight * apart, aim)
        sums = f"{w} ×（1 − |{x} − {t}| ÷ {t}）"
        told = _equals(sums) + rounding(points, indicator)
        return points, f"{name}：{told}", f"偏离目标{t}，得{_tight(told)}分"
    if printed <= aim:
        return weight, f"{name}，没有超过目标 {t}，{full}", ""
    if aim == 0:
        return Decimal(0), f"{name}，超过目标 {t}，不得分", f"超过目标{t}，不得分"
    if rule.way == "反向":
        points = divide(weight * aim, printed)
        sums = f"{w} × {t} ÷ {x}"
    else:
        points = weight - divide(weight * (printed - aim), aim)
        sums = f"{w} ×（1 −（{x} − {t}）÷ {t}）"
    told = _equals(sums) + rounding(points, indicator)
    return points, f"{name}：{told}", f"超过目标{t}，得{_tight(told)}分"


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _label(indicator: Indicator, rule: Params) -> str:
    return label(indicator, rule.unit) if rule.way == "正向" else ratio_label(indicator, rule.unit)


def _equals(sums: str) -> str:
    """A sum with its sign of equality; a closing bracket brings its own room."""
    return f"{sums}= " if sums.endswith("）") else f"{sums} = "


def _tight(told: str) -> str:
    """A sum for running text, without the spaces around its signs."""
    return told.replace(" ", "")


def _aim(rule: Params) -> str:
    return with_unit(rule.target, rule.unit)


def _read(key: str, written: str, where: Where, found: list[Finding]) -> tuple[Decimal, str] | None:
    read = figure(written)
    if read is None:
        example = {"目标": "100%", "起点": "60%", "容许": "5%", "超额线": "130%"}[key]
        found.append(fault(where, f"看不懂“{key}：{written}”", f"写成数字，如“{key}：{example}”"))
    return read
