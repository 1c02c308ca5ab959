"""References to appendices: by the chapter's name or by what the appendix is called, whatever its number."""

from __future__ import annotations

import pytest

from evalkit.model.document import Contents, Heading, Ref, Text, block_text
from evalkit.model.template import Part
from evalkit.narrate import narrate
from tests.narrative.small import CASE, template

PARTS = (
    Part("正文", "01-一"),
    Part("附件", "附件1-指标体系"),
    Part("附件", "附件2-问卷调查报告", title="社会调查报告"),
)
CHAPTERS = {"附件1-指标体系": "# {{ 项目.名称 }}指标体系", "附件2-问卷调查报告": "# 问卷调查"}


def narrated(text: str, parts: tuple[Part, ...] = PARTS):
    return narrate(CASE, template({"01-一": f"# 一\n\n{text}", **CHAPTERS}, parts))


NAMES = [
    ("章名", "附件:问卷调查报告", "附件2"),
    ("报告里的名称", "附件:社会调查报告", "附件2"),
    ("不写附件二字", "社会调查报告", "附件2"),
    ("名称里有事实", "附件:慰问项目指标体系", "附件1"),
    ("名称里有事实的章名", "附件:指标体系", "附件1"),
]


@pytest.mark.parametrize(("name", "number"), [one[1:] for one in NAMES], ids=[one[0] for one in NAMES])
def test_an_appendix_is_referred_to_by_its_name(name: str, number: str) -> None:
    document, findings = narrated(f"结果见{{{{ 引用('{name}') }}}}。")
    assert findings == ()
    assert f"结果见{number}。" in [block_text(block) for block in document.blocks()]


def test_its_number_follows_when_the_appendices_change_places() -> None:
    text = "{{ 引用('附件:指标体系') }}、{{ 引用('附件:问卷调查报告') }}"
    document, _ = narrated(text, (PARTS[0], PARTS[2], PARTS[1]))
    assert "附件2、附件1" in [block_text(block) for block in document.blocks()]


def test_both_names_lead_to_the_same_heading() -> None:
    document, _ = narrated("{{ 引用('附件:社会调查报告') }}和{{ 引用('附件:问卷调查报告') }}")
    (words,) = [block for block in document.blocks() if block_text(block) == "附件2和附件2"]
    assert words.inlines == (Ref("附件:问卷调查报告", "附件2"), Text("和"), Ref("附件:问卷调查报告", "附件2"))
    heads = [block.label for block in document.blocks() if isinstance(block, Heading) and block.appendix]
    assert heads == ["附件:指标体系", "附件:问卷调查报告"]


@pytest.mark.parametrize(("name", "told"), [("问卷调查报告", "有"), ("社会调查报告", "有"), ("访谈记录", "没有")])
def test_a_chapter_can_ask_whether_an_appendix_is_there_by_either_name(name: str, told: str) -> None:
    document, _ = narrated(f"{{% if '{name}' in 篇章 %}}有{{% else %}}没有{{% endif %}}")
    assert told in [block_text(block) for block in document.blocks()]


def test_an_appendix_that_is_not_in_the_report_is_a_fault_with_the_nearest_name() -> None:
    _, (found,) = narrated("见{{ 引用('附件:调查报告') }}")
    assert (found.severity, str(found.where)) == ("error", "chapters/01-一.md:3")
    assert found.cure == "是不是“附件:社会调查报告”"


def test_a_name_that_shares_no_more_than_its_kind_with_another_is_not_guessed() -> None:
    _, (found,) = narrated("见{{ 引用('附件:访谈记录') }}")
    assert found.cure == "先用“插入”放进这个表或图；附件写它的章名"


def test_the_contents_take_their_depths_from_the_template() -> None:
    document, _ = narrated("甲", (Part("目录", depth=3, appendix_depth=2), *PARTS))
    (contents,) = [block for block in document.blocks() if isinstance(block, Contents)]
    assert (contents.depth, contents.appendix_depth) == (3, 2)
