"""问题建议对应表：每个问题对应的扣分指标、建议、责任主体和时限。

例：{{ 插入("问题建议对应表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, columns, header, joined, missing, words
from evalkit.figures import fact_of, figure, indicators_of, undecided
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Placeholder, Row, Table, Text
from evalkit.model.engagement import Problem

ID = "problems_table"
TITLE = "问题建议对应表"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, a row a problem."""
    if case.engagement is None or not case.engagement.problems:
        return missing("table", "问题建议表：发现的问题和建议")
    rows = [header("问题", "对应指标及扣分", "建议", "责任主体", "完成时限")]
    for order, problem in enumerate(case.engagement.problems, start=1):
        told = (
            Cell((Text(f"问题{order}："), *words(problem.title).inlines)),
            Cell(_deductions(case, problem)),
            words(problem.advice, f"针对问题{order}的建议"),
            words(problem.responsible, "由谁做"),
            words(problem.deadline, "什么时候做完"),
        )
        rows.append(Row(told))
    shape = columns((21, "left"), (31, "left"), (20, "left"), 13, 15)
    return (Table("table", shape, tuple(rows), caption("问题与建议对应表", label=TITLE)),)


def _deductions(case: Case, problem: Problem) -> tuple[Inline, ...]:
    names = {node.code: node.name for node in indicators_of(case)}
    parts: list[tuple[Inline, ...]] = []
    for code in problem.indicators:
        if code not in names:
            continue
        lost = fact_of(case, f"扣分.{code}")
        cost = (Text("（扣"), figure(lost), Text("）")) if not undecided(case, code) else (Text("（尚未评分）"),)
        parts.append((Text(names[code]), *cost))
    if parts:
        return joined(parts, "、")
    return words(problem.remark).inlines or (Placeholder("对应的指标，或没有扣分的原因"),)
