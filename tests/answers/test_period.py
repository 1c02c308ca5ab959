"""调查时间 as people write it."""

from __future__ import annotations

from datetime import date

import pytest

from evalkit.answers.frame import read_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023年10月12日至10月20日", date(2023, 10, 12), date(2023, 10, 20)),
        ("2023年10月12日至20日", date(2023, 10, 12), date(2023, 10, 20)),
        ("2023年10月12日—2024年1月5日", date(2023, 10, 12), date(2024, 1, 5)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023年10月至11月", date(2023, 10, 1), date(2023, 11, 30)),
        ("2023年10月12日", date(2023, 10, 12), date(2023, 10, 12)),
        ("2023-10-12至2023-10-20", date(2023, 10, 12), date(2023, 10, 20)),
        ("2023.10.12-10.20", date(2023, 10, 12), date(2023, 10, 20)),
        ("２０２３年１０月１２日～２０日", date(2023, 10, 12), date(2023, 10, 20)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, first: date, last: date) -> None:
    assert read_period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "十月中旬", "2023年10月下旬", "2023年13月", "2023年10月20日至12日", "2023年2月30日"]
)
def test_words_that_are_no_period_are_none(text: str) -> None:
    assert read_period(text) is None
