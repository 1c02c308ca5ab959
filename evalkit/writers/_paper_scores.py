"""The sheet 指标评分 of the scoring paper: the framework, a leaf a row, its score as a live formula."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.facts import Fact
from evalkit.model.scoring import FactRef, Formula, Indicator, Score, Scoresheet
from evalkit.model.source import column_letters
from evalkit.numbers import divide, round_half_up, trimmed
from evalkit.paper import leaf_words, score_columns
from evalkit.writers._book import Page
from evalkit.writers._paper import FIRST_ROW, HEADER_ROW, Paper
from evalkit.writers._paper_rules import rule_tree
from evalkit.writers._paper_summary import flag_cell
from evalkit.writers._spelling import points_range, references, spell

#: Excel's number for the paper on which a sheet of twenty columns can be read.
A3 = 8

_CENTRED = ("编码", "底稿号", "编制人", "编制日期", "复核人", "复核日期")
#: Formulas longer than this are put down as a number.
_LONGEST = 8000


def write_scores(page: Page, paper: Paper) -> None:
    """The framework, one leaf a row, with rule, value, score, ground, evidence and who made and reviewed it."""
    levels = max(paper.depth, 3)
    widths = (*([12] * (levels - 1)), 18, 7, 24, 7, 34, 12, 15, 9, 9, 9, 8, 9, 40, 32, 24, 24, 12, 9, 9, 11, 9, 11)
    page.widths(widths)
    titles = score_columns(paper.depth)
    page.merge(0, 0, 0, len(titles) - 1, f"{paper.title}指标评分表", "title")
    remark = (
        "黄底为人工填写的得分和理由：填了得分即以它为准，清空则恢复规则得分。"
        "规则得分按“事实”“要点”两表的印出数和得分计算，改那两张表的黄底单元格，这里随之更新。"
    )
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
    for title, text in leaf_words(leaf, score).items():
        style = "center" if title in _CENTRED else "input-text" if title == "人工理由" else "cell"
        page.text(row, column(title), text, style, "yyyy-mm-dd" if title.endswith("日期") else "General")
    page.number(row, column("分值"), leaf.weight)
    _value(page, paper, row, leaf)
    _rule_score(page, paper, row, leaf, score)
    if leaf.manual:
        page.number(row, column("人工得分"), leaf.manual.points, "input")
    else:
        page.text(row, column("人工得分"), "", "input")
    got, full = (_own(page, row, column(name)) for name in ("得分", "分值"))
    lost_formula = f'=IF(ISNUMBER({got}),ROUND({full}-{got},{paper.places}),"")'
    rate_formula = f'=IF(AND(ISNUMBER({got}),{full}<>0),ROUND(ROUND({got}/{full}*100,10),2),"")'
    page.formula(row, column("得分"), _score(page, paper, row, leaf), score.points if score else "", places=leaf.places)
    page.formula(row, column("扣分"), lost_formula, score.deducted if score else "")
    rate = rate_of(score.points, score.full) if score and score.full else ""
    page.formula(row, column("得分率（%）"), rate_formula, rate, places=2)


def value_of(paper: Paper, leaf: Indicator) -> Fact | None:
    """The fact the rule of a leaf read."""
    score = paper.sheet.scores.get(leaf.code) if paper.sheet else None
    return (score.value if score else None) or paper.fact(f"取值.{leaf.code}")


def _value(page: Page, paper: Paper, row: int, leaf: Indicator) -> None:
    value, column = value_of(paper, leaf), paper.column("取值")
    cell = paper.fact_cell(value.id) if value else None
    if value is None or cell is None:
        page.text(row, column, value.display if value else "")
    elif isinstance(value.value, Decimal):
        page.formula(row, column, "=" + cell, value.printed, "number", value.places, value.unit)
    else:
        page.formula(row, column, f'=IF({cell}="","",{cell})', value.text, "cell")


def _score(page: Page, paper: Paper, row: int, leaf: Indicator) -> str:
    """The score that counts: by hand, else by rule, then what the adjustments that name it do to it."""
    rule, hand = (_own(page, row, paper.column(name)) for name in ("规则得分", "人工得分"))
    full = trimmed(leaf.weight)
    given = f"MIN({full},ROUND({hand},{leaf.places}))"
    if leaf.base is not None:
        share = f"ROUND(ROUND({hand}*{full}/{trimmed(leaf.base)},10),{leaf.places})"
        given = f"IF({hand}>={trimmed(leaf.base)},{full},MIN({full},{share}))"
    # A weight finer than the places of scores stays what it is at full marks.
    ruled = f"MIN({full},ROUND({rule},{leaf.places}))"
    by_hand, by_rule = (_adjusted(paper, leaf, text) for text in (given, ruled))
    return f'=IF(ISNUMBER({hand}),{by_hand},IF(ISNUMBER({rule}),{by_rule},""))'


def _adjusted(paper: Paper, leaf: Indicator, text: str) -> str:
    codes = {node.code for node in paper.chains[leaf.code]}
    for place, applied in enumerate(paper.sheet.adjustments if paper.sheet else ()):
        one = applied.adjustment
        if one.target not in codes:
            continue
        happened = f'{flag_cell(paper, place)}="是"'
        points = trimmed(one.points or Decimal(0))
        if one.kind == "否决":
            text = f"IF({happened},0,{text})"
        elif one.kind == "加分":
            text = f"MIN({trimmed(leaf.weight)},ROUND({text}+IF({happened},{points},0),{paper.places}))"
        else:
            text = f"MAX(0,ROUND({text}-IF({happened},{points},0),{paper.places}))"
    return text


def _rule_score(page: Page, paper: Paper, row: int, leaf: Indicator, score: Score | None) -> None:
    """What the rule alone gives: a formula where it has one, else the number, else nothing."""
    column = paper.column("规则得分")
    given = score.by_rule if score else None
    spelled = _spelled(paper, rule_tree(leaf, score, value_of(paper, leaf)))
    if spelled is not None:
        page.formula(row, column, spelled, "" if given is None else given, places=None)
    elif given is not None:
        page.number(row, column, given)
    else:
        page.text(row, column, "")


def _spelled(paper: Paper, tree: Formula | None) -> str | None:
    """The formula, which shows nothing as long as something it reads is empty."""
    spelled = spell(tree, paper.fact_cell, paper.point_cell) if tree is not None else None
    if spelled is None:
        return None
    refs = references(tree)
    points = [one for one in refs if not isinstance(one, FactRef)]
    empty = [f'{paper.fact_cell(one.fact)}=""' for one in refs if isinstance(one, FactRef)]
    area = points_range(points, paper.point_cell)
    empty += [f"COUNTBLANK({area})>0"] if area else [f'{paper.point_cell(one.code, one.order)}=""' for one in points]
    if not empty:
        return spelled
    missing = empty[0] if len(empty) == 1 else f"OR({','.join(empty)})"
    guarded = f'=IF({missing},"",{spelled[1:]})'
    return guarded if len(guarded) <= _LONGEST and len(empty) <= 200 else spelled


def _merge_levels(page: Page, paper: Paper, levels: int) -> None:
    """Merges the cells of the upper levels over the leaves they hold, with the weight below the name."""
    chains = [paper.chains[leaf.code] for leaf in paper.leaves]
    for place in range(levels - 1):
        start = 0
        codes = [chain[place].code if place < len(chain) - 1 else "" for chain in chains]
        for stop in range(1, len(codes) + 1):
            if stop < len(codes) and codes[stop] == codes[start]:
                continue
            if codes[start]:
                node = chains[start][place]
                words = f"{node.name}\n（{trimmed(node.weight)}分）"
                page.merge(FIRST_ROW + start, place, FIRST_ROW + stop - 1, place, words, "center")
            start = stop


def _total(page: Page, paper: Paper, sheet: Scoresheet, titles: tuple[str, ...]) -> None:
    row = FIRST_ROW + len(paper.leaves)
    for place in range(len(titles)):
        page.text(row, place, "", "total")
    page.text(row, 0, "合计", "total")
    if not paper.leaves:
        return
    total = paper.sum
    # An indicator not yet scored loses nothing here: its cell is blank.
    lost = sum((sheet.scores[leaf.code].deducted for leaf in paper.leaves if leaf.code in sheet.scores), Decimal(0))
    for title, value in (("分值", sheet.full), ("得分", total), ("扣分", lost)):
        letter = column_letters(paper.column(title))
        formula = f"=ROUND(SUM({letter}{FIRST_ROW + 1}:{letter}{row}),{paper.places})"
        page.formula(row, paper.column(title), formula, value, "total-number")
    got, full = (_own(page, row, paper.column(name)) for name in ("得分", "分值"))
    formula = f"=IF({full}=0,0,ROUND(ROUND({got}/{full}*100,10),2))"
    page.formula(row, paper.column("得分率（%）"), formula, rate_of(total, sheet.full), "total-number", 2)


def rate_of(points: Decimal, full: Decimal) -> Decimal:
    """The rate of a score in per cent, two places; nought where nothing could be earned."""
    return round_half_up(divide(points * 100, full), 2) if full else Decimal(0)


def _own(page: Page, row: int, column: int) -> str:
    return page.address(row, column, own=True)
