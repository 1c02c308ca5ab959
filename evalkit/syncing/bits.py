"""Blocks taken apart into what a Word file keeps apart: lines, captions, notes, grids and drawings.

In a file whose controls are gone a list comes back as paragraphs and a chart without its caption; bits are the same
either way. ``reborn`` gives the blocks back as they were written from the texts of the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from evalkit.model.document import (
    Block,
    Caption,
    Cell,
    Chart,
    Heading,
    Inline,
    Items,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
    inlines_of,
    plain_text,
)
from evalkit.model.edited import Born
from evalkit.syncing.strands import Strand, born, folded, inlines, strand

#: Blocks the program makes of the tables 项目, 机构 and 团队 whatever the chapters say.
FRAME = ("封面", "目录", "签章", "标题")
_NUMBERED = re.compile(r"\s*附?[表图]\s*\d+(?:\s*[-－—–.]\s*\d+)?\s*")
_LABEL = re.compile(r"\s*(?:[•·●○■◆▪‣\uf06c\uf0b7-]|\d{1,2}[.、．)）])\s*")


@dataclass(frozen=True, slots=True)
class Bit:
    """A line, a caption, a note, a grid or a drawing of a block.

    ``block`` is the index of its block, ``id`` that block's ID without what the reader adds to a second paragraph of
    one control (empty where there was no control). ``text`` are its words without spaces.
    """

    part: str  # line, item, caption, note, grid, drawing
    block: int
    id: str
    text: str
    runs: tuple[Inline, ...] = ()
    level: int = 0

    @property
    def strand(self) -> Strand:
        """The words in pieces; worked out when they are asked for, because most bits nobody touched."""
        return strand(self.runs)


def bits_of(blocks: Iterable[Block], tagged: bool = True) -> list[Bit]:
    """The bits of blocks in reading order; covers, signatures, contents and page breaks have none."""
    made: list[Bit] = []
    for place, block in enumerate(blocks):
        id = block.id.partition("+")[0] if tagged else ""
        made.extend(_bits(block, place, id))
    return made


def _bits(block: Block, place: int, id: str) -> Iterator[Bit]:
    def bit(part: str, runs: tuple[Inline, ...], level: int = 0) -> Bit:
        return Bit(part, place, id, folded(plain_text(runs)), runs, level)

    match block:
        case Heading():
            yield bit("line", block.inlines, block.level)
        case Paragraph(role="toc"):
            return
        case Paragraph(role="sign") if id and not framed(id):
            return  # a signature block of a chapter comes back as its paragraphs
        case Paragraph(role="caption"):
            yield bit("caption", unnumbered(block.inlines))
        case Paragraph(role="note"):
            yield bit("note", block.inlines)
        case Paragraph():
            yield bit("line", block.inlines)
        case Items():
            for item in block.items:
                yield bit("item", item)
        case Table():
            if block.caption is not None:
                yield bit("caption", block.caption.inlines)
            words = "\n".join("\t".join(cell.text for cell in row.cells) for row in block.rows)
            yield Bit("grid", place, id, folded(words))
            for note in block.notes:
                yield bit("note", note)
        case Chart() | Picture():
            yield Bit("drawing", place, id, "")
            if block.caption is not None:
                yield bit("caption", unnumbered(block.caption.inlines))
        case _:
            return


def unnumbered(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A caption without its number."""
    first = runs[0] if runs else None
    found = _NUMBERED.match(first.text) if isinstance(first, Text) else None
    return (replace(first, text=first.text[found.end() :]), *runs[1:]) if found and isinstance(first, Text) else runs


def unlabelled(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """An item of a list without the sign or number Word put in front."""
    first = runs[0] if runs else None
    found = _LABEL.match(first.text) if isinstance(first, Text) else None
    return (replace(first, text=first.text[found.end() :]), *runs[1:]) if found and isinstance(first, Text) else runs


def framed(id: str) -> bool:
    """Whether a block's words come from the tables and from no chapter."""
    return id.partition("/")[0].partition("+")[0] in FRAME


# ---- the blocks as they were written ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Old:
    """A block as it was written. ``whole`` says that its parts are known, not only its text."""

    block: Block
    whole: bool


def reborn(
    record: Iterable[Born], reports: Iterable[Mapping[str, Block]], printed: Mapping[str, tuple[str, ...]]
) -> list[Old]:
    """The blocks of a record. Those whose words one of today's ``reports`` has still are taken apart as they are there."""
    made = []
    kept = tuple(reports)
    for one in record:
        if one.kind in ("Cover", "Signature", "Contents", "PageBreak"):
            continue
        candidates = (report[one.id] for report in kept if one.id in report)
        known = next((then for block in candidates if (then := _as_then(block, one.base, printed)) is not None), None)
        made.append(Old(known, True) if known is not None else _plain(one))
    return made


def _as_then(block: Block, base: str, printed: Mapping[str, tuple[str, ...]]) -> Block | None:
    runs = [strand(run) for run in inlines_of(block)]
    then = born(base, tuple(piece for run in runs for piece in run), printed)
    if then is None:
        return None
    pieces = iter(then)
    shown = iter([inlines(tuple(next(pieces) for _ in run)) for run in runs])
    return with_runs(block, shown)


def with_runs(block: Block, runs: Iterator[tuple[Inline, ...]]) -> Block:
    """The block with its runs of inlines replaced, in the order of ``inlines_of``."""
    match block:
        case Heading() | Paragraph():
            return replace(block, inlines=next(runs))
        case Items():
            return replace(block, items=tuple(next(runs) for _ in block.items))
        case Table():
            caption = block.caption and replace(block.caption, inlines=next(runs))
            rows = tuple(
                replace(row, cells=tuple(replace(cell, inlines=next(runs)) for cell in row.cells)) for row in block.rows
            )
            return replace(block, caption=caption, rows=rows, notes=tuple(next(runs) for _ in block.notes))
        case Chart() | Picture():
            return replace(block, caption=block.caption and replace(block.caption, inlines=next(runs)))
    return block


def _plain(one: Born) -> Old:
    """A block of which nothing but its words is known."""
    words = (Text(one.base),) if one.base else ()
    match one.kind:
        case "Heading":
            return Old(Heading(one.id, 1, words, at=one.at), True)
        case "Items":
            return Old(Items(one.id, tuple((Text(line),) for line in one.base.split("\n")), at=one.at), True)
        case "Table":
            return Old(_plain_table(one), False)
        case "Chart" | "Picture":
            return Old(Picture(one.id, "", "", caption=Caption("图", words) if words else None, at=one.at), False)
    return Old(Paragraph(one.id, words, at=one.at), True)


def _plain_table(one: Born) -> Table:
    """A table of which only the words are known: lines before and behind those with cells are its caption and its notes."""
    lines = one.base.split("\n")
    cells = [place for place, line in enumerate(lines) if "\t" in line] or [0, len(lines) - 1]
    first, last = cells[0], cells[-1] + 1
    caption = Caption("表", (Text(lines[0]),)) if first == 1 else None
    grid = "\n".join(lines[1 if caption else 0 : last])
    notes = tuple((Text(line),) for line in lines[last:])
    return Table(one.id, (), (Row((Cell((Text(grid),)),)),), caption, notes=notes, at=one.at)
