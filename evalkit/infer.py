"""Sheets of an export without a questionnaire -> a questionnaire guessed from the answers, said to be a guess.

Types and options are read off the columns: options by degree or size, else by how many chose them. Nothing is scored, so that no satisfaction comes of a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise

from evalkit.answers.clock import read_time
from evalkit.answers.verbatim import as_typed, unguarded, written
from evalkit.columns import distinct, take, tally
from evalkit.importers._guessing import OPTIONS, PIECE, bare, degrees, guess, options_of, ordered, unprefixed
from evalkit.importers._headings import Header, squeeze
from evalkit.importers._platform import outline
from evalkit.ingest import recognised
from evalkit.model.export import Export
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Question, Questionnaire, QuestionType
from evalkit.model.source import Sheet
from evalkit.numbers import parse_date, parse_decimal, plain
from evalkit.plugs import importers
from evalkit.privacy import asks_who, kind, masked, named

Findings = tuple[Finding, ...]

_NAMES: Mapping[QuestionType, str] = {
    "single": "单选", "multi": "多选", "scale": "量表", "matrix": "矩阵", "text": "填空", "number": "数字", "date": "日期", "rank": "排序",
}  # fmt: skip
OPEN = ("text", "number", "date")
_STEMMED = re.compile(r"(.+?\s*)(?:/|-)\s*[^/-]+")
TICKS = frozenset({"0", "1", "是", "否", "√", "yes", "no", "y", "n", "ja", "nein", "true", "false"})


@dataclass(frozen=True, slots=True)
class _Column:
    head: Header
    counts: Mapping[str, int]


def infer(sheets: tuple[Sheet, ...], id: str) -> tuple[Questionnaire | None, Export | None, Findings]:
    """The questionnaire the answers seem to be of and the export under it, or None for both with the reason."""
    if not sheets:
        return None, None, (fault(Where(id), "没有答卷", "写出平台导出的文件"),)
    sheet, importer, findings, _ = recognised(sheets)
    if sheet is None:
        return None, None, findings
    blank, heads, more = outline(importers()[importer].PLATFORM, sheet)  # type: ignore[attr-defined]
    findings = (*findings, *more)
    if not blank.rows or not heads:
        cure = "答卷一行一份、一列一题，第一行是题干"
        return None, None, (*findings, fault(sheet.where(0), "没有一份答卷，或没有一列是题目", cure))
    read = _prefixed([_Column(head, _counts(blank, head.column)) for head in heads])
    if _headless(read):
        cure = "在第一行写上每一列的题干，或从平台重新导出"
        return (
            None,
            None,
            (*findings, fault(sheet.where(0), "没有标题行：第一行就是一份答卷，看不出每一列问的是什么", cure)),
        )
    kept = [one for one in _once(read, blank) if not _tells_who(one)]
    coded = _coded(blank)
    questions: list[Question] = []
    columns: dict[str, int] = {}
    groups = list(_grouped(kept))
    for number, group in zip(_numbers(groups), groups, strict=True):
        question, found = _question(f"Q{number}", group, blank, coded)
        questions.append(_as_written(question, group, blank))
        columns.update(found)
    export = Export(
        blank.platform, blank.sheet, blank.rows, columns, blank.dialect, blank.seconds, blank.submitted, blank.source,
        blank.person, blank.started, None, blank.titles,
    )  # fmt: skip
    form = Questionnaire(id, id, tuple(questions), at=sheet.where(0))
    if coded:
        findings = (
            *findings,
            doubt(
                sheet.where(0),
                "答案是选项的序号，文件里没有选项的文字，选项写作 1、2、3",
                "从平台选“按选项文本”重新导出，或写一份问卷文件",
            ),
        )
    types = "、".join(f"{question.id} {_NAMES[question.type]}" for question in questions)
    message = f"没有问卷文件：题型、选项和次序是从答卷推断的，没有赋分，不算满意度。推断的题型：{types}"
    told = doubt(
        sheet.where(0),
        message,
        "核对；要算满意度的，写一份问卷文件，用 --questionnaire 写出它，写法见 docs/questionnaires.md",
    )
    return form, export, (*findings, told)


def _counts(export: Export, column: int) -> Mapping[str, int]:
    """How often each answer was given; blanks and questions not asked are left out."""
    values = distinct(take(export.sheet.columns[column], export.rows))
    counts: Counter[str] = Counter()
    nothing = export.dialect.blanks | export.dialect.skips
    for value, (_, times) in values.items():
        text = plain(unguarded(as_typed(value)))
        if text not in nothing:
            counts[text] += times
    return counts


def _as_written(question: Question, group: Sequence[_Column], export: Export) -> Question:
    """The question with its words as the file has them, full-width signs and all: what is compared was folded."""
    heads = [one.head.written for one in group]
    if not any(option.label for option in question.options):
        texts: list[str] = []
    else:
        columns = [take(export.sheet.columns[one.head.column], export.rows) for one in group]
        texts = [text for column in columns for value in distinct(column) if not (text := as_typed(value)).isascii()]
    options = tuple(replace(option, label=written(option.label, (*texts, *heads))) for option in question.options)
    rows = tuple(written(row, heads) for row in question.rows)
    return replace(question, text=written(question.text, heads), options=options, rows=rows)


def _headless(columns: Sequence[_Column]) -> bool:
    """Whether the header is a form itself: numbers, times, somebody's telephone, or what stands below it again."""
    alike = 0
    for one in columns:
        text = one.head.text
        typed = parse_decimal(text) is not None or read_time(text) is not None or parse_date(text) is not None
        alike += typed or masked(text) == "***" or text in one.counts or named(text)
    return alike > 1 and alike * 3 >= len(columns)


def _prefixed(columns: Sequence[_Column]) -> list[_Column]:
    """Neighbours written ``途径/微信``, ``各方面-态度`` that are ticked, or answered by degrees, are of one question."""

    def stem(one: _Column) -> tuple[str, str]:
        found = _STEMMED.fullmatch(one.head.text)
        if found is None or one.head.part or not one.counts:
            return "", ""
        ticked = {text.lower() for text in one.counts} <= {"0", "1", "true", "false"}
        manner = "ticks" if ticked else degrees({bare(text): 1 for text in one.counts}) == "scale" and "scale"
        return (found[1].strip(), str(manner)) if manner else ("", "")

    made: list[_Column] = []
    for (prefix, _), group in groupby(columns, stem):
        run = list(group)
        for one in run if prefix and run[1:] else ():
            label = one.head.text.removeprefix(prefix).strip(" /-")
            head = replace(one.head, stem=squeeze(prefix), part=squeeze(label), title=prefix, label=label)
            made.append(_Column(head, one.counts))
        made += [] if prefix and run[1:] else run
    return made


def _coded(export: Export) -> bool:
    """Whether choices are numbers of options: blanks are written -2 and -3, or every option has its column of 1 and 0."""
    signs = {text for text in export.dialect.blanks | export.dialect.skips if text.startswith("-") and len(text) == 2}
    signs.discard("--")
    texts = {column: _counts(export, column) for column in export.titles if column < export.sheet.width}
    if any(
        re.match(r"第\s*\d+\s*题\s*\(", export.titles[column]) and set(texts[column]) <= {"0", "1"} and texts[column]
        for column in texts
    ):
        return True
    return any(
        plain(str(value or "")) in signs
        for column in export.titles
        for value in distinct(take(export.sheet.columns[column], export.rows))
    )


def _tells_who(one: _Column) -> bool:
    """Whether a column tells who answered or whence, and is no question about telephones or addresses.

    A question that is numbered stays, without its answers; choices that many share tell nobody apart.
    """
    what = None if one.head.part or one.head.index is not None else kind(one.head.text)
    if what is None or one.head.number is not None or not one.counts:
        return what is not None and one.head.number is None
    if asks_who(one.head.text) or what in ("姓名", "身份证号", "IP 地址"):
        return not degrees({bare(text): 1 for text in one.counts})
    type, _ = guess(one.counts)
    return type in OPEN


def _once(columns: Sequence[_Column], export: Export) -> list[_Column]:
    """The columns without those that repeat a neighbour's choices as numbers (性别 and 性别_代码)."""
    left: set[int] = set()
    for one, other in pairwise(columns):
        number, text = (one, other) if all(map(str.isdigit, one.counts)) else (other, one)
        alike = one.head.whole.startswith(other.head.whole) or other.head.whole.startswith(one.head.whole)
        if not alike or number.head.part or len(number.counts) < 2 or not all(map(str.isdigit, number.counts)):
            continue
        if any(map(str.isdigit, text.counts)) or len(text.counts) != len(number.counts):
            continue
        pairs = tally([take(export.sheet.columns[side.head.column], export.rows) for side in (number, text)])
        filled = [pair for pair in pairs if all(plain(str(cell or "")) for cell in pair)]
        if len(filled) == len(text.counts):
            left.add(number.head.column)
    return [one for one in columns if one.head.column not in left]


def _grouped(columns: Sequence[_Column]) -> Iterator[list[_Column]]:
    """The columns by question: parts of one number or one stem that stand side by side are one question.

    A column of all choices in front of a column for each of them says the same twice, and is left out.
    """

    def key(one: _Column) -> tuple[object, ...]:
        head = one.head
        if head.part or head.index is not None:
            if head.number is not None:
                return ("number", head.number)
            if head.stem:
                return ("stem", head.stem)
        return ("column", head.column)

    groups = [list(group) for _, group in groupby(columns, key)]
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else []
        if len(group) == 1 and len(following) > 1 and _says_twice(group[0].head, following[0].head):
            continue
        yield from _coherent(group)


def _says_twice(head: Header, first: Header) -> bool:
    same = head.number is not None and head.number == first.number
    return not head.part and head.index is None and (same or (head.number is None and head.whole == first.stem != ""))


def _coherent(group: list[_Column]) -> Iterator[list[_Column]]:
    """The columns under one title: those that are answered alike belong together, the others stand for themselves."""
    kinds = _manners(group)
    for manner, run in groupby(zip(kinds, group, strict=True), lambda pair: pair[0]):
        columns = [column for _, column in run]
        if manner == "open":
            yield from ([column] for column in columns)
        else:
            yield columns


def _manners(group: Sequence[_Column]) -> list[str]:
    """How each column is answered: ``ticks``, one of a few things (``closed``), or in words (``open``)."""
    held: Counter[str] = Counter(text for one in group for text in {bare(text) for text in one.counts})
    kinds: list[str] = []
    for one in group:
        texts = {bare(text) for text in one.counts}
        shared = [text for text in texts if held[text] > 1]
        if not texts:
            kinds.append("")
        elif _ticks(one):
            kinds.append("ticks")
        elif all(_place(text) for text in texts):
            kinds.append("closed")
        else:
            few = len(texts) <= OPTIONS and max(map(len, texts)) <= PIECE
            kinds.append(
                "closed" if few and (2 * len(shared) >= len(texts) or degrees(dict.fromkeys(texts, 1))) else "open"
            )
    figures = any(kind == "closed" and all(map(_place, one.counts)) for kind, one in zip(kinds, group, strict=True))
    if figures:
        kinds = ["closed" if kind == "ticks" else kind for kind in kinds]
    if "ticks" in kinds:  # the column of 其他 holds what people wrote there
        pairs = zip(kinds, group, strict=True)
        kinds = ["ticks" if kind == "open" and _other(one.head) else kind for kind, one in pairs]
    usual = next((kind for kind in ("closed", "ticks") if kind in kinds), "open")
    return [kind or usual for kind in kinds]


def _other(head: Header) -> bool:
    return _part(head).lower().startswith(("其他", "其它", "other"))


def _place(text: str) -> bool:
    figure = parse_decimal(text)
    return figure is not None and figure == figure.to_integral_value() and 0 <= figure <= 100


def _ticks(column: _Column) -> bool:
    if {text.lower() for text in column.counts} <= TICKS:
        return True
    part = squeeze(_part(column.head))
    return {squeeze(unprefixed(bare(text))) for text in column.counts if text.lower() not in TICKS} <= {part}


def _numbers(groups: Sequence[Sequence[_Column]]) -> list[int]:
    """The platform's own numbers where each question that has one has its own, the rest behind; else by order."""
    stated = [group[0].head.number for group in groups]
    known = [number for number in stated if number]
    if len(set(known)) < len(known) or 2 * len(known) < len(groups):
        return list(range(1, len(groups) + 1))
    following = count(max(known, default=0) + 1)
    return [number or next(following) for number in stated]


def _question(id: str, group: Sequence[_Column], export: Export, coded: bool) -> tuple[Question, dict[str, int]]:
    if len(group) == 1:
        head, counts = group[0].head, group[0].counts
        declared = export.sheet.declared.get(head.column)
        type, options = guess(counts, export.dialect.separators, coded)
        if declared and set(counts) <= set(declared):
            type, options = (
                "scale" if degrees(dict.fromkeys(declared, 1)) == "scale" else "single",
                options_of(declared),
            )
        if asks_who(_title(head)):
            type, options = "text", ()
        return Question(id, _title(head), type, options, required=type not in OPEN), {id: head.column}
    names = tuple(_part(one.head) for one in group)
    title = _stem(group[0].head)
    ticks = [_ticks(one) for one in group]
    if any(ticks) and all(ticked or _other(one.head) for ticked, one in zip(ticks, group, strict=True)):
        made = Question(id, title, "multi", options_of(names))
        return made, {f"{id}={place}": one.head.column for place, one in enumerate(group, 1)}
    if _ranked(group, export):
        made = Question(id, title, "rank", options_of(names))
        return made, {f"{id}={place}": one.head.column for place, one in enumerate(group, 1)}
    together: Counter[str] = Counter()
    for one in group:
        together.update({bare(text): times for text, times in one.counts.items()})
    declared = export.sheet.declared.get(group[0].head.column)
    options = options_of(declared) if declared and set(together) <= set(declared) else ordered(together)
    made = Question(id, title, "matrix", options, names)
    return made, {f"{id}.{place}": one.head.column for place, one in enumerate(group, 1)}


def _ranked(group: Sequence[_Column], export: Export) -> bool:
    """Whether the columns hold places: 1 to n at most, and hardly ever the same place twice in one form."""
    places = {str(place) for place in range(1, len(group) + 1)}
    texts = [{plain(text).removesuffix(".0") for text in one.counts} for one in group]
    if len(group) < 3 or not all(one <= {*places, "0"} for one in texts) or "1" not in set().union(*texts):
        return False
    columns = [take(export.sheet.columns[one.head.column], export.rows) for one in group]
    forms = [
        [text for cell in row if (text := plain(str(cell or "")).removesuffix(".0")) in places]
        for row in zip(*columns, strict=True)
    ]
    given = [row for row in forms if len(row) > 1]
    return bool(given) and sum(1 for row in given if len(set(row)) == len(row)) >= 0.9 * len(given)


def _title(head: Header) -> str:
    return masked(_untitled(head.text))


def _untitled(text: str) -> str:
    """A header without its number and without a remark such as [单选题]."""
    text = re.sub(r"^[A-Za-z]\w*(?:\[\w+\])?\.\s+(?=\D)|\s*- ?(?:Selected Choice|所选选项)$", "", text)
    bare = re.sub(r"\s*[\[(【](?:单选|多选|量表|矩阵|填空|排序|必答|选填)[^\])】]*[\])】]\s*$", "", text)
    return re.sub(r"^(?:第\s*\d+\s*题|\d+\s*[、.:)]|[Qq]\d{1,3}(?:_\d+)?\s*[、.:)])\s*", "", bare) or text


def _stem(head: Header) -> str:
    if head.title:
        return _untitled(head.title)
    text = _title(head)
    found = re.match(r"(.+?)\s*(?:—+|–|--|:|\[|/)", text)
    return found[1] if found else f"第{head.number}题" if head.number is not None else text


def _part(head: Header) -> str:
    if head.label:
        return head.label
    text = _title(head)
    found = re.fullmatch(r"\((.+)\)\s*:?", text) or re.fullmatch(
        r".+?\s*(?:—+|–|--|:|\[|/)\s*(.+?)\]?", text, re.DOTALL
    )
    # A bare name of a row may hold a dash or a slash itself: 无线/数据上网.
    return found[1] if found and (not head.part or squeeze(found[1]) == head.part) else text
