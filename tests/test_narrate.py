"""Case + chapter text -> Document: figures keep their facts, user text stays text, mistakes have a place and a cure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.model.case import Case
from evalkit.model.document import (
    Contents,
    Cover,
    Footnote,
    Heading,
    Num,
    Paragraph,
    Placeholder,
    Ref,
    Signature,
    Table,
    Text,
    block_text,
    plain_text,
)
from evalkit.model.engagement import Engagement, Member
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Score, Scoresheet
from evalkit.model.source import TextFile
from evalkit.model.template import Part, Template
from evalkit.narrate import narrate

AT = Where("engagement.yaml", "1:1")
SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))
NODES = (
    Indicator("A", "决策", 1, "", Decimal(10), leaf=False),
    Indicator("A1", "立项", 2, "A", Decimal(10), leaf=False),
    Indicator("A11", "依据", 3, "A1", Decimal(10), finding="有批复"),
)
SCORES = {
    code: Score(code, Decimal(8), Decimal(10), Decimal(8), None, (), (), "缺论证", "标准", None)
    for code in ("A", "A1", "A11")
}

FACTS = Facts(
    [
        Fact("计划人数", Decimal(628), Measure.COUNT, 0, "人"),
        Fact("实际人数", None, Measure.COUNT, 0, "人"),
        Fact("慰问金", Decimal("23.84"), Measure.AMOUNT, 2, "万元"),
        Fact("完成率", Decimal(59600) / 628, Measure.RATE, 2, "%"),
        Fact("资金.预算数", Decimal("92.86"), Measure.AMOUNT, 2, "万元"),
        Fact("资金.结余", Decimal(0), Measure.AMOUNT, 2, "万元"),
        Fact("问卷.职工.满意度", Decimal("86.574"), Measure.MEAN, 2, "%"),
        Fact("问卷.职工.Q4.非常满意.占比", Decimal("55.5556"), Measure.SHARE, 2, "%"),
        Fact("问卷.职工.Q4.比较·满意.人数", Decimal(10), Measure.COUNT, 0, "人"),
        Fact("基准", date(2022, 12, 3), Measure.DATE),
        Fact("坏话", "{{ 7*7 }} {% import os %} **粗** <b>x</b> \ue0001\ue001", Measure.TEXT),
        Fact("名称带（括号）", Decimal(3), Measure.COUNT, 0, "户"),
        Fact("项目.名称", "慰问项目", Measure.TEXT),
        Fact("总分", Decimal(8), Measure.SCORE, unit="分"),
        Fact("得分率.A", Decimal(80), Measure.RATE, 2, "%"),
    ]
)

ENGAGEMENT = Engagement(
    name="试",
    template="项目支出",
    project={"名称": "慰问项目", "年度": "2022", "报告日期": "2023-12-02", "背景": "第一段。\n\n第二段。"},
    firm={"名称": "某公司"},
    places={},
    funds=(),
    stated_funds=None,
    costings=(),
    team=(
        Member("赵甲", "主评人", "", "", "", "", "绩效评价师", AT),
        Member("钱乙", "组员", "", "", "", "", "", AT),
        Member("孙丙", "组员", "", "", "", "", "注册会计师", AT),
    ),
    schedule=(),
    bases=(),
    indicators=NODES,
    scheme=SCHEME,
    typed=(),
    expressions={},
    evidence=(),
    problems=(),
    versions=(),
    opinions=(),
    acceptances=(),
    questionnaires=(),
    responses={},
    chapters=(),
    interviews=(),
    files=(),
    at=AT,
)
CASE = Case(ENGAGEMENT, {}, FACTS, Scoresheet(NODES, SCORES, Decimal(8), Decimal(10), "差", SCHEME))


def template(chapters: dict[str, str], parts: tuple[Part, ...] | None = None) -> Template:
    texts = {stem: TextFile(f"{stem}.md", text, Where(f"chapters/{stem}.md")) for stem, text in chapters.items()}
    outline = parts or tuple(Part("正文", stem) for stem in chapters if not stem.startswith("_"))
    return Template("试", "试", "", "", (), "报告", 2, outline, texts, {}, Where("template.yaml"))


def write(text: str, case: Case = CASE, **more: str):
    """The blocks of one chapter behind the title of the body, and the findings."""
    document, findings = narrate(case, template({"01-试": text, **more}))
    return [block for block in document.blocks() if block.id != "标题"], findings


def told(text: str, case: Case = CASE) -> str:
    blocks, findings = write(text, case)
    assert findings == ()
    return "\n".join(block_text(block) for block in blocks)


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


# ---- user text stays text -------------------------------------------------------------------------------------------


def test_a_fact_is_never_read_as_template_or_markdown():
    (paragraph,), findings = write("{{ 坏话 }}")
    assert paragraph.inlines == (Num("{{ 7*7 }} {% import os %} **粗** <b>x</b> 1", "坏话"),)
    assert findings == ()


ATTACKS = [
    ("字符串的类", "{{ ''.__class__.__mro__ }}"),
    ("事实的类", "{{ 计划人数.__class__ }}"),
    ("下标取类", "{{ 计划人数['__class__'] }}"),
    ("宏的全局变量", "{% macro 甲() %}{% endmacro %}{{ 甲.__globals__ }}"),
    ("过滤器取属性", "{{ 计划人数 | attr('__class__') }}"),
    ("映射取属性", "{{ [计划人数] | map(attribute='__class__') | list }}"),
    ("函数的闭包", "{{ 待填.__closure__ }}"),
    ("引入系统模块", "{% import os %}"),
    ("引入别处的文件", "{% include '../../etc/passwd' %}"),
    ("自带的循环对象", "{{ cycler.__init__ }}"),
    ("循环变量", "{% for 甲 in [1] %}{{ loop._iterator }}{% endfor %}"),
    ("改写全局", "{{ 资金.update }}"),
]


@pytest.mark.parametrize("source", [case[1] for case in ATTACKS], ids=[case[0] for case in ATTACKS])
def test_nothing_behind_the_names_can_be_reached(source):
    blocks, findings = write(source)
    assert [one.severity for one in findings] == ["error"]
    text = "".join(block_text(block) for block in blocks)
    assert "class" not in text or "待填" in text
    assert "object at" not in text


def test_a_chapter_does_no_arithmetic():
    _, (finding,) = write("{{ 资金.预算数 * 2 }}")
    assert finding.message == "章节里不做计算"
    assert "算式" in finding.cure


def test_loops_have_an_end():
    _, (finding,) = write("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")
    assert "循环超过" in finding.message


def test_a_macro_that_calls_itself_is_a_fault():
    _, findings = write("{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}")
    assert [one.severity for one in findings] == ["error"]


def test_private_use_characters_of_a_chapter_are_dropped():
    assert told("甲\ue0000\ue001乙") == "甲0乙"


# ---- mistakes -------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("写错的事实", "甲\n\n{{ 计划人 }}", "没有名为“计划人”", "“计划人数”", "3"),
    ("写错的下级", "{{ 资金.预算 }}", "没有名为“资金.预算”", "“预算数”", "1"),
    ("写错的项目栏目", "{{ 项目.总目标 }}", "没有名为“项目.总目标”", "“总体目标”", "1"),
    ("写错的指标", "{{ 一级指标[0].得分数 }}", "没有名为“指标A.得分数”", "“得分”", "1"),
    ("没有的指标编码", "{{ 得分.Z99 }}", "没有名为“得分.Z99”", "", "1"),
    ("事实函数里写错", '{{ 事实("慰问") }}', "没有名为“慰问”", "“慰问金”", "1"),
    ("一组数", "{{ 资金 }}", "“资金”是一组数", "预算数", "1"),
    ("列表", "{{ 一级指标 }}", "一个列表不能直接印出", "顿号", "1"),
    ("全角标点", "{{ 计划人数｜人数 }}", "不认识的字符“｜”", "半角", "1"),
    ("不认识的标签", "\n{% 如果 %}", "不认识的标签“如果”", "if", "2"),
    ("没有收尾", "甲\n{% if 慰问金 %}\n乙", "没有收尾", "endif", "3"),
    ("括号没有收尾", "{{ 慰问金 ", "模板写法有误", "", "1"),
    ("没有的过滤器", "{{ 慰问金 | 万元 }}", "没有名为“万元”的过滤器", "金额", "1"),
    ("没有的表", '{{ 插入("得分表") }}', "没有名为“得分表”的表图", "得分情况表", "1"),
    ("没有的选项", '{{ 插入("得分情况表", 一级="A") }}', "没有选项“一级”", "", "1"),
    ("引用没有的表", '见{{ 引用("表:得分") }}', "引用的“表:得分”在报告里没有", "插入", "1"),
    ("没有的章", '{% include "99-没有" %}', "没有可引入的章节“99-没有”", "", "1"),
    ("对一组数循环", "{% for 甲 in 资金 %}{% endfor %}", "不是列表", "一级指标", "1"),
]


@pytest.mark.parametrize(
    ("source", "message", "cure", "line"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_has_its_line_and_a_cure(source, message, cure, line):
    _, (finding,) = write(source)
    assert (finding.severity, str(finding.where)) == ("error", f"chapters/01-试.md:{line}")
    assert message in finding.message
    assert cure in finding.cure


def test_all_undeclared_names_of_a_chapter_are_told_at_once():
    _, findings = write("{{ 甲 }}\n\n{{ 乙 }}\n\n{{ 计划人数 }}\n\n{{ 丙.丁 }}")
    assert [one.where.spot for one in findings] == ["1", "3", "7"]


def test_a_chapter_that_fails_leaves_the_others_alone():
    document, findings = narrate(CASE, template({"01-坏": "# 坏\n{% if %}", "02-好": "# 好\n\n{{ 慰问金 }}"}))
    assert "23.84万元" in [block_text(block) for block in document.blocks()]
    assert [str(one.where) for one in findings] == ["chapters/01-坏.md:2"]


def test_a_fault_in_a_macro_is_told_where_it_stands():
    _, (finding,) = write(
        '{% from "_句" import 甲 %}\n{{ 甲() }}', _句="{% macro 甲() %}\n{{ 没有这个 }}\n{% endmacro %}"
    )
    assert str(finding.where) == "chapters/_句.md:2"


def test_an_outline_without_its_chapter_is_a_fault():
    _, (finding,) = narrate(
        CASE, template({"01-概况": "# 概况"}, (Part("正文", "01-概括", at=Where("template.yaml", "9")),))
    )
    assert (str(finding.where), "01-概况" in finding.cure) == ("template.yaml:9", True)


# ---- the shape of a chapter -----------------------------------------------------------------------------------------


def test_a_line_that_ends_in_a_tag_does_not_swallow_the_next_paragraph():
    assert told("{% if 慰问金 %}甲{% endif %}\n\n乙") == "甲\n乙"


def test_lines_of_tags_alone_leave_no_gap():
    assert told("甲，\n{% if 慰问金 %}\n乙。\n{% endif %}\n{# 注 #}\n丙") == "甲，乙。丙"


def test_comments_are_dropped_and_lines_keep_their_numbers():
    blocks, findings = write("<!-- 说明：{{ 没有 }} -->\n\n甲\n\n<!--\n多行\n-->\n\n乙")
    assert findings == ()
    assert [(block_text(block), str(block.at)) for block in blocks] == [
        ("甲", "chapters/01-试.md:3"),
        ("乙", "chapters/01-试.md:9"),
    ]


def test_blocks_know_their_line_even_out_of_macros_and_loops():
    blocks, _ = write(
        '{% from "_句" import 甲 %}\n\n{{ 甲() }}\n\n{% for 一 in 一级指标 %}\n{{ 一.名称 }}\n{% endfor %}',
        _句="{% macro 甲() %}\n子\n\n丑\n{% endmacro %}",
    )
    assert [(block_text(block), block.at.spot) for block in blocks] == [("子", "3"), ("丑", "3"), ("决策", "6")]


NUMBERED = """# 甲
## 子
### 寅
#### 卯
### 辰
## 丑
# 附记 {-}
# 乙
## 子"""


def test_headings_are_numbered_by_level():
    blocks, _ = write(NUMBERED)
    assert [(block.number, block_text(block)) for block in blocks if isinstance(block, Heading)] == [
        *(("一、", "甲"), ("（一）", "子"), ("1.", "寅"), ("（1）", "卯"), ("2.", "辰"), ("（二）", "丑")),
        *(("", "附记"), ("二、", "乙"), ("（一）", "子")),
    ]


def test_captions_count_by_chapter_and_references_follow():
    text = "表：甲\n\n| a |\n|---|\n| 1 |\n\n见{{ 引用('表:得分情况表') }}和{{ 引用('图:得分率图') }}"
    document, findings = narrate(
        CASE,
        template(
            {"01-一": "# 一", "02-二": f"# 二\n\n{text}\n\n{{{{ 插入('得分情况表') }}}}\n\n{{{{ 插入('得分率图') }}}}"}
        ),
    )
    assert findings == ()
    numbers = [
        (block.caption.kind, block.caption.number) for block in document.blocks() if getattr(block, "caption", None)
    ]
    assert numbers == [("表", "2-1"), ("表", "2-2"), ("图", "2-1")]
    assert "见表2-2和图2-1" in [block_text(block) for block in document.blocks()]


def test_a_reference_keeps_its_target():
    blocks, _ = write("{{ 插入('得分情况表') }}\n\n见{{ 引用('得分情况表') }}")
    assert blocks[-1].inlines == (Text("见"), Ref("表:得分情况表", "表1"))


def test_a_reference_to_an_exhibit_that_waits_is_a_placeholder():
    assert told("{{ 插入('资金情况表') }}\n\n见{{ 引用('表:资金情况表') }}").endswith("见【待填：引用资金情况表】")


def test_a_footnote_from_a_function():
    (paragraph,), _ = write("良{{ 脚注(等级说明) }}")
    assert paragraph.inlines[1] == Footnote((Text("90（含）—100分为优、90分以下为差"),))


def test_an_exhibit_is_told_apart_by_its_option():
    blocks, findings = write("# 析\n\n{{ 插入('指标分析表', 一级=一级指标[0].编码) }}")
    assert findings == ()
    table = blocks[1]
    assert isinstance(table, Table)
    assert (table.id, table.at.spot) == ("01/analysis_table-A/table", "3")
    assert table.rows[1].cells[0].text == "立项"


def test_every_block_knows_the_text_it_was_born_with():
    blocks, _ = write("# 甲\n\n共{{ 计划人数 }}\n\n{{ 插入('得分情况表') }}")
    assert [block.base for block in blocks] == [block_text(block) for block in blocks]


# ---- IDs ------------------------------------------------------------------------------------------------------------

PARAGRAPHS = "# 甲\n\n一\n\n## 子\n\n{}二\n\n三\n\n## 丑\n\n四\n\n- 五\n\n{{{{ 插入('得分情况表') }}}}"


def ids(text: str) -> dict[str, str]:
    return {block.id: block_text(block) for block in write(text)[0]}


def test_ids_say_chapter_heading_and_kind():
    shapes = [re.sub(r"[0-9a-f]{6}$", "#", id) for id in ids(PARAGRAPHS.format(""))]
    assert shapes == [
        *("01/h", "01/p#", "01/子", "01/子/p#", "01/子/p#", "01/丑", "01/丑/p#", "01/丑/l#"),
        "01/丑/score_summary/table",
    ]


def test_what_is_inserted_renames_nothing():
    before, after = ids(PARAGRAPHS.format("")), ids(PARAGRAPHS.format("新的一段\n\n### 寅\n\n- 新\n\n## 卯\n\n"))
    moved = {id for id, text in before.items() if text in ("二", "三")}  # they stand under 卯 now
    assert {id: after.get(id) for id in before.keys() - moved} == {id: before[id] for id in before.keys() - moved}
    after = ids(PARAGRAPHS.format("新的一段\n\n- 新\n\n"))
    assert after.items() > before.items()


def test_a_changed_figure_renames_nothing_and_a_reworded_paragraph_only_itself():
    text = "# 甲\n\n## 子（{{ 计划人数 }}）\n\n共{{ 计划人数 }}\n\n末"
    other = replace(CASE, facts=FACTS.plus([replace(FACTS["计划人数"], value=Decimal(7))]))
    before = ids(text)
    assert [block.id for block in write(text, case=other)[0]] == list(before)
    reworded = ids(text.replace("共{{", "合计{{"))
    assert len(before.keys() - reworded.keys()) == 1


def test_long_headings_that_begin_alike_are_told_apart_and_ids_fit_their_tag():
    heads = [f"慰问金的发放不够及时的问题之{n}" for n in "甲乙"]
    text = "# 章\n\n" + "\n\n".join(
        f"## {head}\n\n### {head}\n\n#### {head}\n\n段\n\n{{{{ 插入('得分情况表') }}}}" for head in heads
    )
    before, swapped = ids(text), ids(text.replace("之甲", "之丙").replace("之乙", "之甲").replace("之丙", "之乙"))
    assert set(before) == set(swapped)
    assert max(len(f"ek:b:{id}") for id in before) <= 64


def test_ids_are_unique_even_under_headings_of_one_name():
    found = ids("# 甲\n\n## 同名\n\n一\n\n## 同名\n\n二\n\n{{ 插入('得分情况表') }}\n\n{{ 插入('得分情况表') }}")
    assert len(set(found)) == len(found)


# ---- the parts of a report ------------------------------------------------------------------------------------------


def whole():
    parts = (
        *(Part("封面"), Part("目录", depth=2), Part("正文", "01-一"), Part("正文", "02-二"), Part("签章")),
        *(Part("附件", "附件1-表", landscape=True), Part("附件", "附件2-名单")),
    )
    chapters = {
        "01-一": "# 一",
        "02-二": "# 二",
        "附件1-表": "# 体系\n\n{{ 插入('指标体系表') }}",
        "附件2-名单": "# 名单",
    }
    facts = FACTS.plus(
        [
            Fact("项目.年度", Decimal(2022), Measure.NUMBER),
            Fact("项目.报告日期", date(2023, 12, 2), Measure.DATE),
            Fact("机构.名称", "某公司", Measure.TEXT),
        ]
    )
    return narrate(replace(CASE, facts=facts), template(chapters, parts))


def test_sections_part_where_pages_change():
    document, findings = whole()
    assert findings == ()
    assert [(section.landscape, section.numbering) for section in document.sections] == [
        *((False, "none"), (False, "none"), (False, "start"), (True, "continue"), (False, "continue")),
    ]
    assert document.sections[2].header == "2022年度慰问项目绩效评价报告"


def test_the_cover():
    document, _ = whole()
    cover = document.sections[0].blocks[0]
    assert isinstance(cover, Cover)
    assert [plain_text(line) for line in cover.title] == ["2022年度", "慰问项目", "绩效评价报告"]
    assert [(label, plain_text(value)) for label, value in cover.lines] == [
        ("主管部门", "【待填：项目主管部门——项目主管部门全称】"),
        ("实施单位", "【待填：项目实施单位——项目实施单位全称】"),
        ("委托单位", "【待填：项目委托单位——委托评价的财政部门】"),
        ("评价机构", "某公司"),
        ("主评人（签字）", ""),
    ]
    assert cover.date == (Num("二〇二三年十二月二日", "项目.报告日期"),)


def test_the_contents_and_the_title_of_the_body():
    document, _ = whole()
    assert document.sections[1].blocks == (Contents("目录", 2, base=""),)
    title = document.sections[2].blocks[0]
    assert isinstance(title, Paragraph)
    assert (title.role, plain_text(title.inlines)) == ("title", "2022年度慰问项目绩效评价报告")
    assert Num("慰问项目", "项目.名称") in title.inlines


def test_who_signs_and_the_list_of_appendices():
    document, _ = whole()
    *_, first, second, signature = document.sections[2].blocks
    assert [block_text(first), block_text(second)] == ["附件：1. 体系", "　　　2. 名单"]
    assert isinstance(signature, Signature)
    assert [label for label, _ in signature.lines] == ["绩效评价师（签字）", "注册会计师（签字）"]
    assert plain_text(signature.firm) == "某公司"
    assert plain_text(signature.date) == "二〇二三年十二月二日"


def test_appendices_count_and_so_do_their_captions():
    document, _ = whole()
    headings = [block.number for block in document.blocks() if isinstance(block, Heading)]
    assert headings == ["一、", "二、", "附件1", "附件2"]
    table = document.sections[3].blocks[1]
    assert isinstance(table, Table)
    assert table.caption is not None
    assert (table.caption.kind, table.caption.number) == ("附表", "1-1")


def test_the_stamp_comes_from_the_engagement_and_not_from_the_clock():
    document, _ = whole()
    assert (document.created, document.author) == ("2023-12-02T00:00:00Z", "某公司")


def test_the_same_case_gives_the_same_document():
    assert whole() == whole()


def test_a_year_that_the_name_has_already_is_not_said_twice():
    facts = FACTS.plus(
        [Fact("项目.年度", Decimal(2022), Measure.NUMBER), Fact("项目.名称", "2022年慰问项目", Measure.TEXT)]
    )
    document, _ = narrate(replace(CASE, facts=facts), template({"01-一": "# 一"}))
    assert document.title == "2022年慰问项目绩效评价报告"


def test_a_chapter_of_the_engagement_takes_the_place_of_the_templates():
    own = TextFile("chapters/01-试.md", "自己的话", Where("chapters/01-试.md"))
    case = replace(CASE, engagement=replace(ENGAGEMENT, chapters=(own,)))
    assert told("模板的话", case) == "自己的话"


def test_a_chapter_nobody_asked_for_is_told():
    own = TextFile("chapters/1-试.md", "自己的话", Where("chapters/1-试.md"))
    _, (finding,) = write("模板的话", replace(CASE, engagement=replace(ENGAGEMENT, chapters=(own,))))
    assert (finding.severity, str(finding.where)) == ("warning", "chapters/1-试.md")
    assert "01-试" in finding.cure


@pytest.mark.parametrize(
    ("of_firm", "of_template", "form", "foot"),
    [
        ("", "", "标准", ""),
        ("", "简洁", "简洁", "某公司"),
        ("公文", "简洁", "公文", "某公司"),
        ("标准", "简洁", "标准", ""),
    ],
)
def test_the_firm_chooses_its_cover_before_the_template(of_firm: str, of_template: str, form: str, foot: str) -> None:
    facts = Facts(
        [*FACTS.values(), Fact("机构.名称", "某公司", Measure.TEXT), Fact("项目.密级", "内部资料", Measure.TEXT)]
    )
    engagement = replace(ENGAGEMENT, firm={"名称": "某公司", "封面": of_firm, "页眉": "某公司 报告", "主色": "墨绿"})
    parts = (Part("封面"), Part("正文", "01-一"))
    made, _ = narrate(
        replace(CASE, engagement=engagement, facts=facts),
        replace(template({"01-一": "# 甲"}, parts), cover=of_template),
    )
    cover = made.sections[0].blocks[0]
    assert isinstance(cover, Cover)
    assert (cover.form, plain_text(cover.firm), plain_text(cover.mark)) == (form, foot, "内部资料")
    labels = [label for label, _ in cover.lines]
    assert ("评价机构" in labels) == (form == "标准")
    assert bool(labels) == (form != "公文")
    assert [section.header for section in made.sections] == ["", "某公司 报告"]
    assert made.house.colour == "1E5945"
