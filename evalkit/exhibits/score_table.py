"""评分表：一行一个末级指标，各级指标的分值、得分和得分率（百分制）并列，末行总分。指标体系和评分分成两张表时用它。

选项“表名”换掉表的标题。
例：{{ 插入("评分表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, missing, named, num, words
from evalkit.exhibits._framework import LEVEL_NAMES, depth_of
from evalkit.figures import children_of, indicators_of, leaves_of
from evalkit.model.case import Case
from evalkit.model.document import Align, Block, Cell, Row, Table, Text
from evalkit.model.scoring import Indicator

ID = "score_table"
TITLE = "评分表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One compact table: names and points from the first level down, then scores and rates from the last level up."""
    if not children_of(case):
        return missing("table", "指标表：各级指标、分值和得分")
    last = depth_of(case)
    rows = [*_headers(last), *_rows(case, last)]
    adjusted = "调整前总分" in case.facts
    for label, id in (("总分", "调整前总分"), ("加减分后总分", "总分")) if adjusted else (("总分", "总分"),):
        rate = cell() if id == "调整前总分" else num(case, "总得分率", unit=True)
        full = (num(case, "满分"), num(case, id), rate)
        total = (cell(Text(label), colspan=2 * last - 1), *full, cell(colspan=2 * (last - 1)))
        rows.append(Row(total, "total"))
    names: tuple[tuple[int, Align] | int, ...] = ((12, "left"), 5)
    shape = columns(*(last - 1) * names, (16, "left"), 5, *last * (6, 9))
    title = named(options, "绩效评价指标评分表")
    return (Table("table", shape, tuple(rows), caption(title, label=TITLE), compact=True),)


def _headers(last: int) -> list[Row]:
    """Two header rows: the levels, and under each level's score its points and its rate."""
    names = LEVEL_NAMES[:last]
    above: list[Cell] = []
    for name in names:
        above.extend([cell(Text(name), rowspan=2), cell(Text("分值"), rowspan=2)])
    above.extend(cell(Text(f"{name}得分"), colspan=2) for name in reversed(names))
    below = [cell(Text(label)) for _ in names for label in ("得分", "得分率")]
    return [Row(tuple(above), "header"), Row(tuple(below), "header")]


def _rows(case: Case, last: int) -> list[Row]:
    by_code = {node.code: node for node in indicators_of(case)}
    seen: set[str] = set()
    rows = []
    for leaf in leaves_of(case):
        path = [leaf]
        while path[0].parent in by_code:
            path.insert(0, by_code[path[0].parent])
        begun = [node for node in path if node.code not in seen]
        seen.update(node.code for node in begun)
        named_cells: list[Cell] = []
        scored: list[Cell] = []
        for node in begun:
            tall, wide = (1 if node.leaf else len(leaves_of(case, node.code))), 1
            if node.leaf and node.level < last:
                wide += 2 * (last - node.level)
            name = Cell(words(node.name).inlines, wide, tall)
            named_cells.extend([name, _tall(num(case, f"分值.{node.code}"), tall)])
        for node in reversed(begun):
            scored.extend(_scores(case, node, last))
        rows.append(Row((*named_cells, *scored)))
    return rows


def _scores(case: Case, node: Indicator, last: int) -> list[Cell]:
    """The score of a node and its rate; a leaf above the deepest level has its columns to the left as well."""
    tall = 1 if node.leaf else len(leaves_of(case, node.code))
    wide = 1 + (2 * (last - node.level) if node.leaf else 0)
    points = num(case, f"得分.{node.code}")
    return [Cell(points.inlines, wide, tall), _tall(num(case, f"得分率.{node.code}", unit=True), tall)]


def _tall(one: Cell, rows: int) -> Cell:
    return Cell(one.inlines, 1, rows)
