"""Work on another thread, where there is much of it: arrays and polars let go of the interpreter meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Fewer forms than this are looked at sooner than what is needed for threads is imported.
MANY = 100_000


def meanwhile(work: Callable[[], T], forms: int = MANY) -> Callable[[], T]:
    """The work on so many forms, begun now; what is returned waits for its result, and raises what the work raised.

    Of few forms it is done at once.
    """
    if forms < MANY:
        made = work()
        return lambda: made
    from concurrent.futures import ThreadPoolExecutor

    thread = ThreadPoolExecutor(1)
    begun = thread.submit(work)
    thread.shutdown(wait=False)
    return begun.result
