"""The tables of a scoring paper somebody edited, by their headers: rows and columns may have moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalkit.model.places import Where
from evalkit.model.source import Sheet, Value
from evalkit.numbers import parse_decimal, trimmed

#: A header stands among the first rows.
_DEEPEST = 40

Formulas = Mapping[str, frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, whether a formula gave it, the header it stands under, and its place."""

    title: str
    value: Value
    formula: bool
    at: Where

    @property
    def text(self) -> str:
        """The value as text, without the space around it."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            return trimmed(self.value)
        if isinstance(self.value, date):
            return self.value.isoformat()
        return self.value.replace("\r\n", "\n").strip()

    @property
    def number(self) -> Decimal | None:
        """The value as a number; of ``95%`` the ninety-five."""
        if isinstance(self.value, Decimal):
            return self.value
        return parse_decimal(self.text.rstrip("%％")) if isinstance(self.value, str) else None


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header, its cells by title."""

    cells: Mapping[str, Cell]

    def __getitem__(self, title: str) -> Cell:
        return self.cells[title]

    def has(self, title: str) -> bool:
        return title in self.cells


def lines(
    sheets: tuple[Sheet, ...], formulas: Formulas, name: str, titles: tuple[str, ...], needed: tuple[str, ...]
) -> tuple[Line, ...] | None:
    """The rows below the header of a sheet; None where there is no such sheet, or none of its rows is the header.

    The header is the first row that holds all ``needed`` titles, of ``titles`` the columns are known.
    """
    sheet = next((one for one in sheets if one.name.strip() == name), None)
    if sheet is None:
        return None
    for row in range(min(sheet.height, _DEEPEST)):
        heads = ["".join(str(value).split()) if value is not None else "" for value in sheet.row(row)]
        places = {title: heads.index(title) for title in titles if title in heads}
        if all(title in places for title in needed):
            return tuple(_below(sheet, formulas.get(sheet.name, frozenset()), places, row))
    return None


def _below(
    sheet: Sheet, formulas: frozenset[tuple[int, int]], places: Mapping[str, int], header: int
) -> Iterator[Line]:
    for row in range(header + 1, sheet.height):
        yield Line(
            {
                title: Cell(title, sheet.columns[column][row], (row, column) in formulas, sheet.where(row, column))
                for title, column in places.items()
            }
        )
