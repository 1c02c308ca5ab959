"""普通表格：一行一份答卷，一列一题，标题行写题干或题号。

认不出平台的答卷都按这里读：标题行上面可以有表名，按题干（不计空格和标点）或题号对列；多选用“┋；;、，,|”或换行隔开。
有“提交时间”“用时”“IP”一类的列时，用来筛查重复和作答过快。

例：`编号 | 日期 | Q1 您的单位 | Q2 您是否满意`，或 `2025年满意度调查表`（表名）下面一行 `您的单位 | 您是否满意`。
"""

from __future__ import annotations

from evalkit.importers import _layout
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "plain"
TITLE = "普通表格"

SECONDS = ("用时", "所用时间", "答题时长", "答题用时", "作答时长", "用时秒")
SUBMITTED = ("提交时间", "填写时间", "提交答卷时间", "结束答题时间", "时间戳记", "timestamp", "end", "submissiontime")
SOURCE = ("ip", "来自ip", "ip地址", "填写ip")
PERSON = ("用户标识", "openid", "微信openid", "用户id")
OTHERS = ("序号", "编号", "问卷编号", "答卷编号")
KNOWN = (*SECONDS, *SUBMITTED, *SOURCE, *PERSON, *OTHERS)

DIALECT = Dialect(
    ("┋", "；", ";", "|", "\n", "、", "，", ","), frozenset({"", "(空)", "nan", "N/A"}), frozenset({"(跳过)"})
)


def recognise(sheet: Sheet) -> int:
    """Any sheet of two rows and more may be one, if nobody else claims it."""
    return 10 if sheet.height > 1 else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet read under the row that names most questions, or None when no row names any."""
    candidates = []
    for row in range(min(_layout.HEADER_ROWS, sheet.height)):
        found = _layout.headers(sheet, row)
        columns, findings = _layout.match(sheet, row, questionnaire, found, KNOWN)
        candidates.append((len(columns), -row, columns, findings))
    most, minus, columns, findings = max(candidates, key=lambda one: one[:2])
    if not most:
        cure = "标题行写题干或题号（如 Q1），一列一题；看看是不是拿错了问卷或答卷"
        return None, (fault(sheet.where(0), f"认不出哪一行是标题：没有一列是问卷“{questionnaire.title}”的题目", cure),)
    row = -minus
    rows, more = _layout.form_rows(sheet, row + 1)
    named = {head.whole: head.column for head in reversed(_layout.headers(sheet, row, columns.values()))}
    return (
        Export(
            ID,
            sheet,
            rows,
            columns,
            DIALECT,
            _first(named, SECONDS),
            _first(named, SUBMITTED),
            _first(named, SOURCE),
            _first(named, PERSON),
        ),
        (*findings, *more),
    )


def _first(named: dict[str, int], names: tuple[str, ...]) -> int | None:
    return next((named[name] for name in names if name in named), None)
