"""问题没有对应的建议，或建议缺措施、责任主体、时限；问题缺标准、事实、原因或影响。

查什么：“问题建议”表每一行。问题要写标准、事实、原因、影响，建议要写做什么（措施）、谁来做（责任主体）、什么时候做完（时限）。

例：问题“未开展年终考核”，建议写了“加强考核”，没有责任主体和时限。

怎样改：在“问题建议”表里补齐。
"""

from __future__ import annotations

from evalkit.model.case import Case
from evalkit.model.places import Finding

ID = "no_recommendation"
TITLE = "问题与建议"


def check(case: Case) -> tuple[Finding, ...]:
    """Problems whose recommendation is absent or incomplete."""
    if case.engagement is None:
        return ()
    found = []
    for number, problem in enumerate(case.engagement.problems, 1):
        name = f"问题{problem.number or number}“{problem.title}”"
        advice = (
            ("建议", problem.advice),
            ("措施", problem.measure),
            ("责任主体", problem.responsible),
            ("时限", problem.deadline),
        )
        lacks = [word for word, text in advice if not text.strip()]
        if len(lacks) == len(advice):
            cure = "写一条对应的建议：做什么、谁来做、什么时候做完"
            found.append(Finding(ID, "error", f"{name}没有建议", problem.at, cure, problem.title))
        elif lacks:
            cure = "补齐建议的措施、责任主体和时限"
            found.append(Finding(ID, "warning", f"{name}的建议缺{'、'.join(lacks)}", problem.at, cure, problem.title))
        argued = (("标准", problem.standard), ("事实", problem.fact), ("原因", problem.cause), ("影响", problem.effect))
        lacks = [word for word, text in argued if not text.strip()]
        if lacks:
            message = f"{name}缺{'、'.join(lacks)}"
            found.append(
                Finding(ID, "warning", message, problem.at, "问题 = 标准 + 事实 + 原因 + 影响，补齐", problem.title)
            )
    return tuple(found)
