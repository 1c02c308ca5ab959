"""Google 表单的回复表。

第一列是“时间戳记”（Timestamp），其后标题就是题干；多选用“, ”隔开，选项里可以有逗号；矩阵写作“题干 [行]”。

例：`时间戳记 | 您的单位 | 您对发放是否满意 | 各方面是否满意 [服务态度]`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "googleforms"
TITLE = "Google 表单"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        submitted="timestamp 时间戳记 时间戳",
        other=("电子邮件地址", "Email Address", "Username", "用户名", "分数", "Score", "得分"),
    ),
    (
        frozenset({"timestamp"}),
        frozenset({"时间戳记"}),
        frozenset({"时间戳"}),
    ),
    Dialect((", ", ",", ";", "、"), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 60 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
