"""Line breaks and signs in the cells of a table: as they were typed, once round through Markdown."""

from __future__ import annotations

import pytest
from lxml import etree

from evalkit.model.document import Break, Cell, Column, Inline, Paragraph, Row, Table, Text
from evalkit.model.facts import Facts
from evalkit.model.places import Where
from evalkit.narrative.markdown import parse_markdown
from evalkit.narrative.marks import Register
from evalkit.syncing.markdown import block_markdown, cell_markdown
from tests.sync.conftest import Project
from tests.sync.surgery import Docx, edited, run, w, words

LINES = (Text("第一行"), Break(), Text("1. 第二行"), Break(), Break(), Text("#第四行|<br>"))
CELLS = [
    ("lines stay lines", LINES, LINES),
    ("empty lines at the ends go", (Break(), Text("甲"), Break(), Text(" "), Break()), (Text("甲"),)),
    ("nothing typed", (Break(),), ()),
    ("a backslash before a break", (Text("甲\\"), Break(), Text("乙")), (Text("甲\\"), Break(), Text("乙"))),
    ("a well's number", (Text("3#井"),), (Text("3#井"),)),
    ("a sign and words", (Text("#井"),), (Text("#井"),)),
]
by_name = pytest.mark.parametrize(("runs", "kept"), [one[1:] for one in CELLS], ids=[one[0] for one in CELLS])


def read(text: str) -> tuple[object, ...]:
    return parse_markdown(text, Register(), (Where("章.md"),) * (text.count("\n") + 1))[0]


@by_name
def test_a_cell_alone_comes_back_with_its_lines(runs: tuple[Inline, ...], kept: tuple[Inline, ...]) -> None:
    pieces = read(cell_markdown(runs, Facts()))
    assert [one.inlines for one in pieces if isinstance(one, Paragraph)] == ([kept] if kept else [])


@by_name
def test_a_table_comes_back_with_the_lines_of_its_cells(runs: tuple[Inline, ...], kept: tuple[Inline, ...]) -> None:
    head, row = Row((Cell((Text("项"),)), Cell((Text("说明"),))), "header"), Row((Cell((Text("甲"),)), Cell(runs)))
    (table,) = read(block_markdown(Table("t", (Column(), Column()), (head, row)), Facts()))
    assert isinstance(table, Table)
    assert table.rows[1].cells[1].inlines == kept


def test_a_line_begun_in_a_cell_is_still_a_line_in_the_next_report(project: Project, report: bytes) -> None:
    def typed(made: Docx) -> None:
        cell = next(one for one in made.root.iter(w("tc")) if words(one) == "分析评价")
        (paragraph,) = cell.iter(w("p"))
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("br"))
        paragraph.append(run("含3#井复核"))

    project.sync(edited(report, typed))
    body = Docx(project.built()).root
    cell = next(one for one in body.iter(w("tc")) if "3#井" in words(one))
    assert words(cell) == "分析评价含3#井复核"
    assert len(list(cell.iter(w("br")))) + len(list(cell.iter(w("p")))) == 2
