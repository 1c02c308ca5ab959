"""Tables written as Markdown, drawn into .docx, .xlsx and .csv: ``^`` goes on with the cell above, ``<`` with the left."""

from __future__ import annotations

import csv
import io

ABOVE, LEFT = "^", "<"

Grid = list[list[str]]


def grid(text: str) -> Grid:
    """The cells of a Markdown-like table; ``<br>`` breaks a line."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    return [[cell.strip().replace("<br>", "\n") for cell in row] for row in rows]


def docx(tables: list[str], between: str = "") -> bytes:
    """A document with these tables, each behind a paragraph."""
    from docx import Document

    document = Document()
    document.add_paragraph("附件 指标体系")
    for text in tables:
        cells = grid(text)
        table = document.add_table(len(cells), len(cells[0]))
        for y, row in enumerate(cells):
            for x, value in enumerate(row):
                if value not in (ABOVE, LEFT):
                    table.rows[y].cells[x].text = value
        for top, left, bottom, right in spans(cells):
            table.cell(top, left).merge(table.cell(bottom, right))
            table.cell(top, left).text = cells[top][left]
        document.add_paragraph(between)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(sheets: dict[str, str]) -> bytes:
    """A workbook with these sheets; figures are numbers."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, text in sheets.items():
        sheet, cells = book.add_worksheet(name), grid(text)
        for y, row in enumerate(cells):
            for x, value in enumerate(row):
                if value not in (ABOVE, LEFT):
                    write(sheet, y, x, value)
        for top, left, bottom, right in spans(cells):
            sheet.merge_range(top, left, bottom, right, "")
            write(sheet, top, left, cells[top][left])
    book.close()
    return out.getvalue()


def write(sheet: object, y: int, x: int, value: str) -> None:
    if value.replace(".", "", 1).isdigit() and value.isascii():
        sheet.write_number(y, x, float(value))  # type: ignore[attr-defined]
    else:
        sheet.write_string(y, x, value)  # type: ignore[attr-defined]


def comma(text: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(grid(text))
    return out.getvalue().encode("gb18030")


def spans(cells: Grid) -> list[tuple[int, int, int, int]]:
    """The merged ranges."""
    found = []
    for y, row in enumerate(cells):
        for x, value in enumerate(row):
            if value in (ABOVE, LEFT):
                continue
            bottom, right = y, x
            while right + 1 < len(row) and cells[y][right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(cells) and cells[bottom + 1][x] == ABOVE:
                bottom += 1
            if (bottom, right) != (y, x):
                found.append((y, x, bottom, right))
    return found
