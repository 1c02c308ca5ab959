"""Sheets of a survey export + ``Questionnaire`` -> ``Survey``: recognised, decoded, screened.

Personal data end here: what tells one sender from another is turned into meaningless numbers for screening and kept
nowhere; columns that answer no question are not read; telephone and identity numbers inside open answers are masked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evalkit.answers import merging
from evalkit.answers.arrays import times
from evalkit.answers.clock import read_seconds, read_time, read_times
from evalkit.answers.decoding import Decoder, belongs, place
from evalkit.answers.frame import period_doubt
from evalkit.answers.screening import BLANK, NOT_ASKED, Forms, screen
from evalkit.answers.skipping import unasked
from evalkit.columns import Column, combined, distinct, encode, numbered, take
from evalkit.importers._joining import together
from evalkit.model.export import Export
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.model.source import Sheet
from evalkit.numbers import plain
from evalkit.plugs import importers

Findings = tuple[Finding, ...]


def ingest(sheets: tuple[Sheet, ...], questionnaire: Questionnaire) -> tuple[Survey | None, Findings]:
    """The screened answers, or None when an answer cannot be read as the questionnaire has it."""
    if not sheets:
        return None, (fault(Where(questionnaire.id), "没有答卷", "把平台导出的答卷放进 responses 文件夹"),)
    exports, findings = all_exported(sheets, questionnaire)
    if not exports:
        return None, findings
    findings = merging.unasked_there(exports, questionnaire, findings) if len(exports) > 1 else findings
    survey, more = answered(exports[0], questionnaire) if len(exports) == 1 else merged(exports, questionnaire)
    findings = (*findings, *more)
    return (None if any(found.severity == "error" for found in findings) else survey), findings


def exported(sheets: tuple[Sheet, ...], questionnaire: Questionnaire) -> tuple[Export | None, Findings]:
    """The sheet of one file that holds the answers, by whichever platform it is, with its columns told apart."""
    exports, findings = all_exported(sheets, questionnaire)
    return (exports[0] if exports else None), findings


def all_exported(sheets: tuple[Sheet, ...], questionnaire: Questionnaire) -> tuple[tuple[Export, ...], Findings]:
    """One export a header: files of several platforms each by its own importer. None where one cannot be read."""
    made: list[Export | None] = []
    findings: Findings = ()
    files = list(dict.fromkeys(sheet.file for sheet in sheets))
    while sheets:
        sheet, importer, more, sheets = recognised(sheets)
        findings = (*findings, *more)
        if sheet is None:
            return (), findings
        export, more = importers()[importer].read(sheet, questionnaire)
        findings = (*findings, *more)
        if export is not None and not export.rows:
            export = None
            findings = (*findings, fault(sheet.where(0), "只有标题行，没有一份答卷", "等收到答卷后重新导出"))
        made.append(export)
    order = {file: place for place, file in enumerate(files)}
    exports = tuple(sorted((one for one in made if one is not None), key=lambda one: order[one.sheet.file]))
    return (exports if len(exports) == len(made) else ()), findings


def answered(export: Export, questionnaire: Questionnaire, inferred: bool = False) -> tuple[Survey | None, Findings]:
    """The answers decoded and screened, or None when one cannot be read or a question's column is missing."""
    about = about_forms(export)
    answers, findings = decoded(export, questionnaire, inferred)
    if any(found.severity == "error" for found in findings):
        return None, findings
    looked_at = forms(export, questionnaire, unasked(answers, questionnaire), about)
    survey, more = _surveyed((export,), questionnaire, looked_at)
    return survey, (*findings, *more)


def merged(exports: Sequence[Export], questionnaire: Questionnaire) -> tuple[Survey | None, Findings]:
    """The answers of several exports, each decoded by itself, screened together; None when one cannot be read."""
    parts: list[dict[str, Column]] = []
    findings: Findings = ()
    for export in exports:
        answers, more = decoded(export, questionnaire)
        parts.append(answers)
        findings = (*findings, *more)
    if any(found.severity == "error" for found in findings):
        return None, findings
    parts = merging.filled(parts, [len(export.rows) for export in exports], questionnaire)
    looked_at = merging.appended(
        exports,
        [
            forms(export, questionnaire, unasked(answers, questionnaire))
            for export, answers in zip(exports, parts, strict=True)
        ],
    )
    survey, more = _surveyed(exports, questionnaire, looked_at)
    return survey, (*findings, *more, *merging.said(exports, survey, looked_at))


def decoded(export: Export, questionnaire: Questionnaire, inferred: bool = False) -> tuple[dict[str, Column], Findings]:
    """The answer columns of one export, with what could not be read."""
    decoder = Decoder(export, questionnaire, inferred)
    answers = {key: column for question in questionnaire.questions for key, column in decoder.answers(question)}
    return answers, tuple(decoder.findings)


def _surveyed(exports: Sequence[Export], questionnaire: Questionnaire, looked_at: Forms) -> tuple[Survey, Findings]:
    states, screened = screen(looked_at, questionnaire)
    sheet = exports[0].sheet
    columns, *also = (
        {key: place(export.sheet, column) for key, column in export.columns.items()} for export in exports
    )
    ways, way = merging.ways(exports)
    made = Survey(
        questionnaire, exports[0].platform, sheet.file, len(looked_at.rows), states, screened, looked_at.answers, columns,
        sheet.where(0), sheets=merging.sheets(exports), ways=ways, way=way, also=tuple(also),
    )  # fmt: skip
    return made, period_doubt(questionnaire, times(looked_at.submitted))


def recognised(sheets: tuple[Sheet, ...]) -> tuple[Sheet | None, str, Findings, tuple[Sheet, ...]]:
    """The sheet some importer is surest of, that importer, and the sheets of files with another header, left for another.

    Other sheets of the same files that look like answers are told.
    """
    ranked = sorted(
        (
            (plug.recognise(sheet), -index, name)
            for index, sheet in enumerate(sheets)
            for name, plug in importers().items()
        ),
        reverse=True,
    )
    sure, minus, name = ranked[0]
    if not sure:
        cure = "答卷一行一份、一列一题，第一行是题干；从平台重新导出 .xlsx 或 .csv"
        return None, "", (fault(Where(sheets[0].file), "没有一张表像答卷", cure),), ()
    best = sheets[-minus]
    whole, parts, told = together(importers()[name].PLATFORM, best, sheets) if sheets[1:] else (best, (best,), ())  # type: ignore[attr-defined]
    rest = [sheets[-index] for level, index, _ in ranked if level >= 40 <= sure]
    read = {part.file for part in parts}
    left = tuple(sheet for sheet in sheets if sheet.file not in read)
    rest = [sheet for sheet in rest if sheet.file in read]
    others = {other.name or other.file for other in rest if not any(other is part for part in parts)}
    if not others:
        return whole, name, told, left
    message = f"有几张表都像答卷，只读了“{'、'.join(part.name or part.file for part in parts)}”，没有读：{'、'.join(sorted(others))}"
    return (
        whole,
        name,
        (*told, doubt(best.where(0), message, "标题不同的表合不起来：内容不同的，先合在一张表里；重复的可以不管")),
        left,
    )


def forms(
    export: Export,
    questionnaire: Questionnaire,
    answers: Mapping[str, Column],
    about: Mapping[str, Column | None] | None = None,
) -> Forms:
    """What screening looks at: the answers, and what the platform tells ``about`` each form, if that was asked before."""
    asked: list[Column] = []
    lines: list[Column] = []
    texts: list[Column] = []
    for question in questionnaire.questions:
        columns = [column for key, column in answers.items() if belongs(key, question)]
        if question.type in ("single", "scale", "matrix"):
            asked += columns if question.required else []
            lines += columns if len([o for o in question.options if o.score is not None]) > 2 else []
        elif question.type in ("multi", "rank"):
            asked += [_answered(columns)] if question.required and columns else []
        else:
            texts += columns
            asked += [_given(column) for column in columns] if question.required else []
    return Forms(
        rows=export.rows, answers=answers, asked=asked, lines=lines, texts=texts, **(about or about_forms(export))
    )


def about_forms(export: Export) -> dict[str, Column | None]:
    """When each form was sent, in how many seconds, and by whom, as meaningless numbers.

    Of many forms times and senders are read on other threads, and waited for when they are looked at.
    """
    return {
        "submitted": _parsed(export, export.submitted, read_time),
        "source": anonymous(export, export.source),
        "person": anonymous(export, export.person),
        "seconds": spent(export),
    }


def _answered(columns: list[Column]) -> Column:
    """One code a form for a multiple choice: 0 when anything is chosen, else blank or not asked."""
    return combined(columns, lambda row: max(row) if max(row) < 0 else 0 if any(code > 0 for code in row) else BLANK)


def _given(column: Column) -> Column:
    """One code a form for what is typed: 0 when anything is, else blank or not asked."""
    return encode(
        column, {text: BLANK if text == "" else NOT_ASKED if text is None else 0 for text in distinct(column)}
    )


def anonymous(export: Export, index: int | None) -> Column | None:
    """Numbers that are equal where the column is equal, -1 where it is blank."""
    if index is None:
        return None
    column = take(export.sheet.columns[index], export.rows)
    if not isinstance(column, list):
        return numbered(column, lambda value: bool(plain(str(value or ""))))
    codes = {value: (code if plain(str(value or "")) else -1) for code, value in enumerate(distinct(column))}
    return encode(column, codes)


def spent(export: Export) -> Sequence[Decimal | None] | None:
    """How many seconds each form took: as the platform says, else from when it was begun to when it was sent."""
    if export.seconds is not None:
        return _parsed(export, export.seconds, read_seconds)
    begun, sent = _parsed(export, export.started, read_time), _parsed(export, export.submitted, read_time)
    if begun is None or sent is None:
        return None
    pairs = zip(begun, sent, strict=True)
    return [Decimal((end - start).seconds) if start and end and end >= start else None for start, end in pairs]


def _parsed(export: Export, column: int | None, parse: Callable[[str], Any]) -> Column | None:
    if column is None:
        return None
    values = take(export.sheet.columns[column], export.rows)
    if parse is read_time and not isinstance(values, list):
        return read_times(values)
    return encode(values, {value: parse(plain(str(value or ""))) for value in distinct(values)})
