"""Days written 3/4/2025: whether the month or the day stands first, decided once for all times of a file.

One day past the twelfth settles it for all. Where none does, it is as the questionnaire says, as the platform has it,
or as dots between the numbers tell; else the month is taken to be first, which is said where it matters. What was
decided is written into the columns as 2025-4-3, which nobody can read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evalkit.columns import Column, distinct, encode, take
from evalkit.model.places import Finding, doubt
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

Findings = tuple[Finding, ...]

_DAY = r"^\s*(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2}),?[ T]+"
_WESTERN = re.compile(_DAY)
#: So many times at the head of a column tell how it is written.
_HEAD = 100


@dataclass(frozen=True, slots=True)
class _Seen:
    """The largest first and second number of a file's days, and whether dots stand between them."""

    first: int = 0
    second: int = 0
    dotted: bool = False

    def beside(self, other: _Seen) -> _Seen:
        return _Seen(max(self.first, other.first), max(self.second, other.second), self.dotted or other.dotted)


def year_first(
    sheet: Sheet,
    columns: Iterable[int | None],
    rows: Sequence[int],
    month_first: bool | None = None,
    questionnaire: Questionnaire | None = None,
) -> tuple[Sheet, Findings]:
    """The sheet with these columns of times written year first, where they are not; ``month_first`` as the platform is."""
    western = [column for column in dict.fromkeys(columns) if column is not None and _is_western(sheet, column, rows)]
    if not western or not rows:
        return sheet, ()
    seen = _Seen()
    for column in western:
        seen = seen.beside(_seen(take(sheet.columns[column], rows)))
    day, findings = _decided(sheet, western[0], rows, seen, month_first, questionnaire)
    if day is None:
        return sheet, findings
    made = tuple(_written(column, day) if place in western else column for place, column in enumerate(sheet.columns))
    return replace(sheet, columns=made), findings


def _decided(
    sheet: Sheet, column: int, rows: Sequence[int], seen: _Seen, month_first: bool | None, form: Questionnaire | None
) -> tuple[bool | None, Findings]:
    """Whether the day is first; None where some have it first and some not, each of which is then read by itself."""
    stated = form.screening.day_first if form else None
    where, matters = sheet.where(rows[0], column), form is not None and bool(form.period)
    if seen.first > 12 and seen.second > 12:
        message = "提交时间有的月在前、有的日在前，12 号以前的分不清，按月在前读"
        cure = "在答卷的副本里把时间统一成 2025-04-03 9:05:00，再导入"
        return None, (doubt(where, message, cure),) if matters else ()
    told = True if seen.first > 12 else False if seen.second > 12 else None
    if told is not None:
        if stated in (None, told):
            return told, ()
        order = ("月日年", "日月年")
        message = f"问卷的“日期次序”写的是{order[not told]}，答卷里却有只能按{order[told]}读的时间，照答卷读"
        return told, (doubt(where, message, f"把问卷“筛查”里的“日期次序”改为{order[told]}"),)
    if stated is not None:
        return stated, ()
    if month_first is not None:
        return not month_first, ()
    if seen.dotted:
        return True, ()
    message = "提交时间写作 3/4/2025 一类，看不出是 3 月 4 日还是 4 月 3 日，按月在前读；是不是在调查时间内由此而定"
    cure = "在问卷的“筛查”里写：日期次序: 月日年（或 日月年）"
    return False, (doubt(where, message, cure),) if matters else ()


def _is_western(sheet: Sheet, column: int, rows: Sequence[int]) -> bool:
    head = take(sheet.columns[column], rows[:_HEAD])
    return any(value and _WESTERN.match(str(value)) for value in head)


def _seen(column: Column) -> _Seen:
    series = _series(column)
    if series is None:
        found = [match for value in distinct(column) if value and (match := _WESTERN.match(str(value)))]
        firsts, seconds = ([int(match[group]) for match in found] for group in (1, 3))
        return _Seen(max(firsts, default=0), max(seconds, default=0), any(match[2] == "." for match in found))
    import polars

    first, second = (series.str.extract(_DAY, group).cast(polars.Int32).max() for group in (1, 3))
    return _Seen(first or 0, second or 0, bool((series.str.extract(_DAY, 2) == ".").any()))


def _written(column: Column, day: bool) -> Column:
    month, date = ("3", "1") if day else ("1", "3")
    series = _series(column)
    if series is None:
        turned = {value: _turned(value, int(month), int(date)) for value in distinct(column)}
        return encode(column, turned)
    from evalkit.packed import Texts

    for years, century in ((r"(\d{4})", ""), (r"(\d{2})", "20")):
        pattern = _DAY.replace(r"(\d{4}|\d{2})", years)
        series = series.str.replace(pattern, f"{century}${{4}}-${{{month}}}-${{{date}}} ")
    return Texts(series)


def _turned(value: Any, month: int, day: int) -> Any:
    found = _WESTERN.match(str(value)) if value else None
    if found is None:
        return value
    year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
    return f"{year}-{found[month]}-{found[day]} {str(value)[found.end() :]}"


def _series(column: Column) -> Any:
    """The texts of a long column of which nearly all differ, as polars holds them; None for any other column."""
    if isinstance(column, list):
        return None
    from evalkit.packed import Texts

    return column.series if isinstance(column, Texts) else None
