"""Problems and advice, achievements, limits, and the use of the result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalkit.model.case import Case
from evalkit.model.document import block_text
from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Indicator
from evalkit.narrate import narrate
from tests.templates.cases import BASE, MANUAL, case_of, chapter, fresh, problem, scored, shipped, written


def test_a_problem_is_standard_fact_cause_and_effect_tied_to_its_deduction():
    whole = problem(standard="办法第三条。", cause="没有人管", effect="无从查证。", amount="2万元", advice="补做论证")
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足"), (whole,)))
    assert found[4:] == [
        "评价共扣2分，扣分反映的问题如下。",
        "论证不足",
        "规定要求。办法第三条。",
        "核查情况。没有论证。涉及金额2万元。",
        "原因分析。没有人管。",
        "影响。无从查证。",
        "对应扣分。程序规范性扣2分。",
    ]


def test_what_a_problem_lacks_is_asked_for():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足")))
    assert found[6] == "规定要求。【待填：违反了什么规定，写出文件和条款】"
    assert found[8] == "原因分析。【待填：为什么会这样】"


def test_full_marks_and_no_problem_say_so():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("4"), ()))
    assert found[-1] == "各指标都没有扣分，本次评价未发现需要整改的问题。"
    found = chapter("06-有关建议", case_of(BASE, scored("4"), ()))
    assert found[1].startswith("项目绩效目标全部实现")


def test_deductions_without_any_problem_are_asked_about():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足"), ()))
    assert found[-1] == "【待填：有扣分而没有写问题：程序规范性】"


def test_one_piece_of_advice_may_answer_several_problems():
    first = problem(advice="补做论证", measure="请专家评审。", responsible="县局", deadline="2023年底前")
    other = replace(
        problem(advice="补做论证", measure="补签字", responsible="乡镇", deadline="月底前"), title="手续不全"
    )
    found = chapter("06-有关建议", case_of(BASE, scored("2", (), "不足"), (first, other)))
    assert found[1:4] == [
        "补做论证",
        "针对问题1“论证不足”，建议县局：请专家评审。完成时限：2023年底前。",
        "针对问题2“手续不全”，建议乡镇：补签字。完成时限：月底前。",
    ]


def graded(grade: str, balance: str = "0") -> Case:
    case = case_of(BASE, scored("4"), ())
    more = [Fact("等级", grade, Measure.TEXT), Fact("资金.结余", Decimal(balance), Measure.AMOUNT, 2, "万元")]
    return replace(case, facts=case.facts.plus([*more, Fact("项目.委托单位", "县财政局", Measure.TEXT)]))


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        *(("优", "继续支持"), ("良", "总体予以支持"), ("中", "适当核减"), ("较差", "适当核减")),
        *(("差", "调整或取消"), ("合格", "【待填：按这一等级")),
    ],
)
def test_the_use_of_the_result_follows_the_grade(grade, words):
    assert words in chapter("06-有关建议", graded(grade))[-1]


def test_a_balance_is_to_be_returned_or_used_next_year_and_none_is_not_mentioned():
    assert "项目结余1.28万元，建议按规定收回" in chapter("06-有关建议", graded("良", "1.28"))[-1]
    assert "结余" not in chapter("06-有关建议", graded("良"))[-1]


def test_scores_by_hand_and_a_small_share_of_outcomes_are_told_as_limits():
    case = case_of(MANUAL, replace(scored("3"), by_rule=None))
    facts = [
        Fact("体系.人工指标数", Decimal(1), Measure.COUNT, 0, "个"),
        Fact("体系.人工指标分值", Decimal(4), Measure.SCORE, unit="分"),
        Fact("体系.产出效益占比", Decimal(55), Measure.RATE, 2, "%"),
        Fact("口径.产出效益下限", Decimal(60), Measure.RATE, 0, "%"),
    ]
    found = chapter("07-其他需要说明的问题", replace(case, facts=case.facts.plus(facts)))
    assert found[1].startswith("人工评分。有1个指标")
    assert "分值合计4分：程序规范性（分值4分，得3分，底稿B8-1，李复核复核）" in found[1]
    assert found[2].startswith("指标分值。产出、效益两类指标的分值占总分值的55.00%")


def test_without_anything_to_say_of_limits_there_is_no_such_section():
    document, _ = narrate(fresh(), shipped("project-expenditure-six"))
    assert not any("局限" in block_text(block) for block in document.blocks())


def test_achievements_are_targets_met_beside_their_results():
    leaf = replace(BASE, target="24人（预算）", actual="24人")
    top = Indicator("A", "产出", 1, "", Decimal(4), leaf=False)
    case = case_of(leaf, scored("4"), ())
    assert case.scoresheet is not None
    sheet = replace(case.scoresheet, indicators=(top, *case.scoresheet.indicators[1:]))
    case = replace(case, scoresheet=sheet)
    found = written('{% from "_成效" import 主要绩效, 目标对照 %}\n{{ 主要绩效() }}\n\n{{ 目标对照() }}', case)
    assert found == [
        "目标完成情况。列入对照的1个绩效目标完成1个：程序规范性（目标24人，实际24人）。",
        "列入对照的绩效目标共1个，完成1个。",
    ]
