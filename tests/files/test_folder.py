"""The folder -> ``Source``: what is read, what is only listed, what is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evalkit.files.folder import find_engagement, read_files, read_folder
from evalkit.model.source import Source

TREE = {
    "engagement.yaml": "项目:\n  名称: 某项目\n",
    "tables/事实.csv": "名称,值\n人数,3\n",
    "questionnaires/职工.yaml": "标题: 问卷\n",
    "responses/职工.xlsx": "PK",
    "responses/~$职工.xlsx": "lock",
    "chapters/01-概况.md": "# 概况\r\n",
    "interviews/访谈.md": "记录",
    "interviews/录音.mp3": "ID3",
    "attachments/执照.png": "png",
    "evidence/凭证/7月.pdf": "%PDF",
    "build/绩效评价报告.docx": "PK",
    "build/tables/指标.yaml": "坏: [",
    ".git/tables/x.yaml": "坏: [",
    "tables/.~lock.事实.csv#": "x",
    "Thumbs.db": "x",
    "notes.txt": "随便",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "慰问项目"
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def names(source: Source) -> list[str]:
    return [table.name for table in source.tables if not table.at.file.startswith("presets/")]


def test_each_file_goes_where_it_belongs(folder: Path) -> None:
    source = read_folder(folder)
    assert source.findings == ()
    assert (source.name, str(source.at), names(source)) == ("慰问项目", "engagement.yaml", ["项目", "事实"])
    assert [id for id, _ in source.questionnaires] == ["职工"]
    assert [(text.name, text.text) for text in source.chapters] == [("chapters/01-概况.md", "# 概况\n")]
    assert [text.name for text in source.interviews] == ["interviews/访谈.md"]
    assert source.files == (
        "attachments/执照.png",
        "evidence/凭证/7月.pdf",
        "interviews/录音.mp3",
        "interviews/访谈.md",
        "responses/职工.xlsx",
    )


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_that_lead_out_of_the_folder_are_passed_over(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "秘密.yaml").write_text("[]", encoding="utf-8")
    (folder / "tables" / "意见.yaml").symlink_to(outside / "秘密.yaml")
    (folder / "evidence" / "外面").symlink_to(outside)
    (folder / "evidence" / "断了").symlink_to(tmp_path / "没有")
    (folder / "evidence" / "里面.pdf").symlink_to(folder / "evidence" / "凭证" / "7月.pdf")
    source = read_folder(folder)
    assert (source.findings, names(source)) == ((), ["项目", "事实"])
    assert [name for name in source.files if name.startswith("evidence/")] == [
        "evidence/凭证/7月.pdf",
        "evidence/里面.pdf",
    ]


def test_an_engagement_is_found_from_any_folder_inside_it(folder: Path, tmp_path: Path) -> None:
    assert find_engagement(folder / "evidence" / "凭证") == folder.resolve()
    assert find_engagement(folder) == folder.resolve()
    assert find_engagement(tmp_path) is None


def test_a_chapter_in_another_encoding_is_told() -> None:
    source = read_files("x", {"chapters/01-概况.md": "概况".encode("gbk")})
    assert [f"{found.where} {found.message}" for found in source.findings] == [
        "chapters/01-概况.md:1:1 文件的编码不是 UTF-8，像是 GBK"
    ]


def test_questionnaires_must_have_names_that_figures_can_be_called_by() -> None:
    source = read_files(
        "x", {"questionnaires/职工 1.yaml": b"a: 1", "questionnaires/空.yaml": b"", "questionnaires/a.docx": b"PK"}
    )
    assert [f"{found.where} {found.message}" for found in source.findings] == [
        "questionnaires/a.docx questionnaires 里只读 .yaml，没有读这个文件",
        "questionnaires/空.yaml 问卷文件是空的",
        "questionnaires/职工 1.yaml 问卷的文件名“职工 1”里有点号或空格，报告里没法引用",
    ]
