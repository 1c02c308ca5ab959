"""The definitions an evaluation goes by: what its document says, what the tables 口径 and 项目 say otherwise.

A document that is silent on something leaves it to the national one, and that to the program's own default; the reason
says which it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalkit.likeness import suggestion
from evalkit.loading.docnums import folded, likely, own_table
from evalkit.model.definitions import DEFAULTS, NATIONAL, Choice, Definitions, floor_text
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Entry, Source
from evalkit.records import Record, converted, read_record, read_table, short, table_rows
from evalkit.words import DEFINITIONS, DOCUMENTS, fold

#: The one definition that the table 项目 holds and not 口径.
SCHEME = "等级方案"
FLOOR = "产出效益下限"


@dataclass(frozen=True, slots=True)
class Document:
    """What one document says: word, basis and place by the name of the definition."""

    number: str
    title: str
    says: dict[str, tuple[str, str, Where]] = field(default_factory=dict)


def load_definitions(
    source: Source, project: Mapping[str, str], places: Mapping[str, Where]
) -> tuple[Definitions, tuple[Finding, ...]]:
    """The definitions, every one of them decided. ``project`` and ``places`` are the table 项目 as text."""
    found: list[Finding] = []
    documents = load_documents(source, found)
    number, at = project.get("评价办法", "").strip(), places.get("项目.评价办法", source.at)
    document = documents.get(folded(number or NATIONAL))
    if document is None and number:
        names = {one.number: one.title for one in documents.values()}
        message = f"没有“{short(number)}”这份评价办法的口径"
        cure = f"{likely(number, names, '现有的文件')}；别的文件{own_table(DOCUMENTS, at)}"
        found.append(fault(at, message, cure))
    chosen = document or documents.get(folded(NATIONAL)) or Document(NATIONAL, "")
    typed = overrides(source, project, places, found)
    national = documents.get(folded(NATIONAL))
    choices = {key: choice(key, typed, chosen, national) for key in DEFAULTS}
    told_twice(choices, chosen, typed, bool(number) and document is not None, found)
    return Definitions(chosen.number, chosen.title, choices, at if number else Where("")), tuple(found)


def load_documents(source: Source, found: list[Finding]) -> dict[str, Document]:
    """The documents by folded number; a folder's own goes before a shipped one."""
    documents: dict[str, Document] = {}
    for table in source.tables:
        if fold(table.name) != DOCUMENTS.name:
            continue
        records, more = read_table(table, DOCUMENTS)
        found.extend(more)
        own: dict[str, Document] = {}
        for record in records:
            if not record.faulty:
                number = record.text("文号")
                one = own.setdefault(folded(number), Document(number, record.text("名称")))
                said(record, one, found)
        documents = {**own, **documents}
    return documents


def said(record: Record, document: Document, found: list[Finding]) -> None:
    """Adds what a row says to its document; an unknown definition, a word that is none of its, or a second one is a fault."""
    key, at = record.text("口径"), record.where("取值")
    if key not in DEFAULTS:
        message = f"“{document.number}”里没有叫“{key}”的口径"
        found.append(fault(record.where("口径"), message, suggestion(key, tuple(DEFAULTS), "口径有")))
        return
    if key in document.says:
        found.append(fault(record.where("口径"), f"“{document.number}”的“{key}”写了两次", "留一行，删去另一行"))
        return
    value = word_of(key, record.text("取值"), at, found)
    if value:
        document.says[key] = (value, record.text("依据").rstrip("。"), record.at)


def word_of(key: str, text: str, at: Where, found: list[Finding]) -> str:
    """The word as the program has it; empty, with a fault, where it is none."""
    if key == FLOOR:
        try:
            return floor_text(text)
        except ValueError:
            cure = "写大于 0、不超过 100 的百分数，如 60%；不查的写“不设”"
            found.append(fault(at, f"“{key}”不能写“{short(text)}”", cure))
            return ""
    spec = DEFINITIONS.field(key)
    if spec is None:
        return text
    value, more = converted(Entry(text, at), spec, DEFINITIONS.name)
    found.extend(more)
    return str(value)


def overrides(
    source: Source, project: Mapping[str, str], places: Mapping[str, Where], found: list[Finding]
) -> dict[str, tuple[str, Where]]:
    """What this engagement states for itself, with its place: the table 口径, and 等级方案 of 项目."""
    typed: dict[str, tuple[str, Where]] = {}
    table = table_rows(source, DEFINITIONS)
    if table is not None and table.rows:
        record, more = read_record(table.rows[0], DEFINITIONS.fields, DEFINITIONS.name, form=True)
        found.extend(more)
        for one in DEFINITIONS.fields:
            text, at = record.text(one.key), record.where(one.key)
            value = word_of(one.key, text, at, found) if text and one.key not in record.faulty else ""
            if value:
                typed[one.key] = (value, at)
    scheme = project.get(SCHEME, "").strip()
    if scheme:
        typed[SCHEME] = (scheme, places.get(f"项目.{SCHEME}", source.at))
    return typed


def choice(key: str, typed: Mapping[str, tuple[str, Where]], chosen: Document, national: Document | None) -> Choice:
    """One definition by who says it first: the engagement, its document, the national document, the default."""
    stated = chosen.says.get(key)
    if key in typed:
        value, at = typed[key]
        other = stated is not None and not same(key, value, stated[0])
        why = "“项目”表写明" if key == SCHEME else "“口径”表写明"
        why += f"；{chosen.number}是{stated[0]}" if other and stated is not None else ""
        return Choice(value, why, "" if other or stated is None else chosen.number, at)
    if stated is not None:
        value, basis, at = stated
        return Choice(value, f"{chosen.number}：{basis}" if basis else chosen.number, chosen.number, at)
    silent = f"{chosen.number}未规定"
    if national is not None and national.number != chosen.number and key in national.says:
        value, basis, at = national.says[key]
        return Choice(value, f"{silent}，按{national.number}：{basis}", national.number, at)
    return Choice(DEFAULTS[key], f"{silent}，按程序默认的做法")


def same(key: str, one: str, other: str) -> bool:
    return folded(one) == folded(other) if key == SCHEME else one == other


def told_twice(
    choices: Mapping[str, Choice],
    chosen: Document,
    typed: Mapping[str, tuple[str, Where]],
    named: bool,
    found: list[Finding],
) -> None:
    """A doubt where 评价办法 and 等级方案 are both written and name different schemes; 等级方案 holds."""
    stated = chosen.says.get(SCHEME)
    if not named or SCHEME not in typed or stated is None or same(SCHEME, typed[SCHEME][0], stated[0]):
        return
    message = (
        f"评价办法{chosen.number}用的等级方案是“{stated[0]}”，等级方案写的是“{choices[SCHEME].value}”，按等级方案划定"
    )
    found.append(doubt(typed[SCHEME][1], message, "核对用哪一个；一致的可以只写评价办法"))
