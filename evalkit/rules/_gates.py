"""Conditions that come before a rule's figure: 满分条件 gives full marks, 零分条件 none, whatever the figure is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from evalkit.conditions import YES, Condition, parse, said, shown
from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Literal, Score, Step
from evalkit.numbers import trimmed
from evalkit.rules._result import awaited, call, clash, number, result
from evalkit.rules._spell import fits
from evalkit.words import Field

FULL, NONE = "满分条件", "零分条件"

FIELDS = (
    Field(FULL, "text", "成立就得满分，如“项目已完成 且 资金.支出数 <= 资金.预算数”"),
    Field(NONE, "text", "成立就不得分，如“造成不良影响 且 资金.到位率 < 100%”"),
)

_SPELLED = {">=": "≥", "<=": "≤", "<>": "≠", ">": "＞", "<": "＜", "=": "等于"}


@dataclass(frozen=True, slots=True)
class Gates:
    """The two conditions as written, empty where there is none."""

    full: str = ""
    none: str = ""


#: A decision taken before the figure: the points and the step that says why.
Decided = tuple[Decimal, Step]


def read_gates(values: Mapping[str, Any], places: Mapping[str, Where], at: Where) -> tuple[Gates, tuple[Finding, ...]]:
    """The conditions out of a rule's parameters, and faults of those that cannot be read."""
    found = []
    for key in (FULL, NONE):
        text = str(values.get(key) or "")
        wrong = parse(text) if text else ""
        if isinstance(wrong, str) and wrong:
            cure = "写成“事实 且 事实 >= 事实”，如“项目已完成 且 资金.支出数 <= 资金.预算数”"
            found.append(fault(places.get(key, at), f"{key}“{text}”：{wrong}", cure))
    both = {key: "".join(str(values.get(key) or "").split()) for key in (FULL, NONE)}
    if both[FULL] and both[FULL] == both[NONE]:
        cure = "删去一个，或改正条件"
        what = f"满分条件和零分条件都是“{values[FULL]}”，先看零分条件，满分条件不会起作用"
        found.append(doubt(places.get(FULL, at), what, cure))
    return Gates(str(values.get(FULL) or "").strip(), str(values.get(NONE) or "").strip()), tuple(found)


def inputs_of(gates: Gates) -> tuple[tuple[str, str, str], ...]:
    """What is to be found out before scoring: key, condition, and that it is one."""
    return tuple((key, text, "condition") for key, text in ((FULL, gates.full), (NONE, gates.none)) if text)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a figure is worth: exact points, the step that says so, and what to tell of points lost and of full marks."""

    points: Decimal
    text: str
    lost: str
    met: str
    findings: tuple[Finding, ...] = ()


class OfFigure(Protocol):
    """The parameters of a rule that judges one figure."""

    @property
    def gates(self) -> Gates: ...

    @property
    def unit(self) -> str: ...


Rule = TypeVar("Rule", bound=OfFigure)


def by_figure(
    indicator: Indicator,
    rule: Rule | None,
    value: Fact | None,
    more: Mapping[str, Fact],
    words: str,
    tree: Formula | None,
    judge: Callable[[Rule, Indicator, Fact], Judged | Finding],
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The score that ``judge`` gives the printed figure, or a fault of it, unless a condition decides before."""
    if rule is None:
        return None, ()
    answer = _settled(indicator, rule, value, more, words, tree)
    if answer is not None or value is None:
        return answer or (None, ())
    made = judge(rule, indicator, value)
    if isinstance(made, Finding):
        return None, (made,)
    steps = (*_passed(rule.gates, more), Step(made.text, (value.id,)))
    lost = _failed(rule.gates, more) + made.lost
    return result(indicator, made.points, value, steps, lost, words, tree, met=made.met), made.findings


def words(gates: Gates) -> str:
    """The conditions before the rule itself: ``项目已完成、且支出数≤预算数的，得满分；除此以外，``."""
    parts = []
    if gates.none:
        parts.append(f"{spoken(gates.none)}的，不得分；")
    if gates.full:
        parts.append(f"{spoken(gates.full)}的，得满分；")
    return "".join(parts) + ("其他情形，" if parts else "")


def spoken(text: str) -> str:
    """A condition in running text: ``项目已完成，且支出数≤预算数``."""
    condition = parse(text)
    if not isinstance(condition, Condition):
        return text
    parts = []
    for one in condition.clauses:
        word = one.sign == "=" and (said(one.right) is not None or one.right[:1] in "“\"'")
        sign = "为" if word else _SPELLED.get(one.sign, "")
        parts.append(f"{shown(one.left)}{sign}{shown(one.right)}")
    parts = [part.replace(" ", "") for part in parts]
    return ("，且" if condition.every else "，或").join(parts)


def gated(indicator: Indicator, gates: Gates, tree: Formula) -> Formula:
    """The formula of a rule behind its conditions."""
    for key, text, points in ((FULL, gates.full, indicator.weight), (NONE, gates.none, Decimal(0))):
        if text:
            met: Call = call("EXACT", FactRef(f"取值.{indicator.code}.{key}"), Literal(YES))
            tree = call("IF", met, number(points), tree)
    return tree


def _settled(
    indicator: Indicator,
    rule: OfFigure,
    value: Fact | None,
    more: Mapping[str, Fact],
    words: str,
    tree: Formula | None,
) -> tuple[Score | None, tuple[Finding, ...]] | None:
    """The answer of a rule that need not look at its figure, or cannot: None where the figure decides.

    Another unit than the rule's is a fault; a condition may decide, or be open; without a figure there is no score.
    """
    figure = value is not None and isinstance(value.value, Decimal)
    if figure and value is not None and not fits(value, rule.unit):
        return None, clash(indicator, value, rule.unit)
    before, waits = _decided(indicator, rule.gates, more)
    if waits:
        return None, waits
    if before is not None:
        told = before[1].text.replace(" ", "")
        return result(indicator, before[0], value, (before[1],), told, words, tree, met=told), ()
    return None if figure else (None, ())


def _decided(
    indicator: Indicator, gates: Gates, more: Mapping[str, Fact]
) -> tuple[Decided | None, tuple[Finding, ...]]:
    """Nought or full marks where a condition holds; none where the figure decides. A condition still open is told."""
    for key, text in ((NONE, gates.none), (FULL, gates.full)):
        fact = more.get(key) if text else None
        if not text:
            continue
        if fact is None or fact.empty:
            how = fact.how if fact is not None else "还没有判断"
            return None, (awaited(indicator, f"{key}“{text}”还不能判断（{how}）", "填好条件用到的事实"),)
        if fact.text == YES:
            points = indicator.weight if key == FULL else Decimal(0)
            worth = f"得满分 {trimmed(points)} 分" if points else "不得分"
            return (points, Step(f"{fact.how}，{worth}", (fact.id,), fact.sources)), ()
    return None, ()


def _passed(gates: Gates, more: Mapping[str, Fact]) -> tuple[Step, ...]:
    """Steps that say that a condition does not hold, so that the figure decides."""
    keys = [key for key, text in ((NONE, gates.none), (FULL, gates.full)) if text and key in more]
    return tuple(Step(f"{key}：{more[key].how}", (more[key].id,), more[key].sources) for key in keys)


def _failed(gates: Gates, more: Mapping[str, Fact]) -> str:
    """What to say first of points lost where the condition for full marks is not met."""
    fact = more.get(FULL) if gates.full else None
    return f"{fact.how.replace(' ', '')}；" if fact is not None and not fact.empty else ""
