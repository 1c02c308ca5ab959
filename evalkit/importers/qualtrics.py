"""Qualtrics 导出的答卷，标题占两行或三行。

第一行是“StartDate、EndDate、Status、IPAddress、Progress、Duration (in seconds)、Finished、RecordedDate、ResponseId”和题目的代码，
第二行是题干（多列的写“题干 - 行”），第三行是 ImportId，不是答卷；“题干 - 选项 - Text”（Q3_4_TEXT）里是这一项后面写的字。

例：第一行 `StartDate | EndDate | … | Q1 | Q2_1`，第二行 `Start Date | End Date | … | 您的单位 | 是否满意 - 服务态度`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "qualtrics"
TITLE = "Qualtrics"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="responseid",
        started="startdate",
        submitted="enddate",
        seconds="durationinseconds",
        source="ipaddress",
        other=(
            "Status",
            "Progress",
            "Finished",
            "RecordedDate",
            "RecipientLastName",
            "RecipientFirstName",
            "RecipientEmail",
            "ExternalReference",
            "ExternalDataReference",
            "LocationLatitude",
            "LocationLongitude",
            "DistributionChannel",
            "UserLanguage",
        ),
    ),
    (
        frozenset({"startdate", "enddate", "responseid"}),
        frozenset({"startdate", "recordeddate"}),
    ),
    Dialect((",", ";", "，"), _platform.NOTHING, _platform.SKIPPED),
    two_rows=True,
    month_first=True,
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 97 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart by the texts in the second row, or None when no question is found."""
    row = PLATFORM.header_row(sheet) or 0
    third = any("ImportId" in str(value or "") for value in (sheet.row(row + 2) if row + 2 < sheet.height else ()))
    return _platform.read(PLATFORM, sheet, questionnaire, 2 if third else 1)
