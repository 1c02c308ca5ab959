"""Questionnaires, and screened answers in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from evalkit.model.places import Where

QuestionType = Literal["single", "multi", "scale", "matrix", "text", "number", "date", "rank"]
Role = Literal["", "satisfaction", "awareness", "effect", "profile", "open"]
State = Literal["valid", "suspected", "invalid"]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. ``score`` is 0–100, None for an option outside the base (不了解).

    ``write_in`` has a line for words of one's own behind it (其他); ``alone`` shuts out the others of a multiple choice.
    """

    label: str
    score: Decimal | None = None
    synonyms: tuple[str, ...] = ()
    at: Where = Where("")
    write_in: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A question is asked only of those who chose one of these ``options`` (places from 0) of an earlier question."""

    question: str
    options: tuple[int, ...]
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Part:
    """A section (分节) of a questionnaire: its title, a word before its questions, and the ID of its first question."""

    title: str
    note: str
    first: str
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``id`` is Q1, Q2 …; ``rows`` are the lines of a matrix; ``topic`` is a short noun for sentences.

    ``weight`` is the question's share in the satisfaction figure (None: not part of it). ``categories`` is the codebook
    of an open question: a name and the keywords that put an answer there (one answer may belong to several).
    ``shown`` says of whom it is asked; None: of everybody.
    """

    id: str
    text: str
    type: QuestionType
    options: tuple[Option, ...] = ()
    rows: tuple[str, ...] = ()
    role: Role = ""
    topic: str = ""
    weight: Decimal | None = None
    required: bool = True
    categories: tuple[tuple[str, tuple[str, ...]], ...] = ()
    at: Where = Where("")
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """How forms are screened; every threshold is data. ``seconds`` None takes the default of ``ingest``.

    Two equal forms from one place within ``duplicate_minutes`` are one person's.
    """

    minimum_seconds: Decimal | None = None
    maximum_blank: Decimal = Decimal("0.4")
    duplicate_minutes: Decimal = Decimal(30)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire as data. ``id`` is its file's name and the ``<id>`` in ``问卷.<id>.…``.

    ``population`` is how many people could have been asked; ``issued`` how many forms were given out; ``group`` is
    the ID of the question that tells which group a respondent belongs to; ``populations`` is per group label.
    ``satisfied`` and ``neutral`` are the least scores of options that count as 满意 and as 一般, where it draws these
    lines itself.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    issued: int | None = None
    population: int | None = None
    group: str = ""
    populations: tuple[tuple[str, int], ...] = ()
    period: str = ""
    method: str = ""
    screening: Screening = Screening()
    intro: str = ""
    satisfied: Decimal | None = None
    neutral: Decimal | None = None
    at: Where = Where("")
    parts: tuple[Part, ...] = ()

    def question(self, id: str) -> Question:
        """The question with this ID. KeyError when there is none."""
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Screened:
    """One screening rule's result: rows as in the file (its first row is 1)."""

    rule: str
    state: State
    rows: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers to one questionnaire, in columns, with the accounting of forms.

    ``answers`` maps a question's ID (``Q8`` or, for a matrix row, ``Q8.1``) to a column with one entry per collected
    form, in the file's order: for closed questions an integer per form, the index of the option, -1 blank, -2 not
    asked; for multiple choice one such 0/1 column per option (``Q9=1``…); for text and number the text. ``states``
    is one entry per form. No column holds personal data: names, phones, IPs, nicknames were dropped at import.
    """

    questionnaire: Questionnaire
    platform: str
    file: str
    collected: int
    states: Sequence[State]
    screened: tuple[Screened, ...]
    answers: Mapping[str, Any]
    columns: Mapping[str, Where]
    at: Where = Where("")

    def count(self, state: State) -> int:
        """How many forms are in a state."""
        return sum(1 for one in self.states if one == state)
