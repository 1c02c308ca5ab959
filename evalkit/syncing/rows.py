"""The rows of a table: which is which, what was typed into their cells, and how rows go and come in merged cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from evalkit.model.document import Cell, Row, plain_text
from evalkit.syncing.bits import Bit
from evalkit.syncing.changes import What
from evalkit.syncing.matching import matched, rising
from evalkit.syncing.strands import Strand, composed, folded, inlines, merged, same, strand

Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """An edit of a table that cannot be taken: where in it, what stood there, theirs, ours, and why."""

    spot: str
    before: str
    after: str
    ours: str
    why: str


@dataclass(frozen=True, slots=True)
class Lattice:
    """The rows of a table laid out: every place of every row, and the cells that begin in a row by their column."""

    full: tuple[tuple[Cell, ...], ...]
    starts: tuple[tuple[tuple[int, Cell], ...], ...]

    @property
    def width(self) -> int:
        return len(self.full[0]) if self.full else 0


def lattice(rows: Rows) -> Lattice:
    """The rows of a table laid out."""
    taken: dict[tuple[int, int], Cell] = {}
    starts = []
    for y, row in enumerate(rows):
        found, x = [], 0
        for cell in row.cells:
            while (y, x) in taken:
                x += 1
            found.append((x, cell))
            taken.update({(y + dy, x + dx): cell for dy in range(cell.rowspan) for dx in range(cell.colspan)})
            x += cell.colspan
        starts.append(tuple(found))
    width = max((x + 1 for _, x in taken), default=0)
    blank = Cell(())
    full = tuple(tuple(taken.get((y, x), blank) for x in range(width)) for y in range(len(rows)))
    return Lattice(full, tuple(starts))


def row_text(row: Sequence[Cell]) -> str:
    """The words of a row as laid out."""
    return folded("|".join(cell.text for cell in row))


def same_rows(one: Lattice, other: Lattice) -> dict[int, int]:
    """The rows of one table that are in another, edited or not."""
    bits = [[Bit("row", place, "", row_text(row)) for place, row in enumerate(table.full)] for table in (one, other)]
    return matched(bits[0], bits[1])


def spot(row: int, column: int | None = None) -> str:
    """``第3行第5列``, counted from 0 in, from 1 out."""
    return f"第{row + 1}行" + ("" if column is None else f"第{column + 1}列")


def merged_rows(
    base: Rows,
    ours: Rows,
    theirs: Rows,
    read: Callable[[Strand, Strand], Strand],
    prefer_theirs: bool,
    clash: Callable[[Clash], None],
    told: Callable[[What, str, str, str], None],
) -> Rows:
    """The rows with what was typed into cells, taken out and put in. ``read`` finds the figures of an edited cell."""
    if [row_text(row.cells) for row in base] == [row_text(row.cells) for row in theirs]:
        return ours
    work = _Rows(lattice(base), lattice(ours), lattice(theirs), read, prefer_theirs, clash, told)
    if work.base.width != work.theirs.width:
        if row_text(sum(work.base.full, ())) != row_text(sum(work.theirs.full, ())):
            text = "\n".join("\t".join(cell.text for cell in row.cells) for row in theirs)
            clash(Clash("", "", text, "", "表格的列变了，收不回来；改这张表的底稿或章节"))
        return ours
    return work.done(ours, theirs)


class _Rows:
    def __init__(
        self,
        base: Lattice,
        ours: Lattice,
        theirs: Lattice,
        read: Callable[[Strand, Strand], Strand],
        prefer_theirs: bool,
        clash: Callable[[Clash], None],
        told: Callable[[What, str, str, str], None],
    ) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.read, self.prefer_theirs, self.clash, self.told = read, prefer_theirs, clash, told
        self.there = same_rows(base, theirs)
        self.today = same_rows(base, ours)

    def done(self, rows: Rows, theirs: Rows) -> Rows:
        made = list(rows)
        gone: list[int] = []
        for place in range(len(self.base.full)):
            mine = self.today.get(place)
            if place not in self.there:
                if mine is not None and self.may_go(place, mine):
                    gone.append(mine)
            elif mine is not None:
                made[mine] = self.row(made[mine], place, mine, self.there[place])
            else:
                self.row_lost(place, self.there[place])
        order: list[tuple[int, Row | None]] = [(place, None) for place in range(len(made))]
        self.added(order, theirs)
        # From below upwards, so that places above stay what they were.
        kept: Rows = tuple(made)
        for at in range(len(order) - 1, -1, -1):
            place, new = order[at]
            if new is not None:
                kept = with_row(kept, place + 1, new)
        shift = [sum(1 for place, new in order if new is not None and place < one) for one in gone]
        for place in sorted((one + more for one, more in zip(gone, shift, strict=True)), reverse=True):
            kept = without_row(kept, place)
        return kept

    def may_go(self, place: int, mine: int) -> bool:
        before = " ".join(cell.text for _, cell in self.base.starts[place])
        untouched = all(
            same(strand(one.inlines), strand(other.inlines))
            for one, other in zip(self.base.full[place], self.ours.full[mine], strict=False)
        )
        if untouched or self.prefer_theirs:
            self.told("删", spot(mine), before, "")
            return True
        now = " ".join(cell.text for _, cell in self.ours.starts[mine])
        self.clash(Clash(spot(mine), before, "", now, "对方删去了这一行，项目里也改过"))
        return False

    def row(self, row: Row, place: int, mine: int, there: int) -> Row:
        cells = list(row.cells)
        for order, (x, ours) in enumerate(self.ours.starts[mine]):
            if x >= self.base.width:
                continue
            base, other = strand(self.base.full[place][x].inlines), self.theirs.full[there][x]
            if folded(other.text) == folded(self.base.full[place][x].text):
                theirs = base if not any(piece.atom for piece in base) else self.read(strand(other.inlines), base)
            else:
                theirs = self.read(strand(other.inlines), base)
            now = strand(ours.inlines)
            if same(theirs, base) or same(theirs, now):
                continue
            if same(now, base):
                new: Strand | None = composed(theirs, now)
            else:
                new = merged(base, now, theirs) or (composed(theirs, now) if self.prefer_theirs else None)
            before, after = plain_text(inlines(base)), plain_text(inlines(theirs))
            if new is None:
                self.clash(Clash(spot(mine, x), before, after, ours.text, "两边都改了这一格"))
                continue
            cells[order] = replace(ours, inlines=inlines(new))
            self.told("改", spot(mine, x), ours.text, plain_text(inlines(new)))
        return replace(row, cells=tuple(cells))

    def row_lost(self, place: int, there: int) -> None:
        if row_text(self.base.full[place]) != row_text(self.theirs.full[there]):
            before, after = (
                " ".join(cell.text for cell in row) for row in (self.base.full[place], self.theirs.full[there])
            )
            self.clash(Clash(spot(place), before, after, "", "项目里已经没有这一行"))

    def added(self, order: list[tuple[int, Row | None]], theirs: Rows) -> None:
        back = {there: self.today[place] for place, there in self.there.items() if place in self.today}
        steady = dict(rising(sorted((there, mine) for there, mine in back.items())))
        taken = set(self.there.values())
        last = -1
        for there, row in enumerate(theirs):
            last = steady.get(there, last)
            if there in taken:
                continue
            # A row somebody put in says nothing about the rows that reach into it.
            cells = tuple(
                replace(cell, rowspan=1, inlines=inlines(self.read(strand(cell.inlines), ()))) for cell in row.cells
            )
            at = next((n for n, (place, _) in enumerate(order) if place > last), len(order))
            order.insert(at, (last, Row(cells, row.role)))
            self.told("增", spot(last + 1), "", " ".join(cell.text for cell in cells))


def without_row(rows: Rows, place: int) -> Rows:
    """The rows without one: cells that reach through it shrink, those that begin in it and reach on move down."""
    laid = lattice(rows)
    made = []
    down = [(x, cell) for x, cell in laid.starts[place] if cell.rowspan > 1]
    for y, row in enumerate(rows):
        if y == place:
            continue
        starts = [
            (x, replace(cell, rowspan=cell.rowspan - 1) if y < place < y + cell.rowspan else cell)
            for x, cell in laid.starts[y]
        ]
        if y == place + 1:
            starts = sorted([*starts, *((x, replace(cell, rowspan=cell.rowspan - 1)) for x, cell in down)], key=_column)
        made.append(replace(row, cells=tuple(cell for _, cell in starts)))
    return tuple(made)


def with_row(rows: Rows, place: int, new: Row) -> Rows:
    """The rows with one more before ``place``: cells that reach over that place grow."""
    laid = lattice(rows)
    made = []
    for y, row in enumerate(rows):
        if y == place:
            made.append(new)
        cells = tuple(
            replace(cell, rowspan=cell.rowspan + 1) if y < place < y + cell.rowspan else cell
            for _, cell in laid.starts[y]
        )
        made.append(replace(row, cells=cells))
    if place >= len(rows):
        made.append(new)
    return tuple(made)


def _column(start: tuple[int, Cell]) -> int:
    return start[0]
