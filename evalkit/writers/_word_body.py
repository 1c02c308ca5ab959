"""The body: every block as paragraphs and tables, in its control, measured on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from evalkit.model.document import (
    Block,
    Caption,
    Chart,
    Contents,
    Cover,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Signature,
    Table,
    inlines_of,
    plain_text,
)
from evalkit.writers import _word_charts as charts
from evalkit.writers import _word_drawing as drawing
from evalkit.writers._palette import Palette, palette
from evalkit.writers._word_front import contents_xml, cover_xml, signature_xml, title_xml
from evalkit.writers._word_inlines import Inlines
from evalkit.writers._word_keeping import LONGEST_LEAD, kept, signed
from evalkit.writers._word_logo import COVER_LOGO, Logo, read_logo
from evalkit.writers._word_looks import Look, Page
from evalkit.writers._word_package import Package
from evalkit.writers._word_pages import Ruler
from evalkit.writers._word_plan import BULLETS, FIRST_FREE, Plan, positioned, section_bookmark
from evalkit.writers._word_sections import section_xml
from evalkit.writers._word_styles import APPENDIX_STYLES, NO_INDENT
from evalkit.writers._word_tables import Layout, TableStyle, layout, table_xml
from evalkit.writers._word_xml import EMU_PER_CM, EMU_PER_TWIP, bookmark, lines_of, paragraph, run
from evalkit.writers._word_xml import field as word_field

_MAIN = "word/document.xml"
_TINY = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
#: Heights in twips: of a caption, and of what parts a table from the text.
_CAPTION, _GAP = 540, 160
_SIGNED = 720  # of a line to sign on
#: The share of a page that a table and its chart may take to stand together: as much stays blank where they turn the page.
_LARGEST_BLANK = 0.4
#: How many blocks may hang together: headings and a lead in front of a table, the list of appendices before signatures.
_LONGEST_CHAIN = 24
_ROLES = {
    "body": "NormalIndent",
    "lead": "BodyFlush",
    "note": "TableNote",
    "title": "ReportTitle",
    "subtitle": "ReportSubtitle",
    "sign": "SignLine",
    "attachment": "AttachmentLine",
    "quote": "QuoteText",
}


@dataclass(slots=True)
class Body:
    """Writes the blocks of one document. Contents are left open: their pages are known only at the end."""

    document: Document
    look: Look
    plan: Plan
    words: Inlines
    package: Package
    files: Mapping[str, bytes]
    pages: dict[bool, Page]
    indents: Mapping[str, str]
    ruler: Ruler = field(default_factory=Ruler)
    logo: Logo | None = field(init=False)
    heads: Logo | None = field(init=False)
    palette: Palette = field(init=False)
    ordered: int = 0
    drawings: int = 0
    pictures: dict[str, str] = field(default_factory=dict)
    page: Page = field(init=False)
    section: Section = field(init=False)
    table_style: TableStyle = field(init=False)
    laid: tuple[Table, Layout] | None = None

    def __post_init__(self) -> None:
        house = self.document.house
        self.logo = read_logo(self.files.get(house.logo, b""), self.document.author)
        self.heads = self.logo if house.heads else None
        self.palette = palette(self.look.colour)

    def parts(self) -> Iterable[str | tuple[Contents, str, int]]:
        """The body's XML in pieces, sections' properties included; contents with the bookmark they are to hold and their width."""
        last = len(self.document.sections) - 1
        for number, section, blocks in positioned(self.document):
            self.page, self.section = self.pages[section.landscape], section
            self.table_style = TableStyle(self.words.ids, self.look.shade, self.page.text_height, self.words.runs)
            self.ruler.section(number, self.page.text_height)
            anchor = bookmark(1 + number, section_bookmark(number))
            for index, (position, block) in enumerate(blocks):
                after = blocks[index + 1][1] if index + 1 < len(blocks) else None
                if isinstance(block, Contents):
                    yield block, anchor, self.page.text_width
                    entries = sum(1 for _ in self.plan.entries(block))
                    self.ruler.flow((entries + 2) * 480, 480)
                else:
                    # A table without a caption would stick to the text above it.
                    bare = isinstance(block, Table) and block.caption is None and not block.unit
                    if bare and index and isinstance(blocks[index - 1][1], Paragraph | Items):
                        yield self._gap(False)
                    if needed := self._needed([one for _, one in blocks[index : index + _LONGEST_CHAIN]]):
                        self.ruler.keep(needed)
                    yield anchored(self.block(position, block, after, first=index == 0), anchor)
                anchor = ""
                if isinstance(block, Contents | Cover) and after is not None and not _breaks(after):
                    yield self._new_page()
            made = section_xml(self.package, section, number, self.look, self.page, self.words.ids, self.heads)
            if number < last:
                yield f"<w:p><w:pPr>{_TINY}{made}</w:pPr></w:p>"
            else:
                # A document ends with a paragraph, never with a table or a control.
                yield f"<w:p><w:pPr>{_TINY}</w:pPr></w:p>{made}"

    def block(self, position: int, block: Block, after: Block | None, *, first: bool) -> str:
        """One block; ``after`` follows it; ``first`` says that it opens its section and stands on a new page anyhow."""
        match block:
            case Heading():
                inside = self._heading(position, block, first)
            case Paragraph():
                inside = self._paragraph(block, after, first)
            case Items():
                inside = self._items(block, held=signed(block, after))
            case Table():
                chart = after if isinstance(after, Chart) else None
                inside, held = self._table(position, block, chart, signed=signed(block, after))
                # What ends a page stands for the gap, which might else be alone on a page of its own.
                gap = "" if after is None or _breaks(after) else self._gap(held)
                return self.words.marks.block(block, inside) + gap
            case Chart():
                inside = self._chart(position, block)
            case Picture():
                inside = self._picture(position, block)
            case PageBreak():
                return self._new_page()
            case Cover():
                logo = "" if self.logo is None else self.logo.run(self.package, _MAIN, *COVER_LOGO)
                inside = cover_xml(block, self.look, self.page, self.words, logo)
                self.ruler.whole(self.page.text_height)
            case Signature():
                above = self._above(after)
                inside = signature_xml(block, self.look, self.page, self.words, above)
                self.ruler.whole(_SIGNED * (len(block.lines) + 2) + above)
            case Contents():
                raise AssertionError("contents are written at the end")
            case _:
                assert_never(block)
        return self.words.marks.block(block, inside)

    def _above(self, after: Block | None) -> int:
        """What stays blank above the signatures that end a page of their own (a seal page): they stand low on it."""
        if after is not None or not self._sealed() or self.ruler.page > max(self.ruler.sections.values()):
            return 0
        return max(int((self.page.text_height * 0.7 - self.ruler.used) * 0.6), 0)

    def _sealed(self) -> bool:
        """Whether the section is a page of words and signatures in front of the report."""
        return self.section.numbering == "none" and isinstance(self.section.blocks[-1], Signature)

    def _new_page(self) -> str:
        self.ruler.new_page()
        return f'<w:p><w:pPr>{_TINY}</w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'

    def _heading(self, position: int, block: Heading, first: bool) -> str:
        made = self.plan.headings[position]
        appendix = made.level == 1 and block.appendix
        kind = "AppendixHeading" if appendix else f"Heading{made.level}"
        if not appendix and made.level <= len(APPENDIX_STYLES) and self.plan.unlisted(made):
            kind = f"AppendixHeading{made.level}"
        style = self.words.ids[kind]
        properties = '<w:pageBreakBefore w:val="0"/>' if appendix and first else ""
        if appendix and not first:
            self.ruler.new_page()
        face = self.look.appendix if appendix else self.look.headings[made.level - 1]
        lines = lines_of(made.title, self.page.text_width / (face.size * 10) - 2)
        self.ruler.heading(position, lines * self.look.line + self.look.heading_before[made.level - 1])
        centred = made.level == 1 and made.listed == 0
        if made.listed is not None:
            level = made.level - 1 if made.listed else 0
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{made.listed}"/></w:numPr>'
            properties += NO_INDENT if centred else self.indents[f"Heading{made.level}"]
        inside = bookmark(100000 + position, made.bookmark, self.words.runs(block.inlines))
        return paragraph(style, inside, properties, "center" if centred else None)

    def _paragraph(self, block: Paragraph, after: Block | None, first: bool) -> str:
        self._text_height(plain_text(block.inlines))
        style = self.words.ids[_ROLES.get(block.role, "NormalIndent")]
        if block.role == "title" and block.align in (None, "center"):
            above = ""
            if first and self._sealed() and not any(isinstance(one, Table) for one in self.section.blocks):
                above = f'<w:spacing w:before="{self.page.text_height // 12}"/>'
                self.ruler.flow(self.page.text_height // 12, self.look.line)
            return title_xml(block.inlines, style, self.look.title.size * 10, self.page, self.words, above)
        held = "<w:keepNext/>" if self._kept(block, after) else ""
        return paragraph(style, self.words.runs(block.inlines), held, block.align)

    def _kept(self, block: Block, after: Block | None) -> bool:
        """Whether a paragraph stays with what follows; a long lead does not, but for the signatures."""
        if not isinstance(block, Paragraph) or not kept(block, after):
            return False
        return signed(block, after) or self._lines(plain_text(block.inlines)) <= LONGEST_LEAD

    def _needed(self, blocks: list[Block]) -> int:
        """The height of a heading or a lead at the head of these blocks and of what it must not be parted from; 0 of others."""
        height = 0
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            if isinstance(block, Heading) and not (height and _breaks(block)):
                height += self.look.line + self.look.heading_before[min(block.level, 4) - 1]
            elif isinstance(block, Paragraph) and (block.role == "attachment" or self._kept(block, after)):
                height += self._lines(plain_text(block.inlines)) * self.look.line
            elif not height:
                return 0
            elif isinstance(block, Table):
                made = self._layout(block)
                heads = sum(row.role == "header" for row in block.rows)
                begun = made.height if made.whole(self.page.text_height) else sum(made.heights[: heads + 1])
                return height + (_CAPTION if block.caption else 0) + (280 if block.unit else 0) + begun
            elif isinstance(block, Chart):
                return height + charts.chart_size(block, self.page.text_width)[1] // EMU_PER_TWIP + _CAPTION
            elif isinstance(block, Signature):
                return height + _SIGNED * (len(block.lines) + 2)
            else:
                return height + self.look.line
        return height

    def _lines(self, text: str) -> int:
        return lines_of(text, self.page.text_width / (self.look.body.size * 10) - 0.3)

    def _text_height(self, text: str) -> None:
        self.ruler.flow(self._lines(text) * self.look.line, self.look.line)

    def _layout(self, table: Table) -> Layout:
        """The layout of a table, which is asked for by what leads to it and by the table itself."""
        if self.laid is None or self.laid[0] is not table:
            self.laid = (table, layout(table, self.page.text_width, self.look.tables))
        return self.laid[1]

    def _items(self, block: Items, *, held: bool) -> str:
        number = BULLETS
        if block.ordered:
            number = FIRST_FREE + self.plan.free_lists + self.ordered
            self.ordered += 1
        listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for item in block.items:
            self._text_height(plain_text(item))
        style, last = self.words.ids["ListItem"], len(block.items) - 1
        keeps = ("<w:keepNext/>" if held and place == last else "" for place in range(len(block.items)))
        made = zip(block.items, keeps, strict=True)
        return "".join(paragraph(style, self.words.runs(item), keep + listed) for item, keep in made)

    def _caption(self, position: int, caption: Caption, *, above: bool) -> str:
        made = self.plan.captions[position]
        switch = f" \\r {made.sequence}" if made.restart else ""
        name = "".join(caption.kind.split()) or "表"
        number = run(f"{caption.kind}{made.prefix}") + word_field(
            f"SEQ {name} \\* ARABIC{switch}", run(str(made.sequence))
        )
        label = bookmark(50000000 + position, made.bookmark, number) if made.bookmark else number
        self.ruler.whole(_CAPTION)
        held = "<w:keepNext/>" if above else ""
        return paragraph(self.words.ids["FigureTitle"], f"{label}{run(' ')}{self.words.runs(caption.inlines)}", held)

    def _table(self, position: int, table: Table, chart: Chart | None, *, signed: bool) -> tuple[str, bool]:
        """The table, and whether it keeps what is behind it on its page: a ``chart``, or the signatures."""
        ids = self.words.ids
        made = self._layout(table)
        held = signed or (chart is not None and bool(made.rows) and self._together(table, made, chart))
        parts = [self._caption(position, table.caption, above=True)] if table.caption else []
        if table.unit:
            self.ruler.whole(280)
            parts.append(paragraph(ids["TableUnit"], run(table.unit)))
        if made.rows:
            parts.append(table_xml(table, made, self.table_style, held=held or bool(table.notes)))
            self._measure(made)
        for note in table.notes:
            self.ruler.whole(320)
            parts.append(paragraph(ids["TableNote"], self.words.runs(note), "<w:keepNext/>" if held else ""))
        return "".join(parts), held

    def _together(self, table: Table, made: Layout, chart: Chart) -> bool:
        """Whether a table and its chart share a page: they are so low together that turning it leaves no large blank behind."""
        around = (_CAPTION if table.caption else 0) + (280 if table.unit else 0) + 320 * len(table.notes)
        first = around + made.height
        both = first + _GAP + charts.chart_size(chart, self.page.text_width)[1] // EMU_PER_TWIP + _CAPTION
        # Where they stand on the page is only measured here: another engine may find them at its foot.
        if not made.whole(self.page.text_height) or both > self.page.text_height * _LARGEST_BLANK:
            return False
        if both > self.ruler.height - self.ruler.used:
            self.ruler.new_page()
        return True

    def _measure(self, made: Layout) -> None:
        page = self.page.text_height
        if made.whole(page):
            self.ruler.whole(made.height)
            return
        grouped, height = made.grouped(page), 0
        for index, row in enumerate(made.heights):
            height += row
            if index in grouped:
                continue
            if height > page // 2:
                self.ruler.flow(height, 260)
            else:
                self.ruler.whole(height)
            height = 0

    def _gap(self, held: bool) -> str:
        """What keeps two tables from growing together, and text from sticking to a table."""
        self.ruler.flow(_GAP, _GAP)
        return paragraph(self.words.ids["TableGap"], "", "<w:keepNext/>" if held else "")

    def _figure(self, position: int, block: Chart | Picture, drawn: str, height: int) -> str:
        self.ruler.whole(height // EMU_PER_TWIP + (_CAPTION + 120 if block.caption else 120))
        held = "" if block.caption else '<w:keepNext w:val="0"/>'
        parts = [paragraph(self.words.ids["Figure"], drawn, held)]
        if block.caption:
            parts.append(self._caption(position, block.caption, above=False))
        return "".join(parts)

    def _chart(self, position: int, chart: Chart) -> str:
        if not chart.categories or not chart.series:
            words = self.words.placeholder("【待填：图表还没有数据】")
            return self._figure(position, chart, words, self.look.line * EMU_PER_TWIP)
        self.drawings += 1
        number = self.drawings
        name = f"word/charts/chart{number}.xml"
        data = charts.workbook_bytes(chart)
        book = self.package.attach(name, f"word/embeddings/chart{number}.xlsx", data, "package")
        relation = self.package.attach(_MAIN, name, charts.chart_xml(chart, book, self.palette), "chart")
        width, height = charts.chart_size(chart, self.page.text_width)
        drawn = drawing.chart_run(number, relation, chart.alt or _said(chart), width, height)
        return self._figure(position, chart, drawn, height)

    def _picture(self, position: int, picture: Picture) -> str:
        data = self.files.get(picture.file, b"")
        image = drawing.sniff(data)
        if image is None:
            name = picture.alt or picture.file
            why = "图片不是 PNG 或 JPEG" if data else "还没有图片"
            words = self.words.placeholder(f"【待填：{why}，{name}】")
            return self._figure(position, picture, words, self.look.line * EMU_PER_TWIP)
        width = min(int(picture.width_cm * EMU_PER_CM), self.page.text_width * EMU_PER_TWIP)
        height = width * image.height // image.width
        most = int(self.page.text_height * EMU_PER_TWIP * 0.85)
        if height > most:
            width, height = max(width * most // height, 1), most
        if picture.file not in self.pictures:
            part = f"word/media/image{len(self.pictures) + 1}.{image.kind}"
            self.pictures[picture.file] = self.package.attach(_MAIN, part, data, "image")
        self.drawings += 1
        drawn = drawing.picture_run(self.drawings, self.pictures[picture.file], picture.alt, width, height)
        return self._figure(position, picture, drawn, height)

    def contents(self, block: Contents, anchor: str, width: int, pages: dict[str, int]) -> str:
        """The contents, once the pages are known."""
        made = contents_xml(block, self.plan, pages, self.words.ids, width, framed=self.words.marks.on)
        return anchored(made, anchor)


def anchored(inside: str, anchor: str) -> str:
    """Blocks with a bookmark put into their first paragraph."""
    return inside.replace("</w:pPr>", f"</w:pPr>{anchor}", 1) if anchor else inside


def _breaks(block: Block) -> bool:
    return isinstance(block, PageBreak) or (isinstance(block, Heading) and block.appendix)


def _said(chart: Chart) -> str:
    """A chart in words, for those who cannot see it."""
    title = plain_text(next(inlines_of(chart), ()))
    return f"{title}：{'、'.join(chart.categories)}" if title else "、".join(chart.categories)
