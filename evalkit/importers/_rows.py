"""Which rows of an export hold a form: blanks, lines of totals, and what was pasted in twice are told apart."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from evalkit.columns import alike, empty_rows, equal_rows, take, varied
from evalkit.importers._tails import TAILS, tail
from evalkit.model.places import Finding, doubt
from evalkit.model.source import Sheet

Findings = tuple[Finding, ...]


def form_rows(
    sheet: Sheet,
    first: int,
    heading: int | None = None,
    stamped: Sequence[int] = (),
    serial: int | None = None,
    marks: Sequence[int] = (),
) -> tuple[Sequence[int], Findings]:
    """The rows from ``first`` (from 0) that hold a form: not blank, no line of totals at the end, none pasted twice.

    ``heading`` is the header row, whose copies are no forms. ``stamped`` are columns (time, address) that make two
    equal rows one and the same form, ``serial`` the column of running numbers. ``marks`` are the columns that the
    platform fills (time, duration, sender), the time first: equal in two sheets that were joined, they make one form.
    """
    if first >= sheet.height or not sheet.columns:
        return range(first, first), ()
    columns = [take(column, range(first, sheet.height)) for column in sheet.columns]
    left = {first + row for row in empty_rows(columns)}
    tails: dict[int, str] = {}
    last = sheet.height
    for end in (*(start for start, _, _ in sheet.parts[1:]), sheet.height):
        last = _trimmed(sheet, first, end, left, tails)
        left |= set(range(last, end))
    found: list[Finding] = []
    if tails:
        kinds = "、".join(words for kind, words in TAILS.items() if kind in tails.values())
        what = f"最后 {len(tails)} 行是{kinds}一类" if len(tails) > 1 else f"最后一行是{kinds}一类"
        where = sheet.where(min(tails))
        found.append(doubt(where, f"{what}，没有当作答卷", "其中有答卷的，改掉这一行开头的文字"))
    again = _headings(sheet, first, last, heading)
    if again:
        cure = "像是两份导出粘在一起；两份的列不一样的，分开导入"
        found.append(doubt(sheet.where(again[0]), f"第 {_listed(again)} 行又是标题行，没有当作答卷", cure))
        left |= set(again)
    left = {row for row in left if row < last}
    twice, told = _twice(sheet, first, last, left, marks, serial)
    left |= set(twice)
    copies, more = _copies(sheet, first, last, left, stamped, serial)
    left |= set(copies)
    more = (*told, *more)
    rows = range(first, last) if not left else [row for row in range(first, last) if row not in left]
    return rows, (*found, *more)


def _trimmed(sheet: Sheet, first: int, last: int, left: set[int], tails: dict[int, str]) -> int:
    """The end of the forms above this row: before blank rows and lines of totals and notes, which join those found."""
    while last > first:
        if last - 1 not in left:
            kind = tail(sheet, first, last - 1)
            if kind is None:
                break
            tails[last - 1] = kind
        last -= 1
    return last


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
        for index in equal_rows(lead, titles[filled[0]])
        if sum(1 for c in filled if sheet.columns[c][first + index] == titles[c]) * 2 > len(filled)
    ]


def _twice(
    sheet: Sheet, first: int, last: int, left: set[int], marks: Sequence[int], serial: int | None
) -> tuple[list[int], Findings]:
    """Forms that stand in more than one of the sheets that were joined; the first of each is kept.

    One moment, one duration and one sender are one form, however its blanks are written; where the platform tells
    less, one running number and every cell must be the same; without a number, all forms of a sheet.
    """
    starts = [start for start, _, _ in sheet.parts[1:]]
    if not starts:
        return [], ()
    told = len(marks) > 1
    keys = list(marks) if told else list(range(sheet.width))
    need = keys[0] if told else serial
    copies: list[int] = []
    for same in alike([take(sheet.columns[column], range(first, last)) for column in keys]):
        rows = [first + row for row in same if first + row not in left]
        if need is not None:
            rows = [row for row in rows if sheet.columns[need][row]]
        copies += [row for row in rows[1:] if bisect_right(starts, row) != bisect_right(starts, rows[0])]
    if need is None:  # nothing tells forms apart: only a sheet that repeats as a whole is a copy
        forms = Counter(bisect_right(starts, row) for row in range(first, last) if row not in left)
        again = Counter(bisect_right(starts, row) for row in copies)
        copies = [row for row in copies if again[bisect_right(starts, row)] == forms[bisect_right(starts, row)]]
    if not copies:
        return [], ()
    copies.sort()
    why = "提交时间、用时或来源都相同" if told else "每一格都相同"
    message = f"第 {_listed(copies)} 行在前面的表里已经有（{why}），只算一次"
    return copies, (doubt(sheet.where(copies[0]), message, "不是同一份的，改答卷的副本"),)


def _copies(
    sheet: Sheet, first: int, last: int, left: set[int], stamped: Sequence[int], serial: int | None
) -> tuple[list[int], Findings]:
    """Rows equal to an earlier one in every cell, time and all; and a word when running numbers repeat without that."""
    if serial is None:
        return [], ()
    numbers = take(sheet.columns[serial], range(first, last))
    if not varied(numbers):  # one and the same in every row: no running number
        return [], ()
    starts = [start for start, _, _ in sheet.parts[1:]]
    within = [numbers, [bisect_right(starts, row) for row in range(first, last)]] if starts else [numbers]
    repeated = {first + row for same in alike(within) for row in same if numbers[row]} - left
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
