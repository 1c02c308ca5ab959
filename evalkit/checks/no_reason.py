"""没有理由：扣分没有说明原因，人工给分缺理由、底稿号或复核人，核查事实照抄评价标准。

查什么：得分低于分值的指标，有没有写核查事实（或要点的事实）；人工给分的，理由、底稿号、复核人是否齐全，复核人是不是编制人本人；
核查事实（评分依据）有没有把评价标准换个语气抄一遍：两段文字每相邻三个字为一组，核查事实的各组有多大比例也在标准里，
达到七成的列出。单独的一份报告，查指标体系表的“评价标准”与“评分依据”两列。

例：标准写“审批文件、材料符合相关要求，得1分”，依据写“审批文件、材料符合相关要求”，没有文号、没有日期、没有凭证。

怎样改：写查到了什么：文号、凭证号、金额、日期、数量，再写符合或不符合哪一条。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._framework import frameworks, lines
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Quote
from evalkit.model.scoring import Indicator, Scoresheet
from evalkit.numbers import divide, trimmed

ID = "no_reason"
TITLE = "理由与依据"

#: A ground of which this share is also in the standard says nothing of its own.
REPEATS = Decimal("0.7")
#: Shorter grounds (“健全。”) share their few words by chance.
SHORTEST = 12

_CURE = "写查到的事实：文号、凭证号、金额、日期、数量，再说明符合或不符合哪一条"


def check(case: Case) -> tuple[Finding, ...]:
    """Deductions, manual scores and grounds without reasons of their own."""
    if case.engagement is not None:
        return tuple(_engagement(case.engagement, case.scoresheet))
    return tuple(_report(case))


def repeated(ground: str, standard: str, name: str = "") -> Decimal:
    """Which share of a ground's runs of three characters is also in the standard, 0 to 1; the project's name is no ground."""
    own, theirs = _runs(ground) - _runs(name), _runs(standard)
    return divide(Decimal(len(own & theirs)), Decimal(len(own))) if own else Decimal(0)


def _runs(text: str) -> set[str]:
    words = re.sub(r"[^\u4e00-\u9fa5A-Za-z]|得分|不得分|否则|是否|得满分", "", text)
    return {words[at : at + 3] for at in range(len(words) - 2)}


def _engagement(engagement: Engagement, sheet: Scoresheet | None) -> Iterator[Finding]:
    for node in engagement.indicators:
        if not node.leaf:
            continue
        score = sheet.scores.get(node.code) if sheet is not None else None
        if score is not None and score.deducted > 0 and not _reasoned(node):
            yield Finding(
                ID,
                "error",
                f"{node.code} {node.name}扣了 {trimmed(score.deducted)} 分，没有写查到的事实",
                node.at,
                f"在“指标”表的“核查事实”或“要点”表的“事实”里写明。{_CURE}",
                node.code,
            )
        for point in node.points:
            if point.verdict in ("不符合", "部分符合", "存在") and not point.fact.strip():
                yield Finding(
                    ID,
                    "error",
                    f"{node.code} {node.name}的要点“{point.text[:20]}”判为“{point.verdict}”，没有写事实",
                    point.at,
                    _CURE,
                    node.code,
                )
        yield from _manual(node, engagement)
        standard = "；".join(
            [score.standard if score is not None else "", node.standard, *(point.text for point in node.points)]
        )
        yield from _copies(node, standard, engagement.project.get("名称", ""))


def _reasoned(node: Indicator) -> bool:
    return bool(
        node.finding.strip()
        or (node.manual is not None and node.manual.reason.strip())
        or any(point.fact.strip() for point in node.points)
    )


def _manual(node: Indicator, engagement: Engagement) -> Iterator[Finding]:
    if node.manual is None:
        return
    manual = node.manual
    reviewer = manual.reviewer or node.reviewed_by or engagement.firm.get("默认复核人", "")
    lacks = [
        word
        for word, text in (("人工理由", manual.reason), ("底稿号", manual.paper), ("复核人", reviewer))
        if not text.strip()
    ]
    if lacks:
        yield Finding(
            ID,
            "error",
            f"{node.code} {node.name}由人给分，缺{'、'.join(lacks)}",
            manual.at,
            "人工给分须写理由、底稿号，并由编制人以外的人复核",
            node.code,
        )
    if reviewer.strip() and reviewer.strip() == node.prepared_by.strip():
        yield Finding(
            ID,
            "error",
            f"{node.code} {node.name}由人给分，复核人与编制人是同一人",
            manual.at,
            "换一位复核人",
            node.code,
        )


def _copies(node: Indicator, standard: str, name: str) -> Iterator[Finding]:
    for text, at in ((node.finding, node.at), *((point.fact, point.at) for point in node.points)):
        if len(text.strip()) >= SHORTEST and repeated(text, standard, name) >= REPEATS:
            yield Finding(
                ID,
                "warning",
                f"{node.code} {node.name}的核查事实照抄评价标准：“{text.strip()[:30]}”",
                at,
                _CURE,
                node.code,
                (Quote(text.strip(), at),),
            )


def _report(case: Case) -> Iterator[Finding]:
    name = case.document.title if case.document is not None else ""
    for grid, columns in frameworks(case):
        if columns.standard is None or columns.ground is None:
            continue
        for line in lines(grid, columns):
            where = grid.where(line.row, columns.ground)
            if line.score is not None and line.weight is not None and line.score < line.weight and not line.ground:
                yield Finding(
                    ID,
                    "error",
                    f"“{line.name}”扣了 {trimmed(line.weight - line.score)} 分，没有写评分依据",
                    where,
                    _CURE,
                    line.code or line.name,
                )
            if len(line.ground) >= SHORTEST and repeated(line.ground, line.standard, name) >= REPEATS:
                yield Finding(
                    ID,
                    "warning",
                    f"“{line.name}”的评分依据照抄评价标准",
                    where,
                    _CURE,
                    line.code or line.name,
                    (Quote(line.ground, where),),
                )
