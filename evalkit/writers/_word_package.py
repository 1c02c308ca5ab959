"""The package: parts, their types and relationships, in a zip whose bytes depend on nothing but the parts."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from evalkit.writers._word_xml import HEAD, attribute

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "styles": f"{_WORD}.styles+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "footnotes": f"{_WORD}.footnotes+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "customXmlProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Package:
    """Parts by name, and the relationships of each; IDs are counted in the order of asking."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, name: str, data: bytes | str, kind: str = "") -> None:
        """A part; ``kind`` is its relationship's short name where its type does not follow from its suffix."""
        self.parts[name] = data.encode("utf-8") if isinstance(data, str) else data
        if kind in _TYPES:
            self.types[name] = _TYPES[kind]

    def relate(self, source: str, target: str, kind: str) -> str:
        """A relationship from a part (``""``: the package) to another; its ID."""
        rows = self.relations.setdefault(source, [])
        rows.append((f"rId{len(rows) + 1}", kind, target))
        return rows[-1][0]

    def attach(self, source: str, name: str, data: bytes | str, kind: str) -> str:
        """Adds a part and relates it; the ID of the relationship."""
        self.add(name, data, kind)
        return self.relate(source, name, kind)

    def to_bytes(self) -> bytes:
        """The zip: content types first, then the parts by name, with fixed stamps."""
        parts = dict(self.parts)
        for source, rows in self.relations.items():
            folder, _, name = source.rpartition("/")
            parts[f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"] = _relations(rows)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "[Content_Types].xml", self._content_types())
            for name in sorted(parts):
                _put(archive, name, parts[name])
        return buffer.getvalue()

    def _content_types(self) -> bytes:
        used = {name.rpartition(".")[2] for name in self.parts} | {"rels"}
        defaults = [
            f'<Default Extension="{end}" ContentType="{_DEFAULTS[end]}"/>' for end in sorted(used & set(_DEFAULTS))
        ]
        rows = [f'<Override PartName="/{name}" ContentType="{self.types[name]}"/>' for name in sorted(self.types)]
        return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(defaults + rows)}</Types>'.encode()


def _relations(rows: list[tuple[str, str, str]]) -> bytes:
    lines = []
    for identity, kind, target in rows:
        namespace = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else _OFFICE
        lines.append(f'<Relationship Id="{identity}" Type="{namespace}/{kind}" Target="/{target}"/>')
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.create_system = 0
    entry.external_attr = 0
    stored = name.endswith((".png", ".jpeg", ".xlsx"))
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=6)


def new_package(title: str, author: str, created: str, edition: str = "") -> Package:
    """A package with its document properties; ``created`` as ``2023-12-02T00:00:00Z`` is also the day of change."""
    status = f"<cp:contentStatus>{attribute(edition)}</cp:contentStatus>" if edition else ""
    package = Package()
    package.types["word/document.xml"] = f"{_WORD}.document.main+xml"
    package.relate("", "word/document.xml", "officeDocument")
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attribute(title)}</dc:title><dc:creator>{attribute(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{attribute(author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>{status}"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
    )
    package.add("docProps/core.xml", core)
    package.types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    package.relate("", "docProps/core.xml", "core-properties")
    app = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>evalkit</Application></Properties>"
    )
    package.add("docProps/app.xml", app)
    package.types["docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    package.relate("", "docProps/app.xml", "extended-properties")
    return package
