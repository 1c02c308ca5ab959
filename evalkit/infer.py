"""Sheets of an export without a questionnaire -> a questionnaire guessed from the answers, said to be a guess.

Types and options are read off the columns: options in the order of a known scale, else by how many chose them. Nothing
is scored, so that no satisfaction comes of a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from evalkit.columns import distinct, take
from evalkit.importers._headings import Header
from evalkit.importers._platform import outline
from evalkit.ingest import recognised
from evalkit.model.export import Export
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Option, Question, Questionnaire, QuestionType
from evalkit.model.source import Sheet
from evalkit.numbers import parse_date, parse_decimal, plain
from evalkit.plugs import importers
from evalkit.privacy import asks_who, kind

Findings = tuple[Finding, ...]

#: So many different answers at most make a choice, and each must be given so often on average.
OPTIONS, REPEATED, LENGTH = 20, 2, 40
#: The degrees of known scales from the best to the worst; answers that are all of one scale stand in its order.
_SCALES = tuple(
    tuple(line.split())
    for line in (
        "非常满意 很满意 比较满意 较满意 满意 基本满意 一般 不在意 不太满意 较不满意 不满意 很不满意 非常不满意 不了解 不清楚",
        "非常了解 很了解 比较了解 了解 基本了解 一般 了解一点 不太了解 不了解 完全不了解 没听说过",
        "非常同意 很同意 比较同意 同意 基本同意 一般 不确定 不太同意 不同意 很不同意 非常不同意",
        "非常及时 很及时 比较及时 及时 基本及时 一般 不太及时 不及时 很不及时 非常不及时 不清楚 不了解",
        "效果显著 非常有效 有效 比较有效 有一定效果 基本有效 一般 效果一般 效果不明显 不太有效 无效 没有效果 不清楚 不了解",
        "优秀 优 良好 良 中 一般 合格 及格 较差 差 不合格 不及格",
        "是 有 部分 否 没有 不清楚 不了解",
    )
)
_NAMES: Mapping[QuestionType, str] = {
    "single": "单选", "multi": "多选", "scale": "量表", "matrix": "矩阵", "text": "填空", "number": "数字", "date": "日期", "rank": "排序",
}  # fmt: skip
_SEVERAL: tuple[tuple[str, QuestionType], ...] = (("┋", "multi"), ("→", "rank"))
_TICKS = frozenset({"0", "1", "是", "否", "√", "yes", "no", "y", "n", "true", "false"})


@dataclass(frozen=True, slots=True)
class _Column:
    head: Header
    counts: Mapping[str, int]


def infer(sheets: tuple[Sheet, ...], id: str) -> tuple[Questionnaire | None, Export | None, Findings]:
    """The questionnaire the answers seem to be of and the export under it, or None for both with the reason."""
    if not sheets:
        return None, None, (fault(Where(id), "没有答卷", "写出平台导出的文件"),)
    sheet, importer, findings = recognised(sheets)
    if sheet is None:
        return None, None, findings
    blank, heads, more = outline(importers()[importer].PLATFORM, sheet)  # type: ignore[attr-defined]
    findings = (*findings, *more)
    if not blank.rows or not heads:
        cure = "答卷一行一份、一列一题，第一行是题干"
        return None, None, (*findings, fault(sheet.where(0), "没有一份答卷，或没有一列是题目", cure))
    read = [_Column(head, _counts(blank, head.column)) for head in heads]
    kept = [one for one in read if one.head.number is not None or kind(one.head.text) is None]
    questions: list[Question] = []
    columns: dict[str, int] = {}
    groups = list(_grouped(kept))
    for number, group in zip(_numbers(groups), groups, strict=True):
        question, found = _question(f"Q{number}", group, blank)
        questions.append(question)
        columns.update(found)
    export = Export(
        blank.platform, sheet, blank.rows, columns, blank.dialect, blank.seconds, blank.submitted, blank.source,
        blank.person, blank.started, None, blank.titles,
    )  # fmt: skip
    form = Questionnaire(id, id, tuple(questions), at=sheet.where(0))
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
        text = plain(str(value or ""))
        if text not in nothing:
            counts[text] += times
    return counts


def _grouped(columns: Sequence[_Column]) -> Iterator[list[_Column]]:
    """The columns by question: parts of one number or one stem that stand side by side are one question."""

    def key(one: _Column) -> tuple[object, ...]:
        head = one.head
        if head.part or head.index is not None:
            if head.number is not None:
                return ("number", head.number)
            if head.stem:
                return ("stem", head.stem)
        return ("column", head.column)

    for _, group in groupby(columns, key):
        yield list(group)


def _numbers(groups: Sequence[Sequence[_Column]]) -> list[int]:
    """The platform's own numbers where each question that has one has its own, the rest behind; else by order."""
    stated = [group[0].head.number for group in groups]
    known = [number for number in stated if number]
    if len(set(known)) < len(known) or 2 * len(known) < len(groups):
        return list(range(1, len(groups) + 1))
    following = count(max(known, default=0) + 1)
    return [number or next(following) for number in stated]


def _question(id: str, group: Sequence[_Column], export: Export) -> tuple[Question, dict[str, int]]:
    if len(group) == 1:
        head, counts = group[0].head, group[0].counts
        type, options = ("text", ()) if asks_who(_title(head)) else _single(counts)
        return Question(id, _title(head), type, options, required=type != "text"), {id: head.column}
    names = tuple(_part(one.head) for one in group)
    values = {text for one in group for text in one.counts}
    title = _stem(group[0].head)
    lower = {text.lower() for text in values}
    if lower <= _TICKS or all(set(one.counts) <= {name, *_TICKS} for one, name in zip(group, names, strict=True)):
        made = Question(id, title, "multi", tuple(Option(name) for name in names))
        return made, {f"{id}={place}": one.head.column for place, one in enumerate(group, 1)}
    together: Counter[str] = Counter()
    for one in group:
        together.update(one.counts)
    return (
        Question(id, title, "matrix", _ordered(together), names),
        {f"{id}.{place}": one.head.column for place, one in enumerate(group, 1)},
    )


def _single(counts: Mapping[str, int]) -> tuple[QuestionType, tuple[Option, ...]]:
    """What kind of question a column answers, and its options."""
    total = sum(counts.values())
    if not total:
        return "text", ()
    for mark, several in _SEVERAL:
        pieces: Counter[str] = Counter()
        for text, times in counts.items():
            pieces.update({_bare(piece): times for piece in text.split(mark)})
        if any(mark in text for text in counts) and len(pieces) <= 2 * OPTIONS:
            return several, tuple(Option(piece) for piece, _ in pieces.most_common() if piece)
    figures = [parse_decimal(text) for text in counts]
    if None not in figures:
        small = all(f is not None and f == f.to_integral_value() and 0 <= f <= 10 for f in figures)
        if small and total >= REPEATED * len(counts):
            return "scale", _ordered(counts)
        return "number", ()
    if all(parse_date(text) for text in counts):
        return "date", ()
    merged: Counter[str] = Counter()
    for text, times in counts.items():
        merged[_bare(text)] += times
    known = any(set(merged) <= set(scale) for scale in _SCALES)
    few = len(merged) <= OPTIONS and total >= REPEATED * len(merged) and max(map(len, merged)) <= LENGTH
    if len(merged) > 1 and (known or few):
        return ("scale" if known else "single"), _ordered(merged)
    return "text", ()


def _ordered(counts: Mapping[str, int]) -> tuple[Option, ...]:
    """Options in the order of a known scale, numbers ascending, else the most frequent first."""
    for scale in _SCALES:
        if set(counts) <= set(scale):
            return tuple(Option(label) for label in scale if label in counts)
    figures = {text: parse_decimal(text) for text in counts}
    if None not in figures.values():
        return tuple(Option(text) for text in sorted(counts, key=lambda text: figures[text] or 0))
    return tuple(Option(text) for text, _ in Counter(counts).most_common())


def _bare(text: str) -> str:
    return re.sub(r"〖.*?〗|___.*$", "", text, flags=re.DOTALL).rstrip(":： ").strip()


def _title(head: Header) -> str:
    bare = re.sub(r"\s*[\[(【](?:单选|多选|量表|矩阵|填空|排序|必答|选填)[^\])】]*[\])】]\s*$", "", head.text)
    return re.sub(r"^(?:第\s*\d+\s*题|\d+\s*[、.:)])\s*", "", bare) or head.text


def _stem(head: Header) -> str:
    text = _title(head)
    found = re.match(r"(.+?)\s*(?:—+|–|--|:|\[|/)", text)
    return found[1] if found else f"第{head.number}题" if head.number is not None else text


def _part(head: Header) -> str:
    text = _title(head)
    found = re.fullmatch(r"\((.+)\)\s*:?", text) or re.fullmatch(
        r".+?\s*(?:—+|–|--|:|\[|/)\s*(.+?)\]?", text, re.DOTALL
    )
    return found[1] if found else text
