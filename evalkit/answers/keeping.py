"""Screened answers -> the table that stays in the engagement: labels, times, and numbers for senders; no person.

Read again it gives the same answers and the same screening: senders become running numbers in order of appearance,
which tell who is equal to whom and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from evalkit.answers.decoding import belongs
from evalkit.answers.screening import NOT_ASKED, Forms
from evalkit.answers.verbatim import guarded
from evalkit.answers.writing_in import write_in_key
from evalkit.columns import Column
from evalkit.model.questionnaire import Question, Survey
from evalkit.numbers import trimmed

SKIPPED = "(跳过)"


def kept(survey: Survey, forms: Forms) -> list[list[str]]:
    """The rows of the table, its header first; every cell is text that no spreadsheet takes for a formula."""
    columns = [[title, *cells] for title, cells in (*_about(forms), *_gathered(survey), *_answers(survey))]
    return [[guarded(cell) for cell in row] for row in zip(*columns, strict=True)]


def _about(forms: Forms) -> Iterator[tuple[str, list[str]]]:
    yield "原文件行号", [str(row + 1) for row in forms.rows]
    if forms.submitted is not None:
        yield "提交时间", [_time(time) for time in forms.submitted]
    if forms.seconds is not None:
        yield "用时", [_seconds(seconds) for seconds in forms.seconds]
    for title, column in (("来源代号", forms.source), ("用户代号", forms.person)):
        if column is not None:
            yield title, _numbered(column)


def _gathered(survey: Survey) -> Iterator[tuple[str, list[str]]]:
    """How each form was gathered, where that is known."""
    names = [way.name for way in survey.ways]
    if names:
        way = [0] * len(survey.states) if survey.way is None else survey.way
        yield "收集方式", [names[place] for place in way]


def _answers(survey: Survey) -> Iterator[tuple[str, list[str]]]:
    for question in survey.questionnaire.questions:
        if not any(belongs(key, question) for key in survey.answers):
            continue  # an edition of the form without this question
        id, labels = question.id, [option.label for option in question.options]
        if question.type == "matrix":
            for place, row in enumerate(question.rows, 1):
                yield f"{id}、({row})", [_label(labels, code) for code in survey.answers[f"{id}.{place}"]]
        elif question.type == "rank":
            for place, label in enumerate(labels, 1):
                cells = [_code(code) for code in survey.answers[f"{id}={place}"]]
                words = survey.answers.get(write_in_key(question, place - 1), [""] * len(cells))
                yield f"{id}、({label})", [c + _quoted(w) for c, w in zip(cells, words, strict=True)]
        elif question.type == "multi":
            yield f"{id}、{question.text}", _chosen(survey, question, labels)
        elif labels:
            cells = [_label(labels, code) for code in survey.answers[id]]
            yield f"{id}、{question.text}", _with_words(survey, question, cells)
        else:
            yield f"{id}、{question.text}", [SKIPPED if text is None else text for text in survey.answers[id]]


def _with_words(survey: Survey, question: Question, cells: list[str]) -> list[str]:
    """Cells of one label with what was written behind it."""
    for index, option in enumerate(question.options):
        words = survey.answers.get(write_in_key(question, index), ())
        for row, text in enumerate(words):
            if text and cells[row] == option.label:
                cells[row] += _quoted(text)
    return cells


def _quoted(text: str) -> str:
    return f"〖{text}〗" if text else ""


def _chosen(survey: Survey, question: Question, labels: Sequence[str]) -> list[str]:
    columns = [survey.answers[f"{question.id}={place}"] for place in range(1, len(labels) + 1)]
    none = [""] * len(survey.states)
    words = [survey.answers.get(write_in_key(question, index), none) for index in range(len(labels))]
    made = []
    for row, codes in enumerate(zip(*columns, strict=True)):
        chosen = [label + _quoted(own[row]) for label, own, code in zip(labels, words, codes, strict=True) if code > 0]
        made.append("┋".join(chosen) if chosen else SKIPPED if NOT_ASKED in codes else "")
    return made


def _label(labels: Sequence[str], code: int) -> str:
    return labels[code] if code >= 0 else SKIPPED if code == NOT_ASKED else ""


def _code(code: int) -> str:
    return str(code) if code >= 0 else SKIPPED if code == NOT_ASKED else ""


def _numbered(column: Column) -> list[str]:
    numbers: dict[Any, str] = {}
    for code in column:
        if code != -1:
            numbers.setdefault(code, str(len(numbers) + 1))
    return [numbers.get(code, "") for code in column]


def _time(time: datetime | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S") if time else ""


def _seconds(seconds: Decimal | None) -> str:
    return f"{trimmed(seconds)}秒" if seconds is not None else ""
