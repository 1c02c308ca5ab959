"""A survey platform's sheet with its columns told apart: what an importer hands to ``ingest``."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.model.source import Sheet


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a platform writes answers: what parts the choices of one cell, what stands for blank and for not asked.

    ``blanks`` and ``skips`` are compared after NFKC and trimming: ``（空）`` is ``(空)``. ``unranked`` stands at an
    option that was not ranked; where it stands at all of them, the ranking was passed over.
    """

    separators: tuple[str, ...]
    blanks: frozenset[str]
    skips: frozenset[str]
    unranked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Export:
    """One sheet, where its forms stand, and which column (from 0) answers what.

    ``columns`` is keyed ``Q4``, ``Q8.1`` for the first row of a matrix, ``Q9=2`` for the second option of a multiple
    choice that has a column per option. ``rows`` are the sheet's rows, from 0, that hold a form each. ``source``
    is a column that tells whence a form came (an IP address) and ``person`` one that tells by whom: they are
    compared while forms are screened and kept nowhere. ``total`` is a column of the sum of scores. ``titles`` are the
    headers by column, those of columns that answer nothing among them. ``way`` is a column that says how each form was
    gathered (线上, 纸质).
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
    way: int | None = None


#: Ways of gathering answers that the name of a file may end with: 职工-纸质.xlsx.
WAYS = ("线上", "线下", "网络", "电子", "纸质", "现场", "面访", "入户", "电话", "邮寄")

_WAYS = "|".join(WAYS)
_NAMED = re.compile(rf"(.+?)(?:[-_－—]({_WAYS})|\s*[(（]({_WAYS})[)）])?(?:[-_－—]\d{{1,2}}|\s*[(（]\d{{1,2}}[)）])?")


def told_in_name(stem: str) -> tuple[str, str]:
    """What a file's name without its suffix says: the questionnaire, and the way (empty where it says none)."""
    found = _NAMED.fullmatch(stem)
    return (found[1], found[2] or found[3] or "") if found else (stem, "")


def answered_by(stem: str, ids: Container[str]) -> str:
    """The questionnaire whose answers a file holds: 职工, or 职工-2, 职工（2） and 职工-纸质 where there are several."""
    name, _ = told_in_name(stem)
    return name if stem not in ids and name in ids else stem
