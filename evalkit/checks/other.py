"""其他：得分从自评到定稿的记录接不上，以及别的检查项归不进去的问题。

查什么：“版本分”表里同一指标的各次调整按自评、初评、征求意见、专家、定稿排开，后一次的原得分是不是前一次的得分；日期有没有倒着走；
得分变了的，理由、决定人、依据（会议纪要或底稿号）是否齐全；最后一次的得分与现在的得分是否相等。只记了自评的，与现在的得分不同只作提示。
读底稿和问卷时发现的、不属于任何一项检查的问题，也列在这里，如样本与总体的构成相差很大。

例：C12 初评 2.10 分，定稿的原得分写 2.15 分；定稿写 2.25 分，现在却是 2.10 分。

怎样改：补上漏记的一次调整，或改正得分；调整后又改了取值、要点的，补记一次。
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.model.case import Case
from evalkit.model.engagement import Version
from evalkit.model.places import Finding, Severity
from evalkit.model.scoring import Indicator, Scoresheet
from evalkit.numbers import trimmed
from evalkit.versions import FIRST, SELF, before, chains

ID = "other"
TITLE = "其他"


def check(case: Case) -> tuple[Finding, ...]:
    """Chains that break, days that go backwards, adjustments nobody accounts for, a last version that is not the score."""
    if case.engagement is None:
        return ()
    nodes = {node.code: node for node in case.engagement.indicators if node.leaf}
    return tuple(
        found
        for code, chain in chains(case.engagement.versions).items()
        if code in nodes
        for found in _chain(nodes[code], chain, case.scoresheet)
    )


def _chain(node: Indicator, chain: tuple[Version, ...], sheet: Scoresheet | None) -> Iterator[Finding]:
    name = f"{node.code} {node.name}"
    for at, one in enumerate(chain):
        earlier = chain[at - 1] if at else None
        if earlier is not None and one.old is not None and one.old != earlier.new:
            message = f"{name}{one.version}的原得分是 {trimmed(one.old)} 分，前一次（{earlier.version}）的得分是 {trimmed(earlier.new)} 分"
            cure = f"原得分改成 {trimmed(earlier.new)}，或补上两次之间漏记的调整"
            yield Finding(
                ID, "error", message, one.at, cure, node.code, stated=trimmed(one.old), computed=trimmed(earlier.new)
            )
        if earlier is not None and one.day and earlier.day and one.day < earlier.day:
            message = f"{name}{one.version}的日期 {one.day} 早于前一次（{earlier.version}）的 {earlier.day}"
            yield Finding(ID, "warning", message, one.at, "改正日期或版本", node.code)
        yield from _step(name, node, one, chain, at)
    yield from _last(name, node, chain[-1], sheet)


def _step(name: str, node: Indicator, one: Version, chain: tuple[Version, ...], at: int) -> Iterator[Finding]:
    """What an adjustment lacks. A first 自评 adjusts nothing, 初评 is the evaluators' own score with its grounds,
    and a score that stayed needs no reason."""
    old = before(chain, at)
    if old == one.new or one.version == FIRST or (old is None and one.version == SELF):
        return
    if old is None:
        message = f"{name}{one.version}没有写原得分，看不出调整了多少"
        yield Finding(ID, "warning", message, one.at, "在“版本分”表写原得分", node.code)
    lacks = [
        word
        for word, text in (("理由", one.reason), ("决定人", one.decided_by), ("依据", one.paper))
        if not text.strip()
    ]
    if lacks:
        change = (
            f"由 {trimmed(old)} 分调整为 {trimmed(one.new)} 分" if old is not None else f"定为 {trimmed(one.new)} 分"
        )
        message = f"{name}{one.version}{change}，没有写{'、'.join(lacks)}"
        cure = "在“版本分”表写明为什么调整、谁决定、依据哪份会议纪要或底稿"
        yield Finding(ID, "error", message, one.at, cure, node.code)


def _last(name: str, node: Indicator, last: Version, sheet: Scoresheet | None) -> Iterator[Finding]:
    made = sheet.scores.get(node.code) if sheet is not None else None
    if made is None or made.points == last.new:
        return
    message = f"{name}{last.version}是 {trimmed(last.new)} 分，现在的得分是 {trimmed(made.points)} 分"
    cure = "补记这次调整（原得分、得分、理由、决定人、依据），或按定下来的得分改正取值、要点或人工得分"
    severity: Severity = "error"
    if last.version == SELF:
        severity = "note"
        cure = "要在报告里说明自评与评价得分为什么不同的，补记初评"
    stated, computed = trimmed(last.new), trimmed(made.points)
    yield Finding(ID, severity, message, last.at, cure, node.code, stated=stated, computed=computed)
