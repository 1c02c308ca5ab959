"""Places in files, and complaints at places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place: a file named relative to the engagement, and the spot in it.

    The spot is ``12:5`` (line, column) for text, ``指标!C7`` for a workbook, ``第四章 表4-2 第3行第5列`` for a report.
    """

    file: str
    spot: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.spot}" if self.spot else self.file


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact run of a document's own words, and where it stands."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Finding:
    """A complaint at a place, with its cure, in the evaluator's words.

    ``kind`` is one of the contract's kinds (``sum_mismatch`` …); faults of input use ``input``.
    ``subject`` names what the complaint is about (an indicator's code, a fact's name); together with ``kind`` it is
    what an acceptance in the table 认可 refers to. ``accepted`` holds the reason and the name once somebody did.
    """

    kind: str
    severity: Severity
    message: str
    where: Where
    cure: str = ""
    subject: str = ""
    quotes: tuple[Quote, ...] = ()
    stated: str | None = None
    computed: str | None = None
    accepted: str | None = None

    def accept(self, reason: str) -> Finding:
        """The same complaint, accepted for a reason."""
        return replace(self, accepted=reason)


def typed(path: object) -> str:
    """A path as it is typed on a command line: in quotes where there are blanks in it."""
    return f'"{path}"' if any(char.isspace() for char in str(path)) else str(path)


def fault(where: Where, message: str, cure: str = "") -> Finding:
    """A fault of input: what stops the work until it is mended."""
    return Finding("input", "error", message, where, cure)


def doubt(where: Where, message: str, cure: str = "") -> Finding:
    """Something about the input that looks wrong and does not stop the work."""
    return Finding("input", "warning", message, where, cure)
