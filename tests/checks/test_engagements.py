"""The checks on an engagement: what must be found in the tables of its folder, and what must be let pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalkit.model.case import Case
from evalkit.model.document import Document, Num, Paragraph, Section, Text
from evalkit.model.engagement import Compliance, Evidence
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.scoring import Manual, Point
from tests.checks.small import AT, cost, engagement, fund, leaf, problem, run, scored, top

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
