"""What every form says of a question: its number, its hints, of whom it is asked; and the words at its head and foot."""

from __future__ import annotations

import re

from evalkit.model.questionnaire import Option, Part, Question, Questionnaire

#: What the head of a form must have said, and the line that says it where the intro does not.
CONFIDENTIAL = re.compile("不记名|匿名|保密|无需(?:填写|留下)姓名|不(?:用|必|需要?)(?:填写|留下)?姓名")
VOLUNTARY = re.compile("自愿")
_CONFIDENTIAL = "本问卷不记名，您的回答只作汇总统计，我们对个人信息保密。"
_VOLUNTARY = "是否参加由您自愿决定，不愿回答的题可以不答。"
THANKS = "问卷到此结束，感谢您的支持！"
#: What the person fills in who brings the form.
FIELDS = ("问卷编号", "调查日期", "调查地点", "调查员")
OTHER = "请写明"
#: An answer to a question that was not asked, as whoever types the form in chooses it.
SKIPPED = "(跳过)"


def number(question: Question) -> int:
    """4 of Q4."""
    return int(question.id[1:])


def letter(place: int) -> str:
    """A, B … of the option at a place from 0; past Z the numbers go on."""
    return chr(65 + place) if place < 26 else str(place + 1)


def stem(question: Question) -> str:
    """The question with what the respondent must know to answer it, as it is printed."""
    hints = []
    if question.type == "multi" and "多选" not in question.text:
        hints.append("可多选")
    if question.type == "matrix" and "每行" not in question.text:
        hints.append("每行选一项")
    if question.type == "rank" and "排序" not in question.text:
        hints.append("请排序，在前面的横线上填 1、2、3……")
    if not question.required and question.type != "text" and "选填" not in question.text:
        hints.append("可以不答")
    return question.text + (f"（{'；'.join(hints)}）" if hints else "")


def asked_of(question: Question, questionnaire: Questionnaire) -> str:
    """``第2题选“领到过”的人回答``, or ``第1题选“没有来过”的人跳过`` where that is shorter; empty where everybody is asked."""
    if question.shown is None:
        return ""
    earlier = questionnaire.question(question.shown.question)
    left = tuple(place for place in range(len(earlier.options)) if place not in question.shown.options)
    shorter = earlier.type != "multi" and len(left) < len(question.shown.options)
    places, told = (left, "跳过") if shorter else (question.shown.options, "回答")
    labels = "或".join(f"“{earlier.options[place].label}”" for place in places)
    return f"第{number(earlier)}题选{labels}的人{told}"


def label(option: Option) -> str:
    """An option's words, with what goes for it alone."""
    return option.label + ("（选此项的不选其他）" if option.alone else "")


def assurances(questionnaire: Questionnaire) -> str:
    """The line on confidentiality and consent that the intro lacks; empty where it says both."""
    lines = []
    if not CONFIDENTIAL.search(questionnaire.intro):
        lines.append(_CONFIDENTIAL)
    if not VOLUNTARY.search(questionnaire.intro):
        lines.append(_VOLUNTARY)
    return "".join(lines)


def paragraphs(text: str) -> list[str]:
    """A text of the YAML as paragraphs: its line breaks are the writer's, a blank line parts two."""
    return ["".join(line.strip() for line in part.split("\n")) for part in re.split(r"\n\s*\n", text.strip()) if part]


def parts_before(question: Question, questionnaire: Questionnaire) -> list[Part]:
    """The sections that begin with a question."""
    return [part for part in questionnaire.parts if part.first == question.id]
