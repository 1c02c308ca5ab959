"""Sentences with their figures tied to facts; whether a target was met, or nobody can tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.figures import target_met, targets_of, tied
from evalkit.model.case import Case
from evalkit.model.document import Num, Text
from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Score, Scoresheet

SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))
RATE = Fact("取值.A1", Decimal("86.574"), Measure.RATE, 2, "%")


def case_of(target: str, actual: str, points: str | None, value: Fact | None = None, top: str = "产出") -> Case:
    nodes = (
        Indicator("A", top, 1, "", Decimal(10), leaf=False),
        Indicator("A1", "人数", 2, "A", Decimal(10), target=target, actual=actual),
    )
    made = {} if points is None else {"A1": Decimal(points)}
    scores = {id: Score(id, one, Decimal(10), one, value, (), (), "", "", None) for id, one in made.items()}
    return Case(scoresheet=Scoresheet(nodes, scores, Decimal(0), Decimal(10), "", SCHEME))


CASES = [
    ("人数达到", "24人", "24人", "10", None, True),
    ("人数不足", "628人", "596人", "7.5", None, False),
    ("括号里的说明不算", "628人（预算数，目标表未设）", "596人", "7.5", None, False),
    ("还没有评分也能比较", "628人", "596人", None, None, False),
    ("不超过的越少越好", "不超过92.86万元", "91.58万元", "10", None, True),
    ("超出了不超过的目标", "≤30天", "35天", "10", None, False),
    ("以上", "90%以上", "86.57%", "10", None, False),
    ("完成值是文字的看规则读的数", "100%", "职工总体满意", "6", RATE, False),
    ("没有方向的目标越低越好而满分，看不出", "30天", "25天", "10", None, None),
    ("数字不足却满分，看不出", "100%", "95%", "10", None, None),
    ("文字的目标看得分", "有效维护", "比较维护", "7.5", None, False),
    ("文字的目标满分", "有效维护", "稳定", "10", None, True),
    ("文字的目标还没有评分，看不出", "有效维护", "稳定", None, None, None),
    ("单位不同的不比较，看得分", "8户", "24人", "10", None, True),
    ("没有目标的看不出", "", "24人", "10", None, None),
]


@pytest.mark.parametrize("row", CASES, ids=[row[0] for row in CASES])
def test_whether_a_target_was_met(row):
    _, target, actual, points, value, wanted = row
    case = case_of(target, actual, points, value)
    assert target_met(case, case.scoresheet.indicators[1]) is wanted


def test_decision_and_process_have_no_targets_of_their_own():
    assert [leaf.code for leaf in targets_of(case_of("24人", "24人", "10"))] == ["A1"]
    assert targets_of(case_of("24人", "24人", "10", top="项目过程")) == ()
    assert [leaf.code for leaf in targets_of(case_of("24人", "24人", "10", top="过程"), ())] == ["A1"]


def test_a_figure_is_tied_where_it_first_stands_whole():
    rate = Fact("取值.A1", Decimal(90), Measure.RATE, 0, "%")
    text = "完成率 90%，属于“90%（含）至100%”一档"
    assert tied(text, [rate]) == (Text("完成率 "), Num("90%", "取值.A1"), Text("，属于“90%（含）至100%”一档"))


@pytest.mark.parametrize("text", ["共 10 户", "占 1%", "得 1 分", "为 2.1", "为 1.5", "为 1,000", "计 1 步"])
def test_a_part_of_another_figure_is_not_tied(text):
    assert tied(text, [Fact("次数", Decimal(1), Measure.COUNT, 0)]) == (Text(text),)
