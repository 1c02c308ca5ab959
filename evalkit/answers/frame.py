"""Forms that are not of the survey: sent by people it is not about, or outside its period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy

from evalkit.answers.arrays import NEVER, Mark, Times, chosen
from evalkit.answers.conflicts import described
from evalkit.columns import Column
from evalkit.model.places import Finding, doubt
from evalkit.model.questionnaire import Questionnaire
from evalkit.numbers import plain

_DAY = r"(\d{1,2})\s*(?:日|号)?"
_MONTH = r"(\d{1,2})\s*(?:月|[-/.](?=\d)|(?!\d))"
_YEAR = r"(\d{4})\s*(?:年|[-/.])\s*"
_PERIOD = re.compile(
    rf"{_YEAR}{_MONTH}\s*(?:{_DAY})?"
    rf"(?:\s*(?:至|到|-|—+|–|―|~|～)\s*(?:{_YEAR})?(?:{_MONTH})?\s*(?:{_DAY})?)?"
)

Period = tuple[date, date]


def outside(questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Iterator[tuple[Mark, str]]:
    """The forms of people the survey is not about, as the questionnaire declares them, with the reason."""
    for declared in questionnaire.screening.outside:
        mark = chosen(questionnaire.question(declared.question), declared.options, answers)
        if mark is not None:
            yield mark, f"不是调查对象：{described(declared, questionnaire)}"


def off_period(questionnaire: Questionnaire, sent: Times | None) -> tuple[Mark, str] | None:
    """The forms sent before the first or after the last day of 调查时间, with the reason.

    None without times, where the words are no period, or where half of the forms or more lie outside: then it is the
    period or the reading of the times that is wrong, and ``period_doubt`` says so.
    """
    mark = _off(questionnaire, sent)
    if mark is None or sent is None or _most(mark, sent):
        return None
    return mark, f"提交时间不在调查时间（{questionnaire.period}）内"


def period_doubt(questionnaire: Questionnaire, sent: Times | None) -> tuple[Finding, ...]:
    """Said where half of the forms or more were sent outside the period."""
    mark = _off(questionnaire, sent)
    if mark is None or sent is None or not _most(mark, sent) or not mark.any():
        return ()
    known = sent[sent != NEVER]
    first, last = (_day(int(end)) for end in (known.min(), known.max()))
    message = (
        f"问卷“{questionnaire.id}”写的调查时间是{questionnaire.period}，"
        f"收回的 {len(mark)} 份中有 {int(mark.sum())} 份不在这段时间内提交（{first}至{last}），没有因此标为存疑"
    )
    return (doubt(questionnaire.at, message, "核对问卷里的“调查时间”，以及答卷的提交时间"),)


def read_period(text: str) -> Period | None:
    """The first and the last day; None where the words are no period.

    ``2023年10月12日至10月20日``, ``2023年10月12日至20日``, ``2023年10月``, ``2023-10-12至2023-10-20``.
    """
    found = _PERIOD.fullmatch(plain(text).strip())
    if found is None:
        return None
    year, month, day, last_year, last_month, last_day = (int(part) if part else None for part in found.groups())
    if year is None or month is None:
        return None
    if day is not None and last_month is not None and last_day is None and "月" not in (found[0][found.start(5) :]):
        # 12日至20: the month was not written again.
        last_month, last_day = None, last_month
    until_year, until_month = last_year or year, last_month or month
    until_day = last_day or (day if last_month is None and last_year is None else None)
    try:
        until = date(until_year, until_month, until_day or monthrange(until_year, until_month)[1])
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return (first, until) if first <= until else None


def _off(questionnaire: Questionnaire, sent: Times | None) -> Mark | None:
    period = read_period(questionnaire.period)
    looked = questionnaire.screening.treatment("out_of_period", "suspected") != "off"
    if period is None or sent is None or not looked:
        return None
    first, last = (numpy.datetime64(day, "s").astype(numpy.int64) for day in (period[0], period[1] + timedelta(1)))
    off: Mark = (sent != NEVER) & ((sent < first) | (sent >= last))
    return off


def _most(mark: Mark, sent: Times) -> bool:
    """Whether half of the forms whose time is known, or more, are marked."""
    return 2 * int(mark.sum()) >= int((sent != NEVER).sum())


def _day(seconds: int) -> str:
    day = date(1970, 1, 1) + timedelta(seconds=seconds)
    return f"{day.year}年{day.month}月{day.day}日"
