"""The sheets 问卷 and 扣分与问题 of the scoring paper: what was answered, and what follows from the scores."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.engagement import Problem
from evalkit.model.facts import Measure
from evalkit.model.questionnaire import Question, Questionnaire, Survey
from evalkit.writers._book import Page
from evalkit.writers._paper import FIRST_ROW, HEADER_ROW, Paper

SURVEY_COLUMNS = ("题号", "题目或选项", "分值", "人数", "占比（%）", "均值（%）", "说明")
PROBLEM_COLUMNS = ("编码", "指标", "扣分", "扣分原因", "对应问题", "事实", "原因", "建议", "措施", "责任主体", "时限")


def write_surveys(page: Page, paper: Paper) -> None:
    """The accounting of forms and the counts of every question; figures are those of the sheet 事实."""
    page.widths((8, 52, 8, 10, 10, 10, 50))
    page.merge(0, 0, 0, len(SURVEY_COLUMNS) - 1, f"{paper.title}问卷统计", "title")
    page.merge(
        1, 0, 1, len(SURVEY_COLUMNS) - 1, "人数、占比和均值引自“事实”表；均值是得分的平均，不是人数占比。", "remark"
    )
    page.head(HEADER_ROW, SURVEY_COLUMNS)
    page.setup(HEADER_ROW, header=paper.title)
    engagement = paper.case.engagement
    questionnaires = {survey.questionnaire.id: survey.questionnaire for survey in paper.case.surveys.values()}
    for questionnaire in engagement.questionnaires if engagement else ():
        questionnaires.setdefault(questionnaire.id, questionnaire)
    row = FIRST_ROW
    for id, questionnaire in questionnaires.items():
        row = _questionnaire(page, paper, row, questionnaire, paper.case.surveys.get(id))
    if not questionnaires:
        page.merge(row, 0, row, len(SURVEY_COLUMNS) - 1, "没有问卷。")


def _questionnaire(page: Page, paper: Paper, row: int, questionnaire: Questionnaire, survey: Survey | None) -> int:
    stem = f"问卷.{_label(questionnaire.id)}"
    page.merge(row, 0, row, len(SURVEY_COLUMNS) - 1, questionnaire.title, "total")
    row += 1
    for name in ("发放", "收回", "有效", "无效", "存疑", "回收率", "有效率", "满意度"):
        fact = paper.fact(f"{stem}.{name}")
        if fact is None or fact.empty:
            continue
        page.text(row, 0, "")
        page.text(row, 1, name)
        for place in range(2, len(SURVEY_COLUMNS)):
            page.text(row, place, "")
        column = 3 if fact.measure is Measure.COUNT else 5 if fact.measure is Measure.MEAN else 4
        _link(page, paper, row, column, fact.id)
        page.text(row, 6, fact.how)
        row += 1
    for screened in survey.screened if survey else ():
        rows = f"第{'、'.join(str(one) for one in screened.rows)}行"
        if survey is not None and len(survey.sheets) > 1:
            rows = "、".join(str(survey.where(one)) for one in screened.rows)
        words = f"{screened.reason}：{rows}"
        page.merge(row, 0, row, len(SURVEY_COLUMNS) - 1, words, "remark")
        row += 1
    for question in questionnaire.questions:
        row = _question(page, paper, row, stem, question)
    return row + 1


def _question(page: Page, paper: Paper, row: int, stem: str, question: Question) -> int:
    parts = [(f"{stem}.{question.id}", question.id, question.text)]
    if question.rows:
        parts += [(f"{stem}.{question.id}.{k}", f"{question.id}.{k}", line) for k, line in enumerate(question.rows, 1)]
    for part, number, words in parts:
        for place in range(len(SURVEY_COLUMNS)):
            page.text(row, place, "", "sub")
        page.text(row, 0, number, "sub")
        page.text(row, 1, words, "sub")
        _link(page, paper, row, 3, f"{part}.人数", "sub-number")
        _link(page, paper, row, 5, f"{part}.均值", "sub-number")
        blank = paper.fact(f"{part}.未答")
        page.text(row, 6, f"未答{blank.display}" if blank and blank.text not in ("", "0") else "", "sub")
        row += 1
        lines = [(option.label, option.score) for option in question.options]
        lines += [(name, None) for name, _ in question.categories]
        if question.rows and part == parts[0][0]:
            continue
        for label, points in lines:
            page.text(row, 0, "")
            page.text(row, 1, "　" + label)
            if points is None:
                page.text(row, 2, "")
            else:
                page.number(row, 2, points)
            _link(page, paper, row, 3, f"{part}.{_label(label)}.人数")
            _link(page, paper, row, 4, f"{part}.{_label(label)}.占比")
            page.text(row, 5, "")
            page.text(row, 6, "")
            row += 1
    return row


def _link(page: Page, paper: Paper, row: int, column: int, id: str, style: str = "number") -> None:
    """Shows the printed figure of a fact by a formula; an empty cell where there is none."""
    fact, cell = paper.fact(id), paper.fact_cell(id)
    if fact is None or cell is None or not isinstance(fact.value, Decimal):
        page.text(row, column, "", style)
    else:
        page.formula(row, column, "=" + cell, fact.printed, style, fact.places)


def _label(label: str) -> str:
    """A label as it stands in a fact's ID: its dots would part the ID."""
    return label.replace(".", "·")


def write_problems(page: Page, paper: Paper) -> None:
    """Deductions with the problems and recommendations that answer them, then problems without a deduction."""
    page.widths((8, 24, 8, 36, 30, 36, 30, 28, 36, 16, 14))
    page.merge(0, 0, 0, len(PROBLEM_COLUMNS) - 1, f"{paper.title}扣分与问题、建议对照", "title")
    page.merge(
        1, 0, 1, len(PROBLEM_COLUMNS) - 1, "每处扣分应有问题，每个问题应有扣分或说明，每条建议应有问题。", "remark"
    )
    page.head(HEADER_ROW, PROBLEM_COLUMNS)
    page.setup(HEADER_ROW, 2, paper.title)
    problems = paper.case.engagement.problems if paper.case.engagement else ()
    scores = paper.sheet.scores if paper.sheet else {}
    row = FIRST_ROW
    for leaf in paper.leaves:
        score = scores.get(leaf.code)
        if score is None or score.deducted <= 0:
            continue
        tied = [problem for problem in problems if leaf.code in problem.indicators]
        shown: list[Problem | None] = [*tied] or [None]
        for problem in shown:
            page.text(row, 0, leaf.code, "center")
            page.text(row, 1, leaf.name)
            page.formula(row, 2, "=" + paper.leaf_cell(leaf.code, "扣分"), score.deducted)
            page.text(row, 3, score.lost)
            _problem(page, row, problem)
            row += 1
    for other in problems:
        if not any(code in scores and scores[code].deducted > 0 for code in other.indicators):
            page.text(row, 0, "")
            page.text(row, 1, "（没有对应扣分）")
            page.text(row, 2, "")
            page.text(row, 3, other.remark)
            _problem(page, row, other)
            row += 1
    if row == FIRST_ROW:
        page.merge(row, 0, row, len(PROBLEM_COLUMNS) - 1, "没有扣分，也没有登记问题。")


def _problem(page: Page, row: int, problem: Problem | None) -> None:
    if problem is None:
        for column in range(4, len(PROBLEM_COLUMNS)):
            page.text(row, column, "")
        return
    amount = f"（涉及金额{problem.amount}）" if problem.amount else ""
    title = f"{problem.number}. {problem.title}" if problem.number else problem.title
    words = (title, problem.fact + amount, problem.cause, problem.advice, problem.measure)
    for column, text in enumerate((*words, problem.responsible, problem.deadline), 4):
        page.text(row, column, text)
