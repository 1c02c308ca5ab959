"""The pictures of a .docx: where they come from, how wide they stand, what they are said to show, and their bytes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from evalkit.files.docx_package import Package, UnreadableError, attribute, local

_EMU_PER_CM = Decimal(360_000)
_POINTS = re.compile(r"(?:^|;)\s*width:\s*(\d{1,5}(?:\.\d{1,4})?)(pt|in|cm|mm)?\s*(?:;|$)")
_CM = {"pt": Decimal("2.54") / 72, "in": Decimal("2.54"), "cm": Decimal(1), "mm": Decimal("0.1")}
_SAYS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as it stands in the text: a picture with its relation, or a chart or diagram, which have none.

    ``cropped`` and ``turned`` say that the page shows another picture than the bytes do.
    """

    kind: Literal["picture", "chart", "diagram"]
    relation: str = ""
    width_cm: Decimal | None = None
    alt: str = ""
    cropped: bool = False
    turned: bool = False


def drawings(element: Any) -> Iterator[Drawing]:
    """What a ``w:drawing``, ``w:pict`` or ``w:object`` draws; of alternatives that say the same the first."""
    width = _width(element)
    said = ""
    for inner in element.iter():
        if any(local(up) == "Fallback" for up in inner.iterancestors()):
            continue
        name = local(inner)
        if name == "docPr":
            said = attribute(inner, "descr") or attribute(inner, "title") or ""
        elif name == "pic":
            yield _picture(inner, width, said)
        elif name == "imagedata" and (relation := attribute(inner, "id")):
            shape = inner.getparent()
            cut = any((attribute(inner, side) or "0").strip("-0.f%") for side in _SIDES_OLD)
            alt = attribute(shape, "alt") or attribute(inner, "title") or said
            yield Drawing("picture", relation, _old_width(shape) or width, _words(alt), cut)
        elif name == "chart":
            yield Drawing("chart")
        elif name == "relIds":
            yield Drawing("diagram")


_SIDES = ("l", "t", "r", "b")
_SIDES_OLD = ("cropleft", "croptop", "cropright", "cropbottom")


def _picture(element: Any, width: Decimal | None, said: str) -> Drawing:
    relation, cropped, turned = "", False, False
    own = width
    for inner in element.iter():
        name = local(inner)
        if name == "blip":
            relation = attribute(inner, "embed") or attribute(inner, "link") or ""
        elif name == "srcRect":
            cropped = any((attribute(inner, side) or "0").strip("-0") for side in _SIDES)
        elif name == "xfrm":
            turned = bool((attribute(inner, "rot") or "0").strip("0"))
        elif name == "cNvPr" and not said:
            said = attribute(inner, "descr") or ""
        elif name == "ext" and (size := attribute(inner, "cx") or "").isdecimal() and own is None:
            own = Decimal(size) / _EMU_PER_CM
    return Drawing("picture", relation, own, _words(said), cropped, turned)


def _width(element: Any) -> Decimal | None:
    """The width of a drawing with one picture; those of a group have their own."""
    several = sum(local(inner) == "pic" for inner in element.iter()) > 1
    for inner in element.iter() if not several else ():
        size = attribute(inner, "cx") if local(inner) == "extent" else None
        if size and size.isdecimal():
            return Decimal(size) / _EMU_PER_CM
    return None


def _old_width(shape: Any) -> Decimal | None:
    found = _POINTS.search(attribute(shape, "style") or "")
    return Decimal(found[1]) * _CM[found[2] or "pt"] if found else None


def _words(text: str) -> str:
    return _SAYS.sub(" ", text).strip()


# ---- their bytes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Media:
    """The parts that hold pictures, by the relations of the document part; links to elsewhere are never followed."""

    package: Package
    parts: dict[str, str]
    outside: frozenset[str]

    def data(self, relation: str, most: int) -> bytes | None:
        """The bytes of a picture, None where there is no such part or it is broken or of more than ``most`` bytes."""
        part = self.parts.get(relation, "")
        if self.package.sizes.get(part, most + 1) > most:
            return None
        try:
            return self.package.data(part)
        except UnreadableError:
            return None

    def size(self, relation: str) -> int | None:
        """How many bytes a picture is said to have; None where there is no such part."""
        return self.package.sizes.get(self.parts.get(relation, ""))


def media(package: Package, part: str = "") -> Media:
    """The pictures that the document part, or another one, may show."""
    folder, name = posixpath.split(part or package.main)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    parts: dict[str, str] = {}
    outside: set[str] = set()
    for relation in root if root is not None else ():
        id, target = relation.get("Id") or "", relation.get("Target") or ""
        if relation.get("TargetMode") == "External":
            outside.add(id)
        elif (relation.get("Type") or "").endswith("/image"):
            joined = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            parts[id] = joined
    return Media(package, parts, frozenset(outside))


MARGINS = "页眉、页脚"
#: The parts beside the text whose pictures no report shows, by their kinds of relationship.
ASIDE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "脚注、尾注": ("footnotes", "endnotes"),
    MARGINS: ("header", "footer"),
})  # fmt: skip


def aside(package: Package) -> Mapping[str, int]:
    """How many drawings stand beside the text, by where; one picture in the headers of several sections is one."""
    counts: dict[str, int] = {}
    for where, kinds in ASIDE.items():
        pictures: set[str] = set()
        others = 0
        for part in (part for kind in kinds for part in package.related(kind)):
            try:
                root, known = package.xml(part), media(package, part)
            except UnreadableError:
                continue
            for one in drawings(root) if root is not None else ():
                pictures |= {known.parts.get(one.relation, f"{part}#{one.relation}")} if one.relation else set()
                others += not one.relation
        if pictures or others:
            counts[where] = len(pictures) + others
    return counts


#: What else a picture may be, by its first bytes; a metafile has its mark at 40.
_MARKS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"\x01\0\x09\0", "WMF"),
    (b"II\xbc\x01", "JPEG XR"),
)


def other_format(data: bytes) -> str:
    """What a picture is that is neither PNG nor JPEG, for a message; empty where nobody knows."""
    if data[40:44] == b" EMF":
        return "EMF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if b"<svg" in data[:1000]:
        return "SVG"
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")
