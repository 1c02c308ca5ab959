"""The shipped templates: outlines of their basis, silent on figures, and asking for what only the evaluator knows."""

from __future__ import annotations

import re

import pytest

from evalkit.files.templates import list_templates
from evalkit.model.document import Heading, Placeholder, block_text, inlines_of
from evalkit.model.template import Template
from evalkit.narrate import narrate
from evalkit.narrative.outline import chapter_key
from tests.templates.cases import IDS, ROOT, fresh, shipped

# 财预〔2020〕10号 附件3 has seven parts; the county's outline (Yongxing) has six.
CHAPTERS = {
    "project-expenditure": [
        *("一、基本情况", "二、绩效评价工作开展情况", "三、综合评价情况及评价结论", "四、绩效评价指标分析"),
        *("五、主要经验及做法、存在的问题及原因分析", "六、有关建议", "七、其他需要说明的问题"),
        *("附件1绩效评价指标体系及评分", "附件2问卷调查报告", "附件3佐证材料目录"),
        *("附件4评价小组成员", "附件5评价机构营业执照"),
    ],
    "project-expenditure-six": [
        *("一、预算支出基本情况", "二、绩效评价工作情况", "三、项目主要绩效及评价结论", "四、绩效评价指标分析"),
        *("五、主要经验及做法、存在的问题及原因分析", "六、有关建议"),
        *("附件1绩效评价指标体系及评分", "附件2问卷调查报告", "附件3佐证材料目录"),
        *("附件4评价小组成员", "附件5评价机构营业执照"),
    ],
    # The outline of a city's reports (Lvliang): a summary, nine chapters, six appendices.
    "project-expenditure-nine": [
        *("摘要", "一、项目基本情况", "二、绩效评价工作情况", "三、综合评价情况及评价结论", "四、绩效评价指标分析"),
        *("五、项目主要绩效及经验做法", "六、存在的问题及原因分析", "七、改进意见及政策建议"),
        *("八、绩效评价结果应用建议", "九、其他需要说明的问题"),
        *("附件1绩效评价指标体系", "附件2绩效评价指标评分表", "附件3社会调查报告", "附件4项目合规性检查报告"),
        *("附件5评价小组成员", "附件6评价机构营业执照"),
    ],
}
WIDE = {
    "project-expenditure-nine": [False, False, False, False, True, False],
}


@pytest.mark.parametrize("id", IDS)
def test_the_outline_is_the_one_of_its_basis(id):
    document, findings = narrate(fresh(), shipped(id))
    assert findings == ()
    heads = [block for block in document.blocks() if isinstance(block, Heading) and block.level == 1]
    titles = [head.number + re.sub("【待填：.*?】", "", block_text(head)) for head in heads]
    assert titles == CHAPTERS[id]
    assert [section.landscape for section in document.sections] == WIDE.get(id, [False, False, False, True, False])


def test_the_skeleton_is_the_reference_framework_and_scores_nothing():
    case = fresh()
    assert case.engagement is not None
    assert case.scoresheet is not None
    levels = [sum(1 for node in case.engagement.indicators if node.level == level) for level in (1, 2, 3)]
    assert levels == [4, 10, 17]
    tops = [(node.name, node.weight) for node in case.scoresheet.children("")]
    assert tops == [("决策", 20), ("过程", 20), ("产出", 30), ("效益", 30)]
    assert case.scoresheet.full == 100
    assert case.scoresheet.scores.keys() & {leaf.code for leaf in case.scoresheet.leaves()} == set()


def test_the_points_of_the_framework_add_up_to_their_weights():
    for leaf in fresh().scoresheet.leaves():
        if leaf.points:
            assert sum(point.points for point in leaf.points) == leaf.weight, leaf.code


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_asks_for_what_only_the_evaluator_knows(id):
    document, _ = narrate(fresh(), shipped(id))
    asked = {
        inline.advice.partition("——")[0]
        for block in document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
        if isinstance(inline, Placeholder)
    }
    assert {"项目名称", "项目背景", "项目总体目标", "项目评价范围", "项目主要做法", "机构名称", "资金.预算数"} <= asked
    assert "“立项依据充分性”查到了什么：文号、凭证、金额、日期" in asked


@pytest.mark.parametrize("id", IDS)
def test_the_words_of_a_template_hold_no_figure(id):
    for path in sorted((ROOT / id / "chapters").glob("*.md")):
        words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"\d", words) == [], path.name


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_claims_no_work_that_is_not_recorded(id):
    document, _ = narrate(fresh(), shipped(id))
    text = "\n".join(block_text(block) for block in document.blocks())
    for claim in ("核查了项目资料", "开展了问卷调查", "访谈了", "建议县"):
        assert claim not in text


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_prints_the_standards_that_rules_have_already(id):
    document, _ = narrate(fresh(), shipped(id))
    text = "\n".join(block_text(block) for block in document.blocks())
    assert "预算执行率达到95%，得4分；90%（含）至95%，得3分" in text
    assert "成本节约率达到0%的得满分，每低1个百分点扣分值的5%" in text
    assert "评价标准】" not in text


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.id)
def test_no_two_chapters_of_a_template_share_the_short_name_of_their_blocks(template: Template):
    keys = [chapter_key(part.chapter) for part in (*template.parts, *template.survey) if part.chapter]
    assert sorted(keys) == sorted(set(keys))
