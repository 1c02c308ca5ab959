"""Drives the writers: a document to the bytes of a file."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence

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
    *,
    measured: bool = True,
) -> bytes:
    """The document in a format (``word``, ``html``, ``excel``, ``dump``); KeyError when no writer has this name.

    ``files`` holds pictures and the reference document by name. ``pages`` is what ``files.libreoffice.paginate`` found
    in a first pass; with it the contents of a Word report have the right page numbers, without it estimated ones.
    ``measured`` False says that they are a guess (``guessed``), which the report then calls estimated.
    """
    if pages:
        told = {"measured": measured, "pages": dict(pages)}
        files = {**files, PAGES: json.dumps(told, sort_keys=True).encode()}
    return plugs.writer(format).write(document, case, files)


def guessed(document: Document, pages: Mapping[str, Sequence[int]], sections: Sequence[int]) -> dict[str, int]:
    """The pages ``write`` takes, by what an earlier build measured: pages by the headings' IDs, and of the sections."""
    from evalkit.writers._word_pages import recalled
    from evalkit.writers._word_plan import plan

    return recalled(document, plan(document), pages, sections)


#: The presets of a report in Word.
STYLES = ("报告", "公文")


def style_names(preset: str) -> tuple[str, ...]:
    """The names under which the styles of a preset stand in Word's list, without those nobody changes."""
    from evalkit.writers._word_looks import look
    from evalkit.writers._word_styles import styles

    hidden = ("DefaultParagraphFont", "TableNormal")
    return tuple(style.shown for style in styles(look(preset)) if style.id not in hidden)


def lacking(document: Document, files: Mapping[str, bytes], told: Container[str] = ()) -> tuple[Finding, ...]:
    """What a report in Word will show as missing: pictures and a logo that are not there or are none, an unusable reference.

    ``told`` are the files that have been told about already, because they could not be opened.
    """
    from evalkit.writers._word_drawing import sniff
    from evalkit.writers._word_looks import look
    from evalkit.writers._word_reference import read_reference

    found: list[Finding] = []
    for block in document.blocks():
        if isinstance(block, Picture) and block.file not in told and sniff(files.get(block.file, b"")) is None:
            if block.file in files:
                words = f"图片 {block.file} 不是 PNG 或 JPEG，报告里留作待填"
                found.append(gap(block.at, words, "把图片另存为 PNG 或 JPEG，再改这里的文件名", block.file))
            else:
                words = f"没有图片 {block.file}，报告里留作待填"
                found.append(gap(block.at, words, "把图片放进 attachments 文件夹，或改这里的文件名", block.file))
    logo = document.house.logo
    if logo and sniff(files.get(logo, b"")) is None:
        why = f"标志图片 {logo} 不是 PNG 或 JPEG" if logo in files else f"没有标志图片 {logo}"
        cure = "把图片另存为 PNG 或 JPEG" if logo in files else "把图片放进 attachments 文件夹，或清空“标志”一栏"
        found.append(gap(document.at, f"{why}，报告里没有印标志", cure, logo))
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
