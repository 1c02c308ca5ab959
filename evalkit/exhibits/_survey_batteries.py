"""Scored questions with the same options, told together: a statement a question, one table and one diverging chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from evalkit.asking import alike
from evalkit.exhibits._cells import joined
from evalkit.exhibits._survey import called, defined, fact, numbered, result
from evalkit.exhibits._survey_grids import Line, beside_chart, chart_of, extremes, lines_of, table_of
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Paragraph, Ref, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire

Run = tuple[Inline, ...]
#: The statement on a question, by the question and its turn among its like.
Teller = Callable[[Question, int], Run]

_NAMES = {"satisfaction": "满意程度", "awareness": "知晓程度", "effect": "效果评价"}


@dataclass(frozen=True, slots=True)
class Battery:
    """Two questions or more with the same options, in the questionnaire's order, and what their results are called."""

    questions: tuple[Question, ...]
    name: str


def batteries(case: Case, one: Questionnaire, questions: Iterable[Question]) -> tuple[Battery, ...]:
    """Those of the questions that share their options, as far as anybody answered them; a matrix is one by itself."""
    wanted = {
        question.id
        for question in questions
        if question.type != "matrix" and (n := fact(case, one.id, question.id, "人数")) is not None and n.value
    }
    sets = [tuple(question for question in those if question.id in wanted) for those in alike(one)]
    found = [those for those in sets if len(those) > 1]
    names = [topic_of(those) for those in found]
    return tuple(
        Battery(those, f"{name}调查结果" + (f"（{numbered(one, those)}）" if names.count(name) > 1 else ""))
        for those, name in zip(found, names, strict=True)
    )


def topic_of(questions: Sequence[Question]) -> str:
    """What questions have in common: 满意程度, 知晓程度, 效果评价; of several kinds 评价."""
    roles = {question.role for question in questions}
    return _NAMES.get(next(iter(roles)), "评价") if len(roles) == 1 else "评价"


def battery_blocks(
    case: Case, one: Questionnaire, battery: Battery, label: str, tell: Teller, turn: int, charted: bool
) -> list[Block]:
    """The questions under one title: what is highest and lowest, a statement a question, the table and the chart."""
    questions = battery.questions
    head = f"{one.id}.{questions[0].id}.battery"
    places = {question.id: place for place, question in enumerate(one.questions, start=1)}
    lines = [replace(line, number=places[line.key[0]]) for asked in questions for line in lines_of(asked)]
    title = Text(f"{numbered(one, questions)}　{topic_of(questions)}", bold=True)
    found = [result(case, one, asked) for asked in questions]
    rates = (called(case), found) if _rated(case, found) else None
    table = table_of(case, one, lines, f"{head}.table", battery.name, label, rates)
    chart = chart_of(case, one, lines, f"{head}.chart", battery.name, label) if charted else None
    blocks: list[Block] = [Paragraph(f"{head}.title", (title,), "lead")]
    see: Run = (Ref(table.caption.label),) if table.caption else ()
    same = _alike(case, one, questions, lines)
    if same:
        drawn = (Text("和"), Ref(chart.caption.label)) if chart is not None and chart.caption else ()
        blocks.append(Paragraph(f"{head}.text", (*same, Text("见"), *see, *drawn, Text("。"))))
        return [*blocks, table, *([chart] if chart is not None else [])]
    for order, question in enumerate(questions):
        asked = Text(f"第{places[question.id]}题　{clean(question.text)}", bold=True)
        blocks.append(Paragraph(f"{one.id}.{question.id}.text", (asked, Text("　"), *tell(question, turn + order))))
    if chart is not None and chart.caption:
        see = (*see, Text("和"), Ref(chart.caption.label), *beside_chart(chart, questions, "图中"))
    told = (*compared(case, one, questions, lines, "这几题"), Text("各题选项的人数和占比见"), *see, Text("。"))
    return [*blocks, Paragraph(f"{head}.text", told), table, *([chart] if chart is not None else [])]


def compared(case: Case, one: Questionnaire, questions: Sequence[Question], lines: Sequence[Line], what: str) -> Run:
    """Which question comes out highest and which lowest; empty where fewer than two have a result. ``what`` are they."""
    by_question = {question.id: question for question in questions}
    known: list[tuple[str, Fact]] = []
    for line in lines:
        question = by_question[line.key[0]]
        whole = len(line.key) == 1
        found = result(case, one, question) if whole else fact(case, one.id, *line.key, "均值")
        if found is not None:
            known.append((line.name, found))
    if len(known) < 2:
        return ()
    return (
        *extremes(known, f"{what}的{'满意率' if _rated(case, [found for _, found in known]) else '均值'}"),
        Text("。"),
    )


def _rated(case: Case, found: Sequence[Fact | None]) -> bool:
    """Whether the results of questions are shares of people and not means."""
    return defined(case) != "均值" and all(one is not None and one.id.endswith("率") for one in found)


def _alike(case: Case, one: Questionnaire, questions: Sequence[Question], lines: Sequence[Line]) -> Run:
    """That everybody gave every question the same answer; empty where not, or where not as many answered each."""
    n = [fact(case, one.id, *line.key, "人数") for line in lines]
    results = [result(case, one, question) for question in questions]
    chosen = {
        label
        for line in lines
        for label in (option.label for option in line.options)
        if (count := fact(case, one.id, *line.key, label, "人数")) is not None and count.value
    }
    first, scored = n[0], results[0]
    if (
        len(chosen) != 1
        or first is None
        or first.printed < 2
        or any(other is None or other.printed != first.printed for other in n)
    ):
        return ()
    topics = joined([(Text(line.name),) for line in lines[:-1]], "、")
    told: Run = (
        *(Text(f"{numbered(one, questions)}分别问"), *topics, Text(f"和{lines[-1].name}。作答的"), figure(first)),
        Text(f"对各题全部选择{listed([clean(next(iter(chosen)))])}，没有人选择其他选项"),
    )
    if scored is None or any(other is None or other.text != scored.text for other in results):
        return (*told, Text("，"))
    names = {"satisfaction": called(case), "awareness": "知晓度"}
    roles = {question.role for question in questions}
    name = names.get(next(iter(roles)), "均值") if len(roles) == 1 else "均值"
    lead = "按选项分值折算，" if scored.id.endswith("均值") else ""
    return (*told, Text(f"；{lead}各题的{name}均为"), figure(scored), Text("，"))
