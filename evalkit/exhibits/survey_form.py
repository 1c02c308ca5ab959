"""问卷原件：问卷的标题、说明和各题，选项按印在问卷上的写法和先后。

选项“问卷”只列一份问卷。
例：{{ 插入("问卷原件") }}
"""

from __future__ import annotations

from itertools import pairwise

from evalkit.asking import asked_of, label, letter, number, paragraphs, stem
from evalkit.exhibits._cells import missing
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Column, Paragraph, Row, Table, Text
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.surveyed import in_order

ID = "survey_form"
TITLE = "问卷原件"
OPTIONS = ("问卷",)

#: The Chinese characters that stand in a line of a report, and of an official document.
_LINE, _OFFICIAL = 29, 26
#: Half as wide as a Chinese character.
_EN_SPACE = "\u2002"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """The questionnaires of the engagement as they are printed, whether or not they are answered yet."""
    known = in_order(case, case.engagement.questionnaires) if case.engagement is not None else ()
    name = options.get("问卷", "")
    found = [one for one in known if not name or one.id == name]
    if not found:
        return missing("text", "问卷放进 questionnaires 后，这里是问卷原件")
    own = case.engagement.firm.get("版式", "") if case.engagement is not None else ""
    look = own or (case.template.style if case.template is not None else "")
    return tuple(block for one in found for block in _form(one, _OFFICIAL if look == "公文" else _LINE))


def _form(one: Questionnaire, room: int) -> list[Block]:
    blocks: list[Block] = [Paragraph(f"{one.id}.title", (Text(clean(one.title)),), "subtitle")]
    intro = paragraphs(clean(one.intro))
    blocks += [Paragraph(f"{one.id}.intro.{n}", (Text(words),)) for n, words in enumerate(intro, start=1)]
    for question in one.questions:
        for part in one.parts:
            if part.first == question.id:
                head = f"{one.id}.{question.id}.part"
                blocks.append(Paragraph(head, (Text(clean(part.title), bold=True),), "lead"))
                blocks += [Paragraph(f"{head}.note", (Text(clean(part.note)),))] if part.note else []
        blocks += _question(one, question, room)
    return blocks


def _question(one: Questionnaire, question: Question, room: int) -> list[Block]:
    head = f"{one.id}.{question.id}"
    filter_ = asked_of(question, one)
    told = f"（{filter_}）" if filter_ else ""
    blocks: list[Block] = [
        Paragraph(f"{head}.stem", (Text(f"{number(question)}. {told}{clean(stem(question))}"),), "lead")
    ]
    if question.type == "matrix":
        return [*blocks, _grid(question, head)]
    if not question.options:
        line = "＿" * (10 if question.type in ("number", "date") else room - 5)
        return [*blocks, Paragraph(f"{head}.line", (Text(line),))]
    mark = "＿＿" if question.type == "rank" else ""
    labels = [
        f"{mark}{letter(place)}.{clean(label(option))}" + ("＿＿＿＿（请写明）" if option.write_in else "")
        for place, option in enumerate(question.options)
    ]
    lines = enumerate(_packed(labels, room), start=1)
    return [*blocks, *(Paragraph(f"{head}.options.{n}", (Text(words),)) for n, words in lines)]


def _packed(labels: list[str], room: int) -> list[str]:
    """The options in lines, as many to a line as there is room for; each on its own where one is long."""
    lines: list[str] = []
    close = _EN_SPACE.join(labels)
    if _halves(close) <= 2 * room - 2 and _halves("　".join(labels)) > 2 * room:
        return [close]  # rather closer together than one alone on the next line
    for words in labels:
        longer = f"{lines[-1]}　{words}" if lines else words
        if lines and _halves(longer) <= 2 * room:
            lines[-1] = longer
        else:
            lines.append(words)
    return lines


def _halves(words: str) -> float:
    """The width in half characters; Latin signs take one, the gap set between Chinese and digits or letters half of one."""
    latin = [sign.isascii() and sign.isalnum() for sign in words]
    wide = [not sign.isascii() and sign.isalnum() for sign in words]
    places = range(len(words))
    gaps = sum((latin[one] and wide[other]) or (wide[one] and latin[other]) for one, other in pairwise(places))
    return 2 * len(words) - sum(sign.isascii() or sign == _EN_SPACE for sign in words) + gaps / 2


def _grid(question: Question, head: str) -> Table:
    cells = tuple(
        Cell((Text(words),)) for words in ("评价内容", *(clean(label(option)) for option in question.options))
    )
    rows = [Row(cells, "header")]
    for row in question.rows:
        rows.append(Row((Cell((Text(clean(row)),)), *(Cell((Text("□"),)) for _ in question.options))))
    shape = (Column(None, "left"), *(Column(None) for _ in question.options))
    return Table(f"{head}.grid", shape, tuple(rows))
