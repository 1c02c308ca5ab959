"""The checks on reports: every case of ``*.yaml`` is a small .docx made here, read back and checked.

A report is written line by line: ``#``, ``##`` headings, ``|`` rows of a table (``^`` belongs to the cell above, ``<`` to
the cell on the left), anything else a paragraph. A case says what must be found: ``where`` and ``says`` are parts of
the place and the message, ``stated`` and ``computed`` the two figures; an empty list says that nothing may be found.
"""

from __future__ import annotations

import io
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import Document, block_text
from evalkit.model.facts import Fact, Facts, Measure

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_report(kind: str, case: dict[str, Any]) -> None:
    document = report(case["report"], case.get("title", "某项目绩效评价报告"))
    found = import_module(f"evalkit.checks.{kind}").check(Case(document=document, facts=facts(case.get("facts", {}))))
    expected = case["finds"]
    assert len(found) == len(expected), [one.message for one in found]
    for one, wanted in zip(found, expected, strict=True):
        assert one.kind == kind
        assert wanted.get("where", "") in one.where.spot
        assert wanted.get("says", "") in one.message
        for key in ("stated", "computed", "severity"):
            if key in wanted:
                assert getattr(one, key) == wanted[key]
        assert one.cure
        for quote in one.quotes:
            assert quote.text in whole(document)


def whole(document: Document) -> str:
    """All words of a report."""
    return "\n".join(
        [document.title, *(f"{getattr(b, 'number', '')}{block_text(b)}" for b in document.blocks()), numbers(document)]
    )


def numbers(document: Document) -> str:
    captions = [getattr(block, "caption", None) for block in document.blocks()]
    return "\n".join(f"{one.kind}{one.number}" for one in captions if one)


def facts(written: dict[str, str]) -> Facts:
    """``资金.预算执行率: 98.6215 % 2 比率`` — value, unit, places, measure."""
    made = []
    for id, text in written.items():
        value, unit, places, measure = text.split()
        made.append(Fact(id, Decimal(value), Measure(measure), int(places), unit))
    return Facts(made)


def report(text: str, title: str) -> Document:
    made = docx.Document()
    made.add_paragraph(title, style="Title")
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            table(made, rows)
            rows = []
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            made.add_heading(words, len(marks))
        elif line.strip():
            made.add_paragraph(line.strip())
    out = io.BytesIO()
    made.save(out)
    document, findings = read_docx(out.getvalue(), "报告.docx")
    assert document is not None, findings
    return document


def table(made: Any, rows: list[list[str]]) -> None:
    width = max(len(row) for row in rows)
    grid = made.add_table(len(rows), width)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text not in ("^", "<"):
                grid.cell(y, x).text = text.replace("\\n", "\n")
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text == "<":
                end = x
                while end + 1 < len(row) and row[end + 1] == "<":
                    end += 1
                if row[x - 1] != "<":
                    grid.cell(y, x - 1).merge(grid.cell(y, end))
            if text == "^" and rows[y - 1][x] != "^":
                end = y
                while end + 1 < len(rows) and rows[end + 1][x : x + 1] == ["^"]:
                    end += 1
                grid.cell(y - 1, x).merge(grid.cell(end, x))
