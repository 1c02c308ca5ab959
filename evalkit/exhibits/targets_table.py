"""目标与完成对照表：写了目标值或实际完成值的指标，目标、完成和业绩值对照。

例：{{ 插入("目标与完成对照表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, columns, header, missing, words
from evalkit.exhibits._framework import phrase
from evalkit.figures import indicators_of, leaves_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Row, Table

ID = "targets_table"
TITLE = "目标与完成对照表"
OPTIONS = ("一级",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; the option 一级 (codes, parted by 、) limits it to some first-level nodes."""
    codes = [code for code in options.get("一级", "").split("、") if code] or [""]
    leaves = [leaf for code in codes for leaf in leaves_of(case, code) if leaf.target or leaf.actual]
    if not leaves:
        return missing("table", "指标表的目标值和实际完成值")
    names = {node.code: node.name for node in indicators_of(case)}
    rows = [header("二级指标", "指标", "目标值", "实际完成值", "业绩值")]
    for index, leaf in enumerate(leaves):
        begun = []
        if index == 0 or leaves[index - 1].parent != leaf.parent:
            run = 1
            while index + run < len(leaves) and leaves[index + run].parent == leaf.parent:
                run += 1
            begun = [Cell(words(names.get(leaf.parent, "")).inlines, rowspan=run)]
        typed = (
            words(leaf.target, f"{leaf.name}的目标值"),
            words(leaf.actual, f"{leaf.name}的实际完成值"),
        )
        rows.append(Row((*begun, words(leaf.name), *typed, Cell(phrase(case, leaf)))))
    return (Table("table", columns(16, 26, 20, 20, 18), tuple(rows), caption("绩效目标与完成情况对照表", label=TITLE)),)
