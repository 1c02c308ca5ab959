"""调查局限：使用调查结果时要注意什么，由数据写成：自愿填写、份数少、各类人的比重失衡、存疑答卷、回答完全一致。

没有这些情形的，说明没有；几份问卷一字不差的合写，注明是哪几份。选项“问卷”只列一份问卷。
例：{{ 插入("调查局限") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import missing
from evalkit.exhibits._survey import chosen, owner
from evalkit.exhibits._survey_limits import limits, shared
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Items, Paragraph, Text
from evalkit.model.questionnaire import Questionnaire

ID = "survey_caveats"
TITLE = "调查局限"
OPTIONS = ("问卷",)

_EVERY = {2: "两份问卷", 3: "三份问卷"}
_LEAD = "使用调查结果时注意以下各点："
_CALM = "样本数量和构成没有发现需要特别说明的问题。"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A list of cautions, or the sentence that there are none, per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里说明使用结果时要注意什么")
    if len(found) == 1:
        return tuple(_alone(case, found[0]))
    blocks: list[Block] = []
    for order, (those, runs) in enumerate(shared(case, found)):
        names = "、".join(_whose(case, one) for one in those)
        whose = _EVERY.get(len(found), "各份问卷") if len(those) == len(found) else names
        lead = f"使用{whose}的结果时{'都要' if len(those) > 1 else '要'}注意"
        if len(runs) == 1:
            blocks.append(Paragraph(f"{order}.only", (Text(f"{lead}："), *runs[0])))
        else:
            listed = Items(f"{order}.list", runs, ordered=True)
            blocks += [Paragraph(f"{order}.lead", (Text(f"{lead}以下各点："),)), listed]
    calm = [one for one in found if not any(limits(case, one))]
    if calm:
        blocks.append(Paragraph("none", (Text(f"{'、'.join(_whose(case, one) for one in calm)}的{_CALM}"),)))
    return tuple(blocks)


def _alone(case: Case, one: Questionnaire) -> list[Block]:
    cautions = tuple(limits(case, one))
    if not cautions:
        return [Paragraph(f"{one.id}.none", (Text(_CALM),))]
    if len(cautions) == 1:
        return [Paragraph(f"{one.id}.only", cautions[0])]
    return [Paragraph(f"{one.id}.lead", (Text(_LEAD),)), Items(f"{one.id}.list", cautions, ordered=True)]


def _whose(case: Case, one: Questionnaire) -> str:
    return owner(case, one) or f"“{clean(one.title)}”"
