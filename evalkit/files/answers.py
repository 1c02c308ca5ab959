"""Survey exports, fast: .xlsx, .xls, .sav and .csv in any encoding, everything as text.

For tables whose amounts are scored there is ``files.sheet``, which is slower and careful. Here a numeric cell becomes
the digits Excel shows (15 significant), a date ISO text, a blank cell None. Small files are read into lists; beyond
``LARGE_*`` bytes the columns are packed, and a large text is never held as a whole.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.files.extent import too_far
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Sheet, Value
from evalkit.numbers import from_cell

if TYPE_CHECKING:
    from evalkit.files.delimited import Reading

Findings = tuple[Finding, ...]
#: The sheets of a file that hold anything.
Answers = tuple[tuple[Sheet, ...], Findings]

#: Sizes from which importing polars or numpy costs less than lists do.
LARGE_WORKBOOK = 2_000_000
LARGE_TEXT = 5_000_000

#: So much of a text tells its encoding and its delimiter.
_HEAD = 1 << 17
_DELIMITERS = ("\t", ";", ",")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SPSS = (b"$FL2", b"$FL3")
_EXPORT = "请从问卷平台重新导出 .xlsx 或 .csv，再放进来"


def open_answers(path: Path, file: str) -> Answers:
    """``read_answers`` of a file on the disk; ``file`` is its name in messages."""
    return opening(path, file)()


def opening(path: Path, file: str) -> Callable[[], Answers]:
    """``open_answers`` begun: a large text is read from now on, while other things are done, until it is waited for."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    if path.stat().st_size <= LARGE_TEXT or head.startswith((*_WORKBOOKS, *_SPSS)) or not head.strip():
        return lambda: read_answers(path.read_bytes(), file)
    return _large_text(path, head, file)


def read_answers(data: bytes, file: str) -> tuple[tuple[Sheet, ...], Findings]:
    """The sheets of an export that hold anything; what the file is follows from its bytes, not from its name."""
    if not data.strip():
        return (), (fault(Where(file), "文件是空的", _EXPORT),)
    if data.startswith(_WORKBOOKS):
        return _workbook(data, file)
    if data.startswith(_SPSS):
        from evalkit.files.spss import read_spss

        return read_spss(data, file)
    if len(data) > LARGE_TEXT:
        return _large_text(data, data[:_HEAD], file)()
    if _foreign(data):
        return (), _no_table(file)
    text, findings = _decoded(data, file)
    return ((), findings) if text is None else _text(text, file)


def _foreign(head: bytes) -> bool:
    begins = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begins.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"%pdf"))


def _no_table(file: str) -> Findings:
    message = "这个文件不是真正的表格（内容是网页、XML 或 PDF，只是换了后缀）"
    return (fault(Where(file), message, "用 Excel 或 WPS 打开，另存为 .xlsx，再放进来"),)


def written_answers(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of text as the CSV that Excel opens in Chinese: UTF-8 with its mark, CRLF, quotes only where needed."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(data: bytes, file: str) -> tuple[tuple[Sheet, ...], Findings]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(b"PK") and len(data) > LARGE_WORKBOOK:
        from evalkit.files.regular_xlsx import regular

        if (made := regular(data)) is not None:
            held = tuple(Sheet(file, name, columns, height) for name, columns, height in made)
            return (held, ()) if held else ((), _nothing(file))
    far = too_far(data) if data.startswith(b"PK") else ""
    if far:
        cure = "在 Excel 里按 Ctrl+End 看最后的单元格，删去答卷以外的行和列后保存；或重新导出"
        return (), (fault(Where(file), f"有内容的单元格一直到 {far}，不像一份答卷，没有读", cure),)
    try:
        if len(data) > LARGE_WORKBOOK:
            sheets = _large_workbook(data, file)
            return sheets, _without_results(data, sheets)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        read = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except PasswordError:
        return (), (
            fault(Where(file), "工作簿设了打开密码，读不出来", "用 Excel 或 WPS 打开，取消密码后另存，再放进来"),
        )
    except (CalamineError, ValueError, OSError):
        return (), (fault(Where(file), "工作簿已损坏或不是 Excel 文件，读不出来", _EXPORT),)
    sheets = tuple(_sheet(file, name, rows) for name, rows in read if rows)
    if not sheets:
        return (), _nothing(file)
    return sheets, _without_results(data, sheets)


def _without_results(data: bytes, sheets: tuple[Sheet, ...]) -> Findings:
    if not data.startswith(b"PK"):
        return ()
    from evalkit.files.unstored import unstored

    return unstored(data, sheets)


def _nothing(file: str) -> Findings:
    return (fault(Where(file), "工作簿里没有任何内容", _EXPORT),)


def _large_workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    """Columns as polars Series; ``skip_rows=0`` keeps leading blank rows, so that row 1 stays row 1."""
    import fastexcel

    book = fastexcel.read_excel(data)
    sheets = []
    for name in book.sheet_names:
        frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        if frame.height:
            sheets.append(Sheet(file, name, _columns(frame), frame.height))
    return tuple(sheets)


def _columns(frame: Any) -> tuple[Sequence[Value], ...]:
    from evalkit.packed import tightly

    return tuple(tightly(series) for series in frame.get_columns())


def _sheet(file: str, name: str, rows: Sequence[Sequence[Any]]) -> Sheet:
    columns = tuple([_as_text(cell) for cell in column] for column in zip(*rows, strict=True))
    return Sheet(file, name, columns, len(rows))


def _as_text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        try:
            return format(from_cell(cell), "f")
        except ValueError:  # no figure anyone gives for an answer; what it is, the questionnaire decides
            return str(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return None if cell is None else str(cell)


def _decoded(data: bytes, file: str) -> tuple[str | None, Findings]:
    """The text of a CSV: by its byte order mark, else UTF-16 when there are noughts, else UTF-8, else GB18030."""
    for encoding in _encodings(data):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return None, _no_encoding(file)


def _encodings(head: bytes) -> tuple[str, ...]:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if 0 in head[:2000]:
        return ("utf-16-le",) if head[1:2000:2].count(0) > head[0:2000:2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _no_encoding(file: str) -> Findings:
    cure = "用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8”，再放进来"
    return (fault(Where(file), "认不出文件的编码（不是 UTF-8、GB18030 或 UTF-16），或者根本不是表格", cure),)


def _text(text: str, file: str) -> tuple[tuple[Sheet, ...], Findings]:
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return (), _no_csv(file)
    width = max(map(len, rows), default=0)
    if not width:
        return (), (fault(Where(file), "文件里没有任何内容", _EXPORT),)
    columns: tuple[list[Value], ...] = tuple(
        [row[index] or None if index < len(row) else None for row in rows] for index in range(width)
    )
    return (Sheet(file, "", columns, len(rows)),), ()


def _no_csv(file: str) -> Findings:
    cure = "看看有没有单独一个英文双引号；用 Excel 或 WPS 打开，另存为 .xlsx 最稳妥"
    return (fault(Where(file), "CSV 的引号不成对或夹有控制字符，读不下去", cure),)


def _large_text(source: Path | bytes, head: bytes, file: str) -> Callable[[], Answers]:
    """A CSV by columns, which are being read from now on; other encodings are turned into UTF-8 first."""
    if _foreign(head):
        return lambda: ((), _no_table(file))
    first, *others = (partial(_reading, source, head, encoding) for encoding in _encodings(head))
    try:
        begun = first()
    except (UnicodeDecodeError, csv.Error):  # which is met again, and told, when it is waited for
        return partial(_columns_of, (first, *others), file)
    return partial(_columns_of, (lambda: begun, *others), file)


def _reading(source: Path | bytes, head: bytes, encoding: str) -> Reading:
    from evalkit.files.delimited import Reading

    delimiter = _delimiter(head.decode(encoding, "ignore"))
    return Reading(source if encoding.startswith("utf-8") else _in_utf8(source, encoding), delimiter)


def _columns_of(readings: Iterable[Callable[[], Reading]], file: str) -> Answers:
    """What the first of the readings that can be read at all gives."""
    for reading in readings:
        try:
            made, height = reading().columns()
        except UnicodeDecodeError:
            continue
        except csv.Error:
            return (), _no_csv(file)
        if not made:
            return (), (fault(Where(file), "文件里没有任何内容", _EXPORT),)
        return (Sheet(file, "", made, height),), ()
    return (), _no_encoding(file)


def _in_utf8(source: Path | bytes, encoding: str) -> bytes:
    decoder, made = codecs.getincrementaldecoder(encoding)(), io.BytesIO()
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as opened:
        while read := opened.read(1 << 20):
            made.write(decoder.decode(read).encode())
    made.write(decoder.decode(b"", True).encode())
    return made.getvalue()


def _delimiter(text: str) -> str:
    """Tab, semicolon or comma: the one that parts the first rows into the most, and equally many, fields."""
    lines = text[:20_000].splitlines()[:30]

    def quality(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _leniently(lines, delimiter) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(reversed(_DELIMITERS), key=quality)


def _leniently(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []
