"""Cells of a workbook written by surgery on their sheet: looks, comments, drop-downs and all else stay as they are."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d+)?")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def written_cells(data: bytes, sheet: str, cells: Mapping[str, str], empty: bool = False) -> bytes:
    """The workbook with these cells of a sheet; a plain figure is written as a number unless words stood there.

    With ``empty`` the cells go to the next row down that has none of its cells filled. ValueError where the sheet is
    not there, a cell holds a formula, or any formula would keep the result it had before the edit.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = _part(archive, sheet)
        _no_formulas(archive)
        root = etree.fromstring(archive.read(name), _parser())
        rows = root.find(f"{{{_MAIN}}}sheetData")
        if rows is None:
            raise ValueError(f"读不出工作表“{sheet}”")
        for spot, value in _shifted(rows, cells, empty).items():
            _write(rows, spot, value)
        made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for item in archive.infolist():
                new.writestr(item, made if item.filename == name else archive.read(item))
        return out.getvalue()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)


def _no_formulas(archive: zipfile.ZipFile) -> None:
    """ValueError with the first formula of the workbook: only a spreadsheet program works it out anew."""
    for sheet, name in _parts(archive).items():
        if name not in archive.namelist():
            continue
        formula = next(etree.fromstring(archive.read(name), _parser()).iter(f"{{{_MAIN}}}f"), None)
        if formula is not None:
            spot = formula.getparent().get("r") or ""
            raise ValueError(f"工作簿里有公式（{sheet}!{spot}），程序写进去的数不会使它重算")


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    name = _parts(archive).get(sheet)
    if name is None:
        raise ValueError(f"没有工作表“{sheet}”")
    return name


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet by the sheet's name."""
    book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
    targets = {one.get("Id"): one.get("Target") or "" for one in relations}
    names = {one.get("name") or "": targets.get(one.get(_RELATION), "") for one in book.iter(f"{{{_MAIN}}}sheet")}
    return {name: posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for name, target in names.items()}


def _shifted(rows: Any, cells: Mapping[str, str], empty: bool) -> dict[str, str]:
    """The cells, moved down to the first row where all of them are free."""
    spots = {_split(spot): value for spot, value in cells.items()}
    while empty and any(_filled(_cell(rows, column, row)) for column, row in spots):
        spots = {(column, row + 1): value for (column, row), value in spots.items()}
    return {f"{column}{row}": value for (column, row), value in spots.items()}


def _split(spot: str) -> tuple[str, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", spot)
    if found is None:
        raise ValueError(f"“{spot}”不是一个单元格")
    return found[1], int(found[2])


def _filled(cell: Any) -> bool:
    return cell is not None and any("".join(one.itertext()).strip() for one in cell)


def _cell(rows: Any, column: str, row: int) -> Any:
    for one in rows:
        if one.get("r") == str(row):
            return next((cell for cell in one if cell.get("r") == f"{column}{row}"), None)
    return None


def _write(rows: Any, spot: str, value: str) -> None:
    number = _split(spot)[1]
    row = next((one for one in rows if one.get("r") == str(number)), None)
    if row is None:
        row = etree.Element(f"{{{_MAIN}}}row", r=str(number))
        after = [one for one in rows if int(one.get("r") or 0) < number]
        rows.insert(len(after), row)
    cell = next((one for one in row if one.get("r") == spot), None)
    if cell is None:
        cell = etree.Element(f"{{{_MAIN}}}c", r=spot)
        row.insert(sum(1 for one in row if _order(one.get("r") or "A1") < _order(spot)), cell)
    if cell.find(f"{{{_MAIN}}}f") is not None:
        raise ValueError(f"{spot} 是公式")
    words = cell.get("t") in ("s", "str", "inlineStr")  # what was kept as words stays words
    for one in list(cell):
        cell.remove(one)
    if _NUMBER.fullmatch(value) and not words:
        if cell.get("t") is not None:
            del cell.attrib["t"]
        etree.SubElement(cell, f"{{{_MAIN}}}v").text = value
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
    text.text = value
    text.set(_SPACE, "preserve")


def _order(spot: str) -> tuple[int, str]:
    letters = _split(spot)[0]
    return len(letters), letters
