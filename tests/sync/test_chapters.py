"""Where edits go: into a chapter of the engagement's own line by line, else beside it, and what becomes of them there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evalkit.app import narrated, open_engagement
from tests.sync.conftest import Project
from tests.sync.surgery import Docx, edited

Edit = Callable[[Docx], None]
Counts = Callable[[dict[str, Any]], dict[str, int]]

CHAPTER = """{# 本章自己写 #}
# 有关建议

## 落实台账制度

建议**县科工局**按月检查台账。项目实际支出{{ 资金.支出数 | 金额 }}，
执行率为{{ 资金.预算执行率 | 百分比 }}[^1]。

下面是三条措施：

- 建立台账
- 按季度抽查
- 年终考核

{% for 问题 in 问题清单 %}
{{ 问题.建议 }}，请按期完成。

{% endfor %}
## 结果应用

评价结果作为安排下年预算的依据。

[^1]: 结余见资金表。
"""


def own(project: Project) -> None:
    (project.folder / "chapters").mkdir()
    (project.folder / "chapters" / "06-有关建议.md").write_text(CHAPTER, "utf-8")


def chapter(project: Project) -> str:
    return (project.folder / "chapters" / "06-有关建议.md").read_text("utf-8")


def names(project: Project) -> list[str]:
    return sorted(path.name for path in (project.folder / "chapters").iterdir())


def test_words_of_an_own_chapter_are_edited_in_its_lines(project: Project, counts: Counts) -> None:
    own(project)
    data = edited(
        project.built(),
        lambda made: made.replace("建议县科工局", "按月检查", "按季检查"),
        lambda made: made.replace("评价结果作为", "安排下年预算", "安排以后年度预算"),
        lambda made: made.replace("按季度抽查", "按季度", "每半年"),
    )
    assert counts(project.sync(data)) == {"changed": 3}
    assert names(project) == ["06-有关建议.md"]
    expected = (
        CHAPTER.replace("按月检查", "按季检查").replace("下年预算", "以后年度预算").replace("按季度抽查", "每半年抽查")
    )
    assert chapter(project) == expected.replace("，\n执行率", "，执行率")


def test_paragraphs_are_added_to_an_own_chapter_and_taken_out(project: Project, counts: Counts) -> None:
    own(project)
    data = edited(
        project.built(),
        lambda made: made.add("评价结果作为", "结果同时向社会公开。"),
        lambda made: made.delete("下面是三条措施"),
    )
    assert counts(project.sync(data)) == {"changed": 2}
    assert names(project) == ["06-有关建议.md"]
    expected = CHAPTER.replace("下面是三条措施：\n\n", "")
    assert chapter(project) == expected.replace("预算的依据。\n", "预算的依据。\n\n结果同时向社会公开。\n")


def test_a_paragraph_of_a_loop_is_edited_beside_the_chapter_and_no_other_with_it(
    project: Project, counts: Counts
) -> None:
    own(project)
    data = edited(
        project.built(), lambda made: made.replace("规范会计资料的整理和归档", "请按期完成", "请于年底前完成")
    )
    assert counts(project.sync(data)) == {"changed": 1}
    assert names(project) == ["06-有关建议.md", "06-有关建议.修改.md"]
    assert chapter(project) == CHAPTER
    assert project.text().count("请于年底前完成") == 1
    assert project.text().count("请按期完成") == 5


def test_an_edit_is_told_when_the_words_it_was_made_for_have_changed(project: Project, report: bytes) -> None:
    project.sync(edited(report, lambda made: made.replace("年度目标。", "发放准确率", "资金发放准确率")))
    facts = project.folder / "engagement.yaml"
    facts.write_text(facts.read_text("utf-8").replace("改善发放对象的生活。", "改善生活，按月报告。"), "utf-8")
    _, found = narrated(open_engagement(project.folder)[0])
    told = [one for one in found if "在 Word 里改过" in one.message]
    assert len(told) == 1
    assert told[0].severity == "warning"
    assert told[0].where.file == "chapters/01-预算支出基本情况.修改.md"
    assert "资金发放准确率" in project.text()
    # Its cure keeps her words for good.
    block, digest = (
        told[0].cure.split(word)[1].split("；")[0].split("、")[0].strip() for word in ("块 写成 ", "原文 写成 ")
    )
    path = project.folder / told[0].where.file
    head, _, rest = path.read_text("utf-8").partition("<!-- 改 ")
    mark, _, body = rest.partition("-->")
    mark = " ".join(
        f"块={block}" if part.startswith("块=") else f"原文={digest}" if part.startswith("原文=") else part
        for part in mark.split()
    )
    path.write_text(f"{head}<!-- 改 {mark} -->{body}", "utf-8")
    _, found = narrated(open_engagement(project.folder)[0])
    assert not [one for one in found if "在 Word 里改过" in one.message]
    assert "资金发放准确率" in project.text()


def test_a_deletion_is_not_carried_over_to_words_nobody_saw(project: Project, report: bytes) -> None:
    project.sync(edited(report, lambda made: made.delete("同时查阅政策文件")))
    facts = project.folder / "engagement.yaml"
    facts.write_text(facts.read_text("utf-8").replace("同时查阅政策文件", "评价组还走访企业，查阅政策文件"), "utf-8")
    _, found = narrated(open_engagement(project.folder)[0])
    assert [one.where.file for one in found if "没有用上" in one.message] == ["chapters/02-绩效评价工作情况.修改.md"]
    assert "评价组还走访企业，查阅政策文件" in project.text()


def test_replaced_files_are_kept_and_a_dry_run_writes_nothing(project: Project, counts: Counts) -> None:
    own(project)
    data = edited(project.built(), lambda made: made.replace("评价结果作为", "安排下年预算", "安排以后年度预算"))
    before = project.files()
    assert counts(project.sync(data, dry=True)) == {"changed": 1}
    assert project.files() == before
    project.sync(data)
    kept = project.folder / "build" / "收回前" / "1" / "chapters" / "06-有关建议.md"
    assert kept.read_text("utf-8") == CHAPTER
