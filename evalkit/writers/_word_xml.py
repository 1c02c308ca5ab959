"""WordprocessingML as strings: escaping, runs, fields, bookmarks, and how wide words are."""

from __future__ import annotations

import hashlib
import math
import re
from itertools import pairwise

from evalkit.model.document import Align

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:w15="{W15}" mc:Ignorable="w15"'
)

#: Twips (twentieths of a point) and EMU in a millimetre or a centimetre.
EMU_PER_TWIP = 635
EMU_PER_CM = 360000

# What XML forbids, lone surrogates, and private-use characters: marks of ours, and glyphs no other machine has.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
_SPECIAL = re.compile(
    '[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]'
)
# A hyphen inside a number (表3-1, B3-4) does not end a line; it reads back as the hyphen it is.
_PIECES = re.compile(r"([\n\t]|(?<=[^\W_])-(?=\d|$))")
# Characters that belong to Latin and Chinese alike; Word takes them from the Latin font unless told.
_AMBIGUOUS = re.compile("[‘’“”—…·×÷±°′″≤≥≠→←↑↓§№℃Ⅰ-Ⅻ①-⑳■□▲△◆◇○◎●★☆Α-ω]")
_TOKEN = re.compile(r"[\x21-\x7e]+")

_JC: dict[Align, str] = {"left": "left", "center": "center", "right": "right", "both": "both"}


def legal(text: str) -> str:
    """The text without characters that may not reach the file."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")) if _SPECIAL.search(text) else text


def escape(text: str) -> str:
    """The text for an element or an attribute, without characters that may not reach the file."""
    if not _SPECIAL.search(text):
        return text
    text = legal(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def attribute(text: str) -> str:
    """Like ``escape``, on one line."""
    return escape(" ".join(text.split())) if "\n" in text or "\t" in text or "\r" in text else escape(text)


def short_hash(text: str, digits: int = 12) -> str:
    """The first hexadecimal digits of the text's SHA-256: the same in every run."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def run(text: str, properties: str = "") -> str:
    """A run of words; line breaks, tabs and the hyphens of numbers become elements.

    ``properties`` is the inside of ``w:rPr`` after the fonts.
    """
    if not text:
        return ""
    if _AMBIGUOUS.search(text):
        properties = _with_hint(properties)
    head = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    if not _PIECES.search(text) and "\r" not in text:
        return f'{head}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    inside = []
    for piece in _PIECES.split(legal(text)):
        if piece == "\n":
            inside.append("<w:br/>")
        elif piece == "\t":
            inside.append("<w:tab/>")
        elif piece == "-":
            inside.append("<w:noBreakHyphen/>")
        elif piece:
            inside.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"{head}{''.join(inside)}</w:r>"


def _with_hint(properties: str) -> str:
    hint = '<w:rFonts w:hint="eastAsia"/>'
    if properties.startswith("<w:rStyle"):
        end = properties.index("/>") + 2
        return properties[:end] + hint + properties[end:]
    return hint + properties


def field(instruction: str, cached: str, properties: str = "") -> str:
    """A field that holds its cached runs; it updates when asked and is not marked dirty, so that Word asks nothing."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    begin = f'<w:r>{inside}<w:fldChar w:fldCharType="begin"/></w:r>'
    code = f'<w:r>{inside}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    separate = f'<w:r>{inside}<w:fldChar w:fldCharType="separate"/></w:r>'
    return f'{begin}{code}{separate}{cached}<w:r>{inside}<w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(number: int, name: str, inside: str = "") -> str:
    """A bookmark round some runs or blocks."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, inside: str, properties: str = "", align: Align | None = None) -> str:
    """A paragraph; ``properties`` stand in the schema's order between ``w:pStyle`` and ``w:jc``."""
    jc = f'<w:jc w:val="{_JC[align]}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}{jc}</w:pPr>{inside}</w:p>'


def ems(text: str) -> float:
    """How wide the text is on one line, in widths of a Chinese character; Latin letters and digits count half."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def spaced_ems(text: str) -> float:
    """Like ``ems``, with the quarter that is set where Chinese and Latin meet."""
    turns = sum(1 for before, after in pairwise(text) if before.isascii() != after.isascii())
    return ems(text) + 0.25 * turns


def widest_line(text: str) -> float:
    """The width of the widest of the text's own lines."""
    return max((ems(line) for line in text.split("\n")), default=0) if "\n" in text else ems(text)


def widest_token(text: str) -> float:
    """The width of the widest figure or Latin word, which must not be broken; one Chinese character at least."""
    return max((len(token) * 0.5 for token in _TOKEN.findall(text)), default=1.0)


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a width given in characters."""
    width = max(width, 1.0)
    if "\n" in text:
        return sum(max(1, math.ceil(ems(line) / width)) for line in text.split("\n"))
    return 1 if len(text) <= width else max(1, math.ceil(ems(text) / width))
