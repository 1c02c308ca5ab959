"""The framework as rows with merged cells, and what is said of an indicator in a cell."""

from __future__ import annotations

from collections.abc import Callable

from evalkit.figures import (
    fact_of,
    facts_of,
    figure,
    indicators_of,
    leaves_of,
    level_named,
    problem_numbers,
    prose,
    score_of,
    tied,
    verdicts_in_brief,
)
from evalkit.model.case import Case
from evalkit.model.document import Break, Cell, Inline, Placeholder, Text
from evalkit.model.scoring import Indicator, Score
from evalkit.numbers import circled

LEVEL_NAMES = ("一级指标", "二级指标", "三级指标", "四级指标")


def depth_of(case: Case) -> int:
    """The deepest level of the framework; 3 while it is empty."""
    return max((node.level for node in indicators_of(case)), default=3)


def level_cells(
    case: Case, code: str, first: int, last: int, show: Callable[[Indicator], tuple[Inline, ...]]
) -> list[tuple[Indicator, list[Cell]]]:
    """The indicators below a node, each with the cells of levels ``first``…``last`` that begin in its row.

    A node spans the rows of its indicators; one that ends above the deepest level spans the columns to its right.
    """
    by_code = {node.code: node for node in indicators_of(case)}
    rows = []
    seen: set[str] = set()
    for leaf in leaves_of(case, code):
        path = [leaf]
        while path[0].parent in by_code:
            path.insert(0, by_code[path[0].parent])
        cells = []
        for node in path:
            if not first <= node.level <= last or node.code in seen:
                continue
            seen.add(node.code)
            span = last - node.level + 1 if node.leaf else 1
            cells.append(Cell(show(node), span, 1 if node.leaf else len(leaves_of(case, node.code)), bold=False))
        rows.append((leaf, cells))
    return rows


def name_cell(node: Indicator) -> tuple[Inline, ...]:
    return prose(node.name)


def named_with_points(case: Case) -> Callable[[Indicator], tuple[Inline, ...]]:
    """A node's name, and its points in brackets below unless a column of its own has them."""

    def show(node: Indicator) -> tuple[Inline, ...]:
        if node.leaf:
            return prose(node.name)
        points = figure(fact_of(case, f"分值.{node.code}"))
        return (*prose(node.name), Break(), Text("（"), points, Text("）"))

    return show


def phrase(case: Case, leaf: Indicator) -> tuple[Inline, ...]:
    """The 业绩值: the evaluator's phrase, else the figure the rule read, the result as typed, or how the points came out."""
    if leaf.phrase:
        return prose(leaf.phrase)
    score = score_of(case, leaf.code)
    level = level_named(leaf, score)
    if level:
        return prose(level)
    if score is not None and score.value is not None and not score.value.empty:
        return (figure(score.value),)
    kind = leaf.rule.kind if leaf.rule is not None and not leaf.actual else ""
    if score is not None and kind == "composite" and score.read:
        return _parts(score)
    if score is not None and kind == "panel":
        return (Text("专家评分"),)
    return prose(leaf.actual or verdicts_in_brief(leaf)) or (Placeholder("业绩值"),)


def _parts(score: Score) -> tuple[Inline, ...]:
    """The figures that the parts of an indicator read, each behind the number of its part."""
    made: list[Inline] = []
    for order, fact in enumerate(score.read, start=1):
        made += [Text(("；" if made else "") + circled(order)), figure(fact)]
    return tuple(made)


def reason(case: Case, leaf: Indicator) -> tuple[Inline, ...]:
    """Why points were lost; a score by hand gives the reason that was typed."""
    score = score_of(case, leaf.code)
    if leaf.manual is not None:
        return prose(leaf.manual.reason.strip().rstrip("。；;")) or (Placeholder(f"{leaf.name}的人工评分理由"),)
    if score is None or not score.lost:
        return (Placeholder(f"{leaf.name}的扣分原因"),)
    return tied(score.lost, facts_of(case, score))


def problems_of(case: Case, leaf: Indicator) -> tuple[Inline, ...]:
    """``问题1、2``, or a placeholder where a deduction has no problem."""
    numbers = problem_numbers(case, [leaf.code])
    if not numbers:
        return (Placeholder(f"说明“{leaf.name}”扣分的问题，写在问题建议表"),)
    return (Text("问题" + "、".join(str(number) for number in numbers)),)
