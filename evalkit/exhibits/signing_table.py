"""签字表：评价工作组成员一人一行，留出签字和日期的位置，放在独立性声明一类的页上。

选项“表名”写上表的标题，不写则没有标题。
例：{{ 插入("签字表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table

ID = "signing_table"
TITLE = "签字表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table in the order of the sheet 团队; the cells to sign in are blank."""
    if case.engagement is None or not case.engagement.team:
        return missing("table", f"团队表：{case.work}工作组成员的姓名和角色")
    rows = [header("姓名", f"{case.work}组职务", "签字", "日期")]
    for member in case.engagement.team:
        role = words(member.role) if member.role.strip() else DASH
        rows.append(Row((words(member.name, "姓名"), role, cell(), cell())))
    title = options.get("表名", "")
    head = caption(title, label=TITLE) if title else None
    return (Table("table", columns(22, 26, 30, 22), tuple(rows), head),)
