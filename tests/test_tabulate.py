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
from evalkit.model.questionnaire import Option, Question, Questionnaire, State, Survey
from evalkit.tabulate import survey_report, tabulate

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


# ---- by hand ------------------------------------------------------------------------------------------------------

SCALE = (Option("好", Decimal(100)), Option("中", Decimal(50)), Option("差", Decimal(0)), Option("不了解"))


def survey(
    answers: dict[str, list[int]], questions: tuple[Question, ...], states: list[State] | None = None, **more: object
) -> Survey:
    size = len(next(iter(answers.values())))
    form = Questionnaire("甲", "问卷", questions, at=Where("甲.yaml", "1:1"), **more)  # type: ignore[arg-type]
    columns = {key: Where("a.csv", "A") for key in answers}
    return Survey(form, "plain", "a.csv", size, states or ["valid"] * size, (), answers, columns)


def scored(id: str, weight: str | None = "1") -> Question:
    return Question(id, id, "single", SCALE, weight=None if weight is None else Decimal(weight))


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


# ---- ticks, rankings, numbers -----------------------------------------------------------------------------------------


def test_ticks_have_a_base_of_their_own() -> None:
    # Three people, four ticks: 微信 3, 公示 1; 3/4 and 1/4 of the ticks, 3/3 and 1/3 of the people.
    question = Question("Q1", "途径", "multi", (Option("微信"), Option("公示")))
    made = survey({"Q1=1": [1, 1, 1], "Q1=2": [1, 0, 0]}, (question,))
    facts, _ = tabulate(made)
    assert facts["问卷.甲.Q1.人次"].display == "4人次"
    assert [facts[f"问卷.甲.Q1.{name}.人次比重"].display for name in ("微信", "公示")] == ["75.00%", "25.00%"]
    assert [facts[f"问卷.甲.Q1.{name}.占比"].display for name in ("微信", "公示")] == ["100.00%", "33.33%"]
    report, _ = survey_report(made, facts)
    assert report["questions"][0]["options"][1] == {
        "label": "公示",
        "score": None,
        "count": 1,
        "percent": "33.33",
        "percent_of_choices": "25.00",
    }


def test_a_ranking_has_mean_ranks_and_weighted_scores() -> None:
    # Three options. 甲: 1st, 2nd, 1st; 乙: 2nd, 1st; 丙: 3rd, left out twice. Nobody in the fourth row answered.
    # 综合得分: 甲 (3+2+3)/3, 乙 (2+3+0)/3, 丙 (1+0+0)/3.
    question = Question("Q1", "排序", "rank", (Option("甲"), Option("乙"), Option("丙")))
    made = survey({"Q1=1": [1, 2, 1, -1], "Q1=2": [2, 1, 0, -1], "Q1=3": [3, 0, 0, -1]}, (question,))
    facts, _ = tabulate(made)
    assert [facts[f"问卷.甲.Q1.{name}.平均名次"].text for name in "甲乙丙"] == ["1.33", "1.50", "3.00"]
    assert [facts[f"问卷.甲.Q1.{name}.平均综合得分"].display for name in "甲乙丙"] == ["2.67分", "1.67分", "0.33分"]
    assert facts["问卷.甲.Q1.甲.首选.占比"].display == "66.67%"
    report, _ = survey_report(made, facts)
    first = report["questions"][0]["options"][0]
    assert (first["mean_rank"], first["weighted_score"], first["first"]) == ("1.33", "2.67", 2)


def test_numbers_have_their_mean_middle_spread_and_ends() -> None:
    # 2, 4, 4, 10: mean 5, median 4, squares 9 + 1 + 1 + 25 = 36, s = √12; “很多” is no number.
    question = Question("Q1", "几口人", "number")
    made = survey({"Q1": ["4", "2", "很多", "10", "4", ""]}, (question,))  # type: ignore[dict-item]
    facts, _ = tabulate(made)
    shown = [facts[f"问卷.甲.Q1.{name}"].text for name in ("均值", "中位数", "标准差", "最小值", "最大值")]
    assert shown == ["5.00", "4", "3.46", "2", "10"]
    (told, *_) = survey_report(made, facts)[0]["questions"]
    assert [told[key] for key in ("n", "mean", "median", "sd", "min", "max", "unread")] == [
        5, "5.00", "4", "3.46", "2", "10", 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        (Question("Q1", "一顿午饭您自己要付几元？", "number"), "2.00元"),
        (Question("Q1", "家里有多少个人？", "number"), "2.00人"),
        (Question("Q1", "离家多远", "number", unit="公里"), "2.00公里"),
        (Question("Q1", "几个人付几元？", "number"), "2.00"),
    ],
)
def test_numbers_have_the_unit_the_question_states_or_asks_for(asked: Question, printed: str) -> None:
    assert tabulate(survey({"Q1": ["1", "3"]}, (asked,)))[0]["问卷.甲.Q1.均值"].display == printed  # type: ignore[dict-item]


def test_the_median_of_an_even_count_lies_between_the_two_in_the_middle() -> None:
    made = survey({"Q1": ["1", "2", "3", "8"]}, (Question("Q1", "几口人", "number"),))  # type: ignore[dict-item]
    assert tabulate(made)[0]["问卷.甲.Q1.中位数"].text == "2.5"


# ---- errors, alpha, weights, the suspected ------------------------------------------------------------------------------


def test_the_standard_error_of_a_mean_is_told(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    # Q4 by hand: 15 × 100, 10 × 75, 2 × 50: s² = 258.19; s = 16.07; s/√27 × √(1 − 27/620) = 3.0924 × 0.97798 = 3.02.
    facts = yongxing[1]
    assert facts["问卷.职工.Q4.标准差"].text == "16.07"
    assert facts["问卷.职工.Q4.标准误"].text == "3.02"


def test_the_margin_reached_is_told(yongxing: tuple[Survey, Facts, tuple[Finding, ...]]) -> None:
    assert yongxing[1]["问卷.职工.抽样误差"].display == "17.32个百分点"  # see test_statistics


#: The LSAT section 6 of Bock and Lieberman (1970): how many of 1000 gave each pattern of five right (1) and wrong (0).
LSAT = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4, "01000": 1,
    "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81,
    "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173,
    "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip


def test_alpha_is_what_rs_ltm_prints_for_the_lsat() -> None:
    # ltm: cronbach.alpha(LSAT) prints 0.295. Codes here are places of options: 0 is right, 1 is wrong.
    options = (Option("对", Decimal(100)), Option("错", Decimal(0)))
    questions = tuple(Question(f"Q{i}", f"Q{i}", "single", options, weight=Decimal(1)) for i in range(1, 6))
    people = [pattern for pattern, count in LSAT.items() for _ in range(count)]
    answers = {f"Q{i + 1}": [1 - int(pattern[i]) for pattern in people] for i in range(5)}
    fact = tabulate(survey(answers, questions))[0]["问卷.甲.信度"]
    assert isinstance(fact.value, Decimal)
    assert (round(fact.value, 3), fact.n) == (Decimal("0.295"), 1000)


def test_alpha_leaves_out_forms_with_a_blank_and_is_empty_where_all_are_alike() -> None:
    two = (scored("Q1"), scored("Q2"))
    # Sums 200, 100, 0; item variances 2500 each, of the sum 10000: 2 × (1 − 5000/10000) = 1.
    facts, _ = tabulate(survey({"Q1": [0, 1, 2, 0, 3], "Q2": [0, 1, 2, -1, 0]}, two))
    assert (facts["问卷.甲.信度"].text, facts["问卷.甲.信度"].n) == ("1.00", 3)
    facts, _ = tabulate(survey({"Q1": [0, 0, 0], "Q2": [0, 0, 0]}, two))
    assert facts["问卷.甲.信度"].empty
    assert "问卷.甲.信度" not in tabulate(survey({"Q1": [0, 1]}, (scored("Q1"),)))[0]


GROUP = Question("Q9", "哪一类", "single", (Option("男"), Option("女")))


def grouped(answers: dict[str, list[int]], questions: tuple[Question, ...], **sizes: int) -> Survey:
    return survey(
        answers, (*questions, GROUP), group="Q9", populations=tuple(sizes.items()), population=sum(sizes.values())
    )


def test_weights_bring_a_lopsided_sample_back_to_the_people() -> None:
    # After Penn State STAT 506, 6.3: 20 and 80 forms of two halves of the people, means 90 and 60 (theirs are twice
    # that, in pounds): 66 as the forms have it, 75 as the people have it. Weights 0.5/0.2 and 0.5/0.8.
    options = (Option("甲", Decimal(90)), Option("乙", Decimal(60)))
    question = Question("Q1", "问", "single", options, weight=Decimal(1))
    made = grouped({"Q1": [0] * 20 + [1] * 80, "Q9": [0] * 20 + [1] * 80}, (question,), 男=500, 女=500)
    facts, _ = tabulate(made)
    assert facts["问卷.甲.满意度"].display == "66.00%"
    assert facts["问卷.甲.加权.满意度"].display == facts["问卷.甲.加权.Q1.均值"].display == "75.00%"
    assert [facts[f"问卷.甲.加权.权数.{name}"].value for name in "男女"] == [Decimal("2.5"), Decimal("0.625")]
    # Kish: 100² / (20 × 6.25 + 80 × 0.390625) = 64.
    assert facts["问卷.甲.加权.有效样本量"].display == "64.00份"


def test_the_error_of_a_weighted_mean_by_hand() -> None:
    # 男 0, 100 of 10 people: mean 50, s² = 5000, s²/2 × 0.8 = 2000; 女 50, 100, 100 of 30: mean 83.33, s² = 833.33,
    # s²/3 × 0.9 = 250. Weights 1/4, 3/4: mean 75; error² = 2000/16 + 250 × 9/16 = 265.625, error 16.298; t(3) = 3.1824.
    made = grouped({"Q1": [2, 0, 1, 0, 0], "Q9": [0, 0, 1, 1, 1]}, (scored("Q1"),), 男=10, 女=30)
    fact = tabulate(made)[0]["问卷.甲.加权.均值"]
    assert fact.display == "75.00%"
    assert fact.interval is not None
    assert round(fact.interval[0], 2) == Decimal("23.13")  # 75 − 51.87
    assert fact.interval[1] == 100


def test_a_group_that_was_not_asked_cannot_be_weighed_and_is_told() -> None:
    made = grouped({"Q1": [0, 1], "Q9": [0, 0]}, (scored("Q1"),), 男=10, 女=30)
    facts, (found,) = tabulate(made)
    assert facts["问卷.甲.加权.满意度"].empty
    assert "“女”没有有效问卷" in facts["问卷.甲.加权.满意度"].how
    assert "“女”占总体的75.00%（30/40人），占有效问卷的0.00%（0/2份）" in found.message
    assert survey_report(made, facts)[0]["weighted"] is None


def test_a_group_that_rests_on_one_form_has_no_interval() -> None:
    made = grouped({"Q1": [0, 1, 2], "Q9": [0, 1, 1]}, (scored("Q1"),), 男=10, 女=30)
    fact = tabulate(made)[0]["问卷.甲.加权.均值"]
    assert fact.display == "43.75%"  # 100/4 + 25 × 3/4
    assert fact.interval is None


def test_no_roster_no_weights() -> None:
    facts, _ = tabulate(survey({"Q1": [0]}, (scored("Q1"),)))
    assert not [id for id in facts if "加权" in id]


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


def test_a_mean_of_five_people_is_shown_and_one_of_four_that_answered_is_not() -> None:
    # Of the five 男 one did not answer Q1.
    answers = {"Q1": [0, 0, 0, 0, -1, 0, 0, 1, 1, 1], "Q9": [0] * 5 + [1] * 5}
    facts, _ = tabulate(grouped(answers, (scored("Q1"),), 男=10, 女=30))
    assert (facts["问卷.甲.分组.男.Q1.均值"].empty, facts["问卷.甲.分组.男.Q1.均值"].n) == (True, 4)
    assert facts["问卷.甲.分组.女.Q1.均值"].display == "70.00%"  # 2 × 100 and 3 × 50


def test_without_the_suspected_all_satisfaction_figures_are_there() -> None:
    facts, _ = tabulate(survey({"Q1": [0, 2, 1]}, (scored("Q1"),), ["valid", "suspected", "valid"]))
    assert facts["问卷.甲.满意度"].display == "50.00%"
    names = ("有效", "满意度", "均值", "满意率", "含一般满意率")
    shown = [facts[f"问卷.甲.不含存疑.{name}"].display for name in names]
    assert shown == ["2份", "75.00%", "75.00%", "50.00%", "100.00%"]


# ---- groups compared ------------------------------------------------------------------------------------------------


def compared(made: Survey, *by: str) -> list[dict[str, object]]:
    facts, _ = tabulate(made)
    report, findings = survey_report(made, facts, by)
    assert findings == ()
    return list(report["groups"])


def dealt(*cells: tuple[int, int, int]) -> dict[str, list[int]]:
    """Answers from cells of (group, option, how many)."""
    rows = [(group, option) for group, option, n in cells for _ in range(n)]
    return {"Q9": [group for group, _ in rows], "Q1": [option for _, option in rows]}


def test_choices_are_compared_by_chi_square_where_enough_are_expected() -> None:
    # Agresti (2007) p. 39, as in R's ?chisq.test: 30.07, df 2, p 2.95e-07.
    party = Question("Q1", "党派", "single", (Option("甲"), Option("乙"), Option("丙")))
    answers = dealt((0, 0, 762), (0, 1, 327), (0, 2, 468), (1, 0, 484), (1, 1, 239), (1, 2, 477))
    (found,) = compared(survey(answers, (party, GROUP)), "Q9")
    test = found["test"]
    assert isinstance(test, dict)
    assert (test["name"], test["statistic"][:5], test["df"], test["p"]) == ("chi_square", "30.07", 2, "0.0000")


def test_few_are_compared_exactly() -> None:
    # The tea taster of R's ?fisher.test.
    answers = dealt((0, 0, 3), (0, 1, 1), (1, 0, 1), (1, 1, 3))
    taster = Question("Q1", "先放", "single", (Option("奶"), Option("茶")))
    (found,) = compared(survey(answers, (taster, GROUP)), "Q9")
    assert found["test"] == {"name": "fisher_exact", "statistic": None, "df": None, "p": "0.4857", "p_holm": "0.4857"}


def test_scores_are_compared_by_ranks_and_who_has_no_score_is_left_out() -> None:
    answers = dealt((0, 0, 6), (0, 1, 2), (0, 3, 5), (1, 1, 4), (1, 2, 5))
    from scipy.stats import kruskal

    theirs = kruskal([100] * 6 + [50] * 2, [50] * 4 + [0] * 5)
    (found,) = compared(survey(answers, (scored("Q1"), GROUP)), "Q9")
    test = found["test"]
    assert isinstance(test, dict)
    assert (test["name"], test["statistic"]) == ("kruskal_wallis", f"{theirs.statistic:.4f}")
    assert test["p"] == f"{theirs.pvalue:.4f}"


def test_probabilities_are_adjusted_over_the_banner() -> None:
    # 0.4857 twice: Holm doubles the first, and the second may not be less.
    answers = dealt((0, 0, 3), (0, 1, 1), (1, 0, 1), (1, 1, 3))
    two = tuple(Question(id, id, "single", (Option("奶"), Option("茶"))) for id in ("Q1", "Q2"))
    made = survey({**answers, "Q2": answers["Q1"]}, (*two, GROUP))
    assert [one["test"]["p_holm"] for one in compared(made, "Q9")] == ["0.9714", "0.9714"]  # type: ignore[index]


def test_letters_stand_only_where_both_bases_reach_thirty() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否")))
    levels = compared(survey(dealt((0, 0, 25), (0, 1, 5), (1, 0, 5), (1, 1, 25)), (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert [[cell["higher_than"] for cell in level["options"]] for level in levels] == [[["B"], []], [[], ["A"]]]
    levels = compared(survey(dealt((0, 0, 24), (0, 1, 5), (1, 0, 5), (1, 1, 25)), (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert not any(cell["higher_than"] for level in levels for cell in level["options"])


def test_small_cells_are_nowhere_in_the_answer() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否"), Option("说不清")))
    answers = dealt((0, 0, 3), (0, 1, 20), (0, 2, 30), (1, 0, 40), (1, 1, 50), (1, 2, 60))
    levels = compared(survey(answers, (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert [[cell["count"] for cell in level["options"]] for level in levels] == [[None, None, 30], [None, None, 60]]
    assert all((cell["percent"] is None) == cell["suppressed"] for level in levels for cell in level["options"])


def test_one_group_or_one_answer_leaves_nothing_to_compare() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否")))
    assert (
        compared(survey(dealt((0, 0, 6), (0, 1, 6)), (choice, GROUP)), "Q9")[0]["note"]
        == "有人作答的不到两组，没有检验"
    )
    found = compared(survey(dealt((0, 0, 6), (1, 0, 6)), (choice, GROUP)), "Q9")[0]
    assert (found["test"], found["note"]) == (None, "各组的答案都一样，没有检验")


def test_ticks_rows_ranks_and_numbers_are_compared_too() -> None:
    questions = (
        Question("Q1", "途径", "multi", (Option("微信"), Option("公示"))),
        Question("Q2", "各方面", "matrix", SCALE, rows=("态度", "效率")),
        Question("Q3", "排序", "rank", (Option("甲"), Option("乙"))),
        Question("Q4", "几口人", "number"),
        GROUP,
    )
    half = [0] * 6 + [1] * 6
    answers = {
        "Q9": half, "Q1=1": [1] * 6 + [0] * 6, "Q1=2": [1] * 12, "Q2.1": half, "Q2.2": half,
        "Q3=1": [1] * 6 + [2] * 6, "Q3=2": [2] * 6 + [1] * 6, "Q4": ["1"] * 6 + ["2"] * 6,
    }  # fmt: skip
    found = {str(one["question"]): one for one in compared(survey(answers, questions), "Q9")}  # type: ignore[arg-type]
    assert list(found) == ["Q1", "Q2", "Q2.1", "Q2.2", "Q3", "Q4"]
    ticks = found["Q1"]["test"]
    assert isinstance(ticks, dict)
    # 微信: 6 of 6 against 0 of 6, 3 expected a cell: 2/C(12,6) = 2/924; 公示 was ticked by all.
    assert [(part["label"], part["name"], part["p"]) for part in ticks["options"]] == [
        ("微信", "fisher_exact", "0.0022")
    ]
    assert found["Q1"]["note"] == "“公示”各组的答案都一样，没有检验"
    # Two groups of six that do not overlap, all tied within: H = 11, as SciPy has it.
    for key in ("Q2", "Q2.1", "Q4"):
        test = found[key]["test"]
        assert isinstance(test, dict)
        assert test["statistic"] == "11.0000"
    assert [level["mean"] for level in found["Q4"]["levels"]] == ["1.00", "2.00"]  # type: ignore[attr-defined]


def test_a_group_question_may_be_named_as_the_platform_heads_its_column(
    yongxing: tuple[Survey, Facts, tuple[Finding, ...]],
) -> None:
    for name in ("q2", "2、您享受的是哪一种政策？", "享受政策类别"):
        report, findings = survey_report(*yongxing[:2], by=(name,))
        assert findings == ()
        assert {group["by"] for group in report["groups"]} == {"Q2"}
