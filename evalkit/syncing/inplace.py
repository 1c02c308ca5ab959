"""Edits put straight into the engagement's own chapters, where the lines of the chapter are the words of the report.

Expressions in those lines stay what they are as long as nobody edited what they print. Whatever a chapter's lines do
not show as plainly is left to a revision; so is everything when the chapter, read again, says anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evalkit.model.document import Block, Footnote, Heading, Items, Paragraph
from evalkit.model.facts import Facts
from evalkit.model.source import TextFile
from evalkit.syncing.applying import free, words
from evalkit.syncing.markdown import block_markdown, line_markdown, runs_markdown
from evalkit.syncing.strands import Strand, folded, inlines, keys, same, strand

_EXPRESSION = re.compile(r"(\{\{.*?\}\}|\[\^[^\]\s]+\])")
#: Prints nothing where it stands.
_NOTE = re.compile(r"\[\^|\{\{-?\s*脚注")
_PREFIX = re.compile(r"\s{0,3}(?:#{1,6}\s*|>\s?|[-*+]\s+|\d+[.)]\s+)?")
_TAIL = re.compile(r"\s*\{-\}\s*$")


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines of a file to be replaced: from ``start`` up to ``end``, counted from 0."""

    start: int
    end: int
    lines: tuple[str, ...]


def edited_chapters(
    chapters: Sequence[TextFile], generated: Sequence[Block], wanted: Sequence[Block], facts: Facts
) -> dict[str, TextFile]:
    """The chapters that take edits, by name. Moves are left to revisions."""
    own = {chapter.name: chapter for chapter in chapters}
    after = {block.id: block for block in free(wanted)}
    before = {block.id for block in generated}
    edits: dict[str, list[Edit]] = {}
    spans: dict[str, tuple[str, int, int]] = {}
    for block in free(generated):
        file = block.at.file
        if file not in own or not isinstance(block, Heading | Paragraph | Items):
            continue
        lines = own[file].text.splitlines()
        span = _span(lines, block)
        if span is None:
            continue
        spans[block.id] = (file, *span)
        new = after.get(block.id)
        if new is None:
            edits.setdefault(file, []).append(Edit(*_with_gap(lines, *span), ()))
        elif type(new) is type(block) and not same(words(block), words(new)):
            made = _rewritten(lines[slice(*span)], block, new, facts)
            if made is not None:
                edits.setdefault(file, []).append(Edit(*span, made))
        elif isinstance(new, Heading) and isinstance(block, Heading) and new.level != block.level:
            text = lines[span[0]].lstrip(" #")
            edits.setdefault(file, []).append(Edit(*span, (f"{'#' * new.level} {text}",)))
    for file, place, fresh in _added(wanted, before, spans, facts):
        edits.setdefault(file, []).append(Edit(place, place, fresh))
    return {file: replace(own[file], text=_applied(own[file].text, made)) for file, made in edits.items()}


def _applied(text: str, edits: Sequence[Edit]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        lines[edit.start : edit.end] = edit.lines
    return end.join(lines) + (end if text.endswith(("\n", "\r")) else "")


def _span(lines: Sequence[str], block: Block) -> tuple[int, int] | None:
    """The lines a block is written in, where they show its words and more than a single expression."""
    row = block.at.spot.partition(":")[0]
    if not row.isdigit() or not 0 < int(row) <= len(lines):
        return None
    start = end = int(row) - 1
    while end < len(lines) and lines[end].strip() and (end == start or not lines[end].startswith("#")):
        end += 1
        if isinstance(block, Heading):
            break
    source = lines[start:end]
    if not source or any("{%" in line or "{#" in line or "<!--" in line for line in source):
        return None
    if isinstance(block, Items):
        plain = all(re.match(r"([-*+]|\d+[.)])\s+\S", line) for line in source)
        exact = (
            plain
            and len(source) == len(block.items)
            and all(_matched(line, strand(item)) is not None for line, item in zip(source, block.items, strict=True))
        )
        return (start, end) if exact else None
    return (start, end) if _matched("\n".join(source), words(block)) is not None else None


def _matched(source: str, pieces: Strand) -> list[tuple[int, int, str]] | None:
    """Which pieces each expression of a source line prints; None where the line does not show the words."""
    text = _TAIL.sub("", source[_PREFIX.match(source).end() :])  # type: ignore[union-attr]
    parts = _EXPRESSION.split(text)
    literal = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", part.replace("**", "")) for part in parts[::2]]
    if "](" in text or not any(folded(part) for part in literal):
        return None
    pattern = ""
    for n, part in enumerate(literal):
        pattern += re.escape(folded(part))
        if n < len(literal) - 1:
            pattern += "()" if _NOTE.match(parts[2 * n + 1]) else "(.*?)"
    ends, at = [0], 0
    for piece in pieces:
        at += 0 if isinstance(piece.inline, Footnote) else len(folded(piece.inline.text if piece.key != "\n" else ""))  # type: ignore[union-attr]
        ends.append(at)
    shown = "".join(
        "" if isinstance(piece.inline, Footnote) or piece.key == "\n" else folded(piece.inline.text)  # type: ignore[union-attr]
        for piece in pieces
    )
    found = re.fullmatch(pattern, shown)
    if found is None:
        return None
    made = []
    last = 0
    for n, expression in enumerate(parts[1::2], 1):
        left, right = found.span(n)
        if left == right:  # a footnote prints nothing where it stands
            first = next((k for k in range(last, len(pieces)) if ends[k] == left == ends[k + 1]), None)
            if first is None:
                return None
            begin, stop = first, first + 1
        elif left in ends and right in ends:
            begin, stop = max(k for k, end in enumerate(ends) if end == left), ends.index(right)
        else:
            return None
        if begin < last:
            return None
        made.append((begin, stop, expression))
        last = stop
    return made


def _rewritten(source: Sequence[str], block: Block, new: Block, facts: Facts) -> tuple[str, ...] | None:
    match block, new:
        case Items(), Items():
            written = dict(zip((keys(strand(item)) for item in block.items), source, strict=True))
            fresh = block_markdown(new, facts).split("\n")
            if len(fresh) != len(new.items):
                return None
            made = []
            for place, (item, text) in enumerate(zip(new.items, fresh, strict=True), 1):
                old = written.get(keys(strand(item)))
                made.append(text if old is None else re.sub(r"^\d+", str(place), old) if new.ordered else old)
            return tuple(made)
        case ((Heading() | Paragraph()), (Heading() | Paragraph())):
            line = "\n".join(source)
            head = _PREFIX.match(line).group()  # type: ignore[union-attr]
            tail = _TAIL.search(line) if isinstance(block, Heading) else None
            if isinstance(new, Heading):
                head = f"{'#' * new.level} "
            emitted = _emitted(line, words(block), words(new), facts)
            return None if emitted is None else tuple(f"{head}{emitted}{tail.group() if tail else ''}".split("\n"))
    return None


def _emitted(source: str, old: Strand, new: Strand, facts: Facts) -> str | None:
    spans = _matched(source, old)
    if spans is None:
        return None
    codes = SequenceMatcher(None, keys(old), keys(new), autojunk=False).get_opcodes()
    kept: list[tuple[int, int, str]] = []
    for begin, stop, expression in spans:
        for kind, left, right, start, _ in codes:
            if kind == "equal" and left <= begin and stop <= right:
                kept.append((start + begin - left, start + stop - left, expression))
    made = ""
    at = 0
    for begin, stop, expression in [*kept, (len(new), len(new), "")]:
        if begin >= at:
            made += runs_markdown(inlines(new[at:begin]), facts) + expression
            at = stop
    return line_markdown(made)


def _added(
    wanted: Sequence[Block], before: set[str], spans: Mapping[str, tuple[str, int, int]], facts: Facts
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Lines to put in: behind a block that stands in a chapter of the engagement's own."""
    home: tuple[str, int] | None = None
    waiting: list[str] = []
    for block in free(wanted):
        if block.id in before:
            if home is not None and waiting:
                yield home[0], home[1], tuple(line for text in waiting for line in ("", *text.split("\n")))
            waiting = []
            span = spans.get(block.id)
            home = (span[0], span[2]) if span is not None else None
        elif home is not None and isinstance(block, Heading | Paragraph | Items):
            waiting.append(block_markdown(block, facts))
        else:
            home = None if not waiting else home
    if home is not None and waiting:
        yield home[0], home[1], tuple(line for text in waiting for line in ("", *text.split("\n")))


def _with_gap(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Lines together with the blank one behind them."""
    return (start, end + 1) if end < len(lines) and not lines[end].strip() else (start, end)
