"""Answers that cannot all be true: 独选 beside others, a question that should not have been asked, declared conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy

from evalkit.answers.arrays import Mark, answered, chosen, codes, either
from evalkit.answers.skipping import passed_over
from evalkit.columns import Column
from evalkit.model.questionnaire import Conflict, Question, Questionnaire, Shown, Treatment

#: A conflict found: the forms, what happens to them (None: as with any conflict), and why.
Found = tuple[Mark, Treatment | None, str]


def conflicts(questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Iterator[Found]:
    """Every conflict that any form has, the declared ones first."""
    for declared in questionnaire.screening.conflicts:
        mark = _declared(declared, questionnaire, answers)
        if mark is not None:
            yield mark, declared.treatment, f"前后矛盾：{declared.text}"
    for question in questionnaire.questions:
        mark = _alone(question, answers)
        if mark is not None:
            labels = "、".join(f"“{option.label}”" for option in question.options if option.alone)
            yield mark, None, f"{question.id}选了{labels}，又选了别的"
    for shown, questions in _by_condition(questionnaire).items():
        skipped = passed_over(Shown(*shown), questionnaire, answers)
        marks = [mark for question in questions if (mark := answered(question, answers)) is not None]
        if skipped is not None and marks:
            asked = "、".join(question.id for question in questions)
            yield (
                skipped & either(marks),
                None,
                f"{asked}只问{described(Shown(*shown), questionnaire)}的，没有选的也答了",
            )


def described(shown: Shown, questionnaire: Questionnaire) -> str:
    """``Q1选“领到过”``, the options in the questionnaire's order."""
    options = questionnaire.question(shown.question).options
    return f"{shown.question}选{'、'.join(f'“{options[place].label}”' for place in shown.options)}"


def _declared(conflict: Conflict, questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Mark | None:
    given = chosen(questionnaire.question(conflict.given.question), conflict.given.options, answers)
    if given is None:
        return None
    if conflict.barred is not None:
        barred = chosen(questionnaire.question(conflict.barred.question), conflict.barred.options, answers)
        return None if barred is None else given & barred
    marks = [mark for id in conflict.questions if (mark := answered(questionnaire.question(id), answers)) is not None]
    return given & either(marks) if marks else None


def _alone(question: Question, answers: Mapping[str, Column]) -> Mark | None:
    """Where an option that shuts out the others was chosen along with another."""
    apart = [place for place, option in enumerate(question.options) if option.alone]
    if question.type != "multi" or not apart:
        return None
    keys = [f"{question.id}={place}" for place in range(1, len(question.options) + 1)]
    ticked = [codes(answers[key]) > 0 for key in keys if key in answers]
    alone = chosen(question, apart, answers)
    return None if alone is None else alone & (numpy.sum(ticked, axis=0) > 1)


def _by_condition(questionnaire: Questionnaire) -> dict[tuple[str, tuple[int, ...]], list[Question]]:
    """The questions that wait for the same answer together, in order."""
    made: dict[tuple[str, tuple[int, ...]], list[Question]] = {}
    for question in questionnaire.questions:
        if question.shown is not None:
            made.setdefault((question.shown.question, question.shown.options), []).append(question)
    return made
