"""Rows as users wrote them -> checked values by key, with a finding for whatever is wrong.

One reader for the tables of an engagement, the parameters of a rule and the files of a template.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from evalkit.likeness import nearest, nearest_field
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Entry, RawRow, RawTable, Source, Value
from evalkit.numbers import (
    DECIMALS,
    DIGITS,
    no_such_day,
    no_such_days,
    overlong,
    parse_date,
    parse_decimal,
    plain,
    trimmed,
)
from evalkit.words import Field, TableSpec, fold

#: What people write into a cell for figures to say that there is none.
NOTHING = ("-", "--", "—", "——", "－", "/", "无", "空")
#: Rows that sum up others.
TOTALS = ("合计", "小计", "总计", "合计数", "总分")
#: Tables in which such rows are expected.
TOTALLED = ("资金", "资金测算", "指标", "要点")

#: The cure for a number nobody can mean.
LONG_NUMBER = f"至多 {DIGITS} 位数字，其中小数至多 {DECIMALS} 位；检查是否多打了数字"
#: The longest name, title or remark of one line; a longer text belongs into a chapter.
LINE = 500
#: Texts that are no names: a list of bands, an expression, a fact in words.
LONGER = ("档次", "算式", "值")

_WIDE = re.compile("[０-９．，－＋％]")
_WITH_UNIT = re.compile(r"([+-]?[\d,]*\.?\d+)\s*(\D+)")


@dataclass(frozen=True, slots=True)
class Record:
    """Checked values by key; a key that was not written, or wrongly, has its default or the blank of its kind.

    Blanks: ``""`` for text, prose and choice, None for number, count and date, ``()`` for codes, ``{}`` for params
    (a mapping of ``Entry`` by the key as written, or under ``""`` a text without keys). ``places`` has the keys that
    were written, blank or not; ``faulty`` those whose value was no good. ``total`` is the word of a sum row.
    """

    values: Mapping[str, Any]
    places: Mapping[str, Where]
    faulty: frozenset[str]
    total: str
    at: Where

    def text(self, key: str) -> str:
        """The value of a text, prose or choice."""
        value = self.values[key]
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> Decimal | None:
        value = self.values[key]
        return value if isinstance(value, Decimal) else None

    def count(self, key: str) -> int | None:
        value = self.values[key]
        return value if isinstance(value, int) else None

    def day(self, key: str) -> date | None:
        value = self.values[key]
        return value if isinstance(value, date) else None

    def codes(self, key: str) -> tuple[str, ...]:
        value = self.values[key]
        return value if isinstance(value, tuple) else ()

    def where(self, key: str) -> Where:
        """The place of a value, or of its row where it was not written."""
        return self.places.get(key, self.at)


def table_rows(source: Source, spec: TableSpec) -> RawTable | None:
    """The table of this schema as the folder holds it, under its name or a synonym."""
    names = {fold(spec.name), *(fold(name) for name in spec.synonyms)}
    for table in source.tables:
        if fold(table.name).removesuffix("表") in {name.removesuffix("表") for name in names}:
            return table
    return None


def read_table(
    table: RawTable, spec: TableSpec, fill: tuple[str, ...] | None = None
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The rows of a table, blanks of the ``fill`` columns filled from above; sum rows are marked, not checked."""
    records: list[Record] = []
    found: list[Finding] = []
    columns = spec.fill if fill is None else fill
    above: dict[str, Entry] = {}
    for row in table.rows:
        total = total_word(row, spec) if spec.name in TOTALLED else ""
        if not total:
            row = filled(row, spec, columns, above)
        record, more = read_record(row, spec.fields, spec.name, spec.form, total)
        records.append(record)
        found.extend(more)
    return tuple(records), tuple(found)


def read_record(
    row: RawRow, fields: Sequence[Field], name: str, form: bool = False, total: str = ""
) -> tuple[Record, tuple[Finding, ...]]:
    """One row by its fields. ``name`` is the table's, for messages.

    A required key must be there and, except in a ``form`` (whose blanks print as placeholders), must not be blank.
    """
    found: list[Finding] = []
    written, nested = matched(row, fields, name, found)
    values: dict[str, Any] = {}
    faulty: set[str] = set()
    for field in fields:
        entry = written.get(field.key)
        if field.kind == "params":
            values[field.key] = parameters(entry, nested.get(field.key, {}))
            continue
        blank = entry is None or not entry.text.strip()
        if entry is None or blank:
            if field.required and not total and (not form or entry is None):
                found.append(missing(field, name, entry, row.at, form))
                faulty.add(field.key)
            entry = Entry(field.default, row.at) if field.default else None
        value, more = (BLANKS[field.kind], ()) if entry is None else converted(entry, field, name)
        if any(one.severity == "error" for one in more):
            faulty.add(field.key)
        if not total:
            found.extend(more)
        values[field.key] = value
    places = {key: entry.at for key, entry in written.items()}
    for key, inner in nested.items():
        places.setdefault(key, next(iter(inner.values())).at)
    return Record(values, places, frozenset(faulty), total, row.at), tuple(found)


BLANKS: Mapping[str, Any] = {
    "text": "",
    "prose": "",
    "number": None,
    "count": None,
    "year": None,
    "date": None,
    "choice": "",
    "codes": (),
    "params": {},
}


def matched(
    row: RawRow, fields: Sequence[Field], name: str, found: list[Finding]
) -> tuple[dict[str, Entry], dict[str, dict[str, Entry]]]:
    """Entries by canonical key, and those of nested mappings (``参数.每``); unknown and repeated keys are faults."""
    spec = TableSpec(name, tuple(fields), "")
    written: dict[str, Entry] = {}
    nested: dict[str, dict[str, Entry]] = {}
    headers: dict[str, str] = {}
    mistaken: dict[str, Entry] = {}
    for header, entry in row.entries.items():
        outer, dot, inner = header.partition(".")
        field = spec.field(outer) if dot else None
        if field is not None and field.kind == "params":
            nested.setdefault(field.key, {})[inner] = entry
            continue
        field = spec.field(header)
        if field is None:
            near = nearest_field(header, fields)
            keys = "、".join(one.key for one in fields)
            cure = f"是不是“{near}”" if near else f"可以写的有：{keys}"
            found.append(fault(entry.at, f"“{name}”没有“{header}”这一项", cure))
            meant = spec.field(near) if near else None
            if meant is not None and meant.required:
                mistaken.setdefault(meant.key, entry)
        elif field.key in written:
            message = f"“{header}”和“{headers[field.key]}”是同一项，写了两次"
            found.append(fault(entry.at, message, "留一个，删去另一个"))
        else:
            written[field.key] = entry
            headers[field.key] = header
    for key, entry in mistaken.items():
        # What was meant has been said; that it is missing need not be said as well.
        written.setdefault(key, entry)
    return written, nested


def missing(field: Field, name: str, entry: Entry | None, at: Where, form: bool) -> Finding:
    cure = f"补上“{field.key}”"
    if field.help:
        cure += f"（{field.help}）"
    if form:
        return fault(at, f"“{name}”缺少“{field.key}”", cure)
    return fault(entry.at if entry else at, f"“{name}”这一行没有写“{field.key}”", cure)


def total_word(row: RawRow, spec: TableSpec) -> str:
    """合计, 小计 … where one of the row's first text columns says so; else empty."""
    leading = [field for field in spec.fields[:4] if field.kind in ("text", "prose")]
    for header, entry in row.entries.items():
        word = "".join(entry.text.split()).strip("：:")
        if word in TOTALS and spec.field(header) in leading:
            return word
    return ""


def filled(row: RawRow, spec: TableSpec, columns: tuple[str, ...], above: dict[str, Entry]) -> RawRow:
    """The row with its blanks of some columns filled from ``above``, which is brought up to date.

    A new value in one column ends what the columns to its right had above.
    """
    entries = dict(row.entries)
    for place, key in enumerate(columns):
        field = spec.field(key)
        header = next((name for name in entries if spec.field(name) is field), key)
        entry = entries.get(header)
        if entry is not None and entry.text.strip():
            if key not in above or above[key].text != entry.text:
                for later in columns[place + 1 :]:
                    above.pop(later, None)
            above[key] = entry
        elif key in above:
            entries[header] = Entry(above[key].value, entry.at if entry else row.at)
    return RawRow(entries, row.at)


def parameters(entry: Entry | None, nested: Mapping[str, Entry]) -> dict[str, Entry]:
    return dict(nested) if nested else {"": entry} if entry is not None and entry.text.strip() else {}


def converted(entry: Entry, field: Field, name: str) -> tuple[Any, tuple[Finding, ...]]:
    """The value of an entry by the kind of its field, or the kind's blank and a fault."""
    match field.kind:
        case "text":
            written, found = line(entry, field)
            return written, (*found, *strange_days(entry, field))
        case "prose":
            return entry.text.strip(), strange_days(entry, field)
        case "codes":
            return tuple(code for code in re.split(r"[、，,;；\s]+", entry.text) if code), ()
        case "choice":
            return choice(entry, field, name)
        case "number" | "count" | "year":
            return number(entry, field, name)
        case "date":
            return day(entry, field, name)
        case _:
            return entry.text, ()


def strange_days(entry: Entry, field: Field) -> tuple[Finding, ...]:
    """Doubts about days in a text that there are not; in a column of days whichever way they are written."""
    told = no_such_days(entry.text)
    if not told and field.key.endswith("日期") and (why := no_such_day(entry.text)):
        told = ((entry.text.strip(), why),)
    cure = "对照原件，改成实有的日期"
    return tuple(doubt(entry.at, f"“{field.key}”里有“{one}”，没有这一天：{why}", cure) for one, why in told)


def line(entry: Entry, field: Field) -> tuple[str, tuple[Finding, ...]]:
    """A text of one line; one too long for its place is cut, with a fault."""
    written = one_line(entry.text)
    if len(written) <= LINE or field.key in LONGER:
        return written, ()
    message = f"“{field.key}”有 {len(written)} 个字，最多 {LINE} 个"
    return written[:LINE], (fault(entry.at, message, "写短一些；说明和论述写进相应的章节"),)


def one_line(text: str) -> str:
    """A text with its line breaks gone: between Chinese characters without a trace, else as a blank."""
    parts = [part.strip() for part in text.strip().splitlines() if part.strip()]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        latin = joined[-1].isascii() and part[0].isascii()
        joined += (" " if latin else "") + part
    return joined


def choice(entry: Entry, field: Field, name: str) -> tuple[str, tuple[Finding, ...]]:
    written = one_line(entry.text)
    for option in field.choices:
        if plain(option) == plain(written):
            return option, ()
    for word, option in field.means:
        if plain(word) == plain(written):
            return option, ()
    # Words that look alike may mean the contrary (逆向, 正向): the likest is named only where it is hardly another word.
    near = nearest(written, field.choices, 0.75, inside=False)
    cure = (f"是不是“{near}”；" if near else "") + "可以选的有：" + "、".join(field.choices)
    return "", (fault(entry.at, f"“{field.key}”不能写“{short(written)}”", cure),)


def number(entry: Entry, field: Field, name: str) -> tuple[Decimal | int | None, tuple[Finding, ...]]:
    value = entry.value
    found: tuple[Finding, ...] = ()
    if not isinstance(value, Decimal):
        text = entry.text.strip()
        if text in NOTHING:
            return None, ()
        if field.kind in ("count", "year"):
            text = re.sub(r"\s*年度?$", "", text)
        parsed = None if isinstance(value, date) else parse_decimal(text)
        if parsed is None:
            return None, (no_number(entry, field),)
        if _WIDE.search(text):
            message = f"“{field.key}”用了全角数字“{text}”，按 {trimmed(parsed)} 读"
            found = (doubt(entry.at, message, f"改成半角 {trimmed(parsed)}"),)
        value = parsed
    if field.kind == "number":
        return value, found
    if value != value.to_integral_value():
        return None, (fault(entry.at, f"“{field.key}”应当是整数，这里是 {trimmed(value)}", "只写整数"),)
    if field.kind == "year" and not is_year(int(value)):
        message = f"“{field.key}”应当是四位数字的年份，这里是 {trimmed(value)}"
        return None, (fault(entry.at, message, f"写全，如 {full_year(int(value))}"),)
    return int(value), found


def is_year(value: int) -> bool:
    return 1900 <= value <= 2099


def full_year(value: int) -> int:
    """The year that two digits stand for, any year for an example where it is something else."""
    return 2000 + value if 0 <= value <= 99 else 2025


def no_number(entry: Entry, field: Field) -> Finding:
    written = entry.text.strip()
    if overlong(written):
        return fault(entry.at, f"“{field.key}”的数字太长：“{short(written)}”", LONG_NUMBER)
    what = {"count": "整数", "year": "四位数字的年份"}.get(field.kind, "数字")
    message = f"“{field.key}”应当是{what}，这里是“{short(written)}”"
    # In a long run of digits the pattern would search for ever.
    with_unit = _WITH_UNIT.fullmatch(plain(written)) if len(written) <= LINE else None
    if with_unit and parse_decimal(with_unit[1]) is not None:
        rest = "" if with_unit[2].strip() in ("分", "%") else "，单位写在单位那一项"
        return fault(entry.at, message, f"只写 {with_unit[1]}{rest}")
    example = f"，如 {field.example}" if field.example and parse_decimal(field.example) is not None else ""
    return fault(entry.at, message, f"只写{what}{example}；还没有的留空")


def day(entry: Entry, field: Field, name: str) -> tuple[date | None, tuple[Finding, ...]]:
    value: Value = entry.value
    if isinstance(value, date):
        return value, ()
    if isinstance(value, Decimal) and 20000 < value < 80000 and value == int(value):
        meant = date(1899, 12, 30) + timedelta(days=int(value))
        message = f"“{field.key}”是没有设日期格式的数 {value}，按 {meant.isoformat()} 读"
        return meant, (doubt(entry.at, message, "把单元格设成日期格式"),)
    text = entry.text.strip()
    if text in NOTHING:
        return None, ()
    parsed = parse_date(text)
    if parsed is None and (why := no_such_day(text)):
        message = f"“{field.key}”写的是“{short(text)}”，没有这一天：{why}"
        return None, (fault(entry.at, message, "对照原件，改成实有的日期"),)
    if parsed is None:
        message = f"“{field.key}”应当是日期，这里是“{short(text)}”"
        return None, (fault(entry.at, message, "写到日，如 2026-03-20 或 2026年3月20日"),)
    if any(unicodedata.east_asian_width(letter) == "F" for letter in text):
        message = f"“{field.key}”用了全角数字“{text}”，按 {parsed.isoformat()} 读"
        return parsed, (doubt(entry.at, message, f"改成半角 {parsed.isoformat()}"),)
    return parsed, ()


def short(text: str) -> str:
    """A text cut to what a message can hold."""
    line = one_line(text)
    return line if len(line) <= 24 else line[:24] + "…"
