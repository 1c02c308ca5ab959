"""Microsoft Forms 导出的回复。

前几列是“ID、开始时间、完成时间、电子邮件、名称”（英文界面是 ID、Start time、Completion time、Email、Name），其后标题就是题干；
多选和排序用“;”隔开，末尾也有一个“;”。

例：`ID | 开始时间 | 完成时间 | 电子邮件 | 名称 | 您的单位 | 您对发放是否满意`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "msforms"
TITLE = "Microsoft Forms"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="id",
        started="starttime 开始时间",
        submitted="completiontime 完成时间",
        other=(
            "Start time",
            "Completion time",
            "Email",
            "Name",
            "Language",
            "Last modified time",
            "电子邮件",
            "名称",
            "姓名",
            "语言",
            "上次修改时间",
            "Total points",
            "Quiz feedback",
        ),
    ),
    (
        frozenset({"starttime", "completiontime"}),
        frozenset({"开始时间", "完成时间"}),
    ),
    Dialect((";", "；"), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
