"""The checks on reports: every case of ``*.yaml`` is a small .docx made here, read back and checked.

A report is written line by line: ``#``, ``##`` headings, ``|`` rows of a table (``^`` belongs to the cell above, ``<`` to
the cell on the left), anything else a paragraph. A case says what must be found: ``where`` and ``says`` are parts of
the place and the message, ``stated`` and ``computed`` the two figures; an empty list says that nothing may be found.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from evalkit.checks import text_vs_table
from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import Document, Footnote, Num, Paragraph, Section, Text, block_text
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


# ---- figures of ours that somebody altered ----------------------------------------------------------------------------

SENT = {"总分": ("82.75分", "82.75"), "项目.报告日期": ("二〇二三年十二月二日",), "等级": ("良",)}
KNOWN = Facts(
    (
        Fact("总分", Decimal("82.75"), Measure.SCORE, None, "分"),
        Fact("项目.报告日期", date(2023, 12, 2), Measure.DATE),
        Fact("等级", "良", Measure.TEXT),
    )
)


def altered(text: str, fact: str, known: Facts, sent: dict[str, tuple[str, ...]] = SENT) -> list[str]:
    block = Paragraph("p1", (Text("报告写的是"), Footnote((Num(text, fact),)), Num(text, fact)))
    document = Document("某报告", (Section((block,)),), printed=sent)
    return [one.message for one in text_vs_table.check(Case(document=document, facts=known)) if one.subject == fact]


@pytest.mark.parametrize(
    ("text", "fact", "says"),
    [
        ("83.75分", "总分", "报告里的“总分”由 82.75分 改成 83.75分"),
        ("83.75", "总分", "报告里的“总分”由 82.75 改成 83.75"),
        ("二〇二四年一月二日", "项目.报告日期", "由 二〇二三年十二月二日 改成 二〇二四年一月二日"),
        ("优", "等级", "报告里的“等级”由 良 改成 优"),
    ],
)
def test_an_altered_figure_is_told_without_the_engagement(text: str, fact: str, says: str) -> None:
    found = altered(text, fact, Facts())
    assert len(found) == 2  # in the footnote and in the words
    assert says in found[0]


@pytest.mark.parametrize(
    ("text", "fact"),
    [("82.75分", "总分"), ("82.75", "总分"), ("二〇二三年 十二月二日", "项目.报告日期"), ("改了", "没有记录的")],
)
def test_what_was_not_altered_is_not_told(text: str, fact: str) -> None:
    assert altered(text, fact, Facts()) == []
    assert altered(text, fact, KNOWN) == []


@pytest.mark.parametrize("text", ["二〇二四年一月二日", "2023年12月3日", "二〇二三年十二月三十二日", "另行通知"])
def test_an_altered_date_is_held_against_its_fact_by_value(text: str) -> None:
    found = altered(text, "项目.报告日期", KNOWN)
    assert found
    assert "“项目.报告日期”是“2023年12月2日”" in found[0]


def test_a_date_in_another_form_is_the_same_date() -> None:
    for text in ("2023年12月2日", "2023-12-02", "二○二三年十二月二日"):
        assert altered(text, "项目.报告日期", KNOWN) == []


def test_a_figure_corrected_to_the_fact_of_today_is_right() -> None:
    assert altered("82.75分", "总分", KNOWN, {"总分": ("80分",)}) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [("63.94%—72.73%", 0), ("63.94%—77.23%", 1), ("3.94%—72.73%", 1), ("63.94%", 1), ("68.33%", 1)],
)
def test_a_printed_interval_is_held_against_the_interval_and_not_against_its_mean(text: str, told: int) -> None:
    ends = (Decimal("63.9361"), Decimal("72.7306"))
    mean = Fact("问卷.户.Q2.均值", Decimal("68.3333"), Measure.MEAN, 2, "%", n=60, interval=ends)
    found = altered(text, "问卷.户.Q2.均值.区间", Facts((mean,)), {})
    assert len(found) == 2 * told  # in the footnote and in the words
    assert all("事实“问卷.户.Q2.均值.区间”是“63.94%—72.73%”" in one for one in found)
