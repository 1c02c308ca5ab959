"""What exports do besides: scores nobody can tell apart, numbers that are labels, rows that repeat."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.answers.choices import Choices
from evalkit.answers.clock import read_time
from evalkit.ingest import ingest
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]


def wjx(titles: list[str], *answers: list[str], total: list[str] | None = None) -> Sheet:
    rows = [[*OWN, *titles]] + [
        [str(n), f"2025/3/2 9:{n:02}:00", "90秒", "微信", "N/A", f"192.0.2.{n}", *cells]
        for n, cells in enumerate(answers, 1)
    ]
    if total is not None:
        rows = [[*row, cell] for row, cell in zip(rows, ["总分", *total], strict=True)]
    return sheet(*rows)


def sheet(*rows: list[str]) -> Sheet:
    return Sheet(
        "a.xlsx", "", tuple([cell or None for cell in column] for column in zip(*rows, strict=True)), len(rows)
    )


def taken(made: Sheet, *questions: Question) -> tuple[Survey | None, tuple[Finding, ...]]:
    return ingest((made,), Questionnaire("a", "问卷", questions))


def scale(*labels: str, scores: tuple[int, ...] = ()) -> tuple[Option, ...]:
    marks = [Decimal(score) for score in scores] or [None] * len(labels)
    return tuple(Option(label, mark) for label, mark in zip(labels, marks, strict=True))


# ---- numbers ------------------------------------------------------------------------------------------------------


def test_by_score_two_options_of_one_score_cannot_be_told_apart() -> None:
    question = Question("Q1", "是否满意", "single", scale("好", "中", "差", "很差", scores=(100, 50, 25, 25)))
    survey, (fault,) = taken(wjx(["1、是否满意"], ["100"], ["25"], total=["100", "25"]), question)
    assert survey is None
    assert fault.severity == "error"
    assert "分不出选了哪一项" in fault.message
    assert fault.where.spot == "G"


def test_by_score_a_score_no_option_has_is_told() -> None:
    question = Question("Q1", "是否满意", "single", scale("好", "中", "差", scores=(100, 50, 0)))
    survey, (fault,) = taken(wjx(["1、是否满意"], ["100"], ["60"], total=["100", "60"]), question)
    assert survey is None
    assert "60" in fault.message


def test_in_an_export_by_number_four_is_the_fourth_option_though_another_is_called_four() -> None:
    question = Question("Q1", "打分", "scale", scale("0分", "1分", "2分", "3分", "4分", "5分"))
    survey, findings = taken(wjx(["1、打分"], ["4"], ["-3"], ["-2"]), question)
    assert survey is not None
    assert list(survey.answers["Q1"]) == [3, -2, -1]
    assert [found.severity for found in findings] == ["warning"]


def test_in_an_export_by_text_four_is_the_option_called_four() -> None:
    question = Question("Q1", "打分", "scale", scale("0分", "1分", "2分", "3分", "4分", "5分"))
    other = Question("Q2", "是否", "single", scale("是", "否"))
    for four in ("4分", "4"):
        survey, findings = taken(wjx(["1、打分", "2、是否"], [four, "是"]), question, other)
        assert survey is not None
        assert (list(survey.answers["Q1"]), findings) == ([4], ())


def test_where_nothing_tells_whether_numbers_are_labels_it_is_said() -> None:
    question = Question("Q1", "打分", "scale", scale("0", "1", "2", "3"))
    survey, (doubt,) = taken(wjx(["1、打分"], ["2"], ["1"]), question)
    assert survey is not None
    assert list(survey.answers["Q1"]) == [2, 1]
    assert "没有按第几项读" in doubt.message


def test_an_answer_to_a_question_of_number_that_is_none_is_told_by_cell() -> None:
    survey, (doubt,) = taken(wjx(["1、几口人"], ["４"], ["四口"]), Question("Q1", "几口人", "number"))
    assert survey is not None
    assert survey.answers["Q1"][0] == "4"
    assert doubt.where.spot == "G3"


# ---- choices ------------------------------------------------------------------------------------------------------


def test_letters_are_read_in_every_way_they_are_written() -> None:
    choices = Choices(scale("甲", "乙", "丙"), ("、",))
    for text in ("AC", "A、C", "a c", "Ａ，Ｃ", "A;C"):
        assert choices.letters(text) == [0, 2], text
    for text in ("AD", "AA", "甲", ""):
        assert choices.letters(text) is None, text


def test_words_added_behind_an_option_do_not_hide_the_next_one() -> None:
    choices = Choices(scale("微信", "公示", "其他"), ("|", "┋"))
    assert choices.several("其他___亲友|微信") == ([2, 0], [])
    assert choices.several("其他〖亲友┋邻居〗┋公示") == ([2, 1], [])


def test_what_usually_stands_for_no_answer_is_an_answer_where_it_is_an_option() -> None:
    question = Question("Q1", "网络", "single", scale("有", "N/A"))
    survey, _ = taken(wjx(["1、网络"], ["N/A"], ["(空)"]), question)
    assert survey is not None
    assert list(survey.answers["Q1"]) == [1, -1]
    several = Question("Q1", "网络", "multi", scale("有", "N/A"))
    survey, _ = taken(wjx(["1、网络"], ["N/A"], ["nan"]), several)
    assert survey is not None
    assert list(survey.answers["Q1=2"]) == [1, -1]


def test_words_behind_a_colon_count_only_where_the_questionnaire_has_room_for_them() -> None:
    open_ended = (Option("微信"), Option("其他", write_in=True))
    assert Choices(open_ended, ()).one("其他：亲友") == 1
    assert Choices(scale("微信", "其他"), ()).one("其他：亲友") is None


# ---- columns ------------------------------------------------------------------------------------------------------


def test_bare_rows_belong_to_the_matrix_on_their_left() -> None:
    titles = ["7、服务如何—态度", "效率", "8、环境如何—态度", "效率"]
    question = Question("Q8", "环境如何", "matrix", scale("好", "差"), rows=("态度", "效率"))
    survey, _ = taken(wjx(titles, ["好", "好", "差", "差"]), question)
    assert survey is not None
    assert [survey.columns[key].spot for key in ("Q8.1", "Q8.2")] == ["I", "J"]


def test_full_width_numbers_and_line_breaks_in_headers_do_not_matter() -> None:
    survey, findings = taken(
        wjx(["１２、是否\n满意\n（单选题 *必答）"], ["好"]), Question("Q12", "是否满意", "single", scale("好", "差"))
    )
    assert survey is not None
    assert findings == ()


# ---- rows ---------------------------------------------------------------------------------------------------------


def test_two_pasted_exports_of_other_people_are_all_read_and_said() -> None:
    first = wjx(["1、是否满意"], ["好"], ["差"])
    rows = [list(map(str, first.row(row))) for row in range(3)]
    rows += [[*row[:5], "192.0.2.9", row[6]] for row in rows[1:]]
    survey, (doubt,) = taken(sheet(*rows), Question("Q1", "是否满意", "single", scale("好", "差")))
    assert survey is not None
    assert survey.collected == 4
    assert "序号有重复" in doubt.message


def test_the_same_form_pasted_twice_counts_once_and_the_row_is_named() -> None:
    first = wjx(["1、是否满意"], ["好"], ["差"])
    rows = [list(map(str, first.row(row))) for row in (0, 1, 2, 1)]
    survey, (doubt,) = taken(sheet(*rows), Question("Q1", "是否满意", "single", scale("好", "差")))
    assert survey is not None
    assert survey.collected == 2
    assert "第 4 行" in doubt.message


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2025/10/12 下午 1:05:33", 13),
        ("2025/10/12 12:05:33 AM", 0),
        ("10/12/2025 01:05:33 PM", 13),
        ("13/1/25 7:05", 7),
    ],
)
def test_the_hour_is_read_as_forms_of_other_countries_write_it(text: str, hour: int) -> None:
    time = read_time(text)
    assert time is not None
    assert (time.hour, time.minute, time.year) == (hour, 5, 2025)
