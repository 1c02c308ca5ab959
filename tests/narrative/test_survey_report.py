"""The social survey report as a document of its own: the same passages as the appendix, in an outline of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evalkit.app import Opened, open_engagement
from evalkit.model.document import Chart, Cover, Document, Heading, Table, block_text, plain_text
from evalkit.model.facts import Facts
from evalkit.model.places import Where
from evalkit.model.source import TextFile
from evalkit.narrate import narrate_survey

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_engagement(EXAMPLE)[0]


@pytest.fixture(scope="module")
def report(opened: Opened) -> Document:
    assert opened.template is not None
    document, findings = narrate_survey(opened.case, opened.template)
    assert findings == ()
    assert document is not None
    return document


def test_it_has_a_short_cover_and_its_own_chapters(report):
    cover = next(block for block in report.blocks() if isinstance(block, Cover))
    assert [label for label, _ in cover.lines] == ["委托单位", "调查机构"]
    assert plain_text(cover.title[-1]) == "社会调查报告"
    chapters = [
        f"{block.number}{plain_text(block.inlines)}"
        for block in report.blocks()
        if isinstance(block, Heading) and block.level == 1
    ]
    assert chapters == ["一、调查背景", "二、调查的组织实施", "三、调查结果", "四、调查结论", "附件1调查问卷"]


def test_its_figures_are_those_of_the_published_report(report):
    # The four means and their average as the source report prints them.
    words = "\n".join(block_text(block) for block in report.blocks())
    assert "总体满意度为86.57%" in words
    for question, figure in (
        ("发放及时性", "87.04"),
        ("发放标准", "81.48"),
        ("缓解生活压力", "91.67"),
        ("促进企业稳定", "86.11"),
    ):
        assert any(question in line and f"{figure}%" in line for line in words.splitlines()), question
    assert "“困难职工春节慰问”占总体的96.13%，只占有效问卷的14.81%" in words
    assert "78.13" not in words  # the mean of a group of four


def test_every_question_with_options_is_in_one_chart_and_those_with_the_same_options_share_it(report):
    # Q1 and Q2 say who answered; Q4, Q5 and Q7 have the same five answers.
    charts = [block for block in report.blocks() if isinstance(block, Chart)]
    assert [chart.kind for chart in charts] == ["bar", "bar", "bar", "diverging", "bar"]
    assert charts[3].categories == ("发放及时性", "发放标准", "促进企业稳定")


def test_a_question_is_told_in_one_place(report):
    tables = [block for block in report.blocks() if isinstance(block, Table)]
    rows = [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows]
    assert sum(row[-2:] == ("26人", "96.30%") for row in rows) == 1


def test_a_template_may_want_its_questions_one_by_one(opened):
    assert opened.template is not None
    document, findings = narrate_survey(opened.case, replace(opened.template, survey_batteries="逐题"))
    assert findings == ()
    assert document is not None
    kinds = [block.kind for block in document.blocks() if isinstance(block, Chart)]
    assert kinds == ["bar", "bar", "diverging", *["bar"] * 5]


def test_there_is_none_without_answers_or_without_an_outline(opened):
    assert opened.template is not None
    assert narrate_survey(replace(opened.case, facts=Facts()), opened.template) == (None, ())
    assert narrate_survey(opened.case, replace(opened.template, survey=())) == (None, ())


def test_a_chapter_of_the_engagement_takes_the_place_of_the_templates(opened):
    assert opened.template is not None
    assert opened.case.engagement is not None
    own = TextFile(
        "chapters/调查1-调查背景.md", "# 为什么调查\n\n自己写的背景。\n", Where("chapters/调查1-调查背景.md")
    )
    engagement = replace(opened.case.engagement, chapters=(own,))
    document, findings = narrate_survey(replace(opened.case, engagement=engagement), opened.template)
    assert findings == ()
    assert document is not None
    words = [block_text(block) for block in document.blocks()]
    assert "自己写的背景。" in words
