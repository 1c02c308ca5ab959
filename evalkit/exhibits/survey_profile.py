"""受访者构成表：背景题各选项的人数和占比；设了分组的，另有各组有效份数和满意度。

选项“问卷”只列一份问卷。
例：{{ 插入("受访者构成") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, columns, header, joined, missing, words
from evalkit.exhibits._survey import chosen, fact, shown
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Paragraph, Ref, Row, Table, Text
from evalkit.model.questionnaire import Questionnaire

ID = "survey_profile"
TITLE = "受访者构成"
OPTIONS = ("问卷",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A table of the profile questions and one of the groups, per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("table", "导入问卷答卷后，这里是受访者的构成")
    blocks: list[Block] = []
    for one in found:
        tables = (*_profile(case, one), *_groups(case, one))
        if tables:
            blocks.extend((_lead(one, tables), *tables))
    return tuple(blocks) or missing("table", "问卷没有背景题，在这里说明受访者的构成")


def _lead(one: Questionnaire, tables: tuple[Table, ...]) -> Paragraph:
    """The sentence that refers to the tables."""
    told = {f"{TITLE}:{one.id}": "受访者构成", f"{TITLE}:{one.id}:分组": "各组满意度"}
    labels = [table.caption.label for table in tables if table.caption is not None]
    parts = [(Text(f"{told[label.partition(':')[2]]}见"), Ref(label)) for label in labels]
    return Paragraph(f"{one.id}.text", (*joined(parts, "，"), Text("。")))


def _profile(case: Case, one: Questionnaire) -> tuple[Table, ...]:
    rows = [header("题目", "选项", "人数", "占比")]
    for question in one.questions:
        if question.role != "profile" and question.id != one.group:
            continue
        for order, option in enumerate(question.options):
            topic = clean(question.topic or question.text)
            begun = [Cell(words(topic).inlines, rowspan=len(question.options))] if order == 0 else []
            parts = (one.id, question.id, option.label)
            figures = (Cell(shown(case, *parts, "人数")), Cell(shown(case, *parts, "占比")))
            rows.append(Row((*begun, words(option.label), *figures)))
    if len(rows) == 1:
        return ()
    label = f"{TITLE}:{one.id}"
    shape = columns((40, "left"), (28, "left"), 16, 16)
    return (Table(f"{one.id}.profile", shape, tuple(rows), caption("受访者构成情况表", label=label)),)


def _groups(case: Case, one: Questionnaire) -> tuple[Table, ...]:
    question = next((question for question in one.questions if question.id == one.group), None)
    if question is None:
        return ()
    rows = [header("组别", "有效份数", "满意度")]
    for option in question.options:
        parts = (one.id, "分组", option.label)
        if fact(case, *parts, "有效") is not None:
            rows.append(
                Row((words(option.label), Cell(shown(case, *parts, "有效")), Cell(shown(case, *parts, "满意度"))))
            )
    if len(rows) == 1:
        return ()
    label = f"{TITLE}:{one.id}:分组"
    return (Table(f"{one.id}.groups", columns(40, 30, 30), tuple(rows), caption("分组满意度情况表", label=label)),)
