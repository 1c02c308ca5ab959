"""Forms that a machine sent: at intervals no person keeps, or with the same seconds spent time after time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from evalkit.answers.arrays import NEVER, UNKNOWN, Codes, Mark, Spent, Times, codes, crowd
from evalkit.columns import Column
from evalkit.model.questionnaire import Screening
from evalkit.numbers import trimmed

#: Forms further apart, in seconds, are no run.
LONGEST = 3600
#: The mean interval must be so many units of the clock: in a crowd, forms come every second, or every minute where
#: the clock has no seconds. A run of twice the length is a machine's even so.
UNITS = 5
MINUTE = 60


def machine_made(
    screening: Screening,
    source: Column | None,
    sent: Times | None,
    spent: Spent | None,
    part: Column | None = None,
) -> Iterator[tuple[Mark, str]]:
    """The forms of such runs, with the reason; from one place, and for intervals also over the whole file.

    Of several files, each by itself: ``part`` numbers the file of each form.

    Without seconds in the times (``9:05``), intervals of under five minutes over the whole file count only in runs of
    twice the length. Durations in whole minutes, or of nought, tell nothing.
    """
    if part is not None:
        own = codes(part)
        for number in numpy.unique(own):
            here = own == number
            yield from machine_made(
                screening,
                source,
                None if sent is None else numpy.where(here, sent, NEVER),
                None if spent is None else numpy.where(here, spent, UNKNOWN),
            )
        return
    size = screening.run_forms
    senders = codes(source) if source is not None else None
    percent = trimmed(screening.run_spread * 100)
    if sent is not None:
        coarse = not (sent[sent != NEVER] % MINUTE).any()
        mark = _regular(sent, None, size, UNITS * (MINUTE if coarse else 1), screening)
        if coarse:
            mark |= _regular(sent, None, 2 * size, MINUTE, screening)
        if senders is not None:
            mark |= _regular(sent, senders, size, UNITS, screening)
        yield mark, f"连续{size}份及以上的提交间隔几乎相等（变异系数不超过{percent}%）"
    if spent is not None and senders is not None:
        mark = _same_seconds(spent, senders, size)
        yield mark, f"同一来源连续{size}份及以上的用时完全相同"


def _regular(sent: Times, source: Codes | None, size: int, least: int, screening: Screening) -> Mark:
    """Where a form stands in a run of so many at equal intervals, on average no shorter than the ``least`` seconds.

    A run is of one source, or without sources of all forms in order of time.
    """
    made = numpy.zeros(len(sent), numpy.bool_)
    rows = numpy.flatnonzero(sent != NEVER)
    if source is not None:
        rows = rows[crowd(source)[rows] >= size]
    if len(rows) < size:
        return made
    times, order = _in_time(sent[rows], None if source is None else source[rows])
    rows = rows[order]
    gaps = numpy.diff(times)
    broken = (gaps <= 0) | (gaps > LONGEST)
    if source is not None:
        broken |= source[rows][1:] != source[rows][:-1]
    width = size - 1
    # In a window without a break the intervals add up to what lies between its first form and its last.
    total = times[width:] - times[:-width]
    near = numpy.flatnonzero((total >= least * width) & (_windows(broken.view(numpy.int8), width) == 0))
    if not len(near):
        return made
    total = total[near]
    squares = _windows(numpy.where(broken, 0, gaps * gaps), width)[near]
    even = numpy.zeros(len(times) - width, numpy.bool_)
    even[near] = width * squares - total * total <= float(screening.run_spread) ** 2 * total**2
    made[rows[_covered(even, size)]] = True
    return made


def _in_time(sent: Times, source: Codes | None) -> tuple[Times, Times]:
    """The times in their order, source by source where there are some, and the place of each."""
    since = sent - sent.min()
    room = len(sent).bit_length()
    if source is not None or int(since.max()).bit_length() + room > 62:
        order = numpy.argsort(sent, kind="stable") if source is None else numpy.lexsort((sent, source))
        return sent[order], order
    # A time and its place as one number: numbers are sorted several times faster than places by them.
    keys: Times = numpy.sort((since << room) + numpy.arange(len(sent)))
    return (keys >> room) + sent.min(), keys & ((1 << room) - 1)


def _same_seconds(spent: Spent, source: Codes, size: int) -> Mark:
    """Where a form stands in a run of one source, in the file's order, that all took the same seconds."""
    made = numpy.zeros(len(spent), numpy.bool_)
    known = spent[~numpy.isnan(spent)]
    rows = numpy.flatnonzero(~numpy.isnan(spent))
    rows = rows[crowd(source)[rows] >= size]
    if len(rows) < size or not (known % MINUTE).any():
        return made
    rows = rows[numpy.argsort(source[rows], kind="stable")]
    alike = (source[rows][1:] == source[rows][:-1]) & (spent[rows][1:] == spent[rows][:-1]) & (spent[rows][1:] > 0)
    full = _windows(alike.astype(numpy.int64), size - 1) == size - 1
    made[rows[_covered(full, size)]] = True
    return made


def _windows(values: Times, width: int) -> Times:
    """The sums of every ``width`` neighbours."""
    summed = numpy.zeros(len(values) + 1, numpy.int64)
    numpy.cumsum(values, out=summed[1:])
    made: Times = summed[width:] - summed[:-width]
    return made


def _covered(windows: Mark, size: int) -> Mark:
    """The entries that lie in any marked window of ``size`` entries."""
    steps = numpy.zeros(len(windows) + size, numpy.int64)
    steps[: len(windows)] += windows
    steps[size:] -= windows
    made: Mark = numpy.cumsum(steps)[: len(windows) + size - 1] > 0
    return made
