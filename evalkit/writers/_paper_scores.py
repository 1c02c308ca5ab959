"""The sheets 评分汇总 and 指标评分 of the scoring paper: scores as live formulas."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.scoring import GradeScheme, Indicator, Score, Scoresheet
from evalkit.model.source import column_letters
from evalkit.numbers import circled, divide, round_half_up, trimmed
from evalkit.writers._book import Page
from evalkit.writers._paper import FIRST_ROW, HEADER_ROW, SUMMARY, Paper, SummaryRow, score_columns
from evalkit.writers._spelling import spell

#: Excel's number for the paper on which a working paper of twenty columns can be read.
A3 = 8

_CENTRED = ("编码", "底稿号", "编制人", "编制日期", "复核人", "复核日期")
SUMMARY_COLUMNS = ("一级指标", "二级指标", "分值", "得分", "扣分", "得分率（%）")


def write_summary(page: Page, paper: Paper) -> None:
    """First and second level with subtotals, the total, the grade and how grades are drawn."""
    page.widths((18, 26, 10, 10, 10, 12))
    page.merge(0, 0, 0, 5, f"{paper.title}评分汇总", "title")
    page.merge(1, 0, 1, 5, "得分由“指标评分”自动汇总；改动事实、要点或人工得分后，各级得分和等级随之更新。", "remark")
    page.head(HEADER_ROW, SUMMARY_COLUMNS)
    page.setup(HEADER_ROW, header=paper.title)
    sheet = paper.sheet
    if sheet is None:
        page.merge(FIRST_ROW, 0, FIRST_ROW, 5, "还没有评分。")
        return
    subtotals: list[int] = []
    first = FIRST_ROW
    for row, line in enumerate(paper.summary, FIRST_ROW):
        if line.kind == "part":
            _part(page, paper, sheet, row, line)
        elif line.kind == "subtotal":
            assert line.top is not None
            page.merge(first, 0, row - 1, 0, line.top.name, "center")
            page.merge(row, 0, row, 1, f"{line.top.name}小计", "sub")
            for column in (2, 3):
                letter = column_letters(column)
                points, full = _possible(sheet, line.top)
                formula = f"=ROUND(SUM({letter}{first + 1}:{letter}{row}),2)"
                page.formula(row, column, formula, full if column == 2 else points, "sub-number")
            _lost_and_rate(page, row, *_possible(sheet, line.top), "sub-number")
            subtotals.append(row)
            first = row + 1
        else:
            page.merge(row, 0, row, 1, "合计", "total")
            for column, value in ((2, sheet.full), (3, sheet.total)):
                cells = ",".join(f"{column_letters(column)}{one + 1}" for one in subtotals)
                page.formula(row, column, f"=ROUND(SUM({cells}),2)", value, "total-number")
            _lost_and_rate(page, row, sheet.total, sheet.full, "total-number")
            page.merge(row + 1, 0, row + 1, 1, "评价等级", "total")
            grade = grade_formula(
                sheet.scheme, f"D{row + 1}", [paper.leaf_range(top.code, "得分") for top in sheet.children("")]
            )
            page.merge(row + 1, 2, row + 1, 5, "", "total-center")
            page.formula(row + 1, 2, grade, sheet.grade, "total-center")
            basis = f"等级依据{sheet.scheme.basis or sheet.scheme.name}：{sheet.scheme.words()}。"
            page.merge(row + 2, 0, row + 2, 5, basis, "remark")


def _part(page: Page, paper: Paper, sheet: Scoresheet, row: int, line: SummaryRow) -> None:
    assert line.node is not None
    page.text(row, 0, "")
    page.text(row, 1, "" if line.node is line.top else line.node.name)
    points, full = _possible(sheet, line.node)
    for column, title, value in ((2, "分值", full), (3, "得分", points)):
        page.formula(row, column, f"=ROUND(SUM({paper.leaf_range(line.node.code, title)}),2)", value)
    _lost_and_rate(page, row, points, full, "number")


def _lost_and_rate(page: Page, row: int, points: Decimal, full: Decimal, style: str) -> None:
    at = row + 1
    page.formula(row, 4, f"=ROUND(C{at}-D{at},2)", full - points, style)
    page.formula(row, 5, f"=IF(C{at}=0,0,ROUND(D{at}/C{at}*100,2))", rate_of(points, full), style, 2)


def node_cell(paper: Paper, code: str) -> str | None:
    """The cell that shows a node's score: in 指标评分 for a leaf, in the summary for the two upper levels."""
    if code in paper.leaf_rows:
        return paper.leaf_cell(code, "得分")
    for row, line in enumerate(paper.summary, FIRST_ROW):
        shown = line.node if line.kind == "part" else line.top
        if shown is not None and shown.code == code:
            return paper.cell(SUMMARY, row, 3)
    return None


def total_cell(paper: Paper, *, grade: bool = False) -> str:
    """The cell of the total, or of the grade below it."""
    row = FIRST_ROW + len(paper.summary) - 1
    return paper.cell(SUMMARY, row + 1, 2) if grade else paper.cell(SUMMARY, row, 3)


def grade_formula(scheme: GradeScheme, cell: str, scores: list[str]) -> str:
    """The grade of a total as nested IFs, from the best grade down; nothing while a score is missing."""
    text = f'"{_quoted(scheme.grades[-1].name)}"'
    for grade in reversed(scheme.grades[:-1]):
        text = f'IF({cell}>={trimmed(grade.floor)},"{_quoted(grade.name)}",{text})'
    missing = "+".join(f"ROWS({area})-COUNT({area})" for area in scores)
    return f'=IF({missing}>0,"",{text})'


def write_scores(page: Page, paper: Paper) -> None:
    """The framework, one leaf a row, with rule, value, score, ground, evidence and who made and reviewed it."""
    levels = max(paper.depth, 3)
    widths = (*([12] * (levels - 1)), 18, 7, 24, 7, 34, 12, 15, 9, 9, 9, 8, 9, 40, 32, 24, 12, 9, 12, 9, 12)
    page.widths(widths)
    titles = score_columns(paper.depth)
    page.merge(0, 0, 0, len(titles) - 1, f"{paper.title}指标评分表", "title")
    remark = "黄底为人工填写的得分：填了即以它为准，清空则恢复规则得分。规则得分按“事实”“要点”两表的印出数计算。"
    page.merge(1, 0, 1, len(titles) - 1, remark, "remark")
    page.head(HEADER_ROW, titles)
    page.setup(HEADER_ROW, levels, paper.title, A3)
    if paper.sheet is None:
        return
    for leaf in paper.leaves:
        _leaf(page, paper, paper.sheet, leaf, levels)
    _merge_levels(page, paper, levels)
    _total(page, paper, paper.sheet, titles)


def _leaf(page: Page, paper: Paper, sheet: Scoresheet, leaf: Indicator, levels: int) -> None:
    row, column = paper.leaf_rows[leaf.code], paper.column
    score = sheet.scores.get(leaf.code)
    for place in range(levels):
        page.text(row, place, "")
    page.text(row, min(leaf.level, levels) - 1, leaf.name)
    manual = leaf.manual
    words = {
        "编码": leaf.code,
        "指标解释": leaf.explanation,
        "评价标准": leaf.standard or (score.standard if score else ""),
        "取值": score.value.display if score and score.value else "",
        "业绩值": leaf.phrase,
        "评分依据": leaf.finding or _points_found(score),
        "计算过程": _steps(score, leaf),
        "扣分或人工给分原因": _reasons(score, leaf),
        "佐证": "、".join(leaf.evidence),
        "底稿号": leaf.paper or (manual.paper if manual else ""),
        "编制人": leaf.prepared_by,
        "编制日期": "",  # to be filled in by hand, like the next
        "复核日期": "",
        "复核人": leaf.reviewed_by or (manual.reviewer if manual else ""),
    }
    for title, text in words.items():
        page.text(row, column(title), text, "center" if title in _CENTRED else "cell")
    page.number(row, column("分值"), score.full if score else leaf.weight)
    _rule_score(page, paper, row, score)
    if manual:
        page.number(row, column("人工得分"), manual.points, "input")
    else:
        page.text(row, column("人工得分"), "", "input")
    rule, hand, got, full = (_own(page, row, column(name)) for name in ("规则得分", "人工得分", "得分", "分值"))
    got_formula = f'=IF(ISNUMBER({hand}),ROUND({hand},2),IF(ISNUMBER({rule}),ROUND({rule},2),""))'
    lost_formula = f'=IF(ISNUMBER({got}),ROUND({full}-{got},2),"")'
    rate_formula = f'=IF(AND(ISNUMBER({got}),{full}<>0),ROUND({got}/{full}*100,2),"")'
    page.formula(row, column("得分"), got_formula, score.points if score else "", places=2)
    page.formula(row, column("扣分"), lost_formula, score.deducted if score else "")
    rate = rate_of(score.points, score.full) if score and score.full else ""
    page.formula(row, column("得分率（%）"), rate_formula, rate, places=2)


def _rule_score(page: Page, paper: Paper, row: int, score: Score | None) -> None:
    """What the rule alone gives: a formula where it has one, else the number, else nothing."""
    column = paper.column("规则得分")
    given = None if score is None else score.by_rule
    if score is not None and given is None and not _manual(paper, score):
        given = score.points
    if given is None:
        page.text(row, column, "")
        return
    spelled = spell(score.formula, paper.fact_cell, paper.point_cell) if score and score.formula else None
    if spelled is None:
        page.number(row, column, given)
    else:
        page.formula(row, column, spelled, given)


def _manual(paper: Paper, score: Score) -> bool:
    return any(leaf.code == score.code and leaf.manual is not None for leaf in paper.leaves)


def _merge_levels(page: Page, paper: Paper, levels: int) -> None:
    """Merges the cells of the upper levels over the leaves they hold, with the weight below the name."""
    assert paper.sheet is not None
    for place in range(levels - 1):
        start = 0
        chains = [paper.ancestors(leaf) for leaf in paper.leaves]
        codes = [chain[place].code if place < len(chain) - 1 else "" for chain in chains]
        for stop in range(1, len(codes) + 1):
            if stop < len(codes) and codes[stop] == codes[start]:
                continue
            if codes[start]:
                node = chains[start][place]
                _, full = _possible(paper.sheet, node)
                words = f"{node.name}\n（{trimmed(full)}分）"
                page.merge(FIRST_ROW + start, place, FIRST_ROW + stop - 1, place, words, "center")
            start = stop


def _total(page: Page, paper: Paper, sheet: Scoresheet, titles: tuple[str, ...]) -> None:
    row = FIRST_ROW + len(paper.leaves)
    for place in range(len(titles)):
        page.text(row, place, "", "total")
    page.text(row, 0, "合计", "total")
    if not paper.leaves:
        return
    for title, value in (("分值", sheet.full), ("得分", sheet.total), ("扣分", sheet.full - sheet.total)):
        letter = column_letters(paper.column(title))
        formula = f"=ROUND(SUM({letter}{FIRST_ROW + 1}:{letter}{row}),2)"
        page.formula(row, paper.column(title), formula, value, "total-number")
    got, full = (_own(page, row, paper.column(name)) for name in ("得分", "分值"))
    rate = rate_of(sheet.total, sheet.full)
    formula = f"=IF({full}=0,0,ROUND({got}/{full}*100,2))"
    page.formula(row, paper.column("得分率（%）"), formula, rate, "total-number", 2)


def rate_of(points: Decimal, full: Decimal) -> Decimal:
    """The rate of a score in per cent, two places; nought where nothing could be earned."""
    return round_half_up(divide(points * 100, full), 2) if full else Decimal(0)


def _possible(sheet: Scoresheet, node: Indicator) -> tuple[Decimal, Decimal]:
    score = sheet.scores.get(node.code)
    return (score.points, score.full) if score else (Decimal(0), node.weight)


def _points_found(score: Score | None) -> str:
    facts = [detail.point.fact for detail in score.details] if score else []
    return "\n".join(f"{circled(place)}{fact}" for place, fact in enumerate(facts, 1) if fact)


def _steps(score: Score | None, leaf: Indicator) -> str:
    """The derivation; of a checklist only its sum, because its points have a sheet of their own.

    The reason of a score given by hand stands in its own column and is not told again.
    """
    steps = score.steps if score else ()
    shown = [step.text for step in (steps[-1:] if score and score.details else steps)]
    reason = _bare(leaf.manual.reason) if leaf.manual else ""
    if reason:
        shown = [text.partition(reason)[0].removesuffix("理由：").rstrip("。；") for text in shown]
    return "\n".join(text for text in shown if text)


def _reasons(score: Score | None, leaf: Indicator) -> str:
    """Why points were lost and why they were given by hand; once where both say the same."""
    lost = score.lost if score else ""
    given = leaf.manual.reason if leaf.manual else ""
    if _bare(lost) in _bare(given):
        lost = ""
    elif given and _bare(given) in _bare(lost):
        given = ""
    return "\n".join(part for part in (lost, f"人工给分：{given}" if given else "") if part)


def _bare(text: str) -> str:
    return text.strip().rstrip("。；")


def _own(page: Page, row: int, column: int) -> str:
    return page.address(row, column, own=True)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
