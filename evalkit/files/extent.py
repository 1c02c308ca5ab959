"""How far the cells of an .xlsx reach, before a reader makes room for all that lies between them."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from io import BytesIO
from typing import IO

#: Cells of one sheet, blank ones between others included: no survey has more answers.
CELLS = 30_000_000

_CHUNK = 1 << 22
_PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_CELL, _END = b'<c r="', b"</row>"
_ROWS = re.compile(rb'<row r="(\d{1,7})"')
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]{0,200}\br=)|/?>)")
_ROW = re.compile(rb"<(?:\w+:)?row\b")


def too_far(data: bytes) -> str:
    """The farthest cell (``XFD1048576``) of the first sheet whose extent is beyond ``CELLS``, or empty.

    Streams the sheets; a file that is no readable .xlsx is left for its reader to complain about.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.filename.endswith(".xml"):
                    with archive.open(info) as part:
                        if _surely_near(part):
                            continue
                    with archive.open(info) as part:
                        width, height, letters = _extent(part)
                    if width * height > CELLS:
                        return f"{letters}{height}"
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError):
        return ""
    return ""


def _surely_near(part: IO[bytes]) -> bool:
    """A quick look: True where every cell has its place, and none can be far."""
    width, height = 26, 0
    rest = b""
    while chunk := part.read(_CHUNK):
        whole, _, rest = (rest + chunk).rpartition(_END)
        numbers = _ROWS.findall(whole)
        cells, (_, *placed) = whole.count(b"<c"), whole.split(_CELL)
        if whole.count(_END) >= len(numbers) or (cells != len(placed) and cells - whole.count(b"<col") != len(placed)):
            return False
        # Three bytes behind each cell's mark: its letters, and perhaps a digit.
        names = {cell.rstrip(b'0123456789"') for cell in {cell[:3] for cell in placed}}
        width = max([width, *map(_number, names)])
        height = max(height, *map(int, numbers))
        if width * height > CELLS:
            return False
    return height > 0 and _CELL not in rest


def _extent(part: IO[bytes]) -> tuple[int, int, str]:
    columns: set[bytes] = set()
    height = rows = 0
    unplaced = widest = 0
    rest = b""
    first = True
    while chunk := part.read(_CHUNK):
        chunk = rest + chunk
        if first and not re.search(rb"<(?:\w+:)?worksheet\b", chunk[:4000]):
            return 0, 0, ""
        first = False
        chunk, rest = _whole_tags(chunk)
        places = _PLACE.findall(chunk)
        if places:
            letters, numbers = zip(*places, strict=True)
            columns.update(letters)
            height = max(height, *(int(number) for number in set(numbers)))
        rows += len(_ROW.findall(chunk))
        if _UNPLACED.search(chunk):
            for place, row in enumerate(_ROW.split(chunk)):
                count = len(_UNPLACED.findall(row))
                unplaced = unplaced + count if place == 0 else count
                widest = max(widest, unplaced)
    last = max(columns, key=_number, default=b"A")
    return _number(last) + widest, max(height, rows), last.decode()


def _number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _whole_tags(chunk: bytes) -> tuple[bytes, bytes]:
    """A chunk up to its last tag, and that tag, which may be cut."""
    end = chunk.rfind(b"<")
    return (chunk[:end], chunk[end:]) if end > 0 and len(chunk) - end < 10_000 else (chunk, b"")
