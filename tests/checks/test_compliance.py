"""执业要求: the lead evaluator, independence, review by another hand, answered opinions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.checks import compliance
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement, Member, Opinion
from evalkit.model.facts import Facts
from evalkit.model.places import Where
from tests.exhibits.conftest import ENGAGEMENT, NODES

AT = Where("评价底稿.xlsx", "团队!A2")


def told(**more: object) -> list[tuple[str, str]]:
    held: Engagement = replace(ENGAGEMENT, **more)
    return [(one.severity, one.message) for one in compliance.check(Case(held, {}, Facts(), None))]


def member(name: str, role: str, signs: str = "", title: str = "会计师") -> Member:
    return Member(name, role, title, "", "", "", signs, AT)


def test_an_engagement_in_order():
    assert told() == []


def test_a_stranger_s_report_is_not_held_to_them():
    assert compliance.check(Case()) == ()


@pytest.mark.parametrize(
    ("team", "found"),
    [
        ((member("赵甲", "组员", "注册会计师"),), [("error", "团队里没有主评人，财监〔2021〕4号要求报告由主评人签名")]),
        ((member("赵甲", "主评人", "主评人", title=""),), [("warning", "主评人赵甲没有写职称和执业资格")]),
        (
            (member("赵甲", "主评人"), member("钱乙", "组员", "注册会计师")),
            [("warning", "在报告上签字的人里没有主评人，财监〔2021〕4号要求报告由主评人签名")],
        ),
        # Whoever signs as 主评人 is one, whatever her role is called; with nobody signing the report itself asks.
        ((member("赵甲", "组长", "主评人"),), []),
        ((member("赵甲", "主评人"),), []),
        ((), []),
    ],
)
def test_the_lead_evaluator(team: tuple[Member, ...], found: list[tuple[str, str]]):
    assert told(team=team) == found


def test_nobody_evaluates_himself():
    project = {**ENGAGEMENT.project, "实施单位": "某评价 公司"}
    assert told(project=project) == [("error", "评价机构与实施单位是同一个单位“某评价公司”，不是独立的第三方")]


def test_nobody_reviews_his_own_papers():
    nodes = tuple(
        replace(node, prepared_by="赵甲", reviewed_by="赵甲") if node.code == "A11" else node for node in NODES
    )
    assert told(indicators=nodes) == [("warning", "有 1 个指标的编制人和复核人是同一个人：A11")]
    other = tuple(replace(node, prepared_by="赵甲", reviewed_by="钱乙") for node in NODES)
    assert told(indicators=other) == []


def test_every_opinion_is_answered_and_refusals_give_a_reason():
    def opinion(adopted: str, reason: str) -> Opinion:
        return Opinion("某局", "", "人数有误", adopted, reason, AT)

    assert told(opinions=(Opinion("某局", "", "无意见。", "", "", AT),)) == []
    asked = (opinion("采纳", ""), opinion("", ""), opinion("不采纳", ""), opinion("部分采纳", "名册只有596人"))
    assert told(opinions=asked) == [
        ("warning", "第 2 条意见（某局）没有写是否采纳"),
        ("warning", "第 3 条意见（某局）不采纳，没有写理由"),
    ]
