"""没有佐证：指标没有写佐证，索引号不在佐证表里，佐证表写的文件不在 evidence 文件夹里。

查什么：“指标”表、“要点”表的“佐证”，“佐证”表的“文件”。

例：A11 写了佐证 B3-9，佐证表里没有 B3-9；佐证表写了 批复.pdf，evidence 文件夹里没有。

怎样改：在“佐证”表登记材料并写上索引号；文件放进 evidence 文件夹，文件名与表中一致。
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.likeness import nearest
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where

ID = "no_evidence"
TITLE = "佐证"


def check(case: Case) -> tuple[Finding, ...]:
    """Indicators without evidence, indexes nobody registered, files nobody put there."""
    return tuple(_found(case.engagement)) if case.engagement is not None else ()


def _found(engagement: Engagement) -> Iterator[Finding]:
    known = {piece.index for piece in engagement.evidence}
    for node in engagement.indicators:
        if not node.leaf:
            continue
        if not node.evidence and not any(point.evidence for point in node.points):
            yield Finding(
                ID,
                "warning",
                f"{node.code} {node.name}没有写佐证",
                node.at,
                "在“指标”表的“佐证”里写佐证表的索引号",
                node.code,
            )
        yield from _unknown(node.code, node.name, node.evidence, known, node.at)
        for point in node.points:
            yield from _unknown(node.code, node.name, point.evidence, known, point.at)
    for one in engagement.compliance:
        yield from _unknown("合规检查", f"“{one.matter}”", one.evidence, known, one.at)
    files = set(engagement.files)
    for piece in engagement.evidence:
        for name in _names(piece.file):
            if name not in files and f"evidence/{name}" not in files:
                held = [one.removeprefix("evidence/") for one in files if one.startswith("evidence/")]
                near = nearest(name, sorted(held))
                hint = f"；是不是“{near}”" if near else ""
                yield Finding(
                    ID,
                    "warning",
                    f"佐证 {piece.index} 的文件“{name}”不在 evidence 文件夹里",
                    piece.at,
                    f"把文件放进 evidence 文件夹，文件名与表中一致；没有电子文件的，“文件”留空{hint}",
                    piece.index,
                )


def _unknown(code: str, name: str, indexes: tuple[str, ...], known: set[str], at: Where) -> Iterator[Finding]:
    for index in indexes:
        if index not in known:
            near = nearest(index, sorted(known))
            hint = f"；是不是 {near}" if near else ""
            yield Finding(
                ID,
                "error",
                f"{code} {name}的佐证 {index} 不在佐证表里",
                at,
                f"在“佐证”表登记 {index}，或改正索引号{hint}",
                code,
            )


def _names(text: str) -> list[str]:
    """The file names of a cell, one or several parted by 、 ； or line breaks."""
    parts = text.replace("；", "、").replace(";", "、").replace("\n", "、").split("、")
    return [part.strip() for part in parts if part.strip()]
