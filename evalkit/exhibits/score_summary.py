"""得分情况表：一级、二级指标的分值、得分和得分率，一级指标合并单元格，每个一级指标有小计，末行合计。

尚未评完的显示【待填】，不会把部分得分当作合计印出。
例：{{ 插入("得分情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, num, words
from evalkit.figures import children_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Row, Table, Text

ID = "score_summary"
TITLE = "得分情况表"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; level 1 spans its parts and their subtotal."""
    tops = children_of(case)
    if not tops:
        return missing("table", "指标表：一级、二级、三级指标及分值")
    rows = [header("一级指标", "二级指标", "分值", "得分", "得分率")]
    for top in tops:
        parts = children_of(case, top.code)
        head = Cell(words(top.name).inlines, rowspan=len(parts) + 1)
        for order, part in enumerate(parts):
            begun = [head] if order == 0 else []
            rows.append(Row((*begun, words(part.name), *_points(case, part.code))))
        begun = [] if parts else [head]
        subtotal = cell(Text("小计")) if parts else DASH
        rows.append(Row((*begun, subtotal, *_points(case, top.code)), "subtotal"))
    total = (num(case, "满分"), num(case, "总分"), num(case, "总得分率", unit=True))
    rows.append(Row((cell(Text("合计"), colspan=2), *total), "total"))
    return (Table("table", columns(22, 30, 14, 14, 20), tuple(rows), caption("绩效评价得分情况表", label=TITLE)),)


def _points(case: Case, code: str) -> tuple[Cell, ...]:
    return num(case, f"分值.{code}"), num(case, f"得分.{code}"), num(case, f"得分率.{code}", unit=True)
