"""Charts as inline SVG: drawn from the block's own figures, labelled with what its facts print."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import escape

from evalkit.model.document import Chart
from evalkit.numbers import divide, fixed, trimmed
from evalkit.writers._diverging import diverged
from evalkit.writers._palette import OWN, PLAIN, Palette

WIDTH = 600
#: A line of labels is as many Chinese characters.
LABEL = 9

#: The printed figure of a value, from its series and place.
Show = Callable[[int, int], str]


#: What comes after the plain tones is hatched: strokes on white by their pattern's number.
_HATCHES = ("M0 8L8 0", "M0 0L8 8", "M0 4H8", "M4 0V8", "M0 4H8M4 0V8")


def chart_svg(chart: Chart, show: Show, palette: Palette = OWN) -> str:
    """The chart as an ``<svg>`` element; ``show`` gives the label of a value by series and category."""
    kinds = {"bar": _bars, "column": _columns, "stacked": _stacked, "pie": _pie, "diverging": _diverging}
    body, height = kinds[chart.kind](chart, show, palette)
    alt = escape(chart.alt or "、".join(chart.categories))
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{alt}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{alt}</title>{_hatching(chart, palette)}{''.join(body)}</svg>"
    )


def _bars(chart: Chart, show: Show, palette: Palette) -> tuple[list[str], int]:
    left, right, bar, gap = 165, 75, 20, 14
    fills = _fills(palette, len(chart.series))
    top = _maximum(chart)
    parts, y = list(_legend(chart, fills)), _legend_height(chart)
    for place, category in enumerate(chart.categories):
        height = max(bar * len(chart.series), 19 * len(_lines(category)))
        parts += _label(category, left - 10, y + height / 2, "end")
        for index in range(len(chart.series)):
            value = _value(chart, index, place)
            if value is not None:
                at = y + height / 2 - bar * len(chart.series) / 2 + bar * index
                length = _share(value, top) * (WIDTH - left - right)
                parts.append(_box(left, at + 1, length, bar - 2, fills[index]))
                parts.append(_text(left + length + 6, at + bar / 2, show(index, place), "start"))
        y += height + gap
    parts.append(f'<line x1="{left}" y1="{_legend_height(chart) - 6}" x2="{left}" y2="{y - 8}" stroke="#888"/>')
    return parts, y


def _columns(chart: Chart, show: Show, palette: Palette) -> tuple[list[str], int]:
    top, head = _maximum(chart), _legend_height(chart) + 22
    fills = _fills(palette, len(chart.series))
    floor = head + 220
    slot = (WIDTH - 40) / max(len(chart.categories), 1)
    wide = min(slot * 0.7 / max(len(chart.series), 1), 56)
    parts = list(_legend(chart, fills))
    for place, category in enumerate(chart.categories):
        middle = 20 + slot * (place + 0.5)
        for index in range(len(chart.series)):
            value = _value(chart, index, place)
            if value is not None:
                high = _share(value, top) * 220
                x = middle + wide * (index - len(chart.series) / 2)
                parts.append(_box(x + 1, floor - high, wide - 2, high, fills[index]))
                parts.append(_text(x + wide / 2, floor - high - 10, show(index, place), "middle"))
        per_line = max(int(slot // 18), 2)
        for line, words in enumerate(_lines(category, per_line)):
            parts.append(_text(middle, floor + 16 + 19 * line, words, "middle"))
    deepest = max((len(_lines(category, max(int(slot // 18), 2))) for category in chart.categories), default=1)
    parts.append(f'<line x1="20" y1="{floor}" x2="{WIDTH - 20}" y2="{floor}" stroke="#888"/>')
    return parts, floor + 14 + 19 * deepest


def _stacked(chart: Chart, show: Show, palette: Palette) -> tuple[list[str], int]:
    left, right, bar, gap = 165, 20, 28, 14
    fills, tones = _fills(palette, len(chart.series)), palette.tones(len(chart.series))
    parts, y = list(_legend(chart, fills)), _legend_height(chart)
    for place, category in enumerate(chart.categories):
        height = max(bar, 19 * len(_lines(category)))
        parts += _label(category, left - 10, y + height / 2, "end")
        values = [_value(chart, index, place) for index in range(len(chart.series))]
        whole = sum((value for value in values if value is not None and value > 0), Decimal(0))
        x = float(left)
        for index, value in enumerate(values):
            if value is None or value <= 0:
                continue
            length = _share(value, whole) * (WIDTH - left - right)
            parts.append(_box(x, y + (height - bar) / 2, length, bar, fills[index]))
            if length > 10 * len(show(index, place)):
                kind = "in" if index < PLAIN and tones[index].white else ""
                parts.append(_text(x + length / 2, y + height / 2, show(index, place), "middle", kind))
            x += length
        y += height + gap
    return parts, y


def _diverging(chart: Chart, show: Show, palette: Palette) -> tuple[list[str], int]:
    left, right, bar, gap = 165, 10, 28, 14
    layout = diverged(chart, palette)
    fills = [tone for tone in layout.fills if tone is not None]
    whole = WIDTH - left - right

    def at(value: Decimal) -> float:
        return left + float(divide(value - layout.low, layout.span)) * whole

    apart = max((_reach(chart, "for", place) for place in range(len(chart.categories))), default=Decimal(0))
    if layout.spacer is not None:
        apart = layout.high - max(_reach(chart, "middle", place) for place in range(len(chart.categories)))
    parts, y = [], _legend_height(chart)
    for index, (x, line) in enumerate(_places(chart)):
        parts.append(_box(x, line - 6, 12, 12, f"#{fills[index].fill.lower()}"))
        parts.append(_text(x + 18, line, chart.series[index].name, "start"))
    top = y - 6
    for place, category in enumerate(chart.categories):
        height = max(bar, 19 * len(_lines(category)))
        parts += _label(category, left - 10, y + height / 2, "end")
        ends = {"for": Decimal(0), "": Decimal(0), "middle": apart, "against": Decimal(0)}
        for index, series in enumerate(chart.series):
            value = _value(chart, index, place)
            if value is None or value <= 0:
                continue
            begin = ends[series.side] - (value if series.side == "against" else 0)
            ends[series.side] = begin if series.side == "against" else begin + value
            x, length = at(begin), at(begin + value) - at(begin)
            parts.append(_box(x, y + (height - bar) / 2, length, bar, f"#{fills[index].fill.lower()}"))
            if length > 10 * len(show(index, place)):
                kind = "in" if fills[index].white else ""
                parts.append(_text(x + length / 2, y + height / 2, show(index, place), "middle", kind))
        y += height + gap
    axis = f'x1="{_plain(at(Decimal(0)))}" y1="{top}" x2="{_plain(at(Decimal(0)))}" y2="{y - 8}"'
    return [*parts, f'<line {axis} stroke="#444"/>'], y


def _reach(chart: Chart, side: str, place: int) -> Decimal:
    values = (_value(chart, index, place) for index, one in enumerate(chart.series) if one.side == side)
    return sum((value for value in values if value is not None), Decimal(0))


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    place = f'x="{_plain(x)}" y="{_plain(y)}" width="{_plain(max(width, 0))}" height="{_plain(height)}"'
    return f'<rect {place} fill="{colour}" stroke="#404040" stroke-width=".5"/>'


def _pie(chart: Chart, show: Show, palette: Palette) -> tuple[list[str], int]:
    values = [_value(chart, 0, place) or Decimal(0) for place in range(len(chart.categories))] if chart.series else []
    whole = sum((value for value in values if value > 0), Decimal(0))
    x, y, radius, turn = 125.0, 130.0, 110.0, -math.pi / 2
    fills = _fills(palette, len(chart.categories))
    parts: list[str] = []
    for place, value in enumerate(values):
        share = _share(value, whole)
        if share >= 0.999999:
            parts.append(
                f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fills[place]}" stroke="#404040" stroke-width=".5"/>'
            )
        elif share > 0:
            end = turn + share * 2 * math.pi
            path = (
                f"M{x} {y}L{x + radius * math.cos(turn):.1f} {y + radius * math.sin(turn):.1f}"
                f"A{radius} {radius} 0 {1 if share > 0.5 else 0} 1 "
                f"{x + radius * math.cos(end):.1f} {y + radius * math.sin(end):.1f}Z"
            )
            parts.append(f'<path d="{path}" fill="{fills[place]}" stroke="#404040" stroke-width=".5"/>')
            turn = end
    at = max(20.0, 130.0 - 13 * len(values))
    for place, category in enumerate(chart.categories):
        parts.append(_box(255, at - 7, 14, 14, fills[place]))
        parts.append(_text(277, at, f"{category}　{show(0, place)}" if chart.series else category, "start"))
        at += 26
    return parts, max(260, math.ceil(at))


def _legend(chart: Chart, fills: tuple[str, ...]) -> Iterator[str]:
    """The names of the series, in rows; none for a single series."""
    if len(chart.series) < 2:
        return
    for index, (x, y) in enumerate(_places(chart)):
        yield _box(x, y - 6, 12, 12, fills[index])
        yield _text(x + 18, y, chart.series[index].name, "start")


def _places(chart: Chart) -> list[tuple[float, float]]:
    found, x, y = [], 20.0, 14.0
    for series in chart.series:
        length = 18 + 17 * len(series.name) + 20
        if x > 20 and x + length > WIDTH:
            x, y = 20.0, y + 24
        found.append((x, y))
        x += length
    return found


def _legend_height(chart: Chart) -> int:
    return int(_places(chart)[-1][1]) + 24 if len(chart.series) > 1 else 10


def _maximum(chart: Chart) -> Decimal:
    values = [value for series in chart.series for value in series.values if value is not None]
    return max([chart.maximum or Decimal(0), *values, Decimal(0)]) or Decimal(1)


def _value(chart: Chart, index: int, place: int) -> Decimal | None:
    values = chart.series[index].values
    return values[place] if place < len(values) else None


def _share(value: Decimal, whole: Decimal) -> float:
    return float(divide(max(value, Decimal(0)), whole)) if whole > 0 else 0.0


def value_label(value: Decimal | None, unit: str) -> str:
    """A value that no fact prints."""
    return "" if value is None else trimmed(value) + unit


def _lines(words: str, length: int = LABEL) -> list[str]:
    """A label in lines, cut by the width of its characters."""
    lines, line, room = [], "", length * 2
    for sign in words:
        room -= 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        if room < 0 and line:
            lines.append(line)
            line, room = "", length * 2 - 2
        line += sign
    return [*lines, line]


def _label(words: str, x: float, y: float, anchor: str) -> list[str]:
    lines = _lines(words)
    first = y - 9.5 * (len(lines) - 1)
    return [_text(x, first + 19 * place, line, anchor) for place, line in enumerate(lines)]


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{_plain(x)}" y="{_plain(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def _fills(palette: Palette, count: int) -> tuple[str, ...]:
    """What so many neighbours are filled with."""
    plain = [f"#{tone.fill.lower()}" for tone in palette.tones(count)][:PLAIN]
    return (*plain, *(f"url(#hatch{n % len(_HATCHES)})" for n in range(max(count - PLAIN, 0))))


def _hatching(chart: Chart, palette: Palette) -> str:
    """The patterns a chart of many neighbours needs."""
    count = len(chart.categories) if chart.kind == "pie" else 0 if chart.kind == "diverging" else len(chart.series)
    dark = palette.tones(count)[0].fill.lower()
    patterns = "".join(
        f'<pattern id="hatch{n}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/>'
        f'<path d="{_HATCHES[n]}" stroke="#{dark}" stroke-width="1.5"/></pattern>'
        for n in range(min(max(count - PLAIN, 0), len(_HATCHES)))
    )
    return f"<defs>{patterns}</defs>" if patterns else ""


def _plain(value: float) -> str:
    return trimmed(Decimal(fixed(Decimal(repr(float(value))), 1)))
