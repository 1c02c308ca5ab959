"""Facts before scoring: project, firm, money, typed facts, and expressions in the order they rest on each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evalkit.derive import derive
from evalkit.model.engagement import Engagement, Fund
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.scoring import Grade, GradeScheme

AT = Where("engagement.yaml", "1:1")

#: The three parts of the Yongxing money, in 万元, as its report states them.
YONGXING = (("留守人员生活补贴", "56.24"), ("困难职工春节慰问", "23.84"), ("工作经费", "11.50"))


def engagement(**parts: Any) -> Engagement:
    blank = Engagement(
        "试点", "项目支出", {}, {}, {}, (), None, (), (), (), (), (),
        GradeScheme("财预〔2020〕10号", "", (Grade("优", Decimal(90)), Grade("差", Decimal(0)))),
        (), {}, (), (), (), (), (), (), {}, (), (), (), AT,
    )  # fmt: skip
    return replace(blank, **parts)


def fund(name: str, budget: str | None, received: str | None, spent: str | None, unit: str = "万元") -> Fund:
    amounts = (Decimal(text) if text is not None else None for text in (budget, received, spent))
    return Fund(name, *amounts, unit, "", Where("engagement.yaml", f"资金.{name}"))


def funds(*parts: Fund, stated: Fund | None = None) -> Facts:
    facts, found = derive(engagement(funds=parts, stated_funds=stated), Facts())
    assert not found
    return facts


def test_money_by_part_and_as_a_whole() -> None:
    parts = [fund(name, spent, spent, spent) for name, spent in YONGXING]
    parts[2] = fund("工作经费", "12.78", "12.78", "11.50")
    facts = funds(*parts)
    assert facts["资金.预算数"].display == "92.86万元"
    assert facts["资金.到位数"].display == "92.86万元"
    assert facts["资金.支出数"].display == "91.58万元"
    assert facts["资金.结余"].display == "1.28万元"
    assert facts["资金.到位率"].display == "100.00%"
    assert facts["资金.预算执行率"].display == "98.62%"
    assert facts["资金.工作经费.结余"].display == "1.28万元"
    assert facts["资金.工作经费.预算执行率"].display == "89.98%"
    assert facts["资金.支出数"].how == "56.24万元 + 23.84万元 + 11.50万元 = 91.58万元"
    assert facts["资金.支出数"].inputs[0] == "资金.留守人员生活补贴.支出数"
    assert facts["资金.预算执行率"].how == "支出数÷到位数：91.58万元 ÷ 92.86万元 × 100% = 98.62%"
    assert facts["资金.留守人员生活补贴.支出数"].sources == (Where("engagement.yaml", "资金.留守人员生活补贴"),)


def test_other_units_are_carried_to_wan_yuan_exactly_and_rounded_only_in_print() -> None:
    facts = funds(
        fund("甲", "18045373.10", None, "10000004.99", "元"), fund("乙", "0.00005", None, "0.00000001", "亿元")
    )
    assert facts["资金.甲.预算数"].value == Decimal("1804.537310")
    assert facts["资金.预算数"].value == Decimal("1805.037310")
    assert facts["资金.预算数"].text == "1805.04"
    assert facts["资金.支出数"].value == Decimal("1000.000599")


def test_the_typed_total_stands_in_only_where_a_part_is_blank() -> None:
    stated = fund("合计", "92.86", "92.86", "99.99")
    facts = funds(fund("甲", None, "50", "40"), fund("乙", "20", "42.86", "51.58"), stated=stated)
    assert facts["资金.预算数"].text == "92.86"
    assert facts["资金.预算数"].how == "资金表的合计行"
    assert facts["资金.支出数"].text == "91.58"  # all parts are there: their sum, and check complains about 99.99
    assert facts["资金.甲.预算数"].empty


def test_money_not_yet_there_is_empty_and_says_what_to_fill_in() -> None:
    facts = funds(fund("甲", "10", None, None))
    assert facts["资金.支出数"].empty
    assert facts["资金.支出数"].how == "在“资金”表填写“甲”的支出数"
    assert facts["资金.预算执行率"].empty
    assert facts["资金.结余"].empty
    assert funds()["资金.预算数"].empty


def test_a_budget_of_nought_gives_no_rate_and_no_crash() -> None:
    facts = funds(fund("甲", "0", "0", "3"))
    assert facts["资金.预算执行率"].empty
    assert facts["资金.预算执行率"].how == "到位数是 0，没有预算执行率"
    assert facts["资金.结余"].text == "-3.00"


def test_a_full_stop_in_the_name_of_a_part_becomes_a_middle_dot() -> None:
    assert funds(fund("2.0版软件", "1", "1", "1"))["资金.2·0版软件.支出数"].text == "1.00"


def test_project_and_firm_are_facts_with_their_places_and_defaults() -> None:
    place = Where("评价底稿.xlsx", "项目!B5")
    facts, _ = derive(
        engagement(
            project={"名称": "慰问项目", "年度": "2022", "报告日期": "2023-12-02", "实施单位": "县科工局"},
            firm={"名称": "某咨询公司"},
            places={"项目.报告日期": place},
        ),
        Facts(),
    )
    assert facts["项目.报告日期"].value == date(2023, 12, 2)
    assert facts["项目.报告日期"].sources == (place,)
    assert facts["项目.年度"].text == "2022"
    assert facts["项目.评价对象"].text == "慰问项目"
    assert facts["项目.实施单位简称"].text == "县科工局"
    assert facts["项目.简称"].text == "项目"
    assert facts["项目.背景"].empty
    assert facts["机构.名称"].text == "某咨询公司"
    assert facts["机构.地址"].empty


def typed(
    id: str, value: str | None, unit: str = "人", measure: Measure = Measure.COUNT, places: int | None = None
) -> Fact:
    return Fact(id, Decimal(value) if value else None, measure, places, unit, sources=(Where("事实.yaml", id),))


def computed(*facts: Fact, **expressions: str) -> tuple[Facts, tuple[str, ...]]:
    written = {id: (text, Where("事实.yaml", id)) for id, text in expressions.items()}
    derived, found = derive(engagement(typed=facts, expressions=written), Facts())
    assert all(one.cure and one.where.file == "事实.yaml" for one in found)
    return derived, tuple(one.message for one in found)


def blank(id: str, unit: str = "", measure: Measure = Measure.NUMBER, places: int | None = None) -> Fact:
    return typed(id, None, unit, measure, places)


def test_expressions_are_computed_in_the_order_they_rest_on_each_other() -> None:
    facts, found = computed(
        blank("完成率"), blank("合计实际", "人", Measure.COUNT), typed("甲", "300"), typed("乙", "296"), typed("计划", "628"),
        完成率="合计实际 / 计划", 合计实际="甲 + 乙",
    )  # fmt: skip
    assert not found
    assert facts["完成率"].display == "94.90%"
    assert facts["完成率"].inputs == ("合计实际", "计划")
    assert facts["完成率"].sources == (Where("事实.yaml", "完成率"),)


def test_expressions_that_rest_on_each_other_in_a_circle_are_one_fault_and_the_rest_is_computed() -> None:
    facts, found = computed(
        blank("甲"), blank("乙"), blank("丙"), blank("丁"), typed("计划", "628"),
        甲="乙 + 1", 乙="丙 × 2", 丙="甲", 丁="计划 / 计划",
    )  # fmt: skip
    (message,) = found
    assert "绕成了一圈" in message
    assert all(name in message for name in "甲乙丙")
    assert facts["丁"].display == "100.00%"
    assert facts["甲"].empty


def test_an_expression_that_names_itself_is_a_circle() -> None:
    _, found = computed(blank("甲"), 甲="甲 + 1")
    assert len(found) == 1
    assert "绕成了一圈" in found[0]


def test_the_row_of_a_computed_fact_may_ask_for_unit_and_places() -> None:
    facts, found = computed(
        blank("人均", "元/人"), blank("总额", "元", Measure.AMOUNT, 0), typed("支出", "23.84", "万元", Measure.AMOUNT, 2),
        typed("人数", "596"), 人均="支出 / 人数", 总额="支出 × 2",
    )  # fmt: skip
    assert not found
    assert facts["人均"].display == "400.00元/人"
    assert facts["总额"].display == "476800元"
    assert facts["总额"].how == "23.84万元 × 2 = 476800元"


def test_a_unit_the_expression_cannot_give_is_a_fault() -> None:
    _, found = computed(blank("丁", "户", Measure.COUNT), typed("甲", "3"), 丁="甲 + 甲")
    assert found == ("事实“丁”的算式算出的是以“人”为单位的数，单位一栏写的是“户”",)


def test_a_quotient_of_people_may_be_a_share_but_never_a_mean() -> None:
    facts, found = computed(blank("占", "%", Measure.SHARE), typed("甲", "3"), typed("乙", "4"), 占="甲 / 乙")
    assert not found
    assert facts["占"].measure is Measure.SHARE
    _, found = computed(blank("均", "%", Measure.MEAN), typed("甲", "3"), typed("乙", "4"), 均="甲 / 乙")
    assert found == ("事实“均”的算式算出的是比率，口径一栏写的是均值",)


MEANS = (
    typed("甲均值", "80", "%", Measure.MEAN),
    typed("乙均值", "90", "%", Measure.MEAN),
    typed("甲人", "10"),
    typed("乙人", "30"),
    typed("权", "25", "%", Measure.RATE),
)


@pytest.mark.parametrize(
    "written",
    [
        {"综": "甲均值 × 权 + 乙均值 × 75%"},
        {"综": "(甲均值 × 甲人 + 乙均值 × 乙人) / (甲人 + 乙人)"},
        {"和": "甲均值 × 甲人 + 乙均值 × 乙人", "综": "和 / (甲人 + 乙人)"},
        {"比": "甲均值 / 乙均值", "综": "比 × 100%"},
        {"综": "甲均值"},
    ],
)
def test_nothing_computed_from_a_mean_may_be_declared_a_share(written: dict[str, str]) -> None:
    parts = [blank("和"), blank("比")]
    facts, found = computed(blank("综", "%", Measure.SHARE), *parts, *MEANS, **written)
    (only,) = found
    assert "用到均值" in only
    assert "用到均值“综”" not in only
    assert "口径一栏写的是占比" in only
    assert facts["综"].measure is not Measure.SHARE or facts["综"].empty


def test_a_weighted_mean_in_two_rows_is_a_mean() -> None:
    # (80×10 + 90×30) / 40 = 87.5
    written = {"和": "甲均值 × 甲人 + 乙均值 × 乙人", "综": "和 / (甲人 + 乙人)"}
    facts, found = computed(blank("综"), blank("和"), *MEANS, **written)
    assert not found
    assert (facts["综"].display, facts["综"].measure) == ("87.50%", Measure.MEAN)


def test_a_quotient_of_amounts_is_no_share_of_people() -> None:
    amounts = (typed("支出", "3", "万元", Measure.AMOUNT), typed("预算", "4", "万元", Measure.AMOUNT))
    _, found = computed(blank("占", "%", Measure.SHARE), *amounts, 占="支出 / 预算")
    assert found == ("事实“占”的算式算出的是比率，口径一栏写的是占比",)


def test_an_expression_over_an_empty_fact_is_empty_and_no_fault() -> None:
    facts, found = computed(blank("率", "%", Measure.RATE), typed("甲", None), typed("乙", "4"), 率="甲 / 乙")
    assert not found
    assert facts["率"].empty


def test_an_undeclared_name_is_a_fault_at_the_expression() -> None:
    _, found = computed(blank("率"), typed("计划人数", "4"), 率="实际人数 / 计划人数")
    assert "没有叫“实际人数”的事实" in found[0]


QUESTIONNAIRE = Questionnaire(
    "职工",
    "满意度调查",
    (Question("Q1", "是否满意", "single", (Option("满意", Decimal(100)),), weight=Decimal(1)),),
    at=AT,
)


def test_survey_facts_pass_through_and_can_be_computed_with() -> None:
    surveyed = Facts((Fact("问卷.职工.满意度", Decimal("86.574"), Measure.MEAN, 2, "%"),))
    facts, found = derive(
        engagement(typed=(blank("低于"),), expressions={"低于": ("100% - 问卷.职工.满意度", AT)}), surveyed
    )
    assert not found
    assert facts["低于"].display == "13.43%"


def test_a_survey_still_to_come_leaves_expressions_empty_but_a_mistyped_question_is_a_fault() -> None:
    written = {"低于": ("100% - 问卷.职工.满意度", AT), "错": ("问卷.职工.Q9.均值", AT)}
    facts, found = derive(
        engagement(questionnaires=(QUESTIONNAIRE,), typed=(blank("低于"), blank("错")), expressions=written), Facts()
    )
    assert facts["低于"].empty
    assert [one.message for one in found] == ["算式“问卷.职工.Q9.均值”：没有叫“问卷.职工.Q9.均值”的事实"]
    assert "问卷.职工.满意度" not in facts  # nobody may take the survey for done
