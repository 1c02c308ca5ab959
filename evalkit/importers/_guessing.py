"""What kind of question a column answers, read off its answers: nothing is known of it but what people wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evalkit.importers import _degrees
from evalkit.model.questionnaire import Option, QuestionType
from evalkit.numbers import parse_date, parse_decimal
from evalkit.privacy import masked, named

Guess = tuple[QuestionType, tuple[Option, ...]]

#: So many different answers at most make a choice, and each must be given so often on average.
OPTIONS, REPEATED, LENGTH = 20, 2, 100
#: Pieces of an answer that are no longer than this may be choices that were ticked together.
PIECE = 40
#: From this share of numbers on a column holds numbers, and what is none was mistyped.
NUMERIC = 0.9
#: What platforms put between choices and nobody types.
_SURE: tuple[tuple[str, QuestionType], ...] = (("┋", "multi"), ("⇢", "rank"), ("→", "rank"))
_UNIT = re.compile(r"(?:周?岁|年|人|元|万元|个|次|天|小时|分钟?|亩|公里|%|户|口)$")
#: What stands before an option in the order of the form: ``A.``, ``2、``.
_PREFIX = re.compile(r"([A-Za-z](?=\s*[.、．)）:：]\s*\S)|\d{1,2}(?=\s*[.、．)）:：]\s*[^\s\d]))\s*[.、．)）:：]\s*")
_LETTERS = re.compile(r"[A-Ha-h](?:[\s,，、;；.]*[A-Ha-h])*")
_PLACES = tuple("村庄镇乡县市区组队校中学路街店厂班科局部院所站社家型类业化性费元岁年")
_OPEN, _CLOSE = "([（【《“〖", ")]）】》”〗"
_ADDED = re.compile(r"〖.*?〗|___.*$|(?<=^其[他它])\s*[:：].*$", re.DOTALL)


def guess(counts: Mapping[str, int], separators: Sequence[str] = (), coded: bool = False) -> Guess:
    """The kind and the options of a column, from how often each answer was given.

    ``separators`` part choices where their pieces recur; ``coded`` says that the file holds numbers of options.
    """
    counts = _alike(counts)
    total = sum(counts.values())
    if not total:
        return "text", ()
    for mark, several in _SURE:
        if any(mark in text for text in counts):
            pieces = _tally(counts, mark, separators)
            if len(pieces) <= 2 * OPTIONS:
                return several, ordered(pieces)
    if all(_LETTERS.fullmatch(text) for text in counts):
        return _lettered(counts)
    figures = [parse_decimal(text) for text in counts]
    if None not in figures:
        whole = all(f is not None and f == f.to_integral_value() and 0 <= f <= OPTIONS for f in figures)
        if whole and coded and len(counts) <= OPTIONS:
            return "single", ordered(counts)
        small = whole and all(f is not None and f <= 10 for f in figures)
        if small and total >= REPEATED * len(counts):
            return "scale", ordered(counts)
        return "number", ()
    if all(parse_date(text) for text in counts):
        return "date", ()
    for mark in separators:
        split = recurring(counts, mark)
        if split:
            return "multi", ordered(split)
    return _closed(counts, total)


def _lettered(counts: Mapping[str, int]) -> Guess:
    """Answers that are letters of options, one or several."""
    told: Counter[str] = Counter()
    for text, times in counts.items():
        told.update(dict.fromkeys((letter.upper() for letter in text if letter.isalpha()), times))
    several = any(sum(map(str.isalpha, text)) > 1 for text in counts)
    return "multi" if several else "single", options_of(sorted(told))


def _alike(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Answers that differ in spaces and capitals only, as their most frequent writing."""
    usual: dict[str, str] = {}
    made: Counter[str] = Counter()
    for text, times in Counter(counts).most_common():
        made[usual.setdefault("".join(text.split()).lower(), text)] += times
    return made


def _closed(counts: Mapping[str, int], total: int) -> Guess:
    written: Counter[str] = Counter()
    for text, times in counts.items():
        written[bare(text)] += times
    merged = _alike(written)
    numeric = sum(times for text, times in counts.items() if parse_decimal(_UNIT.sub("", text)) is not None)
    bare_numbers = sum(times for text, times in counts.items() if parse_decimal(text) is not None)
    if bare_numbers >= NUMERIC * total or (numeric == total and len(counts) > 1 and bare_numbers * 2 > total):
        return "number", ()
    if any(masked(label) != label for label in merged) or _people(merged):
        return "text", ()
    known = degrees(merged)
    short = sum(times for label, times in merged.items() if len(label) <= LENGTH)
    few = len(merged) <= OPTIONS and total >= REPEATED * len(merged) and short >= NUMERIC * total
    if len(merged) > 1 and (known or few):
        return ("scale" if known == "scale" else "single"), ordered(merged)
    return "text", ()


def _people(labels: Mapping[str, int]) -> bool:
    """Whether most of the answers look like names of people (and not of villages, offices or schools)."""
    names = [label for label in labels if named(label) and not label.endswith(_PLACES) and not _degrees.beside(label)]
    return len(names) > 1 and 3 * len(names) >= 2 * len(labels) and not degrees(labels)


def degrees(labels: Mapping[str, int]) -> str:
    """``scale`` for degrees of one thing, ``plain`` for yes and no, empty for anything else."""
    bare_labels = [unprefixed(label) for label in labels]
    if _degrees.plain_answers(bare_labels):
        return "plain"
    return "scale" if _degrees.scale(bare_labels) else ""


def ordered(counts: Mapping[str, int]) -> tuple[Option, ...]:
    """Options by degree, by size, or else the most frequent first; 其他 and its like at the end."""
    labels = [label for label in counts if label]
    before = {label: found[1] for label in labels if (found := _PREFIX.match(label))}
    if labels and len(before) == len(labels) and len(set(before.values())) == len(labels):
        numbered = all(mark.isdecimal() for mark in before.values())
        placed = sorted(labels, key=lambda label: int(before[label]) if numbered else before[label].upper())
        return options_of([unprefixed(label) for label in placed])
    for order in (_degrees.plain_answers, _degrees.scale, _degrees.ladder):
        known = order(labels)
        if known:
            return options_of(known)
    usual = [label for label, _ in Counter(counts).most_common() if label]
    return options_of(sorted(usual, key=_degrees.beside))


def options_of(labels: Sequence[str]) -> tuple[Option, ...]:
    """Options by their labels; 其他 has room for words of one's own."""
    return tuple(Option(label, write_in=label.startswith(("其他", "其它"))) for label in labels)


def recurring(counts: Mapping[str, int], mark: str) -> Mapping[str, int] | None:
    """The choices ticked together in cells parted by ``mark``, None where the mark only stands in the words.

    Choices come again in other company; the clauses of a sentence, and an option that holds a comma, do not.
    """
    parted = {text: [bare(piece) for piece in pieces(text, mark)] for text in counts}
    joint = [text for text, parts in parted.items() if len(parts) > 1]
    if not joint:
        return None
    company: Counter[str] = Counter(piece for parts in parted.values() for piece in set(parts))
    if len(company) > 2 * OPTIONS or max(map(len, company)) > PIECE or any(masked(piece) != piece for piece in company):
        return None
    again = [text for text in joint if all(company[piece] > 1 for piece in parted[text])]
    told: Counter[str] = Counter()
    for text, parts in parted.items():
        told.update(dict.fromkeys(parts, counts[text]))
    if 2 * len(again) < len(joint) or told.total() < REPEATED * len(told) or len(company) >= len(counts) + len(joint):
        return None
    return told


def pieces(text: str, mark: str) -> list[str]:
    """A cell parted at a mark that stands outside brackets; a piece that goes on in small letters stays with the one before."""
    parts, depth, last = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if depth <= 0 and text.startswith(mark, place) and place >= last:
            parts.append(text[last:place])
            last = place + len(mark)
    made: list[str] = []
    for part in (piece.strip() for piece in (*parts, text[last:])):
        if made and mark == ", " and part[:1].islower():
            made[-1] += mark + part
        elif part:
            made.append(part)
    return made


def unprefixed(label: str) -> str:
    """A label without the letter or number before it."""
    return _PREFIX.sub("", label, count=1) if _PREFIX.match(label) else label


def bare(text: str) -> str:
    """A choice without the words somebody added to it."""
    return _ADDED.sub("", text).rstrip(":：.…。 ").strip() or text.strip()


def _tally(counts: Mapping[str, int], mark: str, separators: Sequence[str]) -> Counter[str]:
    """The pieces of a column; one that itself is parted otherwise (somebody pasted ``Java;C#``) counts as its parts."""
    whole: Counter[str] = Counter()
    for text, times in counts.items():
        whole.update(dict.fromkeys(filter(None, (bare(piece) for piece in _ADDED.sub("", text).split(mark))), times))
    told: Counter[str] = Counter()
    for label, times in whole.items():
        told.update(dict.fromkeys(_parts(label, whole, separators), times))
    return Counter(_alike(told))


def _parts(label: str, known: Mapping[str, int], separators: Sequence[str]) -> Iterator[str]:
    for mark in separators:
        parts = pieces(label, mark)
        if len(parts) > 1 and any(part in known for part in parts):
            yield from parts
            return
    yield label
