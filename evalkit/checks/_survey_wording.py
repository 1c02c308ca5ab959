"""What the words of a question and of its options do wrong: two questions in one, a pushed answer, options that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.model.questionnaire import Question

_ASKED = r"(?:是否|有没有|满意|如何|怎么样|怎样|多大|多少|的?了解|的?评价|的?看法|帮助|作用|改善|提高|提升)"
# 及时, 普及, 和谐, 参与, 与否 join nothing.
_AND = r"以及|和(?![谐睦解])(?<![总共饱缓]和)|(?<!参)与(?!否)|(?<![普涉波以])及(?![时格])"
_JOINED = rf"(?:{_AND}|并且|而且|、)"
# “对 A 和 B 是否满意”：one answer for two things.
_DOUBLE = re.compile(rf"对(?!象)(?P<one>[^，。？?、对]{{2,20}}?){_JOINED}(?P<two>[^，。？?]{{2,20}}?){_ASKED}")
_DOUBLE_VERB = re.compile(r"是否(?P<one>[^，。？?]{2,12}?)(?:并且|而且|并|且)(?P<two>[^，。？?]{2,16})")
_ROW = re.compile(rf"(?P<one>[^（(]{{2,}}?)(?:{_AND}|或)(?P<two>[^（(]{{2,}})")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
#: Names that hold a joining word and are one thing.
_NAMES = re.compile(
    "公开公示|吃住行|衣食住行|第三方|村（居）|医疗卫生|教学科研|事业单位|意见建议|意见和建议|意见或建议|经济社会"
)

_LEADING = (
    (re.compile("(?:大家|多数人|大多数人?|人们|群众|专家)都?(?:认为|觉得|说)|众所周知|普遍认为"), "先说了别人的看法"),
    (re.compile("难道|岂不|不是吗|对吧|对不对[？?]?$|是吧|吧[？?]$"), "用了反问的口气"),
    (re.compile("(?:取得|发挥|起到|产生)了?(?:显著|巨大|积极|重要|明显|良好)"), "先下了好的结论"),
    (re.compile("(?:显著|极大地?|大大|有效地?|切实|有力地?)(?:提高|提升|改善|促进|缓解|增强|推动|解决|减轻)了?"), "先下了好的结论"),
    (re.compile("优质(?:高效)?的?服务|惠民(?:好|利民)|关怀|温暖|无微不至|这么好|如此好"), "用了褒义的词"),
    (re.compile("(?:糟糕|恶劣|差劲|低下|混乱|形同虚设)的?"), "用了贬义的词"),
)  # fmt: skip
_DENIED = re.compile("不(?:同意|认为|赞成|觉得|反对)[^，。？?]{0,12}(?:不|没)")
_PLURAL = re.compile("可多选|可以多选|多选|哪些|哪几")
_ALL = re.compile("以上都|以上全部|都有|两者都|全部都?是|均有")
_NONE = re.compile(
    "以上都(?:不|没)|都没有|都不|(?:以上)?均(?:无|不|没有)|^(?:没有|无|不了解|不清楚|不知道|说不清)$|^没有(?:遇到|参加|听说)"
)


def double(question: Question) -> Iterator[str]:
    """The two things one question asks for."""
    text = _NAMES.sub("某", _BRACKETS.sub("", question.text))
    found = _DOUBLE.search(text) or _DOUBLE_VERB.search(text)
    if found and question.type != "matrix" and question.role not in ("profile", "open"):
        yield f"一题问了两件事：“{found['one']}”和“{found['two']}”"
    for row in question.rows:
        both = _ROW.search(_NAMES.sub("某", _BRACKETS.sub("", row)))
        if both:
            yield f"有一行问了两件事：“{row}”"


def leading(question: Question) -> Iterator[str]:
    """What pushes the respondent to an answer, or makes a reader stumble."""
    for pattern, why in _LEADING:
        found = pattern.search(question.text)
        if found:
            yield f"题干有诱导：“{found[0]}”{why}"
            break
    if _DENIED.search(question.text):
        yield "题干用了双重否定，容易答反"


def inclusive(question: Question) -> Iterator[str]:
    """Options of which a respondent may want two where one is allowed, or none where several are."""
    if question.type == "single":
        if _PLURAL.search(question.text) and not any(option.score is not None for option in question.options):
            yield "题干让人选几项，题型却是单选"
        for option in question.options:
            if _ALL.search(option.label) and not _NONE.search(option.label):
                yield f"单选题有“{option.label}”，选项不是互斥的"
    if question.type == "multi":
        for option in question.options:
            if _NONE.search(option.label) and not option.alone:
                yield f"多选题的“{option.label}”不能与其他项同选，却没有说明"
