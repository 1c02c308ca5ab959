"""Passes over columns of answers: a million forms are read a column at a time, never a cell at a time.

A column is a list (small files, and no heavy library is imported) or packed (large ones); what can be asked of one can
be asked of the other. Everything that is counted or compared about forms goes through here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from evalkit.meanwhile import meanwhile

if TYPE_CHECKING:
    from evalkit.packed import Coded, Numbers, Texts

Column = Sequence[Any]

#: A column of which more than this share of the rows differ, but more than ``FEW``, keeps its texts as they are.
MANY, FEW = 0.6, 64
#: As many combinations are counted in a table; where there could be more, only those that occur are kept.
_TABLE = 1 << 20
#: The largest number a byte holds.
_BYTE = 255
#: Rows that are counted at a time.
_BLOCK = 1 << 14


def take(column: Column, rows: Sequence[int]) -> Column:
    """The entries of some rows, in their order; a range is cut out in one piece."""
    if isinstance(rows, range) and rows.step == 1:
        return column[rows.start : rows.stop]
    if isinstance(column, list):
        return [column[row] for row in rows]
    import numpy

    return column.gather(numpy.asarray(rows, numpy.int64)) if _is_packed(column) else [column[row] for row in rows]  # type: ignore[attr-defined]


def below(columns: Sequence[Column], blank: Sequence[int]) -> Column:
    """The columns below each other, the first so many rows of each blank."""
    if all(isinstance(column, list) for column in columns):
        return [
            value
            for column, none in zip(columns, blank, strict=True)
            for value in (*[None] * none, *column[none:])
        ]  # fmt: skip
    import numpy

    from evalkit.packed import Coded, narrowest

    places: dict[Any, int] = {None: 0} if any(blank) else {}
    parts = []
    for column, none in zip(columns, blank, strict=True):
        one = _coded(column)
        table = numpy.array([places.setdefault(value, len(places)) for value in one.values] or [0], numpy.int32)
        part = table[one.codes]
        part[:none] = 0
        parts.append(part)
    return Coded(list(places), numpy.concatenate(parts).astype(narrowest(len(places))))


def distinct(column: Column) -> dict[Any, tuple[int, int]]:
    """Every value with the row of its first appearance (from 0) and how often it appears, in order of appearance."""
    if not isinstance(column, list):
        return _coded(column).distinct()
    counts = Counter(column)
    first: dict[Any, tuple[int, int]] = {}
    for row, value in enumerate(column):
        if value not in first:
            first[value] = (row, counts[value])
            if len(first) == len(counts):
                break
    return first


def encode(column: Column, codes: Mapping[Any, Any]) -> Column:
    """The column with every value replaced by its code. KeyError when a value has none."""
    if isinstance(column, list):
        return [codes[value] for value in column]
    one = _coded(column)
    there = one.distinct()
    made = [codes[value] for value in there]
    spare = made[0] if made else None
    # Values that stand in no row need no code.
    return one.encoded([codes[value] if value in there else spare for value in one.values])


def numbered(column: Column, holds: Callable[[Any], bool]) -> Column:
    """Whole numbers that are equal where the packed column is, -1 where a value holds nothing.

    Texts of which nearly all differ are not read, but for the shortest, each of which is read once; many are numbered
    on another thread.
    """
    from evalkit.packed import Texts, Whole

    if isinstance(column, Texts):
        return Whole(meanwhile(partial(_numbers, column, holds), len(column)))
    return encode(column, {value: place if holds(value) else -1 for place, value in enumerate(distinct(column))})


def _numbers(column: Texts, holds: Callable[[Any], bool]) -> Numbers:
    made = column.keys().copy()
    # Two blanks of any script take six bytes.
    short = (column.sizes() <= 6).nonzero()[0]
    part = column.gather(short).coded()
    for code in [code for code, value in enumerate(part.values) if not holds(value)]:
        made[short[part.codes == code]] = -1
    return made


def tally(columns: Sequence[Column]) -> Counter[tuple[Any, ...]]:
    """How often each combination of values appears in the columns, row by row."""
    if all(isinstance(column, list) for column in columns):
        return Counter(zip(*columns, strict=True))
    parts = [_coded(column) for column in columns]
    single, places = _single(parts)
    values = [(part.values, place) for part, place in zip(parts, places, strict=True)]
    counted: Counter[tuple[Any, ...]] = Counter()
    for combination, count in _tallied(single):
        counted[tuple(own[combination[place]] for own, place in values)] += count
    return counted


def combinations(columns: Sequence[Column]) -> int:
    """No more combinations of values than this stand in the columns. There must be a column."""
    if all(isinstance(column, list) for column in columns):
        return len(columns[0])
    return min(len(columns[0]), math.prod(len(distinct(column)) for column in columns))


def combined(columns: Sequence[Column], make: Callable[[tuple[Any, ...]], Any]) -> Column:
    """One column of what is made of each row's values."""
    if all(isinstance(column, list) for column in columns):
        made: dict[tuple[Any, ...], Any] = {}
        return [made[row] if row in made else made.setdefault(row, make(row)) for row in zip(*columns, strict=True)]
    from evalkit.packed import Coded, narrowest

    parts = [_coded(column) for column in columns]
    single, places = _single(parts)
    combinations, _, keys = _joined(single, True)
    values = [
        make(tuple(part.values[one[place]] for part, place in zip(parts, places, strict=True))) for one in combinations
    ]
    return Coded(values, keys.astype(narrowest(len(values))))


def count_equal(columns: Sequence[Column], value: Any) -> Sequence[int]:
    """Row by row, in how many of the columns this value stands. There must be a column."""
    if all(isinstance(column, list) for column in columns):
        return [row.count(value) for row in zip(*columns, strict=True)]
    import numpy

    return counts_of(columns, (value,))[:, 0].astype(numpy.int64)  # type: ignore[return-value]


def counts_of(columns: Sequence[Column], values: Sequence[Any]) -> Numbers:
    """Row by row, in how many of the columns each of the values stands, as bytes; as longer numbers for many columns."""
    import numpy

    if len(columns) > _BYTE:
        parts = [counts_of(columns[first : first + _BYTE], values) for first in range(0, len(columns), _BYTE)]
        whole: Numbers = numpy.stack(parts).sum(axis=0, dtype=numpy.int32)
        return whole
    size = len(columns[0])
    parts = []
    for first in range(0, len(values), 8):
        # Eight counts stand side by side in eight bytes, so that one addition counts them all.
        places = {value: 1 << 8 * place for place, value in enumerate(values[first : first + 8])}
        counts = numpy.zeros(size, "<u8")
        counted = [(one, _counted(one, places)) for one in map(_coded, columns)]
        together = _together([pair for pair in counted if any(pair[1])])
        # So many rows at a time that what is made of them stays in the processor's cache.
        for begin in range(0, size, _BLOCK):
            block = slice(begin, begin + _BLOCK)
            for group, table in together:
                counts[block] += table.take(_keys(group, block), mode="clip")
        parts.append(counts.view(numpy.uint8).reshape(size, 8)[:, : len(places)])
    return numpy.concatenate(parts, axis=1)


def _counted(column: Coded, places: Mapping[Any, int]) -> list[int]:
    """What each code of a column adds to the counts."""
    there = column.distinct()
    return [places.get(value, 0) if value in there else 0 for value in column.values]


def _together(tables: Sequence[tuple[Coded, list[int]]]) -> list[tuple[list[tuple[Coded, int]], Numbers]]:
    """Neighbours of few codes as one column of all their combinations, with what each combination adds to the counts."""
    import numpy

    made: list[tuple[list[tuple[Coded, int]], Numbers]] = []
    for column, table in tables:
        own = numpy.array(table, "<u8")
        if made and len(made[-1][1]) * len(own) <= _BYTE:
            group, above = made[-1]
            made[-1] = ([*group, (column, len(own))], (above[:, None] + own).ravel())
        else:
            made.append(([(column, len(own))], own))
    return made


def _keys(group: Sequence[tuple[Coded, int]], rows: slice) -> Numbers:
    """The numbers of the combinations in some rows."""
    import numpy

    (first, _), *others = group
    keys = first.codes[rows]
    for column, size in others:
        keys = keys * numpy.uint8(size) + column.codes[rows]
    return keys


def equal_rows(column: Column, value: Any) -> list[int]:
    """The rows in which the column holds this value."""
    if isinstance(column, list):
        return [row for row, own in enumerate(column) if own == value]
    import numpy

    from evalkit.packed import Texts

    if isinstance(column, Texts):
        return column.rows_of(value)
    one = _coded(column)
    table = numpy.array([own == value for own in one.values], numpy.bool_)
    return numpy.flatnonzero(table[one.codes]).tolist() if table.any() else []


def varied(column: Column) -> bool:
    """Whether two different values stand in the column, blanks left out."""
    told: set[Any] = set()
    return any(value and (told.add(value) or len(told) > 1) for value in column)  # type: ignore[func-returns-value]


def alike(columns: Sequence[Column]) -> list[list[int]]:
    """The sets of two or more rows that are equal in all columns, each in ascending order, by first row."""
    size = len(columns[0]) if columns else 0
    rows: Sequence[int] = range(size)
    if not all(isinstance(column, list) for column in columns):
        rows = _likely_alike(columns)
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, values in zip(rows, zip(*(take(column, rows) for column in columns), strict=True), strict=True):
        found[values].append(row)
    return [same for same in found.values() if len(same) > 1]


def empty_rows(columns: Sequence[Column]) -> list[int]:
    """The rows in which no column holds anything."""
    if all(isinstance(column, list) for column in columns):
        return [row for row, values in enumerate(zip(*columns, strict=True)) if not any(values)]
    import numpy

    from evalkit.packed import Texts

    empty = numpy.ones(len(columns[0]), numpy.bool_)
    # The columns that tell most first: where nothing is left, nothing more is looked at.
    for column in sorted(columns, key=lambda one: not isinstance(one, Texts)):
        if not empty.any():
            break
        if isinstance(column, Texts):
            empty &= column.sizes() == 0
        else:
            one = _coded(column)
            empty &= numpy.array([not value for value in one.values], numpy.bool_)[one.codes]
    return numpy.flatnonzero(empty).tolist()


# ---- packed columns -------------------------------------------------------------------------------------------------


def _is_packed(column: Column) -> bool:
    from evalkit.packed import Packed

    return isinstance(column, Packed)


def _coded(column: Column) -> Coded:
    from evalkit.packed import coded

    return coded(column)


def _single(parts: Sequence[Coded]) -> tuple[list[Coded], list[int]]:
    """The parts whose codes are not those of another (options of a multiple choice are read off one column)."""
    places: dict[int, int] = {}
    single: list[Coded] = []
    for part in parts:
        if id(part.codes) not in places:
            places[id(part.codes)] = len(single)
            single.append(part)
    return single, [places[id(part.codes)] for part in parts]


def _tallied(parts: Sequence[Coded]) -> list[tuple[tuple[int, ...], int]]:
    """How often each combination of codes appears; remembered with the first of the columns, the states of the forms."""

    if not parts:
        return []
    # Kept with the arrays themselves, whose places in memory are no one else's while they are held here.
    kept = parts[0].tallies
    key = tuple(id(part.codes) for part in parts)
    if key not in kept:
        # A column in which one value stands everywhere (forms that all are valid) tells nothing of the others.
        there = [part.occurring()[0].nonzero()[0].tolist() for part in parts]
        free = [place for place, codes in enumerate(there) if len(codes) != 1] or [0]
        combinations, counts, _ = _joined([parts[place] for place in free])
        made = []
        for combination, count in zip(combinations, counts, strict=True):
            codes = [own[0] if own else 0 for own in there]
            for place, code in zip(free, combination, strict=True):
                codes[place] = code
            made.append((tuple(codes), count))
        kept[key] = (made, [part.codes for part in parts])
    return kept[key][0]


def _joined(parts: Sequence[Coded], rows: bool = False) -> tuple[list[tuple[int, ...]], list[int], Numbers]:
    """The combinations of codes that occur, how often each, and (only where ``rows`` are asked for) its number by row."""
    import numpy

    if len(parts) == 1 and not rows:
        often = parts[0].occurring()[0]
        return [(code,) for code in often.nonzero()[0].tolist()], often[often > 0].tolist(), parts[0].codes
    keys: Numbers = parts[0].codes
    known: list[tuple[int, ...]] = [(code,) for code in range(len(parts[0].values))]
    pending: list[int] = []
    size = len(known)

    def settle(last: bool) -> tuple[list[int], Numbers]:
        """Only the combinations that occur, numbered anew."""
        if size <= 4 * _TABLE:
            counts = numpy.bincount(keys, minlength=size)
            occurring = numpy.flatnonzero(counts)
            counts, made = counts[occurring], keys
            if rows or not last:
                table = numpy.zeros(size, numpy.int32)
                table[occurring] = numpy.arange(len(occurring))
                made = table[keys]
        else:
            occurring, made, counts = numpy.unique(keys, return_inverse=True, return_counts=True)
        combinations = []
        for one in occurring.tolist():
            tail: tuple[int, ...] = ()
            for width in reversed(pending):
                one, code = divmod(one, width)
                tail = (code, *tail)
            combinations.append((*known[one], *tail))
        known[:] = combinations
        pending.clear()
        return counts.tolist(), made

    for part in parts[1:]:
        width = max(len(part.values), 1)
        if size * width > _TABLE and pending:
            _, keys = settle(False)
            size = len(known)
        size *= width
        keys = keys.astype(numpy.uint16 if size <= 1 << 16 else numpy.int32 if size <= 1 << 31 else numpy.int64)
        keys *= keys.dtype.type(width)
        keys += part.codes.astype(keys.dtype)
        pending.append(width)
    counts, keys = settle(True)
    return known, counts, keys


def _likely_alike(columns: Sequence[Column]) -> list[int]:
    """The rows whose hash over all columns is not the only one."""
    import numpy

    from evalkit.packed import Packed, Texts, Whole, coded, repeated

    for column in columns:
        if isinstance(column, Whole):
            # Equal rows are among the few that share their sender with another.
            codes = column.numbers - column.numbers.min(initial=0)
            shared = numpy.flatnonzero(numpy.bincount(codes)[codes] > 1)
            if len(shared) * 20 < len(codes):
                return shared.tolist()
    if len(columns) == 1 and isinstance(columns[0], Texts):
        return repeated(columns[0].hashes()).tolist()  # type: ignore[no-any-return]
    factor = numpy.uint64(0x9E3779B97F4A7C15)
    whole = numpy.zeros(len(columns[0]), numpy.uint64)
    for column in columns:
        keys = (
            column.hashes()
            if isinstance(column, Texts)
            else (column if isinstance(column, Packed) else coded(column)).keys()
        )
        whole ^= whole >> numpy.uint64(29)
        whole *= factor
        whole += keys.astype(numpy.uint64)
    whole *= factor
    return repeated(whole).tolist()  # type: ignore[no-any-return]
