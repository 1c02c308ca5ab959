"""The social survey report: a Word file of its own beside the main report, where questionnaires were answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evalkit.app.opening import Findings, Opened, stops
from evalkit.files.outputs import Stopped

if TYPE_CHECKING:
    from evalkit.app.paging import Pager
    from evalkit.model.document import Document

#: What lies under ``DIR/build/`` besides the outputs that can be asked for by format.
SURVEY_REPORT = "社会调查报告.docx"


def survey_document(opened: Opened) -> tuple[Document | None, Findings]:
    """The social survey report of an engagement, none without answers. Stopped when a chapter cannot be made."""
    from evalkit.narrate import narrate_survey

    assert opened.template is not None
    document, findings = narrate_survey(opened.case, opened.template)
    if stops(findings):
        raise Stopped((*opened.case.findings, *findings))
    return document, findings


def survey_pager(opened: Opened, files: Mapping[str, bytes], measure: bool) -> tuple[Pager | None, Findings]:
    """The report on its way to Word; none where there is no such report."""
    from evalkit.app.paging import Pager, guess_of
    from evalkit.files.outputs import content

    document, findings = survey_document(opened)
    if document is None:
        return None, findings
    before = content(opened.folder / "build" / SURVEY_REPORT)
    case = replace(opened.case, document=document)
    return Pager(document, case, files, before, guess=guess_of(document, before), measure=measure), findings
