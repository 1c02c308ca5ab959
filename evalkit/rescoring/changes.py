"""One change somebody made in a scoring paper, and the engagement while the changes are taken into it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where, doubt
from evalkit.model.scoring import Indicator, Manual
from evalkit.rescoring.tables import Cell

Kind = Literal["fact", "verdict", "earned", "manual", "typed_over", "words", "sign", "adjustment", "weight"]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than the engagement.

    ``subject`` is a code or a fact's name; ``at`` the cell, ``home`` the engagement's own place, none where it keeps
    no such thing; ``codes`` the indicators whose score it may move. ``taken`` says whether the score was worked out
    with it; ``note`` what is to be known about it.
    """

    kind: Kind
    subject: str
    what: str
    old: str
    new: str
    at: Where
    home: Where | None
    codes: tuple[str, ...] = ()
    taken: bool = True
    note: str = ""


@dataclass(slots=True)
class Taken:
    """The engagement as the paper would have it, growing change by change."""

    case: Case
    engagement: Engagement
    leaves: dict[str, Indicator] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def leaf(self, code: str, **parts: object) -> None:
        """Replaces parts of an indicator."""
        self.leaves[code] = replace(self.leaves[code], **parts)  # type: ignore[arg-type]

    def point(self, code: str, order: int, **parts: object) -> None:
        """Replaces parts of one point of an indicator."""
        points = tuple(
            replace(one, **parts) if one.order == order else one  # type: ignore[arg-type]
            for one in self.leaves[code].points
        )
        self.leaf(code, points=points)

    def fact(self, fact: Fact) -> None:
        """Has a fact stand as it was typed, whatever gave it before."""
        engagement = self.engagement
        typed = tuple(one for one in engagement.typed if one.id != fact.id)
        expressions = {id: text for id, text in engagement.expressions.items() if id != fact.id}
        self.engagement = replace(engagement, typed=(*typed, fact), expressions=expressions)

    def told(self, message: str, at: Where, cure: str) -> None:
        self.findings.append(doubt(at, message, cure))

    def whole(self) -> Engagement:
        """The engagement with everything that was taken."""
        nodes = tuple(self.leaves.get(node.code, node) for node in self.engagement.indicators)
        return replace(self.engagement, indicators=nodes)


def by_hand(leaf: Indicator, points: Decimal, reason: str, at: Where) -> Manual:
    """A score typed into the paper, with what the indicator says of its paper and reviewer."""
    return Manual(points, reason, leaf.paper, leaf.reviewed_by, at)


def words_changed(cell: Cell, shown: str) -> str | None:
    """The words of a cell where they differ from what the paper shows; spaces at line ends do not count."""
    new = cell.text
    same = "\n".join(line.strip() for line in new.split("\n")) == "\n".join(
        line.strip() for line in shown.strip().split("\n")
    )
    return None if same or cell.formula else new
