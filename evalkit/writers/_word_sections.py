"""Sections: pages, headers, footers, page numbers; and the settings of the document."""

from __future__ import annotations

from evalkit.model.document import Align, Section
from evalkit.writers._word_logo import HEADER_LOGO, Logo
from evalkit.writers._word_looks import Look, Page
from evalkit.writers._word_package import Package
from evalkit.writers._word_xml import HEAD, ROOT, W, field, paragraph, run

_MAIN = "word/document.xml"


def section_xml(
    package: Package,
    section: Section,
    number: int,
    look: Look,
    page: Page,
    ids: dict[str, str],
    logo: Logo | None = None,
) -> str:
    """The ``w:sectPr`` of a section; its headers and footers become parts of their own, linked to no other section."""
    kinds = ("default", "even") if look.mirrored else ("default",)
    references = []
    for kind in kinds:
        name = f"word/header{number + 1}{'' if kind == 'default' else 'even'}.xml"
        drawn = logo.run(package, name, *HEADER_LOGO) if logo is not None and section.header else ""
        part = f"{HEAD}<w:hdr {ROOT}>{_header(section.header, ids, drawn, page.text_width)}</w:hdr>"
        relation = package.attach(_MAIN, name, part, "header")
        references.append(f'<w:headerReference w:type="{kind}" r:id="{relation}"/>')
    for kind in kinds:
        name = f"word/footer{number + 1}{'' if kind == 'default' else 'even'}.xml"
        part = f"{HEAD}<w:ftr {ROOT}>{_footer(section.numbering, kind, look, ids)}</w:ftr>"
        relation = package.attach(_MAIN, name, part, "footer")
        references.append(f'<w:footerReference w:type="{kind}" r:id="{relation}"/>')
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    start = '<w:pgNumType w:start="1"/>' if section.numbering == "start" else ""
    edge = page.margins
    return (
        f'<w:sectPr>{"".join(references)}<w:type w:val="nextPage"/><w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{edge.top}" w:right="{edge.right}" w:bottom="{edge.bottom}" w:left="{edge.left}" '
        f'w:header="{edge.header}" w:footer="{edge.footer}" w:gutter="0"/>{start}<w:cols w:space="425"/></w:sectPr>'
    )


def _header(words: str, ids: dict[str, str], logo: str, width: int) -> str:
    if logo:  # at the left, the words at the right; a line of fixed height would cut it off
        stop = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:spacing w:line="240" w:lineRule="auto"/>'
        return paragraph(ids["Header"], f"{logo}<w:r><w:tab/></w:r>{run(words)}", stop, "left")
    if words:
        return paragraph(ids["Header"], run(words), "", "center")
    return paragraph(ids["Header"], "", '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>')


def _footer(numbering: str, kind: str, look: Look, ids: dict[str, str]) -> str:
    if numbering == "none":
        return paragraph(ids["Footer"], "")
    inside = run("— ") + field("PAGE", run("1")) + run(" —")
    if not look.mirrored:
        return paragraph(ids["Footer"], inside, "", "center")
    outside: Align = "right" if kind == "default" else "left"
    indent = f'<w:ind w:{outside}Chars="100" w:{outside}="{look.number.size * 10}"/>'
    return paragraph(ids["Footer"], inside, indent, outside)


def settings_xml(look: Look) -> str:
    """The part settings.xml. Nothing in it makes Word ask a question."""
    # Printed on both sides, the wider margin is that of the binding.
    mirrored, bound = ("<w:evenAndOddHeaders/>", "<w:mirrorMargins/>") if look.mirrored else ("", "")
    word = "http://schemas.microsoft.com/office/word"
    switches = (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
        ("useWord2013TrackBottomHyphenation", "0"),
    )
    compat = "".join(f'<w:compatSetting w:name="{name}" w:uri="{word}" w:val="{value}"/>' for name, value in switches)
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>{bound}<w:bordersDoNotSurroundHeader/>'
        f'<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/>{mirrored}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        f"</w:footnotePr><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
