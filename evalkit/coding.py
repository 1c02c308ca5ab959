"""The coding sheet of a survey's open answers: written for a person to correct, and read back.

A row an answer, equal ones together. What a person leaves as the program proposed it stays with the codebook, so that a
better keyword still counts; only what was changed is kept against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from evalkit.answers.coding import Coding, coding, open_keys, squeezed, suggestions
from evalkit.answers.writing_in import write_in_key
from evalkit.codebook import UNCODED
from evalkit.fields import Field, TableSpec
from evalkit.model.places import Finding, Where, doubt, fault, typed
from evalkit.model.questionnaire import Coded, Survey
from evalkit.model.source import RawRow, RawTable

Findings = tuple[Finding, ...]

SHEET, CATEGORIES, WORDS = "编码", "类别", "常见的词"

SPEC = TableSpec(
    SHEET,
    (
        Field("编号", "text", "", width=7),
        Field("题号", "text", "", True, ("题",), width=9),
        Field("答案", "prose", "", True, ("意见", "原话"), width=60),
        Field("份数", "text", "", synonyms=("人数",), width=7),
        Field("类别", "text", "", True, ("归类", "编码"), width=26),
        Field("引用", "text", "", synonyms=("可否引用", "可引用"), width=8),
        Field("程序归类", "text", "", synonyms=("程序建议",), width=26),
    ),
    "意见的归类",
)
_QUOTE: Mapping[str, bool | None] = {"": None, "是": True, "可以": True, "否": False, "不": False, "不可以": False}
_GUIDE = (
    "一行一种答案，相同的合在一行。“类别”由程序按问卷的关键词填好，改错的、补上空着的；归入几类的用顿号隔开，可以写新的类别；"
    "哪一类也不是的留空。没有改的行仍按关键词归类，以后改了关键词会跟着变。“引用”写“否”的报告不引，写“是”的优先引；"
    "看得出是谁说的，一定写“否”。改完保存在答卷旁边，不要改文件名、题号和答案。"
)


def codings(survey: Survey) -> tuple[Coding, ...]:
    """All open answers of a survey that can be coded, by key."""
    return tuple(coding(survey, key, question) for key, question in open_keys(survey))


def written(survey: Survey) -> bytes:
    """The workbook: the sheet to correct, the codebook, and words as keywords to choose from."""
    from evalkit.writers._book import Book
    from evalkit.writers._package import moment

    form, found = survey.questionnaire, codings(survey)
    book = Book(f"{form.title}　意见编码", "", moment(""))
    page = book.page(SHEET)
    page.widths([field.width for field in SPEC.fields])
    page.merge(0, 0, 0, len(SPEC.fields) - 1, _GUIDE, "remark")
    page.sheet.set_row(0, 58)
    page.head(1, [field.key for field in SPEC.fields])
    row = 2
    for one in found:
        for answer in one.answers:
            quote = {True: "是", False: "否", None: ""}[answer.quote]
            own, proposed = "、".join(answer.categories), "、".join(answer.proposed)
            cells = (str(row - 1), one.key, answer.text, str(answer.count), own, quote, proposed)
            for column, text in enumerate(cells):
                page.text(row, column, text, "input-text" if column in (4, 5) else "cell", "@")
            row += 1
    if row > 2:
        page.sheet.data_validation(2, 5, row - 1, 5, {"validate": "list", "source": ["是", "否"], "ignore_blank": True})
    page.sheet.freeze_panes(2, 0)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    listed = book.page(CATEGORIES)
    listed.widths([9, 26, 60, 8])
    listed.head(0, ["题号", "类别", "关键词", "人数"])
    words = book.page(WORDS)
    words.widths([9, 20, 8])
    words.head(0, ["题号", "词", "人数"])
    lines = [
        (one.key, name, "、".join(keys), str(sum(answer.count for answer in one.within(name))))
        for one in found
        for name, keys in one.categories
    ]
    for at, line in enumerate(lines, 1):
        for column, text in enumerate(line):
            listed.text(at, column, text)
    common = [(one.key, word, str(count)) for one in found for word, count in suggestions(one.uncoded)]
    for at, entry in enumerate(common, 1):
        for column, text in enumerate(entry):
            words.text(at, column, text)
    return book.finish()


def recoded(survey: Survey, table: RawTable) -> tuple[Survey, Findings]:
    """The survey with what a coding sheet says of its open answers; no answer is repeated in a message.

    Other answers may have come since: what is said of answers, and of words behind an option, that are not there is
    left out.
    """
    found: list[Finding] = []
    id = survey.questionnaire.id
    anew = f"用 evalkit survey code {typed(id)} --force 重新做编码表"
    known = {one.key: {squeezed(answer.text): answer.text for answer in one.answers} for one in codings(survey)}
    unwritten = frozenset(_write_ins(survey)) - frozenset(known)
    made: dict[str, dict[str, Coded]] = {}
    gone = 0
    for row in table.rows:
        said = _said(row)
        key = said.get("题号", "").strip()
        if key not in known and key not in unwritten:
            listed = f"意见题有：{'、'.join(known)}" if known else "问卷没有可以归类的题"
            found.append(fault(row.at, f"题号“{key}”不是可以归类的意见题", f"{listed}；问卷改过的，{anew}"))
            continue
        text = known.get(key, {}).get(squeezed(said.get("答案", "")))
        if text is None:
            gone += 1
            continue
        one = _decided(said, row.at, found)
        before = made.setdefault(key, {}).setdefault(text, one)
        if before != one:
            found.append(fault(row.at, "同一个答案写了两种归类", "合成一行，几类用顿号隔开"))
    if gone:
        message = f"编码表里有 {gone} 种答案不在答卷里，没有用"
        found.append(doubt(table.at, message, f"答卷换过的，{anew}"))
    kept = {key: {text: one for text, one in rows.items() if one != Coded()} for key, rows in made.items()}
    return replace(survey, coded={key: rows for key, rows in kept.items() if rows}), tuple(found)


def _write_ins(survey: Survey) -> Iterator[str]:
    """The keys of all that might be written behind an option, whether somebody wrote there or not."""
    for question in survey.questionnaire.questions:
        yield from (write_in_key(question, place) for place in range(len(question.options)))


def _said(row: RawRow) -> dict[str, str]:
    entries = ((SPEC.field(name), entry.text) for name, entry in row.entries.items())
    return {field.key: text for field, text in entries if field is not None}


def _decided(said: Mapping[str, str], at: Where, found: list[Finding]) -> Coded:
    own, proposed = _names(said.get("类别", "")), _names(said.get("程序归类", ""))
    changed = "程序归类" not in said or set(own) != set(proposed)
    quote = said.get("引用", "").strip()
    if quote not in _QUOTE:
        found.append(fault(at, f"“引用”写的是“{quote}”", "写“是”或“否”，由程序定的留空"))
    return Coded(own if changed else None, _QUOTE.get(quote))


def _names(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[、,，;；/\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part and part != UNCODED))
