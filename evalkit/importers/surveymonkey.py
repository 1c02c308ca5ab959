"""SurveyMonkey 导出的答卷，标题占两行。

第一行是“Respondent ID、Collector ID、Start Date、End Date、IP Address”（中文界面：受访者 ID、收集器 ID、开始日期、结束日期、IP 地址）
和题干，题干后面同一题的列是空的；第二行是选项或矩阵的行，只有一列的题写“Response”（回复）。

例：第一行 `Respondent ID | Collector ID | … | 您的单位 | 获知途径 | （空）`，第二行 `（空） | （空） | … | Response | 微信 | 公示`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "surveymonkey"
TITLE = "SurveyMonkey"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="respondentid 受访者id 答题者id",
        started="startdate 开始日期",
        submitted="enddate 结束日期",
        source="ipaddress ip地址",
        other=(
            "Collector ID",
            "收集器 ID",
            "Date Created",
            "Date Modified",
            "创建日期",
            "修改日期",
            "Email Address",
            "电子邮件地址",
            "First Name",
            "Last Name",
            "名字",
            "姓氏",
            "Custom Data 1",
            "Custom Data",
            "自定义数据 1",
            "自定义数据",
        ),
    ),
    (
        frozenset({"respondentid", "collectorid"}),
        frozenset({"受访者id", "收集器id"}),
        frozenset({"答题者id", "收集器id"}),
    ),
    Dialect((";", ","), _platform.NOTHING, _platform.SKIPPED),
    month_first=True,
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
