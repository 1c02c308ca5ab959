"""A workbook being written: text stays text, formulas carry their result, the bytes are the same each time."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from evalkit.writers._package import pinned

#: The most characters one cell holds.
LONGEST = 32767

#: Heights in points: of a line of 10-point type, of the space round the lines, and the most Excel takes.
LINE, AROUND, TALLEST = 13.5, 4.5, 409.0

#: The row of the header, counted from 0, on the sheets of the scoring paper.
HEADER = 2

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "border": 0},
    "remark": {"border": 0, "font_color": "#595959", "text_wrap": True, "valign": "top"},
    "header": {"bold": True, "align": "center", "bg_color": "#DCE6F1"},
    "cell": {},
    "center": {"align": "center"},
    "number": {"align": "center", "text_wrap": False},
    "input": {"align": "center", "text_wrap": False, "bg_color": "#FFF9E5"},
    "input-text": {"bg_color": "#FFF9E5"},
    "date": {"align": "center"},
    "label": {"bg_color": "#F2F2F2", "align": "center"},
    "bar": {"bold": True, "bg_color": "#DCE6F1", "font_size": 12},
    "sub": {"bold": True, "bg_color": "#F2F2F2"},
    "sub-number": {"bold": True, "bg_color": "#F2F2F2", "align": "center", "text_wrap": False},
    "total": {"bold": True, "bg_color": "#DCE6F1"},
    "total-number": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": False},
    "total-center": {"bold": True, "bg_color": "#DCE6F1", "align": "center"},
}


#: Functions that xlsxwriter looks for in every formula, one after the other, to write them as newer than Excel 2007.
_NEWER = re.compile(
    r"\b(?:ANCHORARRAY|BYCOL|BYROW|CHOOSECOLS|CHOOSEROWS|DROP|EXPAND|FILTER|HSTACK|LAMBDA|LET|MAKEARRAY|MAP|RANDARRAY|REDUCE|SCAN"
    r"|SINGLE|SEQUENCE|SORT|SORTBY|SWITCH|TAKE|TEXTSPLIT|TOCOL|TOROW|UNIQUE|VSTACK|WRAPCOLS|WRAPROWS|XLOOKUP)\("
)


class _Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose formulas are looked at once each: ours hold nothing newer, and there are thousands."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if expand_future_functions or _NEWER.search(formula) or formula.startswith("{"):
            prepared: str = super()._prepare_formula(formula, expand_future_functions)
            return prepared
        return formula.removeprefix("=")


class Book:
    """The workbook in memory, with styles of its own beside the shared ones. ``finish`` gives its bytes, once."""

    def __init__(
        self, title: str, author: str, created: datetime, styles: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    ) -> None:
        self._styles = {**_STYLES, **styles}
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": "宋体", "font_size": 10},
        }
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        self.workbook.set_properties({"title": title, "author": author, "created": created.replace(tzinfo=None)})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[str, str], Any] = {}

    def format(self, style: str, numbers: str = "General") -> Any:
        """The format of a style with a number format."""
        key = (style, numbers)
        if key not in self._formats:
            plain = {"valign": "vcenter", "text_wrap": True, "border": 1, "border_color": "#A6A6A6"}
            self._formats[key] = self.workbook.add_format({**plain, **self._styles[style], "num_format": numbers})
        return self._formats[key]

    def page(self, name: str) -> Page:
        """A new sheet at the end."""
        return Page(self, self.workbook.add_worksheet(name, worksheet_class=_Sheet), name)

    def finish(self) -> bytes:
        self.workbook.close()
        return pinned(self._buffer.getvalue())


class Page:
    """One sheet. Rows and columns are counted from 0."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self.book = book
        self.sheet = sheet
        self.name = name
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}

    def text(self, row: int, column: int, text: str, style: str = "cell", numbers: str = "General") -> None:
        """Writes words as words, whatever sign they begin with; ``numbers`` is the format for what is typed over them."""
        if not text:
            self.sheet.write_blank(row, column, None, self.book.format(style, numbers))
            return
        short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        self.sheet.write_string(row, column, short, self.book.format(style, numbers))
        self._count(row, short, self._widths.get(column, 8.43))

    def number(
        self, row: int, column: int, value: Decimal, style: str = "number", places: int | None = None, unit: str = ""
    ) -> None:
        """Writes a figure; ``places`` fixes the decimals shown, ``unit`` stands behind them."""
        self.sheet.write_number(row, column, float(value), self.book.format(style, number_format(places, unit)))

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        result: Decimal | str,
        style: str = "number",
        places: int | None = None,
        unit: str = "",
    ) -> None:
        """Writes a formula with its result, so that a viewer that does not calculate shows it too."""
        cached = float(result) if isinstance(result, Decimal) else result
        self.sheet.write_formula(row, column, formula, self.book.format(style, number_format(places, unit)), cached)
        if isinstance(result, str) and result:
            self._count(row, result, self._widths.get(column, 8.43))

    def show(self, row: int, left: int, right: int, cell: str, words: str, style: str = "cell") -> None:
        """Shows the words of another cell, over a range of columns where it is one; nothing where that cell is empty."""
        if left != right:
            self.sheet.merge_range(row, left, row, right, "", self.book.format(style))
        formula, numbers = f'=IF({cell}="","",{cell})', "yyyy-mm-dd" if style == "date" else "General"
        self.sheet.write_formula(row, left, formula, self.book.format(style, numbers), words[:LONGEST])
        if words:
            self._count(row, words, sum(self._widths.get(column, 8.43) for column in range(left, right + 1)))

    def choices(self, row: int, column: int, listed: Sequence[str]) -> None:
        """A drop-down for a cell, which takes other words too; left out where Excel takes no list so long."""
        if listed and len(",".join(listed)) <= 250 and not any("," in one for one in listed):
            rule = {"validate": "list", "source": list(listed), "error_type": "warning", "ignore_blank": True}
            self.sheet.data_validation(row, column, row, column, rule)

    def merge(self, top: int, left: int, bottom: int, right: int, text: str, style: str = "cell") -> None:
        """Writes words over a range of cells; a range of one cell is written as it is."""
        if (top, left) == (bottom, right):
            self.text(top, left, text, style)
            return
        self.sheet.merge_range(top, left, bottom, right, text, self.book.format(style))
        if text:
            self.sheet.write_string(top, left, text[:LONGEST], self.book.format(style))
        if top == bottom and style != "title":
            self._count(top, text, sum(self._widths.get(column, 8.43) for column in range(left, right + 1)))

    def head(self, row: int, titles: Sequence[str]) -> None:
        """A header row."""
        for column, title in enumerate(titles):
            self.text(row, column, title, "header")

    def address(self, row: int, column: int, *, own: bool = False) -> str:
        """A cell's address for a formula, of this sheet or (``own``) within it."""
        cell = str(xl_rowcol_to_cell(row, column, row_abs=not own, col_abs=not own))
        return cell if own else f"'{self.name}'!{cell}"

    def widths(self, widths: Sequence[float]) -> None:
        """Sets the columns' widths, in characters; to be called before words are written."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
            self._widths[column] = width

    def fit(self, least: int = 1) -> None:
        """Gives every row the height its words need, ``least`` lines at least from the first row of data on.

        Excel would find the height by itself; the previews of phones and other programs do not.
        """
        for row, lines in self._lines.items():
            if row:
                needed = max(lines, least if row > HEADER else 1)
                self.sheet.set_row(row, min(needed * LINE + AROUND, TALLEST))
        self.sheet.set_row(0, 30)

    def _count(self, row: int, text: str, width: float) -> None:
        self._lines[row] = max(self._lines.get(row, 1), lines_of(text, width))

    def setup(
        self, header_row: int, frozen_columns: int = 0, header: str = "", paper: int = 9, breaks: Sequence[int] = ()
    ) -> None:
        """Freezes what stands above and left, repeats the header on every printed page, fits the width.

        ``paper`` is 9 for A4, 8 for A3. With ``breaks``, rows that begin a page, nothing is scaled, because Excel
        heeds no break where it fits the width; the header is then all that stands above.
        """
        self.sheet.freeze_panes(header_row + 1, frozen_columns)
        self.sheet.repeat_rows(0 if breaks else header_row, header_row)
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        if breaks:
            self.sheet.set_h_pagebreaks(list(breaks)[:1000])
        else:
            self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        if header:
            self.sheet.set_header("&L" + header.replace("&", "&&")[:200])
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.hide_gridlines(2)


def lines_of(text: str, width: float) -> int:
    """How many lines words take in a column so many digits wide; a Chinese character is as wide as two digits."""
    room = int(max(width - 1, 2))
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-_wide(line) // room)) for line in text.split("\n"))


def _wide(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_digits, text))


@cache
def _digits(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1


def number_format(places: int | None, unit: str = "") -> str:
    """``0.00`` for two places, ``0`` for none, and as it stands where they are not fixed; ``0.00"%"`` with a unit."""
    figures = "General" if places is None else "0" if places <= 0 else "0." + "0" * places
    return figures + '"' + unit.replace('"', "") + '"' if unit else figures
