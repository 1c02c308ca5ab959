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
from evalkit.writers._word_styles import NO_INDENT, TABLE_STYLES, Style, indents, style_xml, styles
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
    sheet = _sheet(root)
    look = _measured(sheet, main, look)
    own = indents(look)
    ids = _laid(sheet, look, own, etree)
    return Reference(
        look, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), ids, own, theme
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The styles of a reference by kind and folded name (``default`` for the default one), and by ID."""

    root: Any
    named: dict[tuple[str, str], Any]
    by_id: dict[str, Any]

    def find(self, style: Style) -> Any:
        """The firm's style for one of ours, or None."""
        found = self.named.get((style.kind, "default")) if style.id in _DEFAULTS else None
        for name in (style.name, *style.also):
            found = found if found is not None else self.named.get((style.kind, _folded(name)))
        return found

    def value(self, element: Any, path: str) -> Any:
        """A property of a style, or of the one it rests on, or of the document's defaults."""
        seen = set()
        while element is not None and (own := element.get(f"{_Q}styleId")) not in seen:
            seen.add(own)
            found = element.find(_path(path))
            if found is not None:
                return found
            based = element.find(f"{_Q}basedOn")
            element = self.by_id.get(based.get(f"{_Q}val", "")) if based is not None else None
        kind = "rPrDefault/" if path.startswith("rPr") else "pPrDefault/"
        return self.root.find(_path(f"docDefaults/{kind}{path}"))


_DEFAULTS = ("Normal", "DefaultParagraphFont", "TableNormal")


def _path(path: str) -> str:
    return "/".join(f"{_Q}{part}" for part in path.split("/"))


def _sheet(root: Any) -> _Sheet:
    named: dict[tuple[str, str], Any] = {}
    by_id: dict[str, Any] = {}
    for element in root.iterfind(f"{_Q}style"):
        kind = element.get(f"{_Q}type", "paragraph")
        by_id.setdefault(element.get(f"{_Q}styleId", ""), element)
        name = element.find(f"{_Q}name")
        if name is not None:
            named.setdefault((kind, _folded(name.get(f"{_Q}val", ""))), element)
        if element.get(f"{_Q}default") in ("1", "true", "on"):
            named[kind, "default"] = element
    return _Sheet(root, named, by_id)


def _laid(sheet: _Sheet, look: Look, own: dict[str, str], etree: Any) -> dict[str, str]:
    for numbered in list(sheet.root.iterfind(_path("style/pPr/numPr"))):
        numbered.getparent().remove(numbered)
    ids: dict[str, str] = {}
    missing: list[Style] = []
    for style in styles(look):
        found = sheet.find(style)
        if found is None:
            ids[style.id] = style.id if style.id not in sheet.by_id else f"Ek{style.id}"
            missing.append(style)
        else:
            ids[style.id] = str(found.get(f"{_Q}styleId"))
            _number(found, style, etree)
            # The contents have their own stop at the edge of the text, wherever that has moved.
            stops = found.find(_path("pPr/tabs")) if style.id.startswith("TOC") else None
            if stops is not None:
                stops.getparent().remove(stops)
            if style.kind == "paragraph":
                own[style.id] = _indent(found)
    for style in missing:
        made = replace(style, id=ids[style.id], based=ids.get(style.based, ""), next=ids.get(style.next, ""))
        sheet.root.append(etree.fromstring(style_xml(made).replace("<w:style ", f'<w:style xmlns:w="{W}" ', 1)))
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


def _measured(sheet: _Sheet, main: Any, look: Look) -> Look:
    """The look with the sizes, line pitches and pages of the reference: widths and page numbers go by them."""
    ours = {style.id: style for style in styles(look)}

    def size(id: str, preset: int) -> int:
        found = sheet.find(ours[id])
        return (_whole(sheet.value(found, "rPr/sz"), "val") if found is not None else None) or preset

    def face(id: str, preset: Face) -> Face:
        return replace(preset, size=size(id, preset.size))

    def pitch(id: str, preset: int) -> int:
        found = sheet.find(ours[id])
        return (_line(sheet.value(found, "pPr/spacing"), size(id, 21)) if found is not None else None) or preset

    body = "NormalIndent" if sheet.find(ours["NormalIndent"]) is not None else "Normal"
    headings = [face(f"Heading{level}", preset) for level, preset in enumerate(look.headings, 1)]
    tables = [(size(id, now), pitch(id, line)) for id, (now, line) in zip(TABLE_STYLES, look.tables, strict=True)]
    pages = {page.width > page.height: page for page in map(_page, main.iter(f"{_Q}sectPr")) if page is not None}
    return replace(
        look,
        body=face(body, look.body),
        line=pitch(body, look.line),
        headings=(headings[0], headings[1], headings[2], headings[3]),
        appendix=face("AppendixHeading", look.appendix),
        title=face("ReportTitle", look.title),
        number=face("Footer", look.number),
        cover=size("CoverText", look.cover),
        tables=tuple(tables),
        portrait=pages.get(False, look.portrait),
        landscape=pages.get(True, look.landscape),
    )


def _whole(element: Any, name: str) -> int | None:
    text = element.get(f"{_Q}{name}") if element is not None else None
    return int(text) if text and text.lstrip("-").isdecimal() else None


def _line(spacing: Any, size: int) -> int | None:
    """The line pitch in twips of type of a size in half-points."""
    found = _whole(spacing, "line")
    if not found or found < 0:
        return None
    # A multiple of the line's own height, which is about 1.3 of the type.
    return found if spacing.get(f"{_Q}lineRule") in ("exact", "atLeast") else found * size * 13 // 240


def _page(section: Any) -> Page | None:
    size, edge = section.find(f"{_Q}pgSz"), section.find(f"{_Q}pgMar")
    width, height = _whole(size, "w"), _whole(size, "h")
    edges = [_whole(edge, name) for name in ("top", "right", "bottom", "left", "header", "footer")]
    gutter = _whole(edge, "gutter") or 0
    if not width or not height or any(part is None or part < 0 for part in edges):
        return None
    top, right, bottom, left, header, footer = (part or 0 for part in edges)
    page = Page(width, height, Margins(top, right, bottom, left + max(gutter, 0), header, footer))
    return page if page.text_width > 2000 and page.text_height > 2000 else None
