"""Where the points of a rule jump while the figure it reads goes through an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

#: A change of the points is a jump, and no slope, when it is so many times those right beside it.
_STEEP = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A figure from which on (``at``, as printed) other points are given than right below it."""

    at: Decimal
    below: Decimal
    above: Decimal


#: The points for a printed figure; None where the rule gives none.
PointsOf = Callable[[Decimal], Decimal | None]


def edges(points: PointsOf, exact: PointsOf, within: tuple[Decimal, ...], unit: Decimal) -> tuple[Edge, ...]:
    """The jumps between the first and the last of some printed figures, which ascend; from the lowest up.

    ``exact`` gives the points before they are rounded to print, so that the steps of rounding are no jumps. Where two
    neighbours of ``within`` have the same points the rule is taken to be level between them.
    """
    changes = {figure: size for figure, size in _changes(exact, within, unit) if size}
    found = []
    for figure, size in sorted(changes.items()):
        beside = max(changes.get(figure - unit, Decimal(0)), changes.get(figure + unit, Decimal(0)))
        below, above = points(figure - unit), points(figure)
        if size > _STEEP * beside and below is not None and above is not None and below != above:
            found.append(Edge(figure, below, above))
    return tuple(found)


def _changes(exact: PointsOf, within: tuple[Decimal, ...], unit: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """Every printed figure whose points differ from those right below it, and by how much."""
    waiting = [(low, exact(low), high, exact(high)) for low, high in pairwise(within)]
    while waiting:
        start, first, end, last = waiting.pop()
        if first == last or start >= end:
            continue
        if end - start <= unit:
            yield end, abs((last or Decimal(0)) - (first or Decimal(0)))
            continue
        middle = start + ((end - start) / 2 / unit).to_integral_value(rounding=ROUND_FLOOR) * unit
        between = exact(middle)
        waiting += [(start, first, middle, between), (middle, between, end, last)]
