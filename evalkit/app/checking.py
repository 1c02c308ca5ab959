"""``check`` and ``status``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from evalkit.app.opening import Findings, Opened, built, home_of, narrated, open_engagement
from evalkit.files.outputs import Stopped
from evalkit.model.places import Where, fault, typed


def check(target: Path | None, home: Path | None = None) -> Findings:
    """What the checks find in an engagement with its report, or in a finished report.

    A report is compared with the engagement at ``home``, or with the one it lies in; without either it stands alone.
    """
    from evalkit.check import check as run_checks
    from evalkit.model.case import Case

    if target is not None and target.is_file() and target.name not in ("评价底稿.xlsx", "engagement.yaml"):
        from evalkit.files.docx import read_docx

        if target.suffix.lower() != ".docx":
            cure = "检查项目，写项目文件夹；检查报告，写 .docx 文件（.doc、.wps 先另存为 .docx）"
            kind = target.suffix or "没有后缀的"
            raise Stopped((fault(Where(str(target)), f"只能检查 .docx 报告或项目文件夹，这是 {kind} 文件", cure),))
        document, findings = read_docx(target.read_bytes(), target.name)
        if document is None:
            raise Stopped(findings)
        case = Case(document=document, findings=findings)
        if home is not None or home_of(target) is not None:
            opened, found = open_engagement(home or home_of(target))
            case = replace(opened.case, document=document, findings=(*found, *findings, *edits(target, opened)))
    else:
        opened, _ = open_engagement(target or home)
        opened, _ = narrated(opened)
        return run_checks(replace(opened.case, built=built(opened)), _survey_findings(opened))
    return run_checks(case)


def _survey_findings(opened: Opened) -> Findings:
    """What is wrong with the social survey report of the engagement, where there is one, and with the one built last."""
    from evalkit.app.social import SURVEY_REPORT, survey_document
    from evalkit.check import raised
    from evalkit.checks.stale_build import left_over

    document, findings = survey_document(opened)
    before = built(opened, SURVEY_REPORT)
    if document is None:
        return () if before is None else (left_over(before),)
    told = replace(document, at=Where(SURVEY_REPORT))  # the places are in this file, not in the main report
    return (*findings, *raised(replace(opened.case, document=told, built=before, findings=())))


def edits(report: Path, opened: Opened) -> Findings:
    """What ``sync`` would take back from a report; nothing is written. Figures in their controls the checks tell."""
    from evalkit.app.syncing import compared, read_report
    from evalkit.model.document import Num, inlines_of
    from evalkit.sync import ForeignError, findings

    edited, _ = read_report(report)
    try:
        found = findings(compared(edited, opened), typed(report), opened.case)
    except ForeignError:
        return ()
    runs = (run for block in edited.document.blocks() for run in inlines_of(block))
    tied = {one.fact for run in runs for one in run if isinstance(one, Num)}
    return tuple(one for one in found if one.kind != "text_vs_table" or one.subject not in tied)


def status(folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The contract's ``status``: what is there, what is missing, the next step."""
    from evalkit.progress import progress

    opened, _ = open_engagement(folder)
    opened, findings = narrated(opened)
    steps = progress(opened.case)
    return {"steps": [{"id": s.id, "title": s.title, "state": s.state, "detail": s.detail} for s in steps]}, findings
