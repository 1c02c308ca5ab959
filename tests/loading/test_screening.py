"""筛查 as people write it, and every fault at its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.files.yaml import parse_yaml
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire, Screening

QUESTIONS = """
题目:
  - {题号: Q1, 题干: 一, 选项: [领到过, 没有领到, 记不清]}
  - {题号: Q2, 题干: 二, 选项: {满意: 100, 不满意: 0}}
  - {题号: Q3, 题干: 三, 题型: 多选, 选项: [缺钱, 缺人、缺地]}
  - {题号: Q4, 题干: 四, 题型: 填空}
"""


def load(screening: str) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    node, findings = parse_yaml(f"标题: 问卷\n筛查: {screening}{QUESTIONS}".encode(), "职工.yaml")
    assert findings == ()
    assert node is not None
    return load_questionnaire("职工", node)


def loaded(screening: str) -> Screening:
    made, findings = load(screening)
    assert findings == ()
    assert made is not None
    return made.screening


def test_every_threshold_is_read() -> None:
    made = loaded(
        """
  最短用时秒: 45秒
  相对用时: [0.7, 0.5]
  最大缺答率: 0.5
  重复间隔分钟: 10
  近似相同率: 0.9
  近似最少题数: 12
  规律份数: 8份
  规律变异系数: 0.02
""".rstrip()
    )
    assert (made.minimum_seconds, made.hurry) == (45, (Decimal("0.7"), Decimal("0.5")))
    assert (made.maximum_blank, made.duplicate_minutes) == (Decimal("0.5"), 10)
    assert (made.near_share, made.near_answers) == (Decimal("0.9"), 12)
    assert (made.run_forms, made.run_spread) == (8, Decimal("0.02"))


def test_what_is_not_written_is_as_usual() -> None:
    assert loaded("{最短用时秒: 45}") == Screening(Decimal(45))


def test_conflicts_are_questions_that_should_not_be_answered_or_choices_that_should_not_be_made() -> None:
    first, second, third = loaded("""
  矛盾:
    - {如果: Q1=没有领到、记不清, 则不应: Q2、第4题, 处理: 无效}
    - {如果: Q1≠领到过, 则不应: [Q2, Q4]}
    - {如果: Q2=不满意, 则不应: "Q3=缺人、缺地", 处理: 提示}""").conflicts
    assert (first.given.question, first.given.options) == ("Q1", (1, 2))
    assert (first.questions, first.barred, first.treatment) == (("Q2", "Q4"), None, "invalid")
    assert (second.given.options, second.questions, second.treatment) == ((1, 2), ("Q2", "Q4"), None)
    assert third.barred is not None
    assert (third.questions, third.barred.question, third.barred.options, third.treatment) == ((), "Q3", (1,), "valid")


def test_a_conflict_is_told_as_it_was_written() -> None:
    first, second = loaded("""
  矛盾:
    - {如果: Q1=没有领到, 则不应: 第2题}
    - {如果: Q1=没有领到, 则不应: Q2=满意}""").conflicts
    assert (first.text, second.text) == ("Q1=没有领到，却答了Q2", "Q1=没有领到，却Q2=满意")


def test_people_outside_are_told_by_their_options() -> None:
    one, other = loaded("{对象外: {第1题: [没有领到, 记不清], Q3: 缺人、缺地}}").outside
    assert (one.question, one.options) == ("Q1", (1, 2))
    assert (other.question, other.options) == ("Q3", (1,))


def test_a_rule_may_be_treated_otherwise_by_its_name() -> None:
    made = loaded("{处理: {近似重复: 不查, 答案矛盾: 无效, 疑似机器填写: 提示, 各题同答: 存疑}}")
    assert [made.treatment(rule, "suspected") for rule in ("near_duplicate", "conflict", "machine_made")] == [
        "off",
        "invalid",
        "valid",
    ]
    assert made.treatment("straight_line", "valid") == "suspected"
    assert made.treatment("gibberish", "valid") == "valid"


@pytest.mark.parametrize(
    ("screening", "words"),
    [
        ("严格", ["筛查应当写成“键: 值”"]),
        ("{最短时间: 30}", ["不认识的键“最短时间”", "最短用时秒"]),
        ("{近似相同率: 0.4}", ["近似相同率", "0.5 到 1"]),
        ("{近似最少题数: 1}", ["近似最少题数", "不小于 2"]),
        ("{近似最少题数: 半}", ["近似最少题数", "整数"]),
        ("{规律份数: 2}", ["规律份数", "不小于 3"]),
        ("{规律变异系数: 5}", ["规律变异系数", "0 到 0.5"]),
        ("{相对用时: 0.8}", ["相对用时", "[0.8, 0.6]"]),
        ("{相对用时: [0.8, 1.6]}", ["相对用时", "[0.8, 0.6]"]),
        ("{处理: 无效}", ["“处理”应当写成"]),
        ("{处理: {重复: 存疑}}", ["不认识的规则“重复”", "近似重复"]),
        ("{处理: {近似重复: 作废}}", ["不认识的处理“作废”", "无效"]),
        ("{矛盾: Q1=没有领到}", ["“矛盾”应当是列表"]),
        ("{矛盾: [{如果: Q1=没有领到}]}", ["没有“则不应”"]),
        ("{矛盾: [{如果: Q1=没有领到, 那么: Q2}]}", ["不认识的键“那么”"]),
        ("{矛盾: [{如果: Q1=没有, 则不应: Q2}]}", ["“没有”不是 Q1 的选项", "没有领到"]),
        ("{矛盾: [{如果: Q1, 则不应: Q2}]}", ["矛盾的“如果”", "认不出来"]),
        ("{矛盾: [{如果: Q8=是, 则不应: Q2}]}", ["看的是 Q8，问卷里没有这道题"]),
        ("{矛盾: [{如果: Q1=没有领到, 则不应: Q9}]}", ["没有“Q9”这道题", "Q1、Q2、Q3、Q4"]),
        ("{矛盾: [{如果: Q1=没有领到, 则不应: Q4=好}]}", ["Q4", "不是单选、量表或多选题"]),
        ("{对象外: 没有领到}", ["“对象外”应当写成", "Q1"]),
        ("{对象外: {Q9: [没有领到]}}", ["Q9", "问卷里没有这道题"]),
        ("{对象外: {Q1: [没有]}}", ["“没有”不是 Q1 的选项"]),
        ("{对象外: {Q1: [领到过, 没有领到, 记不清]}}", ["选项都在对象外"]),
    ],
)
def test_a_fault_is_told_at_its_place(screening: str, words: list[str]) -> None:
    made, findings = load(screening)
    assert made is None
    assert findings[0].where.spot.startswith("2:")
    for word in words:
        assert any(word in found.message + found.cure for found in findings), findings
