"""Conditions on a figure in prose (``到位率90%以上``, ``小于90%且大于等于80%``) as intervals, with the figure's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.rules._intervals import Band
from evalkit.rules._prose import NUMBER, Prose

#: Words that may follow a figure but are no unit.
_NO_UNIT = "以及且并和含至到但之内前后底级类档等星"
_LONG = "个百分点|百分点|个工作日|工作日|个自然日|平方公里|平方米|立方米|万平方米|万立方米|万人次|千瓦时|万千瓦时|个自然村|个行政村"
UNIT = rf"%|{_LONG}|(?:(?![{_NO_UNIT}])[^\W\d_]){{0,2}}?"
_SIGNS = (
    ("大于或等于|大于等于|不低于|不少于|不小于|高于或等于|高于等于|达到或超过|至少|达到|达|完成|实现|≥|>=|=>", ">="),
    ("小于或等于|小于等于|不高于|不超过|不多于|不大于|低于或等于|低于等于|至多|控制在|≤|<=|=<", "<="),
    ("低于|不足|小于|不到|少于|未达到|未达|<", "<"),
    ("高于|超过|超出|大于|多于|>", ">"),
    ("等于|=|为|是", "="),
)
_SIGN = "|".join(words for words, _ in _SIGNS)
_INCLUDES = r"\((?:包?含|不含)[^)]*\)"
_BOUND = re.compile(rf"含({NUMBER})")
_SIDE = re.compile(
    rf"(?P<sign>{_SIGN})?(?:计划|目标|目标值|预算|年度计划)?的?(?P<n>[+-]?{NUMBER})(?P<unit>{UNIT})(?P<in1>{_INCLUDES})?"
    rf"(?:(?P<and>及其?)?(?P<said>以上|之上|以下|之下|以内|之内|内))?(?P<in2>{_INCLUDES})?"
)
_RANGE = re.compile(
    rf"(?P<open>[\[(])?(?P<a>[+-]?{NUMBER})(?P<ua>{UNIT})(?P<ia>{_INCLUDES})?(?:[-至到]+|,(?=[^,]*[\])]))"
    rf"(?P<b>[+-]?{NUMBER})(?P<ub>{UNIT})(?P<ib>{_INCLUDES})?(?P<close>[\])])?(?P<both>\(两端均不?含\))?(?:以内|之内|内)?"
)
_REST = re.compile("其余|其他|其它|否则|反之|其余情况|其他情况|其它情况|任何数值")
_ENDS = re.compile("^(?:介于|处于|位于|在)|(?:之间|区间|范围内|范围|之间)$")
_JOINED = re.compile("且|并且|并|但是|但|同时|,|、|;")


@dataclass(frozen=True, slots=True)
class Condition:
    """An interval (its points still 0), the unit written, the figure's name, and whether ends were left unmarked.

    ``half`` of a range whose lower end alone was marked.
    """

    band: Band
    unit: str
    name: str
    bare: bool = False
    half: bool = False

    @property
    def rest(self) -> bool:
        return self.band.kind == "rest"

    @property
    def exact(self) -> bool:
        return self.band.low is not None and self.band.low == self.band.high


def condition(prose: Prose) -> Condition | None:
    """A clause that is nothing but a condition on one figure, its name in front; None of any other."""
    text = re.sub("(?:的|时|者|为不及格|为不合格|的?为?(?:优秀|良好|合格|较差))+$", "", prose.text)
    if _REST.fullmatch(text):
        return Condition(Band(None, False, None, False, Decimal(0), "rest"), "", "")
    around = re.fullmatch(rf"({NUMBER})({UNIT})(≤|<=|<)([^\d≤<>≥=]{{0,20}})(≤|<=|<)({NUMBER})({UNIT})", text)
    if around:
        low, high = Decimal(around[1]), Decimal(around[6])
        band = Band(low, around[3] != "<", high, around[5] != "<", Decimal(0))
        return Condition(band, _percent(around[2] or around[7]), around[4])
    for start in range(min(len(text), 40)):
        if start and re.match(r"[\d.%+]", text[start - 1]) and re.match(r"[\d.%]", text[start]):
            continue
        if re.search("[,;。=×±]", text[:start]):
            return None
        found = _interval(text[start:])
        if found is not None:
            name = prose.typed[:start]
            return replace(found, name="" if name in ("在", "按") else name)
    return None


def _interval(text: str) -> Condition | None:
    text = _ENDS.sub("", _ENDS.sub("", text))
    for sign in ("达到", "达", "为", "在", "完成", "是"):
        if text.startswith(sign) and (found := _range(text.removeprefix(sign))):
            return found
    return _range(text) or _side(text) or _between(text)


def _range(text: str) -> Condition | None:
    if around := re.fullmatch(rf"±({NUMBER})({UNIT})(?:\(含\))?(?:以内|之内|内)?", text):
        bound = Decimal(around[1])
        return Condition(Band(-bound, True, bound, True, Decimal(0)), _percent(around[2]), "")
    found = _RANGE.fullmatch(text)
    if found is None or bool(found["open"]) is not bool(found["close"]):
        return None
    a, b = Decimal(found["a"]), Decimal(found["b"])
    ends = _named([(a, found["ia"] or ""), (b, found["ib"] or "")])
    if ends is None:
        return None
    bare = not any((found["ia"], found["ib"], found["open"], found["both"]))
    if found["open"]:
        low_in, high_in = found["open"] == "[", found["close"] == "]"
    elif found["both"]:
        low_in = high_in = "不" not in found["both"]
    else:
        ends.sort()
        marks = [mark for _, mark in ends]
        low_in, high_in = (_included(mark) for mark in marks)
        if not low_in and not high_in:
            low_in = "不" not in marks[0]
    low, high = min(a, b), max(a, b)
    if low == high:
        return None
    half = not found["open"] and not found["both"] and not bare and not dict(ends)[high]
    return Condition(Band(low, low_in, high, high_in, Decimal(0)), _percent(found["ub"] or found["ua"]), "", bare, half)


def _named(ends: list[tuple[Decimal, str]]) -> list[tuple[Decimal, str]] | None:
    """The two ends with their marks; a mark that says its figure, ``80%-90%(含80%)``, goes to that end, wherever it stands.

    None where it names a figure that is no end.
    """
    marks = {value: "" for value, _ in ends}
    for value, mark in ends:
        said = _BOUND.search(mark)
        end = Decimal(said[1]) if said else value
        if mark and end not in marks:
            return None
        if mark:
            marks[end] = mark
    return [(value, marks[value]) for value, _ in ends]


def _side(text: str) -> Condition | None:
    found = _SIDE.fullmatch(text)
    if found is None:
        return None
    bound = Decimal(found["n"])
    if any(Decimal(said[1]) != bound for said in _BOUND.finditer((found["in1"] or "") + (found["in2"] or ""))):
        return None
    sign = next((sign for words, sign in _SIGNS if found["sign"] and re.fullmatch(words, found["sign"])), "")
    marks = (found["in1"] or "") + (found["in2"] or "")
    included, excluded = _included(marks) or bool(found["and"]), "不含" in marks
    said = found["said"] or ""
    if said:
        upwards = said in ("以上", "之上")
        if (upwards and sign in ("<", "<=")) or (not upwards and sign in (">", ">=")):
            return None
        inside = included or said in ("以内", "之内", "内") or (sign == "<=" and not excluded)
        sign = (">" if excluded else ">=") if upwards else "<=" if inside else "<"
        bare = not upwards and said in ("以下", "之下") and not included and not excluded and sign == "<"
    else:
        bare = not sign
        sign = {">": ">=", "<": "<="}.get(sign, sign) if included else sign
    return _condition(sign or "=", bound, _percent(found["unit"]), bare)


def _condition(sign: str, bound: Decimal, unit: str, bare: bool) -> Condition:
    nought = Decimal(0)
    if sign in (">", ">="):
        return Condition(Band(bound, sign == ">=", None, False, nought, "above"), unit, "", bare)
    if sign in ("<", "<="):
        return Condition(Band(None, False, bound, sign == "<=", nought, "below"), unit, "", bare)
    return Condition(Band(bound, True, bound, True, nought), unit, "", bare)


def _between(text: str) -> Condition | None:
    """``小于90%且大于等于80%``, ``80%(含)以上90%以下``: two bounds, one from each side."""
    cuts = [(match.start(), match.end()) for match in _JOINED.finditer(text)]
    cuts += [(place, place) for place in range(3, len(text) - 2)]
    for end, start in cuts:
        one, other = _side(text[:end]), _side(re.sub(r"^(?:在|又|同时)", "", text[start:]))
        if one is None or other is None or {one.band.kind, other.band.kind} != {"above", "below"}:
            continue
        low, high = (one, other) if one.band.kind == "above" else (other, one)
        assert low.band.low is not None
        assert high.band.high is not None
        if low.band.low >= high.band.high or (low.unit and high.unit and low.unit != high.unit):
            return None
        band = Band(low.band.low, low.band.low_in, high.band.high, high.band.high_in, Decimal(0))
        return Condition(band, low.unit or high.unit, "")
    return None


def _included(mark: str) -> bool:
    return "含" in mark and "不含" not in mark


def _percent(unit: str) -> str:
    return "%" if unit in ("个百分点", "百分点") else unit
