"""Base, theirs and ours -> the report as it should read now: every edit that clashes with none of ours is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from evalkit.model.document import (
    Block,
    Chart,
    Document,
    Heading,
    Items,
    Num,
    Paragraph,
    Picture,
    Table,
    block_text,
    plain_text,
)
from evalkit.syncing.bits import Bit, Old, bits_of, framed, unlabelled
from evalkit.syncing.captions import captions
from evalkit.syncing.changes import Altered, Change, Merge, What, inlines_text, masked, whole_strand
from evalkit.syncing.matching import matched, rising
from evalkit.syncing.ordering import arrange
from evalkit.syncing.rows import Clash, merged_rows
from evalkit.syncing.strands import (
    Strand,
    composed,
    folded,
    inlines,
    items,
    items_strand,
    merged,
    recovered,
    said,
    same,
    strand,
)


def merge(
    base: Sequence[Old],
    theirs: Document,
    ours: Sequence[Block],
    tagged: bool,
    prefer: Literal["", "theirs", "ours"] = "",
    ignored: Callable[[Bit], bool] = lambda bit: False,
) -> Merge:
    """The three-way merge of a report's blocks; covers, signatures and contents are left alone."""
    work = _Work(base, list(theirs.blocks()), ours, theirs.printed, tagged, prefer)
    return work.done(ignored)


class _Work:
    def __init__(
        self,
        base: Sequence[Old],
        theirs: Sequence[Block],
        ours: Sequence[Block],
        printed: Mapping[str, tuple[str, ...]],
        tagged: bool,
        prefer: str,
    ) -> None:
        self.base, self.theirs, self.printed, self.tagged, self.prefer = base, theirs, printed, tagged, prefer
        self.ours = {block.id: block for block in ours}
        self.out = Merge(list(ours))
        self.claimed: set[int] = set()
        self.mine = bits_of(old.block for old in base)
        known = {old.block.id for old in base}
        self.other = [
            bit if bit.id in known else replace(bit, id="") for bit in bits_of(theirs, tagged) if not self.outside(bit)
        ]
        self.pairs = matched(self.mine, self.other)
        self.captions = captions(theirs, ours)
        self.today = self.of_today(ours)
        self.of_block: dict[int, list[int]] = {}
        for place, bit in enumerate(self.mine):
            self.of_block.setdefault(bit.block, []).append(place)

    def outside(self, bit: Bit) -> bool:
        """Whether a bit stands in a cover, a signature or the contents."""
        return self.tagged and framed(bit.id) and bit.id != "标题" and "/" not in bit.id

    def of_today(self, ours: Sequence[Block]) -> dict[int, str]:
        """The ID of the block of today's report that each block of the base has become."""
        now = bits_of(ours)
        found = matched(self.mine, now)
        made: dict[int, str] = {}
        for a, b in found.items():
            if self.mine[a].block not in made and self.leads(self.mine[a]):
                made[self.mine[a].block] = ours[now[b].block].id
        return made

    def leads(self, bit: Bit) -> bool:
        """Whether a bit stands for its block: no caption, and of a table the grid."""
        return bit.part in ("line", "item", "grid", "drawing") or (
            bit.part == "note" and isinstance(self.base[bit.block].block, Paragraph)
        )

    def done(self, ignored: Callable[[Bit], bool]) -> Merge:
        for place, old in enumerate(self.base):
            self.one(place, old)
        self.order(ignored)
        return self.out

    # ---- one block ------------------------------------------------------------------------------------------------

    def one(self, place: int, old: Old) -> None:
        bits = [(n, self.mine[n]) for n in self.of_block.get(place, [])]
        there = [self.other[self.pairs[n]] for n, _ in bits if n in self.pairs]
        id = self.today.get(place)
        ours = self.ours.get(id) if id is not None else None
        if framed(old.block.id):
            if there and there[0].text != bits[0][1].text:
                recover = self.read(there[0], bits[0][1].strand)
                if not same(recover, bits[0][1].strand):
                    why = "这几个字由“项目”“机构”“团队”表生成；要改的，改表"
                    self.clash(old, ours, there[0], "", inlines_text(recover), why)
            return
        if not there:
            stand_ins = [n for n, bit in enumerate(self.other) if bit.id and bit.id == old.block.id]
            if isinstance(old.block, Chart | Picture) and stand_ins:
                self.claimed.update(stand_ins)  # the file of the picture was not there
                return
            self.gone(old, ours)
            return
        match old.block:
            case Heading() | Paragraph():
                self.line(old, ours, bits[0][1], there[0])
            case Items():
                self.listed(old, ours, bits, there)
            case Table():
                self.table(old, ours, bits)
            case Chart() | Picture():
                self.caption(old, ours, bits)

    def gone(self, old: Old, ours: Block | None) -> None:
        if ours is None:
            return
        text = block_text(old.block)
        if isinstance(ours, Chart | Picture) and not self.tagged:
            return  # a drawing that was lost on the way is no wish of anybody's
        if not self.unchanged(old, ours) and self.prefer != "theirs":
            if self.prefer != "ours":
                self.out.clashes.append(
                    Change("冲突", ours.id, "", text, "", block_text(ours), why="对方删去了，项目里也改过")
                )
            return
        self.out.blocks.remove(ours)
        self.out.changes.append(Change("删", ours.id, "", block_text(ours), ""))

    def unchanged(self, old: Old, ours: Block) -> bool:
        if isinstance(ours, Table | Chart | Picture):
            return old.whole and folded(masked(ours)) == folded(masked(old.block))
        return same(whole_strand(old.block), whole_strand(ours))

    def line(self, old: Old, ours: Block | None, mine: Bit, other: Bit) -> None:
        target = ours if isinstance(ours, Heading | Paragraph) else None
        level = other.level if isinstance(old.block, Heading) else 0
        new = None
        if other.text != mine.text:
            base, theirs = mine.strand, self.read(other, mine.strand)
            new = self.three(old, target, other, "", base, strand(target.inlines) if target else None, theirs)
        releveled = isinstance(target, Heading) and level and old.whole and old.block.level != level  # type: ignore[union-attr]
        if target is None or (new is None and not releveled):
            return
        block = replace(target, inlines=inlines(new)) if new is not None else target
        if releveled and isinstance(block, Heading):
            block = replace(block, level=level)
        before, after = plain_text(target.inlines), plain_text(block.inlines)
        if releveled:
            before, after = f"{before}（{target.level}级标题）", f"{after}（{level}级标题）"  # type: ignore[union-attr]
        self.put(target, block, Change("改", target.id, "", before, after, theirs=self.theirs[other.block]))

    def listed(self, old: Old, ours: Block | None, bits: list[tuple[int, Bit]], there: list[Bit]) -> None:
        places = sorted(self.pairs[n] for n, _ in bits if n in self.pairs)
        home = {self.other[n].block for n in places}
        taken = set(self.pairs.values())
        low, high = places[0], places[-1]
        extra = [
            n
            for n, bit in enumerate(self.other)
            if n not in taken and ((bit.block in home and bit.part == "item") or low < n < high) and not bit.level
        ]
        back = {self.pairs[n]: bit for n, bit in bits if n in self.pairs}
        self.claimed.update(extra)
        if [self.other[n].text for n in sorted([*places, *extra])] == [bit.text for _, bit in bits]:
            return
        rows = [self.read(self.other[n], back[n].strand if n in back else (), True) for n in sorted([*places, *extra])]
        theirs = _parted(rows)
        target = ours if isinstance(ours, Items) else None
        base = _parted([bit.strand for _, bit in bits])
        new = self.three(old, target, there[0], "", base, items_strand(target.items) if target else None, theirs)
        if target is not None and new is not None:
            block = replace(target, items=items(new))
            told = Change(
                "改", target.id, "", block_text(target), block_text(block), theirs=self.theirs[there[0].block]
            )
            self.put(target, block, told)

    def caption(self, old: Old, ours: Block | None, bits: list[tuple[int, Bit]]) -> None:
        pair = next(
            ((bit, self.other[self.pairs[n]]) for n, bit in bits if bit.part == "caption" and n in self.pairs), None
        )
        if pair is None or not isinstance(ours, Table | Chart | Picture) or ours.caption is None:
            return
        mine, other = pair
        if mine.text == other.text:
            return
        theirs = self.read(other, mine.strand)
        new = self.three(old, ours, other, "题注", mine.strand, strand(ours.caption.inlines), theirs)
        if new is not None:
            current = next(block for block in self.out.blocks if block.id == ours.id)
            assert isinstance(current, Table | Chart | Picture)
            block = replace(current, caption=replace(ours.caption, inlines=inlines(new)))
            before, after = plain_text(ours.caption.inlines), plain_text(inlines(new))
            self.put(ours, block, Change("改", ours.id, "题注", before, after, theirs=self.theirs[other.block]))

    def table(self, old: Old, ours: Block | None, bits: list[tuple[int, Bit]]) -> None:
        self.caption(old, ours, bits)
        grid = next((self.other[self.pairs[n]] for n, bit in bits if bit.part == "grid" and n in self.pairs), None)
        theirs = self.theirs[grid.block] if grid is not None else None
        assert isinstance(old.block, Table)
        if not isinstance(theirs, Table):
            return
        if not old.whole:
            apart = [(self.other[self.pairs[n]], bit) for n, bit in bits if bit.part == "note" and n in self.pairs]
            retyped = any(note.text != bit.text for note, bit in apart)
            if retyped or folded(block_text(replace(theirs, caption=None))) not in folded(block_text(old.block)):
                assert grid is not None
                self.clash(old, ours, grid, "", block_text(theirs), "这张表在项目里变了，对方也改过")
            return
        self.notes(old, ours, bits, theirs)
        if not isinstance(ours, Table):
            if folded(block_text(replace(theirs, caption=None, notes=()))) != folded(
                block_text(replace(old.block, caption=None, notes=()))
            ):
                assert grid is not None
                self.clash(old, None, grid, "", block_text(theirs), "项目里已经没有这张表")
            return

        def clash(one: Clash) -> None:
            if self.prefer != "ours":
                self.out.clashes.append(
                    Change("冲突", ours.id, one.spot, one.before, one.after, one.ours, theirs, why=one.why)
                )

        def told(what: What, spot: str, before: str, after: str) -> None:
            self.out.changes.append(Change(what, ours.id, spot, before, after, theirs=theirs))

        def read(new: Strand, mine: Strand) -> Strand:
            made = recovered(new, mine, self.captions)
            self.look(made, mine, theirs)
            return made

        rows = merged_rows(old.block.rows, ours.rows, theirs.rows, read, self.prefer == "theirs", clash, told)
        if rows != ours.rows:
            current = next(block for block in self.out.blocks if block.id == ours.id)
            assert isinstance(current, Table)
            self.swap(current, replace(current, rows=rows))

    def notes(self, old: Old, ours: Block | None, bits: list[tuple[int, Bit]], theirs: Table) -> None:
        mine = [(n, bit) for n, bit in bits if bit.part == "note"]
        places = [self.pairs[n] for n, _ in mine if n in self.pairs]
        within = [n for n, bit in enumerate(self.other) if bit.part == "note" and self.theirs[bit.block] is theirs]
        if not places and not within and (not mine or not self.tagged):
            return
        back = {self.pairs[n]: bit for n, bit in mine if n in self.pairs}
        rows = [self.read(self.other[n], back[n].strand if n in back else ()) for n in sorted({*places, *within})]
        self.claimed.update(within)
        target = ours if isinstance(ours, Table) else None
        other = self.other[places[0] if places else within[0]] if places or within else Bit("note", 0, "", "")
        base = _parted([bit.strand for _, bit in mine])
        new = self.three(old, target, other, "注", base, items_strand(target.notes) if target else None, _parted(rows))
        if target is not None and new is not None:
            current = next(block for block in self.out.blocks if block.id == target.id)
            assert isinstance(current, Table)
            before, after = (" / ".join(plain_text(note) for note in notes) for notes in (target.notes, items(new)))
            told = Change("改", target.id, "注", before, after, theirs=theirs)
            self.put(target, replace(current, notes=items(new)), told)

    def three(
        self, old: Old, target: Block | None, other: Bit, spot: str, base: Strand, ours: Strand | None, theirs: Strand
    ) -> Strand | None:
        """The words to take, None where there is nothing to take; a clash is noted."""
        if same(theirs, base) or said(theirs) == said(base) or (ours is not None and same(theirs, ours)):
            return None
        if target is None or ours is None:
            self.clash(old, None, other, spot, inlines_text(theirs), "项目里已经没有这一段")
            return None
        if same(ours, base):
            return composed(theirs, ours)
        both = merged(base, ours, theirs)
        if both is not None:
            return both
        if self.prefer == "theirs":
            return composed(theirs, ours)
        self.clash(old, target, other, spot, inlines_text(theirs), "两边都改了同一句", theirs)
        return None

    # ---- where things stand ---------------------------------------------------------------------------------------

    def order(self, ignored: Callable[[Bit], bool]) -> None:
        """Moves and additions, among the blocks that stand for themselves in the edited report."""
        leads: dict[int, int] = {}  # block of theirs -> block of the base
        steps: list[tuple[int, int]] = []
        for place in range(len(self.base)):
            lead = next((n for n in self.of_block.get(place, []) if n in self.pairs and self.leads(self.mine[n])), None)
            if lead is not None and place in self.today and not framed(self.base[place].block.id):
                there = self.other[self.pairs[lead]].block
                if there not in leads:
                    steps.append((place, there))
                leads.setdefault(there, place)
        steady = {place for place, _ in rising(steps)}
        taken = set(self.pairs.values()) | self.claimed
        known = {bit.block for n, bit in enumerate(self.other) if n in taken}
        known |= {
            bit.block for bit in self.other if ignored(bit) or (self.tagged and framed(self.theirs[bit.block].id))
        }
        arrange(
            self.out,
            self.theirs,
            {there: (self.today[place], place in steady) for there, place in leads.items()},
            {bit.block for bit in self.other} - known,
            self.fresh_to_ours(),
            lambda block: self.look(whole_strand(block), (), block),
        )

    def fresh_to_ours(self) -> dict[str, str]:
        """The blocks of ours that the base did not have, by what they say: they were taken in before."""
        old = set(self.today.values())
        return {folded(block_text(one)): id for id, one in self.ours.items() if id not in old}

    # ---- what happens on the way ----------------------------------------------------------------------------------

    def read(self, bit: Bit, base: Strand, item: bool = False) -> Strand:
        """An edited bit with the figures of the base found in it; those that were altered are noted."""
        pieces = bit.strand
        if item and bit.part != "item":  # a list without its control comes as paragraphs with their numbers
            pieces = strand(unlabelled(inlines(pieces)))
        made = recovered(pieces, base, self.captions)
        self.look(made, base, self.theirs[bit.block])
        return made

    def look(self, pieces: Strand, base: Strand, block: Block) -> None:
        then: dict[str, set[str]] = {}
        for piece in base:
            if isinstance(piece.inline, Num):
                then.setdefault(piece.inline.fact, set()).add(piece.inline.text)
        for piece in pieces:
            if isinstance(piece.inline, Num):
                sent = self.printed.get(piece.inline.fact) or tuple(then.get(piece.inline.fact, ()))
                if sent and folded(piece.inline.text) not in {folded(one) for one in sent}:
                    self.out.altered.append(Altered(piece.inline.fact, piece.inline.text, sent, block))

    def clash(
        self, old: Old, ours: Block | None, other: Bit, spot: str, text: str, why: str, words: Strand = ()
    ) -> None:
        if self.prefer == "ours":
            return
        content = Paragraph("", inlines(words)) if words else None
        before = block_text(old.block)
        now = block_text(ours) if ours is not None else ""
        id = ours.id if ours is not None else old.block.id
        self.out.clashes.append(Change("冲突", id, spot, before, text, now, self.theirs[other.block], content, why=why))

    def put(self, old: Block, new: Block, told: Change) -> None:
        self.swap(next(block for block in self.out.blocks if block.id == old.id), new)
        self.out.changes.append(told)

    def swap(self, old: Block, new: Block) -> None:
        self.out.blocks[self.out.blocks.index(old)] = new


def _parted(rows: Iterable[Strand]) -> Strand:
    return items_strand(inlines(row) for row in rows)
