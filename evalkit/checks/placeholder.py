"""待填：还没有写的部分。

查什么：报告里的每一处【待填：…】，“事实”表里值还空着的事实，还没有判定或评分的指标。单独的一份报告里，
还查没有替换的“××”“XX”“【】”一类的空位。

例：第五章还有【待填：建议】；C12 还没有取值，评不了分。

怎样改：按“办法”填写所说的表、文件夹或章节，再运行 evalkit build。没有表格可填的，也可以在 Word 里写好，
用 evalkit sync 收回来；没有收回来就重新生成，会盖掉。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.checks._passages import finding, passages
from evalkit.checks._write_in import Gap, cure_of, gap_of, listed, scored_by
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Quote
from evalkit.model.scoring import UNRULED, Scoresheet

ID = "placeholder"
TITLE = "待填"

_LEFT_OPEN = re.compile(
    r"【\s*】|\[\s*\]|[×✕]{2,}(?!\d)|(?<![A-Za-z0-9])[XxＸ]{2,}(?![A-Za-z0-9])|_{4,}|…{3,}|TODO|TBD"
)


def check(case: Case) -> tuple[Finding, ...]:
    """What is still to be written."""
    found: list[Finding] = []
    if case.engagement is not None:
        found.extend(_facts(case.engagement))
        told = {one.subject for one in case.findings if one.kind == ID} | _unruled(case)
        found.extend(one for one in _undecided(case.engagement, case.scoresheet) if one.subject not in told)
    found.extend(gaps(case))
    if case.engagement is None:
        found.extend(_left_open(case))
    return tuple(found)


def gaps(case: Case) -> Iterator[Finding]:
    """What is filled in at one place told once, with the rows it lacks in and all its places in the report."""
    told: dict[tuple[str, str, str], list[tuple[Gap, str, Quote]]] = {}
    for passage in passages(case):
        for start, end in passage.gaps:
            words = passage.text[start:end]
            advice = words.removeprefix("【待填：").removesuffix("】")
            gap = gap_of(case, passage, advice)
            # What has no table is told by its own words, except the scores, which all wait for the same.
            key = gap.key if gap.column or gap.table == "评分" else (*gap.key[:2], f"{gap.cure}{advice}")
            told.setdefault(key, []).append((gap, advice, passage.quote(words)))
    for group in told.values():
        gap, advice, first = group[0]
        rows = list(dict.fromkeys(one.row for one, _, _ in group if one.row))
        advices = list(dict.fromkeys(text for _, text, _ in group))
        places = f"（{len(group)} 处）" if len(group) > 1 else ""
        if gap.table == "评分":
            rows = _unscored(case)
            message = f"还没有评分：{listed(rows)}{places}" if rows else f"还没有评分{places}"
            gap = scored_by(gap, rows, _unruled(case))
        elif rows and len(advices) > 1:
            message = f"还没有写“{gap.column}”：{listed(rows)}{places}"
        else:
            shown = f"{listed(rows)}的{advice}" if rows and advice == gap.column else advice
            message = f"还没有写：{shown}{places}"
        subject = f"{gap.table}.{gap.column}" if gap.column else "评分" if gap.table == "评分" else advice
        quotes = tuple(quote for _, _, quote in group)
        yield Finding(ID, "warning", message, first.where, cure_of(gap, rows), subject, quotes)


def _unscored(case: Case) -> list[str]:
    sheet = case.scoresheet
    nodes = sheet.indicators if sheet is not None else ()
    return [node.code for node in nodes if node.leaf and sheet is not None and node.code not in sheet.scores]


def _unruled(case: Case) -> frozenset[str]:
    """The codes of the leaves that were told to have neither a rule nor a score given by hand."""
    findings = (one for one in case.findings if one.kind == "input" and one.subject == UNRULED)
    return frozenset(quote.text for one in findings for quote in one.quotes)


def _left_open(case: Case) -> Iterator[Finding]:
    """``××`` and empty brackets of a report that did not come from us."""
    for passage in passages(case, "heading", "body", "cell", "caption", "note", "footnote"):
        for found in _LEFT_OPEN.finditer(passage.text):
            around = passage.text[max(0, found.start() - 10) : found.end() + 10].strip()
            message = f"空位没有填：“{around}”"
            yield finding(ID, "warning", message, passage, "补上内容", quotes=(passage.quote(around),))


def _facts(engagement: Engagement) -> Iterator[Finding]:
    for fact in engagement.typed:
        if fact.empty and "." not in fact.id and fact.id not in engagement.expressions:
            place = fact.sources[0] if fact.sources else engagement.at
            yield Finding(ID, "warning", f"事实“{fact.id}”还没有值", place, "在“事实”表里填上，或删去这一行", fact.id)


def _undecided(engagement: Engagement, sheet: Scoresheet | None) -> Iterator[Finding]:
    for node in engagement.indicators:
        if not node.leaf or node.manual is not None:
            continue
        judged = node.rule is None or node.rule.kind not in ("panel", "composite")
        open_points = [point for point in node.points if judged and not point.verdict.strip()]
        if open_points:
            yield Finding(
                ID,
                "warning",
                f"{node.code} {node.name}有 {len(open_points)} 个要点还没有判定",
                open_points[0].at,
                "在“要点”表里写判定和事实",
                node.code,
            )
        elif sheet is not None and node.code not in sheet.scores:
            yield Finding(
                ID,
                "warning",
                f"{node.code} {node.name}还没有评分",
                node.at,
                "在“指标”表里写取值；规则给不出的，写人工得分、理由、底稿号和复核人",
                node.code,
            )
