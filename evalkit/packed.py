"""Long columns held tightly: each distinct value once with a small number a row, texts as polars has them, times as seconds.

They behave as sequences of their values, so that whoever asks for one row gets what a list would hold. Whole columns
are asked through ``evalkit.columns``. Nothing here is used for small files, which need no numpy to be read.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, overload

import numpy
from numpy.typing import NDArray

from evalkit.columns import FEW, MANY

if TYPE_CHECKING:
    import polars

Numbers = NDArray[Any]

#: A moment that is not known.
NEVER = numpy.iinfo(numpy.int64).min
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times of forms have no zone


class Packed(Sequence[Any]):
    """What the long columns share: rows by number, by slice, one after another."""

    __slots__ = ()

    @abstractmethod
    def gather(self, rows: slice | Numbers) -> Packed:
        """The entries of some rows."""

    @abstractmethod
    def tell(self, row: int) -> Any:
        """The entry of one row."""

    @abstractmethod
    def keys(self) -> Numbers:
        """A whole number a row, equal where the values are equal."""

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Packed: ...
    def __getitem__(self, row: int | slice) -> Any:
        return self.gather(row) if isinstance(row, slice) else self.tell(row)


class Coded(Packed):
    """A column of few distinct values: ``values[codes[row]]``. Values may be given more than once."""

    __slots__ = ("codes", "counted", "merged", "seen", "tallies", "values")

    def __init__(
        self, values: Sequence[Any], codes: Numbers, counted: list[tuple[Numbers, Numbers]] | None = None
    ) -> None:
        self.values, self.codes = list(values), codes
        #: How often each code occurs and in which row first, once asked: shared by columns that have these codes.
        self.counted = [] if counted is None else counted
        self.merged: Coded | None = None
        self.seen: dict[Any, tuple[int, int]] | None = None
        #: What was counted with this column first, by the places of the arrays, which are held with it.
        self.tallies: dict[tuple[int, ...], tuple[list[tuple[tuple[int, ...], int]], list[Numbers]]] = {}

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.codes.tolist())

    def gather(self, rows: slice | Numbers) -> Coded:
        return Coded(self.values, self.codes[rows])

    def tell(self, row: int) -> Any:
        return self.values[self.codes[row]]

    def count(self, value: Any) -> int:
        """How often a value stands in the column."""
        return self.distinct().get(value, (0, 0))[1]

    def encoded(self, values: Sequence[Any]) -> Coded:
        """The column with other values in place of its own, one for one."""
        return Coded(values, self.codes, self.counted)

    def occurring(self) -> tuple[Numbers, Numbers]:
        """How often each code occurs, and the first row where it does."""
        if not self.counted:
            counts = _often(self.codes, len(self.values))
            first = numpy.zeros(len(counts), numpy.int64)
            # Of several rows with one code the last that is set remains, which is the first row.
            head = self.codes[:4096]
            if len(numpy.unique(head)) < numpy.count_nonzero(counts):
                head = self.codes
            first[head[::-1]] = numpy.arange(len(head) - 1, -1, -1)
            self.counted.append((counts, first))
        return self.counted[0]

    def distinct(self) -> dict[Any, tuple[int, int]]:
        """Every value that occurs, with its first row and how often, in order of appearance."""
        if self.seen is None:
            one = self.coded()
            counts, first = one.occurring()
            order = [code for code in numpy.argsort(first, kind="stable").tolist() if counts[code]]
            self.seen = {one.values[code]: (int(first[code]), int(counts[code])) for code in order}
        return self.seen

    def coded(self) -> Coded:
        """The same column with every value that occurs given once."""
        if self.merged is None:
            there = [self.values[code] for code in self.occurring()[0].nonzero()[0].tolist()]
            if len(set(there)) == len(there):
                return self
            places: dict[Any, int] = {}
            merged = [places.setdefault(value, len(places)) for value in self.values]
            self.merged = Coded(list(places), numpy.array(merged, narrowest(len(places)))[self.codes])
        return self.merged

    def keys(self) -> Numbers:
        return self.coded().codes

    def to_numpy(self) -> Numbers:
        """The values as an array: bytes where they are small whole numbers, else as numpy takes them, None as not known."""
        if all(type(value) is int and -128 <= value <= 127 for value in self.values):
            table = numpy.array(self.values, numpy.int8)
        elif any(isinstance(value, datetime) for value in self.values):
            table = numpy.array(self.values, "datetime64[s]")
        elif any(isinstance(value, str) for value in self.values):
            table = numpy.array(self.values, object)
        else:
            table = numpy.array([numpy.nan if value is None else value for value in self.values])
            table = table.astype(numpy.float64) if table.dtype == object else table
        return table[self.codes] if len(table) else numpy.zeros(0, numpy.int8)


class Texts(Packed):
    """A column of many distinct texts, as polars holds them; blank ones are None."""

    __slots__ = ("known", "numbers", "series")

    def __init__(self, series: polars.Series) -> None:
        self.series = series
        self.known: Coded | None = None
        self.numbers: Numbers | None = None

    def __len__(self) -> int:
        return len(self.series)

    def __iter__(self) -> Iterator[Any]:
        return (text or None for text in self.series)

    def gather(self, rows: slice | Numbers) -> Texts:
        return Texts(self.series[rows] if isinstance(rows, slice) else self.series.gather(rows))

    def tell(self, row: int) -> str | None:
        return self.series[int(row)] or None

    def lengths(self) -> Numbers:
        """How many characters each text has."""
        return self.series.str.len_chars().fill_null(0).to_numpy()

    def sizes(self) -> Numbers:
        """How many bytes each text has, which is known at once."""
        return self.series.str.len_bytes().fill_null(0).to_numpy()

    def keys(self) -> Numbers:
        """The first row that holds the same text."""
        if self.numbers is None:
            self.numbers = numpy.arange(len(self), dtype=numpy.int32)
            # Equal texts have equal hashes; whether those of equal hashes are equal, is looked at.
            rows = repeated(self.hashes())
            numbers = Texts(self.series.gather(rows)).coded().codes
            first = numpy.zeros(len(rows), numpy.int32)
            # Of several rows with one number the last that is set remains, which is the first row.
            first[numbers[::-1]] = rows[::-1]
            self.numbers[rows] = first[numbers]
        return self.numbers

    def parted(self) -> tuple[Coded, Numbers]:
        """The texts without their last eight signs, and the bytes of these, a row each: noughts where they are not eight."""
        import polars

        ends = self.series.str.tail(8).cast(polars.Binary).bin.reinterpret(dtype=polars.UInt64, endianness="little")
        held = ends.fill_null(0).to_numpy().astype("<u8", copy=False).view(numpy.uint8)
        return told(self.series.str.head(-8)), held.reshape(-1, 8)

    def hashes(self) -> Numbers:
        """Long numbers, equal for equal texts, and hardly ever for others."""
        return self.series.hash().to_numpy()

    def rows_of(self, text: str | None) -> list[int]:
        """The rows that hold this text."""
        equal = self.series.is_null() | (self.series == "") if not text else self.series == text
        return equal.arg_true().to_list()

    def coded(self) -> Coded:
        """The same column with every value once: slow, for columns that must be read through."""
        if self.known is None:
            self.known = told(self.series)
        return self.known


class Whole(Packed):
    """A column of whole numbers of which nearly all differ; perhaps still being made, and waited for when used."""

    __slots__ = ("wait",)

    def __init__(self, numbers: Numbers | Callable[[], Numbers]) -> None:
        self.wait = numbers if callable(numbers) else lambda: numbers

    @property
    def numbers(self) -> Numbers:
        return self.wait()

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers.tolist())

    def gather(self, rows: slice | Numbers) -> Whole:
        return Whole(self.numbers[rows])

    def tell(self, row: int) -> int:
        return int(self.numbers[row])

    def keys(self) -> Numbers:
        return self.numbers

    def to_numpy(self) -> Numbers:
        """The numbers themselves."""
        return self.numbers


class Moments(Packed):
    """A column of times to the second, ``NEVER`` where there is none; perhaps still being read, and waited for when used."""

    __slots__ = ("wait",)

    def __init__(self, seconds: Numbers | Callable[[], Numbers]) -> None:
        self.wait = seconds if callable(seconds) else lambda: seconds

    @property
    def seconds(self) -> Numbers:
        return self.wait()

    def __len__(self) -> int:
        return len(self.seconds)

    def __iter__(self) -> Iterator[datetime | None]:
        return map(_moment, self.seconds.tolist())

    def gather(self, rows: slice | Numbers) -> Moments:
        return Moments(self.seconds[rows])

    def tell(self, row: int) -> datetime | None:
        return _moment(int(self.seconds[row]))

    def keys(self) -> Numbers:
        return self.seconds

    def to_numpy(self) -> Numbers:
        """The moments as numpy has them; not-a-time is the least whole number there is."""
        return self.seconds.astype("datetime64[s]")


def narrowest(size: int) -> Any:
    """The smallest whole numbers that count so far."""
    return numpy.uint8 if size <= 1 << 8 else numpy.uint16 if size <= 1 << 16 else numpy.int32


def coded(values: Sequence[Any]) -> Coded:
    """Any column by its values; one that is coded stays as it is."""
    if isinstance(values, Coded):
        return values
    return values.coded() if isinstance(values, Texts) else _numbered(values)


def packed(series: polars.Series) -> Coded | Texts:
    """A column as polars read it: its categories or its texts."""
    import polars

    return Texts(series) if series.dtype == polars.String else told(series)


def tightly(series: polars.Series) -> Coded | Texts:
    """A column of texts, as texts where most of them differ."""
    made = told(series)
    return made if len(made.values) <= max(FEW, MANY * len(series)) else Texts(series)


def told(series: polars.Series) -> Coded:
    """A column of texts by its values. Blank texts are None."""
    import polars

    if series.dtype == polars.String:
        series = series.cast(polars.Categorical(polars.Categories.random(physical=polars.UInt32)))
    known = series.dtype.categories  # type: ignore[attr-defined]
    values = [text or None for text in (known if series.dtype == polars.Enum else known.to_series())]
    kind = narrowest(len(values) + 1)
    codes = series.to_physical()
    if series.null_count():
        codes = codes.cast(polars.UInt32).fill_null(len(values))
        values.append(None)
    return Coded(values, codes.to_numpy().astype(kind, copy=False))


def repeated(keys: Numbers) -> Numbers:
    """The rows whose key is not the only one."""
    ordered = numpy.sort(keys)
    twice = numpy.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return numpy.zeros(0, numpy.int64)
    at = numpy.minimum(numpy.searchsorted(twice, keys), len(twice) - 1)
    return numpy.flatnonzero(twice[at] == keys)


def _often(codes: Numbers, size: int) -> Numbers:
    """How often each code occurs."""
    half = len(codes) // 2
    if codes.dtype != numpy.uint8 or half < 1 << 16:
        return numpy.bincount(codes, minlength=size)
    # Two neighbours make one number: half as much to be counted.
    pairs = numpy.bincount(numpy.ascontiguousarray(codes[: 2 * half]).view(numpy.uint16), minlength=1 << 16)
    square = pairs.reshape(256, 256)
    counts: Numbers = square.sum(axis=0) + square.sum(axis=1) + numpy.bincount(codes[2 * half :], minlength=256)
    return counts[:size]


def _numbered(values: Sequence[Any]) -> Coded:
    places: dict[Any, int] = {}
    codes = numpy.fromiter((places.setdefault(value, len(places)) for value in values), numpy.int64, len(values))
    return Coded(list(places), codes.astype(narrowest(len(places))))


def _moment(seconds: int) -> datetime | None:
    return None if seconds == NEVER else _EPOCH + timedelta(seconds=seconds)
