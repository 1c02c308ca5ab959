"""The tables of a .docx and the sheets of a workbook as one thing: rows of texts, each cell with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evalkit.model.document import Document, Table, block_text, plain_text
from evalkit.model.places import Where
from evalkit.model.source import Entry, Sheet, column_letters
from evalkit.numbers import trimmed

#: No indicator table is larger; what lies beyond is not looked at.
ROWS, COLUMNS = 3000, 60

_PAGE = re.compile(r"[\s\d第共页/—–.·-]*")
#: What nobody sees and the engagement's files cannot keep.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_ENDS = re.compile("\r\n|[\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table with merged cells repeated wherever they reach. ``title`` is what it is called in messages.

    ``order`` counts the tables (or sheets) of the file from 1. Texts are trimmed, lines ended by ``\\n``. ``apart`` says
    that something else stands between it and the table before.
    """

    file: str
    title: str
    order: int
    rows: tuple[tuple[str, ...], ...]
    sheet: bool = False
    name: str = ""
    apart: bool = False

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
    found: list[Lattice] = []
    apart = False
    for block in document.blocks():
        if isinstance(block, Table):
            rows = tuple(tuple(tidy(cell.text) for cell in row[:COLUMNS]) for row in block.grid()[:ROWS])
            order = len(found) + 1
            apart = apart or not _goes_on(plain_text(block.caption.inlines) if block.caption else "")
            found.append(Lattice(file, _title(block, order), order, rows, apart=apart))
            apart = False
        else:
            apart = apart or not _goes_on(block_text(block))
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
    shown = text if text.isprintable() else _ENDS.sub("\n", _HIDDEN.sub("", text))
    lines = (line.strip(" \t\u3000\xa0") for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)


def _goes_on(text: str) -> bool:
    """Whether words between two tables may be those of a page that ends: its number, or 续表."""
    return bool(_PAGE.fullmatch(text) or "续" in text[:12])


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
