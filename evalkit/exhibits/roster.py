"""评价小组成员表：姓名、职务、职称、执业资格和分工。

选项“表名”换掉表的标题；选项“组别”只列一个组，如内勤组，“组别”写“分列”的每个组一张表。
例：{{ 插入("评价小组成员表") }}
"""

from __future__ import annotations

from dataclasses import replace

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, named, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table, Text
from evalkit.model.engagement import Member

ID = "roster"
TITLE = "评价小组成员表"
OPTIONS = ("表名", "组别")

#: The option that asks for a table of every group.
_APART = "分列"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, in the order of the sheet 团队, or one a group; who is in no group comes last."""
    team = case.engagement.team if case.engagement is not None else ()
    if not team:
        return missing("table", f"团队表：{case.work}工作组成员的姓名、角色、职称、执业资格和分工")
    wanted, title = options.get("组别", ""), named(options, TITLE)
    groups = list(dict.fromkeys(member.group for member in team if member.group))
    if wanted == _APART and groups:
        parts = [(group, f"{group}人员分工表") for group in groups]
        parts += [("", title)] if any(not member.group for member in team) else []
    else:
        parts = [(wanted, title)] if wanted in groups else [("", title)]
        team = tuple(replace(member, group="") for member in team) if wanted not in groups else team
    made = []
    for group, name in parts:
        members = tuple(member for member in team if member.group == group)
        label = f"{TITLE}:{group}" if group else TITLE
        made.append(_table(members, name, label, case.work))
    return tuple(made)


def _table(members: tuple[Member, ...], title: str, label: str, work: str) -> Table:
    rows = [header("序号", "姓名", f"{work}组职务", "职称", "执业资格", "分工")]
    for order, member in enumerate(members, start=1):
        told = (member.role, member.title, member.qualification, member.duty)
        shown = [words(text) if text.strip() else DASH for text in told]
        rows.append(Row((cell(Text(str(order))), words(member.name, "姓名"), *shown)))
    shape = columns(8, 14, 16, 18, 18, (26, "left"))
    id = "table" if label == TITLE else f"table-{label.partition(':')[2]}"
    return Table(id, shape, tuple(rows), caption(title, label=label))
