"""A stray cell far away is told, before anything makes room for what lies between."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from evalkit.files.answers import read_answers
from evalkit.files.extent import too_far


def book(cells: dict[str, Any]) -> bytes:
    made = openpyxl.Workbook()
    for place, value in cells.items():
        made.active[place] = value
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cells", [{"A1": "序号", "XFD1048576": "x"}, {"A1": "序号", "A1048576": "x", "BZ1": "x"}])
def test_a_sheet_that_reaches_too_far_is_a_fault(cells: dict[str, Any]) -> None:
    sheets, found = read_answers(book(cells), "职工.xlsx")
    assert not sheets
    assert "不像一份答卷" in found[0].message
    assert "Ctrl+End" in found[0].cure


@pytest.mark.parametrize("cells", [{"A1": "序号", "B2": "1"}, {"A1": "序号", "C1048576": "x"}, {"XFD1": "x"}])
def test_a_sheet_within_bounds_is_read(cells: dict[str, Any]) -> None:
    assert too_far(book(cells)) == ""


def test_a_far_cell_out_of_order_is_found() -> None:
    """A row may name its last cell first; who looks at the last one only makes room for all that lies between."""
    rows = "".join(
        f'<row r="{row}"><c r="XFD{row}"><v>1</v></c><c r="A{row}"><v>1</v></c></row>' for row in range(1, 3000)
    )
    held = f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", held)
    assert too_far(out.getvalue()) == "XFD2999"
