"""腾讯问卷导出的答卷。

前几列是“编号、开始答题时间、结束答题时间、答题时长、地理位置、用户类型、用户标识、昵称、自定义字段”，题目写作“1.题干”；
多选拆成几列，写作“1.题干:选项”，选中的格里是选项；选项前可以有字母“A.”，附言写在“___”后面。

例：`编号 | 开始答题时间 | 结束答题时间 | 答题时长 | 用户标识 | 昵称 | 1.您对发放是否满意`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "tencent"
TITLE = "腾讯问卷"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="编号",
        started="开始答题时间",
        submitted="结束答题时间",
        seconds="答题时长",
        source="ip ip地址",
        person="用户标识",
        other=(
            "地理位置国家和地区",
            "地理位置省",
            "地理位置市",
            "地理位置区",
            "用户类型",
            "昵称",
            "自定义字段",
            "用户组",
            "设备型号",
            "UA",
            "浏览器",
            "来源",
        ),
    ),
    (
        frozenset({"开始答题时间", "结束答题时间"}),
        frozenset({"编号", "答题时长", "用户类型"}),
    ),
    Dialect(("┋", "|", "\n", ";", "；", "，", ","), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
