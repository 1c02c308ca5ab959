"""The sheets 佐证, 版本分 and 意见 of the scoring paper: what the scores rest on and how they became what they are."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.writers._book import Page
from evalkit.writers._paper import FIRST_ROW, HEADER_ROW, Paper

EVIDENCE_COLUMNS = ("索引号", "名称", "文号或凭证号", "日期", "页数", "提供单位", "文件", "用于指标")
VERSION_COLUMNS = ("编码", "指标", "版本", "原得分", "得分", "理由", "决定人", "依据", "日期")
OPINION_COLUMNS = ("序号", "提出单位", "位置", "意见", "采纳", "理由")


def has_evidence(paper: Paper) -> bool:
    return bool(paper.case.engagement and paper.case.engagement.evidence)


def has_versions(paper: Paper) -> bool:
    return bool(paper.case.engagement and paper.case.engagement.versions)


def has_opinions(paper: Paper) -> bool:
    return bool(paper.case.engagement and paper.case.engagement.opinions)


def write_evidence(page: Page, paper: Paper) -> None:
    """The evidence by its index, with the indicators that cite it themselves or in one of their points."""
    page.widths((10, 46, 22, 16, 8, 28, 30, 24))
    _head(page, f"{paper.title}佐证目录", "“指标评分”“要点”两表的佐证按索引号在这里查。", EVIDENCE_COLUMNS, paper)
    engagement = paper.case.engagement
    for row, one in enumerate(engagement.evidence if engagement else (), FIRST_ROW):
        used = [
            leaf.code
            for leaf in paper.leaves
            if one.index in leaf.evidence or any(one.index in point.evidence for point in leaf.points)
        ]
        page.text(row, 0, one.index, "center")
        words = (one.name, one.reference, one.date, one.pages, one.provider, one.file, "、".join(used))
        for column, text in enumerate(words, 1):
            page.text(row, column, text, "center" if column in (3, 4) else "cell")


def write_versions(page: Page, paper: Paper) -> None:
    """Every adjustment of a score: from what to what, why, and who decided."""
    page.widths((8, 26, 10, 9, 9, 60, 12, 12, 14))
    _head(page, f"{paper.title}得分调整记录", "从自评到定稿每次调整得分的理由、决定人和依据。", VERSION_COLUMNS, paper)
    engagement = paper.case.engagement
    names = {leaf.code: leaf.name for leaf in paper.leaves}
    for row, one in enumerate(engagement.versions if engagement else (), FIRST_ROW):
        page.text(row, 0, one.code, "center")
        page.text(row, 1, names.get(one.code, ""))
        page.text(row, 2, one.version, "center")
        if one.old is None:
            page.text(row, 3, "", "center")
        else:
            page.number(row, 3, one.old)
        page.number(row, 4, one.new)
        page.text(row, 5, one.reason)
        page.text(row, 6, one.decided_by, "center")
        page.text(row, 7, one.paper, "center")
        page.text(row, 8, one.day.isoformat() if one.day else "", "center")


def write_opinions(page: Page, paper: Paper) -> None:
    """The opinions on the draft and how each was answered."""
    page.widths((8, 28, 24, 56, 10, 56))
    _head(page, f"{paper.title}征求意见及采纳情况", "不采纳或部分采纳的，理由一栏应当写明。", OPINION_COLUMNS, paper)
    engagement = paper.case.engagement
    for row, one in enumerate(engagement.opinions if engagement else (), FIRST_ROW):
        page.text(row, 0, str(row - FIRST_ROW + 1), "center")
        for column, text in enumerate((one.source, one.place, one.text, one.adopted, one.reason), 1):
            page.text(row, column, text, "center" if column == 4 else "cell")


def _head(page: Page, title: str, remark: str, columns: Sequence[str], paper: Paper) -> None:
    page.merge(0, 0, 0, len(columns) - 1, title, "title")
    page.merge(1, 0, 1, len(columns) - 1, remark, "remark")
    page.head(HEADER_ROW, columns)
    page.setup(HEADER_ROW, 1, paper.title)
