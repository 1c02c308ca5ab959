"""Large files of separated values: read by polars where they are regular, else by the csv module, to the same cells.

What is read with polars is read on threads of its own, from the moment it is asked for: meanwhile a program can do other
things.

polars refuses rows that are longer than the others and fills shorter ones, as is done here. Quotes where none belong and
the line ends of old Macs it would read in its own way: files with these go through the csv module as a whole, those with
a title above the header up to the first row that is as long as the others.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evalkit.columns import FEW, MANY
from evalkit.meanwhile import meanwhile

if TYPE_CHECKING:
    import polars

    from evalkit.packed import Coded, Texts

#: Bytes from the beginning that tell how many columns there are and what they hold, and bytes looked at at a time.
HEAD, STEP = 1 << 18, 1 << 18
#: So many pieces of so many bytes mostly tell whether there are quotes in a file.
PIECES, PIECE = 64, 1 << 15
#: So often each answer of the first rows must have come before no other is awaited.
OFTEN = 3
#: Rows that go through the csv module at a time.
ROWS = 20_000


class Reading:
    """A file or its bytes in UTF-8, of which polars reads the cells from now on, if its beginning is regular.

    Where quotes stand, it is first looked at whether all are where they belong: polars cuts a field that begins with one
    and ends with another letter through that letter, and ends the program when it tells of it.

    UnicodeDecodeError, or csv.Error where not even the csv module can read it.
    """

    def __init__(self, source: Path | bytes, delimiter: str) -> None:
        self.source, self.delimiter = source, delimiter
        with _opened(source) as file:
            head = file.read(HEAD)
            quotes = b'"' in head or _quoted(file)
        # The last character may be cut.
        begins = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        lines = csv.reader(io.StringIO(begins, newline=""), delimiter=delimiter)
        rows = [(lines.line_num, row) for row in lines]
        # The last row may be cut.
        rows = rows[:-1] if len(head) == HEAD else rows
        self.rows = [row for _, row in rows]
        self.width = _usual(self.rows)
        self.first = next((place for place, row in enumerate(self.rows) if len(row) == self.width), 0)
        self.above = rows[self.first - 1][0] if self.first else 0
        self.sound = self.width > 0 and not re.search(rb"\r(?!\n|\Z)", head)
        self.begun: Callable[[], polars.DataFrame | None] | None = None
        if self.sound and not quotes:
            # Before the thread is: two that import it at once wait for each other.
            import polars  # noqa: F401

            self.begun = meanwhile(partial(self._read, False, True))

    def columns(self) -> tuple[tuple[Coded | Texts, ...], int]:
        """The columns and the number of rows, once all is read."""
        from evalkit.packed import packed

        frame = self._regular()
        if frame is None:
            with _opened(self.source) as file:
                frame = _row_by_row(file, self.delimiter)
        self.source = b""
        # All columns are put together at once, on all processors.
        return tuple(packed(series) for series in frame.rechunk().get_columns()), frame.height

    def _regular(self) -> polars.DataFrame | None:
        """The file as polars reads it; None where that could be anything else than what the csv module reads."""
        begun, self.begun = self.begun, None  # what was read is not held on to
        if not self.sound:
            return None
        with _opened(self.source) as file:
            quoted, returns, sound = _marks(file, self.delimiter)
            file.seek(max(0, file.seek(0, io.SEEK_END) - HEAD))
            tail = file.read().rpartition(b"\n")[2]
        # A blank field too many polars passes over where the file ends with it.
        ends = self.delimiter.encode()
        if not sound or (tail.endswith(ends) and tail.count(ends) >= self.width):
            return None
        frame = begun() if begun is not None else None
        if quoted or begun is None:
            frame = self._read(quoted, True)
        del begun
        for sure in (False, None):
            frame = self._read(quoted, sure) if frame is None else frame
        if frame is None or (returns and any(map(_returns, frame.get_columns()))):
            return None
        kinds = dict(frame.schema)
        return _below([_framed(self.rows[: self.first], kinds), frame]) if self.first else frame

    def _read(self, quoted: bool, sure: bool | None) -> polars.DataFrame | None:
        """None where a cell is none of those awaited."""
        import polars

        try:
            return polars.read_csv(
                self.source,
                has_header=False,
                schema=_kinds(self.rows, self.width, sure),
                separator=self.delimiter,
                quote_char='"' if quoted else None,
                skip_lines=self.above,
                glob=False,  # brackets in a file's name are brackets
            )
        except polars.exceptions.PolarsError:
            return None


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _quoted(file: BinaryIO) -> bool:
    """Whether quotes stand in any of the pieces that are looked at all over a file: mostly, where there are any."""
    size = file.seek(0, io.SEEK_END)
    return any(b'"' in (file.seek(place), file.read(PIECE))[1] for place in range(0, size, max(size // PIECES, PIECE)))


def _marks(file: BinaryIO, delimiter: str) -> tuple[bool, bool, bool]:
    """Whether there are quotes, whether there are carriage returns, and whether all are where they belong.

    Quotes belong around whole fields, carriage returns before line feeds: one that is a whole field polars leaves out.
    """
    edges = (ord(delimiter), 10)
    quoted = inside = False
    returns = ends = 0
    last = b"\n"
    while chunk := file.read(STEP):
        if b"\r" in chunk or last[-1:] == b"\r":
            returns += chunk.count(b"\r")
            ends += (last[-1:] + chunk).count(b"\r\n")
        if b'"' in chunk or b'"' in last:
            quoted = True
            # The first byte and the last are there for what lies between them.
            sound, inside = _enclosing(last + chunk, edges, inside)
            if not sound:
                return quoted, returns > 0, False
        last = (last + chunk if len(chunk) < 2 else chunk)[-2:]
    sound, inside = _enclosing(last + b"\n", edges, inside)
    return quoted, returns > 0, sound and not inside and returns == ends


def _enclosing(piece: bytes, edges: tuple[int, int], inside: bool) -> tuple[bool, bool]:
    """Whether the quotes of a piece open and close fields (a doubled one closes and opens again), and how it ends."""
    import numpy

    held = numpy.frombuffer(piece, numpy.uint8)
    at = numpy.flatnonzero(held[1:-1] == 34) + 1
    opening, closing = (at[1::2], at[::2]) if inside else (at[::2], at[1::2])
    sound = numpy.isin(held[opening - 1], (*edges, 34)).all() and numpy.isin(held[closing + 1], (*edges, 13, 34)).all()
    return bool(sound), inside != bool(len(at) % 2)


def _usual(rows: Sequence[Sequence[str]]) -> int:
    """How many fields most of the rows have."""
    widths = [len(row) for row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=0)


def _kinds(rows: Sequence[Sequence[str]], width: int, sure: bool | None) -> dict[str, Any]:
    """What each column is to be read as, by its first rows: texts, or categories of its own.

    Where one is ``sure``, those of which each came several times are all there are: reading stops at the first other
    one. Where none is, a column may have any number of them.
    """
    import polars

    usual = [row for row in rows if len(row) == width][1:]
    kinds: dict[str, Any] = {}
    for column, counts in enumerate(map(Counter, zip(*usual, strict=True)) if usual else [Counter[str]()] * width):
        if len(counts) > max(FEW, MANY * len(usual)):
            kinds[str(column)] = polars.String
        elif sure and counts and min(counts.values()) >= OFTEN and len(counts) <= FEW // 2:
            heads = {row[column] for row in rows if column < len(row)} - counts.keys()
            kinds[str(column)] = polars.Enum([value for value in (*counts, *sorted(heads)) if value])
        else:
            few = polars.UInt8 if len(counts) <= FEW // 2 and sure is not None else polars.UInt16
            kinds[str(column)] = polars.Categorical(
                polars.Categories.random(physical=few if sure is not None else polars.UInt32)
            )
    return kinds


def _returns(series: polars.Series) -> bool:
    """Whether a carriage return stands in any text."""
    import polars

    texts = series if series.dtype == polars.String else series.unique().cast(polars.String)
    return bool(texts.str.contains("\r", literal=True).any())


def _row_by_row(file: BinaryIO, delimiter: str) -> polars.DataFrame:
    """All of the file through the csv module, some thousand rows at a time; a longer row makes the table wider."""
    rows = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""), delimiter=delimiter)
    frames: list[polars.DataFrame] = []
    kinds: dict[str, Any] = {}
    while some := list(islice(rows, ROWS)):
        kinds = kinds or _kinds(some, _usual(some), None)
        frames.append(_framed(some, kinds))
        kinds |= frames[-1].schema
    return _below(frames)


def _framed(rows: Sequence[Sequence[str]], kinds: dict[str, Any]) -> polars.DataFrame:
    import polars

    made = {place: [cell or None for cell in column] for place, column in enumerate(zip_longest(*rows))}
    category = polars.Categorical(polars.Categories.random(physical=polars.UInt32))
    return polars.DataFrame(
        [polars.Series(str(place), made.get(place, [None] * len(rows)), kinds.get(str(place), category))
         for place in range(max(len(made), len(kinds)))]
    )  # fmt: skip


def _below(frames: Iterable[polars.DataFrame]) -> polars.DataFrame:
    import polars

    return polars.concat(frames, how="diagonal")
