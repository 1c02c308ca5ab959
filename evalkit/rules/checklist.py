"""要点给分：逐条判定要点，符合的得这一条的分，各条相加。适用于立项、目标、制度等定性指标，也用于“符合得满分，否则不得分”。

参数
- 分配：`按分值`（默认）各条写分值，之和等于指标分值；`等权` 各条不写分值，平分指标分值；`按比例` 各条的“分值”写所占的份额，
  如 40、20、20、20。
- 门槛：哪几条是前提，如 `①`；前提不符合的，整个指标不得分。
- 部分符合：`允许`（默认）或 `不允许`。允许的，判定写“部分符合”，另写得分和查到的事实；等权和按比例的不写得分，算这一条的一半。
- 不适用：判定为“不适用”的要点怎样算。`折算`（默认）由其余要点按比例折算成指标的分值；`得分` 视同符合；
  `不得分` 视同不符合。

要点写在“要点”表。判定写“符合”“不符合”“部分符合”“不适用”。别的写法这样读：

- √、✓、✔、是、Y、达标、满足、达到：符合
- ×、✗、✘、x、否、N、不达标、未达标、不满足：不符合
- 部分、部分满足、部分达标、基本符合：部分符合。得分的由来里写明“‘基本符合’按‘部分符合’计”；办法里没有写怎样给分的“基本符合”
  只算一半往往偏严，等权和按比例的会提示，写上得分或改判即可
- 不涉及、/、—、-：不适用

再别的写法是错误，不会猜。自身分档的要点（如自评等级）写档次“优→1，良→0.5，中→0.3，差→0”，
判定写档名。反着问的要点（是否存在挪用）改成正着说（没有挪用），再判定符不符合。

例：分值 5，三条 1、1、3 分，判定符合、符合、不符合：`1 + 1 + 0 = 2`。分值 5，三条等权，符合一条：`5 × 1 ÷ 3 = 1.67`。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Formula, Indicator, Point, PointRef, PointScore, Reading, Score, Step
from evalkit.numbers import circled, divide, plain, trimmed
from evalkit.rules._result import awaited, call, counted, number, result, rounded, rounding, unfit
from evalkit.rules._spell import earns, short
from evalkit.words import Field

ID = "checklist"
TITLE = "要点给分"
SYNONYMS = ("要点", "要点加分", "逐条给分", "直接赋分")
FIELDS = (
    Field("分配", "choice", "各条怎样分指标的分值", choices=("按分值", "等权", "按比例"), default="按分值"),
    Field("门槛", "text", "哪几条是前提，如“①”；不符合的，整个指标不得分", synonyms=("前提",)),
    Field("部分符合", "choice", "可不可以判定为部分符合", choices=("允许", "不允许"), default="允许"),
    Field("不适用", "choice", "判定为不适用的要点怎样算", choices=("折算", "得分", "不得分"), default="折算"),
)
DEFAULT = "不适用"
READS = ""

#: What people write for a verdict, and our word for it.
VERDICTS = {
    **dict.fromkeys(("√", "✓", "✔", "是", "Y", "y", "达标", "满足", "达到"), "符合"),
    **dict.fromkeys(("×", "✗", "✘", "x", "X", "否", "N", "n", "不达标", "未达标", "不满足"), "不符合"),
    **dict.fromkeys(("部分", "基本符合", "部分满足", "部分达标"), "部分符合"),
    **dict.fromkeys(("不涉及", "/", "—", "-"), "不适用"),
}
_VERDICTS = ("符合", "不符合", "部分符合", "不适用")
#: Mostly met: half of the points is a stern reading of it, which is told.
_MOSTLY = "基本符合"
_READ_SO = "、".join(f"“{word}”" for word, verdict in VERDICTS.items() if verdict == "部分符合")


@dataclass(frozen=True, slots=True)
class Params:
    """``idle`` says how a point counts that does not apply: 折算, 得分 or 不得分. ``mode`` is how the weight is shared.

    ``shares`` are the shares of the points in their order, points where each has its own; ``gates`` the orders of the
    points without which nothing is earned; ``partly`` whether 部分符合 is a verdict.
    """

    idle: str
    mode: str = "按分值"
    gates: tuple[int, ...] = ()
    partly: bool = True
    shares: tuple[Decimal, ...] = ()


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Faults of the points: none at all, a sum beside the weight, an unknown verdict, half a verdict without its score."""
    found: list[Finding] = []
    mode = str(values.get("分配") or "按分值")
    if not points:
        found.append(fault(at, "要点给分的指标没有要点", "在“要点”表写上这个编码的各条要点和分值"))
    total = sum((point.points for point in points), Decimal(0))
    if points and mode == "按分值" and total != weight:
        sums = " + ".join(trimmed(point.points) for point in points)
        found.append(
            fault(
                points[0].at,
                f"{points[0].code} 各条要点的分值 {sums} = {trimmed(total)}，指标分值是 {trimmed(weight)}",
                "改正要点的分值或指标的分值，使两者相等；各条平分的，写参数“分配：等权”，分值留空",
            )
        )
    if mode == "等权" and len({point.points for point in points}) > 1:
        found.append(
            fault(points[0].at, f"{points[0].code} 的要点等权，各条的分值却不一样", "分值留空，或改用“按分值”")
        )
    gates, unread = _gates(str(values.get("门槛") or ""), points)
    if unread:
        cure = "写要点的序号，如“门槛：①”或“门槛：1、2”"
        found.append(fault(places.get("门槛", at), f"门槛“{unread}”不是这个指标的要点", cure))
    shares = tuple(Decimal(1) if mode == "等权" else point.points for point in points)
    rule = Params(str(values.get("不适用") or "折算"), mode, gates, values.get("部分符合") != "不允许", shares)
    for point in allotted(points, rule, weight):
        found.extend(_faults(point, rule))
    return rule, tuple(found)


def allotted(points: tuple[Point, ...], rule: Params, weight: Decimal) -> tuple[Point, ...]:
    """The points with what each is worth: its share of the weight, unrounded, where the weight is shared out."""
    if rule.mode == "按分值":
        return points
    total = sum(rule.shares, Decimal(0))
    if not total:
        return points
    return tuple(
        replace(point, points=divide(weight * share, total), share=_share(share, total, rule.mode))
        for point, share in zip(points, rule.shares, strict=True)
    )


def _share(share: Decimal, total: Decimal, mode: str) -> str:
    return (
        f"1/{trimmed(total)}"
        if mode == "等权"
        else f"{trimmed(share)}%"
        if total == 100
        else f"{trimmed(share)}/{trimmed(total)}"
    )


def _gates(text: str, points: tuple[Point, ...]) -> tuple[tuple[int, ...], str]:
    """The orders of the points named, and what names none."""
    marks = {circled(point.order): point.order for point in points} | {
        str(point.order): point.order for point in points
    }
    marks |= {plain(mark): order for mark, order in marks.items()}
    named = [piece for piece in re.split(r"[、，,;；\s]+|(?<=[①-⑳])(?=[①-⑳])", text) if piece]
    unread = next((piece for piece in named if piece not in marks), "")
    return tuple(sorted({marks[piece] for piece in named if piece in marks})), unread


def _faults(point: Point, rule: Params) -> list[Finding]:
    found: list[Finding] = []
    name = f"{point.code} 要点{circled(point.order)}"
    if point.points <= 0:
        found.append(fault(point.at, f"{name}的分值是 {trimmed(point.points)}，应大于 0", "填写这一条的分值"))
    if point.limit is not None:
        found.append(doubt(point.at, f"{name}：要点给分不看“上限”", "删去，或改用扣分清单"))
    if point.scale and rule.mode != "按分值":
        found.append(fault(point.at, f"{name}自身分档，不能{rule.mode}", "分配改成“按分值”，各条写分值"))
    elif point.scale:
        found.extend(_scale_faults(point, name))
    elif point.verdict and point.verdict not in _VERDICTS:
        cure = f"判定写{'、'.join(_VERDICTS)}之一；要分档的，在“档次”列写“优→1，良→0.5”"
        found.append(fault(point.at, f"{name}的判定“{point.verdict}”看不懂", cure))
    if point.verdict == "部分符合" and not point.scale and not rule.partly:
        cure = f"判定改成符合或不符合；确要部分给分的，参数写“部分符合：允许”（判定写{_READ_SO}的按部分符合读）"
        found.append(fault(point.at, f"{name}判定为部分符合，这个指标不作部分给分", cure))
    elif point.verdict == "部分符合" and not point.scale:
        if rule.mode != "按分值" and point.earned is None:
            if plain(point.said) == _MOSTLY:
                cure = "认可一半的，判定改写“部分符合”；不是一半的，在“得分”列写这一条得多少分；算符合的，判定写“符合”"
                found.append(doubt(point.at, f"{name}的判定“{_MOSTLY}”按“部分符合”计，得这一条的一半", cure))
        elif point.earned is None or not 0 < point.earned < point.points:
            what = (
                "没有写得分"
                if point.earned is None
                else f"得分 {trimmed(point.earned)} 不在 0 和 {trimmed(point.points)} 之间"
            )
            cure = f"在“得分”列写这一条得多少分；不是部分符合的，改正判定（{_READ_SO}按部分符合读）"
            found.append(fault(point.at, f"{name}判定为部分符合，{what}", cure))
        if not point.fact.strip():
            found.append(
                fault(point.at, f"{name}判定为部分符合，没有写查到的事实", "在“事实”列写明哪些符合、哪些不符合")
            )
    elif point.earned is not None and point.verdict and point.earned != _earned(point, "不得分"):
        what = f"{name}判定为“{point.verdict}”，得分写的是 {trimmed(point.earned)}"
        found.append(fault(point.at, what, "得分只在部分符合时填写；否则删去，或改正判定"))
    return found


def _scale_faults(point: Point, name: str) -> list[Finding]:
    found = []
    names = [grade for grade, _ in point.scale]
    best = max(worth for _, worth in point.scale)
    if best != point.points:
        what = f"{name}的最高一档 {trimmed(best)} 分，这一条的分值是 {trimmed(point.points)} 分"
        found.append(fault(point.at, what, "把两处改成一致"))
    if min(worth for _, worth in point.scale) < 0:
        found.append(fault(point.at, f"{name}有一档是负分", "改成 0 或正数"))
    if len(set(names)) < len(names):
        found.append(fault(point.at, f"{name}的档次有重名", "每一档只写一次"))
    if point.verdict and point.verdict != "不适用" and point.verdict not in names:
        cure = f"判定写{'、'.join(names)}之一"
        found.append(fault(point.at, f"{name}的判定“{point.verdict}”不是它的档次", cure))
    return found


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """The sum of what the points earned; none while a point has no verdict, or when no point applies."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None, ()
    open_points = [point for point in indicator.points if not point.verdict]
    if open_points:
        marks = "".join(circled(point.order) for point in open_points)
        cure = "在“要点”表的“判定”列写符合、不符合、部分符合或不适用"
        return None, (awaited(indicator, f"要点{marks}还没有判定", cure, open_points[0].at),)
    idle = [point for point in indicator.points if _set_aside(point, rule)]
    if len(idle) == len(indicator.points):
        cure = "改由人工给分，或在“指标”表写不适用原因，由程序分摊分值"
        return None, (unfit(indicator, "所有要点都不适用，规则给不出得分", cure),)
    details = tuple(_detail(point, rule) for point in indicator.points)
    steps = [Step(detail.note, (), (detail.point.at,)) for detail in details]
    closed = [detail for detail in details if detail.point.order in rule.gates and not detail.earned]
    closed = [detail for detail in closed if detail.point not in idle]
    words, tree = standard(indicator), formula(indicator, value)
    if closed:
        marks = "".join(circled(detail.point.order) for detail in closed)
        steps.append(Step(f"前提{marks}不符合，本项不得分"))
        lost = "；".join(_why(detail.point) for detail in closed)
        return result(indicator, Decimal(0), value, tuple(steps), lost, words, tree, details), ()
    points, text = _summed(indicator, rule, details, idle)
    if text:
        steps.append(Step(text))
    lost = "；".join(
        _why(detail.point) for detail in details if detail.point not in idle and detail.earned < detail.point.points
    )
    return result(indicator, points, value, tuple(steps), lost, words, tree, details), ()


def _why(point: Point) -> str:
    """Why a point lost: what was found, else its words with the verdict, lest a thing wanted read like a thing wrong."""
    if point.fact.strip():
        return short(point.fact)
    return f"“{short(point.text)}”{f'评为{point.verdict}' if point.scale else point.verdict}"


def _summed(
    indicator: Indicator, rule: Params, details: tuple[PointScore, ...], idle: list[Point]
) -> tuple[Decimal, str]:
    """The exact points, and the sum in words where there is one to show."""
    those = [detail for detail in details if detail.point not in idle]
    weight = indicator.weight
    if rule.mode == "按分值":
        earned = sum((detail.earned for detail in those), Decimal(0))
        sums = " + ".join(trimmed(detail.earned) for detail in those)
        if idle:
            possible = sum((detail.point.points for detail in those), Decimal(0))
            points = divide(earned * weight, possible)
            scaled = f"（{sums}）× {trimmed(weight)} ÷ {trimmed(possible)} = {rounding(points, indicator)}"
            return points, f"不适用的要点不计，其余按比例折算：{scaled}"
        if len(details) > 1:
            return earned, f"合计：{sums} = {rounding(earned, indicator)}"
        return earned, f"得分：{rounding(earned, indicator)}" if earned != counted(earned, indicator) else ""
    by_order = dict(zip((detail.point.order for detail in details), rule.shares, strict=True))
    got = [_earned_share(detail.point, by_order[detail.point.order], rule) for detail in those]
    possible, whole = (sum(parts, Decimal(0)) for parts in ((by_order[one.point.order] for one in those), rule.shares))
    earned = sum(got, Decimal(0))
    # Points that were written as such stand beside the shares: as shares they might never end.
    given = [detail.earned for detail in those if _given(detail.point)]
    points = divide(earned * weight + sum(given, Decimal(0)) * whole, possible)
    head = "不适用的要点不计：" if idle else ""
    if rule.mode == "等权" and not given and all(one in (0, 1) for one in got):
        told = (
            f"{len(those)} 条要点符合 {trimmed(earned)} 条：{trimmed(weight)} × {trimmed(earned)} ÷ {trimmed(possible)}"
        )
    else:
        sums = " + ".join(trimmed(one) for one in got)
        told = f"{trimmed(weight)} {f'×（{sums}）÷' if len(got) > 1 else f'× {sums} ÷'} {trimmed(possible)}"
    scale = "" if possible == whole else f" × {trimmed(whole)} ÷ {trimmed(possible)}"
    told += "".join(f" + {trimmed(one)}{scale}" for one in given)
    return points, f"{head}{told} = {rounding(points, indicator)}"


def _given(point: Point) -> bool:
    """Whether a point met in part has points of its own."""
    return point.verdict == "部分符合" and point.earned is not None


def _earned_share(point: Point, share: Decimal, rule: Params) -> Decimal:
    """What a point earned, in shares; nought where it was given points instead."""
    if point.verdict == "部分符合":
        return share / 2 if point.earned is None else Decimal(0)
    full = point.verdict == "符合" or (point.verdict == "不适用" and rule.idle == "得分")
    return share if full else Decimal(0)


def standard(indicator: Indicator) -> str:
    """Every point with what it earns: ``①制定了财务管理制度，得1分，否则不得分；②…。``, or with its share of the weight."""
    rule = _rule(indicator) or Params("折算")
    parts = []
    equal = rule.mode == "等权"
    for point in indicator.points:
        if point.scale:
            worth = "，" + "，".join(f"{grade}的{earns(points)}" for grade, points in point.scale)
        elif rule.mode == "按分值":
            worth = f"，得{trimmed(point.points)}分，否则不得分"
        else:
            worth = "" if equal else f"，占分值的{point.share}"
        mark = circled(point.order) if len(indicator.points) > 1 or point.scale else ""
        parts.append(f"{mark}{short(point.text)}{worth}")
    if not parts:
        return ""
    tail = ""
    if rule.mode != "按分值":
        shared = f"以上{len(parts)}项各占分值的1/{len(parts)}，" if equal else ""
        tail = f"{shared}符合的得相应的分，不符合的不得分。"
    if rule.gates:
        tail += f"{''.join(circled(order) for order in rule.gates)}不符合的，本项不得分。"
    if rule.partly and not all(point.scale for point in indicator.points):
        tail += "部分符合的，按符合的程度给分。"
    if rule.idle != "折算":
        tail += f"不适用的{rule.idle}。"
    return "；".join(parts) + "。" + tail


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The way back; its patterns are compiled where a standard is read, and not for every report."""
    from evalkit.rules import _read_checklist

    return _read_checklist.read_standard(text, weight)


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """The sum of what the points earned, carried to the weight where some do not apply, nought behind a closed gate."""
    rule = _rule(indicator)
    if rule is None or not indicator.points:
        return None
    applying = [point for point in indicator.points if not _set_aside(point, rule)]
    if not applying:
        return None
    tree: Formula = call("SUM", *(PointRef(indicator.code, point.order) for point in applying))
    if len(applying) < len(indicator.points):
        shares = dict(zip((point.order for point in indicator.points), rule.shares, strict=True))
        possible = sum((shares[point.order] for point in applying), Decimal(0))
        whole = sum(rule.shares, Decimal(0)) if rule.mode != "按分值" else indicator.weight
        tree = call("/", call("*", tree, number(whole)), number(possible))
    tree = rounded(tree, indicator)
    for order in rule.gates:
        if any(point.order == order for point in applying):
            tree = call("IF", call("<=", PointRef(indicator.code, order), number(0)), number(0), tree)
    return tree


def _rule(indicator: Indicator) -> Params | None:
    found = indicator.rule.params if indicator.rule else None
    return found if isinstance(found, Params) else None


def _set_aside(point: Point, rule: Params) -> bool:
    return point.verdict == "不适用" and rule.idle == "折算"


def _earned(point: Point, idle: str) -> Decimal:
    if point.verdict == "不适用":
        return point.points if idle == "得分" else Decimal(0)
    if point.scale:
        return next((worth for grade, worth in point.scale if grade == point.verdict), Decimal(0))
    if point.verdict == "部分符合":
        half = point.points / 2 if point.share else Decimal(0)
        return half if point.earned is None else point.earned
    return point.points if point.verdict == "符合" else Decimal(0)


def _detail(point: Point, rule: Params) -> PointScore:
    earned = _earned(point, rule.idle)
    fact = f"（{short(point.fact)}）" if point.fact.strip() else ""
    if _set_aside(point, rule):
        outcome = "不计"
    elif not point.share:
        outcome = f"得 {trimmed(earned)} 分（满分 {trimmed(point.points)} 分）"
    elif point.verdict == "部分符合":
        half = f"计分值的 {point.share} 的一半"
        outcome = half if point.earned is None else f"得 {trimmed(point.earned)} 分（占分值的 {point.share}）"
    else:
        outcome = f"计分值的 {point.share}" if earned else "不计分"
    return PointScore(point, earned, f"{circled(point.order)}{short(point.text)}：{_said(point)}{fact}，{outcome}")


def _said(point: Point) -> str:
    """The verdict; one met in part with the word that was written for it, which may have meant more."""
    read = point.verdict == "部分符合" and VERDICTS.get(plain(point.said)) == point.verdict
    return f"“{point.said}”按“{point.verdict}”计" if read else point.verdict
