"""Words in, exit status out: the Typer commands. No logic here, and nothing heavy is imported at start."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """The command ``evalkit``."""
    # A command makes many small records, keeps them and ends: looking for rubbish every 700 of them finds none.
    gc.set_threshold(100_000, 20, 100)
    from evalkit.cli.entry import run

    status = run(sys.argv[1:])
    # The end of the process gives everything back at once; looking through it all once more finds nothing to give.
    gc.freeze()
    sys.exit(status)
