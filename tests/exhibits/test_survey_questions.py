"""调查结果, 受访者构成 and 问卷回收情况表."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import option_scores, survey_accounting, survey_profile, survey_questions
from evalkit.model.document import Chart, Num, Paragraph, Ref, Table, plain_text
from evalkit.model.questionnaire import Option, Question, Screened, Survey


def test_a_scored_question_has_a_sentence_a_table_and_a_chart(case, shown):
    title, told, table, chart = survey_questions.build(case, 题号="Q2")
    assert isinstance(title, Paragraph)
    assert plain_text(title.inlines) == "第2题　您对发放是否满意？"
    assert isinstance(told, Paragraph)
    assert plain_text(told.inlines) == (
        "选择“一般”的最多，有5人，占62.50%，超过半数；其次为“满意”3人（37.50%）。没有人选择“不满意”。按选项分值折算，发放满意度为68.75%。"
        "各选项的人数和占比见和。"  # the numbers are known only in the report
    )
    assert [one.target for one in told.inlines if isinstance(one, Ref)] == [
        "表:调查结果:职工:Q2",
        "图:调查结果:职工:Q2",
    ]
    assert isinstance(table, Table)
    assert shown((table,)) == "\n".join(
        [
            "发放调查结果",
            "选项\t人数\t占比",
            "满意\t3人\t37.50%",
            "一般\t5人\t62.50%",
            "不满意\t0人\t0.00%",
            "本题作答\t8人\t—",
        ]
    )
    assert isinstance(chart, Chart)
    assert chart.series[0].values == (Decimal("37.50"), Decimal("62.50"), Decimal("0.00"))
    assert chart.series[0].facts[0] == "问卷.职工.Q2.满意.占比"


def test_the_mean_and_the_shares_are_different_facts(case):
    told = survey_questions.build(case, 题号="Q2")[1]
    assert isinstance(told, Paragraph)
    figures = [inline for inline in told.inlines if isinstance(inline, Num)]
    assert figures[-1] == Num("68.75%", "问卷.职工.Q2.均值")
    assert figures[3] == Num("37.50%", "问卷.职工.Q2.满意.占比")


def test_an_unscored_question_says_no_mean(case):
    told = survey_questions.build(case, 题号="Q1")[1]
    assert isinstance(told, Paragraph)
    assert plain_text(told.inlines).startswith(
        "选择“在岗”的最多，有6人，占75.00%，属大多数；其次为“退休”2人（25.00%）。各选项的"
    )


def test_an_open_question_by_category(case):
    _, told = survey_questions.build(case, 题号="Q3")
    assert isinstance(told, Paragraph)
    assert plain_text(told.inlines) == (
        "4人填写了本题。意见归类如下：归入“提高标准”的4人，归入“提早”的1人。一份意见可以归入几类。"
    )


def test_the_accounting_of_forms(case, shown):
    assert shown(survey_accounting.build(case)) == "\n".join(
        [
            "问卷回收情况表",
            "问卷\t发放\t收回\t回收率\t有效\t无效\t有效率",
            "职工问卷\t10份\t9份\t90.00%\t8份\t1份\t88.89%",
        ]
    )


def test_the_note_names_every_reason_with_its_forms(case, shown):
    (one,) = case.engagement.questionnaires
    found = (
        Screened("partial", "invalid", (4,), ""),
        Screened("duplicate", "invalid", (5,), "同一用户"),
        Screened("duplicate", "invalid", (7, 8), "同一地址"),
        Screened("too_fast", "suspected", (9,), ""),
    )
    survey = Survey(one, "wjx", "职工.xlsx", 9, ("valid",) * 9, found, {}, {})
    text = shown(survey_accounting.build(replace(case, surveys={"职工": survey})))
    assert text.endswith("注：无效答卷4份，其中未答完1份、重复提交3份，未计入统计。")


def test_the_scores_of_the_options_are_told_and_equal_scales_share_a_row(case, shown):
    (one,) = case.engagement.questionnaires
    scale = (Option("满意", Decimal(100)), Option("不满意", Decimal(0)), Option("不了解"))
    more = tuple(
        Question(id, "", "single", scale, topic=topic, weight=weight)
        for id, topic, weight in (("Q4", "及时", Decimal(1)), ("Q5", "标准", Decimal(1)), ("Q6", "知晓", None))
    )
    form = replace(one, questions=(*one.questions, *more))
    case = replace(case, engagement=replace(case.engagement, questionnaires=(form,)))
    assert shown(option_scores.build(case)) == "\n".join(
        [
            "选项赋值表",
            "题目\t选项赋值\t计入总体满意度",
            "第2题（发放）\t满意100分、一般50分、不满意0分\t否",
            "第4题、第5题（及时、标准）\t满意100分、不满意0分、不了解不计\t是",
            "第6题（知晓）\t满意100分、不满意0分、不了解不计\t否",
        ]
    )


def test_who_answered_and_the_groups(case, shown):
    assert (
        shown(survey_profile.build(case, 图="不列"))
        == "\n".join(
            [
                "受访者中，人员类别以“在岗”居多，6人，占75.00%。受访者构成见，各组满意度见。",  # the numbers come with the whole report
                *("受访者构成情况表", "题目\t选项\t人数\t占比", "人员类别\t在岗\t6人\t75.00%", "退休\t2人\t25.00%"),
                *("分组满意度情况表", "组别\t有效份数\t满意度", "在岗\t6份\t75.00%"),
            ]
        )
    )


def test_without_answers_a_placeholder_says_so(blank, shown):
    for exhibit in (survey_questions, survey_accounting, survey_profile, option_scores):
        assert shown(exhibit.build(blank)).startswith("【待填：导入问卷答卷后"), exhibit.ID
