"""The sheets, headers and words of 评分底稿.xlsx: the writer draws them, and an edited paper is read back by them."""

from __future__ import annotations

from evalkit.model.scoring import Indicator, Point, Score
from evalkit.numbers import circled

SUMMARY, SCORES, POINTS, FACTS, SURVEYS, PROBLEMS = "评分汇总", "指标评分", "要点", "事实", "问卷", "扣分与问题"
EVIDENCE, VERSIONS, OPINIONS = "佐证", "版本分", "意见"

#: What the names of the sheets of working papers begin with: ``底稿A 决策``.
SHEET = "底稿"

LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标")

SCORE_COLUMNS = (
    *("编码", "指标解释", "分值", "评价标准", "取值", "业绩值", "规则得分", "人工得分", "得分", "扣分", "得分率（%）"),
    *("评分依据", "计算过程", "扣分原因", "人工理由", "佐证", "底稿号", "编制人", "编制日期", "复核人", "复核日期"),
)
POINT_COLUMNS = (
    *("编码", "指标", "序", "要点", "分值", "上限", "档次", "判定", "部分得分", "得分"),
    *("说明", "查到的事实", "佐证"),
)
FACT_COLUMNS = (
    *("名称", "精确值", "印出数", "单位", "口径", "小数位", "有效份数", "95%置信区间"),
    *("怎样得来", "由哪些数算出", "出处"),
)
SUMMARY_COLUMNS = ("一级指标", "二级指标", "分值", "得分", "扣分", "得分率（%）")
ADJUSTMENT_COLUMNS = ("类型", "事项", "分值或后果", "增减分", "是否发生", "对象")

#: The kinds of rules whose points are judged by a verdict, scored by experts, or scored as parts.
CHECKLIST, DEDUCTIONS, PANEL, COMPOSITE = "checklist", "deductions", "panel", "composite"

#: What a point that does not count shows for what it earned.
SET_ASIDE = "不计"

#: Longer words are cut in the sheet of facts, and end in this.
LONG, CUT = 60, "…（全文见报告）"


def score_columns(depth: int) -> tuple[str, ...]:
    """The headers of 指标评分 for a framework of three or four levels."""
    return (*LEVELS[: max(depth, 3)], *SCORE_COLUMNS)


def shown_words(text: str) -> str:
    """Words as the sheet of facts shows them."""
    return text[:LONG] + CUT if len(text) > LONG else text


def kind_of(indicator: Indicator) -> str:
    return indicator.rule.kind if indicator.rule else ""


def idle_way(leaf: Indicator) -> str:
    """How a point of a checklist counts that does not apply: 折算, 得分 or 不得分."""
    return str(rule_param(leaf, "idle", "折算"))


def verdicts(leaf: Indicator, point: Point) -> tuple[str, ...]:
    """What may be written for a verdict, as the drop-down lists it."""
    if kind_of(leaf) == DEDUCTIONS:
        return ("存在", "不存在")
    if point.scale:
        return (*(name for name, _ in point.scale), "不适用")
    return ("符合", "不符合", *(("部分符合",) if rule_param(leaf, "partly", True) else ()), "不适用")


def rule_param(leaf: Indicator, name: str, default: object) -> object:
    """A parameter of a leaf's rule by its name."""
    return getattr(leaf.rule.params, name, default) if leaf.rule else default


def leaf_words(leaf: Indicator, score: Score | None) -> dict[str, str]:
    """The words of a leaf's row of 指标评分, by header."""
    manual = leaf.manual
    return {
        "编码": leaf.code,
        "指标解释": leaf.explanation,
        "评价标准": leaf.standard or (score.standard if score else ""),
        "业绩值": leaf.phrase,
        "评分依据": leaf.finding or _points_found(score),
        "计算过程": _steps(score, leaf),
        "扣分原因": _lost(score, leaf),
        "人工理由": manual.reason if manual else "",
        "佐证": "、".join(leaf.evidence),
        "底稿号": leaf.paper or (manual.paper if manual else ""),
        "编制人": leaf.prepared_by,
        "编制日期": "",  # to be filled in by hand, like the next
        "复核人": leaf.reviewed_by or (manual.reviewer if manual else ""),
        "复核日期": "",
    }


def _points_found(score: Score | None) -> str:
    facts = [detail.point.fact for detail in score.details] if score else []
    return "\n".join(f"{circled(place)}{fact}" for place, fact in enumerate(facts, 1) if fact)


def _steps(score: Score | None, leaf: Indicator) -> str:
    """The derivation; of a checklist only what follows its points, because they have a sheet of their own.

    The reason of a score given by hand stands in its own column and is not told again.
    """
    steps = score.steps if score else ()
    shown = [step.text for step in (steps[len(score.details) :] or steps[-1:] if score and score.details else steps)]
    reason = _bare(leaf.manual.reason) if leaf.manual else ""
    if reason:
        shown = [text.partition("".join(reason.split()))[0].removesuffix("理由：").rstrip("。；") for text in shown]
    return "\n".join(text for text in shown if text)


def _lost(score: Score | None, leaf: Indicator) -> str:
    """Why points were lost, where the reason of a score by hand does not say it already."""
    lost = score.lost if score else ""
    given = leaf.manual.reason if leaf.manual else ""
    return "" if lost and _bare(lost) in _bare(given) else lost


def _bare(text: str) -> str:
    return text.strip().rstrip("。；")
