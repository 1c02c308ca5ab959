"""The tables of a .docx and the sheets of a workbook as one thing: rows of texts, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evalkit.model.document import Document, Table, plain_text
from evalkit.model.places import Where
from evalkit.model.source import Entry, Sheet, column_letters
from evalkit.numbers import trimmed

#: No indicator table is larger; what lies beyond is not looked at.
ROWS, COLUMNS = 3000, 60


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table with merged cells repeated wherever they reach. ``title`` is what it is called in messages.

    ``order`` counts the tables (or sheets) of the file from 1. Texts are trimmed, lines ended by ``\\n``.
    """

    file: str
    title: str
    order: int
    rows: tuple[tuple[str, ...], ...]
    sheet: bool = False
    name: str = ""

    def where(self, row: int, column: int | None = None) -> Where:
        """The place of a row or of a cell, both counted from 0."""
        if self.sheet:
            prefix = f"{self.name}!" if self.name else ""
            return Where(self.file, f"{prefix}{'' if column is None else column_letters(column)}{row + 1}")
        return Where(self.file, f"{self.title} 第{row + 1}行" + ("" if column is None else f"第{column + 1}列"))

    @property
    def place(self) -> Where:
        """The place of the whole."""
        return Where(self.file, (f"{self.name}!A1" if self.name else "") if self.sheet else self.title)


def document_lattices(document: Document, file: str) -> tuple[Lattice, ...]:
    """The tables of a document in reading order."""
    found = []
    for order, table in enumerate((one for one in document.blocks() if isinstance(one, Table)), 1):
        rows = tuple(tuple(tidy(cell.text) for cell in row[:COLUMNS]) for row in table.grid()[:ROWS])
        found.append(Lattice(file, _title(table, order), order, rows))
    return tuple(found)


def sheet_lattices(sheets: Iterable[Sheet]) -> tuple[Lattice, ...]:
    """The sheets of a workbook in its order, empty ones left out."""
    found = []
    for order, sheet in enumerate(sheets, 1):
        rows = [
            tuple(tidy(_text(value, sheet.where(y))) for value in sheet.row(y)[:COLUMNS])
            for y in range(min(sheet.height, ROWS))
        ]
        while rows and not any(rows[-1]):
            rows.pop()
        if rows:
            title = f"工作表“{sheet.name}”" if sheet.name else "这张表"
            found.append(Lattice(sheet.file, title, order, tuple(rows), True, sheet.name))
    return tuple(found)


def tidy(text: str) -> str:
    """A text with its lines trimmed and blank lines dropped."""
    lines = (line.strip(" \t\u3000\xa0") for line in text.replace("\r\n", "\n").replace("\x0b", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _text(value: object, at: Where) -> str:
    if isinstance(value, Decimal):
        return trimmed(value)
    return Entry(value, at).text  # type: ignore[arg-type]


def _title(table: Table, order: int) -> str:
    caption = table.caption
    if caption is None:
        return f"第{order}个表"
    number = f"{caption.kind}{caption.number}" if caption.number else plain_text(caption.inlines).strip()[:20]
    return f"第{order}个表（{number}）" if number else f"第{order}个表"
