"""Where the scoring paper shows the score of a node, the total and the grade."""

from __future__ import annotations

from evalkit.paper import SUMMARY, SUMMARY_COLUMNS
from evalkit.writers._paper import FIRST_ROW, Paper


def node_cell(paper: Paper, code: str, title: str) -> str | None:
    """The formula for a node's 分值, 得分, 扣分 or 得分率（%）: the cell in 指标评分 or in the summary, else a sum over leaves."""
    if code in paper.leaf_rows:
        return "=" + paper.leaf_cell(code, title)
    if code in paper.summary_rows:
        return "=" + paper.cell(SUMMARY, paper.summary_rows[code], SUMMARY_COLUMNS.index(title))
    if code not in paper.spans:
        return None
    got, full = (f"ROUND(SUM({paper.leaf_range(code, name)}),2)" for name in ("得分", "分值"))
    return {
        "得分": f"={got}",
        "分值": f"={full}",
        "扣分": f"=ROUND({full}-{got},2)",
        "得分率（%）": f"=IF({full}=0,0,ROUND(ROUND({got}/{full}*100,10),2))",
    }[title]


def total_cell(paper: Paper, title: str) -> str:
    """The cell of the total's 分值, 得分 or 得分率（%）, or of the 等级 below it."""
    row = FIRST_ROW + len(paper.summary) - 1 + extra_rows(paper)
    if title == "等级":
        return paper.cell(SUMMARY, row + 1, 2)
    return paper.cell(SUMMARY, row, SUMMARY_COLUMNS.index(title))


def extra_rows(paper: Paper) -> int:
    """How many rows the adjustments take between the sum of the indicators and the total."""
    applied = paper.sheet.adjustments if paper.sheet else ()
    return len(applied) + 2 if applied else 0
