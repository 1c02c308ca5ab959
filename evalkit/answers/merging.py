"""Forms of several exports of one survey put one after another: paper typed in, two platforms, a table made by hand.

Every export was decoded by itself. What is compared between forms (who sent them) is compared across exports only where
the same mark means the same sender: addresses on the internet everywhere, users within one platform, and the running
numbers of a table that ``survey import`` wrote nowhere but in that table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from evalkit.answers.arrays import NEVER, TYPED, times
from evalkit.answers.clock import read_time
from evalkit.answers.decoding import belongs
from evalkit.answers.screening import NOT_ASKED, Forms
from evalkit.answers.writing_in import write_in_key
from evalkit.columns import Column, alike, below, distinct, encode, take
from evalkit.model.export import WAYS, Export, told_in_name
from evalkit.model.facts import label_part
from evalkit.model.places import Finding, doubt
from evalkit.model.questionnaire import Question, Questionnaire, Survey, Way
from evalkit.model.source import Sheet
from evalkit.numbers import plain
from evalkit.privacy import masked

ONLINE, PAPER, OTHER = WAYS[0], WAYS[4], "其他"
#: A column of ways with more different words than these is none.
_MOST = 8
#: So many forms alike to the second in two exports are the same forms.
_AGAIN = 3
#: A title so like a question's text may be that question in other words.
_LIKE = 0.5
_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
#: What only people who type paper forms in write above their columns.
_TYPIST = frozenset({"录入人", "录入员"})


def starts(exports: Sequence[Export]) -> list[int]:
    """The row (from 0) at which the rows of each export begin when they are counted on from one to the next."""
    made = [0]
    for export in exports[:-1]:
        made.append(made[-1] + export.sheet.height)
    return made


def unasked_there(exports: Sequence[Export], form: Questionnaire, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of reading several exports, where a question that one of them lacks was not asked in it.

    An earlier or later edition of a form may lack a question. It is taken for one only where another export has the
    question and no column is left over that could be it; those people were not asked then, and that is said.
    """

    def told(found: Finding) -> Finding:
        question = next((one for one in form.questions if one.id == found.subject), None)
        export = next((one for one in exports if one.sheet.file == found.where.file), None)
        if found.severity != "error" or found.kind != "input" or question is None or export is None:
            return found
        elsewhere = [one for one in exports if any(belongs(key, question) for key in one.columns)]
        if not elsewhere or _like_it(export, question):
            return found
        name, there = question.topic or question.text, "、".join(one.sheet.file for one in elsewhere)
        message = f"{question.id}“{name}”在这份答卷里没有（{there} 里有）：这里的 {len(export.rows)} 份作没有问到，不计入这一题"
        return replace(doubt(found.where, message, "问到了的，核对列标题，或改问卷的题干"), subject="")

    return tuple(map(told, findings))


def _like_it(export: Export, question: Question) -> bool:
    """Whether a column that answers nothing may be the question's under another title."""
    used = set(export.columns.values())
    known = (export.seconds, export.submitted, export.source, export.person, export.started, export.total, export.way)
    texts = [plain(text) for text in (question.text, *(option.label for option in question.options), *question.rows)]
    left = [plain(title) for column, title in export.titles.items() if column not in used and column not in known]
    return any(SequenceMatcher(None, title, text).ratio() >= _LIKE for title in left for text in texts if title)


def filled(parts: Sequence[Mapping[str, Column]], sizes: Sequence[int], form: Questionnaire) -> list[dict[str, Column]]:
    """The answers of each export under the same keys in the questionnaire's order: what one lacks was not asked there."""
    keys = list(dict.fromkeys(key for question in form.questions for key in _keys(question, parts)))
    lacking = {key: _lacking(key, form) for key in keys}
    return [
        {key: part[key] if key in part else [lacking[key]] * size for key in keys}
        for part, size in zip(parts, sizes, strict=True)
    ]


def appended(exports: Sequence[Export], parts: Sequence[Forms]) -> Forms:
    """What screening looks at, the exports one after another."""
    joined: dict[tuple[int, ...], Column] = {}

    def below_each_other(columns: Sequence[Column]) -> Column:
        key = tuple(id(column) for column in columns)
        if key not in joined:
            joined[key] = below(columns, [0] * len(columns))
        return joined[key]

    sizes = [len(part.rows) for part in parts]
    rows = [first + row for first, part in zip(starts(exports), parts, strict=True) for row in part.rows]
    return Forms(
        rows=rows,
        answers={key: below_each_other([part.answers[key] for part in parts]) for key in parts[0].answers},
        asked=[below_each_other(columns) for columns in zip(*(part.asked for part in parts), strict=True)],
        lines=[below_each_other(columns) for columns in zip(*(part.lines for part in parts), strict=True)],
        texts=[below_each_other(columns) for columns in zip(*(part.texts for part in parts), strict=True)],
        seconds=_known([part.seconds for part in parts], sizes),
        submitted=_moments([part.submitted for part in parts], sizes),
        source=_senders(exports, [export.source for export in exports]),
        person=_senders(exports, [export.person for export in exports], within=True),
        part=_known([[place] * size for place, size in enumerate(sizes)], sizes),
    )


def ways(exports: Sequence[Export]) -> tuple[tuple[Way, ...], Column | None]:
    """How the forms were gathered, and the place of each form's way among them where there are several."""
    columns = [_way(export) for export in exports]
    told: dict[str, list[Export]] = {}
    for export, column in zip(exports, columns, strict=True):
        for name in [column] if isinstance(column, str) else distinct(column):
            told.setdefault(name, []).append(export)
    places = {name: place for place, name in enumerate(told)}
    made = tuple(
        Way(
            name,
            tuple(dict.fromkeys(export.platform for export in those)),
            tuple(dict.fromkeys(file for export in those for _, file, _ in _sheets(export.sheet))),
        )
        for name, those in told.items()
    )
    if len(made) == 1:
        return made, None
    coded = [
        [places[column]] * len(export.rows) if isinstance(column, str) else encode(column, places)
        for export, column in zip(exports, columns, strict=True)
    ]
    return made, below(coded, [0] * len(coded)) if len(coded) > 1 else coded[0]


def sheets(exports: Sequence[Export]) -> tuple[tuple[int, str, str], ...]:
    """All sheets, each with its first row as rows are counted on."""
    return tuple(
        (first + start, file, name)
        for first, export in zip(starts(exports), exports, strict=True)
        for start, file, name in _sheets(export.sheet)
    )


def said(exports: Sequence[Export], survey: Survey, forms: Forms) -> tuple[Finding, ...]:
    """What was put together, with where the rows of each file begin; and whether it seems to be the same forms twice."""
    counts = "、".join(f"{way.name}（{'、'.join(way.files)}）" for way in survey.ways)
    told = "、".join(
        f"“{export.sheet.file}”从第 {first + 1} 行起"
        for first, export in zip(starts(exports), exports, strict=True)
        if first
    )
    message = f"{_files(exports)}合成一次调查：{counts}；行号接着数，{told}"
    # Said at the import and by ``check``; no other command repeats what is as it should be.
    cure, subject = "不是同一次调查的，移出 responses 文件夹", f"问卷.{survey.questionnaire.id}"
    made = [Finding("other", "note", message, survey.at, cure, subject=subject)]
    again = _again(forms)
    if again:
        first, later = (survey.where(forms.rows[row] + 1) for row in again[0])
        message = f"有 {len(again)} 份与“{first.file}”里的提交时间、每一题的答案都相同，像是同一批答卷放了两次"
        made.append(doubt(later, message, "是同一批的，移走一份；不是的，可以不管"))
    return tuple(made)


def _files(exports: Sequence[Export]) -> str:
    """How many files there are, and whether their headers differ; tables an import wrote stay apart though alike."""
    titles = {tuple(sorted((column, plain(title)) for column, title in one.titles.items())) for one in exports}
    if len(titles) == 1:
        return f"{len(exports)} 份标题相同的答卷"
    kinds = "标题不同的答卷" if len(titles) == len(exports) else f"答卷（标题有 {len(titles)} 种）"
    return f"{len(exports)} 份{kinds}各按自己的格式读，"


# ---- answers --------------------------------------------------------------------------------------------------------


def _keys(question: Question, parts: Sequence[Mapping[str, Column]]) -> list[str]:
    """The keys of a question in any of the parts, what was written behind its options in their order."""
    own = [key for part in parts for key in part if belongs(key, question)]
    behind = [write_in_key(question, place) for place in range(len(question.options))]
    return [*own, *(key for key in behind if any(key in part for part in parts))]


def _lacking(key: str, form: Questionnaire) -> Any:
    """What stands for an answer to what an export does not have: no words behind an option, or not asked."""
    question = next((one for one in form.questions if belongs(key, one)), None)
    return "" if question is None else None if question.type in TYPED else NOT_ASKED


# ---- times and senders ----------------------------------------------------------------------------------------------


def _known(columns: Sequence[Sequence[Any] | None], sizes: Sequence[int]) -> Column | None:
    if all(column is None for column in columns):
        return None
    there = [[None] * size if column is None else column for column, size in zip(columns, sizes, strict=True)]
    return below(there, [0] * len(there))


def _moments(columns: Sequence[Sequence[Any] | None], sizes: Sequence[int]) -> Column | None:
    if all(column is None or isinstance(column, list) for column in columns):
        return _known(columns, sizes)
    import numpy

    from evalkit.packed import Moments

    parts = [
        numpy.full(size, NEVER) if (seconds := times(column)) is None else seconds
        for column, size in zip(columns, sizes, strict=True)
    ]
    return Moments(numpy.concatenate(parts))


def _senders(exports: Sequence[Export], columns: Sequence[int | None], within: bool = False) -> Column | None:
    """Numbers that are equal for equal senders, -1 where the sender is not known; users only ``within`` a platform."""
    if all(column is None for column in columns):
        return None
    marked: list[Column] = []
    for place, (export, column) in enumerate(zip(exports, columns, strict=True)):
        if column is None:
            marked.append([None] * len(export.rows))
            continue
        values = take(export.sheet.columns[column], export.rows)
        numbered = "代号" in export.titles.get(column, "")
        marks = {
            value: _mark(value, f"{place}" if numbered else export.platform, within or numbered)
            for value in distinct(values)
        }
        marked.append(encode(values, marks))
    whole = below(marked, [0] * len(marked))
    return encode(whole, {mark: -1 if mark is None else place for place, mark in enumerate(distinct(whole))})


def _mark(value: Any, scope: str, within: bool) -> str | None:
    text = plain(str(value or ""))
    if not text:
        return None
    address = None if within else _ADDRESS.search(text)
    return address[0] if address else f"{scope}:{text}"


def _again(forms: Forms) -> list[tuple[int, int]]:
    """Pairs of forms of two exports sent in the same second with the same answers; none where they are few."""
    if forms.submitted is None or forms.part is None:
        return []
    found = []
    for same in alike([*forms.answers.values(), forms.submitted]):
        if forms.submitted[same[0]] is None:
            continue
        others = [row for row in same[1:] if forms.part[row] != forms.part[same[0]]]
        found += [(same[0], row) for row in others[:1]]
    return found if len(found) >= _AGAIN else []


# ---- ways -----------------------------------------------------------------------------------------------------------


def _way(export: Export) -> str | Column:
    """The way all forms of an export were gathered, or a column of ways.

    As the file's name says, as a column says, else online for a platform, paper where somebody typed it in.
    """
    stem = export.sheet.file.rpartition("/")[2].rpartition(".")[0]
    named = told_in_name(stem)[1]
    if named:
        return named
    usual = _usual(export)
    if export.way is None:
        return usual
    column = take(export.sheet.columns[export.way], export.rows)
    values = distinct(column)
    if len(values) > _MOST:
        return usual
    names = {value: label_part(masked(plain(str(value or "")))) or usual for value in values}
    return next(iter(names.values())) if len(set(names.values())) == 1 else encode(column, names)


def _usual(export: Export) -> str:
    if export.platform != "plain":
        return ONLINE
    titles = {plain(title) for title in export.titles.values()}
    if titles & _TYPIST or {"问卷编号", "调查员"} <= titles:
        return PAPER
    if export.seconds is not None or export.source is not None or export.person is not None:
        return ONLINE
    if export.submitted is not None and len(export.rows):
        first = export.sheet.columns[export.submitted][export.rows[0]]
        return ONLINE if read_time(plain(str(first or ""))) is not None else OTHER
    return OTHER


def _sheets(sheet: Sheet) -> tuple[tuple[int, str, str], ...]:
    return sheet.parts or ((0, sheet.file, sheet.name),)
