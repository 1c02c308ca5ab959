"""Large workbooks as platforms write them, read straight from their XML.

Regular is a workbook of plain texts (shared or inline) and numbers, every cell with its place and in order. It is read
with arrays, a few million bytes at a time, and what each column holds is coded as it is in the file. Whatever else
stands in a workbook (formulas, dates, rich texts, marks of other writers) makes it irregular, and it is left to calamine.
"""

from __future__ import annotations

import lzma
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import IO

import numpy

from evalkit.columns import FEW, MANY
from evalkit.files.cells import Cells, Irregular
from evalkit.files.extent import CELLS
from evalkit.numbers import from_cell
from evalkit.packed import Coded, Numbers, Texts, narrowest

Columns = tuple[Coded | Texts, ...]

#: Bytes looked at at a time: what is made of them stays in the processor's cache.
_CHUNK = 1 << 20
#: Bytes of the shared texts, which are held as a whole.
_TEXTS = 1 << 28
#: No more of them than this are held; a column holds no more rows.
_MOST_TEXTS = 1 << 22
#: What an entry of a column is: the place of a shared text, a whole number from here on, or a text found in a cell.
_WHOLE, _FOUND, _NONE = 1 << 29, 1 << 30, -1

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile(rf"&(?:#([0-9]{{1,7}})|#x([0-9a-fA-F]{{1,6}})|({'|'.join(_NAMED)}));")
#: A text of its own; where blanks are not said to be kept, it has none at its ends.
_SHARED = re.compile(r'<si>(?:<t/>|<t xml:space="preserve">([^<]*)</t>|<t>((?:[^<\s](?:[^<]*[^<\s])?)?)</t>)</si>')
#: Number formats of Excel itself that show a number as one.
_PLAIN = {*range(5), 9, 10, 11, *range(37, 41), 48, 49}


def regular(data: bytes) -> list[tuple[str, Columns, int]] | None:
    """The sheets that hold anything, each with its name, columns and height; None for a workbook that is not regular."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            texts = _shared(archive)
            styles = _styles(archive)
            made = []
            for name, part in _sheets(archive):
                with archive.open(part) as opened:
                    sheet = _Sheet(len(texts), styles)
                    sheet.read(opened)
                if sheet.height:
                    made.append((name, *sheet.columns(texts)))
            return made
    except (Irregular, zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, EOFError, OSError, RuntimeError):
        return None
    except ValueError:  # texts that are no UTF-8
        return None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that is read as a whole, and searched: what stands in it as a comment or as mere data makes it irregular."""
    if archive.getinfo(name).file_size > _TEXTS:
        raise Irregular
    held = archive.read(name)
    if b"<!" in held:
        raise Irregular
    return held


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the worksheets and their parts, in the order of the workbook."""
    links = _part(archive, "xl/_rels/workbook.xml.rels").decode()
    book = _part(archive, "xl/workbook.xml").decode()
    if "date1904" in book:
        raise Irregular
    parts = {
        _of("Id", link): (_of("Type", link), _of("Target", link))
        for link in re.findall(r"<Relationship\b[^>]*>", links)
    }
    for sheet in re.findall(r"<sheet\b[^>]*>", book):
        kind, target = parts[_of("r:id", sheet)]
        if not kind.endswith("/worksheet"):
            raise Irregular
        yield _plain(_of("name", sheet)), target[1:] if target.startswith("/") else normpath(join("xl", target))


def _of(attribute: str, tag: str) -> str:
    found = re.search(rf'\s{attribute}="([^"]*)"', tag)
    if found is None:
        raise Irregular
    return found[1]


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    held = _part(archive, "xl/sharedStrings.xml")
    if held.count(b"<si") > _MOST_TEXTS:
        raise Irregular
    found = [kept or text for kept, text in _SHARED.findall(held.decode())]
    if len(found) != held.count(b"<si"):
        raise Irregular
    return _told(found, "".join(found).encode())


def _told(texts: list[str], held: bytes) -> list[str]:
    """Texts of the XML in plain. Line ends and escapes that readers take in their own ways are left to calamine."""
    if b"\r" in held or b"_x" in held or b"<" in held:
        raise Irregular
    return [_plain(text) for text in texts] if b"&" in held else texts


def _plain(text: str) -> str:
    def meant(entity: re.Match[str]) -> str:
        if entity[3]:
            return _NAMED[entity[3]]
        code = int(entity[1] or "0") or int(entity[2] or "0", 16)
        if code in (9, 10) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code <= sys.maxunicode:
            return chr(code)
        raise Irregular

    if text.count("&") != len(_ENTITY.findall(text)):
        raise Irregular
    return _ENTITY.sub(meant, text)


def _styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The styles whose numbers are shown as numbers."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset({0})
    held = _part(archive, "xl/styles.xml").decode()
    cells = re.search(r"<cellXfs\b.*?</cellXfs>", held, re.DOTALL)
    formats = re.findall(r"<xf\b[^>]*>", cells[0]) if cells else []
    own = [(int(_of("numFmtId", one)), _of("formatCode", one)) for one in re.findall(r"<numFmt\b[^>]*>", held)]
    # A letter of a date anywhere in it makes a format doubtful, and so does a sign that may stand for one.
    doubtful = {one for one, code in own if re.search("[dmyhs]|&#", code, re.I)}
    plain = (_PLAIN | {one for one, _ in own}) - doubtful
    return frozenset({place for place, one in enumerate(formats) if int(_of("numFmtId", one)) in plain})


@dataclass
class _Sheet:
    """One worksheet while it is read: blocks of rows, an entry a cell."""

    shared: int
    styles: frozenset[int]
    blocks: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    width: int = 0
    height: int = 0
    found: dict[bytes, int] = field(default_factory=dict)

    def read(self, part: IO[bytes]) -> None:
        """All of its rows. Irregular as soon as something else is there."""
        head = part.read(_CHUNK)
        at = head.find(b"<sheetData>")
        if at < 0:
            if b"<sheetData/>" in head and b"<worksheet" in head:
                return
            raise Irregular
        if b"<worksheet" not in head[:at]:
            raise Irregular
        rest = head[at + len(b"<sheetData>") :]
        while True:
            end = rest.find(b"</sheetData>")
            if end >= 0:
                self._rows(rest[:end])
                return
            whole, mark, rest = rest.rpartition(b"</row>")
            if mark:
                self._rows(whole + mark)
            more = part.read(_CHUNK)
            if not more or len(rest) > _CHUNK:
                raise Irregular
            rest += more

    def columns(self, texts: Sequence[str]) -> tuple[Columns, int]:
        """Its columns, and how many rows they have; blank rows and columns before the first cell are kept."""
        found = _told([one.decode() for one in self.found], b"".join(self.found))
        whole = numpy.full((self.width, self.height), _NONE, numpy.int32)
        for rows, block in self.blocks:
            whole[: block.shape[1], rows] = block.T
        return tuple(_column(column, texts, found) for column in whole), self.height

    def _rows(self, held: bytes) -> None:
        if not held:
            return
        cells = Cells(held)
        rows, places = cells.places()
        if (numpy.diff(rows, prepend=self.height) <= 0).any():
            raise Irregular
        entries = self._entries(cells)
        kept = entries != _NONE
        if not kept.any():
            return
        width = int(places[kept].max()) + 1
        self.width, self.height = max(self.width, width), int(rows[cells.row[kept][-1]])
        if self.width * self.height > CELLS:
            raise Irregular
        block = numpy.full((len(rows), width), _NONE, numpy.int32)
        block[cells.row[kept], places[kept]] = entries[kept]
        there = rows <= self.height
        self.blocks.append((rows[there] - 1, block[there]))

    def _entries(self, cells: Cells) -> Numbers:
        """What each cell holds, as one number."""
        made = numpy.full(len(cells.at), _NONE, numpy.int32)
        for kind, style, which in cells.about():
            begin, end = cells.inside(which, inline=kind == "inlineStr")
            if kind == "s":
                values, sure = cells.whole(begin, end)
                if not sure.all() or (values >= self.shared).any():
                    raise Irregular
                made[which] = values
            elif kind in ("str", "inlineStr"):
                made[which] = self._found(cells.within(begin, end))
            elif kind in ("", "n") and style in self.styles:
                values, sure = cells.whole(begin, end)
                made[which[sure]] = values[sure] + _WHOLE
                made[which[~sure]] = self._found(map(_number, cells.within(begin[~sure], end[~sure])))
            else:
                raise Irregular
        return made

    def _found(self, texts: Iterable[bytes]) -> Numbers:
        places = self.found
        return numpy.array([places.setdefault(text, len(places)) for text in texts], numpy.int32) + _FOUND


def _number(held: bytes) -> bytes:
    """A number as Excel shows it."""
    text = held.decode()
    if not _NUMBER.fullmatch(text):
        raise Irregular
    return format(from_cell(float(text)), "f").encode()


def _column(entries: Numbers, texts: Sequence[str], found: Sequence[str]) -> Coded | Texts:
    """A column of what the entries stand for, as texts where most of them differ."""
    kinds, codes = _distinct(entries)
    values = [_value(entry, texts, found) for entry in kinds.tolist()]
    if len(values) <= max(FEW, MANY * len(entries)):
        return Coded(values, codes.astype(narrowest(len(values))))
    import polars

    return Texts(polars.Series(values, dtype=polars.String).gather(codes))


def _distinct(entries: Numbers) -> tuple[Numbers, Numbers]:
    """Every entry once, and for each row the place of its own among them."""
    least, most = int(entries.min()), int(entries.max())
    if most - least > 8 * len(entries) + 1024:
        return numpy.unique(entries, return_inverse=True)
    there = numpy.zeros(most - least + 1, numpy.bool_)
    there[entries - least] = True
    table = numpy.cumsum(there, dtype=numpy.int32) - 1
    return numpy.flatnonzero(there) + least, table[entries - least]


def _value(entry: int, texts: Sequence[str], found: Sequence[str]) -> str | None:
    if entry == _NONE:
        return None
    if entry >= _FOUND:
        return found[entry - _FOUND] or None
    return str(entry - _WHOLE) if entry >= _WHOLE else texts[entry] or None
