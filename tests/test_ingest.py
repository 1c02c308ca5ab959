"""From an export's rows to screened answers in columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.answers.clock import read_seconds, read_time
from evalkit.ingest import ingest
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Option, Question, Questionnaire, Screening, Survey
from evalkit.model.source import Sheet

HEADER = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
SCALE = tuple(
    Option(label, score)
    for label, score in (("满意", Decimal(100)), ("一般", Decimal(50)), ("不满意", Decimal(0)), ("不了解", None))
)
QUESTIONS = tuple(Question(f"Q{n}", f"第{n}个问题满意吗", "single", SCALE) for n in range(1, 6))
OPEN = Question("Q6", "您的建议", "text", required=False)

#: A number of the form of a mobile phone, put together here so that no whole one stands in the file.
PHONE = "138" + "0013" + "8000"


def row(
    answers: list[str], ip: str = "192.0.2.1(湖南-郴州)", time: str = "9:00:00", seconds: str = "100秒"
) -> list[str]:
    return ["1", f"2023/10/12 {time}", seconds, "微信", "N/A", ip, *answers]


def table(*rows: list[str], questions: tuple[Question, ...] = (*QUESTIONS, OPEN)) -> Sheet:
    header = [*HEADER, *(f"{question.id[1:]}、{question.text}" for question in questions)]
    whole = [header, *rows]
    return Sheet("a.xlsx", "Sheet1", tuple(list(column) for column in zip(*whole, strict=True)), len(whole))


def taken(*rows: list[str], screening: Screening | None = None) -> Survey:
    form = Questionnaire("a", "问卷", (*QUESTIONS, OPEN), screening=screening or Screening(Decimal(30)))
    survey, findings = ingest((table(*rows),), form)
    assert findings == ()
    assert survey is not None
    assert survey.collected == survey.count("valid") + survey.count("suspected") + survey.count("invalid")
    gone = sum(len(one.rows) for one in survey.screened if one.state == "invalid")
    assert gone == survey.count("invalid")
    return survey


def said(survey: Survey) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.rule, one.state, one.rows) for one in survey.screened]


MIXED = ["满意", "一般", "满意", "不满意", "满意", "请早点发"]
OTHER = ["一般", "一般", "满意", "满意", "满意", "(空)"]
LINE = ["满意"] * 5 + ["(空)"]


def refused(*rows: list[str], questions: tuple[Question, ...]) -> tuple[Finding, ...]:
    survey, findings = ingest((table(*rows, questions=questions),), Questionnaire("a", "问卷", questions))
    assert survey is None
    return findings


def test_answers_become_codes_of_options_blank_and_not_asked() -> None:
    survey = taken(row(["满意", "不满意", "(空)", "(跳过)", "不了解", "好"]), row(OTHER, ip="192.0.2.9"))
    assert [survey.answers[f"Q{n}"][0] for n in range(1, 6)] == [0, 2, -1, -2, 3]
    assert list(survey.answers["Q6"]) == ["好", ""]
    assert survey.columns["Q1"].spot == "Sheet1!G"
    assert survey.platform == "wjx"


def test_full_width_and_line_breaks_do_not_matter() -> None:
    assert taken(row(["满意\n", " 一般", "（空）", "（跳过）", "满意", ""])).answers["Q3"][0] == -1


# ---- screening ----------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_from_one_address_counts_once() -> None:
    survey = taken(row(MIXED), row(OTHER), row(MIXED, time="9:05:00"))
    assert said(survey) == [("duplicate", "invalid", (4,))]
    assert list(survey.states) == ["valid", "valid", "invalid"]


def test_equal_answers_from_another_address_or_hours_later_are_two_forms() -> None:
    assert said(taken(row(MIXED), row(MIXED, ip="192.0.2.2"))) == []
    assert said(taken(row(MIXED), row(MIXED, time="11:00:00"))) == []


def test_the_minutes_between_duplicates_are_the_questionnaires() -> None:
    rows = row(MIXED), row(MIXED, time="9:05:00")
    assert said(taken(*rows, screening=Screening(duplicate_minutes=Decimal(4)))) == []
    assert said(taken(*rows, screening=Screening(duplicate_minutes=Decimal(5)))) == [("duplicate", "invalid", (3,))]


def test_colleagues_who_are_all_satisfied_are_suspected_and_not_removed() -> None:
    survey = taken(row(LINE), row(LINE, time="9:05:00"))
    assert said(survey) == [("duplicate", "suspected", (3,)), ("straight_line", "valid", (2,))]


def test_an_abandoned_form_is_removed_at_the_threshold_and_not_below() -> None:
    blank = ["(空)"] * 6
    three = ["满意", "一般", "满意", *blank[3:]]
    two = ["满意", "一般", *blank[2:]]
    assert said(taken(row(three), row(two))) == [("partial", "invalid", (2, 3))]
    assert said(taken(row(three), row(two), screening=Screening(maximum_blank=Decimal("0.6")))) == [
        ("partial", "invalid", (3,))
    ]


def test_questions_not_asked_are_no_blanks_and_an_open_question_need_not_be_answered() -> None:
    assert said(taken(row(["满意", *["(跳过)"] * 4, "(空)"]))) == []
    # One blank of the two questions asked.
    assert said(taken(row(["满意", "(空)", *["(跳过)"] * 3, "(空)"]))) == [("partial", "invalid", (2,))]


def test_who_is_faster_than_the_stated_seconds_is_removed_else_only_suspected() -> None:
    rows = row(MIXED, seconds="44秒"), row(OTHER, seconds="45秒")
    assert said(taken(*rows, screening=Screening(Decimal(45)))) == [("too_fast", "invalid", (2,))]
    assert said(taken(*rows, screening=Screening(None))) == [("too_fast", "suspected", (2,))]


def test_a_straight_line_is_shown_and_stays_valid() -> None:
    survey = taken(row(LINE), row(OTHER))
    assert said(survey) == [("straight_line", "valid", (2,))]
    assert survey.count("valid") == 2


# ---- what cannot be read ------------------------------------------------------------------------------------------


def test_an_unknown_option_is_told_with_row_column_and_nearest_option() -> None:
    (fault,) = refused(row(["满意"]), row(["很不满意"]), row(["很不满意"]), questions=QUESTIONS[:1])
    assert fault.severity == "error"
    assert fault.where.spot == "Sheet1!G3"
    assert "“很不满意”（共 2 份）" in fault.message
    assert "最接近的是“不满意”" in fault.message
    assert "同义" in fault.cure


def test_a_column_full_of_other_words_is_one_fault() -> None:
    rows = [row([f"意见{'很多' * n}"]) for n in range(9)]
    (fault,) = refused(*rows, questions=QUESTIONS[:1])
    assert "9 种答案不在选项里" in fault.message


def test_faults_of_several_columns_are_told_at_once() -> None:
    assert len(refused(row(["好", "差"]), questions=QUESTIONS[:2])) == 2


def test_a_header_without_forms_is_told() -> None:
    (fault,) = refused(questions=QUESTIONS[:1])
    assert "没有一份答卷" in fault.message


def test_no_sheet_and_no_table_are_told() -> None:
    form = Questionnaire("a", "问卷", QUESTIONS)
    assert ingest((), form)[0] is None
    survey, (fault,) = ingest((Sheet("a.xlsx", "甲", (["一"],), 1),), form)
    assert survey is None
    assert "没有一张表像答卷" in fault.message


def test_of_two_sheets_that_look_like_answers_one_is_read_and_the_other_named() -> None:
    first = table(row(["满意"]), questions=QUESTIONS[:1])
    other = table(row(["满意"]), questions=(Question("Q9", "另一题", "text"),))
    second = Sheet(first.file, "副本", other.columns, other.height)
    survey, (doubt,) = ingest((first, second), Questionnaire("a", "问卷", QUESTIONS[:1]))
    assert survey is not None
    assert survey.collected == 1
    assert "副本" in doubt.message


# ---- other types --------------------------------------------------------------------------------------------------


def test_multiple_choice_becomes_a_column_an_option() -> None:
    question = Question("Q1", "途径（可多选）", "multi", (Option("微信"), Option("公示"), Option("其他")))
    rows = row(["微信┋其他〖亲友〗"]), row(["(空)"]), row(["公示"])
    survey, findings = ingest((table(*rows, questions=(question,)),), Questionnaire("a", "问卷", (question,)))
    assert survey is not None
    assert findings == ()
    assert [list(survey.answers[f"Q1={n}"]) for n in (1, 2, 3)] == [[1, -1, 0], [0, -1, 1], [1, -1, 0]]


def test_a_ranking_becomes_the_place_of_each_option() -> None:
    question = Question("Q1", "排序", "rank", (Option("甲"), Option("乙"), Option("丙")))
    survey, _ = ingest((table(row(["丙→甲"]), questions=(question,)),), Questionnaire("a", "问卷", (question,)))
    assert survey is not None
    assert [survey.answers[f"Q1={n}"][0] for n in (1, 2, 3)] == [2, 0, 1]


def test_an_export_by_number_is_read_in_the_order_of_the_options_and_said() -> None:
    rows = row(["1", "3"]), row(["2", "-2"])
    survey, (doubt,) = ingest((table(*rows, questions=QUESTIONS[:2]),), Questionnaire("a", "问卷", QUESTIONS[:2]))
    assert survey is not None
    assert [list(survey.answers[key]) for key in ("Q1", "Q2")] == [[0, 1], [2, -1]]
    assert "第 1、2、3" in doubt.message


def test_no_address_nickname_or_telephone_survives() -> None:
    survey = taken(row([*MIXED[:5], f"找我 {PHONE} 或 a.b@example.com"], ip="192.0.2.77(湖南-郴州)"))
    everything = repr(survey)
    for personal in ("192.0.2", "郴州", "N/A", PHONE, "example.com"):
        assert personal not in everything
    assert survey.answers["Q6"][0] == "找我 *** 或 ***"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("123秒", 123), ("3分12秒", 192), ("1小时2分", 3720), ("00:03:12", 192), ("3:12", 192), ("95", 95), ("3分", 180)],
)
def test_durations_are_read_as_platforms_write_them(text: str, seconds: int) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "很快", "2023/10/12"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert read_seconds(text) is None


def test_times_are_read_as_platforms_write_them() -> None:
    for text in ("2023/10/12 9:05:33", "2023-10-12 09:05:33", "2023-10-12T09:05:33.12+08:00"):
        found = read_time(text)
        assert found is not None
        assert (found.day, found.hour, found.second) == (12, 9, 33)
    assert read_time("2023/13/40 9:05") is None
