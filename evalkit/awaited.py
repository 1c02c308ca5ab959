"""Facts that are known by name before they are there: the figures of a questionnaire whose answers are still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.codebook import UNCODED, categories, is_coded
from evalkit.model.facts import Fact, Measure, label_part
from evalkit.model.questionnaire import Question, Questionnaire

#: What a figure measures, its places and its unit.
Kind = tuple[Measure, int | None, str]
_FORMS, _PEOPLE, _TICKS = (Measure.COUNT, 0, "份"), (Measure.COUNT, 0, "人"), (Measure.COUNT, 0, "人次")
_SHARE, _MEAN, _RATE = (Measure.SHARE, 2, "%"), (Measure.MEAN, 2, "%"), (Measure.RATE, 2, "%")
_POINTS, _NUMBER, _DISTANCE = (Measure.NUMBER, 2, "分"), (Measure.NUMBER, 2, ""), (Measure.NUMBER, 2, "个百分点")
_TEXT: Kind = (Measure.TEXT, None, "")


def awaited(questionnaires: Iterable[Questionnaire], known: Iterable[str]) -> tuple[Fact, ...]:
    """Empty facts for every questionnaire of which no fact is known yet, under the IDs ``tabulate`` will give them.

    An indicator may read them long before the survey; it is then undecided, while a mistyped name stays a fault.
    """
    answered = {id.split(".", 2)[1] for id in known if id.startswith("问卷.")}
    return tuple(fact for one in questionnaires if label_part(one.id) not in answered for fact in _blanks(one))


def _blanks(form: Questionnaire) -> Iterator[Fact]:
    how = f"问卷“{form.id}”的答卷导入后由程序统计"
    for name, (measure, places, unit) in _names(form):
        yield Fact(f"问卷.{label_part(form.id)}.{name}", None, measure, places, unit, how)


def _names(form: Questionnaire) -> Iterator[tuple[str, Kind]]:
    for name in ("发放", "收回", "有效", "无效", "存疑", "不含存疑.有效"):
        yield name, _FORMS
    yield "总体", _PEOPLE
    yield "回收率", _RATE
    yield "有效率", _RATE
    yield "抽样误差", _DISTANCE
    weighed = [question for question in form.questions if question.weight is not None]
    if weighed:
        yield "标准误", _DISTANCE
    if sum(len(question.rows) or 1 for question in weighed) > 1:
        yield "信度", _NUMBER
    for head in ("", "不含存疑.", *(("加权.",) if form.populations else ())):
        yield from _satisfaction(head)
    for question in form.questions:
        yield from _of_question(question)
    grouping = next((question for question in form.questions if question.id == form.group), None)
    if grouping is not None:
        yield from _of_groups(form, grouping)


def _satisfaction(head: str) -> Iterator[tuple[str, Kind]]:
    for name in ("满意度", "均值"):
        yield f"{head}{name}", _MEAN
    for name in ("满意率", "含一般满意率"):
        yield f"{head}{name}", _SHARE


def _of_groups(form: Questionnaire, grouping: Question) -> Iterator[tuple[str, Kind]]:
    """The figures of every group, and those with the groups weighed."""
    scored = [question for question in form.questions if question != grouping and _has_mean(question)]
    sizes = dict(form.populations)
    for option in grouping.options:
        group = f"分组.{label_part(option.label)}"
        yield f"{group}.有效", _FORMS
        if sizes:
            yield f"{group}.样本比重", _RATE
        if option.label in sizes:
            yield f"{group}.总体", _PEOPLE
            yield f"{group}.总体比重", _RATE
        yield from _satisfaction(f"{group}.")
        for question in scored:
            yield f"{group}.{question.id}.均值", _MEAN
    if sizes:
        yield "加权.有效样本量", (Measure.NUMBER, 2, "份")
        for label, size in form.populations:
            if size:
                yield f"加权.权数.{label_part(label)}", _NUMBER
        for question in scored:
            yield f"加权.{question.id}.均值", _MEAN


def _has_mean(question: Question) -> bool:
    closed = question.type in ("single", "scale", "matrix")
    return closed and any(option.score is not None for option in question.options)


def _of_question(question: Question) -> Iterator[tuple[str, Kind]]:
    rows = [f"{question.id}.{row}" for row in range(1, len(question.rows) + 1)]
    for key in rows or [question.id]:
        yield f"{key}.人数", _PEOPLE
        yield f"{key}.未答", _PEOPLE
        for option in question.options:
            yield f"{key}.{label_part(option.label)}.人数", _PEOPLE
            yield f"{key}.{label_part(option.label)}.占比", _SHARE
    scored = any(option.score is not None for option in question.options)
    for key in dict.fromkeys((*rows, question.id)) if scored else ():
        yield f"{key}.均值", _MEAN
        yield f"{key}.标准差", _POINTS
        yield f"{key}.标准误", _DISTANCE
    if scored and (question.weight is not None or question.role == "satisfaction"):
        yield f"{question.id}.满意率", _SHARE
    if question.type == "multi":
        yield f"{question.id}.人次", _TICKS
    for option in question.options:
        name = f"{question.id}.{label_part(option.label)}"
        if question.type == "multi":
            yield f"{name}.人次比重", _RATE
        elif question.type == "rank":
            yield f"{name}.平均名次", _NUMBER
            yield f"{name}.平均综合得分", _POINTS
            yield f"{name}.首选.人数", _PEOPLE
            yield f"{name}.首选.占比", _SHARE
    if question.type == "number":
        for figure in ("均值", "中位数", "标准差", "最小值", "最大值"):
            yield f"{question.id}.{figure}", _NUMBER
    elif is_coded(question):
        yield from _of_open(question)


def _of_open(question: Question) -> Iterator[tuple[str, Kind]]:
    for name, _ in categories(question):
        yield f"{question.id}.{label_part(name)}.人数", _PEOPLE
        yield f"{question.id}.{label_part(name)}.占比", _SHARE
        yield f"{question.id}.{label_part(name)}.引语", _TEXT
    yield f"{question.id}.{UNCODED}.人数", _PEOPLE
