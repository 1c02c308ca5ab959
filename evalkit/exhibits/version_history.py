"""得分调整记录：从自评到定稿每次调整得分的原得分、得分、理由、决定人和依据，各指标都有得分的版本另列一级指标得分和总分。

例：{{ 插入("得分调整记录") }}
"""

from __future__ import annotations

from decimal import Decimal

from evalkit.exhibits._cells import DASH, caption, cell, columns, header, missing, num, words
from evalkit.figures import children_of
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Column, Num, Paragraph, Ref, Row, Table, Text
from evalkit.model.engagement import Version
from evalkit.model.scoring import Scoresheet
from evalkit.numbers import plain_date, trimmed
from evalkit.versions import SELF, before, chains, totals

ID = "version_history"
TITLE = "得分调整记录"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """The adjustments by indicator in the order of the framework, then the totals of the versions known throughout."""
    if case.engagement is None or not case.engagement.versions:
        return missing("history", "版本分表：每次调整得分的原得分、得分、理由、决定人和依据")
    known = chains(case.engagement.versions)
    rows = [header("编码", "指标", "版本", "原得分", "得分", "理由", "决定人", "依据", "日期")]
    for node in case.engagement.indicators:
        chain = known.get(node.code, ())
        for at, one in enumerate(chain):
            begun = [words(node.code), words(node.name)] if at == 0 else []
            begun = [Cell(each.inlines, rowspan=len(chain)) for each in begun]
            old = before(chain, at)
            from_version = chain[at - 1].version if at else ""
            scores = (
                DASH if old is None else _points(case, node.code, from_version, old),
                _points(case, node.code, one.version, one.new),
            )
            rows.append(Row((*begun, words(one.version), *scores, *_account(one))))
    shape = columns(8, (16, "left"), 9, 8, 8, (24, "left"), 9, 8, 14)
    table = Table("history", shape, tuple(rows), caption(TITLE))
    return (table, *_totals(case, case.scoresheet))


def _account(one: Version) -> tuple[Cell, ...]:
    day = plain_date(one.day) if one.day else ""
    return tuple(words(text) if text.strip() else DASH for text in (one.reason, one.decided_by, one.paper, day))


def _points(case: Case, code: str, version: str, points: Decimal) -> Cell:
    """A score tied to its version's fact; one that a later row of the same version replaced stands as typed."""
    fact = case.facts.get(f"版本.{version}.{code}")
    text = trimmed(points)
    return cell(Num(text, fact.id) if fact is not None and fact.value == points else Text(text))


def _totals(case: Case, sheet: Scoresheet | None) -> tuple[Block, ...]:
    """One column a version in which every indicator has a score, and what leads to it; none where there is no such version."""
    if case.engagement is None or sheet is None:
        return ()
    names = [one.name for one in totals(case.engagement, sheet) if one.total is not None]
    tops = children_of(case)
    if not names or not tops:
        return ()
    rows = [header("一级指标", "分值", *names)]
    for top in tops:
        points = (num(case, f"版本.{name}.{top.code}") for name in names)
        rows.append(Row((words(top.name), num(case, f"分值.{top.code}"), *points)))
    sums = (num(case, f"版本.{name}.总分") for name in names)
    rows.append(Row((words("总分"), num(case, "满分"), *sums), "total"))
    shape = (Column(Decimal(26)), *columns(*([12] * (len(names) + 1))))
    kept = "注：没有调整记录的指标，各版本按现在的得分计" + ("；自评只计自评的得分" if SELF in names else "") + "。"
    notes = ((Text(kept),),)
    named = caption("各版本得分")
    lead = Paragraph("lead", (Text("各版本的一级指标得分和总分见"), Ref(named.label), Text("。")))
    return lead, Table("totals", shape, tuple(rows), named, notes=notes)
