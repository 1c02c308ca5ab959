"""Edges of rules inside the interval of a survey figure, and how many forms settle them.

Quantiles are those of the printed tables of Student's t (two-sided 5 %: 2.04523 at 29 degrees of freedom, 2.04227 at
30, 2.03951 at 31, 2.02439 at 38, 2.02269 at 39, 2.01537 at 44, 2.01410 at 45) and z² = 3.841459; everything else was
worked out by hand from s²(1/n − 1/N), and from |p − b| ≥ z√(b(1 − b)/n) for shares.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from evalkit import app
from evalkit.firmness import Firmness, firmness
from evalkit.firmness_facts import firmness_facts
from evalkit.firmness_words import sentences
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Rule
from evalkit.plugs import rules
from evalkit.sampling import Enough, enough
from evalkit.score import score

AT = Where("评价底稿.xlsx", "指标!A2")
SCHEME = GradeScheme(
    "方案", "", tuple(Grade(*one) for one in (("优", Decimal(90)), ("良", Decimal(80)), ("差", Decimal(0))))
)
YONGXING = Path(__file__).parent.parent / "examples/yongxing-2022"


def mean(value: str, reach: str, n: int = 30, id: str = "问卷.农户.满意度") -> Fact:
    middle, half = Decimal(value), Decimal(reach)
    ends = (max(Decimal(0), middle - half), min(Decimal(100), middle + half))
    return Fact(id, middle, Measure.MEAN, 2, "%", n=n, interval=ends)


def share(value: str, low: str, high: str, n: int) -> Fact:
    ends = (Decimal(low), Decimal(high))
    return Fact("问卷.农户.Q4.满意.占比", Decimal(value), Measure.SHARE, 2, "%", n=n, interval=ends)


# ---- how many forms -------------------------------------------------------------------------------------------------


def test_a_mean_of_many_people_needs_forms_until_t_s_over_root_n_is_short_enough() -> None:
    # s = 20, n = 30: ±2.04523 × 20/√30 = ±7.4681. The line of 80.00 is 79.995, 6.005 away.
    # 45 forms: 2.01537 × 20/√45 = 6.0086, too far; 46: 2.01410 × 20/√46 = 5.9392.
    assert enough(mean("86", "7.46813"), Decimal(80)) == Enough(46)


def test_a_mean_of_few_people_needs_less() -> None:
    # N = 100: ±2.04523 × 20 × √(1/30 − 1/100) = ±6.24829. 31 forms: 2.04227 × 20 × √(1/31 − 1/100) = 6.0938;
    # 32: 2.03951 × 20 × √(1/32 − 1/100) = 5.9462.
    assert enough(mean("86", "6.24829"), Decimal(80), 100) == Enough(32)


def test_an_interval_cut_off_at_a_hundred_gives_its_spread_by_the_other_end() -> None:
    # 95 ± 7.46813 ends at 100. The line of 90.00 is 5.005 away: 63 forms 1.99897 × 20/√63 = 5.0370,
    # 64 forms 1.99834 × 20/√64 = 4.9959.
    assert enough(mean("95", "7.46813"), Decimal(90)) == Enough(64)


def test_everybody_must_be_asked_where_the_figure_is_too_near() -> None:
    # 0.305 away of N = 40: 39 forms still leave 2.02439 × 20 × √(1/39 − 1/40) = 1.025.
    reach = "3.73407"  # 2.04523 × 20 × √(1/30 − 1/40)
    assert enough(mean("80.3", reach), Decimal(80), 40) == Enough(40, census=True)


@pytest.mark.parametrize("value", ["80", "79.994", "80.004", "79.99"])
def test_a_figure_printed_at_the_edge_is_settled_by_no_sample(value: str) -> None:
    assert enough(mean(value, "7"), Decimal(80)) == Enough(None, on_edge=True)
    assert enough(mean(value, "7"), Decimal(80), 400) == Enough(400, census=True, on_edge=True)


def test_the_share_of_an_option_goes_by_wilson() -> None:
    # 12 of 20, b = 74.995 %: 3.841459 × 0.74995 × 0.25005 ÷ 0.14995² = 32.04.
    assert enough(share("60", "38.66", "78.12", 20), Decimal(75)) == Enough(33)
    # 6 of 10 out of 50 people: 32.04 × 50 ÷ (49 + 32.04) = 19.77.
    assert enough(share("60", "31", "83", 10), Decimal(75), 50) == Enough(20)


def test_nothing_is_told_where_the_spread_is_not_known() -> None:
    assert enough(mean("60", "70"), Decimal(80)) is None  # cut off at both ends
    assert enough(mean("60", "30", n=1), Decimal(80)) is None
    assert enough(Fact("资金.到位率", Decimal(60), Measure.RATE, 2, "%"), Decimal(80)) is None


# ---- edges of rules -------------------------------------------------------------------------------------------------


def leaf(code: str, weight: str, kind: str, value: str, **written: str) -> Indicator:
    plug = rules()[kind]
    values = {field.key: written.get(field.key, field.default or None) for field in plug.FIELDS}
    params, found = plug.params(values, dict.fromkeys(written, AT), Decimal(weight), (), AT)
    assert not found
    made = Rule(kind, params, AT)
    return Indicator(code, f"指标{code}", 2, code[:-1], Decimal(weight), standard="标准", rule=made, value=value, at=AT)


def firm(
    fact: Fact, kind: str = "bands", people: int | None = None, aliases: tuple[str, ...] = (), **written: str
) -> Firmness:
    """A1 of 20 points reads the figure, through facts that only take it over where there are any; B1 has all its 80."""
    indicators = (
        Indicator("A", "效益", 1, "", Decimal(20), leaf=False, at=AT),
        leaf("A1", "20", kind, (*aliases, fact.id)[0], **written),
        Indicator("B", "产出", 1, "", Decimal(80), leaf=False, at=AT),
        leaf("B1", "80", "ratio", "完成率"),
    )
    facts = [fact, Fact("完成率", Decimal(100), Measure.RATE, 2, "%")]
    if people is not None:
        head = fact.id.rpartition(".")[0].removesuffix(".加权")
        facts.append(Fact(f"{head}.总体", Decimal(people), Measure.COUNT, 0, "人"))
    for name, other in pairwise((*aliases, fact.id)):
        facts.append(replace(fact, id=name, how=f"取自“{other}”", inputs=(other,), expression=other))
    blank: Any = ()
    engagement = Engagement(
        "试点", "项目支出", {}, {}, {}, (), None, (), (), (), (), indicators, SCHEME,
        (), {}, (), (), (), (), (), blank, {}, (), (), (), AT,
    )  # fmt: skip
    sheet, made, _ = score(engagement, Facts(facts))
    return firmness(sheet, made)


BANDS = {"档次": "≥90→20；≥80→12；≥60→6；其余→0"}


def crossed(found: Firmness) -> list[tuple[str, str, str, int | None]]:
    (swing,) = found.swings
    return [
        (str(one.edge.at), str(one.edge.below), str(one.edge.above), one.enough.n if one.enough else None)
        for one in swing.crossed
    ]


def test_the_edges_of_bands_inside_the_interval_the_nearest_first() -> None:
    # 86 ± 7.47 has 80 (6.005 away) and 90 (3.995 away: 98 forms 1.98472 × 20/√98 = 4.0097, 99: 1.98447 × 20/√99 = 3.9890).
    found = firm(mean("86", "7.46813"), **BANDS)
    assert crossed(found) == [("90.00", "12.00", "20.00", 99), ("80.00", "6.00", "12.00", 46)]
    (swing,) = found.swings
    low, high = swing.ends
    assert [(str(end.figure), end.scores, str(end.total), end.grade) for end in (low, high)] == [
        ("78.53187", (("A1", Decimal("6.00")),), "86.00", "良"),
        ("93.46813", (("A1", Decimal("20.00")),), "100.00", "优"),
    ]


def test_an_interval_within_one_band_has_none() -> None:
    assert crossed(firm(mean("85", "4"), **BANDS)) == []


def test_points_that_follow_the_figure_have_no_edge() -> None:
    assert crossed(firm(mean("86", "7.46813"), "ratio")) == []


def test_a_floor_under_points_that_follow_the_figure_is_one() -> None:
    # Half a point for every point below 100: 10 at 80.00, nothing below it. Rounding to hundredths is no edge.
    found = firm(mean("86", "7.46813"), "steps", 扣="0.5分", 舍入="照算", 底线="80%")
    assert [one[:3] for one in crossed(found)] == [("80.00", "0.00", "10.00")]


def test_every_step_is_an_edge() -> None:
    # 94.30–96.70 by whole steps of a point: 95.00 is five steps short of 100, 95.01 only four whole ones.
    found = firm(mean("95.5", "1.2"), "steps", 扣="1分")
    assert [one[:3] for one in crossed(found)] == [("95.01", "15.00", "16.00"), ("96.01", "16.00", "17.00")]


# ---- what is said ---------------------------------------------------------------------------------------------------


def test_a_figure_of_one_group_asks_for_forms_of_that_group() -> None:
    fact = mean("86", "6.24829", id="问卷.农户.分组.低保户.满意度")
    found = firm(fact, people=100, 档次="≥80→20；其余→6")
    assert (
        "A1 指标A1的界线 80.00%（低于它得 6 分，达到得 20 分）在这个区间里：取 79.75% 得 6 分，总分 86 分、等级“良”；"
        "取 92.25% 得 20 分，总分 100 分、等级“优”。均值和离散程度不变的话，作答的“低保户”有效问卷要有 32 份，再收 2 份，"
        "区间就不含这条界线。"
    ) in sentences(found)


@pytest.mark.parametrize("aliases", [("政策知晓度",), ("知晓度", "政策知晓度")])
def test_a_figure_taken_over_by_another_name_knows_the_people_it_was_drawn_from(aliases: tuple[str, ...]) -> None:
    # 32 of 100 people, as above; without the people it would be s = 6.24829 × √30 ÷ 2.04523 = 16.7332 and n = 33.
    found = firm(mean("86", "6.24829"), people=100, aliases=aliases, 档次="≥80→20；其余→6")
    assert [(swing.fact.id, swing.population) for swing in found.swings] == [("问卷.农户.满意度", 100)]
    assert crossed(found)[0][3] == 32


def test_a_figure_taken_over_by_another_name_never_asks_for_more_than_everybody() -> None:
    found = firm(mean("80.3", "3.73407"), people=40, aliases=("政策知晓度",), 档次="≥80→20；其余→6")
    assert crossed(found)[0][3] == 40
    assert any(one.endswith("要总体的 40 人都调查了才分得清。") for one in sentences(found))


@pytest.mark.parametrize(
    ("value", "people", "said"),
    [
        ("80", None, "这个数正好在界线上，抽样调查收多少份也分不清。"),
        ("80", 40, "这个数正好在界线上，抽样调查收多少份也分不清，只有总体的 40 人都调查了才知道。"),
        ("80.3", 40, "要总体的 40 人都调查了才分得清。"),
    ],
)
def test_where_more_forms_do_not_help_it_is_said(value: str, people: int | None, said: str) -> None:
    found = firm(mean(value, "3.73407"), people=people, 档次="≥80→20；其余→6")
    assert any(one.endswith(said) for one in sentences(found))


def test_a_weighted_figure_is_told_on_the_safe_side() -> None:
    # The people are known, but the variance of a weighted mean is no single s²(1/n − 1/N).
    found = firm(mean("86", "7.46813", id="问卷.农户.加权.满意度"), people=100, 档次="≥80→20；其余→6")
    assert crossed(found)[0][3] == 46
    assert any("各类按现在的比例增加" in one for one in sentences(found))


def test_a_weighted_figure_never_asks_for_more_than_everybody() -> None:
    # Without N it would take 46 forms, as above; there are only 40 people.
    found = firm(mean("86", "7.46813", id="问卷.农户.加权.满意度"), people=40, 档次="≥80→20；其余→6")
    assert crossed(found)[0][3] == 40
    assert any(one.endswith("要接近总体的 40 人都调查了才分得清。") for one in sentences(found))


def test_the_example_needs_forty_forms() -> None:
    # s = 2.08 ÷ √(1/27 − 1/620) = 11.05; 89.995 − 86.574 = 3.421. 39 forms: 2.02439 × 11.05 × √(1/39 − 1/620) = 3.468;
    # 40 forms: 2.02269 × 11.05 × √(1/40 − 1/620) = 3.418.
    answer, _ = app.score_table(YONGXING, True)
    (told,) = answer["sensitivity"]["survey"]
    assert (told["n"], told["population"], told["group"]) == (27, 620, None)
    assert [(end["value"], end["scores"], end["total"], end["grade"]) for end in told["ends"]] == [
        ("82.30", {"D21": "6"}, "82.75", "良"),
        ("90.85", {"D21": "8"}, "84.75", "良"),
    ]
    (edge,) = told["edges"]
    assert (edge["at"], edge["below"], edge["above"], edge["n"], edge["more"]) == ("90.00", "6", "8", 40, 13)


def test_the_facts_for_the_report() -> None:
    facts = Facts(firmness_facts(firm(mean("86", "7.46813"), **BANDS)))
    names = ("界线数", "1.指标", "1.界线", "1.低端", "1.低端得分", "1.高端总分", "1.高端等级", "1.再收")
    assert [facts[f"敏感性.{name}"].display for name in names] == [
        "1个", "A1 指标A1", "90.00%", "78.53%", "6分", "100分", "优", "69份",
    ]  # fmt: skip
    none = Facts(firmness_facts(firm(mean("85", "4"), **BANDS)))
    assert [fact.display for fact in none.values()] == ["0个"]
