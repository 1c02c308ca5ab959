"""A document as places: every run of words with where it stands, and which stretches of it print a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from evalkit.model.case import Case
from evalkit.model.document import (
    Block,
    Break,
    Caption,
    Cell,
    Chart,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Items,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Signature,
    Table,
    plain_text,
)
from evalkit.model.facts import Facts, Measure
from evalkit.model.places import Finding, Quote, Severity, Where

Kind = Literal["heading", "body", "cell", "caption", "note", "footnote", "cover", "sign"]

_CHAPTER = re.compile(r"\s*([一二三四五六七八九十]+)\s*[、.．]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words, its place in the report and in its source.

    ``tied`` are the stretches (start, end) that print a figure of a known fact, ``borrowed`` those that print words
    of the engagement's tables, ``gaps`` those still to be written. ``section`` names the heading path.
    """

    text: str
    where: Where
    kind: Kind
    block: Block
    section: tuple[str, ...]
    tied: tuple[tuple[int, int], ...] = ()
    borrowed: tuple[tuple[int, int], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    column: str = ""

    def typed(self, start: int, end: int) -> bool:
        """Whether a stretch was typed by somebody, not printed from a figure of a fact."""
        return not any(left < end and start < right for left, right in (*self.tied, *self.gaps))

    def quote(self, text: str) -> Quote:
        """An exact run of these words with their place."""
        return Quote(text, self.where)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its place and the headings above it."""

    block: Block
    where: Where
    section: tuple[str, ...]


def finding(
    kind: str,
    severity: Severity,
    message: str,
    passage: Passage,
    cure: str,
    *,
    subject: str = "",
    quotes: tuple[Quote, ...] | None = None,
    stated: str | None = None,
    computed: str | None = None,
) -> Finding:
    """A finding at a passage, which is quoted whole unless something shorter is given."""
    kept = quotes if quotes is not None else (passage.quote(passage.text),)
    return Finding(kind, severity, message, passage.where, cure, subject, kept, stated, computed)


def placed(document: Document) -> Iterator[Placed]:
    """The blocks in reading order with their places (``第三章（一） 第2段``, ``第三章 表3-1``)."""
    path: dict[int, str] = {}
    spots: dict[int, str] = {}
    appendix = False
    paragraphs = tables = 0
    file = document.at.file if document.at.file.endswith(".docx") else "报告"
    for block in document.blocks():
        if isinstance(block, Heading):
            if block.level == 1:
                appendix = block.appendix
                tables = 0
            path = {level: words for level, words in path.items() if level < block.level}
            spots = {level: words for level, words in spots.items() if level < block.level}
            words = plain_text(block.inlines).strip()
            path[block.level] = words
            spots[block.level] = _spot(block, words, appendix)
            paragraphs = 0
            spot = _join(spots) + " 标题"
        elif isinstance(block, Table | Chart | Picture):
            tables += 1
            spot = f"{spots.get(1, '正文前')} {_caption_words(block.caption) or f'第{tables}个表'}"
        elif isinstance(block, Cover):
            spot = "封面"
        elif isinstance(block, Signature):
            spot = "落款"
        else:
            paragraphs += 1
            spot = f"{_join(spots) or '正文前'} 第{paragraphs}段"
        yield Placed(block, Where(file, spot), tuple(path[level] for level in sorted(path)))


def passages(case: Case, *kinds: Kind) -> Iterator[Passage]:
    """The passages of the report, all or of some kinds; none when there is no report."""
    if case.document is None:
        return
    for one in placed(case.document):
        for passage in _of_block(one, case.facts):
            if not kinds or passage.kind in kinds:
                yield passage


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a passage with where they begin; semicolons do not end one."""
    start = 0
    for found in re.finditer(r"[。！？\n]+", text):
        if text[start : found.start()].strip():
            yield start, text[start : found.end()]
        start = found.end()
    if text[start:].strip():
        yield start, text[start:]


def _of_block(one: Placed, facts: Facts) -> Iterator[Passage]:
    block, where = one.block, one.where

    def passage(inlines: tuple[Inline, ...], kind: Kind, spot: str = "", column: str = "") -> Iterator[Passage]:
        place = Where(where.file, f"{where.spot} {spot}".strip())
        yield _passage(inlines, place, kind, one, facts, column)
        for inline in inlines:
            if isinstance(inline, Footnote):
                yield _passage(inline.inlines, Where(place.file, f"{place.spot} 脚注"), "footnote", one, facts)

    match block:
        case Heading():
            yield from passage(block.inlines, "heading")
        case Paragraph(role="toc"):
            return
        case Paragraph():
            kind: Mapping[str, Kind] = {"caption": "caption", "note": "note", "title": "cover", "sign": "sign"}
            yield from passage(block.inlines, kind.get(block.role, "body"))
        case Items():
            for number, item in enumerate(block.items, 1):
                yield from passage(item, "body", f"第{number}条")
        case Table():
            if block.caption is not None:
                yield from passage(block.caption.inlines, "caption", "表题")
            grid = block.grid()
            titles = ["".join(cell.text.split()) for cell in grid[0]] if grid else []
            columns_of = [_columns(grid[y], row.cells) for y, row in enumerate(block.rows)]
            for y, row in enumerate(block.rows, 1):
                for cell, x in zip(row.cells, columns_of[y - 1], strict=True):
                    yield from passage(cell.inlines, "cell", f"第{y}行第{x + 1}列", titles[x])
            for note in block.notes:
                yield from passage(note, "note", "表注")
        case Chart() | Picture():
            if block.caption is not None:
                yield from passage(block.caption.inlines, "caption", "图题")
        case Cover():
            head = (block.mark, *block.title, block.number)
            for line in (*head, *(value for _, value in block.lines), block.firm, block.date):
                yield from passage(line, "cover")
        case Signature():
            for line in (*(value for _, value in block.lines), block.firm, block.date):
                yield from passage(line, "sign")


def _columns(line: list[Cell], cells: tuple[Cell, ...]) -> list[int]:
    """The column (from 0) in which each cell of a row begins, merged cells from above counted."""
    columns: list[int] = []
    x = 0
    for cell in cells:
        while x < len(line) and line[x] is not cell:
            x += 1
        columns.append(min(x, len(line) - 1))
        x += cell.colspan
    return columns


def _passage(
    inlines: tuple[Inline, ...], where: Where, kind: Kind, one: Placed, facts: Facts, column: str = ""
) -> Passage:
    text = ""
    tied: list[tuple[int, int]] = []
    borrowed: list[tuple[int, int]] = []
    gaps: list[tuple[int, int]] = []
    for inline in inlines:
        words = "\n" if isinstance(inline, Break) else plain_text((inline,))
        stretch = (len(text), len(text) + len(words))
        if isinstance(inline, Num):
            fact = facts.get(inline.fact)
            (borrowed if fact is not None and fact.measure is Measure.TEXT else tied).append(stretch)
        elif isinstance(inline, Placeholder):
            gaps.append(stretch)
        text += words
    return Passage(text, where, kind, one.block, one.section, tuple(tied), tuple(borrowed), tuple(gaps), column)


def _spot(heading: Heading, words: str, appendix: bool) -> str:
    if heading.level == 1:
        found = _CHAPTER.match(heading.number) or _CHAPTER.match(words)
        if heading.appendix:
            return "".join(heading.number.split()) or words[:12]
        return f"第{found[1]}章" if found else words[:12]
    return heading.number.strip() or words[:12]


def _join(spots: Mapping[int, str]) -> str:
    return "".join(spots[level] for level in sorted(spots))


def _caption_words(caption: Caption | None) -> str:
    if caption is None:
        return ""
    return f"{caption.kind}{caption.number}" if caption.number else plain_text(caption.inlines)[:16]
