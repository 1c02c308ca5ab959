"""A small engagement by hand: two first-level nodes, five indicators, one of every outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.model.case import Case
from evalkit.model.document import Block, block_text
from evalkit.model.engagement import Basis, Engagement, Evidence, Fund, Member, Phase, Problem
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Manual, Score, Scoresheet

AT = Where("评价底稿.xlsx", "指标!A1")


def node(code: str, name: str, parent: str, weight: str, **more: object) -> Indicator:
    return Indicator(code, name, len(code), parent, Decimal(weight), leaf=len(code) == 3, at=AT, **more)  # type: ignore[arg-type]


NODES = (
    node("A", "决策", "", "10"),
    node("A1", "项目立项", "A", "6"),
    node("A11", "立项依据充分性", "A1", "2", explanation="考察依据", phrase="充分", finding="有批复", evidence=("B1",)),
    node("A12", "立项程序规范性", "A1", "4", phrase="较规范", finding="缺少论证", target="规范", actual="缺论证"),
    node("A2", "绩效目标", "A", "4"),
    node(
        "A21",
        "目标合理性",
        "A2",
        "4",
        finding="目标偏低",
        manual=Manual(Decimal("3"), "介于两档之间", "D1", "李复核", AT),
    ),
    node("B", "产出", "", "10"),
    node("B1", "产出数量", "B", "10"),
    node("B11", "慰问人数", "B1", "5", target="628人", actual="596人", finding="名册596人"),
    node("B12", "慰问户数", "B1", "5", explanation="考察户数"),
)

RATE = Fact("取值.B11", Decimal(596) * 100 / Decimal(628), Measure.RATE, 2, "%")


def score(code: str, points: str, full: str, lost: str = "", value: Fact | None = None) -> Score:
    by_rule = None if code == "A21" else Decimal(points)
    return Score(code, Decimal(points), Decimal(full), by_rule, value, (), (), lost, f"{code}的标准", None)


DECIDED = {
    one.code: one
    for one in (
        score("A", "8", "10"),
        score("A1", "5", "6"),
        score("A11", "2", "2"),
        score("A12", "3", "4", "没有专家论证"),
        score("A2", "3", "4"),
        score("A21", "3", "4"),
        score("B", "3.75", "10"),
        score("B1", "3.75", "10"),
        score("B11", "3.75", "5", "完成率为94.90%，低于目标100%", RATE),
        score("B12", "0", "5", "没有户数"),
    )
}

SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("良", Decimal(80)), Grade("差", Decimal(0))))

QUESTIONNAIRE = Questionnaire(
    "职工",
    "职工问卷",
    (
        Question(
            "Q1", "您属于哪类人员？", "single", (Option("在岗"), Option("退休")), role="profile", topic="人员类别"
        ),
        Question(
            "Q2",
            "您对发放是否满意？",
            "single",
            (Option("满意", Decimal(100)), Option("一般", Decimal(50)), Option("不满意", Decimal(0))),
            role="satisfaction",
            topic="发放",
        ),
        Question("Q3", "有何建议？", "text", role="open", categories=(("提高标准", ("提高",)), ("提早", ("早",)))),
    ),
    group="Q1",
)


def survey_facts() -> list[Fact]:
    def count(id: str, n: int, unit: str = "人") -> Fact:
        return Fact(f"问卷.职工.{id}", Decimal(n), Measure.COUNT, 0, unit)

    def share(id: str, value: str) -> Fact:
        return Fact(f"问卷.职工.{id}", Decimal(value), Measure.SHARE, 2, "%")

    return [
        count("发放", 10, "份"),
        count("收回", 9, "份"),
        count("有效", 8, "份"),
        count("无效", 1, "份"),
        Fact("问卷.职工.回收率", Decimal(90), Measure.RATE, 2, "%"),
        Fact("问卷.职工.有效率", Decimal(800) / 9, Measure.RATE, 2, "%"),
        Fact("问卷.职工.满意度", Decimal("68.75"), Measure.MEAN, 2, "%"),
        count("Q1.人数", 8),
        count("Q1.在岗.人数", 6),
        share("Q1.在岗.占比", "75"),
        count("Q1.退休.人数", 2),
        share("Q1.退休.占比", "25"),
        count("分组.在岗.有效", 6, "份"),
        Fact("问卷.职工.分组.在岗.满意度", Decimal(75), Measure.MEAN, 2, "%"),
        count("Q2.人数", 8),
        count("Q2.满意.人数", 3),
        share("Q2.满意.占比", "37.5"),
        count("Q2.一般.人数", 5),
        share("Q2.一般.占比", "62.5"),
        count("Q2.不满意.人数", 0),
        share("Q2.不满意.占比", "0"),
        Fact("问卷.职工.Q2.均值", Decimal("68.75"), Measure.MEAN, 2, "%"),
        count("Q3.人数", 4),
        count("Q3.提高标准.人数", 4),
        count("Q3.提早.人数", 1),
    ]


def facts() -> Facts:
    made = [
        Fact(f"{family}.{one.code}", value, Measure.SCORE, unit="分")
        for one in DECIDED.values()
        for family, value in (("得分", one.points), ("分值", one.full), ("扣分", one.deducted))
    ]
    made += [Fact(f"得分率.{one.code}", one.points * 100 / one.full, Measure.RATE, 2, "%") for one in DECIDED.values()]
    made += [
        Fact("总分", Decimal("11.75"), Measure.SCORE, unit="分"),
        Fact("满分", Decimal(20), Measure.SCORE, unit="分"),
        Fact("总得分率", Decimal("58.75"), Measure.RATE, 2, "%"),
        Fact("等级", "差", Measure.TEXT),
        Fact("体系.扣分指标分值", Decimal(18), Measure.SCORE, unit="分"),
        Fact("体系.总扣分", Decimal("8.25"), Measure.SCORE, unit="分"),
        RATE,
    ]
    for fund, amounts in (
        ("", ("80", "80", "79.5", "0.5")),
        (".补贴", ("50", "50", "50", "0")),
        (".慰问", ("30", "30", "29.5", "0.5")),
    ):
        for part, amount in zip(("预算数", "到位数", "支出数", "结余"), amounts, strict=True):
            made.append(Fact(f"资金{fund}.{part}", Decimal(amount), Measure.AMOUNT, 2, "万元"))
        made.append(Fact(f"资金{fund}.到位率", Decimal(100), Measure.RATE, 2, "%"))
        spent, budget = Decimal(amounts[2]), Decimal(amounts[0])
        made.append(Fact(f"资金{fund}.预算执行率", spent * 100 / budget, Measure.RATE, 2, "%"))
    return Facts([*made, *survey_facts()])


def problem(number: str, title: str, indicators: tuple[str, ...], **more: str) -> Problem:
    told = {"standard": "", "fact": "查到的事", "cause": "", "effect": "", "amount": "", "remark": ""}
    told |= {"advice": "", "measure": "", "responsible": "", "deadline": ""} | more
    return Problem(number, title, indicators=indicators, at=AT, **told)  # type: ignore[arg-type]


ENGAGEMENT = Engagement(
    name="试评",
    template="项目支出",
    project={"名称": "慰问项目", "年度": "2022"},
    firm={"名称": "某评价公司", "营业执照": "执照.png"},
    places={},
    funds=(
        Fund("补贴", Decimal(50), Decimal(50), Decimal(50), "万元", "", AT),
        Fund("慰问", Decimal(30), Decimal(30), Decimal("29.5"), "万元", "春节", AT),
    ),
    stated_funds=None,
    costings=(),
    team=(Member("赵甲", "主评人", "高级会计师", "", "", "统稿", "绩效评价师", AT),),
    schedule=(
        Phase("前期准备", date(2023, 3, 1), date(2023, 3, 9), "组建工作组", AT),
        Phase("撰写", None, None, "", AT),
    ),
    bases=(
        Basis("关于印发《慰问办法》的通知", "某财〔2020〕1号", "县", AT),
        Basis("预算法", "", "国家", AT),
    ),
    indicators=NODES,
    scheme=SCHEME,
    typed=(),
    expressions={},
    evidence=(Evidence("B1", "批复", "某复〔2021〕2号", "", "", "", "", AT),),
    problems=(
        problem("甲", "没有论证", ("A12",), advice="补做论证", responsible="县局", deadline="2023年底"),
        problem("乙", "底数不清", ("B11", "B12")),
    ),
    versions=(),
    opinions=(),
    acceptances=(),
    questionnaires=(QUESTIONNAIRE,),
    responses={},
    chapters=(),
    interviews=(),
    files=("attachments/执照.png",),
    at=Where("engagement.yaml"),
)


@pytest.fixture
def case() -> Case:
    """Everything decided."""
    sheet = Scoresheet(NODES, DECIDED, Decimal("11.75"), Decimal(20), "差", SCHEME)
    return Case(ENGAGEMENT, {}, facts(), sheet)


@pytest.fixture
def undecided(case: Case) -> Case:
    """A11 waits for its verdicts: A1, A and the total have no score that could be printed."""
    assert case.scoresheet is not None
    left = {code: one for code, one in DECIDED.items() if code != "A11"}
    sheet = replace(case.scoresheet, scores=left, undecided=("A11",))
    return replace(case, scoresheet=sheet)


@pytest.fixture
def blank() -> Case:
    """A fresh engagement: nothing in any table."""
    empty = replace(
        ENGAGEMENT, funds=(), team=(), schedule=(), bases=(), indicators=(), evidence=(), problems=(), questionnaires=()
    )
    return Case(replace(empty, firm={}), {}, Facts(), None)


@pytest.fixture
def shown() -> Callable[[tuple[Block, ...]], str]:
    """The plain text of blocks, tables as tab-separated rows without their caption's number."""
    return lambda blocks: "\n".join(block_text(block) for block in blocks)
