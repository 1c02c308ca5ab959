"""Leaves that nothing can score: no rule, and no score given by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.model.places import Finding, Quote, Where
from evalkit.model.scoring import UNRULED, Indicator

#: As many codes as a message names.
SHOWN = 8


def unruled(nodes: Sequence[Indicator], heads: Mapping[str, Where]) -> tuple[Finding, ...]:
    """One doubt about all of them, at the column where none has a rule, else at the first; its quotes are the codes.

    ``heads`` are the places of what is written by ``指标.规则``, and of the header row, where there is one, by ``指标``.
    """
    leaves = [node for node in nodes if node.leaf]
    lacking = [leaf for leaf in leaves if leaf.rule is None and leaf.manual is None]
    if not lacking:
        return ()
    codes = "、".join(leaf.code for leaf in lacking[:SHOWN]) + ("等" if len(lacking) > SHOWN else "")
    message = f"{len(lacking)} 个指标还没有评分规则，也没有人工得分，评不了分：{codes}"
    at = lacking[0].at
    cure = (
        "在“指标”表的“规则”和“参数”写上怎样评分，写法见 docs/rules.md；由人评分的，写人工得分、人工理由、底稿号和复核人"
    )
    if len(lacking) == 1:
        message = f"{codes} {lacking[0].name}还没有评分规则，也没有人工得分，评不了分"
    elif all(leaf.rule is None for leaf in leaves):
        head = heads.get("指标.规则")
        at = head or heads.get("指标", at)
        if head is None and "指标" in heads:
            message = f"“指标”表没有“规则”这一列，{message}"
            cure = (
                "加上“规则”一列，写上每个指标怎样评分（参数写在“参数”列），写法见 docs/rules.md；列名改了的，改回“规则”"
            )
        else:
            message = f"“指标”表的“规则”都空着，{message}"
    quotes = tuple(Quote(leaf.code, leaf.at) for leaf in lacking)
    return (Finding("input", "warning", message, at, cure, UNRULED, quotes),)
