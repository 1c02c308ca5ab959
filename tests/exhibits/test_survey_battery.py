"""Questions with the same options: told together, in one table and one chart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.exhibits import (
    survey_battery,
    survey_opinions,
    survey_questions,
)
from evalkit.model.document import Chart, Paragraph, Table, plain_text
from evalkit.model.facts import Fact, Measure
from evalkit.model.questionnaire import Option, Question, Questionnaire
from tests.exhibits.surveyed import FACTS, FORM, count, mean, of, share


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
        "这几题的均值中，“路灯”最高，为72.22%；“路面”最低，为68.75%。各题选项的人数和占比见和，图中右侧为正面评价，左侧为负面评价。",
        "满意程度调查结果",
        "题目\t很满意\t满意\t不满意\t作答人数\t均值",
        "1. 路面\t10人", "50.00%\t5人", "25.00%\t5人", "25.00%\t20人\t68.75%",
        "3. 路灯\t4人", "22.22%\t12人", "66.67%\t2人", "11.11%\t18人\t72.22%",
        "满意程度调查结果",
    ]  # fmt: skip


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


def test_a_battery_tells_shares_of_people_where_the_definition_goes_by_them(case, shown):
    facts = [count("有效", 20, "份"), *answers("Q1", (10, 5, 5), "68.75"), *answers("Q3", (4, 12, 4), "65")]
    facts += [share("Q1.满意率", "75"), share("Q3.满意率", "80")]
    told = shown(survey_questions.build(of(case, BATTERY, tuple(facts), "满意率"), 开放题="不列"))
    assert "这几题的满意率中，“路灯”最高，为80.00%；“路面”最低，为75.00%。" in told
    assert "题目\t很满意\t满意\t不满意\t满意率\n1. 路面\t10人\n50.00%\t5人\n25.00%\t5人\n25.00%\t75.00%" in told


def test_a_questionnaire_on_which_nobody_wrote_has_no_title_over_its_sentence(case, shown):
    second = replace(BATTERY, id="商户", title="商户问卷")
    both = of(case, replace(FORM, short="居民"), (*FACTS, Fact("问卷.商户.有效", Decimal(9), Measure.COUNT, 0, "份")))
    assert both.engagement is not None
    both = replace(both, engagement=replace(both.engagement, questionnaires=(*both.engagement.questionnaires, second)))
    lines = shown(survey_opinions.build(both)).splitlines()
    assert (lines[0], lines[-1]) == ("居民问卷", "商户问卷第2题请受访者写下意见，没有人填写。")
    assert lines.count("商户问卷") == 0
