"""How a diverging chart is laid out: favourable answers right of a line, unfavourable ones left, the middle ones apart.

Each of the three begins on a line of its own, so that lengths can be compared from bar to bar. The series keep the
order they are given in, from the most favourable down, which is also the order of the legend; a spacer that nobody
sees stands before those of the middle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.model.document import Chart, Series
from evalkit.numbers import round_half_up
from evalkit.writers._palette import MIDDLE, OWN, Palette, Tone, tone

#: The name of the spacer: in the legend it is a gap. (Word and LibreOffice disagree on which entry a deleted one is.)
_UNSEEN = "\N{NO-BREAK SPACE}"
#: What lies between the longest bar and the middle answers, as a share of the whole width.
_GAP = Decimal("0.04")
#: What an answer of more than three on a side is drawn in.
_FURTHER = tone("7F7F7F")


@dataclass(frozen=True, slots=True)
class Layout:
    """A diverging chart ready to draw: bars of ``chart`` (unfavourable ones negative), and the ends of the axis.

    ``given`` is the chart as it was, all values positive.

    ``spacer`` is the place of the series nobody sees, None without one; ``fills`` are a series' tone each.
    """

    given: Chart
    chart: Chart
    low: Decimal
    high: Decimal
    spacer: int | None
    fills: tuple[Tone | None, ...]

    @property
    def span(self) -> Decimal:
        return self.high - self.low


def diverged(chart: Chart, palette: Palette = OWN) -> Layout:
    """The layout of a diverging chart."""
    size = len(chart.categories)
    right, left, middle = (_lengths(chart, side, size) for side in ("for", "against", "middle"))
    high, low, apart = max(right, default=Decimal(0)), max(left, default=Decimal(0)), max(middle, default=Decimal(0))
    series = [replace(one, values=_negative(one)) if one.side == "against" else one for one in chart.series]
    fills = _fills(chart, palette)
    spacer = None
    if apart:
        gap = round_half_up((high + low + apart) * _GAP, 2)
        spacer = next(place for place, one in enumerate(series) if one.side == "middle")
        series.insert(spacer, Series(_UNSEEN, tuple(high + gap - length for length in right)))
        fills.insert(spacer, None)
        high += gap + apart
    return Layout(chart, replace(chart, series=tuple(series)), -low, high or Decimal(1), spacer, tuple(fills))


def _lengths(chart: Chart, side: str, size: int) -> list[Decimal]:
    lengths = [Decimal(0)] * size
    for one in chart.series:
        if one.side == side:
            for place, value in enumerate(one.values[:size]):
                lengths[place] += value or Decimal(0)
    return lengths


def _negative(series: Series) -> tuple[Decimal | None, ...]:
    return tuple(-value if value else value for value in series.values)


def _fills(chart: Chart, palette: Palette) -> list[Tone | None]:
    seen = {"for": 0, "against": 0, "middle": 0, "": 0}
    counts = {side: sum(1 for one in chart.series if one.side == side) for side in seen}
    found: list[Tone | None] = []
    for one in chart.series:
        place = seen[one.side]
        seen[one.side] += 1
        if one.side not in ("for", "against"):
            found.append(MIDDLE)
            continue
        tones = palette.side(one.side, counts[one.side])
        found.append(tones[place] if place < len(tones) else _FURTHER)
    return found
