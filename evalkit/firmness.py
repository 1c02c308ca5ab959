"""How firm is the result? What it would take for the grade to be another one, and what the total rests on.

Nothing here is random: the scores are what they are, one thing at a time is imagined otherwise, and the rules are asked
again. Adjustments (加减分, 否决) and conditions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evalkit.model.facts import Fact, Facts
from evalkit.model.scoring import Indicator, Scoresheet
from evalkit.numbers import divide
from evalkit.scoring.adjusting import on_total
from evalkit.scoring.nearest import Change, Scorer, nearest, scorer

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bound:
    """The next grade on one side: the total it takes, on a scale of a hundred, and the least points to get there."""

    grade: str
    floor: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that alone changes the grade: by how many points at least, and how its rule would give them.

    ``change`` is None where a person scores or only the points can be told. ``distance`` compares indicators: the change
    of the figure over the figure, else of the points over the weight.
    """

    node: Indicator
    today: Decimal
    grade: str
    points: Decimal
    change: Change | None
    distance: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Between which totals and grades the result lies, and the indicators it hangs on."""

    codes: tuple[str, ...]
    low: Decimal
    high: Decimal
    low_grade: str
    high_grade: str


@dataclass(frozen=True, slots=True)
class Swing:
    """A survey figure at both ends of its interval: the figure, the indicators that read it, and what comes of it."""

    fact: Fact
    span: Span


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a first-level weight may move, the others giving way in proportion, before the grade is another one.

    ``better`` is the least shift that lifts the grade, ``worse`` the largest that still keeps it; None where none does.
    ``above`` says that the node's rate is above that of the others together, so that more weight for it lifts the total.
    """

    node: Indicator
    above: bool
    better: Decimal | None
    worse: Decimal | None


@dataclass(frozen=True, slots=True)
class Firmness:
    """All of it. While something is undecided there is no grade yet, and only ``undecided`` is filled in.

    ``together`` are the indicators that lift the grade only together, each to full marks: as few as possible.
    ``by_rule`` is the total without the scores given by hand.
    """

    total: Decimal
    full: Decimal
    grade: str
    better: Bound | None = None
    worse: Bound | None = None
    moves: tuple[Move, ...] = ()
    together: tuple[str, ...] = ()
    by_rule: Span | None = None
    undecided: Span | None = None
    swings: tuple[Swing, ...] = ()
    shifts: tuple[Shift, ...] = ()


def firmness(sheet: Scoresheet, facts: Facts) -> Firmness:
    """How firm a scoresheet's grade is; ``facts`` are those that came with it."""
    ground = _Ground(sheet)
    if sheet.undecided or not sheet.full or len(sheet.scheme.grades) < 2:
        return Firmness(ground.total(Decimal(0)), sheet.full, sheet.grade, undecided=_undecided(ground))
    up, down = ground.bound(True), ground.bound(False)
    known = {node.code: scorer(node, sheet.scores[node.code], sheet, facts) for node in sheet.leaves()}
    moves = [move for side, rises in ((up, True), (down, False)) if side for move in _moves(sheet, known, side, rises)]
    return Firmness(
        sheet.total,
        sheet.full,
        sheet.grade,
        up,
        down,
        tuple(sorted(moves, key=lambda one: (one.distance, one.node.code))),
        () if up is None or any(one.grade == up.grade for one in moves) else _together(sheet, up),
        _by_rule(ground),
        None,
        _swings(ground, known),
        tuple(_shift(ground, node, up, down) for node in sheet.children("")),
    )


class _Ground:
    """Totals and grades by how much the sum of the scores changes."""

    def __init__(self, sheet: Scoresheet) -> None:
        self.sheet = sheet
        points = (sheet.scores[node.code].points for node in sheet.children("") if node.code in sheet.scores)
        self.base = sum(points, Decimal(0))
        self.places = max((node.places for node in sheet.indicators), default=2)
        self.unit = Decimal(1).scaleb(-self.places)
        self.decided = tuple((one.adjustment, one.holds, "") for one in sheet.adjustments)
        self.rank = {grade.name: place for place, grade in enumerate(sheet.scheme.grades)}

    def total(self, change: Decimal) -> Decimal:
        return self._adjusted(change)[0]

    def grade(self, change: Decimal) -> str:
        return self._adjusted(change)[1]

    def _adjusted(self, change: Decimal) -> tuple[Decimal, str]:
        sheet = self.sheet
        made = on_total(self.decided, self.base + change, sheet.full, sheet.scheme)
        return made.total, made.grade

    def span(self, codes: Iterable[str], low: Decimal, high: Decimal) -> Span:
        return Span(tuple(codes), self.total(low), self.total(high), self.grade(low), self.grade(high))

    def bound(self, rises: bool) -> Bound | None:
        """The least change of the sum that gives another grade; None where no change does (a ceiling, the last grade)."""
        now = self.rank[self.sheet.grade]
        sign = Decimal(1) if rises else Decimal(-1)
        most = self.sheet.full - self.base if rises else self.base

        def other(steps: int) -> bool:
            rank = self.rank[self.grade(sign * steps * self.unit)]
            return rank < now if rises else rank > now

        within = int((most / self.unit).to_integral_value(rounding=ROUND_FLOOR))
        if within <= 0 or not other(within):
            return None
        out = 0
        while within - out > 1:
            middle = (out + within) // 2
            out, within = (out, middle) if other(middle) else (middle, within)
        points = within * self.unit
        grade = self.grade(sign * points)
        grades = self.sheet.scheme.grades
        floor = grades[self.rank[grade]].floor if rises else grades[self.rank[grade] - 1].floor
        return Bound(grade, floor, points)


# ---- one indicator ------------------------------------------------------------------------------------------------


def _moves(sheet: Scoresheet, known: Mapping[str, Scorer | None], side: Bound, rises: bool) -> Iterable[Move]:
    """The leaves with room enough whose rule gives the points; of those a person scores, the points alone."""
    for node in sheet.leaves():
        today = sheet.scores[node.code].points
        room = node.weight - today if rises else today
        if room < side.points:
            continue
        least = divide(side.points, node.weight)
        asking = known[node.code]
        if asking is None:
            yield Move(node, today, side.grade, side.points, None, least)
            continue
        goal = today + side.points if rises else today - side.points

        def wanted(points: Decimal, goal: Decimal = goal) -> bool:
            return points >= goal if rises else points <= goal

        change = nearest(asking, today, wanted)
        if change is not None:
            yield Move(node, today, side.grade, side.points, change, change.distance)
        elif not _told(asking):
            yield Move(node, today, side.grade, side.points, None, least)


def _told(asking: Scorer) -> bool:
    """Whether all that the rule reads was tried, so that finding nothing means there is nothing."""
    return asking.plug.READS != "" or all(point.rule is None and point.earned is None for point in asking.node.points)


def _together(sheet: Scoresheet, up: Bound) -> tuple[str, ...]:
    codes, gained = [], Decimal(0)
    for node in sorted(sheet.leaves(), key=lambda node: -sheet.scores[node.code].deducted):
        if gained >= up.points or not sheet.scores[node.code].deducted:
            break
        gained += sheet.scores[node.code].deducted
        codes.append(node.code)
    return tuple(codes) if gained >= up.points else ()


# ---- what the total rests on --------------------------------------------------------------------------------------


def _by_rule(ground: _Ground) -> Span | None:
    """The total if every score by hand fell back to its rule, or to nought and full marks where the rule gives none."""
    low = high = Decimal(0)
    codes = []
    for node in ground.sheet.leaves():
        if node.manual is None:
            continue
        made = ground.sheet.scores[node.code]
        codes.append(node.code)
        low += (Decimal(0) if made.by_rule is None else made.by_rule) - made.points
        high += (node.weight if made.by_rule is None else made.by_rule) - made.points
    return ground.span(codes, low, high) if codes else None


def _undecided(ground: _Ground) -> Span | None:
    """The total with nought and with full marks for all that nobody has decided."""
    open_codes = set(ground.sheet.undecided)
    weights = [node.weight for node in ground.sheet.leaves() if node.code in open_codes]
    if not weights:
        return None
    return ground.span(ground.sheet.undecided, Decimal(0), sum(weights, Decimal(0)))


def _swings(ground: _Ground, known: Mapping[str, Scorer | None]) -> tuple[Swing, ...]:
    """Every survey figure with an interval that rules read, at both ends; the indicators that share one move together."""
    readers: dict[str, list[Scorer]] = {}
    for asking in known.values():
        fact = asking.value if asking is not None else None
        if asking is not None and fact is not None and fact.interval is not None:
            readers.setdefault(_origin(fact), []).append(asking)
    found = []
    for own in readers.values():
        fact = own[0].value
        assert fact is not None
        assert fact.interval is not None
        changes = [_change(own, ground.sheet, end) for end in fact.interval]
        codes = [asking.node.code for asking in own]
        found.append(Swing(replace(fact, id=_origin(fact)), ground.span(codes, min(changes), max(changes))))
    return tuple(found)


def _origin(fact: Fact) -> str:
    return fact.inputs[0] if fact.id.startswith("取值.") and len(fact.inputs) == 1 else fact.id


def _change(readers: Iterable[Scorer], sheet: Scoresheet, figure: Decimal) -> Decimal:
    change = Decimal(0)
    for asking in readers:
        assert asking.value is not None
        points = asking.points(value=replace(asking.value, value=figure))
        today = sheet.scores[asking.node.code].points
        change += (today if points is None else points) - today
    return change


def _shift(ground: _Ground, node: Indicator, up: Bound | None, down: Bound | None) -> Shift:
    """Closed form: moving a weight by δ changes the sum by δ × (its own rate − the rate of the others together)."""
    sheet = ground.sheet
    others = sheet.full - node.weight
    made = sheet.scores[node.code]
    if not others or not node.weight:
        return Shift(node, False, None, None)
    slope = divide(made.points, node.weight) - divide(ground.base - made.points, others)
    if not slope:
        return Shift(node, False, None, None)

    def within(shift: Decimal | None) -> Decimal | None:
        return shift if shift is not None and -node.weight < shift < others else None

    better = _away(divide(up.points, slope), ROUND_CEILING) if up else None
    # The last total that keeps the grade is one unit above the first that loses it.
    worse = _away(divide(ground.unit - down.points, slope), ROUND_FLOOR) if down else None
    return Shift(node, slope > 0, within(better), within(worse))


def _away(shift: Decimal, rounding: str) -> Decimal:
    """To two places, away from nought (a shift that must be reached) or towards it (one that must not be passed)."""
    size = (abs(shift) / _CENT).to_integral_value(rounding=rounding) * _CENT
    return -size if shift < 0 else size
