"""Revisions onto the report the chapters give: by block, and never over words they were not made for.

Works on blocks that have their IDs and no numbers yet. A revision whose block has other words by now is still applied
where it can be told which block that is, and is told; one that has no place any more is told and printed nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from evalkit.model.document import (
    Block,
    Chart,
    Heading,
    Items,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Row,
    Table,
    block_text,
    inlines_of,
    plain_text,
)
from evalkit.model.places import Finding, doubt
from evalkit.syncing.bits import Bit, framed
from evalkit.syncing.matching import LIKE, likeness
from evalkit.syncing.revisions import Revision
from evalkit.syncing.rows import lattice, with_row, without_row
from evalkit.syncing.strands import Piece, Strand, folded, items_strand, strand

State = Literal["kept", "stale", "lost", "open"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a revision: the block it went to, and whether that block's words were those it was made for."""

    revision: Revision
    target: str
    state: State


def digest(pieces: Strand) -> str:
    """Six digits of what somebody edited: its words, its figures by their facts, its references whatever they say."""
    return sha256("".join(_key(piece) for piece in pieces).encode()).hexdigest()[:8]


def _key(piece: Piece) -> str:
    match piece.inline:
        case Ref():
            return "{§}"
        case Placeholder(advice) if advice.startswith("引用"):
            return "{§}"
    return piece.key


def words(block: Block) -> Strand:
    """The words of a block that a revision of the whole block is made for."""
    return items_strand(inlines_of(block))


def row_names(table: Table) -> list[str]:
    """The name of every row: the hash of its words, ``-2`` behind it where the same words come again."""
    seen: dict[str, int] = {}
    names = []
    for row in lattice(table.rows).full:
        name = digest(items_strand(cell.inlines for cell in row))
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def apply(
    bodies: Sequence[Sequence[Block]], revisions: Sequence[Revision], rendered: Mapping[Revision, tuple[Block, ...]]
) -> tuple[list[list[Block]], tuple[Applied, ...]]:
    """The parts of the report with the revisions in them; ``rendered`` has the words of each as blocks."""
    work = _Work([list(body) for body in bodies], rendered)
    done = {id(one): work.change(one) for one in revisions if one.what in ("改", "删", "冲突")}
    waiting = [one for one in revisions if one.what in ("增", "移")]
    while waiting:
        left = [one for one in waiting if (found := work.place(one)) is None or done.update({id(one): found})]
        if len(left) == len(waiting):
            done[id(left[0])] = work.stray(left[0])
            left = left[1:]
        waiting = left
    work.finish()
    return work.bodies, tuple(done[id(one)] for one in revisions if id(one) in done)


@dataclass
class _Work:
    bodies: list[list[Block]]
    rendered: Mapping[Revision, tuple[Block, ...]]
    gone: set[str] = field(default_factory=set)
    rows_gone: dict[str, set[int]] = field(default_factory=dict)
    rows_new: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)

    def find(self, id: str) -> tuple[list[Block], int] | None:
        for body in self.bodies:
            for place, block in enumerate(body):
                if block.id == id:
                    return body, place
        return None

    # ---- blocks that are there --------------------------------------------------------------------------------------

    def change(self, one: Revision) -> Applied:
        if one.what == "冲突":
            return Applied(one, one.id, "open")
        found = self.find(one.id)
        stale = False
        if found is None and one.what == "改" and not one.row:
            found, stale = self.alike(one), True
        if found is None:
            return Applied(one, one.id, "lost")
        body, place = found
        block = body[place]
        if one.row or one.part:
            return self.inside(one, body, place)
        stale = stale or bool(one.digest and one.digest != digest(words(block)))
        if one.what == "删":
            if stale:
                return Applied(one, block.id, "lost")
            self.gone.add(block.id)
            return Applied(one, block.id, "kept")
        new = self.rendered.get(one, ())
        if not new:
            return Applied(one, block.id, "lost")
        more = [replace(extra, id=f"{block.id}/+{n}") for n, extra in enumerate(new[1:], 2)]
        body[place : place + 1] = [rewritten(block, new[0]), *more]
        return Applied(one, block.id, "stale" if stale else "kept")

    def alike(self, one: Revision) -> tuple[list[Block], int] | None:
        """The block under the same heading that says most nearly what the revision was made for."""
        head = one.id.rpartition("/")[0]
        old = Bit("line", 0, "", folded(one.was))
        best, found = LIKE, None
        for body in self.bodies:
            for place, block in enumerate(body):
                if block.id.rpartition("/")[0] == head and isinstance(block, Paragraph | Items | Heading):
                    score = likeness(old, Bit("line", 0, "", folded(block_text(block))), best)
                    if score > best:
                        best, found = score, (body, place)
        return found

    def inside(self, one: Revision, body: list[Block], place: int) -> Applied:
        """A revision of a cell, a row, a caption or the notes."""
        block = body[place]
        new = self.rendered.get(one, ())
        if one.part == "题注" and isinstance(block, Table | Chart | Picture) and block.caption is not None and new:
            stale = one.digest != digest(strand(block.caption.inlines))
            runs = next(inlines_of(new[0]), ())
            body[place] = replace(block, caption=replace(block.caption, inlines=runs))
            return Applied(one, block.id, "stale" if stale else "kept")
        if one.part == "注" and isinstance(block, Table):
            stale = one.digest != digest(items_strand(block.notes))
            notes = tuple(run for made in new for run in inlines_of(made))
            body[place] = replace(block, notes=notes)
            return Applied(one, block.id, "stale" if stale else "kept")
        names = row_names(self.original(block)) if isinstance(block, Table) else []
        if one.row not in names or not isinstance(block, Table):
            return Applied(one, block.id, "lost")
        at = names.index(one.row)
        if one.what == "删":
            self.rows_gone.setdefault(block.id, set()).add(at)
            return Applied(one, block.id, "kept")
        column = int(one.column) - 1 if one.column.isdigit() else -1
        row = block.rows[at]
        if not 0 <= column < len(row.cells):
            return Applied(one, block.id, "lost")
        runs = next(inlines_of(new[0]), ()) if new else ()
        cells = (*row.cells[:column], replace(row.cells[column], inlines=runs), *row.cells[column + 1 :])
        body[place] = replace(block, rows=(*block.rows[:at], replace(row, cells=cells), *block.rows[at + 1 :]))
        return Applied(one, block.id, "kept")

    tables: dict[str, Table] = field(default_factory=dict)

    def original(self, block: Table) -> Table:
        """A table as the chapters give it, by which its rows are named."""
        return self.tables.setdefault(block.id, block)

    # ---- blocks that come or move ------------------------------------------------------------------------------------

    def place(self, one: Revision) -> Applied | None:
        """A block put where it belongs; None as long as what it stands behind is not there."""
        if one.what == "增" and one.row:
            return self.row(one)
        goal = self.find(one.after or one.before)
        if goal is None:
            return None
        return self.put(one, goal[0], goal[0][goal[1]], 1 if one.after else 0)

    def stray(self, one: Revision) -> Applied:
        """A block whose neighbour is gone: to the end of the nearest heading that is still there."""
        head = one.after or one.before or one.id
        while "/" in head:
            head = head.rpartition("/")[0]
            for body in reversed(self.bodies):
                under = [block for block in body if block.id == head or block.id.startswith(f"{head}/")]
                if under:
                    done = self.put(one, body, under[-1], 1)
                    return replace(done, state="stale" if done.state == "kept" else done.state)
        return Applied(one, one.id, "lost")

    def put(self, one: Revision, body: list[Block], beside: Block, offset: int) -> Applied:
        if one.what == "增":
            new = self.rendered.get(one, ())
            made = [replace(block, id=one.id if not n else f"{one.id}.{n + 1}") for n, block in enumerate(new)]
        else:
            made = []
            for id in one.ids:
                found = self.find(id)
                if found is not None and found[0][found[1]] is not beside:
                    made.append(found[0].pop(found[1]))
        at = next(n for n, block in enumerate(body) if block is beside) + offset
        body[at:at] = made
        complete = bool(made) and (one.what == "增" or len(made) == len(one.ids))
        return Applied(one, one.id, "kept" if complete else "lost")

    def row(self, one: Revision) -> Applied:
        found = self.find(one.after)
        block = found[0][found[1]] if found else None
        new = self.rendered.get(one, ())
        if not isinstance(block, Table) or not new or not isinstance(new[0], Table):
            return Applied(one, one.after, "lost")
        names = row_names(self.original(block))
        at = names.index(one.row) if one.row in names else -1 if one.row == "0" else None
        if at is None:
            return Applied(one, block.id, "lost")
        cells = tuple(replace(cell, align=None) for cell in new[0].rows[0].cells)
        self.rows_new.setdefault(block.id, []).append((at, Row(cells)))
        return Applied(one, block.id, "kept")

    def finish(self) -> None:
        for body in self.bodies:
            body[:] = [self.settled(block) for block in body if block.id not in self.gone]

    def settled(self, block: Block) -> Block:
        """A table with its rows taken out and put in."""
        if not isinstance(block, Table):
            return block
        rows = block.rows
        gone, new = self.rows_gone.get(block.id, set()), self.rows_new.get(block.id, [])
        steps = [(at, 0, None) for at in gone] + [(at, order + 1, row) for order, (at, row) in enumerate(new)]
        for at, _, row in sorted(steps, key=lambda step: (step[0], step[1]), reverse=True):
            rows = without_row(rows, at) if row is None else with_row(rows, at + 1, row)
        return replace(block, rows=rows) if steps else block


def rewritten(block: Block, new: Block) -> Block:
    """A block with the words of another, its ID, role and place kept."""
    match block, new:
        case Heading(), Heading():
            return replace(block, inlines=new.inlines, level=new.level, numbered=new.numbered)
        case Heading() | Paragraph(), Paragraph() if isinstance(block, Heading | Paragraph):
            if isinstance(block, Heading):
                return replace(new, id=block.id, at=block.at)
            return replace(block, inlines=new.inlines)
        case Items(), Items():
            return replace(block, items=new.items, ordered=new.ordered)
    return replace(new, id=block.id, at=block.at)


# ---- telling ----------------------------------------------------------------------------------------------------------


def told(applied: Sequence[Applied], blocks: Mapping[str, Block]) -> tuple[Finding, ...]:
    """What a reader has to decide: revisions whose block has other words by now, that found no place, or that clash.

    ``blocks`` are those the chapters give, before any revision.
    """
    found = []
    for one in applied:
        revision = one.revision
        now = blocks.get(one.target)
        shown = _short(plain_text(next(inlines_of(now), ()))) if now is not None else ""
        hers = _short(revision.body.strip() or revision.was)
        if one.state == "open":
            message = f"这一段两边都改过，印的是项目里的“{_short(revision.now) or shown}”，对方改成“{hers}”"
            cure = "要用对方的，把标记“冲突”改成“改”；不用，删去这一条"
        elif one.state == "stale":
            message = (
                f"这一段在 Word 里改过，改的时候原文是“{_short(revision.was)}”，现在是“{shown}”；印的仍是改过的“{hers}”"
            )
            if revision.what != "改":
                message = f"从 Word 收回的“{hers}”原来的位置没有了，放在了所在标题的最后"
            fresh = digest(words(now)) if now is not None and not revision.part else ""
            cure = "要用现在的，删去这一条"
            if fresh and revision.what == "改":
                cure = f"仍用改过的，把标记里的 块 写成 {one.target}、原文 写成 {fresh}；{cure}"
        elif one.state == "lost":
            message = (
                f"从 Word 收回的这条修改（{revision.what}）找不到原来的那一段“{_short(revision.was) or hers}”，没有用上"
            )
            cure = "核对报告里现在的文字；不用了，删去这一条"
        else:
            continue
        found.append(doubt(revision.at, message, cure))
    return tuple(found)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:30]}…"


def free(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that may be revised: all but cover, contents and signatures."""
    return [block for block in blocks if not framed(block.id)]
