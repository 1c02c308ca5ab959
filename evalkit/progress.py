"""Case -> what is there, what is missing, the next step, in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from evalkit.loading.confirming import SUBJECT
from evalkit.model.case import Case
from evalkit.model.document import Placeholder, inlines_of
from evalkit.model.engagement import Engagement
from evalkit.words import FIRM, PROJECT

State = Literal["done", "partial", "todo"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of the work: ``state`` done, partial or todo; ``detail`` says what is missing or how much is there."""

    id: str
    title: str
    state: State
    detail: str


def progress(case: Case) -> tuple[Progress, ...]:
    """The steps of an engagement; empty without one."""
    if case.engagement is None:
        return ()
    return tuple(step(case, case.engagement) for step in STEPS)


def unasked(case: Case) -> tuple[str, ...]:
    """What this kind of report does without."""
    return case.template.unasked if case.template is not None else ()


def measured(id: str, title: str, missing: Iterable[str], whole: int, done: str) -> Progress:
    """A step that is done when nothing is missing, not begun when everything is."""
    gaps = tuple(missing)
    if not gaps:
        return Progress(id, title, "done", done)
    some = "、".join(gaps[:4]) + (f"等 {len(gaps)} 项" if len(gaps) > 4 else "")
    return Progress(id, title, "todo" if len(gaps) >= whole else "partial", f"还缺 {some}")


def project(case: Case, engagement: Engagement) -> Progress:
    keys = [field.key for field in PROJECT.fields if field.required]
    keys += ["主管部门", "实施单位", "背景", "主要内容", "总体目标", "年度目标", "报告日期"]
    firm = [field.key for field in FIRM.fields if field.required]
    keys = [key for key in keys if f"项目.{key}" not in unasked(case)]
    missing = [f"项目.{key}" for key in keys if not engagement.project.get(key)]
    missing += [f"机构.{key}" for key in firm if not engagement.firm.get(key)]
    return measured("project", "填写项目和机构", missing, len(keys) + len(firm), "基本情况已填")


def funds(case: Case, engagement: Engagement) -> Progress:
    amounts = [name for name in ("资金.预算数", "资金.到位数", "资金.支出数") if name not in unasked(case)]
    if not engagement.funds and engagement.stated_funds is None:
        wanted = "、".join(name.partition(".")[2] for name in amounts)
        return Progress("funds", "填写资金", "todo", f"在“资金”表填写各子项的{wanted}")
    missing = [name for name in amounts if case.facts[name].empty]
    shown = (f"{name.partition('.')[2][:2]} {case.facts[name].display}" for name in amounts if name != "资金.到位数")
    return measured("funds", "填写资金", missing, len(amounts), "，".join(shown))


def team(case: Case, engagement: Engagement) -> Progress:
    if not engagement.team:
        return Progress("team", "填写团队", "todo", f"在“团队”表填写{case.work}工作组成员，签字的人写明签字身份")
    if not any(member.signs for member in engagement.team):
        return Progress("team", "填写团队", "partial", "还没有人写明签字身份")
    return Progress("team", "填写团队", "done", f"{len(engagement.team)} 人")


def framework(case: Case, engagement: Engagement) -> Progress:
    leaves = [node for node in engagement.indicators if node.leaf]
    if not leaves:
        return Progress("framework", "建立指标体系", "todo", "在“指标”表填写指标、分值和规则")
    missing = [node.code for node in leaves if node.rule is None]
    marked = [quote.text for one in case.findings if one.subject == SUBJECT for quote in one.quotes]
    missing += [f"{code} 的规则确认" for code in marked]
    return measured("framework", "建立指标体系", missing, len(leaves), f"{len(leaves)} 个末级指标")


def facts(case: Case, engagement: Engagement) -> Progress:
    empty = [fact.id for fact in engagement.typed if fact.empty and fact.id not in engagement.expressions]
    return measured("facts", "填写事实", empty, len(engagement.typed), f"{len(engagement.typed)} 项事实")


def survey(case: Case, engagement: Engagement) -> Progress:
    typed = [fact for fact in engagement.typed if "满意" in fact.id and not fact.empty]
    if not engagement.questionnaires and typed:
        return Progress("survey", "问卷调查", "done", f"满意度填在事实表：{typed[0].id} {typed[0].display}")
    if not engagement.questionnaires:
        return Progress("survey", "问卷调查", "todo", "把问卷放进 questionnaires，导出的答卷放进 responses")
    missing = [f"responses/{form.id}.xlsx" for form in engagement.questionnaires if form.id not in case.surveys]
    valid = sum(case.surveys[id].count("valid") + case.surveys[id].count("suspected") for id in case.surveys)
    return measured("survey", "问卷调查", missing, len(engagement.questionnaires), f"有效问卷 {valid} 份")


def evidence(case: Case, engagement: Engagement) -> Progress:
    leaves = [node for node in engagement.indicators if node.leaf]
    known = {paper.index for paper in engagement.evidence}
    missing = [node.code for node in leaves if not node.evidence or not known.issuperset(node.evidence)]
    held = {name.partition("/")[2] for name in engagement.files if name.startswith("evidence/")}
    missing += [paper.file for paper in engagement.evidence if paper.file and paper.file not in held]
    return measured("evidence", "登记佐证", missing, len(leaves), f"{len(engagement.evidence)} 份佐证")


def scoring(case: Case, engagement: Engagement) -> Progress:
    sheet = case.scoresheet
    leaves = [node for node in engagement.indicators if node.leaf]
    if sheet is None or not leaves:
        return Progress("score", "评分", "todo", "先建立指标体系")
    missing = [node.code for node in leaves if node.code not in sheet.scores]
    total = case.facts["总分"].display
    return measured("score", "评分", missing, len(leaves), f"{total}，{sheet.grade}")


def problems(case: Case, engagement: Engagement) -> Progress:
    sheet = case.scoresheet
    lost = [code for code, made in sheet.scores.items() if made.deducted > 0] if sheet else []
    leaves = {node.code for node in engagement.indicators if node.leaf}
    named = {code for problem in engagement.problems for code in problem.indicators}
    missing = [code for code in lost if code in leaves and code not in named]
    open_ended = [
        f"问题{i}" for i, problem in enumerate(engagement.problems, 1) if not (problem.advice and problem.measure)
    ]
    if not engagement.problems and not missing and sheet and len(sheet.scores) < len(engagement.indicators):
        return Progress("problems", "问题与建议", "todo", "评分后，在“问题建议”表写明每处扣分的问题和建议")
    if not missing and open_ended:
        return Progress("problems", "问题与建议", "partial", f"还没有建议和措施的：{'、'.join(open_ended)}")
    if not missing:
        return Progress("problems", "问题与建议", "done", f"{len(engagement.problems)} 个问题")
    state: State = "partial" if engagement.problems else "todo"
    return Progress("problems", "问题与建议", state, f"扣分还没有对应问题的指标：{'、'.join(missing)}")


def writing(case: Case, engagement: Engagement) -> Progress:
    if case.document is None:
        return Progress("writing", "撰写报告", "todo", "evalkit build 生成初稿")
    waiting = sum(
        isinstance(inline, Placeholder)
        for block in case.document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
    )
    waiting += sum(found.kind == "missing_part" for found in case.findings)
    if waiting:
        return Progress("writing", "撰写报告", "partial", f"报告里还有 {waiting} 处【待填】，evalkit check 逐处列出")
    return Progress("writing", "撰写报告", "done", "没有待填的部分")


STEPS: tuple[Callable[[Case, Engagement], Progress], ...] = (
    project, funds, team, framework, facts, survey, evidence, scoring, problems, writing,
)  # fmt: skip
