"""得分在评分规则之下不可能出现；规则给的分超过或达不到指标分值。

查什么：评价标准写明了各档得分（有效得满分，一般得5分，没有不得分；①得1分②得2分；各占权重几分之几）的，
列出它能给出的全部分数，得分不在其中的列出；标准里最高一档与指标分值不等的列出。标准是按比例扣分等无法穷举的，不查；
逐条要点给分而评分依据写明“部分符合”的，部分得分由依据决定，不查。
项目文件夹里只查人工得分；单独的一份报告查指标体系表或评分表的每一行。

例：标准是 10、5、0 三档，得分 7.5；分值 5 分的指标，标准写“得10分”。

怎样改：按标准重新给分；确需中间分值的，先改评价标准（如写明档内区间），或在“认可”表里写明理由和认可人。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._framework import Columns, Line, frameworks, lines
from evalkit.checks._grids import Grid
from evalkit.checks._passages import passages
from evalkit.checks._standards import Attainable, attainable
from evalkit.model.case import Case
from evalkit.model.places import Finding, Quote
from evalkit.numbers import trimmed

ID = "score_off_rule"
TITLE = "得分与规则"

_CURE = "按标准重新给分；确需中间分值的，先在评价标准里写明"


def check(case: Case) -> tuple[Finding, ...]:
    """Scores the standard's own words cannot give."""
    if case.scoresheet is not None:
        return tuple(_manual(case))
    tables = [(grid, columns, lines(grid, columns)) for grid, columns in frameworks(case)]
    argued = tuple(passage.text for passage in passages(case, "body") if "部分符合" in passage.text)
    return tuple(found for grid, columns, own in tables for found in _table(grid, columns, own, tables, argued))


def _manual(case: Case) -> Iterator[Finding]:
    sheet = case.scoresheet
    assert sheet is not None
    for node in sheet.leaves():
        score = sheet.scores.get(node.code)
        if node.manual is None or score is None:
            continue
        possible = attainable(score.standard or node.standard, node.weight)
        if possible is not None and score.points not in possible.scores:
            yield Finding(
                ID,
                "warning",
                f"{node.code} {node.name}得 {trimmed(score.points)} 分，评价标准只能给出 {possible.words()}",
                node.manual.at,
                _CURE,
                node.code,
                (Quote(score.standard or node.standard, node.at),),
                trimmed(score.points),
                possible.words(),
            )


_Tables = list[tuple[Grid, Columns, tuple[Line, ...]]]


def _table(
    grid: Grid, columns: Columns, own: tuple[Line, ...], tables: _Tables, argued: tuple[str, ...]
) -> Iterator[Finding]:
    """``argued`` are the paragraphs that find a point met in part: a report may say so there and not in its table."""
    if columns.standard is None:
        return
    for line in own:
        if line.weight is None:
            continue
        possible = attainable(line.standard, line.weight)
        if possible is None:
            continue
        scored = line if line.score is not None else _elsewhere(line, tables)
        ground = "".join(text for text in argued if text.startswith(line.name)) + line.ground
        if scored is not None:
            ground += scored.ground
        if scored is not None and scored.score is not None and not possible.gives(scored.score, ground):
            yield _impossible(line, scored, possible, grid.quote(line.row, columns.standard))
        if possible.top > line.weight:
            yield Finding(
                ID,
                "error",
                f"“{line.name}”分值 {trimmed(line.weight)} 分，评价标准却能给到 {trimmed(possible.top)} 分",
                grid.where(line.row, columns.standard),
                "使评价标准的最高一档等于指标分值",
                line.code or line.name,
                (grid.quote(line.row, columns.standard),),
                trimmed(possible.top),
                trimmed(line.weight),
            )


def _impossible(line: Line, scored: Line, possible: Attainable, standard: Quote) -> Finding:
    score = scored.score or Decimal(0)
    return Finding(
        ID,
        "error",
        f"“{line.name}”得 {trimmed(score)} 分，评价标准只能给出 {possible.words()}",
        scored.where(_score_column(scored)),
        _CURE,
        line.code or line.name,
        (standard,),
        trimmed(score),
        possible.words(),
    )


def _score_column(line: Line) -> int | None:
    found = line.grid.columns(r"得分$", without="率")
    return found[0] if found else None


def _elsewhere(line: Line, tables: _Tables) -> Line | None:
    """The line of another table that scores the same indicator: by name, else by its code where only one has it."""
    scored = [one for _, _, own in tables for one in own if one.score is not None and one.weight == line.weight]
    named = [one for one in scored if one.name == line.name]
    if named:
        return named[0]
    coded = [one for one in scored if line.code and one.code == line.code]
    twins = [one for _, _, own in tables for one in own if one.code == line.code and one.grid is line.grid]
    return coded[0] if len(coded) == 1 and len(twins) == 1 else None
