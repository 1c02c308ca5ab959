"""得分调整记录: the adjustments, and the totals of the versions known throughout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.exhibits import version_history
from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import Document, Num, Ref, Section, block_text
from evalkit.model.engagement import Version
from evalkit.model.places import Where
from evalkit.narrative.outline import numbered
from evalkit.versions import version_facts
from evalkit.writers import word

AT = Where("评价底稿.xlsx", "版本分!A2")
ROWS = (
    Version("A12", "定稿", None, Decimal(3), "补交了论证材料", "评价组", "会议纪要1", date(2023, 11, 28), AT),
    Version("A12", "初评", None, Decimal(2), "", "", "", None, AT),
    Version("B11", "定稿", Decimal(4), Decimal("3.75"), "不足1%的不计", "张三", "B-2", None, AT),
)

#: Today 8 of 10 and 3.75 of 10; at 初评 A12 had 2 instead of 3 and B11 4 instead of 3.75.
SHOWN = """得分调整记录
编码\t指标\t版本\t原得分\t得分\t理由\t决定人\t依据\t日期
A12\t立项程序规范性\t初评\t—\t2\t—\t—\t—\t—
定稿\t2\t3\t补交了论证材料\t评价组\t会议纪要1\t2023年11月28日
B11\t慰问人数\t定稿\t4\t3.75\t不足1%的不计\t张三\tB-2\t—
各版本的一级指标得分和总分见。
各版本得分
一级指标\t分值\t初评\t定稿
决策\t10\t7\t8
产出\t10\t4\t3.75
总分\t20\t11\t11.75
注：没有调整记录的指标，各版本按现在的得分计。"""


@pytest.fixture
def adjusted(case: Case) -> Case:
    assert case.engagement is not None
    assert case.scoresheet is not None
    engagement = replace(case.engagement, versions=ROWS)
    facts = case.facts.plus(version_facts(engagement, case.scoresheet))
    return replace(case, engagement=engagement, facts=facts)


def test_the_adjustments_in_the_order_of_the_framework_and_of_the_versions(adjusted, shown):
    assert shown(version_history.build(adjusted)) == SHOWN


def test_an_indicator_spans_its_adjustments_and_its_scores_are_tied_to_their_versions(adjusted):
    history, lead, totals = version_history.build(adjusted)
    assert Ref(totals.caption.label) in lead.inlines
    assert [cell.rowspan for cell in history.rows[1].cells[:3]] == [2, 2, 1]
    assert history.rows[2].cells[1].inlines == (Num("2", "版本.初评.A12"),)
    assert totals.rows[-1].cells[-1].inlines == (Num("11.75", "版本.定稿.总分"),)


def test_versions_not_known_throughout_have_no_totals(adjusted, undecided):
    open_sheet = replace(adjusted, scoresheet=undecided.scoresheet)
    assert len(version_history.build(open_sheet)) == 1


def test_without_adjustments_a_placeholder_stands_here(case, shown):
    assert shown(version_history.build(case)).startswith("【待填：版本分表")


def test_both_tables_come_back_from_word_as_they_were_sent(adjusted):
    blocks = tuple(replace(block, id=f"附件1/{block.id}") for block in version_history.build(adjusted))
    (section,), _ = numbered((Section(blocks),))
    document, blocks = Document("试评", (section,)), section.blocks
    back, _ = read_docx(word.write(document, adjusted, {}), "报告.docx")
    sent = [(block.id, block_text(block)) for block in blocks]
    assert [(block.id, block_text(block)) for block in back.blocks()] == sent
    assert [block.base for block in back.blocks()] == [text for _, text in sent]
