"""A sample beside its people, the weighted result, several questionnaires in one report: what the exhibits say of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalkit.exhibits import (
    survey_caveats,
    survey_conclusion,
    survey_form,
    survey_groups,
    survey_profile,
    survey_questions,
    survey_sampling,
)
from evalkit.model.case import Case
from evalkit.model.document import Table
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.scoring import Indicator
from evalkit.surveyed import audience, in_order, uses

SCALE = (Option("满意", Decimal(100)), Option("一般", Decimal(50)))
TOWNS = ("东镇", "西乡", "北乡")
FORM = Questionnaire(
    "老年人",
    "助餐问卷",
    (
        Question("Q1", "住在哪里？", "single", tuple(map(Option, TOWNS)), role="profile", topic="乡镇"),
        Question("Q2", "满意吗？", "matrix", SCALE, ("口味", "价格"), "satisfaction", "助餐", Decimal(1)),
        Question("Q3", "付几元？", "number", topic="自付"),
        Question("Q4", "最缺什么？", "single", (Option("人手"), Option("场地"), Option("其他")), topic="短板"),
    ),
    population=1000,
    group="Q1",
    populations=tuple(zip(TOWNS, (320, 580, 100), strict=True)),
    method="入户",
)


def fact(name: str, value: str, unit: str = "%", form: str = "老年人", n: int | None = None) -> Fact:
    whole = unit in ("人", "份")
    measure = Measure.COUNT if whole else Measure.MEAN if "均值" in name or "满意度" in name else Measure.RATE
    return Fact(f"问卷.{form}.{name}", Decimal(value), measure, 0 if whole else 2, unit, n=n)


def sample(*forms: str) -> list[Fact]:
    """The shares of the people (32, 58, 10) and of the forms."""
    shares = zip(TOWNS, ("32", "58", "10"), forms, strict=True)
    found = [fact("总体", "1000", "人"), fact("有效", "300", "份"), fact("满意度", "82.89")]
    for town, whole, part in shares:
        found += [fact(f"分组.{town}.总体比重", whole), fact(f"分组.{town}.样本比重", part)]
        found += [fact(f"分组.{town}.有效", str(int(Decimal(part) * 3)), "份")]
    return found


def of(case: Case, facts: list[Fact], value: str = "", forms: tuple[Questionnaire, ...] = (FORM,)) -> Case:
    """The case with these questionnaires, and one indicator that reads this value."""
    assert case.engagement is not None
    leaf = Indicator("D1", "老人满意度", 1, "", Decimal(10), value=value)
    engagement = replace(case.engagement, questionnaires=forms, indicators=(leaf,))
    return Case(engagement, {}, Facts(facts), None)


# ---- the sample -----------------------------------------------------------------------------------------------------------


def test_shares_a_few_points_apart_are_alike(case, shown):
    told = shown(survey_sampling.build(of(case, sample("33", "56", "11"))))
    assert "样本中各类人的比重与总体相近。" in told


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        # 32 to 20 is 12 points, 58 to 63 is 5, 10 to 17 is 7.
        (
            ("20", "63", "17"),
            "有效问卷中“东镇”（占总体的32.00%，占有效问卷的20.00%）偏少，"
            "“西乡”（占总体的58.00%，占有效问卷的63.00%）、“北乡”（占总体的10.00%，占有效问卷的17.00%）偏多。",
        ),
        # 10 to 6 is 4 points only, but the one is 1.67 times the other.
        (("34", "60", "6"), "有效问卷中“北乡”（占总体的10.00%，占有效问卷的6.00%）偏少，其余各类相近。"),
    ],
)
def test_groups_with_too_few_or_too_many_forms_are_named_with_both_shares(case, shown, forms, words):
    told = shown(survey_sampling.build(of(case, sample(*forms))))
    assert words in told
    assert "样本中各类人的比重" not in told


# ---- the weighted result --------------------------------------------------------------------------------------------------


def test_an_indicator_that_uses_the_weighted_result_makes_the_report_say_so_everywhere(case, shown):
    facts = [*sample("20", "63", "17"), fact("加权.满意度", "79.70"), fact("加权.均值", "79.70")]
    told = of(case, facts, "问卷.老年人.加权.满意度")
    conclusion = shown(survey_conclusion.build(told))
    assert "总体满意度为82.89%" in conclusion
    assert "按各类人的总体人数加权后为79.70%。样本与总体的构成不一致，“老人满意度”指标用加权的结果计分。" in conclusion
    assert shown(survey_caveats.build(told)) == (
        "样本与总体的构成不一致，“东镇”偏少，“西乡”和“北乡”偏多：总体满意度不加权为82.89%，"
        "按各类人的总体人数加权为79.70%；“老人满意度”指标用加权的结果，不加权的只供对照。"
    )
    assert "“老人满意度”指标用按各类人的总体人数加权的结果计分" in shown(survey_sampling.build(told))


def test_the_weighted_result_is_told_of_an_alike_sample_too_where_an_indicator_uses_it(case, shown):
    facts = [*sample("33", "56", "11"), fact("加权.满意度", "82.70"), fact("加权.均值", "82.70")]
    assert "加权为82.70%" in shown(survey_caveats.build(of(case, facts, "问卷.老年人.加权.满意度")))
    unused = shown(survey_caveats.build(of(case, facts)))
    assert unused == "样本数量和构成没有发现需要特别说明的问题。"
    by_plain = [*sample("20", "63", "17"), fact("加权.满意度", "79.70")]
    assert "“老人满意度”指标用不加权的结果。" in shown(survey_caveats.build(of(case, by_plain, "问卷.老年人.满意度")))


def test_what_a_value_reads_is_followed_through_other_facts(case):
    derived = Fact("事实.满意", Decimal(80), Measure.MEAN, 2, "%", inputs=("问卷.老年人.加权.满意度",))
    facts = [*sample("20", "63", "17"), fact("加权.满意度", "79.70"), derived]
    assert uses(of(case, facts, "事实.满意"), FORM, "加权") == ("老人满意度",)
    assert uses(of(case, facts, "问卷.老年人.满意度"), FORM, "加权") == ()


# ---- groups ---------------------------------------------------------------------------------------------------------------


def test_every_question_the_sentence_names_is_in_a_table(case, shown):
    facts = sample("20", "63", "17")
    for key, p in (("Q2", "0.001"), ("Q2.1", "0.002"), ("Q2.2", "0.3"), ("Q3", "0.01"), ("Q4", "0.02")):
        facts.append(Fact(f"问卷.老年人.比较.Q1.{key}.p", Decimal(p), Measure.NUMBER, 3))
        word = "不显著" if key == "Q2.2" else "显著"
        facts.append(Fact(f"问卷.老年人.比较.Q1.{key}.结论", word, Measure.TEXT))
    for town in TOWNS:
        facts += [fact(f"分组.{town}.{key}.均值", "70", n=50) for key in ("Q2", "Q2.1", "Q2.2")]
        facts.append(Fact(f"问卷.老年人.分组.{town}.Q3.均值", Decimal("6.5"), Measure.NUMBER, 2, "元", n=50))
        facts += [fact(f"分组.{town}.Q4.{one}.占比", "50", n=50) for one in ("人手", "场地")]
    text, table, choice = survey_groups.build(of(case, facts))
    assert "“自付”、“短板”，以及“助餐”总的评价（即总体满意度）和其中的“口味”在各组之间差异显著" in shown((text,))
    assert shown((table,)).splitlines()[1:-1] == [
        "项目\t东镇\t西乡\t北乡\t差异\tp 值",
        "有效份数\t60份\t189份\t51份\t—\t—",
        "助餐（均值）\t70.00%\t70.00%\t70.00%\t显著\t0.001",
        "　口味\t70.00%\t70.00%\t70.00%\t显著\t0.002",
        "　价格\t70.00%\t70.00%\t70.00%\t不显著\t0.300",
        "自付（均值）\t6.50元\t6.50元\t6.50元\t显著\t0.010",
    ]
    assert isinstance(choice, Table)
    assert shown((choice,)).splitlines()[:3] == [
        "按乡镇比较短板",
        "选项（占比）\t东镇\t西乡\t北乡",
        "人手\t50.00%\t50.00%\t50.00%",
    ]


# ---- words behind options ---------------------------------------------------------------------------------------------------


def test_words_behind_an_option_are_counted_and_quoted_or_told_by_category(case, shown):
    count = [fact("Q4.人数", "30", "人"), fact("Q4.人手.人数", "20", "人"), fact("Q4.其他.人数", "10", "人")]
    wrote = fact("Q4.其他.填写.人数", "9", "人")
    quoted = Fact("问卷.老年人.Q4.其他.填写.引语", "“没有车送”", Measure.TEXT)
    plain = shown(survey_questions.build(of(case, [*count, wrote, quoted]), 题号="Q4"))
    assert plain.endswith("9人在“其他”后面写明了内容，如“没有车送”。")
    coded = [
        fact("Q4.其他.缺车.人数", "7", "人"),
        Fact("问卷.老年人.Q4.其他.缺车.引语", "“车不够”", Measure.TEXT),
        fact("Q4.其他.没有意见.人数", "2", "人"),
        Fact("问卷.老年人.Q4.其他.没有意见.引语", None, Measure.TEXT),
    ]
    told = shown(survey_questions.build(of(case, [*count, wrote, *coded]), 题号="Q4"))
    assert "9人在“其他”后面写明了内容，归类如下：归入“缺车”的7人。" in told
    assert told.endswith("摘录部分原话（不署名）：归入“缺车”的，如“车不够”。")


# ---- several questionnaires -------------------------------------------------------------------------------------------------


def test_the_questionnaire_the_indicators_use_comes_first_and_captions_say_whose_they_are(case, shown):
    other = replace(FORM, id="工作人员", title="站点问卷", population=5000)
    facts = [fact("Q1.东镇.人数", "5", "人", form) for form in ("老年人", "工作人员")]
    both = of(case, facts, "问卷.老年人.满意度", (other, FORM))
    assert [one.id for one in in_order(both, (other, FORM))] == ["工作人员", "老年人"]  # no such fact: by population
    both = of(case, [*facts, fact("满意度", "80")], "问卷.老年人.满意度", (other, FORM))
    assert [one.id for one in in_order(both, (other, FORM))] == ["老年人", "工作人员"]
    captions = [block.caption.inlines[0].text for block in survey_profile.build(both) if isinstance(block, Table)]
    assert captions[0] == "受访者构成情况表（老年人）"
    assert "受访者构成情况表（工作人员）" in captions
    assert shown(survey_form.build(both)).startswith("助餐问卷\n")


def test_whom_a_questionnaire_asks_is_its_short_name_or_that_of_its_file():
    assert audience(replace(FORM, short="周边居民")) == "周边居民"
    assert audience(replace(FORM, id="受益企业满意度调查问卷2024")) == "受益企业"
    assert audience(replace(FORM, id="survey-1")) == ""


def test_an_answer_that_all_gave_has_no_chart(case):
    facts = [fact("Q4.人数", "30", "人"), fact("Q4.人手.人数", "30", "人"), fact("Q4.人手.占比", "100")]
    facts += [
        fact(f"Q4.{one}.{part}", "0", unit)
        for one in ("场地", "其他")
        for part, unit in (("人数", "人"), ("占比", "%"))
    ]
    blocks = survey_questions.build(of(case, facts), 题号="Q4")
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Paragraph", "Table"]
