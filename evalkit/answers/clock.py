"""Times and durations as platforms write them."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

_DURATION = re.compile(r"(?:(\d+)\s*小?时)?\s*(?:(\d+)\s*分钟?)?\s*(?:(\d+(?:\.\d+)?)\s*秒?)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_HALF = r"(?:(上午|下午|[AaPp][Mm])\s*)?"
_HOURS = _HALF + r"(\d{1,2}):(\d{2})(?::(\d{2}))?\S*\s*" + _HALF + r".*"
_TIME = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+" + _HOURS)
#: The month first or the day first: a file is consistent, and only differences between times are used.
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
