"""Finds the modules of one plug folder, and says what each kind of plug must offer.

A plug is a module: its docstring is its manual page (Chinese), ``ID`` its stable English name, and one verb or a few.
Nothing is registered: a module that lies in the folder is there.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from evalkit.model.case import Case
    from evalkit.model.document import Block, Document
    from evalkit.model.export import Export
    from evalkit.model.facts import Fact
    from evalkit.model.places import Finding, Where
    from evalkit.model.questionnaire import Questionnaire
    from evalkit.model.scoring import Formula, Indicator, Point, Reading, Score
    from evalkit.model.source import Sheet
    from evalkit.words import Field


class RulePlug(Protocol):
    """``rules/<ID>.py``: one kind of scoring rule."""

    ID: str
    TITLE: str  # the word for the column 规则
    SYNONYMS: tuple[str, ...]
    FIELDS: tuple[Field, ...]  # the parameters, read and checked like the columns of any table
    DEFAULT: str  # the key of the parameter that may stand without its key
    READS: str  # what the column 取值 holds: "figure" (a fact or an expression), "word" (a level's name), "" (nothing)

    def params(
        self,
        values: Mapping[str, Any],
        places: Mapping[str, Where],
        weight: Decimal,
        points: tuple[Point, ...],
        at: Where,
    ) -> tuple[Any, tuple[Finding, ...]]:
        """The plug's own frozen record out of checked values by key (``at`` where a key was not written), and faults."""

    def score(
        self, indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
    ) -> tuple[Score | None, tuple[Finding, ...]]:
        """The score of one indicator by this rule, or none where the value lies outside it.

        ``more`` has what the rule reads besides the value, as facts ``取值.<code>.<key>`` by key: the optional
        ``inputs(indicator)`` of the plug lists them as key, text, and ``condition`` (是, 否 or empty), ``figure`` or ``word``.
        """

    def standard(self, indicator: Indicator) -> str:
        """The 评价标准 in words, from the same parameters."""

    def read_standard(self, text: str, weight: Decimal) -> Reading | None:
        """The way back: a 评价标准 in prose as parameters, or None where the plug does not explain all of it."""

    def formula(self, indicator: Indicator, value: Fact | None) -> Formula | None:
        """The same rule as a neutral formula tree."""


class ImporterPlug(Protocol):
    """``importers/<ID>.py``: the exports of one survey platform."""

    ID: str
    TITLE: str

    def recognise(self, sheet: Sheet) -> int:
        """How sure the plug is that the sheet is its own, 0 (no) to 100; by content, never by the file's name."""

    def read(self, sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
        """The sheet with its columns told apart: which answers which question, and what screening needs."""


class ExhibitPlug(Protocol):
    """``exhibits/<ID>.py``: a table, chart or page of the report."""

    ID: str
    TITLE: str  # the word in a chapter: {{ 插入("得分情况表") }}

    def build(self, case: Case, **options: str) -> tuple[Block, ...]:
        """The blocks, their IDs unique within the exhibit."""


class CheckPlug(Protocol):
    """``checks/<ID>.py``: one kind of contradiction or gap; ``ID`` is the finding's kind."""

    ID: str
    TITLE: str

    def check(self, case: Case) -> tuple[Finding, ...]:
        """What is wrong, with place and cure; empty where the case lacks what the check looks at."""


class WriterPlug(Protocol):
    """``writers/<ID>.py``: one output format."""

    ID: str
    SUFFIX: str

    def write(self, document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
        """The document as the bytes of a file. ``files`` holds pictures and the reference document by name."""


@cache
def names(folder: str) -> tuple[str, ...]:
    """The IDs of the plugs in ``evalkit/<folder>``, sorted; private modules are no plugs."""
    package = importlib.import_module(f"evalkit.{folder}")
    modules = (found.name for found in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in modules if not name.startswith("_")))


@cache
def plug(folder: str, name: str) -> Any:
    """The plug of a folder by its ID. KeyError when there is none."""
    if name not in names(folder):
        raise KeyError(name)
    return importlib.import_module(f"evalkit.{folder}.{name}")


def rules() -> Mapping[str, RulePlug]:
    """All rule kinds by ID."""
    return {name: cast(RulePlug, plug("rules", name)) for name in names("rules")}


def importers() -> Mapping[str, ImporterPlug]:
    """All importers by ID."""
    return {name: cast(ImporterPlug, plug("importers", name)) for name in names("importers")}


def exhibits() -> Mapping[str, ExhibitPlug]:
    """All exhibits by ID."""
    return {name: cast(ExhibitPlug, plug("exhibits", name)) for name in names("exhibits")}


def checks() -> Mapping[str, CheckPlug]:
    """All checks by ID."""
    return {name: cast(CheckPlug, plug("checks", name)) for name in names("checks")}


def writer(name: str) -> WriterPlug:
    """One writer; only its own module is imported, because writers pull in heavy libraries."""
    return cast(WriterPlug, plug("writers", name))
