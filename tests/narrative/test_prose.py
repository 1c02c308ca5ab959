"""A user's prose in a chapter: a paragraph a line, heads in bold as written; and what the summary says of the project."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from evalkit import app
from evalkit.app.opening import Opened
from evalkit.model.document import Document, Heading, block_text
from evalkit.narrate import narrate
from tests.narrative.small import CASE, ENGAGEMENT, write

LVLIANG = Path(__file__).parent.parent.parent / "examples" / "lvliang-2021"

BOLD = [
    ("段首的提示语", "**方案先行。**方案在进场前定稿。", [("方案先行。", True), ("方案在进场前定稿。", False)]),
    ("一是", "**一是“补缴”。**支出12万元。", [("一是“补缴”。", True), ("支出12万元。", False)]),
    ("句号后面的", "概述。**二是发放。**按月发。", [("概述。", False), ("二是发放。", True), ("按月发。", False)]),
    ("隐去的姓名不是加粗", "职工王**、李**反映未到账。", [("职工王**、李**反映未到账。", False)]),
    ("只有一对星号", "**没有收尾", [("**没有收尾", False)]),
    ("没有星号", "一是补缴。", [("一是补缴。", False)]),
]


@pytest.mark.parametrize(("said", "runs"), [one[1:] for one in BOLD], ids=[one[0] for one in BOLD])
def test_a_field_keeps_its_heads_in_bold(said: str, runs: list[tuple[str, bool]]) -> None:
    case = replace(CASE, engagement=replace(ENGAGEMENT, project={**ENGAGEMENT.project, "背景": f"引子。\n\n{said}"}))
    (first, second), findings = write("{{ 项目.背景 | 段落 }}", case)
    assert findings == ()
    assert block_text(first) == "引子。"
    assert [(run.text, run.bold) for run in second.inlines] == runs


@cache
def lvliang() -> Opened:
    return app.open_engagement(LVLIANG)[0]


def told(document: Document, head: str) -> list[str]:
    """The paragraphs under the first heading of these words."""
    blocks = list(document.blocks())
    at = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and block_text(one) == head)
    end = next(n for n, one in enumerate(blocks) if n > at and isinstance(one, Heading))
    return [block_text(one) for one in blocks[at + 1 : end]]


def without(name: str) -> Document:
    opened = lvliang()
    assert opened.template is not None
    facts = opened.case.facts.plus([replace(opened.case.facts[name], value=None)])
    return narrate(replace(opened.case, facts=facts), opened.template)[0]


def test_the_summary_says_what_was_written_for_it() -> None:
    opened = lvliang()
    assert opened.case.engagement is not None
    assert opened.template is not None
    document, _ = narrate(opened.case, opened.template)
    assert told(document, "项目概况") == [opened.case.engagement.project["摘要背景"].strip()]


def test_the_summary_does_not_repeat_the_background_of_the_first_chapter() -> None:
    assert told(without("项目.摘要背景"), "项目概况") == [
        "吕梁市国企解困和改革专项资金项目由吕梁市工业和信息化局组织实施，"
        "资金用于退休职工欠缴养老保险及滞纳金、退养职工生活费、留守处补贴。"
    ]
