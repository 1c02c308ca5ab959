"""The order of a report: block IDs, heading and caption numbers, references.

An ID is ``<chapter>/<heading>/…/<kind><hash>``: the chapter's leading number (or name), the headings above by their
words, then the block's kind and six digits of what it says, its figures by their facts. So neither another paragraph
in front nor a figure that changed moves an ID; rewording a block changes its own and no other. Of blocks that say the
same under one heading the second ends in ``-2``. An exhibit goes by its name instead.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalkit.likeness import likest
from evalkit.model.document import (
    Block,
    Break,
    Caption,
    Cell,
    Chart,
    Cover,
    Footnote,
    Heading,
    Inline,
    Items,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Row,
    Section,
    Signature,
    Table,
    Text,
    block_text,
    inlines_of,
    plain_text,
)
from evalkit.model.places import Finding, fault
from evalkit.numbers import chinese_number

#: What an ID may have so that ``ek:b:`` and a ``-2`` in a tag of Word's 64 characters have room too.
LONGEST_ID = 55

_LETTERS = {Paragraph: "p", Items: "l", Table: "t", Picture: "f", Chart: "g"}


def chapter_key(stem: str) -> str:
    """The short name of a chapter in IDs: ``03-项目主要绩效`` → ``03``, ``附件1-指标体系`` → ``附件1``."""
    found = re.match(r"(?:附件)?\d+(?=-|$)", stem)
    return found.group() if found else stem[:12]


def chapter_keys(stems: Iterable[str]) -> dict[str, str]:
    """The short names of the chapters of one report, each its own: the second of two 附件2 goes by more of its name."""
    keys: dict[str, str] = {}
    for stem in stems:
        key = chapter_key(stem)
        keys.setdefault(stem, stem[:12] if key in keys.values() else key)
    return keys


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
        return replace(block, id=self._unique(f"{self._here()}/{letter}{_hash(_said(block))}"))

    def exhibit(self, name: str, blocks: Iterable[Block]) -> list[Block]:
        """The blocks of an exhibit, their own IDs below the exhibit's name."""
        head = self._unique(f"{self._here()}/{name}")
        return [replace(block, id=_fitted(f"{head}/{block.id}")) for block in blocks]

    def _here(self) -> str:
        return "/".join([self.key, *filter(None, self._path)])

    def _enter(self, heading: Heading) -> str:
        depth = max(heading.level - 2, 0)
        if heading.level == 1:
            self._path = []
            return self._unique(f"{self.key}/h")
        self._path = [*self._path[:depth], *[""] * (depth - len(self._path))]
        full = self._unique(f"{self._here()}/{_slug(heading)}")
        self._path.append(full.rpartition("/")[2])
        return full

    def _unique(self, id: str) -> str:
        id = _fitted(id)
        self._seen[id] += 1
        return id if self._seen[id] == 1 else f"{id}-{self._seen[id]}"


def _fitted(id: str) -> str:
    """An ID no longer than the tag of a control has room for; what is beyond becomes its hash."""
    return id if len(id) <= LONGEST_ID else f"{id[: LONGEST_ID - 7]}~{_hash(id)}"


def _slug(heading: Heading) -> str:
    """The words of a heading without its figures: whole when they are short, else their beginning and hash."""
    words = "".join(inline.text for inline in heading.inlines if isinstance(inline, Text))
    slug = re.sub(r"\W", "", words)
    if not slug:
        return f"h{_hash(_said(heading))}"
    return slug if len(slug) <= 8 else f"{slug[:6]}{_hash(slug)[:4]}"


def _said(block: Block) -> str:
    """What tells a block from its neighbours: its words, figures by their facts; of a picture its file as well."""
    runs = ["".join(_word(inline) for inline in inlines) for inlines in inlines_of(block)]
    return "\n".join([block.file, *runs] if isinstance(block, Picture) else runs)


def _word(inline: Inline) -> str:
    match inline:
        case Num():
            return f"{{{inline.fact}}}"
        case Ref():
            return f"{{{inline.target}}}"
        case Footnote():
            return f"{{{''.join(_word(inner) for inner in inline.inlines)}}}"
        case Break():
            return "\n"
    return inline.text


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


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

    A reference to a caption or an appendix that is not there is a fault at the place of its block; to one of ``awaited``, the titles
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
                near = counter.nearest(inline.target)
                hint = f"是不是“{near}”" if near else "先用“插入”放进这个表或图；附件写它的章名"
                findings.append(fault(block.at, f"引用的“{inline.target}”在报告里没有", hint))
                return Placeholder(f"引用{inline.target}")
            label = counter.renamed.get(label, label)
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
    renamed: dict[str, str] = field(default_factory=dict)  # what an appendix is called in the report -> its label
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

    def nearest(self, target: str) -> str:
        """The label most like one that is not there, of its own kind if any is; the kind itself is no likeness."""
        called = {label: name for name, label in self.renamed.items()}
        kind, _, name = target.partition(":") if ":" in target else ("", "", target)
        names: dict[str, str] = {}
        own: dict[str, str] = {}
        for label in self.labels:
            first, _, stem = label.partition(":")
            meant = self.renamed.get(label, label)
            names[stem or label] = called.get(meant, meant)
            if first == kind and stem:
                own[stem] = names[stem]
        return likest(name, own) or likest(name, names)

    def _heading(self, heading: Heading) -> Heading:
        level = heading.level
        if level == 1:
            self._captions = Counter()
            self._appendix = heading.appendix
        if heading.appendix and level == 1:
            self._appendices += 1
            self._levels[1:] = [0, 0, 0]
            return self._appendix_heading(heading, f"附件{self._appendices}")
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (4 - level)
        return replace(heading, number=_FORMS[level - 1](self._levels[level - 1]))

    def _appendix_heading(self, heading: Heading, number: str) -> Heading:
        """An appendix is known by the name of its chapter and by what it is called in the report."""
        called = f"附件:{plain_text(heading.inlines)}"
        label = heading.label or called
        if label in self.labels:
            label = f"{label}:{number}"
        self.labels[label] = number
        if called not in self.labels:
            self.labels[called], self.renamed[called] = number, label
        return replace(heading, number=number, label=label)

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
                made = run(one.inlines)
                return one if made == one.inlines else replace(one, inlines=made)

            rows = tuple(Row(tuple(cell(one) for one in row.cells), row.role) for row in block.rows)
            notes = tuple(run(note) for note in block.notes)
            return replace(block, rows=rows, notes=notes, caption=captioned(block.caption))
        case Chart() | Picture():
            return replace(block, caption=captioned(block.caption))
        case Cover():
            lines = tuple((label, run(value)) for label, value in block.lines)
            title = tuple(run(line) for line in block.title)
            named = replace(block, firm=run(block.firm), mark=run(block.mark))
            return replace(named, title=title, number=run(block.number), lines=lines, date=run(block.date))
        case Signature():
            lines = tuple((label, run(value)) for label, value in block.lines)
            return replace(block, lines=lines, firm=run(block.firm), date=run(block.date))
    return block
