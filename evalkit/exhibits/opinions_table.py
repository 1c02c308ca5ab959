"""意见采纳情况表：征求意见时各单位提了什么、是否采纳、没有采纳的为什么，来自“意见”表。

还没有答复的显示【待填】。选项“表名”换掉表的标题。
例：{{ 插入("意见采纳情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, named, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table, Text

ID = "opinions_table"
TITLE = "意见采纳情况表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, a row an opinion; whoever adopts one need give no reason."""
    if case.engagement is None or not case.engagement.opinions:
        return missing("table", "意见表：征求意见收到的意见和采纳情况；没有意见的，写明各单位书面回复无意见")
    rows = [header("序号", "提出单位", "位置", "意见", "采纳情况", "说明")]
    for order, one in enumerate(case.engagement.opinions, start=1):
        none = not one.adopted and one.text.strip().rstrip("。").endswith(("无意见", "没有意见", "无异议"))
        asked = one.adopted != "采纳" and not none
        why = words(one.reason, "没有采纳的理由") if one.reason.strip() or asked else DASH
        adopted = DASH if none else words(one.adopted, "采纳、部分采纳或不采纳")
        where = words(one.place) if one.place.strip() else DASH
        told = (words(one.source), where, words(one.text), adopted, why)
        rows.append(Row((cell(Text(str(order))), *told)))
    shape = columns(7, (16, "left"), (14, "left"), (29, "left"), 11, (23, "left"))
    return (Table("table", shape, tuple(rows), caption(named(options, TITLE), label=TITLE)),)
