"""Whether the questions of a satisfaction figure hang together: Cronbach's alpha with Feldt's interval."""

from __future__ import annotations

import math
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
    # Alpha does not change with the unit: scores as whole numbers of the largest one that fits them all.
    unit = math.lcm(*(score.denominator for mine in scores for score in mine.values()))
    steps = [{code: int(score * unit) for code, score in mine.items()} for mine in scores]
    rows = [
        ([steps[place][code] for place, code in enumerate(row)], count)
        for row, count in counting.joint(survey, tuple(keys), keep).items()
        if all(code in steps[place] for place, code in enumerate(row))
    ]
    n = sum(count for _, count in rows)
    if n < 3:
        return None
    whole = _spread([(sum(row), count) for row, count in rows], n)
    if not whole:
        return None
    parts = sum(_spread([(row[place], count) for row, count in rows], n) for place in range(size))
    value = decimal(Fraction(size, size - 1) * (1 - Fraction(parts, whole)))
    return Alpha(value, size, n, feldt(value, size, n))


def _spread(values: list[tuple[int, int]], n: int) -> int:
    """The variance times n(n − 1)."""
    total = sum(value * count for value, count in values)
    return n * sum(value * value * count for value, count in values) - total * total
