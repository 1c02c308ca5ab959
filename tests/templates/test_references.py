"""Every numbered table and figure of a report is referred to by its number before it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from evalkit.app import Opened, open_engagement
from evalkit.model.document import Block, Document, Heading, Ref, Text, inlines_of, plain_text
from evalkit.model.facts import Facts
from evalkit.narrate import narrate, narrate_survey
from tests.templates.cases import ROOT, shipped

EXAMPLES = ROOT.parent / "examples"
#: The finished engagements, with several questionnaires and groups of the team among them.
FOLDERS = ("yongxing-2022", "lvliang-2021", "yunxiu-2024")
KINDS = sorted(path.name for path in ROOT.iterdir() if (path / "template.yaml").is_file())


@cache
def opened(name: str) -> Opened:
    made, _ = open_engagement(Path(EXAMPLES / name))
    return made


def never_named(document: Document) -> list[str]:
    """The captions nobody has referred to when their table or figure stands; ``图3至图5`` names those between too."""
    captions = [caption for block in document.blocks() if (caption := getattr(block, "caption", None)) is not None]
    order = [caption.label for caption in captions]
    told: set[str] = set()
    missed = []
    for block in document.blocks():
        caption = getattr(block, "caption", None)
        if caption is not None and caption.label not in told:
            missed.append(f"{caption.kind}{caption.number}")
        told |= set(_named(block, order))
    return missed


def _named(block: Block, order: list[str]) -> Iterator[str]:
    for run in inlines_of(block):
        for at, inline in enumerate(run):
            if not isinstance(inline, Ref):
                continue
            yield inline.target
            if at >= 2 and run[at - 1] == Text("至") and isinstance(first := run[at - 2], Ref):
                kind = inline.target.partition(":")[0]
                between = order[order.index(first.target) : order.index(inline.target)]
                yield from (label for label in between if label.partition(":")[0] == kind)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_table_and_figure_of_the_report_is_referred_to(name: str) -> None:
    made = opened(name)
    assert made.template is not None
    document, _ = narrate(made.case, made.template)
    assert never_named(document) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_every_table_and_figure_of_the_survey_report_is_referred_to(name: str) -> None:
    made = opened(name)
    assert made.template is not None
    document, _ = narrate_survey(made.case, made.template)
    assert document is not None
    assert never_named(document) == []


@pytest.mark.parametrize("id", KINDS)
def test_every_template_refers_to_its_tables_and_figures(id: str) -> None:
    # The chapters of the example itself belong to its own template.
    document, _ = narrate(opened("yongxing-2022").case, shipped(id))
    assert never_named(document) == []


def test_no_heading_of_the_survey_report_stands_over_nothing_where_no_question_makes_the_satisfaction() -> None:
    made = opened("yongxing-2022")
    assert made.template is not None
    left = Facts(fact for id, fact in made.case.facts.items() if id != "问卷.职工.满意度")
    document, _ = narrate_survey(replace(made.case, facts=left), made.template)
    assert document is not None
    blocks = list(document.blocks())
    heads = [plain_text(block.inlines) for block in blocks if isinstance(block, Heading)]
    assert "各题结果" in heads
    assert "总体情况" not in heads
    for block, after in pairwise(blocks):
        if isinstance(block, Heading) and isinstance(after, Heading):
            assert after.level > block.level, plain_text(block.inlines)
