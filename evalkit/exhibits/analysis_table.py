"""指标分析表：一个一级指标之下各指标的分值、业绩值和得分，末行合计。

选项“一级”写一级指标的编码（如 A）；不写则列出全部指标。
事前评估没有业绩，选项“列名”换掉“业绩值”一列的名称。
例：{{ 插入("指标分析表", 一级="A") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, num
from evalkit.exhibits._framework import LEVEL_NAMES, depth_of, level_cells, name_cell, phrase
from evalkit.figures import children_of, indicators_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Row, Table, Text

ID = "analysis_table"
TITLE = "指标分析表"
OPTIONS = ("一级", "列名")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; the 业绩值 is a phrase or the figure the rule read, never a score."""
    code = options.get("一级", "")
    top = next((node for node in indicators_of(case) if node.code == code), None)
    if not children_of(case) or (code and top is None):
        return missing("table", f"指标表里编码为{code}的指标" if code else "指标表：各级指标及分值")
    first = 2 if code else 1
    last = max(depth_of(case), first)
    rows = [header(*LEVEL_NAMES[first - 1 : last], "分值", options.get("列名", "") or "业绩值", "得分")]
    for leaf, cells in level_cells(case, code, first, last, name_cell):
        figures = (num(case, f"分值.{leaf.code}"), Cell(phrase(case, leaf)), num(case, f"得分.{leaf.code}"))
        rows.append(Row((*cells, *figures)))
    ids = (f"分值.{code}", f"得分.{code}") if code else ("满分", "总分")
    total = cell(Text("合计"), colspan=last - first + 1)
    rows.append(Row((total, num(case, ids[0]), DASH, num(case, ids[1])), "total"))
    shape = columns(*[22] * (last - first + 1), 12, 24, 12)
    title = f"{top.name}指标得分情况" if top is not None else "指标得分情况"
    label = f"{TITLE}:{code}" if code else TITLE
    return (Table("table", shape, tuple(rows), caption(title, label=label)),)
