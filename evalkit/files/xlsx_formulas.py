"""Which cells of an .xlsx workbook hold a formula, so that what was typed over one can be told from its result."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree

from evalkit.files.xlsx import UnreadableError, column_index, elements, named, relations, tree


def formula_cells(data: bytes) -> Mapping[str, frozenset[tuple[int, int]]]:
    """Row and column, counted from 0, of every formula, by the name of its sheet. Raises ``UnreadableError``."""
    found: dict[str, frozenset[tuple[int, int]]] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            targets = relations(archive)
            for sheet in named(tree(archive, "xl/workbook.xml"), "sheet"):
                identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
                path, name = targets.get(identity, ""), sheet.get("name", "")
                if "worksheets/" in path and path in archive.namelist():
                    found[name] = frozenset(_formulas(archive, path, name))
    except (
        KeyError,
        IndexError,
        ValueError,
        EOFError,
        lzma.LZMAError,
        zlib.error,
        zipfile.BadZipFile,
        ElementTree.ParseError,
    ) as broken:
        raise UnreadableError("工作簿内部不完整或已损坏") from broken
    return found


def _formulas(archive: zipfile.ZipFile, path: str, name: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    y = -1
    for kind, row in elements(archive, path, name):
        if kind != "row":
            continue
        y = int(row.get("r", y + 2)) - 1
        x = -1
        for cell in row:
            letters = cell.get("r", "").rstrip("0123456789")
            x = column_index(letters) if letters else x + 1
            if any(child.tag.rpartition("}")[2] == "f" for child in cell):
                places.append((y, x))
    return places
