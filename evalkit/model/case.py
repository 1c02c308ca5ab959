"""All that exhibits and checks may look at; any part may be absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalkit.model.document import Document
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Facts
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Survey
from evalkit.model.scoring import Scoresheet
from evalkit.model.template import Template


@dataclass(frozen=True, slots=True)
class Case:
    """The engagement, its surveys by questionnaire ID, all facts, the scoresheet, the report, and what stages found.

    ``built`` is the report that lies under ``build/``, as it was read back. A stranger's report is a case with nothing but its ``document``.
    ``template`` is that of the engagement.
    """

    engagement: Engagement | None = None
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    scoresheet: Scoresheet | None = None
    document: Document | None = None
    built: Document | None = None
    findings: tuple[Finding, ...] = ()
    template: Template | None = None

    @property
    def work(self) -> str:
        """What the work is called: 评价, or 评估 of what is only planned."""
        return self.template.work if self.template is not None else "评价"
