"""Tables of no platform: a header anywhere among the first rows, by text or by number."""

from __future__ import annotations

from evalkit.importers import plain
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.source import Sheet

YES_NO = (Option("是"), Option("否"))
FORM = Questionnaire(
    "a", "问卷", (Question("Q1", "您的单位", "text"), Question("Q2", "您对发放是否满意？", "single", YES_NO))
)


def sheet(*rows: list[str | None]) -> Sheet:
    return Sheet("a.csv", "", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))


def test_a_title_row_above_the_header_is_tolerated() -> None:
    export, findings = plain.read(
        sheet(["2025年调查表", None, None], ["编号", "您的单位", "您对发放是否满意"], ["1", "甲", "是"]), FORM
    )
    assert export is not None
    assert export.columns == {"Q1": 1, "Q2": 2}
    assert list(export.rows) == [2]
    assert findings == ()


def test_question_numbers_alone_are_enough() -> None:
    for first, second in (("Q1", "Q2"), ("第1题", "第2题"), ("1、您的单位", "2.您对发放是否满意？")):
        export, findings = plain.read(sheet([first, second], ["甲", "是"]), FORM)
        assert export is not None, first
        assert export.columns == {"Q1": 0, "Q2": 1}
        assert findings == ()


def test_columns_that_help_screening_are_known_by_their_names() -> None:
    export, _ = plain.read(
        sheet(["提交时间", "用时", "IP", "您的单位", "您对发放是否满意？"], ["2025-1-1 10:00", "30", "1", "甲", "是"]),
        FORM,
    )
    assert export is not None
    assert (export.submitted, export.seconds, export.source) == (0, 1, 2)


def test_a_table_without_any_question_is_refused_with_advice() -> None:
    export, (fault,) = plain.read(sheet(["姓名", "金额"], ["甲", "1"]), FORM)
    assert export is None
    assert "认不出哪一行是标题" in fault.message
    assert "一列一题" in fault.cure


def test_any_table_of_two_rows_may_be_one_but_with_little_confidence() -> None:
    assert 0 < plain.recognise(sheet(["a"], ["b"])) < 40
    assert plain.recognise(sheet(["a"])) == 0
