"""Case -> Findings: drives the checks, adds what the stages found, applies acceptances, sorts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from evalkit.likeness import nearest, suggestion
from evalkit.model.case import Case
from evalkit.model.engagement import Acceptance
from evalkit.model.places import Finding, Where, doubt
from evalkit.plugs import checks

_ORDER = {"error": 0, "warning": 1, "note": 2}

#: The parts of a report in the order they stand; what begins otherwise comes last.
_PARTS = ("封面", "正文前", "摘", "第", "落款", "附件")
_DIGITS = {digit: n for n, digit in enumerate("一二三四五六七八九", 1)}

#: Who accepts a manual score by name has seen that the rule could not give it.
_COVERS = {"manual_score": ("manual_score", "score_off_rule")}

#: What is lacking is to be supplied; its acceptance is taken, and not offered.
_LACKING = ("placeholder", "missing_part", "no_evidence", "no_recommendation")


def check(case: Case, beside: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Everything that is wrong with a case, worst first, then by place.

    What the stages before found (``case.findings``) comes along. A finding that somebody accepted by kind and subject
    keeps its severity and says who and why; a warning nobody accepted says how to. Acceptances that accept nothing are
    told too. ``beside`` is what the checks find in another report of the engagement.
    """
    found = [*case.findings, *raised(case)]
    told = {(one.kind, one.subject or one.message, one.where) for one in found}
    found.extend(each for one in beside for each in _elsewhere(one, told))
    acceptances = case.engagement.acceptances if case.engagement is not None else ()
    titles = _titles()
    once = dict.fromkeys(accepted(one, acceptances) for one in found)
    offered = [_offered(one, titles) for one in once] if case.engagement is not None else list(once)
    return tuple(sorted((*offered, *_idle(acceptances, found, titles)), key=_place))


def raised(case: Case) -> Iterator[Finding]:
    """What the checks themselves find, before acceptances; for a report that is looked at beside another of the same case."""
    for plug in checks().values():
        yield from plug.check(case)


def _elsewhere(finding: Finding, told: Container[tuple[str, str, Where]]) -> Iterator[Finding]:
    """What is found in another report: at the place told already, only where that report says it in words of its own."""
    if (finding.kind, finding.subject or finding.message, finding.where) not in told:
        yield finding
        return
    own = [quote.where for quote in finding.quotes if quote.where.file != finding.where.file]
    if own:
        yield replace(finding, where=own[0])


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors and warnings nobody accepted: what makes ``check`` end with status 1."""
    return tuple(one for one in findings if one.severity != "note" and one.accepted is None)


def accepted(finding: Finding, acceptances: Iterable[Acceptance]) -> Finding:
    """The finding with ``认可人：理由`` where an acceptance names its kind and subject; faults of input cannot be accepted.

    An acceptance names the kind by the check's ID or by its title; without a name or a reason it accepts nothing.
    """
    if finding.kind == "input" or not finding.subject:
        return finding
    titles = _titles()
    for one in acceptances:
        if one.by.strip() and one.reason.strip() and _named(finding, one, titles):
            return finding.accept(f"{one.by.strip()}：{one.reason.strip()}")
    return finding


def _titles() -> dict[str, str]:
    """The IDs of the checks with their titles."""
    return {name: plug.TITLE for name, plug in checks().items()}


def _kind(written: str, titles: Mapping[str, str]) -> str:
    """The ID of the check a 检查项 names by ID or title (``manual_score（人工给分）`` too); empty where it names none."""
    words = [word for word in re.split(r"[\s（）()]+", written.strip()) if word]
    by_title = {title: name for name, title in titles.items()}
    found = {by_title.get(word, word.lower()) for word in words}
    return next(iter(found)) if len(found) == 1 and found <= set(titles) else ""


def _named(finding: Finding, one: Acceptance, titles: Mapping[str, str]) -> bool:
    """Whether an acceptance names the kind and the subject of a finding; a name may stand behind a code (``D11 …``)."""
    kind = _kind(one.kind, titles) or one.kind.strip()
    subject = one.subject.strip()
    same = finding.subject in (subject, subject.partition(" ")[0])
    return same and finding.kind in _COVERS.get(kind, (kind,))


def _offered(finding: Finding, titles: Mapping[str, str]) -> Finding:
    """A warning that may be accepted, with the row that would do it."""
    known = finding.kind in titles and finding.kind not in _LACKING
    if finding.severity != "warning" or finding.accepted is not None or not finding.subject or not known:
        return finding
    kind = next((wide for wide, covered in _COVERS.items() if finding.kind in covered), finding.kind)
    row = f"可以接受的，由复核人在“认可”表写：检查项 {kind}（{titles[kind]}），对象 {finding.subject}"
    return replace(finding, cure=f"{finding.cure.rstrip('。')}；{row}" if finding.cure else row)


def _idle(acceptances: Iterable[Acceptance], found: list[Finding], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Acceptances of a check nobody knows, and those that match nothing that was found."""
    for one in acceptances:
        kind = _kind(one.kind, titles)
        if not kind:
            cure = suggestion(one.kind, [word for pair in titles.items() for word in pair], "检查项有")
            yield doubt(one.at, f"没有叫“{one.kind.strip()}”的检查项，这条认可没有用上", cure)
        elif not any(finding.kind != "input" and _named(finding, one, titles) for finding in found):
            subjects = sorted({each.subject for each in found if each.kind in _COVERS.get(kind, (kind,))} - {""})
            near = nearest(one.subject.strip(), subjects, 0.6, inside=False)
            cure = f"对象改成“{near}”" if near else "问题已经改好的，删去这一行；没有的，核对检查项和对象"
            message = f"这条认可没有用上：检查项 {kind}（{titles[kind]}）没有查出对象“{one.subject.strip()}”"
            yield Finding("input", "note", message, one.at, cure)


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
