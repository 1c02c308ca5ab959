"""问卷星导出的答卷。

前几列是“序号、提交答卷时间、所用时间、来源、来源详情、来自IP”，其后一题一列，标题写作“1、题干”。
多选在一格里用“┋”隔开，其他项的附言写在“〖 〗”里，空白写“(空)”，按逻辑跳过的写“(跳过)”；矩阵题一行一列，写作
“11、(行标题)”或“13、题干—行标题”；按序号导出时选项是 1、2、3，跳过是 -3，空白是 -2。

例：`序号 | 提交答卷时间 | 所用时间 | 来源 | 来源详情 | 来自IP | 1、您对发放是否及时的满意程度`。
IP、来源详情只用来筛查重复，不进入结果。
"""

from __future__ import annotations

from evalkit.importers import _layout
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet
from evalkit.numbers import plain

ID = "wjx"
TITLE = "问卷星"

#: Columns the platform adds of itself.
OWN = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分")

DIALECT = Dialect(("┋", "→", ";", "；"), frozenset({"", "(空)", "-2"}), frozenset({"(跳过)", "-3"}))


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there, unsure when only its way of numbering questions is."""
    row = _header_row(sheet)
    if row is not None:
        return 95
    for index in range(min(_layout.HEADER_ROWS, sheet.height)):
        heads = [head for head in _layout.headers(sheet, index) if head.text]
        if len(heads) >= 3 and all("、" in head.text and head.number for head in heads):
            return 40
    return 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    row = _header_row(sheet)
    if row is None:
        row = 0
    own = {
        plain(str(value or "")): column for column, value in enumerate(sheet.row(row)) if plain(str(value or "")) in OWN
    }
    columns, findings = _layout.match(sheet, row, questionnaire, _layout.headers(sheet, row, own.values()))
    rows, more = _layout.form_rows(sheet, row + 1)
    findings = (*findings, *more)
    if not columns:
        cure = "看看是不是拿错了问卷或答卷；题干应与平台上的一致"
        return None, (fault(sheet.where(row), f"没有一列是问卷“{questionnaire.title}”的题目", cure),)
    seconds, submitted, source = (own.get(name) for name in ("所用时间", "提交答卷时间", "来自IP"))
    return Export(ID, sheet, rows, columns, DIALECT, seconds, submitted, source), findings


def _header_row(sheet: Sheet) -> int | None:
    for index in range(min(_layout.HEADER_ROWS, sheet.height)):
        named = {plain(str(value or "")) for value in sheet.row(index)}
        if len(named & set(OWN)) >= 3 and named & {"提交答卷时间", "来自IP"}:
            return index
    return None
