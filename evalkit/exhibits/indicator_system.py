"""指标体系表：一级、二级、三级指标，指标解释、分值、评价标准、得分、评分依据八列，末行总计。

评价标准由规则和参数写成，评分之前就有；评分依据是核查事实、各要点的判定（事实与核查事实相同的不重复）、扣分原因和
佐证索引号。适合放在横向的附件里。
选项“表名”换掉表的标题。
例：{{ 插入("指标体系表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, cell, columns, header, missing, named, num, words
from evalkit.exhibits._framework import LEVEL_NAMES, depth_of, level_cells, named_with_points
from evalkit.figures import children_of, cost_of, fact_besides, facts_of, prose, score_of, tied
from evalkit.model.case import Case
from evalkit.model.document import Block, Break, Cell, Inline, Placeholder, Row, Table, Text
from evalkit.model.scoring import Indicator, Score
from evalkit.numbers import circled

ID = "indicator_system"
TITLE = "指标体系表"
OPTIONS = ("表名",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One compact table; nodes above the indicators span their rows."""
    if not children_of(case):
        return missing("table", "指标表：各级指标、分值、解释和规则")
    last = depth_of(case)
    rows = [header(*LEVEL_NAMES[:last], "指标解释", "分值", "评价标准", "得分", "评分依据")]
    for leaf, cells in level_cells(case, "", 1, last, named_with_points(case)):
        told = (
            words(leaf.explanation, "考察什么"),
            num(case, f"分值.{leaf.code}"),
            Cell(_standard(case, leaf)),
            num(case, f"得分.{leaf.code}"),
            Cell(_ground(case, leaf)),
        )
        rows.append(Row((*cells, *told)))
    adjusted = "调整前总分" in case.facts
    for label, id in (("总计", "调整前总分"), ("加减分后总分", "总分")) if adjusted else (("总计", "总分"),):
        total = (num(case, "满分"), cell(), num(case, id), cell())
        rows.append(Row((cell(Text(label), colspan=last + 1), *total), "total"))
    shape = columns(*[7] * (last - 1), 9, (11, "left"), 5, (23, "left"), 5, (33, "left"))
    return (
        Table(
            "table", shape, tuple(rows), caption(named(options, "绩效评价指标体系及评分表"), label=TITLE), compact=True
        ),
    )


def _standard(case: Case, leaf: Indicator) -> tuple[Inline, ...]:
    score = score_of(case, leaf.code)
    text = leaf.standard or (score.standard if score is not None else "")
    return prose(text) or (Placeholder("评价标准"),)


def _ground(case: Case, leaf: Indicator) -> tuple[Inline, ...]:
    """What was found, in all and point by point, why points were lost, and the index of the evidence."""
    score = score_of(case, leaf.code)
    judged = _judged(leaf, score)
    found: list[Inline] = list(prose(leaf.finding))
    if not found and not any(point.fact for point in leaf.points):
        found = [Placeholder("核查事实")]
    if judged:
        found.extend([*([Break()] if found else []), *prose(judged)])
    if leaf.manual is not None:
        told = f"人工评分：{_bare(leaf.manual.reason)}。复核人：{_bare(leaf.manual.reviewer)}。"
        found.extend([Break(), *prose(told)])
    elif score is not None and score.lost and not judged:
        found.extend([Break(), *tied(f"扣分原因：{_bare(score.lost)}。", facts_of(case, score))])
    elif score is not None and score.met and not judged:
        found.extend([Break(), *tied(f"{_bare(score.met)}。", facts_of(case, score))])
    if leaf.evidence:
        found.extend([Break(), *prose(f"佐证：{'、'.join(leaf.evidence)}。")])
    return tuple(found)


def _judged(leaf: Indicator, score: Score | None) -> str:
    """The verdict on every point with its fact and what it cost: ``①符合：有批复；②不符合，扣2分。``"""
    details = {detail.point.order: detail for detail in score.details} if score is not None else {}
    parts = []
    for point in leaf.points:
        if not point.verdict:
            continue
        lost = "" if leaf.manual is not None else cost_of(point, details.get(point.order))
        fact = fact_besides(point, leaf.finding)
        cost = f"，扣{lost}" if lost else ""
        mark = circled(point.order) if len(leaf.points) > 1 else ""
        happened = leaf.rule is not None and leaf.rule.kind == "deductions" and point.verdict[0].isdigit()
        parts.append(f"{mark}{'存在' if happened else ''}{point.verdict}{cost}" + (f"：{fact}" if fact else ""))
    return "；".join(parts) + "。" if parts else ""


def _bare(text: str) -> str:
    return text.strip().rstrip("。；;，, ")
