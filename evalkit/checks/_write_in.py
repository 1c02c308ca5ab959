"""Where what is still to be written belongs: the table and column, the folder, or the chapter behind a placeholder.

A report is written anew by every ``build``: what is typed in the .docx stays only when ``evalkit sync`` takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from evalkit.checks._passages import Passage
from evalkit.model.case import Case
from evalkit.model.document import Table
from evalkit.model.scoring import Indicator
from evalkit.words import FIRM, FUNDS, PROJECT, RARE, table

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
#: Tables a new workbook does not have.
_ADDED = tuple(spec.name for spec in RARE)
_SURVEY = re.compile(r"问卷|答卷")

#: A whole table that is empty (``团队表：…``, ``填“合规检查”表``), and one named after what is asked.
_TABLE = re.compile(r"^([^“”：，]+?)表(?:：|里)|填“([^”]+)”表")
_WRITTEN_IN = re.compile(r"写在([^“”：，]+?)表")
_ATTACHED = re.compile(r"^attachments 文件夹里的(“[^”]+”)$")

#: Words of a placeholder, and the table and column it is filled from.
_COLUMNS = (
    (r"^查到了什么$", "合规检查", "情况"),
    (r"^结论$|^各项都有结论以后", "合规检查", "结论"),
    (r"^采纳、部分采纳或不采纳$", "意见", "采纳"),
    (r"^没有采纳的理由$", "意见", "理由"),
    (r"^姓名$", "团队", "姓名"),
    (r"查到了什么|^核查事实$", "指标", "核查事实"),
    (r"^业绩值$", "指标", "业绩值"),
    (r"^目标值$|^年度指标值$", "指标", "目标值"),
    (r"^实际完成值$", "指标", "实际完成值"),
    (r"^评价标准$", "指标", "评价标准"),
    (r"^指标解释$|^考察什么$", "指标", "指标解释"),
    (r"^数据来源$", "指标", "数据来源"),
    (r"人工评分理由|由人给分的理由", "指标", "人工理由"),
    (r"^底稿号$", "指标", "底稿号"),
    (r"^复核人$", "指标", "复核人"),
    (r"扣分原因$", "要点", "事实"),
    (r"目标值和实际完成值", "指标", "目标值”和“实际完成值"),
    (r"没有足额到位的原因", "资金", "备注"),
    (r"阶段做了什么", "进度", "工作内容"),
    (r"起止日期$", "进度", "开始”和“结束"),
    (r"违反了什么规定", "问题建议", "标准"),
    (r"为什么会这样", "问题建议", "原因"),
    (r"造成了什么后果", "问题建议", "影响"),
    (r"扣分指标，或没有扣分|对应的指标，或没有扣分", "问题建议", "指标”或“说明"),
    (r"^责任主体$|^由谁做$", "问题建议", "责任主体"),
    (r"^具体怎样做$", "问题建议", "措施"),
    (r"^什么时候做完$", "问题建议", "时限"),
    (r"针对问题\S*的?建议|提出建议", "问题建议", "建议"),
    (r"有扣分而没有写问题", "问题建议", ""),
    (r"^签字成员$", "团队", ""),
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
    if found := _ATTACHED.search(advice):
        return Gap("附件文件", cure=f"把{found[1]}放进 attachments 文件夹")
    if name := _table_named(_TABLE, advice):
        return Gap(name)
    for pattern, name, column in _COLUMNS:
        if re.search(pattern, advice):
            return Gap(name, column, _row(case, passage, advice) if name in ("指标", "要点") else "")
    if name := _table_named(_WRITTEN_IN, advice):
        return Gap(name)
    if advice.startswith("引用"):
        return Gap("引用", cure="所引的表还没有内容，填好它的数据后由程序编号")
    if (
        (_SURVEY.search(advice) and "在这里说明" not in advice)
        or "网络问卷" in advice
        or (passage.kind == "body" and advice == "开始和结束日期")
    ):
        return _of_survey(advice)
    return Gap("章节", cure=_chapter(case, passage))


def cure_of(gap: Gap, rows: list[str]) -> str:
    """The cure in words: ``在“指标”表 C12 这一行填写“业绩值”``."""
    if gap.cure:
        return gap.cure
    if not gap.column:
        new = f"；底稿里没有的，加一张“{gap.table}”工作表，列见 docs/tables.md" if gap.table in _ADDED else ""
        return f"填写“{gap.table}”表{new}"
    if gap.table == "要点":
        return f"在“要点”表{_rows(rows)}写判定和“{gap.column}”；没有要点的，写“指标”表的“核查事实”"
    return f"在“{gap.table}”表{_rows(rows)}填写“{gap.column}”"


def scored_by(gap: Gap, rows: list[str], unruled: Container[str]) -> Gap:
    """The gap of the scores with what the rows wait for: a rule, where they have none, before anything else."""
    lacking = [row for row in rows if row in unruled]
    if not lacking:
        return gap
    if len(lacking) == len(rows):
        return replace(gap, cure="先在“指标”表写规则（现在没有规则），再填取值或判定，评出得分；这里由程序写")
    return replace(gap, cure=f"{listed(lacking)}没有规则，先在“指标”表写规则；其余{gap.cure}")


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


def _table_named(pattern: re.Pattern[str], advice: str) -> str:
    """The table that the words of a placeholder name by a pattern; empty when there is none of this name."""
    found = pattern.search(advice)
    spec = table(found[found.lastindex or 0]) if found else None
    return spec.name if spec is not None else ""


def _chapter(case: Case, passage: Passage) -> str:
    """The line of a chapter of the engagement's own; what a chapter of the template asks for is written in Word, or anew."""
    at = passage.block.at
    own = case.engagement.chapters if case.engagement is not None else ()
    if any(one.name == at.file for one in own):
        line = at.spot.partition(":")[0]
        return f"在 {at.file} 写这一段" + (f"（第 {line} 行）" if line else "")
    path = PurePosixPath(at.file)
    name = f"（{path.name}）" if path.suffix == ".md" and not path.name.startswith("_") else ""
    return f"在 Word 里写好后用 evalkit sync 收回来，或在 chapters 文件夹放一个同名章节{name}"
