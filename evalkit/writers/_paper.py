"""Where everything of the scoring paper stands: known before the first cell is written, because formulas point ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evalkit.model.case import Case
from evalkit.model.facts import Fact
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Point, PointScore, Score, Scoresheet
from evalkit.model.source import column_letters
from evalkit.writers._book import HEADER

SUMMARY, SCORES, POINTS, FACTS, SURVEYS, PROBLEMS = "评分汇总", "指标评分", "要点", "事实", "问卷", "扣分与问题"
EVIDENCE, VERSIONS, OPINIONS = "佐证", "版本分", "意见"

#: Every sheet has a title, a remark, a header row; data begin below.
HEADER_ROW = HEADER
FIRST_ROW = HEADER + 1

#: The column of the printed figure in 事实, of what a point earned in 要点.
PRINTED_COLUMN = 2
EARNED_COLUMN = 6


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row of the summary: an inner node (or a leaf right under the first level), a subtotal, or the total."""

    kind: str  # part, subtotal, total
    top: Indicator | None
    node: Indicator | None


@dataclass(frozen=True, slots=True)
class PointLine:
    indicator: Indicator
    point: Point
    scored: PointScore | None


@dataclass(frozen=True, slots=True)
class Paper:
    """The case with the row of every fact, point, leaf and summary line (counted from 0)."""

    case: Case
    depth: int
    fact_rows: Mapping[str, int]
    points: tuple[PointLine, ...]
    point_rows: Mapping[tuple[str, int], int]
    leaves: tuple[Indicator, ...]
    leaf_rows: Mapping[str, int]
    summary: tuple[SummaryRow, ...]
    linked: frozenset[str]

    @property
    def sheet(self) -> Scoresheet | None:
        return self.case.scoresheet

    @property
    def title(self) -> str:
        engagement = self.case.engagement
        return engagement.project.get("名称", "") if engagement else ""

    def fact(self, id: str) -> Fact | None:
        return self.case.facts.get(id)

    def column(self, title: str) -> int:
        """The column of 指标评分 with this header."""
        return score_columns(self.depth).index(title)

    def cell(self, sheet: str, row: int, column: int) -> str:
        return f"'{sheet}'!${column_letters(column)}${row + 1}"

    def fact_cell(self, id: str) -> str | None:
        """The cell that holds a fact's printed figure; None for a fact nobody knows or that is empty."""
        fact = self.fact(id)
        return None if fact is None or fact.empty else self.cell(FACTS, self.fact_rows[id], PRINTED_COLUMN)

    def point_cell(self, code: str, order: int) -> str | None:
        row = self.point_rows.get((code, order))
        return (
            None
            if row is None or self.points[row - FIRST_ROW].scored is None
            else self.cell(POINTS, row, EARNED_COLUMN)
        )

    def leaf_cell(self, code: str, title: str) -> str:
        return self.cell(SCORES, self.leaf_rows[code], self.column(title))

    def leaf_range(self, code: str, title: str) -> str:
        """The cells of a column of 指标评分 that lie below a node; the leaves of a node stand together."""
        assert self.sheet is not None
        leaves = self.sheet.leaves(code) or tuple(leaf for leaf in self.leaves if leaf.code == code)
        column = column_letters(self.column(title))
        first, last = self.leaf_rows[leaves[0].code], self.leaf_rows[leaves[-1].code]
        return f"'{SCORES}'!${column}${first + 1}:${column}${last + 1}"

    def ancestors(self, leaf: Indicator) -> list[Indicator]:
        """The chain from the first level down to the leaf, itself last."""
        assert self.sheet is not None
        by_code = {node.code: node for node in self.sheet.indicators}
        chain = [leaf]
        while chain[0].parent in by_code:
            chain.insert(0, by_code[chain[0].parent])
        return chain


def score_columns(depth: int) -> tuple[str, ...]:
    """The headers of 指标评分 for a framework of three or four levels."""
    levels = ("一级指标", "二级指标", "三级指标", "四级指标")[: max(depth, 3)]
    return (
        *levels,
        *(
            "编码",
            "指标解释",
            "分值",
            "评价标准",
            "取值",
            "业绩值",
            "规则得分",
            "人工得分",
            "得分",
            "扣分",
            "得分率（%）",
        ),
        *("评分依据", "计算过程", "扣分或人工给分原因", "佐证", "底稿号", "编制人", "编制日期", "复核人", "复核日期"),
    )


def plan(case: Case) -> Paper:
    """Gives every fact, point, leaf and summary line its row."""
    sheet = case.scoresheet
    leaves = sheet.leaves() if sheet else ()
    points = tuple(_points(leaves, sheet.scores if sheet else {}))
    used = {fact for score in (sheet.scores.values() if sheet else ()) for fact in _facts(score.formula)}
    own = {f"得分.{node.code}" for node in (sheet.indicators if sheet else ())} | {"总分", "等级"}
    return Paper(
        case,
        max((leaf.level for leaf in leaves), default=3),
        {id: FIRST_ROW + place for place, id in enumerate(case.facts)},
        points,
        {(line.point.code, line.point.order): FIRST_ROW + place for place, line in enumerate(points)},
        leaves,
        {leaf.code: FIRST_ROW + place for place, leaf in enumerate(leaves)},
        tuple(_summary(sheet)) if sheet else (),
        frozenset(own - used),
    )


def _points(leaves: tuple[Indicator, ...], scores: Mapping[str, Score]) -> Iterator[PointLine]:
    for leaf in leaves:
        score = scores.get(leaf.code)
        scored = {detail.point.order: detail for detail in score.details} if score else {}
        for point in leaf.points:
            yield PointLine(leaf, point, scored.get(point.order))


def _summary(sheet: Scoresheet) -> Iterator[SummaryRow]:
    for top in sheet.children(""):
        for node in (top,) if top.leaf else sheet.children(top.code):
            yield SummaryRow("part", top, node)
        yield SummaryRow("subtotal", top, None)
    yield SummaryRow("total", None, None)


def _facts(formula: Formula | None) -> Iterator[str]:
    if isinstance(formula, FactRef):
        yield formula.fact
    elif isinstance(formula, Call):
        for arg in formula.args:
            yield from _facts(arg)
