"""Files shown in whole in a report: pages of a PDF become pictures, the text of a .docx becomes blocks.

A chapter names the file as it names a picture; what is neither PNG nor JPEG is opened here, at the edge, after the
report has been narrated and numbered. Blocks that come from a file keep its words and have no numbers of their own.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from evalkit.model.document import (
    Block,
    Document,
    Heading,
    Inline,
    Items,
    Num,
    Paragraph,
    Picture,
    Table,
    Text,
    block_text,
)
from evalkit.model.places import Finding, doubt

#: What a page of a PDF is drawn at, and how many of one file a report takes.
DOTS_PER_INCH, MOST_PAGES = 150, 60
#: The longer side of a drawn page: a drawing of A0 is not drawn at full size.
MOST_DOTS = 3600
_PAGE_CM = Decimal(16)
_MISSING = "安装 pypdfium2 后再生成（pip install pypdfium2），或把各页另存为 PNG、JPEG 图片"

Read = Callable[[str], bytes | None]


def attached(document: Document, read: Read) -> tuple[Document, dict[str, bytes], tuple[Finding, ...]]:
    """The document with its files in place, the bytes of the pictures made for it, and what could not be shown.

    ``read`` gives the bytes of a file by its name in the folder, None where there is none.
    """
    made: dict[str, bytes] = {}
    findings: list[Finding] = []

    def opened(block: Block) -> Iterator[Block]:
        file = block.file.partition("#")[0] if isinstance(block, Picture) else ""
        data = read(file) if file.lower().endswith((".pdf", ".docx")) else None
        if data is None or not isinstance(block, Picture):
            yield block
            return
        if data.startswith(b"%PDF") or file.lower().endswith(".pdf"):
            yield from _pages(block, data, made, findings)
        else:
            yield from _words(block, data, findings)

    sections = tuple(
        replace(section, blocks=tuple(one for block in section.blocks for one in opened(block)))
        for section in document.sections
    )
    return (replace(document, sections=sections) if sections != document.sections else document), made, tuple(findings)


def _lost(block: Picture, message: str, cure: str) -> Finding:
    """A file of which the report shows nothing."""
    return Finding("missing_part", "warning", message, block.at, cure, subject=block.file)


# ---- PDF --------------------------------------------------------------------------------------------------------------


def _pages(block: Picture, data: bytes, made: dict[str, bytes], findings: list[Finding]) -> Iterator[Block]:
    """A picture a page; the file itself stays a picture that is not there when nothing of it can be drawn."""
    file, _, wanted = block.file.partition("#")
    try:
        import pypdfium2
    except ImportError:
        findings.append(_lost(block, f"{file} 是 PDF，没有装读 PDF 的程序，没有放进报告", _MISSING))
        yield block
        return
    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        cure = "用阅读器打开确认；加了密码的去掉密码，另存后再放进来"
        findings.append(_lost(block, f"{file} 打不开：已损坏或加了密码，没有放进报告", cure))
        yield block
        return
    with source:
        numbers = _numbers(wanted, len(source))
        if len(numbers) > MOST_PAGES:
            message = f"{file} 有 {len(numbers)} 页，只放了前 {MOST_PAGES} 页"
            findings.append(doubt(block.at, message, "用选项“页”写明要放的页，如 1-3"))
        if not numbers:
            findings.append(_lost(block, f"{file} 没有第 {wanted} 页，共 {len(source)} 页", "改正选项“页”"))
            yield block
        for order, number in enumerate(numbers[:MOST_PAGES], start=1):
            name = f"{file}#{number}"
            if name not in made:
                made[name] = _drawn(source[number - 1])
            caption = block.caption if order == 1 else None
            yield replace(
                block,
                id=block.id if order == 1 else f"{block.id}+{number}",
                file=name,
                alt=f"{block.alt}第{number}页",
                width_cm=_PAGE_CM,
                caption=caption,
            )


def _numbers(wanted: str, count: int) -> list[int]:
    """The pages ``1-3、5`` of a file, all of them when none are named; those that are not there are left out."""
    if not wanted:
        return list(range(1, count + 1))
    found: list[int] = []
    for part in wanted.replace("，", "、").replace(",", "、").replace("—", "-").replace("至", "-").split("、"):
        first, _, last = part.strip().partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            found.extend(range(int(first), min(int(last or first), count) + 1))
    return [number for number in dict.fromkeys(found) if 1 <= number <= count]


def _drawn(page: Any) -> bytes:
    """A page as the bytes of a PNG."""
    scale = min(DOTS_PER_INCH / 72, MOST_DOTS / max(page.get_size()))
    bitmap = page.render(scale=scale, rev_byteorder=True, fill_color=(255, 255, 255, 255))
    channels = bitmap.n_channels
    raw, rows = bytes(bitmap.buffer), []
    for y in range(bitmap.height):
        row = raw[y * bitmap.stride : y * bitmap.stride + bitmap.width * channels]
        if channels == 4:
            colours = bytearray(bitmap.width * 3)
            for place in range(3):
                colours[place::3] = row[place::4]
            row = bytes(colours)
        rows.append(b"\0" + row)
    kind = 0 if channels == 1 else 2
    return png(bitmap.width, bitmap.height, kind, b"".join(rows))


def png(width: int, height: int, kind: int, rows: bytes) -> bytes:
    """A PNG of 8 bits a channel out of filtered rows; ``kind`` 0 is grey, 2 is colour (PNG specification, 11.2)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


# ---- Word -------------------------------------------------------------------------------------------------------------


def _words(block: Picture, data: bytes, findings: list[Finding]) -> Iterator[Block]:
    """The paragraphs, lists and tables of a .docx; headings become bold lines, pictures are told."""
    from evalkit.files.docx import read_docx

    source, faults = read_docx(data, block.file)
    if source is None:
        findings.extend(_lost(block, f"{block.file} 没有放进报告：{one.message}", one.cure) for one in faults)
        yield block
        return
    pictures = 0
    for order, one in enumerate(source.blocks(), start=1):
        id = f"{block.id}+{order}"
        match one:
            case Heading():
                run = tuple(_bold(inline) for inline in one.inlines)
                made: Block = Paragraph(id, run, "lead")
            case Paragraph():
                role = one.role if one.role in ("body", "lead", "note", "quote") else "lead"
                made = Paragraph(id, one.inlines, role, one.align)
            case Items():
                made = Items(id, one.items, one.ordered)
            case Table():
                if one.caption is not None:
                    title = Paragraph(f"{id}c", one.caption.inlines, "lead", "center", at=block.at)
                    yield replace(title, base=block_text(title))
                made = Table(id, one.columns, one.rows, None, one.unit, one.notes)
            case _:
                pictures += isinstance(one, Picture)
                continue
        yield replace(made, base=block_text(made), at=block.at)
    if pictures:
        message = f"{block.file} 里有 {pictures} 处图片没有放进报告"
        findings.append(doubt(block.at, message, "把图片另存出来，用“附件文件”放进去；或整份另存为 PDF 再放"))


def _bold(inline: Inline) -> Inline:
    return replace(inline, bold=True) if isinstance(inline, Text | Num) else inline
