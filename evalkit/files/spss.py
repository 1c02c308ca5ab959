"""SPSS .sav -> a sheet of texts: value labels for codes, variable labels for headers, one column a variable.

Wants ``pyreadstat`` (``pip install "jixiao-evalkit[spss]"``). User-missing values are blank. Dichotomies of one
question, told by the file's own sets or by their names and labels, are written 1 and 0 under ``题干 [选项]``.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, takewhile
from typing import Any

from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Sheet
from evalkit.numbers import from_cell

Findings = tuple[Finding, ...]

_NAMED = re.compile(r"(.*?[^\d])[_.$]?(\d{1,2})")
_QUESTION = re.compile(r"[Qq]\d{1,3}(?:_\d{1,2})?")
_NUMBERED = re.compile(r"(?:[Qq]\s?)?\d{1,3}\s*[、.:：)]|第\s*\d+\s*题")
_MARKS = "—–-:：[(（/、.．|"
_CHOSEN = ("选中", "已选", "是", "有", "yes", "selected", "checked", "quoted", "√", "1")
_LEFT = ("未选中", "未选", "否", "没有", "无", "no", "not selected", "unchecked", "not quoted", "0")


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    label: str
    values: Mapping[Any, str]
    cells: Sequence[Any]


def read_spss(data: bytes, file: str) -> tuple[tuple[Sheet, ...], Findings]:
    """The file as one sheet whose first row are the questions; a fault when it cannot be read or nothing reads it."""
    try:
        import pyreadstat
    except ImportError:
        cure = 'pip install "jixiao-evalkit[spss]"，再运行一次；或在 SPSS 里另存为 .xlsx（选“写入值标签”）'
        return (), (fault(Where(file), "这是 SPSS 文件（.sav），读它要另装一个库 pyreadstat", cure),)
    handle, path = tempfile.mkstemp(suffix=".sav")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
        table, meta = _opened(pyreadstat, path)
    except Exception as error:  # the library raises its own, and whatever its C code finds
        if isinstance(error, MemoryError):
            raise
        return (), (fault(Where(file), "SPSS 文件已损坏，读不出来", "在 SPSS 里打开，另存为 .sav 或 .xlsx，再放进来"),)
    finally:
        os.unlink(path)
    variables = [_variable(name, meta, table[name]) for name in meta.column_names]
    height = len(variables[0].cells) if variables else 0
    if not height:
        return (), (fault(Where(file), "SPSS 文件里没有一份答卷", "等收到答卷后重新导出"),)
    columns, declared = [], {}
    headers, ticked = _headers(variables, getattr(meta, "mr_sets", None) or {})
    for place, one in enumerate(variables):
        counted = ticked.get(one.name)
        cells = _ticks(one, counted) if one.name in ticked else [_text(cell, one.values) for cell in one.cells]
        columns.append([headers[one.name], *cells])
        if one.values and one.name not in ticked:
            declared[place] = tuple(one.values[code] for code in sorted(one.values))
    return (Sheet(file, "", tuple(columns), height + 1, declared=declared),), ()


def _opened(library: Any, path: str) -> tuple[Mapping[str, Sequence[Any]], Any]:
    """The table and its dictionary; old files that do not name their encoding are Chinese."""
    try:
        return library.read_sav(path, output_format="dict", user_missing=True)  # type: ignore[no-any-return]
    except (UnicodeDecodeError, library.ReadstatError):
        return library.read_sav(path, output_format="dict", user_missing=True, encoding="GB18030")  # type: ignore[no-any-return]


def _variable(name: str, meta: Any, cells: Sequence[Any]) -> _Variable:
    """A variable with its labels, what the file itself calls missing left out."""
    ranges = (meta.missing_ranges or {}).get(name, ())

    def missing(code: Any) -> bool:
        return any(
            isinstance(code, str) == isinstance(one["lo"], str) and one["lo"] <= code <= one["hi"] for one in ranges
        )

    label = (meta.column_names_to_labels.get(name) or "").strip()
    values = {code: text for code, text in meta.variable_value_labels.get(name, {}).items() if not missing(code)}
    return _Variable(name, label, values, [None if cell is None or missing(cell) else cell for cell in cells])


def _headers(
    variables: Sequence[_Variable], sets: Mapping[str, Mapping[str, Any]]
) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """The header of every variable, and the counted value of those that are one option of a multiple choice."""
    headers = {one.name: _header(one.name, one.label) for one in variables}
    ticked: dict[str, Any] = {}
    by_name = {one.name: one for one in variables}
    for name, told in sets.items():
        members = [by_name[member] for member in told.get("variable_list", ()) if member in by_name]
        if told.get("is_dichotomy") and len(members) > 1:
            counted = told.get("counted_value")
            ticked |= {one.name: counted for one in members}
            headers |= _parted(members, (told.get("label") or name.lstrip("$")).strip())
    for members in _runs([one for one in variables if one.name not in ticked]):
        if all(map(_dichotomy, members)):
            ticked |= {one.name: _counted(one) for one in members}
            headers |= _parted(members, "")
        elif members[0].values and all(one.values == members[0].values for one in members) and _common(members):
            headers |= _parted(members, "")
    return headers, ticked


def _runs(variables: Sequence[_Variable]) -> Iterator[list[_Variable]]:
    """Neighbours whose names differ in the number at their end only."""

    def stem(one: _Variable) -> str:
        found = _NAMED.fullmatch(one.name)
        return found[1].rstrip("_.$") if found else f"\0{one.name}"

    for _, group in groupby(variables, stem):
        members = list(group)
        if len(members) > 1:
            yield members


def _dichotomy(one: _Variable) -> bool:
    words = {str(label).strip().lower() for label in one.values.values()}
    codes = {cell for cell in one.cells if cell is not None and cell == cell}
    if words:
        return words <= {*_CHOSEN, *_LEFT} and bool(words & set(_LEFT)) and len(codes) <= 2
    return bool(codes) and codes <= {0, 1}


def _counted(one: _Variable) -> Any:
    for code, label in one.values.items():
        if str(label).strip().lower() in _CHOSEN:
            return code
    return 1


def _ticks(one: _Variable, counted: Any) -> list[str | None]:
    def same(cell: Any) -> bool:
        return bool(cell == counted or _text(cell, {}) == str(counted))

    return [None if _text(cell, {}) is None else "1" if same(cell) else "0" for cell in one.cells]


def _common(members: Sequence[_Variable]) -> str:
    """What all labels begin with, up to a mark that parts a question from its rows or options; empty when nothing."""
    pairs = takewhile(lambda letters: len(set(letters)) == 1, zip(*(one.label for one in members), strict=False))
    shared = "".join(letters[0] for letters in pairs)
    end = max(shared.rfind(mark) for mark in _MARKS)
    return shared[: end + 1] if end > 0 and all(len(one.label) > end + 1 for one in members) else ""


def _parted(members: Sequence[_Variable], title: str) -> Mapping[str, str]:
    """``Q3_1. 题干 [选项]`` for each; the text of the question is the set's, or what the labels have in common."""
    stem = _common(members)
    found = _NAMED.fullmatch(members[0].name)
    name = found[1].rstrip("_.$") if found else members[0].name
    made = {}
    for place, one in enumerate(members, 1):
        part = one.label.removeprefix(stem).strip(" [(（").removesuffix("]") or one.name
        if stem and stem[-1] in "(（":
            part = part.rstrip(")）")
        text = title or stem.rstrip(_MARKS + " ") or name
        index = f"{name}_{place}. " if _QUESTION.fullmatch(name) and not _NUMBERED.match(text) and text != name else ""
        made[one.name] = f"{index}{text} [{part}]"
    return made


def _header(name: str, label: str) -> str:
    if not label:
        return name
    return f"{name}. {label}" if _QUESTION.fullmatch(name) and not _NUMBERED.match(label) else label


def _text(cell: Any, labels: Mapping[Any, str]) -> str | None:
    if cell is None or cell != cell:
        return None
    if cell in labels:
        return str(labels[cell]).strip()
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    try:
        return format(from_cell(cell), "f")
    except (TypeError, ValueError):
        return str(cell)
