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
from evalkit.numbers import divide, round_half_up
from evalkit.sampling import Enough, enough
from evalkit.scoring.adjusting import on_total
from evalkit.scoring.edges import Edge, edges
from evalkit.scoring.nearest import Change, Scorer, nearest, scorer

_CENT = Decimal("0.01")
#: Places at which points do not look rounded.
_FINE = 12


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
class End:
    """One end of an interval: the figure there, the score of each indicator that reads it, the total, the grade."""

    figure: Decimal
    scores: tuple[tuple[str, Decimal], ...]
    total: Decimal
    grade: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """An edge of an indicator's rule inside the interval, and how many answers it takes to know the side.

    ``enough`` is None where it cannot be worked out from the figure.
    """

    node: Indicator
    edge: Edge
    enough: Enough | None


@dataclass(frozen=True, slots=True)
class Swing:
    """A survey figure at both ends of its interval: the figure, the indicators that read it, and what comes of it.

    ``group`` is the group of respondents it is about, where it is about one; ``population`` are the people it was
    drawn from. ``crossed`` are the edges of rules inside the interval, the nearest to the figure first.
    """

    fact: Fact
    span: Span
    ends: tuple[End, End]
    group: str = ""
    population: int | None = None
    crossed: tuple[Crossed, ...] = ()


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
        _swings(ground, known, facts),
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


@dataclass(frozen=True, slots=True)
class _Reader:
    """A leaf that reads a survey figure: as its value, or (``key``) as a part of it."""

    asking: Scorer
    fact: Fact
    key: str

    def points(self, figure: Decimal, fine: bool = False) -> Decimal | None:
        other = replace(self.fact, value=figure)
        node = replace(self.asking.node, places=_FINE) if fine else None
        more = {**self.asking.more, self.key: other} if self.key else None
        return self.asking.points(node=node, value=None if self.key else other, more=more)


def _swings(ground: _Ground, known: Mapping[str, Scorer | None], facts: Facts) -> tuple[Swing, ...]:
    """Every survey figure with an interval that rules read, at both ends; the indicators that share one move together."""
    readers: dict[str, list[_Reader]] = {}
    for asking in known.values():
        if asking is None:
            continue
        for key, fact in (("", asking.value), *asking.more.items()):
            if fact is not None and fact.interval is not None and isinstance(fact.value, Decimal):
                readers.setdefault(_origin(fact, facts), []).append(_Reader(asking, fact, key))
    return tuple(_swing(ground, id, own, facts) for id, own in readers.items())


def _swing(ground: _Ground, id: str, own: list[_Reader], facts: Facts) -> Swing:
    fact = replace(own[0].fact, id=id)
    assert fact.interval is not None
    ends = _end(ground, own, fact.interval[0]), _end(ground, own, fact.interval[1])
    changes = [_change(ground.sheet, end) for end in ends]
    span = ground.span(dict.fromkeys(one.asking.node.code for one in own), min(changes), max(changes))
    people = _asked(id, facts)
    crossed = [one for reader in own for one in _crossed(reader, replace(reader.fact, id=id), people)]
    crossed.sort(key=lambda one: (abs(one.edge.at - fact.printed), one.edge.at, one.node.code))
    return Swing(fact, span, ends, people.group, people.population, tuple(crossed))


def _origin(fact: Fact, facts: Facts) -> str:
    """The fact a reading is of: aliases, which are one other fact as it stands, are followed."""
    taken = facts.get(fact.inputs[0]) if len(fact.inputs) == 1 else None
    alias = taken is not None and (taken.value, taken.interval, taken.n) == (fact.value, fact.interval, fact.n)
    return _origin(taken, facts) if taken is not None and alias else fact.id


def _end(ground: _Ground, own: Iterable[_Reader], figure: Decimal) -> End:
    """The scores, total and grade with the figure at one end; an indicator whose rule gives nothing there keeps its score."""
    scores = {reader.asking.node.code: ground.sheet.scores[reader.asking.node.code].points for reader in own}
    for reader in own:
        code = reader.asking.node.code
        points = reader.points(figure)
        if points is not None:  # an indicator that reads the figure in several parts moves by each
            scores[code] += points - ground.sheet.scores[code].points
    end = End(figure, tuple(scores.items()), Decimal(0), "")
    change = _change(ground.sheet, end)
    return replace(end, total=ground.total(change), grade=ground.grade(change))


def _change(sheet: Scoresheet, end: End) -> Decimal:
    return sum((points - sheet.scores[code].points for code, points in end.scores), Decimal(0))


def _crossed(reader: _Reader, fact: Fact, people: _People) -> Iterable[Crossed]:
    """The edges of one rule inside the figure's interval."""
    assert fact.interval is not None
    if fact.places is None:
        return
    low, high = (round_half_up(end, fact.places) for end in fact.interval)
    unit = Decimal(1).scaleb(-fact.places)
    within = (low, fact.printed, high)
    for edge in edges(reader.points, lambda figure: reader.points(figure, fine=True), within, unit):
        found = enough(fact, edge.at, people.population)
        if found is not None and found.n is not None and people.most is not None and found.n >= people.most:
            found = replace(found, n=people.most, census=True)
        yield Crossed(reader.asking.node, edge, found)


@dataclass(frozen=True, slots=True)
class _People:
    """The group a survey figure is about, how many people it was drawn from, and the most that could be asked."""

    group: str = ""
    population: int | None = None
    most: int | None = None


def _asked(id: str, facts: Facts) -> _People:
    parts = id.split(".")
    if parts[0] != "问卷":
        return _People()
    group = parts[3] if parts[2:3] == ["分组"] and len(parts) > 4 else ""
    head = parts[:4] if group else parts[:2]
    whole = facts.get(".".join((*head, "总体")))
    if whole is None or not isinstance(whole.value, Decimal):
        return _People(group)
    # The variance of a weighted figure is no single s²(1/n − 1/N): without N the answer errs on the safe side.
    population = None if parts[2:3] == ["加权"] else int(whole.value)
    return _People(group, population, int(whole.value))


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
