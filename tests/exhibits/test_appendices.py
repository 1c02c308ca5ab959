"""评分表, 指标体系表 with columns of a template's choice, 合规性检查表, 意见采纳情况表, 签字表, 交换意见确认表, 落款, groups of the team."""

from __future__ import annotations

from dataclasses import replace

from evalkit.exhibits import (
    closing,
    compliance_table,
    exchange_form,
    indicator_system,
    opinions_table,
    roster,
    score_table,
    signing_table,
)
from evalkit.model.document import Signature, Table, plain_text
from evalkit.model.engagement import Compliance, Member, Opinion
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where

AT = Where("评价底稿.xlsx", "合规检查!A2")


def engaged(case, **more):
    return replace(case, engagement=replace(case.engagement, **more))


def test_the_score_table_has_names_to_the_left_and_scores_from_the_last_level_up(case, shown):
    """By hand: 2/2, 3/4, 5/6 = 83.33 %, 8/10; B 3.75/10; the total 11.75/20 = 58.75 %."""
    assert shown(score_table.build(case)).splitlines()[1:5] == [
        "一级指标\t分值\t二级指标\t分值\t三级指标\t分值\t三级指标得分\t二级指标得分\t一级指标得分",
        "得分\t得分率\t得分\t得分率\t得分\t得分率",
        "决策\t10\t项目立项\t6\t立项依据充分性\t2\t2\t100.00%\t5\t83.33%\t8\t80.00%",
        "立项程序规范性\t4\t3\t75.00%",
    ]
    assert shown(score_table.build(case)).splitlines()[-1] == "总分\t20\t11.75\t58.75%\t"


def test_every_row_of_the_score_table_is_as_wide_as_its_columns(case):
    (table,) = score_table.build(case)
    assert isinstance(table, Table)
    assert {len(row) for row in table.grid()} == {12}
    grid = table.grid()
    assert [plain_text(grid[y][10].inlines) for y in range(2, 7)] == ["8", "8", "8", "3.75", "3.75"]


def test_a_template_chooses_the_columns_of_the_system_and_their_names(case, shown):
    columns = "分值、指标解释、评价标准：目标值、评分办法：评价标准、数据来源"
    lines = shown(indicator_system.build(case, 列=columns)).splitlines()
    assert lines[1] == "一级指标\t二级指标\t三级指标\t分值\t指标解释\t评价标准\t评分办法\t数据来源"
    assert lines[-1] == "总计\t20\t\t\t\t"
    assert "【待填：数据来源】" in lines[-2]
    assert "628人\tB11的标准" in lines[-3]


def test_columns_nobody_knows_are_left_out_and_none_at_all_give_the_usual_ones(case, shown):
    usual = shown(indicator_system.build(case))
    assert shown(indicator_system.build(case, 列="天气")) == usual
    assert shown(indicator_system.build(case, 列="天气、得分率")).splitlines()[1].split("\t")[3:] == ["得分率"]


def matter(aspect: str, what: str, verdict: str, fact: str = "", evidence: tuple[str, ...] = ()) -> Compliance:
    return Compliance(aspect, what, "", "查阅", verdict, fact, evidence, AT)


def test_the_inspection_by_aspect_with_what_is_still_open(case, shown):
    held = engaged(
        case,
        compliance=(
            matter("立项", "有依据", "符合", "有批复", ("B1",)),
            matter("立项", "有论证", "", ""),
            matter("资金", "专款专用", "不符合", "挪用2万元"),
        ),
    )
    assert shown(compliance_table.build(held)) == "\n".join(
        [
            "合规性检查表",
            "方面\t检查内容\t依据\t检查方式\t结论\t检查情况",
            "立项\t有依据\t—\t查阅\t符合\t有批复（佐证B1）",
            "有论证\t—\t查阅\t【待填：结论】\t【待填：查到了什么】",
            "资金\t专款专用\t—\t查阅\t不符合\t挪用2万元",
        ]
    )
    assert "有依据" not in shown(compliance_table.build(held, 方面="资金"))
    assert shown(compliance_table.build(held, 情况="不列")).splitlines()[1:3] == [
        "方面\t检查内容\t依据\t检查方式\t结论\t佐证",
        "立项\t有依据\t—\t查阅\t符合\tB1",
    ]


def test_opinions_not_adopted_need_a_reason(case, shown):
    told = (
        Opinion("某县民政局", "第三章", "人数有误", "采纳", "", AT),
        Opinion("某县民政局", "", "得分偏低", "不采纳", "", AT),
        Opinion("某县财政局", "", "补充依据", "", "", AT),
    )
    assert shown(opinions_table.build(engaged(case, opinions=told))).splitlines()[2:] == [
        "1\t某县民政局\t第三章\t人数有误\t采纳\t—",
        "2\t某县民政局\t—\t得分偏低\t不采纳\t【待填：没有采纳的理由】",
        "3\t某县财政局\t—\t补充依据\t【待填：采纳、部分采纳或不采纳】\t【待填：没有采纳的理由】",
    ]


TEAM = (
    Member("赵甲", "主评人", "", "", "", "统稿", "", AT, "内勤组"),
    Member("钱乙", "组员", "", "", "", "查账", "", AT, "内勤组"),
    Member("孙丙", "组员", "", "", "", "走访", "", AT, "外勤组"),
    Member("李丁", "专家", "", "", "", "评审", "", AT),
)


def test_the_team_by_groups_and_whoever_is_in_none(case, shown):
    held = engaged(case, team=TEAM)
    apart = roster.build(held, 组别="分列")
    assert [block.caption.label for block in apart] == [
        *("表:评价小组成员表:内勤组", "表:评价小组成员表:外勤组", "表:评价小组成员表"),
    ]
    assert shown(apart[1:2]).splitlines() == [
        "外勤组人员分工表",
        "序号\t姓名\t评价组职务\t职称\t执业资格\t分工",
        "1\t孙丙\t组员\t—\t—\t走访",
    ]
    assert shown(roster.build(held)).count("\n") == 5
    assert shown(roster.build(case, 组别="分列")) == shown(roster.build(case))


def test_everybody_has_a_place_to_sign(case, shown):
    assert shown(signing_table.build(engaged(case, team=TEAM))).splitlines()[1] == "赵甲\t主评人\t\t"


def test_the_form_for_the_exchange_of_views_leaves_room_for_the_other_side(case, shown):
    held = replace(case, facts=case.facts.plus([Fact("项目.名称", "慰问项目", Measure.TEXT)]))
    text = shown(exchange_form.build(held))
    assert text.splitlines()[1] == "评价对象\t慰问项目"
    assert text.count("负责人（签字）：") == 2


def test_a_closing_names_who_signs(case):
    (made,) = closing.build(case, 签字="法定代表人、主评人")
    assert isinstance(made, Signature)
    assert [label for label, _ in made.lines] == ["法定代表人（签字）", "主评人（签字）"]
