"""Every rule kind on hand-computed cases: ``tests/rules/<kind>.yaml``. Formula trees must give the same points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evalkit import plugs
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Literal, Point, PointRef, Rule
from evalkit.numbers import fixed, round_half_up
from evalkit.words import Field

HERE = Path(__file__).parent / "rules"
CASES = [
    (file.stem, case)
    for file in sorted(HERE.glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
]


def test_every_rule_kind_has_cases() -> None:
    assert sorted({kind for kind, _ in CASES}) == sorted(plugs.names("rules"))


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['name']}" for kind, case in CASES])
def test_rule(kind: str, case: Mapping[str, Any]) -> None:
    plug = plugs.rules()[kind]
    written = case.get("参数") or {}
    values = {field.key: checked(field, written.get(field.key, field.default)) for field in plug.FIELDS}
    places = {key: Where("指标.yaml", key) for key in written}
    points = tuple(point(order, row) for order, row in enumerate(case.get("要点", ()), start=1))
    weight = Decimal(case["分值"])
    points = tuple(with_rule(one, row, weight, written) for one, row in zip(points, case.get("要点", ()), strict=True))
    params, found = plug.params(values, places, weight, points, Where("指标.yaml", "1:1"))
    assert_messages([one.message for one in found if one.severity == "error"], case.get("错误", []))
    assert all(one.cure and one.where.file for one in found)
    if "错误" in case:
        return
    if hasattr(plug, "allotted"):
        points = plug.allotted(points, params, weight)
    node = Indicator(
        "C12", case.get("指标", {}).get("名称", "某指标"), 3, "C1", weight,
        rule=Rule(kind, params, Where("指标.yaml", "1:1")), points=points,
        value=case.get("指标", {}).get("取值", "甲 / 乙"), finding=case.get("指标", {}).get("核查事实", ""),
        places=int(case.get("得分位数", "2")), at=Where("指标.yaml", "1:1"),
    )  # fmt: skip
    value = fact(case["值"]) if "值" in case else None
    read = {key: fact(row, f".{key}") for key, row in case.get("读到", {}).items()}
    inputs = getattr(plug, "inputs", lambda _: ())(node)
    assert {key for key, _, _ in inputs} >= set(read)
    made, found = plug.score(node, value, read)
    assert_messages([one.message for one in found], case.get("问题", []))
    assert all(one.cure and one.where.file for one in found)
    if case["得分"] == "null":
        assert made is None
        return
    assert made is not None
    assert made.points == Decimal(case["得分"])
    assert made.full == weight
    assert made.by_rule == made.points
    for words in case.get("步骤", []):
        assert any(words in step.text for step in made.steps), [step.text for step in made.steps]
    assert made.lost == case.get("失分", made.lost)
    assert made.met == case.get("达标", made.met)
    assert bool(made.lost) is (made.points < made.full)
    assert not (made.met and made.lost)
    assert made.standard == plug.standard(node) == case.get("标准", made.standard)
    # The spreadsheet's own arithmetic on the printed figure must come to the same points.
    earned = {detail.point.order: float(detail.earned) for detail in made.details}
    if plug.READS and value is None:
        assert made.formula is None  # a condition settled it; the figure is still to come
        return
    assert made.formula is not None
    facts = {one.id: one for one in (*read.values(), *made.read, *((made.value,) if made.value else ()))}
    assert fixed(Decimal(repr(spreadsheet(made.formula, facts, earned))), 2) == fixed(made.points, 2)


def test_titles_and_synonyms_name_one_kind_each() -> None:
    words = [word for plug in plugs.rules().values() for word in (plug.TITLE, *plug.SYNONYMS)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", sorted(plugs.names("rules")))
def test_a_rule_has_a_page_in_its_docstring(kind: str) -> None:
    plug = plugs.rules()[kind]
    page = plug.__doc__ or ""
    assert page.startswith(plug.TITLE)
    assert "例：" in page
    assert all(field.key in page for field in plug.FIELDS)
    assert plug.DEFAULT in ("", *(field.key for field in plug.FIELDS))
    assert plug.READS in ("figure", "word", "")


# ---- what holds of every rule, whatever its parameters -------------------------------------------------------------

WEIGHTS = st.decimals(min_value="0.5", max_value=40, places=1)
RATES = st.decimals(min_value=0, max_value=200, places=2)
STEPS = st.fixed_dictionaries(
    {
        "目标": st.sampled_from(["100%", "95%", "90%~110%", "60%"]),
        "方向": st.sampled_from(["不足", "超出"]),
        "每": st.sampled_from(["1%", "0.5%", "3%"]),
        "扣": st.sampled_from(["5%", "0.3分", "12.5%"]),
        "舍入": st.sampled_from(["去尾", "照算", "进位"]),
    }
)
RATIOS = st.one_of(
    st.fixed_dictionaries({"方向": st.just("正向"), "目标": st.sampled_from(["100%", "95%"]), "起点": st.sampled_from(["", "60%", "37.5%"])}),
    st.fixed_dictionaries({"方向": st.sampled_from(["反向", "反向递减"]), "目标": st.sampled_from(["100%", "80%"])}),
    st.fixed_dictionaries({"方向": st.just("偏离"), "目标": st.just("100%"), "容许": st.sampled_from(["", "5%"])}),
)  # fmt: skip
VERDICTS = st.lists(st.sampled_from(["符合", "不符合", "不适用"]), min_size=1, max_size=7)
SETTINGS = settings(derandomize=True, max_examples=150, deadline=None)


def made_of(kind: str, weight: Decimal, written: Mapping[str, str], points: tuple[Point, ...] = ()) -> Indicator:
    """An indicator with a rule of these parameters."""
    plug = plugs.rules()[kind]
    values = {field.key: checked(field, written.get(field.key) or field.default) for field in plug.FIELDS}
    params, found = plug.params(values, dict.fromkeys(written, Where("指标.yaml")), weight, points, Where("指标.yaml"))
    assert not [one for one in found if one.severity == "error"], found
    if hasattr(plug, "allotted"):
        points = plug.allotted(points, params, weight)
    rule = Rule(kind, params, Where(""))
    return Indicator("C12", "某指标", 3, "C1", weight, rule=rule, points=points, value="甲 / 乙", finding="有")


def scored(node: Indicator, value: Decimal | None = None) -> Decimal:
    """The points, which lie within nought and the weight, have the places that count, and are the spreadsheet's."""
    assert node.rule is not None
    read = None if value is None else Fact("取值.C12", value, Measure.RATE, 2, "%")
    made, _ = plugs.rules()[node.rule.kind].score(node, read, {})
    assert made is not None
    assert 0 <= made.points <= node.weight
    assert made.points in (node.weight, round_half_up(made.points, node.places))
    assert bool(made.lost) is (made.points < node.weight)
    assert made.formula is not None
    facts = {read.id: read} if read else {}
    sheet = spreadsheet(made.formula, facts, {one.point.order: float(one.earned) for one in made.details})
    assert fixed(Decimal(repr(float(sheet))), 4) == fixed(made.points, 4)
    return made.points


@SETTINGS
@given(WEIGHTS, STEPS, RATES, RATES)
def test_steps_fall_with_the_distance_from_the_target(
    weight: Decimal, written: dict[str, str], one: Decimal, other: Decimal
) -> None:
    assume(not (written["扣"] == "0.3分" and weight < Decimal("0.3")))
    assume(not ("~" in written["目标"] and written["方向"] == "超出"))
    node = made_of("steps", weight, written)
    low, high = sorted((one, other))
    if "~" in written["目标"]:
        if high <= 90:
            assert scored(node, low) <= scored(node, high)
        elif low >= 110:
            assert scored(node, low) >= scored(node, high)
        elif low >= 90 and high <= 110:
            assert scored(node, low) == scored(node, high) == weight
    elif written["方向"] == "超出":
        assert scored(node, low) >= scored(node, high)
    else:
        assert scored(node, low) <= scored(node, high)


@SETTINGS
@given(WEIGHTS, RATIOS, RATES, RATES)
def test_ratios_never_turn_round(weight: Decimal, written: dict[str, str], one: Decimal, other: Decimal) -> None:
    node = made_of("ratio", weight, written)
    low, high = sorted((one, other))
    if written["方向"] == "正向":
        assert scored(node, low) <= scored(node, high)
    elif written["方向"] != "偏离":
        assert scored(node, low) >= scored(node, high)
    elif high <= 100:
        assert scored(node, low) <= scored(node, high)
    elif low >= 100:
        assert scored(node, low) >= scored(node, high)


@SETTINGS
@given(WEIGHTS, st.lists(st.integers(1, 119), min_size=1, max_size=5, unique=True), st.booleans(), RATES, RATES)
def test_bands_rise_or_fall_all_the_way(
    weight: Decimal, bounds: list[int], rising: bool, one: Decimal, other: Decimal
) -> None:
    edges = sorted(bounds, reverse=True)
    worths = [10 - place * (10 // (len(edges) + 1)) for place in range(len(edges) + 1)]
    worths = worths if rising else worths[::-1]
    written = (
        "；".join(f"≥{edge}%→{worth}" for edge, worth in zip(edges, worths, strict=False)) + f"；其余→{worths[-1]}"
    )
    node = made_of("bands", weight, {"档次": written, "满分": "10"})
    low, high = sorted((one, other))
    assert (scored(node, low) <= scored(node, high)) if rising else (scored(node, low) >= scored(node, high))


@SETTINGS
@given(WEIGHTS, VERDICTS, st.integers(0, 6))
def test_one_more_point_met_never_costs(weight: Decimal, verdicts: list[str], which: int) -> None:
    assume("符合" in verdicts or "不符合" in verdicts)
    rows = tuple(Point("C12", order, "要点", Decimal(0), word, "") for order, word in enumerate(verdicts, start=1))
    before = scored(made_of("checklist", weight, {"分配": "等权"}, rows))
    counted = [word for word in verdicts if word != "不适用"]
    exact = weight * counted.count("符合") / len(counted)
    assert abs(before - exact) <= Decimal("0.005")
    place = which % len(rows)
    better = tuple(
        replace(row, verdict="符合") if at == place and row.verdict == "不符合" else row for at, row in enumerate(rows)
    )
    assert scored(made_of("checklist", weight, {"分配": "等权"}, better)) >= before


@SETTINGS
@given(WEIGHTS, st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), min_size=1, max_size=5))
def test_deductions_add_up_to_what_is_lost(weight: Decimal, rows: list[tuple[int, int]]) -> None:
    cuts = [min(Decimal(cut) / 10, weight) for cut, _ in rows]
    points = tuple(
        Point("C12", order, "情形", cut, f"{times}次" if times else "不存在", "")
        for order, (cut, (_, times)) in enumerate(zip(cuts, rows, strict=True), start=1)
    )
    lost = sum((cut * times for cut, (_, times) in zip(cuts, rows, strict=True)), Decimal(0))
    assert scored(made_of("deductions", weight, {}, points)) == max(weight - lost, Decimal(0))


FINE = st.sampled_from([Decimal(text) for text in ("0.5", "1.14", "2.25", "2.4", "2.5", "3.43", "7")])
PLACES = st.sampled_from([0, 1, 2])
FIGURED = st.one_of(
    st.tuples(st.just("steps"), STEPS.filter(lambda one: "~" not in one["目标"] and one["扣"] != "0.3分")),
    st.tuples(st.just("ratio"), RATIOS),
    st.tuples(st.just("bands"), st.just({"档次": "≥100→10；≥90→7.7；≥60→3.1；其余→0", "满分": "10"})),
)


@SETTINGS
@given(FINE, PLACES, FIGURED, RATES)
def test_whatever_places_count_the_sheet_agrees_and_full_marks_are_the_weight(
    weight: Decimal, places: int, ruled: tuple[str, dict[str, str]], rate: Decimal
) -> None:
    kind, written = ruled
    scored(replace(made_of(kind, weight, written), places=places), rate)
    best = Decimal(60) if "60%" in written.get("目标", "") else Decimal(100)
    best = Decimal(written["目标"].removesuffix("%")) if written.get("目标") else best
    assert scored(replace(made_of(kind, weight, written), places=places), best) == weight


@SETTINGS
@given(FINE, PLACES, st.lists(st.sampled_from(["符合", "不符合", "部分符合", "不适用"]), min_size=1, max_size=7))
def test_points_met_add_up_at_any_places(weight: Decimal, places: int, verdicts: list[str]) -> None:
    assume(set(verdicts) != {"不适用"})
    rows = tuple(Point("C12", order, "要点", Decimal(0), word, "事实") for order, word in enumerate(verdicts, start=1))
    points = scored(replace(made_of("checklist", weight, {"分配": "等权"}, rows), places=places))
    counted = [word for word in verdicts if word != "不适用"]
    exact = weight * (counted.count("符合") + Decimal(counted.count("部分符合")) / 2) / len(counted)
    assert abs(points - exact) <= Decimal(5).scaleb(-places - 1)


@SETTINGS
@given(
    st.lists(st.decimals(min_value=0, max_value=10, places=1), min_size=5, max_size=9),
    st.sampled_from(["平均", "去极值平均"]),
)
def test_a_panel_lies_between_its_lowest_and_highest(given_: list[Decimal], method: str) -> None:
    rows = tuple(Point("C12", order, "专家", Decimal(1), "", "", (), one) for order, one in enumerate(given_, start=1))
    points = scored(made_of("panel", Decimal(10), {"方法": method}, rows))
    assert min(given_) <= points <= max(given_)


# ---- what a case is made of ---------------------------------------------------------------------------------------


def checked(field: Field, text: str) -> Any:
    """A parameter as the loader hands it over."""
    if field.kind == "number":
        return Decimal(text) if text else None
    if field.kind == "choice":
        assert text in field.choices
    return text


def point(order: int, row: Mapping[str, str]) -> Point:
    scale = tuple(
        (name, Decimal(worth)) for name, worth in (one.split("→") for one in row.get("档次", "").split("，") if one)
    )
    earned = Decimal(row["得分"]) if "得分" in row else None
    return Point(
        "C12", order, row["要点"], Decimal(row.get("分值", "0")), row.get("判定", ""), row.get("事实", ""), scale, earned,
        limit=Decimal(row["上限"]) if "上限" in row else None, value=row.get("取值", ""),
        at=Where("要点.yaml", f"{order}:1"),
    )  # fmt: skip


def with_rule(point: Point, row: Mapping[str, Any], weight: Decimal, written: Mapping[str, str]) -> Point:
    """A part with the rule of its own row, on its own worth or the whole weight."""
    if "规则" not in row:
        return point
    plug = next(plug for plug in plugs.rules().values() if row["规则"] == plug.TITLE)
    values = {field.key: checked(field, row.get("参数", {}).get(field.key, field.default)) for field in plug.FIELDS}
    places = {key: Where("要点.yaml", key) for key in row.get("参数", {})}
    worth = weight if written.get("分配") == "按比例" else point.points
    params, found = plug.params(values, places, worth, (), point.at)
    assert not found
    return replace(point, rule=Rule(plug.ID, params, point.at))


def fact(row: Mapping[str, str], key: str = "") -> Fact:
    measure = Measure(row["口径"])
    value: Decimal | str | None = row["值"] if measure is Measure.TEXT else Decimal(row["值"])
    places = int(row["位数"]) if "位数" in row else None
    return Fact(
        f"取值.C12{key}", None if value == "" else value, measure, places, row.get("单位", ""), row.get("来历", "条件")
    )


def assert_messages(found: list[str], wanted: list[str]) -> None:
    assert len(found) == len(wanted), found
    for message, words in zip(found, wanted, strict=True):
        assert words in message


# ---- a spreadsheet, as far as the rules go: binary floats, ROUND of the shown fifteen digits ----------------------


def spreadsheet(tree: Formula, facts: Mapping[str, Fact], earned: Mapping[int, float]) -> Any:
    match tree:
        case Literal(one):
            return one if isinstance(one, str) else float(one)
        case FactRef(id):
            value = facts[id]
            return value.text if value.measure is Measure.TEXT else float(value.text)
        case PointRef(_, order):
            return earned[order]
        case Call("IF", (test, yes, no)):
            return spreadsheet(yes if spreadsheet(test, facts, earned) else no, facts, earned)
        case Call(name, args):
            return FUNCTIONS[name](*(spreadsheet(arg, facts, earned) for arg in args))


def sheet_round(number: float, places: float) -> float:
    shown = Decimal(f"{number:.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP))


def product(*factors: float) -> float:
    return math.prod(factors)


FUNCTIONS: Mapping[str, Any] = {
    "ROUND": sheet_round,
    "ROUNDUP": lambda number, places: math.ceil(number * 10**places) / 10**places,
    "EXACT": lambda left, right: left == right,
    "INT": math.floor,
    "ABS": abs,
    "MAX": max,
    "MIN": min,
    "SUM": lambda *parts: sum(parts),
    "+": lambda *parts: sum(parts),
    "-": lambda left, right: left - right,
    "*": product,
    "/": lambda left, right: left / right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}
