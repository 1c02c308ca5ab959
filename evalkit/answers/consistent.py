"""Whether the questions of a satisfaction figure hang together: Cronbach's alpha with Feldt's interval."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evalkit.answers import counting
from evalkit.answers.counting import VALID, decimal
from evalkit.model.questionnaire import State, Survey
from evalkit.statistics import Interval, feldt


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha (its ``interval`` 95 %) over ``items`` answer columns, from ``n`` forms that answered all of them."""

    value: Decimal
    items: int
    n: int
    interval: Interval


def alpha(survey: Survey, keep: frozenset[State] = VALID) -> Alpha | None:
    """k/(k − 1) × (1 − Σ item variances ÷ variance of the sum), for the questions that make the satisfaction figure.

    The rows of a matrix are items of their own. Forms with a blank or an answer without a score are left out. None
    with fewer than two items or three forms, and where all sums are alike.
    """
    scores: list[dict[int, Fraction]] = []
    keys: list[str] = []
    for question in survey.questionnaire.questions:
        if question.weight is not None:
            mine = {place: Fraction(o.score) for place, o in enumerate(question.options) if o.score is not None}
            for key in counting.keys_of(question):
                keys.append(key)
                scores.append(mine)
    size = len(keys)
    if size < 2:
        return None
    rows = [
        ([scores[place][code] for place, code in enumerate(row)], count)
        for row, count in counting.joint(survey, tuple(keys), keep).items()
        if all(code in scores[place] for place, code in enumerate(row))
    ]
    n = sum(count for _, count in rows)
    if n < 3:
        return None
    whole = _variance([(sum(row, Fraction(0)), count) for row, count in rows], n)
    if not whole:
        return None
    parts = sum((_variance([(row[place], count) for row, count in rows], n) for place in range(size)), Fraction(0))
    value = decimal(Fraction(size, size - 1) * (1 - parts / whole))
    return Alpha(value, size, n, feldt(value, size, n))


def _variance(values: list[tuple[Fraction, int]], n: int) -> Fraction:
    mean = sum((value * count for value, count in values), Fraction(0)) / n
    return sum((count * (value - mean) ** 2 for value, count in values), Fraction(0)) / (n - 1)
