"""The outline of a report: optional parts, parts not used, pages before the contents, the summary."""

from __future__ import annotations

from dataclasses import replace

from evalkit.model.document import Heading, Paragraph
from evalkit.model.engagement import Engagement
from evalkit.model.places import Where
from evalkit.model.source import TextFile
from evalkit.model.template import Part, Template
from evalkit.narrative.parts import outline, sections, unused
from tests.exhibits.conftest import ENGAGEMENT

PARTS = (
    Part("封面"),
    Part("前页", "前页-独立性声明", optional=True),
    Part("目录"),
    Part("正文", "01-概况"),
    Part("附件", "附件2-问卷调查报告"),
    Part("附件", "附件-访谈记录", optional=True),
)


TEMPLATE = Template("甲", "甲", "", "", (), "报告", 3, PARTS, {}, {}, Where("甲"))


def engaged(**project: str) -> Engagement:
    return replace(ENGAGEMENT, project=project, places={f"项目.{key}": Where("项目", key) for key in project})


def chapters(**project: str) -> list[str]:
    parts, _ = outline(PARTS, engaged(**project))
    return [part.chapter for part in parts if part.chapter]


def test_optional_parts_are_left_out_unless_asked_for():
    assert chapters() == ["01-概况", "附件2-问卷调查报告"]
    assert chapters(加用篇章="独立性声明") == ["前页-独立性声明", "01-概况", "附件2-问卷调查报告"]
    assert chapters(加用篇章="访谈记录、独立性声明")[-1] == "附件-访谈记录"


def test_a_part_that_is_not_used_is_named_with_or_without_its_number():
    assert chapters(不用篇章="问卷调查报告") == ["01-概况"]
    assert chapters(不用篇章="附件2-问卷调查报告.md") == ["01-概况"]


def test_a_part_with_a_title_of_its_own_goes_by_either_name():
    named = (PARTS[3], replace(PARTS[4], title="社会调查报告"))
    for name in ("社会调查报告", "问卷调查报告"):
        kept, findings = outline(named, engaged(不用篇章=name))
        assert ([part.chapter for part in kept], findings) == (["01-概况"], ())


def test_a_name_that_is_no_part_says_which_is_meant():
    _, findings = outline(PARTS, engaged(加用篇章="独立声明", 不用篇章="访谈记录"))
    assert [(str(one.where), one.message, one.cure) for one in findings] == [
        ("项目:加用篇章", "“加用篇章”里的“独立声明”不是模板的篇章", "是不是“独立性声明”"),
        ("项目:不用篇章", "“不用篇章”里的“访谈记录”不是模板的篇章", "可以写的有：概况、问卷调查报告"),
    ]


def complaints(*names: str, **texts: str) -> list[tuple[str, str]]:
    """What is told of chapter files of these names beside a template that inherits a chapter it does not use."""

    def file(name: str, text: str = "正文。") -> TextFile:
        return TextFile(f"chapters/{name}.md", text, Where(f"chapters/{name}.md"))

    template = replace(
        TEMPLATE, parts=PARTS, survey=(Part("正文", "调查1-背景"),), chapters={"01-基本情况": file("01-基本情况")}
    )
    own = [*(file(name) for name in names), *(file(name, text) for name, text in texts.items())]
    return [(one.message, one.cure) for one in unused(own, template)]


def test_a_chapter_of_either_outline_is_used_whether_or_not_its_part_is():
    assert complaints("01-概况", "附件-访谈记录", "附件2-问卷调查报告", "调查1-背景") == []


def test_a_chapter_file_no_outline_names_is_told_with_the_chapter_it_may_be_meant_for():
    told = "这份报告的提纲里没有名为“{}”的章，这个文件没有用上"
    assert complaints("附件3-问卷调查报告书") == [
        (told.format("附件3-问卷调查报告书"), "改名为“附件2-问卷调查报告.md”")
    ]
    # The template has a chapter of this name, of an outline that is not its own; the number is what they share.
    assert complaints("01-基本情况") == [(told.format("01-基本情况"), "改名为“01-概况.md”")]
    ((_, cure),) = complaints("09-其他事项")
    assert cure == "改成提纲里的章名，有：前页-独立性声明、01-概况、附件2-问卷调查报告、附件-访谈记录、调查1-背景"


def test_a_file_for_others_to_include_is_told_where_none_does():
    assert complaints(**{"_甲": "正文。", "01-概况": '{% include "_甲" %}'}) == []
    assert complaints("_乙") == [
        ("没有哪一章引用“_乙”，这个文件没有用上", '在用到它的章里写 {% include "_乙" %}，或删去')
    ]


def test_pages_before_the_contents_have_no_number_and_the_summary_begins_to_count():
    def body(name: str) -> list:
        return [Heading(name, 1, ())]

    parts = (Part("前页", "甲"), Part("前页", "乙"), Part("摘要", "摘"), Part("正文", "一"), Part("附件", "附"))
    made = sections(((part, body(part.chapter)) for part in parts), "标题", [])
    assert [(one.header, one.numbering) for one in made] == [
        *(("", "none"), ("", "none"), ("标题", "start"), ("标题", "continue"), ("标题", "continue")),
    ]
    assert isinstance(made[3].blocks[0], Paragraph)
    assert made[3].blocks[0].role == "title"
    assert not any(isinstance(block, Paragraph) for one in made[:3] for block in one.blocks)
