"""The table 加减分 -> adjustments: points added or taken and vetoes, with what is missing in a row told."""

from __future__ import annotations

from evalkit.conditions import parse, said, sides
from evalkit.likeness import suggestion
from evalkit.loading.tree import FULL, PLACES
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Adjustment, Idle, Indicator
from evalkit.model.source import Source
from evalkit.numbers import plain, round_half_up, trimmed
from evalkit.records import Record, read_table, table_rows
from evalkit.words import ADJUSTMENTS

#: What an expression is read for, and where it stands.
Uses = tuple[tuple[str, str, Where], ...]


def load_adjustments(
    source: Source, indicators: tuple[Indicator, ...], found: list[Finding], idle: tuple[Idle, ...] = ()
) -> tuple[tuple[Adjustment, ...], Uses]:
    """The adjustments in their order, vetoes last, and the expressions their conditions rest on."""
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
        found.extend(faults(one, record, indicators, idle))
        if one.when and said(one.when) is None:
            uses.extend((one.matter, side, record.where("是否发生")) for side in sides(one.when))
        made.append(one)
    # Nothing is added any more to what a veto has taken away.
    made.sort(key=lambda one: one.kind == "否决")
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


def faults(
    one: Adjustment, record: Record, indicators: tuple[Indicator, ...], idle: tuple[Idle, ...] = ()
) -> list[Finding]:
    """What does not go together in one row."""
    found = []
    codes = {node.code: node for node in indicators}
    if one.target in ("总分", "全部"):
        found.append(fault(record.where("对象"), f"对象写了“{one.target}”", "对总分的，“对象”留空"))
    elif gone := next((node for node in idle if node.code == one.target), None):
        message = f"对象“{one.target}”是不适用的指标（{gone.reason.rstrip('。')}），没有得分可以变动"
        found.append(fault(record.where("对象"), message, "改正对象，或删去这一行；指标其实适用的，删去不适用原因"))
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
        if one.effect == "总分封顶" and one.cap is None:
            found.append(fault(record.where("封顶"), f"“{one.matter}”没有写总分封顶多少分", "如 59.99"))
        elif one.effect == "总分封顶" and one.cap is not None and not 0 <= one.cap < FULL:
            message = f"“{one.matter}”的总分封顶写的是 {trimmed(one.cap)} 分，应在 0 和 {FULL} 之间"
            found.append(fault(record.where("封顶"), message, "如 59.99"))
        if one.points is not None:
            cure = "删去分值；要扣分的，类型写减分"
            found.append(fault(record.where("分值"), f"否决事项“{one.matter}”写了分值，否决不加减分", cure))
    else:
        if one.effect:
            cure = "删去后果；要否决的，类型写否决"
            found.append(fault(record.where("后果"), f"{one.kind}事项“{one.matter}”写了后果“{one.effect}”", cure))
        if one.points is None or one.points <= 0:
            found.append(
                fault(record.where("分值"), f"{one.kind}事项“{one.matter}”的分值应大于 0", "写加减多少分，不带正负号")
            )
        if one.target in codes and not codes[one.target].leaf:
            found.append(
                fault(record.where("对象"), f"{one.kind}的对象“{one.target}”不是末级指标", "写末级指标的编码，或留空")
            )
    for key, figure in (("分值", one.points), ("封顶", one.cap)):
        if figure is not None and figure != round_half_up(figure, PLACES):
            message = f"“{one.matter}”的{key} {trimmed(figure)} 小数超过了两位"
            found.append(fault(record.where(key), message, "最多写两位小数"))
    if one.cap is not None and one.effect != "总分封顶":
        message = f"“{one.matter}”写了封顶，后果不是总分封顶"
        found.append(fault(record.where("封顶"), message, "删去封顶，或后果写总分封顶"))
    wrong = parse(one.when) if one.when and said(one.when) is None else ""
    if isinstance(wrong, str) and wrong:
        cure = "写“是”“否”，或条件，如“重大事故起数 > 0”"
        found.append(fault(record.where("是否发生"), f"“{one.when}”：{wrong}", cure))
    return found
