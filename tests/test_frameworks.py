"""The reference frameworks that the templates bring: whole, explained, adding up, and able to give full marks."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from evalkit.files.templates import list_templates

HERE = Path(__file__).parent
MADE = runpy.run_path(str(Path(__file__).parent / "filled_frameworks.py"))
best = MADE["best"]
carried = MADE["carried"]
filled = MADE["filled"]
fresh = MADE["fresh"]
shipped = MADE["shipped"]
skeleton = MADE["skeleton"]
surveyed = MADE["surveyed"]

#: First-level indicators with their weights, and how many nodes there are at each level below.
FRAMEWORKS = {
    "project-expenditure": ({"决策": 20, "过程": 20, "产出": 30, "效益": 30}, (10, 17, 0)),
    "project-expenditure-nine": ({"决策": 20, "过程": 20, "产出": 30, "效益": 30}, (10, 17, 0)),
    "project-expenditure-six": ({"决策": 20, "过程": 20, "产出": 30, "效益": 30}, (10, 17, 0)),
    "project-expenditure-four-level": ({"决策": 20, "过程": 20, "产出": 30, "效益": 30}, (10, 20, 18)),
    "department-expenditure-2013": ({"投入": 15, "过程": 25, "产出": 30, "效果": 30}, (7, 28, 0)),
    "department-expenditure": (
        {"目标设定": 10, "履职效能": 35, "管理效率": 25, "社会效应": 20, "可持续性": 10},
        (12, 28, 0),
    ),
    "policy": ({"政策制定": 20, "政策执行": 20, "政策产出": 25, "政策效果": 35}, (12, 24, 0)),
    "ex-ante": (
        {"立项必要性": 20, "投入经济性": 20, "绩效目标合理性": 20, "实施方案可行性": 20, "筹资合规性": 20},
        (10, 20, 0),
    ),
    "special-bond": ({"决策": 20, "管理": 30, "产出": 25, "效益": 25}, (13, 28, 0)),
}

# 财预〔2020〕10号 附件2 and 财预〔2013〕53号 附件2 name these indicators.
PROJECT_2020 = [
    *("立项依据充分性", "立项程序规范性", "绩效目标合理性", "绩效指标明确性", "预算编制科学性", "资金分配合理性"),
    *("资金到位率", "预算执行率", "资金使用合规性", "管理制度健全性", "制度执行有效性"),
    *("实际完成率", "质量达标率", "完成及时性", "成本节约率", "实施效益", "满意度"),
]
PROJECT_POINTS = dict(zip([*PROJECT_2020[:6], *PROJECT_2020[8:11]], (5, 3, 4, 3, 4, 2, 4, 2, 4), strict=True))
DEPARTMENT_2013 = {
    "目标设定": ("绩效目标合理性", "绩效指标明确性"),
    "预算配置": ("在职人员控制率", "“三公经费”变动率", "重点支出安排率"),
    "预算执行": (
        *("预算完成率", "预算调整率", "支付进度率", "结转结余率", "结转结余变动率", "公用经费控制率"),
        *("“三公经费”控制率", "政府采购执行率"),
    ),
    "预算管理": ("预算管理制度健全性", "资金使用合规性", "预决算信息公开性", "基础信息完善性"),
    "资产管理": ("资产管理制度健全性", "资产管理安全性", "固定资产利用率"),
    "职责履行": ("实际完成率", "完成及时率", "质量达标率", "重点工作办结率"),
    "履职效益": ("经济效益", "社会效益", "生态效益", "社会公众或服务对象满意度"),
}

#: Turns of phrase by which a sentence of the published frameworks and of reports made from them is known.
PUBLISHED = "用以反映|反映和考核|是否符合客观实际|占(指标)?权重分|得相应权重|各占1/"


def test_every_template_has_its_framework_here():
    assert {template.id for template in list_templates()} == FRAMEWORKS.keys()


def test_the_page_of_the_frameworks_tells_their_weights():
    page = (HERE.parent / "docs" / "frameworks.md").read_text("utf-8")
    for id, (tops, _) in FRAMEWORKS.items():
        weights = " ".join(f"{name}{weight}" for name, weight in tops.items())
        sheet = fresh(id).scoresheet
        depth = "四级" if any(node.level == 4 for node in sheet.indicators) else "三级"
        assert f"| {id} | {shipped(id).title} | {weights} | {depth} | {len(sheet.leaves())} |" in page


# ---- whole ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_the_first_level_weighs_what_is_stated_and_the_whole_is_a_hundred(id):
    sheet = fresh(id).scoresheet
    tops, (second, third, fourth) = FRAMEWORKS[id]
    assert {node.name: node.weight for node in sheet.children("")} == tops
    levels = [sum(node.level == level for node in sheet.indicators) for level in (2, 3, 4)]
    assert levels == [second, third, fourth]
    assert sum(leaf.weight for leaf in sheet.leaves()) == sheet.full == 100


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_stated_sums_of_upper_levels_are_written_in_brackets(id):
    rows = skeleton(id)["指标"]
    for key in ("一级指标", "二级指标"):
        stated = [re.search(r"（([\d.]+)分）$", row[key]) for row in rows if row.get(key)]
        assert all(stated)
        assert sum(Decimal(one[1]) for one in stated if one) == 100


def test_the_project_framework_is_that_of_its_basis_with_all_points():
    leaves = fresh("project-expenditure").scoresheet.leaves()
    assert [leaf.name for leaf in leaves] == PROJECT_2020
    assert {leaf.name: len(leaf.points) for leaf in leaves if leaf.points} == PROJECT_POINTS


def test_the_four_levels_keep_the_third_level_of_the_basis_and_part_the_effects():
    sheet = fresh("project-expenditure-four-level").scoresheet
    third = [node.name for node in sheet.indicators if node.level == 3]
    assert third[:15] == PROJECT_2020[:15]
    assert third[15:] == ["经济效益", "社会效益", "生态效益", "可持续影响", "满意度"]
    assert all(sheet.children(node.code) for node in sheet.indicators if node.level == 3 and node.code[0] in "CD")


def test_the_department_framework_is_that_of_its_basis():
    sheet = fresh("department-expenditure-2013").scoresheet
    found = {
        node.name: tuple(child.name for child in sheet.children(node.code))
        for node in sheet.indicators
        if node.level == 2
    }
    assert found == DEPARTMENT_2013


@pytest.mark.parametrize(
    "id", [id for id in FRAMEWORKS if id not in ("ex-ante", "special-bond", "department-expenditure")]
)
def test_output_and_effect_weigh_sixty_at_least(id):
    tops, _ = FRAMEWORKS[id]
    assert sum(weight for name, weight in tops.items() if re.search("产出|效益|效果", name)) >= 60


def test_the_assessment_before_the_event_has_five_sides_of_twenty_in_items_of_five():
    leaves = fresh("ex-ante").scoresheet.leaves()
    assert {leaf.weight for leaf in leaves} == {5}
    assert len(leaves) == 20


# ---- explained ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_every_indicator_has_an_explanation_a_rule_and_its_standard_in_words(id):
    for leaf in fresh(id).scoresheet.leaves():
        assert leaf.explanation, leaf.code
        assert leaf.rule is not None, leaf.code
        assert leaf.standard.endswith("。"), leaf.code
        if leaf.rule.kind in ("checklist", "deductions", "composite"):
            assert leaf.points, leaf.code


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_every_declared_figure_is_read_and_has_a_measure_and_a_remark(id):
    tables = skeleton(id)
    for row in tables["事实"]:
        assert row.get("口径"), row["名称"]
        assert row.get("备注"), row["名称"]
    read = " ".join(row.get("取值", "") for row in (*tables["指标"], *tables["要点"]))
    read += " ".join(row.get("算式", "") for row in tables["事实"])
    read += " ".join(chapter.text for chapter in shipped(id).chapters.values())
    assert [row["名称"] for row in tables["事实"] if row["名称"] not in read] == []


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_explanations_and_points_are_told_in_our_own_words(id):
    for leaf in fresh(id).scoresheet.leaves():
        for text in (leaf.explanation, *(point.text for point in leaf.points)):
            assert not re.search(PUBLISHED, text), text


# ---- scored ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FRAMEWORKS)
def test_everything_at_its_best_gives_a_hundred(id):
    sheet = filled(id).scoresheet
    assert sheet.undecided == ()
    assert {code: made.points for code, made in sheet.scores.items() if made.deducted} == {}
    assert sheet.total == 100
    assert sheet.grade == ("予以支持" if id == "ex-ante" else "优")


# Computed by hand from the rule as it stands in the template.
CASES = [
    ("department-expenditure-2013", {"本年三公经费预算数": "110"}, "A22", "1"),  # 10 points up: 4 − 10 × 0.3
    ("department-expenditure-2013", {"实际支付进度": "90"}, "B13", "1.8"),  # 2 × 90%
    ("department-expenditure-2013", {"年末结转结余": "12"}, "B14", "0.6"),  # 7 points over 5%: 2 − 7 × 10% × 2
    ("department-expenditure-2013", {"B24③": "不符合"}, "B24", "0.67"),  # 1 × 2 ÷ 3
    ("department-expenditure-2013", {"实际完成工作数": "80"}, "C11", "4"),  # 8 × (80 − 60) ÷ 40
    ("department-expenditure-2013", {"D11": "部分达成，70%"}, "D11", "4.9"),  # 7 × 70%
    ("department-expenditure", {"专项实际产出数": "80", "专项达标产出数": "60"}, "B22", "7"),  # 5 × 80% + 4 × 75%
    ("department-expenditure", {"C31①": "3次"}, "C31", "1"),  # three times 0.5, at most 1
    ("policy", {"实际单位成本": "125"}, "C41", "2.4"),  # 3 × 100 ÷ 125
    ("policy", {"B13①": "存在"}, "B13", "1.5"),
    ("ex-ante", {"A22①": "不符合"}, "A22", "0"),  # no public good: nothing for the other points
    ("ex-ante", {"C12": "良，85%"}, "C12", "4.25"),
    ("ex-ante", {"D12专家一": "4", "D12专家二": "3"}, "D12", "4"),  # (4 + 3 + 5) ÷ 3
    ("special-bond", {"预期收益": "115"}, "A33", "3"),
    ("special-bond", {"B21①": "不符合"}, "B21", "0"),
    ("special-bond", {"支出债券资金": "90"}, "B13", "3.2"),  # 10 points down: 4 − 10 × 2% × 4
    ("project-expenditure-four-level", {"实际总成本": "104"}, "C411", "2.4"),  # 3 − 4 × 5% × 3
    ("project-expenditure-four-level", {"经济效益实际数": "90"}, "D111", "2.7"),
]


@pytest.mark.parametrize(("id", "changes", "code", "points"), CASES, ids=[f"{one[0]} {one[2]}" for one in CASES])
def test_each_framework_scores_as_reckoned_by_hand(id, changes, code, points):
    sheet = carried(id, best(skeleton(id), changes), *surveyed(id)).scoresheet
    assert sheet.scores[code].points == Decimal(points)


@pytest.mark.parametrize(
    ("left", "grade"), [("A2", "予以支持"), ("A1 A2 B2 C2", "部分支持"), ("A1 A2 B2 C2 D1 D2 E1 E2", "不予支持")]
)
def test_the_conclusion_of_an_assessment_follows_its_own_scheme(left, grade):
    tables = best(skeleton("ex-ante"))
    for row in tables["要点"]:
        if row["编码"][:2] in left.split():
            row["判定"] = "不符合"
    sheet = carried("ex-ante", tables, *surveyed("ex-ante")).scoresheet
    assert sheet.grade == grade
