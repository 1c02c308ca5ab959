"""金数据导出的表单数据。

标题就是字段的名称，系统列在最后：“提交人、提交时间、修改时间、填写设备、操作系统、浏览器、填写时长、IP、微信昵称、微信OpenID”；
多选在一格里用逗号或换行隔开，矩阵写作“题干-行”或“题干：行”。

例：`序号 | 您的单位 | 您对发放是否满意 | 提交人 | 提交时间 | 修改时间 | IP`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "jinshuju"
TITLE = "金数据"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="序号",
        submitted="提交时间",
        seconds="填写时长",
        source="ip ip地址 填写ip",
        person="微信openid openid",
        other=(
            "提交人",
            "修改时间",
            "更新时间",
            "填写设备",
            "操作系统",
            "浏览器",
            "微信昵称",
            "微信头像",
            "微信性别",
            "微信省市",
            "微信国家",
            "微信省份",
            "微信城市",
            "填写地区",
            "填写时长单位",
            "扩展属性",
            "来源",
        ),
    ),
    (
        frozenset({"提交时间", "填写设备"}),
        frozenset({"提交人", "提交时间"}),
        frozenset({"提交时间", "修改时间", "ip"}),
        frozenset({"提交时间", "微信昵称"}),
    ),
    Dialect(("┋", "|", "\n", ";", "；", "，", ","), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
