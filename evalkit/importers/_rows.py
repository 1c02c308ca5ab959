"""Which rows of an export hold a form: blanks, lines of totals, and what was pasted in twice are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.columns import alike, distinct, empty_rows, take
from evalkit.model.places import Finding, doubt
from evalkit.model.source import Sheet
from evalkit.numbers import plain

Findings = tuple[Finding, ...]

_TOTALS = (
    "合计", "总计", "小计", "平均", "平均值", "平均分", "平均数", "总和", "汇总", "占比", "比例", "百分比", "有效填写人次", "total", "sum",
    "average",
)  # fmt: skip


def form_rows(
    sheet: Sheet, first: int, heading: int | None = None, stamped: Sequence[int] = (), serial: int | None = None
) -> tuple[Sequence[int], Findings]:
    """The rows from ``first`` (from 0) that hold a form: not blank, no line of totals at the end, none pasted twice.

    ``heading`` is the header row, whose copies are no forms. ``stamped`` are columns (time, address) that make two
    equal rows one and the same form, ``serial`` the column of running numbers.
    """
    if first >= sheet.height or not sheet.columns:
        return range(first, first), ()
    columns = [take(column, range(first, sheet.height)) for column in sheet.columns]
    left = {first + row for row in empty_rows(columns)}
    last = sheet.height
    totals: list[int] = []
    while last > first:
        if last - 1 not in left:
            if not any(plain(str(cell or "")).rstrip(":").lower() in _TOTALS for cell in sheet.row(last - 1)[:2]):
                break
            totals.append(last - 1)
        last -= 1
    found: list[Finding] = []
    if totals:
        what = "最后一行是合计" if len(totals) == 1 else f"最后 {len(totals)} 行是合计、平均一类"
        cure = "不是合计的，改掉这一行开头的文字"
        found.append(doubt(sheet.where(totals[-1]), f"{what}，没有当作答卷", cure))
    again = _headings(sheet, first, last, heading)
    if again:
        cure = "像是两份导出粘在一起；两份的列不一样的，分开导入"
        found.append(doubt(sheet.where(again[0]), f"第 {_listed(again)} 行又是标题行，没有当作答卷", cure))
        left |= set(again)
    left = {row for row in left if row < last}
    copies, more = _copies(sheet, first, last, left, stamped, serial)
    left |= set(copies)
    rows = range(first, last) if not left else [row for row in range(first, last) if row not in left]
    return rows, (*found, *more)


def _headings(sheet: Sheet, first: int, last: int, heading: int | None) -> list[int]:
    if heading is None:
        return []
    titles = sheet.row(heading)
    filled = [column for column, title in enumerate(titles) if title]
    if len(filled) < 2:
        return []
    lead = take(sheet.columns[filled[0]], range(first, last))
    return [
        first + index
        for index, value in enumerate(lead)
        if value == titles[filled[0]]
        and sum(1 for c in filled if sheet.columns[c][first + index] == titles[c]) * 2 > len(filled)
    ]


def _copies(
    sheet: Sheet, first: int, last: int, left: set[int], stamped: Sequence[int], serial: int | None
) -> tuple[list[int], Findings]:
    """Rows equal to an earlier one in every cell, time and all; and a word when running numbers repeat without that."""
    if serial is None:
        return [], ()
    numbers = take(sheet.columns[serial], range(first, last))
    if len([value for value in distinct(numbers) if value]) < 2:  # one and the same in every row: no running number
        return [], ()
    repeated = {first + row for same in alike([numbers]) for row in same if numbers[row]} - left
    if not repeated:
        return [], ()
    copies: list[int] = []
    if stamped:
        columns = [take(column, range(first, last)) for column in sheet.columns]
        for same in alike(columns):
            kept = [first + row for row in same if first + row not in left]
            copies += [row for row in kept[1:] if all(sheet.columns[column][row] for column in stamped)]
    where = sheet.where(min(repeated), serial)
    found: list[Finding] = []
    if copies:
        message = f"第 {_listed(sorted(copies))} 行与前面的行每一格都相同（连提交时间在内），是同一份答卷，只算一次"
        found.append(doubt(sheet.where(min(copies)), message, "像是两份导出粘在一起；不是同一份的，改答卷的副本"))
    if repeated - set(copies) and len(repeated) > 2 * len(copies):
        message = "序号有重复，像是两份导出粘在一起；内容不同的行都当作答卷读了"
        found.append(doubt(where, message, "核对是不是同一份问卷、有没有重复的人"))
    return sorted(copies), tuple(found)


def _listed(rows: Sequence[int]) -> str:
    shown = "、".join(str(row + 1) for row in rows[:8])
    return f"{shown} 等 {len(rows)}" if len(rows) > 8 else shown
