"""Large workbooks read straight from their XML, beside calamine; and what is left to it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, XmlError

from evalkit.files import answers, regular_xlsx
from evalkit.numbers import from_cell

Rows = Sequence[Sequence[str | int | float | None]]
Read = list[tuple[str, list[list[object]], int]]

TEXTS = ("非常满意", "a<b&c>\"d'", " 前后 ", "x", "=1+1", "1、题", "多\n行", "〖其他〗", "5", "007", "&amp;", "🙂")


def by_xlsxwriter(rows: Rows) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, bold, two = (
            book.add_worksheet(),
            book.add_format({"bold": True}),
            book.add_format({"num_format": "0.00"}),
        )
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(y, x, value, bold if x % 3 else None)
                elif value is None:
                    sheet.write_blank(y, x, None, bold if x % 5 else None)
                else:
                    sheet.write_number(y, x, value, two if x % 2 else None)
    return made.getvalue()


def by_openpyxl(rows: Rows) -> bytes:
    made, book = io.BytesIO(), openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            # A row in three is left out.
            cell = sheet.cell(y + y // 3 + 1, x + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(made)
    return made.getvalue()


def drawn(dice: random.Random) -> Rows:
    """A table with gaps, texts that XML writes otherwise, and numbers of every size."""
    width = dice.choice([3, 30, 60])

    def value() -> str | int | float | None:
        numbers = (dice.randrange(100), dice.randrange(10**12), 99_999_999, 100_000_000, -3, 0, 3.5, 0.1, 1e20, 1e-7)
        return dice.choice([None, None, *TEXTS, *numbers])

    return [[value() for _ in range(width)] for _ in range(dice.randrange(1, 12))]


def ours(data: bytes) -> Read | None:
    read = regular_xlsx.regular(data)
    return (
        None
        if read is None
        else [(name, [list(column) for column in columns], height) for name, columns, height in read]
    )


def calamines(data: bytes) -> Read:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    made: Read = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if rows:
            columns: list[list[object]] = [[as_text(cell) for cell in column] for column in zip(*rows, strict=True)]
            made.append((name, columns, len(rows)))
    return made


def as_text(cell: object) -> str | None:
    if isinstance(cell, str):
        return cell or None
    assert isinstance(cell, (int, float)), cell
    return format(from_cell(cell), "f")


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
@pytest.mark.parametrize("seed", range(30))
def test_shared_and_inline_texts_and_numbers_are_read_as_calamine_reads_them(
    write: Callable[[Rows], bytes], seed: int
) -> None:
    data = write(drawn(random.Random(seed)))
    assert ours(data) == calamines(data)


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
def test_a_damaged_sheet_is_left_alone_or_read_as_calamine_reads_it(write: Callable[[Rows], bytes]) -> None:
    read = 0
    for seed in range(150):
        dice = random.Random(seed)
        data = damaged(write(drawn(dice)), dice)
        made = ours(data)
        if made is not None:
            try:
                awaited = calamines(data)
            except (CalamineError, XmlError):
                continue
            read += 1
            assert made == awaited, seed
    assert read > 3  # else the comparison above was never made


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The workbook with some bytes of its first sheet, or of its shared texts, exchanged, cut out, or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    held = parts[dice.choice([name for name in parts if "sheet1.xml" in name or "shared" in name])]
    first = max(0, held.find(b"<sheetData"))
    for _ in range(dice.choice([1, 1, 2, 4])):
        at, how = dice.randrange(first, len(held)), dice.randrange(4)
        if how == 0:
            held[at] = dice.choice(b'<>/"crvst 0123456789ABZ=a&;')
        elif how == 1:
            del held[at : at + dice.choice([1, 2, 5])]
        else:
            copied = dice.randrange(first, len(held))
            held[at:at] = held[copied : copied + dice.randrange(1, 60)]
    return zipped({name: bytes(held) for name, held in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return made.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part], parts[part]
    return zipped(parts | {part: parts[part].replace(old.encode(), new.encode(), 1)})


SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
CELL = '<c r="A1" t="s"><v>0</v></c>'


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, CELL, '<c r="A1"><f>1+1</f><v>2</v></c>'),
        (SHEET, CELL, '<c r="A1" t="b"><v>1</v></c>'),
        (SHEET, CELL, '<c r="A1" t="e"><v>#N/A</v></c>'),
        (SHEET, CELL, '<c r="A1" t="s"><v>99</v></c>'),
        (SHEET, CELL, "<c><v>1</v></c>"),
        (SHEET, CELL, '<c r="A2"><v>1</v></c>'),
        (SHEET, CELL, '<c r="C1"><v>1</v></c>'),
        (SHEET, CELL, '<c r="A1" s="7"><v>45000</v></c>'),
        (SHEET, CELL, '<c r="A1"><v>1</v></c><!-- -->'),
        (SHEET, "<sheetData>", "\n<sheetData>\n"),
        (SHARED, "<t>一</t>", "<r><t>一</t></r>"),
        (SHARED, "<t>一</t>", "<t> 一</t>"),
        (SHARED, "<t>一</t>", "<t>_x4E00_</t>"),
        (SHARED, "<t>一</t>", "<t>&#13;</t>"),
        (SHARED, "<t>一</t>", "<t>&none;</t>"),
    ],
)
def test_what_is_not_regular_is_left_to_calamine(part: str, old: str, new: str) -> None:
    plain = by_xlsxwriter([["一", "二"]])
    assert ours(plain) == [("Sheet1", [["一"], ["二"]], 1)]
    assert ours(changed(plain, part, old, new)) is None


def test_dates_are_left_to_calamine() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write_number(0, 0, 45_000, book.add_format({"num_format": "yyyy-mm-dd"}))
    assert ours(made.getvalue()) is None


def test_a_text_cut_off_at_the_end_of_its_row_is_left_to_calamine() -> None:
    data = by_xlsxwriter([["一"]])
    assert ours(data) is not None
    assert ours(changed(data, SHEET, CELL, '<c r="A1" t="inlineStr"><is><t x')) is None


STYLES = "xl/styles.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHARED, "<si><t>一", "<!--<si><t>三</t></si>--><si><t>一"),
        (SHARED, "</sst>", "<![CDATA[<si><t>三</t></si>]]></sst>"),
        ("xl/workbook.xml", "<sheets>", '<sheets><!--<sheet name="二" sheetId="2" r:id="rId1"/>-->'),
        (SHEET, CELL, '<c r="A1"><v>１２</v></c>'),
    ],
)
def test_comments_data_and_other_digits_are_left_to_calamine(part: str, old: str, new: str) -> None:
    assert ours(changed(by_xlsxwriter([["一", "二"]]), part, old, new)) is None


@pytest.mark.parametrize(
    "formats",
    [
        '<numFmt numFmtId="2" formatCode="yyyy-mm-dd"/>',
        '<numFmt numFmtId="2" formatCode="&#121;&#121;"/>',
        '<numFmt numFmtId="2" formatCode="0"/><numFmt numFmtId="2" formatCode="yyyy"/>',
    ],
)
def test_a_format_of_excel_that_the_file_makes_a_date_is_one(formats: str) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write_number(0, 0, 45_000, book.add_format({"num_format": 2}))
    data = made.getvalue()
    assert ours(data) == [("Sheet1", [["45000"]], 1)]
    assert ours(changed(data, STYLES, "<fonts", f'<numFmts count="1">{formats}</numFmts><fonts')) is None


def test_a_workbook_packed_another_way_and_damaged_is_told_as_such() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>" * 50)
    data = bytearray(made.getvalue())
    data[80] ^= 0x5A
    assert ours(bytes(data)) is None
    read, (found,) = answers.read_answers(bytes(data), "答卷.xlsx")
    assert not read
    assert "已损坏" in found.message


def test_cells_far_away_are_not_made_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_xlsxwriter([["一", "二"], ["三", "四"]])
    monkeypatch.setattr(regular_xlsx, "CELLS", 3)
    assert ours(data) is None


def test_a_large_workbook_goes_this_way_or_the_other_to_the_same_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_WORKBOOK", 0)
    monkeypatch.setattr(regular_xlsx, "_CHUNK", 4096)
    rows: Rows = [["序号", "满意吗", "意见"], *[(place, TEXTS[place % 7], f"第{place}条 ") for place in range(1, 400)]]
    (one,), told = answers.read_answers(by_xlsxwriter(rows), "答卷.xlsx")
    assert not told
    assert [list(column) for column in one.columns] == [
        [str(cell) for cell in column] for column in zip(*rows, strict=True)
    ]
    monkeypatch.setattr(regular_xlsx, "regular", lambda data: None)
    (other,), told = answers.read_answers(by_xlsxwriter(rows), "答卷.xlsx")
    assert not told
    assert [list(column) for column in one.columns] == [list(column) for column in other.columns]
    assert (one.name, one.height) == (other.name, other.height) == ("Sheet1", 400)


def test_a_far_cell_of_a_large_workbook_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_WORKBOOK", 0)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "一")
        sheet.write_string(1_048_575, 16_383, "二")
    read, (found,) = answers.read_answers(made.getvalue(), "答卷.xlsx")
    assert not read
    assert "XFD1048576" in found.message
