"""纯文本：把报告写成一段一行的 UTF-8 文本，供比对和留底。

标题带编号，表格写成竖线表（``↑`` 表示与上一格合并，``←`` 表示与左一格合并），图写成数据表，待填处照写【待填：…】，
脚注写在所在段落之后。同一份报告每次写出的文本完全相同，适合用 diff 比较两个版本。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import assert_never

from evalkit.model.case import Case
from evalkit.model.document import (
    Block,
    Break,
    Caption,
    Cell,
    Chart,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Items,
    Num,
    PageBreak,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Section,
    Signature,
    Table,
    Text,
)
from evalkit.numbers import trimmed
from evalkit.writers._caption import caption_name, caption_number, heading_name
from evalkit.writers._grid import heading_rows, placed

ID = "dump"
SUFFIX = ".txt"

_CHARTS = {"bar": "条形图", "column": "柱形图", "stacked": "百分比堆积图", "pie": "饼图", "diverging": "两侧堆积条形图"}
_NUMBERING = {"none": "不编页码", "start": "页码从1起", "continue": "页码续前"}


def write(document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
    """The document as UTF-8 text; nothing but the document is looked at."""
    return dump_text(document).encode("utf-8")


def dump_text(document: Document, *, facts: bool = False) -> str:
    """The document as text that reads well in a diff; ends with a line break.

    With ``facts`` every figure shows the fact it prints: ``[86.57%|问卷.职工.满意度]``.
    """
    return _Dump(facts).document(document)


class _Dump:
    """One pass over a document; footnotes are counted through the whole of it."""

    def __init__(self, facts: bool) -> None:
        self.facts = facts
        self.footnotes = 0
        self.pending: list[str] = []

    def document(self, document: Document) -> str:
        parts = [f"《{document.title}》 样式：{document.style}"]
        parts += (part for section in document.sections for part in self.section(section))
        return "\n\n".join(parts) + "\n"

    def section(self, section: Section) -> Iterator[str]:
        remarks = ["横向" if section.landscape else "竖向", _NUMBERING[section.numbering]]
        if section.header:
            remarks.append(f"页眉：{section.header}")
        yield f"──── {' · '.join(remarks)} ────"
        for block in section.blocks:
            lines = list(self.block(block))
            lines += self.pending
            self.pending = []
            yield "\n".join(lines)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield f"{'#' * block.level} {heading_name(block.number, self.inlines(block.inlines))}"
            case Paragraph():
                role = "" if block.role == "body" else f"〈{block.role}〉"
                yield role + self.inlines(block.inlines)
            case Items():
                for place, item in enumerate(block.items, 1):
                    yield f"{f'{place}.' if block.ordered else '-'} {self.inlines(item)}"
            case Table():
                yield from self.caption(block.caption)
                if block.unit:
                    yield f"（{block.unit}）"
                yield from self.table(block)
                for note in block.notes:
                    yield f"〈note〉{self.inlines(note)}"
            case Chart():
                yield from self.caption(block.caption)
                yield f"［{_CHARTS[block.kind]}{'　单位：' + block.unit if block.unit else ''}］{block.alt}"
                yield from self.chart(block)
            case Picture():
                yield from self.caption(block.caption)
                yield f"［图片 {block.file}］{block.alt}"
            case Contents():
                yield f"［目录，到第{block.depth}级］"
            case PageBreak():
                yield "［分页］"
            case Cover():
                yield "［封面］"
                yield from (self.inlines(line) for line in block.title)
                if block.number:
                    yield self.inlines(block.number)
                yield from (f"{label}：{self.inlines(value)}" for label, value in block.lines)
                yield self.inlines(block.date)
            case Signature():
                yield "［签章］"
                yield from (f"{label}：{self.inlines(value)}" for label, value in block.lines)
                yield self.inlines(block.firm)
                yield self.inlines(block.date)
            case _:
                assert_never(block)

    def caption(self, caption: Caption | None) -> Iterator[str]:
        if caption is not None:
            label = f" 〔{caption.label}〕" if self.facts and caption.label else ""
            yield caption_name(caption_number(caption), self.inlines(caption.inlines)) + label

    def table(self, table: Table) -> Iterator[str]:
        heads = heading_rows(table)
        for place, row in enumerate(_merged_grid(table, lambda cell: self.inlines(cell.inlines))):
            if place == heads:
                yield _line(["---"] * len(row))
            yield _line(row)

    def chart(self, chart: Chart) -> Iterator[str]:
        yield _line(["", *(series.name for series in chart.series)])
        yield _line(["---"] * (len(chart.series) + 1))
        for place, category in enumerate(chart.categories):
            row = [category]
            for series in chart.series:
                value = series.values[place] if place < len(series.values) else None
                fact = series.facts[place] if self.facts and place < len(series.facts) else ""
                text = "" if value is None else trimmed(value)
                row.append(f"[{text}|{fact}]" if fact and text else text)
            yield _line(row)

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text() | Placeholder():
                return inline.text
            case Num():
                return f"[{inline.text}|{inline.fact}]" if self.facts else inline.text
            case Ref():
                return inline.text or f"〔{inline.target}〕"
            case Footnote():
                self.footnotes += 1
                mark = f"[^{self.footnotes}]"
                self.pending.append(f"{mark}: {self.inlines(inline.inlines)}")
                return mark
            case Break():
                return "\n"
            case _:
                assert_never(inline)


def _merged_grid(table: Table, show: Callable[[Cell], str]) -> list[list[str]]:
    """The cells as text by row and column: ``↑`` stands where a cell from above reaches, ``←`` one from the left."""
    grid = [[""] * max((len(row) for row in table.grid()), default=0) for _ in table.rows]
    for y, row in enumerate(placed(table)):
        for x, cell in row:
            for dy in range(min(cell.rowspan, len(grid) - y)):
                for dx in range(cell.colspan):
                    grid[y + dy][x + dx] = "←" if dx else "↑"
            grid[y][x] = show(cell)
    return grid


def _line(cells: list[str]) -> str:
    safe = (cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(safe)} |"
