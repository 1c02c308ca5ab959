"""Cuts by the step out of prose: ``达计划的100%计满分，每减少1%扣权重分的5%，扣完为止``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._prose import NUMBER, WEIGHT, Prose, amount, clauses, fold, items, written
from evalkit.rules._read_figures import Condition, condition
from evalkit.rules._read_gates import gated

_UP = "超过|超出|超支|超|高于|高出|高|增加|上升|多|逾期|延期|延迟|推迟|滞后|晚"
_DOWN = "减少|降低|下降|低于|低|少于|少|差|不足|缺少|缺"
_BOTH = "低于下端或高于上端|偏离|偏差|相差|上下浮动"
_FIGURE = rf"(?:{NUMBER}|[一二两三四五六七八九十半])"
_UNIT = r"(?:%|个百分点|个点|百分点|(?:(?![扣的,])[^\W\d_]){1,5}?)"
_CUT = (
    rf"(?:扣(?:减|除|掉)?|减)(?:(?P<points>{NUMBER})分|{WEIGHT}的?(?P<percent>{NUMBER})%|{WEIGHT}的?(?P<top>\d+)/(?P<bottom>\d+)"
    rf"|(?P<bare>{NUMBER})%(?P<said>的?(?:{WEIGHT}|分数))?)"
)
_STEP = re.compile(
    rf"(?:(?:未达到|未完成|低于|不足|超过|超出|未达|不达标|逾期)(?:目标值?|计划|标准|{NUMBER}%|预算)?的?,?|若|如|否则,?|其余|以此为基准,?)*"
    rf"每(?:比(?:目标值?|计划数?|预算数?))?(?:(?P<both>{_BOTH})|(?P<down>{_DOWN})|(?P<up>{_UP}))"
    rf"(?:于|了|过)?(?:目标值?|计划数?|预算数?|标准)?(?P<n>{_FIGURE})(?P<unit>{_UNIT})(?:\(含\))?(?:的|,|时|则|相应|就)*{_CUT}"
)
_PART = re.compile(
    rf"(?:不足|不满|不到)(?:(?P<n>{_FIGURE})(?P<unit>{_UNIT})|一步)?的?(?:部分)?的?,?(?:(?P<floor>不计|不扣分?|忽略不计|舍去|不予?计算)"
    rf"|(?P<exact>按(?:实际)?(?:比例|实际)(?:计算?|扣分|折算|扣减)?)|(?P<ceil>按(?:照)?(?:{_FIGURE}{_UNIT}|一步)(?:计算?|扣分|扣减|算)))(?:分)?"
)
_END = re.compile(
    rf"(?:直至|直到)?扣完(?:{WEIGHT}|{NUMBER}分)?(?:为止|即止)?|减完为止|扣至(?:0分|零分)(?:为止)?|最低(?:得|为|计)?(?:0|零)分|(?:最多|最高)扣(?:完|至0分)|不计负分|不出现负分"
    r"|超(?:过|额)(?:目标|完成|100%)?的?(?:部分)?(?:不加分|不计分|不奖励|不另加分)|以满分为限|最高得满分"
)
_FLOOR = re.compile(
    rf"(?P<cond>[^,;。()]*{NUMBER}[^,;。()]*?)(?:的|,|则|时|(?:本|该|此)(?:项|指标))*(?:不得分|得0分|计0分|为0分|得零分|不计分)(?=$|[,;。)])"
)
_NAME = re.compile(r"[^\d,;。%]{0,15}(?:率|度|比|性|数|比例|情况)?")
_OVERDUE = re.compile("逾期|延期|延迟|推迟|滞后|晚")
#: Things that come one by one: a part of one needs no word.
_WHOLE = ("天", "日", "户", "人", "次", "件", "个", "项", "起", "家", "人次", "工作日", "个工作日")


@dataclass(slots=True)
class _Steps:
    """What is known so far: the target and its unit, the way of the cut, what was guessed."""

    parameters: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """A target, the size of a step and what it costs; None where the words say more than one such thing."""
    before = gated(fold(text))
    if before is None or items(before.prose)[1]:
        return None
    whole = before.prose
    steps = list(_STEP.finditer(whole.text))
    if len(steps) != 1:
        return None
    step = steps[0]
    unit = "%" if step["unit"] in ("个百分点", "百分点", "个点") else step["unit"]
    size = amount(step["n"])
    made = _Steps()
    floor = _after(whole.cut(step.end()), unit, made)
    targets = _before(whole.cut(0, step.start()), weight, made)
    if floor is None or targets is None or size is None or size <= 0:
        return None
    if not _target(targets, step, unit, made):
        return None
    made.parameters["每"] = written(size) + ("%" if unit == "%" else unit)
    if not _cost(step, weight, made):
        return None
    floors = [*floor, *targets[1]]
    if len(floors) > 1 or not all(_bottom(one, step, unit, made) for one in floors):
        return None
    if "舍入" not in made.parameters and not (unit in _WHOLE and size == 1):
        made.doubts.append(f"没有写不足{step['n']}{step['unit']}的怎样算，按不计（去尾）")
    return Reading("steps", made.parameters | dict(before.conditions), (), (*made.doubts, *before.doubts))


def _before(head: Prose, weight: Decimal, made: _Steps) -> tuple[Prose | None, list[Condition]] | None:
    """What earns full marks, in words, and conditions that earn nothing; None where the head says something else."""
    found, rest = clauses(head)
    full: list[Prose] = []
    floors: list[Condition] = []
    for clause in found:
        if clause.worth.of(weight) == weight:
            full.append(clause.prose)
        elif clause.worth.of(weight) == 0 and (one := condition(clause.prose)) is not None:
            floors.append(one)
        else:
            return None
    if len(full) > 1 or not (_NAME.fullmatch(rest.text) or (full and _beyond(rest, full[0]))):
        return None
    return (full[0] if full else None), floors


def _beyond(rest: Prose, full: Prose) -> bool:
    """Whether a lead (``大于10%的，每…``) says no more than that full marks are missed."""
    one, other = condition(rest), condition(full)
    if one is None or other is None:
        return False
    bounds = {other.band.low, other.band.high} - {None}
    return {one.band.low, one.band.high} - {None} == bounds and one.band.kind != other.band.kind


def _target(targets: tuple[Prose | None, list[Condition]], step: re.Match[str], unit: str, made: _Steps) -> bool:
    """Sets the target and the way; what the words leave open is told, what they contradict is False."""
    prose, over = targets[0], step["up"] is not None
    one = condition(prose) if prose is not None else None
    if step["up"] is not None and _OVERDUE.match(step["up"]):
        made.parameters |= {"目标": f"0{unit}", "方向": "超出"}
        if prose is not None and not (one is not None and one.band.high == 0):
            made.doubts.append(f"取值写{step['up']}的{_counted(unit)}；“{prose.typed}”的，取值为 0")
        return unit != "%"
    if one is None:
        return _unsaid(prose, step, unit, made)
    if one.rest:
        return False
    own = one.unit or unit
    band = one.band
    if not one.unit and unit:
        made.doubts.append(f"满分的标准没有写单位，按“{unit}”")
    if own != unit and own == "%":
        return _counted_short(prose, step, unit, made)
    if own != unit:
        return _carried(one, over, made)
    if step["both"] or (over and band.low is not None and band.low == -(band.high or 0) < 0):
        if band.low is None or band.high is None or band.low == band.high:
            return False
        made.parameters["目标"] = f"{written(band.low)}{unit}~{written(band.high)}{unit}"
        if not (band.low_in and band.high_in) and not one.bare:
            made.doubts.append("满分区间的两端按含本数")
        return True
    bound, included = (band.high, band.high_in) if over else (band.low, band.low_in)
    other = band.low if over else band.high
    if bound is None or (other is not None and other != bound):
        return False
    if not included:
        made.doubts.append(f"“{prose.typed if prose else ''}”不含本数，规则按含本数")
    made.parameters["目标"] = written(bound) + unit
    if over:
        made.parameters["方向"] = "超出"
    return True


def _unsaid(prose: Prose | None, step: re.Match[str], unit: str, made: _Steps) -> bool:
    """No figure says where full marks begin: 100 % of the target, or as many as are missing or too many."""
    if prose is not None and (re.search(r"\d", prose.text) or len(prose.text) > 30):
        return False
    if step["both"]:
        return False
    if unit == "%":
        made.parameters["目标"] = "100%"
        if step["up"]:
            made.parameters["方向"] = "超出"
        reached = "不超过" if step["up"] else "达到"
        said = f"“{prose.typed}”按{reached}目标的 100% 理解" if prose is not None else "没有写达到多少得满分，按 100%"
        made.doubts.append(said)
        return True
    return _counted_short(prose, step, unit, made)


def _counted_short(prose: Prose | None, step: re.Match[str], unit: str, made: _Steps) -> bool:
    """``每少1户扣0.2分`` without the planned number: the value is how many are missing."""
    if step["both"]:
        return False
    made.parameters |= {"目标": f"0{unit}", "方向": "超出"}
    side = "超出" if step["up"] else "少完成"
    made.doubts.append(f"没有写目标是多少{unit}：取值写{side}的{_counted(unit)}，没有{side}的为 0")
    return True


def _carried(one: Condition, over: bool, made: _Steps) -> bool:
    """``控制在92.86万元以内得满分，每超过1%扣…``: the figure is the quotient of what was and what was planned."""
    bound = one.band.high if over else one.band.low
    if bound is None or (one.band.low is not None and one.band.high not in (None, bound)):
        return False
    made.parameters["目标"] = "100%"
    if over:
        made.parameters["方向"] = "超出"
    made.doubts.append(
        f"取值写实际数与 {written(bound)}{one.unit} 之比，{'超过' if over else '低于'} 100% 的部分按步扣分"
    )
    return True


def _counted(unit: str) -> str:
    return {"天": "天数", "日": "天数", "户": "户数", "人": "人数", "次": "次数", "件": "件数"}.get(
        unit, f"数量（{unit}）"
    )


def _cost(step: re.Match[str], weight: Decimal, made: _Steps) -> bool:
    if step["points"]:
        cut, worth = f"{written(Decimal(step['points']))}分", Decimal(step["points"])
    elif step["top"]:
        share = Decimal(step["top"]) * 100 / Decimal(step["bottom"])
        cut, worth = f"{written(share)}%", weight * share / 100
    else:
        share = Decimal(step["percent"] or step["bare"])
        cut, worth = f"{written(share)}%", weight * share / 100
        if step["bare"] and not step["said"]:
            made.doubts.append(f"“扣{step['bare']}%”按扣分值的 {step['bare']}% 理解")
    made.parameters["扣"] = cut
    return 0 < worth <= weight


def _after(tail: Prose, unit: str, made: _Steps) -> list[Condition] | None:
    """What follows the step: how a part of one counts, the bottom line; None where it says something else."""
    text, floors = tail.text, []
    if (part := _PART.search(text)) is not None:
        if part["unit"] and {part["unit"], unit} - {"%", "个百分点", "百分点", "个点"} and part["unit"] != unit:
            return None
        made.parameters["舍入"] = "去尾" if part["floor"] else "照算" if part["exact"] else "进位"
        text = f"{text[: part.start()]},{text[part.end() :]}"
    for match in list(_FLOOR.finditer(text)):
        one = condition(Prose(match["cond"], match["cond"]))
        if one is None:
            return None
        floors.append(one)
        text = text.replace(match[0], ",", 1)
    pieces = [piece for piece in re.split("[,;。()]", text) if piece]
    return floors if all(_END.fullmatch(piece) for piece in pieces) else None


def _bottom(one: Condition, step: re.Match[str], unit: str, made: _Steps) -> bool:
    """The line beyond which nothing is earned, on the side where points are cut."""
    over = made.parameters.get("方向") == "超出"
    bound, included = (one.band.low, one.band.low_in) if over else (one.band.high, one.band.high_in)
    other = one.band.high if over else one.band.low
    if bound is None or other is not None or (one.unit or unit) != unit:
        return False
    if included:
        made.doubts.append(f"正好 {written(bound)}{unit} 的按步扣分，标准写的是不得分")
    made.parameters["底线"] = written(bound) + unit
    return True
