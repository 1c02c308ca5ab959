"""The report the chapters give and the one that is wanted -> the revisions that lead from one to the other.

Revisions are worked out anew each time, so that many rounds of editing leave no more behind than one; those that were
there and still say the same keep who made them, when, and the words they were made for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalkit.model.document import (
    Block,
    Chart,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
    Text,
    block_text,
    plain_text,
)
from evalkit.model.facts import Facts
from evalkit.syncing.applying import digest, free, row_names, words
from evalkit.syncing.changes import Change
from evalkit.syncing.markdown import block_markdown, cell_markdown, inline_markdown, items_markdown, row_markdown
from evalkit.syncing.matching import rising
from evalkit.syncing.revisions import Revision
from evalkit.syncing.rows import lattice, row_text, same_rows
from evalkit.syncing.strands import items_strand, same, strand


@dataclass(frozen=True, slots=True)
class Source:
    """Where edits come from: the file, who saved it last and when, and whose tracked changes are in which block."""

    file: str
    by: str
    day: str
    hands: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def signed(self, one: Revision) -> Revision:
        """The revision with who made it and when, as the file says."""
        by, day = self.hands.get(one.id, (self.by, self.day))
        return replace(one, by=by, day=day, source=self.file)


def differences(
    generated: Sequence[Block], wanted: Sequence[Block], facts: Facts, source: Source
) -> tuple[Revision, ...]:
    """The revisions that make the wanted report of the generated one."""
    old, new = free(generated), free(wanted)
    before, after = {block.id: block for block in old}, {block.id: block for block in new}
    made: list[Revision] = []
    for block in old:
        if block.id not in after:
            made.append(Revision("删", (block.id,), digest=digest(words(block)), was=block_text(block)))
        else:
            made.extend(_changed(block, after[block.id], facts))
    made.extend(_placed(old, new, before, facts))
    return tuple(source.signed(one) for one in made)


def _changed(old: Block, new: Block, facts: Facts) -> Iterator[Revision]:
    match old, new:
        case Table(), Table():
            yield from _caption(old, new, facts)
            yield from _notes(old, new, facts)
            yield from _rows(old, new, facts)
        case Chart() | Picture(), Chart() | Picture():
            yield from _caption(old, new, facts)
        case ((Heading() | Paragraph() | Items()), (Heading() | Paragraph() | Items())):
            level = isinstance(old, Heading) and isinstance(new, Heading) and old.level != new.level
            if level or type(old) is not type(new) or not same(words(old), words(new)):
                body = block_markdown(new, facts)
                yield Revision("改", (old.id,), digest=digest(words(old)), was=block_text(old), body=body)


def _caption(old: Table | Chart | Picture, new: Table | Chart | Picture, facts: Facts) -> Iterator[Revision]:
    if old.caption is None or new.caption is None:
        return
    then, now = strand(old.caption.inlines), strand(new.caption.inlines)
    if not same(then, now):
        was, body = plain_text(old.caption.inlines), inline_markdown(new.caption.inlines, facts)
        yield Revision("改", (old.id,), part="题注", digest=digest(then), was=was, body=body)


def _notes(old: Table, new: Table, facts: Facts) -> Iterator[Revision]:
    then, now = items_strand(old.notes), items_strand(new.notes)
    if not same(then, now):
        was = " / ".join(plain_text(note) for note in old.notes)
        body = items_markdown(new.notes, False, facts)
        yield Revision("改", (old.id,), part="注", digest=digest(then), was=was, body=body)


def _rows(old: Table, new: Table, facts: Facts) -> Iterator[Revision]:
    one, other = lattice(old.rows), lattice(new.rows)
    if [row_text(row) for row in one.full] == [row_text(row) for row in other.full]:
        return
    names = row_names(old)
    kept = same_rows(one, other)
    for place in range(len(one.full)):
        was = " ".join(cell.text for _, cell in one.starts[place])
        if place not in kept:
            yield Revision("删", (old.id,), row=names[place], was=was)
            continue
        row_now = other.full[kept[place]]
        for order, (x, cell) in enumerate(one.starts[place], 1):
            if x < len(row_now) and not same(strand(cell.inlines), strand(row_now[x].inlines)):
                body = cell_markdown(row_now[x].inlines, facts)
                yield Revision("改", (old.id,), row=names[place], column=str(order), was=cell.text, body=body)
    back = {there: place for place, there in kept.items()}
    last = "0"
    for there, row in enumerate(new.rows):
        if there in back:
            last = names[back[there]]
        else:
            body = row_markdown((cell.inlines for cell in row.cells), facts)
            digested = digest(items_strand(cell.inlines for cell in row.cells))
            yield Revision("增", (f"{old.id}/+{digested}",), row=last, after=old.id, body=body)


def _placed(old: Sequence[Block], new: Sequence[Block], before: dict[str, Block], facts: Facts) -> Iterator[Revision]:
    """Blocks that are new or stand elsewhere, in the order they stand now."""
    at = {block.id: place for place, block in enumerate(old)}
    steady = {place for place, _ in rising([(n, at[block.id]) for n, block in enumerate(new) if block.id in at])}
    run: list[str] = []
    behind = ""
    for n, block in enumerate([*new, None]):
        moved = block is not None and block.id in at and n not in steady
        if run and not moved:
            yield _beside(Revision("移", tuple(run), was=block_text(before[run[0]])), behind, new)
            behind, run = run[-1], []
        if block is None:
            return
        if moved:
            run.append(block.id)
            continue
        if block.id not in at:
            yield _beside(Revision("增", (block.id,), body=block_markdown(block, facts)), behind, new)
        behind = block.id


def _beside(one: Revision, behind: str, new: Sequence[Block]) -> Revision:
    if behind:
        return replace(one, after=behind)
    first = next((block.id for block in new if block.id not in one.ids), "")
    return replace(one, before=first)


def clashes(found: Sequence[Change], facts: Facts, source: Source) -> tuple[Revision, ...]:
    """What could not be taken, kept beside what is printed until somebody decides."""
    made = []
    for one in found:
        body = (
            block_markdown(one.content, facts)
            if one.content is not None
            else inline_markdown((Text(one.after),), facts)
        )
        part = one.spot if one.spot in ("题注", "注") else ""
        note = "；".join(words for words in (one.why, one.spot if not part else "") if words)
        clash = Revision("冲突", (one.id,), part=part, was=one.before, now=one.ours, note=note, body=body)
        made.append(source.signed(clash))
    return tuple(made)


def carried(
    fresh: Sequence[Revision], kept: Sequence[Revision], generated: Sequence[Block], ours: Sequence[Block]
) -> tuple[Revision, ...]:
    """The fresh revisions, those that were there before as they were, and those that wait for a decision."""
    here = {block.id: block for block in generated}
    known = set(here) | {block.id for block in ours}
    made = list(fresh)
    for old in kept:
        same_place = [n for n, one in enumerate(made) if one.key == old.key]
        if old.what == "冲突":
            if not any(made[n].body.strip() == old.body.strip() for n in same_place):
                made.append(old)
            continue
        if same_place:
            n = same_place[0]
            if made[n].body.strip() == old.body.strip():
                made[n] = replace(old, after=made[n].after, before=made[n].before, ids=made[n].ids)
            continue
        double = next((n for n, one in enumerate(made) if _elsewhere(one, old)), None)
        if double is not None:
            made[double] = old
        elif _lost(old, here, known):
            made.append(old)
    return tuple(made)


def _elsewhere(one: Revision, old: Revision) -> bool:
    """Whether a revision goes on under another block's ID."""
    return (
        one.what == old.what == "改" and one.part == old.part and not old.row and one.body.strip() == old.body.strip()
    )


def _lost(old: Revision, here: dict[str, Block], known: set[str]) -> bool:
    """Whether a revision was not in the report, so that nobody can have meant to undo it."""
    block = here.get(old.after if old.what == "增" and old.row else old.id)
    if old.row:
        return not isinstance(block, Table) or (old.row != "0" and old.row not in row_names(block))
    if old.what == "删":
        return block is None or bool(old.digest and old.digest != digest(words(block)))
    return not any(id in known for id in old.ids)
