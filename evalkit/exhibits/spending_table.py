"""资金支出表：各项资金的实际支出和备注，末行合计。

例：{{ 插入("资金支出表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, num, words
from evalkit.model.case import Case
from evalkit.model.document import Align, Block, Row, Table, Text
from evalkit.model.facts import label_part

ID = "spending_table"
TITLE = "资金支出表"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; the column of remarks only where there are any."""
    engagement = case.engagement
    if engagement is None or not engagement.funds:
        return missing("table", "资金表：各项资金的支出数")
    noted = any(fund.note for fund in engagement.funds)
    rows = [header("序号", "支出内容", "金额", *(["备注"] if noted else []))]
    for order, fund in enumerate(engagement.funds, start=1):
        amount = num(case, f"资金.{label_part(fund.name)}.支出数")
        rows.append(Row((cell(Text(str(order))), words(fund.name), amount, *([words(fund.note)] if noted else []))))
    total = (cell(Text("合计"), colspan=2), num(case, "资金.支出数"), *([cell()] if noted else []))
    rows.append(Row(total, "total"))
    narrow: list[tuple[int, Align]] = [(34, "left")] if noted else []
    shape = columns(8, (40, "left"), (18, "right"), *narrow)
    return (Table("table", shape, tuple(rows), caption("资金支出表"), "单位：万元"),)
