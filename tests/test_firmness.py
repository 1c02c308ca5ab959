"""How firm the result is: margins, indicators that decide the grade, ranges; every figure worked out by hand.

The framework of these cases: A1 分档 15 of 20, A2 要点 20 of 20, B1 逐步扣分 28 of 30, B2 分级 18 of 30; 81 in all, 良.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalkit import app, plugs
from evalkit.cli.entry import run as main
from evalkit.firmness import Firmness, Span, firmness
from evalkit.firmness_words import sentences
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Adjustment, Grade, GradeScheme, Indicator, Manual, Point, Rule
from evalkit.score import score
from evalkit.scoring.nearest import _halved

AT = Where("评价底稿.xlsx", "指标!A2")
SCHEME = GradeScheme(
    "方案", "", tuple(Grade(name, Decimal(floor)) for name, floor in (("优", 90), ("良", 80), ("中", 60), ("差", 0)))
)
BANDS = {"档次": "≥95→20；≥80→15；其余→0"}
LEVELS = {"档次": "好→30；中→18；差→0"}


def rule(kind: str, weight: str, points: tuple[Point, ...] = (), **written: str) -> Rule:
    plug = plugs.rules()[kind]
    values = {field.key: written.get(field.key, field.default or None) for field in plug.FIELDS}
    params, found = plug.params(values, dict.fromkeys(written, AT), Decimal(weight), points, AT)
    assert not found
    return Rule(kind, params, AT)


def leaf(code: str, weight: str, kind: str = "", value: str = "", **more: Any) -> Indicator:
    points, written = more.pop("points", ()), more.pop("written", {})
    made = rule(kind, weight, points, **written) if kind else None
    return Indicator(
        code, f"指标{code}", 2, code[:-1], Decimal(weight), standard="标准", rule=made, points=points, value=value,
        at=AT, **more,
    )  # fmt: skip


def points(code: str, *rows: tuple[str, str]) -> tuple[Point, ...]:
    return tuple(
        Point(code, order, f"要点{order}", Decimal(worth), verdict, "事实", at=AT)
        for order, (worth, verdict) in enumerate(rows, start=1)
    )


def nodes(**changes: Indicator) -> list[Indicator]:
    made = [
        Indicator("A", "过程", 1, "", Decimal(40), leaf=False, at=AT),
        leaf("A1", "20", "bands", "率", written=BANDS),
        leaf("A2", "20", "checklist", points=points("A2", ("8", "符合"), ("12", "符合"))),
        Indicator("B", "产出", 1, "", Decimal(60), leaf=False, at=AT),
        leaf("B1", "30", "steps", "完成率", written={"扣": "1分"}),
        leaf("B2", "30", "levels", "中", written=LEVELS),
    ]
    return [changes.get(node.code, node) for node in made]


def facts(rate: str = "90", done: str = "97.5", interval: tuple[str, str] | None = None) -> Facts:
    ends = (Decimal(interval[0]), Decimal(interval[1])) if interval else None
    return Facts(
        (
            Fact("率", Decimal(rate), Measure.MEAN, 2, "%", interval=ends),
            Fact("完成率", Decimal(done), Measure.RATE, 2, "%"),
        )
    )


def firm(
    indicators: Iterable[Indicator] | None = None, known: Facts | None = None, adjustments: tuple[Adjustment, ...] = ()
) -> Firmness:
    engagement = Engagement(
        "试点", "项目支出", {}, {}, {}, (), None, (), (), (), (), tuple(indicators or nodes()), SCHEME,
        (), {}, (), (), (), (), (), (), {}, (), (), (), AT, adjustments=adjustments,
    )  # fmt: skip
    sheet, made, _ = score(engagement, known or facts())
    return firmness(sheet, made)


def span(found: Span | None) -> tuple[str, ...]:
    assert found is not None
    return str(found.low), str(found.high), found.low_grade, found.high_grade


def moves(found: Firmness) -> list[tuple[str, str, str, str]]:
    """Code, new grade, what changes, the score then."""
    return [
        (one.node.code, one.grade, one.change.words if one.change else "", str(one.change.points if one.change else ""))
        for one in found.moves
    ]


# ---- the whole of it ------------------------------------------------------------------------------------------------


def test_the_margins_to_the_next_better_and_the_next_worse_grade() -> None:
    found = firm()
    assert (found.total, found.grade) == (Decimal(81), "良")
    assert found.better is not None
    assert found.worse is not None
    assert (found.better.grade, found.better.floor, found.better.points) == ("优", 90, 9)
    # 80 is still 良: it takes one hundredth more than the margin of 1.
    assert (found.worse.grade, found.worse.floor, found.worse.points) == ("中", 80, Decimal("1.01"))


def test_the_indicators_that_alone_change_the_grade_the_closest_first() -> None:
    assert moves(firm()) == [
        # 96.01 is three whole steps and 27 points, one too many; 1.5 ÷ 97.5 = 1.5 %
        ("B1", "中", "“完成率”由 97.50% 降到 96.00%", "26.00"),
        ("A1", "中", "“率”由 90.00% 降到 79.99%", "0.00"),
        ("A2", "中", "要点1由“符合”改判“不符合”", "12.00"),  # 8 of 20: 40 %
        ("B2", "优", "由“中”改判“好”", "30.00"),  # 12 of 30: 40 %
        ("B2", "中", "由“中”改判“差”", "0.00"),  # 18 of 30
    ]


def test_a_shift_of_weights_moves_the_total_by_the_difference_of_the_rates() -> None:
    # A 35/40 = 87.5 %, B 46/60 = 76.67 %: a point moved is worth 0.10833; one point of margin is 9.23 points of weight.
    shifts = {one.node.code: (one.better, one.worse, one.above) for one in firm().shifts}
    assert shifts == {"A": (None, Decimal("-9.23"), True), "B": (None, Decimal("9.23"), False)}


def test_the_sentences() -> None:
    assert sentences(firm()) == (
        "总分 81 分，等级“良”：再得 9 分升为“优”（90 分起），再失 1.01 分降为“中”（低于 80 分）。",
        "单独变动就使等级升为“优”的指标有 1 个，最近的是 B2 指标B2：由“中”改判“好”。",
        "单独变动就使等级降为“中”的指标有 4 个，最近的是 B1 指标B1：“完成率”由 97.50% 降到 96.00%。",
        "一级指标的分值怎样调会改变等级：A 过程（40 分）调低超过 9.23 分降为“中”；"
        "B 产出（60 分）调高超过 9.23 分降为“中”；其他调法等级不变。",
    )


# ---- one indicator --------------------------------------------------------------------------------------------------


def test_an_interval_target_is_left_by_the_nearer_side() -> None:
    # 15 + 20 + 30 + 18 = 83, 3.01 to lose: four whole steps beyond 110; below 90 it would be further.
    node = leaf("B1", "30", "steps", "完成率", written={"目标": "90%~110%", "扣": "1分"})
    found = {one[0]: one for one in moves(firm(nodes(B1=node), facts(done="108")))}
    assert found["B1"] == ("B1", "中", "“完成率”由 108.00% 升到 114.00%", "26.00")


def test_a_narrow_interval_target_is_found_from_outside() -> None:
    # 40 steps short of 90–91 nothing is left: 15 + 20 + 0 + 18 = 53, 差. 7 points are left after 23 whole steps, and
    # 90 − 66.01 are 23.99.
    node = leaf("B1", "30", "steps", "完成率", written={"目标": "90%~91%", "扣": "1分"})
    found = {one[0]: one for one in moves(firm(nodes(B1=node), facts(done="50")))}
    assert found["B1"] == ("B1", "中", "“完成率”由 50.00% 升到 66.01%", "7.00")


def test_a_condition_that_decides_is_what_must_change() -> None:
    node = leaf("A1", "20", "bands", "率", written={**BANDS, "零分条件": "挪用"})
    known = facts().plus((Fact("挪用", "否", Measure.TEXT),))
    found = [one for one in moves(firm(nodes(A1=node), known)) if one[0] == "A1"]
    # The figure is nearer (11 %) than the condition (15 of 20 points).
    assert found == [("A1", "中", "“率”由 90.00% 降到 79.99%", "0.00")]
    # Where the condition already gives nothing, the figure can do nothing: 66 in all, 14 points to 良.
    known = facts().plus((Fact("挪用", "是", Measure.TEXT),))
    found = [one for one in moves(firm(nodes(A1=node), known)) if one[:2] == ("A1", "良")]
    assert found == [("A1", "良", "零分条件由“是”变为“否”", "15.00")]


def test_several_verdicts_together_where_one_is_not_enough() -> None:
    # Everything at full marks is 100; 10.01 to lose are three points of 5.
    rows = points("A2", ("5", "符合"), ("5", "符合"), ("5", "符合"), ("5", "符合"))
    every = nodes(A2=leaf("A2", "20", "checklist", points=rows), B2=leaf("B2", "30", "levels", "好", written=LEVELS))
    found = {one[0]: one for one in moves(firm(every, facts("95", "100")))}
    words = "要点1由“符合”改判“不符合”，要点2由“符合”改判“不符合”，要点3由“符合”改判“不符合”"
    assert found["A2"] == ("A2", "良", words, "5.00")


def test_no_indicator_alone_but_several_together() -> None:
    hand = replace(leaf("B2", "30"), manual=Manual(Decimal(24), "理由", "底稿", "复核", AT))
    found = firm(nodes(B2=hand), facts(done="94"))
    # 15 + 20 + 24 + 24 = 83: 7 to 优; A1 lacks 5, B1 6, B2 6: two of them.
    assert found.together == ("B1", "B2")
    assert "至少要 2 个指标都得满分，如 B1、B2" in "".join(sentences(found))


def test_a_part_of_a_composite_is_searched_like_an_indicator() -> None:
    # 15 by steps of 1 point and 3 of 15 by level: 2 steps are 13, 13 + 9 = 22; 15 + 20 + 28 + 22 = 85, 5.01 to lose.
    parts = (
        replace(points("B2", ("15", ""))[0], rule=rule("steps", "15", 扣="1分"), value="率"),
        replace(points("B2", ("15", ""))[0], order=2, rule=rule("levels", "15", 档次="好→15；中→9；差→0"), value="中"),
    )
    node = leaf("B2", "30", "composite", points=parts)
    found = {one[0]: one for one in moves(firm(nodes(B2=node), facts(rate="98"))) if one[1] == "中"}
    # A1 has 20 at 98: 15 + 5 more, 90 in all, 优; so 良 comes first.
    assert "B2" not in found
    found = {one[0]: one for one in moves(firm(nodes(B2=node), facts(rate="98"))) if one[1] == "良"}
    # 90 is the floor of 优: the next whole step, at 97.00, is one point less.
    assert found["B2"] == ("B2", "良", "分项1由 98.00% 降到 97.00%", "21.00")


def test_within_a_level_worth_a_range_the_per_cent_is_named() -> None:
    levels = {"档次": "达成→80%~100%；部分达成→60%~80%；未达成→0%~60%"}
    node = leaf("B2", "30", "levels", "部分达成，70%", written=levels, finding="查实")
    # 21 points, 84 in all: 6 to 优 are 27, 90 %; 4.01 to lose leave 16.99, 56 % is 16.8.
    found = [one for one in moves(firm(nodes(B2=node))) if one[0] == "B2"]
    assert found == [
        ("B2", "中", "由“部分达成，70%”改判“未达成，56%”", "16.80"),
        ("B2", "优", "由“部分达成，70%”改判“达成，90%”", "27.00"),
    ]


def test_a_deviation_within_its_allowance_is_left_by_the_nearer_side() -> None:
    # Within 95–105 full marks, 83 in all, 3.01 to lose. 30 × (1 − 10.02%) = 26.994, printed 26.99; at 110.01 it is 27.
    node = leaf("B1", "30", "ratio", "完成率", written={"方向": "偏离", "容许": "5%"})
    found = {one[0]: one for one in moves(firm(nodes(B1=node), facts(done="104")))}
    assert found["B1"][:3] == ("B1", "中", "“完成率”由 104.00% 升到 110.02%")
    assert found["B1"][3] == "26.99"


# ---- what the total rests on ----------------------------------------------------------------------------------------


def test_scores_by_hand_fall_back_to_their_rules() -> None:
    hand = replace(
        leaf("B2", "30", "levels", "中", written=LEVELS), manual=Manual(Decimal(20), "理由", "底稿", "复核", AT)
    )
    found = firm(nodes(B2=hand))
    assert found.total == 83
    assert span(found.by_rule) == ("81.00", "81.00", "良", "良")
    assert [one.change for one in found.moves if one.node.code == "B2"] == [None, None]
    assert "人工给分的 B2 都改按规则给分，总分是 81 分，等级都是“良”。" in sentences(found)


def test_a_score_by_hand_without_a_rule_may_be_anything() -> None:
    hand = replace(leaf("B2", "30"), manual=Manual(Decimal(20), "理由", "底稿", "复核", AT))
    # 63 without it
    assert span(firm(nodes(B2=hand)).by_rule) == ("63.00", "93.00", "中", "优")


def test_what_is_undecided_leaves_a_range_and_nothing_else() -> None:
    found = firm(nodes(B2=leaf("B2", "30", "levels", "", written=LEVELS)))
    assert span(found.undecided) == ("63.00", "93.00", "中", "优")
    assert (found.better, found.moves, found.shifts) == (None, (), ())
    assert sentences(found) == ("还有 1 个指标没有评分（B2）：全部不得分是 63 分（中），全部得满分是 93 分（优）。",)


def test_a_survey_figure_is_scored_at_both_ends_of_its_interval() -> None:
    found = firm(known=facts(interval=("79.5", "95.5")))
    (swing,) = found.swings
    assert (swing.fact.id, swing.span.codes) == ("率", ("A1",))
    # 0 and 20 instead of 15
    assert span(swing.span) == ("66.00", "86.00", "中", "良")
    assert "“率”90.00%，95% 置信区间 79.50%—95.50%（用于 A1）：总分在 66—86 分之间，等级从“中”到“良”。" in sentences(
        found
    )


def test_indicators_that_read_the_same_survey_figure_move_together() -> None:
    # At 79.5 A1 has 0 and B1 (20 whole steps) 10; at 95.5 they have 20 and (4 whole steps) 26.
    found = firm(nodes(B1=leaf("B1", "30", "steps", "率", written={"扣": "1分"})), facts(interval=("79.5", "95.5")))
    (swing,) = found.swings
    assert swing.span.codes == ("A1", "B1")
    assert (swing.span.low, swing.span.high) == (Decimal(0 + 20 + 10 + 18), Decimal(20 + 20 + 26 + 18))


# ---- adjustments ----------------------------------------------------------------------------------------------------


def adjustment(kind: str, points: str = "", effect: str = "", cap: str = "", target: str = "") -> Adjustment:
    return Adjustment(
        kind, target, "某事项", Decimal(points) if points else None, effect, Decimal(cap) if cap else None,
        "是", "查实", "底稿", "复核", AT,
    )  # fmt: skip


def test_points_taken_off_the_total_count_in_the_margins() -> None:
    found = firm(adjustments=(adjustment("减分", "2"),))
    assert (found.total, found.grade) == (Decimal(79), "中")
    assert found.better is not None
    assert (found.better.grade, found.better.points) == ("良", 1)


def test_under_a_ceiling_no_score_lifts_the_grade() -> None:
    found = firm(adjustments=(adjustment("否决", effect="总分封顶", cap="79"),))
    assert (found.total, found.grade, found.better) == (Decimal(79), "中", None)
    assert found.worse is not None
    assert found.worse.points == Decimal("21.01")  # from 81, not from 79
    assert "不会再高" in sentences(found)[0]


def test_points_added_to_an_indicator_stay_while_its_rule_is_asked_again() -> None:
    # B1 28 + 1 = 29, 82 in all, 2.01 to lose: 96 gives 26 + 1, two less; 95 gives 25 + 1.
    found = firm(adjustments=(adjustment("加分", "1", target="B1"),))
    told = {one[0]: one for one in moves(found) if one[1] == "中"}
    assert told["B1"] == ("B1", "中", "“完成率”由 97.50% 降到 95.00%", "26.00")


def test_a_framework_of_fewer_points_is_graded_out_of_a_hundred() -> None:
    # 15 + 20 of 40 are 87.50, 良: 36 of 40 are 90, and less than 32 are below 80.
    found = firm(nodes()[:3])
    assert found.better is not None
    assert found.worse is not None
    assert (found.better.points, found.worse.points) == (1, Decimal("3.01"))
    assert "百分制 90 分起" in sentences(found)[0]


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_json_of_the_example() -> None:
    # 82.75 of the county's report; its scheme: 90, 80, 60. The interval 82.30–90.85 reaches the band from 90 on, worth 8.
    answer, _ = app.score_table(Path(__file__).parent.parent / "examples" / "yongxing-2022", True)
    told = answer["sensitivity"]
    assert told["better"] == {"grade": "优", "floor": "90", "points": "7.25"}
    assert told["worse"] == {"grade": "较差", "floor": "80", "points": "2.76"}
    assert told["undecided"] is None
    # D11 7.5 and D12 8 of 10 each: 67.25 without both.
    manual = told["manual"]
    assert (manual["codes"], manual["low"], manual["high"]) == (["D11", "D12"], "67.25", "87.25")
    by_code = {one["code"]: one for one in told["indicators"]}
    assert (by_code["B12"]["direction"], by_code["B12"]["value"], by_code["B12"]["after"]) == ("worse", "79.99%", "1")
    assert by_code["D11"]["value"] is None
    assert json.loads(json.dumps(told)) == told


def test_the_command_tells_it_below_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["score", str(Path(__file__).parent.parent / "examples" / "yongxing-2022"), "--sensitivity"])
    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert "总分 82.75 分，等级“良”：再得 7.25 分升为“优”（90 分起），再失 2.76 分降为“较差”（低于 80 分）。" in lines
    assert any(one.startswith("说明：") for one in lines)


def test_figures_longer_than_the_arithmetic_end_the_search_all_the_same() -> None:
    """Between 0 and 10²³ there are more printed figures of 15 decimals than 28 digits can tell apart."""
    third = Decimal(10) ** 22 / 3
    found = _halved(Decimal(0), Decimal(10) ** 23, Decimal("1e-15"), lambda figure: figure >= third)
    assert abs(found - third) < 1
