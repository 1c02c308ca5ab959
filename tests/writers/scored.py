"""A small scored evaluation with a survey and its problems: what the scoring paper is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from evalkit.model.case import Case
from evalkit.model.document import Document
from evalkit.model.engagement import Engagement, Problem
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire, Screened, Survey
from evalkit.model.scoring import (
    Call,
    FactRef,
    Formula,
    Grade,
    GradeScheme,
    Indicator,
    Literal,
    Manual,
    Point,
    PointRef,
    PointScore,
    Rule,
    Score,
    Scoresheet,
    Step,
)

D = Decimal
EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"
HERE = Where("tables/指标.yaml", "3:1")
SCHEME = GradeScheme(
    "财预10号", "财预〔2020〕10号", (Grade("优", D(90)), Grade("良", D(80)), Grade("中", D(60)), Grade("差", D(0)))
)


def node(code: str, name: str, level: int, parent: str, weight: str, **more: Any) -> Indicator:
    return Indicator(code, name, level, parent, D(weight), leaf=level == 3, at=HERE, **more)


def score(code: str, points: str, full: str, formula: Formula | None = None, **more: Any) -> Score:
    given: dict[str, Any] = {"by_rule": D(points), "value": None, "steps": (), "details": (), "lost": ""} | more
    given.setdefault("standard", "")
    return Score(code, D(points), D(full), formula=formula, **given)


def whole_steps(fact: str, weight: str, each: str) -> Formula:
    """weight - INT(ROUND(100 - fact, 10)) × each × weight / 100, as a rule of steps would say it."""
    missing = Call("INT", (Call("ROUND", (Call("-", (Literal(D(100)), FactRef(fact))), Literal(D(10)))),))
    lost = Call("*", (missing, Literal(D(each)), Literal(D(weight)), Literal(D("0.01"))))
    return Call("MAX", (Literal(D(0)), Call("-", (Literal(D(weight)), lost))))


def bands(fact: str, steps: Sequence[tuple[str, str]], rest: str) -> Formula:
    tree: Formula = Literal(D(rest))
    for floor, points in reversed(steps):
        tree = Call("IF", (Call(">=", (FactRef(fact), Literal(D(floor)))), Literal(D(points)), tree))
    return tree


POINTS = tuple(
    Point("A11", order, f"要点{order}", D(points), verdict, fact, evidence=("B1-1",), at=HERE)
    for order, points, verdict, fact in (
        (1, "2", "符合", "=有批复〔2022〕1号"),
        (2, "1", "不符合", "+未见细化"),
        (3, "2", "符合", "-已公示"),
    )
)
DETAILS = tuple(PointScore(point, earned, "") for point, earned in zip(POINTS, (D(2), D(0), D(2)), strict=True))

INDICATORS = (
    node("A", "决策", 1, "", "5"),
    node("A1", "项目立项", 2, "A", "5"),
    node(
        "A11",
        "立项规范性",
        3,
        "A1",
        "5",
        rule=Rule("checklist", None, HERE),
        points=POINTS,
        evidence=("B1-1", "B1-2"),
        prepared_by="甲",
        reviewed_by="乙",
    ),
    node("C", "产出", 1, "", "9"),
    node("C1", "产出数量", 2, "C", "6"),
    node("C11", "留守人员人数", 3, "C1", "3", phrase="100%"),
    node("C12", "困难职工春节慰问人数", 3, "C1", "3", finding="计划628人，实际596人"),
    node("C2", "产出质量", 2, "C", "3"),
    node("C21", "发放准确性", 3, "C2", "3"),
    node("D", "效益", 1, "", "16"),
    node("D1", "社会效益", 2, "D", "10"),
    node("D11", "维护稳定", 3, "D1", "10", manual=Manual(D("7.5"), "介于两档之间", "D-3", "丙", HERE)),
    node("D2", "满意度", 2, "D", "6"),
    node("D21", "满意度", 3, "D2", "6"),
)

FACTS = Facts(
    (
        Fact("计划慰问人数", D(628), Measure.COUNT, 0, "人", sources=(Where("tables/事实.yaml", "2:1"),)),
        Fact("实际慰问人数", D(596), Measure.COUNT, 0, "人"),
        Fact(
            "取值.C12",
            D(59600) / D(628),
            Measure.RATE,
            2,
            "%",
            how="实际慰问人数 ÷ 计划慰问人数 × 100%",
            inputs=("实际慰问人数", "计划慰问人数"),
        ),
        Fact("取值.C21", "有效维护", Measure.TEXT),
        Fact("未填的数", None, Measure.COUNT),
        Fact("问卷.职工.满意度", D(9350) / D(108), Measure.MEAN, 2, "%", n=27, interval=(D("80.678"), D("93.394"))),
        Fact("问卷.职工.有效", D(27), Measure.COUNT, 0, "份"),
        Fact("问卷.职工.Q4.非常满意.人数", D(15), Measure.COUNT, 0, "人"),
        Fact("问卷.职工.Q4.非常满意.占比", D(1500) / D(27), Measure.SHARE, 2, "%"),
        Fact("问卷.职工.Q4.均值", D("87.037037"), Measure.MEAN, 2, "%"),
        Fact("得分.C12", D("2.25"), Measure.SCORE, None, "分"),
        Fact("得分.C1", D("5.25"), Measure.SCORE, None, "分"),
        Fact("总分", D("23.75"), Measure.SCORE, None, "分"),
        Fact("等级", "中", Measure.TEXT),
        Fact("平局", D("2.345"), Measure.NUMBER, 2),
    )
)

LEVELS = Call(
    "IF",
    (
        Call("=", (FactRef("取值.C21"), Literal("有效维护"))),
        Literal(D(3)),
        Call("IF", (Call("=", (FactRef("取值.C21"), Literal("一般"))), Literal(D("1.5")), Literal(D(0)))),
    ),
)

SCORES = (
    score("A", "4", "5"),
    score("A1", "4", "5"),
    score(
        "A11", "4", "5", Call("+", tuple(PointRef("A11", k) for k in (1, 2, 3))), details=DETAILS, lost="要点2不符合"
    ),
    score("C", "8.25", "9"),
    score("C1", "5.25", "6"),
    score("C11", "3", "3"),
    score(
        "C12",
        "2.25",
        "3",
        whole_steps("取值.C12", "3", "5"),
        value=FACTS["取值.C12"],
        steps=(Step("100-94.90=5.10，去尾为5"), Step("3-5×5%×3=2.25")),
        lost="少慰问32人",
        standard="每少1%扣5%",
    ),
    score("C2", "3", "3"),
    score("C21", "3", "3", LEVELS, value=FACTS["取值.C21"]),
    score("D", "11.5", "16"),
    score("D1", "7.5", "10"),
    score("D11", "7.5", "10", None, by_rule=None, lost="上访苗头未消除"),
    score("D2", "4", "6"),
    score("D21", "4", "6", bands("问卷.职工.满意度", (("90", "6"), ("85", "4"), ("80", "2")), "0")),
)

SHEET = Scoresheet(INDICATORS, {one.code: one for one in SCORES}, D("23.75"), D(30), "中", SCHEME)

PROBLEMS = (
    Problem("1", "慰问人数未达计划", "", "少32人", "摸底不细", "", "", ("C12",), "", "做实名单", "逐户核对", "县科工局", "6月底", HERE),
    Problem("2", "@档案不全", "", "缺回执", "", "", "", (), "不影响得分", "补齐", "", "", "", HERE),
)  # fmt: skip

QUESTIONNAIRE = Questionnaire(
    "职工",
    "职工满意度问卷",
    (Question("Q4", "您对发放是否满意？", "single", (Option("非常满意", D(100)), Option("一般", D(50)))),),
)
SURVEY = Survey(
    QUESTIONNAIRE, "wjx", "responses/职工.xlsx", 30, ("valid",) * 27 + ("invalid",) * 3,
    (Screened("duplicate", "invalid", (12,), "重复提交"),), {}, {},
)  # fmt: skip

ENGAGEMENT = Engagement(
    "yongxing", "项目支出", {"名称": "=困难职工慰问项目"}, {}, {}, (), None, (), (), (), (), INDICATORS, SCHEME, (), {}, (),
    PROBLEMS, (), (), (), (QUESTIONNAIRE,), {}, (), (), (), HERE,
)  # fmt: skip

CASE = Case(ENGAGEMENT, {"职工": SURVEY}, FACTS, SHEET)
DOCUMENT = Document("绩效评价报告", (), author="某评价公司", created="2023-12-02T00:00:00Z")
