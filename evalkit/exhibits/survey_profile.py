"""受访者构成表：单选的背景题各选项的人数和占比；设了分组的，另有各组有效份数和满意度（率）。

不到五人的组不列满意度。其他题型的背景题在“调查结果”里；“调查结果”写“背景题=不列”就不重复这里的题。
选项“问卷”只列一份问卷；“分组=不列”不放分组的表（另用“分组比较”），“图=不列”只列表。
例：{{ 插入("受访者构成") }}
"""

from __future__ import annotations

from evalkit.exhibits import _survey_words as said
from evalkit.exhibits._cells import columns, header, joined, missing, words
from evalkit.exhibits._survey import (
    ROUNDED,
    asked_about,
    called,
    chosen,
    fact,
    guarded,
    noted,
    off,
    owner,
    profiled,
    shown,
    titled,
)
from evalkit.exhibits._survey_grids import bars_of
from evalkit.exhibits._survey_open import written_in
from evalkit.figures import figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Chart, Inline, Paragraph, Ref, Row, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_profile"
TITLE = "受访者构成"
OPTIONS = ("问卷", "分组", "图")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """Who answered in words, a table of the profile questions and one of the groups, per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("table", "导入问卷答卷后，这里是受访者的构成")
    blocks: list[Block] = []
    for one in found:
        groups = _groups(case, one) if options.get("分组") != "不列" else ()
        tables = (*_profile(case, one), *groups)
        if tables:
            charts = _charts(case, one) if options.get("图") != "不列" else []
            blocks.extend((_lead(case, one, tables, charts), *tables, *charts))
            for question in profiled(one):
                blocks.extend(written_in(case, one, question, f"{one.id}.{question.id}"))
    return tuple(blocks) or missing("table", "问卷没有背景题，在这里说明受访者的构成")


def _charts(case: Case, one: Questionnaire) -> list[Chart]:
    made = (
        bars_of(
            *(case, one, question, f"{one.id}.{question.id}.chart"),
            *(f"{asked_about(question)}构成", f"{TITLE}:{one.id}:{question.id}"),
        )
        for question in profiled(one)
    )
    return [chart for chart in made if chart is not None]


def _lead(case: Case, one: Questionnaire, tables: tuple[Table, ...], charts: list[Chart]) -> Paragraph:
    """Who most of the respondents are, and the sentence that refers to the tables and charts."""
    told = {f"{TITLE}:{one.id}": "受访者构成", f"{TITLE}:{one.id}:分组": f"各组{called(case)}"}
    labels = [table.caption.label for table in tables if table.caption is not None]
    parts: list[tuple[Inline, ...]] = [(Text(f"{told[label.partition(':')[2]]}见"), Ref(label)) for label in labels]
    drawn = [(Ref(chart.caption.label),) for chart in charts if chart.caption is not None]
    if drawn and labels[0] == f"表:{TITLE}:{one.id}":
        parts[0] = (
            *parts[0],
            Text("和"),
            *(drawn[0] if len(drawn) < 2 else (*drawn[0], Text("、" if len(drawn) == 2 else "至"), *drawn[-1])),
        )
    sentences = (_most(case, one, question) for question in profiled(one))
    most = joined([sentence for sentence in sentences if sentence], "；")
    whose = owner(case, one)
    whose = f"{whose}的" if whose else ""
    head: tuple[Inline, ...] = (Text(f"{whose}受访者中，"), *most, Text("。")) if most else ()
    return Paragraph(f"{one.id}.text", (*head, *joined(parts, "，"), Text("。")))


def _most(case: Case, one: Questionnaire, question: Question) -> tuple[Inline, ...]:
    """What most of them are, by one question; empty where nobody answered it."""
    top, rest = (
        said.chosen_most(said.answers_of(case, one, question, (question.id,)))
        if _any(case, one, question)
        else ((), ())
    )
    if not top:
        return ()
    labels = said.listed([answer.label for answer in top])
    if not rest and len(top) == 1:
        return (Text(f"{asked_about(question)}均为{labels}"),)
    share: tuple[Inline, ...] = () if top[0].share is None else (Text("，占"), figure(top[0].share))
    if len(top) > 1:
        share = () if top[0].share is None else (Text("，各占"), figure(top[0].share))
        return (Text(f"{asked_about(question)}为{labels}的各"), figure(top[0].count), *share)
    half = top[0].share is not None and top[0].share.printed > 50
    return (Text(f"{asked_about(question)}以{labels}{'居多' if half else '最多'}，"), figure(top[0].count), *share)


def _any(case: Case, one: Questionnaire, question: Question) -> bool:
    return any(answer.n for answer in said.answers_of(case, one, question, (question.id,)))


def _profile(case: Case, one: Questionnaire) -> tuple[Table, ...]:
    rows = [header("题目", "选项", "人数", "占比")]
    remarks: list[tuple[Inline, ...]] = []
    crooked = False
    for question in profiled(one):
        shares = []
        for order, option in enumerate(question.options):
            begun = [Cell(words(asked_about(question)).inlines, rowspan=len(question.options))] if order == 0 else []
            parts = (one.id, question.id, option.label)
            shares.append(fact(case, *parts, "占比"))
            figures = (Cell(shown(case, *parts, "人数")), Cell(shown(case, *parts, "占比")))
            rows.append(Row((*begun, words(option.label), *figures)))
        crooked = crooked or off(shares)
        n, unanswered = fact(case, one.id, question.id, "人数"), fact(case, one.id, question.id, "未答")
        if n is not None and unanswered is not None and unanswered.value:
            why = "未作答或不必作答" if question.shown is not None else "未作答"
            remarks.append(
                (
                    Text(f"“{asked_about(question)}”有"),
                    figure(n),
                    Text("作答，另有"),
                    figure(unanswered),
                    Text(f"{why}。"),
                )
            )
    if len(rows) == 1:
        return ()
    label = f"{TITLE}:{one.id}"
    shape = columns((40, "left"), (28, "left"), 16, 16)
    notes = noted([*remarks, *([(Text(ROUNDED),)] if crooked else [])])
    return (
        Table(f"{one.id}.profile", shape, tuple(rows), titled(case, one, "受访者构成情况表", label=label), notes=notes),
    )


def _groups(case: Case, one: Questionnaire) -> tuple[Table, ...]:
    question = next((question for question in one.questions if question.id == one.group), None)
    if question is None:
        return ()
    rows = [header("组别", "有效份数", called(case))]
    few = False
    for option in question.options:
        parts = (one.id, "分组", option.label)
        if fact(case, *parts, "有效") is not None:
            result = fact(case, *parts, "满意度")
            cell = guarded(result, fact(case, *parts, "有效"))
            few = few or (result is not None and cell.text == "—")
            rows.append(Row((words(option.label), Cell(shown(case, *parts, "有效")), cell)))
    if len(rows) == 1:
        return ()
    label = f"{TITLE}:{one.id}:分组"
    title = titled(case, one, f"分组{called(case)}情况表", label=label)
    notes = ((Text(f"注：不到五人的组不列{called(case)}。"),),) if few else ()
    return (Table(f"{one.id}.groups", columns(40, 30, 30), tuple(rows), title, notes=notes),)
