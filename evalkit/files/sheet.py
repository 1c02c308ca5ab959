"""Tables of figures out of .xlsx and .csv: exact numbers, filled merged cells, a place for every cell."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile

from evalkit.files.text import looks_like, printable
from evalkit.files.xlsx import UnreadableError, read_xlsx
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Sheet, Value

#: No working paper is larger.
LIMIT = 50_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”"


def read_tables(data: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The sheets of a workbook, or the one sheet of a CSV (by the file's suffix); no sheets and a fault otherwise."""
    if len(data) > LIMIT:
        size = f"{len(data) / 1_000_000:.0f}"
        return (), (
            fault(Where(file), f"文件有 {size} MB，超过 50 MB，没有读", "检查是否放错了文件；把图片移出工作簿"),
        )
    if file.lower().endswith((".csv", ".txt", ".tsv")):
        return read_csv(data, file)
    wrong = no_workbook(data, file)
    if wrong:
        return (), (wrong,)
    try:
        return read_xlsx(data, file)
    except UnreadableError as reason:
        return (), (fault(Where(file), f"打不开这个工作簿：{reason}", f"{_SAVE_AS}后再试"),)


def no_workbook(data: bytes, file: str) -> Finding | None:
    """What a file is, where it is no .xlsx."""
    where = Where(file)
    if not data:
        return fault(where, "文件是空的，一个字节也没有", "重新保存或复制这个工作簿")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return fault(where, "工作簿设了打开密码，读不出来", "用 Excel 或 WPS 打开，取消密码后保存")
        return fault(where, "这是旧版 .xls 文件，只是后缀写作 .xlsx", _SAVE_AS)
    head = data[:2000].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if (
        head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta"))
        or b"<html" in head
        or b"mime-version" in head
    ):
        return fault(where, "这是网页，只是后缀写作 .xlsx", _SAVE_AS)
    if not data.startswith(b"PK"):
        kind = looks_like(data) or "文本文件"
        return fault(where, f"这不是 Excel 工作簿，看起来是{kind}", f"{_SAVE_AS}；或检查是否放错了文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return fault(where, "工作簿已损坏，或没有下载、复制完整", "重新取得这个文件，或用 Excel 打开修复后保存")
    if "xl/workbook.xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return fault(where, "这是二进制工作簿（.xlsb），读不出来", _SAVE_AS)
    if any(name.startswith("word/") for name in names):
        return fault(where, "这是 Word 文件，不是 Excel 工作簿", "检查是否放错了文件")
    if "content.xml" in names:
        return fault(where, "这是 OpenDocument 表格（.ods），读不出来", _SAVE_AS)
    return fault(where, "这是压缩包，不是 Excel 工作簿", "检查是否放错了文件；Mac 的 .numbers 先导出为 Excel")


def read_csv(data: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """A CSV of any encoding Excel, WPS and Notepad write, separated by commas, semicolons or tabs; all cells are text."""
    where = Where(file)
    kind = looks_like(data)
    if kind:
        return (), (fault(where, f"这不是 CSV，看起来是{kind}", "用 Excel 或 WPS 打开，另存为 CSV UTF-8"),)
    text = csv_text(data)
    if text is None:
        return (), (fault(where, "认不出文件的编码", "用 Excel 或 WPS 打开，另存为 CSV UTF-8"),)
    lines = text.splitlines()
    first = max(lines[:5], key=len, default="")
    separator = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return (), (fault(where, "CSV 里的引号没有成对，或一个格子太长", "用 Excel 或 WPS 打开，重新另存为 CSV UTF-8"),)
    width = max((len(row) for row in rows), default=0)
    columns: list[list[Value]] = [
        [printable(row[x]) or None if x < len(row) else None for row in rows] for x in range(width)
    ]
    return (Sheet(file, "", tuple(columns), len(rows)),), ()


def csv_text(data: bytes) -> str | None:
    """The text of a CSV: by its mark, else UTF-8, else GB18030 (what a Chinese Excel writes)."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
