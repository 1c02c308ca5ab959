"""Sums of scores and of their products over all forms: what variances of several questions together come down to.

Scores are whole numbers of their largest common unit while they are added up, so that nothing is rounded, and no more
than a product a pair of questions is held, however many combinations of answers there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from evalkit.columns import Column
from evalkit.packed import Numbers, coded

#: Forms that are added up at a time.
_BLOCK = 1 << 16
#: Whole numbers up to this are exact as floats, which are multiplied much faster.
_EXACT = 1 << 53

Square = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Moments:
    """``n`` forms that answer any of the questions; by pairs of questions, over the forms that answer both:

    how many (``both``), the sum of the first one's scores (``sums``), the sum of the products (``products``).
    """

    n: int
    both: Square
    sums: Square
    products: Square


def moments(
    columns: Sequence[Column], weights: Column, scores: Sequence[Mapping[Any, Fraction]], complete: bool = False
) -> Moments:
    """The sums over rows that stand for so many forms each; ``scores`` by code, a code without one being no answer.

    ``complete`` leaves out the rows in which an answer is missing.
    """
    size = len(columns)
    unit = math.lcm(*(score.denominator for own in scores for score in own.values()))
    parts, counts = [coded(column) for column in columns], coded(weights)
    steps = [[int(own[value] * unit) if value in own else 0 for value in part.values] for own, part in zip(scores, parts, strict=True)]  # fmt: skip
    largest = max((abs(step) for own in steps for step in own), default=0)
    often = max(counts.values, default=0)
    kind: Any = numpy.float64 if max(1, largest) ** 2 * often * len(counts) < _EXACT else object
    tables = [numpy.array(own or [0]).astype(kind) for own in steps]
    known = [numpy.array([value in own for value in part.values] or [False]) for own, part in zip(scores, parts, strict=True)]  # fmt: skip
    often_by_code = numpy.array(counts.values or [0]).astype(kind)
    n, sums = 0, [numpy.zeros((size, size), kind) for _ in range(3)]
    for first in range(0, len(counts), _BLOCK):
        block = slice(first, first + _BLOCK)
        given = numpy.stack([table[part.codes[block]] for table, part in zip(known, parts, strict=True)])
        held = numpy.stack([table[part.codes[block]] for table, part in zip(tables, parts, strict=True)])
        weight = often_by_code[counts.codes[block]]
        if complete:
            weight = weight * given.all(axis=0)
        n += int((weight * given.any(axis=0)).sum())
        there = given.astype(kind)
        for total, (one, other) in zip(sums, ((there, there), (held, there), (held, held)), strict=True):
            total += (one * weight) @ other.T
    both, single, products = (
        _fractions(total, divisor) for total, divisor in zip(sums, (1, unit, unit**2), strict=True)
    )
    return Moments(n, both, single, products)


def _fractions(total: Numbers, divisor: int) -> Square:
    return tuple(tuple(Fraction(int(one), divisor) for one in row) for row in total)
