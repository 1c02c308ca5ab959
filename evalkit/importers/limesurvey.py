"""LimeSurvey 导出的回复。

前几列是“id、submitdate、lastpage、startlanguage、seed、startdate、datestamp、ipaddr”（或它们的全称）；题目写作代码 Q1、
代码加题干“Q1. 题干”或只有题干；多选和矩阵一行一列，写作“Q8[SQ001]”或“题干 [行]”；没有问到的写 N/A，多选的格里是 是/否、Y/N。
“Q3[other]”里是“其他”后面写的字；排序题一位一列，写作“Q11[1]”或“题干 [排名 1]”，格里是排在那一位的选项。

例：`id | submitdate | lastpage | startlanguage | Q1 | Q8[SQ001] | Q8[SQ002]`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "limesurvey"
TITLE = "LimeSurvey"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="id responseid 答复id 回复id 答案id antwortid idresponseid",
        started="startdate datestarted 开始日期 startdatedatestarted datumgestartet",
        submitted="submitdate datesubmitted 提交日期 submitdatedatesubmitted datumabgeschickt",
        seconds="interviewtime totaltime 总时间 gesamtzeit",
        source="ipaddr ipaddress ip地址 ipadresse ipaddripaddress",
        person="token accesscode tokenaccesscode 令牌",
        other=(
            "lastpage",
            "Last page",
            "lastpage. Last page",
            "最后一页",
            "最后页面",
            "Letzte Seite",
            "startlanguage",
            "Start language",
            "startlanguage. Start language",
            "起始语言",
            "开始语言",
            "Start-Sprache",
            "seed",
            "seed. Seed",
            "Zufallsstartwert",
            "datestamp",
            "Date last action",
            "datestamp. Date last action",
            "最后操作日期",
            "Datum letzte Aktivität",
            "refurl",
            "Referrer URL",
        ),
    ),
    (
        frozenset({"lastpage", "startlanguage"}),
        frozenset({"lastpagelastpage", "startlanguagestartlanguage"}),
        frozenset({"最后一页", "起始语言"}),
        frozenset({"最后页面", "起始语言"}),
        frozenset({"letzteseite", "startsprache"}),
    ),
    Dialect(("┋", ";", ","), _platform.NOTHING, _platform.SKIPPED | {"N/A"}),
    ranks_by_place=True,
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
