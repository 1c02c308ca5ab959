"""Intervals and tests against published examples, printed tables and hand calculation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.statistics import (
    chi_square,
    correction,
    expected,
    feldt,
    holm,
    kruskal_wallis,
    margin,
    normal,
    standard_error,
    t_interval,
    welch,
    wilson,
)


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


def test_the_margin_is_half_the_widest_wilson_interval() -> None:
    # 27 of 620: effective size 27 × 619/593 = 28.1838; 1.959964 / (2√(28.1838 + 3.8415)) = 0.17317.
    assert round(margin(27, 620), 4) == Decimal("0.1732")
    low, high = wilson(50, 100)
    assert round(margin(100), 12) == round((high - low) / 2, 12)
    assert margin(620, 620) == 0


@pytest.mark.parametrize(("confidence", "z"), [("0.90", "1.6449"), ("0.95", "1.9600"), ("0.99", "2.5758")])
def test_normal_quantiles_are_those_of_the_printed_tables(confidence: str, z: str) -> None:
    assert round(normal(Decimal(confidence)), 4) == Decimal(z)


# ---- tests ----------------------------------------------------------------------------------------------------------


def test_chi_square_is_that_of_rs_own_example() -> None:
    # R, ?chisq.test: Agresti (2007) p. 39, party by gender: X-squared = 30.07, df = 2, p-value = 2.954e-07.
    found = chi_square([(762, 327, 468), (484, 239, 477)])
    assert round(float(found.statistic), 2) == 30.07
    assert found.df == 2
    assert float(found.p) == pytest.approx(2.954e-07, rel=1e-3)


def test_expected_counts_by_hand() -> None:
    assert expected([(10, 20), (30, 40)]) == [[12, 18], [28, 42]]


#: Hollander & Wolfe (1973) p. 116, as in R's ?kruskal.test.
CLEARANCE = ((2.9, 3.0, 2.5, 2.6, 3.2), (3.8, 2.7, 4.0, 2.4), (2.8, 3.4, 3.7, 2.2, 2.0))


def by_value(groups: tuple[tuple[float, ...], ...]) -> list[list[int]]:
    values = sorted({value for group in groups for value in group})
    return [[group.count(value) for value in values] for group in groups]


def test_kruskal_wallis_is_that_of_rs_own_example() -> None:
    # Kruskal-Wallis chi-squared = 0.77143, df = 2, p-value = 0.68.
    found = kruskal_wallis(by_value(CLEARANCE))
    assert round(float(found.statistic), 5) == 0.77143
    assert found.df == 2
    assert round(float(found.p), 2) == 0.68


def test_ties_are_corrected_for_as_scipy_does() -> None:
    from scipy.stats import kruskal

    groups = ((1, 2, 2, 3, 5), (2, 3, 3, 3), (1, 1, 2, 4, 4, 5))
    theirs = kruskal(*groups)
    ours = kruskal_wallis(by_value(groups))
    assert float(ours.statistic) == pytest.approx(theirs.statistic, rel=1e-12)
    assert float(ours.p) == pytest.approx(theirs.pvalue, rel=1e-12)


def test_holm_by_hand() -> None:
    # 0.005 × 4, 0.01 × 3, 0.03 × 2, and 0.04 × 1 raised to the one before it.
    assert holm([Decimal(p) for p in ("0.01", "0.04", "0.03", "0.005")]) == [
        Decimal("0.03"),
        Decimal("0.06"),
        Decimal("0.06"),
        Decimal("0.020"),
    ]
    assert holm([Decimal("0.6"), Decimal("0.7")]) == [1, 1]
    assert holm([]) == []


def test_welch_is_that_of_rs_sleep() -> None:
    # R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939.
    p = welch((Decimal("0.75"), Decimal("3.200556"), 10), (Decimal("2.33"), Decimal("4.009"), 10))
    assert round(float(p or 0), 5) == 0.07939
    assert welch((Decimal(1), Decimal(0), 1), (Decimal(2), Decimal(1), 9)) is None


def test_feldts_interval_is_that_of_a_published_run() -> None:
    # MRC Cognition and Brain Sciences Unit, statswiki FAQ/cafun: feldt1.return(0.913, 873, 20) gives these.
    low, high = feldt(Decimal("0.913"), 20, 873)
    assert [round(float(end), 7) for end in (low, high)] == [0.9044024, 0.9211588]
