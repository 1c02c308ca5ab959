"""Private-use marks: how a printed value travels through Jinja and Markdown without being read as either.

A value becomes ``U+E000 index U+E001``; the register keeps what stands behind the index. A second pair,
``U+E002 file:line U+E003``, tells which line of which chapter a rendered line comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evalkit.model.document import Inline
from evalkit.model.places import Where

OPEN, CLOSE, LINE_OPEN, LINE_CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"

#: A mark of a value; its group is the index in the register.
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

_LINE = re.compile(f"{LINE_OPEN}([^{LINE_CLOSE}]*){LINE_CLOSE}")
# Tags that left no line behind leave their marks before that of the words: the last one in front counts.
_IN_FRONT = re.compile(f"(?:[ \\t]*{LINE_OPEN}([^{LINE_CLOSE}]*){LINE_CLOSE})+")


@dataclass(frozen=True, slots=True)
class Insert:
    """An exhibit asked for by a chapter: its title or ID, and its options."""

    name: str
    options: tuple[tuple[str, str], ...]
    at: Where


@dataclass(slots=True)
class Register:
    """What stands behind the marks of one rendering."""

    values: list[tuple[Inline, ...] | Insert] = field(default_factory=list)

    def mark(self, value: tuple[Inline, ...] | Insert) -> str:
        """The mark of a value."""
        self.values.append(value)
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"

    def line(self, at: Where) -> str:
        """The mark of a place; the same place has the same mark in every report, so that compiled chapters can be kept."""
        return f"{LINE_OPEN}{' '.join(at.file.splitlines())}:{at.spot}{LINE_CLOSE}"

    def value(self, index: str) -> tuple[Inline, ...] | Insert:
        """The value behind a mark's index."""
        return self.values[int(index)]

    def places_of(self, text: str, start: Where) -> tuple[str, tuple[Where, ...]]:
        """The text without its line marks, and the place each of its lines comes from."""
        lines, places, last = [], [], start
        for line in text.split("\n"):
            found = _IN_FRONT.match(line) or _LINE.search(line)
            if found:
                file, _, spot = found.group(1).rpartition(":")
                last = Where(file, spot)
            lines.append(_LINE.sub("", line))
            places.append(last)
        return "\n".join(lines), tuple(places)


def without_lines(text: str) -> str:
    """The text without its line marks: what a macro prints belongs to the line that called it."""
    return _LINE.sub("", text)
