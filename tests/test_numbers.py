"""Numbers nobody can mean are refused; no figure, however long, breaks the rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.numbers import fixed, from_cell, no_such_day, no_such_days, overlong, parse_decimal, round_half_up


@pytest.mark.parametrize("text", ["9" * 25, "0." + "3" * 16, "1" + "0" * 80, "-" + "9" * 30])
def test_a_number_too_long_is_no_number_and_said_to_be_too_long(text: str) -> None:
    assert parse_decimal(text) is None
    assert overlong(text)


@pytest.mark.parametrize("text", ["9" * 24, "0.333333333333333", "-1,234.5"])
def test_a_number_within_the_bounds_is_read_exactly(text: str) -> None:
    assert parse_decimal(text) == Decimal(text.replace(",", ""))
    assert not overlong(text)


def test_a_long_figure_is_rounded_like_any_other() -> None:
    assert round_half_up(Decimal("9" * 70 + ".5"), 0) == Decimal("1" + "0" * 70)
    assert fixed(Decimal(1).scaleb(70), 2) == "1" + "0" * 70 + ".00"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30])
def test_a_cell_that_holds_no_figure_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no figure"):
        from_cell(value)


def test_the_noise_of_a_formula_is_nought() -> None:
    assert from_cell(0.3 - 3 * 0.1) == 0
    assert from_cell(98.62) == Decimal("98.62")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025年4月31日", "2025年4月只有30天"),
        ("2023-02-29", "2023年2月只有28天"),
        ("2024-02-29", ""),
        ("1900/2/29", "1900年2月只有28天"),
        ("２０２５．１３．２", "没有13月"),
        ("2025年0月3日", "没有0月"),
        ("2025.4.0", "没有0日"),
        ("2025年4月", ""),
        ("下月31日", ""),
    ],
)
def test_a_day_that_there_is_not_is_told_from_what_is_no_day(text: str, why: str) -> None:
    assert no_such_day(text) == why


def test_days_that_there_are_not_are_found_among_words() -> None:
    text = "2025年4月31日签订，2025年4月30日付款，2025年4月31日验收，凭证12025年4月31日号"
    assert no_such_days(text) == (("2025年4月31日", "2025年4月只有30天"),)
