"""Quantiles of Student's t and Fisher's F, from the incomplete beta function.

Every survey's report asks for them, and importing scipy takes longer than counting three hundred forms: hence these few
lines beside it. The tests hold them to scipy's values within a billionth.
"""

from __future__ import annotations

import math

#: So near two steps of the continued fraction, or two of the search, have come to their end.
_END = 1e-15
#: What stands for 0 below a line.
_LEAST = 1e-300


def t_quantile(df: int, confidence: float) -> float:
    """The t whose two tails hold 1 − confidence, with ``df`` ≥ 1 degrees of freedom; confidence between 0 and 1."""
    share = _solved(0.5, df / 2, confidence)
    return math.sqrt(df * share / (1 - share))


def f_quantile(df: int, df2: int, p: float) -> float:
    """The F with ``df`` and ``df2`` ≥ 1 degrees of freedom that is not exceeded with probability ``p``."""
    share = _solved(df / 2, df2 / 2, p)
    return df2 * share / (df * (1 - share))


def _solved(a: float, b: float, p: float) -> float:
    """The x with I_x(a, b) = p: Newton's steps, and halving where one would leave what is known to hold it."""
    low, high, x = 0.0, 1.0, a / (a + b)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    for _ in range(200):
        over = _beta(a, b, x, scale) - p
        low, high = (low, x) if over > 0 else (x, high)
        density = math.exp(scale + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x))
        step = x - over / density if density else low
        nearer = step if low < step < high else (low + high) / 2
        if abs(nearer - x) <= _END * x:
            return nearer
        x = nearer
    return x


def _beta(a: float, b: float, x: float, scale: float) -> float:
    """The regularised incomplete beta function I_x(a, b), 0 < x < 1 (DLMF 8.17.22, its symmetry 8.17.4)."""
    front = math.exp(scale + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of I_x(a, b), by Lentz's method as Thompson and Barnett modified it."""
    above, below = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or _LEAST)
    made = below
    for m in range(1, 100_000):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            below = 1 / ((1 + part * below) or _LEAST)
            above = (1 + part / above) or _LEAST
            made *= above * below
        if abs(above * below - 1) < _END:
            break
    return made
