"""Answers that are more than one choice or no choice at all: ticks, rankings, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evalkit.answers import counting
from evalkit.answers.counting import VALID, Within, decimal
from evalkit.model.questionnaire import Question, State, Survey
from evalkit.numbers import parse_decimal, plain


@dataclass(frozen=True, slots=True)
class Ranked:
    """One option of a ranking.

    ``n`` people ranked it, ``first`` put it first; ``mean`` is its mean rank among those who ranked it. ``score`` is
    the mean over all who answered of options − rank + 1, 0 for who left it out: what 问卷星 calls 平均综合得分.
    """

    n: int
    first: int
    mean: Decimal | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers typed in answer to a question; ``unread`` are answers that are no number."""

    n: int
    unread: int
    mean: Decimal | None = None
    median: Decimal | None = None
    deviation: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


def ranking(
    survey: Survey, question: Question, keep: frozenset[State] = VALID, within: Within | None = None
) -> tuple[int, tuple[Ranked, ...]]:
    """How many answered a ranking, and every option's standing; ``within`` one group."""
    size = len(question.options)
    rows = counting.joint(survey, counting.keys_of(question), keep, within)
    answered = sum(count for row, count in rows.items() if any(code > 0 for code in row))
    made = []
    for place in range(size):
        ranks = [(row[place], count) for row, count in rows.items() if row[place] > 0]
        n = sum(count for _, count in ranks)
        total = sum(rank * count for rank, count in ranks)
        points = sum((size - rank + 1) * count for rank, count in ranks)
        first = sum(count for rank, count in ranks if rank == 1)
        mean = decimal(Fraction(total, n)) if n else None
        made.append(Ranked(n, first, mean, decimal(Fraction(points, answered)) if answered else None))
    return answered, tuple(made)


def numbers(texts: Mapping[str, int]) -> Numbers:
    """What typed numbers come to, by the texts and how often each was given."""
    found: dict[Decimal, int] = {}
    unread = 0
    for text, count in texts.items():
        value = parse_decimal(text)
        if value is None:
            unread += count
        else:
            found[value] = found.get(value, 0) + count
    n = sum(found.values())
    if not n:
        return Numbers(0, unread)
    mean = sum((Fraction(value) * count for value, count in found.items()), Fraction(0)) / n
    squares = sum((count * (Fraction(value) - mean) ** 2 for value, count in found.items()), Fraction(0))
    return Numbers(
        n,
        unread,
        decimal(mean),
        decimal(_median(found, n)),
        decimal(squares / (n - 1)).sqrt() if n > 1 else None,
        min(found),
        max(found),
    )


def figure(text: str, unit: str) -> str:
    """A typed number without the question's own unit behind it, or ￥ before it where that is 元; else the text itself.

    ``15元`` is ``15`` where 元 are asked for; ``15万元`` is not, and stays what it is.
    """
    if parse_decimal(text) is not None:
        return text
    own = plain(unit)
    bare = plain(text).removesuffix(own).rstrip() if own and not own[0].isdecimal() else plain(text)
    if own == "元":
        bare = bare.removeprefix("¥").lstrip()
    return bare if parse_decimal(bare) is not None else text


def _median(found: Mapping[Decimal, int], n: int) -> Fraction:
    """The middle number, or halfway between the two in the middle."""
    middle: list[Decimal] = []
    below = 0
    for value in sorted(found):
        for place in ((n - 1) // 2, n // 2):
            if below <= place < below + found[value]:
                middle.append(value)
        below += found[value]
    return (Fraction(middle[0]) + Fraction(middle[1])) / 2
