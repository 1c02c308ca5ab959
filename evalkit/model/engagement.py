"""The loaded folder: everything the consultant wrote down, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalkit.model.definitions import Definitions
from evalkit.model.facts import Fact
from evalkit.model.places import Where
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.scoring import Adjustment, GradeScheme, Idle, Indicator
from evalkit.model.source import TextFile


@dataclass(frozen=True, slots=True)
class Fund:
    """A part of the money, amounts in ``unit`` (元, 万元 …); None where nothing was written."""

    name: str
    budget: Decimal | None
    received: Decimal | None
    spent: Decimal | None
    unit: str
    note: str
    at: Where


@dataclass(frozen=True, slots=True)
class Costing:
    """标准 × 数量 × 期数 behind an amount of a fund: ``basis`` is 预算 or 支出, ``rate`` in ``unit``."""

    fund: str
    basis: str
    content: str
    rate: Decimal
    unit: str
    quantity: Decimal
    periods: Decimal
    at: Where


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the evaluation team.

    ``signs`` is the role under which she signs the report (绩效评价师 …), ``group`` the part of the team (内勤组), or empty.
    """

    name: str
    role: str
    title: str
    qualification: str
    certificate: str
    duty: str
    signs: str
    at: Where
    group: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    start: date | None
    end: date | None
    work: str
    at: Where


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the evaluation rests on: name without 《》, number as 湘财绩〔2020〕7号, level (国家, 省, 县, 项目)."""

    name: str
    number: str
    level: str
    at: Where


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence, by its index (索引号)."""

    index: str
    name: str
    reference: str
    date: str
    pages: str
    provider: str
    file: str
    at: Where


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with its recommendation: standard, fact, cause, effect; measure, who, by when.

    ``indicators`` are the codes whose deduction it explains; ``remark`` says why there is none, where there is none.
    """

    number: str
    title: str
    standard: str
    fact: str
    cause: str
    effect: str
    amount: str
    indicators: tuple[str, ...]
    remark: str
    advice: str
    measure: str
    responsible: str
    deadline: str
    at: Where


@dataclass(frozen=True, slots=True)
class Version:
    """One adjustment of a score on its way from 自评 to 定稿."""

    code: str
    version: str
    old: Decimal | None
    new: Decimal
    reason: str
    decided_by: str
    paper: str
    day: date | None
    at: Where


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion on the draft and how it was answered."""

    source: str
    place: str
    text: str
    adopted: str
    reason: str
    at: Where


@dataclass(frozen=True, slots=True)
class Compliance:
    """A matter of the compliance inspection: what was looked at by which rule, the verdict (符合 …) and what was found."""

    aspect: str
    matter: str
    basis: str
    method: str
    verdict: str
    fact: str
    evidence: tuple[str, ...]
    at: Where


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody accepts a finding by name and with a reason; ``kind`` and ``subject`` as in ``Finding``."""

    kind: str
    subject: str
    by: str
    reason: str
    at: Where


@dataclass(frozen=True, slots=True)
class Engagement:
    """One commissioned evaluation.

    ``project`` and ``firm`` are the key-value sheets 项目 and 机构: text by Chinese key, empty text where nothing was
    written; ``places`` tells where each stands (``项目.名称``). ``typed`` are the facts of the sheet 事实 and of 项目,
    those with an expression still uncomputed: ``expressions`` holds them by fact ID with their place.
    ``stated_funds`` is the 合计 row as typed, if any. ``files`` are the names of evidence, attachments, responses.
    ``responses`` is the file of answers by questionnaire; where there are several, the others are under ``ID#2``, ….
    """

    name: str
    template: str
    project: Mapping[str, str]
    firm: Mapping[str, str]
    places: Mapping[str, Where]
    funds: tuple[Fund, ...]
    stated_funds: Fund | None
    costings: tuple[Costing, ...]
    team: tuple[Member, ...]
    schedule: tuple[Phase, ...]
    bases: tuple[Basis, ...]
    indicators: tuple[Indicator, ...]
    scheme: GradeScheme
    typed: tuple[Fact, ...]
    expressions: Mapping[str, tuple[str, Where]]
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem, ...]
    versions: tuple[Version, ...]
    opinions: tuple[Opinion, ...]
    acceptances: tuple[Acceptance, ...]
    questionnaires: tuple[Questionnaire, ...]
    responses: Mapping[str, str]
    chapters: tuple[TextFile, ...]
    interviews: tuple[TextFile, ...]
    files: tuple[str, ...]
    at: Where
    idle: tuple[Idle, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    definitions: Definitions = Definitions()
    compliance: tuple[Compliance, ...] = ()

    def attachment(self, key: str) -> str:
        """The path in the folder of the file that the sheet 机构 names under a key; empty when it names none."""
        name = self.firm.get(key, "").strip()
        return name if not name or "/" in name else f"attachments/{name}"
