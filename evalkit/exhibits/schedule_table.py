"""进度表：评价各阶段的起止时间和工作内容。

选项“表名”换掉表的标题。
例：{{ 插入("进度表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, named, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Placeholder, Row, Table, Text
from evalkit.model.engagement import Phase
from evalkit.numbers import plain_date

ID = "schedule_table"
TITLE = "进度表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, a row a phase."""
    if case.engagement is None or not case.engagement.schedule:
        return missing("table", f"进度表：{case.work}各阶段的起止日期和工作内容")
    rows = [header("阶段", "时间", "工作内容")]
    rows.extend(
        Row((words(phase.name), _time(phase), words(phase.work, f"{phase.name}阶段做了什么")))
        for phase in case.engagement.schedule
    )
    return (
        Table(
            "table",
            columns(18, 34, (48, "left")),
            tuple(rows),
            caption(named(options, f"{case.work}工作进度表"), label=TITLE),
        ),
    )


def _time(phase: Phase) -> Cell:
    if phase.start is None:
        return cell(Placeholder(f"{phase.name}阶段的起止日期"))
    start = plain_date(phase.start)
    if phase.end is None or phase.end == phase.start:
        return cell(Text(start))
    end = plain_date(phase.end)
    return cell(Text(f"{start}至{end.partition('年')[2] if phase.end.year == phase.start.year else end}"))
