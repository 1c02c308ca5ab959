"""人工给分：得分不是由规则算出，而是由人给的。

查什么：“指标”表写了“人工得分”的每一个指标。人工给分可以有理由，但要让复核人逐个看过：在“认可”表里写明检查项 manual_score
（或“人工给分”）、对象（指标编码）、认可人和理由之后，不再拦下；同一指标的 score_off_rule 也随之认可。

例：D11 标准只有 10、5、0 三档，按访谈和问卷给 7.5 分。

怎样改：能按规则给分的删去人工得分；不能的，请复核人在“认可”表里具名认可。
"""

from __future__ import annotations

from evalkit.model.case import Case
from evalkit.model.places import Finding
from evalkit.numbers import trimmed

ID = "manual_score"
TITLE = "人工给分"


def check(case: Case) -> tuple[Finding, ...]:
    """One warning for every manual score, until somebody accepts it by name."""
    if case.engagement is None:
        return ()
    found = []
    for node in case.engagement.indicators:
        if node.manual is None or not node.leaf:
            continue
        score = case.scoresheet.scores.get(node.code) if case.scoresheet is not None else None
        by_rule = f"，规则给 {trimmed(score.by_rule)} 分" if score is not None and score.by_rule is not None else ""
        found.append(
            Finding(
                ID,
                "warning",
                f"{node.code} {node.name}由人给 {trimmed(node.manual.points)} 分（分值 {trimmed(node.weight)}{by_rule}）：{node.manual.reason or '没有写理由'}",
                node.manual.at,
                "按规则给得出的，删去人工得分；给不出的，请复核人核对",
                node.code,
                stated=trimmed(node.manual.points),
                computed=trimmed(score.by_rule) if score is not None and score.by_rule is not None else None,
            )
        )
    return tuple(found)
