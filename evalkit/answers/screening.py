"""Which forms count, and why the others do not.

The rules follow domain practice (domain handbook 5.4); every threshold is data of the questionnaire. A form is named
under the first rule that meets it, so that the invalid rows of all rules add up to the invalid forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial, reduce
from itertools import pairwise
from typing import Any

import numpy

from evalkit.answers.arrays import Mark, Times, rows, seconds, times
from evalkit.answers.coincidence import EXPECTED, chance_twins
from evalkit.answers.conflicts import conflicts
from evalkit.answers.frame import off_period, outside
from evalkit.answers.gibberish import gibberish
from evalkit.answers.near import near_duplicates
from evalkit.answers.regular import machine_made
from evalkit.answers.skipping import BLANK, NOT_ASKED
from evalkit.answers.speed import least_seconds, relatively_fast, too_fast
from evalkit.columns import Column, alike, counts_of, distinct
from evalkit.meanwhile import meanwhile
from evalkit.model.questionnaire import Questionnaire, Screened, State, Treatment
from evalkit.numbers import trimmed
from evalkit.packed import Coded

__all__ = ["BLANK", "NOT_ASKED", "Forms", "screen"]

_GRAVITY: tuple[State, ...] = ("invalid", "suspected", "valid")
_STATES: tuple[State, ...] = ("valid", "suspected", "invalid")
#: So many states are a list of words.
FEW = 1_000
_LINE = "打分题几乎全选同一位置，满意度问卷中常见"
_GIBBERISH = "文字意见只有标点、重复的字或键盘上相邻的键"

#: A straight line: at least so many scored answers, so large a share of them at one and the same place.
LINE_ANSWERS, LINE_SHARE = 4, Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Forms:
    """What screening looks at, in columns of one entry a form.

    ``answers`` are all answer columns; ``asked`` the columns whose blanks count against a form, with the value that is
    a blank; ``lines`` the columns of scored options. ``source`` and ``person`` hold meaningless numbers, equal for
    equal senders, -1 unknown. ``part`` numbers the export each form came in, where there are several.
    """

    rows: Sequence[int]
    answers: Mapping[str, Column]
    asked: Sequence[Column]
    lines: Sequence[Column]
    texts: Sequence[Column]
    seconds: Sequence[Decimal | None] | None
    submitted: Sequence[datetime | None] | None
    source: Column | None
    person: Column | None
    part: Column | None = None


def screen(forms: Forms, questionnaire: Questionnaire) -> tuple[Sequence[State], tuple[Screened, ...]]:
    """The state of every form, and what each rule found; rows as in the file, its first row being 1.

    What makes a form invalid goes before what makes it suspected, and that before what is only said of it; among
    these the rules go in their order.
    """
    made = _Sieve(forms, questionnaire)
    codes = numpy.zeros(len(forms.rows), numpy.uint8)
    named: set[int] = set()
    found: list[Screened] = []
    for state in _GRAVITY:
        for rule, given, indices, reason in made.found:
            fresh = [index for index in indices if index not in named] if given == state else []
            if not fresh:
                continue
            named.update(fresh)
            codes[fresh] = _STATES.index(state)
            found.append(Screened(rule, state, tuple(forms.rows[index] + 1 for index in fresh), reason))
    states: Sequence[State] = Coded(_STATES, codes)
    return (states if len(codes) > FEW else list(states)), tuple(found)


class _Sieve:
    """Every rule in its order, with the forms it meets; ``gone`` are those found invalid so far."""

    def __init__(self, forms: Forms, questionnaire: Questionnaire) -> None:
        self.forms, self.questionnaire = forms, questionnaire
        self.screening = questionnaire.screening
        self.found: list[tuple[str, Treatment, Sequence[int], str]] = []
        self.gone: set[int] = set()
        self.spent = seconds(forms.seconds)
        machines = meanwhile(self.machines, len(forms.rows))
        self.lines = _lines(forms)
        self.people()
        self.sent = times(forms.submitted)
        self.senders()
        self.speed()
        self.answers()
        self.times(machines())
        self.say("straight_line", "valid", lambda: self.lines, _LINE)
        if self.screening.treatment("gibberish", "valid") != "off":
            for mark in gibberish(questionnaire, forms.answers):
                self.say("gibberish", "valid", partial(rows, mark), _GIBBERISH)

    def say(
        self, rule: str, usual: Treatment, meets: Callable[[], Sequence[int]], reason: str, own: Treatment | None = None
    ) -> None:
        """A rule's forms, unless it is not to be looked at; ``own`` is the treatment of this one finding."""
        state = own or self.screening.treatment(rule, usual)
        indices = meets() if state != "off" else ()
        if len(indices):
            self.found.append((rule, state, indices, reason))
            self.gone.update(indices if state == "invalid" else ())

    def people(self) -> None:
        """Who is not asked, and who gave up."""
        for mark, reason in outside(self.questionnaire, self.forms.answers):
            self.say("out_of_frame", "invalid", partial(rows, mark), reason)
        limit = self.screening.maximum_blank
        reason = f"未答的题占应答题的{trimmed(limit * 100)}%及以上"
        self.say("partial", "invalid", lambda: _partial(self.forms, limit), reason)

    def senders(self) -> None:
        """Who sent more than one form."""
        forms, minutes = self.forms, self.screening.duplicate_minutes
        self.say("duplicate", "invalid", lambda: _same_person(forms, self.gone), "同一用户重复提交")
        same, common = _duplicates(forms, self.questionnaire, self.gone, set(self.lines), self.sent)
        reason = f"与前一份答案完全相同，来自同一地址且相隔不超过{trimmed(minutes)}分钟"
        self.say("duplicate", "invalid", lambda: same, reason)
        self.say("duplicate", "suspected", lambda: common, f"{reason}；但也可能是不同的人碰巧答得一样")
        wordless = [index for index in self.lines if not any(column[index] for column in forms.texts)]
        left = self.gone | set(common) | set(wordless)
        reason = f"与同一地址{trimmed(minutes)}分钟内的另一份几乎全同（至少{trimmed(self.screening.near_share * 100)}%，或只差一题）"
        self.say(
            "near_duplicate",
            "suspected",
            lambda: near_duplicates(self.questionnaire, forms.answers, forms.source, self.sent, left),
            reason,
        )

    def speed(self) -> None:
        """Who did not read the questions."""
        least, state = least_seconds(self.questionnaire)
        self.say("too_fast", state, lambda: too_fast(self.spent, least), f"用时不到{trimmed(least)}秒")
        if self.screening.treatment("relatively_fast", "suspected") != "off":
            hurried, reason = relatively_fast(self.spent, self.questionnaire, self.gone)
            self.say("relatively_fast", "suspected", lambda: hurried, reason)

    def answers(self) -> None:
        """Who contradicts himself."""
        for mark, own, reason in conflicts(self.questionnaire, self.forms.answers):
            self.say("conflict", "suspected", partial(rows, mark), reason, own)

    def times(self, machines: Sequence[tuple[Mark, str]]) -> None:
        """What came when no answer was awaited, or as no person sends it."""
        off = off_period(self.questionnaire, self.sent)
        if off is not None:
            self.say("out_of_period", "suspected", partial(rows, off[0]), off[1])
        for mark, reason in machines:
            self.say("machine_made", "suspected", partial(rows, mark), reason)

    def machines(self) -> list[tuple[Mark, str]]:
        """What no person sends, unless nobody wants to know."""
        if self.screening.treatment("machine_made", "suspected") == "off":
            return []
        sent = times(self.forms.submitted)
        return list(machine_made(self.screening, self.forms.source, sent, self.spent, self.forms.part))


def _partial(forms: Forms, limit: Decimal) -> list[int]:
    """Forms whose blanks reach the limit; questions not asked are neither blank nor answered."""
    if not forms.asked:
        return []
    counts = counts_of(forms.asked, (BLANK, NOT_ASKED))
    some = numpy.flatnonzero(counts[:, 0])
    missing, left = counts[some].T.astype(numpy.int64)
    part, whole = limit.as_integer_ratio()
    made: list[int] = some[missing * whole >= part * (len(forms.asked) - left)].tolist()
    return made


def _same_person(forms: Forms, left: set[int]) -> list[int]:
    """All but the first form of one person, those already named left out."""
    if forms.person is None:
        return []
    groups = [group for group in alike([forms.person]) if forms.person[group[0]] != -1]
    return sorted(index for group in groups for index in [i for i in group if i not in left][1:])


def _duplicates(
    forms: Forms, questionnaire: Questionnaire, left: set[int], lines: set[int], sent: Times | None
) -> tuple[list[int], list[int]]:
    """Forms equal to an earlier one from the same place within the minutes.

    The second list are those whose answers are too common to prove anything: a straight line without a word, what
    another behind the same address may well have answered as well, and what another user sent. Without a source, equal answers prove nothing and
    no form is named.
    """
    if forms.source is None:
        return [], []
    minutes = questionnaire.screening.duplicate_minutes
    pairs: list[tuple[int, int]] = []
    for group in alike([*forms.answers.values(), forms.source]):
        kept = [index for index in group if index not in left and forms.source[index] != -1]
        pairs += [pair for pair in pairwise(kept) if _within(forms.submitted, *pair, minutes)]
    if not pairs:
        return [], []
    same: list[int] = []
    common: list[int] = []
    expected = chance_twins(questionnaire, forms.answers, pairs, forms.source, sent)
    for (earlier, later), twins in zip(pairs, expected.tolist(), strict=True):
        plain = later in lines and not any(column[later] for column in forms.texts)
        others = plain or twins > EXPECTED or _two_people(forms.person, earlier, later)
        (common if others else same).append(later)
    return sorted(same), sorted(common)


def _two_people(person: Column | None, one: int, other: int) -> bool:
    """Whether the platform knows both senders, and knows them apart."""
    return person is not None and -1 not in (person[one], person[other]) and person[one] != person[other]


def _within(times: Sequence[datetime | None] | None, one: int, other: int, minutes: Decimal) -> bool:
    if times is None:
        return True
    first, second = times[one], times[other]
    if first is None or second is None:
        return True
    return abs(second - first) <= timedelta(minutes=float(minutes))


def _lines(forms: Forms) -> list[int]:
    """Forms that choose the same place in nearly all scored questions."""
    if len(forms.lines) < LINE_ANSWERS:
        return []
    places: list[Any] = sorted({value for column in forms.lines for value in distinct(column)} - {BLANK, NOT_ASKED})
    if not places:
        return []
    counts = counts_of(forms.lines, places)
    # Place by place: numpy is slow across so few. The sum of the counts is no more than the columns, and fits as they do.
    answered, most = (reduce(how, counts.T).astype(numpy.int32) for how in (numpy.add, numpy.maximum))
    part, whole = LINE_SHARE.as_integer_ratio()
    return rows((answered >= LINE_ANSWERS) & (most * whole >= answered * part))
