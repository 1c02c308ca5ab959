"""Which column answers which question: headers taken apart and matched by text, by number, by nearness.

Importers declare what is special about their platform; the matching is shared, so that every platform tells a missing
or doubtful column in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from evalkit.importers._headings import Header, squeeze
from evalkit.model.places import Finding, doubt, fault
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.model.source import Sheet, column_letters
from evalkit.privacy import masked, named

Findings = tuple[Finding, ...]

#: Likeness of two texts from which a column is taken for a question with a word of warning.
LIKE_BY_NUMBER, LIKE_BY_TEXT = 0.6, 0.85
#: Said of a question none of whose columns is there; the finding's subject is the question then.
ABSENT = "在答卷里找不到它的列"


def match(
    sheet: Sheet, row: int, questionnaire: Questionnaire, found: tuple[Header, ...], known: Sequence[str] = ()
) -> tuple[dict[str, int], Findings]:
    """The columns by answer key (``Q4``, ``Q8.1``, ``Q9=2``), and what is missing, double or doubtful.

    ``known`` are squeezed headers of columns that are no questions and need no remark.
    """
    matcher = _Matcher(sheet, row, found)
    columns: dict[str, int] = {}
    for question in questionnaire.questions:
        columns.update(matcher.columns(question))
    used = set(columns.values())
    spare = [head.written for head in found if head.column not in used and head.whole not in known]
    if spare and columns:
        message = f"有 {len(spare)} 列不在问卷里，没有读取：{'、'.join(_short(text) for text in spare[:6])}{' 等' if spare[6:] else ''}"
        matcher.findings.append(Finding("input", "note", message, sheet.where(row)))
    return columns, tuple(matcher.findings)


class _Matcher:
    def __init__(self, sheet: Sheet, row: int, found: tuple[Header, ...]) -> None:
        self.sheet, self.row, self.found = sheet, row, found
        self.taken: set[int] = set()
        self.findings: list[Finding] = []

    def columns(self, question: Question) -> Mapping[str, int]:
        number = int(question.id[1:])
        if question.type == "matrix":
            return self.parts(question, number, question.rows, ".")
        several = question.type in ("multi", "rank")
        labels = tuple(option.label for option in question.options) if several else ()
        if several and all(self.strong(question, number, *one) for one in enumerate(labels, 1)):
            return self.parts(question, number, labels, "=")
        single = self.single(question, number, quiet=several)
        if single is not None:
            self.taken.add(single)
            return {question.id: single}
        return self.parts(question, number, labels, "=") if several else {}

    def free(self) -> list[Header]:
        return [head for head in self.found if head.column not in self.taken]

    def single(self, question: Question, number: int, quiet: bool) -> int | None:
        """The one column of a question; faults are told unless the answer may also be spread over several columns."""
        text = squeeze(question.text)
        same = [head for head in self.free() if head.whole == text]
        # Under a title of its own (题干—补充), where the header has two rows.
        same = same or [head for head in self.free() if head.title and head.stem + head.part == text]
        if len(same) > 1:
            same = [head for head in same if head.number == number] or same
        if len(same) == 1:
            return same[0].column
        if len(same) > 1:
            places = "、".join(column_letters(head.column) for head in same)
            self.say_missing(
                question, f"有 {len(same)} 列的标题相同（{places}），不知道取哪一列", "在导出的文件里给标题写上题号"
            )
            return None
        numbered = [head for head in self.free() if head.number == number]
        if len(numbered) == 1 and (numbered[0].whole == "" or _like(numbered[0].whole, text, LIKE_BY_NUMBER)):
            return self.take(question, numbered[0], numbered[0].whole == "")
        close = [head for head in self.free() if _like(head.whole, text, LIKE_BY_TEXT)]
        if len(close) == 1:
            return self.take(question, close[0], False)
        if not quiet:
            self.say_missing(question, ABSENT)
        return None

    def take(self, question: Question, head: Header, sure: bool) -> int:
        if not sure:
            message = f"{question.id} 的题干与列标题不完全相同，取了这一列：“{_short(head.written)}”"
            where = self.sheet.where(self.row, head.column)
            self.findings.append(doubt(where, message, "取得对的，把问卷的题干改成与平台一致；不对的，改题号或题干"))
        return head.column

    def parts(self, question: Question, number: int, names: tuple[str, ...], mark: str) -> Mapping[str, int]:
        """The columns of a matrix's rows, or of the options of a multiple choice."""
        columns: dict[str, int] = {}
        missing: list[str] = []
        for index, name in enumerate(names, 1):
            wanted = squeeze(name)
            fitting = self.strong(question, number, index, name)
            fitting = fitting or [head for head in self.free() if head.whole == wanted and head.number is None]
            if fitting:
                columns[f"{question.id}{mark}{index}"] = fitting[0].column
                self.taken.add(fitting[0].column)
            else:
                missing.append(name)
        if len(missing) == len(names):
            self.say_missing(question, ABSENT, alike=names)
        elif missing:
            what = "行" if mark == "." else "选项"
            listed = "、".join(map(_short, missing))
            self.say_missing(question, f"有{what}在答卷里找不到列：{listed}", alike=missing)
        return columns

    def strong(self, question: Question, number: int, index: int, name: str) -> list[Header]:
        """The columns that name a row or option and its question, by number or by text."""
        wanted, text = squeeze(name), squeeze(question.text)
        named = [
            head
            for head in self.free()
            if head.whole == text + wanted
            or (wanted in (head.part, head.whole) and (head.number == number or head.stem == text))
        ]
        if named:
            return [head for head in named if head.number == number] or named
        return [head for head in self.free() if head.number == number and head.index == index and not head.whole]

    def say_missing(self, question: Question, message: str, cure: str = "", alike: Sequence[str] = ()) -> None:
        """The fault of a question without its column; ``alike`` are other texts its header might resemble."""
        texts = [squeeze(text) for text in (question.text, *alike)]
        near = max(self.free(), key=lambda head: max(_likeness(head.whole, text) for text in texts), default=None)
        if not cure:
            cure = "核对问卷的题号和题干是否与平台一致"
            if near is not None and any(_like(near.whole, text, 0.3) for text in texts):
                cure += f"；最接近的是 {column_letters(near.column)} 列“{_short(near.written)}”"
        told = fault(self.sheet.where(self.row), f"{question.id}“{_short(question.text)}”{message}", cure)
        self.findings.append(replace(told, subject=question.id) if message == ABSENT else told)


def _like(one: str, other: str, least: float) -> bool:
    if not one or not other:
        return False
    if min(len(one), len(other)) >= 8 and (one.startswith(other) or other.startswith(one)):
        return True
    likeness = SequenceMatcher(None, one, other)
    return likeness.real_quick_ratio() >= least and likeness.quick_ratio() >= least and likeness.ratio() >= least


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _short(text: str) -> str:
    text = "***" if named(text) or masked(text).startswith("***") else masked(text)
    return text if len(text) <= 24 else text[:23] + "…"
