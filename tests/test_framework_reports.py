"""The reports that the reference frameworks give: outline, words of their kind, and what they say of every outcome."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from evalkit.model.document import Heading, Placeholder, Table, block_text, inlines_of
from evalkit.narrate import narrate

ROOT = Path(__file__).parent.parent / "engagement_templates"
MADE = runpy.run_path(str(Path(__file__).parent / "filled_frameworks.py"))
best = MADE["best"]
carried = MADE["carried"]
filled = MADE["filled"]
fresh = MADE["fresh"]
shipped = MADE["shipped"]
skeleton = MADE["skeleton"]
surveyed = MADE["surveyed"]
unasked = MADE["unasked"]

OUTLINES = {
    "project-expenditure-four-level": [
        "基本情况",
        "绩效评价工作开展情况",
        "综合评价情况及评价结论",
        "绩效评价指标分析",
    ],
    "department-expenditure-2013": [
        "部门基本情况",
        "绩效评价工作开展情况",
        "综合评价情况及评价结论",
        "绩效评价指标分析",
    ],
    "department-expenditure": ["部门基本情况", "绩效评价工作开展情况", "综合评价情况及评价结论", "绩效评价指标分析"],
    "policy": ["基本情况", "绩效评价工作开展情况", "综合评价情况及评价结论", "绩效评价指标分析"],
    "ex-ante": ["评估对象概况", "评估工作开展情况", "综合评估和评估结论", "评估内容和指标分析", "存在的问题和风险"],
    "special-bond": ["项目和债券资金基本情况", "绩效评价工作开展情况", "综合评价情况及评价结论", "绩效评价指标分析"],
}


@pytest.mark.parametrize("id", OUTLINES)
def test_the_report_has_the_outline_of_its_kind(id):
    document, findings = narrate(fresh(id), shipped(id))
    assert findings == ()
    heads = [block for block in document.blocks() if isinstance(block, Heading) and block.level == 1]
    titles = [block_text(head) for head in heads]
    assert titles[: len(OUTLINES[id])] == OUTLINES[id]
    assert len([head for head in heads if head.appendix]) == 5


@pytest.mark.parametrize("id", OUTLINES)
def test_a_report_at_full_marks_says_what_follows_from_it(id):
    document, findings = narrate(unasked(filled(id)), shipped(id))
    assert findings == ()
    text = "\n".join(block_text(block) for block in document.blocks())
    told = {
        "department-expenditure-2013": "在以后年度的部门预算中优先保障其重点任务",
        "department-expenditure": "在以后年度的部门预算中优先保障其重点任务",
        "policy": "政策目标基本实现，现实需求仍然存在的，可以按原有的方式和标准延续",
        "ex-ante": "按程序立项，在核定的额度之内安排预算",
        "special-bond": "在后续债券额度安排中优先考虑该项目的合理需求",
        "project-expenditure-four-level": "继续支持该项目",
    }
    assert told[id] in text


@pytest.mark.parametrize("id", OUTLINES)
def test_no_sentence_ends_twice_and_no_bold_is_left_open(id):
    for case in (fresh(id), unasked(filled(id))):
        document, _ = narrate(case, shipped(id))
        for block in document.blocks():
            assert not re.search(r"[。；，、：]{2,}|^[。；，、]|\*\*", block_text(block)), block_text(block)


@pytest.mark.parametrize("id", OUTLINES)
def test_the_words_of_a_template_hold_no_figure(id):
    for path in sorted((ROOT / id / "chapters").glob("*.md")):
        words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"\d", words) == [], path.name


def test_an_assessment_before_the_event_speaks_of_no_results():
    document, _ = narrate(unasked(filled("ex-ante")), shipped("ex-ante"))
    text = "\n".join(block_text(block) for block in document.blocks())
    for word in ("实际完成", "预算执行率", "绩效目标全部实现", "主要经验"):
        assert word not in text


def test_an_assessment_before_the_event_is_called_so_everywhere():
    document, _ = narrate(unasked(filled("ex-ante")), shipped("ex-ante"))
    captions = [block.caption for block in document.blocks() if isinstance(block, Table) and block.caption]
    told = ["".join(run.text for run in one.inlines) for one in captions]
    told += [block_text(block) for block in document.blocks() if isinstance(block, Heading)]
    assert [text for text in told if "评价" in text] == []


def test_the_targets_that_are_counted_are_those_of_the_table():
    tables = best(skeleton("department-expenditure"))
    for row in tables["指标"]:
        row["目标值"] = row["实际完成值"] = "达到"
    case = unasked(carried("department-expenditure", tables, *surveyed("department-expenditure")))
    document, _ = narrate(case, shipped("department-expenditure"))
    texts_ = [block_text(block) for block in document.blocks()]
    table = next(block for block in document.blocks() if isinstance(block, Table) and "是否完成" in block_text(block))
    rows = len(table.rows) - 1
    assert rows == 9  # 履职效能 5, 社会效应 4
    assert any(f"列入对照的{rows}个绩效目标完成" in text for text in texts_)


def test_what_was_added_taken_and_vetoed_stands_behind_the_conclusion():
    tables = best(skeleton("policy"))
    tables["加减分"] = [
        {"类型": "加分", "事项": "做法在全省推广", "分值": "2", "是否发生": "否"},
        {"类型": "减分", "事项": "迟报自评材料", "分值": "1", "是否发生": "是", "理由": "逾期20日。", "底稿号": "B1"},
        {"类型": "否决", "事项": "挪用", "后果": "总分封顶", "封顶": "59.99", "是否发生": "是", "理由": "弥补公用经费"},
        {"类型": "否决", "事项": "数据造假", "对象": "D12", "后果": "得零分", "是否发生": "是"},
    ]
    document, _ = narrate(unasked(carried("policy", tables, *surveyed("policy"))), shipped("policy"))
    text = "\n".join(block_text(block) for block in document.blocks())
    assert (
        "因“数据造假”一票否决，社会效益得零分。各指标得分合计92分，因“迟报自评材料”减1分（逾期20日，底稿B1）；"
        "因“挪用”一票否决，总分最高为59.99分（弥补公用经费）。"
    ) in text
    assert "加减分和总分的封顶不计在内" in text
    # 20, 20, 25 and 27 of 35: only the last is below 92 of 100, though all are above 59.99.
    assert "政策效果（得分率77.14%）低于总体水平" in text
    assert "政策产出（得分率100.00%）得分较高" in text


def test_an_indicator_that_does_not_apply_is_told_with_its_reason():
    tables = best(skeleton("policy"))
    next(row for row in tables["指标"] if row["编码"] == "B24")["不适用原因"] = "政策没有宣传任务。"
    document, _ = narrate(unasked(carried("policy", tables, *surveyed("policy"))), shipped("policy"))
    text = "\n".join(block_text(block) for block in document.blocks())
    assert "原设的政策知晓度（政策没有宣传任务）不适用，分值已分摊给其余指标。" in text


def test_a_bond_report_tells_how_the_debt_is_covered():
    document, _ = narrate(unasked(filled("special-bond")), shipped("special-bond"))
    text = "\n".join(block_text(block) for block in document.blocks())
    assert "预期可用于偿债的收益为120.00万元，应付本息为100.00万元，收益对本息的覆盖程度为120.00%" in text
    assert "决策和管理的分值因此较大" in text


def test_a_fourth_level_is_told_below_its_third():
    document, _ = narrate(fresh("project-expenditure-four-level"), shipped("project-expenditure-four-level"))
    heads = [block_text(block) for block in document.blocks() if isinstance(block, Heading) and block.level == 4]
    assert heads[-5:] == ["经济效益", "社会效益", "生态效益", "可持续影响", "满意度"]


@pytest.mark.parametrize("id", OUTLINES)
def test_a_fresh_report_asks_for_what_only_the_evaluator_knows(id):
    document, _ = narrate(fresh(id), shipped(id))
    asked = {
        inline.advice.partition("——")[0]
        for block in document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
        if isinstance(inline, Placeholder)
    }
    assert {"项目名称", "项目背景", "项目总体目标", "项目评价范围", "机构名称", "资金.预算数"} <= asked


def test_the_result_of_an_indicator_without_a_figure_is_told_in_words():
    tables = best(skeleton("policy"), {"A11②": "不符合", "B13③": "2次", "D11": "部分达成，70%"})
    document, _ = narrate(unasked(carried("policy", tables, *surveyed("policy"))), shipped("policy"))
    rows = [block_text(block) for block in document.blocks() if isinstance(block, Table)]
    cells = [row.split("\t") for table in rows for row in table.splitlines()]
    told = {row[-4]: row[-2] for row in cells if len(row) >= 4}
    assert told["制定依据充分性"] == "部分符合"
    assert told["制定程序规范性"] == "均符合"
    assert told["资金使用合规性"] == "存在扣分情形"
    assert told["经济效益"] == "部分达成"
    assert any("③存在2次，扣1分" in table for table in rows)
