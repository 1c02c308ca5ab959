"""The checks on an engagement: what must be found in the tables of its folder, and what must be let pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from evalkit.model.case import Case
from evalkit.model.document import Cell, Column, Document, Num, Paragraph, Placeholder, Row, Section, Table, Text
from evalkit.model.engagement import Basis, Compliance, Costing, Engagement, Evidence, Fund, Member, Phase, Problem
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, Where
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Manual, Point, Score, Scoresheet
from evalkit.model.source import TextFile

AT = Where("评价底稿.xlsx", "指标!A2")
SCHEME = GradeScheme(
    "财预〔2020〕10号",
    "财预〔2020〕10号",
    (Grade("优", Decimal(90)), Grade("良", Decimal(80)), Grade("中", Decimal(60)), Grade("差", Decimal(0))),
)


def run(kind: str, case: Case) -> tuple[Finding, ...]:
    found = import_module(f"evalkit.checks.{kind}").check(case)
    assert all(one.kind == kind and one.cure for one in found)
    return tuple(found)


def engagement(**given: Any) -> Engagement:
    whole: dict[str, Any] = {
        "name": "某项目",
        "template": "项目支出",
        "project": {"名称": "某项目", "年度": "2022", "报告日期": "2023-12-02"},
        "firm": {"名称": "某咨询公司", "营业执照": "执照.png"},
        "places": {},
        "funds": (),
        "stated_funds": None,
        "costings": (),
        "team": (Member("甲", "主评人", "", "", "", "", "绩效评价师", AT),),
        "schedule": (),
        "bases": (Basis("项目支出绩效评价管理办法", "财预〔2020〕10号", "国家", AT),),
        "indicators": (),
        "scheme": SCHEME,
        "typed": (),
        "expressions": {},
        "evidence": (),
        "problems": (),
        "versions": (),
        "opinions": (),
        "acceptances": (),
        "questionnaires": (),
        "responses": {},
        "chapters": (),
        "interviews": (),
        "files": ("attachments/执照.png",),
        "at": Where("评价底稿.xlsx"),
    }
    return Engagement(**{**whole, **given})


def leaf(code: str, weight: str, **given: Any) -> Indicator:
    whole: dict[str, Any] = {
        "name": f"指标{code}",
        "level": 2,
        "parent": code[:-1],
        "finding": "查见批复文件3份",
        "at": AT,
    }
    return Indicator(code, weight=Decimal(weight), **{**whole, **given})


def top(code: str, weight: str, name: str) -> Indicator:
    return Indicator(code, name, 1, "", Decimal(weight), leaf=False, at=AT)


def scored(indicators: tuple[Indicator, ...], points: dict[str, str], standard: str = "") -> Scoresheet:
    scores = {
        node.code: Score(
            node.code,
            Decimal(points[node.code]),
            node.weight,
            None if node.manual else Decimal(points[node.code]),
            None,
            (),
            (),
            "",
            standard,
            None,
        )
        for node in indicators
        if node.code in points
    }
    total = sum((score.points for score in scores.values()), Decimal(0))
    return Scoresheet(indicators, scores, total, Decimal(100), SCHEME.of(total), SCHEME)


def problem(**given: Any) -> Problem:
    whole: dict[str, Any] = dict.fromkeys(
        ("standard", "fact", "cause", "effect", "amount", "remark", "advice", "measure", "responsible", "deadline"),
        "写了",
    )
    whole |= {"number": "1", "title": "目标不全", "indicators": ("A1",), "remark": "", "at": AT}
    return Problem(**{**whole, **given})


def fund(name: str, budget: str, spent: str) -> Fund:
    return Fund(name, Decimal(budget), Decimal(budget), Decimal(spent), "万元", "", AT)


def cost(name: str, basis: str, rate: str, quantity: str, periods: str) -> Costing:
    return Costing(name, basis, "", Decimal(rate), "元", Decimal(quantity), Decimal(periods), AT)


# ---- money -----------------------------------------------------------------------------------------------------------


def test_standard_times_people_times_months_gives_the_amount() -> None:
    # 8 人 × 2110 元 × 12 月 + 16 人 × 1874 元 × 12 月 = 562 368 元 = 56.24 万元, and 596 人 × 400 元 = 23.84 万元
    funds = (fund("生活补贴", "56.24", "56.24"), fund("春节慰问", "25.12", "23.84"))
    costings = (
        cost("生活补贴", "预算", "2110", "8", "12"),
        cost("生活补贴", "预算", "1874", "16", "12"),
        cost("春节慰问", "预算", "400", "628", "1"),
        cost("春节慰问", "支出", "400", "596", "1"),
    )
    assert run("sum_mismatch", Case(engagement(funds=funds, costings=costings))) == ()


def test_an_amount_that_the_standard_does_not_give_is_an_error() -> None:
    case = Case(
        engagement(funds=(fund("春节慰问", "25.12", "23.48"),), costings=(cost("春节慰问", "支出", "400", "596", "1"),))
    )
    (found,) = run("sum_mismatch", case)
    assert found.severity == "error"
    assert (found.stated, found.computed) == ("23.48万元", "23.84万元")
    assert "400元×596×1" in found.message


def test_the_total_of_the_funds_must_be_the_sum_of_its_parts() -> None:
    funds = (fund("甲", "56.24", "56.24"), fund("乙", "36.62", "35.34"))
    assert run("sum_mismatch", Case(engagement(funds=funds, stated_funds=fund("合计", "92.86", "91.58")))) == ()
    (found,) = run("sum_mismatch", Case(engagement(funds=funds, stated_funds=fund("合计", "92.86", "91.85"))))
    assert (found.subject, found.stated, found.computed) == ("资金.支出数", "91.85万元", "91.58万元")


# ---- the framework ---------------------------------------------------------------------------------------------------


def test_weights_that_do_not_add_up_are_errors_and_a_small_outcome_share_is_a_warning() -> None:
    nodes = (
        top("A", "45", "决策"),
        leaf("A1", "44"),
        top("B", "25", "产出"),
        leaf("B1", "25"),
        top("C", "30", "效益"),
        leaf("C1", "30"),
    )
    found = run("weight_mismatch", Case(engagement(indicators=nodes)))
    assert [(one.severity, one.subject, one.computed) for one in found] == [
        ("error", "总分值", "99"),
        ("error", "A", "44"),
        ("warning", "产出+效益", "≥60%"),
    ]


def test_a_manual_score_outside_the_levels_is_named_with_what_the_standard_can_give() -> None:
    node = leaf("D1", "10", parent="", manual=Manual(Decimal("7.5"), "访谈后酌定", "C5", "乙", AT))
    standard = "有效维护，得10分；一般维护，得5分；没有，不得分"
    case = Case(engagement(indicators=(node,)), scoresheet=scored((node,), {"D1": "7.5"}, standard))
    (found,) = run("score_off_rule", case)
    assert (found.subject, found.stated, found.computed) == ("D1", "7.5", "10、5、0")
    inside = replace(node, manual=Manual(Decimal(5), "访谈后酌定", "C5", "乙", AT))
    case = Case(engagement(indicators=(inside,)), scoresheet=scored((inside,), {"D1": "5"}, standard))
    assert run("score_off_rule", case) == ()


def test_every_manual_score_is_a_warning_under_its_code() -> None:
    node = leaf("D1", "10", manual=Manual(Decimal("7.5"), "访谈后酌定", "C5", "乙", AT))
    case = Case(engagement(indicators=(node, leaf("D2", "10"))))
    (found,) = run("manual_score", case)
    assert (found.severity, found.subject) == ("warning", "D1")
    assert "访谈后酌定" in found.message


@pytest.mark.parametrize(
    ("manual", "says"),
    [
        (Manual(Decimal(5), "", "C5", "乙", AT), "缺人工理由"),
        (Manual(Decimal(5), "理由", "", "", AT), "缺底稿号、复核人"),
        (Manual(Decimal(5), "理由", "C5", "甲", AT), "同一人"),
    ],
)
def test_a_manual_score_needs_reason_paper_and_another_reviewer(manual: Manual, says: str) -> None:
    node = leaf("D1", "10", manual=manual, prepared_by="甲")
    (found,) = run("no_reason", Case(engagement(indicators=(node,))))
    assert found.severity == "error"
    assert says in found.message


def test_the_firms_default_reviewer_stands_in() -> None:
    node = leaf("D1", "10", manual=Manual(Decimal(5), "理由", "C5", "", AT), prepared_by="甲")
    firm = {"名称": "某公司", "默认复核人": "乙"}
    assert run("no_reason", Case(engagement(indicators=(node,), firm=firm))) == ()


def test_a_deduction_needs_a_fact_and_so_does_each_point_that_fails() -> None:
    point = Point("A1", 1, "有目标", Decimal(2), "不符合", "", at=AT)
    node = leaf("A1", "4", finding="", points=(point,))
    found = run("no_reason", Case(engagement(indicators=(node,)), scoresheet=scored((node,), {"A1": "2"})))
    assert [one.severity for one in found] == ["error", "error"]
    reasoned = replace(node, points=(replace(point, fact="申报表只列补贴人数3人，实为24人"),))
    assert run("no_reason", Case(engagement(indicators=(reasoned,)), scoresheet=scored((reasoned,), {"A1": "2"}))) == ()


def test_a_ground_that_repeats_the_standard_is_a_warning() -> None:
    node = leaf(
        "A1",
        "4",
        standard="审批文件、材料符合相关要求，得4分，否则不得分",
        finding="该项目审批文件、材料符合相关要求。",
    )
    (found,) = run("no_reason", Case(engagement(indicators=(node,))))
    assert (found.severity, found.subject) == ("warning", "A1")
    own = replace(node, finding="查看常务会议纪要、预算批复（县财预〔2022〕8号）和资金调度审批表，三份材料签章齐全。")
    assert run("no_reason", Case(engagement(indicators=(own,)))) == ()


# ---- deductions, problems, recommendations, evidence -------------------------------------------------------------------


def test_every_deduction_has_a_problem_and_every_problem_a_deduction() -> None:
    nodes = (top("A", "10", "决策"), leaf("A1", "5"), leaf("A2", "5"))
    sheet = scored(nodes, {"A1": "5", "A2": "3"})
    wrong = Case(engagement(indicators=nodes, problems=(problem(),)), scoresheet=sheet)
    found = run("unexplained_deduction", wrong)
    assert [(one.severity, one.subject) for one in found] == [("warning", "A2"), ("warning", "目标不全")]
    by_parent = Case(engagement(indicators=nodes, problems=(problem(indicators=("A",)),)), scoresheet=sheet)
    assert run("unexplained_deduction", by_parent) == ()
    remarked = (problem(indicators=("A2",)), problem(title="另一件", indicators=(), remark="当年已改正，不扣分"))
    assert run("unexplained_deduction", Case(engagement(indicators=nodes, problems=remarked), scoresheet=sheet)) == ()


def test_a_problem_may_not_name_an_indicator_that_is_not_there() -> None:
    nodes = (top("A", "5", "决策"), leaf("A1", "5"))
    case = Case(
        engagement(indicators=nodes, problems=(problem(indicators=("A9",)),)), scoresheet=scored(nodes, {"A1": "5"})
    )
    (found,) = run("unexplained_deduction", case)
    assert found.severity == "error"
    assert "A9" in found.message


def test_a_problem_without_advice_is_an_error_and_an_incomplete_one_a_warning() -> None:
    bare = problem(advice="", measure="", responsible="", deadline="")
    late = problem(title="台账", deadline="")
    vague = problem(title="考核", cause="", effect="")
    found = run("no_recommendation", Case(engagement(problems=(bare, late, vague, problem(title="好")))))
    assert [(one.severity, one.subject) for one in found] == [
        ("error", "目标不全"),
        ("warning", "台账"),
        ("warning", "考核"),
    ]
    assert "时限" in found[1].message
    assert "原因、影响" in found[2].message


def test_evidence_must_be_named_registered_and_there() -> None:
    nodes = (leaf("A1", "5"), leaf("A2", "5", evidence=("B3-1", "B3-9")))
    pieces = (
        Evidence("B3-1", "批复", "", "", "", "", "批复.pdf", AT),
        Evidence("B3-2", "纪要", "", "", "", "", "纪要.pdf", AT),
        Evidence("B3-3", "照片", "", "", "", "", "", AT),
    )
    found = run("no_evidence", Case(engagement(indicators=nodes, evidence=pieces, files=("evidence/批复.pdf",))))
    assert [(one.severity, one.subject) for one in found] == [("warning", "A1"), ("error", "A2"), ("warning", "B3-2")]


def test_evidence_of_the_inspection_must_be_registered_too() -> None:
    inspected = (Compliance("立项", "立项程序", "", "", "符合", "有批复", ("B9",), AT),)
    (found,) = run("no_evidence", Case(engagement(indicators=(), compliance=inspected)))
    assert found.message == "合规检查 “立项程序”的佐证 B9 不在佐证表里"


# ---- gaps and dates --------------------------------------------------------------------------------------------------


def test_what_is_still_to_be_written_is_listed_with_its_place() -> None:
    body = Paragraph("p1", (Text("本项目"), Placeholder("项目背景——立项的由来")), at=Where("chapters/01.md", "3:1"))
    document = Document("某报告", (Section((body,)),))
    nodes = (leaf("A1", "5"), leaf("A2", "5", points=(Point("A2", 1, "甲", Decimal(5), "", "", at=AT),)))
    typed = (Fact("慰问人数", None, Measure.COUNT, sources=(Where("评价底稿.xlsx", "事实!B3"),)),)
    case = Case(engagement(indicators=nodes, typed=typed), scoresheet=scored(nodes, {}), document=document)
    found = run("placeholder", case)
    assert [one.subject for one in found] == ["慰问人数", "A1", "A2", "项目.背景"]
    assert str(found[0].where) == "评价底稿.xlsx:事实!B3"
    assert found[-1].where.spot == "正文前 第1段"
    assert found[-1].cure == "在“项目”表填写“背景”"


def waits(*advices: str, at: str = "chapters/05-经验做法.md") -> Document:
    """A report of paragraphs that still wait to be written."""
    place = Where(at, "16:1")
    blocks = tuple(Paragraph(f"p{i}", (Placeholder(advice),), at=place) for i, advice in enumerate(advices))
    return Document("某报告", (Section(blocks),))


def test_a_placeholder_says_in_which_table_row_and_column_it_is_filled() -> None:
    nodes = (leaf("A1", "5"), leaf("A2", "5"))
    document = waits(
        "机构名称——评价机构全称", "资金.预算数——在“资金”表填写预算数", "“指标A2”查到了什么：文号", "这一阶段做了什么"
    )
    told = Case(engagement(indicators=nodes), document=document, findings=tuple(_told(node.code) for node in nodes))
    assert [one.cure for one in run("placeholder", told)] == [
        "在“机构”表填写“名称”",
        "在“资金”表填写“预算数”",
        "在“指标”表 A2 这一行填写“核查事实”",
        "在“进度”表填写“工作内容”",
    ]


def _told(code: str) -> Finding:
    return Finding("placeholder", "warning", "还不能评分", AT, "取值", code)


@pytest.mark.parametrize(
    ("advice", "cure"),
    [
        ("由谁做", "在“问题建议”表填写“责任主体”"),
        ("什么时候做完", "在“问题建议”表填写“时限”"),
        ("针对问题2的建议", "在“问题建议”表填写“建议”"),
        ("针对问题提出建议，写在问题建议表", "在“问题建议”表填写“建议”"),
        ("发现的问题，写在问题建议表", "填写“问题建议”表"),
        ("数据来源", "在“指标”表填写“数据来源”"),
        ("考察什么", "在“指标”表填写“指标解释”"),
        ("结论", "在“合规检查”表填写“结论”"),
        ("查到了什么", "在“合规检查”表填写“情况”"),
        ("意见表：征求意见收到的意见和采纳情况", "填写“意见”表"),
        ("采纳、部分采纳或不采纳", "在“意见”表填写“采纳”"),
        ("没有采纳的理由", "在“意见”表填写“理由”"),
        ("团队表：评价工作组成员的姓名和角色", "填写“团队”表"),
        ("评价依据的法规和文件，写在依据表", "填写“依据”表"),
        ("attachments 文件夹里的“批复.pdf”", "把“批复.pdf”放进 attachments 文件夹"),
        ("项目质量控制——怎样保证评价质量", "在“项目”表填写“质量控制”"),
    ],
)
def test_what_a_table_or_folder_holds_is_filled_in_there_and_in_no_chapter(advice: str, cure: str) -> None:
    (found,) = run("placeholder", Case(engagement(indicators=()), document=waits(advice)))
    assert found.cure == cure


@pytest.mark.parametrize(
    "advice", ["合规检查表：检查了什么、查到了什么", "做了合规性检查的，填“合规检查”表：方面；没有做的，在项目表写"]
)
def test_a_table_a_new_workbook_does_not_have_is_to_be_added(advice: str) -> None:
    (found,) = run("placeholder", Case(engagement(indicators=()), document=waits(advice)))
    assert found.cure == "填写“合规检查”表；底稿里没有的，加一张“合规检查”工作表，列见 docs/tables.md"


def test_a_gap_names_a_line_only_of_a_chapter_the_folder_has() -> None:
    file = "chapters/05-经验做法.md"
    own = engagement(chapters=(TextFile(file, "", Where(file)),))
    told = [run("placeholder", Case(one, document=waits("主要绩效")))[0].cure for one in (own, engagement())]
    word = "在 Word 里写好后用 evalkit sync 收回来，或在 chapters 文件夹放一个同名章节"
    assert told == ["在 chapters/05-经验做法.md 写这一段（第 16 行）", f"{word}（05-经验做法.md）"]
    (asked,) = run("placeholder", Case(engagement(), document=waits("问卷没有背景题，在这里说明受访者的构成")))
    assert asked.cure == f"{word}（05-经验做法.md）"
    (shared,) = run("placeholder", Case(engagement(), document=waits("资金没有足额到位的原因", at="chapters/_通用.md")))
    assert shared.cure == word
    edited = run("placeholder", Case(engagement(), document=waits("主要绩效", at="报告.docx")))
    assert "chapters" in edited[0].cure
    assert "docx" not in edited[0].cure


def test_equal_placeholders_of_one_column_are_one_finding_with_their_codes() -> None:
    nodes = tuple(leaf(f"C1{i}", "5", name=f"数量{i}") for i in range(1, 8))
    head = Row((Cell((Text("三级指标"),)), Cell((Text("业绩值"),)), Cell((Text("得分"),))), "header")
    rows = [Row((Cell((Text(n.name),)), Cell((Placeholder("业绩值"),)), Cell((Placeholder("评分"),)))) for n in nodes]
    table = Table("t", (Column(), Column(), Column()), (head, *rows))
    case = Case(
        engagement(indicators=nodes),
        scoresheet=scored(nodes, {}),
        document=Document("某报告", (Section((table,)),)),
        findings=tuple(_told(node.code) for node in nodes),
    )
    codes = "C11、C12、C13、C14、C15、C16、C17"
    assert [(one.message, one.cure) for one in run("placeholder", case)] == [
        (f"还没有写：{codes}的业绩值（7 处）", f"在“指标”表 {codes} 这几行填写“业绩值”"),
        (f"还没有评分：{codes}（7 处）", "先填取值或判定，评出得分；这里由程序写"),
    ]


def test_phases_run_in_order_and_the_report_comes_after_them() -> None:
    phases = (
        Phase("准备", date(2023, 10, 29), date(2023, 11, 7), "", AT),
        Phase("现场", date(2023, 11, 8), date(2023, 11, 13), "", AT),
        Phase("撰写", date(2023, 11, 14), date(2023, 12, 2), "", AT),
    )
    assert run("date_conflict", Case(engagement(schedule=phases))) == ()
    early = engagement(schedule=(phases[1], phases[0], replace(phases[2], end=date(2023, 12, 3))))
    found = run("date_conflict", Case(early))
    assert [(one.severity, one.subject) for one in found] == [("warning", "准备"), ("error", "报告日期")]


def test_a_survey_outside_the_evaluation_is_a_warning() -> None:
    phases = (Phase("现场", date(2023, 11, 8), date(2023, 11, 13), "", AT),)
    form = Questionnaire("职工", "满意度", (), period="2023年11月16日至2023年11月18日", at=AT)
    (found,) = run("date_conflict", Case(engagement(schedule=phases, questionnaires=(form,))))
    assert found.subject == "职工"
    inside = replace(form, period="2023年11月9日至11月10日")
    assert run("date_conflict", Case(engagement(schedule=phases, questionnaires=(inside,)))) == ()


def test_more_answers_than_forms_given_out_is_an_error() -> None:
    form = Questionnaire("职工", "满意度", (), issued=29, population=620, populations=(("甲", 24), ("乙", 596)), at=AT)
    survey = Survey(form, "wjx", "职工.xlsx", 30, ["valid"] * 30, (), {}, {})
    (found,) = run("count_mismatch", Case(surveys={"职工": survey}))
    assert (found.stated, found.computed) == ("29", "30")
    whole = replace(survey, questionnaire=replace(form, issued=30))
    assert run("count_mismatch", Case(surveys={"职工": whole})) == ()
    short = replace(survey, questionnaire=replace(form, issued=30, population=621))
    assert [one.computed for one in run("count_mismatch", Case(surveys={"职工": short}))] == ["620"]


def test_an_engagement_without_team_date_and_licence_is_told_so() -> None:
    bare = engagement(team=(), project={"名称": "某项目"}, firm={"名称": ""}, bases=(), problems=(problem(),))
    assert [one.subject for one in run("missing_part", Case(bare))] == [
        "团队",
        "报告日期",
        "机构名称",
        "营业执照",
        "依据",
    ]
    nobody_signs = engagement(team=(Member("甲", "组员", "", "", "", "", "", AT),), problems=(problem(),))
    assert [one.subject for one in run("missing_part", Case(nobody_signs))] == ["签字"]
    assert run("missing_part", Case(engagement(problems=(problem(),)))) == ()


def test_the_numbers_of_the_policy_basis_are_checked_too() -> None:
    wrong = (Basis("财政支出绩效评价管理暂行办法", "财预[2011]285号", "国家", AT),)
    found = run("docnum_conflict", Case(engagement(bases=wrong)))
    assert [one.severity for one in found] == ["warning", "warning"]
    assert found[0].where == AT


def test_a_grade_that_its_total_does_not_give_is_an_error() -> None:
    nodes = (leaf("A1", "100"),)
    right = scored(nodes, {"A1": "82.75"})
    assert run("grade_mismatch", Case(scoresheet=right)) == ()
    (found,) = run("grade_mismatch", Case(scoresheet=replace(right, grade="优")))
    assert (found.stated, found.computed) == ("优", "良")


# ---- figures in the report -------------------------------------------------------------------------------------------


def test_figures_tied_to_facts_are_trusted_and_typed_ones_are_not() -> None:
    rate = Fact("资金.预算执行率", Decimal("98.6215808744"), Measure.RATE, 2, "%")
    tied = Paragraph("p1", (Text("预算执行率为"), Num("98.62%", rate.id)))
    typed = Paragraph("p2", (Text("预算执行率为98.65%"),))
    document = Document("某报告", (Section((tied, typed)),))
    (found,) = run("text_vs_table", Case(engagement(), facts=Facts((rate,)), document=document))
    assert (found.where.spot, found.stated) == ("正文前 第2段", "98.65%")


def test_a_printed_figure_that_somebody_changed_is_an_error() -> None:
    total = Fact("总分", Decimal("82.75"), Measure.SCORE, None, "分")
    grade = Fact("等级", "良", Measure.TEXT)
    fine = Paragraph("p1", (Num("82.75分", "总分"), Num("良", "等级")))
    changed = Paragraph("p2", (Num("92.75", "总分"), Num("优", "等级")))
    document = Document("某报告", (Section((fine, changed)),))
    found = run("text_vs_table", Case(engagement(), facts=Facts((total, grade)), document=document))
    assert [(one.subject, one.stated) for one in found] == [("总分", "92.75"), ("等级", "优")]


def test_a_typed_figure_that_no_fact_knows_is_a_note() -> None:
    people = Fact("慰问人数", Decimal(596), Measure.COUNT, 0, "人")
    document = Document("某报告", (Section((Paragraph("p1", (Text("共慰问596人，走访15户，抽查凭证30份。"),)),)),))
    nodes = (leaf("A1", "5", finding="抽查凭证30份"),)
    (found,) = run("untied_figure", Case(engagement(indicators=nodes), facts=Facts((people,)), document=document))
    assert found.severity == "note"
    assert [quote.text for quote in found.quotes] == ["15户"]


def test_checks_say_nothing_of_an_empty_case() -> None:
    from evalkit.plugs import checks

    assert [one for plug in checks().values() for one in plug.check(Case())] == []
