"""The tables 事实, 资金 and 资金测算 -> typed facts and money, with doubts where units look ten thousand times off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalkit.likeness import suggestion
from evalkit.model.engagement import Costing, Fund
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import RawTable, Source
from evalkit.numbers import MONEY, no_such_day, overlong, parse_date, parse_decimal, plain, trimmed
from evalkit.records import LONG_NUMBER, Record, read_table, short, table_rows
from evalkit.words import COSTING, FACTS, FUNDS

AMOUNTS = ("预算数", "到位数", "支出数")
#: First parts of the names the program gives.
RESERVED = ("项目", "机构", "资金", "问卷", "得分", "分值", "扣分", "得分率", "取值", "体系", "口径")
TAKEN = ("总分", "满分", "总得分率", "等级")
#: The most decimals a fact is printed with.
PLACES = 8
COUNTED = tuple("人户个家次份天月年件项处所台套辆亩米起名条座间批场期篇吨")

#: No figure with its unit is longer; in a long run of digits the pattern would search for ever.
LONGEST = 100

_NUMBER_UNIT = re.compile(r"([+-]?[\d,]*\.?\d+)\s*(%|[^\d\s.,%]{1,6})")
_PER_CENT = (Measure.RATE, Measure.SHARE, Measure.MEAN)
#: A ratio between these looks like 元 taken for 万元.
_OFF = (Decimal(5000), Decimal(20000))


@dataclass(frozen=True, slots=True)
class Money:
    """The parts of the money, the stated sum if any, the costings, and the place of each amount by row and column."""

    funds: tuple[Fund, ...]
    stated: Fund | None
    costings: tuple[Costing, ...]
    places: Mapping[tuple[Where, str], Where]


# ---- facts --------------------------------------------------------------------------------------------------------


def load_facts(source: Source) -> tuple[tuple[Fact, ...], Mapping[str, tuple[str, Where]], tuple[Finding, ...]]:
    """The facts of the sheet 事实, and by name the expressions of those still to be computed.

    The measure is the 口径, or follows from the unit; an empty value is a declared fact without one.
    """
    table = table_rows(source, FACTS)
    if table is None:
        return (), {}, ()
    records, more = read_table(table, FACTS)
    found = list(more)
    facts: dict[str, Fact] = {}
    expressions: dict[str, tuple[str, Where]] = {}
    seen: dict[str, Where] = {}
    for record in records:
        name = record.text("名称").replace(".", "·") if not reserved(record.text("名称")) else record.text("名称")
        if not name:
            continue
        at = record.where("名称")
        if reserved(name):
            message = f"事实不能叫“{name}”，这个名称由程序给出"
            found.append(fault(at, message, "换一个名称，如“核定" + name.replace(".", "") + "”"))
            continue
        folded = plain(name)
        if folded in seen:
            message = f"事实“{name}”写了两次，前一次在 {seen[folded].spot}"
            found.append(fault(at, message, "留一行，删去另一行"))
            continue
        seen[folded] = at
        facts[name] = typed_fact(record, name, found)
        if record.text("算式"):
            if record.text("值"):
                message = f"事实“{name}”既写了值，又写了算式"
                found.append(fault(record.where("算式"), message, "只留一个；能算出的写算式"))
            expressions[name] = (record.text("算式"), record.where("算式"))
    return tuple(facts.values()), expressions, tuple(found)


def reserved(name: str) -> bool:
    return name in TAKEN or name in RESERVED or (name.partition(".")[0] in RESERVED and "." in name)


def typed_fact(record: Record, name: str, found: list[Finding]) -> Fact:
    text, unit = record.text("值"), record.text("单位").replace("％", "%")
    at = record.where("值")
    stated = record.text("口径")
    measure = Measure(stated) if stated else None
    number = parse_decimal(text)
    if overlong(text):
        found.append(fault(at, f"事实“{name}”的值太长：“{short(text)}”", LONG_NUMBER))
        text = ""
    if number is None and text:
        number, unit = with_unit(text, unit, name, at, found) or (None, unit)
    day = parse_date(text) if number is None and measure in (None, Measure.DATE) and not unit else None
    value: Decimal | date | str | None = day if day is not None else number if number is not None else text or None
    if measure is None:
        measure = inferred(value, unit, bool(record.text("算式")))
    if not unit and measure in _PER_CENT:
        unit = "%"
    wrong = misfit(value, measure, unit, name)
    if wrong:
        found.append(fault(at if text else record.where("单位"), *wrong))
        value = None
    if measure in (Measure.TEXT, Measure.DATE) and not isinstance(value, date):
        value = text or None
    places = record.count("位数")
    if places is not None and not 0 <= places <= PLACES:
        message = f"事实“{name}”的位数是 {places}"
        found.append(fault(record.where("位数"), message, f"写 0 到 {PLACES}；不写则按口径"))
        places = None
    if places is None:
        places = default_places(measure, text, value)
    if unit == "%" and isinstance(value, Decimal) and Decimal("0.3") < abs(value) < 1 and "%" not in plain(text):
        message = f"事实“{name}”是 {trimmed(value)}%，像是把 {trimmed(value * 100)}% 写成了小数"
        found.append(doubt(at, message, f"写 {trimmed(value * 100)}；确实不到 1% 的不用改"))
    how = "，".join(part for part in (record.text("来源"), record.text("位置")) if part)
    if value is None and not how:
        how = record.text("备注")  # what belongs there, until it is filled in
    return Fact(name, value, measure, places, unit, how=how, sources=(at,))


def with_unit(text: str, unit: str, name: str, at: Where, found: list[Finding]) -> tuple[Decimal | None, str] | None:
    """``98.62%`` or ``628人`` in the column of values; None where it is no number with a unit we know."""
    match = _NUMBER_UNIT.fullmatch(plain(text)) if len(text) <= LONGEST else None
    if not match or (match[2] != "%" and match[2] not in MONEY and match[2] not in COUNTED):
        return None
    number, written = parse_decimal(match[1]), match[2]
    if unit and unit != written:
        message = f"事实“{name}”的值写“{short(text)}”，单位写“{unit}”，不一致"
        found.append(fault(at, message, "值只写数字，单位写在单位一栏"))
    return number, unit or written


def inferred(value: Decimal | date | str | None, unit: str, computed: bool) -> Measure:
    """The measure a value and its unit speak for."""
    if isinstance(value, date):
        return Measure.DATE
    if isinstance(value, str) or (value is None and not unit and not computed):
        return Measure.TEXT
    if unit in MONEY:
        return Measure.AMOUNT
    if unit == "%":
        return Measure.RATE
    if unit == "分":
        return Measure.SCORE
    return Measure.COUNT if unit in COUNTED else Measure.NUMBER


def misfit(value: Decimal | date | str | None, measure: Measure, unit: str, name: str) -> tuple[str, str] | None:
    """Message and cure where value, 口径 and unit do not fit each other, or where the value is a day that there is not."""
    if isinstance(value, str) and measure in (Measure.DATE, Measure.TEXT) and (why := no_such_day(value)):
        return f"事实“{name}”的值是“{short(value)}”，没有这一天：{why}", "对照原件，改成实有的日期"
    if isinstance(value, str) and measure is Measure.DATE:
        return f"事实“{name}”的口径是日期，值是“{short(value)}”", "写到日，如 2026-03-20"
    if isinstance(value, str) and measure is not Measure.TEXT:
        return (
            f"事实“{name}”的口径是{measure.value}，值“{short(value)}”不是数字",
            "值只写数字，单位写在单位一栏；文字的口径写“文字”",
        )
    if measure is Measure.AMOUNT and not unit:
        return f"事实“{name}”是金额，没有写单位", "单位写 " + "、".join(MONEY)
    if measure is Measure.AMOUNT and unit not in MONEY:
        return f"事实“{name}”是金额，单位“{unit}”不是金额单位", "单位写 " + "、".join(MONEY)
    if measure in _PER_CENT and unit != "%":
        return f"事实“{name}”的口径是{measure.value}，单位是“{unit}”", "单位写 %"
    return None


def default_places(measure: Measure, text: str, value: Decimal | date | str | None) -> int | None:
    if measure in (Measure.AMOUNT, *_PER_CENT):
        return 2
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return None


# ---- money --------------------------------------------------------------------------------------------------------


def load_money(source: Source) -> tuple[Money, tuple[Finding, ...]]:
    """资金 and 资金测算. A unit in a header (``预算数（元）``) counts where the column 单位 is blank."""
    found: list[Finding] = []
    funds: dict[str, Fund] = {}
    stated: Fund | None = None
    places: dict[tuple[Where, str], Where] = {}
    table = table_rows(source, FUNDS)
    if table is not None:
        records, more = read_table(table, FUNDS)
        found.extend(more)
        for record, unit in zip(records, units(table), strict=True):
            fund = as_fund(record, unit)
            places.update({(fund.at, key): record.where(key) for key in AMOUNTS})
            for key in AMOUNTS:
                value = amount(fund, key)
                if value is not None and value < 0:
                    message = f"“{fund.name}”的{key}是负数"
                    found.append(doubt(record.where(key), message, "核对后改正；退回、收回的资金另写一行说明"))
            if record.total:
                stated = fund if record.total != "小计" else stated
            elif fund.name in funds:
                message = f"资金子项“{fund.name}”写了两次，前一次在 {funds[fund.name].at.spot}"
                found.append(fault(record.where("子项"), message, "合成一行，或改成不同的名称"))
            elif fund.name:
                funds[fund.name] = fund
    costings = []
    table = table_rows(source, COSTING)
    for record in () if table is None else rows(table, found):
        name = record.text("子项")
        if name and funds and name not in funds:
            message = f"资金表没有子项“{name}”"
            found.append(fault(record.where("子项"), message, suggestion(name, tuple(funds), "有的子项")))
        rate, quantity, periods = record.number("标准"), record.number("数量"), record.number("期数")
        if rate is not None and quantity is not None:
            # A unit that is none has been told; without one there is nothing to reckon with.
            if "单位" in record.faulty:
                continue
            basis, unit = record.text("口径"), record.text("单位")
            costings.append(
                Costing(name, basis, record.text("内容"), rate, unit, quantity, periods or Decimal(1), record.at)
            )
    money = Money(tuple(funds.values()), stated, tuple(costings), places)
    found.extend(off_by_ten_thousand(money))
    return money, tuple(found)


def rows(table: RawTable, found: list[Finding]) -> tuple[Record, ...]:
    records, more = read_table(table, COSTING)
    found.extend(more)
    return tuple(record for record in records if not record.total)


def as_fund(record: Record, unit: str) -> Fund:
    return Fund(
        name=record.text("子项"),
        budget=record.number("预算数"),
        received=record.number("到位数"),
        spent=record.number("支出数"),
        unit=unit or record.text("单位") or "万元",
        note=record.text("备注"),
        at=record.at,
    )


def units(table: RawTable) -> list[str]:
    """For each row the unit its headers name, where its own column for units is blank."""
    named = []
    for row in table.rows:
        unit = ""
        for header, entry in row.entries.items():
            field = FUNDS.field(header)
            if field is not None and field.key == "单位" and entry.text:
                unit = ""
                break
            remark = re.search(r"[（(]\s*(?:单位[：:])?\s*([^（()）]+?)\s*[)）]\s*$", header)
            if field is not None and field.key in AMOUNTS and remark and remark[1] in MONEY:
                unit = remark[1]
        named.append(unit)
    return named


def off_by_ten_thousand(money: Money) -> list[Finding]:
    """Doubts about amounts that stand to their neighbours as 元 to 万元."""
    found = []
    for fund in money.funds:
        pairs = [(key, amount(fund, key)) for key in AMOUNTS]
        known = [(key, value) for key, value in pairs if value]
        suspects = [
            (key, value, other)
            for key, value in known
            for other_key, other in known
            if other_key != key and off(value, other) and value > other
        ]
        if suspects:
            key, value, other = suspects[0]
            found.append(units_doubt(money, fund, key, value, f"同一行的另一个数是 {trimmed(other)}{fund.unit}"))
            continue
        for basis, key in (("预算", "预算数"), ("支出", "支出数")):
            paid = amount(fund, key)
            parts = [one for one in money.costings if one.fund == fund.name and one.basis == basis]
            costed = sum((one.rate * one.quantity * one.periods * MONEY[one.unit] for one in parts), Decimal(0))
            if paid and costed and off(paid * MONEY[fund.unit], costed):
                shown = f"按测算是 {trimmed(costed)} 元"
                found.append(units_doubt(money, fund, key, paid, shown))
                break
        else:
            beside(fund, money, found)
    if money.stated:
        for key in AMOUNTS:
            total = amount(money.stated, key)
            parts_sum = sum(((amount(one, key) or Decimal(0)) * MONEY[one.unit] for one in money.funds), Decimal(0))
            if total and parts_sum and off(total * MONEY[money.stated.unit], parts_sum):
                shown = f"各子项合计是 {trimmed(parts_sum / MONEY[money.stated.unit])}{money.stated.unit}"
                found.append(units_doubt(money, money.stated, key, total, shown))
                break
    return found


def beside(fund: Fund, money: Money, found: list[Finding]) -> None:
    """A doubt where one part is a thousand times all others together, in a unit bigger than 元."""
    for key in AMOUNTS:
        value = amount(fund, key)
        others = sum(
            ((amount(one, key) or Decimal(0)) * MONEY[one.unit] for one in money.funds if one is not fund), Decimal(0)
        )
        if value and others and fund.unit != "元" and value * MONEY[fund.unit] >= 1000 * others:
            shown = f"其余子项合计只有 {trimmed(others / MONEY[fund.unit])}{fund.unit}"
            found.append(units_doubt(money, fund, key, value, shown))
            return


def doubtful_amounts(facts: tuple[Fact, ...], money: Money) -> list[Finding]:
    """Doubts about typed amounts that are exactly ten thousand times, or a ten-thousandth of, an amount of the money."""
    known: dict[Decimal, str] = {}
    for fund in (*money.funds, *((money.stated,) if money.stated else ())):
        for key in AMOUNTS:
            value = amount(fund, key)
            if value:
                known.setdefault(value * MONEY[fund.unit], f"{fund.name}的{key} {trimmed(value)}{fund.unit}")
    for key in AMOUNTS:
        values = [amount(fund, key) for fund in money.funds]
        total = sum(
            (value * MONEY[fund.unit] for fund, value in zip(money.funds, values, strict=True) if value), Decimal(0)
        )
        known.setdefault(total, f"{key}合计 {trimmed(total / 10000)}万元")
    found = []
    for fact in facts:
        if fact.unit not in MONEY or not isinstance(fact.value, Decimal) or not fact.value:
            continue
        value = fact.value * MONEY[fact.unit]
        other = known.get(value / 10000) or known.get(value * 10000)
        if value not in known and other:
            message = f"事实“{fact.id}”是 {trimmed(fact.value)}{fact.unit}，与{other}恰好差一万倍"
            found.append(doubt(fact.sources[0], message, "核对单位是元还是万元"))
    return found


def amount(fund: Fund, key: str) -> Decimal | None:
    return {"预算数": fund.budget, "到位数": fund.received, "支出数": fund.spent}[key]


def off(one: Decimal, other: Decimal) -> bool:
    ratio = max(one, other) / min(one, other) if one > 0 and other > 0 else Decimal(0)
    return _OFF[0] <= ratio <= _OFF[1]


def units_doubt(money: Money, fund: Fund, key: str, value: Decimal, against: str) -> Finding:
    message = f"“{fund.name}”的{key}是 {trimmed(value)}{fund.unit}，{against}，像是差了一万倍"
    return doubt(money.places.get((fund.at, key), fund.at), message, "核对单位是元还是万元")
