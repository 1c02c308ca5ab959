"""Where the cells of a table begin."""

from __future__ import annotations

from evalkit.model.document import Cell, Table


def placed(table: Table) -> list[list[tuple[int, Cell]]]:
    """The cells that begin in each row with their columns, counted from 0; merged cells push the others aside."""
    taken: set[tuple[int, int]] = set()
    rows = []
    for y, row in enumerate(table.rows):
        cells, x = [], 0
        for cell in row.cells:
            while (y, x) in taken:
                x += 1
            taken.update((y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan))
            cells.append((x, cell))
            x += cell.colspan
        rows.append(cells)
    return rows


def heading_rows(table: Table) -> int:
    """How many rows at the top are headers."""
    count = 0
    while count < len(table.rows) and table.rows[count].role == "header":
        count += 1
    return count
