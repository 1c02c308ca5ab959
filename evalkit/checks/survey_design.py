"""问卷设计：选项重叠或有缺口、量表不对称、一题两问、题干诱导、选项不互斥、缺“不了解”、说明里没有保密的话，问卷没有指标用。

查什么：还没有收回答卷的问卷，逐题看选项和措辞；所有的问卷，看有没有指标用到，指标读的数问卷给不给得出。
`evalkit survey check 问卷` 随时可以查一份，收回答卷以后也查。“以上、以下、以内”按民法典第1259条包括本数，“不满、超过”不包括。

例：“20岁以下”后面是“20至40岁”，20岁的人不知道选哪一项；“您对态度和效率是否满意”，一题问了两件事。

怎样改：按每条的办法改问卷；发放以后不要再改选项，答卷会对不上。归在“其他”，认可时检查项写 other。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks import _survey_intervals, _survey_wording
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.facts import label_part
from evalkit.model.places import Finding, Severity, Where
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.numbers import trimmed

ID = "survey_design"
TITLE = "问卷设计"

#: The kinds of the contract its findings go by.
KIND, LACKS = "other", "missing_part"

_SCORED = ("satisfaction", "effect")
_WHOLE = re.compile("总的来说|总体|整体|综合")
_CONFIDENTIAL = re.compile("不记名|匿名|保密|无需(?:填写|留下)姓名|不(?:用|必|需要?)(?:填写|留下)?姓名")
_PURPOSE = re.compile("了解|评价|调查|听取|改进|征求")
_READ = re.compile(
    r"问卷\.([^\s.（）()+\-*/,，。、；;：:<>=≥≤≠「」{}|]+)\.([^\s（）()+\-*/,，。、；;：:<>=≥≤≠「」{}|]+)"
)
_TOTALS = ("满意度", "均值", "满意率", "含一般满意率")
#: How many forms there were says nothing of what people answered: adding them up does not use a questionnaire.
_ACCOUNTING = {"发放", "总体", "收回", "有效", "无效", "存疑", "回收率", "有效率", "抽样误差"}
_SCALE = "如 {非常满意: 100, 比较满意: 75, 一般: 50, 不太满意: 25, 非常不满意: 0, 不了解: 不计}"


def check(case: Case) -> tuple[Finding, ...]:
    """The design of questionnaires that are still to be handed out, and what indicators read of all of them."""
    engagement = case.engagement
    if engagement is None:
        return ()
    found: list[Finding] = []
    for form in engagement.questionnaires:
        if form.id not in engagement.responses:
            found.extend(lint(form))
        found.extend(one for one in unread(engagement, form) if one.severity != "note")
    return tuple(found)


def lint(form: Questionnaire) -> tuple[Finding, ...]:
    """What is wrong with a questionnaire by itself, in the order of its questions."""
    return (
        *_intro(form),
        *(found for question in form.questions for found in _question(form, question)),
        *_whole(form),
    )


def unread(engagement: Engagement, form: Questionnaire) -> tuple[Finding, ...]:
    """A questionnaire no indicator reads, or its scored questions that none does."""
    reads = [(name, rest) for text, _ in _texts(engagement) for name, rest in _READ.findall(text)]
    name = label_part(form.id)
    used = {_part(rest) for one, rest in reads if one == name} - _ACCOUNTING
    if not used:
        cure = f"在“指标”表的“取值”里写 问卷.{form.id}.满意度；只作参考的，在报告里说明"
        return (Finding(KIND, "warning", f"没有指标用到问卷“{form.id}”", form.at, cure, f"问卷.{form.id}"),)
    total = bool(used & set(_TOTALS))
    idle = [
        question
        for question in form.questions
        if question.role in ("satisfaction", "awareness", "effect")
        and question.id not in used
        and not (total and question.weight is not None)
    ]
    if not idle:
        return ()
    message = f"没有指标用到 {'、'.join(question.id for question in idle)}"
    cure = "需要计分的，在“指标”表的“取值”里写它，如 问卷.名称.Q4.均值；不需要的，可以删去，问卷短一些"
    return (Finding(KIND, "note", message, idle[0].at, cure, f"问卷.{form.id}"),)


def _part(rest: str) -> str:
    """The question or the total a figure is of, be it weighted, of one group or without the doubtful forms."""
    parts = rest.split(".")
    return next(iter(parts[{"加权": 1, "不含存疑": 1, "分组": 2}.get(parts[0], 0) :]), "")


def misread(engagement: Engagement, form: Questionnaire, known: set[str]) -> tuple[Finding, ...]:
    """Figures of the questionnaire that an indicator or a fact reads and no question gives; ``known`` are those it gives."""
    name = label_part(form.id)
    found = []
    for text, at in _texts(engagement):
        for one, rest in _READ.findall(text):
            wrong = _wrong(form, rest, known) if one == name else ""
            if wrong:
                asked = "、".join(question.id for question in form.questions)
                cure = f"改正名称，或改问卷；题号有：{asked}"
                found.append(Finding(KIND, "error", f"“问卷.{one}.{rest}”{wrong}", at, cure, f"问卷.{form.id}"))
    return tuple(dict.fromkeys(found))


def _wrong(form: Questionnaire, rest: str, known: set[str]) -> str:
    first, _, last = rest.partition(".")
    question = next((question for question in form.questions if question.id == first), None)
    if first in _TOTALS and all(one.weight is None for one in form.questions):
        return "：没有一题计入满意度"
    if question is not None and last == "均值" and question.options and not _scored(question):
        return f"：{first} 的选项没有分值，没有均值"
    if f"问卷.{label_part(form.id)}.{rest}" not in known:
        return "：问卷里没有这道题" if question is None and re.fullmatch(r"Q\d+", first) else "：问卷给不出这个数"
    return ""


def _scored(question: Question) -> bool:
    return any(option.score is not None for option in question.options)


def _texts(engagement: Engagement) -> Iterator[tuple[str, Where]]:
    """Every text of the tables and chapters that may name a figure."""
    for node in engagement.indicators:
        for text in (node.value, node.actual, node.finding, node.phrase, repr(node.rule) if node.rule else ""):
            yield text, node.at
        for point in node.points:
            yield f"{point.value} {point.fact} {repr(point.rule) if point.rule else ''}", point.at
    for text, at in engagement.expressions.values():
        yield text, at


def _finding(form: Questionnaire, severity: Severity, message: str, at: Where, cure: str) -> Finding:
    return Finding(KIND, severity, message, at, cure, f"问卷.{form.id}")


# ---- a questionnaire ----------------------------------------------------------------------------------------------


def _intro(form: Questionnaire) -> Iterator[Finding]:
    subject = f"问卷.{form.id}"
    if not _CONFIDENTIAL.search(form.intro):
        cure = "在“说明”里写明不记名、只作汇总统计、个人信息保密"
        yield Finding(LACKS, "warning", "问卷的说明没有写不记名或保密", form.at, cure, subject)
    if not _PURPOSE.search(form.intro):
        cure = "在“说明”里写明受谁委托、为什么调查、大约要几分钟"
        yield Finding(LACKS, "note", "问卷的说明没有写调查的目的", form.at, cure, subject)


def _whole(form: Questionnaire) -> Iterator[Finding]:
    lacking = [
        question
        for question in form.questions
        if question.role in _SCORED
        and question.shown is None
        and not _WHOLE.search(question.text)
        and len([option for option in question.options if option.score is not None]) > 2
        and all(option.score is not None for option in question.options)
    ]
    if lacking:
        message = f"{'、'.join(question.id for question in lacking)} 没有“不了解”，没有经历过的人只能猜"
        cure = "加一个不计分的选项 {选项: 不了解, 分值: 不计}；只问经历过的人的，写“显示条件”"
        yield _finding(form, "warning", message, lacking[0].at, cure)
    if not any(question.type == "text" and question.role == "open" for question in form.questions):
        cure = "最后加一道填空题，角色写“意见”，并写“类别”"
        yield _finding(form, "note", "没有让人写意见的题", form.at, cure)


# ---- a question ---------------------------------------------------------------------------------------------------


def _question(form: Questionnaire, question: Question) -> Iterator[Finding]:
    if question.type in ("single", "scale", "matrix"):
        for wrong, option in _survey_intervals.faults(question.options):
            cure = "分段首尾相接，如：不满20岁、20至39岁、40岁及以上；“以上、以下”包括本数，“不满、超过”不包括"
            yield _finding(form, "warning", f"{question.id} 的选项{wrong}", option.at, cure)
        yield from _scale(form, question)
    for wrong in _survey_wording.double(question):
        cure = "拆成两题，或改成矩阵题的两行，一行一件事"
        yield _finding(form, "warning", f"{question.id} {wrong}", question.at, cure)
    for wrong in _survey_wording.leading(question):
        yield _finding(form, "warning", f"{question.id} {wrong}", question.at, "改成中性的问法，如“您对……是否满意？”")
    for wrong in _survey_wording.inclusive(question):
        cure = "改成多选，或改写选项使一个人只合一项"
        if question.type == "multi":
            cure = "写成 {选项: 以上都没有, 独选: 是}"
        yield _finding(form, "warning", f"{question.id} {wrong}", question.at, cure)
    if question.type == "text" and question.role == "open" and not question.categories:
        cure = "写“类别”：名称和关键词，如 {希望提高标准: [提高, 太少]}，意见才能归类统计"
        yield _finding(form, "note", f"{question.id} 没有写意见的类别", question.at, cure)


def _scale(form: Questionnaire, question: Question) -> Iterator[Finding]:
    """A scale with more steps on one side, or whose options do not stand in order."""
    scores = [option.score for option in question.options if option.score is not None]
    if len(scores) < 3 or max(scores) == min(scores):
        return
    middle = (max(scores) + min(scores)) / Decimal(2)
    above, below = sum(1 for one in scores if one > middle), sum(1 for one in scores if one < middle)
    if above != below:
        message = f"{question.id} 的量表不对称：分值高于中点（{trimmed(middle)}）的选项 {above} 个，低于的 {below} 个，结果会偏向一边"
        yield _finding(form, "warning", message, question.at, f"正负两边的选项一样多，{_SCALE}")
    if scores not in (sorted(scores), sorted(scores, reverse=True)):
        cure = "按程度从高到低排列，不计分的放在最后"
        yield _finding(form, "warning", f"{question.id} 的选项没有按程度排列", question.at, cure)
