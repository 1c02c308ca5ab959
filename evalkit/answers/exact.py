"""Tests of small tables by going through every table with the same margins: no approximation, no random numbers.

Tables that agree in what is still to be placed and in what the statistic needs are counted together, so that what is
gone through grows with the statistic's values and not with the tables. All sums are of whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, prod

from evalkit.statistics import Grid, mid_ranks

#: So many steps at most, about a second, and so many people: beyond that the whole numbers grow out of hand.
STEPS, PEOPLE = 150_000, 1000


def freeman_halton(table: Grid) -> Fraction | None:
    """Fisher's exact test for any table: the probability of all tables no likelier than this one.

    None where there are too many to go through.
    """
    rows, columns = _margins(table)
    if sum(rows) > PEOPLE or _too_many(rows, columns):
        return None
    here = prod(_ways(column) for column in zip(*table, strict=True))
    states: dict[tuple[tuple[int, ...], int], int] = {(rows, 1): 1}
    steps = 0
    for column in columns:
        following: dict[tuple[tuple[int, ...], int], int] = defaultdict(int)
        for (left, ways), tables in states.items():
            for cells in _placed(column, left):
                steps += 1
                if steps > STEPS:
                    return None
                rest = tuple(room - cell for room, cell in zip(left, cells, strict=True))
                following[rest, ways * _ways(cells)] += tables
        states = following
    whole = sum(ways * tables for (_, ways), tables in states.items())
    return Fraction(sum(ways * tables for (_, ways), tables in states.items() if ways <= here), whole)


def kruskal_wallis(table: Grid) -> Fraction | None:
    """The exact probability of an H as large as this table's; its columns are the values in ascending order.

    None where there are too many tables to go through.
    """
    rows, columns = _margins(table)
    if sum(rows) > PEOPLE or _too_many(rows, columns):
        return None
    doubled = [int(2 * rank) for rank in mid_ranks(columns)]
    start = (rows, tuple(0 for _ in rows))
    states: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {start: 1}
    steps = 0
    for column, rank in zip(columns, doubled, strict=True):
        following: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = defaultdict(int)
        for (left, sums), ways in states.items():
            for cells in _placed(column, left):
                steps += 1
                if steps > STEPS:
                    return None
                rest = tuple(room - cell for room, cell in zip(left, cells, strict=True))
                added = tuple(total + rank * cell for total, cell in zip(sums, cells, strict=True))
                following[rest, added] += ways * _ways(cells)
        states = following
    # H grows with Σ R²/n, and the rest of it is the same for all tables.
    here = _spread([sum(rank * cell for rank, cell in zip(doubled, row, strict=True)) for row in table], rows)
    extreme = sum(ways for (_, sums), ways in states.items() if _spread(list(sums), rows) >= here)
    return Fraction(extreme, sum(states.values()))


def _too_many(rows: tuple[int, ...], columns: list[int]) -> bool:
    """Whether there are more steps than may be gone, as far as what is left to place tells: said before any is gone."""
    dealt = steps = 0
    for column in columns:
        for cells in _placed(dealt, rows):
            steps += _placings(column, tuple(room - cell for room, cell in zip(rows, cells, strict=True)))
            if steps > STEPS:
                return True
        dealt += column
    return False


def _placings(count: int, rooms: tuple[int, ...]) -> int:
    """How many ways ``_placed`` finds, by inclusion and exclusion of the rows that get too much; 1 for many rows."""
    size = len(rooms)
    if size > 6:
        return 1
    found = 0
    for chosen in range(1 << size):
        over = [rooms[row] + 1 for row in range(size) if chosen >> row & 1]
        rest = count - sum(over)
        if rest >= 0:
            found += (-1) ** len(over) * comb(rest + size - 1, size - 1)
    return found


def _margins(table: Grid) -> tuple[tuple[int, ...], list[int]]:
    return tuple(sum(row) for row in table), [sum(column) for column in zip(*table, strict=True)]


@lru_cache(maxsize=100_000)
def _ways(cells: tuple[int, ...]) -> int:
    """In how many ways the people of a column may be dealt out to its cells."""
    return factorial(sum(cells)) // prod(factorial(cell) for cell in cells)


def _spread(sums: list[int], sizes: tuple[int, ...]) -> Fraction:
    return sum((Fraction(total * total, size) for total, size in zip(sums, sizes, strict=True)), Fraction(0))


def _placed(count: int, rooms: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every way to part a column among the rows, none getting more than it has room for."""
    if len(rooms) == 1:
        if count <= rooms[0]:
            yield (count,)
        return
    rest = sum(rooms[1:])
    for cell in range(max(0, count - rest), min(count, rooms[0]) + 1):
        for others in _placed(count - cell, rooms[1:]):
            yield (cell, *others)
