"""A firm's own look: the styles of its reference .docx, found by name, laid under the report.

Somebody who cannot program edits them in Word: take any report we made, change its styles, name the file as the
reference. Styles the reference lacks come from the preset. Lists stay ours, so that chapters are numbered as they are.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import Any

from evalkit.writers._word_looks import Face, Look, Margins, Page
from evalkit.writers._word_styles import NO_INDENT, Style, indents, style_xml, styles
from evalkit.writers._word_xml import W

_LARGEST = 32 * 2**20
_Q = f"{{{W}}}"
_BEFORE_LIST = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference gives: the look with its measures, the part styles.xml, IDs and indents of styles by ours, its theme."""

    look: Look
    styles: bytes
    ids: dict[str, str]
    indents: dict[str, str]
    theme: bytes


def read_reference(data: bytes, look: Look) -> Reference | None:
    """The reference laid over a preset; None when the bytes are no .docx with styles."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST * 4:
                return None
            names = archive.namelist()
            root: Any = etree.fromstring(archive.read("word/styles.xml"), parser)
            main: Any = etree.fromstring(archive.read("word/document.xml"), parser)
            theme = archive.read("word/theme/theme1.xml") if "word/theme/theme1.xml" in names else b""
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        etree.XMLSyntaxError,
    ):
        return None
    if root.tag != f"{_Q}styles":  # strict documents have another namespace
        return None
    look = _measured(root, main, look)
    own = indents(look)
    ids = _laid(root, look, own, etree)
    return Reference(
        look, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), ids, own, theme
    )


def _laid(root: Any, look: Look, own: dict[str, str], etree: Any) -> dict[str, str]:
    known: dict[tuple[str, str], Any] = {}
    taken = set()
    for element in root.iterfind(f"{_Q}style"):
        kind = element.get(f"{_Q}type", "paragraph")
        taken.add(element.get(f"{_Q}styleId"))
        name = element.find(f"{_Q}name")
        if name is not None:
            known.setdefault((kind, _folded(name.get(f"{_Q}val", ""))), element)
        if element.get(f"{_Q}default") in ("1", "true", "on"):
            known[kind, "default"] = element
        for numbered in element.iterfind(f"{_Q}pPr/{_Q}numPr"):
            numbered.getparent().remove(numbered)
    ours = styles(look)
    ids: dict[str, str] = {}
    missing: list[Style] = []
    for style in ours:
        found = (
            known.get((style.kind, "default"))
            if style.id in ("Normal", "DefaultParagraphFont", "TableNormal")
            else None
        )
        for name in (style.name, *style.also):
            found = found if found is not None else known.get((style.kind, _folded(name)))
        if found is None:
            ids[style.id] = style.id if style.id not in taken else f"Ek{style.id}"
            missing.append(style)
        else:
            ids[style.id] = str(found.get(f"{_Q}styleId"))
            _number(found, style, etree)
            if style.kind == "paragraph":
                own[style.id] = _indent(found)
    for style in missing:
        made = replace(style, id=ids[style.id], based=ids.get(style.based, ""), next=ids.get(style.next, ""))
        root.append(etree.fromstring(style_xml(made).replace("<w:style ", f'<w:style xmlns:w="{W}" ', 1)))
    return ids


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _indent(element: Any) -> str:
    """The indent of a firm's style as XML of ours."""
    found = element.find(f"{_Q}pPr/{_Q}ind")
    if found is None:
        return NO_INDENT
    pairs = [(key.removeprefix(_Q), value) for key, value in found.attrib.items() if key.startswith(_Q)]
    inside = " ".join(f'w:{key}="{value}"' for key, value in pairs)
    return f"<w:ind {inside}/>"


def _number(element: Any, style: Style, etree: Any) -> None:
    """Puts our list under a heading's style."""
    if "<w:numPr>" not in style.paragraph:
        return
    inside = style.paragraph[style.paragraph.index("<w:numPr>") : style.paragraph.index("</w:numPr>")] + "</w:numPr>"
    listed = etree.fromstring(inside.replace("<w:numPr>", f'<w:numPr xmlns:w="{W}">'))
    properties = element.find(f"{_Q}pPr")
    if properties is None:
        properties = etree.Element(f"{_Q}pPr")
        text = element.find(f"{_Q}rPr")
        place = element.index(text) if text is not None else len(element)
        element.insert(place, properties)
    at = sum(1 for child in properties if child.tag in {f"{_Q}{name}" for name in _BEFORE_LIST})
    properties.insert(at, listed)


def _measured(root: Any, main: Any, look: Look) -> Look:
    """The look with the reference's body size, line pitch and pages."""
    size = line = None
    for path in (
        f"{_Q}docDefaults/{_Q}rPrDefault/{_Q}rPr/{_Q}sz",
        f"{_Q}style[@{_Q}default='1'][@{_Q}type='paragraph']/{_Q}rPr/{_Q}sz",
    ):
        size = _whole(root.find(path), "val") or size
    for name in ("docDefaults/pPrDefault/pPr/spacing",):
        line = _line(root.find("/".join(f"{_Q}{part}" for part in name.split("/")))) or line
    for element in root.iterfind(f"{_Q}style"):
        name = element.find(f"{_Q}name")
        if name is not None and _folded(name.get(f"{_Q}val", "")) in ("normal", "normalindent", "正文缩进"):
            size = _whole(element.find(f"{_Q}rPr/{_Q}sz"), "val") or size
            line = _line(element.find(f"{_Q}pPr/{_Q}spacing")) or line
    pages = {page.width > page.height: page for page in map(_page, main.iter(f"{_Q}sectPr")) if page is not None}
    return replace(
        look,
        body=Face(look.body.font, size, look.body.bold) if size else look.body,
        line=line or look.line,
        portrait=pages.get(False, look.portrait),
        landscape=pages.get(True, look.landscape),
    )


def _whole(element: Any, name: str) -> int | None:
    text = element.get(f"{_Q}{name}") if element is not None else None
    return int(text) if text and text.lstrip("-").isdecimal() else None


def _line(spacing: Any) -> int | None:
    if spacing is None or spacing.get(f"{_Q}lineRule") not in ("exact", "atLeast"):
        return None
    return _whole(spacing, "line")


def _page(section: Any) -> Page | None:
    size, edge = section.find(f"{_Q}pgSz"), section.find(f"{_Q}pgMar")
    width, height = _whole(size, "w"), _whole(size, "h")
    edges = [_whole(edge, name) for name in ("top", "right", "bottom", "left", "header", "footer")]
    if not width or not height or any(part is None or part < 0 for part in edges):
        return None
    page = Page(width, height, Margins(*(part or 0 for part in edges)))
    return page if page.text_width > 2000 and page.text_height > 2000 else None
