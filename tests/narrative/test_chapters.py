"""A chapter: text that stays text, mistakes with their line, the shape of what comes out."""

from __future__ import annotations

import pytest

from evalkit.model.document import Footnote, Heading, Num, Ref, Table, Text, block_text
from evalkit.model.places import Where
from evalkit.model.template import Part
from evalkit.narrate import narrate
from tests.narrative.small import CASE, template, told, write

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
    ("意思相反的不猜", "{{ 非计划人数 }}", "没有名为“非计划人数”", "在“事实”表里加上它", "1"),
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
