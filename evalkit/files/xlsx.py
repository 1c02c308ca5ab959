"""An .xlsx workbook -> sheets, straight from its XML.

Read this way because a table of figures needs what the usual readers hide: the stored digits of a number, formulas
that hold no result yet, error values, percent formats, and merged cells, each with its place.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from evalkit.files.text import printable
from evalkit.files.xlsx_formats import Format, formats
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Sheet, Value, column_letters
from evalkit.numbers import DIGITS, fixed, from_cell, trimmed

#: Unpacked size of all parts, and cells of one sheet: far above any working paper, far below what hurts.
UNPACKED = 300_000_000
CELLS = 1_000_000
TAGS = 20_000_000
#: Cells that the merged ranges of one sheet may cover together.
SPREAD = 1_000_000

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class UnreadableError(Exception):
    """The workbook cannot be read; the text says why, in the reader's words."""


@dataclass(frozen=True, slots=True)
class _Book:
    archive: zipfile.ZipFile
    strings: tuple[str, ...]
    formats: tuple[Format, ...]
    epoch: datetime
    file: str


def read_xlsx(data: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All sheets in the workbook's order. Merged cells hold their value wherever they reach.

    A number is a ``Decimal`` of 15 digits; with a percent format it is text (``98.62%``), a date is a ``date``, a
    time is text. Uncached formulas and error values are faults. Raises ``UnreadableError``.
    """
    archive = zipfile.ZipFile(BytesIO(data))
    if sum(info.file_size for info in archive.infolist()) > UNPACKED:
        raise UnreadableError("解开后太大，不像一份底稿")
    try:
        root = tree(archive, "xl/workbook.xml")
        targets = relations(archive)
        properties = next(named(root, "workbookPr"), None)
        epoch = datetime(1899, 12, 30, tzinfo=UTC)
        if properties is not None and properties.get("date1904") in ("1", "true"):
            epoch = datetime(1904, 1, 1, tzinfo=UTC)
        strings = shared(archive, targets)
        styles = next((path for path in targets.values() if path.endswith("styles.xml")), "")
        styled = formats(tree(archive, styles)) if styles in archive.namelist() else ()
        book = _Book(archive, strings, styled, epoch, file)
        sheets, findings = [], []
        for element in named(root, "sheet"):
            identity = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            path = targets.get(identity, "")
            if "worksheets/" in path and path in archive.namelist():
                sheet, found = read_sheet(book, path, element.get("name", ""))
                sheets.append(sheet)
                findings.extend(found)
    except (
        KeyError,
        IndexError,
        ValueError,
        EOFError,
        OSError,
        OverflowError,
        RuntimeError,
        lzma.LZMAError,
        zlib.error,
        zipfile.BadZipFile,
        ElementTree.ParseError,
    ) as broken:
        raise UnreadableError("工作簿内部不完整或已损坏") from broken
    return tuple(sheets), tuple(findings)


def tree(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    """A whole part; of the sheets, see ``elements``."""
    return ElementTree.fromstring(declared(archive.read(path)))


def declared(part: bytes) -> bytes:
    """The part, unless it declares a document type or entities (before its first element, however far down)."""
    # Beyond UTF-8 the words would be spelt otherwise; no program writes its sheets so.
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part[:4]:
        raise UnreadableError("里面有不该有的声明（DOCTYPE），为安全没有读")
    return part


def elements(archive: zipfile.ZipFile, path: str, name: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """Rows and merges of a sheet as they are read, with their local names; more than ``TAGS`` tags are too many."""
    count = 0
    cells = 0
    for event, element in ElementTree.iterparse(BytesIO(declared(archive.read(path))), ("start", "end")):
        local = element.tag.rpartition("}")[2]
        if event == "start":
            count += 1
            cells += local == "c"
            if cells > CELLS or count > TAGS:
                raise UnreadableError(f"工作表“{name}”太大，不像一份底稿")
        elif local in ("row", "mergeCell"):
            yield local, element
            element.clear()


def named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Elements by local name: the strict and the transitional dialect differ in their namespaces only."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Parts of the workbook by relation ID."""
    targets = {}
    for element in tree(archive, "xl/_rels/workbook.xml.rels"):
        target = element.get("Target", "").replace("\\", "/")
        targets[element.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return targets


def shared(archive: zipfile.ZipFile, targets: dict[str, str]) -> tuple[str, ...]:
    path = next((path for path in targets.values() if path.lower().endswith("sharedstrings.xml")), "")
    if path not in archive.namelist():
        return ()
    return tuple(words(item) for item in tree(archive, path) if item.tag.rpartition("}")[2] == "si")


def words(item: ElementTree.Element) -> str:
    """The text of a string with or without runs; phonetic guides (rPh) are no text."""
    parts = []
    for child in item:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(leaf.text or "" for leaf in child if leaf.tag.rpartition("}")[2] == "t")
    text = "".join(parts)
    if "_x" in text:
        text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code.group(1), 16)), text)
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))


def read_sheet(book: _Book, path: str, name: str) -> tuple[Sheet, list[Finding]]:
    cells: dict[tuple[int, int], Value] = {}
    found: list[Finding] = []
    merged: list[str] = []
    y = -1
    for kind, row in elements(book.archive, path, name):
        if kind == "mergeCell":
            merged.append(row.get("ref", ""))
            continue
        y = int(row.get("r", y + 2)) - 1
        x = -1
        for element in row:
            place = _PLACE.fullmatch(element.get("r", ""))
            x = column_index(place[1]) if place else x + 1
            value, fault_found = cell(book, element, name, y, x)
            if fault_found:
                found.append(fault_found)
            if value is not None and value != "":
                cells[y, x] = value
    height = max((y for y, _ in cells), default=-1) + 1
    width = max((x for _, x in cells), default=-1) + 1
    if height * width > CELLS * 3:
        end = f"{column_letters(width - 1)}{height}"
        raise UnreadableError(f"工作表“{name}”太大（有内容的单元格一直到 {end}），可能在很远的地方有多余的内容")
    room = SPREAD
    for reference in merged:
        room -= spread(cells, reference, height, width, room)
        if room < 0:
            raise UnreadableError(f"工作表“{name}”合并的单元格太多，不像一份底稿")
    columns = tuple([cells.get((y, x)) for y in range(height)] for x in range(width))
    return Sheet(book.file, name, columns, height), found


def spread(cells: dict[tuple[int, int], Value], reference: str, height: int, width: int, room: int) -> int:
    """Fills a merged range with the value of its first cell, as far as the sheet's contents reach.

    Gives how many cells that are; when there are more than ``room``, none is filled.
    """
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not start or not end:
        return 1
    top, left = int(start[2]) - 1, column_index(start[1])
    value = cells.get((top, left))
    if value is None:
        return 1
    bottom, right = min(int(end[2]), height), min(column_index(end[1]) + 1, width)
    count = max(bottom - top, 0) * max(right - left, 0)
    if count <= room:
        for y in range(top, bottom):
            for x in range(left, right):
                cells[y, x] = value
    return max(count, 1)


def column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell(book: _Book, element: ElementTree.Element, sheet: str, y: int, x: int) -> tuple[Value, Finding | None]:
    """The value of one cell, or what is wrong with it."""
    kind = element.get("t", "n")
    stored: str | None = None
    formula = False
    inline = ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "v":
            stored = child.text
        elif name == "f":
            formula = True
        elif name == "is":
            inline = words(child)
    if kind == "inlineStr":
        return inline, None
    # A place is made only for a fault: a sheet may have a million cells.
    if kind == "e":
        message = f"单元格里是错误值 {stored or ''}".rstrip()
        return None, fault(_place(book, sheet, y, x), message, "改正公式，或直接写数")
    if formula and stored is None and kind != "str":
        message = "公式还没有算出结果"
        return None, fault(_place(book, sheet, y, x), message, "用 Excel 或 WPS 打开工作簿，保存一次；或直接写数")
    if stored is None:
        return None, None
    if kind == "s":
        return book.strings[int(stored)], None
    if kind == "str":
        return printable(stored.replace("\r\n", "\n")), None
    if kind == "b":
        return "是" if stored == "1" else "否", None
    if kind == "d":
        return datetime.fromisoformat(stored.rstrip("Z")).date(), None
    style = int(element.get("s", "0"))
    try:
        number = from_cell(float(stored))
    except ValueError:
        message = f"单元格里的数没法读：{stored[:24]}"
        return None, fault(_place(book, sheet, y, x), message, f"重新写一个数，至多 {DIGITS} 位")
    return shown(number, book.formats[style] if style < len(book.formats) else Format(), book.epoch), None


def _place(book: _Book, sheet: str, y: int, x: int) -> Where:
    return Where(book.file, f"{sheet}!{column_letters(x)}{y + 1}")


def shown(number: Decimal, form: Format, epoch: datetime) -> Value:
    """A stored number as its format means it."""
    if form.kind == "percent":
        points = number * 100
        places = max(-int(points.normalize().as_tuple().exponent), 0)
        return (fixed(points, form.places) if places <= form.places else trimmed(points)) + "%"
    if form.kind in ("date", "time") and 0 <= number < 2_958_466:
        try:
            moment = epoch + timedelta(seconds=round(float(number) * 86400))
        except OverflowError:  # a day after the year 9999, where the calendar begins in 1904
            return number
        if form.kind == "time" or number < 1:
            return f"{moment:%H:%M:%S}".removesuffix(":00")
        if moment.time() == datetime.min.time():
            return date(moment.year, moment.month, moment.day)
        return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return number
