"""满意程度对比：选项相同的几道计分题（或矩阵题的各行）放在一张两侧堆积条形图里，满意的在右，不满意的在左，居中的另列。

写明哪一题最高、哪一题最低；选项不同的题分成几张图，只有一题的不画（矩阵题在“调查结果”里有自己的图）。“不了解”等不计分的选项不在图里。
选项“问卷”只列一份问卷，“表=列出”在图前加一张各选项占比的表。
例：{{ 插入("满意程度对比") }}
"""

from __future__ import annotations

from evalkit.asking import alike
from evalkit.exhibits._cells import missing
from evalkit.exhibits._survey import chosen, defined, fact, owner, result
from evalkit.exhibits._survey_grids import Line, chart_of, extremes, lines_of, table_of
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Chart, Inline, Paragraph, Ref, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_battery"
TITLE = "满意程度对比"
OPTIONS = ("问卷", "表")

_SIDES = {"for": "右侧为正面评价", "against": "左侧为负面评价", "middle": "居中的评价另列在最右"}
_NAMES = {"satisfaction": "满意程度", "awareness": "知晓程度", "effect": "效果评价"}


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A sentence and a chart per set of options that several questions share; nothing where none do."""
    found = chosen(case, options)
    if not found:
        return missing("chart", "导入问卷答卷后，这里是各题满意程度的对比图")
    blocks: list[Block] = []
    for one in found:
        batteries = alike(one)
        if not batteries:
            owner = f"“{clean(one.title)}”" if len(found) > 1 else "问卷"
            blocks.append(Paragraph(f"{one.id}.none", (Text(f"{owner}没有选项相同的几道计分题，不画对比图。"),)))
        for order, questions in enumerate(batteries, start=1):
            blocks.extend(_battery(case, one, questions, order, options.get("表") == "列出"))
    return tuple(blocks)


def _battery(case: Case, one: Questionnaire, questions: list[Question], order: int, tabled: bool) -> list[Block]:
    lines = [line for question in questions for line in lines_of(question)]
    roles = {question.role for question in questions}
    what = _NAMES.get(next(iter(roles)), "评价") if len(roles) == 1 else "评价"
    name = f"各题{what}对比"
    label = f"{TITLE}:{one.id}:{order}"
    chart = chart_of(case, one, lines, f"{one.id}.{order}.chart", name, label)
    if chart is None or chart.caption is None:
        return []
    left_out = [clean(option.label) for option in questions[0].options if option.score is None]
    without = f"，{listed(left_out)}不在图中" if left_out else ""
    sides = _sides(chart) if chart.kind == "diverging" else ""
    told: tuple[Inline, ...] = (
        *_compared(case, one, questions, lines),
        *(Text("各题选项占比的对比见"), Ref(chart.caption.label), Text(f"{sides}{without}。")),
    )
    blocks: list[Block] = [Paragraph(f"{one.id}.{order}.text", told)]
    if tabled:
        blocks.append(table_of(case, one, lines, f"{one.id}.{order}.table", f"{name}表", label))
    return [*blocks, chart]


def _sides(chart: Chart) -> str:
    """Where to look for what; a side that nobody is on is said to be empty."""
    there = {side: any(value for one in chart.series if one.side == side for value in one.values) for side in _SIDES}
    told = [words for side, words in _SIDES.items() if there[side]]
    nobody = "，没有负面评价" if not there["against"] else ""
    return f"，{'，'.join(told)}{nobody}"


def _compared(case: Case, one: Questionnaire, questions: list[Question], lines: list[Line]) -> tuple[Inline, ...]:
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
    shares = defined(case) != "均值" and all(found.id.endswith("率") for _, found in known)
    what = f"{owner(case, one) or '图中'}各题的{'满意率' if shares else '均值'}"
    return (*extremes(known, what), Text("。"))
