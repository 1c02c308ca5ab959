"""Which answers say that somebody is satisfied, and the share of those who do: 满意率, which is no 满意度 (a mean score)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalkit.answers import counting
from evalkit.answers.counting import VALID, Mean, Within
from evalkit.model.questionnaire import Option, Question, Questionnaire, State, Survey
from evalkit.numbers import trimmed

#: Scores from which an answer counts as satisfied, and as 一般, where the questionnaire does not draw its own lines.
SATISFIED, NEUTRAL = Decimal(75), Decimal(50)
#: Words of the middle of a scale: whatever its score, such an answer is not 满意.
_MIDDLE = re.compile("一般|基本|尚可|中立")


def counted(form: Questionnaire, options: tuple[Option, ...], neutral: bool = False) -> tuple[Option, ...]:
    """The options that count as satisfied; with ``neutral`` those of the middle (一般, 基本满意) as well.

    A line the questionnaire draws is taken by the score alone.
    """
    bottom = form.neutral if form.neutral is not None else NEUTRAL
    top = form.satisfied if form.satisfied is not None else SATISFIED
    line = bottom if neutral else top
    by_score = form.satisfied is not None or neutral
    return tuple(
        option
        for option in options
        if option.score is not None and option.score >= line and (by_score or not _MIDDLE.search(option.label))
    )


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
    marked = tuple(_marked(survey.questionnaire, question, neutral) for question in questions)
    return counting.composite(survey, marked, keep, within, population)


def words(form: Questionnaire, questions: tuple[Question, ...], neutral: bool = False) -> str:
    """The options that count, in words: ``选“非常满意”“比较满意”的算满意``; where a line is drawn, the line as well."""
    labels = dict.fromkeys(
        option.label for question in questions for option in counted(form, question.options, neutral)
    )
    line = form.neutral if neutral else form.satisfied
    drawn = f"（问卷写明分值不低于 {trimmed(line)} 的）" if line is not None else ""
    return f"选{''.join(f'“{label}”' for label in labels)}的计入{drawn}"


def _marked(form: Questionnaire, question: Question, neutral: bool) -> Question:
    """The question with 100 for each option that counts and 0 for the others, so that its mean is their share."""
    counting_ones = counted(form, question.options, neutral)
    marks = tuple(
        option if option.score is None else replace(option, score=Decimal(100 if option in counting_ones else 0))
        for option in question.options
    )
    return replace(question, options=marks)
