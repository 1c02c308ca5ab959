"""The pages that are neither text nor table: cover, contents, signatures."""

from __future__ import annotations

from evalkit.model.document import Contents, Cover, Inline, Num, Signature, Text, plain_text
from evalkit.writers._caption import seal_of
from evalkit.writers._titles import parted
from evalkit.writers._word_inlines import Inlines
from evalkit.writers._word_looks import Look, Page
from evalkit.writers._word_plan import Plan
from evalkit.writers._word_xml import ems, field, lines_of, paragraph, run

#: A paragraph that no list numbers, whatever its style says.
UNLISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_BARE = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_UNDERLINE = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>'


def cover_xml(cover: Cover, look: Look, page: Page, words: Inlines) -> str:
    """The cover: number, title a quarter down, lines below, date at the foot; room is shared out by what is there."""
    ids = words.ids
    em = look.title.size * 10
    title_lines = sum(lines_of(plain_text(line), page.text_width / em) for line in cover.title) or 1
    label_ems = max([4.0, *(ems(label) for label, _ in cover.lines)])
    label_width = min(int((label_ems + 1) * 300) + 216, page.text_width // 2)
    value_width = min(page.text_width - label_width - 600, 5600)
    line_height = 740
    lines = sum(lines_of(plain_text(value), (value_width - 216) / 300) for _, value in cover.lines)
    taken = (
        (look.line if cover.number else 0)
        + title_lines * (look.title.size * 14 + 240)
        + lines * line_height
        + look.line * 2
    )
    spare = max(page.text_height - taken - 400, 0)
    parts = []
    if cover.number:
        parts.append(paragraph(ids["CoverNumber"], words.runs(cover.number), align="right"))
    for index, line in enumerate(cover.title):
        before = f'<w:spacing w:before="{int(spare * 0.3) if index == 0 else 120}"/>'
        parts.append(title_xml(line, ids["ReportTitle"], em, page, words, before))
    if cover.lines:
        gap = int(spare * 0.36)
        parts.append(paragraph(ids["TableGap"], "", f'<w:spacing w:before="{gap}"/>'))
        rows = []
        for label, value in cover.lines:
            left = paragraph(ids["CoverLabel"], run(label))
            right = paragraph(ids["CoverText"], words.runs(value))
            rows.append(
                f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{label_width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
                f'{left}</w:tc><w:tc><w:tcPr><w:tcW w:w="{value_width}" w:type="dxa"/>{_UNDERLINE}<w:vAlign w:val="bottom"/></w:tcPr>{right}</w:tc></w:tr>'
            )
        parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{ids["TableNormal"]}"/><w:tblW w:w="{label_width + value_width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BARE}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{label_width}"/><w:gridCol w:w="{value_width}"/></w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )
    parts.append(paragraph(ids["CoverDate"], words.runs(cover.date), f'<w:spacing w:before="{int(spare * 0.28)}"/>'))
    return "".join(parts)


def title_xml(
    inlines: tuple[Inline, ...], style: str, em: int, page: Page, words: Inlines, properties: str = ""
) -> str:
    """A centred title; a long one is indented on both sides so that it turns between words, in lines of like length."""
    bare = all(isinstance(one, Text | Num) for one in inlines)
    made = parted(plain_text(inlines), page.text_width / em) if bare else None
    if made is None:
        return paragraph(style, words.runs(inlines), properties)
    room = max(int((page.text_width - made.width * em) / 2), 0)
    indent = f'<w:ind w:left="{room}" w:right="{room}" w:firstLineChars="0" w:firstLine="0"/>'
    return paragraph(style, words.title(inlines, made, em), properties + indent)


def contents_xml(contents: Contents, plan: Plan, pages: dict[str, int], ids: dict[str, str], width: int) -> str:
    """The contents as a field that holds its entries, each linked to its heading and with its page at the right edge."""
    depth = min(max(contents.depth, 1), 3)
    title = paragraph(ids["ContentsTitle"], run("目　录"), UNLISTED, "center")
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    entries: list[str] = []
    for heading in plan.entries(depth):
        number = field(f"PAGEREF {heading.bookmark} \\h", run(str(pages.get(heading.bookmark, ""))))
        linked = f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{run(heading.title)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
        entries.append(paragraph(ids[f"TOC{heading.level}"], ("" if entries else begin) + linked, stop))
    if not entries:
        entries.append(paragraph(ids["TOC1"], begin))
    entries.append(paragraph(ids["TableGap"], end))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{''.join(entries)}</w:sdtContent></w:sdt>"


def signature_xml(signature: Signature, look: Look, page: Page, words: Inlines) -> str:
    """The signature block: a line to sign on for each role, then firm and date; it is never torn apart."""
    ids, em = words.ids, look.body.size * 10
    left = page.text_width // 3
    parts = []
    rest = len(signature.lines) + bool(signature.firm) + bool(signature.date)
    for label, value in signature.lines:
        rest -= 1
        held = "<w:keepNext/>" if rest else ""
        stop = f'<w:tabs><w:tab w:val="left" w:pos="{page.text_width - em}"/></w:tabs>'
        room = words.runs(value) if value else '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
        name = label if label.endswith(("：", ":")) else f"{label}："
        before = f'{held}{stop}<w:ind w:left="{left}" w:firstLineChars="0" w:firstLine="0"/>'
        parts.append(paragraph(ids["SignLine"], run(name) + room, before, "left"))
    for inlines, characters, seal in ((signature.firm, 2, seal_of(signature)), (signature.date, 4, "")):
        if not inlines:
            continue
        rest -= 1
        held = "<w:keepNext/>" if rest else ""
        indent = f'<w:ind w:rightChars="{characters * 100}" w:right="{characters * em}"/>'
        parts.append(paragraph(ids["SignLine"], words.runs(inlines) + run(seal), held + indent))
    return "".join(parts)
