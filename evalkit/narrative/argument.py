"""The engagement as chapters argue with it: indicators with outcome and reasons, problems, advice, team, bases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evalkit.asking import alike
from evalkit.figures import (
    PROCESS,
    answered,
    children_of,
    cost_of,
    fact_besides,
    fact_of,
    facts_of,
    happened,
    indicators_of,
    leaves_of,
    level_named,
    lost_on,
    problem_numbers,
    read_as_result,
    score_of,
    survey_fact,
    target_met,
    targets_of,
    tied,
    top_of,
    undecided,
    verdicts_in_brief,
    without_remarks,
)
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement, Problem
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.model.scoring import Indicator, Point, PointScore
from evalkit.narrative.listed import listed
from evalkit.narrative.views import Figure, Printed, View
from evalkit.numbers import circled, parse_date, plain_date, round_half_up, trimmed
from evalkit.plugs import rules
from evalkit.surveyed import audience, in_order, uses

#: How an indicator came out; the sentences of a template differ by it.
FULL, PARTIAL, NOTHING, MANUAL, OPEN = "满分", "部分", "零分", "人工", "未评"


def views_of(case: Case) -> Mapping[str, Any]:
    """All views by the name a chapter uses. Lists are empty where the engagement has nothing."""
    engagement = case.engagement
    problems: list[View] = []
    nodes = _indicators(case, problems)
    problems.extend(_problems(case, nodes))
    return {
        "一级指标": [nodes[node.code] for node in children_of(case)],
        "末级指标": [nodes[node.code] for node in leaves_of(case)],
        "目标指标": [nodes[node.code] for node in targets_of(case, ())],
        "扣分指标": [nodes[node.code] for node in leaves_of(case) if _loses(case, node.code)],
        "未评指标": [nodes[node.code] for node in undecided(case)],
        "人工指标": [nodes[node.code] for node in leaves_of(case) if node.manual is not None],
        "问题清单": problems,
        "建议清单": _advice(problems),
        **listed(case),
        "问卷清单": [] if engagement is None else _questionnaires(case, engagement),
        "等级说明": "" if engagement is None else engagement.scheme.words(),
        "加减分清单": _adjustments(case),
        "不适用清单": _idle(case),
        "问过满意度": _asked(case),
    }


# ---- indicators -----------------------------------------------------------------------------------------------------


def _indicators(case: Case, problems: Sequence[View]) -> dict[str, View]:
    """A view per node; ties between them, and to problems yet to be made, are looked up when asked for."""
    nodes: dict[str, View] = {}
    titles = {id: plug.TITLE for id, plug in rules().items()}

    def many(found: Iterable[Indicator]) -> list[View]:
        return [nodes[node.code] for node in found]

    def make(node: Indicator) -> View:
        def fact(family: str) -> Any:
            return lambda: Figure(fact_of(case, f"{family}.{node.code}"))

        fields: dict[str, Any] = {
            "编码": node.code,
            "名称": node.name,
            "层级": node.level,
            "一级": top_of(case, node).name,
            "得分较高": lambda: _above(case, node),
            "分值": fact("分值"),
            "得分": fact("得分"),
            "得分率": fact("得分率"),
            "扣分": fact("扣分"),
            "下级": lambda: many(children_of(case, node.code)),
            "末级": lambda: many(leaves_of(case, node.code)),
            "失分": lambda: many(leaf for leaf in leaves_of(case, node.code) if _loses(case, leaf.code)),
            "未评": lambda: many(undecided(case, node.code)),
            "是末级": node.leaf,
            "状态": lambda: outcome(case, node),
            "满分吗": lambda: outcome(case, node) == FULL,
            "解释": node.explanation,
            "业绩值": lambda: _phrase(case, node),
            "序": [one.code for one in children_of(case, node.parent)].index(node.code) + 1,
            "有满分": lambda: any(outcome(case, leaf) == FULL for leaf in leaves_of(case, node.code)),
            "过程类": any(word in node.name for word in PROCESS),
            "规则": titles.get(node.rule.kind, "") if node.rule is not None else "",
            "目标值": node.target,
            "目标": without_remarks(node.target),
            "实际完成值": node.actual,
            "完成": lambda: _result(case, node),
            "达成": lambda: {True: "是", False: "否", None: ""}[target_met(case, node)],
            "核查事实": node.finding,
            "佐证": list(node.evidence),
            "底稿号": node.paper or (node.manual.paper if node.manual is not None else ""),
            "编制人": node.prepared_by,
            "复核人": node.reviewed_by,
            "标准": lambda: _standard(case, node),
            "取值": lambda: _value(case, node),
            "步骤": lambda: _steps(case, node),
            "扣分原因": lambda: _reason(case, node),
            "达标情况": lambda: _reached(case, node),
            "已述得分": lambda: _points_told(case, node),
            "规则得分": lambda: _by_rule(case, node),
            "要点": lambda: _points(case, node),
            "失分要点": lambda: [point for point in _points(case, node) if point.get("失分吗")],
            "人工": _manual(node),
            "问题": lambda: [problems[number - 1] for number in problem_numbers(case, [node.code])],
        }
        return View(f"指标{node.code}", fields)

    for node in indicators_of(case):
        nodes[node.code] = make(node)
    return nodes


def outcome(case: Case, node: Indicator) -> str:
    """满分, 部分, 零分, 人工 or 未评, which decides how the sentences about an indicator read."""
    if undecided(case, node.code):
        return OPEN
    score = score_of(case, node.code)
    if score is None:
        return OPEN
    if node.leaf and node.manual is not None:
        return MANUAL
    if score.points == score.full:
        return FULL
    return NOTHING if score.points == 0 else PARTIAL


def _loses(case: Case, code: str) -> bool:
    score = score_of(case, code)
    return score is not None and score.deducted > 0


def _phrase(case: Case, node: Indicator) -> Any:
    """The 业绩值: the evaluator's phrase, else the figure the rule read, the result as typed, or how the points came out."""
    told = node.phrase or level_named(node, score_of(case, node.code))
    if told:
        return told
    value = _value(case, node)
    return value if value is not None else node.actual or verdicts_in_brief(node)


def _result(case: Case, node: Indicator) -> Any:
    """The result as typed, or what the rule read where that is in the unit of the target."""
    fact = read_as_result(case, node)
    return without_remarks(node.actual) if fact is None else Figure(fact)


def _value(case: Case, node: Indicator) -> Any:
    score = score_of(case, node.code)
    if score is None or score.value is None or score.value.empty:
        return None
    return Figure(score.value)


def _steps(case: Case, node: Indicator) -> list[Printed]:
    score = score_of(case, node.code)
    return [] if score is None else [Printed(tied(step.text, facts_of(case, score))) for step in score.steps]


def _reason(case: Case, node: Indicator) -> Printed:
    score = score_of(case, node.code)
    return Printed(() if score is None else tied(score.lost, facts_of(case, score)))


def _reached(case: Case, node: Indicator) -> Printed:
    score = score_of(case, node.code)
    return Printed(() if score is None else tied(score.met, facts_of(case, score)))


def _points_told(case: Case, node: Indicator) -> bool:
    """Whether the reason of a deduction ends by saying what was earned, so that the sentence after it need not."""
    score = score_of(case, node.code)
    return score is not None and score.lost.rstrip("。").endswith(f"得{trimmed(score.points)}分")


def _above(case: Case, node: Indicator) -> bool:
    """Whether a node earned no less of its weight than all indicators together, before anything added to the total."""
    score = score_of(case, node.code)
    parts = [score_of(case, one.code) for one in children_of(case)]
    known = [one for one in parts if one is not None]
    if score is None or not known:
        return False
    return score.points * sum(one.full for one in known) >= score.full * sum(one.points for one in known)


def _standard(case: Case, node: Indicator) -> str:
    score = score_of(case, node.code)
    return node.standard or (score.standard if score is not None else "")


def _by_rule(case: Case, node: Indicator) -> str:
    score = score_of(case, node.code)
    return "" if score is None or score.by_rule is None else trimmed(score.by_rule)


def _points(case: Case, node: Indicator) -> list[View]:
    score = score_of(case, node.code)
    details = {detail.point.order: detail for detail in score.details} if score is not None else {}
    return [_point(node, point, details.get(point.order)) for point in node.points]


def _point(node: Indicator, point: Point, detail: PointScore | None) -> View:
    lost = "" if node.manual is not None else cost_of(point, detail)  # what a point costs is not what was given
    besides = fact_besides(point, node.finding)
    return View(
        f"要点{point.code}-{point.order}",
        {
            "序": str(point.order),
            "序号": circled(point.order) if len(node.points) > 1 else "",
            "要点": point.text,
            "分值": point.share or trimmed(point.points),
            "判定": point.verdict,
            "情形": happened(point.verdict),
            "事实": point.fact,
            "补充事实": besides,
            "得分": "" if detail is None else trimmed(round_half_up(detail.earned, 2)),
            "说明": detail.note if detail is not None else "",
            "扣分": lost,
            "失分吗": bool(lost_on(point, detail)),
            "佐证": list(point.evidence),
        },
    )


def _manual(node: Indicator) -> View | None:
    if node.manual is None:
        return None
    manual = node.manual
    return View(
        f"指标{node.code}的人工评分", {"理由": manual.reason, "底稿号": manual.paper, "复核人": manual.reviewer}
    )


def _adjustments(case: Case) -> list[View]:
    """What was added, taken or vetoed, in the order of the sheet; what did not happen is left out."""
    names = {node.code: node.name for node in indicators_of(case)}
    happened = [one for one in (case.scoresheet.adjustments if case.scoresheet else ()) if one.holds]
    return [
        View(
            one.adjustment.matter,
            {"类型": one.adjustment.kind, "事项": one.adjustment.matter, "后果": one.adjustment.effect}
            | {"对象": names.get(one.adjustment.target, ""), "理由": one.adjustment.reason}
            | {"分": trimmed(abs(one.change)), "封顶": trimmed(one.adjustment.cap) if one.adjustment.cap else ""}
            | {"底稿号": one.adjustment.paper, "复核人": one.adjustment.reviewer},
        )
        for one in happened
    ]


def _idle(case: Case) -> list[View]:
    idle = case.scoresheet.idle if case.scoresheet else ()
    return [View(one.name, {"名称": one.name, "原因": one.reason}) for one in idle]


def _asked(case: Case) -> bool:
    """Whether people were asked how content they are: an indicator of it has a figure, from answers or typed."""
    return any("满意" in leaf.name and _value(case, leaf) is not None for leaf in leaves_of(case))


# ---- problems and advice --------------------------------------------------------------------------------------------


def _problems(case: Case, nodes: Mapping[str, View]) -> list[View]:
    if case.engagement is None:
        return []
    return [_problem(nodes, order, problem) for order, problem in enumerate(case.engagement.problems, start=1)]


def _problem(nodes: Mapping[str, View], order: int, problem: Problem) -> View:
    return View(
        f"问题{order}",
        {
            "号": str(order),
            "问题": problem.title,
            "标准": problem.standard,
            "事实": problem.fact,
            "原因": problem.cause,
            "影响": problem.effect,
            "金额": problem.amount,
            "指标": [nodes[code] for code in problem.indicators if code in nodes],
            "说明": problem.remark,
            "建议": problem.advice,
            "措施": problem.measure,
            "责任主体": problem.responsible,
            "时限": problem.deadline,
        },
    )


def _advice(problems: list[View]) -> list[View]:
    """Advice by its title: one piece may answer several problems; a problem without one stands alone."""
    groups: dict[str, list[View]] = {}
    for problem in problems:
        groups.setdefault(problem.get("建议") or f"\x00{problem.get('号')}", []).append(problem)
    return [
        View(
            f"建议{order}",
            {"建议": "" if title.startswith("\x00") else title, "问题": group, "号": str(order)},
        )
        for order, (title, group) in enumerate(groups.items(), start=1)
    ]


# ---- the rest of the engagement -------------------------------------------------------------------------------------


def _questionnaires(case: Case, engagement: Engagement) -> list[View]:
    return [
        View(
            one.id,
            {"编号": one.id, "标题": one.title, "方式": one.method, "调查时间": _period(one.period), "导语": one.intro}
            | {"有答卷": answered(case, one.id), "题数": len(one.questions), "有分组题": bool(one.group)}
            | {"有填空题": any(question.type == "text" for question in one.questions), "有对比题": bool(alike(one))}
            | {"有意见": any(_wrote(case, one, question) for question in one.questions if question.type == "text")}
            | {"计分题": _scored(case, one), "分组": _groups(case, one), "抽样": _sampled(case, one)}
            | {"对象": audience(one), "加权指标": list(uses(case, one, "加权"))},
        )
        for one in in_order(case, engagement.questionnaires)
    ]


def _wrote(case: Case, one: Questionnaire, question: Question) -> bool:
    n = survey_fact(case, one.id, question.id, "人数")
    return n is not None and bool(n.value)


def _scored(case: Case, one: Questionnaire) -> list[View]:
    """The questions whose means are told, by number and topic; 计入 says which of them make the satisfaction figure."""
    found = []
    for number, question in enumerate(one.questions, start=1):
        mean = survey_fact(case, one.id, question.id, "均值")
        if mean is not None and any(option.score is not None for option in question.options):
            fields = {"号": str(number), "题号": question.id, "主题": question.topic or question.text}
            weight = trimmed(question.weight) if question.weight is not None else ""
            more = {"均值": Figure(mean), "计入": bool(weight), "权重": weight}
            found.append(View(f"第{number}题", fields | more))
    return found


def _sampled(case: Case, one: Questionnaire) -> bool:
    """Whether fewer people answered than the questionnaire is about."""
    whole, forms = (survey_fact(case, one.id, part) for part in ("总体", "有效"))
    return whole is not None and forms is not None and forms.printed < whole.printed


def _groups(case: Case, one: Questionnaire) -> list[View]:
    """The groups whose size is known, each with its forms."""
    found = []
    for label, _ in one.populations:
        size, forms = (survey_fact(case, one.id, "分组", label, part) for part in ("总体", "有效"))
        if size is not None and forms is not None:
            found.append(View(label, {"组": label, "总体": Figure(size), "有效": Figure(forms)}))
    return found


def _period(period: str) -> str:
    day = parse_date(period)
    return plain_date(day) if day is not None else period
