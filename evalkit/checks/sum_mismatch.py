"""合计与分项之和不符；标准×数量×期数与金额不符；预算减支出与结余不符。

查什么：报告各表的小计、合计、总计行，是否等于上面各行印出的数相加；“其中”各项之和是否超过总数；有预算、支出、结余三列的，
结余是否等于预算（或到位）减支出；资金表写了合计的，是否等于各子项之和；资金测算的标准×数量×期数，折算单位后是否等于资金表的金额。
一律按印出来的数用计算器加：差在四舍五入的尾差以内的是警告，超出的是错误。

例：五行分项相加是 91.58，合计行写 91.85。

怎样改：先确定分项和合计哪一个对，改错的那一个；尾差用“合计以分项相加为准”的办法处理，或在表注里说明。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._grids import Figure, Grid, grids, squeezed
from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement, Fund
from evalkit.model.places import Finding, Quote, Severity, Where
from evalkit.numbers import MONEY, fixed, money, round_half_up, trimmed

ID = "sum_mismatch"
TITLE = "合计与分项"

_NOT_SUMS = re.compile(
    r"率|比例|占比|比重|平均|均值|均分|满意度|单价|标准|序号|编号|期数|年度|年份|排名|百分制|业绩值|系数|评价|指标值|完成值|目标值|实际值"
)
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元|人|户|家|个|份)(?!/)")


def check(case: Case) -> tuple[Finding, ...]:
    """Sums of tables, of text, and of the engagement's funds."""
    found: list[Finding] = []
    for grid in grids(case):
        found.extend(_columns(grid))
        found.extend(_balances(grid))
    for passage in passages(case, "body", "cell"):
        found.extend(_parts_in_text(passage))
    found.extend(_lists_in_text(case))
    if case.engagement is not None:
        found.extend(_funds(case.engagement))
        found.extend(_costings(case.engagement))
    return tuple(found)


# ---- tables ----------------------------------------------------------------------------------------------------------


def _columns(grid: Grid) -> Iterator[Finding]:
    if not any(grid.total(row) for row in grid.body):
        return
    for column, title in enumerate(grid.titles):
        if not _NOT_SUMS.search(title):
            yield from _column(grid, column)


def _column(grid: Grid, column: int) -> Iterator[Finding]:
    """One column: a subtotal is the sum since the last one, a total the sum of all rows that are no subtotals."""
    group: list[Figure] = []
    every: list[Figure] = []
    seen: list[object] = []
    for row in grid.body:
        cell = grid.cells[row][column]
        figure = grid.figure(row, column)
        kind = grid.total(row)
        if not kind:
            if figure is None and not re.fullmatch(r"[-—－–/／]*", squeezed(cell.text)):
                return  # words among the figures: no column of amounts
            if figure is not None and figure.percent:
                return
            if figure is not None and not any(cell is one for one in seen):
                seen.append(cell)
                group.append(figure)
                every.append(figure)
            continue
        parts = group if kind == "小计" else every
        if (
            figure is not None
            and not figure.percent
            and len(parts) > 1
            and cell.colspan == 1
            and not grid.spans(row, column)
        ):
            yield from _compare(grid, row, column, figure, parts)
        group = []


def _compare(grid: Grid, row: int, column: int, stated: Figure, parts: list[Figure]) -> Iterator[Finding]:
    sum_ = sum((part.value for part in parts), Decimal(0))
    if round_half_up(sum_, stated.places) == stated.value:
        return
    severity = _severity(stated, parts, sum_)
    title = grid.titles[column]
    message = (
        f"“{title}”列的{grid.total(row)}印作 {stated.text}，上面 {len(parts)} 项相加是 {trimmed(sum_)}，"
        f"差 {trimmed(abs(stated.value - sum_))}{'（在四舍五入的尾差以内）' if severity == 'warning' else ''}"
    )
    yield Finding(
        ID,
        severity,
        message,
        grid.where(row, column),
        "核对分项与合计，改错的那一个；确属尾差的，以印出的分项相加为准，或加表注说明",
        quotes=(grid.quote(row, column),),
        stated=stated.text,
        computed=trimmed(sum_),
    )


def _severity(stated: Figure, parts: list[Figure], sum_: Decimal) -> Severity:
    """A warning when rounding each part could explain the difference, an error when it cannot."""
    places = min([stated.places, *(part.places for part in parts)])
    room = Decimal(len(parts) + 1) * Decimal(5).scaleb(-places - 1)
    # Whole numbers that count people or points were never rounded: nothing explains a difference there.
    return "warning" if places > 0 and abs(stated.value - sum_) <= room else "error"


def _balances(grid: Grid) -> Iterator[Finding]:
    """预算 (or, where the table has it, 到位) − 支出 = 结余, row by row, where each of them stands alone in its row."""
    left = grid.columns(r"结余|结转|余额", without=r"率|上年")
    budget = (
        *grid.columns(r"全年预算|预算数|预算$|年初预算|预算金额|预算安排|^预算", without=r"率"),
        *grid.columns(r"到位", without=r"率|比"),
    )
    spent = grid.columns(r"支出|执行数|支付|使用", without=r"率")
    if len(left) != 1 or not budget or len(spent) != 1:
        return
    for row in grid.body:
        rest, used = grid.figure(row, left[0]), grid.figure(row, spent[0])
        if rest is None or used is None or grid.spans(row, left[0]) or grid.spans(row, spent[0]):
            continue
        if not grid.total(row) and _reaches_below(grid, row, (left[0], *budget)):
            continue
        plans = [one for x in budget if (one := grid.figure(row, x)) is not None and not grid.spans(row, x)]
        if plans and all(round_half_up(plan.value - used.value, rest.places) != rest.value for plan in plans):
            computed = plans[-1].value - used.value
            yield Finding(
                ID,
                "error",
                f"{plans[-1].text} 减 {used.text} 是 {trimmed(computed)}，“{grid.titles[left[0]]}”印作 {rest.text}",
                grid.where(row, left[0]),
                "核对预算、支出和结余三个数，改错的那一个；结余另有来源的，在表注里说明",
                quotes=(grid.quote(row, left[0]),),
                stated=rest.text,
                computed=trimmed(computed),
            )


def _reaches_below(grid: Grid, row: int, columns: tuple[int, ...]) -> bool:
    """Whether the row below leaves these columns blank, as unmerged tables do for *the same as above*."""
    below = row + 1
    if below >= len(grid.cells) or grid.total(below):
        return False
    return any(not squeezed(grid.cells[below][x].text) for x in columns)


# ---- text ------------------------------------------------------------------------------------------------------------


def _parts_in_text(passage: Passage) -> Iterator[Finding]:
    """``共92.86万元，其中：甲56.24万元，乙25.12万元…``: parts beyond the whole, or missing it by a hair."""
    for found in re.finditer(r"其中[:：，,]?", passage.text):
        before = list(_AMOUNT.finditer(passage.text, max(0, found.start() - 40), found.start()))
        if not before or re.search(r"[。；]", passage.text[before[-1].end() : found.start()]):
            continue
        whole = before[-1]
        end = re.search(r"[。；\n]", passage.text[found.end() :])
        stop = found.end() + end.start() if end else len(passage.text)
        clause = passage.text[found.end() : stop]
        if re.search(r"标准|每人|每户|每月|/|其中|×|增加|减少|占", clause):
            continue
        parts = [part for part in _AMOUNT.finditer(clause) if part[2] == whole[2]]
        if len(parts) < 2 or len(parts) != len(list(_AMOUNT.finditer(clause))):
            continue
        values = [_value(part) for part in parts]
        stated = _value(whole)
        if any(sum(values[:n], Decimal(0)) == stated for n in range(2, len(values))):
            continue  # the parts end before the clause does
        gap = sum(values, Decimal(0)) - stated
        near = stated != 0 and abs(gap) <= stated * Decimal("0.01")
        if gap > 0 or (gap < 0 and near):
            yield finding(
                ID,
                "error" if gap > 0 else "warning",
                f"“其中”各项相加是 {trimmed(sum(values, Decimal(0)))}{whole[2]}，前面的总数是 {whole[0]}",
                passage,
                "核对总数和各项，改错的那一个",
                quotes=(passage.quote(passage.text[whole.start() : stop]),),
                stated=whole[0],
                computed=f"{trimmed(sum(values, Decimal(0)))}{whole[2]}",
            )


def _lists_in_text(case: Case) -> Iterator[Finding]:
    """An amount, then a list of paragraphs with an amount each: their sum misses it by a hair."""
    lines = [one for one in passages(case, "body") if one.kind == "body"]
    at = 0
    while at < len(lines):
        lead = lines[at]
        amounts = [found for found in _AMOUNT.finditer(lead.text) if found[2] in MONEY]
        at += 1
        items: list[tuple[Passage, re.Match[str]]] = []
        while at + len(items) < len(lines):
            line = lines[at + len(items)]
            inside = [found for found in _AMOUNT.finditer(line.text) if found[2] in MONEY]
            if len(inside) != 1 or len(line.text) > 60 or not re.match(r"\s*([（(]?\d+[）).、]|[①-⑳])", line.text):
                break
            items.append((line, inside[0]))
        if len(items) < 2 or not amounts:
            continue
        unit = items[0][1][2]
        if any(found[2] != unit for _, found in items):
            continue
        total = sum((_value(found) for _, found in items), Decimal(0))
        wholes = [found for found in amounts if found[2] == unit]
        if any(_value(found) == total for found in wholes):
            continue
        near = [found for found in wholes if abs(_value(found) - total) <= _value(found) * Decimal("0.001")]
        if near:
            yield finding(
                ID,
                "warning",
                f"下面 {len(items)} 项相加是 {trimmed(total)}{unit}，前面的总数是 {near[-1][0]}，差 {trimmed(abs(total - _value(near[-1])))}",
                lead,
                "核对总数和各项；确属尾差的，加注说明",
                quotes=(lead.quote(near[-1][0]), *(line.quote(line.text.strip()) for line, _ in items)),
                stated=near[-1][0],
                computed=f"{trimmed(total)}{unit}",
            )


def _value(found: re.Match[str]) -> Decimal:
    return Decimal(found[1].replace(",", ""))


# ---- the engagement's funds --------------------------------------------------------------------------------------------


def _funds(engagement: Engagement) -> Iterator[Finding]:
    stated = engagement.stated_funds
    if stated is None or not engagement.funds:
        return
    for word, name in (("预算数", "budget"), ("到位数", "received"), ("支出数", "spent")):
        total: Decimal | None = getattr(stated, name)
        parts = [(fund, getattr(fund, name)) for fund in engagement.funds]
        if total is None or not parts or any(value is None for _, value in parts):
            continue
        sum_ = sum((money(value, fund.unit, stated.unit) for fund, value in parts), Decimal(0))
        if sum_ != total:
            yield Finding(
                ID,
                "error",
                f"资金表“{word}”的合计写作 {trimmed(total)}{stated.unit}，{len(parts)} 个子项相加是 {trimmed(sum_)}{stated.unit}",
                stated.at,
                "核对各子项与合计，改错的那一个",
                f"资金.{word}",
                stated=f"{trimmed(total)}{stated.unit}",
                computed=f"{trimmed(sum_)}{stated.unit}",
            )


def _costings(engagement: Engagement) -> Iterator[Finding]:
    for fund in engagement.funds:
        for basis, amount in (("预算", fund.budget), ("支出", fund.spent)):
            lines = [line for line in engagement.costings if line.fund == fund.name and line.basis == basis]
            if not lines or amount is None or fund.unit not in MONEY:
                continue
            sum_ = sum(
                (money(line.rate * line.quantity * line.periods, line.unit, fund.unit) for line in lines), Decimal(0)
            )
            places = max(0, -int(amount.as_tuple().exponent))
            if round_half_up(sum_, places) != amount:
                spelled = " + ".join(
                    f"{trimmed(line.rate)}{line.unit}×{trimmed(line.quantity)}×{trimmed(line.periods)}"
                    for line in lines
                )
                yield Finding(
                    ID,
                    "error",
                    f"“{fund.name}”的{basis}数是 {trimmed(amount)}{fund.unit}，按标准测算是 {spelled} = {fixed(sum_, max(places, 2))}{fund.unit}",
                    lines[0].at,
                    "核对标准、数量、期数和金额；有不按标准发放的，把那部分也写进资金测算",
                    f"资金.{fund.name}.{basis}数",
                    quotes=_fund_quote(fund, amount),
                    stated=f"{trimmed(amount)}{fund.unit}",
                    computed=f"{fixed(sum_, max(places, 2))}{fund.unit}",
                )


def _fund_quote(fund: Fund, amount: Decimal) -> tuple[Quote, ...]:
    return (Quote(trimmed(amount), fund.at),) if fund.at != Where("") else ()
