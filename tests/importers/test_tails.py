"""Lines of totals and notes below the forms are no forms, however they are written; an answer that resembles one is."""

from __future__ import annotations

import pytest

from evalkit.ingest import ingest
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.model.source import Sheet

SCALE = (Option("满意"), Option("一般"), Option("不满意"))
FORM = Questionnaire(
    "a",
    "问卷",
    (
        Question("Q1", "您家几口人", "text"),
        Question("Q2", "您是否满意", "single", SCALE),
        Question("Q3", "您有什么建议", "text", required=False),
    ),
)
HEAD = ["编号", "1、您家几口人", "2、您是否满意", "3、您有什么建议"]
Row = list[str | None]
FORMS: list[Row] = [["1", "三口", "满意", None], ["2", "五口", "一般", "修路"], ["3", "四口", "满意", "没有"]]
CODED: list[Row] = [["1", "三口", "1", None], ["2", "五口", "2", "修路"], ["3", "四口", "1", "没有"]]


def read(*tail: Row, forms: list[Row] = FORMS) -> tuple[Survey | None, tuple[Finding, ...]]:
    rows = [HEAD, *forms, *([*row, *[None] * (4 - len(row))] for row in tail)]
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    return ingest((Sheet("录入.xlsx", "表", columns, len(rows)),), FORM)


@pytest.mark.parametrize(
    "first",
    [
        "合计", "合 计", "合\u3000计：", "合计（40份）", "合计：40", "合计40份", "合计（份）", "共计40份", "共 40 份", "以上合计40份", "总计：40 份",
        "有效问卷40份", "平均分", "平 均 值", "Total: 40",
    ],
)  # fmt: skip
def test_a_total_is_no_form_however_it_is_written(first: str) -> None:
    survey, findings = read([first])
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0]
    assert [found.message for found in findings] == ["最后一行是合计、平均一类，没有当作答卷"]


@pytest.mark.parametrize("first", ["合计40份", "合 计", "合计（40份）", "满意度"])
def test_a_total_with_figures_behind_it_is_no_form(first: str) -> None:
    survey, findings = read([first, "12", "2", "60%"], forms=CODED)
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0]


def test_several_totals_are_passed_over() -> None:
    survey, findings = read(["合计（3份）", "12"], ["得分", "80", "90"], ["满意度", "80%", "90%"], forms=CODED)
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0]
    assert findings[0].message == "最后 3 行是合计、平均一类，没有当作答卷"


@pytest.mark.parametrize(
    "note",
    [
        ["制表人：张三丰"], ["制 表：张三丰"], ["审核人", "张三丰"], ["填表人：", "张三丰"], ["备注：以上为有效问卷"], ["注：有效问卷 40 份"],
        ["统计日期：2026年3月10日"], ["统计日期 2026年3月10日"], ["制表人：张三丰", "审核人：李四光", "2026年3月10日"], ["本表数据来自入户调查"],
        [None, "制表人：张三丰"],
    ],
)  # fmt: skip
def test_a_note_is_no_form_and_the_total_above_it_is_found(note: Row) -> None:
    survey, findings = read(["平均", "4", None, None], [], note)
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0]
    told = [found for found in findings if "没有当作答卷" in found.message]
    assert [found.message for found in told] == ["最后 2 行是合计、平均、制表人、备注一类，没有当作答卷"]
    assert str(told[0].where) == "录入.xlsx:表!5"
    assert "张三丰" not in str(findings)
    assert "李四光" not in str(findings)


def test_notes_alone_are_told_too() -> None:
    survey, findings = read(["制表人：张三丰"])
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0]
    assert [found.message for found in findings] == ["最后一行是制表人、备注一类，没有当作答卷"]


@pytest.mark.parametrize(
    "form",
    [
        ["4", "共4人", "不满意", None],
        ["4", "共4人", "不满意", "备注：再修一条路"],
        [None, "共计4人", "不满意", "修路"],
        [None, "合计：4", "不满意", None],
        ["备注：补录", "四口", "不满意", None],
        ["注：补", "四口", "不满意", "制表人：张三丰"],
        ["补录的一份没有编号", "四口", "不满意", None],
        ["4", None, "不满意", "制表人应当公开"],
        ["4", "满意度", "不满意", None],
        [None, "满意度", "不满意", None],
    ],
)
def test_a_form_that_begins_like_a_total_or_a_note_is_a_form(form: Row) -> None:
    survey, findings = read(form)
    assert survey is not None, findings
    assert list(survey.answers["Q2"]) == [0, 1, 0, 2]


def test_a_form_with_nothing_but_its_number_is_a_form() -> None:
    survey, findings = read(["4"], ["GY-5"])
    assert survey is not None, findings
    assert len(survey.answers["Q2"]) == 5


def test_answers_of_a_first_column_are_no_totals_where_other_answers_are_figures() -> None:
    rows = [["您家几口人", "您是否满意", "您有什么建议"], ["三口", "1", "1"], ["共5人", "2", "2"], ["共4人", "1", "3"]]
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    survey, findings = ingest((Sheet("录入.xlsx", "", columns, 4),), FORM)
    assert survey is not None, findings
    assert list(survey.answers["Q1"]) == ["三口", "共5人", "共4人"]
