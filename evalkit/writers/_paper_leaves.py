"""The working papers: a sheet a first-level indicator, a page an indicator, to be printed and signed.

Everything here is shown from the sheets where it is written, so that nothing has to be written twice.
"""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.facts import Fact
from evalkit.model.scoring import Indicator
from evalkit.paper import leaf_words
from evalkit.writers._book import Page
from evalkit.writers._paper import HEADER_ROW, Paper, PointLine
from evalkit.writers._paper_nodes import node_cell
from evalkit.writers._paper_points import come_to, counted, shown_points
from evalkit.writers._paper_scores import rate_of, value_of

_WIDTHS = (10, 12, 10, 12, 9, 10, 9, 16, 25, 15)
_LAST = len(_WIDTHS) - 1
#: The columns of a point: order, words, worth, verdict, earned, what was found, evidence.
_POINT = ((0, 0), (1, 3), (4, 4), (5, 5), (6, 6), (7, 8), (9, 9))
_POINT_TITLES = ("序", "要点", "分值", "判定", "得分", "查到的事实", "佐证")


def write_leaves(page: Page, paper: Paper, top: Indicator) -> None:
    """The working papers of one first-level indicator."""
    page.widths(_WIDTHS)
    leaves = [leaf for leaf in paper.leaves if paper.chains[leaf.code][0].code == top.code]
    blocks = [_height(paper, leaf) for leaf in leaves]
    starts = [HEADER_ROW + 1 + sum(blocks[:place]) for place in range(len(blocks))]
    page.setup(HEADER_ROW, 0, paper.title, breaks=starts[1:] or [10_000])
    page.merge(0, 0, 0, _LAST, f"{paper.title}绩效评价工作底稿", "title")
    _head(page, paper, top)
    for leaf, start in zip(leaves, starts, strict=True):
        _leaf(page, paper, leaf, start)


def _head(page: Page, paper: Paper, top: Indicator) -> None:
    engagement = paper.case.engagement
    project = engagement.project if engagement else {}
    unit = project.get("实施单位", "") or project.get("主管部门", "")
    page.merge(1, 0, 1, _LAST, f"一级指标：{top.code} {top.name}　　年度：{project.get('年度', '')}", "remark")
    _label(page, HEADER_ROW, 0, "被评价单位")
    page.merge(HEADER_ROW, 1, HEADER_ROW, 5, unit)
    _label(page, HEADER_ROW, 6, "分值")
    _label(page, HEADER_ROW, 8, "得分")
    score = paper.sheet.scores.get(top.code) if paper.sheet else None
    for column, title, value in ((7, "分值", top.weight), (9, "得分", score.points if score else None)):
        formula = node_cell(paper, top.code, title)
        if formula is None or value is None:
            page.text(HEADER_ROW, column, "", "center")
        else:
            page.formula(HEADER_ROW, column, formula, value)


def _height(paper: Paper, leaf: Indicator) -> int:
    points = len(shown_points(paper, leaf.code))
    value = 1 if value_of(paper, leaf) else 0
    return 7 + (points + 1 if points else 0) + len(_closing(paper, leaf)) + value


def _closing(paper: Paper, leaf: Indicator) -> tuple[str, ...]:
    """The words below the points; what was found stands with the points where it was found point by point."""
    found = ("评分依据",) if leaf.finding or not shown_points(paper, leaf.code) else ()
    return (*found, "计算过程", "扣分原因", *(("人工理由",) if leaf.manual else ()))


def _leaf(page: Page, paper: Paper, leaf: Indicator, row: int) -> None:
    words = leaf_words(leaf, paper.sheet.scores.get(leaf.code) if paper.sheet else None)
    chain = paper.chains[leaf.code]
    page.text(row, 0, leaf.code, "bar")
    page.merge(row, 1, row, _LAST, " / ".join(node.name for node in chain), "bar")
    row = _scores(page, paper, leaf, row + 1)
    for title in ("指标解释", "评价标准"):
        row = _words(page, paper, leaf, row, title, words[title])
    value = value_of(paper, leaf)
    if value is not None:
        row = _value(page, paper, leaf, row, value)
    lines = shown_points(paper, leaf.code)
    if lines:
        row = _points(page, paper, row, lines)
    for title in _closing(paper, leaf):
        row = _words(page, paper, leaf, row, title, words[title])
    row = _evidence(page, paper, leaf, row, words["佐证"])
    signs = ("编制人", "编制日期", "复核人", "复核日期", "底稿号")
    for place, title in enumerate(signs):
        _label(page, row, place * 2, title)
        style = "date" if title.endswith("日期") else "center"
        page.show(row, place * 2 + 1, place * 2 + 1, paper.leaf_cell(leaf.code, title), words[title], style)


def _scores(page: Page, paper: Paper, leaf: Indicator, row: int) -> int:
    """分值, 规则得分, 人工得分, 得分 and 得分率, each shown from 指标评分."""
    score = paper.sheet.scores.get(leaf.code) if paper.sheet else None
    rate = rate_of(score.points, score.full) if score and score.full else None
    values = {
        "分值": leaf.weight,
        "规则得分": score.by_rule if score else None,
        "人工得分": leaf.manual.points if leaf.manual else None,
        "得分": score.points if score else None,
        "得分率（%）": rate,
    }
    for place, (title, value) in enumerate(values.items()):
        _label(page, row, place * 2, title)
        cell = paper.leaf_cell(leaf.code, title)
        places = leaf.places if title == "得分" else 2 if title == "得分率（%）" else None
        style = "sub-number" if title == "得分" else "number"
        page.formula(row, place * 2 + 1, f'=IF({cell}="","",{cell})', "" if value is None else value, style, places)
    return row + 1


def _words(page: Page, paper: Paper, leaf: Indicator, row: int, title: str, words: str) -> int:
    _label(page, row, 0, title)
    page.show(row, 1, _LAST, paper.leaf_cell(leaf.code, title), words)
    return row + 1


def _value(page: Page, paper: Paper, leaf: Indicator, row: int, value: Fact) -> int:
    """What the rule read: how it is written, the figure as printed, how it came about."""
    _label(page, row, 0, "取值")
    page.merge(row, 1, row, 3, leaf.value)
    cell = paper.leaf_cell(leaf.code, "取值")
    if paper.fact_cell(value.id) is None or not value.text:
        page.text(row, 4, value.display, "center")
    elif value.unit:
        page.formula(row, 4, f"={cell}", value.printed, "sub-number", value.places, value.unit)
    else:
        shown = value.printed if isinstance(value.value, Decimal) else value.text
        page.formula(row, 4, f"={cell}", shown, "sub-number", value.places)
    sources = "；".join(str(place) for place in value.sources)
    how = "\n".join(part for part in (value.how, f"出处：{sources}" if sources else "") if part)
    page.merge(row, 5, row, _LAST, how)
    return row + 1


def _points(page: Page, paper: Paper, row: int, lines: tuple[PointLine, ...]) -> int:
    for (left, right), title in zip(_POINT, _POINT_TITLES, strict=True):
        page.merge(row, left, row, right, title, "label")
    for line in lines:
        row += 1
        point, scored = line.point, line.scored
        words = {"要点": point.text, "判定": point.verdict, "查到的事实": point.fact, "佐证": "、".join(point.evidence)}
        for (left, right), title in zip(_POINT, _POINT_TITLES, strict=True):
            cell = paper.point_cell(point.code, point.order, title) or ""
            if title == "判定" and (times := counted(line)) is not None:
                page.formula(row, left, f"={cell}", times, "number", 0)
            elif title in words:
                page.show(row, left, right, cell, words[title], "center" if title == "判定" else "cell")
            elif title == "得分" and scored is None:
                page.formula(row, left, f'=IF({cell}="","",{cell})', come_to(line))
            else:
                value = {
                    "序": Decimal(point.order),
                    "分值": point.points,
                    "得分": scored.earned if scored else Decimal(0),
                }[title]
                places = 4 if title in ("分值", "得分") and point.share else None
                page.formula(row, left, f"={cell}", value, "number", places)
    return row + 1


def _evidence(page: Page, paper: Paper, leaf: Indicator, row: int, cited: str) -> int:
    """The evidence by its index, with the names the sheet 佐证 has for it."""
    engagement = paper.case.engagement
    names = {one.index: one.name for one in engagement.evidence} if engagement else {}
    _label(page, row, 0, "佐证")
    page.show(row, 1, 3, paper.leaf_cell(leaf.code, "佐证"), cited)
    listed = (f"{index} {names[index]}" for index in leaf.evidence if index in names)
    page.merge(row, 4, row, _LAST, "；".join(listed))
    return row + 1


def _label(page: Page, row: int, column: int, words: str) -> None:
    page.text(row, column, words, "label")
