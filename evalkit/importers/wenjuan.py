"""问卷网导出的答卷（多为 GBK 编码的 CSV）。

系统列有“序号、开始时间、结束时间（提交时间）、答题时长、来源渠道、IP、地区”；题目写作“Q1:题干”或“1.题干”，多选和矩阵拆成几列，
写作“Q3:题干:选项”。

例：`序号 | 开始时间 | 结束时间 | 答题时长 | IP | Q1:您的单位 | Q2:您对发放是否满意`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "wenjuan"
TITLE = "问卷网"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="序号 编号 答卷编号",
        started="开始时间 答题开始时间",
        submitted="结束时间 提交时间 答题结束时间",
        seconds="答题时长",
        source="ip ip地址",
        person="用户id",
        other=(
            "来源渠道",
            "渠道",
            "来源",
            "地区",
            "省份",
            "城市",
            "国家",
            "浏览器",
            "操作系统",
            "设备",
            "状态",
            "答卷状态",
        ),
    ),
    (
        frozenset({"答题时长", "结束时间"}),
        frozenset({"答题时长", "提交时间"}),
        frozenset({"答题时长", "来源渠道"}),
    ),
    Dialect(("┋", "|", "\n", ";", "；", "、", "，", ","), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 90 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
