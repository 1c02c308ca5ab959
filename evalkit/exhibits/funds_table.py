"""资金情况表：各项资金的预算、到位、支出、结余和两个比率，末行合计。

数字来自资金表，比率由程序计算；没有填写的显示【待填】。
例：{{ 插入("资金情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, num, words
from evalkit.figures import label_part
from evalkit.model.case import Case
from evalkit.model.document import Align, Block, Cell, Row, Table, Text

ID = "funds_table"
TITLE = "资金情况表"

_AMOUNTS = ("预算数", "到位数", "支出数", "结余")
_RATES = ("到位率", "预算执行率")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; a row a fund, then the total."""
    engagement = case.engagement
    if engagement is None or not engagement.funds:
        return missing("table", "资金表：各项资金的预算数、到位数、支出数")
    rows = [header("资金名称", *_AMOUNTS, *_RATES)]
    for fund in engagement.funds:
        rows.append(Row((words(fund.name), *_figures(case, f"资金.{label_part(fund.name)}"))))
    rows.append(Row((cell(Text("合计")), *_figures(case, "资金")), "total"))
    figures: list[tuple[int, Align]] = [(12, "right")] * 6
    shape = columns((26, "left"), *figures)
    return (Table("table", shape, tuple(rows), caption("资金情况表"), "单位：万元"),)


def _figures(case: Case, prefix: str) -> tuple[Cell, ...]:
    amounts = [num(case, f"{prefix}.{name}") for name in _AMOUNTS]
    return (*amounts, *(num(case, f"{prefix}.{name}", unit=True) for name in _RATES))
