"""分值（权重）：分项之和与上级不符，总分值不是 100，产出与效益不足 60%。

查什么：指标体系末级分值之和是否为 100，各级分值是否等于下级之和；报告里“产出（25分）”这样写在括号里的分值，
是否等于右边各行分值之和；产出、效益（含满意度）两类分值之和是否达到下限：下限和不足时的轻重由口径定，没有另定的是总分的
60%（《项目支出绩效评价管理办法》，财预〔2020〕10号，原则性要求），写“不设”的不查；专项债项目建设期偏重管理，不足的只作提示。

例：效益（30分）下面各项分值是 10、10、5；产出 25 分加效益 30 分，只占 55%。

怎样改：调整分值使分项与上级一致；产出与效益确实不足 60% 的，在“认可”表里写明理由和认可人。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._framework import Columns, bracketed, distinct, frameworks
from evalkit.checks._grids import Grid, squeezed
from evalkit.model.case import Case
from evalkit.model.definitions import NATIONAL, Definitions
from evalkit.model.places import Finding, Where
from evalkit.model.scoring import Indicator
from evalkit.numbers import divide, fixed, plain, trimmed

ID = "weight_mismatch"
TITLE = "分值"

FULL = Decimal(100)
#: 财预〔2021〕61号, the rules for special bonds: construction weighs management higher than output and benefit.
BONDS = re.compile(r"专项债|财预[〔\[(（]2021[〕\])）]61号")

_OUTPUT = re.compile(r"产出")
_BENEFIT = re.compile(r"效益|效果|满意|项目绩效")


def check(case: Case) -> tuple[Finding, ...]:
    """Weights of the engagement's framework, else of the tables of the report alone."""
    found: list[Finding] = []
    definitions = case.engagement.definitions if case.engagement is not None else Definitions()
    bonds = for_bonds(case)
    indicators = case.engagement.indicators if case.engagement is not None else ()
    if indicators:
        found.extend(_tree(indicators))
        tops = [(node.name, node.weight, node.at) for node in indicators if not node.parent]
        found.extend(_outcome(tops, definitions, bonds))
    outcome_seen = bool(indicators)
    for grid, columns in frameworks(case):
        found.extend(_brackets(grid, columns))
        if not outcome_seen:
            tops = _tops(grid, columns)
            told = list(_outcome(tops, definitions, bonds))
            found.extend(told)
            outcome_seen = bool(told)
    return tuple(found)


def _tree(indicators: tuple[Indicator, ...]) -> Iterator[Finding]:
    leaves = [node for node in indicators if node.leaf]
    total = sum((node.weight for node in leaves), Decimal(0))
    if leaves and total != FULL:
        yield Finding(
            ID,
            "error",
            f"{len(leaves)} 个末级指标的分值之和是 {trimmed(total)}，不是 100",
            leaves[0].at,
            "调整“指标”表的分值，使末级指标相加为 100",
            "总分值",
            stated="100",
            computed=trimmed(total),
        )
    for node in indicators:
        parts = [one for one in indicators if one.parent == node.code]
        sum_ = sum((one.weight for one in parts), Decimal(0))
        if parts and sum_ != node.weight:
            yield Finding(
                ID,
                "error",
                f"{node.code} {node.name}的分值写作 {trimmed(node.weight)}，下级 {len(parts)} 项相加是 {trimmed(sum_)}",
                node.at,
                "核对上级与下级的分值",
                node.code,
                stated=trimmed(node.weight),
                computed=trimmed(sum_),
            )


def for_bonds(case: Case) -> bool:
    """Whether a special bond is evaluated: the project's name or money says so, a basis does, or the report's title."""
    engagement, document = case.engagement, case.document
    words = [document.title] if document is not None else []
    if engagement is not None:
        words += [engagement.project.get(key, "") for key in ("名称", "资金性质", "评价办法")]
        words += [plain(basis.number) for basis in engagement.bases]
    return any(BONDS.search(text) for text in words)


def _outcome(tops: list[tuple[str, Decimal, Where]], definitions: Definitions, bonds: bool) -> Iterator[Finding]:
    """Output and benefit against their lower bound, where the framework has both and something else beside them."""
    floor = definitions.outcome_floor
    if floor is None:
        return
    output = sum((weight for name, weight, _ in tops if _OUTPUT.search(name)), Decimal(0))
    benefit = sum(
        (weight for name, weight, _ in tops if _BENEFIT.search(name) and not _OUTPUT.search(name)), Decimal(0)
    )
    total = sum((weight for _, weight, _ in tops), Decimal(0))
    if not output or not benefit or total == output + benefit or not total:
        return
    share = divide((output + benefit) * 100, total)
    if share < floor:
        shown = f"{trimmed(Decimal(fixed(share, 2)))}%"
        told = "；专项债项目建设期偏重管理，只作提示" if bonds else ""
        yield Finding(
            ID,
            "note" if bonds else definitions.strength,
            f"产出 {trimmed(output)} 分、效益 {trimmed(benefit)} 分，合计占 {shown}，不足 {trimmed(floor)}%（{_basis(definitions)}）{told}",
            next(at for name, _, at in tops if _OUTPUT.search(name)),
            "调整各级分值；按当地办法或委托方要求设置的，在报告里说明，并在“口径”表写明下限",
            "产出+效益",
            stated=shown,
            computed=f"≥{trimmed(floor)}%",
        )


def _basis(definitions: Definitions) -> str:
    """Whose bound it is, in a few words."""
    choice = definitions.choice("产出效益下限")
    if choice.document and choice.document != NATIONAL:
        return f"{choice.document}的要求"
    return f"{NATIONAL}的原则性要求" if choice.document or not choice.at.file else "“口径”表写明的下限"


def _tops(grid: Grid, columns: Columns) -> list[tuple[str, Decimal, Where]]:
    """The first level of a table with weights in brackets, or in a column of its own."""
    level, column = columns.levels[0]
    if level != "一级" or len(columns.levels) < 2:
        return []
    beside = column + 1 if column + 1 < len(grid.titles) and re.search(r"分值|权重", grid.titles[column + 1]) else None
    tops = []
    for row, cell in distinct(grid, column):
        named = bracketed(cell.text)
        figure = grid.figure(row, beside) if beside is not None else None
        if named is not None:
            tops.append((*named, grid.where(row, column)))
        elif figure is not None:
            tops.append((squeezed(cell.text), figure.value, grid.where(row, column)))
        else:
            return []
    return tops


def _brackets(grid: Grid, columns: Columns) -> Iterator[Finding]:
    if columns.weight is None:
        return
    for _, column in columns.levels[:-1]:
        for row, cell in distinct(grid, column):
            named = bracketed(cell.text)
            if named is None:
                continue
            rows = [one for one in grid.items() if grid.cells[one][column] is cell]
            seen: list[object] = []
            sum_ = Decimal(0)
            complete = True
            for one in rows:
                part = grid.cells[one][columns.weight]
                if any(part is other for other in seen):
                    continue
                seen.append(part)
                figure = grid.figure(one, columns.weight)
                complete = complete and figure is not None
                sum_ += figure.value if figure else Decimal(0)
            if len(rows) > 1 and complete and sum_ != named[1]:
                yield Finding(
                    ID,
                    "error",
                    f"“{named[0]}”写作 {trimmed(named[1])} 分，右边各行分值相加是 {trimmed(sum_)}",
                    grid.where(row, column),
                    "核对上级与下级的分值",
                    named[0],
                    (grid.quote(row, column),),
                    trimmed(named[1]),
                    trimmed(sum_),
                )
