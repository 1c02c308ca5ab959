"""A fresh engagement: what is answered to a wrong value, and what its folder says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.scaffold import answered, read_me, unsuitable


def test_a_value_given_on_the_command_line_is_mended_there() -> None:
    found = answered({}, {"项目.年度": "去年", "项目.报告日期": "明天"})
    assert [(one.message, one.cure) for one in found] == [
        ("“去年”不是整数", "写成 项目.年度=2025"),
        ("“明天”不是日期", "写成 项目.报告日期=2026-03-20"),
    ]


@pytest.mark.parametrize(
    ("key", "cure"),
    [
        ("项目.名程", "是不是 项目.名称"),
        ("项木.名称", "是不是“项目”，如 项目.名称"),
        ("年度", "等号前写“表.项”，表有：项目、机构，如 项目.名称"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_of_its_table(key: str, cure: str) -> None:
    assert [one.cure for one in answered({}, {key: "2025"})] == [cure]


def test_a_key_like_no_other_is_answered_with_those_there_are() -> None:
    (found,) = answered({}, {"项目.天气": "晴"})
    assert found.cure.startswith("可以填写的有：项目.名称、项目.年度、")


def test_a_value_typed_when_asked_is_mended_by_typing_again() -> None:
    assert unsuitable("项目.年度", "去年") == "“去年”不是整数，请再输入一次，如 2025"
    assert unsuitable("项目.报告日期", "明天") == "“明天”不是日期，请再输入一次，如 2026-03-20"
    assert unsuitable("项目.年度", "25") == "“25”不是四位数字的年份，请再输入一次，如 2025"
    assert unsuitable("项目.年度", "2025年") == ""
    assert unsuitable("项目.名称", "去年") == ""


def test_a_wrong_year_typed_at_the_terminal_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["去年", "2025"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda text, **_: next(typed) if text.startswith("项目.年度") else "")
    assert run(["new", str(tmp_path / "甲"), "--text"]) == 0
    assert capsys.readouterr().err == "“去年”不是整数，请再输入一次，如 2025\n"
    assert "  年度: 2025\n" in (tmp_path / "甲" / "engagement.yaml").read_text("utf-8")


def test_the_folder_says_what_it_holds_and_what_is_still_to_be_made() -> None:
    text = read_me(["评价底稿.xlsx", "questionnaires/职工.yaml", "attachments/执照.png"])
    there, later, built = (part.splitlines() for part in text.split("：\n\n")[1:])
    assert [line.split()[0] for line in there if line][:3] == ["评价底稿.xlsx", "questionnaires", "attachments"]
    assert [line.split()[0] for line in later if line][:4] == ["responses", "evidence", "interviews", "chapters"]
    assert "职工.xlsx" in later[0]
    assert built[0].startswith("build ")


@pytest.mark.parametrize("form", [["--text"], []])
def test_the_folders_said_to_be_there_are_there_and_the_others_are_not(form: list[str], tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "甲"), "--no-input", *form]) == 0
    text = (tmp_path / "甲" / "请先读我.txt").read_text("utf-8-sig")
    there, _, rest = text.partition("下面的文件夹还没有")
    first = {line.split()[0] for line in there.splitlines()[1:] if line}
    assert first == {path.name for path in (tmp_path / "甲").iterdir()} - {"请先读我.txt"}
    later = {line.split()[0] for line in rest.splitlines()[1:] if line}
    assert {"responses", "attachments", "evidence", "interviews", "chapters"} <= later
