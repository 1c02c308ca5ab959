"""What an engagement still lacks, and what of it cannot be: placeholders, dates, counts, missing parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.model.case import Case
from evalkit.model.document import Cell, Column, Document, Paragraph, Placeholder, Row, Section, Table, Text
from evalkit.model.engagement import Basis, Member, Phase
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.model.scoring import Point
from evalkit.model.source import TextFile
from tests.checks.small import AT, engagement, leaf, problem, run, scored


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
    (shared,) = run("placeholder", Case(engagement(), document=waits("这一段要说明的情况", at="chapters/_通用.md")))
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
