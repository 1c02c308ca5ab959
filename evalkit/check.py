"""Case -> Findings: drives the checks, adds what the stages found, applies acceptances, sorts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.model.case import Case
from evalkit.model.engagement import Acceptance
from evalkit.model.places import Finding
from evalkit.plugs import checks

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(case: Case) -> tuple[Finding, ...]:
    """Everything that is wrong with a case, worst first, then by place.

    What the stages before found (``case.findings``) comes along. A finding that somebody accepted by kind and subject
    keeps its severity and says who and why.
    """
    found = list(case.findings)
    for plug in checks().values():
        found.extend(plug.check(case))
    acceptances = case.engagement.acceptances if case.engagement is not None else ()
    once = dict.fromkeys(accepted(one, acceptances) for one in found)
    return tuple(sorted(once, key=_place))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors and warnings nobody accepted: what makes ``check`` end with status 1."""
    return tuple(one for one in findings if one.severity != "note" and one.accepted is None)


def accepted(finding: Finding, acceptances: Iterable[Acceptance]) -> Finding:
    """The finding with ``认可人：理由`` where an acceptance names its kind and subject; faults of input cannot be accepted.

    An acceptance without a name or a reason accepts nothing.
    """
    if finding.kind == "input" or not finding.subject:
        return finding
    for one in acceptances:
        named = one.kind.strip() == finding.kind and one.subject.strip() == finding.subject
        if named and one.by.strip() and one.reason.strip():
            return finding.accept(f"{one.by.strip()}：{one.reason.strip()}")
    return finding


def _place(finding: Finding) -> tuple[int, bool, str, list[int | str]]:
    spot = [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", finding.where.spot)]
    return (_ORDER[finding.severity], finding.accepted is not None, finding.where.file, spot)
