"""Facts that are known by name before they are there: the figures of a questionnaire whose answers are still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.figures import label_part
from evalkit.model.facts import Fact, Measure
from evalkit.model.questionnaire import Question, Questionnaire


def awaited(questionnaires: Iterable[Questionnaire], known: Iterable[str]) -> tuple[Fact, ...]:
    """Empty facts for every questionnaire of which no fact is known yet, under the IDs ``tabulate`` will give them.

    An indicator may read them long before the survey; it is then undecided, while a mistyped name stays a fault.
    """
    answered = {id.split(".", 2)[1] for id in known if id.startswith("问卷.")}
    return tuple(fact for one in questionnaires if label_part(one.id) not in answered for fact in _blanks(one))


def _blanks(form: Questionnaire) -> Iterator[Fact]:
    prefix = f"问卷.{label_part(form.id)}"
    how = f"问卷“{form.id}”的答卷导入后由程序统计"
    for name in ("发放", "收回", "有效", "无效", "存疑"):
        yield Fact(f"{prefix}.{name}", None, Measure.COUNT, 0, "份", how)
    yield Fact(f"{prefix}.总体", None, Measure.COUNT, 0, "人", how)
    for name in ("回收率", "有效率"):
        yield Fact(f"{prefix}.{name}", None, Measure.RATE, 2, "%", how)
    yield Fact(f"{prefix}.抽样误差", None, Measure.NUMBER, 2, "个百分点", how)
    yield Fact(f"{prefix}.不含存疑.有效", None, Measure.COUNT, 0, "份", how)
    for head in (prefix, f"{prefix}.不含存疑", *((f"{prefix}.加权",) if form.populations else ())):
        yield from _satisfaction(head, how)
    for question in form.questions:
        for name, measure, unit in _of_question(question):
            yield Fact(f"{prefix}.{name}", None, measure, 0 if measure is Measure.COUNT else 2, unit, how)
        if question.id == form.group:
            for option in question.options:
                group = f"{prefix}.分组.{label_part(option.label)}"
                yield Fact(f"{group}.有效", None, Measure.COUNT, 0, "份", how)
                yield from _satisfaction(group, how)


def _satisfaction(prefix: str, how: str) -> Iterator[Fact]:
    for name in ("满意度", "均值"):
        yield Fact(f"{prefix}.{name}", None, Measure.MEAN, 2, "%", how)
    for name in ("满意率", "含一般满意率"):
        yield Fact(f"{prefix}.{name}", None, Measure.SHARE, 2, "%", how)


def _of_question(question: Question) -> Iterator[tuple[str, Measure, str]]:
    rows = [f"{question.id}.{row}" for row in range(1, len(question.rows) + 1)]
    labels = [option.label for option in question.options] or [name for name, _ in question.categories]
    yield f"{question.id}.均值", Measure.MEAN, "%"
    for key in rows or [question.id]:
        yield f"{key}.人数", Measure.COUNT, "人"
        yield f"{key}.未答", Measure.COUNT, "人"
        if rows:
            yield f"{key}.均值", Measure.MEAN, "%"
        if question.weight is not None or question.role == "satisfaction":
            yield f"{key}.满意率", Measure.SHARE, "%"
        for label in labels:
            yield f"{key}.{label_part(label)}.人数", Measure.COUNT, "人"
            yield f"{key}.{label_part(label)}.占比", Measure.SHARE, "%"
