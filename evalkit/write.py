"""Drives the writers: a document to the bytes of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from evalkit import plugs
from evalkit.model.case import Case
from evalkit.model.document import Document, Picture
from evalkit.model.places import Finding, Where

#: The name in ``files`` under which the writer of Word finds measured pages.
PAGES = "pages.json"


def write(
    document: Document,
    case: Case,
    format: str,
    files: Mapping[str, bytes],
    pages: Mapping[str, int] | None = None,
) -> bytes:
    """The document in a format (``word``, ``html``, ``excel``, ``dump``); KeyError when no writer has this name.

    ``files`` holds pictures and the reference document by name. ``pages`` is what ``files.libreoffice.paginate`` found
    in a first pass; with it the contents of a Word report have the right page numbers, without it estimated ones.
    """
    if pages:
        files = {**files, PAGES: json.dumps(dict(pages), sort_keys=True).encode()}
    return plugs.writer(format).write(document, case, files)


def lacking(document: Document, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What a report in Word will show as missing: pictures that are not there or are none, an unusable reference."""
    from evalkit.writers._word_drawing import sniff
    from evalkit.writers._word_looks import look
    from evalkit.writers._word_reference import read_reference

    found: list[Finding] = []
    for block in document.blocks():
        if isinstance(block, Picture) and sniff(files.get(block.file, b"")) is None:
            if block.file in files:
                words = f"图片 {block.file} 不是 PNG 或 JPEG，报告里留作待填"
                found.append(gap(block.at, words, "把图片另存为 PNG 或 JPEG，再改这里的文件名", block.file))
            else:
                words = f"没有图片 {block.file}，报告里留作待填"
                found.append(gap(block.at, words, "把图片放进 attachments 文件夹，或改这里的文件名", block.file))
    name, style = document.reference, look(document.style)
    if name and name not in files:
        words = f"没有参考样式文件 {name}，按“{style.name}”版式写"
        found.append(gap(document.at, words, "把文件放进 attachments 文件夹，或清空“样式文件”一栏", name))
    elif name and read_reference(files[name], style) is None:
        words = f"参考样式文件 {name} 读不了，按“{style.name}”版式写"
        found.append(gap(document.at, words, "用 Word 或 WPS 打开它，另存为 .docx（不要选“严格”格式）", name))
    return tuple(found)


def gap(where: Where, message: str, cure: str, file: str) -> Finding:
    return Finding("missing_part", "warning", message, where, cure, subject=file)
