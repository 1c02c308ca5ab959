"""Drawings in a line of text: pictures and charts. Pictures are recognised by their bytes, never by their names."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from evalkit.writers._word_xml import attribute

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True, slots=True)
class Image:
    """What the bytes of a picture are: ``png`` or ``jpeg``, and its size in pixels."""

    kind: str
    width: int
    height: int


def sniff(data: bytes) -> Image | None:
    """The picture in some bytes, None where it is no PNG or JPEG or is cut off."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 33:
        width, height = struct.unpack(">II", data[16:24])
        return Image("png", width, height) if width and height else None
    if data[:2] == b"\xff\xd8":
        return _sniff_jpeg(data)
    return None


def _sniff_jpeg(data: bytes) -> Image | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Image("jpeg", width, height) if width and height else None
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _inline(number: int, name: str, alt: str, width: int, height: int, graphic: str) -> str:
    described = f' descr="{attribute(alt)}"' if alt else ""
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="{name} {number}"{described}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}">{graphic}</a:graphic></wp:inline></w:drawing></w:r>'
    )


def picture_run(number: int, relation: str, alt: str, width: int, height: int) -> str:
    """A run with a picture; sizes in EMU."""
    graphic = (
        f'<a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}"/>'
        f'<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return _inline(number, "图片", alt, width, height, graphic)


def chart_run(number: int, relation: str, alt: str, width: int, height: int) -> str:
    """A run with a chart; sizes in EMU."""
    graphic = f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/></a:graphicData>'
    return _inline(number, "图表", alt, width, height, graphic)
