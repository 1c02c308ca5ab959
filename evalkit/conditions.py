"""Conditions over facts: ``项目已完成 且 资金.支出数 <= 资金.预算数``.

A part is a comparison of two expressions (``>= <= > < = ≠``; a day may stand on the right), a comparison of a fact
with a word (``造成不良影响 = 否``), or the name of a fact that says yes or no. Parts are joined by 且 or by 或, not by both.
Figures are compared as printed, money in one unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalkit.expressions import evaluate, fold
from evalkit.expressions import names as names_of
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where, fault
from evalkit.numbers import MONEY, money, parse_date, parse_decimal, plain

YES, NO = "是", "否"
#: What people write for yes and no.
TRUE = (YES, "有", "对", "符合", "已完成", "完成", "存在", "达到", "发生", "已发生", "成立", "√", "✓", "✔", "Y", "y")
FALSE = (
    NO,
    "无",
    "没有",
    "不符合",
    "未完成",
    "尚未完成",
    "不存在",
    "未达到",
    "未发生",
    "没有发生",
    "不成立",
    "×",
    "✗",
    "N",
    "n",
)

#: A number with the unit of what it counts: ``20天``, ``3.5万元``. Per cent are the expressions' own.
_COUNTED = re.compile(r"([+-]?[\d,]*\.?\d+)\s*([^\W\d_]{1,3})")
_SIGN = re.compile(r">=|<=|<>|!=|==|[<>=]")
_FOLDED = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "<>", "＞": ">", "＜": "<", "＝": "="}
_SPELLED = {">=": "≥", "<=": "≤", "<>": "≠", ">": ">", "<": "<", "=": "="}


@dataclass(frozen=True, slots=True)
class Clause:
    """One part: ``sign`` is one of >= <= > < = <> with an expression on either side, or empty where ``left`` is a name."""

    left: str
    sign: str
    right: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The parts, all of which (``every``) or one of which must hold."""

    clauses: tuple[Clause, ...]
    every: bool


def parse(text: str) -> Condition | str:
    """The condition, or what is wrong with it in a few words."""
    folded = "".join(_FOLDED.get(char, char) for char in text.strip())
    folded = re.sub("并且|而且", "且", folded).replace("或者", "或")
    quoted = re.split("(「[^」]*」)", folded)
    ands, ors = (any(word in part for part in quoted[::2]) for word in "且或")
    if ands and ors:
        return "“且”和“或”不能混用"
    parts = [""]
    for place, part in enumerate(quoted):
        pieces = [part] if place % 2 else re.split("[且或]", part)
        parts[-1] += pieces[0]
        parts.extend(pieces[1:])
    clauses = []
    for part in (part.strip() for part in parts):
        signs = list(_SIGN.finditer(re.sub("「[^」]*」", lambda name: "·" * len(name[0]), part)))
        if not part or len(signs) > 1:
            return f"看不懂“{part or text.strip()}”"
        if not signs:
            clauses.append(Clause(part, "", ""))
            continue
        left, right = part[: signs[0].start()].strip(), part[signs[0].end() :].strip()
        if not left or not right:
            return f"“{part}”比较的两边没有写全"
        sign = {"!=": "<>", "==": "="}.get(signs[0][0], signs[0][0])
        clauses.append(Clause(left, sign, right))
    return Condition(tuple(clauses), not ors)


def names(text: str) -> tuple[str, ...]:
    """The facts a condition rests on, folded, in order; none when it cannot be read."""
    found: list[str] = []
    for side in sides(text):
        found.extend(names_of(side) or (fold(side),))
    return tuple(dict.fromkeys(found))


def sides(text: str) -> tuple[str, ...]:
    """The expressions and names a condition compares, days and words left out; none when it cannot be read."""
    condition = parse(text)
    if isinstance(condition, str):
        return ()
    found: list[str] = []
    for clause in condition.clauses:
        found.append(clause.left)
        if clause.right and _literal(clause.right) is None:
            found.append(clause.right)
    return tuple(dict.fromkeys(found))


def holds(text: str, facts: Mapping[str, Fact], at: Where, id: str) -> tuple[Fact | None, tuple[Finding, ...]]:
    """Whether a condition holds, as a fact 是 or 否, empty while something it rests on is; or one fault."""
    condition = parse(text)
    if isinstance(condition, str):
        cure = "写成“事实 且 事实 >= 事实”，如“项目已完成 且 资金.支出数 <= 资金.预算数”"
        return None, (fault(at, f"条件“{text.strip()}”：{condition}", cure),)
    told: list[str] = []
    verdicts: list[bool | None] = []
    inputs: list[str] = []
    for clause in condition.clauses:
        sides = []
        for side in (clause.left, clause.right) if clause.sign else (clause.left,):
            fact, found = _side(side, facts, at, literal=side is clause.right)
            if fact is None:
                return None, found
            sides.append(fact)
            inputs.extend(fact.inputs)
        made = _compared(clause, sides)
        if isinstance(made, str):
            cure = "比较的两边要同是数、同是日期或同是文字，百分数写上 %；判断是否的事实写“是”或“否”"
            return None, (fault(at, f"条件“{text.strip()}”：{made}", cure),)
        verdicts.append(made[0])
        told.append(made[1])
    blank = any(one is None for one in verdicts)
    decided = (all if condition.every else any)(bool(one) for one in verdicts)
    sure = not blank or (False in verdicts if condition.every else True in verdicts)
    value = (YES if decided else NO) if sure else None
    if sure:  # the parts that settle it
        told = [words for words, one in zip(told, verdicts, strict=True) if one is not None and one == decided]
    failed = sure and not decided and any(clause.sign for clause in condition.clauses)
    end = "，条件不成立" if failed else "" if sure else "，还不能判断"
    how = ("，且" if condition.every else "，或").join(told) + end
    fact = Fact(id, value, Measure.TEXT, how=how, inputs=tuple(dict.fromkeys(inputs)), sources=(at,), expression=text)
    return fact, ()


def said(text: str) -> bool | None:
    """是 or 否 as people write it; None when it is neither."""
    word = plain(text)
    return True if word in TRUE else False if word in FALSE else None


def shown(text: str) -> str:
    """A side of a comparison as a reader has it: the money of the project without the word that says where it stands."""
    return re.sub(r"(?<![\w.])资金\.(?=(?:预算数|到位数|支出数|结余|到位率|预算执行率)(?![\w.]))", "", text)


def _side(text: str, facts: Mapping[str, Fact], at: Where, *, literal: bool) -> tuple[Fact | None, tuple[Finding, ...]]:
    """One side of a comparison as a fact; ``literal`` allows a day or a word that is no fact's name."""
    fact = _literal(text) if literal and text not in facts else None
    return (fact, ()) if fact is not None else evaluate(text, facts, at, "")


def _literal(text: str) -> Fact | None:
    """A day, a yes or no, or a word in quotes."""
    day = parse_date(text)
    if day is not None:
        return Fact("", day, Measure.DATE)
    counted = _COUNTED.fullmatch(text.strip())
    number = parse_decimal(counted[1]) if counted else None
    if counted is not None and number is not None:
        unit = counted[2]
        return Fact("", number, Measure.AMOUNT if unit in MONEY else Measure.COUNT, unit=unit)
    bare = text.strip("“”\"'")
    return Fact("", bare, Measure.TEXT) if said(bare) is not None or bare != text else None


def _compared(clause: Clause, sides: list[Fact]) -> tuple[bool | None, str] | str:
    """The verdict on one clause and its words; None while a side is empty. A text when the sides do not go together."""
    left = sides[0]
    name = clause.left.strip("「」")
    if not clause.sign:
        if left.empty:
            return None, f"“{name}”还没有填"
        verdict = said(left.text) if left.measure is Measure.TEXT else None
        if verdict is None:
            return f"“{name}”填的是“{left.display}”，看不出是或否"
        return verdict, shown(name) if verdict else f"不符合“{shown(name)}”"
    right = sides[1]
    blank = next((side for side, fact in zip((clause.left, clause.right), sides, strict=True) if fact.empty), None)
    if blank is not None:
        return None, f"“{blank}”还没有填"
    other = f"{shown(clause.right.strip('「」'))} " if right.inputs else ""
    told = f"{shown(name)} {left.display} {_SPELLED[clause.sign]} {other}{right.display}"
    if isinstance(left.value, str) and isinstance(right.value, str):
        if clause.sign not in ("=", "<>"):
            return f"“{name}”是文字，不能比较大小"
        answers = said(left.text), said(right.text)
        same = plain(left.text) == plain(right.text) if None in answers else answers[0] == answers[1]
        return same is (clause.sign == "="), told.replace("=", "为").replace("≠", "不为")
    if bare := _bare(left, right):
        return f"“{clause.left}”和“{clause.right}”一边是百分数，{bare} 没有写 %，分不清是 {bare}% 还是 {bare} 倍"
    values = _numbers(left, right)
    if values is None:
        return f"“{clause.left}”和“{clause.right}”不能比较"
    low, high = values
    found = {
        ">=": low >= high, "<=": low <= high, ">": low > high, "<": low < high, "=": low == high, "<>": low != high,
    }[clause.sign]  # fmt: skip
    return found, told


def _bare(left: Fact, right: Fact) -> str:
    """The figure without unit beside per cent that might be meant either way: not nought, and not above one."""
    for one, other in ((left, right), (right, left)):
        if other.unit == "%" and not one.unit and isinstance(one.value, Decimal) and 0 < abs(one.value) <= 1:
            return one.text
    return ""


def _numbers(left: Fact, right: Fact) -> tuple[Decimal, Decimal] | None:
    """Both sides as numbers in one unit, as printed; None when they are of different kinds."""
    if isinstance(left.value, date) and isinstance(right.value, date):
        return Decimal(left.value.toordinal()), Decimal(right.value.toordinal())
    if not isinstance(left.value, Decimal) or not isinstance(right.value, Decimal):
        return None
    if left.unit in MONEY and right.unit in MONEY:
        return left.printed, money(right.printed, right.unit, left.unit)
    if left.unit and right.unit and left.unit != right.unit:
        return None
    return left.printed, right.printed
