"""The right word for one nobody knows: the one it is most like, where one stands out, or the list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from evalkit.fields import Field, fold
from evalkit.numbers import plain

#: A word is taken for another one mistyped where they share more than this part of their letters.
HALF = 0.5

_NEGATION = re.compile("[不未没无]|非(?!常)")
#: Letters that turn a word round where one stands in place of the other.
_POLES = (
    ("好优", "差坏劣"), ("高", "低"), ("多", "少"), ("大", "小"), ("增升加", "减降"), ("快", "慢"), ("易", "难"), ("正", "逆负反"), ("前", "后"),
)  # fmt: skip


def nearest(word: str, candidates: Iterable[str], cutoff: float = HALF, inside: bool = True) -> str:
    """The one candidate a word is most like, or empty; full and half width, brackets and blanks do not count.

    None is where two are as like, nor where one would say the contrary (未符合, 符合; 很好, 很差). ``inside`` also finds the
    longest one that holds the word or is held by it.
    """
    return likest(word, {candidate: candidate for candidate in candidates}, cutoff, inside)


def likest(word: str, meant: Mapping[str, str], cutoff: float = HALF, inside: bool = True) -> str:
    """What the name most like a word stands for, by ``nearest``; of two as like, the one that stands for itself."""
    wanted = fold(plain(word))
    names: dict[str, set[str]] = {}
    for name, target in meant.items():
        if (folded := fold(plain(name))) and not _contrary(folded, wanted):
            names.setdefault(folded, set()).add(target)
    close = {name: SequenceMatcher(None, name, wanted).ratio() for name in get_close_matches(wanted, names, 12, cutoff)}
    if cutoff <= HALF:
        close = {name: likeness for name, likeness in close.items() if likeness > HALF or _one_of_two(name, wanted)}
    if not close and inside and len(wanted) > 1:
        close = {name: len(name) for name in names if len(name) > 1 and (name in wanted or wanted in name)}
    best = [name for name, likeness in close.items() if likeness == max(close.values())]
    stood = {target for name in best for target in names[name]}
    own = {target for target in stood if fold(plain(target)) in best}
    targets = own or stood
    return targets.pop() if len(targets) == 1 else ""


def suggestion(word: str, candidates: Sequence[str], what: str = "可以写的有") -> str:
    """The cure for an unknown word: the nearest right one, or the list of them."""
    near = nearest(word, candidates)
    return f"是不是“{near}”" if near else listed(candidates, what)


def listed(candidates: Sequence[str], what: str = "可以写的有") -> str:
    """The right words, a dozen at most; empty without any."""
    shown = "、".join(candidates[:12])
    return f"{what}：{shown}{'等' if len(candidates) > 12 else ''}" if candidates else ""


def nearest_field(word: str, fields: Sequence[Field]) -> str:
    """The key of the field whose key or synonym is most like a word, or empty."""
    names = {name: field.key for field in fields for name in (*field.synonyms, field.key)}
    return likest(word, names)


def _one_of_two(name: str, word: str) -> bool:
    """Whether of two letters one is mistyped: of so short a word half is all that can be right."""
    return len(name) == len(word) == 2 and (name[0] == word[0] or name[1] == word[1])


def _contrary(name: str, word: str) -> bool:
    """Whether one denies what the other says, or has the other pole in its place."""
    if len(_NEGATION.findall(name)) % 2 != len(_NEGATION.findall(word)) % 2:
        return True
    here, there = set(name) - set(word), set(word) - set(name)
    return any(
        (here & set(one) and there & set(other)) or (here & set(other) and there & set(one)) for one, other in _POLES
    )
