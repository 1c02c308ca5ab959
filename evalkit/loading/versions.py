"""The table 版本分: adjustments that cannot be, whatever the score is today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.model.engagement import Version
from evalkit.model.places import Finding, fault
from evalkit.model.scoring import Indicator
from evalkit.numbers import trimmed


def version_faults(versions: Iterable[Version], indicators: Iterable[Indicator]) -> Iterator[Finding]:
    """Scores below nought or above the weight, and rows of a node whose score is a sum. Unknown codes are told elsewhere."""
    nodes = {node.code: node for node in indicators}
    for one in versions:
        node = nodes.get(one.code)
        if node is None:
            continue
        if not node.leaf:
            message = f"版本分写了“{one.code}”，它是上级指标，得分由下级相加"
            yield fault(one.at, message, "写调整了的末级指标的编码")
            continue
        most = max(node.weight, node.base or node.weight)
        for column, points in (("原得分", one.old), ("得分", one.new)):
            if points is not None and not 0 <= points <= most:
                wrong = "是负数" if points < 0 else f"超过了分值 {trimmed(most)}"
                message = f"{node.code} {node.name}{one.version}的{column} {trimmed(points)} {wrong}"
                yield fault(one.at, message, f"改成 0 到 {trimmed(most)} 之间的数")
