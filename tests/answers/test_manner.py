"""How a file writes choices: places, scores or texts, question by question; numbers with their unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from evalkit.answers.choosing import figure
from evalkit.ingest import ingest
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间"]
WHO = Question("Q1", "您是", "single", (Option("农户"), Option("商户"), Option("村干部")))


def scored(id: str, text: str, *scores: int) -> Question:
    labels = ("很好", "较好", "一般", "较差", "很差")
    return Question(
        id, text, "single", tuple(Option(label, Decimal(score)) for label, score in zip(labels, scores, strict=True))
    )


HUNDRED = scored("Q2", "是否满意", 100, 75, 50, 25, 0)
FIVE = scored("Q3", "有无好转", 5, 4, 3, 2, 1)


def table(titles: Sequence[str], *answers: Sequence[str], total: Sequence[str] = (), own: bool = True) -> Sheet:
    """An export of 问卷星, or the bare columns of its questions."""
    rows = [[*titles], *([*cells] for cells in answers)]
    if own:
        stamps = [OWN, *([str(n), f"2025/3/2 9:{n:02}:00", "90秒"] for n in range(1, len(rows)))]
        rows = [[*stamp, *row] for stamp, row in zip(stamps, rows, strict=True)]
    if total:
        rows = [[*row, cell] for row, cell in zip(rows, ["总分", *total], strict=True)]
    columns = tuple([cell or None for cell in column] for column in zip(*rows, strict=True))
    return Sheet("a.xlsx", "", columns, len(rows))


def taken(sheet: Sheet, *questions: Question) -> tuple[Survey | None, tuple[Finding, ...]]:
    return ingest((sheet,), Questionnaire("a", "问卷", questions))


def read(survey: Survey | None, *keys: str) -> list[list[object]]:
    assert survey is not None
    return [list(survey.answers[key]) for key in keys]


# ---- scores beside what has none ----------------------------------------------------------------------------------


def test_in_a_file_of_scores_a_question_without_scores_holds_places() -> None:
    survey, findings = taken(table(["1、您是", "2、是否满意"], ["1", "100"], ["3", "25"]), WHO, HUNDRED)
    assert read(survey, "Q1", "Q2") == [[0, 2], [0, 3]]
    told = [found.message for found in findings if found.severity == "warning"]
    assert any("没有分值的选择题" in message for message in told)
    assert any("按问卷里选项的分值读" in message for message in told)


def test_in_a_file_of_scores_a_question_without_scores_holds_texts() -> None:
    survey, _ = taken(table(["1、您是", "2、是否满意"], ["农户", "100"], ["村干部", "25"]), WHO, HUNDRED)
    assert read(survey, "Q1", "Q2") == [[0, 2], [0, 3]]


@pytest.mark.parametrize("who", ["1", "农户"])
def test_figures_that_may_be_scores_or_places_are_not_guessed(who: str) -> None:
    survey, findings = taken(
        table(["1、您是", "2、是否满意", "3、有无好转"], [who, "100", "5"], [who, "25", "4"]), WHO, HUNDRED, FIVE
    )
    assert survey is None
    (fault,) = [found for found in findings if found.severity == "error"]
    assert "Q3" in fault.message
    assert "第几项" in fault.message


def test_where_every_question_has_scores_all_are_read_by_score() -> None:
    survey, _ = taken(table(["2、是否满意", "3、有无好转"], ["100", "5"], ["25", "4"]), HUNDRED, FIVE)
    assert read(survey, "Q2", "Q3") == [[0, 3], [0, 1]]


def test_in_a_file_of_scores_figures_that_are_no_score_of_a_scored_question_are_a_fault() -> None:
    other = scored("Q3", "有无好转", 90, 80, 70, 60, 0)
    survey, findings = taken(
        table(["1、您是", "2、是否满意", "3、有无好转"], ["1", "100", "5"], ["2", "25", "4"]), WHO, HUNDRED, other
    )
    assert survey is None
    assert any(found.severity == "error" and "Q3" in found.message for found in findings)


def test_a_total_of_the_scored_questions_alone_tells_that_the_others_hold_places() -> None:
    sheet = table(["1、您是", "3、有无好转"], ["1", "5"], ["3", "1"], total=["5", "1"])
    survey, _ = taken(sheet, WHO, FIVE)
    assert read(survey, "Q1", "Q3") == [[0, 2], [0, 4]]


def test_nought_for_no_answer_does_not_make_scores_of_places() -> None:
    # 4 would be the best of all as a score, and the fourth option as a place.
    four = scored("Q2", "是否满意", 4, 3, 2, 1, 0)
    survey, _ = taken(table(["1、您是", "2、是否满意"], ["1", "4"], ["2", "0"]), WHO, four)
    assert survey is None


# ---- marks of no answer without the platform's columns ------------------------------------------------------------


def test_minus_three_among_places_is_not_asked_though_the_platform_is_not_known() -> None:
    news = Question("Q3", "渠道", "multi", (Option("广播"), Option("微信")))
    sheet = table(
        ["您是", "是否满意", "渠道—广播", "渠道—微信", "几元"],
        ["1", "-3", "1", "0", "-3"], ["3", "2", "-3", "-3", "12"], ["2", "-2", "0", "1", "5"], own=False,
    )  # fmt: skip
    survey, findings = taken(sheet, WHO, HUNDRED, news, Question("Q4", "几元", "number"))
    assert read(survey, "Q1", "Q2", "Q3=1", "Q4") == [[0, 2, 1], [-2, 1, -1], [1, -2, 0], [None, "12", "5"]]
    (note,) = [found for found in findings if found.severity == "note"]
    assert "-3 按跳过" in note.message


def test_minus_three_stays_a_fault_where_answers_are_texts_or_an_option_is_meant() -> None:
    sheet = table(["您是", "是否满意"], ["农户", "-3"], ["商户", "很好"], own=False)
    survey, _ = taken(sheet, WHO, HUNDRED)
    assert survey is None
    change = Question("Q2", "变化", "single", tuple(Option(str(n)) for n in range(-3, 4)))
    survey, _ = taken(table(["您是", "变化"], ["1", "-3"], ["2", "2"], own=False), WHO, change)
    assert read(survey, "Q1", "Q2") == [[0, 1], [0, 5]]


def test_numbers_below_nought_are_numbers_where_there_are_others() -> None:
    sheet = table(["您是", "是否满意", "几度"], ["1", "-3", "-3"], ["2", "1", "-7"], own=False)
    survey, _ = taken(sheet, WHO, HUNDRED, Question("Q3", "几度", "number"))
    assert read(survey, "Q2", "Q3") == [[-2, 0], ["-3", "-7"]]


# ---- several choices ----------------------------------------------------------------------------------------------


def test_choices_parted_otherwise_than_the_platform_does_are_read_with_the_words_behind_them() -> None:
    news = Question("Q1", "渠道", "multi", (Option("广播"), Option("微信"), Option("其他", write_in=True)))
    survey, findings = taken(table(["1、渠道"], ["广播、微信"], ["微信、其他〖亲友〗"], ["广播\n其他"]), news)
    assert read(survey, "Q1=1", "Q1=2", "Q1=3", "Q1.其他") == [[1, 0, 1], [1, 1, 0], [0, 1, 1], ["", "亲友", ""]]
    assert findings == ()


def test_an_answer_that_reads_two_ways_is_a_fault_that_names_both() -> None:
    fees = Question("Q1", "费用", "multi", tuple(map(Option, ("水、电", "电、气", "水", "气"))))
    survey, (fault,) = taken(table(["1、费用"], ["水、电、气"], ["水"]), fees)
    assert survey is None
    assert "“水、电”＋“气”" in fault.message
    assert "“水”＋“电、气”" in fault.message
    assert fault.where.spot == "D2"


# ---- numbers with their unit --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [
        ("15元", "元", "15"),
        ("15 元", "元", "15"),
        ("￥15", "元", "15"),
        ("¥15.5元", "元", "15.5"),
        ("3次", "次", "3"),
        ("60％", "%", "60"),
        ("15", "元", "15"),
        ("15万元", "元", "15万元"),
        ("15元", "万元", "15元"),
        ("￥15", "万元", "￥15"),
        ("约15元", "元", "约15元"),
        ("15元", "", "15元"),
    ],
)
def test_the_unit_of_the_question_is_taken_off_and_no_other(text: str, unit: str, meant: str) -> None:
    assert figure(text, unit) == meant


def test_a_number_with_its_unit_counts_and_one_with_another_is_told() -> None:
    fee = Question("Q1", "每月水费", "number", unit="元")
    survey, (doubt,) = taken(table(["1、每月水费"], ["15元"], ["15万元"], ["￥20"]), fee)
    assert read(survey, "Q1") == [["15", "15万元", "20"]]
    assert doubt.where.spot == "D3"
