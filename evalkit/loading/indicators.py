"""The tables 指标, 要点 and 专家评分 -> the framework: nodes with codes and weights, leaves with rules and points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from evalkit.loading.confirming import unconfirmed
from evalkit.loading.handing import hand_on
from evalkit.loading.leaves import inner, leaf, load_panel, load_points, names_read
from evalkit.loading.tree import grow, number, weigh
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Idle, Indicator
from evalkit.model.source import RawTable, Source
from evalkit.numbers import circled
from evalkit.records import read_table, table_rows
from evalkit.words import INDICATORS


@dataclass(frozen=True, slots=True)
class Framework:
    """The nodes, parents before children, what rules read as expressions by code, indicators that do not apply, and
    the places of the columns by ``指标.规则``, with the first by ``指标``, where the table has a header row.
    """

    indicators: tuple[Indicator, ...] = ()
    figures: tuple[tuple[str, str, Where], ...] = ()
    idle: tuple[Idle, ...] = ()
    heads: Mapping[str, Where] = field(default_factory=dict)


def load_indicators(
    source: Source, reviewer: str, defaults: Mapping[str, str] = MappingProxyType({}), spread: str = "同级分摊"
) -> tuple[Framework, tuple[Finding, ...]]:
    """The framework, empty where there is none. ``reviewer`` fills blanks of 复核人, ``defaults`` parameters not written.

    Codes that were not typed follow from typed ones below or beside them, else from the order: A, A1, A11, A111.
    Weights of upper levels are sums; stated ones (``产出（25分）``, rows 小计 and 合计) must agree with them. Weights of
    indicators that do not apply go to their neighbours or, where ``spread`` is 全体分摊, to all others.
    """
    found: list[Finding] = []
    table = table_rows(source, INDICATORS)
    if table is None:
        if any(one.severity == "error" for one in source.findings):
            return Framework(), ()
        cure = "在 评价底稿.xlsx 加工作表“指标”，或写 tables/指标.yaml"
        return Framework(), (fault(source.at, "没有“指标”表", cure),)
    records, more = read_table(table, INDICATORS, (*INDICATORS.fill, "三级指标") if deep(table) else None)
    found.extend(more)
    roots, sums = grow(records, found)
    if not roots:
        if not any(one.severity == "error" for one in (*source.findings, *found)):
            found.append(
                fault(table.at, "“指标”表里还没有指标", "一行写一个末级指标，至少写一级、二级、三级指标和分值")
            )
        return Framework(), tuple(found)
    number(roots, found)
    weigh(roots, sums, table.at, found)
    points = load_points(source, roots, found)
    panel = load_panel(source, roots, found)
    weights = {node.code: node.weight for root in roots for node in root.leaves()}
    idle = hand_on(roots, spread, found)
    indicators: list[Indicator] = []
    figures: list[tuple[str, str, Where]] = []
    for node in (node for root in roots for node in root.nodes()):
        if node.record is None:
            indicators.append(inner(node))
            continue
        rows = (points.get(node.code, ()), panel.get(node.code, ()))
        made = leaf(node, weights[node.code], rows, reviewer, defaults, found)
        indicators.append(made)
        figures.extend(names_read(made, node.record))
    found.extend(mistaken(indicators))
    found.extend(unconfirmed(roots, indicators))
    return Framework(tuple(indicators), tuple(figures), idle, columns(table)), tuple(found)


def columns(table: RawTable) -> Mapping[str, Where]:
    """The header row's places: of the row by the table's name, of a column by table and key."""
    named = {key.key: at for head, at in table.heads.items() if (key := INDICATORS.field(head)) is not None}
    places = {f"{INDICATORS.name}.{key}": at for key, at in named.items()}
    return {INDICATORS.name: next(iter(table.heads.values())), **places} if table.heads else places


def mistaken(indicators: Sequence[Indicator]) -> Iterator[Finding]:
    """Faults of codes that read like a part of another indicator: C1.2 beside the second part of C1."""
    nodes = {node.code: node for node in indicators}
    for node in indicators:
        for point in node.points if node.rule is not None and node.rule.kind == "composite" else ():
            other = nodes.get(f"{node.code}.{point.order}")
            if other is not None:
                what = f"编码“{other.code}”和 {node.code} 的分项{circled(point.order)}分不开"
                yield fault(other.at, what, f"改编码，不用“{node.code}.”开头")


def deep(table: RawTable) -> bool:
    """Whether any row has a fourth level; then a blank third level means the one above."""
    fourth = INDICATORS.field("四级指标")
    written = {key for row in table.rows for key, entry in row.entries.items() if entry.text}
    return any(INDICATORS.field(key) is fourth for key in written)
