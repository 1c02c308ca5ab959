"""Which answers say that somebody is satisfied, and the share of those who do: 满意率, which is no 满意度 (a mean score)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.answers import counting
from evalkit.answers.counting import VALID, Mean, Within
from evalkit.asking import satisfying
from evalkit.model.questionnaire import Question, Questionnaire, State, Survey
from evalkit.numbers import trimmed


def share(
    survey: Survey,
    questions: tuple[Question, ...],
    neutral: bool = False,
    within: Within | None = None,
    population: int | None = None,
    keep: frozenset[State] = VALID,
) -> Mean | None:
    """The weighted mean, over questions, of the share of answers that count as satisfied, in per cent points.

    Answers without a score (不了解) are outside the base. None where a question has no answer in its base.
    """
    marked = tuple(marked_as(survey.questionnaire, question, neutral) for question in questions)
    return counting.composite(survey, marked, keep, within, population)


def words(form: Questionnaire, questions: tuple[Question, ...], neutral: bool = False) -> str:
    """The options that count, in words: ``选“非常满意”“比较满意”的算满意``; where a line is drawn, the line as well."""
    labels = dict.fromkeys(
        option.label for question in questions for option in satisfying(form, question.options, neutral)
    )
    line = form.neutral if neutral else form.satisfied
    drawn = f"（问卷写明分值不低于 {trimmed(line)} 的）" if line is not None else ""
    return f"选{''.join(f'“{label}”' for label in labels)}的计入{drawn}"


def marked_as(form: Questionnaire, question: Question, neutral: bool) -> Question:
    """The question with 100 for each option that counts and 0 for the others, so that its mean is their share."""
    counting_ones = satisfying(form, question.options, neutral)
    marks = tuple(
        option if option.score is None else replace(option, score=Decimal(100 if option in counting_ones else 0))
        for option in question.options
    )
    return replace(question, options=marks)
