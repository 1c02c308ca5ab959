"""A figure somebody retyped in the report -> what to write into the engagement so that it is the figure.

A score becomes a score given by hand, with a row of 版本分 that says old, new, reason, who and on what paper; what was
typed is typed anew where it stands; what was computed cannot be adopted, only its sources can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evalkit.figures import advice, fact_of
from evalkit.model.case import Case
from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Indicator
from evalkit.model.source import RawRow, RawTable, Source
from evalkit.numbers import parse_decimal, trimmed
from evalkit.records import table_rows
from evalkit.versions import ORDER
from evalkit.words import FACTS, FIRM, FUNDS, INDICATORS, PROJECT, VERSIONS, TableSpec

_TOTALS = ("总分", "调整前总分", "总得分率")
_LEAVES = "改末级指标：在“指标”表改（按要点给分的在“要点”表改），或用 --adopt 采用末级指标的得分"
_WEIGHTS = "分值在“指标”表（按要点给分的在“要点”表）改"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One value of a row: the cell it stands in, or where there is none yet the row that gets the key."""

    at: Where | None
    row: Where
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A row below the others of a table; ``rows`` are the places of those, ``columns`` the headers as they are written."""

    table: str
    at: Where | None
    rows: tuple[Where, ...]
    values: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)


SourceEdit = CellEdit | RowAdded


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants adopted: the fact, its new text, why, who decided, and on what paper."""

    fact: str
    value: str
    reason: str = ""
    by: str = ""
    basis: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A wish that can be carried out: old and new as printed, where it is written, and the edits."""

    fact: str
    old: str
    new: str
    at: Where
    edits: tuple[SourceEdit, ...]


def adopted(wish: Wish, case: Case, source: Source) -> tuple[Adopted | None, tuple[Finding, ...]]:
    """How a wish is carried out; None and a fault where it cannot be."""
    family, _, rest = wish.fact.partition(".")
    fact = fact_of(case, wish.fact)
    if wish.fact not in case.facts and fact.empty and family != "得分":
        return None, (_no(wish, "没有这个名称的事实", "名称照报告里的写，见 evalkit sync 列出的数"),)
    if family == "得分":
        return _score(wish, case, source, rest)
    typed = _typed(wish.fact, source)
    if typed is None:
        return None, (_computed(wish, case, fact),)
    row, spec, key = typed
    value, wrong = _value(wish, fact)
    if wrong:
        return None, (wrong,)
    first = _cell(row, spec, key, value)
    edits: list[SourceEdit] = [first]
    note = _note(wish)
    if note and spec.field("备注") is not None:
        before = next((entry.text for name, entry in row.entries.items() if spec.field(name) is spec.field("备注")), "")
        edits.append(_cell(row, spec, "备注", f"{before}；{note}" if before else note))
    return Adopted(wish.fact, fact.display, value + fact.unit, first.at or first.row, tuple(edits)), ()


def _typed(id: str, source: Source) -> tuple[RawRow, TableSpec, str] | None:
    """The row and key a fact was typed in."""
    family, _, rest = id.partition(".")
    forms = {"项目": PROJECT, "机构": FIRM}
    if family in forms and rest:
        table = table_rows(source, forms[family])
        row = table.rows[0] if table is not None and table.rows else None
        return (row, forms[family], rest) if row is not None and forms[family].field(rest) is not None else None
    if family == "资金" and rest.count("."):
        name, _, key = rest.rpartition(".")
        row = _row(table_rows(source, FUNDS), FUNDS, "子项", name.replace("·", "."))
        return (row, FUNDS, key) if row is not None and key in ("预算数", "到位数", "支出数") else None
    row = _row(table_rows(source, FACTS), FACTS, "名称", id)
    if row is None or _text(row, FACTS, "算式"):
        return None
    return row, FACTS, "值"


def _row(table: RawTable | None, spec: TableSpec, key: str, value: str) -> RawRow | None:
    rows = table.rows if table is not None else ()
    return next((row for row in rows if _text(row, spec, key) in (value, value.replace(".", "·"))), None)


def _text(row: RawRow, spec: TableSpec, key: str) -> str:
    return next((entry.text.strip() for name, entry in row.entries.items() if spec.field(name) is spec.field(key)), "")


def _cell(row: RawRow, spec: TableSpec, key: str, value: str) -> CellEdit:
    wanted = spec.field(key)
    found = next((entry for name, entry in row.entries.items() if spec.field(name) is wanted), None)
    return CellEdit(found.at if found is not None else None, row.at, key, value)


def _value(wish: Wish, fact: Fact) -> tuple[str, Finding | None]:
    """The text to write: a figure without the fact's unit; a fault where it is no figure, or in another unit."""
    text = wish.value.strip()
    if not isinstance(fact.value, Decimal):
        return text, None if text else _no(wish, "没有写新的值", f"写成 --adopt {wish.fact}=新的值")
    bare = text.removesuffix(fact.unit).strip() if fact.unit else text
    if parse_decimal(bare) is None:
        unit = f"，单位是{fact.unit}" if fact.unit else ""
        return "", _no(wish, f"“{text}”不是这个事实要的数{unit}", f"写成 --adopt {wish.fact}={fact.text}")
    return bare.replace(",", ""), None


def _computed(wish: Wish, case: Case, fact: Fact) -> Finding:
    if fact.id.startswith("问卷."):
        cure = _surveyed(fact)
    elif _summed(case, fact):
        cure = f"它由各指标的得分得出；{_LEAVES}"
    elif fact.id == "满分" or fact.id.startswith("分值."):
        cure = _WEIGHTS
    elif fact.inputs:
        cure = f"它是算出来的（{fact.how or fact.expression}）；改它的来源：{'、'.join(fact.inputs[:6])}"
    else:
        cure = f"它由程序得出；来历见 evalkit explain {fact.id}"
    return _no(wish, "这个数不能直接采用", cure)


def _surveyed(fact: Fact) -> str:
    """Where a figure of a survey comes from: the questionnaire's head, or the answers, which nobody edits to suit a report."""
    files = tuple(dict.fromkeys(one.file for one in fact.sources))
    if files and files[0].startswith("questionnaires/"):
        key = "总体构成" if ".分组." in fact.id else fact.id.rpartition(".")[2]
        return f"它写在问卷文件里：改 {files[0]} 的“{key}”"
    of = "、".join(files[:3] or fact.inputs[:4])
    cure = "答卷录错了的，改答卷；不该算的，改问卷的“筛查”"
    return f"它由答卷统计（{of}），{cure}" if of else f"它由答卷统计，{cure}"


def _summed(case: Case, fact: Fact) -> bool:
    """Whether a figure comes of scores that are added up themselves: none of them can be adopted."""
    nodes = case.scoresheet.indicators if case.scoresheet is not None else ()
    sums = {*_TOTALS, *(f"得分.{one.code}" for one in nodes if not one.leaf)}
    return fact.id in sums or any(one in sums for one in fact.inputs)


def _leaves(nodes: Sequence[Indicator], code: str) -> Iterable[Indicator]:
    """The indicators that are scored themselves, below this one."""
    for one in nodes:
        if one.parent == code:
            yield from (one,) if one.leaf else _leaves(nodes, one.code)


def _score(wish: Wish, case: Case, source: Source, code: str) -> tuple[Adopted | None, tuple[Finding, ...]]:
    nodes = case.scoresheet.indicators if case.scoresheet is not None else ()
    node = next((one for one in nodes if one.code == code), None)
    if node is None:
        return None, (_no(wish, f"没有编码是“{code}”的指标", "编码见 evalkit score"),)
    if not node.leaf:
        below = "、".join(one.code for one in _leaves(nodes, code))
        return None, (_no(wish, "它由下级指标的得分相加，不能直接采用", f"改下级的得分：{below}"),)
    missing = [
        option for option, text in (("--reason", wish.reason), ("--by", wish.by), ("--basis", wish.basis)) if not text
    ]
    if missing:
        cure = "写明为什么、谁决定、依据哪份底稿：--reason 理由 --by 姓名 --basis 底稿号"
        return None, (_no(wish, f"采用人工得分缺少 {'、'.join(missing)}", cure),)
    points = parse_decimal(wish.value.strip().removesuffix("分").strip())
    most = max(node.weight, node.base or node.weight)
    if points is None or not 0 <= points <= most:
        return None, (_no(wish, f"“{wish.value}”不是 0 到 {trimmed(most)} 之间的得分", "改正得分"),)
    old = case.scoresheet.scores.get(code) if case.scoresheet is not None else None
    table = table_rows(source, INDICATORS)
    row = next((one for one in (table.rows if table else ()) if one.at == node.at), None)
    if row is None:
        return None, (_no(wish, "“指标”表里没有找到这个指标", "在“指标”表填写人工得分"),)
    edits: list[SourceEdit] = [
        _cell(row, INDICATORS, "人工得分", trimmed(points)),
        _cell(row, INDICATORS, "人工理由", wish.reason),
    ]
    for key, text in (("底稿号", wish.basis), ("复核人", wish.by)):
        if not _text(row, INDICATORS, key) and text != _text(row, INDICATORS, "编制人"):
            edits.append(_cell(row, INDICATORS, key, text))
    before = trimmed(old.points) if old is not None else ""
    edits.append(_version(wish, node, before, trimmed(points), case, source))
    shown = f"{before}分" if before else "未定"
    return Adopted(wish.fact, shown, f"{trimmed(points)}分", node.at, tuple(edits)), ()


def _version(wish: Wish, node: Indicator, old: str, new: str, case: Case, source: Source) -> RowAdded:
    table = table_rows(source, VERSIONS)
    named = [one.version for one in case.engagement.versions] if case.engagement is not None else []
    version = wish.version or max(named, key=lambda one: ORDER.index(one) if one in ORDER else -1, default=ORDER[-1])
    values = {
        "编码": node.code,
        "版本": version,
        "原得分": old,
        "得分": new,
        "理由": wish.reason,
        "决定人": wish.by,
        "依据": wish.basis,
    }
    rows = table.rows if table is not None else ()
    heads = dict(table.heads) if table is not None else {}
    for row in rows[-1:]:
        heads.update({name: entry.at for name, entry in row.entries.items()})
    columns = {field.key: at.spot for name, at in heads.items() if (field := VERSIONS.field(name))}
    at = table.at if table is not None else None
    return RowAdded(VERSIONS.name, at, tuple(row.at for row in rows), values, columns)


def _note(wish: Wish) -> str:
    about = "，".join(part for part in (wish.by, wish.basis) if part)
    return (f"采用报告中的数：{wish.reason}" + (f"（{about}）" if about else "")) if wish.reason or about else ""


def _no(wish: Wish, message: str, cure: str) -> Finding:
    return fault(Where("--adopt", wish.fact), message, cure)


def source_words(case: Case, id: str) -> tuple[str, str]:
    """Of an altered figure: what kind it is (score, typed, computed) and what can be done about it."""
    family, _, code = id.partition(".")
    fact = fact_of(case, id)
    if family == "得分" and code:
        nodes: Iterable[Indicator] = case.scoresheet.indicators if case.scoresheet is not None else ()
        leaf = any(one.code == code and one.leaf for one in nodes)
        return (
            ("score", "重新生成就改回；报告里的才对的，用 --adopt 采用，写明理由、决定人和底稿号")
            if leaf
            else (
                "computed",
                f"重新生成就改回；它由下级指标的得分相加，{_LEAVES}",
            )
        )
    if _summed(case, fact):
        return "computed", f"重新生成就改回；它由各指标的得分得出，{_LEAVES}"
    if id == "满分" or family == "分值":
        return "computed", f"重新生成就改回；{_WEIGHTS}"
    if family == "问卷" and id in case.facts:
        return "computed", f"重新生成就改回；{_surveyed(fact)}"
    typed = (
        not fact.inputs
        and not fact.expression
        and family not in ("问卷", "总分", "等级", "扣分", "分值", "得分率", "取值")
    )
    if typed and (fact.sources or family in ("项目", "机构")):
        at = f"（{fact.sources[0]}）" if fact.sources else ""
        return "typed", f"重新生成就改回；报告里的才对的，用 --adopt 采用{at}"
    return (
        "computed",
        f"重新生成就改回；它是算出来的，要改的改来源：{'、'.join(fact.inputs[:4]) or fact.how or advice(fact)}",
    )
