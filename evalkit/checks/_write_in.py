"""Where what is still to be written belongs: the table and column, the folder, or the chapter behind a placeholder.

A report is written anew by every ``build``, so no cure ever sends anybody into the .docx.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from evalkit.checks._passages import Passage
from evalkit.model.case import Case
from evalkit.model.document import Table
from evalkit.model.scoring import Indicator
from evalkit.words import FIRM, FUNDS, PROJECT

#: More rows than this are counted, not named.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A place to fill: what tells it from others, the table and column (blank: none), and the row's code or label.

    ``cure`` is what to do where no table and column say it.
    """

    table: str
    column: str = ""
    row: str = ""
    cure: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.table, self.column, self.cure)


_SCORES = Gap("评分", cure="先填取值或判定，评出得分；这里由程序写")
_SCORED_LATER = re.compile(
    r"评完|^评分$|的得分(?:$|：填好)|的(?:扣分|得分率)$|^(?:总分|等级|总得分率|体系\.总扣分|体系\.扣分)|^(?:得分|得分率|扣分|取值)$"
)
_SURVEY = re.compile(r"问卷|答卷")

#: Words of a placeholder, and the table and column it is filled from.
_COLUMNS = (
    (r"查到了什么|^核查事实$", "指标", "核查事实"),
    (r"^业绩值$", "指标", "业绩值"),
    (r"^目标值$|^年度指标值$", "指标", "目标值"),
    (r"^实际完成值$", "指标", "实际完成值"),
    (r"^评价标准$", "指标", "评价标准"),
    (r"^指标解释$", "指标", "指标解释"),
    (r"人工评分理由|由人给分的理由", "指标", "人工理由"),
    (r"^底稿号$", "指标", "底稿号"),
    (r"^复核人$", "指标", "复核人"),
    (r"扣分原因$", "要点", "事实"),
    (r"目标值和实际完成值", "指标", "目标值”和“实际完成值"),
    (r"^指标表：", "指标", ""),
    (r"阶段做了什么", "进度", "工作内容"),
    (r"起止日期$", "进度", "开始”和“结束"),
    (r"违反了什么规定", "问题建议", "标准"),
    (r"为什么会这样", "问题建议", "原因"),
    (r"造成了什么后果", "问题建议", "影响"),
    (r"扣分指标，或没有扣分|对应的指标，或没有扣分", "问题建议", "指标”或“说明"),
    (r"^责任主体$", "问题建议", "责任主体"),
    (r"^具体怎样做$", "问题建议", "措施"),
    (r"^什么时候做完$", "问题建议", "时限"),
    (r"针对问题\S*的?建议|提出建议", "问题建议", "建议"),
    (r"扣分的问题，写在|有扣分而没有写问题|^发现的问题，写在", "问题建议", ""),
    (r"评价依据的法规|^依据表", "依据", ""),
    (r"^资金表：", "资金", ""),
    (r"^佐证表：", "佐证", ""),
    (r"^团队表：|^签字成员$", "团队", ""),
)


def gap_of(case: Case, passage: Passage, advice: str) -> Gap:
    """Where a placeholder is filled in."""
    if _SCORED_LATER.search(advice):
        return _SCORES
    named = re.split("——", advice)[0]
    for form, spec in (("项目", PROJECT), ("机构", FIRM)):
        key = named.removeprefix(form).removeprefix(".")
        if named.startswith(form) and spec.field(key) is not None:
            return Gap(form, key)
    if named.startswith("资金."):
        column = named.rpartition(".")[2]
        if FUNDS.field(column) is not None:
            return Gap("资金", column)
        return Gap("资金率", cure="在“资金”表填好预算数、到位数、支出数，比率和结余由程序计算")
    if case.engagement is not None and named in {fact.id for fact in case.engagement.typed}:
        return Gap("事实", "值", named)
    if "营业执照" in advice:
        return Gap("营业执照", cure="把图片放进 attachments 文件夹，在“机构”表的“营业执照”写文件名")
    for pattern, table, column in _COLUMNS:
        if re.search(pattern, advice):
            return Gap(table, column, _row(case, passage, advice) if table in ("指标", "要点") else "")
    if advice.startswith("引用"):
        return Gap("引用", cure="所引的表还没有内容，填好它的数据后由程序编号")
    if _SURVEY.search(advice) or "网络问卷" in advice or (passage.kind == "body" and advice == "开始和结束日期"):
        return _of_survey(advice)
    return Gap("章节", cure=_chapter(passage))


def cure_of(gap: Gap, rows: list[str]) -> str:
    """The cure in words: ``在“指标”表 C12 这一行填写“业绩值”``."""
    if gap.cure:
        return gap.cure
    if not gap.column:
        return f"填写“{gap.table}”表"
    if gap.table == "要点":
        return f"在“要点”表{_rows(rows)}写判定和“{gap.column}”；没有要点的，写“指标”表的“核查事实”"
    return f"在“{gap.table}”表{_rows(rows)}填写“{gap.column}”"


def listed(rows: list[str]) -> str:
    """The rows by name; of very many, the first and their number."""
    more = f"等 {len(rows)} 行" if len(rows) > MOST_NAMED else ""
    return "、".join(rows[:MOST_NAMED]) + more


def _rows(rows: list[str]) -> str:
    if not rows:
        return ""
    return f" {listed(rows)} {'这一行' if len(rows) == 1 else '这几行'}"


def _of_survey(advice: str) -> Gap:
    if "网络问卷" in advice:
        return Gap("问卷方式", cure="在 questionnaires 文件夹的问卷文件里写“方式”")
    if advice == "开始和结束日期":
        return Gap("问卷时间", cure="在 questionnaires 文件夹的问卷文件里写“调查时间”")
    return Gap("答卷", cure="把平台导出的答卷放进 responses 文件夹，文件名与问卷相同；份数和统计由程序写")


def _row(case: Case, passage: Passage, advice: str) -> str:
    """The code of the indicator a placeholder is about: named in its words, in its row, or before it in its paragraph."""
    leaves = _leaves(case)
    block = passage.block
    found = re.search(r"第(\d+)行第\d+列$", passage.where.spot)
    if passage.kind == "cell" and isinstance(block, Table) and found:
        texts = ["".join(cell.text.split()) for cell in block.grid()[int(found[1]) - 1]]
        for leaf in leaves:
            name = "".join(leaf.name.split())
            if any(text in (name, leaf.code + name) for text in texts):
                return leaf.code
        return ""
    for words in (advice, passage.text):
        named = [leaf for leaf in leaves if leaf.name in words]
        if named:
            return max(named, key=lambda leaf: (-words.index(leaf.name), len(leaf.name))).code
    return ""


def _leaves(case: Case) -> tuple[Indicator, ...]:
    nodes = case.engagement.indicators if case.engagement is not None else ()
    return tuple(node for node in nodes if node.leaf)


def _chapter(passage: Passage) -> str:
    """The chapter a placeholder stands in, by the file and line it was born from."""
    at = passage.block.at
    path = PurePosixPath(at.file)
    if path.suffix != ".md":
        return "在项目文件夹 chapters 里本章的文件写这一段（没有的，复制模板的同名章节），再运行 evalkit build"
    line = at.spot.partition(":")[0]
    where = f"第 {line} 行" if line else ""
    return f"在 chapters/{path.name} 写这一段（{where}；没有这个文件的，复制模板的同名章节再写）"
