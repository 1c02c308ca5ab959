"""Quantiles against printed tables and scipy."""

from __future__ import annotations

import pytest
from scipy.special import fdtri, stdtrit

from evalkit.quantiles import f_quantile, t_quantile


@pytest.mark.parametrize(
    ("df", "confidence", "printed"),
    [(1, 0.95, "12.706"), (2, 0.99, "9.925"), (10, 0.9, "1.812"), (26, 0.95, "2.056"), (120, 0.95, "1.980")],
)
def test_t_is_that_of_the_printed_tables(df: int, confidence: float, printed: str) -> None:
    # Fisher and Yates, Statistical Tables, table III.
    assert f"{t_quantile(df, confidence):.3f}" == printed


@pytest.mark.parametrize(
    ("df", "df2", "p", "printed"),
    [(1, 1, 0.95, "161.45"), (3, 10, 0.95, "3.71"), (10, 3, 0.95, "8.79"), (5, 20, 0.975, "3.29"), (60, 120, 0.99, "1.66")],
)  # fmt: skip
def test_f_is_that_of_the_printed_tables(df: int, df2: int, p: float, printed: str) -> None:
    # Pearson and Hartley, Biometrika Tables for Statisticians, table 18.
    assert f"{f_quantile(df, df2, p):.2f}" == printed


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 26, 37, 299, 999, 5000, 999_999])
def test_t_agrees_with_scipy(df: int) -> None:
    for confidence in (0.5, 0.8, 0.9, 0.95, 0.99, 0.999):
        assert t_quantile(df, confidence) == pytest.approx(float(stdtrit(df, (1 + confidence) / 2)), rel=1e-9)


@pytest.mark.parametrize("n", [2, 3, 5, 10, 27, 300, 1200, 1_000_000])
def test_f_agrees_with_scipy(n: int) -> None:
    for items in (2, 3, 5, 20):
        for p in (0.005, 0.025, 0.05, 0.95, 0.975, 0.995):
            df, df2 = n - 1, (n - 1) * (items - 1)
            assert f_quantile(df, df2, p) == pytest.approx(float(fdtri(df, df2, p)), rel=1e-9)
