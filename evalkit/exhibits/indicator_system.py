"""指标体系表：各级指标之后，默认是指标解释、分值、评价标准、得分、评分依据，末行总计。

评价标准由规则和参数写成，评分之前就有；评分依据是核查事实、各要点的判定（事实与核查事实相同的不重复）、扣分原因和
佐证索引号。适合放在横向的附件里。
选项“表名”换掉表的标题；选项“列”另选各列，可用的有指标解释、分值、目标值、评价标准、数据来源、业绩值、得分、得分率、评分依据，
列名要换的写作“列名：内容”。体系和评分分成两张表的，体系表不要得分，评分表用“评分表”；一份报告放两张的，选项“标签”给第二张另一个引用的名称。
例：{{ 插入("指标体系表") }}
例：{{ 插入("指标体系表", 列="分值、指标解释、评价标准：目标值、评分办法：评价标准、数据来源") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, named, num, words
from evalkit.exhibits._framework import LEVEL_NAMES, depth_of, level_cells, named_with_points, phrase
from evalkit.figures import children_of, cost_of, fact_besides, facts_of, happened, prose, score_of, tied
from evalkit.model.case import Case
from evalkit.model.document import Block, Break, Cell, Inline, Placeholder, Row, Table, Text
from evalkit.model.scoring import Indicator, Score
from evalkit.numbers import circled

ID = "indicator_system"
TITLE = "指标体系表"
OPTIONS = ("表名", "列", "标签")

_USUAL = "指标解释、分值、评价标准、得分、评分依据"
#: Each column's share of the width and whether it holds words.
_WIDTHS = {
    "指标解释": (11, True),
    "分值": (5, False),
    "目标值": (9, False),
    "评价标准": (23, True),
    "数据来源": (10, True),
    "业绩值": (10, False),
    "得分": (5, False),
    "得分率": (8, False),
    "评分依据": (33, True),
}
_SUMS = {"分值": "满分", "得分": "总分", "得分率": "总得分率"}


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One compact table; nodes above the indicators span their rows."""
    if not children_of(case):
        return missing("table", "指标表：各级指标、分值、解释和规则")
    last = depth_of(case)
    chosen = _chosen(options.get("列", "") or _USUAL)
    titles = (title.replace("评价标准", f"{case.work}标准") for title, _ in chosen)
    rows = [header(*LEVEL_NAMES[:last], *titles)]
    for leaf, cells in level_cells(case, "", 1, last, named_with_points(case)):
        rows.append(Row((*cells, *(_cell(case, leaf, content) for _, content in chosen))))
    rows.extend(_totals(case, [content for _, content in chosen], last))
    widths = (_WIDTHS[content] for _, content in chosen)
    shape = columns(*[7] * (last - 1), 9, *((share, "left") if worded else share for share, worded in widths))
    title = named(options, "绩效评价指标体系及评分表")
    return (Table("table", shape, tuple(rows), caption(title, label=options.get("标签") or TITLE), compact=True),)


def _chosen(text: str) -> list[tuple[str, str]]:
    """The columns as (title, content); what no column holds is left out, the usual columns when nothing is left."""
    made = []
    for part in text.replace(":", "：").replace("，", "、").split("、"):
        title, _, content = part.strip().partition("：")
        if (content or title) in _WIDTHS:
            made.append((title, content or title))
    return made or _chosen(_USUAL)


def _cell(case: Case, leaf: Indicator, content: str) -> Cell:
    match content:
        case "指标解释":
            return words(leaf.explanation, "考察什么")
        case "目标值":
            return words(leaf.target) if leaf.target.strip() else DASH
        case "评价标准":
            return Cell(_standard(case, leaf))
        case "数据来源":
            return words(leaf.data, "数据来源")
        case "业绩值":
            return Cell(phrase(case, leaf))
        case "评分依据":
            return Cell(_ground(case, leaf))
    return num(case, f"{content}.{leaf.code}", unit=content == "得分率")


def _totals(case: Case, contents: list[str], last: int) -> list[Row]:
    """The last row, and the one before it where points were added or taken in the end; none without figures to add."""
    if not any(content in _SUMS for content in contents):
        return []
    adjusted = "调整前总分" in case.facts and "得分" in contents
    kinds = (("总计", "调整前总分"), ("加减分后总分", "总分")) if adjusted else (("总计", "总分"),)
    before = next(place for place, content in enumerate(contents) if content in _SUMS)
    made = []
    for label, id in kinds:
        sums = {**_SUMS, "得分": id, **({} if id == "总分" else {"得分率": ""})}
        ends = (
            num(case, sums[content], unit=content == "得分率") if sums.get(content) else cell()
            for content in contents[before:]
        )
        made.append(Row((cell(Text(label), colspan=last + before), *ends), "total"))
    return made


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
        parts.append(f"{mark}{happened(point.verdict)}{cost}" + (f"：{fact}" if fact else ""))
    return "；".join(parts) + "。" if parts else ""


def _bare(text: str) -> str:
    return text.strip().rstrip("。；;，, ")
