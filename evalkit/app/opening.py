"""Reading a folder and carrying it through the stages, up to its scores and its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.files.outputs import Stopped
from evalkit.model.places import Finding, Where, fault

if TYPE_CHECKING:
    from evalkit.files.answers import Answers
    from evalkit.model.case import Case
    from evalkit.model.document import Document
    from evalkit.model.facts import Fact
    from evalkit.model.questionnaire import Questionnaire, Survey
    from evalkit.model.source import Sheet
    from evalkit.model.template import Template

Findings = tuple[Finding, ...]

#: The outputs of ``build`` by format: what lies under ``DIR/build/``.
OUTPUTS = {
    "docx": "绩效评价报告.docx",
    "html": "绩效评价报告.html",
    "xlsx": "评分底稿.xlsx",
    "pdf": "绩效评价报告.pdf",
    "dump": "绩效评价报告.txt",
}
#: Those that ``build`` writes when nobody says which.
USUAL = ("docx", "html", "xlsx")
#: The key of the sheet 项目 that asks for the facts of sensitivity, and the word that does.
FIRMNESS = ("敏感性", "列出")


@dataclass(frozen=True, slots=True)
class Opened:
    """An engagement carried through to its scores (and, once narrated, its document)."""

    folder: Path
    case: Case
    template: Template | None
    #: Pictures made of attached files, by the name under which the document shows them.
    made: Mapping[str, bytes] = field(default_factory=dict)


def stops(findings: Findings) -> Findings:
    """Those findings that stop the work: errors of the input."""
    return tuple(found for found in findings if found.kind == "input" and found.severity == "error")


def engagement_folder(folder: Path | None) -> Path:
    """The named folder, or the current one or its nearest parent, that is an engagement. Stopped when there is none."""
    from evalkit.files.folder import TEXT, WORKBOOK, find_engagement

    if folder is not None and folder.is_file() and folder.name in (WORKBOOK, TEXT):
        folder = folder.parent
    start = folder or Path.cwd()
    if folder is not None and folder.is_file():
        raise Stopped((fault(Where(str(folder)), "这是文件，不是项目文件夹", "写出项目文件夹的名称"),))
    if folder is not None and not folder.is_dir():
        raise Stopped((fault(Where(str(folder)), "没有这个文件或文件夹", "检查名称，或先用 evalkit new 新建项目"),))
    found = find_engagement(start)
    if found is None:
        cure = "进入项目文件夹再运行，或写出文件夹：evalkit build 文件夹；还没有项目的，先用 evalkit new 新建"
        raise Stopped(
            (fault(Where(str(folder or ".")), "这里不是项目文件夹：没有 评价底稿.xlsx 或 engagement.yaml", cure),)
        )
    return found


@dataclass(slots=True)
class Earlier:
    """The surveys that were read before in this process, and of what: ``build --watch`` reads none twice."""

    _known: dict[str, tuple[object, tuple[Survey | None, Sequence[Fact], Findings]]] = field(default_factory=dict)

    def survey(
        self, files: Sequence[tuple[Path, str]], questionnaire: Questionnaire
    ) -> tuple[Survey | None, Sequence[Fact], Findings]:
        """``tabulated``, anew where the questionnaire is another or a file in the folder of the answers was saved."""
        folders = {path.parent for path, _ in files}
        states = ((one, one.stat()) for folder in folders for one in folder.iterdir())
        saved = {(one, state.st_mtime_ns, state.st_size) for one, state in states}
        now = (questionnaire, files, saved)
        before, known = self._known.get(questionnaire.id, (None, None))
        if known is None or before != now:
            known = tabulated(files, questionnaire)
            self._known[questionnaire.id] = (now, known)
        return known


def open_engagement(folder: Path | None, earlier: Earlier | None = None) -> tuple[Opened, Findings]:
    """Reads a folder and carries it through loading, surveys, facts and scores. Stopped on faults of the input."""
    from evalkit.derive import derive
    from evalkit.files.folder import read_folder
    from evalkit.files.templates import read_template
    from evalkit.load import load
    from evalkit.model.case import Case
    from evalkit.model.facts import Facts
    from evalkit.score import score

    root = engagement_folder(folder)
    source = read_folder(root)
    engagement, findings = load(source)
    findings = (*source.findings, *findings)
    surveys: dict[str, Survey] = {}
    surveyed = Facts()
    if engagement is not None:
        for questionnaire in engagement.questionnaires:
            names = [name for id, name in engagement.responses.items() if id.partition("#")[0] == questionnaire.id]
            if not names:
                continue
            files = [(root / name, name) for name in names]
            survey, found, more = (earlier or Earlier()).survey(files, questionnaire)
            findings = (*findings, *more)
            if survey is not None:
                surveys[questionnaire.id] = survey
                surveyed = surveyed.plus(found)
    if engagement is None or stops(findings):
        raise Stopped(findings)
    facts, more = derive(engagement, surveyed)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    scoresheet, facts, more = score(engagement, facts)
    findings = (*findings, *more)
    if engagement.project.get(FIRMNESS[0]) == FIRMNESS[1]:
        from evalkit.firmness import firmness
        from evalkit.firmness_facts import firmness_facts

        facts = facts.plus(firmness_facts(firmness(scoresheet, facts)))
    template, more = read_template(engagement.template)
    if template is None and (place := engagement.places.get("项目.模板")) is not None:
        more = tuple(replace(found, where=place) for found in more)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    case = Case(engagement, surveys, facts, scoresheet, findings=findings, template=template)
    return Opened(root, case, template), findings


def tabulated(
    files: Sequence[tuple[Path, str]], questionnaire: Questionnaire
) -> tuple[Survey | None, Sequence[Fact], Findings]:
    """A survey with all its facts."""
    from evalkit.answers.describing import described

    survey, facts, findings = survey_of(files, questionnaire)
    return survey, () if survey is None else (*facts.values(), *described(survey).values()), findings


def survey_of(
    files: Sequence[tuple[Path, str]], questionnaire: Questionnaire, begun: Sequence[Callable[[], Answers]] = ()
) -> tuple[Survey | None, Any, Findings]:
    """The exports of one survey by path and name, read (unless that was ``begun`` before), screened and tabulated."""
    from evalkit.files.answers import opening
    from evalkit.ingest import ingest
    from evalkit.model.facts import Facts
    from evalkit.tabulate import tabulate

    sheets: tuple[Sheet, ...] = ()
    findings: Findings = ()
    for wait in begun or [opening(path, name) for path, name in files]:
        read, more = wait()
        sheets, findings = (*sheets, *read), (*findings, *more)
    if stops(findings):
        return None, Facts(), findings
    survey, more = ingest(sheets, questionnaire)
    findings = (*findings, *more)
    if survey is None:
        return None, Facts(), findings
    survey, more = coded(files[0], survey)
    findings = (*findings, *more)
    facts, more = tabulate(survey)
    return survey, facts, (*findings, *more)


def coded(answers: tuple[Path, str], survey: Survey) -> tuple[Survey, Findings]:
    """The survey with the coding sheet that lies beside its answers (``职工.编码.xlsx`` or ``.csv``), where there is one."""
    from evalkit import codebook

    path, name = answers
    beside = [path.with_name(f"{survey.questionnaire.id}{codebook.SHEET}{suffix}") for suffix in (".xlsx", ".csv")]
    there = [one for one in beside if one.is_file()]
    if not there:
        return survey, ()
    from evalkit.coding import SHEET, SPEC, recoded
    from evalkit.files.sheet import read_tables
    from evalkit.files.tables import sheet_table

    shown = name.removesuffix(path.name) + there[0].name
    if len(there) > 1:
        return survey, (fault(Where(shown), f"编码表有两份，另一份是 {there[1].name}", "留一份，删去另一份"),)
    sheets, findings = read_tables(there[0].read_bytes(), shown)
    sheet = next((one for one in sheets if one.name == SHEET), sheets[0] if sheets else None)
    if sheet is None or stops(findings):
        return survey, findings
    table, more = sheet_table(sheet, SPEC)
    findings = (*findings, *more)
    if stops(findings):
        return survey, findings
    made, more = recoded(survey, table)
    return made, (*findings, *more)


def narrated(opened: Opened) -> tuple[Opened, Findings]:
    """The same engagement with its report, and all that was found on the way. Stopped when a chapter cannot be made."""
    from evalkit.files.attached import attached
    from evalkit.narrate import narrate
    from evalkit.write import lacking

    assert opened.template is not None
    document, findings = narrate(opened.case, opened.template)
    if stops(findings):
        raise Stopped((*opened.case.findings, *findings))
    document, pictures, more = attached(document, partial(attachment, opened))
    made = replace(opened, case=replace(opened.case, document=document), made=pictures)
    lost = lacking(document, attachments(made), {one.subject for one in more})
    findings = (*opened.case.findings, *findings, *more, *lost)
    return replace(made, case=replace(made.case, findings=findings)), findings


def attachments(opened: Opened) -> dict[str, bytes]:
    """The bytes of the pictures the report shows and of the firm's reference document, by name in the folder."""
    from evalkit.model.document import Picture

    document = opened.case.document
    assert document is not None
    wanted = {block.file for block in document.blocks() if isinstance(block, Picture)}
    wanted |= {document.reference, document.house.logo} - {""}
    listed = set(opened.case.engagement.files) if opened.case.engagement else set()
    return {**opened.made, **{name: (opened.folder / name).read_bytes() for name in sorted(wanted & listed)}}


def attachment(opened: Opened, name: str) -> bytes | None:
    """The bytes of a file the engagement lists."""
    listed = opened.case.engagement.files if opened.case.engagement else ()
    return (opened.folder / name).read_bytes() if name in listed else None


def built(opened: Opened, name: str = OUTPUTS["docx"]) -> Document | None:
    """The Word report of this name that lies under ``build/``, if there is one that can be read."""
    from evalkit.files.docx import read_docx

    path = opened.folder / "build" / name
    return read_docx(path.read_bytes(), f"build/{path.name}")[0] if path.is_file() else None


def home_of(report: Path) -> Path | None:
    """The engagement a report lies in, if any."""
    from evalkit.files.folder import find_engagement

    return find_engagement(report.resolve().parent)
