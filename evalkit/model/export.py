"""A survey platform's sheet with its columns told apart: what an importer hands to ``ingest``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.model.source import Sheet


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a platform writes answers: what parts the choices of one cell, what stands for blank and for not asked.

    ``blanks`` and ``skips`` are compared after NFKC and trimming: ``（空）`` is ``(空)``.
    """

    separators: tuple[str, ...]
    blanks: frozenset[str]
    skips: frozenset[str]


@dataclass(frozen=True, slots=True)
class Export:
    """One sheet, where its forms stand, and which column (from 0) answers what.

    ``columns`` is keyed ``Q4``, ``Q8.1`` for the first row of a matrix, ``Q9=2`` for the second option of a multiple
    choice that has a column per option. ``rows`` are the sheet's rows, from 0, that hold a form each. ``source``
    is a column that tells whence a form came (an IP address) and ``person`` one that tells by whom: they are
    compared while forms are screened and kept nowhere. ``total`` is a column of the sum of scores. ``titles`` are the
    headers by column, those of columns that answer nothing among them.
    """

    platform: str
    sheet: Sheet
    rows: Sequence[int]
    columns: Mapping[str, int]
    dialect: Dialect
    seconds: int | None = None
    submitted: int | None = None
    source: int | None = None
    person: int | None = None
    started: int | None = None
    total: int | None = None
    titles: Mapping[int, str] = field(default_factory=dict)
