"""Files that are broken, poisoned or not what they seem: told in a line, never half read, never half written."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from evalkit.cli.entry import run
from evalkit.files.folder import read_files

HEAD = ("一级指标", "二级指标", "三级指标", "编码", "分值", "评价标准")
FIRST = ("决策", "立项", "充分性", "A11", "40", "①甲，得20分；②乙，得20分")
SECOND = ("产出", "数量", "完成率", "C11", "60", "看完成情况")


def drawn() -> Any:
    spec = importlib.util.spec_from_file_location("drawn", Path(__file__).parent / "drawn.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWN = drawn()


def book(path: Path, *rows: tuple[str, ...]) -> Path:
    made = Workbook()
    assert made.active is not None
    made.active.title = "指标"
    for y, row in enumerate(rows, 1):
        for x, text in enumerate(row, 1):
            cell = made.active.cell(y, x, text)
            cell.data_type = "s"  # a text that begins with = as well
    made.save(path)
    return path


def damaged(data: bytes, compression: int) -> bytes:
    """The same archive packed by another method, every part of it spoilt behind its first bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    spoilt = bytearray(out.getvalue())
    for info in zipfile.ZipFile(out).infolist():
        start = info.header_offset + 30 + len(info.filename.encode())
        for at in range(start + 4, min(start + info.compress_size, start + 30)):
            spoilt[at] ^= 0x5A
    return bytes(spoilt)


@pytest.fixture
def faults(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, Any]]]:
    """Runs the command with --json: status 2, one document, its faults."""

    def ask(*words: object) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run(["framework", "import", *map(str, words), "--json"]) == 2
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["faults"]
        return found

    return ask


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_file_spoilt_inside_is_told_by_its_name_however_it_was_packed(
    tmp_path: Path, faults: Callable[..., list[dict[str, Any]]], method: int, suffix: str
) -> None:
    path = tmp_path / f"坏{suffix}"
    if suffix == ".xlsx":
        data = book(tmp_path / "好.xlsx", HEAD, FIRST).read_bytes()
    else:
        data = DRAWN.docx(["一级指标|二级指标|三级指标|分值\n决策|立项|充分性|40"])
    path.write_bytes(damaged(data, method))
    assert [one["where"] for one in faults(path)] == [path.name]


def test_signs_nobody_sees_and_halves_of_characters_do_not_get_into_the_tables(tmp_path: Path) -> None:
    """Excel spells a control character ``_x0001_`` in its own parts."""
    path = book(tmp_path / "表.xlsx", HEAD, ("决_xD800_策", "立_x0000_项", "充\x7f分\ufeff性", *FIRST[3:]), SECOND)
    assert run(["framework", "import", str(path), "--out", str(tmp_path / "出")]) == 0
    made = {f"tables/{one.name}": one.read_bytes() for one in (tmp_path / "出").iterdir()}
    source = read_files("出", made)
    assert source.findings == ()
    rows = next(table for table in source.tables if table.name == "指标").rows
    assert [rows[0].entries[key].text for key in HEAD[:3]] == ["决策", "立项", "充分性"]


def test_words_that_look_like_formulas_are_written_as_words(tmp_path: Path) -> None:
    rows = (
        ('=HYPERLINK("http://x.example")', "=cmd|' /C calc'!A0", "+1+1", "A11", "40", "=1+1，得40分"),
        ("http://x.example/a", "@SUM(1)", "-2+3", "C11", "60", "看完成情况"),
    )
    path = book(tmp_path / "表.xlsx", HEAD, *rows)
    out = tmp_path / "出.xlsx"
    assert run(["framework", "import", str(path), "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        strings = archive.read("xl/sharedStrings.xml").decode()
        links = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    assert not any("x.example" in link for link in links)
    assert "=cmd|" in strings


def test_a_code_written_more_often_than_there_are_numbers_is_made_different_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("决策", "立项", f"第{n}项", "A1-999", "10", "得10分") for n in range(3)]
    path = book(tmp_path / "表.xlsx", HEAD, *rows)
    assert run(["framework", "import", str(path), "--json"]) == 0
    made = [one["code"] for one in json.loads(capsys.readouterr().out)["indicators"]]
    assert made == ["A1-999", "A1-1000", "A1-1001"]


#: The last column by its title: telephone numbers, ages, or nothing.
ROSTERS = {
    "电话": f"序号|姓名|单位|电话\n1|欧阳受访|某局|13{'8' * 9}\n2|司马受访|某局|13{'9' * 9}",
    "年龄": "序号|姓名|单位|年龄\n1|欧阳受访|某局|35\n2|司马受访|某局|46\n3|诸葛受访|某局|51",
    "": "1|欧阳受访|某局|\n2|司马受访|某局|",
}


@pytest.mark.parametrize(
    ("between", "last"), [("", "电话"), ("附件2 访谈人员名单", "电话"), ("", "年龄"), ("附件2 访谈人员名单", "")]
)
def test_a_roster_behind_the_framework_is_not_taken_for_more_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], between: str, last: str
) -> None:
    path = tmp_path / "报告.docx"
    framework = "一级指标|二级指标|三级指标|分值\n决策|立项|充分性|40\n产出|数量|完成率|60"
    path.write_bytes(DRAWN.docx([framework, ROSTERS[last]], between))
    assert run(["framework", "import", str(path), "--json"]) == 0
    told = capsys.readouterr().out
    assert [one["name"] for one in json.loads(told)["indicators"]] == ["充分性", "完成率"]
    assert not re.search("受访|138888|139999", told)


def test_a_standard_as_long_as_a_chapter_is_kept_but_not_searched_for_a_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "等，" * 1500
    path = book(tmp_path / "表.xlsx", HEAD, (*FIRST[:5], long), SECOND)
    assert run(["framework", "import", str(path), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["indicators"][0]["standard"] == long
    assert made["unsure"][0]["why"] == "评价标准有 3000 个字，没有读成规则"


def test_what_the_disk_refuses_is_one_line_and_one_document(
    tmp_path: Path, faults: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "表.xlsx", HEAD, FIRST, SECOND)
    folder = tmp_path / "出.xlsx"
    folder.mkdir()
    assert [one["message"] for one in faults(path, "--out", folder)] == ["这里应当是文件，却有一个同名的文件夹"]
    assert [one["message"] for one in faults(tmp_path)] == ["这是文件夹，不是文件"]

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert [one["message"] for one in faults(path)] == ["没有权限，或它正在别的程序中打开"]


def test_points_of_a_framework_that_is_replaced_do_not_stay_behind(tmp_path: Path) -> None:
    out = tmp_path / "出"
    assert run(["framework", "import", str(book(tmp_path / "一.xlsx", HEAD, FIRST, SECOND)), "--out", str(out)]) == 0
    assert "编码: A11" in (out / "要点.yaml").read_text("utf-8")
    plain = book(tmp_path / "二.xlsx", HEAD, SECOND)
    assert run(["framework", "import", str(plain), "--out", str(out)]) == 2
    assert run(["framework", "import", str(plain), "--out", str(out), "--force"]) == 0
    assert "编码: A11" not in (out / "要点.yaml").read_text("utf-8")
