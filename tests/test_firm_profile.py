"""``new --firm`` and ``firm style``: a firm's files reach the engagement, and its look the report."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.files.docx import read_docx


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30, 10, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress((b"\0" + b"\x40" * 30) * 10))
        + chunk(b"IEND", b"")
    )


PROFILE = """机构:
  名称: 某某管理咨询有限公司
  标志: 标志.png
  标志位置: 封面和页眉
  主色: 墨绿
  页眉: 某某咨询
  封面: {cover}
  样式文件: 样式.docx
"""


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    (tmp_path / "标志.png").write_bytes(png())
    assert run(["firm", "style", str(tmp_path / "样式.docx")]) == 0
    (tmp_path / "FIRM.yaml").write_text(PROFILE.format(cover="简洁"), "utf-8")
    return tmp_path / "FIRM.yaml"


@pytest.mark.parametrize("form", [(), ("--text",)])
def test_a_new_engagement_is_built_in_the_firms_look(
    firm: Path, form: tuple[str, ...], tmp_path: Path, without_libreoffice: None, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "新"
    assert run(["new", str(home), "--firm", str(firm), "--no-input", "--set", "项目.名称=某项目", *form]) == 0
    assert (home / "attachments" / "标志.png").read_bytes() == png()
    assert (home / "attachments" / "样式.docx").is_file()
    capsys.readouterr()
    assert run(["build", str(home), "--only", "docx", "--json"]) in (0, 1)
    (report,) = [path for path in (home / "build").iterdir() if path.name == "绩效评价报告.docx"]
    with zipfile.ZipFile(report) as archive:
        assert archive.read("word/media/logo.png") == png()
        headers = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/header")]
        assert any("某某咨询" in header and "<w:drawing" in header for header in headers)
        assert "某项目绩效评价报告" not in "".join(headers)
    document, _ = read_docx(report.read_bytes(), report.name)
    assert document is not None


def test_a_colour_that_is_too_light_stops_the_build_with_its_place(
    firm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "新"
    assert run(["new", str(home), "--firm", str(firm), "--no-input", "--set", "项目.名称=某项目", "--text"]) == 0
    path = home / "engagement.yaml"
    path.write_text(path.read_text("utf-8").replace("墨绿", "FFC000"), "utf-8")
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "FFC000" in text)
    capsys.readouterr()
    assert run(["build", str(home), "--json"]) == 2
    (found,) = json.loads(capsys.readouterr().out)["faults"]
    assert found["where"].split(":")[:2] == ["engagement.yaml", str(line)]
    assert "太浅" in found["message"]


def test_the_sheet_of_styles_is_not_overwritten_and_wrong_names_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "样式.docx"
    assert run(["firm", "style", str(out), "--preset", "公文", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["output"], answer["preset"]) == (str(out), "公文")
    assert {"标题 1", "正文缩进", "表格文字", "图表标题", "封面日期"} <= set(answer["styles"])
    assert run(["firm", "style", str(out)]) == 2  # another content
    assert "--force" in capsys.readouterr().err
    assert run(["firm", "style", str(out), "--force"]) == 0
    assert run(["firm", "style", str(tmp_path / "样式.doc")]) == 2
    assert run(["firm", "style", str(out), "--preset", "红头"]) == 2
    assert "报告、公文" in capsys.readouterr().err
