"""普通表格：一行一份答卷，一列一题，标题行写题干或题号。

认不出平台的答卷都按这里读：标题行上面可以有表名，标题可以占两行（上一行题干，下一行各行或各选项），按题干（不计空格和标点）或
题号对列；多选用“┋；;、，,|”或换行隔开；答案也可以写选项的字母 A、B、C。有“提交时间”“用时”“IP”一类的列时，用来筛查重复和作答过快。
排序题可以一位一列：“题干（第一位）、题干（第二位）”或“第一名、第二名”，格里是排在那一位的选项。

例：`编号 | 日期 | Q1 您的单位 | Q2 您是否满意`，或 `2025年满意度调查表`（表名）下面一行 `您的单位 | 您是否满意`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.importers._headings import HEADER_ROWS, headers, squeeze
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "plain"
TITLE = "普通表格"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="序号 编号 问卷编号 答卷编号 问卷序号",
        started="开始时间 开始答题时间 开始填写时间 starttime startdate",
        submitted="提交时间 填写时间 提交答卷时间 结束答题时间 答题时间 时间戳记 时间戳 timestamp end submissiontime",
        seconds="用时 所用时间 答题时长 填写时长 答题用时 作答时长 用时秒",
        source="ip 来自ip ip地址 填写ip 来源代号",
        person="用户标识 openid 微信openid 用户id 用户代号",
        way="收集方式 填答方式 答卷来源",
        other=(
            "原文件行号",
            "调查地点",
            "第一次录入的行",
            "不一致的题",
            "录入人",
            "录入员",
            "调查员",
            "访问员",
            "调查日期",
            "日期",
            "备注",
        ),
    ),
    (),
    Dialect(("┋", "；", ";", "|", "\n", "、", "，", ",", "→"), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Any sheet of two rows and more may be one, if nobody else claims it."""
    return 10 if sheet.height > 1 else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet read under the row, or the two rows, that name most questions, or None when no row names any."""
    height = min(HEADER_ROWS, sheet.height)
    choices = [_platform.Heads(row, row, headers(sheet, row)) for row in range(height)]
    choices += [_platform.Heads(row, row, headers(sheet, row, above=row - 1)) for row in range(1, height)]
    heads = max(choices, key=lambda one: _platform.promise(one.columns, questionnaire))
    asked = {squeeze(question.text) for question in questionnaire.questions}
    roles = {
        head.column: PLATFORM.own[head.whole]
        for head in heads.columns
        if head.whole in PLATFORM.own and head.whole not in asked
    }
    left = tuple(head for head in heads.columns if head.column not in roles)
    export, findings = _platform.assemble(
        PLATFORM, sheet, questionnaire, roles, _platform.Heads(heads.row, heads.last, left)
    )
    if export is None:
        cure = "标题行写题干或题号（如 Q1），一列一题；看看是不是拿错了问卷或答卷"
        return None, (fault(sheet.where(0), f"认不出哪一行是标题：没有一列是问卷“{questionnaire.title}”的题目", cure),)
    return export, findings
