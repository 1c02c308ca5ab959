"""The pages that are neither text nor table: cover, contents, signatures."""

from __future__ import annotations

from dataclasses import replace

from evalkit.model.document import Contents, Cover, Inline, Num, Signature, Text, plain_text
from evalkit.writers._caption import seal_of
from evalkit.writers._titles import parted
from evalkit.writers._word_inlines import Inlines
from evalkit.writers._word_looks import Look, Page
from evalkit.writers._word_plan import Plan
from evalkit.writers._word_styles import APPENDIX_STYLES
from evalkit.writers._word_xml import ems, escape, field, lines_of, paragraph, run

#: A paragraph that no list numbers, whatever its style says.
UNLISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_BARE = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
#: The room to sign in, in characters.
_NAME = 8
#: How much of the cover a logo takes, in twips.
_LOGO = 1200
_UNDERLINE = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>'


def cover_xml(cover: Cover, look: Look, page: Page, words: Inlines, logo: str = "") -> str:
    """The cover: number, title a quarter down, lines below, date at the foot; room is shared out by what is there.

    ``logo`` is a run that shows the firm's.
    """
    ids = words.ids
    em = look.title.size * 10
    title_lines = sum(lines_of(plain_text(line), page.text_width / em) for line in cover.title) or 1
    columns = _columns(cover, look, page)
    lines = sum(lines_of(plain_text(value), (columns[1] - 216) / (look.cover * 10)) for _, value in cover.lines)
    taken = (
        (look.line if cover.number else 0)
        + (look.line if cover.mark else 0)
        + (_LOGO if logo else 0)
        + title_lines * (look.title.size * 14 + 240)
        + lines * 740
        + look.line * (2 if not cover.firm else 3)
    )
    spare = max(page.text_height - taken - 400, 0)
    # Above the title, above the lines, above what stands at the foot.
    above, between, below = (0.3, 0.36, 0.28) if not cover.firm else (0.26, 0.2, 0.42 if cover.lines else 0.6)
    parts = []
    if cover.mark:
        parts.append(paragraph(ids["CoverMark"], words.runs(cover.mark)))
    if cover.number:
        parts.append(paragraph(ids["CoverNumber"], words.runs(cover.number), align="right"))
    if logo:
        parts.append(paragraph(ids["Figure"], logo, '<w:keepNext w:val="0"/>'))
    for index, line in enumerate(cover.title):
        before = f'<w:spacing w:before="{int(spare * above) if index == 0 else 120}"/>'
        parts.append(title_xml(line, ids["ReportTitle"], em, page, words, before))
    if cover.form == "简洁":
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="{look.colour or "7F7F7F"}"/></w:pBdr>'
        room = page.text_width // 3
        parts.append(
            paragraph(
                ids["TableGap"], "", f'{rule}<w:spacing w:before="240"/><w:ind w:left="{room}" w:right="{room}"/>'
            )
        )
    if cover.lines:
        parts.append(paragraph(ids["TableGap"], "", f'<w:spacing w:before="{int(spare * between)}"/>'))
        parts.append(_lines_table(cover, columns, words))
    foot = f'<w:spacing w:before="{int(spare * below)}"/>'
    if cover.firm:
        parts.append(paragraph(ids["CoverFirm"], words.runs(cover.firm), foot))
        foot = ""
    parts.append(paragraph(ids["CoverDate"], words.runs(cover.date), foot))
    return "".join(parts)


def _columns(cover: Cover, look: Look, page: Page) -> tuple[int, int]:
    """The widths of the cover's labels and of what stands beside them."""
    label_ems = max([4.0, *(ems(label) for label, _ in cover.lines)])
    label = min(int((label_ems + 1) * look.cover * 10) + 216, page.text_width // 2)
    longest = max((ems(plain_text(value)) for _, value in cover.lines), default=0.0)
    wanted = int((longest + 1) * look.cover * 10) + 216
    if cover.form == "标准":
        wanted = max(wanted, 5600) if wanted <= page.text_width - label else 5600
    return label, min(page.text_width - label, wanted)


def _lines_table(cover: Cover, columns: tuple[int, int], words: Inlines) -> str:
    """The lines of the cover, ruled where they are to be filled in by hand as well."""
    ids, (label_width, value_width) = words.ids, columns
    ruled = _UNDERLINE if cover.form == "标准" else ""
    rows = []
    for label, value in cover.lines:
        left = paragraph(ids["CoverLabel"], run(label))
        right = paragraph(ids["CoverText"], words.runs(value))
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{label_width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
            f'{left}</w:tc><w:tc><w:tcPr><w:tcW w:w="{value_width}" w:type="dxa"/>{ruled}<w:vAlign w:val="bottom"/></w:tcPr>{right}</w:tc></w:tr>'
        )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ids["TableNormal"]}"/><w:tblW w:w="{label_width + value_width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BARE}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{label_width}"/><w:gridCol w:w="{value_width}"/></w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


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


def contents_xml(
    contents: Contents, plan: Plan, pages: dict[str, int], ids: dict[str, str], width: int, *, framed: bool = True
) -> str:
    """The contents as a field that holds its entries, each linked to its heading and with its page at the right edge.

    ``framed`` puts it into the control in which Word offers to update it.
    """
    depth = min(max(contents.depth, 1), 3)
    within = min(max(contents.appendix_depth, 1), depth)
    # Brought up to date in Word, the contents still leave out what the appendices have below that: it has styles of its
    # own, which only \t names.
    appendices = ",".join(f"{name},{level}" for level, name in enumerate(APPENDIX_STYLES[:within], 1))
    others = "\\u" if within == depth else f'\\t "{appendices}"'
    title = paragraph(ids["ContentsTitle"], run("目　录"), UNLISTED, "center")
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z {escape(others)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    entries: list[tuple[str, str]] = []
    for heading in plan.entries(replace(contents, depth=depth)):
        number = field(f"PAGEREF {heading.bookmark} \\h", run(str(pages.get(heading.bookmark, ""))))
        linked = f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{run(heading.title)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
        entries.append((ids[f"TOC{heading.level}"], linked))
    # The field ends in its last entry: a paragraph of its own falls on a blank page when the page is full.
    entries = entries or [(ids["TOC1"], "")]
    entries[0] = (entries[0][0], begin + entries[0][1])
    entries[-1] = (entries[-1][0], entries[-1][1] + end)
    lines = "".join(paragraph(style, inside, stop) for style, inside in entries)
    if not framed:
        return title + lines
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{lines}</w:sdtContent></w:sdt>"


def signature_xml(signature: Signature, look: Look, page: Page, words: Inlines, above: int = 0) -> str:
    """The signature block: a line to sign on for each role, then firm and date; it is never torn apart.

    ``above`` is blank in front of it, in twips.
    """
    ids, em = words.ids, look.body.size * 10
    # The longest role leaves room for a name.
    widest = max((ems(label) + 1 for label, _ in signature.lines), default=0.0)
    left = max(min(page.text_width // 3, int(page.text_width - (widest + 1 + _NAME) * em)), em * 2)
    parts: list[str] = []
    rest = len(signature.lines) + bool(signature.firm) + bool(signature.date)
    for label, value in signature.lines:
        rest -= 1
        held = "<w:keepNext/>" if rest else ""
        stop = f'<w:tabs><w:tab w:val="left" w:pos="{page.text_width - em}"/></w:tabs>'
        room = words.runs(value) if value else '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
        name = label if label.endswith(("：", ":")) else f"{label}："
        before = f'{held}{stop}<w:ind w:left="{left}" w:firstLineChars="0" w:firstLine="0"/>'
        parts.append(paragraph(ids["SignLine"], run(name) + room, _lowered(before, parts, above), "left"))
    for inlines, characters, seal in ((signature.firm, 2, seal_of(signature)), (signature.date, 4, "")):
        if not inlines:
            continue
        rest -= 1
        held = "<w:keepNext/>" if rest else ""
        indent = f'<w:ind w:rightChars="{characters * 100}" w:right="{characters * em}"/>'
        lowered = _lowered(held + indent, parts, above)
        parts.append(paragraph(ids["SignLine"], words.runs(inlines) + run(seal), lowered))
    return "".join(parts)


def _lowered(properties: str, before: list[str], above: int) -> str:
    """The properties of a paragraph with blank above it where it is the first of its block."""
    if before or not above:
        return properties
    at = properties.index("<w:ind ")
    return f'{properties[:at]}<w:spacing w:before="{above}"/>{properties[at:]}'
