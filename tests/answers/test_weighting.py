"""Errors, alpha, weights and the suspected of small surveys, by hand or as published."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.questionnaire import Option, Question
from evalkit.tabulate import survey_report, tabulate
from tests.answers.counted import grouped, scored, survey

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


def test_a_few_people_nobody_of_whom_answered_are_noted_and_a_fifth_of_all_is_a_warning() -> None:
    # 2 of 260 people, 0.77 %, and none of 4 forms; then 52 of 260, 20 %. The others are 50 % and 50 % throughout.
    question = Question("Q1", "问", "single", (Option("好", Decimal(100)), Option("差", Decimal(0))), weight=Decimal(1))
    group = Question("Q9", "规模", "single", (Option("小"), Option("中"), Option("大")))
    for sizes, severity, said in (
        ((("小", 129), ("中", 129), ("大", 2)), "note", "问卷“甲”没有收到“大”（总体 2 人，占 0.77%）的有效问卷"),
        (
            (("小", 104), ("中", 104), ("大", 52)),
            "warning",
            "问卷“甲”的样本与总体构成相差很大：“大”占总体的20.00%（52/260人）",
        ),
    ):
        answers = {"Q1": [0, 0, 1, 1], "Q9": [0, 0, 1, 1]}
        made = survey(answers, (question, group), group="Q9", populations=sizes, population=260)
        (found,) = (one for one in tabulate(made)[1] if one.kind == "other")
        assert found.severity == severity
        assert found.message.startswith(said)
