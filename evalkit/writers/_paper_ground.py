"""The sheets 要点, 事实, 问卷 and 扣分与问题 of the scoring paper: what the scores rest on and what follows from them."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.engagement import Problem
from evalkit.model.facts import Fact, Measure
from evalkit.model.questionnaire import Question, Questionnaire, Survey
from evalkit.numbers import circled
from evalkit.writers._book import Page
from evalkit.writers._paper import EARNED_COLUMN, FIRST_ROW, HEADER_ROW, PRINTED_COLUMN, Paper, PointLine
from evalkit.writers._paper_scores import node_cell, total_cell

#: What the columns 分值 and 得分 say already.
_SAID = re.compile(r"得 ?[\d.]+ ?分（满分 ?[\d.]+ ?分）|不扣分")

#: Words longer than this are cut in the sheet of facts; no rule compares with words so long.
LONG = 60

POINT_COLUMNS = ("编码", "指标", "序", "要点", "分值", "判定", "得分", "说明", "查到的事实", "佐证")
FACT_COLUMNS = (
    *("名称", "精确值", "印出数", "单位", "口径", "小数位", "有效份数", "95%置信区间"),
    *("怎样得来", "由哪些数算出", "出处"),
)
SURVEY_COLUMNS = ("题号", "题目或选项", "分值", "人数", "占比（%）", "均值（%）", "说明")
PROBLEM_COLUMNS = ("编码", "指标", "扣分", "扣分原因", "对应问题", "事实", "原因", "建议", "措施", "责任主体", "时限")


def write_points(page: Page, paper: Paper) -> None:
    """Every point with its verdict, what it earned and what was found; the scores refer to the column 得分."""
    page.widths((8, 22, 6, 44, 8, 10, 8, 26, 60, 16))
    page.merge(0, 0, 0, len(POINT_COLUMNS) - 1, f"{paper.title}要点逐条判定", "title")
    page.merge(1, 0, 1, len(POINT_COLUMNS) - 1, "黄底的得分被“指标评分”引用；扣分清单的得分为负数或零。", "remark")
    page.head(HEADER_ROW, POINT_COLUMNS)
    page.setup(HEADER_ROW, 2, paper.title)
    for row, line in enumerate(paper.points, FIRST_ROW):
        point = line.point
        page.text(row, 0, point.code, "center")
        page.text(row, 1, line.indicator.name)
        page.number(row, 2, Decimal(point.order), "number", 0)
        page.text(row, 3, point.text)
        page.number(row, 4, point.points)
        page.text(row, 5, point.verdict, "center")
        if line.scored is None:
            page.text(row, EARNED_COLUMN, "", "input")
        else:
            page.number(row, EARNED_COLUMN, line.scored.earned, "input")
        page.text(row, 7, _note(line))
        page.text(row, 8, point.fact)
        page.text(row, 9, "、".join(point.evidence))


def _note(line: PointLine) -> str:
    """What the rule says of a point beyond what the other columns say."""
    point, note = line.point, line.scored.note if line.scored else ""
    for said in (f"{circled(point.order)}{point.text}：", f"（{point.fact.strip().rstrip('。')}）"):
        note = note.replace(said, "", 1)
    note = note.removeprefix(point.verdict).lstrip("，")
    return "" if _SAID.fullmatch(note) else note


def write_facts(page: Page, paper: Paper) -> None:
    """Every fact: exact value, the figure as printed (rounded by a formula), unit, measure, derivation, places."""
    page.widths((34, 20, 22, 8, 8, 8, 9, 16, 44, 36, 36))
    page.merge(0, 0, 0, len(FACT_COLUMNS) - 1, f"{paper.title}事实", "title")
    remark = "“印出数”由“精确值”按小数位四舍五入，报告里印的、评分时读的都是它；空着的是尚未填写的事实。"
    page.merge(1, 0, 1, len(FACT_COLUMNS) - 1, remark, "remark")
    page.head(HEADER_ROW, FACT_COLUMNS)
    page.setup(HEADER_ROW, 1, paper.title)
    last = FIRST_ROW
    for id, fact in paper.case.facts.items():
        row = last = paper.fact_rows[id]
        page.text(row, 0, id)
        _values(page, paper, row, fact)
        page.text(row, 3, fact.unit, "center")
        page.text(row, 4, fact.measure.value, "center")
        if fact.places is None:
            page.text(row, 5, "")
        else:
            page.number(row, 5, Decimal(fact.places), "number", 0)
        if fact.n is None:
            page.text(row, 6, "")
        else:
            page.number(row, 6, Decimal(fact.n), "number", 0)
        page.text(row, 7, interval_words(fact))
        page.text(row, 8, fact.how)
        page.text(row, 9, "、".join(fact.inputs))
        page.text(row, 10, "\n".join(str(place) for place in fact.sources))
    page.sheet.autofilter(HEADER_ROW, 0, last, len(FACT_COLUMNS) - 1)


def interval_words(fact: Fact) -> str:
    """``80.68～93.39``, in the fact's own unit and places."""
    if fact.interval is None:
        return ""
    ends = (Fact(fact.id, end, fact.measure, fact.places).text for end in fact.interval)
    return "～".join(ends)


def _values(page: Page, paper: Paper, row: int, fact: Fact) -> None:
    if fact.empty:
        page.text(row, 1, "")
        page.text(row, PRINTED_COLUMN, "")
        return
    if not isinstance(fact.value, Decimal):
        page.text(row, 1, "")
        cell = total_cell(paper, grade=True) if fact.id == "等级" and paper.sheet and fact.id in paper.linked else None
        if cell:
            page.formula(row, PRINTED_COLUMN, "=" + cell, fact.text, "cell")
        else:
            long = len(fact.text) > LONG
            page.text(row, PRINTED_COLUMN, fact.text[:LONG] + "…（全文见报告）" if long else fact.text)
        return
    page.number(row, 1, fact.value)
    linked = _score_cell(paper, fact)
    if linked:
        page.formula(row, PRINTED_COLUMN, "=" + linked, fact.printed, "number", fact.places)
    elif fact.places is None:
        page.formula(row, PRINTED_COLUMN, f"=B{row + 1}", fact.printed, "number")
    else:
        formula = f"=ROUND(B{row + 1},{fact.places})"
        page.formula(row, PRINTED_COLUMN, formula, fact.printed, "number", fact.places)


def _score_cell(paper: Paper, fact: Fact) -> str | None:
    """A score among the facts shows the live cell, unless some rule reads it: no formula may run in a circle."""
    if paper.sheet is None or fact.id not in paper.linked or fact.measure is not Measure.SCORE:
        return None
    if fact.id == "总分":
        return total_cell(paper)
    return node_cell(paper, fact.id.removeprefix("得分."))


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
        words = f"{screened.reason}：第{'、'.join(str(one) for one in screened.rows)}行"
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
