"""Values written into the files of an engagement, everything else in them left as it is, comments and looks included."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from evalkit.files.xlsx_edits import written_cells
from evalkit.files.yaml import parse_yaml
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Listed, Mapped, Node, Scalar
from evalkit.syncing.adopting import CellEdit, RowAdded, SourceEdit

_PLAIN = re.compile(r"[\w（《“][\w（）〔〕《》“”、，。；！？·．％%./+–—－-]*")


def edited_sources(
    files: dict[str, bytes], edits: Sequence[SourceEdit]
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The files that change, by name; faults where a value cannot be written without spoiling what stands there."""
    made: dict[str, bytes] = {}
    found: list[Finding] = []
    for edit in sorted(edits, key=_depth, reverse=True):  # from below upwards: places above stay what they were
        name = _file(edit, files)
        try:
            made[name] = _one(made.get(name, files.get(name, b"")), name, edit)
        except (ValueError, yaml.YAMLError) as wrong:
            at = (edit.at or edit.row) if isinstance(edit, CellEdit) else edit.at or Where(name)
            workbook = name.endswith(".xlsx")
            cure = (
                f"用 Excel 或 WPS 打开，写上：{_told(edit)}，再保存"
                if workbook
                else f"自己打开这个文件写上：{_told(edit)}"
            )
            found.append(fault(at, f"写不进这个文件：{str(wrong).splitlines()[0]}", cure))
    return made, tuple(found)


def _depth(edit: SourceEdit) -> tuple[int, int]:
    """How far down a file of YAML an edit is; nothing elsewhere, where places stay."""
    at = (edit.at or edit.row) if isinstance(edit, CellEdit) else edit.rows[-1] if edit.rows else edit.at
    found = re.fullmatch(r"(\d+):(\d+)", at.spot) if at is not None else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _file(edit: SourceEdit, files: dict[str, bytes]) -> str:
    if isinstance(edit, CellEdit):
        return (edit.at or edit.row).file
    if edit.at is not None:
        return edit.at.file
    return "评价底稿.xlsx" if "评价底稿.xlsx" in files else f"tables/{edit.table}.yaml"


def _told(edit: SourceEdit) -> str:
    if isinstance(edit, CellEdit):
        return f"“{edit.key}”写 {edit.value}"
    return "，".join(f"{key} {value}" for key, value in edit.values.items() if value)


def _one(data: bytes, name: str, edit: SourceEdit) -> bytes:
    if name.endswith(".xlsx"):
        return _in_workbook(data, edit)
    if name.endswith(".csv"):
        return _in_csv(data, edit)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    try:
        made = _in_yaml(text, edit)
    except yaml.YAMLError:
        raise ValueError("文件里有写错的地方，先改正（见 evalkit check）") from None
    _verify(text, made, edit)
    return mark + made.replace("\n", end).encode()


# ---- workbooks --------------------------------------------------------------------------------------------------------


def _in_workbook(data: bytes, edit: SourceEdit) -> bytes:
    if isinstance(edit, CellEdit):
        if edit.at is None:
            raise ValueError(f"工作表没有“{edit.key}”这一列")
        sheet, _, cell = edit.at.spot.rpartition("!")
        return written_cells(data, sheet, {cell: edit.value})
    columns = {key: re.sub(r"\d", "", spot.rpartition("!")[2]) for key, spot in edit.columns.items()}
    if edit.at is None or not columns:
        raise ValueError(f"工作簿里没有“{edit.table}”表，或它没有列名一行")
    missing = [key for key, value in edit.values.items() if value and key not in columns]
    if missing:
        raise ValueError(f"工作表没有“{'、'.join(missing)}”列")
    row = max(int(one.spot.rpartition("!")[2]) for one in (edit.at, *edit.rows)) + 1
    cells = {f"{columns[key]}{row}": value for key, value in edit.values.items() if value}
    return written_cells(data, edit.at.spot.rpartition("!")[0], cells, empty=True)


# ---- YAML -------------------------------------------------------------------------------------------------------------


def _in_yaml(text: str, edit: SourceEdit) -> str:
    root = _composed(text)
    if isinstance(edit, RowAdded):
        return _row_in_yaml(text, root, edit)
    node = _mapping(root, edit)
    if node is None:
        raise ValueError("没有找到这一行")
    for key, value in node.value:
        if edit.at is not None and _spot(value) == edit.at.spot:
            if not isinstance(value, yaml.ScalarNode):
                raise ValueError(f"“{key.value}”写的不是一个值")
            if value.style in ("|", ">"):
                raise ValueError(f"“{key.value}”是一大段文字")
            start, end = value.start_mark.index, value.end_mark.index
            named = re.match(r"&\S+", text[start:end])  # an anchor belongs to the value and stays
            start += named.end() if named else 0
            gap = "" if text[start - 1].isspace() or text[start - 1] in "[{," else " "
            return text[:start] + gap + _scalar(edit.value, node.flow_style) + text[end:]
    return _key_in_yaml(text, node, edit.key, edit.value)


def _composed(text: str) -> Any:
    """The nodes of a file, by the parser that gave its places: others put what is blank elsewhere."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _spot(node: Any) -> str:
    return f"{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _mapping(root: Any, edit: CellEdit) -> Any:
    """The mapping of a row: where the row is said to be, or the one that holds the cell."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            if edit.at is not None and any(_spot(value) == edit.at.spot for _, value in node.value):
                return node
            if edit.at is None and _spot(node) == edit.row.spot:
                return node
            waiting.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
    return None


def _key_in_yaml(text: str, node: Any, key: str, value: str) -> str:
    if node.flow_style:
        at = node.value[-1][1].end_mark.index if node.value else node.end_mark.index - 1
        return f"{text[:at]}{', ' if node.value else ''}{key}: {_scalar(value, True)}{text[at:]}"
    lead = next(
        (pair for pair in reversed(node.value) if pair[1].start_mark.line == pair[1].end_mark.line), node.value[0]
    )
    if lead[1].start_mark.line != lead[1].end_mark.line:
        raise ValueError("这一行的写法程序改不了")
    at = text.find("\n", lead[1].end_mark.index)
    at = len(text) if at < 0 else at
    return f"{text[:at]}\n{' ' * node.value[0][0].start_mark.column}{key}: {_scalar(value, False)}{text[at:]}"


def _row_in_yaml(text: str, root: Any, edit: RowAdded) -> str:
    pairs = ", ".join(f"{key}: {_scalar(value, True)}" for key, value in edit.values.items() if value)
    row = f"- {{{pairs}}}"
    if root is None:
        head = text if not text or text.endswith("\n") else text + "\n"
        return f"{head}{row}\n"
    spots = {one.spot for one in edit.rows}
    waiting, found = [root], None
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            if any(_spot(item) in spots for item in node.value):
                found = node
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(value for _, value in node.value)
    if found is None or found.flow_style:
        raise ValueError(f"“{edit.table}”的写法程序改不了")
    last = found.value[-1]
    at = last.end_mark.index
    while at and text[at - 1] in " \n\t":
        at -= 1
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop
    return f"{text[:stop]}\n{' ' * found.start_mark.column}{row}{text[stop:]}"


def _verify(before: str, after: str, edit: SourceEdit) -> None:
    """ValueError where the file, read again, says anything else than it did but for what was wished."""
    (old, known), (new, found) = (parse_yaml(text.encode(), "") for text in (before, after))
    if len(found) > len(known) or _said(old, edit) != _said(new):
        raise ValueError("这里的写法程序改不了，改了会带坏别的内容")


def _said(node: Node | None, edit: SourceEdit | None = None) -> Any:
    """What a file says, wherever and in whatever order of keys; with what an edit makes of it."""
    spots = {one.spot for one in edit.rows} if isinstance(edit, RowAdded) else set()
    cell = edit if isinstance(edit, CellEdit) else None
    added = [sorted((key, value) for key, value in edit.values.items() if value)] if isinstance(edit, RowAdded) else []
    match node:
        case Mapped():
            pairs = [(key.text, _said(value, edit)) for key, value in node.items]
            if cell is not None and cell.at is None and node.at.spot == cell.row.spot:
                pairs.append((cell.key, cell.value))
            return sorted(pairs, key=lambda pair: pair[0])
        case Listed():
            here = any(item.at.spot in spots for item in node.items)
            return [*(_said(item, edit) for item in node.items), *(added if here else [])]
        case Scalar():
            return (
                cell.value if cell is not None and cell.at is not None and node.at.spot == cell.at.spot else node.text
            )
    return added or None


def _scalar(value: str, flow: bool) -> str:
    """A value as a YAML scalar that is read back as the same words."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


# ---- CSV ----------------------------------------------------------------------------------------------------------------


def _in_csv(data: bytes, edit: SourceEdit) -> bytes:
    mark, encoding = (b"\xef\xbb\xbf", "utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else (b"", "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = data.decode(encoding)
    lines = text.splitlines(keepends=True)
    separator = next((one for one in ("\t", ";") if lines and one in lines[0] and "," not in lines[0]), ",")
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    reader = csv.reader(lines, delimiter=separator)
    records: list[tuple[int, int, list[str]]] = []
    before = 0
    for record in reader:
        records.append((before, reader.line_num, record))
        before = reader.line_num
    if isinstance(edit, CellEdit):
        found = re.fullmatch(r"([A-Z]+)(\d+)", (edit.at or edit.row).spot.rpartition("!")[2])
        if edit.at is None or found is None:
            raise ValueError(f"表里没有“{edit.key}”这一列")
        column, row = _number(found[1]), int(found[2]) - 1
        start, stop, cells = records[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = edit.value
        lines[start:stop] = [_record(cells, separator, end)]
    else:
        columns = {_number(re.sub(r"\d", "", spot.rpartition("!")[2])): key for key, spot in edit.columns.items()}
        width = len(records[0][2]) if records else 0
        if not columns:
            raise ValueError(f"“{edit.table}”没有列名一行")
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += end
        lines.append(_record([edit.values.get(columns.get(n, ""), "") for n in range(width)], separator, end))
    return mark + "".join(lines).encode("gb18030" if encoding == "gb18030" else "utf-8")


def _record(cells: Sequence[str], separator: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerow(cells)
    return out.getvalue()


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
