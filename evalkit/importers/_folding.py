"""Columns that together are one answer, put into one cell: words behind an option, and items by their place in a ranking.

What is made is what other platforms write: ``其他〖亲友〗`` and ``水压┋水价``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from evalkit.columns import combined, distinct, take
from evalkit.importers._headings import squeeze
from evalkit.importers._layout import Matched
from evalkit.importers._parts import option_names
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding, doubt
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.numbers import parse_decimal, plain

Findings = tuple[Finding, ...]

_JOIN = "┋"
#: ``AO01``, ``A2``: an option by a code of its own that ends with its number.
_CODE = re.compile(r"[A-Za-z]{1,2}0*([1-9]\d?)")
_CODES = re.compile(r"\d[\d\s┋→|;,.]*")
_UNTICKED = frozenset({"0", "否", "×", "false", "no", "n", "nein", "未选", "未选中", "unchecked", "notselected"})
#: What LimeSurvey writes where the answer is in the column of words.
_OTHER = frozenset({"oth", "other"})


def folded(export: Export, matched: Matched, questionnaire: Questionnaire) -> tuple[Export, Findings]:
    """The export with every ranking by places in one column, and what was written behind options in their cells."""
    columns = list(export.sheet.columns)
    found: list[Finding] = []
    for question in questionnaire.questions:
        ranked = matched.places.get(question.id)
        if ranked:
            columns[ranked[0]], told = _ranking(export, question, ranked)
            found += told
        for index, words in matched.words.get(question.id, {}).items():
            key = next((key for key in (f"{question.id}={index + 1}", question.id) if key in export.columns), None)
            if key is not None:
                base = export.columns[key]
                columns[base], told = _behind(export, question, index, (base, columns[base]), words)
                found += told
    if not matched.places and not matched.words:
        return export, ()
    marks = export.dialect.separators
    dialect = export.dialect if _JOIN in marks else replace(export.dialect, separators=(_JOIN, *marks))
    return replace(export, sheet=replace(export.sheet, columns=tuple(columns)), dialect=dialect), tuple(found)


def _ranking(export: Export, question: Question, places: Sequence[int]) -> tuple[Sequence[Any], Findings]:
    """One column of the items in their order, from one column a place."""
    sheet, dialect = export.sheet, export.dialect
    names = {name for option in question.options for name in option_names(option)}
    given = {
        text
        for column in places
        for value in distinct(take(sheet.columns[column], export.rows))
        if (text := plain(str(value or ""))) not in dialect.blanks | dialect.skips
    }
    coded = bool(given) and all(_CODE.fullmatch(text) and squeeze(text) not in names for text in given)
    odd: dict[tuple[Any, ...], str] = {}

    def one(values: tuple[Any, ...]) -> str | None:
        texts = [plain(str(value or "")) for value in values]
        items = [text for text in texts if text not in dialect.blanks | dialect.skips]
        if not items:
            return next((text for text in texts if text in dialect.skips), None)
        if items != texts[: len(items)]:
            odd[values] = "前面的名次空着、后面的填了"
        elif len(set(items)) < len(items):
            odd[values] = "同一项排了两次"
        if coded:
            items = [_CODE.sub(r"\1", text) for text in items]
        return _JOIN.join(dict.fromkeys(items))

    parts = [sheet.columns[column] for column in places]
    made = combined(parts, one)
    row = next((row for row in export.rows if tuple(part[row] for part in parts) in odd), None) if odd else None
    if row is None:
        return made, ()
    message = f"{question.id} 有答卷{odd[tuple(part[row] for part in parts)]}，按写了的先后算名次，重复的算在前面的一次"
    return made, (doubt(sheet.where(row, places[0]), message, "核对这几份答卷；填错的，改答卷的副本"),)


def _behind(
    export: Export, question: Question, index: int, base: tuple[int, Sequence[Any]], words: int
) -> tuple[Sequence[Any], Findings]:
    """A column of answers with the words of another behind one of the options, where it was chosen."""
    at, column = base
    option, nothing = question.options[index], export.dialect.blanks | export.dialect.skips
    names = option_names(option)
    ticked = at != export.columns.get(question.id)
    put: Callable[[str, str], str | None] = (
        (lambda text, said: _ticked(text, said, option.label))
        if ticked
        else (lambda text, said: _chosen(text, said, index, option.label, names, export.dialect))
    )
    idle: set[tuple[Any, ...]] = set()

    def one(values: tuple[Any, ...]) -> Any:
        text, said = (
            plain(str(values[0] or "")),
            " ".join(str(values[1] or "").replace("〖", "").replace("〗", "").split()),
        )
        if plain(said) in nothing:
            return option.label if squeeze(text) in _OTHER and question.type != "rank" and not ticked else values[0]
        if "〖" in text:
            return values[0]
        made = put("" if text in nothing else text, said)
        if made is None:
            idle.add(values)
        return values[0] if made is None else made

    other = export.sheet.columns[words]
    made = combined([column, other], one)
    row = next((row for row in export.rows if (column[row], other[row]) in idle), None) if idle else None
    if row is None:
        return made, ()
    message = f"{question.id} 有答卷没有选“{option.label}”，却在它后面写了字，写的字没有读取"
    return made, (doubt(export.sheet.where(row, words), message, "选了这一项的，在答卷的副本里补上选择"),)


def _ticked(text: str, said: str, label: str) -> str | None:
    if not text or "".join(text.split()).lower() in _UNTICKED:
        return None
    return f"{text if parse_decimal(text) is not None else label}〖{said}〗"


def _chosen(text: str, said: str, index: int, label: str, names: frozenset[str], dialect: Dialect) -> str | None:
    """The cell with the words behind the option, which comes last; None where it was not chosen."""
    squeezed = squeeze(text)
    if squeezed in names or squeezed in _OTHER:
        return f"{label}〖{said}〗"
    if _CODES.fullmatch(text):
        pieces = [piece.removesuffix(".0") for piece in re.split(r"[\s┋→|;,]+", text) if piece]
        number = str(index + 1)
        if number not in pieces:
            return None
        return f"{_JOIN.join([*(piece for piece in pieces if piece != number), number])}〖{said}〗"
    for mark in dialect.separators:
        pieces = [piece.strip() for piece in text.split(mark) if piece.strip()] if mark in text else []
        others = [piece for piece in pieces if squeeze(piece) not in names | _OTHER]
        if len(others) < len(pieces):
            return mark.join([*others, f"{label}〖{said}〗"])
    return None
