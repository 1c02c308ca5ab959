"""Workbooks and CSV -> sheets: exact figures, filled merged cells, and what a file is that is neither."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from evalkit.files.sheet import read_tables
from evalkit.model.source import Sheet


def book(fill: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "表"
    fill(made.active)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def only(data: bytes, file: str = "底稿.xlsx") -> Sheet:
    (sheet,), findings = read_tables(data, file)
    assert findings == ()
    return sheet


def told(data: bytes, file: str = "底稿.xlsx") -> list[str]:
    sheets, findings = read_tables(data, file)
    assert sheets == ()
    return [f"{found.where} {found.message}" for found in findings]


def test_numbers_keep_the_fifteen_digits_that_excel_keeps() -> None:
    # 18045373.1 is stored as 18045373.100000001 by some writers; 0.1+0.2 as 0.30000000000000004.
    numbers = [18045373.1, 0.1 + 0.2, 628, 92.86, 1e-7, -3.5, 123456789012345]

    def fill(sheet: Any) -> None:
        for y, number in enumerate(numbers, 1):
            sheet.cell(y, 1, number)

    assert list(only(book(fill)).columns[0]) == [
        Decimal("18045373.1"), Decimal("0.3"), Decimal(628), Decimal("92.86"), Decimal("1E-7"), Decimal("-3.5"),
        Decimal(123456789012345),
    ]  # fmt: skip


def test_formats_say_what_a_number_means() -> None:
    cells = [
        (0.9862, "0.00%", "98.62%"),
        (1, "0%", "100%"),
        (0.949044585987261, "0.00%", "94.9044585987261%"),
        (date(2022, 12, 3), "yyyy-mm-dd", date(2022, 12, 3)),
        (date(2022, 12, 3), 'yyyy"年"m"月"d"日"', date(2022, 12, 3)),
        (datetime(2022, 12, 3, 10, 20), "yyyy-mm-dd hh:mm", "2022-12-03 10:20"),  # noqa: DTZ001 - a cell has no zone
        (time(12, 30), "h:mm", "12:30"),
        (44898, "General", Decimal(44898)),
        (1234.5, "#,##0.00", Decimal("1234.5")),
        (3, '0"天"', Decimal(3)),
        (3, "[Red]0.0", Decimal(3)),
        (True, "General", "是"),
    ]

    def fill(sheet: Any) -> None:
        for y, (value, code, _) in enumerate(cells, 1):
            sheet.cell(y, 1, value).number_format = code

    assert list(only(book(fill)).columns[0]) == [expected for _, _, expected in cells]


def test_merged_cells_hold_their_value_wherever_they_reach() -> None:
    def fill(sheet: Any) -> None:
        for row in (["产出", "数量", 1], [None, None, 2], ["满意度", None, 3]):
            sheet.append(row)
        for reference in ("A1:A2", "B1:B2", "A3:B3"):
            sheet.merge_cells(reference)

    sheet = only(book(fill))
    assert [sheet.row(y) for y in range(3)] == [
        ("产出", "数量", Decimal(1)), ("产出", "数量", Decimal(2)), ("满意度", "满意度", Decimal(3)),
    ]  # fmt: skip


def test_a_merge_of_whole_columns_ends_with_the_contents() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["甲", "乙"])
        sheet.append([None, "丙"])
        sheet.merge_cells("A1:A2")

    data = patched(book(fill), "xl/worksheets/sheet1.xml", b'ref="A1:A2"', b'ref="A1:A1048576"')
    assert (only(data).height, only(data).columns[0]) == (2, ["甲", "甲"])


def test_formulas_count_by_their_saved_result_and_not_without_one() -> None:
    saved = io.BytesIO()
    made = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = made.add_worksheet("表")
    sheet.write_formula("A1", "=1+1", value=2)
    sheet.write_formula("A2", '="甲"&"乙"', value="甲乙")
    sheet.write_formula("A3", '=IF(A1=2,"","有")', value="")
    made.close()
    # Excel marks an empty text that a formula gave; xlsxwriter leaves the mark out.
    data = patched(saved.getvalue(), "xl/worksheets/sheet1.xml", b'<c r="A3">', b'<c r="A3" t="str">')
    assert only(data).columns[0] == [Decimal(2), "甲乙"]

    sheets, findings = read_tables(book(lambda sheet: sheet.append(["=1+1", "#REF!"])), "底稿.xlsx")
    assert [f"{found.where} {found.message}" for found in findings] == [
        "底稿.xlsx:表!A1 公式还没有算出结果",
        "底稿.xlsx:表!B1 单元格里是错误值 #REF!",
    ]
    assert sheets[0].height == 0


def test_rich_text_and_line_breaks_are_one_text() -> None:
    saved = io.BytesIO()
    made = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = made.add_worksheet("表")
    bold = made.add_format({"bold": True})
    sheet.write_rich_string("A1", "甲", bold, "乙", "丙")
    sheet.write_string("A2", "一\n二")
    made.close()
    assert only(saved.getvalue()).columns[0] == ["甲乙丙", "一\n二"]


def test_places_name_sheet_and_cell() -> None:
    sheet = only(book(lambda sheet: sheet.append(["甲", "乙"])))
    assert str(sheet.where(0, 1)) == "底稿.xlsx:表!B1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_program_is_read(encoding: str, separator: str) -> None:
    rows = [["编码", "名称", "分值"], ["0010", "慰问，春节", "3"], ["A1", '他说"好"\n第二行', ""]]
    text = io.StringIO()
    import csv

    csv.writer(text, delimiter=separator).writerows(rows)
    sheet = only(text.getvalue().encode(encoding), "表.csv")
    assert [sheet.row(y) for y in range(sheet.height)] == [
        ("编码", "名称", "分值"), ("0010", "慰问，春节", "3"), ("A1", '他说"好"\n第二行', None),
    ]  # fmt: skip


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NO_WORKBOOK = [
    (b"", "底稿.xlsx 文件是空的，一个字节也没有"),
    (OLE + "Workbook".encode("utf-16-le"), "底稿.xlsx 这是旧版 .xls 文件，只是后缀写作 .xlsx"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "底稿.xlsx 工作簿设了打开密码，读不出来"),
    (b"\xef\xbb\xbf<html><body><table>", "底稿.xlsx 这是网页，只是后缀写作 .xlsx"),
    (b"%PDF-1.7", "底稿.xlsx 这不是 Excel 工作簿，看起来是PDF 文件"),
    ("编码,名称\n".encode("gbk"), "底稿.xlsx 这不是 Excel 工作簿，看起来是文本文件"),
    (b"PK\x03\x04 and then nothing", "底稿.xlsx 工作簿已损坏，或没有下载、复制完整"),
    (zipped("word/document.xml"), "底稿.xlsx 这是 Word 文件，不是 Excel 工作簿"),
    (zipped("content.xml", "mimetype"), "底稿.xlsx 这是 OpenDocument 表格（.ods），读不出来"),
    (zipped("xl/workbook.bin"), "底稿.xlsx 这是二进制工作簿（.xlsb），读不出来"),
    (zipped("a.txt"), "底稿.xlsx 这是压缩包，不是 Excel 工作簿"),
    (zipped("xl/workbook.xml"), "底稿.xlsx 打不开这个工作簿：工作簿内部不完整或已损坏"),
]


@pytest.mark.parametrize(("data", "line"), NO_WORKBOOK, ids=[line for _, line in NO_WORKBOOK])
def test_what_is_no_workbook_is_told_for_what_it_is(data: bytes, line: str) -> None:
    assert told(data) == [line]


def test_a_workbook_cut_short_is_told() -> None:
    data = book(lambda sheet: sheet.append(["甲"] * 50))
    assert told(data[: len(data) // 2]) == ["底稿.xlsx 工作簿已损坏，或没有下载、复制完整"]


def test_a_part_that_declares_entities_is_not_read() -> None:
    data = book(lambda sheet: sheet.append(["甲"]))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook '
    data = patched(data, "xl/workbook.xml", b"<workbook ", bomb)
    assert told(data) == ["底稿.xlsx 打不开这个工作簿：里面有不该有的声明（DOCTYPE），为安全没有读"]


def patched(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            if part == name:
                assert old in content
                content = content.replace(old, new)
            after.writestr(part, content)
    return made.getvalue()


def test_a_csv_that_is_none_is_told() -> None:
    assert told(zipped("a"), "表.csv") == ["表.csv 这不是 CSV，看起来是Word、Excel 文件或压缩包"]


def test_a_day_beyond_the_calendar_is_left_a_number() -> None:
    """The last day Excel knows, counted from 1904, would lie after the year 9999."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"date_1904": True}) as workbook:
        form = workbook.add_format({"num_format": "yyyy-mm-dd"})
        workbook.add_worksheet().write_number(0, 0, 2958465, form)
    assert only(made.getvalue()).columns[0][0] == Decimal(2958465)


def test_control_characters_and_halves_of_characters_are_dropped() -> None:
    data = book(lambda sheet: sheet.append(["甲_x0001_乙_xD800__x000B_丙\ufeff"]))
    data = patched(data, "xl/sharedStrings.xml", b"_x005F_x", b"_x") if b"_x005F_" in data else data
    assert only(data).columns[0][0] == "甲乙\n丙"
    assert only("甲\x01乙,1".encode(), "表.csv").columns[0][0] == "甲乙"
