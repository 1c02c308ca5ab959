"""Words in, exit status out: the Typer commands. No logic here, and nothing heavy is imported at start."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

#: When rubbish is looked for. A command makes many small records, keeps them and ends: every 700 of them, none is found.
THRESHOLDS = (100_000, 20, 100)


def main() -> None:
    """The command ``evalkit``."""
    gc.set_threshold(*THRESHOLDS)
    from evalkit.cli.entry import run

    status = run(sys.argv[1:])
    # The end of the process gives everything back at once; looking through it all once more finds nothing to give.
    gc.freeze()
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        # What is still being read when a command is broken off, or has found a fault, nobody waits for.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        os._exit(status)
    sys.exit(status)
