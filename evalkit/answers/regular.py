"""Forms that a machine sent: at intervals no person keeps, or with the same seconds spent time after time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from evalkit.answers.arrays import NEVER, UNKNOWN, Codes, Mark, Spent, Times, codes, crowds
from evalkit.columns import Column
from evalkit.model.questionnaire import Screening
from evalkit.numbers import trimmed

#: Forms further apart, in seconds, are no run.
LONGEST = 3600
#: The mean interval must be so many units of the clock: in a crowd, forms come every second, or every minute where
#: the clock has no seconds. A run of twice the length is a machine's even so.
UNITS = 5
MINUTE = 60
#: So many times mostly tell whether the clock has seconds.
FIRST = 1000


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
    senders = codes(source) if source is not None else numpy.zeros(0, numpy.int8)
    crowded = crowds(senders, size)
    percent = trimmed(screening.run_spread * 100)
    if sent is not None:
        known = numpy.flatnonzero(sent != NEVER)
        coarse = not ((sent[known[:FIRST]] % MINUTE).any() or (sent[known] % MINUTE).any())
        mark = _regular(sent, None, known, size, UNITS * (MINUTE if coarse else 1), screening)
        if coarse:
            mark |= _regular(sent, None, known, 2 * size, MINUTE, screening)
        mark |= _regular(sent, senders, crowded[sent[crowded] != NEVER], size, UNITS, screening)
        yield mark, f"连续{size}份及以上的提交间隔几乎相等（变异系数不超过{percent}%）"
    if spent is not None and source is not None:
        mark = _same_seconds(spent, senders, crowded, size)
        yield mark, f"同一来源连续{size}份及以上的用时完全相同"


def _regular(sent: Times, source: Codes | None, rows: Codes, size: int, least: int, screening: Screening) -> Mark:
    """Where one of the rows stands in a run of so many at equal intervals, on average no shorter than the ``least`` seconds.

    A run is of one source, or without sources of all forms in order of time.
    """
    made = numpy.zeros(len(sent), numpy.bool_)
    if len(rows) < size:
        return made
    held = sent[rows]
    if source is None:
        # The order itself is asked for only where there is a run.
        times = numpy.sort(held)
    else:
        order = numpy.lexsort((held, source[rows]))
        times, rows = held[order], rows[order]
    width = size - 1
    # In a window without a break the intervals add up to what lies between its first form and its last.
    total = times[width:] - times[:-width]
    slow = total >= least * width
    if not slow.any():
        return made
    gaps = numpy.diff(times)
    broken = (gaps <= 0) | (gaps > LONGEST)
    if source is not None:
        broken |= source[rows][1:] != source[rows][:-1]
    near = numpy.flatnonzero(slow & (_windows(broken.view(numpy.int8), width) == 0))
    if not len(near):
        return made
    total = total[near]
    squares = _windows(numpy.where(broken, 0, gaps * gaps), width)[near]
    even = numpy.zeros(len(times) - width, numpy.bool_)
    even[near] = width * squares - total * total <= float(screening.run_spread) ** 2 * total**2
    if even.any():
        rows = rows[numpy.argsort(held, kind="stable")] if source is None else rows
        made[rows[_covered(even, size)]] = True
    return made


def _same_seconds(spent: Spent, source: Codes, rows: Codes, size: int) -> Mark:
    """Where one of the rows stands in a run of one source, in the file's order, that all took the same seconds."""
    made = numpy.zeros(len(spent), numpy.bool_)
    rows = rows[~numpy.isnan(spent[rows])]
    if len(rows) < size or not (spent[~numpy.isnan(spent)] % MINUTE).any():
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
