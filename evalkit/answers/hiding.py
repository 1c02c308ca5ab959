"""Which cells of a cross table are not shown, because they would tell about fewer than five people.

A cell of 1 to 4 is not shown. Row and column totals stand beside the table, so a line with a single cell missing would
give it away: then the smallest other cell of the line is not shown either.
"""

from __future__ import annotations

from evalkit.asking import LEAST_SHOWN
from evalkit.statistics import Grid

#: The least count that is shown, except nought.
SMALL = LEAST_SHOWN

Place = tuple[int, int]


def hidden(table: Grid) -> frozenset[Place]:
    """The cells (row, column) not to be shown."""
    gone = {(row, column) for row, cells in enumerate(table) for column, count in enumerate(cells) if 0 < count < SMALL}
    width = len(table[0]) if table else 0
    lines = [[(row, column) for column in range(width)] for row in range(len(table))]
    lines += [[(row, column) for row in range(len(table))] for column in range(width)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            rest = [place for place in line if place not in gone]
            if len(rest) == len(line) - 1 and rest:
                # Nought last: a cell nobody is in protects nobody.
                gone.add(min(rest, key=lambda place: (not table[place[0]][place[1]], table[place[0]][place[1]], place)))
                changed = True
    return frozenset(gone)
