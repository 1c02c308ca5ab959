"""Standards in prose read back: hand-made cases in ``readings.yaml``, and every standard we write ourselves."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit import conditions, plugs, standards
from evalkit.app.opening import open_engagement
from evalkit.loading.rules import parameters
from evalkit.model.places import Where
from evalkit.model.scoring import Indicator, Point, Reading, Rule
from evalkit.model.source import Entry
from evalkit.numbers import divide, round_half_up, trimmed
from evalkit.rules import bands, checklist, levels

HERE = Path(__file__).parent
AT = Where("指标.yaml", "1:1")
CASES = yaml.load((HERE / "readings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
OWN = [
    (file.stem, case)
    for file in sorted((HERE / "rules").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    if "错误" not in case and file.stem != "manual"
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_prose_is_read_or_given_up(case: Mapping[str, Any]) -> None:
    weight = Decimal(case["分值"])
    found = standards.readings(case["标准"], weight)
    read = standards.read_standard(case["标准"], weight)
    if case.get("读作", "") == "null":
        assert read is None, read
        return
    assert len(found) == 1, found
    assert read == found[0]
    assert_written(read)
    plug = plugs.rules()[read.kind]
    assert case["读作"] == plug.TITLE
    assert dict(read.parameters) == case.get("参数", {})
    assert [dict(row) for row in read.points] == case.get("要点", [])
    wanted = case.get("存疑", [])
    assert len(read.doubts) == len(wanted), read.doubts
    for words, part in zip(read.doubts, wanted, strict=True):
        assert part in words


@pytest.mark.parametrize(("kind", "case"), OWN, ids=[f"{kind}: {case['name']}" for kind, case in OWN])
def test_our_own_words_read_back_to_the_same_rule(kind: str, case: Mapping[str, Any]) -> None:
    plug = plugs.rules()[kind]
    weight = Decimal(case["分值"])
    written = case.get("参数", {})
    rows = tuple(point(order, row, weight, written) for order, row in enumerate(case.get("要点", ()), 1))
    node = indicator(plug, weight, written, rows, **case.get("指标", {}))
    assert_reads_back(node)


@pytest.mark.parametrize("kind", sorted(set(plugs.names("rules")) - {"manual"}))
def test_three_hundred_rules_made_at_random_read_back(kind: str) -> None:
    dice = random.Random(f"标准 {kind}")
    for _ in range(300):
        weight, written, rows, said = GENERATORS[kind](dice)
        assert_reads_back(indicator(plugs.rules()[kind], weight, written, rows, **said))


@pytest.mark.parametrize("example", ["yongxing-2022", "lvliang-2021"])
def test_every_standard_of_the_examples_reads_back(example: str) -> None:
    opened, _ = open_engagement(HERE.parent / "examples" / example)
    leaves = [node for node in opened.case.engagement.indicators if node.rule is not None]
    assert len(leaves) > 20
    for node in leaves:
        assert_reads_back(node)


# ---- reading back -------------------------------------------------------------------------------------------------


def assert_reads_back(node: Indicator) -> None:
    """The words of an indicator's rule give one reading, and that makes the same rule with the same points."""
    assert node.rule is not None
    words = plugs.rules()[node.rule.kind].standard(node)
    found = standards.readings(words, node.weight)
    assert len(found) == 1, (words, found)
    assert_written(found[0])
    again = standards.rule(found[0], node.weight)
    assert again is not None
    assert found[0].kind == node.rule.kind, words
    points = shared_out(standards.points(found[0], node.weight), again, node.weight)
    if node.rule.kind == "panel":
        points = node.points  # what experts gave is no part of the rule
    own, other = essence(node.rule, node.weight, node.points), essence(again, node.weight, points)
    assert other == own, words


def assert_written(reading: Reading) -> None:
    """The column 参数 of a reading, written as one text, is taken apart into the same parameters."""
    entries, found = parameters({"": Entry(standards.written(reading), AT)}, plugs.rules()[reading.kind])
    assert not found
    assert {key: entry.text for key, entry in entries.items()} == dict(reading.parameters)


def shared_out(points: tuple[Point, ...], rule: Rule, weight: Decimal) -> tuple[Point, ...]:
    plug = plugs.rules()[rule.kind]
    made: tuple[Point, ...] = plug.allotted(points, rule.params, weight) if hasattr(plug, "allotted") else points
    return made


def essence(rule: Rule, weight: Decimal, points: tuple[Point, ...]) -> Any:
    """What words can hold of a rule: bands and levels on the indicator's own weight, conditions without their spelling."""
    params = rule.params
    match params:
        case bands.Params():
            laid = [replace(band, kind="", points=scaled(band.points, weight, params.full)) for band in params.bands]
            params = replace(params, bands=tuple(laid), full=weight)
        case levels.Params():
            worths = ((name, scaled(worth, weight, params.full)) for name, worth in params.levels)
            params = replace(params, levels=tuple(sorted(worths)), full=weight)
        case checklist.Params():
            partly = params.partly or all(point.scale for point in points)
            total = sum(params.shares, Decimal(0))
            shares = tuple(divide(share, total) for share in params.shares)
            params = replace(params, partly=partly, shares=shares)
    if hasattr(params, "gates") and not isinstance(params, checklist.Params):
        parsed = [said(text) for text in (params.gates.full, params.gates.none)]
        params = (replace(params, gates=type(params.gates)()), parsed)
    part = weight if getattr(params, "shared", False) else None
    return rule.kind, params, [
        (
            "".join(point.text.split()).rstrip("；;。"), point.points, point.scale, point.limit, point.share,
            point.rule and essence(point.rule, part or point.points, ()),
        )
        for point in points
    ]  # fmt: skip


def said(text: str) -> Any:
    """A condition by its clauses, without spaces."""
    parsed = conditions.parse(text) if text else ""
    if isinstance(parsed, str):
        return parsed
    sides = [tuple(side.replace(" ", "") for side in (one.left, one.sign, one.right)) for one in parsed.clauses]
    return sides, parsed.every


def scaled(worth: Decimal, weight: Decimal, full: Decimal) -> Decimal:
    return round_half_up(divide(worth * weight, full), 2)


def indicator(
    plug: plugs.RulePlug, weight: Decimal, written: Mapping[str, str], rows: tuple[Point, ...], **said: str
) -> Indicator:
    params, found = made(plug, weight, written, rows)
    assert not [one for one in found if one.severity == "error"], [one.message for one in found]
    rule = Rule(plug.ID, params, AT)
    name, value = said.get("名称", "某指标"), said.get("取值", "甲 / 乙")
    return Indicator("C12", name, 3, "C1", weight, rule=rule, points=shared_out(rows, rule, weight), value=value, at=AT)


def made(plug: plugs.RulePlug, weight: Decimal, written: Mapping[str, str], rows: tuple[Point, ...]) -> Any:
    values: dict[str, Any] = {}
    for field in plug.FIELDS:
        text = written.get(field.key, field.default)
        values[field.key] = (Decimal(text) if text else None) if field.kind == "number" else text
    return plug.params(values, dict.fromkeys(written, AT), weight, rows, AT)


def point(order: int, row: Mapping[str, Any], weight: Decimal, written: Mapping[str, str]) -> Point:
    worth = Decimal(row.get("分值", "0"))
    grades = (one.split("→") for one in row.get("档次", "").split("，") if one)
    scale = tuple((name, Decimal(points)) for name, points in grades)
    limit = Decimal(row["上限"]) if "上限" in row else None
    rule = None
    if "规则" in row:
        plug = next(plug for plug in plugs.rules().values() if row["规则"] == plug.TITLE)
        params, _ = made(plug, weight if written.get("分配") == "按比例" else worth, row.get("参数", {}), ())
        rule = Rule(plug.ID, params, AT)
    value = row.get("取值", "")
    return Point("C12", order, row["要点"], worth, "", "", scale, limit=limit, rule=rule, value=value, at=AT)


# ---- rules made at random -----------------------------------------------------------------------------------------

Made = tuple[Decimal, dict[str, str], tuple[Point, ...], dict[str, str]]

NAMES = (
    "资金到位率",
    "2023年度培训合格率",
    "问卷.职工.满意度",
    "成本（含税）节约率",
    "设备利用率",
    "某指标",
    "A类补助发放准确率",
)
MATTERS = (
    "有年度计划",
    "是按规定程序申请的",
    "审批手续、合同和验收资料齐全，并及时归档",
    "支出符合批复的用途（含调剂）",
    "2023年按季度报送报表",
    "得到有效执行",
    "分值大的合同经过招标",
    "制度健全；责任落实到人",
    "扣除不可抗力后按期完工",
)
LEVELS = (
    "有效",
    "一般",
    "没有",
    "较好（有佐证）",
    "达成预期目标",
    "部分达成",
    "未达成且效果较差",
    "1级",
    "每年都维护",
    "其他",
)
FACTS = ("项目已完成", "造成不良影响", "支出数不超预算")
COMPARED = ("资金.支出数 <= 资金.预算数", "资金.到位率 < 100%", "事故起数 > 0", "缺陷率 ≤ 5", "验收结论 = 是")


def weight_of(dice: random.Random) -> Decimal:
    return Decimal(dice.choice(("2", "3", "4", "5", "6", "7.5", "8", "10", "12")))


def named(dice: random.Random) -> dict[str, str]:
    return {
        "名称": dice.choice(NAMES),
        "取值": dice.choice(("甲 / 乙", "资金.到位率", "完成数", "实际成本 ÷ 预算成本")),
    }


def gates(dice: random.Random) -> dict[str, str]:
    keys = dice.choice(((), (), ("满分条件",), ("零分条件",), ("满分条件", "零分条件")))
    found = {}
    for key in keys:
        clauses = dice.sample((*FACTS, *COMPARED), dice.randint(1, 3))
        found[key] = dice.choice((" 且 ", " 或 ")).join(clauses)
    return found


def shares(dice: random.Random, weight: Decimal, parts: int) -> list[Decimal]:
    """Parts of a weight, in quarters of a point."""
    cuts = sorted(dice.sample(range(1, int(weight * 4)), parts - 1))
    return [Decimal(b - a) / 4 for a, b in zip([0, *cuts], [*cuts, int(weight * 4)], strict=True)]


def texts(dice: random.Random, count: int) -> list[str]:
    return [f"{dice.choice(('', '项目', '单位'))}{text}" for text in dice.sample(MATTERS, count)]


def some_bands(dice: random.Random) -> Made:
    weight = weight_of(dice)
    unit, most = dice.choice((("%", 120), ("%", 100), ("天", 60), ("万元", 900), ("平方米", 400), ("", 50)))
    bounds = sorted(dice.sample(range(1, most), dice.randint(1, 5)), reverse=True)
    fewer, full = dice.random() < 0.3, dice.choice((weight, weight, Decimal(10), Decimal(20)))
    worths = sorted({full, *(Decimal(dice.randint(0, int(full * 10) - 1)) / 10 for _ in bounds)}, reverse=True)
    bounds = bounds[: len(worths) - 1]
    if fewer:
        bounds = bounds[::-1]
    half = Decimal(dice.choice(("0", "0.5")))
    signs = ("≤", "<") if fewer else ("≥", ">")
    pieces = [
        f"{dice.choice(signs)}{trimmed(bound + half)}→{trimmed(worth)}"
        for bound, worth in zip(bounds, worths[:-1], strict=True)
    ]
    written = {"档次": "；".join([*pieces, f"其余→{trimmed(worths[-1])}"]), **gates(dice)}
    if unit != "%":
        written["单位"] = unit
    if full != weight:
        written["满分"] = trimmed(full)
    return weight, written, (), named(dice)


def some_steps(dice: random.Random) -> Made:
    weight, written = weight_of(dice), gates(dice)
    unit = dice.choice(("%", "%", "天", "户", "万元", "个工作日"))
    target = Decimal(dice.randint(10, 1000)) / dice.choice((1, 10))
    written["目标"] = f"{trimmed(target)}{unit}"
    written["每"] = f"{trimmed(Decimal(dice.randint(1, 40)) / dice.choice((1, 10)))}{unit}"
    written["扣"] = dice.choice((f"{dice.randint(1, 100)}%", f"{trimmed(Decimal(dice.randint(1, 20)) / 10)}分"))
    written["舍入"] = dice.choice(("去尾", "照算", "进位"))
    way = dice.choice(("不足", "超出", "区间"))
    if way == "区间":
        written["目标"] = f"{trimmed(target)}{unit}~{trimmed(target + dice.randint(1, 50))}{unit}"
    else:
        written["方向"] = way
    if dice.random() < 0.4:
        far = Decimal(dice.randint(1, 90)) / 10
        written["底线"] = f"{trimmed(target + far if way == '超出' else target - far)}{unit}"
    return weight, written, (), named(dice)


def some_ratio(dice: random.Random) -> Made:
    weight, written = weight_of(dice), gates(dice)
    unit = dice.choice(("%", "%", "个", "万元"))
    aim = Decimal(100) if dice.random() < 0.5 else Decimal(dice.randint(20, 2000)) / dice.choice((1, 10))
    written["目标"] = f"{trimmed(aim)}{unit}"
    written["方向"] = way = dice.choice(("正向", "正向", "反向", "反向递减", "偏离"))
    if way == "偏离" and dice.random() < 0.5:
        written["容许"] = f"{trimmed(Decimal(dice.randint(1, 100)) / 10)}%"
    if way == "反向" and dice.random() < 0.2:
        written["目标"] = f"0{unit}"
    if way == "正向" and dice.random() < 0.5:
        written["起点"] = f"{trimmed(aim * dice.randint(1, 9) / 10)}{unit}"
    if way == "正向" and dice.random() < 0.4:
        written["超额线"] = f"{trimmed(aim * dice.randint(11, 20) / 10)}{unit}"
        if dice.random() < 0.5:
            written["超额扣"] = str(dice.randint(1, 5))
    return weight, written, (), named(dice)


def some_levels(dice: random.Random) -> Made:
    weight = weight_of(dice)
    names = dice.sample(LEVELS, dice.randint(2, 4))
    if dice.random() < 0.4:
        cuts = [0, *sorted(dice.sample(range(5, 100), len(names) - 1)), 100]
        ranges = reversed(list(itertools.pairwise(cuts)))
        steps = [f"{name}→{low}%~{high}%" for name, (low, high) in zip(names, ranges, strict=True)]
        return weight, {"档次": "；".join(steps)}, (), {}
    full = dice.choice((weight, Decimal(10)))
    worths = sorted((Decimal(dice.randint(0, int(full * 10))) / 10 for _ in names[1:]), reverse=True)
    steps = [f"{name}→{trimmed(worth)}" for name, worth in zip(names, [full, *worths], strict=True)]
    return weight, {"档次": "；".join(steps)} | ({"满分": trimmed(full)} if full != weight else {}), (), {}


def some_checklist(dice: random.Random) -> Made:
    weight = weight_of(dice)
    mode = dice.choice(("按分值", "等权", "按比例"))
    count = dice.randint(1, 6)
    written = {"分配": mode, "部分符合": dice.choice(("允许", "不允许"))}
    written["不适用"] = dice.choice(("折算", "折算", "得分", "不得分"))
    if dice.random() < 0.3:
        written["门槛"] = "、".join(
            str(order) for order in sorted(dice.sample(range(1, count + 1), dice.randint(1, count)))
        )
    worths = shares(dice, weight, count) if mode == "按分值" else [Decimal(0)] * count
    if mode == "按比例":
        worths = shares(dice, Decimal(dice.choice((25, 3))), count)
        worths = [worth * 4 for worth in worths]
    rows = []
    for order, (text, worth) in enumerate(zip(texts(dice, count), worths, strict=True), 1):
        scale: tuple[tuple[str, Decimal], ...] = ()
        if mode == "按分值" and count > 1 and dice.random() < 0.2:
            scale = (("优", worth), ("良", worth / 2), ("差", Decimal(0)))
        rows.append(Point("C12", order, text + dice.choice(("", "；", "。")), worth, "", "", scale, at=AT))
    return weight, written, tuple(rows), {}


def some_deductions(dice: random.Random) -> Made:
    weight = weight_of(dice)
    rows = []
    for order, text in enumerate(texts(dice, dice.randint(1, 6)), 1):
        worth = Decimal(dice.randint(1, int(weight * 10))) / 10
        most = Decimal(dice.randint(int(worth * 10), int(weight * 10))) / 10
        limit = most if dice.random() < 0.3 else None
        rows.append(Point("C12", order, f"未做到{text}", worth, "", "", limit=limit, at=AT))
    return weight, {}, tuple(rows), {}


def some_parts(dice: random.Random) -> Made:
    shared = dice.random() < 0.5
    weight = weight_of(dice)
    count = dice.randint(2, 4)
    worths = [Decimal(dice.randint(1, 900)) for _ in range(count)] if shared else shares(dice, weight, count)
    rows = []
    for order, worth in enumerate(worths, 1):
        kind = dice.choice(("bands", "steps", "ratio", "levels"))
        while True:
            _, written, _, _ = GENERATORS[kind](dice)
            plug = plugs.rules()[kind]
            params, found = made(plug, weight if shared else worth, written, ())
            if not any(one.severity == "error" for one in found):
                break
        name = f"{dice.choice(('2023年', '甲乡镇', '定量', '第二个点位'))}{order}"
        rows.append(Point("C12", order, name, worth, "", "", rule=Rule(kind, params, AT), value="完成数", at=AT))
    return weight, {"分配": "按比例" if shared else "按分值"}, tuple(rows), {}


def some_panel(dice: random.Random) -> Made:
    weight, full = weight_of(dice), Decimal(dice.choice((10, 20, 100)))
    written = {"方法": dice.choice(("平均", "去极值平均", "加权平均")), "满分": trimmed(full)}
    rows = [
        Point("C12", order, f"专家{order}", Decimal(1), "", "", earned=Decimal(order), at=AT) for order in range(1, 6)
    ]
    return weight, written, tuple(rows), {}


GENERATORS: Mapping[str, Callable[[random.Random], Made]] = {
    "bands": some_bands, "steps": some_steps, "ratio": some_ratio, "levels": some_levels,
    "checklist": some_checklist, "deductions": some_deductions, "composite": some_parts, "panel": some_panel,
}  # fmt: skip
