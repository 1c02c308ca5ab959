"""Every example of docs/chapters.md is rendered: none has a fault, and each prints what the page says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from evalkit import app
from evalkit.app.opening import Opened
from evalkit.model.document import Table, block_text
from evalkit.model.places import Where
from evalkit.model.source import TextFile
from evalkit.model.template import Part
from evalkit.narrate import narrate

ROOT = Path(__file__).parent.parent.parent
_FENCED = re.compile(r"```markdown\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)
EXAMPLES = [(found[1], found[2]) for found in _FENCED.finditer((ROOT / "docs" / "chapters.md").read_text("utf-8"))]


@cache
def lvliang() -> Opened:
    return app.open_engagement(ROOT / "examples" / "lvliang-2021")[0]


def rendered(text: str):
    opened = lvliang()
    assert opened.template is not None
    parts = (Part("正文", "01-例"), *(part for part in opened.template.parts if part.kind == "附件"))
    chapters = {**opened.template.chapters, "01-例": TextFile("01-例.md", text, Where("01-例.md"))}
    document, findings = narrate(opened.case, replace(opened.template, parts=parts, chapters=chapters))
    return document.sections[0].blocks[1:], [one for one in findings if one.where.file == "01-例.md"]


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) >= 6
    assert any(printed for _, printed in EXAMPLES)


@pytest.mark.parametrize(("text", "printed"), EXAMPLES, ids=[text.split("\n")[0][:16] for text, _ in EXAMPLES])
def test_an_example_has_no_fault_and_prints_what_the_page_says(text: str, printed: str | None) -> None:
    blocks, findings = rendered(text)
    assert findings == []
    if printed is not None:
        assert "\n".join(block_text(block) for block in blocks) == printed.strip()


def test_the_table_of_the_page_has_its_lines_and_its_total() -> None:
    text = next(text for text, _ in EXAMPLES if "<br>" in text)
    table = rendered(text)[0][0]
    assert isinstance(table, Table)
    assert (table.unit, [row.role for row in table.rows]) == ("单位：万元", ["header", "body", "body", "total"])
    assert table.rows[2].cells[0].text == "下村\n（含新村）"


def test_the_references_of_the_page_have_their_numbers() -> None:
    text = next(text for text, _ in EXAMPLES if "附件:指标体系" in text)
    told = [block_text(block) for block in rendered(text)[0] if not isinstance(block, Table)]
    assert told[0] == "各级指标的得分见表1，得分率见图1。"
    assert told[-1] == "抽查的凭证见表2，指标的解释和标准见附件1，问卷的结果见附件3。"
