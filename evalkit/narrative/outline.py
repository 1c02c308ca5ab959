"""The order of a report: block IDs, heading and caption numbers, references.

An ID is ``<chapter>/<heading>/…/<kind><n>``: the chapter's leading number (or name), the headings above by their
first words, then the block's place among its kind under that heading. So an edit moves the IDs of later blocks under
the same heading at most, never those of another heading or chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from evalkit.model.document import (
    Block,
    Caption,
    Cell,
    Chart,
    Cover,
    Footnote,
    Heading,
    Inline,
    Items,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Row,
    Section,
    Signature,
    Table,
    block_text,
    plain_text,
)
from evalkit.model.places import Finding, fault
from evalkit.numbers import chinese_number

_LETTERS = {Paragraph: "p", Items: "l", Table: "t", Picture: "f", Chart: "g"}


def chapter_key(stem: str) -> str:
    """The short name of a chapter in IDs: ``03-项目主要绩效`` → ``03``, ``附件1-指标体系`` → ``附件1``."""
    found = re.match(r"(?:附件)?\d+(?=-|$)", stem)
    return found.group() if found else stem[:12]


@dataclass(slots=True)
class Identifier:
    """Gives the blocks of one chapter their IDs, in reading order."""

    key: str
    _path: list[str] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)

    def name(self, block: Block) -> Block:
        """The block with its ID."""
        if isinstance(block, Heading):
            return replace(block, id=self._enter(block))
        letter = _LETTERS.get(type(block), "b")
        self._seen[f"{self._here()}/{letter}"] += 1
        return replace(block, id=f"{self._here()}/{letter}{self._seen[f'{self._here()}/{letter}']}")

    def exhibit(self, name: str, blocks: Iterable[Block]) -> list[Block]:
        """The blocks of an exhibit, their own IDs below the exhibit's name."""
        head = self._unique(f"{self._here()}/{name}")
        return [replace(block, id=f"{head}/{block.id}") for block in blocks]

    def _here(self) -> str:
        return "/".join([self.key, *filter(None, self._path)])

    def _enter(self, heading: Heading) -> str:
        depth = max(heading.level - 2, 0)
        if heading.level == 1:
            self._path = []
            return self._unique(f"{self.key}/h")
        self._path = [*self._path[:depth], *[""] * (depth - len(self._path))]
        slug = re.sub(r"\W", "", plain_text(heading.inlines))[:8] or "h"
        full = self._unique(f"{self._here()}/{slug}")
        self._path.append(full.rpartition("/")[2])
        return full

    def _unique(self, id: str) -> str:
        self._seen[id] += 1
        return id if self._seen[id] == 1 else f"{id}-{self._seen[id]}"


# ---- numbers --------------------------------------------------------------------------------------------------------

_FORMS: tuple[Callable[[int], str], ...] = (
    lambda n: f"{chinese_number(n)}、",
    lambda n: f"（{chinese_number(n)}）",
    lambda n: f"{n}.",
    lambda n: f"（{n}）",
)


def numbered(
    sections: Sequence[Section], awaited: Iterable[str] = ()
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections with numbers of headings and captions, references filled in, and the base text of every block.

    A reference to a caption that is not there is a fault at the place of its block; to one of ``awaited``, the titles
    of exhibits that have nothing to show yet, it is a placeholder. ``Heading.number`` is printed
    before the heading as it stands (``一、``, ``（二）``, ``3.``, ``（4）``, ``附件1``).
    """
    counter = _Counter()
    counted = [replace(section, blocks=tuple(counter.count(block) for block in section.blocks)) for section in sections]
    findings: list[Finding] = []
    waiting = tuple(awaited)

    def finish(block: Block) -> Block:
        def resolve(inline: Inline) -> Inline:
            if isinstance(inline, Footnote):
                return Footnote(tuple(resolve(inner) for inner in inline.inlines))
            if not isinstance(inline, Ref):
                return inline
            label = _label(inline.target, counter.labels)
            if label is None and any(title in inline.target.split(":") for title in waiting):
                return Placeholder(f"引用{inline.target.partition(':')[2] or inline.target}")
            if label is None:
                close = get_close_matches(inline.target, counter.labels, n=2, cutoff=0.3)
                hint = "是不是" + "、".join(f"“{one}”" for one in close) if close else "先用“插入”放进这个表或图"
                findings.append(fault(block.at, f"引用的“{inline.target}”在报告里没有", hint))
                return Placeholder(f"引用{inline.target}")
            return Ref(label, counter.labels[label])

        done = mapped(block, resolve)
        return replace(done, base=block_text(done))

    return (
        tuple(replace(section, blocks=tuple(finish(block) for block in section.blocks)) for section in counted),
        tuple(findings),
    )


def _label(target: str, labels: Mapping[str, str]) -> str | None:
    """The label a reference means: itself, or the one of that name whatever its kind (``得分情况表``, ``表:得分率图``)."""
    if target in labels:
        return target
    name = target.partition(":")[2] or target
    return next((label for label in labels if label.partition(":")[2] == name), None)


@dataclass(slots=True)
class _Counter:
    labels: dict[str, str] = field(default_factory=dict)
    _levels: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    _appendices: int = 0
    _appendix: bool = False
    _captions: Counter[str] = field(default_factory=Counter)

    def count(self, block: Block) -> Block:
        match block:
            case Heading(numbered=True):
                return self._heading(block)
            case Table() | Chart() | Picture() if block.caption is not None:
                return replace(block, caption=self._caption(block.caption))
        return block

    def _heading(self, heading: Heading) -> Heading:
        level = heading.level
        if level == 1:
            self._captions = Counter()
            self._appendix = heading.appendix
        if heading.appendix and level == 1:
            self._appendices += 1
            self._levels[1:] = [0, 0, 0]
            return replace(heading, number=f"附件{self._appendices}")
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (4 - level)
        return replace(heading, number=_FORMS[level - 1](self._levels[level - 1]))

    def _caption(self, caption: Caption) -> Caption:
        kind = f"附{caption.kind}" if self._appendix and not caption.kind.startswith("附") else caption.kind
        self._captions[kind] += 1
        chapter = self._appendices if self._appendix else self._levels[0]
        number = f"{chapter}-{self._captions[kind]}" if chapter else str(self._captions[kind])
        label = caption.label
        if label and label in self.labels:
            label = f"{label}:{sum(1 for one in self.labels if one.startswith(caption.label)) + 1}"
        if label:
            self.labels[label] = f"{kind}{number}"
        return replace(caption, kind=kind, number=number, label=label)


def mapped(block: Block, change: Callable[[Inline], Inline]) -> Block:
    """The block with every inline changed."""

    def run(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(change(inline) for inline in inlines)

    def captioned(caption: Caption | None) -> Caption | None:
        return None if caption is None else replace(caption, inlines=run(caption.inlines))

    match block:
        case Heading() | Paragraph():
            return replace(block, inlines=run(block.inlines))
        case Items():
            return replace(block, items=tuple(run(item) for item in block.items))
        case Table():

            def cell(one: Cell) -> Cell:
                return replace(one, inlines=run(one.inlines))

            rows = tuple(Row(tuple(cell(one) for one in row.cells), row.role) for row in block.rows)
            notes = tuple(run(note) for note in block.notes)
            return replace(block, rows=rows, notes=notes, caption=captioned(block.caption))
        case Chart() | Picture():
            return replace(block, caption=captioned(block.caption))
        case Cover():
            lines = tuple((label, run(value)) for label, value in block.lines)
            title = tuple(run(line) for line in block.title)
            return replace(block, title=title, number=run(block.number), lines=lines, date=run(block.date))
        case Signature():
            lines = tuple((label, run(value)) for label, value in block.lines)
            return replace(block, lines=lines, firm=run(block.firm), date=run(block.date))
    return block
