"""Draws the blank forms experts fill in: judgement matrices, and a score sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evalkit.numbers import trimmed
from evalkit.words import TableSpec

if TYPE_CHECKING:
    from evalkit.writers._book import Book, Page

#: The corner of the topmost matrix.
TOP = "指标体系"
#: What stands before the place for the expert's name.
NAME = "专家姓名"

_CREATED = "2000-01-01T00:00:00Z"
_JUDGEMENTS = [str(n) for n in range(9, 1, -1)] + ["1"] + [f"1/{n}" for n in range(2, 10)]
_STYLES: dict[str, dict[str, Any]] = {
    "line": {"border": 0},
    "label": {"bold": True, "border": 0, "align": "right", "text_wrap": False},
    "shut": {"align": "center", "bg_color": "#EDEDED", "font_color": "#8C8C8C"},
    "name": {"bold": True, "bg_color": "#F7F7F7"},
}
_SCALE = (
    ("1", "两个同样重要"),
    ("3", "行的比列的稍微重要"),
    ("5", "行的比列的明显重要"),
    ("7", "行的比列的强烈重要"),
    ("9", "行的比列的极端重要"),
    ("2、4、6、8", "介于上下两档之间"),
    ("1/2～1/9", "列的比行的重要，取上面各数的倒数"),
)


def draw_matrices(project: str, groups: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """A workbook with a matrix for every group: the parent's name (empty for the top) and its children's."""
    book = _book("判断矩阵")
    page = book.page("判断矩阵")
    widest = max((len(names) for _, names in groups), default=1)
    page.widths([24, *([12] * max(widest, 5))])
    last = max(widest, 5)
    page.merge(0, 0, 0, last, f"{project}　指标权重判断矩阵".strip("　"), "title")
    _sign(page, 1, 3)
    lines = (
        "左边一行的指标和上边一列的指标两两相比，行的重要填 2～9，同样重要填 1，列的重要填 1/2～1/9（见“标度说明”）。",
        "只填黄色格子；灰色的不用填，由程序取倒数。不要改指标的名称。",
    )
    for row, line in enumerate(lines, 2):
        page.merge(row, 0, row, last, line, "line")
    row = 5
    for parent, names in groups:
        _matrix(page, row, parent or TOP, names)
        row += len(names) + 2
    page.fit()
    _printed(page)
    scale = book.page("标度说明")
    scale.widths((14, 44))
    scale.merge(0, 0, 0, 1, "判断矩阵的标度", "title")
    scale.head(1, ("填", "意思"))
    for row, (value, meaning) in enumerate(_SCALE, 2):
        scale.text(row, 0, value, "center")
        scale.text(row, 1, meaning)
    scale.fit()
    return book.finish()


def draw_score_sheet(project: str, spec: TableSpec, rows: Sequence[tuple[str, str, Decimal, str]]) -> bytes:
    """A workbook with one score sheet: code, name, full marks and standard of each indicator, the rest to fill in."""
    book = _book("专家评分表")
    page = book.page("专家评分表")
    page.widths([field.width for field in spec.fields])
    last = len(spec.fields) - 1
    page.merge(0, 0, 0, last, f"{project}　专家评分表".strip("　"), "title")
    _sign(page, 1, 1)
    page.merge(
        2, 0, 2, last, "只填“得分”和“理由”两列：得分在 0 到分值之间，回避或无法判断的留空；扣分的写明理由。", "line"
    )
    page.head(3, [field.key for field in spec.fields])
    score = [field.key for field in spec.fields].index("得分")
    for row, (code, name, full, standard) in enumerate(rows, 4):
        page.text(row, 0, code, "center")
        page.text(row, 1, name)
        page.number(row, 2, full)
        page.text(row, 3, standard)
        page.text(row, score, "", "input")
        page.text(row, score + 1, "", "cell", "@")
        page.sheet.data_validation(
            row, score, row, score,
            {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(full),
                "error_title": "得分不对", "error_message": f"填 0 到 {trimmed(full)} 之间的数",
            },
        )  # fmt: skip
    page.setup(3, 2, project)
    page.fit()
    return book.finish()


def _book(title: str) -> Book:
    from evalkit.writers._book import Book
    from evalkit.writers._package import moment

    return Book(title, "", moment(_CREATED), _STYLES)


def _sign(page: Page, row: int, last: int) -> None:
    """The place for the expert's name."""
    page.text(row, 0, NAME, "label")
    if last > 1:
        page.merge(row, 1, row, last, "", "input")
    else:
        page.text(row, 1, "", "input", "@")


def _matrix(page: Page, top: int, parent: str, names: Sequence[str]) -> None:
    page.text(top, 0, parent, "header")
    for place, name in enumerate(names, 1):
        page.text(top, place, name, "header")
        page.text(top + place, 0, name, "name")
        for column in range(1, len(names) + 1):
            if column == place:
                page.text(top + place, column, "1", "shut")
            elif column < place:
                page.text(top + place, column, "", "shut", "@")
            else:
                page.text(top + place, column, "", "input", "@")
    for place in range(1, len(names)):
        page.sheet.data_validation(
            top + place, place + 1, top + place, len(names),
            {
                "validate": "list", "source": _JUDGEMENTS, "error_title": "不在标度之内",
                "error_message": "填 1～9，或 1/2～1/9", "input_title": names[place - 1][:32],
                "input_message": f"和上边的指标相比，{names[place - 1]} 重要多少"[:255],
            },
        )  # fmt: skip


def _printed(page: Page) -> None:
    page.sheet.set_landscape()
    page.sheet.set_paper(9)
    page.sheet.fit_to_pages(1, 0)
    page.sheet.hide_gridlines(2)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
