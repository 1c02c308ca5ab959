"""扣分汇总表：每个扣分指标扣了几分、为什么扣、对应哪个问题，末行合计。

没有对应问题的扣分显示【待填】。
例：{{ 插入("扣分汇总表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, num, words
from evalkit.exhibits._framework import problems_of, reason
from evalkit.figures import abridged, fact_of, leaves_of, score_of, undecided
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Placeholder, Row, Table, Text

ID = "deduction_summary"
TITLE = "扣分汇总表"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; indicators at full marks are left out."""
    if not leaves_of(case):
        return missing("table", "指标表：各级指标及分值")
    rows = [header("序号", "指标", "分值", "扣分", "扣分原因", "对应问题")]
    for leaf in leaves_of(case):
        score = score_of(case, leaf.code)
        if score is None or score.deducted <= 0:
            continue
        figures = (num(case, f"分值.{leaf.code}"), num(case, f"扣分.{leaf.code}"))
        ground = (Cell(reason(case, leaf)), Cell(problems_of(case, leaf)))
        rows.append(Row((cell(Text(str(len(rows)))), words(leaf.name), *figures, *ground)))
    names = abridged(leaf.name for leaf in undecided(case))
    notes: tuple[tuple[Inline, ...], ...] = ((Placeholder(f"评完这些指标后再汇总：{names}"),),) if names else ()
    if len(rows) == 1 and names:
        return missing("table", f"评完这些指标后汇总扣分：{names}")
    if len(rows) == 1:
        rows.append(Row((cell(Text("各指标均未扣分"), colspan=6),)))
    else:
        empty = fact_of(case, "体系.总扣分").empty
        sums = [cell(Text("—")) if empty else num(case, f"体系.{name}") for name in ("扣分指标分值", "总扣分")]
        rows.append(Row((cell(Text("合计"), colspan=2), *sums, cell(), cell()), "total"))
    shape = columns(6, 20, 8, 8, (42, "left"), 16)
    return (Table("table", shape, tuple(rows), caption(TITLE), notes=notes),)
