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
from evalkit.model.places import Finding
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
        found.extend(_undecided(case.engagement, case.scoresheet))
    for passage in passages(case):
        for start, end in passage.gaps:
            words = passage.text[start:end]
            advice = words.removeprefix("【待填：").removesuffix("】")
            found.append(
                finding(
                    ID,
                    "warning",
                    f"还没有写：{advice}",
                    passage,
                    "补写",
                    subject=advice,
                    quotes=(passage.quote(words),),
                )
            )
        if case.engagement is None and passage.kind not in ("sign", "cover"):
            for open_ in _LEFT_OPEN.finditer(passage.text):
                around = passage.text[max(0, open_.start() - 10) : open_.end() + 10].strip()
                message = f"空位没有填：“{around}”"
                found.append(finding(ID, "warning", message, passage, "补上内容", quotes=(passage.quote(around),)))
    return tuple(found)


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
