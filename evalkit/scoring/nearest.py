"""What one indicator's rule would have to read for its score to be another: the nearest figure, level or verdicts.

The rule itself is asked again and again with something else to read; nothing else changes. Printed figures are tried
between the places where a rule may turn (its own parameters and what they make together) by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import permutations

from evalkit import plugs
from evalkit.conditions import NO, YES
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.scoring import Adjustment, Indicator, Score, Scoresheet
from evalkit.numbers import divide
from evalkit.scoring.adjusting import on_leaves
from evalkit.scoring.carrying import carried

#: Parameters are combined (目标 ± 容许 …) only while they are few.
_FEW = 6

#: How many verdicts may change together before nobody would call it one indicator's doing.
_MOST_VERDICTS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """A reading that gives another score: the points then, in words what changes, the figure read, how far that is.

    ``distance`` is the change of the figure over the figure, or of the points over the weight where there is no figure;
    ``words`` are empty where only the points can be told.
    """

    points: Decimal
    words: str
    value: Fact | None
    distance: Decimal


Wanted = Callable[[Decimal], bool]


@dataclass(frozen=True, slots=True)
class Scorer:
    """One leaf with what its rule read; asks the rule for the points of another reading.

    ``adjustments`` are those of the leaf or of a node above it, ``path`` the leaf and these nodes.
    """

    node: Indicator
    plug: plugs.RulePlug
    value: Fact | None
    more: Mapping[str, Fact]
    adjustments: tuple[tuple[Adjustment, bool, str], ...]
    path: tuple[Indicator, ...]

    def points(
        self, node: Indicator | None = None, value: Fact | None = None, more: Mapping[str, Fact] | None = None
    ) -> Decimal | None:
        """The points that count, adjustments of the indicator included; None where the rule gives none."""
        asked = node or self.node
        ruled = replace(asked, weight=asked.base) if asked.base is not None else asked
        made, _ = self.plug.score(ruled, value or self.value, self.more if more is None else more)
        if made is None:
            return None
        if asked.base:
            made = replace(made, points=carried(made.points, asked), full=asked.weight)
        if self.adjustments:
            scores = {asked.code: made}
            on_leaves(self.adjustments, self.path, scores)
            made = scores[asked.code]
        return made.points


def scorer(node: Indicator, made: Score, sheet: Scoresheet, facts: Facts) -> Scorer | None:
    """What asks a leaf's rule again; None where a person scores, or asking again does not give today's score."""
    if node.rule is None or node.manual is not None:
        return None
    plug = plugs.rules()[node.rule.kind]
    listed: Iterable[tuple[str, ...]] = getattr(plug, "inputs", lambda _: ())(node)
    ids = {entry[0]: f"取值.{node.code}.{entry[0]}" for entry in listed}
    more = {key: facts[id] for key, id in ids.items() if id in facts}
    targeted = [one for one in sheet.adjustments if one.adjustment.target]
    path = _path(node, sheet) if targeted else ()
    codes = {one.code for one in path}
    adjustments = tuple((one.adjustment, one.holds, "") for one in targeted if one.adjustment.target in codes)
    found = Scorer(node, plug, _read(node, plug, made.value, facts), more, adjustments, path)
    return found if found.points() == made.points else None


def _read(node: Indicator, plug: plugs.RulePlug, value: Fact | None, facts: Facts) -> Fact | None:
    """What the rule was given. A level worth a range leaves the per cent alone in its score; the words come back here."""
    if value is None or plug.READS != "word" or isinstance(value.value, str):
        return value
    if value.inputs and value.inputs[0] in facts:
        return facts[value.inputs[0]]
    return replace(value, value=node.value.strip(), measure=Measure.TEXT, unit="")


def _path(leaf: Indicator, sheet: Scoresheet) -> tuple[Indicator, ...]:
    """The leaf and the nodes above it."""
    by_code = {node.code: node for node in sheet.indicators}
    path = [leaf]
    while path[-1].parent in by_code:
        path.append(by_code[path[-1].parent])
    return tuple(path)


def nearest(asking: Scorer, today: Decimal, wanted: Wanted) -> Change | None:
    """The nearest change of what the rule reads that gives wanted points; None where none was found."""
    found = [*_figures(asking, wanted), *_levels(asking, today, wanted), *_conditions(asking, today, wanted)]
    verdicts = _verdicts(asking, today, wanted)
    found += [verdicts] if verdicts else []
    return min(found, key=lambda one: one.distance, default=None)


# ---- figures ------------------------------------------------------------------------------------------------------


def _figures(asking: Scorer, wanted: Wanted) -> Iterator[Change]:
    """The nearest printed figure on either side, of the value and of every figure the parameters read."""
    if asking.value is not None and isinstance(asking.value.value, Decimal):
        yield from _sides(asking.node, asking.value, lambda fact: asking.points(value=fact), wanted, _named(asking))
    for key, fact in asking.more.items():
        if isinstance(fact.value, Decimal):

            def points(other: Fact, key: str = key) -> Decimal | None:
                return asking.points(more={**asking.more, key: other})

            yield from _sides(asking.node, fact, points, wanted, f"分项{key}" if key.isdigit() else f"“{key}”")


def _named(asking: Scorer) -> str:
    text = asking.node.value.strip()
    return f"“{text}”" if 0 < len(text) <= 24 else "取值"


def _sides(
    node: Indicator, fact: Fact, points: Callable[[Fact], Decimal | None], wanted: Wanted, name: str
) -> Iterator[Change]:
    """The nearest figure on the side where one is found first, and on the other where a nearer one may be."""
    unit = Decimal(1).scaleb(-_places(fact))
    start = fact.printed

    def gives(figure: Decimal) -> bool:
        made = points(replace(fact, value=figure))
        return made is not None and wanted(made)

    last = {True: start, False: start}
    nearest_yet: Decimal | None = None
    done: set[bool] = set()
    for probe in sorted(_probes(node, fact, start, unit), key=lambda one: (abs(one - start), one)):
        above = probe > start
        if nearest_yet is not None and abs(last[above] - start) >= nearest_yet:
            done.add(above)
        if above in done or probe == start:
            continue
        if not gives(probe):
            last[above] = probe
            continue
        found = _halved(last[above], probe, unit, gives)
        other = replace(fact, value=found)
        nearest_yet = abs(found - start)
        done.add(above)
        made = points(other)
        assert made is not None
        words = f"{name}由 {fact.display} {'升到' if above else '降到'} {other.display}"
        yield Change(made, words, other, divide(nearest_yet, abs(start)) if start else Decimal(1))


def _halved(out: Decimal, within: Decimal, unit: Decimal, gives: Callable[[Decimal], bool]) -> Decimal:
    """The printed figure nearest to ``out`` that gives what is wanted, where ``within`` does and ``out`` does not."""
    while abs(within - out) > unit:
        middle = out + ((within - out) / 2 / unit).to_integral_value(rounding=ROUND_FLOOR) * unit
        if middle in (out, within):  # as far as the digits of the figures reach
            break
        out, within = (out, middle) if gives(middle) else (middle, within)
    return within


def _probes(node: Indicator, fact: Fact, start: Decimal, unit: Decimal) -> list[Decimal]:
    """Figures to try: where the rule may turn, a step to either side of its own figures, and ever further from today's."""
    rules = (node.rule, *(point.rule for point in node.points))
    own = sorted(set(_numbers(tuple(rule.params for rule in rules if rule))) - {Decimal(0)})
    turns = [Decimal(0), *own, *(one * 100 for one in own if one <= 10)]
    if len(own) <= _FEW:
        for a, b in permutations(own, 2):
            turns += [a + b, a - b, a * (1 + b), a * (1 - b), a * (1 + b / 100), a * (1 - b / 100)]
    # Shares and means end at a hundred; anything else may grow to several times what it or its rule is.
    hundred = fact.measure in (Measure.SHARE, Measure.MEAN) and start <= 100
    top = Decimal(100) if hundred else 4 * max(abs(start), *own, Decimal(1))
    bottom = Decimal(0) if start >= 0 else -top
    found = {top, bottom}
    for one in turns:
        found |= {(one / unit).to_integral_value(rounding=way) * unit for way in (ROUND_FLOOR, ROUND_CEILING)}
    for one in own:
        printed = (one / unit).to_integral_value(rounding=ROUND_FLOOR) * unit
        found |= {printed - unit, printed + unit}
    reach = unit
    while reach < top:
        found |= {start + reach, start - reach}
        reach *= 2
    return [one for one in found if bottom <= one <= top]


def _numbers(params: object) -> Iterator[Decimal]:
    """Every figure in a rule's parameters, whatever their shape."""
    if isinstance(params, Decimal):
        yield abs(params)
    elif isinstance(params, tuple | list):
        for one in params:
            yield from _numbers(one)
    elif is_dataclass(params) and not isinstance(params, type):
        for field in fields(params):
            yield from _numbers(getattr(params, field.name))


def _places(fact: Fact) -> int:
    if fact.places is not None:
        return fact.places
    exponent = fact.value.as_tuple().exponent if isinstance(fact.value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


# ---- words --------------------------------------------------------------------------------------------------------


def _share(asking: Scorer, today: Decimal, points: Decimal) -> Decimal:
    weight = asking.node.weight
    return divide(abs(points - today), weight) if weight else Decimal(1)


def _levels(asking: Scorer, today: Decimal, wanted: Wanted) -> Iterator[Change]:
    """Another level of 分级给分; of one worth a range, every whole per cent."""
    fact = asking.value
    params = asking.node.rule.params if asking.node.rule else None
    if fact is None or not isinstance(fact.value, str):
        return
    ranges: Mapping[str, tuple[Decimal, Decimal]] = getattr(params, "ranges", {})
    for name, _ in getattr(params, "levels", ()):
        low, high = ranges.get(name, (Decimal(0), Decimal(0)))
        parts = range(int(low), int(high) + 1) if name in ranges else ()
        for text in (name, *(f"{name}，{part}%" for part in parts)):
            other = replace(fact, value=text)
            points = asking.points(value=other)
            if text != fact.text and points is not None and wanted(points):
                yield Change(points, f"由“{fact.text}”改判“{text}”", other, _share(asking, today, points))


def _conditions(asking: Scorer, today: Decimal, wanted: Wanted) -> Iterator[Change]:
    """A condition of the rule that turns out the other way."""
    for key, fact in asking.more.items():
        if fact.text in (YES, NO):
            other = replace(fact, value=NO if fact.text == YES else YES)
            points = asking.points(more={**asking.more, key: other})
            if points is not None and wanted(points):
                yield Change(points, f"{key}由“{fact.text}”变为“{other.text}”", other, _share(asking, today, points))


def _verdicts(asking: Scorer, today: Decimal, wanted: Wanted) -> Change | None:
    """The fewest verdicts that must turn out otherwise, each time the one that moves the score furthest the wanted way."""
    node, told, now = asking.node, [], today
    turned: set[int] = set()
    upwards = wanted(node.weight)
    for _ in range(min(len(node.points), _MOST_VERDICTS)):
        tried = []
        for at, point in enumerate(node.points):
            if at in turned:
                continue
            for verdict in _others(point.verdict, tuple(name for name, _ in point.scale)):
                changed = (*node.points[:at], replace(point, verdict=verdict, earned=None), *node.points[at + 1 :])
                other = replace(node, points=changed)
                points = asking.points(node=other)
                if points is not None and points != now and (points > now) == upwards:
                    tried.append((points, at, verdict, other))
        if not tried:
            return None
        enough = [one for one in tried if wanted(one[0])]
        # Enough is best reached by as little as it takes; until then by as much as one verdict gives.
        small, large = (min, max) if upwards else (max, min)
        points, at, verdict, other = (small if enough else large)(enough or tried, key=lambda one: one[0])
        told.append(f"要点{node.points[at].order}由“{node.points[at].verdict}”改判“{verdict}”")
        node, now = other, points
        turned.add(at)
        if enough:
            return Change(points, "，".join(told), None, _share(asking, today, points))
    return None


def _others(verdict: str, scale: tuple[str, ...]) -> tuple[str, ...]:
    """The verdicts a point might have had instead; what is left to judgement (部分符合) and 不适用 are not proposed."""
    if scale:
        return tuple(name for name in scale if name != verdict)
    if verdict in ("符合", "不符合", "部分符合"):
        return tuple(one for one in ("符合", "不符合") if one != verdict)
    if verdict == "存在":
        return ("不存在",)
    if verdict == "不存在":
        return ("存在",)
    return ("不存在",) if any(char.isdigit() for char in verdict) else ()
