"""What a report is called on its cover, by its template."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evalkit import app
from evalkit.model.document import Cover, plain_text
from evalkit.narrate import narrate

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "report", "last", "firm"),
    [
        ("某局2021年部门整体支出", "部门整体支出绩效评价报告", "绩效评价报告", "评价机构"),
        ("某县2021年惠企政策", "政策绩效评价报告", "绩效评价报告", "评价机构"),
        ("某县2021年饮水项目", "绩效评价报告", "绩效评价报告", "评价机构"),
        ("某县2021年饮水项目", "事前绩效评估报告", "事前绩效评估报告", "评估机构"),
    ],
)
def test_the_cover_does_not_say_a_word_twice(name: str, report: str, last: str, firm: str) -> None:
    opened, _ = app.open_engagement(ROOT / "examples" / "lvliang-2021")
    assert opened.template is not None
    facts = opened.case.facts.plus([replace(opened.case.facts["项目.名称"], value=name)])
    document, _ = narrate(replace(opened.case, facts=facts), replace(opened.template, report=report, work=firm[:2]))
    cover = next(block for block in document.blocks() if isinstance(block, Cover))
    assert plain_text(cover.title[-1]) == last
    assert cover.lines[3][0] == firm
