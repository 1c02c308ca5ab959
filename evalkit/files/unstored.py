"""Formulas of an .xlsx whose results the file does not hold: written by a program that does not reckon, they read as blank."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TypeAlias
from xml.etree import ElementTree

from evalkit.columns import distinct
from evalkit.files.xlsx import UnreadableError, column_index, named, relations, tree
from evalkit.model.places import Finding, doubt
from evalkit.model.source import Sheet

Cell: TypeAlias = tuple[int, int]
#: So many cells of a column may be headers.
HEADERS = 2
#: Larger sheets are not looked through.
LARGEST = 1 << 28

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
#: A cell with a formula, and nothing or an empty value behind it; group 1 are the cell's attributes.
_BARE = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
#: A text that is empty is a result.
_TEXT = re.compile(rb"\bt=[\"']str[\"']")


def unstored(data: bytes, sheets: Sequence[Sheet]) -> tuple[Finding, ...]:
    """A warning for every sheet with such formulas among typed answers, at the first; none for what is no readable .xlsx.

    A column that holds hardly anything else reckons something beside the answers, and is left alone.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            bare = {name: cells for name, cells in _sheets(archive) if name in by_name}
    except (
        KeyError, IndexError, ValueError, EOFError, OSError, RuntimeError, lzma.LZMAError, zlib.error,
        zipfile.BadZipFile, ElementTree.ParseError, UnreadableError,
    ):  # fmt: skip
        return ()
    among = {name: [cell for cell in cells if _answered(by_name[name], cell)] for name, cells in bare.items()}
    return tuple(_told(by_name[name], cells) for name, cells in among.items() if cells)


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, list[Cell]]]:
    """The sheets with formulas: their names, and the cells without a result, by row and column from 0."""
    parts = {}
    for part in archive.infolist():
        name = part.filename
        if "worksheets/" not in name or not name.endswith(".xml") or part.file_size > LARGEST:
            continue
        if _FORMULA.search(held := archive.read(name)):
            parts[name] = held
    if not parts:
        return
    targets = relations(archive)
    for sheet in named(tree(archive, "xl/workbook.xml"), "sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        held = parts.get(targets.get(identity, ""), b"")
        places = [_PLACE.search(one) for one in _BARE.findall(held) if not _TEXT.search(one)]
        yield sheet.get("name", ""), [(int(one[2]) - 1, column_index(one[1].decode())) for one in places if one]


def _answered(sheet: Sheet, cell: Cell) -> bool:
    """Whether more than headers stands in the column of a cell, which itself is blank."""
    row, column = cell
    if column >= sheet.width or row >= sheet.height or sheet.columns[column][row]:
        return False
    return sum(count for value, (_, count) in distinct(sheet.columns[column]).items() if value) > HEADERS


def _told(sheet: Sheet, cells: Sequence[Cell]) -> Finding:
    many = f"这一格和另外 {len(cells) - 1} 格是" if len(cells) > 1 else "这一格是"
    cure = "用 Excel 或 WPS 打开，保存一次再放进来；答卷里最好只有值，没有公式"
    return doubt(sheet.where(*cells[0]), f"{many}公式，文件里没有存下结果，按空白读", cure)
