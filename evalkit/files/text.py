"""Bytes of a text file -> text, or a line that says what the file is instead."""

from __future__ import annotations

import codecs
import re

from evalkit.model.places import Finding, Where, fault

#: No text a person writes for an engagement is larger.
LIMIT = 2_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Line ends to YAML, but not to an editor, whose line numbers people look at.
_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
#: What no text file of ours may hold and nobody sees; a page or line break among it ends the line.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_BEGINNINGS = (
    (b"PK\x03\x04", "Word、Excel 文件或压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（.doc、.xls）"),
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
)


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The text with its line ends made ``\\n``: UTF-8 with or without a mark, or UTF-16 with one; None with a fault."""
    where = Where(file)
    if len(data) > LIMIT:
        size = f"{len(data) / 1_000_000:.1f}"
        return None, (
            fault(where, f"文件有 {size} MB，超过 2 MB，没有读", "检查是否放错了文件；内容确实多的，拆成几个文件"),
        )
    kind = looks_like(data)
    if kind:
        return None, (fault(where, f"这不是文本文件，看起来是{kind}", "检查是否放错了文件或改错了后缀"),)
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        return None, (not_utf8(data, file, broken.start),)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - (text.rfind("\n", 0, control.start()) + 1) + 1
        message = f"这里有看不见的控制字符（编号 {ord(control.group()):02X}），文件可能已损坏"
        return None, (fault(Where(file, f"{line}:{column}"), message, "删去这个字符，或用记事本重新保存文件"),)
    return text, ()


def printable(text: str) -> str:
    """A cell's text without control characters and halves of characters, which our own files could not keep."""
    return text if text.isprintable() else _ENDS.sub("\n", _HIDDEN.sub("", text))


def looks_like(data: bytes) -> str:
    """What a file that is no text seems to be, by its first bytes; empty when it may be text."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if b"\x00" in data[:4096] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "二进制文件"
    return ""


def not_utf8(data: bytes, file: str, start: int) -> Finding:
    line = data.count(b"\n", 0, start) + 1
    cure = "用记事本打开，另存为，编码选 UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return fault(Where(file, f"{line}:1"), "认不出文件的编码，不是 UTF-8", cure)
    return fault(Where(file, f"{line}:1"), "文件的编码不是 UTF-8，像是 GBK", cure)
