"""Grade schemes: the shipped ones and the folder's own; gaps and overlaps between grades are faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evalkit.loading.docnums import folded, likely, own_table
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Grade, GradeScheme
from evalkit.model.source import Entry, RawRow, Source
from evalkit.numbers import plain, trimmed
from evalkit.records import Record, read_table
from evalkit.words import GRADES, fold

TOP = Decimal(100)
#: No range of scores is written with more characters.
LONGEST = 40

_RANGE = re.compile(r"([\d.]+)\s*分?\s*[-–—−~～至到]+\s*([\d.]+)\s*分?")


def load_scheme(source: Source, name: str, at: Where) -> tuple[GradeScheme, tuple[Finding, ...]]:
    """The scheme the project names; brackets may be of any kind. A folder's own scheme goes before a shipped one."""
    found: list[Finding] = []
    schemes: dict[str, GradeScheme] = {}
    for table in source.tables:
        if fold(table.name) != GRADES.name:
            continue
        records, more = read_table(replace(table, rows=tuple(parted(row) for row in table.rows)), GRADES)
        found.extend(more)
        by_name: dict[str, list[Record]] = {}
        for record in records:
            if not record.faulty:
                by_name.setdefault(folded(record.text("方案")), []).append(record)
        for title, grades in by_name.items():
            if title not in schemes:
                scheme, faults = scheme_of(grades[0].text("方案"), grades)
                found.extend(faults)
                schemes[title] = scheme
    default = next(iter(schemes.values()), GradeScheme("", "", (Grade("", Decimal(0)),)))
    if not name or folded(name) in schemes:
        return schemes.get(folded(name), default), tuple(found)
    names = {scheme.name: scheme.basis for scheme in schemes.values()}
    message = f"没有叫“{name}”的等级方案"
    cure = f"{likely(name, names, '现有的方案')}；自己的方案{own_table(GRADES, at)}"
    return default, (*found, fault(at, message, cure))


def parted(row: RawRow) -> RawRow:
    """The row with ``80–89`` in one cell read as its two ends."""
    written = {field.key: header for header in row.entries if (field := GRADES.field(header)) is not None}
    low, high = written.get("下限", ""), written.get("上限", "")
    # Two ends with their units are short; in a long text of blanks the pattern would search for ever.
    text = row.entries[low].text.strip() if low else ""
    ends = _RANGE.fullmatch(plain(text)) if len(text) <= LONGEST else None
    if ends is None or (high and row.entries[high].text.strip()):
        return row
    at = row.entries[low].at
    entries = {key: entry for key, entry in row.entries.items() if key != high}
    return RawRow({**entries, low: Entry(ends[1], at), "上限": Entry(ends[2], at)}, row.at)


def scheme_of(name: str, records: Sequence[Record]) -> tuple[GradeScheme, tuple[Finding, ...]]:
    """One scheme from its rows, the best grade first whatever their order."""
    found: list[Finding] = []
    ordered = sorted(records, key=lambda record: -(record.number("下限") or Decimal(0)))
    ceiling, above = TOP, ""
    for record in ordered:
        floor, top = record.number("下限") or Decimal(0), record.number("上限")
        grade = record.text("等级")
        if top is not None and top != ceiling:
            what = "有空档" if top < ceiling else "有重叠"
            message = f"等级方案“{name}”的“{grade}”与{f'“{above}”' if above else ' 100 分'}之间{what}：上限写 {trimmed(top)}，应当是 {trimmed(ceiling)}"
            cure = f"上限改成 {trimmed(ceiling)}（不含），即 [{trimmed(floor)},{trimmed(ceiling)})"
            if top < ceiling:
                cure += f"；照原样，{trimmed((top + ceiling) / 2)} 分这样的得分没有等级"
            found.append(fault(record.where("上限"), message, cure))
        if floor >= ceiling:
            message = f"等级方案“{name}”的“{grade}”下限 {trimmed(floor)} 不低于上一等级的下限"
            found.append(fault(record.where("下限"), message, "改正下限"))
        ceiling, above = floor, grade
    if ceiling != 0:
        message = f"等级方案“{name}”没有说明 {trimmed(ceiling)} 分以下是什么等级"
        found.append(fault(ordered[-1].where("下限"), message, "最低一等的下限写 0"))
    grades = tuple(Grade(record.text("等级"), record.number("下限") or Decimal(0)) for record in ordered)
    basis = next((record.text("依据") for record in records if record.text("依据")), "")
    return GradeScheme(name, basis, grades), tuple(found)
