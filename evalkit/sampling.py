"""How many forms a survey needs, how many from each group, and how many until a figure is clear of an edge.

Cochran's size for a share of one half with the finite population correction (Sampling Techniques, 4.4): n₀ = z²/4d²,
n = n₀ ÷ (1 + (n₀ − 1)/N), the next whole number. The groups share it by their people, largest remainder first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from evalkit.fields import Field, TableSpec
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import RawTable
from evalkit.numbers import divide, parse_decimal
from evalkit.statistics import normal, t_interval

Findings = tuple[Finding, ...]

#: Below so many people all of them are asked.
CENSUS = 100
#: A group with a single form has no spread.
LEAST = 2

#: The table of --strata.
STRATA = TableSpec(
    "总体构成",
    (
        Field("类别", "text", "分组题的选项", True, ("分组", "分层", "层", "群体", "人群", "对象", "名称", "选项")),
        Field("人数", "count", "这一类一共有多少人", True, ("总体", "总人数", "总数", "数量", "户数", "单位数")),
    ),
    "各类调查对象有多少人",
)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group and its people; ``n`` are the forms it needs, ``issue`` how many to give out for that many."""

    label: str
    population: int
    n: int = 0
    issue: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A plan: ``n`` valid forms in all from ``population`` people (None: very many), ``issue`` to be given out."""

    n: int
    issue: int
    population: int | None
    margin: Decimal
    confidence: Decimal
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """So many answers in all, ``n``, until an interval lies on one side of an edge.

    ``census``: no fewer than everybody. ``on_edge``: the printed figure stands at the edge itself, and no sample tells
    its sides apart; then ``n`` is the population, or None where that is not known.
    """

    n: int | None
    census: bool = False
    on_edge: bool = False


def sample(
    population: int | None,
    margin: Decimal,
    confidence: Decimal,
    strata: Sequence[tuple[str, int]] = (),
    least: int = LEAST,
    returned: Decimal = Decimal(1),
) -> tuple[Sample, Findings]:
    """The plan; what it should be read with as findings. ``returned`` is the share of forms expected back and valid.

    Margin, confidence and ``returned`` lie between 0 and 1; the groups' people add up to the population. No group gets
    fewer than ``least`` forms or more than its people; where the least of all groups come to more than Cochran's size,
    the sample grows to it.
    """
    at = Where("evalkit survey sample")
    n = size(population, margin, confidence)
    counts = allocate(n, [people for _, people in strata], least) if strata else []
    found = []
    if counts and sum(counts) > n:
        message = f"每一类至少 {least} 份，样本量从 {n} 份增到 {sum(counts)} 份"
        found.append(doubt(at, message, "各类要分别下结论的，这样增加是应当的；不需要的，用 --least 减少"))
        n = sum(counts)
    if population is not None and n < population < CENSUS:
        cure = f"总体不到 {CENSUS} 人，抽样省不了多少，宜全部调查"
        found.append(doubt(at, f"总体只有 {population} 人，需要 {n} 份", cure))
    made = tuple(
        Stratum(label, people, count, _issue(count, people, returned))
        for (label, people), count in zip(strata, counts, strict=bool(strata))
    )
    issue = sum(one.issue for one in made) if made else _issue(n, population, returned)
    short = sum(1 for one in made if Decimal(one.issue) * returned < one.n)
    if short or (not made and Decimal(issue) * returned < n):
        which = f"有 {short} 类" if made else ""
        found.append(
            doubt(at, f"{which}全部发放，按预计的回收比例也收不够", "多催收，或补充电话访谈，并在报告里写明实际误差")
        )
    return Sample(n, issue, population, margin, confidence, made), tuple(found)


def size(population: int | None, margin: Decimal, confidence: Decimal) -> int:
    """Cochran's sample size for a share of one half, never more than the population."""
    z = Fraction(normal(confidence))
    infinite = z * z / (4 * Fraction(margin) ** 2)
    n = infinite if population is None else infinite / (1 + (infinite - 1) / population)
    whole = -(-n.numerator // n.denominator)
    return whole if population is None else min(whole, population)


def allocate(n: int, people: Sequence[int], least: int = LEAST) -> list[int]:
    """``n`` parted in proportion to the people of each group, by largest remainder; equal remainders first come first.

    A group below ``least`` (or its people, where it has fewer) is given that, and the others share what is left. The
    result adds up to ``n``, or to the groups' least where that is more, and at most to all people.
    """
    floors = [min(least, size) for size in people]
    n = min(max(n, sum(floors)), sum(people))
    fixed: dict[int, int] = {}
    while True:
        free = [place for place in range(len(people)) if place not in fixed]
        rest, base = n - sum(fixed.values()), sum(people[place] for place in free)
        shares = {place: Fraction(rest * people[place], base) if base else Fraction(0) for place in free}
        low = {place: floors[place] for place in free if shares[place] < floors[place]}
        if not low:
            break
        fixed |= low
    counts = fixed | {place: int(share) for place, share in shares.items()}
    left = n - sum(counts.values())
    for place in sorted(free, key=lambda place: (-(shares[place] - int(shares[place])), place))[:left]:
        counts[place] += 1
    return [counts[place] for place in range(len(people))]


def enough(fact: Fact, edge: Decimal, population: int | None = None) -> Enough | None:
    """How many answers it takes, at the present figure and spread, until the 95 % interval has ``edge`` outside.

    ``edge`` is the least printed figure of its upper side, so that the true line lies half a printed unit below. Means
    go by t with s²(1/n − 1/N), the share of an option by Wilson: its interval leaves out the line b as soon as
    n ≥ z²b(1 − b)/(p − b)², carried to N as in ``statistics.wilson``. None for a figure that is neither, that has no
    interval, or whose interval is cut off at both ends of the scale.
    """
    value = fact.value
    if not isinstance(value, Decimal) or fact.measure not in (Measure.MEAN, Measure.SHARE):
        return None
    if fact.interval is None or not fact.n or fact.n < 2 or fact.places is None:
        return None
    unit = Decimal(1).scaleb(-fact.places)
    if fact.printed in (edge, edge - unit):
        return Enough(population, population is not None, True)
    line = edge - unit / 2
    away = abs(value - line)
    if fact.id.endswith(".占比"):
        n = _by_wilson(line / 100, away / 100, population)
    else:
        spread = _spread(fact, value, population)
        if spread is None:
            return None
        n = _by_t(spread, away, fact.n, population)
    return Enough(n, n == population)


def _by_wilson(line: Decimal, away: Decimal, population: int | None) -> int:
    z = Fraction(normal())
    size = z * z * Fraction(line) * (1 - Fraction(line)) / Fraction(away) ** 2
    n = size if population is None else size * population / (population - 1 + size)
    return -(-n.numerator // n.denominator)


def _spread(fact: Fact, value: Decimal, population: int | None) -> Decimal | None:
    """The standard deviation behind a t interval, from the end that is not cut off."""
    assert fact.interval is not None
    assert fact.n is not None
    low, high = fact.interval
    reach = high - value if high < 100 else value - low if low > 0 else None
    share = _part(fact.n, population)
    return None if reach is None or not share else divide(reach, _t(fact.n) * share.sqrt())


def _by_t(spread: Decimal, away: Decimal, n: int, population: int | None) -> int:
    """The least number from ``n`` on whose interval reaches no further than ``away``."""

    def reaches(forms: int) -> bool:
        return _t(forms) * spread * _part(forms, population).sqrt() > away

    step = 1
    while reaches(n + step) and (population is None or n + step < population):
        step *= 2
    short, far = n + step // 2, n + step if population is None else min(n + step, population)
    while far - short > 1:
        middle = (short + far) // 2
        short, far = (middle, far) if reaches(middle) else (short, middle)
    return far


def _part(n: int, population: int | None) -> Decimal:
    """1/n − 1/N, never below nought."""
    whole = Decimal(0) if population is None else divide(Decimal(1), Decimal(population))
    return max(Decimal(0), divide(Decimal(1), Decimal(n)) - whole)


def _t(n: int) -> Decimal:
    return t_interval(Decimal(0), Decimal(1), n - 1)[1]


def strata_of(table: RawTable) -> tuple[tuple[tuple[str, int], ...], Findings]:
    """The groups and their people as a table of 总体构成 has them."""
    made: dict[str, int] = {}
    found: list[Finding] = []
    for row in table.rows:
        said = {field.key: entry for name, entry in row.entries.items() if (field := STRATA.field(name)) is not None}
        label = said["类别"].text.strip() if "类别" in said else ""
        people = parse_decimal(said["人数"].text) if "人数" in said else None
        if not label:
            found.append(fault(row.at, "这一行没有写类别", "写上类别，或删去这一行"))
        elif people is None or people < 0 or people != people.to_integral_value():
            found.append(fault(row.at, f"“{label}”的人数不是整数", "写成数字，如 596"))
        elif label in made:
            found.append(fault(row.at, f"类别“{label}”写了两次", "合并成一行"))
        else:
            made[label] = int(people)
    if not made and not found:
        found.append(fault(table.at, "没有一类调查对象", "一类一行，写明类别和人数"))
    elif made and not any(made.values()) and not found:
        found.append(fault(table.at, "各类的人数都是 0", "写明每一类有多少人"))
    return tuple(made.items()), tuple(found)


def _issue(n: int, people: int | None, returned: Decimal) -> int:
    needed = int((Decimal(n) / returned).to_integral_value(ROUND_CEILING))
    return needed if people is None else min(needed, people)
