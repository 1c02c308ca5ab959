"""资金情况表：各项资金的预算、到位、支出、结余和两个比率，末行合计。

数字来自资金表，比率由程序计算；没有填写的显示【待填】，只填了合计、没有分到各项的显示“—”。“合计”行的备注印在表下。
例：{{ 插入("资金情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, num, words
from evalkit.figures import fact_of, prose
from evalkit.model.case import Case
from evalkit.model.document import Align, Block, Cell, Row, Table, Text
from evalkit.model.engagement import Engagement, Fund
from evalkit.model.facts import label_part

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
        figures_of = (_part(case, engagement, fund, name) for name in (*_AMOUNTS, *_RATES))
        rows.append(Row((words(fund.name), *figures_of)))
    rows.append(Row((cell(Text("合计")), *_whole(case)), "total"))
    note = engagement.stated_funds.note.rstrip("。") if engagement.stated_funds is not None else ""
    notes = (prose(f"注：{note}。"),) if note else ()
    figures: list[tuple[int, Align]] = [(12, "right")] * 6
    shape = columns((26, "left"), *figures)
    return (Table("table", shape, tuple(rows), caption("资金情况表"), "单位：万元", notes),)


def _part(case: Case, engagement: Engagement, fund: Fund, name: str) -> Cell:
    """A figure of one fund; a dash for what is known only of the whole, because it was not parted among the funds."""
    parts = (fact_of(case, f"资金.{label_part(one.name)}.{name}") for one in engagement.funds)
    if all(part.empty for part in parts) and not fact_of(case, f"资金.{name}").empty:
        return DASH
    return num(case, f"资金.{label_part(fund.name)}.{name}", unit=name in _RATES)


def _whole(case: Case) -> tuple[Cell, ...]:
    return tuple(num(case, f"资金.{name}", unit=name in _RATES) for name in (*_AMOUNTS, *_RATES))
