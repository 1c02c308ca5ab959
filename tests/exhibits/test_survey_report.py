"""The exhibits of the social survey report: groups, the diverging chart, sampling, opinions, conclusion, the form itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import (
    survey_accounting,
    survey_battery,
    survey_caveats,
    survey_conclusion,
    survey_form,
    survey_groups,
    survey_opinions,
    survey_profile,
    survey_questions,
    survey_sampling,
)
from evalkit.model.case import Case
from evalkit.model.definitions import Choice, Definitions
from evalkit.model.document import Chart, Num, Paragraph, Table, plain_text
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.questionnaire import Option, Part, Question, Questionnaire, Screened, Shown, Survey

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


def test_intervals_are_printed_only_on_demand(case, shown):
    assert "置信区间" not in shown(survey_conclusion.build(of(case)))
    assert "79.26%（95%置信区间70.00%—88.50%）" in shown(survey_conclusion.build(of(case), 区间="列出"))
    asked_for = of(case, facts=(*FACTS, Fact("项目.调查区间", "列出", Measure.TEXT)))
    (number,) = [
        one for block in survey_conclusion.build(asked_for) if isinstance(block, Paragraph)
        for one in block.inlines if isinstance(one, Num) and "—" in one.text
    ]  # fmt: skip
    assert number == Num("70.00%—88.50%", "问卷.卷.满意度")


# ---- charts and tables ----------------------------------------------------------------------------------------------------


def test_questions_with_the_same_options_share_a_diverging_chart(case):
    told, chart = survey_battery.build(of(case))
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.categories) == ("diverging", ("路面", "排水"))
    assert [(one.name, one.side) for one in chart.series] == [
        ("满意", "for"),
        ("一般", "middle"),
        ("不满意", "against"),
    ]
    assert chart.series[2].values == (Decimal("10.00"), Decimal("10.00"))
    assert isinstance(told, Paragraph)
    assert plain_text(told.inlines) == (
        "图中各题的均值中，“排水”最高，为85.00%；“路面”最低，为73.53%。各题选项占比的对比见"
        "，右侧为正面评价，左侧为负面评价，居中的评价另列在最右，“不了解”不在图中。"
    )


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


# ---- opinions and the form --------------------------------------------------------------------------------------------------


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


def test_the_form_is_printed_with_its_letters_parts_and_conditions(case, shown):
    questions = (
        Question("Q1", "去过吗？", "single", (Option("去过"), Option("没去过"))),
        Question(
            "Q2", "看重哪些？", "multi", (Option("便利的交通和停车条件"), Option("整洁的环境与设施"), Option("其他", write_in=True)),
            shown=Shown("Q1", (0,)),
        ),
        Question("Q3", "评价", "matrix", SCALE[:2], ("路面", "排水")),
        Question("Q4", "还有什么？", "text", required=False),
    )  # fmt: skip
    form = Questionnaire("卷", "问卷甲", questions, intro="您好！\n请填写。", parts=(Part("一、基本情况", "", "Q1"),))
    assert shown(survey_form.build(of(case, form))).splitlines() == [
        "问卷甲",
        "您好！请填写。",
        "一、基本情况",
        "1. 去过吗？",
        "A.去过　B.没去过",
        "2. （第1题选“去过”的人回答）看重哪些？（可多选）",
        "A.便利的交通和停车条件　B.整洁的环境与设施",
        "C.其他＿＿＿＿（请写明）",
        "3. 评价（每行选一项）",
        "评价内容\t满意\t一般",
        "路面\t□\t□",
        "排水\t□\t□",
        "4. 还有什么？",
        "＿" * 24,
    ]


# ---- told once ------------------------------------------------------------------------------------------------------------


def scaled(id: str, topic: str, **more: object) -> Question:
    labels = (("很满意", 100), ("满意", 75), ("不满意", 0))
    options = tuple(Option(label, Decimal(score)) for label, score in labels)
    return Question(
        id, f"您对{topic}满意吗？", "single", options, role="satisfaction", topic=topic, weight=Decimal(1), **more
    )  # type: ignore[arg-type]


BATTERY = Questionnaire(
    "卷", "问卷", (scaled("Q1", "路面"), Question("Q2", "有何建议？", "text", topic="建议"), scaled("Q3", "路灯"))
)


def answers(id: str, counts: tuple[int, int, int], value: str) -> list[Fact]:
    n = sum(counts)
    made = [count(f"{id}.人数", n), mean(f"{id}.均值", value, n)]
    for label, chosen in zip(("很满意", "满意", "不满意"), counts, strict=True):
        made += [count(f"{id}.{label}.人数", chosen), share(f"{id}.{label}.占比", str(Decimal(chosen * 100) / n), n)]
    both = counts[0] + counts[1]
    return [*made, count(f"{id}.正面合计.人数", both), share(f"{id}.正面合计.占比", str(Decimal(both * 100) / n), n)]


def test_questions_with_the_same_options_have_a_statement_each_and_one_table_and_chart(case, shown):
    facts = (count("有效", 20, "份"), *answers("Q1", (10, 5, 5), "68.75"), *answers("Q3", (4, 12, 2), "72.22"))
    blocks = survey_questions.build(of(case, BATTERY, facts), 开放题="不列")
    assert [type(block).__name__ for block in blocks] == [*["Paragraph"] * 5, "Table", "Chart"]
    assert shown(blocks).splitlines()[1:] == [
        "第1、3题　满意程度",
        "第1题　您对路面满意吗？　选择“很满意”和“满意”的合计15人，占75.00%，属大多数，其中“很满意”10人（50.00%）、“满意”5人"
        "（25.00%）；“不满意”5人，占25.00%。按选项分值折算，路面满意度为68.75%。",
        "第3题　您对路灯满意吗？　“很满意”4人，占22.22%，“满意”12人，占66.67%，两项合计占88.89%，属大多数。选择“不满意”的有2人"
        "（11.11%）。路灯满意度（各人所选分值的平均）为72.22%。",
        "这几题的均值中，“路灯”最高，为72.22%；“路面”最低，为68.75%。各题选项的占比见和，图中右侧为正面评价，左侧为负面评价。",
        "满意程度调查结果",
        "题目\t很满意\t满意\t不满意\t作答人数\t均值",
        "1. 路面\t50.00%\t25.00%\t25.00%\t20人\t68.75%",
        "3. 路灯\t22.22%\t66.67%\t11.11%\t18人\t72.22%",
        "满意程度调查结果",
    ]


def test_the_questions_stand_one_by_one_where_that_is_wanted(case):
    facts = (count("有效", 20, "份"), *answers("Q1", (10, 5, 5), "68.75"), *answers("Q3", (4, 12, 4), "65"))
    blocks = survey_questions.build(of(case, BATTERY, facts), 开放题="不列", 同类题="逐题")
    assert [block.kind for block in blocks if isinstance(block, Chart)] == ["bar", "bar"]


def test_the_same_answer_of_everybody_to_every_question_is_said_once(case, shown):
    facts = (count("有效", 20, "份"), *answers("Q1", (20, 0, 0), "100"), *answers("Q3", (20, 0, 0), "100"))
    _, title, told, table, _ = survey_questions.build(of(case, BATTERY, facts), 开放题="不列")
    assert shown((title, told)).splitlines() == [
        "第1、3题　满意程度",
        "第1、3题分别问路面和路灯。作答的20人对各题全部选择“很满意”，没有人选择其他选项；按选项分值折算，各题的满意度均为100.00%，见和。",
    ]
    assert isinstance(table, Table)
    assert [plain_text(note) for note in table.notes] == ["注：各题作答20人。"]


def test_questions_that_nobody_answered_have_neither_a_title_nor_a_table_of_noughts(case, shown):
    facts = (count("有效", 20, "份"), count("Q2.人数", 0), *answers("Q1", (10, 5, 5), "68.75"), count("Q3.人数", 0))
    told = shown(survey_questions.build(of(case, BATTERY, facts)))
    assert told.endswith("第2题　有何建议？　没有人填写。\n第3题　您对路灯满意吗？　没有人作答。")
    assert shown(survey_opinions.build(of(case, BATTERY, facts))) == "第2题请受访者写下意见，没有人填写。"


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


def test_an_option_is_not_broken_where_digits_take_more_room(case, shown):
    # 58 half characters are the line; twelve gaps between Chinese and digits do not fit in.
    options = tuple(map(Option, ("不满3年", "3年以上不满5年", "5年以上不满10年", "10年以上")))
    form = Questionnaire("卷", "问卷", (Question("Q1", "工作多少年？", "single", options),))
    assert shown(survey_form.build(of(case, form))).splitlines()[2:] == [
        "A.不满3年　B.3年以上不满5年　C.5年以上不满10年",
        "D.10年以上",
    ]


def test_the_last_option_does_not_stand_alone_where_the_others_can_move_up(case, shown):
    options = tuple(map(Option, ("非常满意", "比较满意", "基本满意", "不太满意", "非常不满意")))
    form = Questionnaire("卷", "问卷", (Question("Q1", "满意吗？", "single", options),))
    assert shown(survey_form.build(of(case, form))).splitlines()[2:] == [
        "\u2002".join(("A.非常满意", "B.比较满意", "C.基本满意", "D.不太满意", "E.非常不满意"))
    ]


def test_a_battery_tells_shares_of_people_where_the_definition_goes_by_them(case, shown):
    facts = [count("有效", 20, "份"), *answers("Q1", (10, 5, 5), "68.75"), *answers("Q3", (4, 12, 4), "65")]
    facts += [share("Q1.满意率", "75"), share("Q3.满意率", "80")]
    told = shown(survey_questions.build(of(case, BATTERY, tuple(facts), "满意率"), 开放题="不列"))
    assert "这几题的满意率中，“路灯”最高，为80.00%；“路面”最低，为75.00%。" in told
    assert "题目\t很满意\t满意\t不满意\t满意率\n1. 路面\t50.00%\t25.00%\t25.00%\t75.00%" in told


def test_a_questionnaire_on_which_nobody_wrote_has_no_title_over_its_sentence(case, shown):
    second = replace(BATTERY, id="商户", title="商户问卷")
    both = of(case, replace(FORM, short="居民"), (*FACTS, Fact("问卷.商户.有效", Decimal(9), Measure.COUNT, 0, "份")))
    assert both.engagement is not None
    both = replace(both, engagement=replace(both.engagement, questionnaires=(*both.engagement.questionnaires, second)))
    lines = shown(survey_opinions.build(both)).splitlines()
    assert (lines[0], lines[-1]) == ("居民问卷", "商户问卷第2题请受访者写下意见，没有人填写。")
    assert lines.count("商户问卷") == 0
