"""Tables as checks see them: columns with titles, rows with labels, figures with their printed places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._passages import Placed, placed
from evalkit.model.case import Case
from evalkit.model.document import Cell, Table
from evalkit.model.places import Quote, Where
from evalkit.numbers import MONEY, parse_decimal, plain

_UNITS = ("万元", "亿元", "千元", "元", "%", "分", "人次", "人", "份", "家", "户", "个", "次", "名")
_UNIT_NOTE = re.compile(r"[（(](?:单位[:：])?\s*(亿元|万元|千元|元|%)\s*[）)]")
_TOTALS = frozenset({"合计", "总计", "总分", "总分合计", "合计得分"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a table: its value, how many decimals it is printed with, its unit (of the cell or of its column)."""

    value: Decimal
    places: int
    unit: str
    text: str

    @property
    def percent(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its header worked out. ``body`` are the indexes of the rows below the header."""

    table: Table
    cells: tuple[tuple[Cell, ...], ...]
    titles: tuple[str, ...]
    body: tuple[int, ...]
    place: Where
    section: tuple[str, ...]

    def figure(self, row: int, column: int) -> Figure | None:
        """The number in a cell, None for words and blanks."""
        return read_figure(self.cells[row][column].text, self.unit(column))

    def unit(self, column: int) -> str:
        """The unit a column's title or the line above the table names."""
        found = _UNIT_NOTE.search(self.titles[column])
        if found:
            return found[1]
        named = self.table.unit.partition("：")[2].strip()
        return (
            named
            if named in MONEY and not re.search(r"率|比|数量|人数|户数|份|得分|分值|权重|序号", self.titles[column])
            else ""
        )

    def where(self, row: int, column: int) -> Where:
        """The place of a cell, rows and columns counted from 1 and the header included."""
        return Where(self.place.file, f"{self.place.spot} 第{row + 1}行第{column + 1}列")

    def quote(self, row: int, column: int) -> Quote:
        return Quote(self.cells[row][column].text, self.where(row, column))

    def spans(self, row: int, column: int) -> bool:
        """Whether a cell reaches over several rows."""
        return self.cells[row][column].rowspan > 1

    def columns(self, pattern: str, *, without: str = "") -> tuple[int, ...]:
        """The columns whose title matches a pattern."""
        return tuple(
            x
            for x, title in enumerate(self.titles)
            if re.search(pattern, title) and not (without and re.search(without, title))
        )

    def label(self, row: int, column: int | None = None) -> str:
        """The words by which a row is named: its last cell of words before its first number, or before a column."""
        label = ""
        for x, cell in enumerate(self.cells[row][:column]):
            text = squeezed(cell.text)
            if column is None and self.figure(row, x) is not None and not re.match(r"序号|编号", self.titles[x]):
                break
            if text and self.figure(row, x) is None:
                label = text
        return label

    def total(self, row: int) -> str:
        """``小计`` or ``合计`` where the row is one, else empty."""
        for cell in self.cells[row][:3]:
            text = re.sub(r"[（(].*?[）)]|[:：]", "", squeezed(cell.text))
            if text == "小计":
                return "小计"
            if text in _TOTALS:
                return "合计"
        return ""

    def items(self) -> tuple[int, ...]:
        """The rows that are neither subtotals nor totals."""
        return tuple(row for row in self.body if not self.total(row))


def grids(case: Case) -> Iterator[Grid]:
    """The tables of the report with at least a header and a row."""
    if case.document is None:
        return
    for one in placed(case.document):
        if isinstance(one.block, Table):
            made = _grid(one.block, one)
            if made is not None:
                yield made


def read_figure(text: str, unit: str = "") -> Figure | None:
    """A number as a cell prints it (``92.86``, ``1,234.50元``, ``98.62%``)."""
    shown = plain(text).replace(" ", "")
    for suffix in _UNITS:
        if shown.endswith(suffix):
            shown, unit = shown[: -len(suffix)], suffix
            break
    value = parse_decimal(shown)
    if value is None:
        return None
    return Figure(value, max(0, -int(value.as_tuple().exponent)), unit, text.strip())


def squeezed(text: str) -> str:
    """A text without blanks and line breaks."""
    return "".join(text.split())


def _grid(table: Table, one: Placed) -> Grid | None:
    cells = tuple(tuple(row) for row in table.grid())
    if len(cells) < 2:
        return None
    height = 1
    while height < min(len(cells), 3) and (
        (table.rows[height].role == "header" and table.rows[0].role == "header")
        or any(cell.rowspan > height for cell in table.rows[0].cells)
    ):
        height += 1
    if height >= len(cells):
        return None
    titles = []
    for x in range(len(cells[0])):
        parts: list[str] = []
        for y in range(height):
            text = squeezed(cells[y][x].text)
            if text and text not in parts:
                parts.append(text)
        titles.append(" ".join(parts))
    return Grid(table, cells, tuple(titles), tuple(range(height, len(cells))), one.where, one.section)
