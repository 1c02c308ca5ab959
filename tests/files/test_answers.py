"""Exports of every encoding and separator become the same columns of text."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from evalkit.files import answers
from evalkit.files.answers import read_answers
from evalkit.packed import Packed

TEXT = "序号,题目,意见\n1,非常满意,“好，很好”\n2,一般,\n"
ROWS = [("序号", "题目", "意见"), ("1", "非常满意", "“好，很好”"), ("2", "一般", None)]


def book(rows: list[list[object]], *names: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as made:
        for name in names or ("Sheet1",):
            sheet = made.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_any_usual_encoding(encoding: str) -> None:
    (sheet,), findings = read_answers(TEXT.encode(encoding), "a.csv")
    assert findings == ()
    assert [sheet.row(index) for index in range(sheet.height)] == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found_by_content(delimiter: str) -> None:
    text = TEXT.replace(",", delimiter).replace("意见", f'"意{delimiter}见"')
    (sheet,), _ = read_answers(text.encode(), "a.txt")
    assert (sheet.width, sheet.height) == (3, 3)
    assert sheet.row(0)[2] == f"意{delimiter}见"


def test_short_rows_are_filled_with_blanks() -> None:
    (sheet,), _ = read_answers(b"a,b,c\n1\n", "a.csv")
    assert sheet.row(1) == ("1", None, None)


def test_cells_of_a_workbook_become_the_text_excel_shows() -> None:
    stamp = datetime(2023, 10, 12, 9, 5, 33)  # noqa: DTZ001
    data = book([[], ["编号", "金额", "时间", "是否"], [20231012000001, 18045373.1, stamp, True]])
    (sheet,), findings = read_answers(data, "a.xlsx")
    assert findings == ()
    assert sheet.row(2) == ("20231012000001", "18045373.1", "2023-10-12 09:05:33", "是")


def test_a_leading_blank_row_does_not_move_the_places() -> None:
    (sheet,), _ = read_answers(book([[], ["题目"], ["一般"]]), "a.xlsx")
    assert str(sheet.where(2, 0)) == "a.xlsx:Sheet1!A3"
    assert sheet.row(2) == ("一般",)


def test_every_sheet_that_holds_anything_is_read() -> None:
    sheets, _ = read_answers(book([["题目"], ["一般"]], "甲", "乙"), "a.xlsx")
    assert [sheet.name for sheet in sheets] == ["甲", "乙"]


@pytest.mark.parametrize("large", [False, True])
def test_large_files_are_packed_with_the_same_cells(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(answers, "LARGE_TEXT", 1)
        monkeypatch.setattr(answers, "LARGE_WORKBOOK", 1)
    rows: list[list[object]] = [[], ["序号", "题目"], [1, "非常满意"], [2, None]]
    for data, first in ((book(rows), 1), ("序号,题目\n1,非常满意\n2,\n".encode("gb18030"), 0)):
        (sheet,), findings = read_answers(data, "a")
        assert findings == ()
        assert isinstance(sheet.columns[0], Packed if large else list)
        cells = [sheet.row(index) for index in range(first, sheet.height)]
        assert cells == [("序号", "题目"), ("1", "非常满意"), ("2", None)]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"  \n", "空的"),
        (b"PK\x03\x04 not a workbook", "损坏"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "不是真正的表格"),
        (b"\x81\x20\xff\xff\xfe,\x80", "编码"),
        ('a,b\n"一,二\n'.encode() + b"x" * 140_000, "引号"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, word: str) -> None:
    sheets, findings = read_answers(data, "responses/职工.xlsx")
    assert sheets == ()
    (finding,) = findings
    assert finding.severity == "error"
    assert word in finding.message
    assert finding.cure
    assert finding.where.file == "responses/职工.xlsx"


def test_a_wrong_dimension_does_not_hide_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book([["题目"], *[[f"第{n}份"] for n in range(1, 31)]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b'ref="A1:A31"' in part
                part = part.replace(b'ref="A1:A31"', b'ref="A1"')
            new.writestr(name, part)
    for large in (2_000_000, 1):
        monkeypatch.setattr(answers, "LARGE_WORKBOOK", large)
        (sheet,), findings = read_answers(out.getvalue(), "a.xlsx")
        assert findings == ()
        assert (sheet.height, sheet.row(30)) == (31, ("第30份",))


def formulas(cell: str, *, filled: int = 3) -> bytes:
    """A workbook whose column A holds so many numbers under its title, then this cell as it stands in the XML."""
    rows: list[list[object]] = [["您家几口人", "意见"], *[[n, "好"] for n in range(1, filled + 1)], ["END", "无"]]
    data = book(rows)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, _, after = part.decode().partition(f'<c r="A{filled + 2}"')
                part = (before + cell + after.partition("</c>")[2]).encode()
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "cell", ['<c r="A5"><f>1+2</f><v></v></c>', '<c r="A5"><f>1+2</f><v/></c>', '<c r="A5" s="1"><f t="array" ref="A5">1+2</f></c>']
)  # fmt: skip
def test_a_formula_without_its_result_is_told_by_place(cell: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(answers, "LARGE_WORKBOOK", 1)
    (sheet,), (doubt,) = read_answers(formulas(cell), "a.xlsx")
    assert sheet.columns[0][3] == "3"
    assert (doubt.severity, str(doubt.where)) == ("warning", "a.xlsx:Sheet1!A5")
    assert "公式" in doubt.message


@pytest.mark.parametrize(
    "cell", ['<c r="A5"><f>1+2</f><v>3</v></c>', '<c r="A5" t="str"><f>A9&amp;""</f><v></v></c>', '<c r="A5"><v>3</v></c>']
)  # fmt: skip
def test_a_formula_with_its_result_is_an_answer_like_any_other(cell: str) -> None:
    (_,), findings = read_answers(formulas(cell), "a.xlsx")
    assert findings == ()


def test_formulas_in_a_column_of_nothing_else_are_no_answers() -> None:
    (_,), findings = read_answers(formulas('<c r="A2"><f>1+2</f><v></v></c>', filled=0), "a.xlsx")
    assert findings == ()


def test_a_formula_below_the_last_answer_is_none() -> None:
    data = formulas('<c r="A5"><v>3</v></c>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            below = b'<row r="6"><c r="A6"><f>AVERAGE(A2:A5)</f><v></v></c></row></sheetData>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", below))
    (_,), findings = read_answers(out.getvalue(), "a.xlsx")
    assert findings == ()


def test_what_is_written_is_read_back_and_opens_in_excel() -> None:
    rows = [["题目", "意见"], ["一般", '说"好"，\n没有别的'], ["", "a,b"]]
    data = answers.written_answers(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    (sheet,), _ = read_answers(data, "a.csv")
    assert [sheet.row(index) for index in range(3)] == [tuple(cell or None for cell in row) for row in rows]
