"""评价依据：评价依据的法规、政策和项目文件，逐条列出名称和文号。

例：{{ 插入("评价依据") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import missing
from evalkit.figures import cited
from evalkit.model.case import Case
from evalkit.model.document import Block, Paragraph, Text

ID = "bases_list"
TITLE = "评价依据"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A paragraph a document, numbered （1） one level below the headings, in the order of the sheet 依据."""
    if case.engagement is None or not case.engagement.bases:
        return missing("list", f"依据表：{case.work}依据的法规、政策和项目文件")
    bases = case.engagement.bases
    ends = ["；"] * (len(bases) - 1) + ["。"]
    return tuple(
        Paragraph(str(order), (Text(f"（{order}）{cited(one)}{end}"),))
        for order, (one, end) in enumerate(zip(bases, ends, strict=True), start=1)
    )
