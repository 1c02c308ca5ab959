"""交换意见确认表：评价机构说明交换了什么，被评价单位写意见、签字盖章。

表里的空格留给对方手写；意见已经收到的，另列在意见采纳情况表。
例：{{ 插入("交换意见确认表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns
from evalkit.figures import fact_of, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Break, Cell, Inline, Row, Table, Text

ID = "exchange_form"
TITLE = "交换意见确认表"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table to be filled in by hand."""

    def told(id: str) -> Cell:
        return Cell((figure(fact_of(case, id)),), align="left")

    def signed(who: str) -> Cell:
        blank: tuple[Inline, ...] = (Break(), Break(), Break())
        lines: tuple[Inline, ...] = (Text(f"{who}（盖章）："), Break(), Text("负责人（签字）："), Break())
        return Cell((*blank, *lines, Text("　　　　　　年　　月　　日")), align="left")

    work = case.work
    matter = (
        f"{work}工作组就{work}报告征求意见稿中的基本情况、各项数据、评分和依据、问题和建议，与被{work}单位交换了意见。"
    )
    rows = (
        Row((cell(Text(f"{work}对象")), told("项目.名称"))),
        Row((cell(Text(f"被{work}单位")), told("项目.实施单位"))),
        Row((cell(Text("交换意见的内容")), Cell((Text(matter),), align="left"))),
        Row((cell(Text("交换意见的方式")), Cell((Text("□会议　□书面　□其他：＿＿＿＿＿＿＿＿"),), align="left"))),
        Row((cell(Text(f"被{work}单位意见")), signed(f"被{work}单位"))),
        Row((cell(Text(f"{work}机构")), signed(f"{work}机构"))),
    )
    return (Table("table", columns(22, (78, "left")), rows, caption(TITLE)),)
