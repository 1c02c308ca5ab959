"""Every rule kind on hand-computed cases: ``tests/rules/<kind>.yaml``. Formula trees must give the same points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit import plugs
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Call, FactRef, Formula, Indicator, Literal, Point, PointRef, Rule
from evalkit.numbers import fixed
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
    params, found = plug.params(values, places, weight, points, Where("指标.yaml", "1:1"))
    assert_messages([one.message for one in found if one.severity == "error"], case.get("错误", []))
    assert all(one.cure and one.where.file for one in found)
    if "错误" in case:
        return
    node = Indicator(
        "C12", case.get("指标", {}).get("名称", "某指标"), 3, "C1", weight,
        rule=Rule(kind, params, Where("指标.yaml", "1:1")), points=points,
        value=case.get("指标", {}).get("取值", "甲 / 乙"), at=Where("指标.yaml", "1:1"),
    )  # fmt: skip
    value = fact(case["值"]) if "值" in case else None
    made, found = plug.score(node, value)
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
    assert made.formula is not None
    assert fixed(Decimal(repr(spreadsheet(made.formula, made.value, earned))), 2) == fixed(made.points, 2)


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
        "C12", order, row["要点"], Decimal(row["分值"]), row.get("判定", ""), row.get("事实", ""), scale, earned,
        at=Where("要点.yaml", f"{order}:1"),
    )  # fmt: skip


def fact(row: Mapping[str, str]) -> Fact:
    measure = Measure(row["口径"])
    value = row["值"] if measure is Measure.TEXT else Decimal(row["值"])
    places = int(row["位数"]) if "位数" in row else None
    return Fact("取值.C12", value, measure, places, row.get("单位", ""))


def assert_messages(found: list[str], wanted: list[str]) -> None:
    assert len(found) == len(wanted), found
    for message, words in zip(found, wanted, strict=True):
        assert words in message


# ---- a spreadsheet, as far as the rules go: binary floats, ROUND of the shown fifteen digits ----------------------


def spreadsheet(tree: Formula, value: Fact | None, earned: Mapping[int, float]) -> Any:
    match tree:
        case Literal(one):
            return one if isinstance(one, str) else float(one)
        case FactRef():
            assert value is not None
            return value.text if value.measure is Measure.TEXT else float(value.text)
        case PointRef(_, order):
            return earned[order]
        case Call("IF", (test, yes, no)):
            return spreadsheet(yes if spreadsheet(test, value, earned) else no, value, earned)
        case Call(name, args):
            return FUNCTIONS[name](*(spreadsheet(arg, value, earned) for arg in args))


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
    "MAX": max,
    "SUM": lambda *parts: sum(parts),
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": product,
    "/": lambda left, right: left / right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
