"""The sheet 评分汇总 of the scoring paper: levels, adjustments, total and grade, and what does not apply."""

from __future__ import annotations

from decimal import Decimal

from evalkit.conditions import holds, said
from evalkit.expression_formulas import condition_formula
from evalkit.model.scoring import Adjustment, Applied, GradeScheme, Indicator, Scoresheet
from evalkit.model.source import column_letters
from evalkit.numbers import divide, round_half_up, trimmed
from evalkit.paper import ADJUSTMENT_COLUMNS, FACTS, SUMMARY, SUMMARY_COLUMNS
from evalkit.writers._book import Page
from evalkit.writers._paper import EXACT_COLUMN, FIRST_ROW, HEADER_ROW, Paper, SummaryRow
from evalkit.writers._spelling import spell

_LAST = len(SUMMARY_COLUMNS) - 1
#: The columns of an adjustment: points or effect, change of the total, whether it happened.
_CHANGE, _HAPPENED = ADJUSTMENT_COLUMNS.index("增减分"), ADJUSTMENT_COLUMNS.index("是否发生")
_LOWER = "等级降一档"


def write_summary(page: Page, paper: Paper) -> None:
    """First and second level with subtotals, what was added or taken, the total, the grade and how grades are drawn."""
    page.widths((22, 46, 14, 14, 14, 14))
    page.merge(0, 0, 0, _LAST, f"{paper.title}评分汇总", "title")
    page.merge(
        1, 0, 1, _LAST, "得分由“指标评分”自动汇总；改动事实、要点或人工得分后，各级得分和等级随之更新。", "remark"
    )
    page.head(HEADER_ROW, SUMMARY_COLUMNS)
    page.setup(HEADER_ROW, header=paper.title)
    sheet = paper.sheet
    if sheet is None:
        page.merge(FIRST_ROW, 0, FIRST_ROW, _LAST, "还没有评分。")
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
                formula = f"=ROUND(SUM({letter}{first + 1}:{letter}{row}),{paper.places})"
                page.formula(row, column, formula, full if column == 2 else points, "sub-number")
            _lost_and_rate(page, paper, row, *_possible(sheet, line.top), "sub-number")
            subtotals.append(row)
            first = row + 1
        else:
            _sum(page, paper, sheet, row, subtotals)


def _sum(page: Page, paper: Paper, sheet: Scoresheet, row: int, subtotals: list[int]) -> None:
    """The sum of the indicators, the adjustments below it, the total, the grade, and what does not apply."""
    page.merge(row, 0, row, 1, "指标得分合计" if sheet.adjustments else "合计", "total")
    for column, value in ((2, sheet.full), (3, paper.sum)):
        cells = ",".join(f"{column_letters(column)}{one + 1}" for one in subtotals)
        formula = f"=ROUND(SUM({cells}),{paper.places})" if cells else "=0"
        page.formula(row, column, formula, value, "total-number")
    _lost_and_rate(page, paper, row, paper.sum, sheet.full, "total-number")
    if sheet.adjustments:
        row = _adjustments(page, paper, sheet, row)
    page.merge(row + 1, 0, row + 1, 1, "评价等级", "total")
    page.merge(row + 1, 2, row + 1, _LAST, "", "total-center")
    scores = [paper.leaf_range(top.code, "得分") for top in sheet.children("") if top.code in paper.spans]
    lower = [flag_cell(paper, place) for place, one in enumerate(sheet.adjustments) if _lowers(one.adjustment)]
    total = f"D{row + 1}" if sheet.full == 100 or not sheet.full else f"ROUND(ROUND(D{row + 1}*100/C{row + 1},10),2)"
    page.formula(row + 1, 2, grade_formula(sheet.scheme, total, scores, lower), sheet.grade, "total-center")
    row += 2
    basis = f"等级依据{sheet.scheme.basis or sheet.scheme.name}：{sheet.scheme.words()}。"
    page.merge(row, 0, row, _LAST, basis, "remark")
    if sheet.idle:
        row += 2
        page.merge(row, 0, row, _LAST, "本项目不适用的指标", "total")
        for one in sheet.idle:
            row += 1
            page.text(row, 0, one.code, "center")
            page.text(row, 1, one.name)
            page.number(row, 2, one.weight)
            page.merge(row, 3, row, _LAST, one.reason)


def _part(page: Page, paper: Paper, sheet: Scoresheet, row: int, line: SummaryRow) -> None:
    assert line.node is not None
    page.text(row, 0, "")
    page.text(row, 1, "" if line.node is line.top else line.node.name)
    points, full = _possible(sheet, line.node)
    for column, title, value in ((2, "分值", full), (3, "得分", points)):
        if line.node.code in paper.spans:
            formula = f"=ROUND(SUM({paper.leaf_range(line.node.code, title)}),{paper.places})"
            page.formula(row, column, formula, value)
        else:
            page.number(row, column, value)
    _lost_and_rate(page, paper, row, points, full, "number")


def _lost_and_rate(page: Page, paper: Paper, row: int, points: Decimal, full: Decimal, style: str) -> None:
    at = row + 1
    rate = round_half_up(divide(points * 100, full), 2) if full else Decimal(0)
    page.formula(row, 4, f"=ROUND(C{at}-D{at},{paper.places})", full - points, style)
    page.formula(row, 5, f"=IF(C{at}=0,0,ROUND(ROUND(D{at}/C{at}*100,10),2))", rate, style, 2)


# ---- adjustments --------------------------------------------------------------------------------------------------


def flag_cell(paper: Paper, place: int) -> str:
    """The cell that says whether an adjustment happened, by its place among the adjustments."""
    return paper.cell(SUMMARY, FIRST_ROW + len(paper.summary) + 1 + place, _HAPPENED)


def _adjustments(page: Page, paper: Paper, sheet: Scoresheet, sum_row: int) -> int:
    """A row an adjustment in the order of the table, then the total; gives the row of the total."""
    page.head(sum_row + 1, ADJUSTMENT_COLUMNS)
    first = sum_row + 2
    rows = {id(one): first + place for place, one in enumerate(sheet.adjustments)}
    before, value = f"D{sum_row + 1}", paper.sum
    for one in sheet.adjustments:
        _named(page, paper, rows[id(one)], one)
    for one in _in_turn(sheet.adjustments):
        row = rows[id(one)]
        happened = f'{column_letters(_HAPPENED)}{row + 1}="是"'
        page.formula(row, _CHANGE, _change(one.adjustment, before, happened, paper, sheet), one.change)
        before, value = f"({before}+{column_letters(_CHANGE)}{row + 1})", value + one.change
    row = first + len(sheet.adjustments)
    page.merge(row, 0, row, 1, "总分", "total")
    page.formula(row, 2, f"=C{sum_row + 1}", sheet.full, "total-number")
    page.formula(row, 3, f"=ROUND({before},{paper.places})", sheet.total, "total-number")
    _lost_and_rate(page, paper, row, sheet.total, sheet.full, "total-number")
    return row


def _in_turn(adjustments: tuple[Applied, ...]) -> list[Applied]:
    """Those of the total as they are carried out: first points, then vetoes."""
    whole = [one for one in adjustments if not one.adjustment.target]
    return sorted(whole, key=lambda one: one.adjustment.kind == "否决")


def _named(page: Page, paper: Paper, row: int, applied: Applied) -> None:
    one = applied.adjustment
    page.text(row, 0, one.kind, "center")
    words = [one.matter, one.reason]
    page.text(row, 1, "\n".join(word for word in words if word))
    if one.kind == "否决":
        cap = f" {trimmed(one.cap)}" if one.effect == "总分封顶" and one.cap is not None else ""
        page.text(row, 2, one.effect + cap, "center")
    elif one.points is None:
        page.text(row, 2, "")
    else:
        page.number(row, 2, one.points)
    page.text(row, _CHANGE, "计入指标得分" if one.target else "", "center")
    _flag(page, paper, row, applied)
    page.text(row, ADJUSTMENT_COLUMNS.index("对象"), one.target or "总分", "center")


def _flag(page: Page, paper: Paper, row: int, applied: Applied) -> None:
    """Whether it happened: typed, or by a condition over the facts."""
    one, word = applied.adjustment, "是" if applied.holds else "否"
    if one.when and said(one.when) is None:
        fact, _ = holds(one.when, paper.known, one.at, "")
        tree = condition_formula(fact, paper.known) if fact else None
        spelled = spell(tree, lambda id: _exact(paper, id), paper.point_cell) if tree else None
        if spelled is not None:
            page.formula(row, _HAPPENED, spelled, word, "center")
            return
        page.text(row, _HAPPENED, word, "center")
        return
    page.text(row, _HAPPENED, word if one.when else "", "input")
    page.choices(row, _HAPPENED, ("是", "否"))


def _exact(paper: Paper, id: str) -> str | None:
    row = paper.fact_rows.get(id)
    return None if row is None else paper.cell(FACTS, row, EXACT_COLUMN)


def _change(one: Adjustment, before: str, happened: str, paper: Paper, sheet: Scoresheet) -> str:
    """What an adjustment of the total does to what stood before it."""
    if one.kind != "否决":
        points = trimmed(one.points or Decimal(0))
        after = f"MIN(MAX({before}{'+' if one.kind == '加分' else '-'}{points},0),{trimmed(sheet.full)})"
    elif one.effect == "总分封顶" and one.cap is not None:
        after = f"MIN({before},ROUND({trimmed(one.cap)},{paper.places}))"
    elif one.effect == "得零分":
        after = "0"
    else:
        return "=0"
    return f"=IF({happened},ROUND({after}-{before},{paper.places}),0)"


def _lowers(one: Adjustment) -> bool:
    return one.kind == "否决" and one.effect == _LOWER and not one.target


def grade_formula(scheme: GradeScheme, total: str, scores: list[str], lower: list[str] | None = None) -> str:
    """The grade of a total as nested IFs, from the best grade down; nothing while a score is missing.

    ``lower`` are cells that say 是 where the grade goes down by one.
    """
    names = [_quoted(grade.name) for grade in scheme.grades]
    shown = [f'"{name}"' for name in names] if not lower else [str(place) for place in range(1, len(names) + 1)]
    text = shown[-1]
    for grade, word in reversed(list(zip(scheme.grades[:-1], shown[:-1], strict=True))):
        text = f"IF({total}>={trimmed(grade.floor)},{word},{text})"
    if lower:
        down = "+".join(f'IF({cell}="是",1,0)' for cell in lower)
        listed = ",".join(f'"{name}"' for name in names)
        text = f"CHOOSE(MIN({text}+{down},{len(names)}),{listed})"
    missing = "+".join(f"ROWS({area})-COUNT({area})" for area in scores)
    return f'=IF({missing}>0,"",{text})' if missing else '=""'


def _possible(sheet: Scoresheet, node: Indicator) -> tuple[Decimal, Decimal]:
    score = sheet.scores.get(node.code)
    return (score.points, score.full) if score else (Decimal(0), node.weight)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
