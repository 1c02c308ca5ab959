"""What the reports of each kind call things, ask for and conclude: none speaks in the words of another kind."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evalkit.checks import missing_part
from evalkit.files.folder import read_files
from evalkit.files.offers import offers
from evalkit.model.case import Case
from evalkit.model.document import Cover, Document, Placeholder, block_text, inlines_of
from evalkit.model.engagement import Member
from evalkit.model.places import Where
from evalkit.narrate import narrate
from evalkit.progress import progress
from evalkit.scaffold import scaffold
from tests.filled_frameworks import best, carried, filled, fresh, shipped, skeleton, surveyed, unasked

KINDS = ("department-expenditure", "department-expenditure-2013", "policy", "ex-ante", "special-bond")
ADDED = "盖章页、独立性声明、合规性检查报告、意见采纳情况、交换意见确认"


def told(id: str, case: Case) -> str:
    document, findings = narrate(case, shipped(id))
    assert findings == ()
    return "\n".join(block_text(block) for block in document.blocks())


def cover(document: Document) -> list[str]:
    (found,) = (block for block in document.blocks() if isinstance(block, Cover))
    return [label for label, _ in found.lines]


def manned(case: Case) -> Case:
    """The case with a team and all the optional parts."""
    assert case.engagement is not None
    member = Member("甲", "主评人", "", "", "", "", "", "主评人", Where("团队"))
    project = {**case.engagement.project, "加用篇章": ADDED, "实施单位": "县某单位", "主管部门": "县某局"}
    return replace(case, engagement=replace(case.engagement, team=(member,), project=project))


@pytest.mark.parametrize(
    ("id", "lines"),
    [
        ("department-expenditure", ["被评价部门", "委托单位", "评价机构", "主评人（签字）"]),
        ("policy", ["主管部门", "实施单位", "委托单位", "评价机构", "主评人（签字）"]),
        ("special-bond", ["主管部门", "项目单位", "委托单位", "评价机构", "主评人（签字）"]),
        ("ex-ante", ["主管部门", "申报单位", "委托单位", "评估机构", "主评人（签字）"]),
    ],
)
def test_the_cover_names_the_parties_as_the_kind_does(id: str, lines: list[str]) -> None:
    document, _ = narrate(fresh(id), shipped(id))
    assert cover(document) == lines


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("project-expenditure", "的资金使用和实施效果，根据"),
        ("department-expenditure", "的预算管理和履职效果，根据"),
        ("policy", "的执行情况和实施效果，根据"),
        ("special-bond", "的资金使用、建设运营和还本付息情况，根据"),
    ],
)
def test_the_opening_says_what_the_kind_looks_at(id: str, words: str) -> None:
    assert words in told(id, fresh(id))


def test_a_department_is_asked_for_its_duties_and_not_for_a_project() -> None:
    text = told("department-expenditure", fresh("department-expenditure"))
    assert "项目背景——部门的主要职责" in text
    assert "对该部门整体支出开展了绩效评价" in text
    assert "项目立项" not in text


@pytest.mark.parametrize("id", KINDS)
def test_the_statement_of_independence_names_the_work_of_its_kind(id: str) -> None:
    text = told(id, manned(unasked(filled(id))))
    done = {
        "policy": "没有参与过该政策的起草",
        "ex-ante": "没有参与过该项目的可行性研究",
        "special-bond": "没有承担过该项目的可行性研究",
    }
    assert done.get(id, "没有承担过该部门的预算编制") in text
    if id != "special-bond":
        assert "监理" not in text.partition("独立性声明")[2].partition("二、")[0]


def test_an_assessment_before_the_event_never_calls_itself_an_evaluation() -> None:
    tables = best(skeleton("ex-ante"), {"A11②": "不符合"})
    case = manned(unasked(carried("ex-ante", tables, *surveyed("ex-ante"))))
    text = re.sub(r"【待填：项目评价\w+——", "", told("ex-ante", case))  # the sheet has these keys for every kind
    lines = [line for line in text.splitlines() if "评价" in line.replace("评价均值", "")]
    assert lines == []


def test_the_money_of_an_assessment_is_what_is_advised_beside_what_was_asked() -> None:
    tables = best(skeleton("ex-ante"), {"建议安排资金": "80"})
    text = told("ex-ante", unasked(carried("ex-ante", tables, *surveyed("ex-ante"))))
    assert "申请资金100.00万元，建议安排80.00万元，核减20.00万元，依据见所列问题。" in text
    whole = best(skeleton("ex-ante"), {"建议安排资金": "100"})
    text = told("ex-ante", unasked(carried("ex-ante", whole, *surveyed("ex-ante"))))
    assert "申请资金100.00万元，建议安排100.00万元。" in text


@pytest.mark.parametrize(
    ("grade", "when"), [("部分支持", "在立项之前修改落实"), ("不予支持", "在重新申报之前修改落实")]
)
def test_what_is_not_supported_is_mended_before_it_is_asked_for_again(grade: str, when: str) -> None:
    tables = best(skeleton("ex-ante"))
    tables["问题建议"] = [{"问题": "测算不细", "事实": "没有单价", "说明": "未扣分"}]
    case = unasked(carried("ex-ante", tables, *surveyed("ex-ante")))
    case = replace(case, facts=case.facts.plus([replace(case.facts["等级"], value=grade)]))
    text = told("ex-ante", case)
    assert when in text
    assert ("建议安排" in text) == (grade == "部分支持")


def test_an_assessment_is_not_asked_what_came_in_and_was_spent() -> None:
    tables = best(skeleton("ex-ante"))
    tables["资金"] = [{"子项": "财政资金", "预算数": "100", "单位": "万元"}]
    case = carried("ex-ante", tables, *surveyed("ex-ante"))
    asked = {step.id: step for step in progress(replace(case, template=shipped("ex-ante")))}
    assert (asked["funds"].state, asked["funds"].detail) == ("done", "预算 100.00万元")
    asked = {step.id: step for step in progress(case)}
    assert asked["funds"].detail == "还缺 资金.到位数、资金.支出数"


@pytest.mark.parametrize(
    ("verdicts", "told_of"),
    [({}, "对政策去留的意见是“保留”，理由见有关建议。"), ({"D12": "未达成，0%", "D11": "未达成，0%"}, "“保留并完善”")],
)
def test_the_conclusion_of_a_policy_says_what_becomes_of_it(verdicts: dict[str, str], told_of: str) -> None:
    case = carried("policy", best(skeleton("policy"), verdicts), *surveyed("policy"))
    assert told_of in told("policy", unasked(case))


def test_a_policy_of_several_years_does_not_put_all_its_money_into_one() -> None:
    tables = best(skeleton("policy"))
    amounts = {"预算数": "50", "到位数": "50", "支出数": "50", "单位": "万元"}
    tables["资金"] = [{"子项": year, **amounts} for year in ("2024年度", "2025年度")]
    text = told("policy", unasked(carried("policy", tables, *surveyed("policy"))))
    assert "评价期内，该政策预算安排100.00万元" in text


def test_a_bond_counts_from_its_issue_on_and_tells_what_was_paid() -> None:
    text = told("special-bond", unasked(filled("special-bond")))
    assert "按实施方案，项目计划筹措资金100.00万元" in text
    assert "还本付息方面，到期应付本息为100.00万元，项目单位已缴付100.00万元。" in text
    assert "年度，该项目预算安排" not in text


def test_money_that_did_not_come_in_is_explained_by_the_remark_of_its_row() -> None:
    tables = best(skeleton("special-bond"))
    amounts = {"预算数": "50", "支出数": "40", "单位": "万元"}
    tables["资金"] = [
        {"子项": "债券资金", **amounts, "到位数": "50"},
        {"子项": "项目资本金", **amounts, "到位数": "40", "备注": "自筹能力不足。"},
    ]
    case = carried("special-bond", tables, *surveyed("special-bond"))
    assert "资金到位率为90.00%。项目资本金没有足额到位，原因是自筹能力不足。" in told("special-bond", unasked(case))
    del tables["资金"][1]["备注"]
    case = carried("special-bond", tables, *surveyed("special-bond"))
    assert "【待填：资金没有足额到位的原因，写在资金表的备注】" in told("special-bond", unasked(case))


@pytest.mark.parametrize("id", KINDS)
def test_what_a_template_says_of_a_key_stands_where_it_is_filled_in(id: str) -> None:
    template = shipped(id)
    source = read_files(id, template.skeleton)
    made, findings = scaffold(source, {}, {}, None, "text", offers(), template.advice)
    assert findings == ()
    text = made["engagement.yaml"].decode()
    assert f'背景: ""  # {template.advice["项目.背景"]}\n' in text
    assert made["tables/指标.yaml"].decode().startswith(f"# {template.advice['指标']}\n")
    book, _ = scaffold(source, {}, {}, None, "workbook", offers(), template.advice)
    assert book["评价底稿.xlsx"] != scaffold(source, {}, {}, None, "workbook", offers())[0]["评价底稿.xlsx"]


def test_an_empty_figure_asks_with_the_remark_of_its_row() -> None:
    document, _ = narrate(fresh("department-expenditure"), shipped("department-expenditure"))
    asked = [
        inline.advice
        for block in document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
        if isinstance(inline, Placeholder)
    ]
    assert "编制数——机构编制部门核定的编制" in asked


def test_a_placeholder_names_the_first_of_many_indicators() -> None:
    text = told("policy", fresh("policy"))
    assert (
        "制定依据充分性、制定程序规范性、政策目标明确性、受益范围合理性、支持方式和标准合理性、政策协调性等24个】"
        in text
    )


def test_a_target_in_per_cent_has_the_figure_its_rule_read_as_its_result() -> None:
    tables = best(skeleton("policy"))
    for row in tables["指标"]:
        if row["编码"] == "D31":
            row["目标值"] = "≥90%"
        if row["编码"] == "C11":
            row["目标值"] = "100户"
    text = told("policy", unasked(carried("policy", tables, *surveyed("policy"))))
    assert "受益对象满意度（目标≥90%，实际100.00%）" in text
    assert "100户\t【待填：实际完成值】" in text


def test_targets_of_which_none_was_met_are_not_counted_as_nought() -> None:
    tables = best(skeleton("policy"), {"实际享受数": "90", "兑现无误金额": "90"})
    for row in tables["指标"]:
        if row["编码"] in ("C11", "C21"):
            row["目标值"] = "100%"
    text = told("policy", unasked(carried("policy", tables, *surveyed("policy"))))
    assert "列入对照的绩效目标共2个，都没有完成，分别为应享对象覆盖率、兑现准确率。" in text


def test_half_of_the_points_is_high_only_beside_the_rest() -> None:
    verdicts = {f"{code}{mark}": "不符合" for code in ("A11", "A12", "A21", "C11") for mark in "①②③"}
    tables = best(skeleton("ex-ante"), {**{k: v for k, v in verdicts.items() if k != "A12③"}, "C12": "差，0%"})
    for row in tables["专家评分"]:
        row["得分"] = "0"
    text = told("ex-ante", unasked(carried("ex-ante", tables, *surveyed("ex-ante"))))
    # 15 + 5 + 10 + 10 points of 100 are lost: 筹资合规性 keeps all of its 20, 绩效目标合理性 half.
    assert "筹资合规性（得分率100.00%）得分相对较高，" in text
    assert "得分较高" not in text


def test_checks_call_the_work_by_its_name() -> None:
    case = replace(fresh("ex-ante"), template=shipped("ex-ante"))
    messages = [found.message for found in missing_part.check(case)]
    assert {"没有评估组成员", "没有评估机构名称"} <= set(messages)
