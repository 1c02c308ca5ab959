"""Where the top-level data folders lie: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path | None:
    """``engagement_templates``, ``surveys`` or ``examples``; None where the installation lacks it."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "_shipped" / name, package.parent / name):
        if place.is_dir():
            return place
    return None
