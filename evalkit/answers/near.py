"""Near-duplicates: two forms from one place, shortly after each other, that differ in hardly an answer.

A form is compared only with the few that came just before it from the same place, so that the work grows with the
forms and not with their square. Equal answers prove something only when they are not those that everybody gives:
satisfied colleagues behind one address send nearly the same form, each his own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy

from evalkit.answers.arrays import (
    NEVER,
    TYPED,
    Codes,
    Mark,
    Times,
    codes,
    columns_of,
    crowds,
    filled,
    long_as,
    text_codes,
)
from evalkit.columns import Column
from evalkit.model.questionnaire import Question, Questionnaire

#: A form is compared with so many before it.
REACH = 5
#: So many of the equal answers must not be the commonest of their question.
UNCOMMON = 3
#: A text of so many characters is nobody else's by chance.
LONG_TEXT = 6
#: Numbers that lie no further apart are counted in a table.
_FEW = 1 << 16


def near_duplicates(
    questionnaire: Questionnaire,
    answers: Mapping[str, Column],
    source: Column | None,
    sent: Times | None,
    left: Collection[int],
) -> list[int]:
    """The later form of every such pair, those already ``left`` out apart; none without a source.

    A question counts when either of the two answers it. One answer may always differ, however few there are.
    """
    if source is None:
        return []
    near = _Pairs(questionnaire, answers, codes(source), sent, left)
    found: set[int] = set()
    for lag in range(1, min(REACH, len(near.rows) - 1) + 1):
        found.update(near.later(lag))
    return sorted(found)


class _Pairs:
    """The forms that share a place with another, in order of place and time, with their answers a question a column."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Column],
        source: Codes,
        sent: Times | None,
        left: Collection[int],
    ) -> None:
        self.screening = questionnaire.screening
        # Those left out are counted with the crowd: a form too many does no harm.
        rows = crowds(source, 2)
        rows = rows[~numpy.isin(rows, list(left))]
        order = numpy.lexsort((rows, sent[rows], source[rows]) if sent is not None else (rows, source[rows]))
        self.rows = rows[order]
        self.source = source[self.rows]
        self.sent = None if sent is None else sent[self.rows]
        self.questions: list[tuple[Codes, Mark, Mark]] = []
        if len(rows) > 1:
            for question in questionnaire.questions:
                self.questions += [
                    (held[self.rows], given[self.rows], rare[self.rows])
                    for held, given, rare in _answers(question, columns_of(question, answers))
                ]

    def later(self, lag: int) -> list[int]:
        """Those nearly equal to the one that stands ``lag`` before them."""
        close = self.source[lag:] == self.source[:-lag]
        if self.sent is not None:
            one, other = self.sent[:-lag], self.sent[lag:]
            apart = other - one <= float(self.screening.duplicate_minutes * 60)
            close &= apart | (one == NEVER) | (other == NEVER)
        after = numpy.flatnonzero(close) + lag
        total, same, rare = (numpy.zeros(len(after), numpy.int32) for _ in range(3))
        # No pair may differ in more than this; most differ in more within a few questions and are let go.
        most = max(1, int((1 - self.screening.near_share) * len(self.questions)))
        for place, (held, given, uncommon) in enumerate(self.questions):
            if place % 4 == 0:
                kept = total - same <= most
                after, total, same, rare = after[kept], total[kept], same[kept], rare[kept]
            before = after - lag
            first, second = given[before], given[after]
            equal = (held[before] == held[after]) & first & second
            total += first | second
            same += equal
            rare += equal & uncommon[after]
        part, whole = self.screening.near_share.as_integer_ratio()
        equal = (same >= total - 1) | (same.astype(numpy.int64) * whole >= total.astype(numpy.int64) * part)
        near = (total >= self.screening.near_answers) & equal & (rare >= UNCOMMON)
        return self.rows[after[near]].tolist()  # type: ignore[no-any-return]


def _answers(question: Question, columns: list[Column]) -> list[tuple[Codes, Mark, Mark]]:
    """A question's answers as codes, where there is one, and where it is not the commonest; a matrix's row by row."""
    if not columns:
        return []
    if question.type in TYPED:
        return [(text_codes(column), filled(column), long_as(column, LONG_TEXT)) for column in columns]
    if question.type not in ("multi", "rank"):
        return [(held := codes(column), held >= 0, _uncommon(held, held >= 0)) for column in columns]
    together = numpy.zeros(len(columns[0]), numpy.int64)
    given = numpy.zeros(len(columns[0]), numpy.bool_)
    for column in columns:
        held = codes(column)
        given |= held > 0
        # A number for every combination; what overflows is still equal for equal combinations.
        together = together * (len(columns) + 3) + held
    return [(together, given, _uncommon(together, given))]


def _uncommon(held: Codes, given: Mark) -> Mark:
    own = held[given]
    if not len(own):
        return given
    low = int(own.min())
    if int(own.max()) - low > _FEW:
        values, counts = numpy.unique(own, return_counts=True)
        commonest = values[counts.argmax()]
    else:  # codes of options: counting them is many times faster than sorting them
        commonest = low + numpy.bincount(own.astype(numpy.int64) - low).argmax()
    made: Mark = given & (held != commonest)
    return made
