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
    columns = tuple(survey.answers[key] for key in keys)
    found = counting.together(survey, columns, scores, keep, complete=True)
    n = found.n
    if n < 3:
        return None
    totals = [found.sums[place][place] for place in range(size)]
    # Variances times n(n − 1).
    whole = n * sum((sum(row, Fraction(0)) for row in found.products), Fraction(0)) - sum(totals) ** 2
    if not whole:
        return None
    parts = sum((n * found.products[place][place] - total * total for place, total in enumerate(totals)), Fraction(0))
    value = decimal(Fraction(size, size - 1) * (1 - parts / whole))
    return Alpha(value, size, n, feldt(value, size, n))
