"""``Engagement`` + survey facts -> ``Facts``: what was typed, the project, the firm, the money, and what follows from them."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from evalkit.awaited import awaited
from evalkit.defined import definition_facts, satisfied, shown
from evalkit.expressions import evaluate, fold, names
from evalkit.model.definitions import Definitions
from evalkit.model.engagement import Engagement, Fund
from evalkit.model.facts import Fact, Facts, Measure, label_part
from evalkit.model.places import Finding, Where, fault
from evalkit.numbers import MONEY, divide, money, parse_date
from evalkit.quantities import mean_behind
from evalkit.words import FIRM, PROJECT, TableSpec

#: The unit the money of the report is stated in.
UNIT = "万元"

_AMOUNTS = (("预算数", "budget"), ("到位数", "received"), ("支出数", "spent"))

#: What a key of 项目 says when nobody filled it in: another key, or words.
_FALLBACKS = {"评价对象": "名称", "实施单位简称": "实施单位"}


def derive(engagement: Engagement, surveyed: Facts) -> tuple[Facts, tuple[Finding, ...]]:
    """All facts known before scoring: 项目.* 机构.* 口径.* 资金.*, the survey's, the typed ones, those with an expression.

    Expressions are computed in the order they rest on each other; one that rests on itself is a fault. Money is
    carried to 万元 exactly and rounded only when it is printed.
    """
    facts: dict[str, Fact] = {}
    facts.update((fact.id, fact) for fact in _form(PROJECT, engagement.project, engagement.places))
    facts.update((fact.id, fact) for fact in _form(FIRM, engagement.firm, engagement.places))
    facts.update((fact.id, fact) for fact in definition_facts(engagement))
    facts.update((fact.id, fact) for fact in _funds(engagement))
    facts.update(surveyed)
    facts.update((fact.id, fact) for fact in satisfied(engagement.definitions, surveyed.values()))
    facts.update((fact.id, fact) for fact in engagement.typed)
    found = _compute(engagement, facts)
    return Facts(facts.values()), found


# ---- project and firm ---------------------------------------------------------------------------------------------


def _form(spec: TableSpec, values: Mapping[str, str], places: Mapping[str, Where]) -> Iterator[Fact]:
    """One fact a key of a key-value sheet, empty where nothing was written; days are days."""
    days = {field.key for field in spec.fields if field.kind == "date"}
    keys = dict.fromkeys([*(field.key for field in spec.fields), *values])
    for key in keys:
        id, text = f"{spec.name}.{key}", values.get(key, "").strip()
        sources = (places[id],) if id in places else ()
        day = parse_date(text) if key in days else None
        if day is not None:
            yield Fact(id, day, Measure.DATE, sources=sources)
        elif text or spec is not PROJECT:
            yield Fact(id, text or None, Measure.TEXT, sources=sources)
        else:
            yield _unwritten(id, key, values)


def _unwritten(id: str, key: str, values: Mapping[str, str]) -> Fact:
    other = _FALLBACKS.get(key, "")
    if other and values.get(other, "").strip():
        return Fact(id, values[other].strip(), Measure.TEXT, how=f"没有填写，用{other}", inputs=(f"项目.{other}",))
    if key == "简称":
        return Fact(id, "项目", Measure.TEXT, how="没有填写简称")
    return Fact(id, None, Measure.TEXT)


# ---- money --------------------------------------------------------------------------------------------------------


def _funds(engagement: Engagement) -> Iterator[Fact]:
    """The money as a whole and by part: three amounts, what is left, and two rates each."""
    parts = engagement.funds
    chosen = engagement.definitions
    for fund in parts:
        amounts = [_amount(fund, word, name) for word, name in _AMOUNTS]
        yield from _balance(f"资金.{label_part(fund.name)}", amounts, chosen)
    whole = [_total(word, name, parts, engagement.stated_funds) for word, name in _AMOUNTS]
    yield from _balance("资金", whole, chosen)


def _amount(fund: Fund, word: str, name: str) -> Fact:
    id, value = f"资金.{label_part(fund.name)}.{word}", getattr(fund, name)
    if value is None:
        return Fact(id, None, Measure.AMOUNT, 2, UNIT, f"在“资金”表填写“{fund.name}”的{word}", sources=(fund.at,))
    carried = money(value, fund.unit, UNIT) if fund.unit in MONEY else value
    how = "资金表" if fund.unit == UNIT else f"资金表，{value:f}{fund.unit}折成万元"
    return Fact(id, carried, Measure.AMOUNT, 2, UNIT, how, sources=(fund.at,))


def _total(word: str, name: str, parts: tuple[Fund, ...], stated: Fund | None) -> Fact:
    """The sum of the parts; what the 合计 row says while a part is still blank."""
    id, amounts = f"资金.{word}", [_amount(fund, word, name) for fund in parts]
    values = [fact.value for fact in amounts if isinstance(fact.value, Decimal)]
    if parts and len(values) == len(parts):
        sums = " + ".join(fact.display for fact in amounts)
        fact = Fact(id, sum(values, Decimal(0)), Measure.AMOUNT, 2, UNIT)
        how = f"{sums} = {fact.display}" if len(parts) > 1 else f"资金表只有“{parts[0].name}”一项"
        inputs = tuple(one.id for one in amounts)
        return replace(fact, how=how, inputs=inputs, expression=" + ".join(_quoted(one) for one in inputs))
    typed = getattr(stated, name) if stated is not None else None
    if stated is None or typed is None:
        blank = next((fact for fact in amounts if fact.empty), None)
        advice = blank.how if blank is not None else f"在“资金”表填写{word}"
        return Fact(id, None, Measure.AMOUNT, 2, UNIT, advice)
    value = money(typed, stated.unit, UNIT) if stated.unit in MONEY else typed
    return Fact(id, value, Measure.AMOUNT, 2, UNIT, "资金表的合计行", sources=(stated.at,))


def _balance(prefix: str, amounts: list[Fact], definitions: Definitions) -> Iterator[Fact]:
    """The amounts, 结余, 到位率 = 到位数 ÷ 预算数, 预算执行率 = 支出数 ÷ 到位数 or 预算数, as defined.

    结余 is what is left of the figure the rate divides by, so that the two go together in one sentence; it is what is
    left of the budget where nothing is known of the money received.
    """
    budget, received, spent = amounts
    yield from amounts
    whole = received if definitions.by_received and isinstance(received.value, Decimal) else budget
    inputs = (whole.id, spent.id)
    if isinstance(whole.value, Decimal) and isinstance(spent.value, Decimal):
        rest = Fact(f"{prefix}.结余", whole.value - spent.value, Measure.AMOUNT, 2, UNIT, inputs=inputs)
        how = f"{whole.display} − {spent.display} = {rest.display}"
        yield replace(rest, how=how, expression=f"{_quoted(whole.id)} - {_quoted(spent.id)}")
    else:
        yield Fact(f"{prefix}.结余", None, Measure.AMOUNT, 2, UNIT, f"{_last(whole)}和支出数填好后计算", inputs)
    yield shown(_rate(f"{prefix}.到位率", received, budget), definitions)
    executed = _rate(f"{prefix}.预算执行率", spent, received if definitions.by_received else budget)
    formula = f"支出数÷{definitions.denominator}：" if not executed.empty else ""
    executed = replace(executed, how=f"{formula}{executed.how}", inputs=(*executed.inputs, "口径.执行率分母"))
    yield shown(executed, definitions)


def _rate(id: str, top: Fact, bottom: Fact) -> Fact:
    """A rate in per cent points; empty without both amounts, and where the budget is nought."""
    inputs = (top.id, bottom.id)
    if not isinstance(top.value, Decimal) or not isinstance(bottom.value, Decimal):
        return Fact(id, None, Measure.RATE, 2, "%", f"{_last(top)}和{_last(bottom)}填好后计算", inputs)
    if not bottom.value:
        return Fact(id, None, Measure.RATE, 2, "%", f"{_last(bottom)}是 0，没有{id.rpartition('.')[2]}", inputs)
    fact = Fact(id, divide(top.value * 100, bottom.value), Measure.RATE, 2, "%", inputs=inputs)
    how = f"{top.display} ÷ {bottom.display} × 100% = {fact.display}"
    return replace(fact, how=how, expression=f"{_quoted(top.id)} / {_quoted(bottom.id)}")


def _quoted(id: str) -> str:
    """A fact's ID as an expression names it: a part with signs of its own in 「」."""
    return ".".join(part if re.fullmatch(r"\w+", part) else f"「{part}」" for part in id.split("."))


def _last(fact: Fact) -> str:
    return fact.id.rpartition(".")[2]


# ---- expressions --------------------------------------------------------------------------------------------------


def _compute(engagement: Engagement, facts: dict[str, Fact]) -> tuple[Finding, ...]:
    """Computes the facts with an expression, each after those it rests on, into ``facts``."""
    expressions = engagement.expressions
    declared = {fold(id): id for id in expressions}
    found: list[Finding] = []
    blanks = {fact.id: fact for fact in awaited(engagement.questionnaires, facts)}
    blanks.update((fact.id, fact) for fact in satisfied(engagement.definitions, tuple(blanks.values())))
    known = {**blanks, **facts}
    by_fold = {fold(id): fact for id, fact in known.items() if fold(id) != id}
    for id in _ordered(expressions, declared, found):
        text, at = expressions[id]
        fact, more = evaluate(text, ChainMap(known, by_fold), at, id)
        found.extend(more)
        if fact is not None:
            fact = _as_declared(fact, facts.get(id), at, found, known)
        if fact is not None:
            fact = shown(fact, engagement.definitions)
            facts[id] = known[id] = fact
            if fold(id) != id:
                by_fold[fold(id)] = fact
    return tuple(found)


def _ordered(
    expressions: Mapping[str, tuple[str, Where]], declared: Mapping[str, str], found: list[Finding]
) -> tuple[str, ...]:
    """The expressions, each after those it rests on; circles are complained about and left out."""
    rests = {
        id: [declared[name] for name in (names(text) or (fold(text),)) if name in declared]
        for id, (text, _) in expressions.items()
    }
    while True:
        try:
            return tuple(TopologicalSorter(rests).static_order())
        except CycleError as circle:
            around = list(circle.args[1])
            first = around[-1]
            shown = "→".join(around[::-1]) if len(around) <= 8 else "→".join([*around[:-8:-1], "…", first])
            cure = "其中一个改成直接填值"
            found.append(fault(expressions[first][1], f"算式互相引用，绕成了一圈：{shown}", cure))
            for id in around:
                rests.pop(id, None)
            rests = {id: [one for one in used if one in rests] for id, used in rests.items()}


def _as_declared(
    fact: Fact, stated: Fact | None, at: Where, found: list[Finding], known: Mapping[str, Fact]
) -> Fact | None:
    """The computed fact with the unit, places and measure its row asks for. A fault when they cannot be had."""
    if stated is None:
        return fact
    value, unit, how = fact.value, fact.unit, fact.how
    if stated.unit and stated.unit != unit and not (fact.empty and not unit):
        if stated.unit in MONEY and unit in MONEY:
            value = money(value, unit, stated.unit) if isinstance(value, Decimal) else value
        elif unit:
            message = f"事实“{fact.id}”的算式算出的是以“{unit}”为单位的数，单位一栏写的是“{stated.unit}”"
            found.append(fault(at, message, "改正算式，或改正单位"))
            return None
    unit = stated.unit or unit
    means = (mean_behind(known[id], known) for id in fact.inputs if id in known)
    mean = next((one for one in means if one is not None), None)
    if stated.measure is Measure.SHARE and mean is not None:
        message = f"事实“{fact.id}”的算式用到均值“{mean.id}”，口径一栏写的是占比"
        cure = "均值是打分的平均，不是人数的比例：口径改成均值；要写多少人，用选项的人数除以总人数"
        found.append(fault(at, message, cure))
        return None
    measure = _measure(fact, stated.measure, known)
    if measure is None:
        message = f"事实“{fact.id}”的算式算出的是{fact.measure.value}，口径一栏写的是{stated.measure.value}"
        found.append(fault(at, message, f"口径改成{fact.measure.value}，或改正算式"))
        return None
    places = fact.places if stated.places is None else stated.places
    sources = tuple(dict.fromkeys((*fact.sources, *stated.sources)))
    made = replace(fact, value=value, unit=unit, measure=measure, places=places, sources=sources, how="")
    if isinstance(value, Decimal) and how.endswith(f" = {fact.display}"):
        how = how.removesuffix(f" = {fact.display}") + f" = {made.display}"
    return replace(made, how=how)


#: What a share may be made of: people counted, and shares of them.
_OF_PEOPLE = (Measure.COUNT, Measure.SHARE, Measure.NUMBER)


def _measure(fact: Fact, stated: Measure, known: Mapping[str, Fact]) -> Measure | None:
    """What the fact measures. A quotient of people may be declared a share; a mean is nothing else than a mean."""
    percent = (Measure.RATE, Measure.SHARE, Measure.MEAN)
    if stated in (fact.measure, Measure.NUMBER, Measure.TEXT) or (stated is Measure.RATE and fact.measure in percent):
        return fact.measure
    if (stated, fact.measure) == (Measure.SHARE, Measure.RATE):
        counted = all(known[id].measure in _OF_PEOPLE for id in fact.inputs if id in known)
        return stated if counted else None
    return stated if fact.measure is Measure.NUMBER or fact.empty else None
