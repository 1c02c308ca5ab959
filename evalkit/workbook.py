"""Draws 评价底稿.xlsx, the engagement folder's workbook form, from the schema in ``words``.

The first sheet says how to fill it in; then a sheet a table: key-value sheets run downwards, the others have one row a
record below headers with their explanation. Words are always written as words: nothing anybody typed becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from evalkit import plugs, words
from evalkit.model.definitions import SHIPPED
from evalkit.model.source import RawRow, Source, column_letters
from evalkit.numbers import parse_decimal
from evalkit.words import Field, TableSpec

if TYPE_CHECKING:
    from evalkit.writers._book import Page

Rows = Sequence[Mapping[str, str]]

#: Choices offered for a field: by table and key.
Dropdowns = Mapping[tuple[str, str], Sequence[str]]

GUIDE = words.NOT_TABLES[0]
#: The first row of a key-value sheet.
FORM_HEADER = ("项", "内容", "填写说明")
#: What begins the first cell of a row that only shows how to fill in; the reader passes over it.
EXAMPLE = "例："
#: Rows below the last one that are drawn ready to be filled in, and down to where drop-downs reach at least.
SPARE, REACH = 20, 500

#: Excel's numbers for paper.
A3, A4 = 8, 9

_PLAIN = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_CREATED = "2000-01-01T00:00:00Z"

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "must": {"bold": True, "align": "center", "bg_color": "#1F4E79", "font_color": "#FFFFFF"},
    "may": {"align": "center", "bg_color": "#DCE6F1"},
    "key-must": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "indent": 1},
    "key-may": {"bg_color": "#DCE6F1", "indent": 1},
    "help": {"font_color": "#595959", "bg_color": "#F7F7F7"},
    "example": {"italic": True, "font_color": "#8C8C8C", "bg_color": "#F7F7F7"},
    "fill": {"valign": "top"},
    "figure": {"valign": "top", "align": "center"},
    "answer": {"align": "left"},
    "heading": {"bold": True, "font_size": 12, "border": 0},
    "line": {"border": 0},
    "link": {"font_color": "#0563C1", "underline": 1},
}

#: Columns whose choices are what another sheet holds: table and key there.
_CODES, _INDEX, _NAMES = (
    (words.INDICATORS.name, "编码"),
    (words.EVIDENCE.name, "索引号"),
    (words.TEAM.name, "姓名"),
)
_LOOKUPS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        (words.POINTS.name, "编码"): _CODES,
        (words.VERSIONS.name, "编码"): _CODES,
        (words.PROBLEMS.name, "指标"): _CODES,
        (words.INDICATORS.name, "佐证"): _INDEX,
        (words.POINTS.name, "佐证"): _INDEX,
        (words.INDICATORS.name, "编制人"): _NAMES,
        (words.INDICATORS.name, "复核人"): _NAMES,
        (words.COSTING.name, "子项"): (words.FUNDS.name, "子项"),
    }
)


def draw_workbook(
    tables: Mapping[str, Rows],
    dropdowns: Dropdowns = MappingProxyType({}),
    advice: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The workbook with these rows, by table and by key; tables without rows get a grey example.

    ``dropdowns`` offers choices beside those of the schema, of the rule kinds and of the other sheets (templates,
    say); they are offers, other words may be typed. ``advice`` stands in the place of the schema's words on what to
    write, by table and by ``项目.背景``. The same rows give the same bytes.
    """
    from evalkit.writers._book import Book
    from evalkit.writers._package import moment

    rules = tuple(rule.TITLE for rule in plugs.rules().values())
    offers: dict[tuple[str, str], Sequence[str]] = {
        (words.INDICATORS.name, "规则"): rules,
        (words.POINTS.name, "判定"): words.VERDICTS,
        **dropdowns,
    }
    book = Book("评价底稿", "", moment(_CREATED), _STYLES)
    known = [*words.TABLES, *(spec for spec in words.RARE if tables.get(spec.name))]
    specs = tuple(spec.advised(advice) for spec in known)
    _guide(book.page(GUIDE), specs, tuple(spec for spec in words.RARE if spec not in known))
    for spec in specs:
        page = book.page(spec.name)
        rows = tables.get(spec.name, ())
        if spec.form:
            _form(page, spec, rows[0] if rows else {}, offers)
        else:
            _table(page, spec, rows, offers)
        page.fit()
        page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return book.finish()


def rows_of(source: Source) -> dict[str, list[dict[str, str]]]:
    """The tables of a folder as rows of text by the schema's own keys; what the schema does not know is left out."""
    tables: dict[str, list[dict[str, str]]] = {}
    for raw in source.tables:
        spec = words.table(raw.name) or words.table(raw.name.removesuffix("表"))
        if spec is not None and not raw.at.file.startswith(SHIPPED):
            tables.setdefault(spec.name, []).extend(_record(raw_row, spec) for raw_row in raw.rows)
    return tables


def _record(row: RawRow, spec: TableSpec) -> dict[str, str]:
    """A row as text by key; parameters become ``每：1%；扣：5%`` (those of a mapping stand under ``参数.每``), codes ``B1、B2``."""
    record: dict[str, str] = {}
    nested: dict[str, list[str]] = {}
    for key, entry in row.entries.items():
        outer, dot, inner = key.partition(".")
        field, around = spec.field(key), spec.field(outer) if dot else None
        if field is not None and entry.text:
            mark = {"params": "；", "codes": "、"}.get(field.kind)
            record[field.key] = entry.text if mark is None else _joined(entry.text, mark)
        elif field is None and around is not None and around.kind == "params":
            nested.setdefault(around.key, []).append(f"{inner}：{_joined(entry.text, '；')}")
    return {**{key: "；".join(parts) for key, parts in nested.items()}, **record}


def _joined(text: str, mark: str) -> str:
    return mark.join(line.strip() for line in text.splitlines() if line.strip())


def workbook_from_source(source: Source) -> bytes:
    """The text form of a folder as 评价底稿.xlsx: the same tables, for those who would rather fill in sheets."""
    return draw_workbook(rows_of(source))


def _table(page: Page, spec: TableSpec, rows: Rows, offers: Mapping[tuple[str, str], Sequence[str]]) -> None:
    """A sheet with a header row, the rows, and room for more."""
    widths = [max(field.width, 2 * len(field.key) + 5) for field in spec.fields]
    page.widths(widths)
    page.setup(0, 1, spec.name, A3 if sum(widths) > 220 else A4)
    for column, field in enumerate(spec.fields):
        page.text(0, column, _title(field), "must" if field.required else "may")
        _note(page, column, field)
    shown = not rows and any(field.example for field in spec.fields)
    if shown:
        for column, field in enumerate(spec.fields):
            page.text(1, column, (EXAMPLE if column == 0 else "") + field.example, "example")
    first = 2 if shown else 1
    for row in range(first, first + len(rows) + SPARE):
        record = rows[row - first] if row - first < len(rows) else {}
        for column, field in enumerate(spec.fields):
            _value(page, row, column, field, record.get(field.key, ""))
    last = max(REACH, first + len(rows) + SPARE)
    for column, field in enumerate(spec.fields):
        _offer(page, (first, column, last, column), (spec.name, field.key), field, offers)


def _form(
    page: Page, spec: TableSpec, record: Mapping[str, str], offers: Mapping[tuple[str, str], Sequence[str]]
) -> None:
    """A key-value sheet: key, value, and what to write."""
    page.widths((20, 64, 56))
    page.setup(0, 1, spec.name)
    for column, title in enumerate(FORM_HEADER):
        page.text(0, column, title, "may")
    for row, field in enumerate(spec.fields, 1):
        page.text(row, 0, _title(field), "key-must" if field.required else "key-may")
        _value(page, row, 1, field, record.get(field.key, ""), "answer")
        page.text(row, 2, _advice(field), "help")
        _offer(page, (row, 1, row, 1), (spec.name, field.key), field, offers)


def _value(page: Page, row: int, column: int, field: Field, text: str, style: str = "") -> None:
    """A value as its field wants it: numbers as numbers, all else as words; cells to type words in are text cells."""
    if field.kind in ("number", "count", "year"):
        number = parse_decimal(text) if _PLAIN.fullmatch(text) and len(text.strip("-").replace(".", "")) <= 15 else None
        if number is not None:
            exponent = number.as_tuple().exponent
            page.number(
                row,
                column,
                number,
                style or "figure",
                -exponent if isinstance(exponent, int) and exponent < 0 else None,
            )
            return
        page.text(row, column, text, style or "figure")
    else:
        page.text(row, column, text, style or "fill", "General" if field.kind == "prose" else "@")


def _offer(
    page: Page,
    area: tuple[int, int, int, int],
    key: tuple[str, str],
    field: Field,
    offers: Mapping[tuple[str, str], Sequence[str]],
) -> None:
    """A drop-down. Choices of the schema are binding; rule names, codes and names are offers beside free typing."""
    options: dict[str, object] = {"validate": "list"}
    if key in _LOOKUPS:
        options |= {"source": _column(*_LOOKUPS[key]), "show_error": False}
    elif offers.get(key):
        options |= {"source": list(offers[key]), "show_error": False}
    elif field.choices:
        message = f"“{field.key}”只能是：{'、'.join(field.choices)}"
        options |= {"source": list(field.choices), "error_title": "请从下拉中选择", "error_message": message[:255]}
    else:
        return
    source = options["source"]
    if isinstance(source, list) and len(",".join(source)) > 255:
        return
    page.sheet.data_validation(*area, options)


def _column(table: str, key: str) -> str:
    spec = words.table(table)
    assert spec is not None
    column = column_letters([field.key for field in spec.fields].index(key))
    return f"='{table}'!${column}$2:${column}${REACH}"


def _title(field: Field) -> str:
    return f"{field.key}*" if field.required else field.key


def _advice(field: Field) -> str:
    """What belongs in a field, in one line."""
    parts = [field.help]
    if field.required:
        parts.append("必填")
    if field.choices:
        parts.append("可选：" + "、".join(field.choices))
    if field.default:
        parts.append(f"不写则为“{field.default}”")
    if field.example:
        parts.append(EXAMPLE + field.example)
    return "；".join(part for part in parts if part)


def _note(page: Page, column: int, field: Field) -> None:
    advice = _advice(field)
    if advice:
        height = 30 + 18 * (len(advice) // 14 + 1)
        page.sheet.write_comment(0, column, advice, {"author": "", "width": 220, "height": height, "font_size": 10})


def _guide(page: Page, specs: Sequence[TableSpec], rare: Sequence[TableSpec]) -> None:
    """How to fill the workbook in, what the colours mean, one line a sheet, and the rule kinds.

    ``rare`` are the sheets that are not there and may be added.
    """
    page.widths((18, 66, 46))
    page.setup(0, 0, GUIDE)
    page.sheet.set_portrait()
    page.merge(0, 0, 0, 2, "评价底稿填写说明", "title")
    row = 1
    for line in (
        "一张表一个工作表，一行一条；先填“项目”“机构”“资金”，再填“指标”“要点”“事实”。",
        "表头上有批注，说明这一列写什么；带下拉箭头的格子可以选，也可以按批注自己写。",
        "数字直接写数，不带单位和千分号；日期写作 2026-03-20；编码、索引号多个时用顿号隔开。",
        "相同的一级、二级指标可以只写第一行，下面留空，也可以合并单元格。",
        "报告里要用的数，在“事实”表里只写一次；比率、合计、得分由程序计算，不用填。",
        "可以插入空行，可以调换列的先后，不要改表名和列名。填好后运行 evalkit status 看还缺什么。",
    ):
        page.merge(row, 0, row, 2, "· " + line, "line")
        row += 1
    row = _legend(page, row + 1)
    row = _sheets(page, row + 1, specs)
    row = _sheets(page, row + 1, rare, "需要时自己加的工作表（第一行写列名）")
    _rules(page, row + 1)
    page.fit()


def _legend(page: Page, row: int) -> int:
    page.merge(row, 0, row, 2, "颜色", "heading")
    for style, name, meaning in (
        ("must", "深蓝，带 *", "必填的列（项）"),
        ("may", "浅蓝", "可以不填的列（项）"),
        ("example", "例：灰色斜体", "写法举例，程序不读；可以删去，也可以留着，从下一行填起"),
    ):
        row += 1
        page.text(row, 0, name, style)
        page.merge(row, 1, row, 2, meaning)
    return row + 1


def _sheets(page: Page, row: int, specs: Sequence[TableSpec], missing: str = "") -> int:
    """One line a sheet, with a link; of sheets that are ``missing`` all columns are named, for there is no sheet yet."""
    page.merge(row, 0, row, 2, missing or "工作表", "heading")
    row += 1
    page.head(row, ("表名", "内容", "列" if missing else "必填"))
    for spec in specs:
        row += 1
        if missing:
            page.text(row, 0, spec.name)
        else:
            page.sheet.write_url(row, 0, f"internal:'{spec.name}'!A1", page.book.format("link"), spec.name)
        page.text(row, 1, spec.help)
        page.text(row, 2, "、".join(field.key for field in spec.fields if field.required or missing))
    return row + 1


def _rules(page: Page, row: int) -> None:
    rules = plugs.rules()
    if not rules:
        return
    page.merge(row, 0, row, 2, "评分规则（“指标”表的“规则”列）", "heading")
    row += 1
    page.head(row, ("规则", "怎样给分", "参数"))
    for rule in rules.values():
        row += 1
        page.text(row, 0, rule.TITLE)
        first = (getattr(rule, "__doc__", "") or "").strip().split("\n")[0]
        page.text(row, 1, first.removeprefix(rule.TITLE).lstrip("：:。"))
        page.text(
            row, 2, "；".join(f"{field.key}（{field.help}）" if field.help else field.key for field in rule.FIELDS)
        )
