"""Questionnaires, and screened answers in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    """Those who chose one of these ``options`` (places from 0) of a question; what has it is asked only of them."""

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
    ``shown`` says of whom it is asked; None: of everybody. ``unit`` is what a number counts (元), where that is stated.
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
    unit: str = ""


#: What a screening rule does with the forms it meets; ``off`` is not to look at all.
Treatment = Literal["valid", "suspected", "invalid", "off"]

#: The screening rules: their stable IDs, with their names.
RULES: Mapping[str, str] = {
    "out_of_frame": "不属调查对象",
    "partial": "未答完",
    "duplicate": "重复提交",
    "too_fast": "用时过短",
    "near_duplicate": "近似重复",
    "relatively_fast": "明显快于他人",
    "conflict": "答案矛盾",
    "out_of_period": "不在调查期内",
    "machine_made": "疑似机器填写",
    "straight_line": "各题同答",
    "gibberish": "意见乱填",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who chose ``given`` should not have answered these ``questions``, or should not have chosen ``barred``.

    ``treatment`` None is that of the rule ``conflict``; ``text`` is the conflict as it was written.
    """

    given: Shown
    questions: tuple[str, ...] = ()
    barred: Shown | None = None
    treatment: Treatment | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """How forms are screened; every threshold is data. ``minimum_seconds`` None takes the default of ``ingest``.

    Two equal forms from one place within ``duplicate_minutes`` are one person's; two that share ``near_share`` of at
    least ``near_answers`` answers are suspected to be. ``hurry`` are the shares of the 10th and the 25th percentile of
    the time spent under which a form is much faster than others: None is the usual ones, where no minimum is stated.
    ``run_forms`` in a row that come at intervals with no more than ``run_spread`` as coefficient of variation are a
    machine's. ``outside`` are the options of people who are not surveyed. ``treatments`` are by rule ID, where they
    are not the usual ones. ``day_first`` says how times written 3/4/2025 are meant, None where nobody says.
    """

    minimum_seconds: Decimal | None = None
    maximum_blank: Decimal = Decimal("0.4")
    duplicate_minutes: Decimal = Decimal(30)
    near_share: Decimal = Decimal("0.95")
    near_answers: int = 8
    hurry: tuple[Decimal, Decimal] | None = None
    run_forms: int = 10
    run_spread: Decimal = Decimal("0.05")
    conflicts: tuple[Conflict, ...] = ()
    outside: tuple[Shown, ...] = ()
    treatments: tuple[tuple[str, Treatment], ...] = ()
    day_first: bool | None = None

    def treatment(self, rule: str, usual: Treatment) -> Treatment:
        """What happens to the forms a rule meets."""
        return dict(self.treatments).get(rule, usual)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire as data. ``id`` is its file's name and the ``<id>`` in ``问卷.<id>.…``.

    ``population`` is how many people could have been asked; ``issued`` how many forms were given out; ``group`` is
    the ID of the question that tells which group a respondent belongs to; ``populations`` is per group label.
    ``satisfied`` and ``neutral`` are the least scores of options that count as 满意 and as 一般, where it draws these
    lines itself. ``short`` is a name of a few characters, ``audience`` whom it is for and how it is used.
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
    short: str = ""
    audience: str = ""

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
class Coded:
    """What a person made of an open answer: its categories (none: 未归类), and whether it may be quoted.

    None leaves the one or the other to the program.
    """

    categories: tuple[str, ...] | None = None
    quote: bool | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which answers were gathered (线上, 纸质): its name, the platforms and the files they were in."""

    name: str
    platforms: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers to one questionnaire, in columns, with the accounting of forms.

    ``answers`` maps a question's ID (``Q8`` or, for a matrix row, ``Q8.1``) to a column with one entry per collected
    form, in the file's order: for closed questions an integer per form, the index of the option, -1 blank, -2 not
    asked; for multiple choice one such 0/1 column per option (``Q9=1``…); for text and number the text. ``states``
    is one entry per form. ``coded`` is what was made by hand of open answers, by key and text. No column holds personal data: names, phones, IPs, nicknames were dropped at import.

    ``sheets`` are the sheets the forms were read from, each with its first row (from 0) as rows are counted here.
    ``ways`` are how the forms were gathered, ``way`` one place in ``ways`` per form where there are several; then
    ``also`` are the columns that the answers were read from besides ``columns``.
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
    coded: Mapping[str, Mapping[str, Coded]] = field(default_factory=dict)
    sheets: tuple[tuple[int, str, str], ...] = ()
    ways: tuple[Way, ...] = ()
    way: Any = None
    also: tuple[Mapping[str, Where], ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files the forms were read from."""
        return tuple(dict.fromkeys(file for _, file, _ in self.sheets)) or (self.file,)

    def where(self, row: int) -> Where:
        """The place of a row as rows are counted in ``screened``, from 1."""
        first, file, name = max((part for part in self.sheets if part[0] < row), default=(0, self.file, ""))
        return Where(file, f"{name}!{row - first}" if name else str(row - first))

    def count(self, state: State) -> int:
        """How many forms are in a state."""
        return self.states.count(state)
