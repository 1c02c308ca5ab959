"""How likely it is that somebody else gives all the answers of a form, so that equal forms can be told from one form twice.

In a meeting room many people behind one address fill in a short form within minutes, and two of them agree by chance.
The chance of a form's answers is estimated from the other forms: every answer given the one that tells most about it
(Chow and Liu 1968), because who is content is content with everything; never less than how often exactly these answers
were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from evalkit.answers.arrays import NEVER, TYPED, Codes, Times, codes, text_codes
from evalkit.answers.counting import keys_of
from evalkit.codebook import says_nothing
from evalkit.columns import Column, take
from evalkit.model.questionnaire import Question, Questionnaire

#: Equal forms are one person's where so many chance twins, or fewer, are to be expected as near to each other.
EXPECTED = 0.001
#: So many forms tell how answers go together; of more, that many are looked at.
SAMPLE = 5000
#: With how many forms the share among all weighs beside the share among those who gave the telling answer.
PRIOR = 2.0
#: How many others are taken to write a text nobody else wrote, by its length: short ones come to anybody's mind.
_TEXTS = ((10, 0.0001), (6, 0.01), (4, 0.1), (0, 1.0))

Numbers = NDArray[numpy.float64]
Pair = tuple[int, int]


def chance_twins(
    questionnaire: Questionnaire,
    answers: Mapping[str, Column],
    pairs: Sequence[Pair],
    source: Column,
    sent: Times | None,
) -> Numbers:
    """For each pair of forms with equal answers from one source, an earlier and a later, the twins to be expected.

    That is the chance of these answers times the forms of the source that lie as near to the later one as its twin.
    """
    return _chances(questionnaire, answers, pairs) * _as_near(pairs, codes(source), sent)


def _as_near(pairs: Sequence[Pair], source: Codes, sent: Times | None) -> Numbers:
    """How many forms of the same source lie as near in time to the later form as the earlier one does."""
    first, later = (numpy.array(side, numpy.int64) for side in zip(*pairs, strict=True))
    senders = numpy.unique(source[later])
    rows = numpy.flatnonzero(numpy.isin(source, senders))
    whole = numpy.bincount(numpy.searchsorted(senders, source[rows]), minlength=len(senders))
    own = numpy.searchsorted(senders, source[later])
    made = (whole[own] - 1).astype(numpy.float64)
    if sent is None:
        return made
    known = (sent[first] != NEVER) & (sent[later] != NEVER)
    rows = rows[sent[rows] != NEVER]
    if known.any():
        apart = numpy.abs(sent[later[known]] - sent[first[known]])
        since, room = sent[rows].min(), int(sent[rows].max() - sent[rows].min() + 2 * apart.max() + 2)
        # Sender and time as one number, so that all are looked up at once.
        keys = numpy.sort(numpy.searchsorted(senders, source[rows]) * room + (sent[rows] - since) + apart.max())
        at = own[known] * room + (sent[later[known]] - since) + apart.max()
        made[known] = numpy.searchsorted(keys, at + apart, "right") - numpy.searchsorted(keys, at - apart) - 1
    return numpy.maximum(made, 1)


def _chances(questionnaire: Questionnaire, answers: Mapping[str, Column], pairs: Sequence[Pair]) -> Numbers:
    """The chance of the answers of each later form, by the forms that are no copies, its own twin left out."""
    size = len(next(iter(answers.values())))
    copies = [later for _, later in pairs]
    origin: dict[int, int] = {}
    for earlier, later in pairs:
        origin[later] = origin.get(earlier, earlier)
    first = numpy.ones(size, numpy.bool_)
    first[list(copies)] = False
    base = numpy.flatnonzero(first)
    if len(base) > SAMPLE:
        base = base[numpy.linspace(0, len(base) - 1, SAMPLE).astype(numpy.int64)]
    # Of many forms, the twin may be among those that are not looked at.
    twin = numpy.isin([origin[later] for later in copies], base).astype(numpy.int64)
    rows = [*base.tolist(), *copies]
    closed = {key: ways for question in questionnaire.questions for key, ways in _ways(question) if key in answers}
    typed = [take(column, rows) for key, column in answers.items() if key not in closed]
    held = [numpy.unique(codes(take(answers[key], rows)), return_inverse=True)[1].reshape(-1) for key in closed]
    words = [text_codes(column) for column in typed]
    alone = numpy.ones(len(copies))
    for column, own in zip(typed, words, strict=True):
        alone *= _texts(column, own, twin)
    made = alone * (_tree(held, list(closed.values()), twin) if held else 1)
    return numpy.maximum(made, _exactly([*held, *words], twin))


def _ways(question: Question) -> Iterator[tuple[str, int]]:
    """The answer columns of a closed question, each with how many answers it has room for."""
    if question.type in TYPED:
        return
    size = {"multi": 2, "rank": len(question.options) + 1}.get(question.type, len(question.options))
    for key in keys_of(question):
        yield key, size


def _tree(held: list[Codes], ways: list[int], twin: Codes) -> Numbers:
    """The chance of the closed answers of the last forms, of which ``twin`` says whether theirs is among the others.

    ``ways`` is how many answers each column has room for.
    """
    n = len(held[0]) - len(twin)
    sizes = [int(one.max()) + 1 for one in held]
    starts = numpy.concatenate(([0], numpy.cumsum(sizes)[:-1]))
    placed = numpy.stack([one + start for one, start in zip(held, starts, strict=True)], axis=1)
    given = numpy.zeros((n, sum(sizes)), numpy.float32)
    numpy.put_along_axis(given, placed[:n], 1, axis=1)
    joint = (given.T @ given).astype(numpy.float64)
    asked = placed[n:]
    counts = joint.diagonal()
    # Every answer there is room for counts once more than it was given, and its twin's not.
    room = [max(one, size) for one, size in zip(ways, sizes, strict=True)]
    share = [(counts[asked[:, place]] - twin + 1) / (n - twin + size) for place, size in enumerate(room)]
    root, edges = _spanning(joint, starts, max(n, 1))
    made: Numbers = share[root].copy()
    for parent, child in edges:
        both = numpy.maximum(joint[asked[:, parent], asked[:, child]] - twin, 0)
        above = numpy.maximum(counts[asked[:, parent]] - twin, 0)
        made *= (both + PRIOR * share[child]) / (above + PRIOR)
    return numpy.minimum(made, 1)


def _spanning(joint: Numbers, starts: NDArray[Any], n: int) -> tuple[int, list[tuple[int, int]]]:
    """The edges, from the root outward, that bind each question to one that tells most about it."""
    counts = joint.diagonal()
    with numpy.errstate(divide="ignore", invalid="ignore"):
        told = numpy.where(joint > 0, joint / n * numpy.log(joint * n / numpy.outer(counts, counts)), 0)
    told = numpy.add.reduceat(numpy.add.reduceat(told, starts, axis=0), starts, axis=1)
    inside, edges = [0], []
    best, parents = told[0].copy(), numpy.zeros(len(starts), numpy.int64)
    best[0] = -1
    while len(inside) < len(starts):
        child = int(best.argmax())
        edges.append((int(parents[child]), child))
        inside.append(child)
        nearer = told[child] > best
        nearer[inside] = False
        best[nearer], parents[nearer] = told[child][nearer], child
        best[child] = -1
    return 0, edges


def _texts(column: Column, own: Codes, twin: Codes) -> Numbers:
    """The chance of the texts of the last forms: how many others wrote the same, or may be taken to."""
    n = len(own) - len(twin)
    asked, first, back = numpy.unique(own[n:], return_index=True, return_inverse=True)
    back = back.reshape(-1)
    wrote = numpy.array([(own[:n] == code).sum() for code in asked], numpy.int64)[back]
    usual = numpy.array([_usual(column[n + int(place)]) for place in first])[back]
    shares: Numbers = numpy.minimum((numpy.maximum(wrote - twin, 0) + usual) / max(n, 1), 1)
    return shares


def _usual(text: str | None) -> float:
    if not text or says_nothing(text):
        return 1.0
    return next(share for least, share in _TEXTS if len(text) >= least)


def _exactly(held: list[Codes], twin: Codes) -> Numbers:
    """How often exactly the answers of the last forms were given, their own twin left out."""
    if not held:
        return numpy.ones(len(twin))
    n = len(held[0]) - len(twin)
    _, own = numpy.unique(numpy.stack(held, axis=1), axis=0, return_inverse=True)
    own = own.reshape(-1)
    counts = numpy.bincount(own[:n], minlength=int(own.max()) + 1)
    made: Numbers = numpy.maximum(counts[own[n:]] - twin, 0) / numpy.maximum(n - twin, 1)
    return made
