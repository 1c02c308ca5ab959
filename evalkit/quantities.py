"""Arithmetic on figures that know their unit and measure: what may be added, and what a quotient is.

Inside, a per cent figure is its ratio (0.949…), an amount stands in its own unit, a date is its day's ordinal.
Nothing is rounded here except by ``rounded``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from evalkit.model.facts import Fact, Measure
from evalkit.numbers import EXACT, MONEY, divide, money, plain, round_half_up, trimmed

PERCENT = (Measure.RATE, Measure.SHARE, Measure.MEAN)

_HUNDRED = Decimal(100)

# A mean times a count of people is no count of people: it is in per cent points times people, and says so.
_WEIGHTED = "%·"


class UnfitError(Exception):
    """Two figures that do not go together: what is wrong, and how to mend it, in the evaluator's words."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure on its way through an expression; ``typed`` is a number written in the expression itself.

    ``weighted`` is a mean score on its way to a weighted mean: a mean, or a count, that a mean was multiplied into.
    """

    value: Decimal
    measure: Measure
    unit: str = ""
    places: int | None = None
    typed: bool = False
    weighted: bool = False

    @property
    def percent(self) -> bool:
        return self.measure in PERCENT

    @property
    def mean(self) -> bool:
        """A mean score, or something a mean score was multiplied into."""
        return self.weighted or self.measure is Measure.MEAN

    @property
    def bare(self) -> bool:
        """A number without unit."""
        return self.measure is Measure.NUMBER and not self.unit


def of_fact(fact: Fact) -> Quantity:
    """A fact that is a number or a date. UnfitError for words."""
    if isinstance(fact.value, date):
        return Quantity(Decimal(fact.value.toordinal()), Measure.DATE)
    if not isinstance(fact.value, Decimal):
        raise UnfitError(
            f"“{fact.id}”是文字，不能参加计算", "换成数字的事实；是数字却被当成文字的，检查“事实”表的口径和值"
        )
    unit = plain(fact.unit)
    if unit == "%":
        measure = fact.measure if fact.measure in PERCENT else Measure.RATE
        return Quantity(EXACT.divide(fact.value, _HUNDRED), measure, "", fact.places)
    if unit.startswith(_WEIGHTED):
        value = EXACT.divide(fact.value, _HUNDRED)
        return Quantity(value, Measure.COUNT, unit.removeprefix(_WEIGHTED), fact.places, weighted=True)
    if unit in MONEY:
        return Quantity(fact.value, Measure.AMOUNT, unit, fact.places)
    measure = Measure.NUMBER if fact.measure in PERCENT else fact.measure
    return Quantity(fact.value, measure, unit, fact.places)


def to_fact(quantity: Quantity, id: str) -> Fact:
    """The figure as a fact with the places it is printed with: two for rates, shares, means, amounts and long tails."""
    value, unit, places = quantity.value, quantity.unit, quantity.places
    if quantity.measure is Measure.DATE:
        return Fact(id, date.fromordinal(int(value)), Measure.DATE)
    if quantity.percent:
        value, unit = EXACT.multiply(value, _HUNDRED), "%"
        places = 2 if places is None else places
    elif quantity.weighted and quantity.measure is Measure.COUNT:
        value = EXACT.multiply(value, _HUNDRED)
        return Fact(id, value, Measure.MEAN, 2 if places is None else places, f"{_WEIGHTED}{unit}")
    elif places is None and (quantity.measure is Measure.AMOUNT or round_half_up(value, 2) != value):
        places = 2
    return Fact(id, value, quantity.measure, places, unit)


def mean_behind(fact: Fact, facts: Mapping[str, Fact]) -> Fact | None:
    """The mean score a fact is or was computed from, however far back; None when there is none."""
    waiting, seen = [fact], {fact.id}
    while waiting:
        one = waiting.pop()
        if one.measure is Measure.MEAN:
            return one
        more = [facts[id] for id in one.inputs if id in facts and id not in seen]
        seen.update(each.id for each in more)
        waiting.extend(more)
    return None


def add(left: Quantity, right: Quantity, minus: bool = False) -> Quantity:
    """A sum or difference: money in any unit of money (as the left one's), else only like and like."""
    if left.measure is Measure.DATE and right.measure is Measure.DATE and minus:
        return Quantity(left.value - right.value, Measure.COUNT, "天")
    _no_dates(left, right)
    left, right = _alike(left, right)
    value = EXACT.subtract(left.value, right.value) if minus else EXACT.add(left.value, right.value)
    weighted = left.weighted or right.weighted
    return replace(left, value=value, places=_wider(left, right), typed=False, weighted=weighted)


def subtract(left: Quantity, right: Quantity) -> Quantity:
    """A difference; of two dates it is days."""
    return add(left, right, minus=True)


def largest(left: Quantity, right: Quantity) -> Quantity:
    """The larger of two figures of one kind."""
    one, other = _alike(left, right)
    return one if one.value >= other.value else other


def smallest(left: Quantity, right: Quantity) -> Quantity:
    """The smaller of two figures of one kind."""
    one, other = _alike(left, right)
    return one if one.value <= other.value else other


def times(left: Quantity, right: Quantity) -> Quantity:
    """A product: with a ratio or bare number keeps the unit; count × money is money; 元/人 × 人 is 元.

    A mean times a weight, whether a ratio or a count, stays a mean on its way to a weighted one.
    """
    made = _product(left, right)
    if not (left.mean or right.mean):
        return made
    return replace(made, measure=Measure.MEAN if made.percent else made.measure, weighted=True)


def _product(left: Quantity, right: Quantity) -> Quantity:
    _no_mix(left, right)
    _no_dates(left, right)
    if left.bare or left.percent:
        left, right = (right, left) if not (right.bare or right.percent) else (left, right)
    value = EXACT.multiply(left.value, right.value)
    if right.bare or right.percent:
        if left.percent and right.typed and right.bare and right.value == _HUNDRED:
            raise UnfitError("比率已经按百分数计算，不用再乘 100", "去掉“× 100”，或者写成“× 100%”")
        if left.bare and right.percent:
            whole = right.typed and right.value == 1
            kept = right.mean or (left.typed and not right.typed)
            measure = Measure.RATE if whole else right.measure if kept else Measure.NUMBER
            return Quantity(value, measure)
        if left.percent and right.percent and not right.typed:
            return Quantity(value, right.measure if left.typed else Measure.RATE)
        return replace(left, value=value, places=_kept(left, right), typed=False)
    for one, other in ((left, right), (right, left)):
        top, slash, bottom = one.unit.partition("/")
        if slash and bottom == other.unit:
            return Quantity(value, Measure.AMOUNT if top in MONEY else Measure.COUNT, top)
    amounts = [one for one in (left, right) if one.measure is Measure.AMOUNT]
    if len(amounts) == 2:
        raise UnfitError("两个金额不能相乘", "检查算式，是不是少写了除号")
    if amounts:
        return replace(amounts[0], value=value, places=None, typed=False)
    return Quantity(value, Measure.NUMBER, f"{left.unit}·{right.unit}")


def over(left: Quantity, right: Quantity) -> Quantity:
    """A quotient: like by like is a rate, money by a count is 元/人, by a bare number the unit stays.

    A mean by a count, and a sum of weighted means by its weights, is a mean again; a mean by its target is a rate.
    """
    made = _quotient(left, right)
    if not left.mean or right.mean or not made.percent:
        return made
    aim = right.percent and not left.weighted and right.value != 1
    return made if aim else replace(made, measure=Measure.MEAN, weighted=True)


def _quotient(left: Quantity, right: Quantity) -> Quantity:
    _no_mix(left, right)
    _no_dates(left, right)
    if right.value == 0:
        raise UnfitError("除数是 0", "检查作分母的事实；确实为 0 的，这个比率没有意义，不要用算式")
    if left.measure is Measure.AMOUNT and right.measure is Measure.AMOUNT and {left.unit, right.unit} <= MONEY.keys():
        top = money(left.value, left.unit, right.unit)
        return Quantity(divide(top, right.value), Measure.RATE)
    value = divide(left.value, right.value)
    if right.bare or (right.percent and not left.percent):
        return replace(left, value=value, places=_kept(left, right), typed=False)
    if left.percent or (left.unit == right.unit and left.unit):
        return Quantity(value, Measure.RATE)
    if left.bare:
        return Quantity(value, Measure.NUMBER)
    if left.unit in MONEY:
        if right.unit.startswith("元/"):
            return Quantity(divide(money(left.value, left.unit, "元"), right.value), Measure.COUNT, right.unit[2:])
        return Quantity(divide(money(left.value, left.unit, "元"), right.value), Measure.AMOUNT, f"元/{right.unit}", 2)
    return Quantity(value, Measure.NUMBER, f"{left.unit}/{right.unit}" if left.unit else "", 2)


def negative(quantity: Quantity) -> Quantity:
    """The figure with the other sign."""
    _no_dates(quantity, quantity)
    return replace(quantity, value=-quantity.value)


def rounded(quantity: Quantity, places: int) -> Quantity:
    """Rounded half up to printed places: of the percentage for per cent figures."""
    _no_dates(quantity, quantity)
    shift = 2 if quantity.percent else 0
    return replace(quantity, value=round_half_up(quantity.value, places + shift), places=places)


def _alike(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """Both in one unit and measure, ready to be added or compared. UnfitError when they are not of one kind."""
    _no_mix(left, right)
    for one, other, flip in ((left, right, False), (right, left, True)):
        if one.typed and one.value == 0:
            one = replace(other, value=Decimal(0), typed=True)
        elif one.typed and one.bare and not other.bare and not other.typed:
            one = _adopted(one, other)
        elif one.typed and one.percent and other.percent:
            one = replace(one, measure=other.measure)
        else:
            continue
        return (other, one) if flip else (one, other)
    if left.percent and right.percent:
        if left.measure is not right.measure:
            if Measure.MEAN in (left.measure, right.measure):
                raise UnfitError("均值和比率不能相加减或比较", "均值只和均值相加减；要加权的，写成“均值 × 0.6”")
            left, right = replace(left, measure=Measure.RATE), replace(right, measure=Measure.RATE)
        return left, right
    if left.unit in MONEY and right.unit in MONEY:
        return left, replace(right, value=money(right.value, right.unit, left.unit), unit=left.unit)
    if left.weighted != right.weighted and Measure.COUNT in (left.measure, right.measure):
        raise UnfitError(
            "均值与人数的乘积和别的数不能相加减或比较",
            "加权平均写成“（甲均值 × 甲人数 + 乙均值 × 乙人数）/（甲人数 + 乙人数）”",
        )
    if left.unit == right.unit and left.percent == right.percent and Measure.DATE not in {left.measure, right.measure}:
        return left, right
    if left.measure is right.measure is Measure.DATE:
        return left, right
    raise UnfitError(f"{_kind(left)}和{_kind(right)}不能相加减或比较", "单位不同的先换成同一单位；要求比率的，用除号")


def _adopted(number: Quantity, other: Quantity) -> Quantity:
    """A number without unit beside a figure: it takes the figure's unit where nobody can misread it."""
    text = trimmed(number.value)
    if other.percent and number.value != 1:
        raise UnfitError(f"“{text}”没有单位，不能和百分数相加减或比较", f"写成“{text}%”")
    if other.measure in (Measure.AMOUNT, Measure.DATE):
        raise UnfitError(
            f"“{text}”没有单位，不能和{_kind(other)}相加减或比较", "在“事实”表写成带单位的事实，再用它的名称"
        )
    return replace(other, value=number.value, places=None, typed=True)


def _no_mix(left: Quantity, right: Quantity) -> None:
    if {left.measure, right.measure} >= {Measure.MEAN, Measure.SHARE}:
        raise UnfitError(
            "均值和占比不能放在一起计算", "均值是打分的平均，占比是人数的比例，两者含义不同；检查事实的名称"
        )


def _no_dates(left: Quantity, right: Quantity) -> None:
    if Measure.DATE in (left.measure, right.measure):
        raise UnfitError("日期只能与日期相减，或比较先后", "两个日期相减得天数")


def _kind(quantity: Quantity) -> str:
    if quantity.measure is Measure.DATE:
        return "日期"
    if quantity.percent:
        return "百分数"
    return f"以“{quantity.unit}”为单位的数" if quantity.unit else "没有单位的数"


def _wider(left: Quantity, right: Quantity) -> int | None:
    """A sum is printed with the more places of its two parts; None where either is printed as it stands."""
    if left.typed or right.typed:
        return (right if left.typed else left).places
    return None if left.places is None or right.places is None else max(left.places, right.places)


def _kept(left: Quantity, right: Quantity) -> int | None:
    """Places survive a factor of one (``× 100%``) and are found anew after any other."""
    return left.places if right.value == 1 or left.percent else None
