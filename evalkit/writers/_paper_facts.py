"""The sheet 事实 of the scoring paper: what was typed stands in yellow, everything computed is a formula over it."""

from __future__ import annotations

from decimal import Decimal

from evalkit.expression_formulas import condition_formula, value_formula
from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Call, FactRef, Formula, Literal
from evalkit.paper import FACT_COLUMNS, shown_words
from evalkit.writers._book import Page
from evalkit.writers._paper import EXACT_COLUMN, FIRST_ROW, HEADER_ROW, PRINTED_COLUMN, Paper
from evalkit.writers._paper_nodes import node_cell, total_cell
from evalkit.writers._paper_rules import levels
from evalkit.writers._spelling import references, spell

#: What the column 怎样得来 adds where a figure was computed, or words were made, and the sheet cannot follow.
_FIXED, _SAID = "（由程序算出，这里是数，不随别的数更新）", "（由程序写出，不随别的格更新）"


def write_facts(page: Page, paper: Paper) -> None:
    """Every fact: exact value, the figure as printed, unit, measure, derivation, places."""
    page.widths((34, 20, 22, 8, 8, 8, 9, 16, 44, 36, 36))
    page.merge(0, 0, 0, len(FACT_COLUMNS) - 1, f"{paper.title}事实", "title")
    remark = (
        "黄底的是填写的数和文字，改它，凡由它算出的数和得分随之更新；“印出数”由“精确值”按小数位四舍五入，"
        "报告里印的、评分时读的都是它；空着的是尚未填写的事实。"
    )
    page.merge(1, 0, 1, len(FACT_COLUMNS) - 1, remark, "remark")
    page.head(HEADER_ROW, FACT_COLUMNS)
    page.setup(HEADER_ROW, 1, paper.title)
    last = FIRST_ROW
    for id, fact in paper.case.facts.items():
        row = last = paper.fact_rows[id]
        page.text(row, 0, id)
        fixed = _values(page, paper, row, fact)
        page.text(row, 3, fact.unit, "center")
        page.text(row, 4, fact.measure.value, "center")
        _count(page, row, 5, fact.places)
        _count(page, row, 6, fact.n)
        page.text(row, 7, interval_words(fact))
        page.text(row, 8, fact.how + ((_FIXED if isinstance(fact.value, Decimal) else _SAID) if fixed else ""))
        page.text(row, 9, "、".join(fact.inputs))
        page.text(row, 10, "\n".join(str(place) for place in fact.sources))
    page.sheet.autofilter(HEADER_ROW, 0, last, len(FACT_COLUMNS) - 1)


def _count(page: Page, row: int, column: int, count: int | None) -> None:
    if count is None:
        page.text(row, column, "")
    else:
        page.number(row, column, Decimal(count), "number", 0)


def interval_words(fact: Fact) -> str:
    """``80.68～93.39``, in the fact's own unit and places."""
    if fact.interval is None:
        return ""
    ends = (Fact(fact.id, end, fact.measure, fact.places).text for end in fact.interval)
    return "～".join(ends)


def typed(paper: Paper, fact: Fact) -> bool:
    """Whether somebody wrote the fact down: in 事实 or 资金, or the level chosen for an indicator."""
    engagement = paper.case.engagement
    if fact.inputs or fact.expression or engagement is None:
        return False
    family, _, rest = fact.id.partition(".")
    if family == "资金":
        return rest.rpartition(".")[2] in ("预算数", "到位数", "支出数")
    own = fact.id not in engagement.expressions and any(one.id == fact.id for one in engagement.typed)
    return own or (family == "取值" and fact.measure is Measure.TEXT)


def _values(page: Page, paper: Paper, row: int, fact: Fact) -> bool:
    """Writes both values; true where a computed figure had to be put down as a number."""
    style = "input" if typed(paper, fact) else "number"
    tree = _tree(paper, fact)
    spelled = spell(tree, paper.exact_cell, paper.point_cell) if tree is not None else None
    if spelled is not None and fact.empty:
        spelled = _once_filled(paper, tree, spelled)
    spelled = _live_score(paper, fact) or spelled
    own = page.address(row, EXACT_COLUMN, own=True)
    if isinstance(fact.value, Decimal):
        if spelled is None:
            page.number(row, EXACT_COLUMN, fact.value, style)
        else:
            page.formula(row, EXACT_COLUMN, spelled, fact.value)
        printed = own if fact.places is None else f"ROUND(ROUND({own},10),{fact.places})"
        shown: Decimal | str = fact.printed
    else:
        words = shown_words(fact.text)
        if spelled is None:
            page.text(row, EXACT_COLUMN, words, "input-text" if style == "input" else "cell")
            leaf = paper.leaf_of(fact.id)
            if style == "input" and leaf is not None:
                page.choices(row, EXACT_COLUMN, levels(leaf))
        else:
            page.formula(row, EXACT_COLUMN, spelled, words, "cell")
        printed = own if fact.places is None else f"IF(ISNUMBER({own}),ROUND(ROUND({own},10),{fact.places}),{own})"
        shown = words
    # A fact still empty shows nothing, and takes a figure typed into its exact value.
    blank = f'=IF({own}="","",{printed})' if fact.empty else "=" + printed
    page.formula(row, PRINTED_COLUMN, blank, shown, "number" if isinstance(shown, Decimal) else "cell", fact.places)
    return spelled is None and bool(fact.inputs or fact.expression) and not fact.empty


def _once_filled(paper: Paper, tree: Formula | None, spelled: str) -> str:
    """A formula that shows nothing while something it waits for is empty."""
    cells = [paper.exact_cell(one.fact) for one in references(tree) if isinstance(one, FactRef)]
    empty = [f'{cell}=""' for cell in cells]
    return f'=IF(OR({",".join(empty)}),"",{spelled[1:]})' if empty else spelled


def _tree(paper: Paper, fact: Fact) -> Formula | None:
    """The tree that gives the fact's exact value, if it was computed in a way that a sheet can follow."""
    if fact.measure is Measure.TEXT and fact.expression and fact.inputs != (fact.expression,):
        printed = condition_formula(fact, paper.known)
        if printed is not None:
            return printed
    return value_formula(fact, paper.known) or _share(paper, fact)


def _share(paper: Paper, fact: Fact) -> Formula | None:
    """A share of those who answered, or the rate of two counts of forms: one count by the other."""
    if not fact.id.startswith("问卷.") or fact.expression or not isinstance(fact.value, Decimal):
        return None
    inputs = fact.inputs
    if fact.measure is Measure.SHARE and len(inputs) == 1:
        inputs = (inputs[0], fact.id.rpartition(".")[0].rpartition(".")[0] + ".人数")
    if len(inputs) != 2 or fact.unit != "%":
        return None
    top, bottom = (paper.known.get(id) for id in inputs)
    values = [one.value if one else None for one in (top, bottom)]
    if not isinstance(values[0], Decimal) or not isinstance(values[1], Decimal) or not values[1]:
        return None
    if abs(values[0] * 100 / values[1] - fact.value) > Decimal("1e-20"):
        return None
    quotient = Call("/", (FactRef(inputs[0]), FactRef(inputs[1])))
    return Call("*", (quotient, Literal(Decimal(100))))


def _live_score(paper: Paper, fact: Fact) -> str | None:
    """A fact of the score shows the live cell, unless some rule reads it: no formula may run in a circle."""
    if paper.sheet is None or fact.id not in paper.linked or fact.empty:
        return None
    cell = {
        "总分": total_cell(paper, "得分"),
        "满分": total_cell(paper, "分值"),
        "等级": total_cell(paper, "等级"),
    }.get(fact.id)
    if cell is not None:
        return "=" + cell
    if fact.id == "总得分率":
        return f"={total_cell(paper, '得分')}/{total_cell(paper, '分值')}*100"
    family, _, code = fact.id.partition(".")
    if family != "得分率":
        return node_cell(paper, code, family)
    got, full = (node_cell(paper, code, title) for title in ("得分", "分值"))
    return f"={got[1:]}/{full[1:]}*100" if got and full else None
