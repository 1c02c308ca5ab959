"""Intervals for survey figures: the only door to scipy, and the only place where figures become floats.

Figures come in and go out as ``Decimal``. scipy.special is imported when an interval is asked for, because it takes
longer to import than most surveys take to count.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache

Interval = tuple[Decimal, Decimal]


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


@cache
def _t(df: int, confidence: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + confidence) / 2))


@cache
def _z(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))
