"""Points in proportion out of prose: ``得分=完成率×分值``, ``按完成比例得分``, ``得分=(完成率-60%)/(1-60%)×分值``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._prose import NUMBER, WEIGHT, Prose, clauses, fold, items, written
from evalkit.rules._read_figures import UNIT, Condition, condition
from evalkit.rules._read_gates import gated

_SIGN = "[^()+×/=,;。<>≥≤]"
#: A name of a figure; brackets within it are closed.
_NAME = rf"(?:{_SIGN}|\({_SIGN}{{1,12}}\))*?[^\W\d_A-Za-z](?:{_SIGN}|\({_SIGN}{{1,12}}\))*?"
_AIM = rf"(?P<aim>{NUMBER})(?P<aim_unit>{UNIT})"
_START = re.compile(
    rf"\(?(?P<name>{_NAME})-(?P<start>{NUMBER})(?P<unit>{UNIT})\)?/\((?:(?P<aim>{NUMBER})(?P<aim_unit>{UNIT}))-(?P<again>{NUMBER})(?:{UNIT})\)(?:×100%)?"
)
_FALLING = re.compile(rf"\(?1-\(?(?:{_NAME})-{_AIM}\)?/(?P<again>{NUMBER})(?:{UNIT})\)?")
_APART = re.compile(r"\(?1-(?:\|)?偏[离差](?:率|度|幅度)(?:\|)?\)?")
_INVERSE = re.compile(rf"{_AIM}/({_NAME})(?:×100%)?")
_SHARE = re.compile(rf"({_NAME})/{_AIM}(?:×100%)?")
_QUOTIENT = re.compile(rf"\(?(?P<top>{_NAME})/(?P<bottom>{_NAME})\)?(?:×100%)?")
_PLAIN = re.compile(rf"\(?(?P<name>{_NAME})\)?")
_FORMULA = re.compile(
    rf"(?:(?:^|(?<=[,;。:]))[^\d,;。:=]{{0,12}})?得分=(?P<formula>[^,;。]+)"
    rf"|按(?:照)?(?P<spoken>[^,;。]*[×/][^,;。]*{WEIGHT})(?:计算?)?(?:得|给|赋)?分"
)
_SAID = re.compile(
    rf"按(?:照)?(?P<name>[^,;。\d]{{0,24}}?)(?:的)?(?:比例|比率|率|百分比|之比|程度)(?:×{WEIGHT}|乘以{WEIGHT})?"
    rf"(?:得|计|给|赋|折算|计算|确定|核算|核定)(?:算)?(?:得|出)?分(?:值|数)?"
)
_BEYOND = re.compile(r"按超过(?:部分)?的?(?:比重|比例|部分)(?:赋|计|得|给)分")
_LEAD = re.compile(
    r"(?:否则|其余|其他|超过的?|超出的?|未达到(?:目标值?|计划|100%)?的?|未完成(?:目标|计划)?的?|未全部完成的?|不足100%的?|低于(?:目标值?|100%|计划)的?|小于100%的?"
    r"|具体|(?:其?具体)?计算公式(?:为|如下)?|公式(?:为|如下)?|即|[,;:。(])*"
)
_END = re.compile(
    rf"(?:以{WEIGHT}为限|以满分为限|最高(?:得|为|计|不超过)?(?:满分|{WEIGHT})|(?:得分)?不超过{WEIGHT}|扣完为止|超(?:过|额)(?:完成)?(?:100%)?的?(?:部分)?,?(?:不加分|按100%计算?|得满分|计满分)"
    r"|超额完成的?按100%计算?|[,;。)])*"
)
_FLOOR = re.compile(r"(?P<cond>[^,;。]*\d[^,;。]*?)(?:的|,|则)*(?:不得分|得0分|计0分|为0分)")
_LINE = re.compile(
    rf"超过(?P<line>{NUMBER})(?P<unit>{UNIT})的,?(?:每高出目标的1%扣{WEIGHT}的(?P<cut>{NUMBER})%|须说明原因)"
)
_DEVIATES = re.compile(
    rf"(?P<name>.*?)与目标{_AIM}的偏离率(?:在(?P<slack>{NUMBER})%以内|为0)的得满分,否则得分={WEIGHT}×\(1-偏离率\),扣完为止"
)
_REAL = "实际|完成|到位|支出|达标|合格|执行|及时"
_PLANNED = "计划|目标|预算|应|预期|总"


@dataclass(slots=True)
class _Ratio:
    parameters: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _After:
    """The condition under which nothing is earned, where it stands behind the formula."""

    floor: Condition | None


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """A formula or its words, the target, where points begin; None where anything else is said of points."""
    before = gated(fold(text))
    if before is None or items(before.prose)[1]:
        return None
    whole, made = before.prose, _Ratio()
    if _apart(whole, made) or _none_beyond(whole, weight, made) or _proportional(whole, weight, made):
        return Reading("ratio", made.parameters | dict(before.conditions), (), (*made.doubts, *before.doubts))
    return None


def _apart(whole: Prose, made: _Ratio) -> bool:
    """Our own words for a deviation: ``…与目标100%的偏离率在5%以内的得满分，否则得分=分值×（1−偏离率）``."""
    found = _DEVIATES.fullmatch(whole.text.rstrip("。"))
    if found is None:
        return False
    made.parameters |= {"目标": found["aim"] + found["aim_unit"], "方向": "偏离"}
    if found["slack"]:
        made.parameters["容许"] = f"{found['slack']}%"
    return True


def _none_beyond(whole: Prose, weight: Decimal, made: _Ratio) -> bool:
    """``事故起数不超过0起的得满分，超过的不得分``: nothing is left of a target of nought."""
    found, rest = clauses(whole)
    if len(found) != 2 or rest.text or found[0].worth.of(weight) != weight or found[1].worth.of(weight) != 0:
        return False
    one = condition(found[0].prose)
    if one is None or one.band.high != 0 or not re.fullmatch("(?:超过|超出|发生|有发生)的?", found[1].prose.text):
        return False
    made.parameters |= {"目标": f"0{one.unit}", "方向": "反向"}
    return True


def _proportional(whole: Prose, weight: Decimal, made: _Ratio) -> bool:
    found = _FORMULA.search(whole.text) or _BEYOND.search(whole.text) or _SAID.search(whole.text)
    if found is None:
        return False
    head, tail = whole.cut(0, found.start()), whole.text[found.end() :]
    read = _head(head, weight, made)
    after = _tail(tail, made)
    if read is None or after is None or (read[1] is not None and after.floor is not None):
        return False
    target, floor = read[0], read[1] or after.floor
    start = floor.band.high if floor is not None else None
    if found.re is _FORMULA:
        name = floor.name if floor is not None else ""
        return _formula(found["formula"] or found["spoken"], weight, target, start, made, name)
    if found.re is _BEYOND:
        if start is None:
            return False
        made.parameters |= {"目标": "100%", "起点": f"{written(start)}%"}
        made.doubts.append("“按超过的比重”按（取值−起点）÷（100%−起点）计算")
        return target is None
    if start is not None or re.search(r"未|不|扣", found["name"]):
        return False
    return _aimed(target, made)


def _head(head: Prose, weight: Decimal, made: _Ratio) -> tuple[Condition | None, Condition | None] | None:
    """The condition of full marks and the figure below which nothing is earned, as far as the head says them."""
    found, rest = clauses(head)
    target, start = None, None
    for clause in found:
        one, worth = condition(clause.prose), clause.worth.of(weight)
        if one is not None and worth == weight and target is None:
            target = one
        elif one is not None and worth == 0 and start is None and one.band.low is None and not one.band.high_in:
            start = one
        elif one is None and worth == weight and target is None and not re.search(r"\d|且", clause.prose.text):
            made.doubts.append(f"“{clause.prose.typed}”按达到目标的 100% 理解")
        else:
            return None
    text = rest.text
    if start is not None and (lead := re.match("[^,;。]+", text)) and not _LEAD.fullmatch(lead[0]):
        again = condition(rest.cut(0, lead.end()))
        if again is not None and again.band.low == start.band.high and again.band.low_in and again.band.high is None:
            text = text[lead.end() :]
    elif start is None and (lead := re.match("[^,;。]+", text)) and _BEYOND.search(text):
        again = condition(rest.cut(0, lead.end()))
        text = text[lead.end() :] if again is not None and again.band.low_in and again.band.high is None else text
    text = _BEYOND.sub("", text, count=1)
    return (target, start) if _LEAD.fullmatch(text) else None


def _tail(text: str, made: _Ratio) -> _After | None:
    """What may follow: the weight is the most, what earns nothing, what happens far above the target."""
    floor = None
    line = _LINE.search(text)
    if line is not None:
        made.parameters["超额线"] = line["line"] + line["unit"]
        if line["cut"]:
            made.parameters["超额扣"] = line["cut"]
        text = f"{text[: line.start()]};{text[line.end() :]}"
    if (below := _FLOOR.search(text)) is not None:
        floor = condition(Prose(below["cond"], below["cond"]))
        if floor is None or floor.band.low is not None or floor.band.high_in:
            return None
        text = f"{text[: below.start()]};{text[below.end() :]}"
    return _After(floor) if _END.fullmatch(text) else None


def _formula(
    text: str, weight: Decimal, target: Condition | None, start: Decimal | None, made: _Ratio, name: str
) -> bool:
    """The formula without its factor, the weight, told apart by its shape."""
    factor = rf"(?:{WEIGHT}|{re.escape(written(weight))}分?)"
    bare = re.sub(rf"^{factor}×|×{factor}$", "", text, count=1)
    if bare == text:
        return False
    if bare.startswith("(") and bare.endswith(")") and bare.find(")") == len(bare) - 1:
        bare = bare[1:-1]
    if found := _START.fullmatch(bare):
        aim, unit = Decimal(found["aim"]), found["unit"]
        if aim == 1 and unit == "%" and not found["aim_unit"]:
            aim = Decimal(100)
        if found["start"] != found["again"] or (start is not None and start != Decimal(found["start"])):
            return False
        if target is not None and target.band.low != aim:
            return False
        made.parameters |= {"目标": f"{written(aim)}{unit}", "起点": f"{found['start']}{unit}"}
        if name and found["name"] != name:
            made.doubts.append(f"起点说的是“{name}”，公式里是“{found['name']}”，按同一个数计算")
        if start is None:
            made.doubts.append(f"没有写低于{found['start']}{unit}的得几分，按不得分")
        return True
    if start is not None:
        return False
    limit = target.band.high if target is not None and target.band.low is None else None
    for pattern, way in ((_FALLING, "反向递减"), (_INVERSE, "反向")):
        if found := pattern.fullmatch(bare):
            if limit is not None and limit != Decimal(found["aim"]):
                return False
            if way == "反向递减" and found["again"] != found["aim"]:
                return False
            made.parameters |= {"目标": found["aim"] + found["aim_unit"], "方向": way}
            return target is None or limit is not None
    if found := _SHARE.fullmatch(bare):
        if target is not None and target.band.low != Decimal(found["aim"]):
            return False
        made.parameters["目标"] = found["aim"] + found["aim_unit"]
        return True
    if found := _QUOTIENT.fullmatch(bare):
        return _quotient(found["top"], found["bottom"], target, made)
    if _APART.fullmatch(bare):
        made.parameters |= {"目标": "100%", "方向": "偏离"}
        made.doubts.append("偏离率按取值与目标 100% 之差计算，目标不是 100% 的请改正")
        return target is None
    found = _PLAIN.fullmatch(bare)
    return found is not None and _aimed(target, made)


def _quotient(top: str, bottom: str, target: Condition | None, made: _Ratio) -> bool:
    """``实际到位资金/预算资金``: the rate itself; the other way round the fewer the better."""
    if re.search(_PLANNED, bottom) and not re.search("实际", bottom):
        return _aimed(target, made)
    if re.search(_PLANNED, top) and re.search(_REAL, bottom):
        made.parameters |= {"目标": "100%", "方向": "反向"}
        made.doubts.append(f"取值写{bottom}与{top}之比，不超过 100% 得满分")
        return target is None or (target.band.low is None and target.band.high == 100)
    if re.search(_REAL, top):
        made.doubts.append(f"取值写{top}与{bottom}之比")
        return _aimed(target, made)
    return False


def _aimed(target: Condition | None, made: _Ratio) -> bool:
    """The target of a plain proportion: from a condition that reaches upwards, else 100 %."""
    if target is None:
        made.parameters["目标"] = "100%"
        return True
    if target.band.low is None or (target.band.high not in (None, target.band.low)):
        return False
    unit = target.unit or "%"
    if target.band.low != 100 or unit != "%":
        made.doubts.append(
            f"未达到 {written(target.band.low)}{unit} 的，按取值 ÷ {written(target.band.low)}{unit} 给分"
        )
    made.parameters["目标"] = written(target.band.low) + unit
    return True
