"""Tables: rows as XML, merged cells, repeated headers, widths from content, type that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalkit.model.document import Align, Cell, Row, Table
from evalkit.writers._word_styles import TABLE_STYLES
from evalkit.writers._word_widths import Need, column_widths
from evalkit.writers._word_xml import lines_of

_PADDING = 114  # both sides of a cell, in twips
_MARGINS = (
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)
_BLANK = Cell(())

#: A table of so few rows, lower than this share of a page, is not torn apart.
_FEW, _LOW = 8, 0.5
#: Rows under one cell that are lower together than this share of a page are not torn apart: the rest would stand beside nothing.
_GROUP = 0.25


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place in the grid; ``first`` is False where it only reaches down from a row above."""

    cell: Cell
    column: int
    span: int
    first: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's grid: its rows of placed cells, its column widths and row heights in twips, its type (0 the largest) and its size."""

    rows: list[list[Placed]]
    widths: list[int]
    heights: list[int]
    size: int
    rank: int = 0

    @property
    def height(self) -> int:
        return sum(self.heights)

    def whole(self, page: int) -> bool:
        """Whether the table stays on one page, which has this height in twips."""
        return len(self.rows) <= _FEW and self.height < page * _LOW

    def grouped(self, page: int) -> set[int]:
        """The rows that stay with the next, as a cell reaches down over both; every row of a whole table does."""
        if self.whole(page):
            return set(range(len(self.rows) - 1))
        found: set[int] = set()
        for index, row in enumerate(self.rows):
            left = len(self.rows) - index
            for span in {min(placed.cell.rowspan, left) for placed in row if placed.first}:
                if span > 1 and _lower(self.heights, index, span, page * _GROUP):
                    found.update(range(index, index + span - 1))
        return found


def _lower(heights: Sequence[int], first: int, count: int, most: float) -> bool:
    """Whether so many rows are lower than ``most``; a long run is not added up to its end."""
    total = 0
    for index in range(first, first + count):
        total += heights[index]
        if total >= most:
            return False
    return True


def placed_rows(table: Table) -> tuple[list[list[Placed]], int]:
    """Every row as the cells that stand or continue in it, without holes or overlaps, and the number of columns."""
    width = len(table.columns)
    reach: dict[int, tuple[Cell, int, int]] = {}  # column -> cell, rows still to cover, columns it covers
    rows: list[list[Placed]] = []
    for index, row in enumerate(table.rows):
        left = len(table.rows) - index
        made: list[Placed] = []
        column = 0
        for cell in row.cells:
            column = _reach_down(reach, made, column)
            room = min((at for at in reach if at > column), default=column + max(cell.colspan, 1)) - column
            span = min(max(cell.colspan, 1), room)
            made.append(Placed(cell, column, span, True))
            if min(cell.rowspan, left) > 1:
                reach[column] = (cell, min(cell.rowspan, left), span)
            column += span
        column = _reach_down(reach, made, column)
        for at in sorted(reach):
            if at > column:
                made += [Placed(_BLANK, empty, 1, True) for empty in range(column, at)]
            column = _reach_down(reach, made, max(column, at))
        width = max(width, column)
        rows.append(made)
        reach = {at: (cell, more - 1, span) for at, (cell, more, span) in reach.items() if more > 1}
    for made in rows:
        end = made[-1].column + made[-1].span if made else 0
        made += [Placed(_BLANK, column, 1, True) for column in range(end, width)]
    return rows, width


def _reach_down(reach: dict[int, tuple[Cell, int, int]], made: list[Placed], column: int) -> int:
    while column in reach:
        cell, _, span = reach[column]
        made.append(Placed(cell, column, span, False))
        column += span
    return column


def layout(table: Table, room: int, types: Sequence[tuple[int, int]]) -> Layout:
    """The widths, the type size and the row heights of a table in ``room`` twips; linear in the number of cells.

    ``types`` are the sizes of type and their line pitches, the largest first.
    """
    rows, count = placed_rows(table)
    if not count:
        return Layout([], [], [], types[0][0])
    needs = [Need() for _ in range(count)]
    for row, source in zip(rows, table.rows, strict=True):
        header = source.role == "header"
        for placed in row:
            if placed.first and placed.span == 1 and (text := placed.cell.text):
                needs[placed.column].take(text, header=header)
    rank = 1 if table.compact or count >= 7 else 0
    while rank < len(types) - 1 and sum(need.must * types[rank][0] * 10 + _PADDING for need in needs) > room:
        rank += 1
    size, line = types[rank]
    em = size * 10
    given: list[Decimal | None] = [column.width for column in table.columns] if len(table.columns) == count else [None]
    widths = column_widths(needs, given, room, em, _PADDING)
    heights = _heights(rows, widths, em, line + 40)
    return Layout(rows, widths, heights, size, rank)


def _heights(rows: list[list[Placed]], widths: list[int], em: int, line: int) -> list[int]:
    heights = []
    for row in rows:
        lines = 1
        for placed in row:
            if placed.first and placed.cell.rowspan == 1:
                width = sum(widths[placed.column : placed.column + placed.span]) - _PADDING
                lines = max(lines, lines_of(placed.cell.text, width / em))
        heights.append(lines * line + 40)
    return heights


@dataclass(frozen=True, slots=True)
class TableStyle:
    """What the rows need from outside: style IDs, the shade of headers, the height of a page, the writer of runs."""

    ids: dict[str, str]
    shade: str
    page: int
    runs: Callable[..., str]


def table_xml(table: Table, made: Layout, style: TableStyle, *, held: bool = False) -> str:
    """The table itself, without caption, unit and notes; ``held`` keeps its end with what follows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in made.widths)
    head = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style.ids["ReportTable"]}"/><w:tblW w:w="{sum(made.widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    headers = 0
    while headers < len(table.rows) and table.rows[headers].role == "header":
        headers += 1
    if headers == len(table.rows):
        headers = 0  # a table of nothing but headers cannot repeat them
    grouped, last = made.grouped(style.page), len(table.rows) - 1
    parts = [head]
    for index, row in enumerate(table.rows):
        whole = made.heights[index] < style.page // 2
        # A long table may turn the page, but not so that one row is left alone.
        keep = held if index == last else index in grouped or index <= headers or index == last - 1
        parts.append(_row_xml(table, made, index, row, style, repeated=index < headers, whole=whole, keep=keep))
    parts.append("</w:tbl>")
    return "".join(parts)


def _row_xml(
    table: Table, made: Layout, index: int, row: Row, style: TableStyle, *, repeated: bool, whole: bool, keep: bool
) -> str:
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if repeated else "")
    parts = [f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>"]
    name = style.ids[TABLE_STYLES[made.rank]]
    held = "<w:keepNext/>" if keep else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if row.role in ("header", "total") else ""
    strong = row.role != "body"
    for placed in made.rows[index]:
        width = sum(made.widths[placed.column : placed.column + placed.span])
        cell = placed.cell
        inside = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
        if placed.span > 1:
            inside.append(f'<w:gridSpan w:val="{placed.span}"/>')
        if not placed.first:
            inside.append("<w:vMerge/>")
        elif cell.rowspan > 1:
            inside.append('<w:vMerge w:val="restart"/>')
        inside.append(shade)
        inside.append('<w:vAlign w:val="center"/>')
        align = _align(table, cell, placed, row, (width - _PADDING) / (made.size * 10))
        jc = "" if align == "center" else f'<w:jc w:val="{align}"/>'
        words = style.runs(cell.inlines, bold=strong or cell.bold) if placed.first else ""
        parts.append(
            f'<w:tc><w:tcPr>{"".join(inside)}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{name}"/>{held}{jc}</w:pPr>{words}</w:p></w:tc>'
        )
    parts.append("</w:tr>")
    return "".join(parts)


def _align(table: Table, cell: Cell, placed: Placed, row: Row, width: float) -> Align:
    if cell.align is not None:
        return cell.align
    if row.role == "header" or placed.span > 1 or placed.column >= len(table.columns):
        return "center"
    align = table.columns[placed.column].align
    # Three lines and more are read, not looked at.
    return "left" if align == "center" and lines_of(cell.text, width) > 2 else align
