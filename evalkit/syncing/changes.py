"""What a merge comes to: edits taken, edits that clash, figures that were altered; and how blocks are told in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.model.document import Block, Heading, Items, Paragraph, inlines_of, plain_text
from evalkit.syncing.strands import Strand, inlines, items_strand, strand

What = Literal["改", "增", "删", "移", "冲突"]


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: of which block (or which part of it), its words before and after, and ours where the two clash.

    ``theirs`` is the edited report's block the place is told by; ``why`` says what keeps an edit from being taken.
    """

    what: What
    id: str
    spot: str
    before: str
    after: str
    ours: str = ""
    theirs: Block | None = None
    content: Block | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Altered:
    """A figure that prints another text than it was sent with."""

    fact: str
    shown: str
    sent: tuple[str, ...]
    block: Block


@dataclass(slots=True)
class Merge:
    """``blocks`` is the report as it should read; ``changes`` what was taken, ``clashes`` what was not."""

    blocks: list[Block]
    changes: list[Change] = field(default_factory=list)
    clashes: list[Change] = field(default_factory=list)
    altered: list[Altered] = field(default_factory=list)


def whole_strand(block: Block) -> Strand:
    """The words of a block of lines as one strand."""
    match block:
        case Heading() | Paragraph():
            return strand(block.inlines)
        case Items():
            return items_strand(block.items)
    return ()


def masked(block: Block) -> str:
    """The words of any block, figures by their facts."""
    return "\n".join("".join(piece.key for piece in strand(run)) for run in inlines_of(block))


def inlines_text(pieces: Strand) -> str:
    return plain_text(inlines(pieces))


def short(text: str, most: int = 24) -> str:
    """The beginning of a block's words."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
