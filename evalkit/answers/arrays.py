"""Columns of answers as numpy arrays, so that one rule serves a short list and a million forms.

Closed answers keep their codes; typed ones become numbers that are equal for equal texts; times and durations become
whole or broken seconds. A mark is an array of booleans, one a form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

import numpy
from numpy.typing import NDArray

from evalkit.answers.counting import keys_of
from evalkit.columns import Column
from evalkit.model.questionnaire import Question
from evalkit.packed import NEVER, Coded, Moments, Packed, Texts, Whole, coded

Mark: TypeAlias = NDArray[numpy.bool_]
__all__ = [
    "NEVER",
    "SPREAD",
    "TYPED",
    "UNKNOWN",
    "Codes",
    "Mark",
    "Spent",
    "Times",
    "answered",
    "chosen",
    "codes",
    "columns_of",
    "crowds",
    "either",
    "filled",
    "long_as",
    "rows",
    "seconds",
    "text_codes",
    "times",
]  # fmt: skip

Codes: TypeAlias = NDArray[Any]
Spent: TypeAlias = NDArray[numpy.float64]
Times: TypeAlias = NDArray[numpy.int64]

#: Seconds of a form that are not known.
UNKNOWN = float("nan")

#: Types whose answers stand in one column an option.
SPREAD = ("multi", "rank")
#: Types whose answers are typed.
TYPED = ("text", "number", "date")


def codes(column: Column) -> Codes:
    """A column of numbers."""
    return column.to_numpy() if isinstance(column, (Coded, Whole)) else numpy.array(column)


def text_codes(column: Column) -> Codes:
    """Numbers that are equal for equal texts."""
    return column.keys() if isinstance(column, Packed) else coded(column).codes


def filled(column: Column) -> Mark:
    """Where a column of texts holds any."""
    return long_as(column, 1)


def long_as(column: Column, least: int) -> Mark:
    """Where a column of texts holds one of so many characters."""
    if isinstance(column, Coded):
        return numpy.array([len(text or "") >= least for text in column.values], numpy.bool_)[column.codes]
    if isinstance(column, Texts):
        made: Mark = column.lengths() >= least
        return made
    return numpy.array([len(text or "") >= least for text in column], numpy.bool_)


def seconds(column: Sequence[Decimal | None] | None) -> Spent | None:
    """Durations, ``UNKNOWN`` where there is none."""
    if column is None:
        return None
    if isinstance(column, Coded):
        table = [UNKNOWN if value is None else float(value) for value in column.values]
        return numpy.array(table, numpy.float64)[column.codes]
    return numpy.array([UNKNOWN if value is None else float(value) for value in column], numpy.float64)


def times(column: Sequence[datetime | None] | None) -> Times | None:
    """Whole seconds since 1970, ``NEVER`` where there is no time."""
    if column is None:
        return None
    if isinstance(column, Moments):
        return column.seconds.astype(numpy.int64)
    one = column if isinstance(column, Coded) else coded(column)
    # Not-a-time is the least whole number there is.
    return numpy.array(one.values, "datetime64[s]").astype(numpy.int64)[one.codes]


def crowds(senders: Codes, least: int) -> Codes:
    """The rows of senders who sent so many forms; who is not known (-1) is no sender."""
    known = senders.astype(numpy.int64) + 1
    many = numpy.bincount(known, minlength=1) >= least
    many[0] = False
    made: Codes = numpy.flatnonzero(many[known]) if many.any() else numpy.zeros(0, numpy.int64)
    return made


def either(marks: Iterable[Mark]) -> Mark:
    """Where any of the marks is; there must be one."""
    made: Mark = numpy.logical_or.reduce(list(marks))
    return made


def rows(mark: Mark) -> list[int]:
    """The rows that are marked."""
    return numpy.flatnonzero(mark).tolist()


def columns_of(question: Question, answers: Mapping[str, Column]) -> list[Column]:
    """A question's answer columns: one, one a row of a matrix, or one an option; none where it was not in the file."""
    return [answers[key] for key in keys_of(question) if key in answers]


def answered(question: Question, answers: Mapping[str, Column]) -> Mark | None:
    """Where a question has any answer; None where the file does not have it."""
    columns = columns_of(question, answers)
    if not columns:
        return None
    if question.type in TYPED:
        return either(filled(column) for column in columns)
    least = 1 if question.type in SPREAD else 0
    return either(codes(column) >= least for column in columns)


def chosen(question: Question, options: Collection[int], answers: Mapping[str, Column]) -> Mark | None:
    """Where one of these options (places from 0) was chosen; None where the file does not have the question."""
    if question.type in SPREAD:
        columns = [
            answers[f"{question.id}={place + 1}"] for place in options if f"{question.id}={place + 1}" in answers
        ]
        return either(codes(column) > 0 for column in columns) if columns else None
    columns = columns_of(question, answers)
    return either(numpy.isin(codes(one), list(options)) for one in columns) if columns else None
