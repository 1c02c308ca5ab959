"""敏感性提示：计分界线落在调查数据置信区间里的指标，取区间两端各得几分、总分和等级是多少，还要多少份问卷才分得清。

一般只给评价组看（`evalkit score --sensitivity`），模板里没有。要写进报告的，在“项目”表写“敏感性：列出”，在章节里插入。
例：{{ 插入("敏感性提示") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import DASH, caption, columns, header, missing, num
from evalkit.figures import figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Paragraph, Ref, Row, Table, Text

ID = "survey_firmness"
TITLE = "敏感性提示"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A statement and a table, a row an indicator."""
    count = case.facts.get("敏感性.界线数")
    if count is None:
        return missing("text", "在“项目”表写“敏感性：列出”，这里是计分界线落在调查误差之内的指标")
    if not count.value:
        words = "评价所用的调查数据，95%置信区间里没有计分的界线，抽样误差不改变有关指标的档次。"
        return (Paragraph("none", (Text(words),)),)
    heads = (
        "指标",
        "取值",
        "界线",
        "置信区间",
        "下端得分",
        "总分（等级）",
        "上端得分",
        "总分（等级）",
        "还需问卷（份）",
    )
    rows = [header(*heads), *(_row(case, f"敏感性.{order}") for order in range(1, int(count.printed) + 1))]
    named = caption(TITLE)
    told: tuple[Inline, ...] = (
        *(Text("调查数据有抽样误差。"), Ref(named.label), Text("所列的")),
        figure(count),
        Text(
            "指标，计分的界线在调查数据的95%置信区间里，取值换成区间的两端，得分就不同；还需问卷按现在的均值和离散程度推算。"
        ),
    )
    shape = columns((20, "left"), 9, 9, 14, 8, 12, 8, 12, 8)
    return Paragraph("text", told), Table("table", shape, tuple(rows), named)


def _row(case: Case, head: str) -> Row:
    def one(name: str, unit: bool = False) -> Cell:
        return num(case, f"{head}.{name}", unit)

    def with_grade(end: str) -> Cell:
        total, grade = case.facts[f"{head}.{end}总分"], case.facts[f"{head}.{end}等级"]
        return Cell((figure(total, False), Text("（"), figure(grade), Text("）")))

    ends = (figure(case.facts[f"{head}.低端"]), Text("—"), figure(case.facts[f"{head}.高端"]))
    more = DASH if case.facts[f"{head}.再收"].empty else one("再收")
    cells = (one("指标"), one("取值", True), one("界线", True), Cell(ends))
    return Row((*cells, one("低端得分"), with_grade("低端"), one("高端得分"), with_grade("高端"), more))
