"""调查结果：逐题写一段话、列一张表、画一张图；计分的题写出平均得分，开放题按类别汇总。

选项“问卷”只列一份问卷，选项“题号”只列几题（如 Q4、Q5）。平均得分不是人数占比，两者分开写。
例：{{ 插入("调查结果", 题号="Q4、Q5") }}
"""

from __future__ import annotations

from decimal import Decimal

from evalkit.exhibits._cells import caption, cell, columns, header, joined, missing, words
from evalkit.exhibits._survey import chosen, counted, fact, measured_as, share_of, shown, value
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Chart, Inline, Paragraph, Row, Series, Table, Text, plain_text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_questions"
TITLE = "调查结果"
OPTIONS = ("问卷", "题号")

_CHOICE = ("single", "multi", "scale")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """Blocks per question, in the questionnaire's order."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里是逐题的统计结果和图表")
    wanted = [id for id in options.get("题号", "").replace("，", "、").split("、") if id]
    blocks: list[Block] = []
    for one in found:
        if len(found) > 1:
            blocks.append(Paragraph(f"{one.id}.title", (Text(clean(one.title), bold=True),), "lead"))
        for number, question in enumerate(one.questions, start=1):
            if not wanted or question.id in wanted:
                blocks.extend(_question(case, one, number, question))
    return tuple(blocks)


def _question(case: Case, one: Questionnaire, number: int, question: Question) -> list[Block]:
    head = f"{one.id}.{question.id}"
    title = Paragraph(f"{head}.title", (Text(f"第{number}题　{clean(question.text)}", bold=True),), "lead")
    if question.type == "matrix":
        return [title, *_matrix(case, one, head, question)]
    if question.type in _CHOICE and question.options:
        return [title, _told(case, one, head, question), *_tabled(case, one, head, question)]
    return [title, _open(case, one, head, question)]


# ---- a question with options ------------------------------------------------------------------------------------------


def _told(case: Case, one: Questionnaire, head: str, question: Question) -> Paragraph:
    """Who answered, what they chose, and the mean where options carry scores."""
    run: list[Inline] = [Text("本题作答"), *shown(case, one.id, question.id, "人数")]
    unanswered = fact(case, one.id, question.id, "未答")
    if unanswered is not None and unanswered.value != 0:
        run.extend([Text("，未作答"), figure(unanswered)])
    run.append(Text("。" if question.type != "multi" else "，可以多选。"))
    parts = [
        share_of(case, one.id, question.id, option.label, label=option.label)
        for option in question.options
        if counted(case, one.id, question.id, option.label)
    ]
    if parts:
        run.extend([Text("选择"), *joined(parts, "；"), Text("。")])
    run.extend(_mean(case, question, one.id, question.id))
    return Paragraph(f"{head}.text", tuple(run))


def _mean(case: Case, question: Question, *parts: str) -> tuple[Inline, ...]:
    mean = fact(case, *parts, "均值")
    if mean is None:
        return ()
    return (Text(f"按选项分值折算，{measured_as(question)}为"), figure(mean), Text("。"))


def _tabled(case: Case, one: Questionnaire, head: str, question: Question) -> list[Block]:
    rows = [header("选项", "人数", "占比")]
    labels = tuple(option.label for option in question.options)
    for label in labels:
        parts = (one.id, question.id, label)
        rows.append(Row((words(label), Cell(shown(case, *parts, "人数")), Cell(shown(case, *parts, "占比")))))
    total = (cell(Text("本题作答")), Cell(shown(case, one.id, question.id, "人数")), cell(Text("—")))
    rows.append(Row(total, "total"))
    name = _named(question)
    key = f"{TITLE}:{one.id}:{question.id}"
    table = Table(f"{head}.table", columns((50, "left"), 25, 25), tuple(rows), caption(name, label=key))
    shares = [fact(case, one.id, question.id, label, "占比") for label in labels]
    if all(share is None for share in shares):
        return [table]
    told = "，".join(f"{label}{share.display}" for label, share in zip(labels, shares, strict=True) if share)
    ids = tuple(share.id if share is not None else "" for share in shares)
    series = Series("占比", tuple(value(share) for share in shares), ids)
    shape = caption(name, "图", key)
    chart = Chart(f"{head}.chart", "bar", labels, (series,), "%", shape, f"{name}：{told}", Decimal(100))
    return [table, chart]


def _named(question: Question) -> str:
    return f"{clean(question.topic or question.text).rstrip('？?：:。')}调查结果"


# ---- a matrix ---------------------------------------------------------------------------------------------------------


def _matrix(case: Case, one: Questionnaire, head: str, question: Question) -> list[Block]:
    labels = tuple(option.label for option in question.options)
    rows = [header("评价内容", *labels, "均值")]
    for order, row in enumerate(question.rows, start=1):
        parts = (one.id, question.id, str(order))
        shares = (Cell(shown(case, *parts, label, "占比")) for label in labels)
        rows.append(Row((words(row), *shares, Cell(shown(case, *parts, "均值")))))
    name, key = _named(question), f"{TITLE}:{one.id}:{question.id}"
    shape = columns((30, "left"), *[12] * (len(labels) + 1))
    table = Table(f"{head}.table", shape, tuple(rows), caption(name, label=key))
    series = []
    for label in labels:
        found = [
            fact(case, one.id, question.id, str(order), label, "占比") for order in range(1, len(question.rows) + 1)
        ]
        ids = tuple(share.id if share is not None else "" for share in found)
        series.append(Series(label, tuple(value(share) for share in found), ids))
    told = Paragraph(f"{head}.text", _rows_told(case, one, question))
    alt = f"{name}：{plain_text(told.inlines)}"
    chart = Chart(f"{head}.chart", "stacked", question.rows, tuple(series), "%", caption(name, "图", key), alt)
    return [told, table, *([chart] if labels else [])]


def _rows_told(case: Case, one: Questionnaire, question: Question) -> tuple[Inline, ...]:
    parts: list[tuple[Inline, ...]] = []
    for order, row in enumerate(question.rows, start=1):
        mean = fact(case, one.id, question.id, str(order), "均值")
        if mean is not None:
            parts.append((Text(clean(row)), figure(mean)))
    if not parts:
        return (Text("各项评价的选择情况见下表。"),)
    return (Text("按选项分值折算，各项均值为："), *joined(parts, "，"), Text("。"))


# ---- open questions and numbers -----------------------------------------------------------------------------------------


def _open(case: Case, one: Questionnaire, head: str, question: Question) -> Paragraph:
    run: list[Inline] = [Text("本题作答"), *shown(case, one.id, question.id, "人数"), Text("。")]
    mean = fact(case, one.id, question.id, "均值")
    if mean is not None:
        run.extend([Text("平均值为"), figure(mean), Text("。")])
    parts: list[tuple[Inline, ...]] = [
        (Text(f"提到“{clean(name)}”的"), *shown(case, one.id, question.id, name, "人数"))
        for name, _ in question.categories
        if counted(case, one.id, question.id, name)
    ]
    if parts:
        run.extend([Text("意见归类如下："), *joined(parts, "，"), Text("；一份答卷可以归入几类。")])
    return Paragraph(f"{head}.text", tuple(run))
