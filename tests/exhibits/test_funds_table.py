"""资金情况表 and 资金支出表."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import funds_table, spending_table
from evalkit.model.document import Num, Placeholder
from evalkit.model.engagement import Fund
from evalkit.model.facts import Fact, Facts

# 慰问 29.5/30 = 98.333…, 合计 79.5/80 = 99.375 → 99.38 by hand.
FUNDS = """资金情况表
资金名称\t预算数\t到位数\t支出数\t结余\t到位率\t预算执行率
补贴\t50.00\t50.00\t50.00\t0.00\t100.00%\t100.00%
慰问\t30.00\t30.00\t29.50\t0.50\t100.00%\t98.33%
合计\t80.00\t80.00\t79.50\t0.50\t100.00%\t99.38%"""


def test_the_funds_with_their_rates_and_total(case, shown):
    assert shown(funds_table.build(case)) == FUNDS


def test_every_figure_is_tied_to_its_fact(case):
    (table,) = funds_table.build(case)
    assert table.rows[2].cells[3].inlines == (Num("29.50", "资金.慰问.支出数"),)
    assert table.rows[-1].role == "total"
    assert table.unit == "单位：万元"


def test_the_spending_with_remarks(case, shown):
    assert shown(spending_table.build(case)) == "\n".join(
        ["资金支出表", "序号\t支出内容\t金额\t备注", "1\t补贴\t50.00\t", "2\t慰问\t29.50\t春节", "合计\t79.50\t"]
    )


def test_an_amount_nobody_typed_is_a_placeholder(undecided):
    left = Facts(fact for fact in undecided.facts.values() if fact.id != "资金.慰问.支出数")
    (table,) = funds_table.build(replace(undecided, facts=left))
    assert isinstance(table.rows[2].cells[3].inlines[0], Placeholder)


def test_what_was_granted_for_the_whole_only_is_a_dash_in_every_part_and_told_below(case, shown):
    parted = ("预算数", "到位数", "结余", "到位率", "预算执行率")
    emptied = Facts(
        Fact(fact.id, None, fact.measure, fact.places, fact.unit)
        if fact.id.startswith("资金.") and fact.id.count(".") == 2 and fact.id.rpartition(".")[2] in parted
        else fact
        for fact in case.facts.values()
    )
    at = case.engagement.funds[0].at
    whole = Fund("合计", Decimal(80), Decimal(80), Decimal("79.5"), "万元", "预算只批复了总额。", at)
    (table,) = funds_table.build(replace(case, facts=emptied, engagement=replace(case.engagement, stated_funds=whole)))
    assert [cell.text for cell in table.grid()[1]] == ["补贴", "—", "—", "50.00", "—", "—", "—"]
    assert [cell.text for cell in table.grid()[3]] == ["合计", "80.00", "80.00", "79.50", "0.50", "100.00%", "99.38%"]
    assert [inline.text for note in table.notes for inline in note] == ["注：预算只批复了总额。"]


def test_no_funds_is_a_placeholder(blank, shown):
    assert shown(funds_table.build(blank)).startswith("【待填：资金表")
    assert shown(spending_table.build(blank)).startswith("【待填：资金表")
