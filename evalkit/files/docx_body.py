"""The body of a .docx in reading order: paragraphs and tables as pieces, before anybody asks what they are.

What a reader sees is what counts: text inside content controls, hyperlinks, fields and text boxes is kept, insertions
are text, deletions and hidden runs are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evalkit.files.docx_package import attribute, local
from evalkit.files.docx_pictures import Drawing, drawings
from evalkit.files.docx_styles import Numbering, Style, child, is_on, outline_level, value, whole
from evalkit.model.document import (
    Align,
    Break,
    Cell,
    Column,
    Footnote,
    Inline,
    Num,
    Placeholder,
    Row,
    Text,
    plain_text,
)
from evalkit.numbers import parse_decimal

#: What the tags of our controls begin with; ``:`` or, before a shortened ID, ``#`` follows.
FACT_TAG = "ek:f"
BLOCK_TAG = "ek:b"

#: Word itself allows 63 columns.
WIDEST = 63

_GONE = frozenset(
    {"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "trPr", "tcPr", "tblPr"}
)
_WRITE_IN = re.compile(r"【待填：([^】]*)】")
_ALIGN: Mapping[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
    "distribute": "both",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: its inlines, style name, outline level (None for text), automatic number, and the block's ID."""

    inlines: tuple[Inline, ...]
    style: str
    level: int | None
    label: str
    align: Align | None
    block: str
    drawing: Literal["", "picture", "chart"]
    drawn: tuple[Drawing, ...] = ()

    @property
    def text(self) -> str:
        return plain_text(self.inlines)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    block: str
    drawn: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionEnd:
    """The pages up to here are of one orientation."""

    landscape: bool


Piece = Words | Grid | SectionEnd | Drawing


@dataclass(slots=True)
class Body:
    """Reads pieces out of the elements of a body, a note or a cell."""

    styles: Mapping[str, Style]
    numbering: Numbering
    notes: Mapping[str, Any]
    names: Mapping[str, str]  # the whole ID behind a shortened tag

    def named(self, tag: str, prefix: str) -> str:
        """The ID behind the tag of a control of ours, empty for any other control."""
        if tag.startswith(f"{prefix}:"):
            return self.names.get(tag, tag[len(prefix) + 1 :])
        return self.names.get(tag, tag) if tag.startswith(f"{prefix}#") else ""

    def pieces(self, parent: Any, block: str = "") -> Iterator[Piece]:
        """The pieces under an element, containers opened."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, block)
            elif name == "tbl":
                grid = self._table(element, block)
                if grid.rows:
                    yield grid
            elif name == "sdt":
                tag = value(element, "sdtPr", "tag") or ""
                inner = child(element, "sdtContent")
                if inner is not None:
                    yield from self.pieces(inner, self.named(tag, BLOCK_TAG) or block)
            elif name == "sectPr":
                yield _section(element)
            elif name not in _GONE:
                yield from self.pieces(_seen(element), block)

    def _paragraph(self, element: Any, block: str) -> Iterator[Piece]:
        properties = child(element, "pPr")
        style = self.styles.get(value(element, "pPr", "pStyle") or "", Style("", None, None, 0))
        level = style.level
        outline = value(element, "pPr", "outlineLvl")
        if outline is not None:
            level = outline_level(outline)
        list_id = value(element, "pPr", "numPr", "numId") or style.list_id
        depth = value(element, "pPr", "numPr", "ilvl")
        label = ""
        if list_id and list_id != "0":
            label = self.numbering.label(list_id, whole(depth, style.list_level))
        run = _Run(self)
        run.walk(element, bold=False)
        yield Words(
            run.inlines(),
            style.name,
            level,
            label,
            _ALIGN.get(value(element, "pPr", "jc") or ""),
            block,
            run.drawing,
            tuple(run.drawn),
        )
        for box in run.boxes:
            yield from self.pieces(box)
        if properties is not None and (section := child(properties, "sectPr")) is not None:
            yield _section(section)

    def note(self, id: str) -> Footnote | None:
        """A footnote by its ID."""
        if id not in self.notes:
            return None
        lines = [piece.inlines for piece in self.pieces(self.notes[id]) if isinstance(piece, Words)]
        return Footnote(_joined(lines))

    def _table(self, element: Any, block: str) -> Grid:
        layout = child(element, "tblGrid")
        widths = [
            attribute(one, "w") or "" for one in (layout if layout is not None else ()) if local(one) == "gridCol"
        ]
        columns = tuple(Column(parse_decimal(width)) for width in widths)
        rows: list[list[_Open]] = []
        roles: list[bool] = []
        drawn: list[Drawing] = []
        above: dict[int, _Open] = {}
        for tr in _flat(element, "tr"):
            properties = child(tr, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            row, below, x = [], {}, 0
            before = min(whole(value(properties, "gridBefore"), 0), WIDEST) if properties is not None else 0
            if before:
                row.append(_Open((), before, None, False))
                x = before
            for tc in _flat(tr, "tc"):
                width = min(max(whole(value(tc, "tcPr", "gridSpan"), 1), 1), WIDEST)
                merge = child(child(tc, "tcPr"), "vMerge") if child(tc, "tcPr") is not None else None
                goes_on = merge is not None and attribute(merge, "val") in (None, "continue")
                if goes_on and x in above and above[x].colspan == width:
                    above[x].rowspan += 1
                    below[x] = above[x]
                else:
                    cell = self._cell(tc, width, drawn)
                    row.append(cell)
                    if merge is not None:
                        below[x] = cell
                x += width
            rows.append(row)
            roles.append(properties is not None and is_on(properties, "tblHeader"))
            above = below
        made = tuple(_row(row, header) for row, header in zip(rows, roles, strict=True))
        return Grid(columns, made, block, tuple(drawn))

    def _cell(self, tc: Any, width: int, drawn: list[Drawing]) -> _Open:
        lines: list[tuple[Inline, ...]] = []
        align: Align | None = None
        for piece in self.pieces(tc):
            drawn.extend(piece.drawn if isinstance(piece, Words | Grid) else ())
            if isinstance(piece, Words):
                align = align or piece.align
                lines.append((Text(piece.label), *piece.inlines) if piece.label else piece.inlines)
            elif isinstance(piece, Grid):
                lines.extend(cell.inlines for row in piece.rows for cell in row.cells)
        inlines = _joined([line for line in lines if line])
        words = [inline for inline in inlines if isinstance(inline, Text | Num)]
        return _Open(inlines, width, align, bool(words) and all(word.bold for word in words))


@dataclass(slots=True)
class _Open:
    """A cell while its table is being read: rows below may still belong to it."""

    inlines: tuple[Inline, ...]
    colspan: int
    align: Align | None
    bold: bool
    rowspan: int = 1


class _Run:
    """The inlines of one paragraph while it is being read."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.found: list[Inline] = []
        self.boxes: list[Any] = []
        self.drawing: Literal["", "picture", "chart"] = ""
        self.drawn: list[Drawing] = []

    def walk(self, parent: Any, bold: bool) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                if not is_on(properties, "vanish"):
                    self.walk(element, is_on(properties, "b"))
            elif name == "t":
                self.say(element.text or "", bold)
            elif name in ("tab", "ptab"):
                self.say("\t", bold)
            elif name in ("noBreakHyphen", "cr", "br"):
                if name == "noBreakHyphen":
                    self.say("-", bold)
                elif attribute(element, "type") in (None, "textWrapping"):
                    self.found.append(Break())
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.body.note(f"{name[0]}{attribute(element, 'id')}")
                if note is not None:
                    self.found.append(note)
            elif name == "sdt":
                self.control(element, bold)
            elif name in ("drawing", "pict", "object"):
                self.picture(element)
            elif name == "rt":
                continue  # the reading of a ruby text is no text of its own
            elif name not in _GONE:
                self.walk(_seen(element), bold)

    def control(self, element: Any, bold: bool) -> None:
        tag = value(element, "sdtPr", "tag") or ""
        inner = child(element, "sdtContent")
        if inner is None:
            return
        fact = self.body.named(tag, FACT_TAG)
        if not fact:
            self.walk(inner, bold)
            return
        run = _Run(self.body)
        run.walk(inner, bold)
        printed = run.inlines()
        strong = any(isinstance(one, Text) and one.bold for one in printed)
        self.found.append(Num(plain_text(printed), fact, strong))
        self.boxes.extend(run.boxes)
        self.drawn.extend(run.drawn)

    def picture(self, element: Any) -> None:
        self.drawn.extend(drawings(element))
        for inner in element.iter():
            name = local(inner)
            if name == "txbxContent" and not any(local(up) == "Fallback" for up in inner.iterancestors()):
                self.boxes.append(inner)
            elif name == "chart":
                self.drawing = "chart"
            elif name in ("pic", "imagedata") and not self.drawing:
                self.drawing = "picture"

    def say(self, text: str, bold: bool) -> None:
        if not text:
            return
        last = self.found[-1] if self.found else None
        if isinstance(last, Text) and last.bold == bold:
            self.found[-1] = Text(last.text + text, bold)
        else:
            self.found.append(Text(text, bold))

    def inlines(self) -> tuple[Inline, ...]:
        """What was read, parts still to be written made placeholders."""
        done: list[Inline] = []
        for inline in self.found:
            if not isinstance(inline, Text) or "【待填：" not in inline.text:
                done.append(inline)
                continue
            for turn, part in enumerate(_WRITE_IN.split(inline.text)):
                if turn % 2:
                    done.append(Placeholder(part))
                elif part:
                    done.append(Text(part, inline.bold))
        return tuple(done)


def _seen(element: Any) -> Any:
    """Of alternative contents the first; of anything else the whole."""
    if local(element) != "AlternateContent":
        return element
    for name in ("Choice", "Fallback"):
        found = child(element, name)
        if found is not None:
            return found
    return ()


def _flat(parent: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those inside content controls and insertions too."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name == "sdt":
            inner = child(element, "sdtContent")
            if inner is not None:
                yield from _flat(inner, wanted)
        elif name in ("ins", "moveTo", "customXml", "smartTag", "AlternateContent"):
            yield from _flat(_seen(element), wanted)


def _row(cells: list[_Open], header: bool) -> Row:
    made = tuple(Cell(one.inlines, one.colspan, one.rowspan, one.align, one.bold) for one in cells)
    if header:
        return Row(made, "header")
    label = next((text for cell in made if (text := "".join(cell.text.split()))), "")
    if label in ("合计", "总计", "总分"):
        return Row(made, "total")
    return Row(made, "subtotal" if any("".join(cell.text.split()) == "小计" for cell in made[:3]) else "body")


def _section(element: Any) -> SectionEnd:
    size = child(element, "pgSz")
    return SectionEnd(size is not None and attribute(size, "orient") == "landscape")


def _joined(lines: list[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    joined: list[Inline] = []
    for line in lines:
        if joined:
            joined.append(Break())
        joined.extend(line)
    return tuple(joined)
