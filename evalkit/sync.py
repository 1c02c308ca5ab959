"""An edited report -> the chapters that print it so: what was changed, what clashes, which figures were altered.

Base is the text every block was born with, theirs the edited file, ours what the engagement says today. Nothing is
written here: the outcome holds the files of ``chapters/`` as they should read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalkit.checks._passages import placed
from evalkit.figures import fact_of, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cover, Document, Num, Signature, block_text, inlines_of, plain_text
from evalkit.model.edited import Edited, Pending, Remark
from evalkit.model.facts import Facts
from evalkit.model.places import Finding, Quote, Where
from evalkit.model.source import TextFile
from evalkit.syncing.adopting import source_words
from evalkit.syncing.applying import free, words
from evalkit.syncing.bits import Bit, Old, bits_of, framed, reborn
from evalkit.syncing.changes import Altered, Change, Merge, around, masked, short
from evalkit.syncing.differing import Source, carried, clashes, differences
from evalkit.syncing.inplace import edited_chapters
from evalkit.syncing.matching import matched
from evalkit.syncing.merging import merge
from evalkit.syncing.revisions import SUFFIX, Revision, parse_revisions, revision_file, write_revisions
from evalkit.syncing.strands import folded, same


class ForeignError(ValueError):
    """The report is not of this engagement, or not one of ours."""


#: As much of a report must be found again for it to be one of this engagement.
SHARED = 0.3

#: The report that a set of chapters gives.
Narrated = Callable[[tuple[TextFile, ...]], Document]


@dataclass(frozen=True, slots=True)
class Told:
    """A change with its place in the edited report."""

    change: Change
    where: Where


@dataclass(frozen=True, slots=True)
class Figure:
    """An altered figure: the fact, what it should print, what it prints, and where."""

    fact: str
    right: str
    shown: str
    where: Where


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edited report says otherwise. ``files`` are chapters to write by name; None is a file to take away."""

    changed: tuple[Told, ...]
    conflicts: tuple[Told, ...]
    figures: tuple[Figure, ...]
    remarks: tuple[tuple[Remark, Where], ...]
    pending: tuple[tuple[Pending, Where], ...]
    files: Mapping[str, str | None]

    @property
    def empty(self) -> bool:
        """Whether nobody edited anything."""
        return not (self.changed or self.conflicts or self.figures or self.remarks or self.pending)


def sync(
    edited: Edited,
    case: Case,
    narrated: Narrated,
    stems: Mapping[str, str],
    sent: Edited | None = None,
    prefer: Literal["", "theirs", "ours"] = "",
) -> Outcome:
    """The three-way merge of an edited report with the engagement.

    ``stems`` are the outline's chapters by what IDs begin with; ``sent`` is the report that was built last, whose record
    stands in where the edited file has none.
    """
    assert case.engagement is not None
    own = tuple(one for one in case.engagement.chapters if not revision_file(one.name))
    kept = tuple(one for one in case.engagement.chapters if revision_file(one.name))
    generated = narrated(own)
    ours = narrated((*own, *kept)) if kept else generated
    base, tagged = _base(edited, ours, generated, sent)
    if _shared(base, edited.document, tagged) < SHARED:
        raise ForeignError(edited.document.at.file)
    made = merge(base, edited.document, free(list(ours.blocks())), tagged, prefer, _frame(ours, tagged))
    places = {id(one.block): one.where for one in placed(edited.document)}
    today = {one.block.id: one.where for one in placed(ours)}

    def where(change: Change) -> Where:
        found = places.get(id(change.theirs)) if change.theirs is not None else None
        at = found or today.get(change.id) or Where("")
        return Where(edited.document.at.file, f"{at.spot} {change.spot}".strip())

    source = Source(edited.document.at.file, edited.by, edited.day, _hands(edited, made))
    work = _Writing(own, kept, case.facts, narrated, stems, source)
    files, failed = work.files(generated, ours, made) if made.changes or made.clashes else ({}, ())
    return Outcome(
        tuple(Told(one, where(one)) for one in made.changes),
        tuple(Told(one, where(one)) for one in (*made.clashes, *failed)),
        tuple(_figures(case, edited, made.altered, places)),
        tuple((one, _found(one.paragraph, edited.document)) for one in edited.remarks),
        tuple((one, _found(one.paragraph, edited.document)) for one in edited.pending),
        files,
    )


def nearest(edited: Edited, reports: Sequence[Document]) -> int:
    """Which of an engagement's reports an edited one is: by the blocks it was born with, without a record by its lines.

    A part of one report may stand in another (the survey's in the appendix), so what either side lacks counts as well.
    """
    born = {one.id for one in edited.born}
    said = {bit.text for bit in bits_of(edited.document.blocks(), False)} - {""}

    def likeness(report: Document) -> float:
        own = {block.id for block in report.blocks()} if born else {bit.text for bit in bits_of(report.blocks())} - {""}
        there = born or said
        return 2 * len(own & there) / (len(own) + len(there) or 1)

    marks = [likeness(report) for report in reports]
    return marks.index(max(marks))


def _base(edited: Edited, ours: Document, generated: Document, sent: Edited | None) -> tuple[list[Old], bool]:
    """The blocks as they were sent, and whether the edited file still has their controls."""
    reports = [{block.id: block for block in one.blocks()} for one in (ours, generated)]
    printed = {**(sent.document.printed if sent is not None else {}), **edited.document.printed}
    there = {block.id for block in edited.document.blocks()}
    if edited.born:
        base = reborn(edited.born, reports, printed)
    else:
        base = [Old(block, True) for block in ours.blocks() if bits_of([block])]
        said = {bit.text for bit in bits_of(edited.document.blocks(), False)}
        if sent is not None and sent.born:
            # The file may be older than what the engagement says today: the base is what it shares more words with.
            older = reborn(sent.born, reports, printed)
            both = [sum(bit.text in said for bit in bits_of(old.block for old in one)) for one in (base, older)]
            base = older if both[1] > both[0] else base
    return base, any(old.block.id in there for old in base)


def _shared(base: Sequence[Old], theirs: Document, tagged: bool) -> float:
    """The share of the base's lines that an edited report has word by word, or by their controls."""
    if tagged:
        return 1.0
    lines = [bit.text for bit in bits_of(old.block for old in base) if bit.text]
    said = {bit.text for bit in bits_of(theirs.blocks(), False)}
    return sum(line in said for line in lines) / len(lines) if lines else 0.0


def _frame(ours: Document, tagged: bool) -> Callable[[Bit], bool]:
    """Whether a bit of a file without controls stands in the cover or among the signatures."""
    said: set[str] = {"盖章", "签字", "目录", "附件"}
    for block in ours.blocks():
        if isinstance(block, Cover | Signature):
            said |= {folded(plain_text(run)) for run in inlines_of(block)}
            said |= {folded(label) for label, _ in block.lines}
            said |= {part for label, _ in block.lines for part in folded(label).replace("）", "").split("（")}
    longest = sorted(said - {""}, key=len, reverse=True)

    def ignored(bit: Bit) -> bool:
        if tagged or bit.level:
            return False
        text = bit.text
        for one in longest:
            text = text.replace(one, "")
        return bool(bit.text) and not text.strip("：:（）()、，,0123456789|")

    return ignored


def _hands(edited: Edited, made: Merge) -> dict[str, tuple[str, str]]:
    """Whose tracked changes an edit consists of, by block; the first hand counts."""
    found: dict[str, tuple[str, str]] = {}
    for change in (*made.changes, *made.clashes):
        said = folded(block_text(change.theirs)) if change.theirs is not None else folded(change.before)
        for one in edited.pending:
            words = folded(one.paragraph if change.theirs is not None else one.text)
            if words and words in said and one.author:
                found.setdefault(change.id, (one.author, one.day))
    return found


def _found(paragraph: str, document: Document) -> Where:
    """Where a paragraph of a file stands in the report."""
    wanted = folded(paragraph)
    for one in placed(document) if wanted else ():
        if any(wanted in folded(plain_text(run)) for run in inlines_of(one.block)):
            return one.where
    return Where(document.at.file)


def _figures(case: Case, edited: Edited, altered: Iterable[Altered], places: Mapping[int, Where]) -> Iterable[Figure]:
    found = list(altered)
    for block in edited.document.blocks():
        if framed(block.id):
            for run in inlines_of(block):
                for one in run:
                    sent = edited.document.printed.get(one.fact, ()) if isinstance(one, Num) else ()
                    if isinstance(one, Num) and sent and folded(one.text) not in map(folded, sent):
                        found.append(Altered(one.fact, one.text, sent, block))
    seen = set()
    for each in found:
        fact = fact_of(case, each.fact)
        runs = figure(fact, unit=not _bare(each.shown, fact.unit))
        right = plain_text((runs,))
        key = (each.fact, folded(each.shown), id(each.block))
        if key not in seen and folded(right) != folded(each.shown):
            seen.add(key)
            yield Figure(each.fact, right, each.shown.strip(), places.get(id(each.block), edited.document.at))


def _bare(shown: str, unit: str) -> bool:
    return bool(unit) and not shown.strip().endswith(unit) and shown.strip()[-1:].isdigit()


# ---- writing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writing:
    """Works out the files of ``chapters/`` that print the merged report."""

    own: tuple[TextFile, ...]
    kept: tuple[TextFile, ...]
    facts: Facts
    narrated: Narrated
    stems: Mapping[str, str]
    source: Source

    def files(
        self, generated: Document, ours: Document, made: Merge
    ) -> tuple[dict[str, str | None], tuple[Change, ...]]:
        before = list(generated.blocks())
        wanted = made.blocks
        plain = differences(before, wanted, self.facts, self.source)
        chapters = edited_chapters(self.own, before, wanted, self.facts)
        texts, blocks, revisions = self.tried(chapters, before, wanted, plain)
        old = tuple(one for file in self.kept for one in parse_revisions(file)[0] if self.here(one))
        revisions = carried(revisions, old, blocks, list(ours.blocks()))
        waiting = clashes(
            [one for one in made.clashes if (one.content is not None or one.after) and not framed(one.id)],
            self.facts,
            self.source,
        )
        revisions = (*revisions, *(one for one in waiting if not any(_twice(one, other) for other in revisions)))
        files = self.written(revisions)
        files.update({name: chapter.text for name, chapter in texts.items()})
        return files, tuple(self.failed(files, wanted))

    def tried(
        self,
        chapters: Mapping[str, TextFile],
        before: list[Block],
        wanted: Sequence[Block],
        plain: tuple[Revision, ...],
    ) -> tuple[dict[str, TextFile], list[Block], tuple[Revision, ...]]:
        """The chapters that may be edited in place, the report they give, and the revisions still needed then."""
        for names in dict.fromkeys([tuple(chapters), *((name,) for name in chapters)]):
            if not names:
                continue
            taken = {name: chapters[name] for name in names}
            try:
                after = list(self.narrated(tuple(taken.get(one.name, one) for one in self.own)).blocks())
            except ValueError:
                continue
            left = differences(after, renamed(wanted, before, after), self.facts, self.source)
            if len(left) < len(plain):
                return taken, after, left
        return {}, before, plain

    def here(self, one: Revision) -> bool:
        """Whether a revision is of this report: those of the engagement's other report stay as and where they are."""
        return one.id.partition("/")[0] in self.stems

    def written(self, revisions: Sequence[Revision]) -> dict[str, str | None]:
        by_file: dict[str, list[Revision]] = {}
        for one in revisions:
            # An ID may come out of the edited file: what is no chapter of ours names no file.
            stem = self.stems.get(one.id.partition("/")[0], "其他")
            by_file.setdefault(f"chapters/{stem}{SUFFIX}.md", []).append(one)
        beside: set[str] = set()
        for file in self.kept:
            there = parse_revisions(file)[0]
            others = [one for one in there if not self.here(one)]
            if file.name in by_file or len(others) < len(there):
                by_file.setdefault(file.name, []).extend(others)
            elif others or not any(file.name == f"chapters/{stem}{SUFFIX}.md" for stem in self.stems.values()):
                beside.add(file.name)
        made: dict[str, str | None] = {name: write_revisions(found) for name, found in by_file.items() if found}
        for file in self.kept:
            if file.name in beside:
                continue
            if file.name not in made:
                made[file.name] = None
            elif made[file.name] == file.text:
                del made[file.name]
        return made

    def failed(self, files: Mapping[str, str | None], wanted: Sequence[Block]) -> Iterable[Change]:
        """Edits that did not come through: what the files print is held against what was wanted."""
        texts = {one.name: one for one in (*self.own, *self.kept)}
        for name, text in files.items():
            if text is None:
                texts.pop(name, None)
            else:
                texts[name] = TextFile(name, text, Where(name))
        now = free(list(self.narrated(tuple(texts.values())).blocks()))
        said = {masked(block) for block in now}
        for block in free(wanted):
            if masked(block) not in said:
                text = "".join(plain_text(run) for run in inlines_of(block))
                why = "写进章节后印出来的不是这样，没有收回；请照着改章节"
                yield Change("冲突", block.id, "", "", text, why=why)


def _twice(one: Revision, other: Revision) -> bool:
    return one.key == other.key and one.body.strip() == other.body.strip()


def renamed(wanted: Sequence[Block], before: Sequence[Block], after: Sequence[Block]) -> list[Block]:
    """The wanted blocks under the IDs they have since the chapters were edited."""
    known, now = {block.id for block in before}, {block.id for block in after}
    fresh = [block for block in after if block.id not in known]
    lost = [block for block in wanted if block.id not in now]
    mine, other = bits_of(lost), bits_of(fresh)
    names: dict[str, str] = {}
    for a, b in matched(mine, other).items():
        old, new = lost[mine[a].block], fresh[other[b].block]
        if old.id not in names and new.id not in names.values() and same(words(old), words(new)):
            names[old.id] = new.id
    return [replace(block, id=names.get(block.id, block.id)) for block in wanted]


# ---- telling ------------------------------------------------------------------------------------------------------------


def findings(outcome: Outcome, file: str, case: Case) -> tuple[Finding, ...]:
    """The same as findings, for ``check``: nothing is changed by it."""
    made = []
    cure = f"要收回到章节里的，运行 evalkit sync {file}"
    for told in outcome.changed:
        change = told.change
        words = {"改": "改了", "增": "加了", "删": "删了", "移": "移动了"}.get(change.what, "改了")
        quote = Quote((change.after if change.what != "移" else change.before) or change.before, told.where)
        before, after = around(change.before, change.after, 30)
        emptied = "（清空）" if change.what == "改" else ""
        message = f"在 Word 里{words}：{before or '（新）'}" + (f" → {after or emptied}" if after or emptied else "")
        made.append(Finding("stale_build", "warning", message, told.where, cure, "改过", (quote,)))
    for told in outcome.conflicts:
        change = told.change
        before, after = around(change.before, change.after)
        message = f"{change.why}：原来“{before}”，对方“{after or '（删去）'}”"
        message += f"，项目里“{around(change.before, change.ours)[1]}”" if change.ours else ""
        decide = "两边的文字都会留下，由您决定；要全用对方的，加 --prefer theirs"
        made.append(Finding("stale_build", "warning", message, told.where, decide, "冲突"))
    for one in outcome.figures:
        message = f"“{one.fact}”应是 {one.right}，报告里是 {one.shown}"
        kind, fix = source_words(case, one.fact)
        if kind != "computed":
            fix = f"重新生成就改回；报告里的才对的，evalkit sync {file} --adopt {one.fact}={one.shown} …"
        quotes = (Quote(one.shown, one.where),)
        made.append(Finding("text_vs_table", "error", message, one.where, fix, one.fact, quotes, one.shown, one.right))
    for pending, at in outcome.pending:
        who = f"{pending.author or '不知是谁'} {pending.day}".strip()
        message = f"修订还没有接受或拒绝（{who}）：{pending.kind}“{short(pending.text, 30)}”，按已经接受读"
        made.append(Finding("other", "note", message, at, "在 Word 里接受或拒绝这处修订", "修订"))
    for remark, at in outcome.remarks:
        who = f"{remark.author or '不知是谁'} {remark.day}".strip()
        on = f"（“{short(remark.quoted)}”）" if remark.quoted else ""
        message = f"批注（{who}）{on}：{short(remark.text, 60)}"
        made.append(Finding("other", "note", message, at, "改好后在 Word 里标为已解决", "批注"))
    return tuple(made)
