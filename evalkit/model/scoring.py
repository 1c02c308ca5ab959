"""The weighted framework, its rules, and scores with the steps that led to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Where

#: The subject of the complaint about leaves that nothing can score, and the column they lack; its quotes are their codes.
UNRULED = "规则"


@dataclass(frozen=True, slots=True)
class Point:
    """One point (要点) of a checklist or a deduction list, with what was found.

    ``points`` is what it earns, or costs in a deduction list; for shares that end nowhere (a third of five) it is kept
    unrounded and ``share`` says it in words (``1/3``). ``verdict`` is 符合/不符合/部分符合/不适用, a grade of ``scale``
    (``优`` of 优1，良0.5), or for deductions 存在/不存在 or how many times it was found. ``limit`` is the most a deduction
    may cost in all. A part (分项) has a ``rule`` and a ``value`` of its own; an expert's score is ``earned`` with ``points``
    as the expert's weight. ``said`` is the verdict as written, where it was read as another word.
    """

    code: str
    order: int
    text: str
    points: Decimal
    verdict: str
    fact: str
    scale: tuple[tuple[str, Decimal], ...] = ()
    earned: Decimal | None = None
    evidence: tuple[str, ...] = ()
    share: str = ""
    limit: Decimal | None = None
    rule: Rule | None = None
    value: str = ""
    at: Where = Where("")
    said: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule kind (the plug's ID) with its parameters, a frozen record of the plug's own making."""

    kind: str
    params: Any
    at: Where


@dataclass(frozen=True, slots=True)
class Reading:
    """A 评价标准 in prose, understood: a rule kind with parameters as a user would write them, to be confirmed by her.

    ``parameters`` by the keys of the plug's FIELDS, ``points`` rows of 要点 by the keys of that table. ``doubts`` are
    what was guessed, and pieces of the text that no parameter holds; a reading that leaves out more than that is none.
    """

    kind: str
    parameters: Mapping[str, str]
    points: tuple[Mapping[str, str], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manual:
    """A score given by hand against or without a rule: points, reason, working paper, reviewer."""

    points: Decimal
    reason: str
    paper: str
    reviewer: str
    at: Where


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the framework; the leaves carry rules. Levels 3 and 4 differ only in depth.

    ``value`` is the expression over facts (or the grade chosen) that the rule reads; ``target`` and ``actual`` are
    display text; ``phrase`` is the 业绩值, a phrase of its own that is never a score. ``finding`` is the 核查事实,
    ``paper`` the 底稿号, ``data`` the 数据来源. ``base`` is the weight the rule was written for, where weights of indicators that do not apply
    were handed on to this one; ``places`` the decimals scores are rounded to.
    """

    code: str
    name: str
    level: int
    parent: str
    weight: Decimal
    explanation: str = ""
    standard: str = ""
    rule: Rule | None = None
    points: tuple[Point, ...] = ()
    value: str = ""
    target: str = ""
    actual: str = ""
    phrase: str = ""
    finding: str = ""
    manual: Manual | None = None
    evidence: tuple[str, ...] = ()
    prepared_by: str = ""
    reviewed_by: str = ""
    leaf: bool = True
    paper: str = ""
    base: Decimal | None = None
    places: int = 2
    data: str = ""
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Idle:
    """An indicator of the framework that does not apply to this project, and why."""

    code: str
    name: str
    weight: Decimal
    reason: str
    at: Where


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Something that changes scores after the rules: points added or taken, or a veto (一票否决).

    ``kind`` is 加分, 减分 or 否决; ``target`` the code of a node, empty for the total; ``effect`` of a veto is 得零分 (of the
    target), 总分封顶 (at ``cap``) or 等级降一档. ``when`` is 是, 否 or a condition over facts; empty is not yet known.
    """

    kind: str
    target: str
    matter: str
    points: Decimal | None
    effect: str
    cap: Decimal | None
    when: str
    reason: str
    paper: str
    reviewer: str
    at: Where


# A neutral formula tree: what a rule computes, for the Excel writer to spell out. Operators and functions are the
# spreadsheet's own (+ - * / <= … , IF ROUND INT MIN MAX); references name facts and points, never cells.


@dataclass(frozen=True, slots=True)
class Literal:
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class FactRef:
    """The printed figure of a fact (rounded to its places)."""

    fact: str


@dataclass(frozen=True, slots=True)
class PointRef:
    """What one point earned, by indicator code and order."""

    code: str
    order: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the spreadsheet or an operator (``+``, ``>=`` …) on its arguments."""

    name: str
    args: tuple[Formula, ...]


Formula = Literal | FactRef | PointRef | Call


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation, and the facts and places it rests on."""

    text: str
    facts: tuple[str, ...] = ()
    sources: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class PointScore:
    """What one point came to: earned and possible (for deductions: 0 or negative, and 0)."""

    point: Point
    earned: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one indicator and how they came about.

    ``by_rule`` is what the rule alone gives, None where it gives none (no rule, or the value lies outside it);
    ``points`` is what counts (the manual score where there is one), rounded to two places. ``value`` is the fact the
    rule read. ``lost`` says in a few words why points were lost, with the sum that led there, empty at full marks;
    ``met`` says of a figure at full marks what it reached, empty otherwise. ``standard`` is the 评价标准 in words.
    ``read`` are facts the rule read beside ``value``, where it put them into its own words.
    """

    code: str
    points: Decimal
    full: Decimal
    by_rule: Decimal | None
    value: Fact | None
    steps: tuple[Step, ...]
    details: tuple[PointScore, ...]
    lost: str
    standard: str
    formula: Formula | None
    met: str = ""
    read: tuple[Fact, ...] = ()

    @property
    def deducted(self) -> Decimal:
        return self.full - self.points


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a scheme: its name and its lower bound (included)."""

    name: str
    floor: Decimal


@dataclass(frozen=True, slots=True)
class GradeScheme:
    """Grades from the best down; each reaches from its floor (included) to the next better floor (excluded)."""

    name: str
    basis: str
    grades: tuple[Grade, ...]

    def of(self, total: Decimal) -> str:
        """The grade of a total."""
        for grade in self.grades:
            if total >= grade.floor:
                return grade.name
        return self.grades[-1].name

    def words(self) -> str:
        """``90（含）—100分为优、80（含）—90分为良、…、60分以下为差``."""
        parts = []
        top = "100"
        for grade in self.grades[:-1]:
            parts.append(f"{grade.floor}（含）—{top}分为{grade.name}")
            top = str(grade.floor)
        parts.append(f"{top}分以下为{self.grades[-1].name}")
        return "、".join(parts)


@dataclass(frozen=True, slots=True)
class Applied:
    """An adjustment and what it did: ``holds`` whether its condition was met, ``step`` how the total or score changed."""

    adjustment: Adjustment
    holds: bool
    change: Decimal
    step: Step


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """Scores by code (inner nodes hold sums of their rounded parts), total and grade.

    ``undecided`` are the codes of the indicators nobody can score yet, because a value or a verdict is still missing;
    they have no score, sums count what is decided, and the grade is empty as long as there are any. ``total`` counts
    the adjustments, which the first-level scores do not hold unless they changed an indicator.
    """

    indicators: tuple[Indicator, ...]
    scores: Mapping[str, Score]
    total: Decimal
    full: Decimal
    grade: str
    scheme: GradeScheme
    undecided: tuple[str, ...] = ()
    adjustments: tuple[Applied, ...] = ()
    idle: tuple[Idle, ...] = ()

    def children(self, code: str) -> tuple[Indicator, ...]:
        """The nodes right under one node; ``""`` gives the first level."""
        return tuple(node for node in self.indicators if node.parent == code)

    def leaves(self, code: str = "") -> tuple[Indicator, ...]:
        """The indicators with rules below a node, in order."""
        below: dict[str, list[Indicator]] = {}
        for node in self.indicators:
            below.setdefault(node.parent, []).append(node)
        found: list[Indicator] = []
        waiting = below.get(code, [])[::-1]
        while waiting:
            node = waiting.pop()
            if node.leaf:
                found.append(node)
            else:
                waiting.extend(below.get(node.code, [])[::-1])
        return tuple(found)
