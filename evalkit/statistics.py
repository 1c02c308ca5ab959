"""Intervals and tests for survey figures: the only door to scipy, and the only place where figures become floats.

Figures come in and go out as ``Decimal`` or ``Fraction``. scipy.special is imported when a test asks for it, because it
takes longer to import than most surveys take to count; the intervals do without (``quantiles``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from evalkit.quantiles import f_quantile, t_quantile

Interval = tuple[Decimal, Decimal]

#: A table of counts: a row a group, a column an answer.
Grid = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Result:
    """A test: its statistic, degrees of freedom, and the probability of so large a one where nothing differs."""

    statistic: Fraction
    df: int
    p: Decimal


def correction(n: int, population: int | None) -> Decimal:
    """1 − n/N, the finite population correction of a variance (Cochran, Sampling Techniques, 2.6).

    1 when the population is unknown; 0 when everybody answered (or more than the population, which is a census too).
    """
    if population is None:
        return Decimal(1)
    return max(Decimal(0), 1 - Decimal(n) / Decimal(population))


def standard_error(squares: Decimal, n: int, population: int | None = None) -> Decimal | None:
    """The standard error of a mean of ``n`` answers whose squared deviations add up to ``squares``.

    s²/n × (1 − n/N) with s² = squares/(n − 1). None for fewer than two answers.
    """
    if n < 2:
        return None
    return (squares / (n - 1) / n * correction(n, population)).sqrt()


def t_interval(mean: Decimal, error: Decimal, df: int, confidence: Decimal = Decimal("0.95")) -> Interval:
    """mean ± t × error with ``df`` degrees of freedom, not cut off at the ends of the scale."""
    reach = Decimal(repr(_t(df, float(confidence)))) * error
    return mean - reach, mean + reach


def wilson(count: int, n: int, population: int | None = None, confidence: Decimal = Decimal("0.95")) -> Interval:
    """The Wilson score interval of a share, as a fraction of 1; ``n`` at least 1.

    With a known population the effective size n(N − 1)/(N − n) takes the place of n (the variance of a proportion
    drawn without replacement is PQ/n × (N − n)/(N − 1); Cochran 3.2). A census has its own share for both ends.
    """
    share = count / n
    if population is not None and n >= population:
        return Decimal(count) / n, Decimal(count) / n
    size = n if population is None else n * (population - 1) / (population - n)
    z = _z(float(confidence))
    middle = share + z * z / (2 * size)
    reach = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    below = 1 + z * z / size
    low = 0.0 if count == 0 else max(0.0, (middle - reach) / below)
    high = 1.0 if count == n else min(1.0, (middle + reach) / below)
    return Decimal(repr(low)), Decimal(repr(high))


def normal(confidence: Decimal = Decimal("0.95")) -> Decimal:
    """The standard normal quantile that leaves (1 − confidence)/2 above it: 1.959964 for 95 %."""
    return Decimal(repr(_z(float(confidence))))


def margin(n: int, population: int | None = None, confidence: Decimal = Decimal("0.95")) -> Decimal:
    """Half the width of the Wilson interval of a share of one half, where it is widest, as a fraction of 1."""
    if population is not None and n >= population:
        return Decimal(0)
    size = n if population is None else n * (population - 1) / (population - n)
    z = _z(float(confidence))
    return Decimal(repr(z / (2 * math.sqrt(size + z * z))))


# ---- tests ----------------------------------------------------------------------------------------------------------


def expected(table: Grid) -> list[list[Fraction]]:
    """The counts of a table whose rows do not differ: row sum × column sum ÷ total, which must not be 0."""
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return [[Fraction(row * column, sum(rows)) for column in columns] for row in rows]


def chi_square(table: Grid) -> Result:
    """Pearson's χ² of a table without empty rows or columns, two of each at least; no continuity correction."""
    pairs = zip(table, expected(table), strict=True)
    statistic = sum(
        ((seen - wanted) ** 2 / wanted for row, even in pairs for seen, wanted in zip(row, even, strict=True)),
        Fraction(0),
    )
    return _tail(statistic, (len(table) - 1) * (len(table[0]) - 1))


def mid_ranks(totals: Sequence[int]) -> list[Fraction]:
    """The mean rank of each of several values in ascending order, by how often each stands."""
    ranks, below = [], 0
    for count in totals:
        ranks.append(Fraction(2 * below + count + 1, 2))
        below += count
    return ranks


def kruskal_wallis(table: Grid) -> Result:
    """Kruskal and Wallis's H with the correction for ties.

    The columns are the values in ascending order; no row is empty, and there are two rows and two values at least.
    """
    totals = [sum(column) for column in zip(*table, strict=True)]
    ranks, n = mid_ranks(totals), sum(totals)
    spread = Fraction(0)
    for row in table:
        total = sum((rank * count for rank, count in zip(ranks, row, strict=True)), Fraction(0))
        spread += total**2 / sum(row)
    raw = Fraction(12, n * (n + 1)) * spread - 3 * (n + 1)
    ties = 1 - Fraction(sum(count**3 - count for count in totals), n**3 - n)
    return _tail(raw / ties, len(table) - 1)


def holm(ps: Sequence[Decimal]) -> list[Decimal]:
    """Holm's adjusted probabilities, in the order given (Scandinavian Journal of Statistics 6, 1979)."""
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    made, highest = [Decimal(1)] * len(ps), Decimal(0)
    for place, index in enumerate(order):
        highest = max(highest, min(Decimal(1), (len(ps) - place) * ps[index]))
        made[index] = highest
    return made


def welch(one: tuple[Decimal, Decimal, int], other: tuple[Decimal, Decimal, int]) -> Decimal | None:
    """The two-sided probability of Welch's t for two means, each with its variance and its base.

    None where a base is below 2 or nobody differs from anybody.
    """
    (mean, variance, n), (mean2, variance2, n2) = one, other
    if n < 2 or n2 < 2 or not (variance or variance2):
        return None
    from scipy.special import stdtr

    first, second = float(variance) / n, float(variance2) / n2
    df = (first + second) ** 2 / (first**2 / (n - 1) + second**2 / (n2 - 1))
    t = abs(float(mean - mean2)) / math.sqrt(first + second)
    return _probability(2 * float(stdtr(df, -t)))


def feldt(alpha: Decimal, items: int, n: int, confidence: Decimal = Decimal("0.95")) -> Interval:
    """Feldt's interval of Cronbach's alpha: 1 − (1 − α)F with n − 1 and (n − 1)(items − 1) degrees of freedom."""
    tail = (1 - float(confidence)) / 2
    high, low = (f_quantile(n - 1, (n - 1) * (items - 1), p) for p in (1 - tail, tail))
    return 1 - (1 - alpha) * Decimal(repr(high)), 1 - (1 - alpha) * Decimal(repr(low))


def _tail(statistic: Fraction, df: int) -> Result:
    from scipy.special import chdtrc

    return Result(statistic, df, _probability(float(chdtrc(df, float(statistic)))))


def _probability(value: float) -> Decimal:
    return Decimal(repr(min(1.0, max(0.0, value))))


@cache
def _t(df: int, confidence: float) -> float:
    return t_quantile(df, confidence)


@cache
def _z(confidence: float) -> float:
    # Wichura's AS 241, as exact as ndtri; every report with a survey asks for it, and scipy takes long to load.
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + confidence) / 2)
