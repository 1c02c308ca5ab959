"""Values written into files: nothing but what was wished changes, and what cannot be done so is refused."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from evalkit.files.source_edits import edited_sources
from evalkit.model.places import Where
from evalkit.syncing.adopting import CellEdit, RowAdded, SourceEdit

FILE = "tables/事实.yaml"


def cell(spot: str, value: str = "5", key: str = "值") -> CellEdit:
    """A value that stands at a place."""
    return CellEdit(Where(FILE, spot), Where(FILE, "1:3"), key, value)


def key(row: str, name: str = "备注", value: str = "复核") -> CellEdit:
    """A key a row has not got yet."""
    return CellEdit(None, Where(FILE, row), name, value)


WRITTEN: list[tuple[str, str, tuple[SourceEdit, ...], str]] = [
    ("a blank key of a block", "- 名称: 甲\n  值:\n", (cell("2:5"),), "- 名称: 甲\n  值: 5\n"),
    (
        "a blank key with a comment",
        "- 名称: 甲\n  值:  # 待查\n  备注: x\n",
        (cell("2:5"),),
        "- 名称: 甲\n  值: 5  # 待查\n  备注: x\n",
    ),
    ("a blank key at the end of the file", "- 名称: 甲\n  值:", (cell("2:5"),), "- 名称: 甲\n  值: 5"),
    ("a blank key in braces", "- {名称: 甲, 值: }\n", (cell("1:14"),), "- {名称: 甲, 值: 5}\n"),
    ("a blank key right before a comma", "- {值:, 名称: 甲}\n", (cell("1:6"),), "- {值: 5, 名称: 甲}\n"),
    ("a key behind a trailing comma", "- {名称: 甲, 值: 3,}\n", (key("1:3"),), "- {名称: 甲, 值: 3, 备注: 复核,}\n"),
    (
        "a key before a comment in braces",
        "- {\n  名称: 甲,\n  值: 3 # 见底稿\n  }\n",
        (key("1:3"),),
        "- {\n  名称: 甲,\n  值: 3, 备注: 复核 # 见底稿\n  }\n",
    ),
    ("an anchor", "- {名称: 甲, 值: &a 3}\n", (cell("1:14"),), "- {名称: 甲, 值: &a 5}\n"),
    (
        "two values of one line",
        "- {名称: 甲, 值: 3, 备注: x}\n",
        (cell("1:14", "1000"), cell("1:21", "复核", "备注")),
        "- {名称: 甲, 值: 1000, 备注: 复核}\n",
    ),
    (
        "keys put into two rows",
        "- 名称: 甲\n  值: 1\n- 名称: 乙\n  值: 2\n",
        (key("1:3"), key("3:3")),
        "- 名称: 甲\n  值: 1\n  备注: 复核\n- 名称: 乙\n  值: 2\n  备注: 复核\n",
    ),
    (
        "a row below the others",
        "- {名称: 甲, 值: 3}  # 头一行\n",
        (RowAdded("事实", Where(FILE, "1:1"), (Where(FILE, "1:3"),), {"名称": "乙", "值": "4"}),),
        "- {名称: 甲, 值: 3}  # 头一行\n- {名称: 乙, 值: 4}\n",
    ),
]


@pytest.mark.parametrize(("text", "edits", "made"), [one[1:] for one in WRITTEN], ids=[one[0] for one in WRITTEN])
def test_a_value_is_written_where_it_belongs(text: str, edits: tuple[SourceEdit, ...], made: str) -> None:
    files, wrong = edited_sources({FILE: text.encode()}, edits)
    assert wrong == ()
    assert files[FILE].decode() == made


REFUSED: list[tuple[str, str, SourceEdit]] = [
    ("a key without a colon", "- {名称: 甲, 值}\n", cell("1:12")),
    ("a row that ends in an alias", "- {名称: &a 甲}\n- {名称: 乙, 值: *a}\n", key("2:3")),
    ("a file that cannot be read", "- {名称: 甲, 值: 3\n", cell("1:14")),
]


@pytest.mark.parametrize(("text", "edit"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_what_would_spoil_the_file_is_refused_with_its_place(text: str, edit: CellEdit) -> None:
    files, (wrong,) = edited_sources({FILE: text.encode()}, (edit,))
    assert files == {}
    assert wrong.where == (edit.at or edit.row)
    assert "写不进这个文件" in wrong.message
    assert wrong.cure == f"自己打开这个文件写上：“{edit.key}”写 {edit.value}"


def workbook(formula: str | int) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("事实", 0)
    sheet.append(["名称", "值"])
    sheet.append(["甲", 3])
    book.create_sheet("资金").append(["合计", formula])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_that_calculates_is_left_to_excel() -> None:
    name = "评价底稿.xlsx"
    edit = CellEdit(Where(name, "事实!B2"), Where(name, "事实!2"), "值", "5")
    files, (wrong,) = edited_sources({name: workbook("=事实!B2*2")}, (edit,))
    assert files == {}
    assert str(wrong.where) == str(edit.at)
    assert "资金!B1" in wrong.message
    assert wrong.cure == "用 Excel 或 WPS 打开，写上：“值”写 5，再保存"
    files, found = edited_sources({name: workbook(6)}, (edit,))
    assert found == ()
    assert zipfile.is_zipfile(io.BytesIO(files[name]))
    assert openpyxl.load_workbook(io.BytesIO(files[name]))["事实"]["B2"].value == 5
