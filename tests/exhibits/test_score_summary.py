"""得分情况表 and 得分率图."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import level_scores, score_summary
from evalkit.model.document import Chart, Num
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Adjustment, Applied, Idle, Step

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


def test_what_changed_the_total_stands_below_it_and_a_veto_tells_its_ceiling(case, shown):
    at = Where("评价底稿.xlsx", "加减分!A2")
    cap = Adjustment("否决", "", "挪用专项资金", None, "总分封顶", Decimal(10), "是", "", "", "", at)
    extra = Adjustment("加分", "", "做法推广", Decimal(1), "", None, "是", "", "", "", at)
    applied = (Applied(extra, True, Decimal(1), Step("")), Applied(cap, True, Decimal("-2.75"), Step("")))
    more = [
        Fact("调整前总分", Decimal("11.75"), Measure.SCORE, unit="分"),
        Fact("加减分.1", Decimal(1), Measure.SCORE, unit="分"),
        Fact("加减分.2", Decimal("-2.75"), Measure.SCORE, unit="分"),
    ]
    idle = (Idle("B2", "培训人次", Decimal(2), "本年没有培训。", at),)
    sheet = replace(case.scoresheet, adjustments=applied, idle=idle)
    text = shown(score_summary.build(replace(case, scoresheet=sheet, facts=Facts((*case.facts.values(), *more)))))
    assert "合计\t20\t11.75\t—\n加分：做法推广\t—\t1\t—\n" in text
    assert "否决：挪用专项资金，总分封顶10分\t—\t-2.75\t—\n" in text
    assert "注：以下指标不适用，分值已按比例分摊给其余指标：培训人次（2分），本年没有培训。" in text


def test_a_report_that_calls_its_work_otherwise_names_the_table(case, shown):
    assert shown(score_summary.build(case, 表名="事前绩效评估得分情况表")).startswith("事前绩效评估得分情况表\n")
    (table,) = score_summary.build(case, 表名="事前绩效评估得分情况表")
    assert table.caption.label == "表:得分情况表"


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
