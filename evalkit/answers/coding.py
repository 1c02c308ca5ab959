"""Open answers by the codebook of their question: categories, what is left over, words that would catch more of it.

An answer belongs to every category one of whose keywords it has. One that says nothing but that there is nothing to say
(“无”“没有意见”) is of a category of its own. What a person decided (``Survey.coded``) goes before both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalkit.answers import counting
from evalkit.answers.writing_in import write_in_key
from evalkit.codebook import NOTHING, Categories, categories, is_coded, nothing_of, says_nothing
from evalkit.model.questionnaire import Coded, Question, Survey
from evalkit.numbers import plain
from evalkit.privacy import named

#: Words of two to four characters are proposed as keywords; fewer answers than this make no word.
_LENGTHS, _LEAST, _MOST = (4, 3, 2), 2, 20
#: Of so many answers, the most frequent, the words are looked for.
_READ = 5000
#: Characters that begin or end no word worth proposing.
_EMPTY = frozenset(
    "的了是我你他她它们您很也都在和与及或就还这那有没不能会要请把被给让对为以于等个些一更最吧呢啊吗呀得地着过到去来上下里中"
)
_RUN = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One open answer as typed, personal data masked: how many gave it, its categories, what the program proposed."""

    text: str
    count: int
    categories: tuple[str, ...]
    proposed: tuple[str, ...]
    quote: bool | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """The open answers under one key: the names of its categories in order, and the answers, the most frequent first."""

    key: str
    question: Question
    categories: Categories
    answers: tuple[Answer, ...]

    @property
    def n(self) -> int:
        return sum(one.count for one in self.answers)

    def within(self, name: str) -> tuple[Answer, ...]:
        """The answers of one category."""
        return tuple(one for one in self.answers if name in one.categories)

    @property
    def uncoded(self) -> tuple[Answer, ...]:
        return tuple(one for one in self.answers if not one.categories)


def open_keys(survey: Survey) -> Iterator[tuple[str, Question]]:
    """The keys of open answers with their questions: text questions that are coded, and what was written behind options."""
    for question in survey.questionnaire.questions:
        if is_coded(question):
            yield question.id, question
        for place in range(len(question.options)):
            key = write_in_key(question, place)
            if key in survey.answers:
                yield key, question


def coding(survey: Survey, key: str, question: Question) -> Coding:
    """All valid answers under a key with their categories."""
    by_hand = {squeezed(text): made for text, made in survey.coded.get(key, {}).items()}
    own = key == question.id  # what is written behind 其他 has no codebook
    codebook: Categories = categories(question) if own else ((NOTHING, ()),)
    nothing = nothing_of(question) if own else NOTHING
    folded = tuple((name, tuple(plain(word).lower() for word in words)) for name, words in codebook)
    answers = []
    for text, count in sorted(_together(counting.typed(survey, key)).items(), key=lambda one: (-one[1], one[0])):
        proposed = _proposed(text, folded, nothing)
        made = by_hand.get(squeezed(text), Coded()) if by_hand else Coded()
        chosen = proposed if made.categories is None else made.categories
        answers.append(Answer(text, count, chosen, proposed, made.quote))
    known = dict(codebook)
    added = dict.fromkeys(name for one in answers for name in one.categories if name not in known)
    listed = [*codebook[:-1], *((name, ()) for name in added), codebook[-1]]
    return Coding(key, question, tuple(listed), tuple(answers))


def _together(typed: Mapping[str, int]) -> Mapping[str, int]:
    """Answers that differ in spaces and in the width of signs only are one, as most wrote it."""
    usual: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text, count in sorted(typed.items(), key=lambda one: (-one[1], one[0])):
        counts[usual.setdefault(squeezed(text), text)] += count
    return counts


def squeezed(text: str) -> str:
    """A text as compared: without spaces and line breaks, full-width forms folded."""
    return "".join(plain(text).split())


def suggestions(answers: Sequence[Answer]) -> tuple[tuple[str, int], ...]:
    """Words of two to four characters that several people wrote, the most frequent first, as keywords to choose from.

    A word is left out where a longer one has it and as many people wrote that, and so are names of people.
    """
    counts: Counter[str] = Counter()
    for answer in answers[:_READ]:
        runs = _RUN.findall(answer.text)
        found = {run[at : at + n] for run in runs for n in _LENGTHS for at in range(len(run) - n + 1)}
        for word in found:
            counts[word] += answer.count
    kept: list[tuple[str, int]] = []
    for word, count in sorted(counts.items(), key=lambda one: (-one[1], -len(one[0]), one[0])):
        if count < _LEAST or len(kept) == _MOST:
            break
        if word[0] in _EMPTY or word[-1] in _EMPTY or named(word, within=True):
            continue
        if not any(word in longer and count <= others for longer, others in kept):
            kept.append((word, count))
    return tuple(kept)


def _proposed(text: str, codebook: Categories, nothing: str) -> tuple[str, ...]:
    if says_nothing(text):
        return (nothing,)
    folded = plain(text).lower()
    return tuple(name for name, keywords in codebook if any(word in folded for word in keywords))
