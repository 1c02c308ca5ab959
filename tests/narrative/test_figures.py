"""What a chapter may print of a figure, and what no words around it may make of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalkit.model.document import Num, Placeholder, Text, block_text
from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Scoresheet
from tests.narrative.small import CASE, FACTS, NODES, SCHEME, told, write

# ---- figures ------------------------------------------------------------------------------------------------------


def test_a_printed_fact_is_a_figure_with_its_identity():
    (paragraph,), _ = write("共{{ 计划人数 }}，支出{{ 慰问金 | 金额 }}，完成率{{ 完成率 | 百分比 }}。")
    assert paragraph.inlines == (
        *(Text("共"), Num("628人", "计划人数"), Text("，支出"), Num("23.84万元", "慰问金")),
        *(Text("，完成率"), Num("94.90%", "完成率"), Text("。")),
    )


PRINTED = [
    ("属性", "{{ 资金.预算数 }}", "92.86万元"),
    ("下标", '{{ 资金["预算数"] }}', "92.86万元"),
    ("选项里的点是间隔号", '{{ 问卷.职工.Q4["比较.满意"].人数 }}', "10人"),
    ("任意名称", '{{ 事实("名称带（括号）") }}', "3户"),
    ("不带单位", "{{ 慰问金 | 数值 }}", "23.84"),
    ("日期", "{{ 基准 | 日期 }}", "2022年12月3日"),
    ("中文日期", "{{ 基准 | 中文日期 }}", "二〇二二年十二月三日"),
    ("占比", "{{ 问卷.职工.Q4.非常满意.占比 | 占比 }}", "55.56%"),
    ("得分", "{{ 得分.A11 | 分 }}", "8分"),
    ("顿号", '{{ ["甲", "", "乙", "丙"] | 顿号("、", "和") }}', "甲、乙和丙"),
    ("句去掉末尾的标点", '{{ "查到了。" | 句 }}。', "查到了。"),
    ("冠以", '{{ "2022年的资金。" | 冠以("评价范围为") | 句 }}', "评价范围为2022年的资金"),
    ("已经这样开头的不再冠以", '{{ "评价范围包括两县" | 冠以("评价范围为") }}', "评价范围包括两县"),
    ("轮换", '{{ 轮换(1, "甲", "乙") }}{{ 轮换(2, "甲", "乙") }}{{ 轮换(3, "甲", "乙") }}', "甲乙甲"),
    ("比较", "{% if 资金.结余 == 0 %}无结余{% endif %}{% if 完成率 < 95 %}不足{% endif %}", "无结余不足"),
    ("空的为假", "{% if 实际人数 %}有{% else %}无{% endif %}", "无"),
    ("波浪号", '{{ "共" ~ 计划人数 }}', "共628人"),
    ("列表里没有脚注也能印出字符串里的尖括号", "{{ '<b>' }}", "<b>"),
]


@pytest.mark.parametrize(("source", "expected"), [case[1:] for case in PRINTED], ids=[case[0] for case in PRINTED])
def test_what_a_chapter_may_write(source, expected):
    assert told(source) == expected


def test_an_empty_fact_prints_a_placeholder_with_its_name():
    (paragraph,), findings = write("实际{{ 实际人数 }}。")
    assert paragraph.inlines == (Text("实际"), Placeholder("实际人数"), Text("。"))
    assert findings == ()


def test_an_empty_key_of_the_project_prints_the_advice_of_its_column():
    assert told("{{ 项目.总体目标 | 段落 }}") == "【待填：项目总体目标——批复的总体绩效目标】"


def test_prose_becomes_paragraphs():
    blocks, _ = write("{{ 项目.背景 | 段落 }}")
    assert [block_text(block) for block in blocks] == ["第一段。", "第二段。"]


def test_a_score_is_a_placeholder_until_every_part_is_decided():
    waiting = replace(CASE, scoresheet=Scoresheet(NODES, {}, Decimal(0), Decimal(10), "", SCHEME))
    assert (
        told("{{ 得分.A }}，{{ 总分 }}", waiting)
        == "【待填：决策的得分】，【待填：总分——各指标评完后由程序合计的总分】"
    )


# ---- what a figure may be called -----------------------------------------------------------------------------------

WRONG = [
    ("均值不是占比", "{{ 问卷.职工.满意度 | 占比 }}", "“问卷.职工.满意度”是均值，不能当作占比印出", "改用“| 百分比”"),
    ("占比不是百分比", "{{ 问卷.职工.Q4.非常满意.占比 | 百分比 }}", "是占比，不能当作百分比印出", "改用“| 占比”"),
    ("金额不是人数", "{{ 慰问金 | 人数 }}", "“慰问金”是金额，不能当作人数印出", "改用“| 金额”"),
    ("人数不是金额", "{{ 计划人数 | 金额 }}", "“计划人数”是数量，不能当作金额印出", "改用“| 人数”"),
    ("完成率不是占比", "{{ 完成率 | 占比 }}", "“完成率”是比率，不能当作占比印出", "改用“| 百分比”"),
    ("金额不是日期", "{{ 慰问金 | 日期 }}", "“慰问金”不是日期", "去掉“| 日期”"),
]


@pytest.mark.parametrize(("source", "message", "cure"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_figure_is_not_printed_as_another_measure(source, message, cure):
    _, (finding,) = write(f"甲\n\n乙{source}")
    assert (finding.kind, finding.severity, str(finding.where)) == ("input", "error", "chapters/01-试.md:3")
    assert message in finding.message
    assert cure in finding.cure


@pytest.mark.parametrize("words", ["的受访者认为及时", "的职工表示满意", "的被调查者", "左右的群众", "的人认可"])
def test_a_mean_in_front_of_people_is_a_fault(words):
    _, (finding,) = write("{{ 问卷.职工.满意度 | 百分比 }}" + words)
    assert "写成了人数占比" in finding.message
    assert str(finding.where) == "chapters/01-试.md:1"


AS_PEOPLE = [
    "{{ 问卷.职工.满意度 | 数值 }}%的职工认为满意",
    "有 {{ 问卷.职工.满意度 }}职工满意",
    "{{ 问卷.职工.满意度 }}（27人）的职工满意",
    "占比 **{{ 问卷.职工.满意度 }}** 的留守人员满意",
    "满意的职工占{{ 问卷.职工.满意度 }}",
    "职工中满意的比例为{{ 问卷.职工.满意度 }}",
    "约{{ 问卷.职工.满意度 | 数值 }}人满意",
    "有{{ 问卷.职工.满意度 ~ '' }}的群众满意",
    "{{ 问卷.职工.满意度 | 冠以('有') }}的群众满意",
]


@pytest.mark.parametrize("text", AS_PEOPLE)
def test_words_around_a_mean_may_not_make_a_share_of_people_of_it(text):
    _, (finding,) = write(text)
    assert "写成了人数占比" in finding.message


AS_MEAN = [
    "职工满意度为{{ 问卷.职工.满意度 }}，职工认为发放及时",
    "留守人员均值为{{ 问卷.职工.满意度 }}、其他人员另计",
    "总体得分{{ 问卷.职工.满意度 }}。职工普遍认可",
    "有关职工的满意度达到{{ 问卷.职工.满意度 }}",
    "具有{{ 问卷.职工.满意度 }}的职工满意度",
    "有效问卷{{ 计划人数 }}，职工满意度{{ 问卷.职工.满意度 | 百分比 }}，其中群众满意度{{ 问卷.职工.满意度 }}",
]


@pytest.mark.parametrize("text", AS_MEAN)
def test_a_mean_that_is_called_a_mean_is_right_with_people_nearby(text):
    assert write(text)[1] == ()


def test_what_was_computed_from_a_mean_is_no_share_of_people_either():
    made = Fact("综合", Decimal(90), Measure.RATE, 2, "%", inputs=("问卷.职工.满意度",))
    _, (finding,) = write("{{ 综合 }}的职工满意", case=replace(CASE, facts=FACTS.plus([made])))
    assert "综合" in finding.message
    told_right = write("实际值占目标值的比例为{{ 综合 }}", case=replace(CASE, facts=FACTS.plus([made])))[1]
    assert told_right == ()


@pytest.mark.parametrize(
    "value", ["问卷.职工.满意度 ~ ''", "问卷.职工.满意度 | 数值", "问卷.职工.满意度 | 句", "[问卷.职工.满意度] | 顿号"]
)
def test_a_second_filter_asks_again_what_the_figure_measures(value):
    _, (finding,) = write(f"{{{{ ({value}) | 占比 }}}}")
    assert "“问卷.职工.满意度”是均值，不能当作占比印出" in finding.message


def test_a_second_filter_that_fits_is_right():
    assert told("{{ 问卷.职工.满意度 | 数值 | 百分比 }}") == "86.57"


@pytest.mark.parametrize("words", ["，满意度较高", "的水平", "的人均", "的满意度"])
def test_a_mean_in_front_of_other_words_is_none(words):
    assert write("{{ 问卷.职工.满意度 | 百分比 }}" + words)[1] == ()


def test_a_share_in_front_of_people_is_right():
    assert told("{{ 问卷.职工.Q4.非常满意.占比 | 占比 }}的受访者") == "55.56%的受访者"
