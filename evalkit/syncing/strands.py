"""The words of a block as a strand of pieces: what can be compared, aligned and merged with figures held apart.

A figure, a reference or a placeholder is one piece whatever it prints today, so that a figure that changed is no edit
of the words around it. Spaces belong to the piece in front and are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from types import MappingProxyType

from evalkit.model.document import Break, Footnote, Inline, Num, Placeholder, Ref, Text, plain_text

_TOKEN = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?|[A-Za-z]+|\S)\s*")
_SPACE = re.compile(r"\s+")
_CAPTIONED = r"(?:附?[表图]\d+(?:[-－—–.]\d+)?|附件\d+|【待填：[^】]*】)"
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?\D{0,6}")
_REFERENCE = re.compile(r"附?[表图]\d+(?:[-－—–.]\d+)?|附件\d+")
#: Ends a sentence, or an item of a list.
_ENDS = ("。", "！", "？", "；", "\n", "\n•")
#: Between two items of a list.
ITEM = "\n•"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a figure, a mark: ``key`` is what is compared, ``inline`` what is printed."""

    key: str
    inline: Inline

    @property
    def atom(self) -> bool:
        """Whether it is more than a word: a figure, a reference, a placeholder, a footnote."""
        return isinstance(self.inline, Num | Ref | Placeholder | Footnote)


Strand = tuple[Piece, ...]


def folded(text: str) -> str:
    """The words without their spaces."""
    return _SPACE.sub("", text)


def strand(inlines: Iterable[Inline]) -> Strand:
    """The pieces of a run of inlines."""
    made: list[Piece] = []
    for inline in inlines:
        match inline:
            case Text():
                made.extend(
                    Piece(found[1], Text(found[0], inline.bold))
                    for found in _TOKEN.finditer(inline.text.replace("\u00a0", " "))
                )
            case Num():
                made.append(Piece(f"{{{inline.fact}}}", inline))
            case Ref():
                made.append(Piece(f"{{§{inline.target}}}", inline))
            case Placeholder():
                made.append(Piece(f"【{folded(inline.advice)}】", inline))
            case Footnote():
                made.append(Piece(f"{{注}}{folded(plain_text(inline.inlines))}", inline))
            case Break():
                made.append(Piece("\n", inline))
    return tuple(made)


def items_strand(items: Iterable[tuple[Inline, ...]]) -> Strand:
    """The pieces of a list, its items parted."""
    made: list[Piece] = []
    for item in items:
        if made:
            made.append(Piece(ITEM, Break()))
        made.extend(strand(item))
    return tuple(made)


def inlines(pieces: Iterable[Piece]) -> tuple[Inline, ...]:
    """A strand as inlines, neighbouring words joined."""
    made: list[Inline] = []
    for piece in pieces:
        last = made[-1] if made else None
        if isinstance(piece.inline, Text) and isinstance(last, Text) and last.bold == piece.inline.bold:
            made[-1] = Text(last.text + piece.inline.text, last.bold)
        else:
            made.append(piece.inline)
    return tuple(made)


def items(pieces: Strand) -> tuple[tuple[Inline, ...], ...]:
    """A strand of a list as its items; empty ones are gone."""
    made: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.key == ITEM:
            made.append([])
        else:
            made[-1].append(piece)
    return tuple(inlines(item) for item in made if item)


def keys(pieces: Strand) -> tuple[str, ...]:
    """What is compared."""
    return tuple(piece.key for piece in pieces)


def same(one: Strand, other: Strand) -> bool:
    """Whether two strands say the same, figures and references by what they stand for; line ends do not count."""
    return _compared(one) == _compared(other)


def said(pieces: Strand) -> str:
    """The words of a strand as printed, figures and references among them; items of a list stay parted."""
    return "".join(ITEM if piece.key == ITEM else folded(plain_text((piece.inline,))) for piece in pieces)


def _compared(pieces: Strand) -> list[str]:
    return [piece.key for piece in pieces if piece.key != "\n"]


def born(base: str, now: Strand, printed: Mapping[str, tuple[str, ...]]) -> Strand | None:
    """The strand a block was born as, where today's words are still those of ``base``; None where they are not.

    Its figures and references print what they printed then.
    """
    pattern, atoms = [], []
    for piece in now:
        match piece.inline:
            case Num(text, fact):
                texts = sorted({folded(one) for one in (text, *printed.get(fact, ()))}, key=len, reverse=True)
                pattern.append(f"({'|'.join(map(re.escape, texts))}|【待填：[^】]*】)")
                atoms.append(piece)
            case Ref():
                pattern.append(f"({_CAPTIONED})")
                atoms.append(piece)
            case Placeholder(advice):
                pattern.append(f"({re.escape(folded('【待填：' + advice + '】'))})")
                atoms.append(piece)
            case Footnote() | Break():
                continue
            case _:
                pattern.append(re.escape(folded(piece.inline.text)))
    found = re.fullmatch("".join(pattern), folded(base))
    if found is None:
        return None
    texts_then = iter(found.groups())
    made = []
    for piece in now:
        if isinstance(piece.inline, Num | Ref | Placeholder):
            text = next(texts_then)
            if not isinstance(piece.inline, Placeholder) and folded(piece.inline.text) != text:
                piece = Piece(piece.key, replace(piece.inline, text=text))
        made.append(piece)
    return tuple(made)


# ---- figures without their controls -------------------------------------------------------------------------------


def recovered(theirs: Strand, base: Strand, captions: Mapping[str, str] = MappingProxyType({})) -> Strand:
    """An edited strand with the figures and references of ``base`` found again where their controls are gone.

    A figure is found where the words around it are, or where the same figure stands in words that were rewritten; one
    that was retyped in its old place keeps its fact and shows the new text. A reference with another number is one to
    the caption that has this number in the edited file: ``captions`` are their labels by number (``表2-1``).
    """
    tagged = {piece.key for piece in theirs if piece.atom}
    flat: list[str] = []
    spans: list[tuple[int, int, Piece]] = []
    for piece in base:
        lost = isinstance(piece.inline, Num | Ref) and piece.key not in tagged
        parts = [found[1] for found in _TOKEN.finditer(piece.inline.text)] if lost else []  # type: ignore[union-attr]
        if parts:
            spans.append((len(flat), len(flat) + len(parts), piece))
            flat.extend(parts)
        else:
            flat.append(piece.key)
    if not spans:
        return theirs
    there = keys(theirs)
    codes = SequenceMatcher(None, flat, there, autojunk=False).get_opcodes()
    taken: list[tuple[int, int, Piece]] = []
    for start, end, piece in spans:
        place = _place(start, end, piece, codes, flat, there)
        if place is not None and not any(place[0] < right and left < place[1] for left, right, _ in taken):
            taken.append((*place, piece))
    made: list[Piece] = []
    at = 0
    for left, right, piece in sorted(taken, key=lambda one: one[0]):
        made.extend(theirs[at:left])
        shown = "".join(getattr(one.inline, "text", "") for one in theirs[left:right]).strip()
        made.append(_as_shown(piece, shown, captions) or Piece(shown, Text(shown)))
        at = right
    return (*made, *theirs[at:])


def _as_shown(piece: Piece, shown: str, captions: Mapping[str, str]) -> Piece | None:
    """A figure or a reference of the base with the words it has in the edited file; None where it is none any more."""
    inline = piece.inline
    if isinstance(inline, Num):
        return Piece(piece.key, replace(inline, text=shown))
    if isinstance(inline, Ref) and folded(inline.text) != folded(shown):
        label = captions.get(folded(shown))
        return Piece(f"{{§{label}}}", Ref(label, shown)) if label is not None else None
    return piece


Opcode = tuple[str, int, int, int, int]


def _place(
    start: int, end: int, piece: Piece, codes: Sequence[Opcode], flat: Sequence[str], there: Sequence[str]
) -> tuple[int, int] | None:
    """Where in the edited strand a figure stands; None where it is gone."""
    touching = [code for code in codes if code[1] < end and start < code[2]]
    if len(touching) == 1 and touching[0][0] == "equal":
        left = touching[0][3] + start - touching[0][1]
        return left, left + end - start
    # Retyped in its place: nothing but the figure itself is another.
    pattern = _FIGURE if isinstance(piece.inline, Num) else _REFERENCE
    if all(code[0] == "equal" or (code[1] >= start and code[2] <= end) for code in touching):
        first, last = touching[0], touching[-1]
        left = first[3] + (start - first[1] if first[0] == "equal" else 0)
        right = last[4] - (last[2] - end if last[0] == "equal" else 0)
        if left < right and pattern.fullmatch("".join(there[left:right])):
            return left, right
    wanted = list(flat[start:end])
    low, high = min(code[3] for code in touching), max(code[4] for code in touching)
    for left in range(low, high - len(wanted) + 1):
        if list(there[left : left + len(wanted)]) == wanted:
            return left, left + len(wanted)
    return None


# ---- merging --------------------------------------------------------------------------------------------------------


def composed(theirs: Strand, ours: Strand) -> Strand:
    """The words of ``theirs`` with whatever they share with ``ours`` printed as ours prints it today."""
    made: list[Piece] = []
    codes = SequenceMatcher(None, keys(ours), keys(theirs), autojunk=False).get_opcodes()
    for kind, left, right, start, end in codes:
        made.extend(ours[left:right] if kind == "equal" else theirs[start:end])
    held = {piece.key: piece for piece in reversed(ours) if piece.atom}
    return tuple(held.get(piece.key, piece) if piece.atom else piece for piece in made)


def merged(base: Strand, ours: Strand, theirs: Strand) -> Strand | None:
    """Both edits, where each touched sentences of its own; None where both touched the same."""
    parts = [_sentences(one) for one in (base, ours, theirs)]
    mine, other = _hunks(parts[0], parts[1]), _hunks(parts[0], parts[2])
    if any(_clash(one, two) for one in mine for two in other):
        return None
    made: list[Piece] = []
    at = 0
    both = {(left, right, keys(_flat(new))): (left, right, new) for left, right, new in (*other, *mine)}
    for left, right, new in sorted(both.values(), key=lambda hunk: hunk[:2]):
        made.extend(_flat(parts[0][at:left]))
        made.extend(_flat(new))
        at = right
    made.extend(_flat(parts[0][at:]))
    return composed(tuple(made), ours)


Hunk = tuple[int, int, list[Strand]]


def _hunks(base: list[Strand], other: list[Strand]) -> list[Hunk]:
    """What was replaced by what, in sentences of the base."""
    one, two = [keys(sentence) for sentence in base], [keys(sentence) for sentence in other]
    codes = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    return [(a, b, other[c:d]) for kind, a, b, c, d in codes if kind != "equal"]


def _clash(one: Hunk, other: Hunk) -> bool:
    """Whether two hunks touch the same sentences, or put other words into the same place."""
    if one[:2] == other[:2]:
        return keys(_flat(one[2])) != keys(_flat(other[2]))
    inserted = one[0] == one[1] or other[0] == other[1]
    if inserted:
        (point, _, _), (left, right, _) = (one, other) if one[0] == one[1] else (other, one)
        return left < point < right
    return max(one[0], other[0]) < min(one[1], other[1])


def _flat(sentences: Iterable[Strand]) -> Strand:
    return tuple(piece for sentence in sentences for piece in sentence)


def _sentences(pieces: Strand) -> list[Strand]:
    made: list[list[Piece]] = [[]]
    for piece in pieces:
        made[-1].append(piece)
        if piece.key in _ENDS:
            made.append([])
    return [tuple(sentence) for sentence in made if sentence]
