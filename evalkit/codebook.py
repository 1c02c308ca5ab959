"""The categories of an open question: those of its codebook, and one for answers that say there is nothing to say."""

from __future__ import annotations

import re

from evalkit.model.questionnaire import Question
from evalkit.numbers import plain

#: The category of answers that say there is nothing, and names by which a codebook may have it already.
NOTHING = "没有意见"
_NOTHING_NAMES = (NOTHING, "无", "无意见", "没有", "没有建议", "无建议", "没有意见和建议", "无意见建议")
#: What stands for answers without a category.
UNCODED = "未归类"
#: What the name of a coding sheet has behind the questionnaire's: ``responses/职工.编码.xlsx``.
SHEET = ".编码"

_OPINION = "意见|建议|想法|看法|要求|问题|补充|不满|话|需要|困难"
_SAYS_NOTHING = re.compile(
    r"(?:暂时|目前|现在|暂|我们?|本人|个人|这方面|也|都|真的?|实在)*(?:没有?|无|木有|毫无|并无)"
    rf"(?:什么|任何|其他|其它|别的|更多|特别|啥|太?大|具体|的)*(?:(?:{_OPINION})(?:和|与|或|及|以及)?(?:的)?)*(?:要?(?:提|说|讲)的?)?(?:了|的|哈|啊|吧|呢|哦|呀)*"
    r"|na|none|no|nothing|nil|null",
    re.IGNORECASE,
)
#: Characters beyond which an answer says something.
_LONGEST = 40
_SIGNS = re.compile(r"[\s。，,.、!！?？~～;；:：…—\-_/\\]+")

Categories = tuple[tuple[str, tuple[str, ...]], ...]


def is_coded(question: Question) -> bool:
    """Whether the answers of a question are put into categories: it asks for opinions, or has a codebook."""
    return question.type == "text" and (question.role == "open" or bool(question.categories))


def nothing_of(question: Question) -> str:
    """The name under which a question has the answers that say nothing."""
    return next((name for name, _ in question.categories if name in _NOTHING_NAMES), NOTHING)


def categories(question: Question) -> Categories:
    """The names and keywords of a question's categories, the one for nothing last unless the codebook has it."""
    name = nothing_of(question)
    return question.categories if name in dict(question.categories) else (*question.categories, (name, ()))


def says_nothing(text: str) -> bool:
    """Whether an answer says that there is nothing to say: “无”“暂时没有意见”."""
    if len(text) > _LONGEST:
        return False
    bare = _SIGNS.sub("", plain(text)).removesuffix("谢谢")
    return not bare or bool(_SAYS_NOTHING.fullmatch(bare))
