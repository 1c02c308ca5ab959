"""调查结果：一题写一段话、列一张表、画一张图（回答全部相同的不画）；计分的题写出结果。句子随数据变化，不与表矛盾。

选项相同的几道计分题各写一段话，合成一张表、一张图；“同类题=逐题”的逐题列表画图，对比另用“满意程度对比”。
选项“问卷”只列一份问卷，选项“题号”只列几题（如 Q4、Q5）；“开放题=不列”不写填空题（另用“意见建议”），“背景题=不列”不写
“受访者构成”已经列出的题，“图=不列”只列表，“区间=列出”在计分题的结果后面写出95%置信区间。平均得分不是人数占比，两者分开写。
例：{{ 插入("调查结果", 题号="Q4、Q5") }}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.exhibits import _survey_words as said
from evalkit.exhibits._cells import cell, columns, header, missing, words
from evalkit.exhibits._survey import (
    asked_about,
    chosen,
    fact,
    measured_as,
    numbered,
    profiled,
    result,
    rounded,
    seen,
    shown,
    titled,
    value,
    within,
)
from evalkit.exhibits._survey_batteries import batteries, battery_blocks
from evalkit.exhibits._survey_grids import bars_of, matrix_blocks
from evalkit.exhibits._survey_open import opinions, written_in
from evalkit.exhibits._survey_weights import beside
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Chart, Inline, Paragraph, Row, Series, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_questions"
TITLE = "调查结果"
OPTIONS = ("问卷", "题号", "开放题", "背景题", "同类题", "图", "区间")

_CHOICE = ("single", "multi", "scale")
#: What a table shows, as the sentence that refers to it says by turns.
_SEEN = ("各选项的人数和占比", "各选项的选择情况", "各项的人数和占比")
_RANKED = "各选项的得分和名次"


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
            blocks.extend(_base(case, one, options))
        blocks.extend(_questions(case, one, _listed(one, wanted, options), options))
    return tuple(blocks)


def _listed(one: Questionnaire, wanted: list[str], options: Mapping[str, str]) -> list[Question]:
    """The questions to be told here."""
    elsewhere = {question.id for question in profiled(one)} if options.get("背景题") == "不列" else set()
    if options.get("开放题") == "不列":
        elsewhere |= {question.id for question in one.questions if question.type == "text"}
    return [asked for asked in one.questions if (not wanted or asked.id in wanted) and asked.id not in elsewhere]


def _questions(case: Case, one: Questionnaire, listed: list[Question], options: Mapping[str, str]) -> Iterator[Block]:
    """Question by question; those with the same options together where the first of them stands."""
    together = batteries(case, one, listed) if options.get("同类题") != "逐题" else ()
    begun = {battery.questions[0].id: battery for battery in together}
    told = {question.id for battery in together for question in battery.questions}
    turn = 0

    def tell(question: Question, place: int) -> tuple[Inline, ...]:
        return _told(case, one, question, place, options)

    for number, question in enumerate(one.questions, start=1):
        if question.id in begun:
            battery = begun[question.id]
            label = f"{TITLE}:{one.id}:{question.id}"
            yield from battery_blocks(case, one, battery, label, tell, turn, options.get("图") != "不列")
            turn += len(battery.questions)
        elif question in listed and question.id not in told:
            yield from _question(case, one, number, question, turn, options)
            turn += bool(question.options)


def _base(case: Case, one: Questionnaire, options: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """How many answered, said once for the questions that everybody answered."""
    valid = fact(case, one.id, "有效")
    if valid is None:
        return ()
    before = profiled(one) if options.get("背景题") == "不列" else ()
    left = f"{numbered(one, before)}问受访者的情况，结果见受访者构成，这里不重复。" if before else ""
    every = all(_full(case, one, question) for question in one.questions if question.options)
    what = "各选择题" if any(not question.options for question in one.questions) else "各题"
    if every:
        run: tuple[Inline, ...] = (
            Text("有效问卷"),
            figure(valid),
            Text(f"，{what}均已作答，占比以有效问卷为分母。{left}"),
        )
    else:
        run = (
            Text("有效问卷"),
            figure(valid),
            Text(f"。占比以各题的作答人数为分母，作答人数少于有效问卷的，在该题写明。{left}"),
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
    n = fact(case, one.id, question.id, "人数")
    if question.type != "matrix" and n is not None and not n.value:
        nobody = "没有人作答。" if question.options else "没有人填写。"
        return [Paragraph(f"{head}.text", (*title.inlines, Text(f"　{nobody}")))]
    key = f"{TITLE}:{one.id}:{question.id}"
    charted = options.get("图") != "不列"
    if question.type == "matrix":
        return [title, *matrix_blocks(case, one, question, head, key, charted)]
    if question.type == "rank" and question.options:
        return [title, *_ranked(case, one, question, head, key, charted)]
    if question.type in _CHOICE and question.options:
        table, chart = _tabled(case, one, question, head, key, charted)
        told = (*_told(case, one, question, turn, options), *seen(_SEEN[turn % len(_SEEN)], table, chart))
        drawn = [chart] if chart is not None else []
        return [title, Paragraph(f"{head}.text", told), table, *drawn, *written_in(case, one, question, head)]
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
        lead = ((f"{name}为", "。"), (f"由此得出，{name}为", "。"), (f"据此，{name}为", "。"))[turn % 3]
    more = beside(case, one, question.id)
    return (Text(lead[0]), figure(found), *within(case, found, options), Text(lead[1]), *more)


def _tabled(
    case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool
) -> tuple[Table, Chart | None]:
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
    return table, bars_of(case, one, question, f"{head}.chart", name, key) if charted else None


def _named(question: Question) -> str:
    return f"{asked_about(question)}调查结果"


# ---- a ranking ----------------------------------------------------------------------------------------------------------


def _ranked(case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool) -> list[Block]:
    told = (*_answered(case, one, question), *said.told_ranks(case, one, question))
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
        return [Paragraph(f"{head}.text", (*told, *seen(_RANKED, table, None))), table]
    ids = tuple(score.id if score is not None else "" for score in scores)
    series = Series("平均综合得分", tuple(value(score) for score in scores), ids)
    alt = "，".join(f"{label}{score.display}" for label, score in zip(labels, scores, strict=True) if score)
    shape_of = titled(case, one, name, "图", key)
    chart = Chart(f"{head}.chart", "bar", tuple(labels), (series,), "分", shape_of, f"{name}：{alt}")
    return [Paragraph(f"{head}.text", (*told, *seen(_RANKED, table, chart))), table, chart]
