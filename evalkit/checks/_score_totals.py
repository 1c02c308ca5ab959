"""The total of a finished report: the 合计 row of its score table, and the score rates its words give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._framework import frameworks
from evalkit.checks._passages import Passage
from evalkit.model.case import Case
from evalkit.model.places import Quote
from evalkit.numbers import divide, round_half_up

_RATE = re.compile(r"(?:总得分率|总体得分率|综合得分率)\s*(?:为|是|达|[:：])?\s*(\d{1,3}(?:\.\d+)?)\s*%")


@dataclass(frozen=True, slots=True)
class TableTotal:
    """What the 合计 row of the whole framework gives, out of how much; ``quote`` is the cell of the score."""

    score: Decimal
    full: Decimal
    quote: Quote

    def rate(self, places: int) -> Decimal:
        """The score rate in per cent, rounded half up."""
        return round_half_up(divide(self.score * 100, self.full), places)


def table_total(case: Case) -> TableTotal | None:
    """The first table with first-level indicators, weights, scores and a row 合计 over the full hundred."""
    for grid, columns in frameworks(case):
        if columns.weight is None or columns.score is None or columns.levels[0][0] != "一级":
            continue
        for row in grid.body:
            full, score = grid.figure(row, columns.weight), grid.figure(row, columns.score)
            if grid.total(row) == "合计" and full and score and full.value == 100 and score.value <= full.value:
                return TableTotal(score.value, full.value, grid.quote(row, columns.score))
    return None


def rates(passage: Passage) -> list[tuple[Decimal, int, str]]:
    """The total score rates a passage states: value, decimals, words."""
    return [(Decimal(found[1]), len(found[1].partition(".")[2]), found[0]) for found in _RATE.finditer(passage.text)]
