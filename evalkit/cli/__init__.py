"""Words in, exit status out: the Typer commands. No logic here, and nothing heavy is imported at start."""

from __future__ import annotations

import sys


def main() -> None:
    """The command ``evalkit``."""
    from evalkit.cli.entry import run

    sys.exit(run(sys.argv[1:]))
