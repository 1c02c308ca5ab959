"""What must be known of a document before its first line is written: numbers, bookmarks, targets of references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from evalkit.model.document import Block, Caption, Contents, Document, Heading, Section, plain_text
from evalkit.numbers import chinese_number
from evalkit.writers._caption import heading_name
from evalkit.writers._word_xml import legal, short_hash

#: The lists of the part numbering.xml that are always there; what comes after counts on.
CHAPTERS, APPENDICES, BULLETS, FIRST_FREE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """A heading as it will be read: its number in words, its bookmark, and the list that numbers it (0: none).

    ``listed`` None leaves the numbering to the style. ``appendix`` says that it stands in an appendix.
    """

    id: str
    level: int
    label: str
    text: str
    bookmark: str
    listed: int | None
    appendix: bool = False

    @property
    def title(self) -> str:
        return heading_name(self.label, self.text)


@dataclass(frozen=True, slots=True)
class CaptionPlan:
    """A caption's number: the literal part before the sequence, the sequence, and whether it starts anew here."""

    prefix: str
    sequence: int
    restart: bool
    bookmark: str

    @property
    def number(self) -> str:
        return f"{self.prefix}{self.sequence}"


@dataclass(slots=True)
class Plan:
    """Headings and captions by the position of their block in the document; targets of references by label."""

    headings: dict[int, HeadingPlan] = field(default_factory=dict)
    captions: dict[int, CaptionPlan] = field(default_factory=dict)
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)
    appendices: set[str] = field(default_factory=set)  # the bookmarks among the targets that hold a heading
    free_lists: int = 0  # lists that number the headings of chapters without a number
    depth: int = 0  # the deepest level any table of contents shows
    appendix_depth: int = 0  # and of the appendices

    def entries(self, contents: Contents) -> Iterator[HeadingPlan]:
        """The headings a table of contents shows."""
        for heading in self.headings.values():
            if heading.level <= (min(contents.depth, contents.appendix_depth) if heading.appendix else contents.depth):
                yield heading

    def unlisted(self, heading: HeadingPlan) -> bool:
        """Whether a heading is kept out of the contents for standing in an appendix."""
        return heading.appendix and self.appendix_depth < heading.level <= self.depth


def positioned(document: Document) -> Iterator[tuple[int, Section, list[tuple[int, Block]]]]:
    """The sections, each with its blocks and their positions in the whole document."""
    position = 0
    for number, section in enumerate(document.sections):
        blocks = list(enumerate(section.blocks, position))
        position += len(blocks)
        yield number, section, blocks


def section_bookmark(number: int) -> str:
    """The bookmark at the first page of a section."""
    return f"_ek_s_{number}"


def label_of(level: int, count: int) -> str:
    """The number of a heading as its list prints it: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese_number(count)}、" if count < 1000 else f"{count}、"
    if level == 2:
        return f"（{chinese_number(count)}）" if count < 1000 else f"（{count}）"
    return f"{count}." if level == 3 else f"（{count}）"


def plan(document: Document) -> Plan:
    """One pass over the document, in reading order."""
    made = Plan()
    counts = [0, 0, 0, 0]
    chapters = appendices = 0
    current: int | None = None  # the list of the headings below the last one of level 1
    inside = False  # an appendix
    prefix = ""
    sequences: dict[str, int] = {}
    for position, block in enumerate(document.blocks()):
        if isinstance(block, Contents):
            made.depth = max(made.depth, block.depth)
            made.appendix_depth = max(made.appendix_depth, block.appendix_depth)
        elif isinstance(block, Heading):
            level = min(max(block.level, 1), 4)
            label, listed = "", 0 if not block.numbered else None
            if level == 1:
                counts, inside = [0, 0, 0, 0], block.appendix
                if block.appendix:
                    appendices += 1
                    label, listed, current, prefix = f"附件{appendices}", None, APPENDICES, str(appendices)
                elif block.numbered:
                    chapters += 1
                    label, current, prefix = label_of(1, chapters), None, str(chapters)
                else:
                    current, prefix = 0, ""
                sequences = {} if label else sequences
            elif block.numbered:
                counts[level - 1 :] = [counts[level - 1] + 1, *[0] * (4 - level)]
                label = label_of(level, counts[level - 1])
                if current == 0:
                    made.free_lists += 1
                    current = FIRST_FREE + made.free_lists - 1
                listed = current
            bookmark = f"_Toc{10000000 + position}"
            text = legal(plain_text(block.inlines)).replace("\n", " ")
            made.headings[position] = HeadingPlan(block.id, level, label, text, bookmark, listed, inside)
            if block.label and block.label not in made.targets:
                made.targets[block.label] = (bookmark, label)
                made.appendices.add(bookmark)
        caption: Caption | None = getattr(block, "caption", None)
        if caption is not None:
            made.captions[position] = _caption(caption, prefix, sequences, made)
    return made


def _caption(caption: Caption, chapter: str, sequences: dict[str, int], made: Plan) -> CaptionPlan:
    prefix, dash, last = caption.number.rpartition("-")
    expected = sequences.get(caption.kind, 0) + 1
    if last.isdecimal():
        sequence, prefix = int(last), prefix + dash
    else:
        sequence, prefix = expected, f"{chapter}-" if chapter else ""
    first = caption.kind not in sequences
    sequences[caption.kind] = sequence
    bookmark = ""
    if caption.label and caption.label not in made.targets:
        bookmark = f"_Ref{short_hash(caption.label)}"
        made.targets[caption.label] = (bookmark, f"{caption.kind}{prefix}{sequence}")
    return CaptionPlan(prefix, sequence, first or sequence != expected, bookmark)
