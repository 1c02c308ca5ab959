"""What the words and scores of a questionnaire say: how a question is printed, which answers are favourable.

Forms, tabulation and reports read a question by the same rules, so that the report counts as 满意 what the form asked.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.numbers import trimmed

#: Of fewer people than these no mean and no cell of a cross table is shown: it would tell about single respondents.
LEAST_SHOWN = 5

#: Scores from which an answer counts as satisfied, and as 一般, where the questionnaire does not draw its own lines.
SATISFIED, NEUTRAL = Decimal(75), Decimal(50)
#: Words of the middle of a scale: whatever its score, such an answer is not 满意.
_MIDDLE = re.compile("一般|尚可|中立|基本上?满意")
#: The middle only where it stands there: in 完全能、基本能、有困难、不能 it is a yes.
_NEARLY = re.compile("基本")

Side = Literal["", "for", "middle", "against"]


# ---- what an answer says ----------------------------------------------------------------------------------------------


def satisfying(form: Questionnaire, options: tuple[Option, ...], neutral: bool = False) -> tuple[Option, ...]:
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
        if option.score is not None and option.score >= line and (by_score or not _between(option, options))
    )


def _between(option: Option, options: tuple[Option, ...]) -> bool:
    """Whether an option lies between for and against by its words, and for 基本 by its place."""
    if _MIDDLE.search(option.label):
        return True
    scores = [one.score for one in options if one.score is not None and option.score is not None]
    better, worse = (sum(1 for score in scores if sign * (score - (option.score or 0)) > 0) for sign in (1, -1))
    return bool(_NEARLY.search(option.label)) and better == worse


def sides(form: Questionnaire, options: tuple[Option, ...]) -> tuple[Side, ...]:
    """For each option whether it speaks for the matter, against it, or lies between; empty for one without a score."""
    favourable, bearable = satisfying(form, options), satisfying(form, options, neutral=True)
    return tuple(
        "" if option.score is None else "for" if option in favourable else "middle" if option in bearable else "against"
        for option in options
    )


def alike(form: Questionnaire) -> list[list[Question]]:
    """The scored questions that share their options, two or more at a time: they can be compared side by side."""
    sets: dict[tuple[str, ...], list[Question]] = {}
    for question in form.questions:
        scored = any(option.score is not None for option in question.options)
        if scored and question.type in ("single", "scale", "matrix"):
            sets.setdefault(tuple(option.label for option in question.options), []).append(question)
    return [asked for asked in sets.values() if len(asked) > 1]


# ---- what the satisfaction figure is made of -----------------------------------------------------------------------------


def every_scored_one(form: Questionnaire) -> bool:
    """Whether the satisfaction figure is made of all questions that have scores."""
    return all(
        question.weight is not None or all(option.score is None for option in question.options)
        for question in form.questions
    )


def weights_told(form: Questionnaire) -> str:
    """``“水质”为2，其余各题为1``: the weights of its questions; empty where they weigh the same."""
    named: dict[Decimal, list[str]] = {}
    for question in form.questions:
        if question.weight is not None:
            named.setdefault(question.weight, []).append(f"“{(question.topic or question.text).rstrip('？?：:。')}”")
    if len(named) < 2:
        return ""
    usual = max(named, key=lambda weight: len(named[weight]))
    rest = usual if len(named[usual]) > 1 else None
    parts = [
        f"{''.join(names)}{'各' if len(names) > 1 else ''}为{trimmed(weight)}"
        for weight, names in named.items()
        if weight != rest
    ]
    return "，".join([*parts, *([f"其余各题为{trimmed(rest)}"] if rest is not None else [])])


# ---- how a question is printed -------------------------------------------------------------------------------------------


_UNIT = re.compile(
    "(?:几|多少)(?:个(?=人))?"
    "(万元|元|小时|分钟|公里|公斤|平方米|个月|份|次|人|天|里|岁|年|周|个|亩|斤|吨|米|户|家|套|台|顿|名|间)"
)


def unit_of(question: Question) -> str:
    """What the numbers of a question count: as its 单位 says, else as it asks (``要付几元``); empty where it tells neither."""
    found = set(_UNIT.findall(question.text)) if question.type == "number" else set()
    return question.unit or (found.pop() if len(found) == 1 else "")


# ---- how a question is printed ------------------------------------------------------------------------------------------


def number(question: Question) -> int:
    """4 of Q4."""
    return int(question.id[1:])


def letter(place: int) -> str:
    """A, B … of the option at a place from 0; past Z the numbers go on."""
    return chr(65 + place) if place < 26 else str(place + 1)


def stem(question: Question) -> str:
    """The question with what the respondent must know to answer it, as it is printed."""
    hints = []
    if question.type == "multi" and "多选" not in question.text:
        hints.append("可多选")
    if question.type == "matrix" and "每行" not in question.text:
        hints.append("每行选一项")
    if question.type == "rank" and "排序" not in question.text:
        hints.append("请排序，在前面的横线上填 1、2、3……")
    if not question.required and question.type != "text" and "选填" not in question.text:
        hints.append("可以不答")
    return question.text + (f"（{'；'.join(hints)}）" if hints else "")


def asked_of(question: Question, questionnaire: Questionnaire) -> str:
    """``第2题选“领到过”的人回答``, or ``第1题选“没有来过”的人跳过`` where that is shorter; empty where everybody is asked."""
    if question.shown is None:
        return ""
    earlier = questionnaire.question(question.shown.question)
    left = tuple(place for place in range(len(earlier.options)) if place not in question.shown.options)
    shorter = earlier.type != "multi" and len(left) < len(question.shown.options)
    places, told = (left, "跳过") if shorter else (question.shown.options, "回答")
    labels = "或".join(f"“{earlier.options[place].label}”" for place in places)
    return f"第{number(earlier)}题选{labels}的人{told}"


def label(option: Option) -> str:
    """An option's words, with what goes for it alone."""
    return option.label + ("（选此项的不选其他）" if option.alone else "")


def paragraphs(text: str) -> list[str]:
    """A text of the YAML as paragraphs: its line breaks are the writer's, a blank line parts two."""
    return ["".join(line.strip() for line in part.split("\n")) for part in re.split(r"\n\s*\n", text.strip()) if part]
