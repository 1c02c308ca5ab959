"""意见建议：填空题有多少人填写、按类别归纳各有多少人、摘录几条原话（不署名）。

类别写在问卷文件的“类别”里；摘录的是已去掉姓名、电话等的原话。选项“问卷”只列一份问卷。
例：{{ 插入("意见建议") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import columns, header, missing, words
from evalkit.exhibits._survey import asked_about, chosen, fact, numbered, owner, shown, titled
from evalkit.exhibits._survey_open import categories, opinions, remainder
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Paragraph, Row, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_opinions"
TITLE = "意见建议"
OPTIONS = ("问卷",)

#: A table is drawn for no fewer categories.
_TABLE = 2


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A paragraph, a table of categories and quotations per open question."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里归纳受访者写下的意见")
    blocks: list[Block] = []
    for one in found:
        asked = [(n, question) for n, question in enumerate(one.questions, start=1) if question.type == "text"]
        empty = [question for _, question in asked if _nobody(case, one, question)]
        headed = len(found) > 1 and len(empty) < len(asked)
        if headed:
            blocks.append(Paragraph(f"{one.id}.title", (Text(clean(one.title), bold=True),), "lead"))
        whose = "" if headed or len(found) == 1 else owner(case, one) or f"“{clean(one.title)}”"
        for number, question in asked:
            if question not in empty:
                blocks.extend(_question(case, one, number, question))
        if empty:
            what = "请受访者写下意见，" if len(empty) == len(asked) else ""
            told = f"{whose}{numbered(one, empty)}{what}没有人填写。"
            blocks.append(Paragraph(f"{one.id}.empty", (Text(told),)))
        if not asked:
            blocks.append(Paragraph(f"{one.id}.none", (Text(f"{whose or '问卷'}没有设填空题。"),)))
    return tuple(blocks)


def _nobody(case: Case, one: Questionnaire, question: Question) -> bool:
    n = fact(case, one.id, question.id, "人数")
    return n is None or not n.value


def _question(case: Case, one: Questionnaire, number: int, question: Question) -> list[Block]:
    head = f"{one.id}.{question.id}"
    title = Paragraph(f"{head}.title", (Text(f"第{number}题　{clean(question.text)}", bold=True),), "lead")
    known = categories(case, one, question)
    label = f"{TITLE}:{one.id}:{question.id}"
    told = opinions(case, one, question, head, f"表:{label}" if len(known) >= _TABLE else "")
    if len(known) < _TABLE:
        return [title, *told]
    rows = [header("意见类别", "人数", "占填写人数的比")]
    for name, count in (*known, *remainder(case, one, question)):
        rows.append(Row((words(name), Cell((figure(count),)), Cell(shown(case, one.id, question.id, name, "占比")))))
    topic = asked_about(question)
    shape = columns((50, "left"), 25, 25)
    named = titled(case, one, f"{topic}归类情况", label=label)
    return [title, told[0], Table(f"{head}.table", shape, tuple(rows), named), *told[1:]]
