"""Making a ``Score`` out of what a rule worked out: points rounded once, never below nought nor above the weight."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Call, Formula, Indicator, Literal, PointScore, Score, Step
from evalkit.numbers import divide, round_half_up, trimmed
from evalkit.rules._spell import quotient


def result(
    indicator: Indicator,
    points: Decimal,
    value: Fact | None,
    steps: tuple[Step, ...],
    lost: str,
    standard: str,
    formula: Formula | None,
    details: tuple[PointScore, ...] = (),
    met: str = "",
) -> Score:
    """The score of one indicator by its rule, rounded to the indicator's places; ``met`` is told at full marks, ``lost`` below them."""
    rounded = counted(points, indicator)
    return Score(
        indicator.code,
        rounded,
        indicator.weight,
        rounded,
        value,
        steps,
        details,
        lost if rounded < indicator.weight else "",
        indicator.standard or standard,
        formula,
        met if rounded == indicator.weight else "",
    )


def counted(points: Decimal, indicator: Indicator) -> Decimal:
    """Exact points as they count: rounded to the indicator's places, within nought and the weight.

    Full marks are the weight itself, which may have more places than scores are rounded to.
    """
    shown = round_half_up(indicator.weight, indicator.places)
    weight = shown if shown == indicator.weight else indicator.weight
    if points >= weight:
        return weight
    return min(round_half_up(max(points, Decimal(0)), indicator.places), weight)


def scaled(worth: Decimal, full: Decimal, indicator: Indicator) -> Decimal:
    """Points on a scale whose best is ``full`` as they count on the indicator's weight."""
    return counted(divide(worth * indicator.weight, full), indicator)


def rounding(exact: Decimal, indicator: Indicator) -> str:
    """``2.25``, or ``2.235，四舍五入为 2.24`` when there are more places than count; below nought ``−0.6，扣完为止，计 0``."""
    if exact < 0:
        shown = digits(exact)
        return f"{shown if shown.strip('-0.…') else '小于 0'}，扣完为止，计 0".replace("-", "−")
    rounded = round_half_up(exact, indicator.places)
    if rounded == exact or exact >= indicator.weight:
        return trimmed(exact)
    limit = f"，以分值 {trimmed(indicator.weight)} 分为限" if rounded > indicator.weight else ""
    return f"{digits(exact)}，四舍五入为 {trimmed(rounded)}{limit}"


def short(exact: Decimal) -> bool:
    """Whether a figure has four decimals at most, as a reader's calculator shows it."""
    return exact == round_half_up(exact, 4)


def digits(exact: Decimal) -> str:
    """``2.235``, or ``2.3449…`` where four decimals do not hold it.

    The digits beyond are cut off, not rounded, so that nobody rounds a second time.
    """
    if short(exact):
        return trimmed(exact)
    cut = exact.quantize(Decimal("0.0001"), rounding=ROUND_DOWN)
    return f"{cut:f}…"


def awaited(indicator: Indicator, what: str, cure: str, where: Where | None = None) -> Finding:
    """What is still missing before the indicator can be scored."""
    message = f"{indicator.code} {indicator.name}：{what}，还不能评分"
    return Finding("placeholder", "warning", message, where or indicator.at, cure, indicator.code)


def unfit(indicator: Indicator, what: str, cure: str) -> Finding:
    """A value that the rule cannot read."""
    found = fault(indicator.at, f"{indicator.code} {indicator.name}：{what}", cure)
    return Finding(found.kind, found.severity, found.message, found.where, found.cure, indicator.code)


def clash(indicator: Indicator, value: Fact, unit: str) -> tuple[Finding, ...]:
    """A value in another unit than the rule's parameters."""
    if quotient(value, unit):
        what = f"取值 {value.text} 是两个没有单位的数相除，规则按“%”计分，不知道是 {value.text} 还是百分之 {value.text}"
        return (unfit(indicator, what, "在“事实”表给这两个数写上相同的单位（如人、件），相除就得百分数"),)
    cure = f"取值改成以“{unit}”为单位的数，或在参数里写“单位：{value.unit}”"
    return (unfit(indicator, f"规则按“{unit}”写成，取值的单位是“{value.unit}”", cure),)


# ---- formula trees ------------------------------------------------------------------------------------------------


def number(value: Decimal | int) -> Literal:
    return Literal(Decimal(value))


def call(name: str, *args: Formula) -> Call:
    return Call(name, args)


def rounded(formula: Formula, indicator: Indicator) -> Call:
    """ROUND to the places that count, after a ROUND to ten places that takes away what binary floats leave.

    Where the weight has more places than that, full marks are the weight and nothing is rounded beyond it.
    """
    exact = call("ROUND", formula, number(10))
    points = call("ROUND", exact, number(indicator.places))
    weight = number(indicator.weight)
    if indicator.weight == round_half_up(indicator.weight, indicator.places):
        return points
    return call("IF", call(">=", exact, weight), weight, call("MIN", weight, points))
