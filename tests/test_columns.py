"""Lists and polars Series answer every question alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import polars
import pytest

from evalkit.columns import alike, count_equal, distinct, empty_rows, encode, take, tally

Make = Callable[[Sequence[Any]], Any]
KINDS = pytest.mark.parametrize("made", [list, polars.Series], ids=["list", "polars"])


@KINDS
def test_distinct_values_come_with_first_row_and_number_in_order_of_appearance(made: Make) -> None:
    column = made(["b", "a", None, "b", "a", "b"])
    assert list(distinct(column).items()) == [("b", (0, 3)), ("a", (1, 2)), (None, (2, 1))]


@KINDS
def test_every_value_gets_its_code(made: Make) -> None:
    assert list(encode(made(["b", None, "a"]), {"a": 0, "b": 1, None: -1})) == [1, -1, 0]


@KINDS
def test_codes_beyond_a_byte_are_kept_whole(made: Make) -> None:
    values = [f"x{number}" for number in range(40000)]
    codes = {value: code for code, value in enumerate(values)}
    assert list(encode(made(values), codes))[-1] == 39999


@KINDS
def test_combinations_are_counted_over_columns(made: Make) -> None:
    counted = tally([made([1, 1, 2, 1]), made([0, 0, 0, 5])])
    assert counted == Counter({(1, 0): 2, (2, 0): 1, (1, 5): 1})


def test_a_list_may_stand_beside_a_series() -> None:
    counted = tally([["valid", "invalid", "valid"], polars.Series([1, 1, 1])])
    assert counted == Counter({("valid", 1): 2, ("invalid", 1): 1})


@KINDS
def test_rows_are_taken_by_range_and_by_list(made: Make) -> None:
    column = made([10, 11, 12, 13])
    assert list(take(column, range(1, 3))) == [11, 12]
    assert list(take(column, [0, 3])) == [10, 13]


@KINDS
def test_a_value_is_counted_across_the_columns_of_each_row(made: Make) -> None:
    assert count_equal([made([-1, 0]), made([-1, -1])], -1) == [2, 1]


@KINDS
def test_equal_rows_are_found_in_groups(made: Make) -> None:
    assert alike([made([1, 2, 1, 2, 3]), made([0, 0, 0, 0, 0])]) == [[0, 2], [1, 3]]


@KINDS
def test_a_row_is_empty_when_no_column_holds_anything(made: Make) -> None:
    assert empty_rows([made(["a", None, "", None]), made([None, None, "", "b"])]) == [1, 2]
