"""What files held, with places, before anybody asks what it means.

Two shapes: a ``Sheet`` is a grid in columns (workbooks, CSV, survey exports); a ``RawTable`` is rows of named
entries, which is what a sheet with a header row, a key-value sheet and a YAML list or mapping all come down to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evalkit.model.places import Finding, Where

#: What a cell or a scalar holds: text as typed, a numeric or date cell of a workbook, or nothing.
Value = str | Decimal | date | None


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One grid of a file, in columns of equal length; the first row is row 1 of the file.

    ``columns`` may be lists or packed (see ``evalkit.packed``): cells and their places are
    made when asked for, because a million answers pass through here. ``name`` is empty for a CSV. ``parts`` are the
    sheets this one was joined of, each with its first row here. ``declared`` are the choices of a column, in their
    order, where the file itself tells them (SPSS).
    """

    file: str
    name: str
    columns: tuple[Sequence[Value], ...]
    height: int
    parts: tuple[tuple[int, str, str], ...] = ()
    declared: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.columns)

    def row(self, index: int) -> tuple[Value, ...]:
        """The cells of one row, counted from 0."""
        return tuple(column[index] for column in self.columns)

    def where(self, row: int, column: int | None = None) -> Where:
        """The place of a cell (or of a whole row), both counted from 0."""
        first, file, name = max((part for part in self.parts if part[0] <= row), default=(0, self.file, self.name))
        prefix = f"{name}!" if name else ""
        return Where(file, f"{prefix}{'' if column is None else column_letters(column)}{row - first + 1}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with its place."""

    value: Value
    at: Where

    @property
    def text(self) -> str:
        """The value as text; a number of a workbook in plain digits."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        if isinstance(self.value, date):
            return self.value.isoformat()
        return self.value


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: entries by the header or key as the user wrote it."""

    entries: Mapping[str, Entry]
    at: Where


@dataclass(frozen=True, slots=True)
class RawTable:
    """A named table as a file held it. ``name`` is as the user wrote it; a key-value form is one row.

    ``heads`` are the cells of the header row by their words, where the table has one.
    """

    name: str
    rows: tuple[RawRow, ...]
    at: Where
    heads: Mapping[str, Where] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text of the engagement or of a template (a chapter, an interview): name relative to its folder, and content."""

    name: str
    text: str
    at: Where


@dataclass(frozen=True, slots=True)
class Source:
    """The folder as it was read: tables, YAML documents of questionnaires, chapters, and the names of what else lies there."""

    name: str
    tables: tuple[RawTable, ...]
    questionnaires: tuple[tuple[str, Node], ...]
    chapters: tuple[TextFile, ...]
    interviews: tuple[TextFile, ...]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    at: Where


@dataclass(frozen=True, slots=True)
class Scalar:
    """A YAML scalar, always its text as written (``0010`` stays ``0010``)."""

    text: str
    at: Where


@dataclass(frozen=True, slots=True)
class Mapped:
    """A YAML mapping; keys keep their places."""

    items: tuple[tuple[Scalar, Node], ...]
    at: Where

    def get(self, *names: str) -> Node | None:
        """The value under the first of these keys that is there."""
        for name in names:
            for key, value in self.items:
                if key.text == name:
                    return value
        return None


@dataclass(frozen=True, slots=True)
class Listed:
    """A YAML list."""

    items: tuple[Node, ...]
    at: Where


Node = Scalar | Mapped | Listed
