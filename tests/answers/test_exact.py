"""Exact probabilities: R's examples of Fisher's test, Hollander and Wolfe, and going through every seating by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from math import factorial, prod

import pytest

from evalkit.answers import exact

Table = list[list[int]]


@pytest.mark.parametrize(
    ("table", "p"),
    [
        # R, ?fisher.test: Agresti (1990) p. 61, the tea taster; two-sided p-value = 0.4857.
        ([[3, 1], [1, 3]], 0.4857),
        # The same page: Fisher (1962, 1970), criminal convictions of like-sex twins; p-value = 0.0005367.
        ([[2, 10], [15, 3]], 0.0005367),
    ],
)
def test_fishers_test_is_that_of_rs_own_examples(table: Table, p: float) -> None:
    found = exact.freeman_halton(table)
    assert found is not None
    assert float(found) == pytest.approx(p, rel=2e-4)


def test_the_exact_probability_of_hollander_and_wolfes_clearance() -> None:
    # Hollander & Wolfe (1973) p. 116, data of ?kruskal.test; the exact level of H = 0.771 is .711.
    groups = ((2.9, 3.0, 2.5, 2.6, 3.2), (3.8, 2.7, 4.0, 2.4), (2.8, 3.4, 3.7, 2.2, 2.0))
    values = sorted(value for group in groups for value in group)
    found = exact.kruskal_wallis([[int(value in group) for value in values] for group in groups])
    assert found is not None
    assert round(float(found), 3) == 0.711


def people(table: Table) -> tuple[list[int], list[int]]:
    """The group and the answer of everybody in a table."""
    cells = [(row, column) for row, line in enumerate(table) for column, n in enumerate(line) for _ in range(n)]
    return [row for row, _ in cells], [column for _, column in cells]


def seatings(table: Table, extreme: Callable[[Table], bool]) -> Fraction:
    """The share of all ways to deal the answers out to the people whose table is extreme."""
    rows, columns = people(table)
    hits = total = 0
    for dealt in permutations(columns):
        made = [[0] * len(table[0]) for _ in table]
        for row, column in zip(rows, dealt, strict=True):
            made[row][column] += 1
        hits, total = hits + extreme(made), total + 1
    return Fraction(hits, total)


def likelihood(table: Table) -> Fraction:
    return Fraction(1, prod(factorial(n) for row in table for n in row))


def spread(table: Table) -> Fraction:
    """Σ R²/n with mid-ranks, of which H is a rising function."""
    totals = [sum(column) for column in zip(*table, strict=True)]
    ranks = [Fraction(2 * sum(totals[:i]) + n + 1, 2) for i, n in enumerate(totals)]
    return sum((sum(r * n for r, n in zip(ranks, row, strict=True)) ** 2 / sum(row) for row in table), Fraction(0))


SMALL = ([[2, 1, 1], [0, 1, 2]], [[1, 2], [2, 0], [0, 2]], [[3, 0, 0, 1], [0, 1, 2, 0]])


@pytest.mark.parametrize("table", SMALL)
def test_every_seating_gives_the_same_probability_of_a_table(table: Table) -> None:
    here = likelihood(table)
    assert exact.freeman_halton(table) == seatings(table, lambda made: likelihood(made) <= here)


@pytest.mark.parametrize("table", SMALL)
def test_every_seating_gives_the_same_probability_of_h(table: Table) -> None:
    here = spread(table)
    assert exact.kruskal_wallis(table) == seatings(table, lambda made: spread(made) >= here)


def test_a_table_too_large_to_go_through_has_none() -> None:
    large = [[40, 30, 20, 10], [10, 20, 30, 40], [25, 25, 25, 25], [1, 2, 3, 94]]
    assert exact.freeman_halton(large) is None
    assert exact.kruskal_wallis(large) is None
