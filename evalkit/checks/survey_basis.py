"""问卷依据：指标用了问卷的数，而问卷没有问到总体中的一类人，或那一类人的答卷少得说明不了问题。

查什么：末级指标的“取值”（连同它用到的事实）直接或间接用了哪份问卷；问卷文件写了总体构成的，逐类看有没有有效问卷。
用某一类人自己的数（`问卷.名称.分组.类别.…`）的，看这一类有没有 5 份。

例：D21 用了问卷“职工”的满意度，困难职工 596 人没有一份有效问卷。

怎样改：补充调查没有问到的一类人；补不了的，指标改用别的依据，或在报告里写明只反映哪一类人，由复核人在“认可”表具名认可。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evalkit.model.case import Case
from evalkit.model.facts import label_part
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.scoring import Indicator
from evalkit.surveyed import read_by

ID = "survey_basis"
TITLE = "问卷依据"

#: Fewer forms than this say nothing about a group.
FEW = 5


def check(case: Case) -> tuple[Finding, ...]:
    """Indicators that rest on people who were not asked."""
    return tuple(_found(case)) if case.engagement is not None else ()


def _found(case: Case) -> Iterator[Finding]:
    assert case.engagement is not None
    forms = {label_part(one.id): one for one in case.engagement.questionnaires}
    answered = {name for name in forms if _count(case, f"问卷.{name}.有效")}
    for node in case.engagement.indicators:
        if not node.leaf:
            continue
        read = read_by(case, node)
        for name in forms:
            mine = sorted(id for id in read if id.startswith(f"问卷.{name}."))
            if mine and name in answered:
                yield from _groups(case, node, forms[name], mine)


def _groups(case: Case, node: Indicator, form: Questionnaire, read: list[str]) -> Iterator[Finding]:
    head = f"问卷.{label_part(form.id)}.分组."
    whole = any(not id.startswith(head) for id in read)
    for label, people in form.populations:
        group = f"{head}{label_part(label)}."
        own = any(id.startswith(group) for id in read)
        n = _count(case, f"{group}有效")
        if n is None or not people or not (whole or own) or n >= (FEW if own else 1):
            continue
        has = f"只有 {n} 份有效问卷" if n else "没有一份有效问卷"
        yield Finding(
            ID,
            "warning",
            f"{node.code} {node.name}用了问卷“{form.id}”的数，而“{label}”{people} 人{has}",
            node.at,
            f"补充调查“{label}”；补不了的，改用别的依据，或在报告里写明这个数反映不了这一类人",
            node.code,
        )


def _count(case: Case, id: str) -> int | None:
    fact = case.facts.get(id)
    return int(fact.value) if fact is not None and isinstance(fact.value, Decimal) else None
