"""Which column answers which question: headers taken apart and matched by text, by number, by nearness.

Importers declare what is special about their platform; the matching is shared, so that every platform tells a missing
or doubtful column in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from evalkit.columns import distinct, take
from evalkit.importers._headings import Header, squeeze
from evalkit.importers._parts import OTHER, asks_for_words, holds_words, option_names, places_of
from evalkit.model.places import Finding, doubt, fault
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.model.source import Sheet, column_letters
from evalkit.numbers import parse_decimal
from evalkit.privacy import masked, named

Findings = tuple[Finding, ...]

#: Likeness of two texts from which a column is taken for a question with a word of warning.
LIKE_BY_NUMBER, LIKE_BY_TEXT = 0.6, 0.85
#: Said of a question none of whose columns is there; the finding's subject is the question then.
ABSENT = "在答卷里找不到它的列"


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column answers what.

    ``columns`` are by answer key (``Q4``, ``Q8.1``, ``Q9=2``); ``words`` by question and option (from 0) hold what was
    written behind it; ``places`` are the columns of a ranking that hold the item on the first place, the second, ….
    """

    columns: Mapping[str, int]
    words: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    places: Mapping[str, Sequence[int]] = field(default_factory=dict)


def match(
    sheet: Sheet, row: int, questionnaire: Questionnaire, found: tuple[Header, ...], by_place: bool = False
) -> tuple[Matched, Findings]:
    """The columns that answer the questionnaire, and what is missing, double or doubtful.

    ``by_place`` says that the platform numbers the columns of a ranking by places, not by options.
    """
    matcher = _Matcher(sheet, row, found, questionnaire, by_place)
    for question in questionnaire.questions:
        matcher.find_words(question)
    columns: dict[str, int] = {}
    for question in questionnaire.questions:
        columns.update(matcher.columns(question))
    matcher.find_labelled_words(columns)
    used = {*columns.values(), *matcher.taken}
    spare = [head.written for head in found if head.column not in used]
    if spare and columns:
        message = f"有 {len(spare)} 列不在问卷里，没有读取：{'、'.join(_short(text) for text in spare[:6])}{' 等' if spare[6:] else ''}"
        matcher.findings.append(Finding("input", "note", message, sheet.where(row)))
    return Matched(columns, matcher.words, matcher.places), tuple(matcher.findings)


class _Matcher:
    def __init__(
        self, sheet: Sheet, row: int, found: tuple[Header, ...], questionnaire: Questionnaire, by_place: bool
    ) -> None:
        self.sheet, self.row, self.found, self.by_place = sheet, row, found, by_place
        self.questionnaire = questionnaire
        self.taken: set[int] = set()
        self.words: dict[str, dict[int, int]] = {}
        self.places: dict[str, Sequence[int]] = {}
        self.findings: list[Finding] = []

    def columns(self, question: Question) -> Mapping[str, int]:
        number = int(question.id[1:])
        if question.type == "matrix":
            return self.parts(question, number, question.rows, ".")
        several = question.type in ("multi", "rank")
        labels = tuple(option.label for option in question.options) if several else ()
        told = len(self.findings)
        if question.type == "rank" and (ranked := self.ranked(question, number)):
            return ranked
        if several and all(self.strong(question, number, *one) for one in enumerate(labels, 1)):
            return self.parts(question, number, labels, "=")
        single = self.single(question, number, quiet=several)
        if single is not None:
            self.taken.add(single)
            return {question.id: single}
        return self.parts(question, number, labels, "=") if several and len(self.findings) == told else {}

    def ranked(self, question: Question, number: int) -> Mapping[str, int]:
        """The first column of a ranking that has a column for each place; nothing where columns stand for options."""
        if all(self.named(question, number, option.label) for option in question.options):
            return {}
        rankings = [one for one in self.questionnaire.questions if one.type == "rank"]
        heads, sure = places_of(question, self.free(), alone=len(rankings) == 1)
        if not heads:
            return {}
        if not sure and not self.holds_items(question, heads):
            figures = self.holds_figures(heads)
            if figures and (self.by_place or any(head.index is None for head in heads)):
                self.taken |= {head.column for head in heads}
                listed = "、".join(column_letters(head.column) for head in heads)
                message = f"的标题（{listed}）和答案都是数，分不出是第几位上的选项还是选项的名次"
                cure = "导出时选答案的全文，不选代码；或在答卷的副本里把标题写成“第一位、第二位”或选项"
                self.say_missing(question, message, cure)
                return {}
            if not self.by_place and all(head.index is not None for head in heads):
                return {}
        self.taken |= {head.column for head in heads}
        self.places[question.id] = [head.column for head in heads]
        return {question.id: heads[0].column}

    def holds_items(self, question: Question, heads: Sequence[Header]) -> bool:
        """Whether the columns hold options other than the one each would stand for."""
        names = [option_names(option) for option in question.options]
        return any(
            text in name
            for place, head in enumerate(heads)
            for text in map(squeeze, self.given(head))
            for index, name in enumerate(names)
            if index != place or head.index is None
        )

    def holds_figures(self, heads: Sequence[Header]) -> bool:
        """Whether anything in the columns is a number."""
        return any(parse_decimal(text) is not None for head in heads for text in self.given(head))

    def given(self, head: Header) -> list[str]:
        """The distinct texts below a header."""
        below = take(self.sheet.columns[head.column], range(self.row + 1, self.sheet.height))
        return [str(value) for value in distinct(below) if value]

    def find_words(self, question: Question) -> None:
        """Columns of what was written behind an option, so that they are taken for nothing else."""
        number = int(question.id[1:])
        for index in range(len(question.options)) if question.type != "matrix" else ():
            heads = [head for head in self.free() if holds_words(head, question, number, index)]
            if len(heads) == 1:
                self.keep_words(question, index, heads[0])

    def find_labelled_words(self, columns: Mapping[str, int]) -> None:
        """The same by the label a form of ours gives it, which names the option only: of the question before it."""
        asked = {column: key.split("=")[0] for key, column in columns.items()}
        for head in self.free():
            before = max((column for column in asked if column < head.column), default=None)
            if before is None or head.column in asked:
                continue
            question = self.questionnaire.question(asked[before].split(".")[0])
            for index, option in enumerate(question.options):
                if option.write_in and asks_for_words(head, question, option):
                    self.keep_words(question, index, head)
                    break

    def keep_words(self, question: Question, index: int, head: Header) -> None:
        self.words.setdefault(question.id, {})[index] = head.column
        self.taken.add(head.column)

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
            self.taken |= {head.column for head in same}
            cure = "在导出的文件里给标题写上题号"
            if any(head.number == number for head in same):
                cure = "同一题重复的，在答卷的副本里只留一列；不是同一题的，改掉标题"
            self.say_missing(question, f"有 {len(same)} 列的标题相同（{places}），不知道取哪一列", cure)
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
        named = self.named(question, number, name)
        if not named and question.type == "multi" and question.options[index - 1].write_in:
            named = [
                head
                for word in OTHER
                if sum(1 for option in question.options if option.write_in) == 1
                for head in self.named(question, number, word)
            ]
        if named:
            return [head for head in named if head.number == number] or named
        return [head for head in self.free() if head.number == number and head.index == index and not head.whole]

    def named(self, question: Question, number: int, name: str) -> list[Header]:
        """The columns that name a row or option by its text."""
        wanted, text = squeeze(name), squeeze(question.text)
        return [
            head
            for head in self.free()
            if head.whole == text + wanted
            or (wanted in (head.part, head.whole) and (head.number == number or head.stem == text))
        ]

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
