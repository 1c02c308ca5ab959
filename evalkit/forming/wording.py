"""What every form says of a question: its number, its hints, of whom it is asked; and the words at its head and foot."""

from __future__ import annotations

import re

from evalkit.asking import asked_of as asked_of
from evalkit.asking import label as label
from evalkit.asking import letter as letter
from evalkit.asking import number as number
from evalkit.asking import paragraphs as paragraphs
from evalkit.asking import stem as stem
from evalkit.model.questionnaire import Part, Question, Questionnaire

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


def assurances(questionnaire: Questionnaire) -> str:
    """The line on confidentiality and consent that the intro lacks; empty where it says both."""
    lines = []
    if not CONFIDENTIAL.search(questionnaire.intro):
        lines.append(_CONFIDENTIAL)
    if not VOLUNTARY.search(questionnaire.intro):
        lines.append(_VOLUNTARY)
    return "".join(lines)


def parts_before(question: Question, questionnaire: Questionnaire) -> list[Part]:
    """The sections that begin with a question."""
    return [part for part in questionnaire.parts if part.first == question.id]
