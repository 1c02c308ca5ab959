"""Markdown of a chapter -> blocks of the report.

The block structure is marko's; the inline grammar is our own and small, because CommonMark's flanking rule leaves
``**“重点”**内容`` and ``**8.5%**的`` as literal asterisks in Chinese: two asterisks open and close wherever they stand.
Raw HTML, single asterisks, underscores and indented lines are words of the report and nothing else, but for ``<br>``
in the cell of a table, which has no other way to begin a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marko import block
from marko.element import Element
from marko.ext.footnote import Document as FootnoteDocument
from marko.ext.footnote import FootnoteDef
from marko.ext.gfm.elements import Table as GfmTable
from marko.ext.gfm.elements import TableCell, TableRow
from marko.parser import Parser
from marko.source import Source

from evalkit.model.document import (
    Align,
    Break,
    Caption,
    Cell,
    Column,
    Footnote,
    Heading,
    Inline,
    Items,
    Num,
    Paragraph,
    Picture,
    Ref,
    Row,
    Table,
    Text,
    plain_text,
)
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.narrative.marks import MARK, Insert, Register

#: What a chapter is made of before it is numbered: blocks without IDs, and exhibits still to be built.
Piece = Heading | Paragraph | Items | Table | Picture | Insert


def parse_markdown(
    text: str, register: Register, places: tuple[Where, ...]
) -> tuple[tuple[Piece, ...], tuple[Finding, ...]]:
    """The pieces of a rendered chapter. ``places`` has the place of each line of ``text``."""
    text, places = _apart(text, places)
    parser = _parser()
    root: Any = parser.parse(text)
    reader = _Reader(register, text, places)
    reader.footnotes = {label: reader.all_inlines(definition.children) for label, definition in root.footnotes.items()}
    pieces = list(reader.pieces(root.children))
    return tuple(_captioned(pieces)), tuple(reader.findings)


# ---- marko, without what Chinese reports do not mean ---------------------------------------------------------------


class _NoHtml(block.HTMLBlock):
    override = True

    @classmethod
    def match(cls, source: Source) -> int | bool:
        return False


class _PlainParagraph(block.Paragraph):
    override = True

    @staticmethod
    def is_setext_heading(line: str) -> bool:
        return False


class _Parser(Parser):
    def parse_inline(self, element: block.BlockElement, source: Source) -> None:
        """Left to us: bodies stay as they were written."""


def _parser() -> Parser:
    parser = _Parser()
    for unwanted in ("CodeBlock", "FencedCode", "LinkRefDef"):
        del parser.block_elements[unwanted]
    for element in (_NoHtml, _PlainParagraph, FootnoteDocument, FootnoteDef, GfmTable, TableRow, TableCell):
        parser.add_element(element)
    return parser


_DELIMITER_ROW = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_TIGHT_HEADING = re.compile(r"^(?P<marks> {0,3}#{1,6})(?=[\u4e00-\u9fff“《（])")


def _apart(text: str, places: tuple[Where, ...]) -> tuple[str, tuple[Where, ...]]:
    """The lines with a blank one before every table, and a space between ``#`` and a Chinese heading."""
    lines = text.split("\n")
    out: list[str] = []
    at: list[Where] = []
    for index, (line, place) in enumerate(zip(lines, places, strict=True)):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        head = "|" in line and "|" in following and _DELIMITER_ROW.fullmatch(following)
        if head and out and out[-1].strip() and "|" not in out[-1]:
            out.append("")
            at.append(place)
        out.append(_TIGHT_HEADING.sub(r"\g<marks> ", line))
        at.append(place)
    return "\n".join(out), tuple(at)


# ---- blocks ---------------------------------------------------------------------------------------------------------

_TYPED_NUMBER = re.compile(
    r"(第[一二三四五六七八九十百]+[章节部]分?|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[（(]\d+[）)]"
    r"|\d+(?:[.．](?!\d)|、))\s*"
)
_UNNUMBERED = re.compile(r"\s*\{-\}$")
#: A new line in the cell of a table, unless it is escaped.
_LINE = re.compile(r"(?<!\\)((?:\\\\)*)<br\s*/?>")
_TOTALS = {"合计": "total", "总计": "total", "小计": "subtotal"}


@dataclass(slots=True)
class _Reader:
    register: Register
    text: str
    places: tuple[Where, ...]
    footnotes: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def pieces(self, elements: Any, quoted: bool = False) -> Iterator[Piece]:
        for element in elements:
            at = self.place(element)
            match element:
                case block.Heading():
                    yield self.heading(element, at)
                case block.List():
                    yield Items("", tuple(self.items(element)), element.ordered, at=at)
                case block.Quote():
                    yield from self.pieces(element.children, quoted=True)
                case GfmTable():
                    yield self.table(element, at)
                case block.Paragraph():
                    yield from self.paragraph(element.inline_body, at, quoted)

    def place(self, element: Element) -> Where:
        span = getattr(element, "source_span", None)
        line = self.text.count("\n", 0, span[0]) if span else 0
        return self.places[min(line, len(self.places) - 1)]

    def heading(self, element: Any, at: Where) -> Heading:
        body, numbered = element.inline_body, True
        if _UNNUMBERED.search(body):
            body, numbered = _UNNUMBERED.sub("", body), False
        typed = _TYPED_NUMBER.match(body) if numbered else None
        if typed and typed.end() < len(body):
            body = body[typed.end() :]
            message = f"标题“{typed.group().strip()}{plain_text(self.inlines(body, at))}”写了编号，编号由程序统一编排"
            self.findings.append(doubt(at, message, f"删去标题里的“{typed.group().strip()}”"))
        return Heading("", min(element.level, 4), self.inlines(body, at), numbered, at=at)

    def items(self, element: Any) -> Iterator[tuple[Inline, ...]]:
        for item in element.children:
            own = [child for child in item.children if not isinstance(child, block.List)]
            yield self.all_inlines(own)
            for nested in item.children:
                if isinstance(nested, block.List):
                    yield from self.items(nested)

    def paragraph(self, body: str, at: Where, quoted: bool) -> Iterator[Piece]:
        marks = MARK.findall(body)
        if marks and not MARK.sub("", body).strip():
            values = [self.register.value(index) for index in marks]
            if all(isinstance(value, Insert) for value in values):
                yield from (value for value in values if isinstance(value, Insert))
                return
        picture = _PICTURE.fullmatch(body.strip())
        if picture:
            yield Picture("", picture["file"], picture["alt"], at=at)
            return
        inlines = self.inlines(body, at)
        if plain_text(inlines).strip():
            yield Paragraph("", inlines, "quote" if quoted else "body", at=at)

    def table(self, element: Any, at: Where) -> Table:
        aligns: list[Align] = [
            "right" if bar.endswith(":") and not bar.startswith(":") else "left" if _left(bar) else "center"
            for bar in (bar.strip() for bar in element.delimiters)
        ]
        rows = []
        for index, row in enumerate(element.children):
            cells = tuple(Cell(self.inlines(_LINE.sub(r"\1\\\n", cell.inline_body), at)) for cell in row.children)
            if index and self.overfull(row, len(aligns)):
                message = f"表格这一行的单元格多于表头的{len(aligns)}列，多出的不会印出"
                self.findings.append(fault(self.place(row), message, "补上表头的列，或合并多余的单元格"))
            role = "header" if index == 0 else _TOTALS.get(cells[0].text.strip() if cells else "", "body")
            rows.append(Row(cells, role))  # type: ignore[arg-type]
        return Table("", tuple(Column(align=align) for align in aligns), tuple(rows), at=at)

    def overfull(self, row: Any, width: int) -> bool:
        start, end = row.source_span
        line = self.text[start:end].strip().strip("|")
        return len(re.findall(r"(?<!\\)\|", line)) + 1 > width

    def all_inlines(self, elements: Any) -> tuple[Inline, ...]:
        """The paragraphs of an item or a footnote as one run, parted by line breaks."""
        found: list[Inline] = []
        for element in elements:
            body = getattr(element, "inline_body", "")
            if body:
                found.extend([Break()] if found else [])
                found.extend(self.inlines(body, self.place(element)))
        return tuple(found)

    def inlines(self, body: str, at: Where) -> tuple[Inline, ...]:
        """The inlines of one body of text."""
        return tuple(_merged(self.runs(_joined(body), at, False)))

    def runs(self, text: str, at: Where, bold: bool) -> Iterator[Inline]:
        last = 0
        for found in _INLINE.finditer(text):
            plain = text[last : found.start()]
            if plain:
                yield Text(plain, bold)
            last = found.end()
            if found["mark"] is not None:
                yield from self.value(found["mark"], at, bold)
            elif found["bold"] is not None:
                yield from self.runs(found["bold"], at, True)
            elif found["note"] is not None:
                yield from self.note(found["note"], found.group(), at, bold)
            elif found["link"] is not None:
                yield from self.runs(found["link"], at, bold)
            elif found["break"] is not None:
                yield Break()
            else:
                yield Text(found["escaped"], bold)
        if text[last:]:
            yield Text(text[last:], bold)

    def value(self, index: str, at: Where, bold: bool) -> Iterator[Inline]:
        value = self.register.value(index)
        if isinstance(value, Insert):
            self.findings.append(
                fault(at, f"插入“{value.name}”和别的文字写在了一段里", "让“插入”单独占一行，前后空一行")
            )
            return
        for inline in value:
            match inline:
                case Text(text, own):
                    yield Text(text, own or bold)
                case Num(text, fact, own):
                    yield Num(text, fact, own or bold)
                case _:
                    yield inline

    def note(self, label: str, written: str, at: Where, bold: bool) -> Iterator[Inline]:
        inlines = self.footnotes.get(label.lower())
        if inlines is None:
            self.findings.append(fault(at, f"脚注“{label}”没有内容", f"在本章末尾写一行“[^{label}]: 脚注的内容”"))
            yield Text(written, bold)
        else:
            yield Footnote(inlines)


def _left(bar: str) -> bool:
    return bar.startswith(":") and not bar.endswith(":")


# ---- inline ---------------------------------------------------------------------------------------------------------

_PICTURE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<file>[^)\s]+)\)")

_INLINE = re.compile(
    r"\ue000(?P<mark>\d+)\ue001"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\*\*(?=\S)(?P<bold>(?:(?!\*\*).)+?)(?<=\S)\*\*(?!\*)"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|(?<!!)\[(?P<link>[^\]\[\n]+)\]\((?:https?:|mailto:)[^)\s]*\)"
    r"|(?P<break>\n)",
    re.DOTALL,
)

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—\ue000\ue001"
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n[ \t\u3000]*")
_SOFT_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}*])[ \t]*\n[ \t\u3000]*|[ \t]*\n[ \t\u3000]*(?=[{_WIDE}*])")


def _joined(body: str) -> str:
    """The lines of a body as one line; a hard break stays a line feed, a soft one is a space only between Latin words."""
    body = _HARD_BREAK.sub("\x00", body)
    body = _SOFT_BREAK_IN_CHINESE.sub("", body)
    return re.sub(r"\s*\n\s*", " ", body).replace("\x00", "\n")


def _merged(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring runs of words as one."""
    held: Text | None = None
    for inline in inlines:
        if isinstance(inline, Text) and held is not None and inline.bold == held.bold:
            held = Text(held.text + inline.text, held.bold)
            continue
        if held is not None:
            yield held
        held = inline if isinstance(inline, Text) else None
        if held is None:
            yield inline
    if held is not None:
        yield held


# ---- captions -------------------------------------------------------------------------------------------------------

_CAPTION = re.compile(r"(?P<kind>[表图])[：:]\s*(?P<title>.+?)\s*(?:（单位[：:](?P<unit>[^）]+)）)?", re.DOTALL)


def _captioned(pieces: list[Piece]) -> Iterator[Piece]:
    """Tables and pictures with the line ``表：标题（单位：万元）`` or ``图：标题`` before them (a picture: or after)."""
    index = 0
    while index < len(pieces):
        here, following = pieces[index], pieces[index + 1] if index + 1 < len(pieces) else None
        if (found := _caption_line(here)) and isinstance(following, Table) and found["kind"] == "表":
            unit = f"单位：{found['unit']}" if found["unit"] else ""
            yield Table("", following.columns, following.rows, _caption(found), unit, at=following.at)
            index += 2
        elif found and isinstance(following, Picture) and found["kind"] == "图":
            yield _with_caption(following, found)
            index += 2
        elif isinstance(here, Picture) and following and (found := _caption_line(following)) and found["kind"] == "图":
            yield _with_caption(here, found)
            index += 2
        else:
            yield here
            index += 1


def _caption_line(piece: Piece) -> re.Match[str] | None:
    if not isinstance(piece, Paragraph) or any(isinstance(inline, Footnote | Ref | Break) for inline in piece.inlines):
        return None
    return _CAPTION.fullmatch(plain_text(piece.inlines))


def _caption(found: re.Match[str]) -> Caption:
    return Caption(found["kind"], (Text(found["title"]),), f"{found['kind']}:{found['title']}")


def _with_caption(picture: Picture, found: re.Match[str]) -> Picture:
    return Picture("", picture.file, picture.alt, Decimal(14), _caption(found), at=picture.at)
