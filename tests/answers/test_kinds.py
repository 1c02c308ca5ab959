"""Ticks, rankings and numbers: each kind of question has a base and figures of its own."""

from __future__ import annotations

import pytest

from evalkit.model.questionnaire import Option, Question
from evalkit.tabulate import survey_report, tabulate
from tests.answers.counted import survey


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
