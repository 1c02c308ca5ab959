"""A .docx as a package of parts, opened with suspicion: it may come from anybody."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

#: No report comes near these; a part beyond them is a mistake or an attack.
LARGEST_PART = 64 * 2**20
LARGEST_WHOLE = 512 * 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENT = "/officeDocument"


class UnreadableError(Exception):
    """The file cannot be read as a Word document: what is wrong, and the cure, in the evaluator's words."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


def local(element: Any) -> str:
    """The name of an element without its namespace (transitional and strict documents differ only there)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a .docx by name; ``main`` is the name of the document part."""

    archive: zipfile.ZipFile
    sizes: Mapping[str, int]
    main: str

    def xml(self, name: str) -> Any | None:
        """The root of an XML part, None when the part is absent. UnreadableError when it is broken or too large."""
        return _xml(self.archive, self.sizes, name)

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, None when it is absent. UnreadableError when it is broken or too large."""
        return _read(self.archive, self.sizes, name)

    def related(self, kind: str) -> Iterator[str]:
        """The names of the parts the document part refers to by a kind of relationship (``footnotes``)."""
        yield from _related(self.archive, self.sizes, self.main, "/" + kind)


def open_package(data: bytes) -> Package:
    """The package of a .docx. UnreadableError when it is none."""
    if data.startswith(_OLE):
        raise UnreadableError(
            "这是旧版 .doc 文件，或加了打开密码，读不了", "用 Word 或 WPS 打开，去掉密码，另存为 .docx 再试"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        raise UnreadableError("文件损坏，或不是 .docx", "用 Word 或 WPS 打开确认，另存为 .docx 再试") from None
    if any(entry.flag_bits & 1 for entry in listed):
        raise UnreadableError("文件加了密码，读不了", "去掉密码，另存为 .docx 再试")
    sizes = {entry.filename: entry.file_size for entry in listed}
    if sum(sizes.values()) > LARGEST_WHOLE:
        raise UnreadableError("文件解开后大得不合常理，没有读", "确认文件来源；图片过大的，压缩图片后另存")
    main = next(_related(archive, sizes, "", _DOCUMENT), "word/document.xml")
    if main not in sizes:
        raise UnreadableError(
            "压缩包里没有 Word 正文，不是 .docx 文件", "检查文件是不是改过后缀；用 Word 或 WPS 另存为 .docx 再试"
        )
    return Package(archive, sizes, main)


def _read(archive: zipfile.ZipFile, sizes: Mapping[str, int], name: str) -> bytes | None:
    if name not in sizes:
        return None
    if sizes[name] > LARGEST_PART:
        raise UnreadableError(
            f"文件的一部分（{name}）大得不合常理，没有读", "确认文件来源；用 Word 或 WPS 另存一份再试"
        )
    try:
        with archive.open(name) as part:
            return part.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError):
        raise UnreadableError(f"文件损坏：{name} 解不开", "用 Word 或 WPS 打开修复，另存为 .docx 再试") from None


def _xml(archive: zipfile.ZipFile, sizes: Mapping[str, int], name: str) -> Any | None:
    data = _read(archive, sizes, name)
    if data is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableError(
            f"文件损坏：{name} 不是完好的 XML", "用 Word 或 WPS 打开修复，另存为 .docx 再试"
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(
            f"{name} 里有 Word 不会写的实体定义，可能是恶意文件，没有读", "确认文件来源；用 Word 或 WPS 另存一份再试"
        )
    return root


def _related(archive: zipfile.ZipFile, sizes: Mapping[str, int], part: str, kind: str) -> Iterator[str]:
    folder, name = posixpath.split(part)
    root = _xml(archive, sizes, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in root if root is not None else ():
        if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
            target = relation.get("Target") or ""
            yield target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
