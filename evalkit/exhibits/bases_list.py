"""评价依据：评价依据的法规、政策和项目文件，逐条列出名称和文号。

例：{{ 插入("评价依据") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import missing
from evalkit.figures import cited
from evalkit.model.case import Case
from evalkit.model.document import Block, Items, Text

ID = "bases_list"
TITLE = "评价依据"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A numbered list, in the order of the sheet 依据."""
    if case.engagement is None or not case.engagement.bases:
        return missing("list", "依据表：评价依据的法规、政策和项目文件")
    bases = case.engagement.bases
    ends = ["；"] * (len(bases) - 1) + ["。"]
    return (
        Items("list", tuple((Text(cited(one) + end),) for one, end in zip(bases, ends, strict=True)), ordered=True),
    )
