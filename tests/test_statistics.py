"""Intervals against published tables and hand calculation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.statistics import correction, standard_error, t_interval, wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_intervals_are_those_newcombe_published(count: int, n: int, low: str, high: str) -> None:
    below, above = wilson(count, n)
    assert [round(below, 4), round(above, 4)] == [Decimal(low), Decimal(high)]


def test_wilson_is_symmetric_in_yes_and_no() -> None:
    low, high = wilson(4, 27)
    other_low, other_high = wilson(23, 27)
    assert float(low) == pytest.approx(1 - float(other_high), abs=1e-14)
    assert float(high) == pytest.approx(1 - float(other_low), abs=1e-14)


def test_a_known_population_narrows_a_share_and_a_census_has_no_interval_left() -> None:
    low, high = wilson(10, 20)
    nearer, closer = wilson(10, 20, population=40)
    assert low < nearer < Decimal("0.5") < closer < high
    assert wilson(10, 20, population=20) == (Decimal("0.5"), Decimal("0.5"))


@pytest.mark.parametrize(("df", "t"), [(1, "12.706"), (4, "2.776"), (26, "2.056"), (30, "2.042"), (120, "1.980")])
def test_t_is_that_of_the_printed_tables(df: int, t: str) -> None:
    low, high = t_interval(Decimal(0), Decimal(1), df)
    assert round(high, 3) == Decimal(t)
    assert low == -high


def test_the_standard_error_of_a_mean_by_hand() -> None:
    # 1, 2, 3, 4, 5: squares about the mean 3 add up to 10; s² = 2.5; s²/n = 0.5.
    assert round(standard_error(Decimal(10), 5) or Decimal(0), 6) == Decimal("0.707107")
    # Of a population of 10: 0.5 × (1 − 5/10) = 0.25.
    assert standard_error(Decimal(10), 5, 10) == Decimal("0.5")


def test_one_answer_has_no_standard_error() -> None:
    assert standard_error(Decimal(0), 1) is None


def test_the_correction_is_one_without_and_nought_at_the_whole_population() -> None:
    assert correction(27, None) == 1
    assert round(correction(27, 620), 6) == Decimal("0.956452")
    assert correction(620, 620) == 0
    assert correction(700, 620) == 0
