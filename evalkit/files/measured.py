"""What a report of ours says of itself: on which pages its headings and sections began when it was last measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evalkit.files.docx_package import UnreadableError, open_package
from evalkit.model.document import RECORD_NAMESPACE


def measured_pages(data: bytes) -> tuple[Mapping[str, list[int]], tuple[int, ...]]:
    """Pages by the headings' IDs, and those of the sections, counted from 1; both empty when they never were.

    Something may have been edited since: what it says is a guess.
    """
    root = record(data)
    if root is None:
        return {}, ()
    found: dict[str, list[int]] = {}
    for block in root.iter():
        if (page := block.get("page", "")).isdecimal():
            found.setdefault(block.get("id", ""), []).append(int(page))
    return found, tuple(int(word) for word in root.get("sections", "").split() if word.isdecimal())


def measured(data: bytes) -> bool:
    """Whether a report of ours says that its pages were measured, not estimated."""
    root = record(data)
    return root is not None and root.get("pages") == "measured"


def record(data: bytes) -> Any:
    """What a report of ours says of itself, as XML; None in any other file."""
    try:
        root = open_package(data).xml("customXml/item1.xml")
    except UnreadableError:
        return None
    return root if root is not None and root.tag.startswith("{" + RECORD_NAMESPACE + "}") else None
