"""Which bit of an edited report is which bit of the one that was sent: by its control, and without one by its words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from evalkit.syncing.bits import Bit

#: How alike two bits in the same place must be, and two that stand in different places.
LIKE, LIKE_ELSEWHERE = 0.45, 0.7
#: Shorter words say too little to be known elsewhere.
SHORT = 10


def matched(old: Sequence[Bit], new: Sequence[Bit]) -> dict[int, int]:
    """The places in ``new`` of the bits of ``old`` that are still there, edited or not, moved or not."""
    found: dict[int, int] = {}
    _by_control(old, new, found)
    _in_order(old, new, found)
    _in_gaps(old, new, found)
    _elsewhere(old, new, found)
    return found


def _by_control(old: Sequence[Bit], new: Sequence[Bit], found: dict[int, int]) -> None:
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, bit in enumerate(new):
        if bit.id:
            there[bit.id, _sort(bit)].append(place)
    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, bit in enumerate(old):
        if bit.id:
            here[bit.id, _sort(bit)].append(place)
    for key, places in here.items():
        candidates = there.get(key, [])
        if len(places) == len(candidates) == 1:
            found[places[0]] = candidates[0]
        elif candidates:
            _pair(old, new, places, candidates, found, 0.0 if len(places) == 1 else LIKE)


def _in_order(old: Sequence[Bit], new: Sequence[Bit], found: dict[int, int]) -> None:
    """The same words in the same order: first those that come only once, then between them those that come again."""
    mine, other = _free(old, new, found)
    one, two = [(_sort(old[n]), old[n].text) for n in mine], [(_sort(new[n]), new[n].text) for n in other]
    once = _once(one)
    there = _once(two)
    anchors = rising([(place, there[key]) for key, place in once.items() if key in there and key[1]])
    edges = [(-1, -1), *anchors, (len(one), len(two))]
    found.update((mine[a], other[b]) for a, b in anchors)
    for (left, low), (right, high) in pairwise(edges):
        here, beyond = one[left + 1 : right], two[low + 1 : high]
        if not here or not beyond:
            continue
        for a, b, size in SequenceMatcher(None, here, beyond, autojunk=False).get_matching_blocks():
            for n in range(size):
                if here[a + n][1] or here[a + n][0] == "drawing":
                    found[mine[left + 1 + a + n]] = other[low + 1 + b + n]


def _once(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The places of what comes only once, in order."""
    count = Counter(keys)
    return {key: place for place, key in enumerate(keys) if count[key] == 1}


def _in_gaps(old: Sequence[Bit], new: Sequence[Bit], found: dict[int, int]) -> None:
    """Between two bits that are known, those that are most alike."""
    mine, other = _free(old, new, found)
    steady = sorted(rising(sorted(found.items())))
    edges = [(-1, -1), *steady, (len(old), len(new))]
    for (left, low), (right, high) in pairwise(edges):
        here = [n for n in mine if left < n < right]
        there = [n for n in other if low < n < high]
        if here and there:
            _pair(old, new, here, there, found, LIKE)


def _elsewhere(old: Sequence[Bit], new: Sequence[Bit], found: dict[int, int]) -> None:
    """What was moved: the same words, or nearly, in another place."""
    mine, other = _free(old, new, found)
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in other:
        same[_sort(new[n]), new[n].text].append(n)
    for n in mine:
        places = same[_sort(old[n]), old[n].text]
        if places and old[n].text:
            found[n] = places.pop(0)
    mine, other = _free(old, new, found)
    mine = [n for n in mine if len(old[n].text) >= SHORT]
    if mine and other and len(mine) * len(other) < 40_000:
        _pair(old, new, mine, other, found, LIKE_ELSEWHERE, crossing=True)


def _free(old: Sequence[Bit], new: Sequence[Bit], found: dict[int, int]) -> tuple[list[int], list[int]]:
    taken = set(found.values())
    return [n for n in range(len(old)) if n not in found], [n for n in range(len(new)) if n not in taken]


def _pair(
    old: Sequence[Bit],
    new: Sequence[Bit],
    mine: Sequence[int],
    other: Sequence[int],
    found: dict[int, int],
    least: float,
    crossing: bool = False,
) -> None:
    """The pairs that are most alike, best first; they do not cross each other unless they may."""
    scored = sorted(
        (
            (likeness(old[a], new[b], least), -abs(x - y), -x, -y, a, b)
            for x, a in enumerate(mine)
            for y, b in enumerate(other)
        ),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    for score, *_, a, b in scored:
        if score < max(least, 0.0001) and least:
            break
        clash = any(a == c or b == d or (not crossing and (a < c) != (b < d)) for c, d in pairs)
        if not clash and score >= least:
            pairs.append((a, b))
    found.update(pairs)


def likeness(one: Bit, other: Bit, least: float = 0.0) -> float:
    """How alike two bits are, 0–1; below ``least`` it is not worked out."""
    if _sort(one) != _sort(other):
        return -1.0
    if one.text == other.text:
        return 1.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _sort(bit: Bit) -> str:
    """What may stand for each other: lines and items of lists do."""
    return "line" if bit.part in ("item", "line", "note") else bit.part


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs sorted by their first, the longest run whose seconds rise too: what stayed in its order."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(tails[at - 1] if at else -1)
        if at == len(ends):
            ends.append(second)
            tails.append(place)
        else:
            ends[at], tails[at] = second, place
    made, place = [], tails[-1] if tails else -1
    while place >= 0:
        made.append(pairs[place])
        place = before[place]
    return made[::-1]
