"""A small case with figures of every measure, and chapters written for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evalkit.model.case import Case
from evalkit.model.document import block_text
from evalkit.model.engagement import Engagement, Member
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Score, Scoresheet
from evalkit.model.source import TextFile
from evalkit.model.template import Part, Template
from evalkit.narrate import narrate

AT = Where("engagement.yaml", "1:1")
SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))
NODES = (
    Indicator("A", "决策", 1, "", Decimal(10), leaf=False),
    Indicator("A1", "立项", 2, "A", Decimal(10), leaf=False),
    Indicator("A11", "依据", 3, "A1", Decimal(10), finding="有批复"),
)
SCORES = {
    code: Score(code, Decimal(8), Decimal(10), Decimal(8), None, (), (), "缺论证", "标准", None)
    for code in ("A", "A1", "A11")
}

FACTS = Facts(
    [
        Fact("计划人数", Decimal(628), Measure.COUNT, 0, "人"),
        Fact("实际人数", None, Measure.COUNT, 0, "人"),
        Fact("慰问金", Decimal("23.84"), Measure.AMOUNT, 2, "万元"),
        Fact("完成率", Decimal(59600) / 628, Measure.RATE, 2, "%"),
        Fact("资金.预算数", Decimal("92.86"), Measure.AMOUNT, 2, "万元"),
        Fact("资金.结余", Decimal(0), Measure.AMOUNT, 2, "万元"),
        Fact("问卷.职工.满意度", Decimal("86.574"), Measure.MEAN, 2, "%"),
        Fact("问卷.职工.Q4.非常满意.占比", Decimal("55.5556"), Measure.SHARE, 2, "%"),
        Fact("问卷.职工.Q4.比较·满意.人数", Decimal(10), Measure.COUNT, 0, "人"),
        Fact("基准", date(2022, 12, 3), Measure.DATE),
        Fact("坏话", "{{ 7*7 }} {% import os %} **粗** <b>x</b> \ue0001\ue001", Measure.TEXT),
        Fact("名称带（括号）", Decimal(3), Measure.COUNT, 0, "户"),
        Fact("项目.名称", "慰问项目", Measure.TEXT),
        Fact("总分", Decimal(8), Measure.SCORE, unit="分"),
        Fact("得分率.A", Decimal(80), Measure.RATE, 2, "%"),
    ]
)

ENGAGEMENT = Engagement(
    name="试",
    template="项目支出",
    project={"名称": "慰问项目", "年度": "2022", "报告日期": "2023-12-02", "背景": "第一段。\n\n第二段。"},
    firm={"名称": "某公司"},
    places={},
    funds=(),
    stated_funds=None,
    costings=(),
    team=(
        Member("赵甲", "主评人", "", "", "", "", "绩效评价师", AT),
        Member("钱乙", "组员", "", "", "", "", "", AT),
        Member("孙丙", "组员", "", "", "", "", "注册会计师", AT),
    ),
    schedule=(),
    bases=(),
    indicators=NODES,
    scheme=SCHEME,
    typed=(),
    expressions={},
    evidence=(),
    problems=(),
    versions=(),
    opinions=(),
    acceptances=(),
    questionnaires=(),
    responses={},
    chapters=(),
    interviews=(),
    files=(),
    at=AT,
)
CASE = Case(ENGAGEMENT, {}, FACTS, Scoresheet(NODES, SCORES, Decimal(8), Decimal(10), "差", SCHEME))


def template(chapters: dict[str, str], parts: tuple[Part, ...] | None = None) -> Template:
    texts = {stem: TextFile(f"{stem}.md", text, Where(f"chapters/{stem}.md")) for stem, text in chapters.items()}
    outline = parts or tuple(Part("正文", stem) for stem in chapters if not stem.startswith("_"))
    return Template("试", "试", "", "", (), "报告", 2, outline, texts, {}, Where("template.yaml"))


def write(text: str, case: Case = CASE, **more: str):
    """The blocks of one chapter behind the title of the body, and the findings."""
    document, findings = narrate(case, template({"01-试": text, **more}))
    return [block for block in document.blocks() if block.id != "标题"], findings


def told(text: str, case: Case = CASE) -> str:
    blocks, findings = write(text, case)
    assert findings == ()
    return "\n".join(block_text(block) for block in blocks)
