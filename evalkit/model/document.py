"""The report as a tree of blocks.

Our own narrative and a stranger's report are the same tree; theirs has bare text and no facts. Every block has an ID
that stays the same from build to build, whatever is written before or behind it, as long as its own words and the
headings above do (its figures may change), and knows the text it was born with (``base``). Both travel inside the
.docx with the texts every fact was printed as, so that an edited file can be compared with what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from evalkit.model.firm import CoverForm, House
from evalkit.model.places import Where

#: The namespace of the part of a .docx that records the blocks and figures as they were written.
RECORD_NAMESPACE = "urn:evalkit:document:1"

# ---- inline -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of words."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Num:
    """A figure (or a word that is a fact) as printed, and the ID of the fact it prints."""

    text: str
    fact: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A part still to be written; prints as ``【待填：advice】`` and is seen by nobody as text of the report."""

    advice: str

    @property
    def text(self) -> str:
        return f"【待填：{self.advice}】"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a caption (``表:得分情况``) or an appendix (``附件:社会调查报告``) by its label.

    ``text`` is its number (``表3-1``, ``附件3``) once the document is numbered.
    """

    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, at the place of its mark."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph or a cell."""


Inline = Text | Num | Placeholder | Ref | Footnote | Break


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """What a reader sees of a run of inlines, footnotes left out."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Break):
            parts.append("\n")
        elif not isinstance(inline, Footnote):
            parts.append(inline.text)
    return "".join(parts)


# ---- blocks -------------------------------------------------------------------------------------------------------

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a table or chart: ``表3-1 绩效评价得分情况表``.

    ``kind`` is 表, 图 or 附表; ``label`` is what a ``Ref`` points to (``表:得分情况``); ``number`` (``3-1``) is given by
    ``numbered``.
    """

    kind: str
    inlines: tuple[Inline, ...]
    label: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter (一、), 2 （一）, 3 1., 4 （1）. ``numbered`` False for 摘要 and the like.

    ``appendix`` makes a level-1 heading an appendix (附件1) that stands on a new page; ``label`` (``附件:社会调查报告``) is
    what a ``Ref`` to it points to.
    """

    id: str
    level: int
    inlines: tuple[Inline, ...]
    numbered: bool = True
    appendix: bool = False
    number: str = ""
    label: str = ""
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``role`` names its style: body, lead (no indent), note (under a table), title, subtitle, sign, quote,
    attachment (a line of the list of appendices)."""

    id: str
    inlines: tuple[Inline, ...]
    role: str = "body"
    align: Align | None = None
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``ordered`` lists are numbered 1. 2. …"""

    id: str
    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; spans count the rows and columns it covers, itself included. Covered cells are not listed in their rows."""

    inlines: tuple[Inline, ...]
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    bold: bool = False

    @property
    def text(self) -> str:
        return plain_text(self.inlines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the cells that begin in it; ``role`` is header, body, subtotal or total."""

    cells: tuple[Cell, ...]
    role: Literal["header", "body", "subtotal", "total"] = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its share of the table's width (any unit; None lets the writer judge by content) and its alignment."""

    width: Decimal | None = None
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``unit`` is the line above it (``单位：万元``), ``notes`` stand below."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Caption | None = None
    unit: str = ""
    notes: tuple[tuple[Inline, ...], ...] = ()
    compact: bool = False
    base: str | None = None
    at: Where = Where("")

    def grid(self) -> list[list[Cell]]:
        """The cells by row and column, a merged cell repeated wherever it reaches. Short rows are filled with blanks."""
        blank = Cell(())
        width = (
            max(len(self.columns), *(sum(cell.colspan for cell in row.cells) for row in self.rows), 0)
            if self.rows
            else 0
        )
        taken: dict[tuple[int, int], Cell] = {}
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row.cells:
                while (y, x) in taken:
                    x += 1
                for dy in range(cell.rowspan):
                    for dx in range(cell.colspan):
                        taken[y + dy, x + dx] = cell
                x += cell.colspan
        return [[taken.get((y, x), blank) for x in range(width)] for y in range(len(self.rows))]


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a name, and a value with its fact per category (None leaves a gap).

    ``side`` is where a series of a diverging chart stands: for (right of the line), against (left), middle (apart).
    """

    name: str
    values: tuple[Decimal | None, ...]
    facts: tuple[str, ...] = ()
    side: Literal["", "for", "middle", "against"] = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart. ``kind``: bar (horizontal), column, stacked (100 %), pie, diverging. ``alt`` says in words what it shows.

    A diverging chart is stacked away from a line between favourable and unfavourable answers, the middle ones apart;
    its series go from the most favourable down, all values positive.
    """

    id: str
    kind: Literal["bar", "column", "stacked", "pie", "diverging"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    caption: Caption | None = None
    alt: str = ""
    maximum: Decimal | None = None
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the engagement by its file name (relative to its folder); the writer is handed the bytes."""

    id: str
    file: str
    alt: str
    width_cm: Decimal = Decimal(14)
    caption: Caption | None = None
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents down to a level; of the appendices down to ``appendix_depth``."""

    id: str
    depth: int = 2
    appendix_depth: int = 3
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class PageBreak:
    id: str
    base: str | None = None
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page: title in lines, label-value lines below, date at the foot.

    ``mark`` says who may see it. ``form`` 简洁 has lines without rules and the firm at the foot, 公文 title, firm and date.
    """

    id: str
    title: tuple[tuple[Inline, ...], ...]
    number: tuple[Inline, ...]
    lines: tuple[tuple[str, tuple[Inline, ...]], ...]
    date: tuple[Inline, ...]
    base: str | None = None
    at: Where = Where("")
    firm: tuple[Inline, ...] = ()
    mark: tuple[Inline, ...] = ()
    form: CoverForm = "标准"


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature block: lines of role and room to sign, then firm and date, at the right."""

    id: str
    lines: tuple[tuple[str, tuple[Inline, ...]], ...]
    firm: tuple[Inline, ...]
    date: tuple[Inline, ...]
    base: str | None = None
    at: Where = Where("")


Block = Heading | Paragraph | Items | Table | Chart | Picture | Contents | PageBreak | Cover | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation with their header and footer. ``numbering``: none, start (from 1), continue."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    header: str = ""
    numbering: Literal["none", "start", "continue"] = "continue"


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``style`` names the typographic preset (公文, 报告); ``reference`` the firm's reference .docx, if any.

    ``edition`` names a clean copy that leaves the house (定稿, 公开版); empty is the one that is worked on.
    ``printed`` is what a .docx of ours was sent with: the texts each fact was printed as, by the fact's ID. Empty for
    a report that was not read from one.
    """

    title: str
    sections: tuple[Section, ...]
    style: str = "报告"
    reference: str = ""
    author: str = ""
    created: str = "2000-01-01T00:00:00Z"
    edition: str = ""
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    at: Where = Where("")
    house: House = House()

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for section in self.sections:
            yield from section.blocks


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Every run of inlines of a block, in reading order (captions included)."""
    match block:
        case Heading() | Paragraph():
            yield block.inlines
        case Items():
            yield from block.items
        case Table():
            if block.caption:
                yield block.caption.inlines
            for row in block.rows:
                for cell in row.cells:
                    yield cell.inlines
            yield from block.notes
        case Chart() | Picture():
            if block.caption:
                yield block.caption.inlines
        case Cover():
            if block.mark:
                yield block.mark
            yield from block.title
            yield block.number
            for _, value in block.lines:
                yield value
            if block.firm:
                yield block.firm
            yield block.date
        case Signature():
            for _, value in block.lines:
                yield value
            yield block.firm
            yield block.date
        case Contents() | PageBreak():
            return


def block_text(block: Block) -> str:
    """The block's words as a reader sees them: lines for paragraphs and items, tab-separated rows for tables."""
    if isinstance(block, Table):
        head = [plain_text(block.caption.inlines)] if block.caption else []
        rows = ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        return "\n".join([*head, *rows, *(plain_text(note) for note in block.notes)])
    return "\n".join(plain_text(inlines) for inlines in inlines_of(block))
