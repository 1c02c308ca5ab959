"""Lists and packed columns answer every question alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.columns import (
    alike,
    below,
    combined,
    count_equal,
    counts_of,
    distinct,
    empty_rows,
    encode,
    equal_rows,
    take,
    tally,
)
from evalkit.packed import Coded, Moments, coded, narrowest

Make = Callable[[Sequence[Any]], Any]
KINDS = pytest.mark.parametrize("made", [list, coded], ids=["list", "packed"])


@KINDS
def test_distinct_values_come_with_first_row_and_number_in_order_of_appearance(made: Make) -> None:
    column = made(["b", "a", None, "b", "a", "b"])
    assert list(distinct(column).items()) == [("b", (0, 3)), ("a", (1, 2)), (None, (2, 1))]


@KINDS
def test_a_value_that_stands_late_is_found_in_its_first_row(made: Make) -> None:
    column = made(["a"] * 5000 + ["b", "a", "b"])
    assert distinct(column) == {"a": (0, 5001), "b": (5000, 2)}


@KINDS
def test_every_value_gets_its_code(made: Make) -> None:
    assert list(encode(made(["b", None, "a"]), {"a": 0, "b": 1, None: -1})) == [1, -1, 0]


@KINDS
def test_a_value_without_a_code_is_an_error_and_one_cut_away_needs_none(made: Make) -> None:
    column = made(["题目", "a", "b"])
    with pytest.raises(KeyError):
        encode(column, {"a": 0, "b": 1})
    assert list(encode(take(column, range(1, 3)), {"a": 0, "b": 1})) == [0, 1]


@KINDS
def test_codes_beyond_a_byte_are_kept_whole(made: Make) -> None:
    values = [f"x{number}" for number in range(40000)]
    codes = {value: code for code, value in enumerate(values)}
    assert list(encode(made(values), codes))[-1] == 39999


@KINDS
def test_combinations_are_counted_over_columns(made: Make) -> None:
    counted = tally([made([1, 1, 2, 1]), made([0, 0, 0, 5])])
    assert counted == Counter({(1, 0): 2, (2, 0): 1, (1, 5): 1})


@KINDS
def test_values_that_became_equal_are_counted_together(made: Make) -> None:
    column = encode(made(["满意", "满意 ", "一般"]), {"满意": 0, "满意 ": 0, "一般": 1})
    assert tally([column]) == Counter({(0,): 2, (1,): 1})
    assert alike([column]) == [[0, 1]]
    assert distinct(column) == {0: (0, 2), 1: (2, 1)}


@KINDS
def test_options_read_off_one_column_are_counted_apart(made: Make) -> None:
    column = made(["甲┋乙", "乙", "甲┋乙"])
    first, second = encode(column, {"甲┋乙": 1, "乙": 0}), encode(column, {"甲┋乙": 1, "乙": 1})
    assert tally([first, second]) == Counter({(1, 1): 2, (0, 1): 1})


def test_a_list_may_stand_beside_a_packed_column() -> None:
    counted = tally([["valid", "invalid", "valid"], coded([1, 1, 1])])
    assert counted == Counter({("valid", 1): 2, ("invalid", 1): 1})


@KINDS
def test_many_combinations_are_counted_as_few_are(made: Make) -> None:
    # 12 columns of 10 values could make a million million combinations.
    rows = [tuple((row * step + row // 7) % 10 for step in range(1, 13)) for row in range(3000)]
    assert tally([made(column) for column in zip(*rows, strict=True)]) == Counter(rows)


@KINDS
def test_rows_are_taken_by_range_and_by_list(made: Make) -> None:
    column = made([10, 11, 12, 13])
    assert list(take(column, range(1, 3))) == [11, 12]
    assert list(take(column, [0, 3])) == [10, 13]


@KINDS
def test_a_value_is_counted_across_the_columns_of_each_row(made: Make) -> None:
    assert list(count_equal([made([-1, 0]), made([-1, -1])], -1)) == [2, 1]


@KINDS
def test_a_column_is_made_of_the_values_of_each_row(made: Make) -> None:
    assert list(combined([made([1, 0, 0]), made([2, 5, 0])], max)) == [2, 5, 0]


@KINDS
def test_equal_rows_are_found_in_groups(made: Make) -> None:
    assert alike([made([1, 2, 1, 2, 3]), made([0, 0, 0, 0, 0])]) == [[0, 2], [1, 3]]


@KINDS
def test_the_rows_of_one_value_are_found(made: Make) -> None:
    assert equal_rows(made(["题目", "a", "题目"]), "题目") == [0, 2]
    assert equal_rows(made(["a"]), "b") == []


@KINDS
def test_a_row_is_empty_when_no_column_holds_anything(made: Make) -> None:
    assert empty_rows([made(["a", None, "", None]), made([None, None, "", "b"])]) == [1, 2]


@KINDS
def test_columns_are_put_below_each_other_with_blank_rows(made: Make) -> None:
    assert list(below([made(["a", "b"]), made(["题目", "b", "c"])], [0, 1])) == ["a", "b", None, "b", "c"]


def test_a_packed_column_of_small_codes_becomes_bytes() -> None:
    column = encode(coded(["a", "b", "a"]), {"a": -2, "b": 4})
    assert isinstance(column, Coded)
    assert column.to_numpy().tolist() == [-2, 4, -2]
    assert column.to_numpy().dtype.itemsize == 1


def test_moments_are_times_and_none() -> None:
    column = Moments(coded([datetime(2025, 1, 2, 3, 4, 5), None]).to_numpy().astype("int64"))  # noqa: DTZ001
    assert list(column) == [datetime(2025, 1, 2, 3, 4, 5), None]  # noqa: DTZ001


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["a", "b", "", None, "〇"])] * 3),
        min_size=1,
        max_size=40,
    )
)
def test_lists_and_packed_columns_agree(rows: list[tuple[Any, ...]]) -> None:
    lists = [list(column) for column in zip(*rows, strict=True)]
    packed = [coded(column) for column in lists]
    assert tally(packed) == tally(lists)
    assert alike(packed) == alike(lists)
    assert empty_rows(packed) == empty_rows(lists)
    assert [distinct(one) for one in packed] == [distinct(one) for one in lists]
    assert list(combined(packed, repr)) == combined(lists, repr)


def test_each_value_of_a_long_column_is_counted_once() -> None:
    column = [("甲", "乙", None)[row * row % 7 % 3] for row in range(200_001)]
    first = {value: column.index(value) for value in dict.fromkeys(column)}
    assert distinct(coded(column)) == {value: (first[value], column.count(value)) for value in first}


@pytest.mark.parametrize(
    "sizes", [(1, 256), (256, 1), (16, 16), (16, 17), (1, 1, 256, 2), (3,) * 12, (257, 3), (5,) * 300]
)
def test_what_stands_in_a_row_is_counted_however_many_codes_and_columns_there_are(sizes: tuple[int, ...]) -> None:
    rows = 20_000
    columns = [
        Coded(list(range(size)), (numpy.arange(rows) * (place + 1) % size).astype(narrowest(size)))
        for place, size in enumerate(sizes)
    ]
    values = [0, 1, 2, 255, 256, 3, 4, 5, 6]
    counts = counts_of(columns, values)
    for row in (0, 1, 255, 16_383, 16_384, rows - 1):
        assert counts[row].tolist() == [[column[row] for column in columns].count(value) for value in values]
