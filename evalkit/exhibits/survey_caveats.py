"""调查局限：使用调查结果时要注意什么，由数据写成：自愿填写、份数少、各类人的比重失衡、存疑答卷、回答完全一致。

没有这些情形的，说明没有。选项“问卷”只列一份问卷。
例：{{ 插入("调查局限") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import missing
from evalkit.exhibits._survey import chosen
from evalkit.exhibits._survey_limits import limits
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Items, Paragraph, Text

ID = "survey_caveats"
TITLE = "调查局限"
OPTIONS = ("问卷",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A list of cautions, or the sentence that there are none, per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里说明使用结果时要注意什么")
    blocks: list[Block] = []
    for one in found:
        cautions = tuple(limits(case, one))
        owner = f"“{clean(one.title)}”" if len(found) > 1 else ""
        if not cautions:
            blocks.append(Paragraph(f"{one.id}.none", (Text(f"{owner}样本数量和构成没有发现需要特别说明的问题。"),)))
            continue
        if len(cautions) == 1:
            blocks.append(
                Paragraph(
                    f"{one.id}.only", ((Text(f"使用{owner}调查结果时注意："), *cautions[0]) if owner else cautions[0])
                )
            )
            continue
        head: tuple[Inline, ...] = (Text(f"使用{owner}调查结果时注意以下各点："),)
        blocks += [Paragraph(f"{one.id}.lead", head), Items(f"{one.id}.list", cautions, ordered=True)]
    return tuple(blocks)
