"""Case -> Findings: drives the checks, adds what the stages found, applies acceptances, sorts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.model.case import Case
from evalkit.model.engagement import Acceptance
from evalkit.model.places import Finding
from evalkit.plugs import checks

_ORDER = {"error": 0, "warning": 1, "note": 2}

#: The parts of a report in the order they stand; what begins otherwise comes last.
_PARTS = ("封面", "正文前", "摘", "第", "落款", "附件")
_DIGITS = {digit: n for n, digit in enumerate("一二三四五六七八九", 1)}

#: Who accepts a manual score by name has seen that the rule could not give it.
_COVERS = {"manual_score": ("manual_score", "score_off_rule")}


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
        kind = one.kind.strip()
        named = finding.kind in _COVERS.get(kind, (kind,)) and one.subject.strip() == finding.subject
        if named and one.by.strip() and one.reason.strip():
            return finding.accept(f"{one.by.strip()}：{one.reason.strip()}")
    return finding


def _place(finding: Finding) -> tuple[int, bool, str, int, list[tuple[int, int, str]]]:
    """Worst first, accepted ones last among their like, then files by name and places in reading order."""
    spot = finding.where.spot
    rank = next((n for n, words in enumerate(_PARTS) if spot.startswith(words)), len(_PARTS))
    tokens = [_token(part) for part in re.findall(r"\d+|[一二三四五六七八九十]+|[^\d一二三四五六七八九十]", spot)]
    return (_ORDER[finding.severity], finding.accepted is not None, finding.where.file, rank, tokens)


def _token(part: str) -> tuple[int, int, str]:
    if part.isdigit():
        return (1, int(part), "")
    tens, _, ones = part.rpartition("十")
    if all(char in _DIGITS for char in tens + ones):
        ten = 10 * _DIGITS.get(tens, 1) if "十" in part else 0
        return (1, ten + _DIGITS.get(ones, 0), "")
    return (0, 0, part)
