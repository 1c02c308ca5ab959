"""The indicator framework as a report's tables print it: names, levels, weights, standards, scores, grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._grids import Grid, grids, read_figure, squeezed
from evalkit.model.case import Case
from evalkit.model.document import Cell
from evalkit.model.places import Where

LEVELS = ("一级", "二级", "三级", "四级")

_BRACKETED = re.compile(r"^(?P<name>.*?\S)\s*[（(]\s*(?P<weight>\d+(?:\.\d+)?)\s*(?:分|%)?\s*[）)]$")
_CODE = re.compile(r"^(?P<code>[A-H]\d{0,4})\s*[.、]?\s*(?=\D|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf of the framework in one table: its row, code (where printed), name, weight, score, standard and ground."""

    grid: Grid
    row: int
    code: str
    name: str
    weight: Decimal | None
    score: Decimal | None
    standard: str
    ground: str
    phrase: str

    def where(self, column: int | None) -> Where:
        return self.grid.where(self.row, column) if column is not None else self.grid.place


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a framework table, None where it lacks one; ``levels`` by 一级 …."""

    levels: tuple[tuple[str, int], ...]
    weight: int | None
    score: int | None
    standard: int | None
    ground: int | None
    phrase: int | None


def frameworks(case: Case) -> Iterator[tuple[Grid, Columns]]:
    """The report's tables with a column of indicators and one of weights or scores."""
    for grid in grids(case):
        levels = tuple(
            (level, found[0])
            for level in LEVELS
            if (found := grid.columns(rf"^{level}指标|^{level}$", without="得分|分值|百分制"))
        )
        if not levels:
            continue
        weight = _last(grid, r"分值$|权重$|分数$|标准分$|满分$|权重分$")
        score = _first(grid, r"得分$")
        if weight is None and score is None:
            continue
        yield (
            grid,
            Columns(
                levels,
                weight,
                score,
                _wordiest(grid, r"评价标准|评分标准|评价办法|评分办法|评分细则|赋分"),
                _first(grid, r"评分依据|得分依据|评分说明|扣分原因|核查|评分理由|得分说明"),
                _first(grid, r"业绩值|完成值|实际值"),
            ),
        )


def lines(grid: Grid, columns: Columns) -> tuple[Line, ...]:
    """The leaves of one table: one a row, totals left out."""
    name_column = columns.levels[-1][1]
    made = []
    for row in grid.items():
        text = squeezed(grid.cells[row][name_column].text)
        if not text or read_figure(text) is not None:
            continue
        coded = _CODE.match(text)
        weight = grid.figure(row, columns.weight) if columns.weight is not None else None
        score = grid.figure(row, columns.score) if columns.score is not None else None
        made.append(
            Line(
                grid,
                row,
                coded["code"] if coded else "",
                text[coded.end() :] if coded else text,
                weight.value if weight else None,
                score.value if score else None,
                _text(grid, row, columns.standard),
                _text(grid, row, columns.ground),
                _text(grid, row, columns.phrase),
            )
        )
    return tuple(made)


def bracketed(text: str) -> tuple[str, Decimal] | None:
    """``产出（25分）`` as its name and weight."""
    found = _BRACKETED.match(squeezed(text))
    return (found["name"], Decimal(found["weight"])) if found else None


def distinct(grid: Grid, column: int) -> tuple[tuple[int, Cell], ...]:
    """The cells of a column, each once with its first row; totals and blanks left out, equal neighbours taken as one."""
    found: list[tuple[int, Cell]] = []
    for row in grid.items():
        cell = grid.cells[row][column]
        text = squeezed(cell.text)
        if text and text != "小计" and not (found and (found[-1][1] is cell or squeezed(found[-1][1].text) == text)):
            found.append((row, cell))
    return tuple(found)


def _text(grid: Grid, row: int, column: int | None) -> str:
    return grid.cells[row][column].text.strip() if column is not None else ""


def _first(grid: Grid, pattern: str) -> int | None:
    found = grid.columns(pattern, without="率")
    return found[0] if found else None


def _wordiest(grid: Grid, pattern: str) -> int | None:
    """Of several such columns the one with the most words: 评价标准 may hold targets, and 评价办法 the rule."""
    found = grid.columns(pattern, without="得分率")
    return max(found, key=lambda x: sum(len(grid.cells[row][x].text) for row in grid.body), default=None)


def _last(grid: Grid, pattern: str) -> int | None:
    found = grid.columns(pattern, without="率")
    return found[-1] if found else None
