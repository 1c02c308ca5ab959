"""佐证材料目录：索引号、名称、文号或凭证号、日期、页码和提供单位。

例：{{ 插入("佐证材料目录") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, columns, header, missing, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Row, Table

ID = "evidence_list"
TITLE = "佐证材料目录"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, in the order of the sheet 佐证; the column of pages only where there are any."""
    if case.engagement is None or not case.engagement.evidence:
        return missing("table", "佐证表：佐证材料的索引号、名称和文号")
    paged = any(piece.pages.strip() for piece in case.engagement.evidence)
    rows = [header("索引号", "材料名称", "文号或凭证号", "日期", *(["页码"] if paged else []), "提供单位")]
    for piece in case.engagement.evidence:
        pages = [piece.pages] if paged else []
        told = (piece.index, piece.name, piece.reference, piece.date, *pages, piece.provider)
        rows.append(Row(tuple(words(text) if text.strip() else DASH for text in told)))
    shape = columns(9, (32 if paged else 34, "left"), 16, 14 if paged else 16, *([6] if paged else []), (23, "left"))
    return (Table("table", shape, tuple(rows), caption(TITLE)),)
