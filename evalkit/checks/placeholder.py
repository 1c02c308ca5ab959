"""待填：还没有写的部分。

查什么：报告里的每一处【待填：…】，“事实”表里值还空着的事实，还没有判定或评分的指标。单独的一份报告里，
还查没有替换的“××”“XX”“【】”一类的空位。

例：第五章还有【待填：建议】；C12 还没有取值，评不了分。

怎样改：按提示补写，再运行一次。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.checks._passages import finding, passages
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Quote
from evalkit.model.scoring import Scoresheet

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
        told = {one.subject for one in case.findings if one.kind == ID}
        found.extend(one for one in _undecided(case.engagement, case.scoresheet) if one.subject not in told)
    found.extend(_gaps(case))
    if case.engagement is None:
        found.extend(_left_open(case))
    return tuple(found)


def _gaps(case: Case) -> Iterator[Finding]:
    """Every piece of advice once, with all its places; the gaps of one table together."""
    told: dict[str, list[Quote]] = {}
    advice: dict[str, list[str]] = {}
    for passage in passages(case):
        for start, end in passage.gaps:
            words = passage.text[start:end]
            text = words.removeprefix("【待填：").removesuffix("】")
            key = passage.where.spot.rpartition(" ")[0] if passage.kind == "cell" else text
            told.setdefault(key, []).append(passage.quote(words))
            advice.setdefault(key, []).append(text)
    for key, quotes in told.items():
        texts = list(dict.fromkeys(advice[key]))
        listed = "；".join(texts[:3]) + ("等" if len(texts) > 3 else "")
        places = f"（{len(quotes)} 处）" if len(quotes) > 1 else ""
        yield Finding(ID, "warning", f"还没有写：{listed}{places}", quotes[0].where, "补写", key, tuple(quotes))


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
        open_points = [point for point in node.points if not point.verdict.strip()]
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
