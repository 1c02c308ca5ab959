"""The leaves of the framework: their points, their experts' scores, their rules, and what these read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from evalkit.conditions import sides
from evalkit.likeness import suggestion
from evalkit.loading.rules import allotted, load_rule, named_rule, parse_scale, reads_figure, shared_out, spoken
from evalkit.loading.tree import PLACES, Node
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Indicator, Manual, Point
from evalkit.model.source import Source
from evalkit.numbers import circled, plain, round_half_up, trimmed
from evalkit.plugs import RulePlug
from evalkit.records import Record, read_table, table_rows
from evalkit.words import PANEL, POINTS, TableSpec

#: A point with the row it was read from, which a part (分项) is still to have its rule read from.
Row = tuple[Point, Record]


def load_points(source: Source, roots: list[Node], found: list[Finding]) -> Mapping[str, tuple[Row, ...]]:
    """The points by the code of their indicator, in their order. A worth that is not written is nought."""
    points: dict[str, list[Row]] = {}
    for code, record in rows_of(source, POINTS, roots, found):
        same = points.setdefault(code, [])
        order = record.count("序") or len(same) + 1
        if any(point.order == order for point, _ in same):
            found.append(fault(record.where("序"), f"{code} 的要点有两个序号 {order}", "改成不同的序号，或都留空"))
        worth, earned = record.number("分值"), record.number("得分")
        if worth is None and "分值" in record.faulty:
            continue
        if earned is not None and (earned < 0 or (worth is not None and earned > worth)):
            limit = f"，分值是 {trimmed(worth)} 分" if worth is not None else ""
            message = f"{code} 第 {order} 个要点得 {trimmed(earned)} 分{limit}"
            top = f" 到 {trimmed(worth)} 之间" if worth is not None else " 以上"
            found.append(fault(record.where("得分"), message, f"得分应当在 0{top}"))
        scale, more = parse_scale(record.text("档次"), record.where("档次"))
        found.extend(more)
        point = Point(
            code, order, record.text("要点"), worth or Decimal(0), record.text("判定"), record.text("事实"), scale, earned,
            record.codes("佐证"), limit=record.number("上限"), value=record.text("取值"), at=record.at,
        )  # fmt: skip
        same.append((point, record))
    return {code: tuple(sorted(same, key=lambda row: row[0].order)) for code, same in points.items()}


def load_panel(source: Source, roots: list[Node], found: list[Finding]) -> Mapping[str, tuple[Point, ...]]:
    """What each expert gave, by the code of the indicator: ``earned`` the score, ``points`` the expert's weight."""
    panel: dict[str, list[Point]] = {}
    for code, record in rows_of(source, PANEL, roots, found):
        same = panel.setdefault(code, [])
        name = record.text("专家")
        if name and any(point.text == name for point in same):
            found.append(fault(record.where("专家"), f"{code} 的专家“{name}”写了两次", "删去一行，或改正姓名"))
            continue
        weight = record.number("权重")
        worth = Decimal(0) if weight is None else weight
        given, reason = record.number("得分"), record.text("理由")
        same.append(Point(code, len(same) + 1, name, worth, "", reason, (), given, at=record.at))
    return {code: tuple(same) for code, same in panel.items()}


def rows_of(source: Source, spec: TableSpec, roots: list[Node], found: list[Finding]) -> Iterator[tuple[str, Record]]:
    """The rows of a table about leaves, with the code of the leaf; a leaf may be named instead where its name is one."""
    leaves = {leaf.code: leaf for root in roots for leaf in root.leaves()}
    by_name: dict[str, list[str]] = {}
    for code, leaf in leaves.items():
        by_name.setdefault(leaf.name, []).append(code)
    table = table_rows(source, spec)
    if table is None:
        return
    records, more = read_table(table, spec)
    found.extend(more)
    for record in records:
        code = plain(record.text("编码"))
        if record.total or not code:
            continue
        if code not in leaves and len(by_name.get(code, ())) == 1:
            code = by_name[code][0]
        if code not in leaves:
            message = f"{spec.name}的编码“{code}”不是末级指标"
            found.append(fault(record.where("编码"), message, suggestion(code, tuple(leaves), "末级指标的编码有")))
            continue
        yield code, record


def inner(node: Node) -> Indicator:
    """A node above the leaves."""
    parent = node.parent.code if node.parent else ""
    return Indicator(node.code, node.name, node.level, parent, node.weight or Decimal(0), leaf=False, at=node.at)


def leaf(
    node: Node,
    stated: Decimal | None,
    rows: tuple[tuple[Row, ...], tuple[Point, ...]],
    reviewer: str,
    defaults: Mapping[str, str],
    found: list[Finding],
) -> Indicator:
    """A leaf. ``stated`` is the weight as written, which its rule and its manual score are about; ``rows`` its points
    and its experts' scores."""
    record = node.record
    assert record is not None
    reviewed = record.text("复核人") or reviewer
    weight = node.weight if node.weight is not None else Decimal(0)
    plug = named_rule(record.text("规则")) if record.text("规则") else None
    points, experts = rows
    found.extend(strays(plug, points, experts))
    ready = True
    if plug is not None and plug.ID == "panel":
        own = experts
    elif plug is not None and plug.ID == "composite":
        told = errors(found)
        own = parts(points, record, stated, defaults, found)
        ready = errors(found) == told  # a part whose rule is told to be wrong is not told to have none
    else:
        own = spoken(record, tuple(point for point, _ in points))
    rule, more = load_rule(record, stated, own, defaults) if ready else (None, ())
    found.extend(more)
    if rule is not None and stated is not None:
        own = allotted(own, rule, stated)
    return Indicator(
        node.code,
        node.name,
        node.level,
        node.parent.code if node.parent else "",
        weight,
        explanation=record.text("指标解释"),
        standard=record.text("评价标准"),
        rule=rule,
        points=own,
        value=record.text("取值"),
        target=record.text("目标值"),
        actual=record.text("实际完成值"),
        phrase=record.text("业绩值"),
        finding=record.text("核查事实"),
        manual=manual(node, record, stated, reviewed, found),
        evidence=record.codes("佐证"),
        prepared_by=record.text("编制人"),
        reviewed_by=reviewed,
        paper=record.text("底稿号"),
        data=record.text("数据来源"),
        base=stated if stated != node.weight else None,
        at=record.at,
    )


def manual(node: Node, record: Record, stated: Decimal | None, reviewed: str, found: list[Finding]) -> Manual | None:
    """The score given by hand, on the weight as written; one that cannot be is a fault and kept."""
    given = record.number("人工得分")
    if given is None:
        return None
    place, weight = record.where("人工得分"), stated if stated is not None else Decimal(0)
    if given < 0 or (stated is not None and given > stated):
        message = f"{node.code} {node.name} 的人工得分是 {trimmed(given)}，分值是 {trimmed(weight)} 分"
        found.append(fault(place, message, f"人工得分应当在 0 到 {trimmed(weight)} 之间"))
    elif given != round_half_up(given, PLACES):
        message = f"{node.code} {node.name} 的人工得分是 {trimmed(given)}，小数超过了两位"
        found.append(fault(place, message, "人工得分最多写两位小数"))
    return Manual(given, record.text("人工理由"), record.text("底稿号"), reviewed, place)


def parts(
    points: tuple[Row, ...], record: Record, stated: Decimal | None, defaults: Mapping[str, str], found: list[Finding]
) -> tuple[Point, ...]:
    """The points as parts, each with the rule of its own row, on its own worth or, where shared out, the whole weight."""
    whole = shared_out(record)
    made = []
    for point, row in points:
        rule, more = load_rule(row, stated if whole else point.points or None, (), defaults)
        found.extend(more)
        made.append(replace(point, rule=rule))
    return tuple(made)


def strays(plug: RulePlug | None, points: tuple[Row, ...], experts: tuple[Point, ...]) -> Iterator[Finding]:
    """Doubts about what was written of a leaf and its rule never reads."""
    if plug is None:
        return
    if experts and plug.ID != "panel":
        cure = "删去“专家评分”表的这些行，或把规则改成专家评分"
        yield doubt(experts[0].at, f"{experts[0].code} 的规则是{plug.TITLE}，专家的分不会计入", cure)
    if points and plug.ID in ("panel", "manual"):
        cure = "删去要点，或把规则改成要点给分"
        yield doubt(points[0][0].at, f"{points[0][0].code} 的规则是{plug.TITLE}，不看要点", cure)
    for point, row in points:
        extra = [key for key in ("规则", "参数", "取值") if row.places.get(key) and row.values[key]]
        if extra and plug.ID != "composite":
            what = f"{point.code} 要点{circled(point.order)}写了{'、'.join(extra)}，{plug.TITLE}不看"
            yield doubt(point.at, what, "删去，或把指标的规则改成分项计分")


def errors(found: list[Finding]) -> int:
    return sum(one.severity == "error" for one in found)


def names_read(made: Indicator, record: Record) -> Iterator[tuple[str, str, Where]]:
    """What a leaf reads as expressions, with code and place: its value, the sides of its conditions, its parts' values."""
    if record.text("取值") and reads_figure(record):
        yield made.code, record.text("取值"), record.where("取值")
    plug = named_rule(record.text("规则")) if made.rule is not None else None
    listed: tuple[tuple[str, str, str], ...] = getattr(plug, "inputs", lambda _: ())(made)
    for key, text, reads in listed:
        part = next((point.at for point in made.points if str(point.order) == key.partition(".")[0]), None)
        at = part or record.where("参数")
        if reads == "condition":
            yield from ((made.code, side, at) for side in sides(text))
        elif reads == "figure" and text:
            yield made.code, text, at
