"""Round trips: a report is edited in every way people edit, taken back, and built again with the edits in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sync.conftest import Project
from tests.sync.surgery import Docx, edited

Edit = Callable[[Docx], None]
Counts = Callable[[dict[str, Any]], dict[str, int]]


def left_alone(made: Docx) -> None:
    pass


def strip(made: Docx) -> None:
    made.strip()


def forget(made: Docx) -> None:
    made.forget()


def split(made: Docx) -> None:
    made.split_runs()


VARIANTS = {"as written": left_alone, "controls stripped": strip, "runs split": split, "record removed": forget}


@pytest.fixture(params=list(VARIANTS)[:2])
def saved(request: pytest.FixtureRequest) -> Edit:
    """What the program the report was edited in leaves of our marks."""
    return VARIANTS[request.param]


@pytest.fixture(params=list(VARIANTS))
def left(request: pytest.FixtureRequest) -> Edit:
    """The same, for tests that try all of it at once."""
    return VARIANTS[request.param]


def libreoffice(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice saves it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("需要 LibreOffice")
    source, out = folder / "lo" / "报告.docx", folder / "lo" / "out"
    out.mkdir(parents=True)
    source.write_bytes(data)
    home = f"-env:UserInstallation=file://{folder / 'lo' / 'home'}"
    ask = [program, home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source)]
    subprocess.run(ask, check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(folder)})
    return (out / source.name).read_bytes()


# ---- nothing edited -------------------------------------------------------------------------------------------------


def test_a_report_nobody_edited_changes_nothing(project: Project, report: bytes, left: Edit, counts: Counts) -> None:
    before = project.files()
    answer = project.sync(edited(report, left))
    assert counts(answer) == {}
    assert project.files() == before


def test_a_report_saved_by_libreoffice_changes_nothing(
    project: Project, report: bytes, counts: Counts, tmp_path: Path
) -> None:
    before = project.files()
    answer = project.sync(libreoffice(report, tmp_path))
    assert counts(answer) == {}
    assert project.files() == before


# ---- words --------------------------------------------------------------------------------------------------------------


def test_words_put_into_a_paragraph_stay_and_its_figures_stay_true(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    answer = project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"), saved))
    assert counts(answer) == {"changed": 1}
    assert "项目全年实际支出91.58万元，预算执行率为98.62%" in project.text()
    facts = project.folder / "engagement.yaml"
    facts.write_text(facts.read_text("utf-8").replace("支出数: 11.50", "支出数: 11.40"), "utf-8")
    # 56.24 + 23.84 + 11.40 = 91.48；91.48 ÷ 92.86 = 98.51%
    assert "项目全年实际支出91.48万元，预算执行率为98.51%" in project.text()


def test_a_paragraph_typed_anew_keeps_the_figures_it_still_names(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    words = "截至年底，项目共支出91.58万元，执行率为98.62%。"
    answer = project.sync(edited(report, lambda made: made.retype("项目实际支出", words), saved))
    assert counts(answer) == {"changed": 1}
    assert words in project.text()
    facts = project.folder / "engagement.yaml"
    facts.write_text(facts.read_text("utf-8").replace("支出数: 11.50", "支出数: 11.40"), "utf-8")
    assert "截至年底，项目共支出91.48万元，执行率为98.51%。" in project.text()


def test_signs_of_markdown_and_templates_come_back_as_words(project: Project, report: bytes, saved: Edit) -> None:
    words = (
        "{{ 7*7 }}{% for x in y %}{# 注 #} **粗** # 题 <b>x</b> [链](https://a.b) ![图](c.png) `码` | 表 \\ 1. 2) - 3"
    )
    project.sync(edited(report, lambda made: made.retype("永兴县财政局审核", words), saved))
    squeezed = "".join(project.text().split())
    assert "".join(words.split()) in squeezed


@pytest.mark.parametrize(
    "words",
    ["- 第一", "1. 第一", "# 第一", "> 第一", "---", "表：第一", "<!-- 第一 -->", "<!-- 删 块=01/h -->", "+ 第一"],
)
def test_what_would_open_a_block_in_markdown_stays_a_paragraph(project: Project, report: bytes, words: str) -> None:
    answer = project.sync(edited(report, lambda made: made.retype("同时查阅政策文件", words)))
    assert not answer["conflicts"]
    assert "".join(words.split()) in ["".join(line.split()) for line in project.text().split("\n")]


# ---- blocks ---------------------------------------------------------------------------------------------------------------


def test_a_paragraph_with_a_typed_figure_is_added_where_it_was_typed(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    words = "评价组另外走访了15户居民，与发放名单一致。"
    answer = project.sync(edited(report, lambda made: made.add("同时查阅政策文件", words), saved))
    assert counts(answer) == {"changed": 1}
    assert answer["changed"][0]["what"] == "added"
    lines = project.text().split("\n")
    at = lines.index(words)
    assert lines[at - 1].startswith("同时查阅政策文件")


def test_a_deleted_paragraph_is_gone(project: Project, report: bytes, saved: Edit, counts: Counts) -> None:
    answer = project.sync(edited(report, lambda made: made.delete("同时查阅政策文件"), saved))
    assert counts(answer) == {"changed": 1}
    assert "同时查阅政策文件" not in project.text()


def test_a_moved_section_stands_where_it_was_moved(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    edit: Edit = lambda made: made.move("评价方法", "同时查阅政策文件", "层次清楚。")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"changed": 1}
    assert answer["changed"][0]["what"] == "moved"
    lines = project.text().split("\n")
    order = [
        next(n for n, line in enumerate(lines) if line.startswith(one))
        for one in ("层次清楚。", "同时查阅政策文件", "评价指标体系参照")
    ]
    assert order == sorted(order)
    assert lines[order[0] + 1] == "评价方法"


def test_a_row_taken_out_of_a_table_is_gone_and_the_others_stay(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    answer = project.sync(edited(report, lambda made: made.delete_row("前期准备"), saved))
    assert counts(answer) == {"changed": 1}
    text = project.text()
    assert "前期准备\t" not in text
    assert "组织实施\t" in text


def test_words_typed_into_a_cell_stay(project: Project, report: bytes, saved: Edit, counts: Counts) -> None:
    edit: Edit = lambda made: made.set_cell("分析评价", "分析和评价")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"changed": 1}
    assert "分析和评价\t" in project.text()


def test_many_edits_at_once_come_back_and_a_second_time_change_nothing_more(
    project: Project, report: bytes, left: Edit, counts: Counts
) -> None:
    edits: list[Edit] = [
        lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
        lambda made: made.add("同时查阅政策文件", "评价组另外走访了15户居民，与发放名单一致。"),
        lambda made: made.delete("可以衡量。"),
        lambda made: made.move("评价方法", "同时查阅政策文件", "层次清楚。"),
        lambda made: made.set_cell("分析评价", "分析和评价"),
        lambda made: made.set_figure("经综合评价", "82.75分", "88.75分"),
    ]
    data = edited(report, *edits, left)
    assert counts(project.sync(data)) == {"changed": 5, "figures": 1}
    before = project.files()
    assert counts(project.sync(data)) == {"figures": 1}
    assert project.files() == before
    assert counts(project.sync(project.built())) == {}
    text = project.text()
    assert "项目全年实际支出91.58万元" in text
    assert "评价组另外走访了15户居民" in text
    assert "可以衡量。" not in text
    assert "分析和评价\t" in text
    assert "82.75分" in text


def test_a_second_round_of_edits_goes_on_from_the_first(project: Project, report: bytes, saved: Edit) -> None:
    project.sync(edited(report, lambda made: made.add("同时查阅政策文件", "评价组另外走访了15户居民，与名单一致。")))
    project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    again = edited(
        project.built(),
        lambda made: made.replace("评价组另外走访了", "走访了", "上门走访了"),
        lambda made: made.replace("项目全年实际", "项目全年实际", "项目当年实际"),
        saved,
    )
    answer = project.sync(again)
    assert [one["what"] for one in answer["changed"]] == ["changed", "changed"]
    text = project.text()
    assert "评价组另外上门走访了15户居民" in text
    assert "项目当年实际支出91.58万元" in text
    assert "项目全年" not in text


def test_headings_are_reworded_and_given_another_level(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    edits: list[Edit] = [
        lambda made: made.replace("评价组织实施与评价方法", "评价组织实施与评价方法", "评价的组织和方法"),
        lambda made: made.relevel("评价方法", "评价的局限和需要说明的事项"),
    ]
    answer = project.sync(edited(report, *edits, saved))
    assert [(one["before"], one["after"]) for one in answer["changed"]] == [
        ("评价组织实施与评价方法", "评价的组织和方法"),
        ("评价方法（3级标题）", "评价方法（2级标题）"),
    ]
    assert counts(project.sync(project.built())) == {}


def test_an_item_typed_into_a_list_becomes_an_item(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    edit: Edit = lambda made: made.add_item("问卷由受访者在网上自愿填写", "访谈记录也一并参考。")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"changed": 1}
    lines = project.text().split("\n")
    at = lines.index("访谈记录也一并参考。")
    assert lines[at - 1].startswith("问卷由受访者")
    assert counts(project.sync(project.built())) == {}


def test_a_table_typed_in_word_is_taken_in_with_its_words(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    edit: Edit = lambda made: made.add_table("同时查阅政策文件", "前期准备")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"changed": 1}
    assert "格0|*\t格1|*\t格2|*\n格3|*\t格4|*\t格5|*" in project.text()


# ---- figures --------------------------------------------------------------------------------------------------------------


def test_an_altered_score_is_named_with_its_right_value_and_put_right(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    before = project.files()
    edit: Edit = lambda made: made.set_figure("经综合评价", "82.75分", "88.75分")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"figures": 1}
    figure = answer["figures"][0]
    assert (figure["name"], figure["right"], figure["shown"]) == ("总分", "82.75分", "88.75分")
    assert figure["adoptable"] is False
    assert project.files() == before


def test_a_figure_split_over_runs_is_still_that_figure(project: Project, report: bytes, counts: Counts) -> None:
    edit: Edit = lambda made: made.set_figure("项目实际支出", "91.58万元", "9", "2.5", "8万元")  # noqa: E731
    answer = project.sync(edited(report, edit))
    assert counts(answer) == {"figures": 1}
    assert (answer["figures"][0]["name"], answer["figures"][0]["shown"]) == ("资金.支出数", "92.58万元")


def test_an_altered_figure_beside_edited_words_is_put_right_and_the_words_are_kept(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    answer = project.sync(
        edited(
            report,
            lambda made: made.set_figure("项目实际支出", "91.58万元", "92.58万元"),
            lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
            saved,
        )
    )
    assert counts(answer) == {"changed": 1, "figures": 1}
    assert "项目全年实际支出91.58万元" in project.text()


# ---- the margin -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [False, True])
def test_a_tracked_change_is_taken_and_said_to_be_pending(
    project: Project, report: bytes, saved: Edit, counts: Counts, accepted: bool
) -> None:
    edit: Edit = lambda made: made.track("同时查阅政策文件", "座谈和电话访谈", "座谈、访谈", "财政局王科", accepted)  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"changed": 1} | ({} if accepted else {"tracked": 2})
    if not accepted:
        assert [(one["kind"], one["author"], one["date"], one["text"]) for one in answer["tracked"]] == [
            ("删除", "财政局王科", "2023-12-05", "座谈和电话访谈"),
            ("插入", "财政局王科", "2023-12-05", "座谈、访谈"),
        ]
    assert "并进行座谈、访谈。" in project.text()


def test_who_edited_is_who_tracked_it_or_saved_the_file(project: Project, report: bytes) -> None:
    edits: list[Edit] = [
        lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
        lambda made: made.track_paragraph("同时查阅政策文件", "财政局王科"),
        lambda made: made.saved_by("张三", "2023-12-08"),
    ]
    project.sync(edited(report, *edits))
    marks = {
        path.name[:2]: next(line for line in path.read_text("utf-8").split("\n") if "块=" in line)
        for path in (project.folder / "chapters").iterdir()
    }
    assert marks["01"].startswith("<!-- 改 ")
    assert "人=张三 日=2023-12-08 自=改过的.docx" in marks["01"]
    assert marks["02"].startswith("<!-- 删 ")
    assert "人=财政局王科 日=2023-12-05 自=改过的.docx" in marks["02"]


def test_comments_are_listed_with_author_place_and_words(
    project: Project, report: bytes, saved: Edit, counts: Counts
) -> None:
    edit: Edit = lambda made: made.comment("同时查阅政策文件", "专家李老师", "请补充访谈人数")  # noqa: E731
    answer = project.sync(edited(report, edit, saved))
    assert counts(answer) == {"comments": 1}
    comment = answer["comments"][0]
    assert (comment["author"], comment["date"], comment["text"]) == ("专家李老师", "2023-12-06", "请补充访谈人数")
    assert comment["quoted"].startswith("同时查阅政策文件、核对凭证")
    assert comment["where"].endswith("第二章（三）2. 第2段")
    assert comment["opinion"] == {"提出单位": "专家李老师", "位置": "第二章（三）2. 第2段", "意见": "请补充访谈人数"}


def test_a_comment_on_a_paragraph_with_a_reference_has_its_place(project: Project, report: bytes, saved: Edit) -> None:
    edit: Edit = lambda made: made.comment("从一级指标看", "专家李老师", "请补充比较")  # noqa: E731
    comment = project.sync(edited(report, edit, saved))["comments"][0]
    assert comment["where"].endswith("第三章（三） 第1段")
    assert comment["quoted"].endswith("合计扣17.25分，见表3-2。")


# ---- LibreOffice --------------------------------------------------------------------------------------------------------------


def test_edits_saved_by_libreoffice_come_back(project: Project, report: bytes, counts: Counts, tmp_path: Path) -> None:
    edits: list[Edit] = [
        lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际"),
        lambda made: made.set_figure("经综合评价", "82.75分", "88.75分"),
        lambda made: made.add("同时查阅政策文件", "评价组另外走访了15户居民，与发放名单一致。"),
        lambda made: made.delete("可以衡量。"),
        lambda made: made.set_cell("分析评价", "分析和评价"),
        lambda made: made.comment("层次清楚。", "专家李老师", "请举例"),
    ]
    answer = project.sync(libreoffice(edited(report, *edits), tmp_path))
    assert counts(answer) == {"changed": 4, "figures": 1, "comments": 1}
    text = project.text()
    assert "项目全年实际支出91.58万元" in text
    assert "评价组另外走访了15户居民" in text
    assert "可以衡量。" not in text
    assert "分析和评价\t" in text
    assert "82.75分" in text
    assert "88.75" not in text


def test_a_second_signature_block_before_the_contents_is_no_edit(project: Project) -> None:
    described = project.folder / "engagement.yaml"
    described.write_text(
        described.read_text("utf-8").replace("项目:\n", "项目:\n  加用篇章: 独立性声明、盖章页\n", 1), "utf-8"
    )
    data = project.built()
    assert "独立性声明" in project.text()
    answer = project.sync(data, dry=True)
    assert [answer[key] for key in ("changed", "conflicts", "figures")] == [[], [], []]
