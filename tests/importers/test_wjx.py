"""问卷星 exports: recognised by content, headers taken apart, oddities read as they are meant."""

from __future__ import annotations

import pytest

from evalkit.importers import wjx
from evalkit.ingest import ingest
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.source import Sheet
from evalkit.packed import coded

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
YES_NO = (Option("是"), Option("否"))


def sheet(*rows: list[str | None]) -> Sheet:
    return Sheet("a.xlsx", "Sheet1", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))


def form(*questions: Question) -> Questionnaire:
    return Questionnaire("a", "问卷", questions)


def test_its_own_columns_are_recognised_in_any_order_and_below_a_title_row() -> None:
    header = [*reversed(OWN), "1、一题", "2、二题"]
    assert wjx.recognise(sheet(header, ["1"] * 8)) > 90
    assert wjx.recognise(sheet(["某某调查", *[None] * 7], header, ["1"] * 8)) > 90


def test_numbered_headers_alone_are_a_weak_sign_and_other_sheets_none() -> None:
    assert 10 < wjx.recognise(sheet(["1、一题", "2、二题", "3、三题"], ["1", "2", "3"])) < 90
    assert wjx.recognise(sheet(["姓名", "单位"], ["甲", "乙"])) == 0


def test_each_question_finds_its_column_and_the_platforms_own_are_not_told_as_spare() -> None:
    export, findings = wjx.read(
        sheet([*OWN, "1、您满意吗？ ", "2、 您是否\n了解（必答）"], ["1"] * 8),
        form(Question("Q1", "您满意吗？", "single", YES_NO), Question("Q2", "您是否了解", "single", YES_NO)),
    )
    assert export is not None
    assert export.columns == {"Q1": 6, "Q2": 7}
    assert (export.seconds, export.submitted, export.source) == (2, 1, 5)
    assert [found.severity for found in findings] == []


def test_repeated_titles_are_told_apart_by_number() -> None:
    export, _ = wjx.read(
        sheet([*OWN, "3、您满意吗", "5、您满意吗"], ["1"] * 8),
        form(Question("Q5", "您满意吗", "single", YES_NO)),
    )
    assert export is not None
    assert export.columns == {"Q5": 7}


def test_a_reworded_title_is_taken_by_its_number_with_a_warning() -> None:
    export, (found,) = wjx.read(
        sheet([*OWN, "4、您对资金发放是否及时的满意程度"], ["1"] * 7),
        form(Question("Q4", "您对资金发放及时性的满意程度", "single", YES_NO)),
    )
    assert export is not None
    assert export.columns == {"Q4": 6}
    assert found.severity == "warning"
    assert found.where.spot == "Sheet1!G1"


def test_a_title_of_other_words_is_not_taken_though_its_number_fits() -> None:
    _, findings = wjx.read(
        sheet([*OWN, "1、您的单位名称", "2、您满意吗"], ["1"] * 8),
        form(Question("Q1", "发放标准高不高", "single", YES_NO), Question("Q2", "您满意吗", "single", YES_NO)),
    )
    (fault,) = [found for found in findings if found.severity == "error"]
    assert "Q1“发放标准高不高”" in fault.message


def test_a_missing_question_is_told_with_the_nearest_header() -> None:
    _, findings = wjx.read(
        sheet([*OWN, "1、您满意吗", "9、您对发放标准有哪些看法"], ["1"] * 8),
        form(Question("Q1", "您满意吗", "single", YES_NO), Question("Q2", "您对发放标准怎么看", "single", YES_NO)),
    )
    (fault,) = [found for found in findings if found.severity == "error"]
    assert "Q2" in fault.message
    assert "H 列“9、您对发放标准有哪些看法”" in fault.cure


def test_matrix_rows_are_found_in_all_three_ways_of_writing_them() -> None:
    question = Question("Q11", "各方面是否满意", "matrix", YES_NO, rows=("服务态度", "办事效率"))
    for headers in (
        ["11、(服务态度)", "11、(办事效率)"],
        ["第11题(服务态度)", "第11题(办事效率)"],
        ["11、各方面是否满意—服务态度", "办事效率"],
        ["11、服务态度", "11、办事效率"],
    ):
        export, _ = wjx.read(sheet([*OWN, *headers], ["1"] * 8), form(question))
        assert export is not None, headers
        assert export.columns == {"Q11.1": 6, "Q11.2": 7}, headers


def test_a_multiple_choice_may_have_a_column_an_option() -> None:
    question = Question("Q6", "您的爱好", "multi", (Option("运动"), Option("影视")))
    export, _ = wjx.read(sheet([*OWN, "第6题(运动)", "第6题(影视)"], ["1"] * 8), form(question))
    assert export is not None
    assert export.columns == {"Q6=1": 6, "Q6=2": 7}


def test_columns_that_answer_no_question_are_named_and_not_read() -> None:
    export, (note,) = wjx.read(
        sheet([*OWN, "1、您满意吗", "2、您的姓名"], ["1"] * 8), form(Question("Q1", "您满意吗", "single", YES_NO))
    )
    assert export is not None
    assert 7 not in export.columns.values()
    assert note.severity == "note"
    assert "2、您的姓名" in note.message


def test_another_survey_is_refused_in_one_line() -> None:
    export, (fault,) = wjx.read(
        sheet([*OWN, "1、您的年龄", "2、您的性别"], ["1"] * 8), form(Question("Q1", "发放标准高不高", "single", YES_NO))
    )
    assert export is None
    assert "没有一列是问卷“问卷”的题目" in fault.message


def test_blank_rows_and_a_line_of_totals_are_no_forms() -> None:
    export, findings = wjx.read(
        sheet([*OWN, "1、您满意吗"], ["1"] * 7, [None] * 7, ["2"] * 7, ["合计", *["2"] * 6], [None] * 7),
        form(Question("Q1", "您满意吗", "single", YES_NO)),
    )
    assert export is not None
    assert list(export.rows) == [1, 3]
    assert [found.where.spot for found in findings] == ["Sheet1!5"]


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_a_ranking_marked_minus_two_throughout_was_passed_over(packed: bool) -> None:
    """By number, 问卷星 writes -2 at an option nobody ranked, and at all of them where by text it writes (跳过)."""
    form = Questionnaire("a", "问卷", (Question("Q1", "先后", "rank", tuple(map(Option, ("修路", "修渠", "修桥")))),))
    rows = [
        ["序号", "提交答卷时间", "所用时间", "第1题(修路)", "第1题(修渠)", "第1题(修桥)"],
        ["1", "2025/3/2 9:01:00", "90秒", "1", "-2", "2"],
        ["2", "2025/3/2 9:02:00", "90秒", "-2", "-2", "-2"],
        ["3", "2025/3/2 9:03:00", "90秒", "-2", "1", "-2"],
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    held = tuple(coded(column) if packed else column for column in columns)
    survey, findings = ingest((Sheet("a.xlsx", "", held, len(rows)),), form)
    assert survey is not None, findings
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, -2, 0], [0, -2, 1], [2, -2, 0]]
    # One question, not asked of the second: nobody left anything blank.
    assert survey.screened == ()
