"""Files shown in whole in a report: pages of a PDF become pictures, the text and pictures of a .docx become blocks.

A chapter names the file as it names a picture; what is neither PNG nor JPEG is opened here, at the edge, after the
report has been narrated and numbered. Blocks that come from a file keep its words and have no numbers of their own.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from evalkit.files.docx import Illustrated
    from evalkit.files.docx_pictures import Drawing

#: What a page of a PDF is drawn at, and how many of one file a report takes.
DOTS_PER_INCH, MOST_PAGES = 150, 60
#: The longer side of a drawn page: a drawing of A0 is not drawn at full size.
MOST_DOTS = 3600
#: How many pictures of one .docx a report takes, how many bytes and pixels one may have, and how many bytes all.
MOST_PICTURES, MOST_BYTES, MOST_PIXELS, MOST_BYTES_OF_ALL = 60, 20 * 2**20, 100_000_000, 100 * 2**20
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
            yield from _words(block, data, made, findings)

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
            name = f"{file}#{number}.png"
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


def _words(block: Picture, data: bytes, made: dict[str, bytes], findings: list[Finding]) -> Iterator[Block]:
    """The paragraphs, lists, tables and pictures of a .docx; headings become bold lines, pictures of a cell follow its table."""
    from evalkit.files.docx import read_illustrated

    source, faults = read_illustrated(data, block.file)
    if source is None:
        findings.extend(_lost(block, f"{block.file} 没有放进报告：{one.message}", one.cure) for one in faults)
        yield block
        return
    pictures = _Pictures(block, source, made)
    for order, one in enumerate(source.document.blocks(), start=1):
        id = f"{block.id}+{order}"
        match one:
            case Heading():
                run = tuple(_bold(inline) for inline in one.inlines)
                shown: Block = Paragraph(id, run, "lead")
            case Paragraph():
                role = one.role if one.role in ("body", "lead", "note", "quote") else "lead"
                shown = Paragraph(id, one.inlines, role, one.align)
            case Items():
                shown = Items(id, one.items, one.ordered)
            case Table():
                if one.caption is not None:
                    title = Paragraph(f"{id}c", one.caption.inlines, "lead", "center", at=block.at)
                    yield replace(title, base=block_text(title))
                shown = Table(id, one.columns, one.rows, None, one.unit, one.notes)
            case Picture():
                picture = pictures.shown(id, source.drawings[one.id])
                if picture is not None:
                    yield picture
                continue
            case _:
                continue
        yield replace(shown, base=block_text(shown), at=block.at)
    findings.extend(pictures.told())


class _Pictures:
    """The pictures of one .docx while it is being shown: those that can be, and how many cannot, by the reason."""

    def __init__(self, block: Picture, source: Illustrated, made: dict[str, bytes]) -> None:
        self.block, self.source, self.made = block, source, made
        self.names: dict[str, str] = {}
        self.left_out: Counter[tuple[str, str]] = Counter()
        self.turned = self.bytes = self.count = 0

    def shown(self, id: str, drawing: Drawing) -> Picture | None:
        why = self._why_not(drawing)
        if why is not None:
            self.left_out[why] += 1
            return None
        self.count += 1
        self.turned += drawing.turned
        width = min(max(drawing.width_cm or _PAGE_CM, Decimal("0.5")), _PAGE_CM)
        alt = drawing.alt or f"{self.block.alt}图{self.count}"
        return Picture(id, self.names[drawing.relation], alt, width, base="", at=self.block.at)

    def _why_not(self, drawing: Drawing) -> tuple[str, str] | None:
        """What is in the way of a picture, and the cure; None where it is among those made."""
        from evalkit.files.docx_pictures import other_format
        from evalkit.writers._word_drawing import sniff

        media = self.source.media
        if drawing.kind != "picture":
            return ("Word 画的图表" if drawing.kind == "chart" else "智能图形"), "在 Word 里另存为图片再放"
        if drawing.cropped:
            return "裁剪过的（原图里还有裁掉的内容）", "在 Word 里用“压缩图片”删除裁剪的区域，再保存"
        if self.count >= MOST_PICTURES:
            return f"第 {MOST_PICTURES} 张以后的", "只放要用的几张，或把文件分成几份"
        if drawing.relation in self.names:
            return None
        if drawing.relation in media.outside:
            return "只是链接、没有存在文件里的", "在 Word 里把图片嵌入文件，再保存"
        size = media.size(drawing.relation)
        if size is not None and (size > MOST_BYTES or self.bytes + size > MOST_BYTES_OF_ALL):
            return (
                f"太大的（一张超过 {MOST_BYTES >> 20} MB，或合计超过 {MOST_BYTES_OF_ALL >> 20} MB）",
                "压缩图片，再保存",
            )
        data = media.data(drawing.relation, MOST_BYTES)
        if data is None:
            return "文件里找不到或已损坏的", "用 Word 打开确认，重新插入图片"
        image = sniff(data)
        if image is None:
            kind = other_format(data)
            return f"{kind} 格式的" if kind else "认不出格式的", "把图片另存为 PNG 或 JPEG，换进去"
        if image.width * image.height > MOST_PIXELS:
            return f"超过 {MOST_PIXELS // 10_000} 万像素的", "缩小图片，再保存"
        self.bytes += len(data)
        name = f"{self.block.file}#{len(self.names) + 1}.{image.kind}"
        self.names[drawing.relation] = name
        self.made[name] = data
        return None

    def told(self) -> Iterator[Finding]:
        from evalkit.files.docx_pictures import MARGINS

        file = self.block.file
        for (what, cure), count in self.left_out.items():
            yield doubt(self.block.at, f"{file} 里有 {count} 处图没有放进报告：{what}", cure)
        for where, count in self.source.aside.items():
            message = f"{file} 里有 {count} 处图没有放进报告：{where}里的"
            made = doubt(self.block.at, message, "要放的，在 Word 里移到正文，再保存")
            # Most headers hold no more than a firm's mark.
            yield replace(made, severity="note") if where == MARGINS else made
        if self.turned:
            message = f"{file} 里有 {self.turned} 张图片在 Word 里转过方向，报告里是原来的方向"
            yield doubt(self.block.at, message, "把图片转正后另存，换进去")


def _bold(inline: Inline) -> Inline:
    return replace(inline, bold=True) if isinstance(inline, Text | Num) else inline
