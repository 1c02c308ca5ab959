"""What a merge comes to: edits taken, edits that clash, figures that were altered; and how blocks are told in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.model.document import Block, Heading, Items, Paragraph, inlines_of, plain_text
from evalkit.syncing.strands import Strand, inlines, items_strand, strand

What = Literal["改", "增", "删", "移", "冲突"]

_AROUND = 8
_FIGURE = "0123456789.,%"


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


def around(before: str, after: str, most: int = 24) -> tuple[str, str]:
    """Where two texts begin to differ, with a few characters on both sides of it; short texts as they are."""
    one, other = " ".join(before.split()), " ".join(after.split())
    if one == other or max(len(one), len(other)) <= most:
        return short(one, most), short(other, most)
    start = _shared(one, other)
    same = _shared(one[start:][::-1], other[start:][::-1])
    return _window(one, start, len(one) - same, most), _window(other, start, len(other) - same, most)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _window(text: str, start: int, end: int, most: int) -> str:
    """The words from ``start`` to ``end`` with their surroundings, ``most`` of them; no figure is cut at its ends."""
    left = max(start - _AROUND, 0)
    while left and text[left - 1] in _FIGURE and text[left] in _FIGURE:
        left -= 1
    right = min(end + _AROUND, left + most, len(text))
    while 0 < right < len(text) and text[right - 1] in _FIGURE and text[right] in _FIGURE:
        right += 1
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}"
