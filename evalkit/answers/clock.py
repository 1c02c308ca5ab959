"""Times and durations as platforms write them."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from evalkit.columns import Column, distinct
from evalkit.numbers import plain

if TYPE_CHECKING:
    from evalkit.packed import Moments, Numbers, Texts

_DURATION = re.compile(r"(?:(\d+)\s*小?时)?\s*(?:(\d+)\s*分钟?)?\s*(?:(\d+(?:\.\d+)?)\s*秒?)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_HALF = r"(?:(上午|下午|[AaPp][Mm])\s*)?"
_HOURS = _HALF + r"(\d{1,2}):(\d{2})(?::(\d{2}))?\S*\s*" + _HALF + r".*"
_TIME = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+" + _HOURS)
_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_CLOCK_SIGNS = len("09:05:33")
_TIME_OF_DAY = re.compile(r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}")
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
    """A packed column of times; those written year, month, day, hours, minutes, seconds are read all at once."""
    import numpy

    from evalkit.packed import NEVER, Moments, Texts, coded

    if isinstance(column, Texts):
        seconds, left = _usual(column)
        told = {row: column[row] for row in left}
        for row, text in told.items():
            seconds[row] = _whole(read_time(plain(str(text or ""))), NEVER)
        return Moments(seconds)
    one = coded(column)
    there = distinct(one)
    table = [_whole(read_time(plain(str(value or ""))) if value in there else None, NEVER) for value in one.values]
    return Moments(numpy.array(table or [NEVER], numpy.int64)[one.codes])


def _whole(time: datetime | None, never: int) -> int:
    """Whole seconds since 1970."""
    return never if time is None else int((time - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - as above


def _usual(column: Texts) -> tuple[Numbers, list[int]]:
    """Seconds since 1970 of texts such as ``2023/10/12 9:05:33``, and the rows that are written in any other way.

    The days and the times of day are each read once.
    """
    import numpy

    from evalkit.packed import NEVER
    from evalkit.packed import told as by_value

    # The last eight signs hold the time of day, and the blank in front of an hour of one digit.
    days, clocks = (
        by_value(part) for part in (column.series.str.head(-_CLOCK_SIGNS), column.series.str.tail(_CLOCK_SIGNS))
    )
    first = [_day_begins((day or "").rstrip(" ")) for day in days.values]
    after = [_seconds_of_day((clock or "").lstrip(" ")) for clock in clocks.values]
    begun = numpy.array(first or [NEVER], numpy.int64)[days.codes]
    passed = numpy.array(after or [-1], numpy.int64)[clocks.codes]
    apart = numpy.array([(day or "").endswith(" ") for day in days.values] or [False])[days.codes]
    apart |= numpy.array([(clock or "").startswith(" ") for clock in clocks.values] or [False])[clocks.codes]
    fits = apart & (begun != NEVER) & (passed >= 0)
    return numpy.where(fits, begun + passed, NEVER), numpy.flatnonzero(~fits).tolist()


def _day_begins(day: str) -> int:
    """Seconds since 1970 where a day such as ``2023/10/12`` begins; NEVER where it is written in any other way."""
    from evalkit.packed import NEVER

    return _whole(read_time(f"{day} 0:00:00") if _DAY.fullmatch(day) else None, NEVER)


def _seconds_of_day(clock: str) -> int:
    """Seconds since midnight of ``9:05:33``, -1 where it is written in any other way."""
    if not _TIME_OF_DAY.fullmatch(clock):
        return -1
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds if hours < 24 and minutes < 60 and seconds < 60 else -1
