"""Where blocks stand: what was moved in an edited report, and what was put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from evalkit.model.document import Block, Chart, Heading, Picture, block_text
from evalkit.syncing.bits import framed
from evalkit.syncing.changes import Change, Merge, short
from evalkit.syncing.strands import folded

#: As much of a heading's ID as leaves room for a block's own part.
ROOM = 44


def arrange(
    out: Merge,
    theirs: Sequence[Block],
    known: Mapping[int, tuple[str, bool]],
    fresh: set[int],
    taken: Mapping[str, str],
    look: Callable[[Block], None],
) -> None:
    """Puts every block behind what it stands behind in the edited report.

    ``known`` are the places of blocks of ours in theirs, with their IDs and whether they kept their order; ``fresh`` the
    places of those that are new. ``taken`` are blocks that were new before and are in ours, by what they say; ``look``
    is shown every block that is taken in.
    """
    alive = {block.id for block in out.blocks}
    heads = {block.id for block in out.blocks if isinstance(block, Heading)}
    last = ""
    moved: list[Block] = []
    for number, block in enumerate(theirs):
        if number in known:
            id, steady = known[number]
            if id not in alive:
                continue
            if not steady and not _behind(out, id, last):
                moved.append(_move(out, id, last))
            last = id
        elif number in fresh:
            before = taken.get(folded(block_text(block)))
            last = before or _add(out, block, last, heads, look) or last
    if moved:
        _tell(out, moved)


def _at(out: Merge, id: str) -> int:
    return next((n for n, one in enumerate(out.blocks) if one.id == id), -1)


def _behind(out: Merge, id: str, after: str) -> bool:
    """Whether a block stands there already: ours was moved the same way before."""
    at = _at(out, id)
    return at > 0 and out.blocks[at - 1].id == after


def _move(out: Merge, id: str, after: str) -> Block:
    block = out.blocks.pop(_at(out, id))
    _insert(out, block, after)
    return block


def _insert(out: Merge, block: Block, after: str) -> None:
    place = _at(out, after)
    if place < 0 and not after:
        place = next((n for n, one in enumerate(out.blocks) if not framed(one.id)), 0) - 1
    out.blocks.insert(place + 1, block)


def _tell(out: Merge, moved: list[Block]) -> None:
    """One change for every run of blocks that moved together."""
    run: list[Block] = []
    at = {block.id: place for place, block in enumerate(out.blocks)}
    for block in [*sorted(moved, key=lambda one: at[one.id]), None]:
        if run and (block is None or at[block.id] != at[run[-1].id] + 1):
            before = out.blocks[at[run[0].id] - 1] if at[run[0].id] else None
            where = f"移到“{short(block_text(before))}”之后" if before is not None else "移到最前"
            text = short(block_text(run[0])) + (f"等 {len(run)} 段" if len(run) > 1 else "")
            out.changes.append(Change("移", run[0].id, "", text, where))
            run = []
        if block is not None:
            run.append(block)


def _add(out: Merge, block: Block, after: str, heads: set[str], look: Callable[[Block], None]) -> str | None:
    """A block taken in behind another: its ID, or none where it cannot be."""
    if isinstance(block, Picture | Chart):
        why = "图片从 Word 里收不回来；把图片放进 attachments，在章节里写 ![说明](attachments/图片.png)"
        out.clashes.append(Change("冲突", after, "", "", "", theirs=block, why=why))
        return None
    look(block)
    head = after if after in heads and not after.endswith("/h") else after.rpartition("/")[0] or after
    made = sha256(block_text(block).encode()).hexdigest()[:6]
    id, number = f"{head[:ROOM]}/+{made}", 2
    while _at(out, id) >= 0:
        id, number = f"{head[:ROOM]}/+{made}-{number}", number + 1
    _insert(out, replace(block, id=id, base=None), after)
    out.changes.append(Change("增", id, "", "", block_text(block), theirs=block))
    return id
