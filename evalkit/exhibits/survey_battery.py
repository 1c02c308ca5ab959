"""满意程度对比：选项相同的几道计分题（或矩阵题的各行）放在一张两侧堆积条形图里，满意的在右，不满意的在左，居中的另列。

写明哪一题最高、哪一题最低；选项不同的题分成几张图，只有一题的不画（矩阵题在“调查结果”里有自己的图）。“不了解”等不计分的选项不在图里。
“调查结果”已把这些题合成一张图，两处只用一处；“调查结果”写了“同类题=逐题”的用它。
选项“问卷”只列一份问卷，“表=列出”在图前加一张各选项占比的表。
例：{{ 插入("满意程度对比") }}
"""

from __future__ import annotations

from evalkit.asking import alike
from evalkit.exhibits._cells import missing
from evalkit.exhibits._survey import chosen, owner, seen
from evalkit.exhibits._survey_batteries import compared, topic_of
from evalkit.exhibits._survey_grids import beside_chart, chart_of, lines_of, table_of
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Paragraph, Text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_battery"
TITLE = "满意程度对比"
OPTIONS = ("问卷", "表")


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
    name = f"各题{topic_of(questions)}对比"
    label = f"{TITLE}:{one.id}:{order}"
    chart = chart_of(case, one, lines, f"{one.id}.{order}.chart", name, label)
    if chart is None or chart.caption is None:
        return []
    table = table_of(case, one, lines, f"{one.id}.{order}.table", f"{name}表", label) if tabled else None
    told: tuple[Inline, ...] = (
        *compared(case, one, questions, lines, f"{owner(case, one) or '图中'}各题"),
        *seen("各题选项占比的对比", table, chart, beside_chart(chart, questions, "图中" if tabled else "")),
    )
    return [Paragraph(f"{one.id}.{order}.text", told), *([table] if table is not None else []), chart]
