"""问卷星导出的答卷。

前几列是“序号、提交答卷时间、所用时间、来源、来源详情、来自IP”，其后一题一列，标题写作“1、题干”。
多选在一格里用“┋”隔开，其他项的附言写在“〖 〗”里，空白写“(空)”，按逻辑跳过的写“(跳过)”；矩阵题一行一列，写作
“11、(行标题)”或“13、题干—行标题”；按序号导出时选项是 1、2、3，跳过是 -3，空白是 -2（排序题是没有排的一项，各项都是 -2 的没有问到）；按分数导出时另有一列“总分”。

例：`序号 | 提交答卷时间 | 所用时间 | 来源 | 来源详情 | 来自IP | 1、您对发放是否及时的满意程度`。
IP、来源详情只用来筛查重复，不进入结果。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.importers._headings import HEADER_ROWS, headers
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "wjx"
TITLE = "问卷星"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="序号", submitted="提交答卷时间", seconds="所用时间", source="来自IP", total="总分", other=("来源", "来源详情"),
    ),
    (
        frozenset({"提交答卷时间", "所用时间"}),
        frozenset({"提交答卷时间", "序号", "来源"}),
        frozenset({"来自ip", "序号", "来源"}),
    ),
    Dialect(
        ("┋", "→", "⇢", "|", ";", "；"), _platform.NOTHING | {"-2", "-2.0"}, _platform.SKIPPED | {"-3", "-3.0"},
        frozenset({"-2", "-2.0"}),
    ),
)  # fmt: skip


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there, unsure when only its way of numbering questions is."""
    if PLATFORM.header_row(sheet) is not None:
        return 95
    for index in range(min(HEADER_ROWS, sheet.height)):
        heads = [head for head in headers(sheet, index) if head.text]
        if len(heads) >= 3 and all("、" in head.text and head.number for head in heads):
            return 40
    return 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
