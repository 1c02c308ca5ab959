"""Score versions: what each came to, what is told of chains that do not hold, and the history in ``explain``.

The framework: A1 and A2 of 10 each below A, B1 of 80; today 8.5, 10 and 60.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.checks import other
from evalkit.explain import Explained, explain
from evalkit.loading.versions import version_faults
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement, Version
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Score, Scoresheet
from evalkit.versions import totals, version_facts

AT = Where("评价底稿.xlsx", "版本分!A2")
SCHEME = GradeScheme("方案", "", (Grade("良", Decimal(60)), Grade("差", Decimal(0))))
NODES = (
    Indicator("A", "过程", 1, "", Decimal(20), leaf=False, at=AT),
    Indicator("A1", "制度", 2, "A", Decimal(10), at=AT),
    Indicator("A2", "执行率", 2, "A", Decimal(10), at=AT),
    Indicator("B", "产出", 1, "", Decimal(80), leaf=False, at=AT),
    Indicator("B1", "数量", 2, "B", Decimal(80), at=AT),
)
TODAY = {"A": "18.5", "A1": "8.5", "A2": "10", "B": "60", "B1": "60"}


def version(code: str, name: str, old: str, new: str, **more: str) -> Version:
    day = date.fromisoformat(more["day"]) if "day" in more else None
    told = (more.get("reason", "复核凭证后改判"), more.get("by", "张三"), more.get("paper", "C1-1"))
    return Version(code, name, Decimal(old) if old else None, Decimal(new), *told, day, AT)


def case(*versions: Version, points: Mapping[str, str] = TODAY) -> Case:
    blank = Engagement(
        "试点", "项目支出", {}, {}, {}, (), None, (), (), (), (), NODES, SCHEME,
        (), {}, (), (), versions, (), (), (), {}, (), (), (), AT,
    )  # fmt: skip
    scores = {
        node.code: Score(node.code, Decimal(points[node.code]), node.weight, None, None, (), (), "", "", None)
        for node in NODES
        if node.code in points
    }
    undecided = tuple(node.code for node in NODES if node.leaf and node.code not in points)
    sheet = Scoresheet(NODES, scores, Decimal("78.5"), Decimal(100), "良", SCHEME, undecided)
    total = Fact("总分", Decimal("78.5"), Measure.SCORE, None, "分", "18.5 + 60 = 78.5")
    return Case(blank, facts=Facts((total, *version_facts(blank, sheet))), scoresheet=sheet)


def known(made: Case) -> dict[str, str | None]:
    assert made.engagement is not None
    assert made.scoresheet is not None
    return {one.name: None if one.total is None else str(one.total) for one in totals(made.engagement, made.scoresheet)}


# ---- what each version came to --------------------------------------------------------------------------------------


def test_an_indicator_nobody_adjusted_has_todays_score_in_every_version_of_ours() -> None:
    # A1 7 → 8 → 8.5; A2 10 and B1 60 throughout
    made = case(version("A1", "初评", "", "7"), version("A1", "专家", "7", "8"), version("A1", "定稿", "8", "8.5"))
    assert known(made) == {"初评": "77", "专家": "78", "定稿": "78.5"}
    assert made.facts["版本.专家.A"].display == "18分"
    assert made.facts["版本.初评.总分"].how == "17 + 60 = 77，没有调整记录的指标按现在的得分计"


def test_between_two_rows_a_score_stays_and_before_a_row_it_is_what_the_row_started_from() -> None:
    # A1 is 7 until the experts; B1 is 62 until 定稿.
    made = case(version("A1", "专家", "7", "8.5"), version("B1", "定稿", "62", "60"))
    assert known(made) == {"专家前": "79", "专家": "80.5", "定稿": "78.5"}


def test_the_table_of_one_round_says_what_the_scores_were_before() -> None:
    assert known(case(version("A1", "定稿", "8", "8.5"))) == {"定稿前": "78", "定稿": "78.5"}


def test_of_the_units_own_scores_none_is_filled_in() -> None:
    made = case(version("A1", "自评", "", "10"), version("A1", "初评", "10", "8.5"))
    assert known(made) == {"自评": None, "初评": "78.5"}
    assert made.facts["版本.自评.总分"].empty
    assert made.facts["版本.自评.总分"].how == "自评还没有得分的指标：A2、B1"
    rows = (version("A1", "自评", "", "10"), version("A2", "自评", "", "10"), version("B1", "自评", "", "78"))
    assert known(case(*rows)) == {"自评": "98"}


def test_a_version_is_open_while_an_indicator_is_not_decided() -> None:
    points = {code: text for code, text in TODAY.items() if code != "B1"}
    assert known(case(version("A1", "定稿", "8", "8.5"), points=points)) == {"定稿前": None, "定稿": None}


# ---- what is told ---------------------------------------------------------------------------------------------------


def told(*versions: Version) -> list[tuple[str, str]]:
    found = other.check(case(*versions))
    assert all(one.kind == "other" and one.cure and one.where == AT for one in found)
    return [(one.severity, one.message) for one in found]


def test_a_chain_that_holds_is_let_pass() -> None:
    rows = (
        version("A1", "自评", "", "10", reason="", by="", paper=""),
        version("A1", "初评", "10", "7", day="2023-10-01"),
        version("A1", "征求意见", "", "7", reason="", by="", paper=""),
        version("A1", "定稿", "7", "8.5", day="2023-11-28"),
    )
    assert told(*rows) == []
    assert told(*reversed(rows)) == []


def test_a_row_that_does_not_start_where_the_one_before_ended_is_an_error() -> None:
    assert told(version("A1", "初评", "", "7"), version("A1", "定稿", "7.5", "8.5")) == [
        ("error", "A1 制度定稿的原得分是 7.5 分，前一次（初评）的得分是 7 分")
    ]


def test_days_that_go_backwards_are_told() -> None:
    rows = (version("A1", "初评", "", "7", day="2023-11-02"), version("A1", "定稿", "7", "8.5", day="2023-11-01"))
    assert told(*rows) == [("warning", "A1 制度定稿的日期 2023-11-01 早于前一次（初评）的 2023-11-02")]


def test_a_change_without_reason_name_or_paper_is_an_error() -> None:
    rows = (version("A1", "初评", "", "7"), version("A1", "定稿", "7", "8.5", reason=" ", paper=""))
    assert told(*rows) == [("error", "A1 制度定稿由 7 分调整为 8.5 分，没有写理由、依据")]


def test_a_late_version_without_the_score_before_is_told() -> None:
    assert told(version("A1", "定稿", "", "8.5")) == [("warning", "A1 制度定稿没有写原得分，看不出调整了多少")]


def test_the_last_version_is_todays_score() -> None:
    (found,) = other.check(case(version("A1", "定稿", "7", "8")))
    assert (found.severity, found.subject, found.stated, found.computed) == ("error", "A1", "8", "8.5")
    assert found.message == "A1 制度定稿是 8 分，现在的得分是 8.5 分"
    assert told(version("A1", "自评", "", "10")) == [("note", "A1 制度自评是 10 分，现在的得分是 8.5 分")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (version("A1", "初评", "", "10.5"), "A1 制度初评的得分 10.5 超过了分值 10"),
        (version("A1", "初评", "-1", "8"), "A1 制度初评的原得分 -1 是负数"),
        (version("A", "初评", "", "15"), "版本分写了“A”，它是上级指标，得分由下级相加"),
    ],
)
def test_scores_that_cannot_be_are_faults_of_the_input(row: Version, message: str) -> None:
    (found,) = version_faults((row,), NODES)
    assert (found.kind, found.severity, found.message) == ("input", "error", message)


def test_a_score_on_the_weight_before_it_was_handed_on_is_no_fault() -> None:
    node = replace(NODES[1], weight=Decimal(8), base=Decimal(10))
    assert list(version_faults((version("A1", "初评", "", "9"),), (node,))) == []


# ---- explain --------------------------------------------------------------------------------------------------------


def lines(name: str, made: Case) -> list[str]:
    found = explain(name, made)
    assert isinstance(found, Explained)
    return [step.text for _, step in found.steps]


def test_an_indicator_is_explained_with_its_adjustments() -> None:
    made = case(
        version("A1", "初评", "", "7", reason="", by="", paper=""), version("A1", "定稿", "", "8.5", day="2023-11-28")
    )
    assert lines("A1", made)[-3:] == [
        "得分调整记录：",
        "初评：7 分，没有写理由、决定人和依据",
        "定稿：7 → 8.5 分，理由：复核凭证后改判；决定人：张三；依据：C1-1；2023-11-28",
    ]
    assert "得分调整记录：" not in lines("A2", made)
    assert "得分调整记录：" not in lines("A", made)


def test_the_total_is_explained_with_the_totals_of_the_versions_known_throughout() -> None:
    made = case(version("A1", "自评", "", "10"), version("A1", "初评", "10", "7"), version("A1", "定稿", "7", "8.5"))
    assert lines("总分", made)[-3:] == [
        "各版本的总分：",
        "初评 77分：17 + 60 = 77，没有调整记录的指标按现在的得分计",
        "定稿 78.5分：18.5 + 60 = 78.5，没有调整记录的指标按现在的得分计",
    ]
