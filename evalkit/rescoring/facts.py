"""The sheet 事实 of an edited scoring paper: figures and words that were typed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from evalkit.model.engagement import Fund
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.numbers import MONEY, from_cell, money, parse_date, trimmed
from evalkit.paper import shown_words
from evalkit.rescoring.changes import Change, Taken
from evalkit.rescoring.tables import Cell, Line

_AMOUNTS = {"预算数": "budget", "到位数": "received", "支出数": "spent"}
_SCORED = ("得分", "分值", "扣分", "得分率", "体系", "版本")
_TOTALS = ("总分", "满分", "总得分率", "等级")
_OWN = "在“指标评分”“要点”两表改，这里由它们得来"


def read_facts(taken: Taken, table: Iterable[Line]) -> None:
    """Compares every fact with its row; a name nobody knows is told."""
    facts, behind = taken.case.facts, _leaves_behind(taken)
    for line in table:
        name = line["名称"].text
        if not name:
            continue
        fact = facts.get(name)
        if fact is None:
            if line["精确值"].value is not None:
                cure = "新的事实在“事实”表添加；改了名称的，把名称改回去"
                taken.told(f"工作簿的事实“{name}”，项目里没有", line["名称"].at, cure)
            continue
        found = _typed(fact, line)
        if found is not None:
            _take(taken, fact, *found, behind.get(name, ()))


def _typed(fact: Fact, line: Line) -> tuple[Decimal | date | str | None, Cell] | None:
    """The value that was typed over the exact or the printed one, and its cell; None where neither was touched."""
    for title, old in (
        ("精确值", fact.value),
        ("印出数", fact.printed if isinstance(fact.value, Decimal) else fact.value),
    ):
        cell = line[title]
        computed = bool(fact.inputs or fact.expression) or title == "印出数" or _scored(fact.id)
        if cell.formula and computed:
            continue
        if title == "印出数" and cell.value is None:
            continue
        value = _value(cell, old, fact)
        if value != _shown(old):
            return value, cell
    return None


def _shown(value: Decimal | date | str | None) -> Decimal | date | str | None:
    """A value as a cell of the paper keeps it: written with sixteen digits, read with fifteen, words cut."""
    if isinstance(value, Decimal):
        return from_cell(float(f"{float(value):.16G}")).normalize()
    return shown_words(value).strip() if isinstance(value, str) else value


def _value(cell: Cell, old: object, fact: Fact) -> Decimal | date | str | None:
    number = cell.number
    if number is not None and (isinstance(old, Decimal) or (old is None and fact.measure is not Measure.TEXT)):
        return number.normalize()
    if isinstance(old, date) or fact.measure is Measure.DATE:
        day = cell.value if isinstance(cell.value, date) else parse_date(cell.text)
        return day or cell.text or None
    return cell.text or None


def _take(taken: Taken, fact: Fact, value: Decimal | date | str | None, cell: Cell, codes: tuple[str, ...]) -> None:
    made = replace(fact, value=value, how="评分底稿里填写", inputs=(), expression="", sources=(cell.at,))
    if isinstance(fact.value, Decimal) and isinstance(value, str):
        note, done = f"“{value}”不是数字，没有采用", False
    elif _scored(fact.id):
        note, done = _OWN, False
    else:
        note, done = _place(taken, fact, made)
    old, new = (_words(one) for one in (fact, made))
    home = fact.sources[0] if fact.sources else _home(taken, fact.id)
    taken.changes.append(Change("fact", fact.id, cell.title, old, new, cell.at, home, codes, done, note))


def _words(fact: Fact) -> str:
    """A value as exact as it is, with its unit."""
    if not isinstance(fact.value, Decimal):
        return fact.text
    exact = fact.value if fact.places is None else fact.value.quantize(Decimal(1).scaleb(-max(fact.places, 6)))
    return trimmed(exact) + fact.unit


def _scored(id: str) -> bool:
    return id in _TOTALS or id.partition(".")[0] in _SCORED


def _place(taken: Taken, fact: Fact, made: Fact) -> tuple[str, bool]:
    """Puts the value where the engagement has it; a note, and whether the score follows."""
    family, _, rest = fact.id.partition(".")
    if family == "资金" and (fund := _fund(taken, rest)) is not None and isinstance(made.value, Decimal):
        amount = money(made.value, "万元", fund.unit) if fund.unit in MONEY else made.value
        part = _AMOUNTS[rest.rpartition(".")[2]]
        funds = tuple(
            replace(one, **{part: amount}) if one is fund else one  # type: ignore[arg-type]
            for one in taken.engagement.funds
        )
        taken.engagement = replace(taken.engagement, funds=funds)
        return "", True
    if family == "取值":
        return _value_of(taken, fact, made, rest)
    taken.fact(made)
    note = "原来由算式或程序算出，改为直接填写" if fact.inputs or fact.expression else ""
    return note, True


def _fund(taken: Taken, rest: str) -> Fund | None:
    name, _, word = rest.rpartition(".")
    if word not in _AMOUNTS:
        return None
    return next((one for one in taken.engagement.funds if one.name.replace(".", "·") == name), None)


def _value_of(taken: Taken, fact: Fact, made: Fact, rest: str) -> tuple[str, bool]:
    """What a rule read: the level of an indicator, or a figure put in the place of its expression."""
    code, _, part = rest.partition(".")
    leaf = taken.leaves.get(rest) or taken.leaves.get(code)
    if leaf is None:
        return "找不到这个指标", False
    if leaf.code == rest and not fact.inputs and not fact.expression:
        ranged = re.fullmatch(r"(.+[，,])\s*[\d.]+%", leaf.value.strip())
        text = f"{ranged[1]}{trimmed(made.value)}%" if ranged and isinstance(made.value, Decimal) else made.text
        taken.leaf(leaf.code, value=text)
        return "", True
    taken.fact(made)
    if leaf.code == rest:
        taken.leaf(leaf.code, value=fact.id)
    elif part.isdigit() and any(point.order == int(part) for point in leaf.points):
        taken.point(leaf.code, int(part), value=fact.id)
    else:
        return "条件由事实判断，改它用到的事实", False
    return "原来由算式算出，改为直接填写", True


def _home(taken: Taken, id: str) -> Where | None:
    written = taken.engagement.expressions.get(id)
    return written[1] if written else None


def _leaves_behind(taken: Taken) -> Mapping[str, tuple[str, ...]]:
    """For every fact the leaves whose values rest on it, however far back."""
    facts = taken.case.facts
    found: dict[str, list[str]] = {}
    for id in facts:
        family, _, rest = id.partition(".")
        if family != "取值":
            continue
        code = rest if rest in taken.leaves else rest.partition(".")[0]
        waiting, seen = [id], {id}
        while waiting:
            one = waiting.pop()
            if code not in found.setdefault(one, []):
                found[one].append(code)
            fresh = [other for other in (facts[one].inputs if one in facts else ()) if other not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
    return {id: tuple(codes) for id, codes in found.items()}
