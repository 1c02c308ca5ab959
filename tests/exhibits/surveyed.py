"""One questionnaire of twenty residents with its facts: what the exhibits of the survey report are built from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.model.case import Case
from evalkit.model.definitions import Choice, Definitions
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.questionnaire import Option, Question, Questionnaire

SCALE = (Option("满意", Decimal(100)), Option("一般", Decimal(50)), Option("不满意", Decimal(0)), Option("不了解"))


def count(id: str, n: int, unit: str = "人") -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(n), Measure.COUNT, 0, unit)


def mean(id: str, value: str, n: int, **more: object) -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(value), Measure.MEAN, 2, "%", n=n, **more)  # type: ignore[arg-type]


def share(id: str, value: str, n: int = 20) -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(value), Measure.SHARE, 2, "%", n=n)


def rate(id: str, value: str) -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(value), Measure.RATE, 2, "%")


def word(id: str, text: str) -> Fact:
    return Fact(f"问卷.卷.{id}", text, Measure.TEXT)


def asked(id: str, topic: str, **more: object) -> Question:
    return Question(id, f"{topic}？", "single", SCALE, role="satisfaction", topic=topic, weight=Decimal(1), **more)  # type: ignore[arg-type]


FORM = Questionnaire(
    "卷",
    "居民问卷",
    (
        Question("Q1", "您属于哪类？", "single", (Option("村民"), Option("司机")), role="profile", topic="类别"),
        asked("Q2", "路面"),
        asked("Q3", "排水"),
        Question("Q4", "有何建议？", "text", role="open", topic="建议", categories=(("补坑", ("坑",)),)),
    ),
    group="Q1",
    populations=(("村民", 60), ("司机", 40)),
    method="网络问卷",
)

FACTS = (
    *(count("总体", 100), count("有效", 20, "份"), count("收回", 20, "份"), count("无效", 0, "份")),
    Fact("问卷.卷.抽样误差", Decimal("17.20"), Measure.NUMBER, 2, "个百分点"),
    *(count("Q2.人数", 20), share("Q2.满意.占比", "50"), share("Q2.一般.占比", "25"), share("Q2.不满意.占比", "10")),
    *(share("Q2.不了解.占比", "15"), mean("Q2.均值", "73.53", 17)),
    *(count("Q3.人数", 20), share("Q3.满意.占比", "80"), share("Q3.一般.占比", "10"), share("Q3.不满意.占比", "10")),
    *(
        share("Q3.不了解.占比", "0"),
        mean("Q3.均值", "85", 20),
        mean("满意度", "79.26", 20, interval=(Decimal(70), Decimal("88.5"))),
    ),
    *(count("分组.村民.有效", 16, "份"), count("分组.司机.有效", 4, "份")),
    *(count("分组.村民.总体", 60), count("分组.司机.总体", 40)),
    *(rate("分组.村民.样本比重", "80"), rate("分组.司机.样本比重", "20")),
    *(rate("分组.村民.总体比重", "60"), rate("分组.司机.总体比重", "40")),
    *(mean("分组.村民.满意度", "81.25", 16), mean("分组.司机.满意度", "71.30", 4)),
    *(mean("分组.村民.Q2.均值", "75", 14), mean("分组.司机.Q2.均值", "66.67", 3)),
    *(mean("分组.村民.Q3.均值", "87.5", 16), mean("分组.司机.Q3.均值", "75", 4)),
    *(Fact("问卷.卷.比较.Q1.Q2.p", Decimal("0.31"), Measure.NUMBER, 3), word("比较.Q1.Q2.结论", "不显著")),
    *(Fact("问卷.卷.比较.Q1.Q3.p", Decimal("0.0002"), Measure.NUMBER, 3), word("比较.Q1.Q3.结论", "显著")),
    *(count("Q4.人数", 9), count("Q4.补坑.人数", 6), share("Q4.补坑.占比", "66.67"), word("Q4.补坑.引语", "“坑多”")),
    *(count("Q4.路灯.人数", 4), share("Q4.路灯.占比", "44.44"), word("Q4.路灯.引语", ""), count("Q4.没有意见.人数", 1)),
)


def of(case: Case, form: Questionnaire = FORM, facts: tuple[Fact, ...] = FACTS, definition: str = "") -> Case:
    """The case with this one questionnaire and its facts."""
    assert case.engagement is not None
    chosen = Definitions(choices={"满意度口径": Choice(definition, "试")} if definition else {})
    return Case(replace(case.engagement, questionnaires=(form,), definitions=chosen), {}, Facts(facts))
