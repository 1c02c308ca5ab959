"""Two people edited their own copies of one report: the second is merged against what it was made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sync.conftest import Project
from tests.sync.surgery import Docx, edited

Edit = Callable[[Docx], None]
Counts = Callable[[dict[str, Any]], dict[str, int]]


def test_edits_of_different_paragraphs_are_both_taken(project: Project, report: bytes, counts: Counts) -> None:
    project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    answer = project.sync(edited(report, lambda made: made.replace("同时查阅", "同时查阅", "同时还查阅")))
    assert counts(answer) == {"changed": 1}
    text = project.text()
    assert "项目全年实际支出91.58万元" in text
    assert "同时还查阅政策文件" in text


def test_edits_of_different_sentences_of_one_paragraph_are_both_taken(
    project: Project, report: bytes, counts: Counts
) -> None:
    project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    answer = project.sync(
        edited(report, lambda made: made.replace("项目实际支出", "支出的构成见", "支出由哪些部分构成，见"))
    )
    assert counts(answer) == {"changed": 1}
    assert (
        "项目全年实际支出91.58万元，预算执行率为98.62%，结余1.28万元。支出由哪些部分构成，见表1-1。" in project.text()
    )


def test_edits_of_one_sentence_clash_and_both_are_kept(project: Project, report: bytes, counts: Counts) -> None:
    project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    other = edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目当年实际"))
    answer = project.sync(other)
    assert counts(answer) == {"conflicts": 1}
    clash = answer["conflicts"][0]
    assert clash["before"].startswith("项目实际支出")
    assert clash["after"].startswith("项目当年实际支出")
    assert clash["ours"].startswith("项目全年实际支出")
    assert "项目全年实际支出" in project.text()
    kept = (project.folder / "chapters" / "01-预算支出基本情况.修改.md").read_text("utf-8")
    assert "项目全年实际支出" in kept
    assert "项目当年实际支出" in kept
    # She decides for the other one by the word in the mark.
    decided = kept.split("<!-- 冲突 ")[0].split("<!-- 改 ")[0] + "<!-- 改 " + kept.split("<!-- 冲突 ")[1]
    (project.folder / "chapters" / "01-预算支出基本情况.修改.md").write_text(decided, "utf-8")
    assert "项目当年实际支出91.58万元" in project.text()


def test_a_clash_is_decided_at_once_where_she_says_whose_words_count(
    project: Project, report: bytes, counts: Counts
) -> None:
    project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    other = edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目当年实际"))
    assert counts(project.sync(other, prefer="ours")) == {}
    assert "项目全年实际支出" in project.text()
    assert counts(project.sync(other, prefer="theirs")) == {"changed": 1}
    assert "项目当年实际支出" in project.text()


def test_what_one_deleted_and_the_other_edited_clashes(project: Project, report: bytes, counts: Counts) -> None:
    project.sync(edited(report, lambda made: made.delete("同时查阅政策文件")))
    answer = project.sync(edited(report, lambda made: made.replace("同时查阅", "同时查阅", "同时还查阅")))
    assert counts(answer) == {"conflicts": 1}
    assert "同时查阅" not in project.text()
    kept = (project.folder / "chapters" / "02-绩效评价工作情况.修改.md").read_text("utf-8")
    assert "同时还查阅政策文件" in kept


def test_both_added_a_paragraph_in_the_same_place(project: Project, report: bytes, counts: Counts) -> None:
    project.sync(edited(report, lambda made: made.add("同时查阅政策文件", "评价组另外走访了15户居民，与名单一致。")))
    answer = project.sync(edited(report, lambda made: made.add("同时查阅政策文件", "访谈对象由评价组自行选定。")))
    assert counts(answer) == {"changed": 1}
    text = project.text()
    assert "评价组另外走访了15户居民" in text
    assert "访谈对象由评价组自行选定。" in text


def test_cells_of_one_table_edited_by_two_are_both_taken(project: Project, report: bytes, counts: Counts) -> None:
    project.sync(edited(report, lambda made: made.set_cell("分析评价", "分析和评价")))
    answer = project.sync(edited(report, lambda made: made.set_cell("组织实施", "现场实施")))
    assert counts(answer) == {"changed": 1}
    text = project.text()
    assert "分析和评价\t" in text
    assert "现场实施\t" in text


def test_the_engagement_went_on_while_the_report_was_with_somebody(
    project: Project, report: bytes, counts: Counts
) -> None:
    facts = project.folder / "engagement.yaml"
    facts.write_text(facts.read_text("utf-8").replace("支出数: 11.50", "支出数: 11.40"), "utf-8")
    answer = project.sync(edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")))
    assert counts(answer) == {"changed": 1}
    # 56.24 + 23.84 + 11.40 = 91.48
    assert "项目全年实际支出91.48万元" in project.text()
