"""网页：一个自带样式和图的 .html，不联网也能看。

左边是目录；正文里的每个数都可以点开，看它怎样得来、由哪些数算出、出自哪个文件哪一格。图是矢量图，表格保留合并单元格。
手机上能读，打印时按 A4 排版，横向的附表单独横排。页内不引用任何外部文件。定稿和公开版只有数字，没有来历。
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from decimal import Decimal
from html import escape
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
    plain_text,
)
from evalkit.numbers import divide, fixed
from evalkit.writers._caption import caption_name, caption_number, heading_name, seal_of
from evalkit.writers._grid import heading_rows, placed
from evalkit.writers._html_look import CSS, SCRIPT, coloured
from evalkit.writers._html_why import Whys
from evalkit.writers._palette import palette
from evalkit.writers._svg import chart_svg, value_label
from evalkit.writers._titles import joints
from evalkit.writers._word_drawing import sniff
from evalkit.writers._word_widths import DAY, Need
from evalkit.writers._word_xml import ems

ID = "html"
SUFFIX = ".html"

#: Kinds of pictures a browser shows, by suffix.
_PICTURES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "bmp": "bmp"}
_ROLES = ("body", "lead", "note", "title", "subtitle", "sign", "quote", "attachment")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
#: Tables with more columns than this scroll sideways on a phone instead of being squeezed; a column then has room for
#: what cannot be broken, and for so many characters of what can.
_NARROW, _ROOM = 3, 6.0
#: Cells of so many characters stay on one line.
_SHORT = 4


def write(document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
    """The document as one UTF-8 page that needs nothing else; pictures are embedded."""
    return _Page(document, case, files).page().encode("utf-8")


class _Page:
    """One pass over the document; footnotes and derivations gather on the way and stand at its foot."""

    def __init__(self, document: Document, case: Case, files: Mapping[str, bytes]) -> None:
        self.document = document
        self.files = files
        self.palette = palette(document.house.colour)
        # A copy that leaves the house tells its figures, not where they stand in the papers.
        self.whys = Whys(case, told=not document.edition)
        self.footnotes: list[str] = []
        self.headings = {id(block): f"h{place}" for place, block in enumerate(self._headings(), 1)}
        captions = [caption for block in document.blocks() if (caption := getattr(block, "caption", None)) is not None]
        self.captions = {caption.label: f"c{place}" for place, caption in enumerate(captions, 1) if caption.label}
        self.captions |= {block.label: self.headings[id(block)] for block in self._headings() if block.label}

    def _headings(self) -> list[Heading]:
        return [block for block in self.document.blocks() if isinstance(block, Heading)]

    def _parted(self) -> Iterator[tuple[Heading, bool]]:
        """The headings, each with whether it stands in an appendix."""
        inside = False
        for block in self._headings():
            inside = block.appendix if block.level == 1 else inside
            yield block, inside

    def page(self) -> str:
        body = "".join(self.section(section) for section in self.document.sections)
        title = escape(self.document.title)
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="author" content="{escape(self.document.author)}">\n'
            f"<title>{title}</title>\n<style>{CSS}{coloured(self.document.house.colour)}</style>\n</head>\n<body>\n"
            f'<div class="layout">\n<nav class="side" aria-label="目录"><details open><summary>目录</summary>'
            f"{self.contents(2)}</details></nav>\n<main>\n{body}{self.notes()}{self.derivations()}</main>\n</div>\n"
            '<dialog id="why" aria-label="这个数的来历"><form method="dialog"><button>关闭</button></form><div></div></dialog>\n'
            f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
        )

    def section(self, section: Section) -> str:
        kind = ' class="wide"' if section.landscape else ""
        return f"<section{kind}>\n{''.join(self.block(block) for block in section.blocks)}</section>\n"

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                name = heading_name(escape(block.number), self.inlines(block.inlines))
                level = min(block.level, 4)
                kind = ' class="appendix"' if block.appendix else ""
                return f'<h{level}{kind} id="{self.headings[id(block)]}">{name}</h{level}>\n'
            case Paragraph():
                role = block.role if block.role in _ROLES else "body"
                words = self.title(block.inlines) if role == "title" else self.inlines(block.inlines)
                # A line in bold throughout is a heading in disguise.
                bold = bool(block.inlines) and all(isinstance(one, Text | Num) and one.bold for one in block.inlines)
                kinds = " ".join(kind for kind in (role, block.align, "head" if bold else "") if kind)
                return f'<p class="{kinds}">{words}</p>\n'
            case Items():
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}>{''.join(f'<li>{self.inlines(item)}</li>' for item in block.items)}</{tag}>\n"
            case Table():
                return self.table(block)
            case Chart():
                svg = chart_svg(block, lambda series, place: self.value(block, series, place), self.palette)
                return f'<figure class="chart">{svg}{self.caption(block.caption)}{self.values(block)}</figure>\n'
            case Picture():
                return f'<figure class="picture">{self.picture(block)}{self.caption(block.caption)}</figure>\n'
            case Contents():
                return f'<div class="contents"><p class="subtitle">目录</p>{self.contents(block.depth, block.appendix_depth)}</div>\n'
            case PageBreak():
                return '<div class="break"></div>\n'
            case Cover():
                return self.cover(block)
            case Signature():
                return self.signature(block)
            case _:
                assert_never(block)

    def contents(self, depth: int, within: int = 3) -> str:
        """The headings down to ``depth``, those of appendices down to ``within``."""
        lines = (
            f'<li class="l{block.level}"><a href="#{self.headings[id(block)]}">'
            f"{heading_name(escape(block.number), escape(plain_text(block.inlines)))}</a></li>"
            for block, appendix in self._parted()
            if block.level <= (min(depth, within) if appendix else depth)
        )
        return f"<ol>{''.join(lines)}</ol>"

    def caption(self, caption: Caption | None) -> str:
        if caption is None:
            return ""
        anchor = f' id="{self.captions[caption.label]}"' if caption.label else ""
        name = caption_name(escape(caption_number(caption)), self.inlines(caption.inlines))
        return f"<figcaption{anchor}>{name}</figcaption>"

    def table(self, table: Table) -> str:
        heads = heading_rows(table)
        rows = placed(table)
        width = max((x + cell.colspan for row in rows for x, cell in row), default=0)
        needs = [Need() for _ in range(width)]
        for y, row in enumerate(rows):
            for x, cell in row:
                if cell.colspan == 1:
                    needs[x].take(cell.text, header=y < heads)
        lines = []
        for y, row in enumerate(rows):
            cells = "".join(self.cell(table, x, cell, y < heads) for x, cell in row)
            role = table.rows[y].role
            lines.append(
                f"<tr{f' class={chr(34)}{role}{chr(34)}' if role in ('subtotal', 'total') else ''}>{cells}</tr>\n"
            )
        head = f"<thead>\n{''.join(lines[:heads])}</thead>\n" if heads else ""
        unit = f'<div class="unit">{escape(table.unit)}</div>' if table.unit else ""
        notes = "".join(f'<p class="note">{self.inlines(note)}</p>' for note in table.notes)
        room = fixed(sum((Decimal(str(max(need.must, min(need.natural, _ROOM)))) + 1 for need in needs), Decimal(0)), 0)
        least = f' style="min-width:{room}em"' if width > _NARROW else ""
        kind = ' class="compact"' if table.compact else ""
        return (
            f'<figure>{self.caption(table.caption)}{unit}<div class="scroll"><table{kind}{least}>\n{self.columns(table)}'
            f"{head}<tbody>\n{''.join(lines[heads:])}</tbody>\n</table></div>{notes}</figure>\n"
        )

    def columns(self, table: Table) -> str:
        widths = [column.width for column in table.columns]
        whole = sum((width for width in widths if width is not None), Decimal(0))
        if not whole or any(width is None for width in widths):
            return ""
        shares = (fixed(divide((width or Decimal(0)) * 100, whole), 1) for width in widths)
        return f"<colgroup>{''.join(f'<col style={chr(34)}width:{share}%{chr(34)}>' for share in shares)}</colgroup>\n"

    def cell(self, table: Table, x: int, cell: Cell, head: bool) -> str:
        tag = "th" if head else "td"
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        align = cell.align or ("center" if head or x >= len(table.columns) else table.columns[x].align)
        # Short words and days would otherwise stand as towers in a narrow column.
        short = "" if ems(cell.text) > _SHORT and not DAY.fullmatch(cell.text) else "short"
        kinds = " ".join(kind for kind in ("" if align == "center" else align, short) if kind)
        kind = f' class="{kinds}"' if kinds else ""
        words = self.inlines(cell.inlines)
        return f"<{tag}{kind}{spans}>{f'<b>{words}</b>' if cell.bold else words}</{tag}>"

    def value(self, chart: Chart, index: int, place: int) -> str:
        """The label of a chart's value: what its fact prints, else the value itself."""
        series = chart.series[index]
        fact = self.whys.case.facts.get(series.facts[place]) if place < len(series.facts) else None
        value = series.values[place] if place < len(series.values) else None
        return fact.display if fact is not None and value is not None else value_label(value, chart.unit)

    def values(self, chart: Chart) -> str:
        """The figures of a chart as a table that can be opened: they have derivations, too."""
        head = "".join(f"<th>{escape(series.name)}</th>" for series in chart.series)
        rows = []
        for place, category in enumerate(chart.categories):
            cells = []
            for index, series in enumerate(chart.series):
                words = escape(self.value(chart, index, place))
                known = place < len(series.facts) and words
                cells.append(f"<td>{self.whys.link(series.facts[place], words) if known else words}</td>")
            rows.append(f"<tr><td>{escape(category)}</td>{''.join(cells)}</tr>")
        table = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        return f'<details class="data"><summary>图中数据</summary><div class="scroll">{table}</div></details>'

    def picture(self, picture: Picture) -> str:
        data = self.files.get(picture.file)
        kind = _PICTURES.get(picture.file.rpartition(".")[2].lower())
        if data is None or kind is None:
            return f"<p class='center'><mark>【缺图片：{escape(picture.file)}】</mark></p>"
        source = f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"
        return f'<img src="{source}" alt="{escape(picture.alt)}" style="width:{picture.width_cm}cm">'

    def cover(self, cover: Cover) -> str:
        mark = f'<p class="mark">{self.inlines(cover.mark)}</p>' if cover.mark else ""
        title = "".join(f'<p class="title">{self.title(line)}</p>' for line in cover.title)
        number = f"<p class='center'>{self.inlines(cover.number)}</p>" if cover.number else ""
        lines = "".join(f"<dt>{escape(label)}</dt><dd>{self.inlines(value)}</dd>" for label, value in cover.lines)
        firm = f"<p class='center'>{self.inlines(cover.firm)}</p>" if cover.firm else ""
        date = f"{firm}<p class='center'>{self.inlines(cover.date)}</p>"
        lines = f"<dl>{lines}</dl>" if lines else ""
        return f'<div class="cover">{mark}{self.logo()}{title}{number}{lines}{date}</div>\n'

    def logo(self) -> str:
        data = self.files.get(self.document.house.logo, b"")
        image = sniff(data)
        if image is None:
            return ""
        source = f"data:image/{image.kind};base64,{b64encode(data).decode('ascii')}"
        return f'<img class="logo" src="{source}" alt="{escape(self.document.author)}标志">'

    def signature(self, block: Signature) -> str:
        lines = "".join(
            f"<p>{escape(label)}：{self.inlines(value)}<span class='room'></span></p>" for label, value in block.lines
        )
        end = f"<p class='right'>{self.inlines(block.firm)}{seal_of(block)}</p><p class='right'>{self.inlines(block.date)}</p>"
        return f'<div class="sign-block">{lines}{end}</div>\n'

    def title(self, inlines: tuple[Inline, ...]) -> str:
        """A title that breaks where a reader would break it."""
        places = set(joints(plain_text(inlines)))
        parts, at = [], 0
        for inline in inlines:
            if not isinstance(inline, Text | Num):
                return self.inlines(inlines)
            words = "".join(("<wbr>" if at + n in places else "") + escape(sign) for n, sign in enumerate(inline.text))
            at += len(inline.text)
            parts.append(self.whys.link(inline.fact, words) if isinstance(inline, Num) else words)
        return "".join(parts)

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return f"<b>{escape(inline.text)}</b>" if inline.bold else escape(inline.text)
            case Num():
                words = self.whys.link(inline.fact, escape(inline.text))
                return f"<b>{words}</b>" if inline.bold else words
            case Placeholder():
                return f"<mark>{escape(inline.text)}</mark>"
            case Ref():
                words = escape(inline.text or inline.target)
                anchor = self.captions.get(inline.target)
                return f'<a class="ref" href="#{anchor}">{words}</a>' if anchor else words
            case Footnote():
                self.footnotes.append("")
                place = len(self.footnotes)
                self.footnotes[place - 1] = self.inlines(inline.inlines)
                return f'<sup><a id="r{place}" href="#n{place}">［{place}］</a></sup>'
            case Break():
                return "<br>"
            case _:
                assert_never(inline)

    def notes(self) -> str:
        if not self.footnotes:
            return ""
        lines = (
            f'<li id="n{place}">{words} <a href="#r{place}" aria-label="回到正文">↩</a></li>'
            for place, words in enumerate(self.footnotes, 1)
        )
        return f'<section class="notes"><h2>注释</h2><ol>{"".join(lines)}</ol></section>\n'

    def derivations(self) -> str:
        return "".join(self._derivations())

    def _derivations(self) -> Iterator[str]:
        entries = list(self.whys.entries())
        if entries:
            yield '<section class="whys"><h2>数字的来历</h2><p class="note">正文里带点线的数，点开就是这里的内容。</p>\n'
            yield "\n".join(entries)
            yield "\n</section>\n"
