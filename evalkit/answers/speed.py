"""Forms filled in faster than anybody reads, and forms much faster than the others."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import numpy

from evalkit.answers.arrays import Spent, rows
from evalkit.model.questionnaire import Questionnaire, Treatment
from evalkit.numbers import fixed, trimmed

#: Without a threshold of the questionnaire's own: the larger of 45 seconds and 2 seconds a question, and who is
#: faster is only suspected.
DEFAULT_SECONDS, SECONDS_A_QUESTION = Decimal(45), Decimal(2)
#: Much faster than others: under these shares of the 10th and of the 25th percentile, both at once.
HURRY = (Decimal("0.8"), Decimal("0.6"))
PERCENTILES = (Decimal("0.10"), Decimal("0.25"))
#: Fewer forms have no percentiles worth the name.
LEAST_FORMS = 5
#: Who takes so many times the default minimum has read the questions, however slow the others were.
READ = 2


def least_seconds(questionnaire: Questionnaire) -> tuple[Decimal, Treatment]:
    """The seconds that a form must take, and what happens to those that take fewer."""
    stated = questionnaire.screening.minimum_seconds
    if stated is not None:
        return stated, "invalid"
    return _default(questionnaire), "suspected"


def too_fast(spent: Spent | None, least: Decimal) -> list[int]:
    """The forms that took fewer seconds."""
    return [] if spent is None else rows(spent < float(least))


def relatively_fast(spent: Spent | None, questionnaire: Questionnaire, left: Collection[int]) -> tuple[list[int], str]:
    """The forms much faster than the others (of which those ``left`` out are none), with the reason.

    In any survey somebody is the fastest tenth: hence both percentiles, and only under twice the default minimum.
    """
    stated = questionnaire.screening.minimum_seconds
    hurry = questionnaire.screening.hurry
    shares = HURRY if hurry is None and stated is None else hurry
    if spent is None or shares is None:
        return [], ""
    taken = spent.copy()
    taken[list(left)] = numpy.nan
    known = numpy.sort(taken[~numpy.isnan(taken)])
    if len(known) < LEAST_FORMS:
        return [], ""
    limits = [share * _percentile(known, place) for share, place in zip(shares, PERCENTILES, strict=True)]
    limit = min(*limits, READ * _default(questionnaire))
    words = f"既不到第10百分位的{trimmed(shares[0])}倍，也不到第25百分位的{trimmed(shares[1])}倍"
    reason = f"用时不到{trimmed(Decimal(fixed(limit, 1)))}秒，明显快于其他人（{words}）"
    return rows(taken < float(limit)), reason


def _default(questionnaire: Questionnaire) -> Decimal:
    return max(DEFAULT_SECONDS, SECONDS_A_QUESTION * len(questionnaire.questions))


def _percentile(ordered: Spent, place: Decimal) -> Decimal:
    """Between the two values that stand around the place, as R's default has it."""
    at = place * (len(ordered) - 1)
    low = int(at)
    one, other = (Decimal(str(ordered[min(low + step, len(ordered) - 1)])) for step in (0, 1))
    return one + (other - one) * (at - low)
