"""Open answers as they were typed: full-width letters and Chinese punctuation stay; only comparing folds them.

In the table that stays in the engagement an apostrophe stands before what a spreadsheet would take for a formula; it
is taken off when the table is read again, so that any answer comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.numbers import parse_decimal, plain

#: What begins a formula: the full-width signs, too, which spreadsheets in Chinese take for the narrow ones.
_SIGN = r"[=+\-@＝＋－＠]"
#: Behind apostrophes of the answer's own one more is put, and one taken off.
_FORMULA = re.compile(rf"'*{_SIGN}")
_GUARDED = re.compile(rf"'+{_SIGN}")


def as_typed(value: object) -> str:
    """A cell's text with its ends trimmed and nothing else changed; nothing for a blank one."""
    return "" if value is None else str(value).strip()


def guarded(text: str) -> str:
    """Text with an apostrophe before what would begin a formula; a plain number stays."""
    return f"'{text}" if _FORMULA.match(text) and parse_decimal(text) is None else text


def unguarded(text: str) -> str:
    """The text before it was ``guarded``."""
    return text[1:] if _GUARDED.match(text) else text


def written(folded: str, texts: Iterable[str]) -> str:
    """A piece of one of the texts as it stands there, found by what it is when folded; itself where none has it so."""
    for text in texts:
        even = plain(text)
        place = even.find(folded) if len(even) == len(text) else -1
        if place >= 0:
            return text[place : place + len(folded)]
    return folded
