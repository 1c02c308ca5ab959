"""Sheets of a survey export + ``Questionnaire`` -> ``Survey``: recognised, decoded, screened.

Personal data end here: what tells one sender from another is turned into meaningless numbers for screening and kept
nowhere; columns that answer no question are not read; telephone and identity numbers inside open answers are masked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from evalkit.answers.clock import read_seconds, read_time
from evalkit.answers.decoding import Decoder, belongs, place
from evalkit.answers.screening import BLANK, NOT_ASKED, Forms, screen
from evalkit.columns import Column, distinct, encode, take
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
    export, findings = exported(sheets, questionnaire)
    if export is None:
        return None, findings
    survey, more = answered(export, questionnaire)
    findings = (*findings, *more)
    return (None if any(found.severity == "error" for found in findings) else survey), findings


def exported(sheets: tuple[Sheet, ...], questionnaire: Questionnaire) -> tuple[Export | None, Findings]:
    """The sheet that holds the answers, by whichever platform it is, with its columns told apart."""
    sheet, importer, findings = recognised(sheets)
    if sheet is None:
        return None, findings
    export, more = importers()[importer].read(sheet, questionnaire)
    findings = (*findings, *more)
    if export is not None and not export.rows:
        return None, (*findings, fault(sheet.where(0), "只有标题行，没有一份答卷", "等收到答卷后重新导出"))
    return export, findings


def answered(export: Export, questionnaire: Questionnaire, inferred: bool = False) -> tuple[Survey | None, Findings]:
    """The answers decoded and screened, or None when one cannot be read or a question's column is missing."""
    decoder = Decoder(export, questionnaire, inferred)
    answers = {key: column for question in questionnaire.questions for key, column in decoder.answers(question)}
    findings = tuple(decoder.findings)
    if any(found.severity == "error" for found in findings):
        return None, findings
    states, screened = screen(forms(export, questionnaire, answers), questionnaire)
    sheet = export.sheet
    columns = {key: place(sheet, column) for key, column in export.columns.items()}
    made = Survey(
        questionnaire, export.platform, sheet.file, len(export.rows), states, screened, answers, columns, sheet.where(0)
    )
    return made, findings


def recognised(sheets: tuple[Sheet, ...]) -> tuple[Sheet | None, str, Findings]:
    """The sheet some importer is surest of, and that importer; other sheets that look like answers are told."""
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
        return None, "", (fault(Where(sheets[0].file), "没有一张表像答卷", cure),)
    best = sheets[-minus]
    others = {sheets[-index].name for level, index, _ in ranked if level >= 40 and index != minus}
    others = {other for other in others if sure >= 40}
    if not others:
        return best, name, ()
    message = f"有几张表都像答卷，只读了“{best.name}”，没有读：{'、'.join(sorted(others))}"
    return best, name, (doubt(best.where(0), message, "几张表内容不同的，先合在一张表里；重复的可以不管"),)


def forms(export: Export, questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Forms:
    """What screening looks at, senders as meaningless numbers."""
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
            codes: dict[str | None, int] = {"": BLANK, None: NOT_ASKED}
            asked += [[codes.get(text, 0) for text in column] for column in columns] if question.required else []
    return Forms(
        rows=export.rows,
        answers=answers,
        asked=asked,
        lines=lines,
        texts=texts,
        seconds=spent(export),
        submitted=_parsed(export, export.submitted, read_time),
        source=anonymous(export, export.source),
        person=anonymous(export, export.person),
    )


def _answered(columns: list[Column]) -> Column:
    """One code a form for a multiple choice: 0 when anything is chosen, else blank or not asked."""
    return [
        max(row) if max(row) < 0 else (0 if any(code > 0 for code in row) else BLANK)
        for row in zip(*columns, strict=True)
    ]


def anonymous(export: Export, index: int | None) -> Column | None:
    """Numbers that are equal where the column is equal, -1 where it is blank."""
    if index is None:
        return None
    column = take(export.sheet.columns[index], export.rows)
    codes = {value: (code if plain(str(value or "")) else -1) for code, value in enumerate(distinct(column))}
    return encode(column, codes)


def spent(export: Export) -> list[Decimal | None] | None:
    """How many seconds each form took: as the platform says, else from when it was begun to when it was sent."""
    if export.seconds is not None:
        return _parsed(export, export.seconds, read_seconds)
    begun, sent = _parsed(export, export.started, read_time), _parsed(export, export.submitted, read_time)
    if begun is None or sent is None:
        return None
    pairs = zip(begun, sent, strict=True)
    return [Decimal((end - start).seconds) if start and end and end >= start else None for start, end in pairs]


def _parsed(export: Export, column: int | None, parse: Callable[[str], Any]) -> list[Any] | None:
    if column is None:
        return None
    values = take(export.sheet.columns[column], export.rows)
    parsed = {value: parse(plain(str(value or ""))) for value in distinct(values)}
    return [parsed[value] for value in values]
