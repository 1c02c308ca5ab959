"""Expressions over facts: what they give, in which unit and measure, and what they say when something is wrong."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from evalkit.expressions import evaluate, names
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where

AT = Where("评价底稿.xlsx", "事实!F7")

FACTS = Facts(
    (
        Fact("实际慰问人数", Decimal(596), Measure.COUNT, 0, "人"),
        Fact("计划慰问人数", Decimal(628), Measure.COUNT, 0, "人"),
        Fact("户数", Decimal(300), Measure.COUNT, 0, "户"),
        Fact("零", Decimal(0), Measure.COUNT, 0, "人"),
        Fact("空", None, Measure.COUNT, None, "人"),
        Fact("人数（含离退休）", Decimal(157), Measure.COUNT, 0, "人"),
        Fact("标准", Decimal(500), Measure.AMOUNT, 2, "元"),
        Fact("资金.支出数", Decimal("91.58"), Measure.AMOUNT, 2, "万元"),
        Fact("资金.预算数", Decimal("92.86"), Measure.AMOUNT, 2, "万元"),
        Fact("慰问支出", Decimal("29.80"), Measure.AMOUNT, 2, "万元"),
        Fact("资金.预算执行率", Decimal("98.6215808744"), Measure.RATE, 2, "%"),
        Fact("问卷.职工.满意度", Decimal(9350) / 108, Measure.MEAN, 2, "%", n=27),
        Fact("问卷.职工.Q4.非常满意.占比", Decimal(1500) / 27, Measure.SHARE, 2, "%", n=27),
        Fact("2022年人数", Decimal(24), Measure.COUNT, 0, "人"),
        Fact("计划日期", date(2022, 1, 20), Measure.DATE),
        Fact("发放日期", date(2022, 1, 25), Measure.DATE),
        Fact("单位名称", "县科工局", Measure.TEXT),
        Fact("甲均值", Decimal(80), Measure.MEAN, 2, "%"),
        Fact("乙均值", Decimal(90), Measure.MEAN, 2, "%"),
        Fact("甲人数", Decimal(10), Measure.COUNT, 0, "人"),
        Fact("乙人数", Decimal(30), Measure.COUNT, 0, "人"),
        Fact("甲权重", Decimal(25), Measure.RATE, 0, "%"),
        Fact("乙权重", Decimal(75), Measure.RATE, 0, "%"),
        Fact("权", Decimal("0.25"), Measure.NUMBER),
        Fact("甲乘积", Decimal(80 * 10), Measure.MEAN, 2, "%·人"),
    )
)


def value_of(text: str) -> Fact:
    fact, found = evaluate(text, FACTS, AT, "取值.C12")
    assert not found, found[0].message
    assert fact is not None
    assert fact.id == "取值.C12"
    return fact


@pytest.mark.parametrize(
    ("text", "display", "measure"),
    [
        ("实际慰问人数 / 计划慰问人数", "94.90%", Measure.RATE),
        ("实际慰问人数÷计划慰问人数×100%", "94.90%", Measure.RATE),
        ("（实际慰问人数 － 2022年人数）／计划慰问人数", "91.08%", Measure.RATE),
        ("1 − 实际慰问人数 / 计划慰问人数", "5.10%", Measure.RATE),
        ("资金.支出数 / 资金.预算数", "98.62%", Measure.RATE),
        ("标准 × 实际慰问人数", "298000.00元", Measure.AMOUNT),
        ("标准 * 实际慰问人数 / 慰问支出", "100.00%", Measure.RATE),
        ("资金.支出数 + 标准", "91.63万元", Measure.AMOUNT),
        ("标准 + 资金.支出数", "916300.00元", Measure.AMOUNT),
        ("慰问支出 / 实际慰问人数", "500.00元/人", Measure.AMOUNT),
        ("慰问支出 / 实际慰问人数 * 计划慰问人数", "314000.00元", Measure.AMOUNT),
        ("实际慰问人数 / 户数", "1.99人/户", Measure.NUMBER),
        ("计划慰问人数 × 资金.预算执行率", "619.34人", Measure.COUNT),
        ("资金.预算数 × 50%", "46.43万元", Measure.AMOUNT),
        ("问卷.职工.满意度", "86.57%", Measure.MEAN),
        ("问卷.职工.满意度 × 0.6 + 问卷.职工.满意度 × 40%", "86.57%", Measure.MEAN),
        ("甲均值 × 甲权重 + 乙均值 × 乙权重", "87.50%", Measure.MEAN),
        ("甲权重 × 甲均值 + 乙权重 × 乙均值", "87.50%", Measure.MEAN),
        ("(甲均值 × 甲权重 + 乙均值 × 乙权重) / (甲权重 + 乙权重)", "87.50%", Measure.MEAN),
        ("(甲均值 × 甲人数 + 乙均值 × 乙人数) / (甲人数 + 乙人数)", "87.50%", Measure.MEAN),
        ("(甲乘积 + 乙人数 × 乙均值) / (甲人数 + 乙人数)", "87.50%", Measure.MEAN),
        ("权 × 甲均值", "20.00%", Measure.MEAN),
        ("甲均值 / 100%", "80.00%", Measure.MEAN),
        ("甲均值 × 甲人数", "800.00%·人", Measure.MEAN),
        ("甲均值 / 乙均值", "88.89%", Measure.RATE),
        ("问卷.职工.Q4.非常满意.占比", "55.56%", Measure.SHARE),
        ("「人数（含离退休）」 / 计划慰问人数", "25.00%", Measure.RATE),
        ("人数（含离退休）", "157人", Measure.COUNT),
        ("发放日期 - 计划日期", "5天", Measure.COUNT),
        ("最小(实际慰问人数, 计划慰问人数)", "596人", Measure.COUNT),
        ("最大（资金.支出数，标准）", "91.58万元", Measure.AMOUNT),
        ("合计(实际慰问人数，计划慰问人数，2022年人数)", "1248人", Measure.COUNT),
        ("平均(实际慰问人数, 计划慰问人数)", "612人", Measure.COUNT),
        ("四舍五入(实际慰问人数 / 计划慰问人数, 1)", "94.9%", Measure.RATE),
        ("-(3 - 5) * 2", "4", Measure.NUMBER),
        ("7 - 3 - 2", "2", Measure.NUMBER),
        ("１ / ３", "0.33", Measure.NUMBER),
        ("95%", "95.00%", Measure.RATE),
        ("单位名称", "县科工局", Measure.TEXT),
    ],
)
def test_an_expression_knows_its_unit_and_measure(text: str, display: str, measure: Measure) -> None:
    fact = value_of(text)
    assert (fact.display, fact.measure) == (display, measure)


def test_figures_are_computed_from_unrounded_parts() -> None:
    # 9350/108 = 86.574074…, three times 259.7222…; three times the printed 86.57 would be 259.71.
    assert value_of("问卷.职工.满意度 × 3").text == "259.72"


def test_how_tells_the_sum_with_printed_figures_and_inputs_name_the_facts() -> None:
    fact = value_of("实际慰问人数 / 计划慰问人数")
    assert fact.how == "596人 ÷ 628人 × 100% = 94.90%"
    assert fact.inputs == ("实际慰问人数", "计划慰问人数")
    assert fact.sources == (AT,)
    assert value_of("1 - 实际慰问人数/计划慰问人数").how == "1 − 596人 ÷ 628人 = 5.10%"
    assert value_of("(实际慰问人数-零)/(计划慰问人数/1)").how == "（596人 − 0人） ÷ （628人 ÷ 1） × 100% = 94.90%"
    assert value_of("资金.预算执行率").how == "取自“资金.预算执行率”"


def test_a_name_alone_keeps_places_and_n() -> None:
    fact = value_of("问卷.职工.满意度")
    assert (fact.places, fact.n, fact.inputs) == (2, 27, ("问卷.职工.满意度",))


@pytest.mark.parametrize("text", ["空 / 计划慰问人数", "空", "空 + 1", "计划慰问人数 / 空"])
def test_a_fact_still_empty_gives_an_empty_fact_and_no_fault(text: str) -> None:
    assert value_of(text).empty


def test_an_empty_rate_already_knows_that_it_will_be_a_rate() -> None:
    fact = value_of("空 / 计划慰问人数")
    assert (fact.measure, fact.unit, fact.places) == (Measure.RATE, "%", 2)


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("实际慰问人 / 计划慰问人数", "没有叫“实际慰问人”的事实", "是不是“实际慰问人数”"),
        ("实际慰问人数 / 零", "除数是 0", "分母"),
        ("实际慰问人数 + 资金.支出数", "不能相加减或比较", "换成同一单位"),
        ("实际慰问人数 + 户数", "以“人”为单位的数和以“户”为单位的数不能相加减", "同一单位"),
        ("资金.支出数 + 5", "“5”没有单位", "事实"),
        ("资金.预算执行率 - 5", "“5”没有单位", "5%"),
        ("资金.支出数 * 资金.预算数", "两个金额不能相乘", "除号"),
        ("问卷.职工.满意度 + 问卷.职工.Q4.非常满意.占比", "均值和占比不能放在一起计算", "含义不同"),
        ("问卷.职工.满意度 / 问卷.职工.Q4.非常满意.占比", "均值和占比不能放在一起计算", "含义不同"),
        ("甲均值 × 甲人数 + 乙人数", "均值与人数的乘积和别的数不能相加减", "加权平均"),
        ("平均(问卷.职工.满意度, 资金.预算执行率)", "均值和比率不能相加减", "均值"),
        ("实际慰问人数 / 计划慰问人数 * 100", "不用再乘 100", "× 100%"),
        ("单位名称 + 1", "是文字", "数字"),
        ("发放日期 + 计划日期", "日期", "天数"),
        ("人数（含离退休） / 计划慰问人数", "没有“人数”这个函数", "「」"),
        ("9**9**9", "没有乘方", "连乘"),
        ("9^9", "看不懂“^”", "+ − × ÷"),
        ("__import__('os').system('x')", "看不懂“'”", "名称"),
        ("eval(1)", "没有“eval”这个函数", "最小"),
        ("单位名称.upper()", "没有“单位名称.upper”这个函数", "最小"),
        ("[1][0]", "看不懂“[”", "名称"),
        ("1,234 + 2", "逗号的位置不对", "千分位"),
        ("(1 + 2", "括号没有成对", "右括号"),
        ("1 + 2)", "右括号的位置不对", "成对"),
        ("1 +", "没有写完", "补上"),
        ("实际慰问人数 计划慰问人数", "“计划慰问人数”的位置不对", "运算符"),
        ("1 -- 2 + - - 3", "连着写了两个正负号", "去掉"),
        ("四舍五入(实际慰问人数)", "要写两项", "四舍五入"),
        ("四舍五入(1, 99)", "要写两项", "四舍五入"),
        ("最小()", "括号里没有内容", "最小"),
        ("(" * 60 + "1" + ")" * 60, "括号层数太多", "分几步"),
        ("1" * 30, "太长", "20 位"),
        ("1+" * 600 + "1", "算式太长", "分几步"),
        ("+".join(["零"] * 300), "算式太长", "分几步"),
        ("", "算式是空的", "写事实的名称"),
    ],
)
def test_a_mistake_gives_one_line_with_place_and_cure(text: str, message: str, cure: str) -> None:
    fact, found = evaluate(text, FACTS, AT, "取值.C12")
    assert fact is None
    (one,) = found
    assert message in one.message
    assert cure in one.cure
    assert one.where == AT
    assert (one.kind, one.severity) == ("input", "error")
    assert len(one.message) < 140


def test_hostile_text_is_refused_at_once() -> None:
    started = time.perf_counter()
    for text in (
        "9" * 100_000,
        "(" * 100_000,
        "甲" * 100_000,
        "-" * 900,
        "1/" * 400 + "3",
        "×".join(["999999999"] * 90),
    ):
        evaluate(text, FACTS, AT, "x")
    assert time.perf_counter() - started < 1


def test_names_are_the_facts_an_expression_rests_on_folded() -> None:
    text = "实际慰问人数 / 「人数（含离退休）」 + 最大(问卷.职工.Q4.「非常 满意」.占比, 实际慰问人数) × ３"
    assert names(text) == ("实际慰问人数", "人数(含离退休)", "问卷.职工.Q4.非常满意.占比")
    assert names("1 +") == ()


def test_a_name_typed_full_width_finds_its_fact() -> None:
    facts = Facts(
        (Fact("A1人数", Decimal(3), Measure.COUNT, 0, "人"), Fact("Ｂ人数", Decimal(4), Measure.COUNT, 0, "人"))
    )
    fact, _ = evaluate("Ａ１人数 / B人数", facts, AT, "x")
    assert fact is not None
    assert fact.display == "75.00%"
