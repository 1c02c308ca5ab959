"""Where everything of the scoring paper stands: known before the first cell is written, because formulas point ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from evalkit.expression_formulas import by_name
from evalkit.model.case import Case
from evalkit.model.facts import Fact
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Point, PointScore, Score, Scoresheet
from evalkit.model.source import column_letters
from evalkit.paper import FACTS, POINT_COLUMNS, POINTS, SCORES, SHEET, score_columns
from evalkit.writers._book import HEADER

#: Every sheet has a title, a remark, a header row; data begin below.
HEADER_ROW = HEADER
FIRST_ROW = HEADER + 1

#: The columns of the exact value and of the printed figure in 事实.
EXACT_COLUMN, PRINTED_COLUMN = 1, 2


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
    """The case with the row of every fact, point, leaf and summary line (counted from 0).

    ``spans`` are the first and last row of 指标评分 below every node, ``chains`` the nodes from the first level down to
    every leaf, ``places`` the decimals that sums of scores are rounded to, ``linked`` the facts of the score that no rule reads and that may show the live cells.
    """

    case: Case
    depth: int
    columns: Mapping[str, int]
    fact_rows: Mapping[str, int]
    known: Mapping[str, Fact]
    points: tuple[PointLine, ...]
    points_of: Mapping[str, tuple[PointLine, ...]]
    point_rows: Mapping[tuple[str, int], int]
    leaves: tuple[Indicator, ...]
    leaf_rows: Mapping[str, int]
    spans: Mapping[str, tuple[int, int]]
    chains: Mapping[str, tuple[Indicator, ...]]
    summary: tuple[SummaryRow, ...]
    summary_rows: Mapping[str, int]
    linked: frozenset[str]
    pages: Mapping[str, str]
    places: int

    @property
    def sheet(self) -> Scoresheet | None:
        return self.case.scoresheet

    @property
    def sum(self) -> Decimal:
        """The sum of the indicators, before anything is added to the total or taken from it."""
        sheet = self.sheet
        tops = (line.top for line in self.summary if line.kind == "subtotal")
        points = (sheet.scores[top.code].points for top in tops if sheet and top and top.code in sheet.scores)
        return sum(points, Decimal(0))

    @property
    def title(self) -> str:
        engagement = self.case.engagement
        return engagement.project.get("名称", "") if engagement else ""

    def fact(self, id: str) -> Fact | None:
        return self.case.facts.get(id)

    def leaf_of(self, id: str) -> Indicator | None:
        """The leaf whose value a fact ``取值.<code>`` is."""
        chain = self.chains.get(id.removeprefix("取值."))
        return chain[-1] if chain and id.startswith("取值.") else None

    def column(self, title: str) -> int:
        """The column of 指标评分 with this header."""
        return self.columns[title]

    def cell(self, sheet: str, row: int, column: int) -> str:
        return f"'{sheet}'!${column_letters(column)}${row + 1}"

    def fact_cell(self, id: str) -> str | None:
        """The cell that holds a fact's printed figure; None for a fact nobody knows."""
        row = self.fact_rows.get(id)
        return None if row is None else self.cell(FACTS, row, PRINTED_COLUMN)

    def exact_cell(self, id: str) -> str | None:
        """The cell of a fact's exact value, within its own sheet."""
        row = self.fact_rows.get(id)
        return None if row is None else f"{column_letters(EXACT_COLUMN)}{row + 1}"

    def point_cell(self, code: str, order: int, title: str = "得分") -> str | None:
        row = self.point_rows.get((code, order))
        return None if row is None else self.cell(POINTS, row, POINT_COLUMNS.index(title))

    def leaf_cell(self, code: str, title: str) -> str:
        return self.cell(SCORES, self.leaf_rows[code], self.column(title))

    def leaf_range(self, code: str, title: str) -> str:
        """The cells of a column of 指标评分 that lie below a node; the leaves of a node stand together."""
        column = column_letters(self.column(title))
        first, last = self.spans[code]
        return f"'{SCORES}'!${column}${first + 1}:${column}${last + 1}"


def plan(case: Case) -> Paper:
    """Gives every fact, point, leaf and summary line its row."""
    sheet = case.scoresheet
    leaves = sheet.leaves() if sheet else ()
    points = tuple(_points(leaves, sheet.scores if sheet else {}))
    used = {fact for score in (sheet.scores.values() if sheet else ()) for fact in facts_of(score.formula)}
    nodes = sheet.indicators if sheet else ()
    families = ("得分", "分值", "扣分", "得分率")
    own = {f"{family}.{node.code}" for node in nodes for family in families}
    depth = max((leaf.level for leaf in leaves), default=3)
    leaf_rows = {leaf.code: FIRST_ROW + place for place, leaf in enumerate(leaves)}
    chains = _chains(nodes, leaves)
    summary = tuple(_summary(sheet)) if sheet else ()
    return Paper(
        case=case,
        depth=depth,
        columns={title: place for place, title in enumerate(score_columns(depth))},
        fact_rows={id: FIRST_ROW + place for place, id in enumerate(case.facts)},
        known=by_name(case.facts),
        points=points,
        points_of={code: tuple(lines) for code, lines in groupby(points, key=lambda line: line.indicator.code)},
        point_rows={(line.point.code, line.point.order): FIRST_ROW + place for place, line in enumerate(points)},
        leaves=leaves,
        leaf_rows=leaf_rows,
        spans=_spans(chains, leaf_rows),
        chains=chains,
        summary=summary,
        summary_rows=_summary_rows(summary),
        linked=frozenset((own | {"总分", "等级", "总得分率", "满分"}) - used),
        pages=_pages(sheet),
        places=max((2, *(leaf.places for leaf in leaves))),
    )


def _chains(nodes: tuple[Indicator, ...], leaves: tuple[Indicator, ...]) -> dict[str, tuple[Indicator, ...]]:
    by_code = {node.code: node for node in nodes}
    chains = {}
    for leaf in leaves:
        chain = [leaf]
        while chain[0].parent in by_code:
            chain.insert(0, by_code[chain[0].parent])
        chains[leaf.code] = tuple(chain)
    return chains


def _spans(chains: Mapping[str, tuple[Indicator, ...]], leaf_rows: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for code, chain in chains.items():
        row = leaf_rows[code]
        for node in chain:
            first, _ = spans.get(node.code, (row, row))
            spans[node.code] = (first, row)
    return spans


def _points(leaves: tuple[Indicator, ...], scores: Mapping[str, Score]) -> Iterator[PointLine]:
    for leaf in leaves:
        score = scores.get(leaf.code)
        scored = {detail.point.order: detail for detail in score.details} if score else {}
        for point in leaf.points:
            yield PointLine(leaf, point, scored.get(point.order))


def _summary(sheet: Scoresheet) -> Iterator[SummaryRow]:
    below: dict[str, list[Indicator]] = {}
    for node in sheet.indicators:
        below.setdefault(node.parent, []).append(node)
    for top in below.get("", ()):
        for node in (top,) if top.leaf else below.get(top.code, ()):
            yield SummaryRow("part", top, node)
        yield SummaryRow("subtotal", top, None)
    yield SummaryRow("total", None, None)


def _summary_rows(summary: tuple[SummaryRow, ...]) -> dict[str, int]:
    """The row of the summary that shows a node, by its code."""
    rows: dict[str, int] = {}
    for row, line in enumerate(summary, FIRST_ROW):
        shown = line.node if line.kind == "part" else line.top
        if shown is not None:
            rows.setdefault(shown.code, row)
    return rows


def _pages(sheet: Scoresheet | None) -> dict[str, str]:
    """The names of the sheets of working papers by the code of their first-level indicator, as Excel takes them."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for top in sheet.children("") if sheet else ():
        name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", f"{SHEET}{top.code} {top.name}")[:31].strip().strip("'")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{name[:27].rstrip()} {count}"
        taken.add(name.casefold())
        names[top.code] = name
    return names


def facts_of(formula: Formula | None) -> Iterator[str]:
    """The facts a formula reads."""
    if isinstance(formula, FactRef):
        yield formula.fact
    elif isinstance(formula, Call):
        for arg in formula.args:
            yield from facts_of(arg)
