"""The driver: every check is run, acceptances by name silence what they name, the worst comes first."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from evalkit.check import accepted, blocking, check
from evalkit.model.case import Case
from evalkit.model.document import Document, Heading, Paragraph, Section, Text
from evalkit.model.engagement import Acceptance, Engagement
from evalkit.model.places import Finding, Quote, Where
from evalkit.model.scoring import Grade, GradeScheme
from evalkit.plugs import checks

AT = Where("认可.yaml", "1:1")
MANUAL = Finding("manual_score", "warning", "D11 由人给 7.5 分", Where("指标.yaml", "20:1"), "认可", "D11")


def test_a_finding_accepted_by_kind_and_subject_says_who_and_why() -> None:
    by_name = Acceptance("manual_score", "D11", "李复核", "访谈记录支持", AT)
    assert accepted(MANUAL, (by_name,)).accepted == "李复核：访谈记录支持"
    assert blocking([accepted(MANUAL, (by_name,))]) == ()


def test_another_subject_another_kind_or_no_name_accepts_nothing() -> None:
    for one in (
        Acceptance("manual_score", "D12", "李复核", "理由", AT),
        Acceptance("no_reason", "D11", "李复核", "理由", AT),
        Acceptance("manual_score", "D11", "", "理由", AT),
        Acceptance("manual_score", "D11", "李复核", " ", AT),
    ):
        assert accepted(MANUAL, (one,)) == MANUAL
    assert blocking([MANUAL]) == (MANUAL,)


def test_accepting_a_manual_score_accepts_that_the_rule_could_not_give_it() -> None:
    off = Finding("score_off_rule", "warning", "只能给出 10、5、0", Where("指标.yaml", "20:1"), "改", "D11")
    by_name = Acceptance("manual_score", "D11", "李复核", "访谈记录支持", AT)
    assert accepted(off, (by_name,)).accepted == "李复核：访谈记录支持"
    the_other_way = Acceptance("score_off_rule", "D11", "李复核", "理由", AT)
    assert accepted(MANUAL, (the_other_way,)).accepted is None


def test_faults_of_the_input_cannot_be_accepted() -> None:
    fault = Finding("input", "error", "编码重复", Where("指标.yaml", "3:1"), "改", "A1")
    assert accepted(fault, (Acceptance("input", "A1", "李复核", "理由", AT),)) == fault


def test_notes_do_not_block() -> None:
    assert blocking([Finding("untied_figure", "note", "15户", Where("报告"), "填")]) == ()


def test_findings_of_the_stages_come_along_and_the_worst_come_first_by_place() -> None:
    def found(severity: str, spot: str) -> Finding:
        return Finding("other", severity, spot, Where("报告", spot))  # type: ignore[arg-type]

    given = (found("note", "第1段"), found("warning", "第10段"), found("error", "第3段"), found("warning", "第2段"))
    assert [one.where.spot for one in check(Case(findings=given))] == ["第3段", "第2段", "第10段", "第1段"]


def test_places_of_a_report_stand_in_reading_order() -> None:
    spots = [
        "附件1 第1段",
        "落款",
        "第十一章 第1段",
        "第二章（三） 第1段",
        "第二章（一）2. 第10段",
        "第二章（一）2. 第9段",
        "封面",
    ]
    given = tuple(Finding("other", "warning", spot, Where("报告", spot)) for spot in spots)
    assert [one.where.spot for one in check(Case(findings=given))] == [
        "封面",
        "第二章（一）2. 第9段",
        "第二章（一）2. 第10段",
        "第二章（三） 第1段",
        "第十一章 第1段",
        "落款",
        "附件1 第1段",
    ]


def test_the_same_complaint_is_told_once() -> None:
    assert len(check(Case(findings=(MANUAL, MANUAL)))) == 1


def test_a_strangers_report_is_checked_without_an_engagement() -> None:
    blocks = (
        Heading("h1", 1, (Text("概况"),), number="一、"),
        Paragraph("p1", (Text("根据州政函【2015】81号，综合得分79.5分，评价等级为“良”。"),)),
    )
    found = check(Case(document=Document("某报告", (Section(blocks),), at=Where("来件.docx"))))
    assert [(one.kind, str(one.where)) for one in found] == [
        ("grade_mismatch", "来件.docx:第一章 第1段"),
        ("docnum_conflict", "来件.docx:第一章 第1段"),
    ]


def test_every_check_is_named_as_its_kind_and_has_a_manual_page() -> None:
    for name, plug in checks().items():
        page = plug.__doc__ or ""
        assert name == plug.ID
        assert plug.TITLE
        assert "例：" in page, name
        assert "怎样改：" in page, name


def with_acceptances(*rows: Acceptance) -> Engagement:
    blank: dict[str, Any] = {field.name: () for field in fields(Engagement)}
    named = {"name": "某项目", "template": "项目支出", "project": {}, "firm": {}, "places": {}, "expressions": {}}
    scheme = GradeScheme("某方案", "", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))
    last = {"stated_funds": None, "responses": {}, "scheme": scheme, "acceptances": rows, "at": AT}
    return Engagement(**{**blank, **named, **last})


def test_a_check_may_be_named_by_its_chinese_title_and_the_subject_with_its_name() -> None:
    for kind in ("人工给分", " manual_score ", "manual_score（人工给分）"):
        for subject in ("D11", "D11 维护企业稳定发展"):
            assert accepted(MANUAL, (Acceptance(kind, subject, "李复核", "理由", AT),)).accepted == "李复核：理由"
    for kind in ("人工", "佐证", "manual_score 佐证", ""):
        assert accepted(MANUAL, (Acceptance(kind, "D11", "李复核", "理由", AT),)).accepted is None


def test_a_warning_nobody_accepted_says_which_row_would_accept_it() -> None:
    found = check(Case(engagement=with_acceptances(), findings=(MANUAL,)))
    ours = next(one for one in found if one.kind == "manual_score")
    assert ours.cure.endswith("在“认可”表写：检查项 manual_score（人工给分），对象 D11")
    taken = check(Case(engagement=with_acceptances(Acceptance("人工给分", "D11", "李", "可", AT)), findings=(MANUAL,)))
    assert [one.cure for one in taken if one.kind == "manual_score"] == ["认可"]
    assert [one.cure for one in check(Case(findings=(MANUAL,)))] == ["认可"], "a report alone has no table 认可"


def test_an_acceptance_of_no_check_is_doubted_and_one_that_meets_nothing_is_noted() -> None:
    rows = (
        Acceptance("人工打分", "D11", "李复核", "理由", AT),
        Acceptance("人工给分", "D1", "李复核", "理由", AT),
        Acceptance("人工给分", "D11", "李复核", "理由", AT),
    )
    found = [one for one in check(Case(engagement=with_acceptances(*rows), findings=(MANUAL,))) if one.where == AT]
    told = [(one.kind, one.severity, one.message, one.cure) for one in found if one.kind == "input"]
    assert told == [
        ("input", "warning", "没有叫“人工打分”的检查项，这条认可没有用上", "是不是“人工给分”"),
        ("input", "note", "这条认可没有用上：检查项 manual_score（人工给分）没有查出对象“D1”", "对象改成“D11”"),
    ]


def test_what_stands_in_both_reports_is_told_once_and_what_the_other_says_itself_is_told_there() -> None:
    basis, main, other = Where("评价底稿.xlsx", "依据!4"), Where("报告", "第一章"), Where("社会调查报告.docx", "第二章")

    def number(subject: str, *places: Where) -> Finding:
        quotes = tuple(Quote(subject, one) for one in places)
        return Finding("docnum_conflict", "warning", f"文号“{subject}”", places[0], "改", subject, quotes)

    told = (number("甲〔2022〕1号", basis, main), number("乙〔2022〕2号", basis), number("丙〔2022〕3号", main))
    beside = (number("甲〔2022〕1号", basis), number("乙〔2022〕2号", basis, other), number("丁〔2022〕4号", other))
    found = [(one.subject[0], one.where) for one in check(Case(findings=told), beside)]
    assert sorted(found, key=str) == sorted(
        [("甲", basis), ("乙", basis), ("乙", other), ("丙", main), ("丁", other)], key=str
    )
