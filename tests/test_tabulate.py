"""The Yongxing survey gives the published figures; small surveys give what a hand calculation gives."""

from __future__ import annotations

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from evalkit.files.answers import read_answers
from evalkit.files.yaml import parse_yaml
from evalkit.ingest import ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.facts import Facts, Measure
from evalkit.model.places import Finding, Where
from evalkit.model.questionnaire import Option, Question, Survey
from evalkit.tabulate import survey_report, tabulate
from tests.answers.counted import SCALE, scored, survey

EXAMPLE = Path(__file__).parent.parent / "examples/yongxing-2022"


@pytest.fixture(scope="module")
def yongxing() -> tuple[Survey, Facts, tuple[Finding, ...]]:
    node, findings = parse_yaml((EXAMPLE / "questionnaires/职工.yaml").read_bytes(), "questionnaires/职工.yaml")
    assert node is not None
    form, more = load_questionnaire("职工", node)
    assert form is not None
    sheets, read = read_answers((EXAMPLE / "responses/职工.xlsx").read_bytes(), "responses/职工.xlsx")
    survey, taken = ingest(sheets, form)
    assert survey is not None
    assert (*findings, *more, *read, *taken) == ()
    facts, found = tabulate(survey)
    return survey, facts, found


#: The source's appendix 2 and its text, section by section.
PUBLISHED = {
    "收回": "29份",
    "有效": "27份",
    "无效": "2份",
    "存疑": "0份",
    "Q1.享受过.人数": "26人",
    "Q1.享受过.占比": "96.30%",
    "Q1.未享受过.占比": "3.70%",
    "Q2.国有企业留守人员经费.人数": "23人",
    "Q2.国有企业留守人员经费.占比": "85.19%",
    "Q2.困难职工春节慰问.人数": "4人",
    "Q2.困难职工春节慰问.占比": "14.81%",
    "Q3.非常了解.占比": "51.85%",
    "Q3.比较了解.占比": "37.04%",
    "Q3.一般了解.占比": "11.11%",
    "Q3.均值": "85.19%",
    "Q4.非常满意.占比": "55.56%",
    "Q4.比较满意.占比": "37.04%",
    "Q4.一般.占比": "7.41%",
    "Q4.均值": "87.04%",
    "Q5.非常满意.占比": "44.44%",
    "Q5.比较满意.占比": "40.74%",
    "Q5.一般.占比": "11.11%",
    "Q5.不太满意.人数": "0人",
    "Q5.非常不满意.占比": "3.70%",
    "Q5.均值": "81.48%",
    "Q6.有效缓解.占比": "66.67%",
    "Q6.缓解效果一般.占比": "33.33%",
    "Q6.均值": "91.67%",
    "Q7.非常满意.占比": "55.56%",
    "Q7.比较满意.占比": "33.33%",
    "Q7.一般.占比": "11.11%",
    "Q7.均值": "86.11%",
    "Q8.人数": "7人",
    "Q8.希望提高标准.人数": "7人",
    "Q8.希望尽早发放.人数": "1人",
    "Q8.未归类.人数": "0人",
    "满意度": "86.57%",
    "分组.困难职工春节慰问.有效": "4份",
    "分组.困难职工春节慰问.总体": "596人",
}


@pytest.mark.parametrize(("name", "printed"), PUBLISHED.items())
def test_yongxing_gives_the_published_figure(
    name: str, printed: str, yongxing: tuple[Survey, Facts, tuple[Finding, ...]]
) -> None:
    assert yongxing[1][f"问卷.职工.{name}"].display == printed


def test_a_mean_is_a_mean_and_a_share_is_a_share(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    facts = yongxing[1]
    assert facts["问卷.职工.Q4.均值"].measure is Measure.MEAN
    assert facts["问卷.职工.满意度"].measure is Measure.MEAN
    assert facts["问卷.职工.Q4.非常满意.占比"].measure is Measure.SHARE
    assert {fact.measure for id, fact in facts.items() if id.endswith("占比")} == {Measure.SHARE}


def test_the_overall_figure_is_the_mean_of_unrounded_means(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    # (2350 + 2200 + 2475 + 2325) / 27 / 4 = 9350 / 108
    value = yongxing[1]["问卷.职工.满意度"].value
    assert isinstance(value, Decimal)
    assert abs(value - Decimal(9350) / Decimal(108)) < Decimal("1e-20")


def test_a_fact_knows_its_column_its_base_and_its_way(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    fact = yongxing[1]["问卷.职工.Q4.均值"]
    assert fact.sources == (Where("responses/职工.xlsx", "Sheet1!J"),)
    assert fact.n == 27
    assert fact.how == "（15人×100＋10人×75＋2人×50＋0人×25＋0人×0）÷27人"


def test_the_interval_narrows_by_the_known_population(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    # By hand: s² = 6712.96/26 = 258.19, s/√27 = 3.0924; × t(26) 2.0555 × √(1 − 27/620) 0.97798 = 6.2166.
    interval = yongxing[1]["问卷.职工.Q4.均值"].interval
    assert interval is not None
    assert [round(end, 2) for end in interval] == [Decimal("80.82"), Decimal("93.25")]


def test_a_group_of_596_people_and_4_forms_is_said(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    (found,) = yongxing[2]
    assert (found.kind, found.severity) == ("other", "warning")
    assert "96.13%（596/620人）" in found.message
    assert "14.81%（4/27份）" in found.message
    assert found.cure


def test_screening_removes_the_duplicate_and_the_abandoned_form(
    yongxing: tuple[Survey, Facts, tuple[Finding, ...]],
) -> None:
    removed = {one.rule: len(one.rows) for one in yongxing[0].screened if one.state == "invalid"}
    assert removed == {"duplicate": 1, "partial": 1}


def test_the_report_has_the_contracts_keys_and_then_ours(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    survey, facts, _ = yongxing
    report, findings = survey_report(survey, facts, ("Q2",))
    assert findings == ()
    assert list(report) == [
        "platform",
        "collected",
        "valid",
        "suspected",
        "invalid",
        "screening",
        "questions",
        "satisfaction",
        "without_suspected",
        "reliability",
        "groups",
        "margin",
        "roster",
        "weighted",
        "sources",
    ]
    # The overall figure by hand: s of the 27 own averages over √27, × √(1 − 27/620).
    assert report["satisfaction"] == {
        "value": "86.57",
        "of": ["Q4", "Q5", "Q6", "Q7"],
        "ci": ["82.30", "90.85"],
        "n": 27,
        "se": "2.08",
        "rate": "83.33",
    }
    fourth = report["questions"][3]
    assert list(fourth) == ["id", "text", "type", "n", "skipped", "options", "mean", "ci", "rows"]
    assert fourth["options"][0] == {"label": "非常满意", "score": "100", "count": 15, "percent": "55.56"}
    assert fourth["mean"] == "87.04"
    by_policy = next(group for group in report["groups"] if group["question"] == "Q4")
    assert [level["n"] for level in by_policy["levels"]] == [23, 4]


def test_an_unknown_group_column_is_a_fault(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    _, (found,) = survey_report(*yongxing[:2], by=("部门",))
    assert "部门" in found.message


def test_the_shipped_responses_are_what_their_maker_writes() -> None:
    made = runpy.run_path(str(Path(__file__).parent / "make_yongxing_responses.py"))
    assert made["workbook"]() == (EXAMPLE / "responses/职工.xlsx").read_bytes()


def test_the_standard_error_of_a_mean_is_told(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    # Q4 by hand: 15 × 100, 10 × 75, 2 × 50: s² = 258.19; s = 16.07; s/√27 × √(1 − 27/620) = 3.0924 × 0.97798 = 3.02.
    facts = yongxing[1]
    assert facts["问卷.职工.Q4.标准差"].text == "16.07"
    assert facts["问卷.职工.Q4.标准误"].text == "3.02"


def test_the_margin_reached_is_told(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    assert yongxing[1]["问卷.职工.抽样误差"].display == "17.32个百分点"  # see test_statistics


def test_groups_have_their_questions_and_their_shares(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    facts = yongxing[1]
    assert facts["问卷.职工.分组.困难职工春节慰问.总体比重"].display == "96.13%"  # 596 of 620
    assert facts["问卷.职工.分组.困难职工春节慰问.样本比重"].display == "14.81%"  # 4 of 27
    own, other = (facts[f"问卷.职工.分组.{name}.Q4.均值"] for name in ("国有企业留守人员经费", "困难职工春节慰问"))
    assert (own.n, other.n) == (23, 4)
    # 14 × 100, 7 × 75 and 2 × 50, counted in the file; the four others are 1 × 100 and 3 × 75.
    assert own.display == "88.04%"


def test_of_fewer_than_five_people_no_mean_is_shown(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    survey, facts, _ = yongxing
    head = "问卷.职工.分组.困难职工春节慰问"
    hidden = [id for id in facts if id.startswith(f"{head}.") and facts[id].measure in (Measure.MEAN, Measure.SHARE)]
    assert {f"{head}.{name}" for name in ("满意度", "均值", "满意率", "含一般满意率", "Q4.均值")} <= set(hidden)
    assert all(facts[id].empty and facts[id].interval is None for id in hidden)
    assert "只有4人作答，不到5人的不列" in facts[f"{head}.满意度"].how
    assert facts[f"{head}.有效"].display == "4份"
    roster = {one["label"]: one["satisfaction"] for one in survey_report(survey, facts)[0]["roster"]}
    assert roster["困难职工春节慰问"] is None
    assert roster["国有企业留守人员经费"] is not None


def test_a_group_question_may_be_named_as_the_platform_heads_its_column(
    yongxing: tuple[Survey, Facts, tuple[Finding, ...]],
) -> None:
    for name in ("q2", "2、您享受的是哪一种政策？", "享受政策类别"):
        report, findings = survey_report(*yongxing[:2], by=(name,))
        assert findings == ()
        assert {group["by"] for group in report["groups"]} == {"Q2"}


# ---- by hand ------------------------------------------------------------------------------------------------------


def test_who_does_not_know_is_counted_in_the_shares_and_left_out_of_the_mean() -> None:
    facts, _ = tabulate(survey({"Q1": [0, 0, 1, 3, -1, -2]}, (scored("Q1"),)))
    assert facts["问卷.甲.Q1.人数"].display == "4人"
    assert facts["问卷.甲.Q1.未答"].display == "2人"
    assert facts["问卷.甲.Q1.不了解.占比"].display == "25.00%"
    assert facts["问卷.甲.Q1.均值"].display == "83.33%"  # (100 + 100 + 50) / 3
    assert facts["问卷.甲.Q1.均值"].n == 3


def test_the_share_of_the_satisfied_has_the_base_of_the_mean_and_is_not_the_mean() -> None:
    facts, _ = tabulate(survey({"Q1": [0, 0, 0, 1, 2, 3, -1]}, (scored("Q1"),)))
    assert facts["问卷.甲.Q1.满意率"].display == "60.00%"  # 3 of 5; the sixth does not know
    assert facts["问卷.甲.Q1.满意率"].n == 5
    assert facts["问卷.甲.满意率"].display == "60.00%"
    assert facts["问卷.甲.含一般满意率"].display == "80.00%"
    assert facts["问卷.甲.满意度"].display == facts["问卷.甲.均值"].display == "70.00%"  # (300 + 50) / 5
    measures = [facts[f"问卷.甲.{name}"].measure for name in ("满意度", "均值", "满意率", "含一般满意率")]
    assert measures == [Measure.MEAN, Measure.MEAN, Measure.SHARE, Measure.SHARE]


def test_how_a_weighted_figure_is_made_tells_the_weights() -> None:
    answers = {"Q1": [0, 1], "Q2": [2, 2], "Q3": [0, 0]}
    facts, _ = tabulate(survey(answers, (scored("Q1"), scored("Q2", "2"), scored("Q3", None))))
    assert facts["问卷.甲.满意度"].display == "25.00%"  # (75 × 1 + 0 × 2) / 3
    weighted = "Q1、Q2 各题均值（未四舍五入）的加权平均（权数 Q1 为 1、Q2 为 2），有效问卷2份"
    assert facts["问卷.甲.满意度"].how == weighted
    assert "（权数 Q1 为 1、Q2 为 2）" in facts["问卷.甲.满意率"].how
    facts, _ = tabulate(survey(answers, (scored("Q1"), scored("Q2"), scored("Q3", None))))
    assert facts["问卷.甲.满意度"].how == "Q1、Q2 各题均值（未四舍五入）的平均，有效问卷2份"


def test_a_middle_answer_is_not_satisfied_whatever_its_score_unless_the_questionnaire_draws_the_line() -> None:
    options = (Option("有效", Decimal(100)), Option("效果一般", Decimal(75)), Option("没有", Decimal(0)))
    question = Question("Q1", "效果", "single", options, weight=Decimal(1))
    answers = {"Q1": [0, 1, 1, 2]}
    facts, _ = tabulate(survey(answers, (question,)))
    assert facts["问卷.甲.满意率"].display == "25.00%"
    assert facts["问卷.甲.含一般满意率"].display == "75.00%"
    facts, _ = tabulate(survey(answers, (question,), satisfied=Decimal(75)))
    assert facts["问卷.甲.满意率"].display == "75.00%"
    assert "分值不低于 75" in facts["问卷.甲.满意率"].how


def test_the_share_of_a_matrix_is_that_of_its_rows_together() -> None:
    matrix = Question("Q1", "各方面", "matrix", SCALE, rows=("态度", "效率"), weight=Decimal(1))
    facts, _ = tabulate(survey({"Q1.1": [0, 0], "Q1.2": [0, 2], "Q2": [2, 2]}, (matrix, scored("Q2"))))
    assert facts["问卷.甲.Q1.满意率"].display == "75.00%"
    assert facts["问卷.甲.满意率"].display == "37.50%"


def test_weights_of_questions_are_kept() -> None:
    facts, _ = tabulate(survey({"Q1": [0, 0], "Q2": [2, 2]}, (scored("Q1", "3"), scored("Q2", "1"))))
    assert facts["问卷.甲.满意度"].display == "75.00%"


def test_a_matrix_shares_its_weight_among_its_rows() -> None:
    matrix = Question("Q1", "各方面", "matrix", SCALE, rows=("态度", "效率"), weight=Decimal(1))
    facts, _ = tabulate(survey({"Q1.1": [0, 0], "Q1.2": [2, 2], "Q2": [0, 0]}, (matrix, scored("Q2"))))
    assert facts["问卷.甲.Q1.1.均值"].display == "100.00%"
    assert facts["问卷.甲.Q1.均值"].display == "50.00%"
    assert facts["问卷.甲.满意度"].display == "75.00%"


def test_the_error_of_the_overall_figure_is_that_of_the_respondents_own_averages() -> None:
    # Own averages 100, 75, 25, 50: mean 62.5, squares 3125, s² = 1041.67, s/√4 = 16.1374; t(3) = 3.1824.
    facts, _ = tabulate(survey({"Q1": [0, 0, 1, 0], "Q2": [0, 1, 2, 2]}, (scored("Q1"), scored("Q2"))))
    fact = facts["问卷.甲.满意度"]
    assert fact.display == "62.50%"
    assert fact.interval is not None
    assert round(fact.interval[0], 2) == Decimal("11.14")
    assert fact.interval[1] == 100  # 113.86 lies beyond the scale


def test_the_suspected_are_counted_and_told_apart_and_the_invalid_are_not() -> None:
    made = survey({"Q1": [0, 2, 2]}, (scored("Q1"),), ["valid", "suspected", "invalid"], issued=4)
    facts, _ = tabulate(made)
    assert facts["问卷.甲.满意度"].display == "50.00%"
    assert [facts[f"问卷.甲.{name}"].display for name in ("发放", "收回", "有效", "无效", "存疑", "回收率")] == [
        "4份",
        "3份",
        "2份",
        "1份",
        "1份",
        "75.00%",
    ]
    report, _ = survey_report(made, facts)
    assert report["without_suspected"] == {"valid": 1, "satisfaction": "100.00"}


def test_what_nobody_wrote_down_is_an_empty_fact() -> None:
    facts, _ = tabulate(survey({"Q1": [0]}, (scored("Q1"),)))
    assert facts["问卷.甲.发放"].empty
    assert facts["问卷.甲.回收率"].empty


def test_a_question_nobody_answered_has_no_mean_and_breaks_nothing() -> None:
    facts, _ = tabulate(survey({"Q1": [-1, -2]}, (scored("Q1"),)))
    assert facts["问卷.甲.Q1.均值"].empty
    assert facts["问卷.甲.Q1.好.占比"].empty
    assert facts["问卷.甲.满意度"].empty


def test_answers_that_are_all_alike_and_a_census_have_no_interval() -> None:
    facts, _ = tabulate(survey({"Q1": [0, 0, 0]}, (scored("Q1"),)))
    assert facts["问卷.甲.满意度"].interval is None
    facts, _ = tabulate(survey({"Q1": [0, 1, 0]}, (scored("Q1"),), population=3))
    assert facts["问卷.甲.满意度"].interval is None


def test_a_multiple_choice_counts_people_not_ticks() -> None:
    question = Question("Q1", "途径", "multi", (Option("微信"), Option("公示")))
    facts, _ = tabulate(survey({"Q1=1": [1, 1, -1, 0], "Q1=2": [1, 0, -1, 0]}, (question,)))
    assert facts["问卷.甲.Q1.人数"].display == "2人"
    assert facts["问卷.甲.Q1.未答"].display == "2人"
    assert facts["问卷.甲.Q1.微信.占比"].display == "100.00%"
    assert facts["问卷.甲.Q1.公示.占比"].display == "50.00%"


def test_a_full_stop_in_a_label_does_not_part_the_id() -> None:
    question = Question("Q1", "收入", "single", (Option("1.5万元"), Option("2万元")))
    facts, _ = tabulate(survey({"Q1": [0]}, (question,)))
    assert "问卷.甲.Q1.1·5万元.人数" in facts


def test_more_forms_than_were_given_out_or_than_people_is_a_fault() -> None:
    _, findings = tabulate(survey({"Q1": [0, 0]}, (scored("Q1"),), issued=1, population=1))
    assert [found.severity for found in findings] == ["error", "error"]
    assert "发放 1 份，却收回 2 份" in findings[0].message
