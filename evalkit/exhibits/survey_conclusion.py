"""调查结论：总体满意度（率）、最高和最低的题、知晓程度、有差异的组、提得最多的意见，由数据写成。

按“口径”表的满意度口径称满意度或满意率。选项“问卷”只列一份问卷，“区间=列出”写出95%置信区间。
例：{{ 插入("调查结论") }}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.asking import every_scored_one, weights_told
from evalkit.exhibits._cells import joined, missing
from evalkit.exhibits._survey import called, called_whole, chosen, defined, fact, measured_as, result, weighed, within
from evalkit.exhibits._survey_contrasts import contrasts, differing, overall
from evalkit.exhibits._survey_grids import extremes, lines_of
from evalkit.exhibits._survey_open import categories
from evalkit.exhibits._survey_weights import beside
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Paragraph, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_conclusion"
TITLE = "调查结论"
OPTIONS = ("问卷", "区间")

#: What the figure is, of several questions and of a single one; which questions, and how the mean is taken, is put in.
_KINDS = {
    "均值": ("{}所得分值的{}，反映评价的高低，不是满意的人数占比", "该题所选分值的平均，不是满意的人数占比"),
    "满意率": ("{}中选择满意的人数占比的{}", "该题中选择满意的人数占比"),
    "含一般满意率": ("{}中选择满意和一般的人数占比的{}", "该题中选择满意和一般的人数占比"),
}

Run = tuple[Inline, ...]


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A paragraph a conclusion, per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里写调查的主要结论")
    blocks: list[Block] = []
    explained: set[str] = set()
    for one in found:
        head: Run = (Text(f"“{clean(one.title)}”："),) if len(found) > 1 else ()
        kind = _kind(case, one)
        explain = kind if kind not in explained else ""
        explained.add(kind)
        for order, run in enumerate(_conclusions(case, one, options, explain), start=1):
            blocks.append(Paragraph(f"{one.id}.{order}", (*(head if order == 1 else ()), *run)))
    return tuple(blocks)


def _conclusions(case: Case, one: Questionnaire, options: Mapping[str, str], kind: str) -> Iterator[Run]:
    yield _whole(case, one, options, kind)
    parts = [run for run in (_questions(case, one), _others(case, one)) if run]
    if parts:
        yield tuple(inline for run in parts for inline in run)
    groups = _groups(case, one)
    if groups:
        yield groups
    opinions = _opinions(case, one)
    if opinions:
        yield opinions


def _kind(case: Case, one: Questionnaire) -> str:
    """What the satisfaction figure is."""
    told = clean(weights_told(one))
    average = f"加权平均（权数{told}）" if told else "平均"
    which = "各计分题" if every_scored_one(one) else "计入的各题"
    kind = _KINDS[defined(case)][len(weighed(one)) == 1].format(which, average)
    if weighed(one) and weighed(one)[0].type == "matrix":
        kind = kind.replace("该题所选", "该题各项所选").replace("该题中", "该题各项中")
    return kind


def _whole(case: Case, one: Questionnaire, options: Mapping[str, str], kind: str) -> Run:
    """The satisfaction figure; ``kind`` is what it is, empty where that has been said."""
    forms, found = fact(case, one.id, "有效"), fact(case, one.id, "满意度")
    if forms is None or not forms.value:
        return (Text("没有有效问卷，不能得出结论。"),)
    if found is None:
        return (Text("本次调查有效问卷"), figure(forms), Text("，问卷没有计入满意度的题，不计算总体满意程度。"))
    head: Run = (Text("有效问卷"), figure(forms), Text(f"，{called_whole(case)}为"), figure(found))
    return (*head, *within(case, found, options), Text(f"，即{kind}。" if kind else "。"), *beside(case, one))


def _questions(case: Case, one: Questionnaire) -> Run:
    """The strongest and the weakest of the questions that make the satisfaction figure."""
    found = [pair for question in weighed(one) for pair in _results(case, one, question)]
    known = [(name, fact_) for name, fact_ in found if fact_ is not None]
    if len(known) < 2:
        return ()
    what = f"计入{called(case)}的各{'题' if len(weighed(one)) > 1 else '项'}"
    return (*extremes(known, what, f"{what}结果"), Text("。"))


def _results(case: Case, one: Questionnaire, question: Question) -> list[tuple[str, Fact | None]]:
    """What a question came to; of a matrix each row, where the figure is a mean."""
    lines = lines_of(question)
    if question.type == "matrix" and defined(case) == "均值":
        return [(line.name, fact(case, one.id, *line.key, "均值")) for line in lines]
    return [(clean(question.topic or question.text), result(case, one, question))]


def _others(case: Case, one: Questionnaire) -> Run:
    """What people know of the matter, and what else was scored outside the satisfaction figure."""
    parts: list[Run] = []
    weighed: Run = ()
    for question in one.questions:
        found = result(case, one, question)
        if question.weight is None and question.role in ("awareness", "effect") and found is not None:
            parts.append((Text(f"{measured_as(case, question)}为"), figure(found)))
            more = beside(case, one, question.id, explained=bool(beside(case, one)))
            if more:
                weighed = (*weighed, Text(measured_as(case, question)), *more)
    return (*joined(parts, "，"), Text("。"), *weighed) if parts else ()


def _groups(case: Case, one: Questionnaire) -> Run:
    if not one.group:
        return ()
    by = one.question(one.group)
    topic = clean(by.topic or by.text).rstrip("？?：:。")
    found, whole = contrasts(case, one), overall(case, one)
    if found.differ or whole == "显著":
        return (Text(f"按{topic}比较，{differing(case, found, whole)}。"),)
    told = f"{called_whole(case)}和各题" if whole else "各题"
    return (Text(f"按{topic}比较，{told}在各组之间的差异都不显著。"),) if found.alike else ()


def _opinions(case: Case, one: Questionnaire) -> Run:
    """The opinion that most people wrote down."""
    runs: list[Run] = []
    for question in one.questions:
        known = [] if question.options else categories(case, one, question)
        wrote = fact(case, one.id, question.id, "人数")
        if not known or wrote is None:
            continue
        top = [(name, count) for name, count in known if count.printed == known[0][1].printed]
        level = "各" if len(top) > 1 else ""
        names = listed([clean(name) for name, _ in top])
        head: Run = (Text(f"在“{clean(question.topic or question.text)}”一题填写意见的"), figure(wrote))
        runs.append((*head, Text(f"中，归入{names}的最多，{level}"), figure(top[0][1])))
    return (*joined(runs, "；"), Text("。")) if runs else ()
