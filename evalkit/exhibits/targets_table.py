"""目标与完成对照表：写了目标值或实际完成值的指标，目标、完成和业绩值对照，并说明是否完成。

决策、过程考察项目怎样管理，不是绩效目标，不列入：选项“不含”写不列入的一级指标，不写则为“决策、过程”。选项“一级”写一级
指标的编码，只列这些。是否完成先比较两列数字，比不出的看得分是否满分；两者都看不出或互相矛盾的显示“—”。
例：{{ 插入("目标与完成对照表", 不含="决策、过程") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, words
from evalkit.exhibits._framework import LEVEL_NAMES, phrase
from evalkit.figures import PROCESS, figure, indicators_of, leaves_of, read_as_result, target_met, targets_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Row, Table, Text

ID = "targets_table"
TITLE = "目标与完成对照表"
OPTIONS = ("一级", "不含")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; the option 一级 (codes, parted by 、) limits it to some nodes, 不含 leaves first-level ones out."""
    codes = [code for code in options.get("一级", "").split("、") if code]
    without = [name for name in options.get("不含", "、".join(PROCESS)).split("、") if name]
    leaves = [leaf for code in codes for leaf in leaves_of(case, code) if leaf.target or leaf.actual]
    if not codes:
        leaves = list(targets_of(case, without))
    if not leaves:
        return missing("table", "指标表的目标值和实际完成值")
    names = {node.code: node for node in indicators_of(case)}
    above = {names[leaf.parent].level for leaf in leaves if leaf.parent in names}
    over = LEVEL_NAMES[above.pop() - 1] if len(above) == 1 else "上级指标"
    rows = [header(over, "指标", "目标值", "实际完成值", "业绩值", "是否完成")]
    for index, leaf in enumerate(leaves):
        begun = []
        if index == 0 or leaves[index - 1].parent != leaf.parent:
            run = 1
            while index + run < len(leaves) and leaves[index + run].parent == leaf.parent:
                run += 1
            begun = [Cell(words(names[leaf.parent].name if leaf.parent in names else "").inlines, rowspan=run)]
        typed = (
            words(leaf.target, "目标值"),
            words(leaf.actual, "实际完成值") if (fact := read_as_result(case, leaf)) is None else cell(figure(fact)),
        )
        met = cell(Text({True: "完成", False: "未完成", None: "—"}[target_met(case, leaf)]))
        rows.append(Row((*begun, words(leaf.name), *typed, Cell(phrase(case, leaf)), met)))
    return (
        Table("table", columns(15, 22, 21, 17, 14, 11), tuple(rows), caption("绩效目标与完成情况对照表", label=TITLE)),
    )
