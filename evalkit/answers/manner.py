"""How one export writes the choices of closed questions: as texts, as places of options, or as scores.

The file tells as a whole, since a figure alone may be either. Questions without scores have none to be written: in a
file of scores they hold texts, or places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from evalkit.answers.choices import Choices
from evalkit.columns import Column, distinct
from evalkit.model.export import Export
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.numbers import parse_decimal, plain

#: ``score`` follows from scores no place could be, ``sum`` from a column of totals: there a platform may have other scores.
Kind = Literal["text", "code", "score", "sum"]

Given: TypeAlias = Callable[[str], list[str]]
Columns: TypeAlias = Callable[[str], Column]

SINGLE = ("single", "scale", "matrix")
_CLOSED = (*SINGLE, "multi", "rank")
#: What 问卷星 writes, by number, where there is no answer and where a question was not asked.
_BLANK, _SKIPPED = frozenset({"-2", "-2.0"}), frozenset({"-3", "-3.0"})


@dataclass(frozen=True, slots=True)
class Manner:
    """``placed`` are questions that hold places of options in a file of scores, ``open`` those that may hold either."""

    kind: Kind = "text"
    placed: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()

    @property
    def scores(self) -> bool:
        return self.kind in ("score", "sum")


def belongs(key: str, question: Question) -> bool:
    """Whether an answer's key (``Q8.1``, ``Q9=2``) is of this question; what was written behind an option is apart."""
    id, _, part = key.partition("=" if "=" in key else ".")
    return id == question.id and (not part or part.isdecimal())


def manner(export: Export, questionnaire: Questionnaire, given: Given, column: Columns) -> Manner:
    """How an export writes choices; ``given`` are the distinct answers of a column, ``column`` all of it."""
    numeric: dict[str, set[Decimal]] = {}
    asked = {question.id: question for question in questionnaire.questions if question.type in SINGLE}
    texts = False
    for question in asked.values():
        choices = Choices(question.options, ())
        for key in (key for key in export.columns if belongs(key, question)):
            answers = given(key)
            figures = [parse_decimal(text) for text in answers]
            read = [figure for figure in figures if figure is not None]
            texts = texts or any(
                one is None and choices.one(text) is not None for one, text in zip(figures, answers, strict=True)
            )
            if answers and len(read) == len(figures) and choices.figures() is None:
                numeric.setdefault(question.id, set()).update(read)
    if not numeric:
        return Manner("text" if texts or not _coded_blanks(export, questionnaire, column) else "code")
    scored = {id for id in numeric if any(option.score is not None for option in asked[id].options)}
    rest = frozenset(numeric) - scored
    if _sums_up(export, None):
        return Manner("sum")
    if scored and rest and _sums_up(export, {c for k, c in export.columns.items() if k.partition(".")[0] in scored}):
        return Manner("sum", rest)
    fit = {id for id in scored if numeric[id] <= {option.score for option in asked[id].options}}
    if not any(_beyond(asked[id], numeric[id]) for id in fit):
        return Manner("text" if texts else "code")
    # Where every question could have been scored, and was, the file is one of scores; else a platform may have had
    # scores for fewer questions than the questionnaire.
    sure = fit == set(numeric) and not texts
    unsure = {id for id in fit if _two_ways(asked[id], numeric[id])}
    return Manner("score", rest, frozenset() if sure else frozenset(unsure))


def numbered(export: Export, questionnaire: Questionnaire, column: Columns) -> Export | None:
    """The export with -2 as blank and -3 as not asked, where it holds places of options and no option is meant by them.

    None for what has marks of its own, or none of these.
    """
    dialect, marks = export.dialect, _BLANK | _SKIPPED
    if marks & (dialect.blanks | dialect.skips):
        return None
    found = places = False
    for question, key in _columns(export, questionnaire, _CLOSED):
        texts = {plain(str(value or "")) for value in distinct(column(key))}
        answers = texts - marks - dialect.blanks - dialect.skips
        choices = Choices(question.options, ())
        if question.type in SINGLE and any(choices.by_number(text) is None for text in answers):
            return None
        places = places or bool(answers and question.type in SINGLE)
        if texts & marks:
            meant = {*(choices.figures() or ()), *(option.score for option in question.options)}
            if any(parse_decimal(text) in meant or choices.one(text) is not None for text in texts & marks):
                return None
            found = True
    held = replace(dialect, blanks=dialect.blanks | _BLANK, skips=dialect.skips | _SKIPPED, unranked=_BLANK)
    return replace(export, dialect=held) if found and places else None


def _columns(export: Export, questionnaire: Questionnaire, types: Collection[str]) -> Iterator[tuple[Question, str]]:
    for question in questionnaire.questions:
        if question.type in types:
            yield from ((question, key) for key in export.columns if belongs(key, question))


def _beyond(question: Question, figures: set[Decimal]) -> bool:
    """Whether there are figures no place of an option could be; nought, which may stand for no answer, does not tell."""
    return any(figure > len(question.options) or figure != figure.to_integral_value() for figure in figures)


def _two_ways(question: Question, figures: set[Decimal]) -> bool:
    """Whether all the figures could be places, and would be other options than they are as scores."""
    places = range(1, len(question.options) + 1)
    return figures <= {Decimal(place) for place in places} and any(
        question.options[int(figure) - 1].score != figure for figure in figures
    )


def _coded_blanks(export: Export, questionnaire: Questionnaire, column: Columns) -> bool:
    """Whether blanks are written -2 and -3, as only an export by number does."""
    dialect = export.dialect
    coded = {
        text for text in dialect.blanks | dialect.skips if text.startswith("-") and parse_decimal(text) is not None
    }
    return any(
        plain(str(value or "")) in coded
        for _, key in _columns(export, questionnaire, SINGLE)
        for value in distinct(column(key))
    )


def _sums_up(export: Export, scored: set[int] | None) -> bool:
    """Whether the platform's column of total scores is the sum of the answers in the file, or of the scored ones."""
    if export.total is None:
        return False
    apart = {export.seconds, export.submitted, export.source, export.person, export.started, export.total}
    answered = set(export.columns.values())
    every = {column for column in range(export.sheet.width) if column not in apart} | answered
    for pool in (answered, every) if scored is None else (scored,):
        rows = [(row, parse_decimal(str(export.sheet.columns[export.total][row] or ""))) for row in export.rows[:500]]
        totals = [(row, total) for row, total in rows if total is not None]
        if totals and all(_sum(export, row, pool) == total for row, total in totals):
            return True
    return False


def _sum(export: Export, row: int, pool: set[int]) -> Decimal:
    cells = (parse_decimal(str(export.sheet.columns[column][row] or "")) for column in pool)
    return sum((cell for cell in cells if cell is not None and cell > 0), Decimal(0))
