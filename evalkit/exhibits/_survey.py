"""Survey figures by questionnaire: which questionnaires an exhibit shows, and the facts of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from evalkit.figures import answered, clean, figure, survey_fact
from evalkit.model.case import Case
from evalkit.model.document import Inline, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire


def chosen(case: Case, options: Mapping[str, str]) -> tuple[Questionnaire, ...]:
    """The questionnaires with answers, or the one the option 问卷 names."""
    found = {one.id: one for one in (case.engagement.questionnaires if case.engagement is not None else ())}
    found.update({id: survey.questionnaire for id, survey in case.surveys.items()})
    name = options.get("问卷", "")
    return tuple(one for one in found.values() if answered(case, one.id) and (not name or one.id == name))


def fact(case: Case, *parts: str) -> Fact | None:
    """The survey fact with these parts of an ID, none when it is absent or empty."""
    return survey_fact(case, *parts)


def shown(case: Case, *parts: str) -> tuple[Inline, ...]:
    """A survey fact with its unit, a dash where it is absent."""
    found = fact(case, *parts)
    return (Text("—"),) if found is None else (figure(found),)


def value(found: Fact | None) -> Decimal | None:
    """The printed figure for a chart."""
    return None if found is None else found.printed


def counted(case: Case, *parts: str) -> bool:
    """Whether a count is there and not nought."""
    found = fact(case, *parts, "人数")
    return found is not None and found.value != 0


def share_of(case: Case, *parts: str, label: str) -> tuple[Inline, ...]:
    """``“非常满意”15人，占55.56%``."""
    words: list[Inline] = [Text(f"“{clean(label)}”"), *shown(case, *parts, "人数")]
    share = fact(case, *parts, "占比")
    if share is not None:
        words.extend([Text("，占"), figure(share)])
    return tuple(words)


# 政策知晓情况 + 知晓度 would say it twice.
_MEASURE_WORDS = re.compile(r"(?:知晓|了解|满意)(?:情况|程度|度)?$")


def measured_as(question: Question) -> str:
    """What the mean of a question is called in a sentence."""
    topic = _MEASURE_WORDS.sub("", clean(question.topic))
    match question.role:
        case "satisfaction":
            return f"{topic}满意度" if topic else "本题满意度"
        case "awareness":
            return f"{topic}知晓度" if topic else "知晓度"
        case "effect":
            return f"{topic}的评价均值" if topic else "本题评价均值"
    return f"{topic}的平均得分率" if topic else "本题平均得分率"
