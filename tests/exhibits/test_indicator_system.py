"""指标体系表, 指标分析表, 扣分汇总表, 目标与完成对照表 and 问题建议对应表."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import analysis_table, deduction_summary, indicator_system, problems_table, targets_table
from evalkit.model.document import Num
from evalkit.model.scoring import Point, PointScore, Scoresheet


def test_the_system_has_eight_columns_with_standard_and_ground(case):
    (table,) = indicator_system.build(case)
    grid = [[cell.text for cell in row] for row in table.grid()]
    assert grid[0] == ["一级指标", "二级指标", "三级指标", "指标解释", "分值", "评价标准", "得分", "评分依据"]
    assert grid[1] == [
        *("决策\n（10分）", "项目立项\n（6分）", "立项依据充分性", "考察依据"),
        *("2", "A11的标准", "2", "有批复\n佐证：B1。"),
    ]
    assert grid[2][0] == "决策\n（10分）"
    assert grid[2][7] == "缺少论证\n扣分原因：没有专家论证。"
    assert grid[3][7] == "目标偏低\n人工评分：介于两档之间。复核人：李复核。"
    assert grid[-1] == ["总计"] * 4 + ["20", "", "11.75", ""]
    assert table.compact


def test_the_reason_keeps_the_figure_it_took_from_a_fact(case):
    (table,) = indicator_system.build(case)
    assert Num("94.90%", "取值.B11") in table.rows[4].cells[-1].inlines


def test_a_ground_nobody_wrote_is_a_placeholder(case):
    (table,) = indicator_system.build(case)
    assert table.grid()[5][7].text == "【待填：核查事实】\n扣分原因：没有户数。"


def test_the_analysis_of_one_first_level_node(case, shown):
    assert shown(analysis_table.build(case, 一级="A")) == "\n".join(
        [
            "决策指标得分情况",
            "二级指标\t三级指标\t分值\t业绩值\t得分",
            "项目立项\t立项依据充分性\t2\t充分\t2",
            "立项程序规范性\t4\t较规范\t3",
            "绩效目标\t目标合理性\t4\t【待填：业绩值】\t3",
            "合计\t10\t—\t8",
        ]
    )


def test_without_a_phrase_the_figure_the_rule_read_is_the_result(case):
    (table,) = analysis_table.build(case, 一级="B")
    assert table.rows[1].cells[3].inlines == (Num("94.90%", "取值.B11"),)


def test_an_indicator_right_under_the_first_level_spans_the_columns(case):
    from evalkit.model.scoring import Indicator

    flat = (
        Indicator("A", "决策", 1, "", Decimal(10), leaf=False),
        Indicator("A1", "立项", 2, "A", Decimal(4), leaf=False),
        Indicator("A11", "依据", 3, "A1", Decimal(4)),
        Indicator("A2", "满意度", 2, "A", Decimal(6)),
    )
    assert case.scoresheet is not None
    sheet = Scoresheet(flat, {}, Decimal(0), Decimal(10), "", case.scoresheet.scheme)
    (table,) = analysis_table.build(replace(case, scoresheet=sheet), 一级="A")
    assert [(cell.text, cell.colspan) for cell in table.rows[2].cells[:1]] == [("满意度", 2)]


def test_every_deduction_with_its_reason_and_problem(case, shown):
    assert shown(deduction_summary.build(case)) == "\n".join(
        [
            "扣分汇总表",
            "序号\t指标\t分值\t扣分\t扣分原因\t对应问题",
            "1\t立项程序规范性\t4\t1\t没有专家论证\t问题1",
            "2\t目标合理性\t4\t1\t介于两档之间\t【待填：说明“目标合理性”扣分的问题，写在问题建议表】",
            "3\t慰问人数\t5\t1.25\t完成率为94.90%，低于目标100%\t问题2",
            "4\t慰问户数\t5\t5\t没有户数\t问题2",
            "合计\t18\t8.25\t\t",
        ]
    )


def test_the_sum_of_deductions_waits_for_the_last_indicator(undecided, shown):
    text = shown(deduction_summary.build(undecided))
    assert "合计\t—\t—" in text
    assert "【待填：评完这些指标后再汇总：立项依据充分性】" in text


def test_targets_beside_results(case, shown):
    assert shown(targets_table.build(case)) == "\n".join(
        [
            "绩效目标与完成情况对照表",
            "二级指标\t指标\t目标值\t实际完成值\t业绩值\t是否完成",
            "产出数量\t慰问人数\t628人\t596人\t94.90%\t未完成",
        ]
    )


def test_targets_of_how_a_project_is_run_are_left_out_unless_asked_for(case, shown):
    assert "项目立项\t立项程序规范性\t规范\t缺论证\t较规范\t未完成" in shown(targets_table.build(case, 不含="过程"))
    assert "立项程序规范性" in shown(targets_table.build(case, 一级="A"))


def test_the_verdict_on_every_point_stands_in_the_ground_with_its_fact(case):
    points = (
        Point("A11", 1, "有依据", Decimal(1), "符合", "有批复。"),
        Point("A11", 2, "经过论证", Decimal(1), "不符合", "没有论证记录。"),
    )
    details = (PointScore(points[0], Decimal(1), ""), PointScore(points[1], Decimal(0), ""))
    assert case.scoresheet is not None
    nodes = tuple(replace(node, points=points) if node.code == "A11" else node for node in case.scoresheet.indicators)
    made = replace(case.scoresheet.scores["A11"], details=details, points=Decimal(1), lost="没有论证记录")
    sheet = replace(case.scoresheet, indicators=nodes, scores={**case.scoresheet.scores, "A11": made})
    (table,) = indicator_system.build(replace(case, scoresheet=sheet))
    assert table.grid()[1][7].text == "有批复\n①符合；②不符合，扣1分：没有论证记录。\n佐证：B1。"


def test_problems_with_deductions_advice_and_who_does_it(case, shown):
    assert shown(problems_table.build(case)) == "\n".join(
        [
            "问题与建议对应表",
            "问题\t对应指标及扣分\t建议\t责任主体\t完成时限",
            "问题1：没有论证\t立项程序规范性（扣1分）\t补做论证\t县局\t2023年底",
            "问题2：底数不清\t慰问人数（扣1.25分）、慰问户数（扣5分）\t【待填：针对问题2的建议】"
            "\t【待填：由谁做】\t【待填：什么时候做完】",
        ]
    )


def test_a_fresh_engagement_has_placeholders_everywhere(blank, shown):
    for exhibit in (indicator_system, analysis_table, deduction_summary, targets_table, problems_table):
        assert shown(exhibit.build(blank)).startswith("【待填："), exhibit.ID
