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
        "按类别比较，各组结果见。经检验，“排水”在各组之间差异显著，不大可能出于偶然；其余各题差异不显著。"
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
