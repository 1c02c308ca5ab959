"""The report says of which questions, and with which weights, a satisfaction figure is made."""

from __future__ import annotations

import pytest

from evalkit.derive import derive
from evalkit.files.folder import read_files
from evalkit.load import load
from evalkit.model.facts import Facts

ENGAGEMENT = """
项目: {名称: 慰问项目, 年度: 2025, 委托单位: 某县财政局}
机构: {名称: 某咨询公司}
资金:
  - {子项: 补贴, 预算数: 100, 到位数: 80, 支出数: 72}
"""

INDICATORS = """
- {一级指标: 决策, 二级指标: 立项, 三级指标: 依据, 分值: 100}
"""

SCORES = "选项: {满意: 100, 不满意: 0}"


def of_questionnaires(*forms: str) -> Facts:
    tree = {"engagement.yaml": ENGAGEMENT, "tables/指标.yaml": INDICATORS}
    for place, questions in enumerate(forms, 1):
        tree[f"questionnaires/卷{place}.yaml"] = f"标题: 问卷{place}\n题目:\n{questions}"
    engagement, _ = load(read_files("慰问", {path: text.encode() for path, text in tree.items()}))
    assert engagement is not None
    return derive(engagement, Facts())[0]


def question(topic: str, counted: str) -> str:
    return f"  - {{题干: 对{topic}是否满意？, 主题: {topic}, 角色: 满意度, {SCORES}, 计入满意度: {counted}}}\n"


EVEN = question("水压", "是") + question("水价", "是")
UNEVEN = question("水压", "是") + question("水质", "2") + question("水价", "1")
PARTLY = EVEN + question("服务", "否")


@pytest.mark.parametrize(
    ("forms", "reckoned", "meant"),
    [
        ((EVEN,), "由计入的各题均值平均求得", "满意度为各计分题赋值得分的平均值"),
        ((PARTLY,), "由计入的各题均值平均求得", "满意度为计入的各题赋值得分的平均值"),
        (
            (UNEVEN,),
            "由计入的各题均值加权平均求得，权数“水质”为2，其余各题为1",
            "满意度为各计分题赋值得分的加权平均值",
        ),
        (
            (UNEVEN, PARTLY),
            "由计入的各题均值平均求得，其中“问卷1”的各题加权，权数“水质”为2，其余各题为1",
            "满意度为计入的各题赋值得分的平均值或加权平均值",
        ),
    ],
)
def test_the_report_says_of_which_questions_and_with_which_weights_satisfaction_is_made(
    forms: tuple[str, ...], reckoned: str, meant: str
) -> None:
    facts = of_questionnaires(*forms)
    assert facts["口径.满意度算法"].text == reckoned
    assert meant in facts["口径.说明"].text.replace("。", "，").split("，")
