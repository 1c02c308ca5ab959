"""Times and durations as platforms write them."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from evalkit.columns import Column, distinct
from evalkit.meanwhile import meanwhile
from evalkit.numbers import plain

if TYPE_CHECKING:
    from evalkit.packed import Moments, Numbers, Texts

_DURATION = re.compile(r"(?:(\d+)\s*小?时)?\s*(?:(\d+)\s*分钟?)?\s*(?:(\d+(?:\.\d+)?)\s*秒?)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_HALF = r"(?:(上午|下午|[AaPp][Mm])\s*)?"
_HOURS = _HALF + r"(\d{1,2}):(\d{2})(?::(\d{2}))?\S*\s*" + _HALF + r".*"
_TIME = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+" + _HOURS)
_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
#: The month first; where that cannot be, the day. Importers write the times of a file year first before they are read.
_WESTERN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4}),?[ T]+" + _HOURS)


def read_seconds(text: str) -> Decimal | None:
    """``123秒``, ``3分12秒``, ``1小时2分``, ``00:03:12``, ``95``; None when it is no duration."""
    clock = _CLOCK.fullmatch(text)
    found = clock or _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_time(text: str) -> datetime | None:
    """``2023/10/12 9:05:33``, ``2023/10/12 下午 1:05``, ``10/12/2023 9:05:33 AM``, without zone; None when it is no time."""
    found, western = _TIME.fullmatch(text), _WESTERN.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups()[:3])
    elif western:
        month, day, year = (int(part) for part in western.groups()[:3])
        month, day = (day, month) if month > 12 else (month, day)
        year += 2000 if year < 100 else 0
    else:
        return None
    before, hours, minute, second, behind = (found or western).groups()[3:]  # type: ignore[union-attr]
    half = (before or behind or "").lower()
    hour = int(hours)
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    try:
        return datetime(year, month, day, hour, int(minute), int(second or 0))  # noqa: DTZ001 - only differences are used
    except ValueError:
        return None


def read_times(column: Column) -> Moments:
    """A packed column of times, of which those written year, month, day, hours, minutes, seconds are read all at once."""
    import numpy

    from evalkit.packed import NEVER, Moments, Texts, coded

    if isinstance(column, Texts):
        return Moments(meanwhile(partial(_seconds, column), len(column)))
    one = coded(column)
    there = distinct(one)
    table = [_whole(read_time(plain(str(value or ""))) if value in there else None, NEVER) for value in one.values]
    return Moments(numpy.array(table or [NEVER], numpy.int64)[one.codes])


def _seconds(column: Texts) -> Numbers:
    """Those written in the usual way at once, each of the other texts once."""
    import numpy

    from evalkit.packed import NEVER

    seconds, left = _usual(column)
    if len(left):
        others = column.gather(left).coded()
        table = [_whole(read_time(plain(str(text or ""))), NEVER) for text in others.values]
        seconds[left] = numpy.array(table, numpy.int64)[others.codes]
    return seconds


def _whole(time: datetime | None, never: int) -> int:
    """Whole seconds since 1970."""
    return never if time is None else int((time - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - as above


def _usual(column: Texts) -> tuple[Numbers, Numbers]:
    """Seconds since 1970 of texts such as ``2023/10/12 9:05:33``, and the rows that are written in any other way.

    Every day is read once.
    """
    import numpy

    from evalkit.packed import NEVER

    # The last eight signs hold the time of day, and the blank in front of an hour of one digit.
    days, ends = column.parted()
    passed, blank = _since_midnight(ends)
    first = [_day_begins((day or "").rstrip(" ")) for day in days.values]
    begun = numpy.array(first or [NEVER], numpy.int64)[days.codes]
    apart = numpy.array([(day or "").endswith(" ") for day in days.values] or [False])[days.codes]
    fits = (apart | blank) & (begun != NEVER) & (passed >= 0)
    return numpy.where(fits, begun + passed, NEVER), numpy.flatnonzero(~fits)


def _since_midnight(ends: Numbers) -> tuple[Numbers, Numbers]:
    """Seconds since midnight of the eight bytes of ``09:05:33`` and `` 9:05:33`` a row, -1 where they are any others.

    Also, where the first of them is a blank.
    """
    import numpy

    # Byte by byte: numpy is slow across so few.
    held = numpy.ascontiguousarray(ends.T)
    blank = held[0] == ord(" ")
    digits = held - numpy.uint8(ord("0"))
    digits[0][blank] = 0
    hours, minutes, seconds = (digits[place] * 10 + digits[place + 1] for place in (0, 3, 6))
    sound = (held[2] == ord(":")) & (held[5] == ord(":")) & (hours < 24) & (minutes < 60) & (seconds < 60)
    for place in (0, 1, 3, 4, 6, 7):
        sound &= digits[place] <= 9
    made = hours.astype(numpy.int32) * 3600 + minutes.astype(numpy.int32) * 60 + seconds
    made[~sound] = -1
    return made, blank


def _day_begins(day: str) -> int:
    """Seconds since 1970 where a day such as ``2023/10/12`` begins; NEVER where it is written in any other way."""
    from evalkit.packed import NEVER

    return _whole(read_time(f"{day} 0:00:00") if _DAY.fullmatch(day) else None, NEVER)
