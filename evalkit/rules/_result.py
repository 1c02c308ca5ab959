"""Making a ``Score`` out of what a rule worked out: points rounded once, never below nought nor above the weight."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Call, Formula, Indicator, Literal, PointScore, Score, Step
from evalkit.numbers import round_half_up, trimmed
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
    rounded = min(round_half_up(max(points, Decimal(0)), indicator.places), indicator.weight)
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


def rounding(exact: Decimal, places: int = 2) -> str:
    """``2.25``, or ``2.235，四舍五入为 2.24`` when there are more than two places; below nought ``−0.6，扣完为止，计 0``."""
    if exact < 0:
        shown = exact if short(exact) else round_half_up(exact, 2)
        return f"{trimmed(shown) if shown else '小于 0'}，扣完为止，计 0".replace("-", "−")
    rounded = round_half_up(exact, places)
    return trimmed(exact) if rounded == exact else f"{digits(exact)}，四舍五入为 {trimmed(rounded)}"


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


def rounded(formula: Formula, places: int = 2) -> Call:
    """ROUND to printed places, after a ROUND to ten places that takes away what binary floats leave."""
    return call("ROUND", call("ROUND", formula, number(10)), number(places))
