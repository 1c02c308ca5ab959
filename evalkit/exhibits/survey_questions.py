"""调查结果：逐题写一段话、列一张表、画一张图（回答全部相同的不画）；计分的题写出结果。句子随数据变化，不与表矛盾。

选项“问卷”只列一份问卷，选项“题号”只列几题（如 Q4、Q5）；“开放题=不列”不写填空题（另用“意见建议”），“图=不列”只列表，
“区间=列出”在计分题的结果后面写出95%置信区间。平均得分不是人数占比，两者分开写。
例：{{ 插入("调查结果", 题号="Q4、Q5") }}
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from evalkit.exhibits import _survey_words as said
from evalkit.exhibits._cells import cell, columns, header, missing, words
from evalkit.exhibits._survey import chosen, fact, measured_as, result, rounded, shown, titled, value, within
from evalkit.exhibits._survey_grids import matrix_blocks
from evalkit.exhibits._survey_open import opinions, written_in
from evalkit.exhibits._survey_weights import beside
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Chart, Inline, Paragraph, Row, Series, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_questions"
TITLE = "调查结果"
OPTIONS = ("问卷", "题号", "开放题", "图", "区间")

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
        if not wanted:
            blocks.extend(_base(case, one))
        turn = 0
        for number, question in enumerate(one.questions, start=1):
            skipped = options.get("开放题") == "不列" and question.type == "text"
            if (not wanted or question.id in wanted) and not skipped:
                blocks.extend(_question(case, one, number, question, turn, options))
                turn += bool(question.options)
    return tuple(blocks)


def _base(case: Case, one: Questionnaire) -> tuple[Paragraph, ...]:
    """How many answered, said once for the questions that everybody answered."""
    valid = fact(case, one.id, "有效")
    if valid is None:
        return ()
    every = all(_full(case, one, question) for question in one.questions if question.options)
    what = "各选择题" if any(not question.options for question in one.questions) else "各题"
    if every:
        run: tuple[Inline, ...] = (Text("有效问卷"), figure(valid), Text(f"，{what}均已作答，占比以有效问卷为分母。"))
    else:
        run = (
            Text("有效问卷"),
            figure(valid),
            Text("。占比以各题的作答人数为分母，作答人数少于有效问卷的，在该题写明。"),
        )
    return (Paragraph(f"{one.id}.base", run),)


def _full(case: Case, one: Questionnaire, question: Question) -> bool:
    parts: list[tuple[str, ...]] = [(question.id, str(row)) for row in range(1, len(question.rows) + 1)] or [
        (question.id,)
    ]
    unanswered = (fact(case, one.id, *key, "未答") for key in parts)
    return all(found is not None and not found.value for found in unanswered)


def _question(
    case: Case, one: Questionnaire, number: int, question: Question, turn: int, options: Mapping[str, str]
) -> list[Block]:
    head = f"{one.id}.{question.id}"
    title = Paragraph(f"{head}.title", (Text(f"第{number}题　{clean(question.text)}", bold=True),), "lead")
    key = f"{TITLE}:{one.id}:{question.id}"
    charted = options.get("图") != "不列"
    if question.type == "matrix":
        return [title, *matrix_blocks(case, one, question, head, key, charted)]
    if question.type == "rank" and question.options:
        return [title, *_ranked(case, one, question, head, key, charted)]
    if question.type in _CHOICE and question.options:
        text = Paragraph(f"{head}.text", _told(case, one, question, turn, options))
        added = written_in(case, one, question, head)
        return [title, text, *_tabled(case, one, question, head, key, charted), *added]
    return [title, *opinions(case, one, question, head)]


# ---- a question with options ------------------------------------------------------------------------------------------


def _told(
    case: Case, one: Questionnaire, question: Question, turn: int, options: Mapping[str, str]
) -> tuple[Inline, ...]:
    """Who answered where not everybody did, what they chose, and the result where options carry scores."""
    if question.type == "multi":
        return said.told_several(case, one, question, turn)
    run = (*_answered(case, one, question), *said.told(case, one, question, (question.id,), turn))
    return (*run, *_result(case, one, question, turn, options))


def _answered(case: Case, one: Questionnaire, question: Question) -> tuple[Inline, ...]:
    n, unanswered = fact(case, one.id, question.id, "人数"), fact(case, one.id, question.id, "未答")
    if n is None or unanswered is None or not unanswered.value or not n.value or n.value == 1:
        return ()
    why = "未作答或不必作答" if question.shown is not None else "未作答"
    return (Text("本题作答"), figure(n), Text("，另有"), figure(unanswered), Text(f"{why}。"))


def _result(
    case: Case, one: Questionnaire, question: Question, turn: int, options: Mapping[str, str]
) -> tuple[Inline, ...]:
    found, n = result(case, one, question), fact(case, one.id, question.id, "人数")
    if found is None or n is None or n.value == 1:
        return ()
    name = measured_as(case, question)
    lead: tuple[str, str]
    if found.id.endswith("均值"):
        lead = (
            (f"按选项分值折算，{name}为", "。"),
            (f"{name}（各人所选分值的平均）为", "。"),
            (f"折算成分值，{name}为", "。"),
        )[turn % 3]
    else:
        lead = ((f"{name}为", "。"), (f"本题的{name}为", "。"), (f"据此，{name}为", "。"))[turn % 3]
        lead = (lead[0].replace("本题的本题", "本题"), lead[1])
    more = beside(case, one, question.id)
    return (Text(lead[0]), figure(found), *within(case, found, options), Text(lead[1]), *more)


def _tabled(case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool) -> list[Block]:
    several = question.type == "multi"
    rows = [header("选项", "人数", "占作答人数的比" if several else "占比")]
    labels = tuple(option.label for option in question.options)
    for label in labels:
        parts = (one.id, question.id, label)
        rows.append(Row((words(label), Cell(shown(case, *parts, "人数")), Cell(shown(case, *parts, "占比")))))
    total = (cell(Text("本题作答")), Cell(shown(case, one.id, question.id, "人数")), cell(Text("—")))
    rows.append(Row(total, "total"))
    name = _named(question)
    shares = [fact(case, one.id, question.id, label, "占比") for label in labels]
    notes = ((Text("注：多选题，各项占比相加可以超过100%。"),),) if several else rounded(shares)
    shape = columns((50, "left"), 25, 25)
    table = Table(f"{head}.table", shape, tuple(rows), titled(case, one, name, label=key), notes=notes)
    if sum(share is not None and share.value != 0 for share in shares) < 2 or not charted:
        return [table]  # one bar of 100 % shows nothing
    told = "，".join(f"{label}{share.display}" for label, share in zip(labels, shares, strict=True) if share)
    ids = tuple(share.id if share is not None else "" for share in shares)
    series = Series("占比", tuple(value(share) for share in shares), ids)
    shape_of = titled(case, one, name, "图", key)
    chart = Chart(f"{head}.chart", "bar", labels, (series,), "%", shape_of, f"{name}：{told}", Decimal(100))
    return [table, chart]


def _named(question: Question) -> str:
    return f"{clean(question.topic or question.text).rstrip('？?：:。')}调查结果"


# ---- a ranking ----------------------------------------------------------------------------------------------------------


def _ranked(case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool) -> list[Block]:
    text = Paragraph(f"{head}.text", (*_answered(case, one, question), *said.told_ranks(case, one, question)))
    rows = [header("选项", "平均综合得分", "平均名次", "排第一人数", "排第一占比")]
    scores, labels = [], []
    for option in question.options:
        parts = (one.id, question.id, option.label)
        figures = (shown(case, *parts, *more) for more in (("平均综合得分",), ("平均名次",)))
        first = (shown(case, *parts, "首选", "人数"), shown(case, *parts, "首选", "占比"))
        rows.append(Row((words(option.label), *(Cell(run) for run in (*figures, *first)))))
        scores.append(fact(case, *parts, "平均综合得分"))
        labels.append(option.label)
    name = _named(question)
    notes = ((Text("注：几个选项排第一就得几分，依次少一分，没有选的不得分；平均名次只算选了该项的人。"),),)
    shape = columns((32, "left"), 17, 17, 17, 17)
    table = Table(f"{head}.table", shape, tuple(rows), titled(case, one, name, label=key), notes=notes)
    if not charted or all(score is None for score in scores):
        return [text, table]
    ids = tuple(score.id if score is not None else "" for score in scores)
    series = Series("平均综合得分", tuple(value(score) for score in scores), ids)
    told = "，".join(f"{label}{score.display}" for label, score in zip(labels, scores, strict=True) if score)
    shape_of = titled(case, one, name, "图", key)
    chart = Chart(f"{head}.chart", "bar", tuple(labels), (series,), "分", shape_of, f"{name}：{told}")
    return [text, table, chart]
