"""Who was asked what: blanks of those a question was not meant for, and answers of those it was not meant for either.

Some platforms leave the cell of a skipped question empty. Such a blank is no refusal: it must not make a form partial.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy

from evalkit.answers.arrays import TYPED, Mark, answered, chosen, codes, columns_of, either
from evalkit.answers.counting import keys_of
from evalkit.columns import Column, combined, distinct, encode
from evalkit.model.questionnaire import Question, Questionnaire, Shown
from evalkit.numbers import plain
from evalkit.packed import Coded, coded, narrowest

#: Codes of a closed answer that is none.
BLANK, NOT_ASKED = -1, -2


def unasked(answers: Mapping[str, Column], questionnaire: Questionnaire) -> dict[str, Column]:
    """The answers, blanks turned into not asked where the condition's question was answered otherwise.

    In the order of the questions: who was not asked a question is not asked what depends on it.
    """
    made = dict(answers)
    for question in questionnaire.questions:
        if question.shown is None:
            continue
        skipped = passed_over(question.shown, questionnaire, made)
        given = answered(question, made)
        if skipped is None or given is None:
            continue
        empty = skipped & ~given
        if not empty.any():
            continue
        for key in keys_of(question):
            if key in made:
                made[key] = _blanked(question, made[key], empty)
    return made


def passed(
    ticked: Sequence[tuple[str, Column]], raw: Sequence[Column], unranked: Collection[str]
) -> list[tuple[str, Column]]:
    """The columns of a ranking, an option each, with NOT_ASKED where every option is marked as not ranked."""
    marked = [
        encode(column, {value: plain(str(value or "")) in unranked for value in distinct(column)}) for column in raw
    ]
    left = combined(marked, all)
    if True not in distinct(left):
        return list(ticked)
    return [(key, combined((column, left), lambda pair: NOT_ASKED if pair[1] else pair[0])) for key, column in ticked]


def passed_over(shown: Shown, questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Mark | None:
    """Where the condition's question was answered and none of the options chosen, or was itself not asked.

    None where the file does not have that question.
    """
    question = questionnaire.question(shown.question)
    given, met = answered(question, answers), chosen(question, shown.options, answers)
    if given is None or met is None:
        return None
    apart = [codes(column) == NOT_ASKED for column in columns_of(question, answers)]
    left = either(apart)
    return (given & ~met) | (left & ~given)


def _blanked(question: Question, column: Column, empty: Mark) -> Column:
    """The column with NOT_ASKED (no text, for a typed answer) in the rows that are empty."""
    none = None if question.type in TYPED else NOT_ASKED
    if isinstance(column, list):
        return [none if gone else value for value, gone in zip(column, empty.tolist(), strict=True)]
    one = coded(column)
    values = [*one.values, none]
    return Coded(values, numpy.where(empty, len(one.values), one.codes).astype(narrowest(len(values))))
