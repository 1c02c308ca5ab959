"""The driver: every check is run, acceptances by name silence what they name, the worst comes first."""

from __future__ import annotations

from evalkit.check import accepted, blocking, check
from evalkit.model.case import Case
from evalkit.model.document import Document, Heading, Paragraph, Section, Text
from evalkit.model.engagement import Acceptance
from evalkit.model.places import Finding, Where
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
