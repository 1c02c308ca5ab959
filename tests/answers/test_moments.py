"""Sums of products over forms are those that one gets form by form, for few forms and many, small scores and long ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.answers.moments import moments

SCORES: tuple[Mapping[int, Fraction], ...] = (
    {0: Fraction(100), 1: Fraction(75), 2: Fraction(0)},
    {0: Fraction("86.6"), 1: Fraction("33.3")},
    {0: Fraction("99.123456789012345"), 2: Fraction(1, 3)},
)


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(-2, 3)] * 3, st.integers(0, 5)), max_size=12), st.booleans())
def test_the_sums_are_those_added_up_form_by_form(rows: list[tuple[int, int, int, int]], complete: bool) -> None:
    kept = [row for row in rows if not complete or all(row[k] in SCORES[k] for k in range(3))]
    found = moments([[row[k] for row in rows] for k in range(3)], [row[3] for row in rows], SCORES, complete)
    assert found.n == sum(row[3] for row in kept if any(row[k] in SCORES[k] for k in range(3)))
    for k, j in product(range(3), repeat=2):
        both = [
            (SCORES[k][row[k]], SCORES[j][row[j]], row[3])
            for row in kept
            if row[k] in SCORES[k] and row[j] in SCORES[j]
        ]
        assert found.both[k][j] == sum(count for _, _, count in both)
        assert found.sums[k][j] == sum(one * count for one, _, count in both)
        assert found.products[k][j] == sum(one * other * count for one, other, count in both)


def test_more_forms_than_are_added_up_at_a_time_are_all_added() -> None:
    forms = 200_000
    found = moments([[0, 1] * (forms // 2)] * 2, [1] * forms, SCORES[:1] * 2)
    assert found.n == found.both[0][1] == forms
    assert found.sums[0][1] == 100_000 * (100 + 75)
    assert found.products[0][1] == 100_000 * (100**2 + 75**2)
