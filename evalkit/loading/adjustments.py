"""The table 加减分 -> adjustments: points added or taken and vetoes, with what is missing in a row told."""

from __future__ import annotations

from evalkit.conditions import parse, said, sides
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Adjustment, Indicator
from evalkit.model.source import Source
from evalkit.numbers import plain
from evalkit.records import Record, read_table, suggestion, table_rows
from evalkit.words import ADJUSTMENTS

#: What an expression is read for, and where it stands.
Uses = tuple[tuple[str, str, Where], ...]


def load_adjustments(
    source: Source, indicators: tuple[Indicator, ...], found: list[Finding]
) -> tuple[tuple[Adjustment, ...], Uses]:
    """The adjustments in their order, and the expressions their conditions rest on."""
    table = table_rows(source, ADJUSTMENTS)
    if table is None:
        return (), ()
    records, more = read_table(table, ADJUSTMENTS)
    found.extend(more)
    made: list[Adjustment] = []
    uses: list[tuple[str, str, Where]] = []
    for record in records:
        if record.faulty:
            continue
        one = adjustment(record)
        found.extend(faults(one, record, indicators))
        if one.when and said(one.when) is None:
            uses.extend((one.matter, side, record.where("是否发生")) for side in sides(one.when))
        made.append(one)
    return tuple(made), tuple(uses)


def adjustment(record: Record) -> Adjustment:
    return Adjustment(
        kind=record.text("类型"),
        target=plain(record.text("对象")),
        matter=record.text("事项"),
        points=record.number("分值"),
        effect=record.text("后果"),
        cap=record.number("封顶"),
        when=record.text("是否发生"),
        reason=record.text("理由"),
        paper=record.text("底稿号"),
        reviewer=record.text("复核人"),
        at=record.at,
    )


def faults(one: Adjustment, record: Record, indicators: tuple[Indicator, ...]) -> list[Finding]:
    """What does not go together in one row."""
    found = []
    codes = {node.code: node for node in indicators}
    if one.target in ("总分", "全部"):
        found.append(fault(record.where("对象"), f"对象写了“{one.target}”", "对总分的，“对象”留空"))
    elif one.target and codes and one.target not in codes:
        cure = suggestion(one.target, tuple(codes), "指标的编码有") + "；对总分的，“对象”留空"
        found.append(fault(record.where("对象"), f"对象“{one.target}”不是指标的编码", cure))
    if one.kind == "否决":
        if not one.effect:
            found.append(
                fault(record.where("后果"), f"否决事项“{one.matter}”没有写后果", "写得零分、总分封顶或等级降一档")
            )
        if one.target and one.effect in ("总分封顶", "等级降一档"):
            found.append(
                fault(record.where("后果"), f"后果“{one.effect}”是对总分的，对象写了“{one.target}”", "对象留空")
            )
        if one.effect == "总分封顶" and (one.cap is None or not 0 <= one.cap < 100):
            found.append(fault(record.where("封顶"), f"“{one.matter}”没有写总分封顶多少分", "如 59.99"))
    else:
        if one.points is None or one.points <= 0:
            found.append(
                fault(record.where("分值"), f"{one.kind}事项“{one.matter}”的分值应大于 0", "写加减多少分，不带正负号")
            )
        if one.target in codes and not codes[one.target].leaf:
            found.append(
                fault(record.where("对象"), f"{one.kind}的对象“{one.target}”不是末级指标", "写末级指标的编码，或留空")
            )
    wrong = parse(one.when) if one.when and said(one.when) is None else ""
    if isinstance(wrong, str) and wrong:
        cure = "写“是”“否”，或条件，如“重大事故起数 > 0”"
        found.append(fault(record.where("是否发生"), f"“{one.when}”：{wrong}", cure))
    return found
