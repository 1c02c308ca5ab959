"""问卷回收情况表：每份问卷的发放、收回、有效、无效份数和回收率、有效率。

有效份数含存疑的；发放份数没有登记的显示“—”。选项“问卷”只列一份问卷。
例：{{ 插入("问卷回收情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, columns, header, missing, words
from evalkit.exhibits._survey import chosen, shown
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Row, Table, Text

ID = "survey_accounting"
TITLE = "问卷回收情况表"
OPTIONS = ("问卷",)

# The screening rules by their stable names.
_REASONS = {"duplicate": "重复提交", "partial": "未答完", "too_fast": "用时过短"}


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, a row a questionnaire; the note names why forms were left out."""
    found = chosen(case, options)
    if not found:
        return missing("table", "导入问卷答卷后，这里是发放、收回和有效份数")
    rows = [header("问卷", "发放", "收回", "回收率", "有效", "无效", "有效率")]
    parts = ("发放", "收回", "回收率", "有效", "无效", "有效率")
    for one in found:
        rows.append(Row((words(one.title), *(Cell(shown(case, one.id, part)) for part in parts))))
    notes = tuple(_why(case, one.id, len(found) > 1) for one in found if one.id in case.surveys)
    shape = columns((28, "left"), *[12] * 6)
    return (Table("table", shape, tuple(rows), caption(TITLE), notes=tuple(note for note in notes if note)),)


def _why(case: Case, id: str, several: bool) -> tuple[Inline, ...]:
    """Every reason with its number of forms; the numbers add up to the invalid forms."""
    survey = case.surveys[id]
    counts: dict[str, int] = {}
    for one in survey.screened:
        if one.state == "invalid" and one.rows:
            name = _REASONS.get(one.rule, one.reason)
            counts[name] = counts.get(name, 0) + len(one.rows)
    if not counts:
        return ()
    told = "、".join(f"{name}{count}份" for name, count in counts.items())
    owner = f"{survey.questionnaire.title}的" if several else ""
    return (Text(f"注：{owner}无效答卷{sum(counts.values())}份，其中{told}，未计入统计。"),)
