"""Which forms count: duplicates, abandoned forms, forms filled in faster than anybody reads, straight lines.

The rules follow domain practice (domain handbook 5.4); every threshold is data of the questionnaire. A form is named
under the first rule that meets it, so that the invalid rows of all rules add up to the invalid forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from evalkit.columns import Column, alike, count_equal, distinct
from evalkit.model.questionnaire import Questionnaire, Screened, State
from evalkit.numbers import divide, trimmed

#: Codes of a closed answer that is none.
BLANK, NOT_ASKED = -1, -2

#: Without a threshold of the questionnaire's own: the larger of 45 seconds and 2 seconds a question, and who is
#: faster is only suspected.
DEFAULT_SECONDS, SECONDS_A_QUESTION = Decimal(45), Decimal(2)
#: A straight line: at least so many scored answers, so large a share of them at one and the same place.
LINE_ANSWERS, LINE_SHARE = 4, Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Forms:
    """What screening looks at, in columns of one entry a form.

    ``answers`` are all answer columns; ``asked`` the columns whose blanks count against a form, with the value that is
    a blank; ``lines`` the columns of scored options. ``source`` and ``person`` hold meaningless numbers, equal for
    equal senders, -1 unknown.
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


def screen(forms: Forms, questionnaire: Questionnaire) -> tuple[list[State], tuple[Screened, ...]]:
    """The state of every form, and what each rule found; rows as in the file, its first row being 1."""
    states: list[State] = ["valid"] * len(forms.rows)
    named: set[int] = set()
    found: list[Screened] = []

    def say(rule: str, state: State, indices: Sequence[int], reason: str) -> None:
        fresh = [index for index in indices if index not in named]
        if not fresh:
            return
        named.update(fresh)
        for index in fresh:
            states[index] = state
        found.append(Screened(rule, state, tuple(forms.rows[index] + 1 for index in fresh), reason))

    limit = questionnaire.screening.maximum_blank
    say("partial", "invalid", _partial(forms, limit), f"未答的题占应答题的{trimmed(limit * 100)}%及以上")
    minutes = questionnaire.screening.duplicate_minutes
    say("duplicate", "invalid", _same_person(forms, named), "同一用户重复提交")
    same, common = _duplicates(forms, minutes, named)
    reason = f"与前一份答案完全相同，来自同一地址且相隔不超过{trimmed(minutes)}分钟"
    say("duplicate", "invalid", same, reason)
    say("duplicate", "suspected", common, reason + "；但所选都在同一位置又没有文字意见，也可能是不同的人")
    least, state = _least_seconds(questionnaire)
    say("too_fast", state, _fast(forms, least), f"用时不到{trimmed(least)}秒")
    say("straight_line", "valid", _lines(forms), "打分题几乎全选同一位置；满意度问卷中常见，只提示，不剔除")
    return states, tuple(found)


def _partial(forms: Forms, limit: Decimal) -> list[int]:
    """Forms whose blanks reach the limit; questions not asked are neither blank nor answered."""
    if not forms.asked:
        return []
    blank, unasked = count_equal(forms.asked, BLANK), count_equal(forms.asked, NOT_ASKED)
    total = len(forms.asked)
    return [
        index
        for index, (missing, left) in enumerate(zip(blank, unasked, strict=True))
        if missing and divide(Decimal(missing), Decimal(total - left)) >= limit
    ]


def _same_person(forms: Forms, left: set[int]) -> list[int]:
    """All but the first form of one person, those already named left out."""
    if forms.person is None:
        return []
    groups = [group for group in alike([forms.person]) if forms.person[group[0]] != -1]
    return sorted(index for group in groups for index in [i for i in group if i not in left][1:])


def _duplicates(forms: Forms, minutes: Decimal, left: set[int]) -> tuple[list[int], list[int]]:
    """Forms equal to an earlier one from the same place within the minutes.

    The second list are those whose answers are too common to prove anything: a straight line without a word, which
    colleagues behind one address may well send. Without a source, equal answers prove nothing and no form is named.
    """
    if forms.source is None:
        return [], []
    lines = set(_lines(forms))
    same: list[int] = []
    common: list[int] = []
    for group in alike([*forms.answers.values(), forms.source]):
        kept = [index for index in group if index not in left and forms.source[index] != -1]
        for earlier, later in pairwise(kept):
            if _within(forms.submitted, earlier, later, minutes):
                plain = later in lines and not any(column[later] for column in forms.texts)
                (common if plain else same).append(later)
    return sorted(same), sorted(common)


def _within(times: Sequence[datetime | None] | None, one: int, other: int, minutes: Decimal) -> bool:
    if times is None:
        return True
    first, second = times[one], times[other]
    if first is None or second is None:
        return True
    return abs(second - first) <= timedelta(minutes=float(minutes))


def _least_seconds(questionnaire: Questionnaire) -> tuple[Decimal, State]:
    stated = questionnaire.screening.minimum_seconds
    if stated is not None:
        return stated, "invalid"
    return max(DEFAULT_SECONDS, SECONDS_A_QUESTION * len(questionnaire.questions)), "suspected"


def _fast(forms: Forms, least: Decimal) -> list[int]:
    if forms.seconds is None:
        return []
    return [index for index, value in enumerate(forms.seconds) if value is not None and value < least]


def _lines(forms: Forms) -> list[int]:
    """Forms that choose the same place in nearly all scored questions."""
    if len(forms.lines) < LINE_ANSWERS:
        return []
    places: list[Any] = sorted({value for column in forms.lines for value in distinct(column)} - {BLANK, NOT_ASKED})
    counts = [count_equal(forms.lines, place) for place in places]
    straight = []
    for index, chosen in enumerate(zip(*counts, strict=True)):
        answered = sum(chosen)
        if answered >= LINE_ANSWERS and max(chosen) >= LINE_SHARE * answered:
            straight.append(index)
    return straight
