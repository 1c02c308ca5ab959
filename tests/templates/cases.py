"""Cases for the shipped templates: a fresh engagement, and one with a single indicator that came out in some way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from evalkit.derive import derive
from evalkit.files.folder import read_folder
from evalkit.files.templates import read_template
from evalkit.load import load
from evalkit.model.case import Case
from evalkit.model.document import block_text
from evalkit.model.engagement import Engagement, Problem
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Manual, Point, PointScore, Rule, Score, Scoresheet
from evalkit.model.source import TextFile
from evalkit.model.template import Part, Template
from evalkit.narrate import narrate
from evalkit.score import score

ROOT = Path(__file__).parents[2] / "engagement_templates"
IDS = ("project-expenditure", "project-expenditure-six", "project-expenditure-nine")


@cache
def shipped(id: str) -> Template:
    made, findings = read_template(id)
    assert findings == ()
    assert made is not None
    return made


def fresh() -> Case:
    source = read_folder(ROOT / "project-expenditure" / "skeleton")
    assert source.findings == ()
    engagement, findings = load(source)
    assert [one for one in findings if one.severity == "error"] == []
    assert engagement is not None
    facts, findings = derive(engagement, Facts())
    assert [one for one in findings if one.severity == "error"] == []
    sheet, facts, findings = score(engagement, facts)
    assert [one for one in findings if one.severity == "error"] == []
    return Case(engagement, {}, facts, sheet)


AT = Where("评价底稿.xlsx", "指标!A1")
SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))


def point(order: int, text: str, points: str, verdict: str, fact: str = "") -> Point:
    return Point("A11", order, text, Decimal(points), verdict, fact)


MET = PointScore(point(1, "有批复。", "1", "符合", "县府批复"), Decimal(1), "")
MISSED = PointScore(point(2, "经过论证", "2", "不符合", "没有论证记录。"), Decimal(0), "")
CLEAN = PointScore(point(1, "挤占挪用", "2", "不存在", "核对凭证未见"), Decimal(0), "")
MORE = tuple(
    PointScore(point(order, f"要点{name}", "1", "符合"), Decimal(1), "") for order, name in enumerate("四五六", start=4)
)
HALF = PointScore(point(3, "手续完备", "1", "部分符合", "缺一份签字"), Decimal("0.5"), "")
RATE = Fact("取值.A11", Decimal("94.9045"), Measure.RATE, 2, "%")
BASE = Indicator("A11", "程序规范性", 3, "A1", Decimal(4), finding="审批齐全。", at=AT)


def scored(points: str, details: tuple[PointScore, ...] = (), lost: str = "", value: Fact | None = None) -> Score:
    return Score(
        "A11", Decimal(points), Decimal(4), Decimal(points), value, (), details, lost, "达到100%得满分。", None
    )


def checklist(*details: PointScore) -> Indicator:
    return replace(BASE, points=tuple(detail.point for detail in details), rule=Rule("checklist", None, AT))


MANUAL = replace(BASE, manual=Manual(Decimal(3), "介于两档之间。", "B8-1", "李复核", AT))


def problem(**more: str) -> Problem:
    told = {"standard": "", "fact": "没有论证。", "cause": "", "effect": "", "amount": "", "remark": ""}
    told |= {"advice": "", "measure": "", "responsible": "", "deadline": ""} | more
    return Problem("", "论证不足", indicators=("A11",), at=AT, **told)  # type: ignore[arg-type]


def case_of(leaf: Indicator, made: Score | None, problems: tuple[Problem, ...] = (problem(),)) -> Case:
    nodes = (
        Indicator("A", "决策", 1, "", Decimal(4), leaf=False),
        Indicator("A1", "立项", 2, "A", Decimal(4), leaf=False),
        leaf,
    )
    scores = {code: replace(made, code=code) for code in ("A", "A1", "A11")} if made is not None else {}
    sheet = Scoresheet(nodes, scores, Decimal(0), Decimal(4), "差", SCHEME)
    engagement = Engagement(
        *("试", "项目支出", {}, {}, {}, (), None, (), (), (), (), nodes, SCHEME, (), {}, (), problems),
        *((), (), (), (), {}, (), (), (), AT),
    )
    facts = Facts(
        [
            RATE,
            Fact("总分", Decimal(0), Measure.SCORE, unit="分"),
            Fact("体系.总扣分", Decimal(2), Measure.SCORE, unit="分"),
        ]
    )
    return Case(engagement, {}, facts, sheet)


def written(text: str, case: Case) -> list[str]:
    """What a chapter of this text says with the macros of the shipped template."""
    base = shipped("project-expenditure")
    chapters = {**base.chapters, "试": TextFile("试.md", text, Where("试.md"))}
    document, findings = narrate(case, replace(base, chapters=chapters, parts=(Part("正文", "试"),)))
    assert findings == ()
    return [block_text(block) for block in document.blocks()][1:]


def chapter(stem: str, case: Case) -> list[str]:
    base = shipped("project-expenditure")
    document, findings = narrate(case, replace(base, parts=(Part("正文", stem),)))
    assert findings == ()
    return [block_text(block) for block in document.blocks()][1:]
