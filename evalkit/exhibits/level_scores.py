"""得分率图：各一级指标得分率的条形图，是 Word 里可以改的图。

选项“层级”写“二级”时画各二级指标。
例：{{ 插入("得分率图") }}
"""

from __future__ import annotations

from decimal import Decimal

from evalkit.exhibits._cells import caption, missing
from evalkit.figures import children_of, fact_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Chart, Series

ID = "level_scores"
TITLE = "得分率图"
OPTIONS = ("层级",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One horizontal bar chart; a node that is not decided leaves a gap, and if none is, a placeholder stands here."""
    nodes = children_of(case)
    if options.get("层级") in ("二级", "2"):
        nodes = tuple(part for top in nodes for part in children_of(case, top.code))
    facts = [fact_of(case, f"得分率.{node.code}") for node in nodes]
    if all(fact.empty for fact in facts):
        return missing("chart", "各指标评完分后，这里是得分率图")
    values = tuple(None if fact.empty else fact.printed for fact in facts)
    told = "，".join(f"{node.name}{fact.display or '尚未评分'}" for node, fact in zip(nodes, facts, strict=True))
    series = Series("得分率", values, tuple(fact.id for fact in facts))
    title = "二级指标得分率" if options.get("层级") in ("二级", "2") else "一级指标得分率"
    names = tuple(node.name for node in nodes)
    shown = caption(f"{title}", "图", TITLE)
    return (Chart("chart", "bar", names, (series,), "%", shown, f"{title}：{told}", Decimal(100)),)
