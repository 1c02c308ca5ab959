"""What a survey counts up to: one pass a column, and every mean and sampling error from the counts.

Means are held as fractions until they leave, so that a half at the last printed place is a half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evalkit.columns import Column, combinations, combined, tally
from evalkit.model.questionnaire import Option, Question, State, Survey
from evalkit.numbers import divide
from evalkit.statistics import Interval, standard_error, t_interval

if TYPE_CHECKING:
    from evalkit.answers.moments import Moments

#: So many combinations of answers are counted one by one.
FEW = 1 << 12

#: The main results count the suspected; the second ones do not.
VALID: frozenset[State] = frozenset({"valid", "suspected"})
SURE: frozenset[State] = frozenset({"valid"})

#: One option of one question, by the answer column's key: those who chose it are a group of respondents.
Within = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers of one column or question: how many per option (in the questionnaire's order), blank and not asked."""

    n: int
    options: tuple[int, ...]
    skipped: int


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score: its value in points, how many answers it rests on, and its 95 % interval where there is one.

    ``error`` is its standard error (with the finite population correction), ``deviation`` the standard deviation of
    the answers (of the respondents' own averages, for several questions); None for a single answer.
    """

    value: Decimal
    n: int
    interval: Interval | None
    error: Decimal | None = None
    deviation: Decimal | None = None


def closed(survey: Survey, key: str, size: int, keep: frozenset[State] = VALID, within: Within | None = None) -> Counts:
    """The counts of a single choice, a scale, or a row of a matrix."""
    counts = _counter(survey, (survey.answers[key],), keep, within)
    options = tuple(counts[index,] for index in range(size))
    return Counts(sum(options), options, sum(counts.values()) - sum(options))


def several(survey: Survey, question: Question, keep: frozenset[State] = VALID, within: Within | None = None) -> Counts:
    """The counts of a multiple choice or ranking; ``n`` are the forms that chose anything."""
    columns = [survey.answers[f"{question.id}={index}"] for index in range(1, len(question.options) + 1)]
    rows = _counter(survey, tuple(columns), keep, within)
    answered = sum(count for row, count in rows.items() if any(code > 0 for code in row))
    options = tuple(sum(count for row, count in rows.items() if row[i] > 0) for i in range(len(columns)))
    return Counts(answered, options, sum(rows.values()) - answered)


def answered(survey: Survey, question: Question, within: Within | None = None) -> int:
    """How many valid forms answer any row of a matrix."""
    columns = tuple(survey.answers[f"{question.id}.{row}"] for row in range(1, len(question.rows) + 1))
    rows = _counter(survey, columns, VALID, within)
    return sum(count for row, count in rows.items() if any(code >= 0 for code in row))


def typed(survey: Survey, key: str, keep: frozenset[State] = VALID, within: Within | None = None) -> Counter[str]:
    """The open answers with how often each was given; blank ones and those not asked are left out."""
    counts = _counter(survey, (survey.answers[key],), keep, within)
    return Counter({text: count for (text,), count in counts.items() if text})


def joint(
    survey: Survey, keys: tuple[str, ...], keep: frozenset[State] = VALID, within: Within | None = None
) -> Counter[tuple[Any, ...]]:
    """How often each combination of answers stands under these keys."""
    return _counter(survey, tuple(survey.answers[key] for key in keys), keep, within)


def keys_of(question: Question) -> tuple[str, ...]:
    """The keys of a question's answer columns: one, one a row of a matrix, or one an option of a multiple choice."""
    if question.type in ("multi", "rank"):
        return tuple(f"{question.id}={index}" for index in range(1, len(question.options) + 1))
    return tuple(f"{question.id}.{row}" for row in range(1, len(question.rows) + 1)) or (question.id,)


def forms(survey: Survey, keep: frozenset[State] = VALID, within: Within | None = None) -> int:
    """How many forms are in these states (and in this group)."""
    return sum(_counter(survey, (), keep, within).values())


def mean(counts: Counts, options: tuple[Option, ...], population: int | None = None) -> Mean | None:
    """The mean score of a question; options without a score are outside its base. None when nobody is in the base."""
    scored = [
        (Fraction(o.score), count) for o, count in zip(options, counts.options, strict=True) if o.score is not None
    ]
    base = sum(count for _, count in scored)
    if not base:
        return None
    value = sum((score * count for score, count in scored), Fraction(0)) / base
    squares = sum((count * (score - value) ** 2 for score, count in scored), Fraction(0))
    return _mean(value, squares, base, population)


def satisfaction(
    survey: Survey, keep: frozenset[State] = VALID, within: Within | None = None, population: int | None = None
) -> Mean | None:
    """The weighted mean of the mean scores of the questions that make the satisfaction figure; None when none does."""
    weighed = tuple(question for question in survey.questionnaire.questions if question.weight is not None)
    return composite(survey, weighed, keep, within, population)


def composite(
    survey: Survey,
    questions: tuple[Question, ...],
    keep: frozenset[State] = VALID,
    within: Within | None = None,
    population: int | None = None,
) -> Mean | None:
    """The weighted mean of the mean scores of some questions or of a matrix's rows (which share its weight).

    ``n`` are the forms with an answer to any of them. The error is that of the mean of the linearised values
    u = Σ aₖ(xₖ − x̄ₖ)/nₖ, which for forms without blanks is that of the mean of the respondents' own averages.
    None when a question has no answer in its base.
    """
    parts = [part for question in questions for part in _parts(survey, question)]
    if not parts:
        return None
    found = together(survey, tuple(column for column, _, _ in parts), [own for _, _, own in parts], keep, within)
    places = range(len(parts))
    if not all(found.both[k][k] for k in places):
        return None
    weights = [weight for _, weight, _ in parts]
    middle = [found.sums[k][k] / found.both[k][k] for k in places]
    value = sum((w * m for w, m in zip(weights, middle, strict=True)), Fraction(0)) / sum(weights)
    share = [weights[k] / sum(weights) / found.both[k][k] for k in places]
    squares = Fraction(0)
    for k in places:
        for j in places:
            spread = found.products[k][j] - middle[k] * found.sums[j][k] - middle[j] * found.sums[k][j]
            squares += share[k] * share[j] * (spread + middle[k] * middle[j] * found.both[k][j])
    # Scaled by n, the linearised values are those of a mean of n.
    n = found.n
    return _mean(value, squares * n * n, n, population)


def together(
    survey: Survey,
    columns: tuple[Column, ...],
    scores: Sequence[Mapping[int, Fraction]],
    keep: frozenset[State] = VALID,
    within: Within | None = None,
    complete: bool = False,
) -> Moments:
    """The sums of scores and of products over the forms of these states (and of this group)."""
    from evalkit.answers.moments import moments

    if combinations(columns) > FEW:
        leading = [survey.states, *([] if within is None else [survey.answers[within[0]]])]
        weights = combined(leading, lambda row: int(row[0] in keep and (within is None or row[1] == within[1])))
        return moments(columns, weights, scores, complete)
    counts = _counter(survey, columns, keep, within)
    rows = list(zip(*counts, strict=True)) or [() for _ in columns]
    return moments(rows, list(counts.values()), scores, complete)


def decimal(value: Fraction) -> Decimal:
    """A fraction to 34 significant digits."""
    return divide(Decimal(value.numerator), Decimal(value.denominator))


def _parts(survey: Survey, question: Question) -> Iterator[tuple[Column, Fraction, dict[int, Fraction]]]:
    """Column, weight, and score by code, of a question or of each row of a matrix."""
    scores = {i: Fraction(option.score) for i, option in enumerate(question.options) if option.score is not None}
    keys = [f"{question.id}.{row}" for row in range(1, len(question.rows) + 1)] or [question.id]
    weight = Fraction(question.weight or 1) / len(keys)
    for key in keys:
        yield survey.answers[key], weight, scores


def _mean(value: Fraction, squares: Fraction, n: int, population: int | None) -> Mean:
    error = standard_error(decimal(squares), n, population)
    deviation = decimal(squares / (n - 1)).sqrt() if n > 1 else None
    return Mean(decimal(value), n, scale_interval(decimal(value), error, n - 1), error, deviation)


def scale_interval(value: Decimal, error: Decimal | None, df: int) -> Interval | None:
    """The t interval cut off at the ends of the scale; none for one answer, a census, or answers that are all alike."""
    if not error:
        return None
    low, high = t_interval(value, error, df)
    return max(low, Decimal(0)), min(high, Decimal(100))


def _counter(
    survey: Survey, columns: tuple[Column, ...], keep: frozenset[State], within: Within | None
) -> Counter[tuple[Any, ...]]:
    """How often each combination of the columns' values stands in forms of these states (and of this group)."""
    leading: list[Column] = [survey.states]
    if within is not None:
        leading.append(survey.answers[within[0]])
    made: Counter[tuple[Any, ...]] = Counter()
    for row, count in tally([*leading, *columns]).items():
        if row[0] in keep and (within is None or row[1] == within[1]):
            made[row[len(leading) :]] += count
    return made
