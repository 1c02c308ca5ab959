"""Sheets of a survey export + ``Questionnaire`` -> ``Survey``: recognised, decoded, screened.

Personal data end here: what tells one sender from another is turned into meaningless numbers for screening and kept
nowhere; columns that answer no question are not read; telephone and identity numbers inside open answers are masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from evalkit.answers.choices import Choices
from evalkit.answers.screening import BLANK, NOT_ASKED, Forms, screen
from evalkit.columns import Column, distinct, encode, take
from evalkit.model.export import Export
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Question, Questionnaire, Survey
from evalkit.model.source import Sheet, column_letters
from evalkit.numbers import parse_decimal, plain
from evalkit.plugs import importers
from evalkit.privacy import masked, quotable

Findings = tuple[Finding, ...]

_DURATION = re.compile(r"(?:(\d+)\s*小?时)?\s*(?:(\d+)\s*分钟?)?\s*(?:(\d+(?:\.\d+)?)\s*秒?)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_TIME = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?.*")


def ingest(sheets: tuple[Sheet, ...], questionnaire: Questionnaire) -> tuple[Survey | None, Findings]:
    """The screened answers, or None when an answer cannot be read as the questionnaire has it."""
    if not sheets:
        return None, (fault(Where(questionnaire.id), "没有答卷", "把平台导出的答卷放进 responses 文件夹"),)
    sheet, importer, findings = _recognised(sheets)
    if sheet is None:
        return None, findings
    export, more = importers()[importer].read(sheet, questionnaire)
    findings = (*findings, *more)
    if export is None:
        return None, findings
    if not export.rows:
        return None, (*findings, fault(sheet.where(0), "只有标题行，没有一份答卷", "等收到答卷后重新导出"))
    decoder = _Decoder(export)
    answers = {key: column for question in questionnaire.questions for key, column in decoder.answers(question)}
    findings = (*findings, *decoder.findings)
    if any(found.severity == "error" for found in findings):
        return None, findings
    states, screened = screen(_forms(export, questionnaire, answers), questionnaire)
    columns = {key: _place(sheet, column) for key, column in export.columns.items()}
    made = Survey(
        questionnaire, export.platform, sheet.file, len(export.rows), states, screened, answers, columns, sheet.where(0)
    )
    return made, findings


def _recognised(sheets: tuple[Sheet, ...]) -> tuple[Sheet | None, str, Findings]:
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


def _place(sheet: Sheet, column: int) -> Where:
    prefix = f"{sheet.name}!" if sheet.name else ""
    return Where(sheet.file, prefix + column_letters(column))


class _Decoder:
    """Turns the columns of an export into the columns of a survey, each distinct text once."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.findings: list[Finding] = []
        self.by_code = False

    def answers(self, question: Question) -> list[tuple[str, Column]]:
        """The answer columns of a question by key; none for a question whose column is missing."""
        keys = [key for key in self.export.columns if re.split(r"[.=]", key)[0] == question.id]
        if question.type in ("single", "scale", "matrix"):
            return [(key, self.closed(question, key)) for key in keys]
        if question.type in ("multi", "rank"):
            return self.several(question, keys)
        return [(key, self.text(key)) for key in keys]

    def column(self, key: str) -> Column:
        return take(self.export.sheet.columns[self.export.columns[key]], self.export.rows)

    def missing(self, text: str) -> int | None:
        dialect = self.export.dialect
        return BLANK if text in dialect.blanks else NOT_ASKED if text in dialect.skips else None

    def closed(self, question: Question, key: str) -> Column:
        """One choice as the option's index."""
        column = self.column(key)
        values = distinct(column)
        choices = Choices(question.options, self.export.dialect.separators)
        codes: dict[Any, int] = {}
        wrong: list[Any] = []
        for value in values:
            text = plain(str(value or ""))
            none = self.missing(text)
            index = none if none is not None else choices.one(text)
            if index is None:
                wrong.append(value)
            codes[value] = BLANK if index is None else index
        known = [value for value, code in codes.items() if code >= 0]
        if wrong and not known and all(choices.by_number(str(value)) is not None for value in wrong):
            self.say_by_code(key)
            codes.update({value: choices.by_number(str(value)) or 0 for value in wrong})
            wrong = []
        self.say_wrong(question, key, choices, {str(value): values[value] for value in wrong})
        return encode(column, codes)

    def several(self, question: Question, keys: list[str]) -> list[tuple[str, Column]]:
        """One column an option: 1 chosen (its place in a ranking), 0 not, and the codes of blank and not asked."""
        if keys != [question.id]:
            return [(key, self.ticked(question, key)) for key in keys]
        column = self.column(question.id)
        choices = Choices(question.options, self.export.dialect.separators)
        parted: dict[Any, list[int] | int] = {}
        wrong: dict[str, tuple[int, int]] = {}
        for value, place in distinct(column).items():
            text = plain(str(value or ""))
            none = self.missing(text)
            chosen, unknown = choices.several(text) if none is None else ([], [])
            wrong.update(dict.fromkeys(unknown, place))
            parted[value] = chosen if none is None else none
        self.say_wrong(question, question.id, choices, wrong)
        made = []
        for index in range(len(question.options)):
            codes = {value: _mark(chosen, index, question.type == "rank") for value, chosen in parted.items()}
            made.append((f"{question.id}={index + 1}", encode(column, codes)))
        return made

    def ticked(self, question: Question, key: str) -> Column:
        """A column of one option: 1/0, or its text where it was chosen."""
        column = self.column(key)
        values = distinct(column)
        label = Choices((question.options[int(key.split("=")[1]) - 1],), ())
        codes: dict[Any, int] = {}
        for value in values:
            text = plain(str(value or ""))
            none = self.missing(text)
            number = parse_decimal(text)
            if none is not None:
                codes[value] = 0 if none == BLANK else none
            elif number is not None and 0 <= number <= len(question.options):
                codes[value] = int(number)
            elif label.one(text) == 0 or text in ("是", "√", "true", "TRUE"):
                codes[value] = 1
            else:
                codes[value] = 0
                self.say_wrong(question, key, label, {text: values[value]})
        return encode(column, codes)

    def text(self, key: str) -> list[str | None]:
        """Open answers as typed, contact data masked; empty text is blank, None is not asked."""
        cleaned: dict[Any, str | None] = {}
        for value in distinct(column := self.column(key)):
            text = plain(str(value or ""))
            none = self.missing(text)
            cleaned[value] = masked(text) if none is None else "" if none == BLANK else None
        return [cleaned[value] for value in column]

    def say_by_code(self, key: str) -> None:
        if self.by_code:
            return
        self.by_code = True
        message = "选择题的答案是数字，按选项的先后读作第 1、2、3 …… 项"
        cure = "按分数导出的会读错：请从平台选“按选项文本”重新导出"
        self.findings.append(doubt(_place(self.export.sheet, self.export.columns[key]), message, cure))

    def say_wrong(self, question: Question, key: str, choices: Choices, wrong: Mapping[str, tuple[int, int]]) -> None:
        """Answers that no option has: one fault each, or one for the column when there are many."""
        sheet, column = self.export.sheet, self.export.columns[key]
        if len(wrong) > 8:
            some = "、".join([f"“{text}”" for text in wrong if quotable(text, choices.labels)][:3])
            message = f"{question.id} 有 {len(wrong)} 种答案不在选项里" + (f"，如 {some}" if some else "")
            cure = "看看是不是对错了列，或者这一题其实是填空题"
            self.findings.append(fault(_place(sheet, column), message, cure))
            return
        for text, (row, count) in wrong.items():
            near = choices.nearest(text)
            options = "、".join(option.label for option in question.options)
            cure = f"与“{near}”同义的，在问卷里给它加“同义”；" if near else ""
            cure += f"写错的，改答卷的副本；{question.id} 的选项是：{options}"
            said = (
                f"的选项里没有“{text}”"
                if quotable(text, choices.labels)
                else "的这个答案不在选项里（为保护隐私不引原文）"
            )
            message = f"{question.id} {said}" + (f"（共 {count} 份）" if count > 1 else "")
            if near:
                message += f"，最接近的是“{near}”"
            self.findings.append(fault(sheet.where(self.export.rows[row], column), message, cure))


def _mark(chosen: list[int] | int, index: int, ranked: bool) -> int:
    if isinstance(chosen, int):
        return chosen
    if index not in chosen:
        return 0
    return chosen.index(index) + 1 if ranked else 1


def _forms(export: Export, questionnaire: Questionnaire, answers: Mapping[str, Column]) -> Forms:
    asked: list[Column] = []
    lines: list[Column] = []
    texts: list[Column] = []
    for question in questionnaire.questions:
        columns = [column for key, column in answers.items() if re.split(r"[.=]", key)[0] == question.id]
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
        seconds=_read(export, export.seconds, read_seconds),
        submitted=_read(export, export.submitted, read_time),
        source=_anonymous(export, export.source),
        person=_anonymous(export, export.person),
    )


def _answered(columns: list[Column]) -> Column:
    """One code a form for a multiple choice: 0 when anything is chosen, else blank or not asked."""
    return [
        max(row) if max(row) < 0 else (0 if any(code > 0 for code in row) else BLANK)
        for row in zip(*columns, strict=True)
    ]


def _anonymous(export: Export, index: int | None) -> Column | None:
    """Numbers that are equal where the column is equal, -1 where it is blank."""
    if index is None:
        return None
    column = take(export.sheet.columns[index], export.rows)
    codes = {value: (code if plain(str(value or "")) else -1) for code, value in enumerate(distinct(column))}
    return encode(column, codes)


def _read(export: Export, column: int | None, parse: Callable[[str], Any]) -> list[Any] | None:
    if column is None:
        return None
    values = take(export.sheet.columns[column], export.rows)
    parsed = {value: parse(plain(str(value or ""))) for value in distinct(values)}
    return [parsed[value] for value in values]


def read_seconds(text: str) -> Decimal | None:
    """``123秒``, ``3分12秒``, ``1小时2分``, ``00:03:12``, ``95``; None when it is no duration."""
    clock = _CLOCK.fullmatch(text)
    found = clock or _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_time(text: str) -> datetime | None:
    """``2023/10/12 9:05:33`` and its likes, without zone; None when it is no time."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - only differences are used
    except ValueError:
        return None
