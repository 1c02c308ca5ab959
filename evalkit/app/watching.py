"""``build --watch``: the report anew each time a source is saved, in one process, until somebody has had enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.app.building import build
from evalkit.app.opening import Earlier, Findings, engagement_folder
from evalkit.files.outputs import Stopped, refusal

#: Seconds between two looks at the folder. Plain looking at times and sizes works on every disk and share, and does not
#: mind editors that save by renaming.
PAUSE = 0.3


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One build of many: what was saved before it, ``build``'s answer (None when faults stopped it), and how long it took."""

    changed: tuple[str, ...]
    answer: Mapping[str, Any] | None
    findings: Findings
    seconds: float


def watch(
    folder: Path | None,
    only: tuple[str, ...] = (),
    wait: Callable[[], bool] | None = None,
) -> Iterator[Rebuilt]:
    """Builds at once, and again after each save, without LibreOffice; faults are told and do not end the watch.

    ``wait`` lets some time pass between two looks; False ends the watch. Saves that follow one another closely are one.
    The PDF is left to ``settled``.
    """
    root = engagement_folder(folder)
    wait = wait or paused
    kinds = tuple(kind for kind in only if kind != "pdf")
    if only and not kinds:
        kinds = ("docx",)
    seen = state(root)
    earlier = Earlier()
    yield rebuilt(root, kinds, (), earlier)
    while wait():
        now = state(root)
        if now == seen:
            continue
        # An editor may still be writing, or have moved the old file away and not yet the new one into its place.
        while wait() and (later := state(root)) != now:
            now = later
        changed = tuple(sorted(name for name in {*seen, *now} if seen.get(name) != now.get(name)))
        seen = now
        if changed:
            yield rebuilt(root, kinds, changed, earlier)


def settled(folder: Path | None, only: tuple[str, ...] = ()) -> Rebuilt:
    """The last build of a watch: with measured pages, and the PDF if one was asked for."""
    return rebuilt(engagement_folder(folder), only, (), Earlier(), measure=True)


def rebuilt(
    root: Path, only: tuple[str, ...], changed: tuple[str, ...], earlier: Earlier, *, measure: bool = False
) -> Rebuilt:
    began = time.perf_counter()
    try:
        answer, findings = build(root, only, measure=measure, earlier=earlier)
    except Stopped as stopped:
        return Rebuilt(changed, None, stopped.findings, time.perf_counter() - began)
    except OSError as refused:  # a source that was there a moment ago
        return Rebuilt(changed, None, (refusal(refused),), time.perf_counter() - began)
    return Rebuilt(changed, answer, findings, time.perf_counter() - began)


def state(root: Path) -> Mapping[str, tuple[int, int]]:
    """When every source was last saved, and its size; what is made under ``build/`` is none."""
    from evalkit.files.folder import LISTED, READ, listing

    found = {}
    for name in listing(root, (*READ, *LISTED)):
        try:
            told = (root / name).stat()
        except OSError:  # gone between the two
            continue
        found[name] = (told.st_mtime_ns, told.st_size)
    return found


def paused() -> bool:
    time.sleep(PAUSE)
    return True
