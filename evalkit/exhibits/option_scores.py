"""选项赋值表：计分题各选项按多少分折算，赋值相同的题并作一行；末列说明是否计入总体满意度。

选项“问卷”只列一份问卷。没有分值的选项（如“不了解”）不计入均值，表中写“不计”。
例：{{ 插入("选项赋值表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, words
from evalkit.exhibits._survey import called_whole, chosen
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.numbers import trimmed

ID = "option_scores"
TITLE = "选项赋值表"
OPTIONS = ("问卷",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; of several questionnaires each begins with a row of its title."""
    found = [(one, rows) for one in chosen(case, options) if (rows := _rows(one))]
    if not found:
        return missing("table", "导入问卷答卷后，这里是计分题各选项的赋值")
    made = [header("题目", "选项赋值", f"计入{called_whole(case)}")]
    for one, rows in found:
        titled = [Row((cell(Text(clean(one.title)), colspan=3),), "subtotal")] if len(found) > 1 else []
        made += [*titled, *rows]
    shape = columns((34, "left"), (50, "left"), 16)
    return (Table("scores", shape, tuple(made), caption(TITLE)),)


def _rows(one: Questionnaire) -> list[Row]:
    groups: dict[tuple[str, str], list[tuple[int, Question]]] = {}
    for number, question in enumerate(one.questions, start=1):
        if any(option.score is not None for option in question.options):
            groups.setdefault((_scale(question), _counted(one, question)), []).append((number, question))
    rows = []
    for (scale, counted), questions in groups.items():
        named = "、".join(f"第{number}题" for number, _ in questions)
        topics = "、".join(clean(question.topic) for _, question in questions if question.topic)
        asked = words(f"{named}（{topics}）" if topics else named)
        rows.append(Row((asked, words(scale), cell(Text(counted)))))
    return rows


def _scale(question: Question) -> str:
    return "、".join(
        f"{clean(option.label)}" + (f"{trimmed(option.score)}分" if option.score is not None else "不计")
        for option in question.options
    )


def _counted(one: Questionnaire, question: Question) -> str:
    """Whether the mean goes into the satisfaction figure, with its weight where weights differ."""
    if question.weight is None:
        return "否"
    weights = {other.weight for other in one.questions if other.weight is not None}
    return "是" if len(weights) == 1 else f"是，权重{trimmed(question.weight)}"
