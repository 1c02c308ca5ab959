"""得分情况表：一级、二级指标的分值、得分和得分率，一级指标合并单元格，每个一级指标有小计，末行合计。

尚未评完的显示【待填】，不会把部分得分当作合计印出。有加分、减分和一票否决的，合计之后单独列示；有不适用指标的，表下注明。
选项“表名”换掉表的标题。
例：{{ 插入("得分情况表") }}
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, named, num, words
from evalkit.figures import children_of, figure, prose
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Row, Table, Text
from evalkit.numbers import trimmed

ID = "score_summary"
TITLE = "得分情况表"
OPTIONS = ("表名",)


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
    adjusted = "调整前总分" in case.facts
    if adjusted:
        before = (num(case, "满分"), num(case, "调整前总分"), DASH)
        rows.append(Row((cell(Text("合计"), colspan=2), *before), "total"))
        rows.extend(_adjustments(case))
    last = "加减分后总分" if adjusted else "合计"
    rows.append(Row((cell(Text(last), colspan=2), *total), "total"))
    notes = _not_applying(case)
    shape = columns(22, 30, 14, 14, 20)
    return (
        Table("table", shape, tuple(rows), caption(named(options, "绩效评价得分情况表"), label=TITLE), notes=notes),
    )


def _adjustments(case: Case) -> Iterator[Row]:
    """What was added or taken after the rules, a row each; vetoes say what they did."""
    for place, one in enumerate(case.scoresheet.adjustments if case.scoresheet else (), start=1):
        if one.adjustment.target or not one.holds:
            continue
        cap = f"，总分封顶{trimmed(one.adjustment.cap)}分" if one.adjustment.cap is not None else ""
        effect = cap or (f"，{one.adjustment.effect}" if one.adjustment.effect else "")
        matter = words(f"{one.adjustment.kind}：{one.adjustment.matter.rstrip('。')}{effect}")
        fact = case.facts.get(f"加减分.{place}")
        change = cell(figure(fact, unit=False)) if fact is not None and one.change else DASH
        yield Row((Cell(matter.inlines, colspan=2), DASH, change, DASH))


def _not_applying(case: Case) -> tuple[tuple[Inline, ...], ...]:
    """A note on indicators that do not apply and where their points went."""
    idle = case.scoresheet.idle if case.scoresheet else ()
    listed = "；".join(f"{one.name}（{trimmed(one.weight)}分），{one.reason.rstrip('。')}" for one in idle)
    return (prose(f"注：以下指标不适用，分值已按比例分摊给其余指标：{listed}。"),) if idle else ()


def _points(case: Case, code: str) -> tuple[Cell, ...]:
    return num(case, f"分值.{code}"), num(case, f"得分.{code}"), num(case, f"得分率.{code}", unit=True)
