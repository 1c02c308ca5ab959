"""Large files of separated values: read by polars where they are regular, else by the csv module, to the same cells.

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
from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy

from evalkit.packed import FEW, MANY, Coded, Texts, packed

if TYPE_CHECKING:
    import polars

#: Bytes from the beginning that tell how many columns there are and what they hold, and bytes looked at at a time.
HEAD, STEP = 1 << 18, 1 << 18
#: So often each answer of the first rows must have come before no other is awaited.
OFTEN = 3
#: Rows that go through the csv module at a time.
ROWS = 20_000


def columns(source: Path | bytes, delimiter: str) -> tuple[tuple[Coded | Texts, ...], int]:
    """The columns and the number of rows of a file or of its bytes, in UTF-8.

    UnicodeDecodeError, or csv.Error where not even the csv module can read it.
    """
    frame = _regular(source, delimiter)
    if frame is None:
        with _opened(source) as file:
            frame = _row_by_row(file, delimiter)
    return tuple(packed(series) for series in frame.get_columns()), frame.height


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _regular(source: Path | bytes, delimiter: str) -> polars.DataFrame | None:
    """The file as polars reads it; None where that could be anything else than what the csv module reads."""
    import polars

    with _opened(source) as file:
        quoted, returns, sound = _marks(file, delimiter)
        file.seek(max(0, file.seek(0, io.SEEK_END) - HEAD))
        tail = file.read().rpartition(b"\n")[2]
        file.seek(0)
        head = file.read(HEAD)
    if not sound or (returns and re.search(rb"\r(?!\n)", head)):
        return None
    # The last character may be cut.
    begins = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    lines = csv.reader(io.StringIO(begins, newline=""), delimiter=delimiter)
    rows = [(lines.line_num, row) for row in lines]
    # The last row may be cut.
    rows = rows[:-1] if len(head) == HEAD else rows
    width = _usual([row for _, row in rows])
    first = next((place for place, (_, row) in enumerate(rows) if len(row) == width), 0)
    # A blank field too many polars passes over where the file ends with it.
    if not width or (tail.endswith(delimiter.encode()) and tail.count(delimiter.encode()) >= width):
        return None
    above = rows[first - 1][0] if first else 0
    for sure in (True, False, None):
        kinds = _kinds([row for _, row in rows], width, sure)
        try:
            frame = polars.read_csv(
                source,
                has_header=False,
                schema=kinds,
                separator=delimiter,
                quote_char='"' if quoted else None,
                skip_lines=above,
            )
        except polars.exceptions.PolarsError:
            continue
        if returns and any(map(_returns, frame.get_columns())):
            return None
        return _below([_framed([row for _, row in rows[:first]], kinds), frame]) if first else frame
    return None


def _marks(file: BinaryIO, delimiter: str) -> tuple[bool, bool, bool]:
    """Whether there are quotes, whether there are carriage returns, and whether all quotes stand around whole fields."""
    edges = (ord(delimiter), 10)
    quoted = returns = inside = False
    last = b"\n"
    while chunk := file.read(STEP):
        returns = returns or b"\r" in chunk
        if b'"' in chunk or b'"' in last:
            quoted = True
            # The first byte and the last are there for what lies between them.
            sound, inside = _enclosing(last + chunk, edges, inside)
            if not sound:
                return quoted, returns, False
        last = (last + chunk if len(chunk) < 2 else chunk)[-2:]
    sound, inside = _enclosing(last + b"\n", edges, inside)
    return quoted, returns, sound and not inside


def _enclosing(piece: bytes, edges: tuple[int, int], inside: bool) -> tuple[bool, bool]:
    """Whether the quotes of a piece open and close fields (a doubled one closes and opens again), and how it ends."""
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
