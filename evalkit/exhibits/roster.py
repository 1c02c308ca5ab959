"""评价小组成员表：姓名、职务、职称、执业资格和分工。

选项“表名”换掉表的标题。
例：{{ 插入("评价小组成员表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, named, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table, Text

ID = "roster"
TITLE = "评价小组成员表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, in the order of the sheet 团队."""
    if case.engagement is None or not case.engagement.team:
        return missing("table", "团队表：评价工作组成员的姓名、角色、职称、执业资格和分工")
    rows = [header("序号", "姓名", "评价组职务", "职称", "执业资格", "分工")]
    for order, member in enumerate(case.engagement.team, start=1):
        told = (member.role, member.title, member.qualification, member.duty)
        shown = [words(text) if text.strip() else DASH for text in told]
        rows.append(Row((cell(Text(str(order))), words(member.name, "姓名"), *shown)))
    shape = columns(8, 14, 16, 18, 18, (26, "left"))
    return (Table("table", shape, tuple(rows), caption(named(options, TITLE), label=TITLE)),)
