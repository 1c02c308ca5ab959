"""``evalkit sync`` and ``evalkit check REPORT`` as typed: what they print, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evalkit.app import build as built
from evalkit.cli.entry import run
from evalkit.cli.locating import located
from evalkit.syncing.changes import around
from tests.sync.conftest import Project
from tests.sync.surgery import Docx, edited

Edit = Callable[[Docx], None]
KEYS = {"changed", "conflicts", "figures", "comments", "tracked", "adopted", "dry_run", "outputs", "removed", "kept"}


@pytest.fixture
def file(project: Project, report: bytes) -> Callable[..., str]:
    def make(*edits: Edit) -> str:
        path = project.folder.parent / "改过的.docx"
        path.write_bytes(edited(report, *edits))
        return str(path)

    return make


def test_nothing_edited_is_said_in_so_many_words(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sync", file(), "-C", str(project.folder)]) == 0
    assert capsys.readouterr().out == "没有改动。\n"


def test_the_answer_in_json_has_the_contract_s_keys(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(
        lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
        lambda made: made.set_figure("经综合评价", "82.75分", "88.75分"),
    )
    assert run(["sync", path, "-C", str(project.folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == KEYS
    assert [Path(name).name for name in answer["outputs"]] == ["01-预算支出基本情况.修改.md"]


def test_check_says_the_same_and_changes_nothing(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(
        lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
        lambda made: made.set_figure("经综合评价", "82.75分", "88.75分"),
        lambda made: made.comment("同时查阅政策文件", "专家李老师", "请补充访谈人数"),
    )
    before = project.files()
    assert run(["check", path, "-C", str(project.folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    stale = next(one["message"] for one in found if one["kind"] == "stale_build")
    assert stale.startswith("在 Word 里改了：项目实际支出")
    assert [one["subject"] for one in found if one["kind"] == "text_vs_table" and one["stated"] == "88.75分"] == [
        "总分"
    ]
    assert any(one["message"].endswith("请补充访谈人数") for one in found)
    assert project.files() == before


def test_a_row_taken_out_is_told_as_taken_out_with_its_words_and_an_emptied_cell_as_emptied(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(lambda made: made.delete_row("前期准备"), lambda made: made.set_cell("分析评价", ""))
    assert run(["sync", path, "-C", str(project.folder), "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    (gone,) = [line for line in told if "前期准备" in line]
    assert gone.startswith("  删　")
    assert any(line.startswith("  改　") and line.endswith("：分析评价 → （清空）") for line in told)
    assert run(["check", path, "-C", str(project.folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    said = [one["message"] for one in found if one["kind"] == "stale_build"]
    assert any(one.startswith("在 Word 里删了：前期准备") for one in said)
    assert "在 Word 里改了：分析评价 → （清空）" in said


def test_commands_that_are_told_carry_the_folder_that_was_named_and_the_file_as_it_was_written(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = file(lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")), str(project.folder)
    run(["check", path, "-C", home])
    assert f"运行 evalkit sync -C {home} {path}" in capsys.readouterr().out
    run(["check", path, "-C", home, "--json"])
    cures = [one["cure"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert any(one.startswith(f"要收回到章节里的，运行 evalkit sync -C {home} {path}；") for one in cures)
    run(["sync", path, "-C", home])
    assert f"下一步：evalkit build {home} 重新生成报告。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "text", "told"),
    [
        (["status", "我的 项目"], "重新运行 evalkit build；再运行 evalkit check。",
         '重新运行 evalkit build "我的 项目"；再运行 evalkit check -C "我的 项目"。'),
        (["score", "甲"], "evalkit score --sensitivity 逐条列出", "evalkit score 甲 --sensitivity 逐条列出"),
        (["sync", "a.docx", "-C", "甲"], "先用 evalkit survey import 职工 导出文件", "先用 evalkit survey import -C 甲 职工 导出文件"),
        (["sync", "a.docx", "-C", "甲"], "evalkit build 文件夹；先用 evalkit new 新建", "evalkit build 文件夹；先用 evalkit new 新建"),
        (["sync", "a.docx"], "重新运行 evalkit build", "重新运行 evalkit build"),
    ],
)  # fmt: skip
def test_the_folder_stands_where_each_command_takes_it(given: list[str], text: str, told: str) -> None:
    assert run([*given, "--json"]) == 2  # there is no such folder, and it was named all the same
    assert located(text) == told


def test_the_report_under_build_is_found_by_the_name_the_checks_give_it(
    project: Project, report: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project.folder / "build" / "绩效评价报告.docx"
    made.parent.mkdir()
    made.write_bytes(edited(report, lambda one: one.replace("项目实际支出", "项目实际", "项目全年实际")))
    home = str(project.folder)
    run(["check", "-C", home])
    assert f"evalkit sync -C {home} build/绩效评价报告.docx 把改动收回" in capsys.readouterr().out
    assert run(["sync", "-C", home, "build/绩效评价报告.docx", "--dry-run"]) == 0
    assert "项目全年实际" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("没有.docx", None, "没有这个文件"),
        ("报告.pdf", b"%PDF-1.7", "只能收回 .docx 报告里的修改"),
        ("坏的.docx", b"PK\x03\x04 not a package", "文件损坏，或不是 .docx"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(
    project: Project, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, message: str
) -> None:
    path = project.folder.parent / name
    if data is not None:
        path.write_bytes(data)
    assert run(["sync", str(path), "-C", str(project.folder), "--json"]) == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert len(faults) == 1
    assert faults[0]["message"].startswith(message)


def test_a_report_of_another_engagement_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    made = docx.Document()
    for place in range(20):
        made.add_paragraph(f"另一个项目的第{place}段文字，和这里没有关系。")
    path = project.folder.parent / "别的.docx"
    made.save(str(path))
    assert run(["sync", str(path), "-C", str(project.folder)]) == 2
    assert "不像是这个项目的报告" in capsys.readouterr().err
    assert not (project.folder / "chapters").exists()


def test_entities_in_a_margin_are_not_read(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaa">]><c>&a;</c>'

    def poison(made: Docx) -> None:
        made.comment("同时查阅政策文件", "专家", "看看")
        made.parts["word/comments.xml"] = bomb

    path = file(poison)
    assert run(["sync", path, "-C", str(project.folder)]) == 0
    assert "批注和修订没有读" in capsys.readouterr().err


def test_words_that_would_be_a_template_are_never_run(project: Project, file: Callable[..., str]) -> None:
    path = file(
        lambda made: made.retype("同时查阅政策文件", "{{ 插入('得分情况表') }}{% include '01-基本情况' %}{{ 总分 }}")
    )
    assert run(["sync", path, "-C", str(project.folder)]) == 0
    assert "{{插入('得分情况表')}}{%include'01-基本情况'%}{{总分}}" in "".join(project.text().split())


def test_a_public_edition_is_refused_whatever_its_name_and_by_its_name_where_its_property_is_lost(
    project: Project, report: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    built(project.folder, only=("docx",), edition="公开版", force=True)
    public = (project.folder / "build" / "绩效评价报告（公开版）.docx").read_bytes()
    lost = Docx(public)
    core = lost.parts["docProps/core.xml"]
    lost.parts["docProps/core.xml"] = core.replace("<cp:contentStatus>公开版</cp:contentStatus>".encode(), b"")
    assert lost.parts["docProps/core.xml"] != core
    before = project.files()
    for name, data in (("改名.docx", public), ("报告（公开版）-张改.docx", lost.bytes())):
        path = project.folder.parent / name
        path.write_bytes(data)
        capsys.readouterr()
        assert run(["sync", str(path), "-C", str(project.folder), "--json"]) == 2
        (said,) = json.loads(capsys.readouterr().out)["faults"]
        assert said["message"].startswith("这是公开版")
    assert project.files() == before
    own = project.folder.parent / "公开版之前.docx"  # the working report, whatever it is called
    own.write_bytes(report)
    assert run(["sync", str(own), "-C", str(project.folder)]) == 0


def test_a_final_edition_is_taken_back(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    built(project.folder, only=("docx",), edition="定稿", force=True)
    path = project.folder / "build" / "绩效评价报告（定稿）.docx"
    assert run(["sync", str(path), "-C", str(project.folder)]) == 0
    assert "没有改动" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("短的一句。", "短的两句。", ("短的一句。", "短的两句。")),
        (
            "甲" * 60 + "支出按规定审批，手续齐全。" + "乙" * 60,
            "甲" * 60 + "支出按规定审核，手续齐全。" + "乙" * 60,
            ("…甲甲支出按规定审批，手续齐全。乙乙…", "…甲甲支出按规定审核，手续齐全。乙乙…"),
        ),
        (
            "甲" * 60 + "，执行率为98.62%，资金使用合规",
            "甲" * 60 + "，执行率为98.62%，资金使用不合规",
            ("…98.62%，资金使用合规", "…98.62%，资金使用不合规"),
        ),
        ("甲" * 30, "甲" * 30 + "乙", ("…" + "甲" * 8, "…" + "甲" * 8 + "乙")),
    ],
)
def test_a_long_text_is_shown_where_it_begins_to_differ(before: str, after: str, shown: tuple[str, str]) -> None:
    assert around(before, after) == shown


def test_both_commands_show_the_words_that_changed_in_a_long_paragraph(
    project: Project, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(lambda made: made.replace("为掌握国有企业", "形成本报告", "形成了本报告"))
    shown = "…，在此基础上形成本报告。 → …，在此基础上形成了本报告。"
    assert run(["check", path, "-C", str(project.folder), "--json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["message"] for one in found if one["kind"] == "stale_build"] == [f"在 Word 里改了：{shown}"]
    assert run(["sync", path, "-C", str(project.folder)]) == 0
    assert shown in capsys.readouterr().out
