"""The exhibits of the social survey report: groups, definitions, sampling, opinions, conclusion."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import (
    survey_accounting,
    survey_caveats,
    survey_conclusion,
    survey_groups,
    survey_opinions,
    survey_profile,
    survey_questions,
    survey_sampling,
)
from evalkit.model.document import Num, Paragraph, Table, plain_text
from evalkit.model.facts import Fact, Measure
from evalkit.model.questionnaire import Option, Question, Screened, Survey
from tests.exhibits.surveyed import FACTS, FORM, count, mean, of, share, word

# ---- groups -----------------------------------------------------------------------------------------------------------


def test_a_group_of_four_has_no_mean_anywhere(case, shown):
    told = shown(survey_groups.build(of(case))) + shown(survey_profile.build(of(case)))
    assert "71.30" not in told
    assert "66.67" not in told
    assert "村民\t16份\t81.25%\n司机\t4份\t—" in told


def test_groups_are_compared_with_what_the_test_says(case, shown):
    told, table = survey_groups.build(of(case))
    assert isinstance(told, Paragraph)
    assert plain_text(told.inlines) == (
        "按类别比较，各组结果见。“司机”的有效问卷不到五份，不列结果，表里没有可以对照的两组。经检验，“排水”在各组之间差异显著，不大可能出于偶然；其余各题差异不显著。"
    )
    assert shown((table,)).splitlines()[1:6] == [
        "项目\t村民\t司机\t差异\tp 值",
        "有效份数\t16份\t4份\t—\t—",
        "路面（均值）\t75.00%\t—\t不显著\t0.310",
        "排水（均值）\t87.50%\t—\t显著\t<0.001",
        "总体满意度\t81.25%\t—\t—\t—",
    ]


def test_without_a_group_question_nothing_is_compared(case, shown):
    assert shown(survey_groups.build(of(case, replace(FORM, group="")))) == "问卷没有区分人群的分组题，不作分组比较。"


# ---- the definitions ----------------------------------------------------------------------------------------------------


def test_the_column_and_the_conclusion_are_named_by_the_definition(case, shown):
    by_shares = of(case, definition="满意率", facts=(*FACTS, share("Q2.满意率", "58.82"), share("Q3.满意率", "80")))
    assert "组别\t有效份数\t满意率" in shown(survey_profile.build(by_shares))
    told = shown(survey_conclusion.build(by_shares))
    assert "总体满意率为79.26%，即各计分题中选择满意的人数占比的平均。" in told
    assert "计入满意率的各题中，“排水”最高，为80.00%；“路面”最低，为58.82%。" in told
    assert "不是满意的人数占比" in shown(survey_conclusion.build(of(case)))


def test_the_conclusion_tells_the_weights_and_names_the_counted_questions_only(case, shown):
    profile, road, drain, advice = FORM.questions
    of_all = shown(survey_conclusion.build(of(case)))
    assert "即各计分题所得分值的平均，" in of_all
    lamps = replace(road, id="Q5", topic="路灯", weight=None)
    beside = replace(FORM, questions=(profile, road, drain, advice, lamps))
    assert "即计入的各题所得分值的平均，" in shown(survey_conclusion.build(of(case, beside)))
    heavier = replace(FORM, questions=(profile, road, replace(drain, weight=Decimal(2)), advice, lamps))
    told = shown(survey_conclusion.build(of(case, heavier)))
    assert "即计入的各题所得分值的加权平均（权数“路面”为1，“排水”为2），反映评价的高低" in told
    three = replace(heavier, questions=(*heavier.questions[:4], replace(lamps, weight=Decimal("2.0"))))
    told = shown(survey_conclusion.build(of(case, three)))
    assert "即各计分题所得分值的加权平均（权数“路面”为1，其余各题为2），" in told


def test_intervals_are_printed_only_on_demand(case, shown):
    assert "置信区间" not in shown(survey_conclusion.build(of(case)))
    assert "79.26%（95%置信区间70.00%—88.50%）" in shown(survey_conclusion.build(of(case), 区间="列出"))
    asked_for = of(case, facts=(*FACTS, Fact("项目.调查区间", "列出", Measure.TEXT)))
    (number,) = [
        one for block in survey_conclusion.build(asked_for) if isinstance(block, Paragraph)
        for one in block.inlines if isinstance(one, Num) and "—" in one.text
    ]  # fmt: skip
    assert number == Num("70.00%—88.50%", "问卷.卷.满意度.区间")


# ---- tables ----------------------------------------------------------------------------------------------------


def test_shares_that_do_not_add_up_as_printed_have_a_note(case):
    def notes(*values: str) -> tuple[object, ...]:
        labels = ("满意", "一般", "不满意", "不了解")
        facts = [count("Q2.人数", 27), *(share(f"Q2.{label}.占比", v) for label, v in zip(labels, values, strict=True))]
        facts += [count(f"Q2.{label}.人数", 9) for label in labels]
        _, _, table, _ = survey_questions.build(of(case, facts=tuple(facts)), 题号="Q2")
        assert isinstance(table, Table)
        return table.notes

    assert [plain_text(note) for note in notes("55.56", "37.04", "7.41", "0")] == [
        "注：占比经四舍五入，各项相加与100%略有出入。"
    ]
    assert notes("50", "25", "25", "0") == ()


# ---- who was asked ----------------------------------------------------------------------------------------------------------


def test_an_online_sample_is_not_called_random_and_lopsided_groups_are_told(case, shown):
    told = shown(survey_sampling.build(of(case)))
    assert "问卷在网上由受访者自愿填写，愿意填写的人不一定代表全体，不是随机样本。" in told
    assert "假如这些答卷是随机抽取的" in told
    assert (
        "“村民”占总体的60.00%，却占有效问卷的80.00%；“司机”占总体的40.00%，只占有效问卷的20.00%。"
        "样本与总体构成相差较大，总体结果主要反映“村民”的看法。"
    ) in told


def test_a_drawn_sample_states_its_error_and_a_census_has_none(case, shown):
    drawn = shown(survey_sampling.build(of(case, replace(FORM, method="入户随机抽样", populations=()))))
    assert drawn == (
        "调查对象共100人，收到有效问卷20份。按简单随机抽样计算，在百分之九十五的置信水平下，占比的抽样误差不超过17.20个百分点。"
    )
    whole = tuple(count("总体", 20) if fact.id == "问卷.卷.总体" else fact for fact in FACTS)
    told = shown(survey_sampling.build(of(case, replace(FORM, populations=()), whole)))
    assert told == "调查对象共20人，收到有效问卷20份，已全部调查，没有抽样误差。"


def test_the_cautions_follow_from_the_data(case, shown):
    told = shown(survey_caveats.build(of(case)))
    assert "不是随机样本" in told
    assert "有效问卷只有20份" in told
    assert "“司机”的样本比重远低于其占总体的比重" in told
    assert "“司机”的问卷不到五份" in told
    calm = (count("有效", 400, "份"), mean("满意度", "80", 400), mean("均值", "80", 400))
    form = replace(FORM, method="入户随机抽样", group="", populations=())
    assert shown(survey_caveats.build(of(case, form, calm))) == "样本数量和构成没有发现需要特别说明的问题。"


def test_suspected_forms_are_told_with_the_result_without_them(case, shown):
    facts = (*FACTS, count("存疑", 2, "份"), count("不含存疑.有效", 18, "份"), mean("不含存疑.满意度", "78.10", 18))
    told = of(case, facts=facts)
    found = (Screened("too_fast", "suspected", (3,), ""), Screened("conflict", "suspected", (3, 9), ""))
    survey = Survey(FORM, "wjx", "卷.xlsx", 20, ("valid",) * 20, found, {}, {})
    assert shown(survey_accounting.build(replace(told, surveys={"卷": survey}))).endswith(
        "注：有效答卷中有2份存疑（用时过短1份、答案矛盾1份），计入统计；不含存疑的18份，总体满意度为78.10%。"
    )
    assert "总体满意度含存疑答卷时为79.26%，去掉后为78.10%" in shown(survey_caveats.build(told))


# ---- opinions --------------------------------------------------------------------------------------------------


def test_opinions_are_counted_by_category_and_quoted_without_names(case, shown):
    assert shown(survey_opinions.build(of(case))).splitlines() == [
        "第4题　有何建议？",
        "9人填写了本题。提得最多的是“补坑”，6人，各类意见见。一份意见可以归入几类。",
        "建议归类情况",
        "意见类别\t人数\t占填写人数的比",
        "补坑\t6人\t66.67%",
        "路灯\t4人\t44.44%",
        "没有意见\t1人\t—",
        "摘录部分原话（不署名）：归入“补坑”的，如“坑多”。",
    ]


# ---- told once ------------------------------------------------------------------------------------------------------------


def test_what_the_table_of_respondents_tells_is_not_told_again(case, shown):
    told = shown(survey_questions.build(of(case), 背景题="不列", 开放题="不列"))
    assert "第1题问受访者的情况，结果见受访者构成，这里不重复。" in told
    assert "您属于哪类？" not in told
    more = Question("Q5", "怎样来的？", "multi", (Option("步行"), Option("乘车")), role="profile", topic="来法")
    with_several = replace(FORM, questions=(*FORM.questions, more))
    assert "怎样来的？" in shown(survey_questions.build(of(case, with_several), 背景题="不列", 开放题="不列"))
    assert "来法" not in shown(survey_profile.build(of(case, with_several)))


def test_two_questionnaires_share_the_sentences_that_are_the_same(case, shown):
    second = replace(FORM, id="商户", title="商户问卷", group="", populations=())
    assert case.engagement is not None
    facts = [*FACTS, *(replace(one, id=one.id.replace("问卷.卷.", "问卷.商户.")) for one in FACTS)]
    both = replace(of(case, replace(FORM, short="居民"), tuple(facts)))
    both = replace(both, engagement=replace(both.engagement, questionnaires=(replace(FORM, short="居民"), second)))
    sampled = shown(survey_sampling.build(both))
    assert sampled.count("百分之九十五") == sampled.count("不是随机样本") == 1
    assert "占比的抽样误差，居民问卷不超过17.20个百分点，商户问卷不超过17.20个百分点；不是随机抽取的" in sampled
    cautions = shown(survey_caveats.build(both))
    assert cautions.count("有效问卷只有20份") == cautions.count("推及全体时应慎重") == 1
    assert "使用两份问卷的结果时都要注意以下各点：" in cautions
    assert "使用居民问卷的结果时要注意以下各点：" in cautions
    assert shown(survey_conclusion.build(both)).count("不是满意的人数占比") == 1


def test_the_whole_is_told_with_its_test(case, shown):
    facts = [one for one in FACTS if one.id not in ("问卷.卷.分组.司机.有效", "问卷.卷.分组.司机.满意度")]
    facts += [count("分组.司机.有效", 6, "份"), mean("分组.司机.满意度", "71.30", 6)]
    facts += [
        Fact("问卷.卷.比较.Q1.总体均值.p", Decimal("0.04"), Measure.NUMBER, 3),
        word("比较.Q1.总体均值.结论", "显著"),
    ]
    told, table = survey_groups.build(of(case, facts=tuple(facts)))
    assert "经检验，总体满意度和“排水”在各组之间差异显著，不大可能出于偶然；其余各题差异不显著。" in shown((told,))
    assert "总体满意度\t81.25%\t71.30%\t显著\t0.040" in shown((table,))
    assert "按类别比较，总体满意度和“排水”在各组之间差异显著" in shown(
        survey_conclusion.build(of(case, facts=tuple(facts)))
    )
