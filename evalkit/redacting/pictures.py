"""A picture without what cameras and programs write beside it: who took it, where, with which words."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
#: What a PNG needs to be drawn as it was; text, EXIF and the time are not among it.
_DRAWN = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs sBIT bKGD hIST".split())
#: Markers of a JPEG that hold remarks: EXIF and XMP, Photoshop's, others' own, comments. Colours (APP2, APP14) stay.
_REMARKS = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})


def bare_picture(data: bytes) -> bytes:
    """The same picture without its remarks; what is neither PNG nor JPEG, or broken, comes back as it is."""
    if data.startswith(_PNG):
        return _png(data)
    return _jpeg(data) if data.startswith(b"\xff\xd8") else data


def _png(data: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _DRAWN:
            parts.append(data[at:end])
        if data[at + 4 : at + 8] == b"IEND":
            break
        at = end
    return b"".join(parts)


def _jpeg(data: bytes) -> bytes:
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xDA:  # the picture itself begins; nothing is looked at from here on
            return b"".join((*parts, data[at:]))
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _REMARKS:
            parts.append(data[at:end])
        at = end
    return data
