"""How wide the columns of a table become: what may not be broken fits on a line, the rest is shared out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evalkit.writers._word_xml import spaced_ems, widest_line, widest_token

#: A day or a month is read as one word.
DAY = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?[前后底起止]?|\d{1,2}月\d{1,2}日[前后]?|\d{1,2}月[前后底]")
#: The widest word that keeps its line whatever it costs, and the longest header and cell that do so where there is room,
#: in characters.
_WIDEST, _HEADER, _CELL = 12.0, 4.0, 4.0


@dataclass(slots=True)
class Need:
    """What one column asks for, in characters: ``must`` for what cannot be broken, ``should`` for what had better not be,
    ``natural`` for its longest line; ``load`` is all it holds.
    """

    must: float = 1.0
    should: float = 1.0
    natural: float = 1.0
    load: float = 0.0

    def take(self, text: str, *, header: bool) -> None:
        """Looks at a cell that stands in this column alone."""
        wide = widest_line(text)
        self.load += wide
        self.natural = max(self.natural, wide)
        if wide * 1.5 > self.must:  # with what is set between Chinese and Latin a day is wider than its signs
            word = min(max(widest_token(text), _widest_day(text)), _WIDEST)
            short = wide if header and wide <= 2 else 0.0
            self.must = max(self.must, word, short)
        if header and wide > _HEADER:
            wide = min(-(-wide // 2), _HEADER)  # two lines
        if wide <= (_HEADER if header else _CELL):
            self.should = max(self.should, wide)


def _widest_day(text: str) -> float:
    return max((spaced_ems(day) for day in DAY.findall(text)), default=0.0) if "月" in text or "年" in text else 0.0


def column_widths(needs: list[Need], given: list[Decimal | None], room: int, em: int, padding: int) -> list[int]:
    """The widths in twips, ``room`` in all. ``given`` are shares; where one is too small for its column it is raised."""
    if all(width is not None and width > 0 for width in given):
        whole = float(sum((width for width in given if width is not None), Decimal(0)))
        shares = [float(width) * room / whole for width in given if width is not None]
    else:
        natural = _shares(needs, (room - padding * len(needs)) / em)
        shares = [share * em + padding for share in natural]
    slack = em // 4
    hard = [need.must * em + padding + slack for need in needs]
    soft = [max(need.must, need.should) * em + padding + slack for need in needs]
    if sum(soft) <= room:
        shares = _raised(shares, soft)
    elif sum(hard) <= room:
        shares = _raised(shares, hard)
    return _fitted(shares, room)


def _raised(shares: list[float], least: list[float]) -> list[float]:
    """The shares with none below its least; what is added is taken from the others by what they have to spare."""
    lack = sum(max(low - share, 0.0) for share, low in zip(shares, least, strict=True))
    spare = sum(max(share - low, 0.0) for share, low in zip(shares, least, strict=True))
    part = min(lack / spare, 1.0) if spare else 0.0
    return [max(low, share - max(share - low, 0.0) * part) for share, low in zip(shares, least, strict=True)]


def _shares(needs: list[Need], room: float) -> list[float]:
    """Column widths in characters: short columns get what they need, long ones share the rest by what they hold."""
    count = len(needs)
    wanted = [min(need.natural, 60.0) + 0.5 for need in needs]
    if sum(wanted) <= room:
        spare = (room - sum(wanted)) / sum(wanted)
        return [want * (1 + spare) for want in wanted]
    least = [max(2.5, need.must + 0.3) for need in needs]
    open_columns = set(range(count))
    made = [0.0] * count
    rest = room
    while open_columns:
        fair = rest / len(open_columns)
        small = [c for c in open_columns if wanted[c] <= max(fair * 0.6, least[c])]
        if not small:
            break
        for column in small:
            made[column] = max(wanted[column], 2.0)
            rest -= made[column]
            open_columns.discard(column)
    weights = {c: max(needs[c].load, 1.0) ** 0.6 for c in open_columns}
    total = sum(weights.values())
    floor = {c: min(least[c] + 2.0, max(rest, 1.0) / len(open_columns)) for c in open_columns}
    spare = max(rest - sum(floor.values()), 0.0)
    for column in open_columns:
        made[column] = floor[column] + spare * weights[column] / total
    return made


def _fitted(shares: list[float], room: int) -> list[int]:
    total = sum(shares)
    widths = [max(int(room * share / total), 200) for share in shares]
    widths[widths.index(max(widths))] += room - sum(widths)
    return widths
