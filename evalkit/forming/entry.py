"""A workbook to type paper forms into: a row a form, drop-downs, a second sheet for typing all of it again.

The second sheet compares itself with the first by the form's number, cell by cell, and names what differs. The first
sheet is what ``survey tabulate`` reads: its headers are ``1、题干``, ``3、(选项)`` for a multiple choice, ``5、(行)`` for a
matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from evalkit.forming.wording import SKIPPED, number
from evalkit.model.questionnaire import Question, Questionnaire

if TYPE_CHECKING:
    from evalkit.writers._book import Book, Page

FIRST, SECOND, CHECK, GUIDE, LISTS = "录入", "第二次录入", "核对", "填写说明", "选项"
#: What stands before the answers; the number is what the second typing is compared by.
FRAME = ("问卷编号", "调查日期", "调查地点", "调查员", "录入人")
#: Rows made ready where the number of forms is not known, and at most.
ROWS, MOST = 300, 2000
#: Columns compared in one formula, and how much of a name it says: together below what Excel takes.
AT_ONCE, LONGEST = 60, 30
DIFFERS, FOUND = "不一致的题", "第一次录入的行"
#: The sign for a chosen option of a multiple choice.
TICK = "√"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of answers: its header, what a difference is called by, and what may be chosen or typed."""

    header: str
    name: str
    choices: tuple[str, ...] = ()
    ranks: int = 0
    figure: bool = False
    skippable: bool = False


def write(questionnaire: Questionnaire) -> bytes:
    """The workbook, its bytes depending on nothing but the questionnaire."""
    from evalkit.writers._book import Book
    from evalkit.writers._package import moment

    book = Book(f"{questionnaire.title}　录入", "", moment(""), {"bad": {"font_color": "#C00000", "text_wrap": False}})
    columns = tuple(columns_of(questionnaire))
    rows = rows_of(questionnaire)
    lists = _lists(columns)
    first = book.page(FIRST)
    _typing(first, columns, rows, lists)
    second = book.page(SECOND)
    _typing(second, columns, rows, lists)
    _compared(second, columns, rows)
    _summary(book.page(CHECK), columns, rows)
    _guide(book.page(GUIDE), questionnaire)
    _hidden(book, lists)
    return book.finish()


def rows_of(questionnaire: Questionnaire) -> int:
    """How many rows are made ready: somewhat more than were issued."""
    issued = questionnaire.issued
    return ROWS if not issued else min(issued + max(20, issued // 10), MOST)


def columns_of(questionnaire: Questionnaire) -> Iterator[Column]:
    """The columns of answers in the order of the questions."""
    for question in questionnaire.questions:
        yield from _columns(question)


def _columns(question: Question) -> Iterator[Column]:
    n, skip = number(question), question.shown is not None
    labels = tuple(option.label for option in question.options)
    if question.type == "matrix":
        for place, row in enumerate(question.rows, 1):
            yield Column(f"{n}、({row})", f"{n}.{place}", labels, skippable=skip)
    elif question.type in ("multi", "rank"):
        ranks = len(labels) if question.type == "rank" else 0
        for text in labels:
            yield Column(f"{n}、({text})", f"{n}（{text}）", () if ranks else (TICK,), ranks, skippable=skip)
    else:
        yield Column(f"{n}、{question.text}", str(n), labels, figure=question.type == "number", skippable=skip)


def _lists(columns: Sequence[Column]) -> dict[tuple[str, ...], int]:
    """The distinct lists of drop-downs, each with its column on the sheet of lists: so no label is too long for Excel."""
    made: dict[tuple[str, ...], int] = {}
    for column in columns:
        if column.choices:
            made.setdefault(_offered(column), len(made))
    return made


def _offered(column: Column) -> tuple[str, ...]:
    return (*column.choices, SKIPPED) if column.skippable else column.choices


def _typing(page: Page, columns: Sequence[Column], rows: int, lists: dict[tuple[str, ...], int]) -> None:
    page.widths([12, 12, 14, 10, 10, *(_width(column) for column in columns)])
    page.head(0, [*FRAME, *(column.header for column in columns)])
    page.sheet.set_row(0, 60)
    for row in range(1, rows + 1):
        for place in range(len(FRAME) + len(columns)):
            page.text(row, place, "", "input-text" if place >= len(FRAME) else "cell", "@")
    page.sheet.data_validation(
        1, 0, rows, 0,
        {
            "validate": "custom", "value": f"=COUNTIF($A$2:$A${rows + 1},A2)=1", "error_type": "stop",
            "error_title": "编号重复", "error_message": "这个问卷编号已经录过了",
        },
    )  # fmt: skip
    for place, column in enumerate(columns, len(FRAME)):
        rule = _rule(column, lists)
        if rule:
            page.sheet.data_validation(1, place, rows, place, rule)
    page.sheet.freeze_panes(1, 1)
    page.sheet.set_landscape()
    page.sheet.set_paper(8)
    page.sheet.repeat_rows(0)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _rule(column: Column, lists: dict[tuple[str, ...], int]) -> dict[str, object]:
    if column.choices:
        offered = _offered(column)
        letters = xl_col_to_name(lists[offered])
        # A warning only: behind 其他 somebody may type 〖what was written〗.
        return {
            "validate": "list", "source": f"={LISTS}!${letters}$1:${letters}${len(offered)}", "error_type": "warning",
            "error_title": "不在选项里", "error_message": "从下拉框里选；没有回答的留空",
        }  # fmt: skip
    if column.ranks:
        return {
            "validate": "whole", "criteria": "between", "minimum": 1, "maximum": column.ranks, "error_type": "warning",
            "error_title": "名次不对", "error_message": f"填 1 到 {column.ranks}；没有排到的留空",
        }  # fmt: skip
    if column.figure:
        return {
            "validate": "decimal", "criteria": ">=", "value": -1e12, "error_type": "warning",
            "error_title": "应当是数", "error_message": "只填数字；没有回答的留空",
        }  # fmt: skip
    return {}


def _width(column: Column) -> float:
    if column.choices == (TICK,) or column.ranks:
        return 9
    return 13 if column.choices else 12 if column.figure else 30


def _compared(page: Page, columns: Sequence[Column], rows: int) -> None:
    """Behind the second typing: the row of the same form in the first, and the questions that differ.

    Excel takes no formula of more than 8192 signs: many columns are compared in parts, which stand further right.
    """
    found = len(FRAME) + len(columns)
    differs = found + 1
    page.text(0, found, FOUND, "header")
    page.text(0, differs, DIFFERS, "header")
    page.sheet.set_column(found, found, 10)
    page.sheet.set_column(differs, differs, 40)
    numbered = list(enumerate(columns, len(FRAME)))
    parts = [numbered[start : start + AT_ONCE] for start in range(0, len(numbered), AT_ONCE)]
    if len(parts) > 1:
        page.sheet.set_column(differs + 1, differs + len(parts), 8.43, None, {"hidden": True})
    for row in range(1, rows + 1):
        own = f"$A{row + 1}"
        there = f"${xl_col_to_name(found)}{row + 1}"
        match = f"MATCH({own},{FIRST}!$A$2:$A${rows + 1},0)"
        page.formula(row, found, f'=IF({own}="","",IF(ISNA({match}),"没有",{match}+1))', "", "center")
        told = [_differing(part, row, rows, there) for part in parts]
        if len(parts) > 1:
            for place, formula in enumerate(told, differs + 1):
                page.formula(row, place, f'=IF(ISNUMBER({there}),{formula},"")', "", "bad")
            told = [_cell(place, row) for place in range(differs + 1, differs + 1 + len(parts))]
        none = '"第一次录入里没有这个编号"'
        joined = "&".join(told)
        page.formula(row, differs, f'=IF({there}="","",IF({there}="没有",{none},TRIM({joined})))', "", "bad")


def _differing(part: Sequence[tuple[int, Column]], row: int, rows: int, there: str) -> str:
    """The names of those columns that differ, each with a space behind it, as a formula."""
    return "&".join(
        f'IF(EXACT({_cell(place, row)},INDEX({FIRST}!{_column(place, rows)},{there}-1)),"","{_quoted(column.name)} ")'
        for place, column in part
    )


def _cell(place: int, row: int) -> str:
    return f"{xl_col_to_name(place)}{row + 1}"


def _column(place: int, rows: int) -> str:
    letters = xl_col_to_name(place)
    return f"${letters}$2:${letters}${rows + 1}"


def _quoted(text: str) -> str:
    return text[:LONGEST].replace('"', '""')


def _summary(page: Page, columns: Sequence[Column], rows: int) -> None:
    """How many forms were typed, typed again, and differ."""
    differs = f"{SECOND}!{_column(len(FRAME) + len(columns) + 1, rows)}"
    page.widths([34, 14])
    page.merge(0, 0, 0, 1, "两次录入的核对", "title")
    lines = (
        ("第一次录入的份数", f"=COUNTA({FIRST}!$A$2:$A${rows + 1})", "0"),
        ("第二次录入的份数", f"=COUNTA({SECOND}!$A$2:$A${rows + 1})", "0"),
        ("两次不一致的份数", f'=COUNTIF({differs},"?*")', "0"),
        ("两次一致的份数", "=B3-B4", "0"),
        ("份数一致率", '=IF(B3=0,"",ROUND(B5/B3*100,2)&"%")', ""),
    )
    for row, (text, formula, cached) in enumerate(lines, 1):
        page.text(row, 0, text, "label")
        page.formula(row, 1, formula, cached, "center")


def _guide(page: Page, questionnaire: Questionnaire) -> None:
    page.widths([96])
    page.text(0, 0, questionnaire.title, "title")
    lines = [
        f"一份问卷一行，从第 2 行起录在“{FIRST}”表；问卷编号写在纸上，与表里一致，不能重复。",
        "单选从下拉框选；多选在选了的选项下选“√”；排序填名次 1、2、3；没有回答的留空。",
        f"按跳题要求不用回答的，选“{SKIPPED}”，不要留空：留空的算缺答。",
        "选“其他”并写了内容的，录成：其他〖写的内容〗；多选题就录在“其他”那一列。",
        f"换一个人在“{SECOND}”表再录一遍（可以只抽一部分，编号对上即可）；最右一列写出两次不一致的题，看着原件改到没有为止。",
        "不要改第一行的标题，不要插入列；姓名、电话等不录入。",
        f"录完后：evalkit survey tabulate 这个文件 --questionnaire 问卷.yaml；放进项目的，存为 responses/{questionnaire.id}.xlsx。",
        "程序只读第一张表。",
    ]
    for row, line in enumerate(lines, 1):
        page.text(row, 0, line)
    page.fit()


def _hidden(book: Book, lists: dict[tuple[str, ...], int]) -> None:
    page = book.page(LISTS)
    for labels, column in lists.items():
        for row, text in enumerate(labels):
            page.text(row, column, text)
    page.sheet.hide()
