"""The frame of the printed form: page, styles, page numbers, in a package of parts."""

from __future__ import annotations

from evalkit.writers._word_fonts import fonts_xml
from evalkit.writers._word_package import new_package
from evalkit.writers._word_xml import HEAD, ROOT, W, field, run

#: A4 and its margins, the width of the text, and a character of 10.5 points, in twips.
WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 11906, 16838, 1247, 1134, 1134
TEXT = WIDTH - 2 * SIDE
EM = 210

_MAIN = "word/document.xml"
_CREATED = "2000-01-01T00:00:00Z"
_SONG, _HEI = "宋体", "黑体"

#: Name, paragraph properties, run properties (font, half-points, bold).
_STYLES: tuple[tuple[str, str, str, int], ...] = (
    ("Title", '<w:keepNext/><w:spacing w:before="0" w:after="200"/><w:jc w:val="center"/>', _HEI, 32),
    ("Fields", '<w:spacing w:before="60" w:after="160"/>', _SONG, 21),
    (
        "Intro",
        "<w:pBdr>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="808080"/>'
            for side in ("top", "left", "bottom", "right")
        )
        + '</w:pBdr><w:spacing w:line="320" w:lineRule="exact"/><w:ind w:left="100" w:right="100" w:firstLineChars="200" w:firstLine="420"/>',
        _SONG,
        21,
    ),
    (
        "Part",
        '<w:keepNext/><w:shd w:val="clear" w:color="auto" w:fill="ECEFF3"/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="0"/>',
        _HEI,
        24,
    ),
    ("Note", '<w:keepNext/><w:spacing w:before="40" w:after="40"/>', _SONG, 21),
    (
        "Stem",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="140" w:line="320" w:lineRule="atLeast"/><w:ind w:left="420" w:hanging="420"/>',
        _SONG,
        21,
    ),
    ("Option", '<w:keepLines/><w:spacing w:line="340" w:lineRule="atLeast"/><w:ind w:left="420"/>', _SONG, 21),
    ("Line", '<w:spacing w:line="460" w:lineRule="exact"/><w:ind w:left="420"/>', _SONG, 21),
    ("Cell", '<w:spacing w:before="50" w:after="50"/><w:jc w:val="center"/>', _SONG, 20),
    ("CellLeft", '<w:spacing w:before="50" w:after="50"/>', _SONG, 20),
    ("After", '<w:spacing w:line="120" w:lineRule="exact"/>', _SONG, 10),
    ("End", '<w:spacing w:before="360"/><w:jc w:val="center"/>', _SONG, 21),
    (
        "Footer",
        '<w:jc w:val="center"/>',
        _SONG,
        18,
    ),
)


def document(title: str, body: str) -> bytes:
    """The .docx round a body of paragraphs and tables."""
    package = new_package(title, "", _CREATED)
    package.attach(_MAIN, "word/styles.xml", _styles(), "styles")
    package.attach(_MAIN, "word/settings.xml", _settings(), "settings")
    package.attach(_MAIN, "word/fontTable.xml", fonts_xml(), "fontTable")
    pages = run("第 ") + field("PAGE", run("1")) + run(" 页，共 ") + field("NUMPAGES", run("1")) + run(" 页")
    footer = f'{HEAD}<w:ftr {ROOT}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{pages}</w:p></w:ftr>'
    relation = package.attach(_MAIN, "word/footer1.xml", footer, "footer")
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{relation}"/><w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{SIDE}" w:bottom="{BOTTOM}" w:left="{SIDE}" w:header="567" w:footer="567" '
        'w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
    )
    package.add(_MAIN, f"{HEAD}<w:document {ROOT}><w:body>{body}{section}</w:body></w:document>")
    return package.to_bytes()


def _styles() -> str:
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(_SONG)}"
        '<w:kern w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    made = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    ]
    for name, paragraph, font, size in _STYLES:
        custom = "" if name in ("Title", "Footer") else ' w:customStyle="1"'
        word = "footer" if name == "Footer" else name
        made.append(
            f'<w:style w:type="paragraph"{custom} w:styleId="{name}"><w:name w:val="{word}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{_font(font)}{'<w:b/>' if font == _HEI else ''}"
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(made)}</w:styles>'


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{name}" w:cs="Times New Roman"/>'


def _settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
