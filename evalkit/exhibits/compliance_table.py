"""合规性检查表：按方面列出检查内容、依据、检查方式、结论和查到的情况，来自“合规检查”表。

还没有结论的显示【待填】。选项“方面”只列一个方面，“表名”换掉表的标题；正文另写检查情况的，选项“情况”写“不列”，表里改列佐证。
例：{{ 插入("合规性检查表") }}
"""

from __future__ import annotations

from itertools import groupby

from evalkit.exhibits._cells import DASH, caption, columns, header, missing, named, words
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Row, Table
from evalkit.model.engagement import Compliance

ID = "compliance_table"
TITLE = "合规性检查表"
OPTIONS = ("方面", "表名", "情况")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table; an aspect spans its rows as long as they stand together."""
    wanted = options.get("方面", "")
    found = [one for one in case.engagement.compliance if not wanted or one.aspect == wanted] if case.engagement else []
    if not found:
        return missing("table", "合规检查表：检查了什么、按哪条规定、结论如何、查到了什么")
    brief = options.get("情况", "") == "不列"
    rows = [header("方面", "检查内容", "依据", "检查方式", "结论", "佐证" if brief else "检查情况")]
    for aspect, group in groupby(found, key=lambda one: one.aspect):
        matters = list(group)
        for order, one in enumerate(matters):
            head = [Cell(words(aspect).inlines, rowspan=len(matters))] if order == 0 else []
            told = (
                words(one.matter),
                words(one.basis) if one.basis.strip() else DASH,
                words(one.method) if one.method.strip() else DASH,
                words(one.verdict, "结论"),
                _papers(one) if brief else _fact(one),
            )
            rows.append(Row((*head, *told)))
    shape = columns(10, (20, "left"), (20, "left"), 12, 10, 16 if brief else (28, "left"))
    return (Table("table", shape, tuple(rows), caption(named(options, TITLE), label=TITLE)),)


def _fact(one: Compliance) -> Cell:
    """What was found, and the indexes of the evidence behind it."""
    if not one.fact.strip():
        return words("", "查到了什么")
    evidence = f"（佐证{'、'.join(one.evidence)}）" if one.evidence else ""
    return words(f"{one.fact.strip()}{evidence}")


def _papers(one: Compliance) -> Cell:
    return words("、".join(one.evidence)) if one.evidence else DASH
