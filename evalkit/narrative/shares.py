"""Mean scores that the words around them turn into a share or number of people (``87.04%的受访者认为``)."""

from __future__ import annotations

import re

from evalkit.model.document import Document, Num, inlines_of, plain_text
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, fault
from evalkit.quantities import PERCENT, mean_behind

_PEOPLE = (
    r"(?:受访|被访|被调查|调查对象|受益|服务对象|对象|职工|员工|群众|居民|村民|市民|农户|贫困户"
    r"|学生|家长|教师|干部|老人|留守|患者|企业(?!发展)|填表人|人员|人(?!均|才|工|民|力))"
    r"(?!的?(?:总体|综合|平均)?(?:满意度|均值|得分|评分|评价|均分))"
)
# What may stand between a figure and the words it counts: its sign, a remark in brackets, 左右.
_SIGN = r"\s*[%％]?\s*(?:（[^（）]{0,20}）|\([^()]{0,20}\))?\s*"
#: ``87.04%的受访者``, ``87.04%（27人）的职工``.
_OF_PEOPLE = re.compile(_SIGN + r"(?:左右|以上)?\s*的\s*" + _PEOPLE)
#: ``有87.04%职工``, ``占比87.04%的留守人员``: with a word of shares in front, people may stand a few words behind.
_BEHIND = re.compile(_SIGN + r"[^，。；：、！？\n]{0,6}?" + _PEOPLE)
_OF_A_WHOLE = r"(?:占比?|比例|比重)\s*(?:[为是达到约近]|超过|接近|大约|将近)*\s*$"
_PART = re.compile(rf"(?<![没具拥所])有\s*(?:[约近]|超过|接近|大约|将近)*\s*$|{_OF_A_WHOLE}")
#: ``满意的职工占87.04%``, and whatever else is said to be a part of a whole.
_SHARED = re.compile(_OF_A_WHOLE)
_BEFORE = re.compile(_PEOPLE + r"[^，。；：、！？\n]{0,8}$")
#: ``86.57人``: the figure without its sign as a number of people.
_COUNTED = re.compile(r"\s*(?:人(?!均|才|工|民|力)|名|位|户|家)")


def means_as_shares(document: Document, facts: Facts) -> tuple[Finding, ...]:
    """A fault at every such place.

    What was computed from a mean score is held to the same, unless it is said to be a part of something else.
    """
    found = []
    for block in document.blocks():
        for inlines in inlines_of(block):
            for place, here in enumerate(inlines):
                fact = facts.get(here.fact) if isinstance(here, Num) else None
                if fact is None or fact.measure not in PERCENT or mean_behind(fact, facts) is None:
                    continue
                before, after = plain_text(inlines[:place]), plain_text(inlines[place + 1 :])
                words = _as_share(before, plain_text((here,)), after, fact)
                if words is not None:
                    message = f"“{words}”把平均得分“{fact.id}”写成了人数占比"
                    cure = "写成“满意度为……”；要写多少人，用选项的占比（如 问卷.编号.题号.选项.占比）"
                    found.append(fault(block.at, message, cure))
    return tuple(found)


def _as_share(before: str, printed: str, after: str, fact: Fact) -> str | None:
    """The words that make a share of people of a mean score, the figure among them; None where nothing does."""
    direct = _OF_PEOPLE.match(after) or (None if "%" in printed else _COUNTED.match(after))
    if direct:
        return printed + direct.group()
    part, later = _PART.search(before), _BEHIND.match(after)
    if part and later:
        return part.group() + printed + later.group()
    shared = _SHARED.search(before)
    if shared and (fact.measure is Measure.MEAN or _BEFORE.search(before[: shared.start()])):
        return shared.group() + printed
    return None
