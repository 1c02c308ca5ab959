"""The column 规则确认: rules that were read out of prose and that nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.loading.tree import Node
from evalkit.model.places import Finding, Quote
from evalkit.model.scoring import Indicator

#: What people write once they have confirmed a rule; blank says the same.
CONFIRMED = ("", "已确认", "确认", "已核对", "是", "√", "✓", "无误")
SUBJECT = "规则确认"
#: As many codes as a message names.
SHOWN = 8


def unconfirmed(roots: Sequence[Node], indicators: Iterable[Indicator]) -> tuple[Finding, ...]:
    """The one reminder, by ``check`` and ``status`` until the marks are cleared; leaves without a rule need none.

    Its quotes are the codes, each at its mark.
    """
    ruled = {node.code for node in indicators if node.rule is not None}
    quotes = tuple(
        Quote(leaf.code, leaf.record.where(SUBJECT))
        for root in roots
        for leaf in root.leaves()
        if leaf.record is not None and leaf.code in ruled and leaf.record.text(SUBJECT) not in CONFIRMED
    )
    if not quotes:
        return ()
    codes = "、".join(quote.text for quote in quotes[:SHOWN]) + ("等" if len(quotes) > SHOWN else "")
    message = f"{len(quotes)} 个指标的规则由文字读出，待确认：{codes}"
    cure = "对照评价标准核对规则、参数和要点，改好后删去“规则确认”里的“待确认”"
    return (Finding("placeholder", "warning", message, quotes[0].where, cure, SUBJECT, quotes),)
