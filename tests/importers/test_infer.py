"""Answers without a questionnaire: types and options read off the columns, and said to be a guess."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.infer import infer
from evalkit.ingest import answered
from evalkit.model.questionnaire import Question, Survey
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
PHONE = "138" + "0013" + "8000"


def read(*rows: list[str]) -> tuple[dict[str, Question], Survey, str]:
    """The questions by ID, the survey, and the last thing said."""
    columns = tuple([cell or None for cell in column] for column in zip(*rows, strict=True))
    form, export, findings = infer((Sheet("a.xlsx", "", columns, len(rows)),), "a")
    assert form is not None
    assert export is not None
    survey, more = answered(export, form, inferred=True)
    assert survey is not None
    assert more == ()
    return {question.id: question for question in form.questions}, survey, findings[-1].message


def wjx(titles: list[str], *answers: list[str]) -> list[list[str]]:
    forms = [
        [str(n), f"2025/3/2 9:{n:02}:00", "90秒", "微信", "小李", f"192.0.2.{n}", *cells]
        for n, cells in enumerate(answers, 1)
    ]
    return [[*OWN, *titles], *forms]


def labels(question: Question) -> list[str]:
    return [option.label for option in question.options]


def test_a_known_scale_stands_in_its_order_and_others_by_frequency() -> None:
    titles = ["1、是否满意(单选题 *必答)", "2、您来自"]
    cells = [
        ["一般", "乙村"],
        ["非常满意", "甲村"],
        ["不了解", "乙村"],
        ["一般", "乙村"],
        ["非常满意", "甲村"],
        ["不太满意", "乙村"],
    ]
    questions, _, said = read(*wjx(titles, *cells))
    assert questions["Q1"].text == "是否满意"
    assert (questions["Q1"].type, labels(questions["Q1"])) == ("scale", ["非常满意", "一般", "不太满意", "不了解"])
    assert (questions["Q2"].type, labels(questions["Q2"])) == ("single", ["乙村", "甲村"])
    assert "Q1 量表、Q2 单选" in said
    assert "推断" in said


def test_several_choices_numbers_dates_and_words_are_told_apart() -> None:
    titles = ["1、途径", "2、几口人", "3、日期", "4、意见", "5、先后"]
    cells = [
        ["微信┋公示", "12", "2025-3-1", "早点发", "甲→乙"],
        ["公示", "3.5", "2025/3/2", "多发点", "乙→甲"],
        ["公示┋其他〖亲友〗", "40", "2025年3月3日", "很好", "甲"],
    ]
    questions, survey, _ = read(*wjx(titles, *cells))
    assert [question.type for question in questions.values()] == ["multi", "number", "date", "text", "rank"]
    assert labels(questions["Q1"]) == ["公示", "微信", "其他"]
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 1, 1], [1, 0, 0], [0, 0, 1]]


def test_columns_of_one_question_are_a_matrix_or_a_multiple_choice() -> None:
    titles = ["1、(态度)", "1、(效率)", "第2题(微信)", "第2题(公示)"]
    questions, survey, _ = read(*wjx(titles, ["满意", "一般", "1", "0"], ["一般", "不满意", "0", "1"]))
    assert (questions["Q1"].type, questions["Q1"].rows) == ("matrix", ("态度", "效率"))
    assert labels(questions["Q1"]) == ["满意", "一般", "不满意"]
    assert (questions["Q2"].type, labels(questions["Q2"])) == ("multi", ["微信", "公示"])
    assert list(survey.answers["Q2=2"]) == [0, 1]


def test_numbers_are_their_own_labels_and_never_places_of_options() -> None:
    questions, survey, _ = read(*wjx(["1、打分"], ["4"], ["5"], ["-3"], ["4"], ["5"]))
    assert labels(questions["Q1"]) == ["4", "5"]
    assert list(survey.answers["Q1"]) == [0, 1, -2, 0, 1]


def test_questions_keep_the_platforms_numbers() -> None:
    questions, _, _ = read(*wjx(["3、意见", "7、建议"], ["好", "无"]))
    assert list(questions) == ["Q3", "Q7"]


def test_nothing_is_scored_and_nobody_is_named() -> None:
    questions, survey, _ = read(*wjx(["1、您的姓名", "2、是否满意"], ["李某某", "满意"], ["李某某", "一般"]))
    assert all(option.score is None for option in questions["Q2"].options)
    for personal in ("李某某", "小李", "192.0.2"):
        assert personal not in repr(survey)


def test_a_table_of_no_platform_is_read_below_its_title_and_leaves_out_who_answered() -> None:
    questions, _, _ = read(
        ["2025年满意度调查", "", "", ""],
        ["编号", "联系电话", "是否满意", "意见"],
        ["1", PHONE, "满意", "好"],
        ["2", PHONE, "一般", "再快些"],
    )
    assert [question.text for question in questions.values()] == ["是否满意", "意见"]


def test_the_command_counts_an_export_without_a_questionnaire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "导出.csv"
    file.write_text("时间戳记,是否满意\n2025/3/2 9:00:00,满意\n2025/3/2 9:10:00,一般\n2025/3/2 9:20:00,满意\n", "utf-8")
    assert run(["survey", "tabulate", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["platform"], answer["collected"], answer["satisfaction"]) == ("googleforms", 3, None)
    (question,) = answer["questions"]
    assert [(one["label"], one["count"], one["percent"]) for one in question["options"]] == [
        ("满意", 2, "66.67"),
        ("一般", 1, "33.33"),
    ]
    assert run(["survey", "tabulate", str(file)]) == 0
    assert "推断" in capsys.readouterr().err
