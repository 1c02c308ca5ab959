"""The styles of the report, under names an evaluator finds in Word's list of styles."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.writers._word_looks import FANGSONG, HEITI, KAITI, SONGTI, Face, Look
from evalkit.writers._word_xml import HEAD, W

#: The names of the styles of an appendix's headings that contents leave out, by level.
APPENDIX_STYLES = ("附件标题", "附件标题 2", "附件标题 3")
#: The styles of table text, from the largest down.
TABLE_STYLES = ("TableText", "TableTextSmall", "TableTextTiny")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: ID, name in the file (built-in ones have English names and show as 标题 1 …), and what it holds.

    ``also`` are the names under which a firm's reference document may have it.
    """

    id: str
    name: str
    paragraph: str = ""
    text: str = ""
    based: str = "Normal"
    next: str = ""
    kind: str = "paragraph"
    built_in: bool = False
    also: tuple[str, ...] = ()
    table: str = ""
    priority: int = 10

    @property
    def shown(self) -> str:
        """The name in the list of styles of a Chinese Word."""
        return self.also[0] if self.built_in and self.also else self.name


def fonts(face_font: str, latin: str) -> str:
    """The fonts of a style for every script."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face_font}" w:cs="{latin}"/>'


def _face(face: Face, latin: str) -> str:
    bold = "<w:b/><w:bCs/>" if face.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    return f'{fonts(face.font, latin)}{bold}<w:sz w:val="{face.size}"/><w:szCs w:val="{face.size}"/>'


def _spacing(line: int, before: int = 0, after: int = 0, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def first_line(size: int, characters: int = 2) -> str:
    """An indent of the first line; Word goes by the characters, other programs by the twips."""
    return f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{characters * size * 10}"/>'


#: An indent that says there is none.
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def styles(look: Look) -> tuple[Style, ...]:
    """All styles of a preset, the ones they rest on first."""
    latin, body, line = look.latin, look.body, look.line
    tracking = f'<w:spacing w:val="{look.tracking}"/>' if look.tracking else ""
    rows = [
        Style(
            "Normal",
            "Normal",
            f'{_spacing(line)}<w:jc w:val="both"/>',
            _face(body, latin),
            "",
            built_in=True,
            also=("正文",),
            priority=0,
        ),
        Style("DefaultParagraphFont", "Default Paragraph Font", kind="character", based="", built_in=True, priority=1),
        Style("TableNormal", "Normal Table", kind="table", based="", built_in=True, table=_TABLE_NORMAL, priority=99),
        Style(
            "NormalIndent",
            "Normal Indent",
            first_line(body.size),
            tracking,
            built_in=True,
            also=("正文缩进", "正文首行缩进", "Body Text First Indent"),
            priority=2,
        ),
        Style("BodyFlush", "正文顶格", NO_INDENT, tracking, priority=3),
    ]
    for level, face in enumerate(look.headings):
        above = f"{_spacing(max(line, face.size * 15), look.heading_before[level])}"
        held = f'<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        outline = f'{held}{above}{first_line(face.size)}<w:outlineLvl w:val="{level}"/>'
        name = f"heading {level + 1}"
        rows.append(
            Style(
                f"Heading{level + 1}",
                name,
                outline,
                _face(face, latin),
                next="NormalIndent",
                built_in=True,
                also=(f"标题 {level + 1}", f"标题{level + 1}"),
                priority=9,
            )
        )
    for level, name in enumerate(APPENDIX_STYLES[1:], 2):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        rows.append(
            Style(f"AppendixHeading{level}", name, outline, based=f"Heading{level}", next="NormalIndent", priority=9)
        )
    face = look.appendix
    held = '<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    rows += [
        Style(
            "AppendixHeading",
            APPENDIX_STYLES[0],
            f'{held}{_spacing(line, 0, 120)}<w:jc w:val="left"/><w:outlineLvl w:val="0"/>',
            _face(face, latin),
            next="NormalIndent",
            priority=9,
        ),
        Style(
            "ReportTitle",
            "题名",
            f'{_spacing(look.title.size * 14, 120, 120)}<w:jc w:val="center"/>',
            _face(look.title, latin),
            also=("Title", "标题"),
            priority=10,
        ),
        Style(
            "ReportSubtitle",
            "副题名",
            f'{_spacing(line, 0, 120)}<w:jc w:val="center"/>',
            _face(look.subtitle, latin),
            also=("Subtitle", "副标题"),
            priority=11,
        ),
        Style(
            "CoverNumber",
            "封面文号",
            f'{_spacing(line)}<w:jc w:val="center"/>',
            _face(Face(FANGSONG, look.cover), latin),
            priority=20,
        ),
        Style(
            "CoverLabel",
            "封面栏目",
            f'{_spacing(560, 60, 60)}<w:jc w:val="distribute"/>',
            _face(Face(HEITI, look.cover), latin),
            priority=20,
        ),
        Style(
            "CoverText",
            "封面文字",
            f'{_spacing(560, 60, 60)}<w:jc w:val="left"/>',
            _face(Face(FANGSONG, look.cover), latin),
            priority=20,
        ),
        Style(
            "CoverMark",
            "封面密级",
            f'{_spacing(line)}<w:jc w:val="left"/>',
            _face(Face(HEITI, 32), latin),
            priority=20,
        ),
        Style(
            "CoverFirm",
            "封面机构",
            f'{_spacing(560, 0, 60)}<w:jc w:val="center"/>',
            _face(Face(FANGSONG, 32), latin),
            priority=20,
        ),
        Style(
            "CoverDate",
            "封面日期",
            f'{_spacing(line)}<w:jc w:val="center"/>',
            _face(Face(KAITI, 32), latin),
            priority=20,
        ),
        Style(
            "ContentsTitle",
            "目录标题",
            f'{_spacing(line, 0, 240)}<w:jc w:val="center"/>',
            _face(look.contents_title, latin),
            also=("TOC Heading",),
            priority=39,
        ),
        Style(
            "ListItem",
            "列表",
            first_line(body.size),
            tracking,
            priority=12,
        ),
        Style(
            "AttachmentLine",
            "附件说明",
            f'<w:keepNext/><w:ind w:leftChars="0" w:left="{body.size * 60}" w:hangingChars="0" w:hanging="{body.size * 40}"/><w:jc w:val="left"/>',
            tracking,
            priority=14,
        ),
        Style(
            "QuoteText",
            "引文",
            f'<w:ind w:leftChars="200" w:left="{body.size * 20}" w:rightChars="200" w:right="{body.size * 20}"/>',
            f"{fonts(KAITI, latin)}",
            also=("Quote", "引用"),
            priority=13,
        ),
        Style(
            "SignLine",
            "落款",
            f'<w:keepLines/>{_spacing(720)}<w:jc w:val="right"/>',
            priority=14,
        ),
        Style(
            "FigureTitle",
            "图表标题",
            f'<w:keepLines/>{_spacing(440, 60, 40)}<w:jc w:val="center"/>',
            _face(Face(HEITI, 24 if look.body.size < 32 else 28), latin),
            also=("caption", "题注"),
            priority=15,
        ),
        Style("Figure", "图", f'<w:keepNext/>{_spacing(240, 120, 0, "auto")}<w:jc w:val="center"/>', priority=15),
    ]
    names = ("表格文字", "表格文字小", "表格文字特小")
    for id, name, (size, pitch) in zip(TABLE_STYLES, names, look.tables, strict=True):
        rows.append(
            Style(
                id,
                name,
                f'{_spacing(pitch, 20, 20)}<w:jc w:val="center"/>',
                _face(Face(SONGTI, size), latin),
                priority=16,
            )
        )
    small = _face(Face(SONGTI, 18), latin)
    rows += [
        Style(
            "TableUnit",
            "表格单位",
            f'<w:keepNext/>{_spacing(280)}<w:jc w:val="right"/>',
            _face(Face(SONGTI, 18), latin),
            priority=17,
        ),
        Style("TableNote", "表格附注", f'{_spacing(280, 40, 0)}<w:jc w:val="left"/>', small, priority=17),
        Style("TableGap", "表后间隔", _spacing(160), '<w:sz w:val="10"/><w:szCs w:val="10"/>', priority=17),
        Style(
            "Placeholder",
            "待填",
            text='<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
            kind="character",
            based="",
            priority=18,
        ),
        Style(
            "Header",
            "header",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="7F7F7F"/></w:pBdr>{_spacing(280)}<w:jc w:val="center"/>',
            small,
            built_in=True,
            also=("页眉",),
            priority=40,
        ),
        Style(
            "Footer",
            "footer",
            f'{_spacing(max(280, look.number.size * 12))}<w:jc w:val="center"/>',
            _face(look.number, SONGTI if look.mirrored else latin),
            built_in=True,
            also=("页脚",),
            priority=40,
        ),
        Style(
            "FootnoteText",
            "footnote text",
            f'<w:snapToGrid w:val="0"/>{_spacing(260)}<w:jc w:val="left"/>',
            small,
            built_in=True,
            also=("脚注文本",),
            priority=41,
        ),
        Style(
            "FootnoteReference",
            "footnote reference",
            text='<w:vertAlign w:val="superscript"/>',
            kind="character",
            based="",
            built_in=True,
            also=("脚注引用",),
            priority=41,
        ),
        Style(
            "ReportTable",
            "报告表格",
            kind="table",
            based="TableNormal",
            table=_TABLE_GRID,
            also=("Table Grid", "网格型"),
            priority=42,
        ),
    ]
    for level in range(1, 4):
        stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{look.portrait.text_width}"/></w:tabs>'
        face = Face(HEITI if level == 1 else FANGSONG, 28 if level == 1 else 26)
        # Lines that turn stand behind the number.
        hung = (2, 3, 1)[level - 1]
        em = face.size * 10
        indent = f'<w:ind w:leftChars="0" w:left="{(level - 1) * 520 + hung * em}" w:hangingChars="0" w:hanging="{hung * em}"/>'
        rows.append(
            Style(
                f"TOC{level}",
                f"toc {level}",
                f'{stop}{_spacing(480)}{indent}<w:jc w:val="left"/>',
                _face(face, latin),
                next="Normal",
                built_in=True,
                also=(f"目录 {level}", f"目录{level}"),
                priority=39,
            )
        )
    return tuple(rows)


_TABLE_NORMAL = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_TABLE_GRID = (
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4))
    )
    + "</w:tblBorders></w:tblPr>"
)


def style_xml(style: Style) -> str:
    """One style as XML."""
    custom = "" if style.built_in else ' w:customStyle="1"'
    default = ' w:default="1"' if style.id in ("Normal", "DefaultParagraphFont", "TableNormal") else ""
    parts = [f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>']
    if style.based and style.id != "Normal":
        parts.append(f'<w:basedOn w:val="{style.based}"/>')
    if style.next:
        parts.append(f'<w:next w:val="{style.next}"/>')
    parts.append(f'<w:uiPriority w:val="{style.priority}"/>')
    if style.id in ("DefaultParagraphFont", "TableNormal"):
        parts.append("<w:semiHidden/><w:unhideWhenUsed/>")
    else:
        parts.append("<w:qFormat/>" if style.priority < 20 else "")
    if style.kind == "paragraph" and (style.paragraph or style.id != "Normal"):
        parts.append(f"<w:pPr>{_indented(style)}</w:pPr>")
    if style.text:
        parts.append(f"<w:rPr>{style.text}</w:rPr>")
    return "".join([*parts, style.table, "</w:style>"])


def indents(look: Look) -> dict[str, str]:
    """The ``w:ind`` of every paragraph style by its ID."""
    return {style.id: indent_of(style) for style in styles(look) if style.kind == "paragraph"}


def indent_of(style: Style) -> str:
    """The ``w:ind`` of a style; one that says none where the style says nothing."""
    start = style.paragraph.find("<w:ind ")
    return style.paragraph[start : style.paragraph.index("/>", start) + 2] if start >= 0 else NO_INDENT


def _indented(style: Style) -> str:
    """The paragraph's properties with an indent in any case: a firm's 正文 may have one that is not meant for us."""
    made = style.paragraph
    if style.id == "Normal" or "<w:ind " in made:
        return made
    after = made.find("<w:spacing ")
    at = made.index("/>", after) + 2 if after >= 0 else 0
    return made[:at] + NO_INDENT + made[at:]


def styles_xml(look: Look) -> str:
    """The part styles.xml of a preset."""
    size = look.body.size
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(look.body.font, look.latin)}<w:kern w:val="0"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/><w:kinsoku/><w:overflowPunct/>"
        '<w:autoSpaceDE/><w:autoSpaceDN/><w:adjustRightInd w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(map(style_xml, styles(look)))}</w:styles>'
