"""Passes over columns of answers: a million forms are read a column at a time, never a cell at a time.

A column is a list (small files, and no heavy library is imported) or a polars Series (large ones); what can be asked
of one can be asked of the other. Everything that is counted or compared about forms goes through here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

Column = Sequence[Any]

#: A list of so many entries is turned into a Series once and not for every pass.
LONG = 50_000


def take(column: Column, rows: Sequence[int]) -> Column:
    """The entries of some rows, in their order; a range is cut out in one piece."""
    if isinstance(rows, range) and rows.step == 1:
        return column[rows.start : rows.stop]
    if isinstance(column, list):
        return [column[row] for row in rows]
    return _series(column).gather(list(rows))  # type: ignore[no-any-return]


def distinct(column: Column) -> dict[Any, tuple[int, int]]:
    """Every value with the row of its first appearance (from 0) and how often it appears, in order of appearance."""
    if isinstance(column, list):
        counts = Counter(column)
        first: dict[Any, tuple[int, int]] = {}
        for row, value in enumerate(column):
            if value not in first:
                first[value] = (row, counts[value])
                if len(first) == len(counts):
                    break
        return first
    frame = _series(column).rename("value").to_frame().with_row_index("row")
    grouped = frame.group_by("value").agg(first=_expression("row").min(), count=_expression("row").len())
    return {value: (row, count) for value, row, count in grouped.sort("first").iter_rows()}


def encode(column: Column, codes: Mapping[Any, int]) -> Column:
    """The column with every value replaced by its code. KeyError when a value has none (polars: its own error)."""
    if isinstance(column, list):
        return [codes[value] for value in column]
    import polars

    small = all(-128 <= code <= 127 for code in codes.values())
    kind = polars.Int8 if small else polars.Int32
    return _series(column).replace_strict(list(codes), list(codes.values()), return_dtype=kind)  # type: ignore[no-any-return]


def tally(columns: Sequence[Column]) -> Counter[tuple[Any, ...]]:
    """How often each combination of values appears in the columns, row by row."""
    if all(isinstance(column, list) for column in columns):
        return Counter(zip(*columns, strict=True))
    frame = _frame(columns)
    return Counter({row[:-1]: row[-1] for row in frame.group_by(frame.columns).len().iter_rows()})


def count_equal(columns: Sequence[Column], value: Any) -> list[int]:
    """Row by row, in how many of the columns this value stands. There must be a column."""
    if all(isinstance(column, list) for column in columns):
        return [row.count(value) for row in zip(*columns, strict=True)]
    import polars

    frame = _frame(columns)
    return frame.select(polars.sum_horizontal(polars.all() == value)).to_series().to_list()  # type: ignore[no-any-return]


def alike(columns: Sequence[Column]) -> list[list[int]]:
    """The sets of two or more rows that are equal in all columns, each in ascending order, by first row."""
    if all(isinstance(column, list) for column in columns):
        rows: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row, values in enumerate(zip(*columns, strict=True)):
            rows[values].append(row)
        return [same for same in rows.values() if len(same) > 1]
    frame = _frame(columns)
    keys = frame.columns
    grouped = frame.with_row_index("row").group_by(keys).agg(_expression("row"))
    found = grouped.filter(_expression("row").list.len() > 1)["row"].to_list()
    return sorted(sorted(same) for same in found)


def empty_rows(columns: Sequence[Column]) -> list[int]:
    """The rows in which no column holds anything."""
    if all(isinstance(column, list) for column in columns):
        return [row for row, values in enumerate(zip(*columns, strict=True)) if not any(values)]
    import polars

    rest = polars.exclude("row")
    nothing = polars.all_horizontal(rest.is_null() | (rest == ""))
    return _frame(columns).with_row_index("row").filter(nothing)["row"].to_list()  # type: ignore[no-any-return]


def _expression(name: str) -> Any:
    import polars

    return polars.col(name)


def _series(column: Column) -> Any:
    import polars

    if isinstance(column, polars.Series):
        return column
    return _turned(_Same(column)) if len(column) > LONG else polars.Series(column)


class _Same:
    """A column told from others by being itself, so that nothing of it is looked at; columns do not change."""

    __slots__ = ("column",)

    def __init__(self, column: Column) -> None:
        self.column = column

    def __hash__(self) -> int:
        return id(self.column)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.column is self.column


@lru_cache(maxsize=4)
def _turned(same: _Same) -> Any:
    """The Series of a long list: the states of the forms are counted with every question."""
    import polars

    return polars.Series(same.column)


def _frame(columns: Sequence[Column]) -> Any:
    import polars

    return polars.DataFrame([_series(column).rename(f"c{index}") for index, column in enumerate(columns)])
