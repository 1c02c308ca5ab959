"""The questionnaire as the text 问卷星 imports (“导入文本”): a question a paragraph, its kind in brackets, an option a line.

A section is a 段落说明. The text knows no conditions and no options that shut out the others: who imports it sets them
by hand (``by_hand`` lists them).
"""

from __future__ import annotations

from evalkit.forming.wording import asked_of, assurances, number, paragraphs, parts_before
from evalkit.model.questionnaire import Question, Questionnaire, QuestionType

TAGS: dict[QuestionType, str] = {
    "single": "单选题", "multi": "多选题", "scale": "量表题", "matrix": "矩阵单选题",
    "text": "填空题", "number": "填空题", "date": "填空题", "rank": "排序题",
}  # fmt: skip


def write(questionnaire: Questionnaire) -> bytes:
    """UTF-8 text: the title, the intro, the questions numbered in their order."""
    intro = "".join([*paragraphs(questionnaire.intro), assurances(questionnaire)])
    blocks = [questionnaire.title, intro]
    for question in questionnaire.questions:
        for part in parts_before(question, questionnaire):
            blocks.append(f"{part.title}{f'：{_line(part.note)}' if part.note else ''}[段落说明]")
        blocks.append(_block(question))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def by_hand(questionnaire: Questionnaire) -> tuple[str, ...]:
    """``第5题：第2题选“是”的人回答``, a line for each question of which something is to be set after the import."""
    lines = []
    for question in questionnaire.questions:
        alone = "".join(f"“{_line(option.label)}”" for option in question.options if option.alone)
        parts = [asked_of(question, questionnaire)] if question.shown is not None else []
        if alone and question.type == "multi":
            parts.append(f"{alone}设为互斥（独选，选了就不能选别的）")
        if parts:
            lines.append(f"第{number(question)}题：{'，'.join(parts)}")
    return tuple(lines)


def kind(question: Question) -> str:
    """The tag. A scale with an option outside the base is a single choice: on a scale every option has a score."""
    if question.type == "scale" and any(option.score is None for option in question.options):
        return TAGS["single"]
    return TAGS[question.type]


def _block(question: Question) -> str:
    optional = "" if question.required else "（选填）"
    lines = [f"{number(question)}. {_line(question.text)}[{kind(question)}]{optional}"]
    if question.type == "matrix":
        # The columns stand on one line with spaces between them, so that none may stand within.
        lines.append(" ".join("".join(option.label.split()) for option in question.options))
        lines += [_line(row) for row in question.rows]
    else:
        # 问卷星 takes ____ behind an option for a box to write in.
        lines += [_line(option.label) + ("____" if option.write_in else "") for option in question.options]
    return "\n".join(lines)


def _line(text: str) -> str:
    return "".join(part.strip() for part in text.split("\n"))
