"""得分情况表 and 得分率图."""

from __future__ import annotations

from decimal import Decimal

from evalkit.exhibits import level_scores, score_summary
from evalkit.model.document import Chart, Num

SUMMARY = """绩效评价得分情况表
一级指标\t二级指标\t分值\t得分\t得分率
决策\t项目立项\t6\t5\t83.33%
绩效目标\t4\t3\t75.00%
小计\t10\t8\t80.00%
产出\t产出数量\t10\t3.75\t37.50%
小计\t10\t3.75\t37.50%
合计\t20\t11.75\t58.75%"""


def test_the_scores_of_two_levels_with_subtotals(case, shown):
    assert shown(score_summary.build(case)) == SUMMARY


def test_the_first_level_spans_its_parts_and_their_subtotal(case):
    (table,) = score_summary.build(case)
    assert [row.cells[0].rowspan for row in table.rows] == [1, 3, 1, 1, 2, 1, 1]
    assert [row.role for row in table.rows] == ["header", "body", "body", "subtotal", "body", "subtotal", "total"]
    assert [cell.text for cell in table.grid()[2]] == ["决策", "绩效目标", "4", "3", "75.00%"]
    assert table.rows[1].cells[3].inlines == (Num("5", "得分.A1"),)


def test_a_part_sum_is_never_printed_as_a_result(undecided, shown):
    text = shown(score_summary.build(undecided))
    assert "项目立项\t6\t【待填：评分】" in text
    assert "小计\t10\t【待填：评分】" in text
    assert "合计\t20\t【待填：评分】" in text
    assert "绩效目标\t4\t3\t75.00%" in text


def test_the_chart_shows_the_printed_rates(case):
    (chart,) = level_scores.build(case)
    assert isinstance(chart, Chart)
    assert chart.categories == ("决策", "产出")
    assert chart.series[0].values == (Decimal("80.00"), Decimal("37.50"))
    assert chart.series[0].facts == ("得分率.A", "得分率.B")
    assert chart.alt == "一级指标得分率：决策80.00%，产出37.50%"


def test_a_node_that_waits_leaves_a_gap_in_the_chart(undecided):
    (chart,) = level_scores.build(undecided)
    assert chart.series[0].values == (None, Decimal("37.50"))


def test_the_chart_of_the_second_level(case):
    (chart,) = level_scores.build(case, 层级="二级")
    assert chart.categories == ("项目立项", "绩效目标", "产出数量")


def test_nothing_scored_is_a_placeholder(blank, shown):
    assert shown(score_summary.build(blank)).startswith("【待填：指标表")
    assert shown(level_scores.build(blank)).startswith("【待填：各指标评完分后")
