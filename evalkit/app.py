"""One function a command: the only place that joins the disk and the stages.

Every function returns what its command shows and the findings of all stages; nothing here prints. Heavy modules are
imported inside the functions that need them, so that ``evalkit --help`` stays light.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.files.outputs import Stopped as Stopped
from evalkit.files.outputs import put, refuse_overwriting
from evalkit.model.places import Finding, Where, fault

if TYPE_CHECKING:
    from evalkit.model.case import Case
    from evalkit.model.document import Document
    from evalkit.model.questionnaire import Questionnaire, Survey
    from evalkit.model.template import Template

Findings = tuple[Finding, ...]

#: The outputs of ``build`` by format: what lies under ``DIR/build/``.
OUTPUTS = {"docx": "绩效评价报告.docx", "html": "绩效评价报告.html", "xlsx": "评分底稿.xlsx"}
WRITERS = {"docx": "word", "html": "html", "xlsx": "excel"}


@dataclass(frozen=True, slots=True)
class Opened:
    """An engagement carried through to its scores (and, once narrated, its document)."""

    folder: Path
    case: Case
    template: Template | None


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


def open_engagement(folder: Path | None) -> tuple[Opened, Findings]:
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
            name = engagement.responses.get(questionnaire.id)
            if name is None:
                continue
            survey, facts, more = survey_of(root / name, name, questionnaire)
            findings = (*findings, *more)
            if survey is not None:
                surveys[questionnaire.id] = survey
                surveyed = surveyed.plus(facts.values())
    if engagement is None or stops(findings):
        raise Stopped(findings)
    facts, more = derive(engagement, surveyed)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    scoresheet, facts, more = score(engagement, facts)
    findings = (*findings, *more)
    template, more = read_template(engagement.template)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    case = Case(engagement, surveys, facts, scoresheet, findings=findings)
    return Opened(root, case, template), findings


def survey_of(path: Path, name: str, questionnaire: Questionnaire) -> tuple[Survey | None, Any, Findings]:
    """One export of answers, read, screened and tabulated."""
    from evalkit.files.answers import read_answers
    from evalkit.ingest import ingest
    from evalkit.model.facts import Facts
    from evalkit.tabulate import tabulate

    sheets, findings = read_answers(path.read_bytes(), name)
    if stops(findings):
        return None, Facts(), findings
    survey, more = ingest(sheets, questionnaire)
    findings = (*findings, *more)
    if survey is None:
        return None, Facts(), findings
    facts, more = tabulate(survey)
    return survey, facts, (*findings, *more)


def narrated(opened: Opened) -> tuple[Opened, Findings]:
    """The same engagement with its report, and all that was found on the way. Stopped when a chapter cannot be made."""
    from evalkit.narrate import narrate
    from evalkit.write import lacking

    assert opened.template is not None
    document, findings = narrate(opened.case, opened.template)
    if stops(findings):
        raise Stopped((*opened.case.findings, *findings))
    made = replace(opened, case=replace(opened.case, document=document))
    findings = (*opened.case.findings, *findings, *lacking(document, attachments(made)))
    return replace(made, case=replace(made.case, findings=findings)), findings


def build(folder: Path | None, only: tuple[str, ...] = ()) -> tuple[dict[str, Any], Findings]:
    """Writes the outputs under ``DIR/build/``; all of them or, when one cannot be written, none half-way."""
    from evalkit.write import write

    opened, _ = open_engagement(folder)
    opened, findings = narrated(opened)
    document = opened.case.document
    assert document is not None
    files = attachments(opened)
    kinds = only or tuple(OUTPUTS)
    made = {OUTPUTS[kind]: write(document, opened.case, WRITERS[kind], files) for kind in kinds}
    measured = None
    if "docx" in kinds:
        measured = paged(made, opened.case, files)
    put({opened.folder / "build" / name: data for name, data in made.items()})
    facts = opened.case.facts
    answer = {
        "outputs": [str(opened.folder / "build" / name) for name in made],
        "total": facts["总分"].text or None,
        "grade": facts["等级"].text or None,
        "pages": None if measured is None else "measured" if measured else "estimated",
    }
    return answer, findings


def paged(made: dict[str, bytes], case: Case, files: Mapping[str, bytes]) -> bool:
    """Puts measured page numbers into the report's contents; False where LibreOffice is not there to measure them."""
    from evalkit.files.libreoffice import paginate
    from evalkit.write import write

    assert case.document is not None
    pages = paginate(made[OUTPUTS["docx"]])
    if pages:
        made[OUTPUTS["docx"]] = write(case.document, case, WRITERS["docx"], files, pages)
    return bool(pages)


def attachments(opened: Opened) -> dict[str, bytes]:
    """The bytes of the pictures the report shows and of the firm's reference document, by name in the folder."""
    from evalkit.model.document import Picture

    document = opened.case.document
    assert document is not None
    wanted = {block.file for block in document.blocks() if isinstance(block, Picture)} | {document.reference} - {""}
    listed = set(opened.case.engagement.files) if opened.case.engagement else set()
    return {name: (opened.folder / name).read_bytes() for name in sorted(wanted & listed)}


def score_table(folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The contract's ``score --json``."""
    opened, findings = open_engagement(folder)
    case = opened.case
    sheet = case.scoresheet
    assert sheet is not None
    rows = []
    for node in sheet.indicators:
        made = sheet.scores.get(node.code)
        value = case.facts.get(f"取值.{node.code}")
        rows.append(
            {
                "code": node.code,
                "level": node.level,
                "parent": node.parent or None,
                "name": node.name,
                "weight": case.facts[f"分值.{node.code}"].text,
                "score": case.facts[f"得分.{node.code}"].text or None,
                "rate": case.facts[f"得分率.{node.code}"].text or None,
                "value": node.phrase or (value.display if value else "") or None,
                "rule": node.rule.kind if node.rule else None,
                "explanation": "；".join(step.text for step in made.steps) if made else None,
                "evidence": list(node.evidence),
            }
        )
    facts = case.facts
    answer = {
        "total": facts["总分"].text or None,
        "full": facts["满分"].text,
        "grade": facts["等级"].text or None,
        "indicators": rows,
    }
    return answer, findings


def explain(name: str, folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The contract's ``explain``: the chain of a score or of any printed figure down to file and cell."""
    from evalkit.explain import explain as chain

    opened, findings = open_engagement(folder)
    found = chain(name, opened.case)
    if isinstance(found, tuple):
        near = "、".join(found)
        cure = f"是不是：{near}" if near else "用 evalkit score 看编码，用 评价底稿 的“事实”表看名称"
        raise Stopped((fault(Where(name), f"没有叫“{name}”的得分或事实", cure),))
    steps = [
        {"text": step.text, "source": "；".join(map(str, step.sources)) or None, "depth": depth}
        for depth, step in found.steps
    ]
    return {"name": found.name, "value": found.value or None, "unit": found.unit or None, "steps": steps}, findings


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
            case = replace(opened.case, document=document, findings=(*found, *findings))
    else:
        opened, _ = open_engagement(target)
        opened, _ = narrated(opened)
        case = replace(opened.case, built=built(opened))
    return run_checks(case)


def built(opened: Opened) -> Document | None:
    """The Word report that lies under ``build/``, if there is one that can be read."""
    from evalkit.files.docx import read_docx

    path = opened.folder / "build" / OUTPUTS["docx"]
    return read_docx(path.read_bytes(), f"build/{path.name}")[0] if path.is_file() else None


def home_of(report: Path) -> Path | None:
    """The engagement a report lies in, if any."""
    from evalkit.files.folder import find_engagement

    return find_engagement(report.resolve().parent)


def status(folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The contract's ``status``: what is there, what is missing, the next step."""
    from evalkit.progress import progress

    opened, _ = open_engagement(folder)
    opened, findings = narrated(opened)
    steps = progress(opened.case)
    return {"steps": [{"id": s.id, "title": s.title, "state": s.state, "detail": s.detail} for s in steps]}, findings


def tabulated(file: Path, questionnaire: Path | None, by: tuple[str, ...]) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey tabulate`` on any export, with a questionnaire beside it or found in its engagement."""
    from evalkit.files.folder import find_engagement
    from evalkit.files.yaml import parse_yaml
    from evalkit.loading.questionnaire import load_questionnaire
    from evalkit.tabulate import survey_report

    if not file.is_file():
        raise Stopped((fault(Where(str(file)), "没有这个文件", "检查文件名和所在的文件夹"),))
    if questionnaire is None:
        home = find_engagement(file.resolve().parent)
        beside = home / "questionnaires" / f"{file.stem}.yaml" if home else None
        if beside is None or not beside.is_file():
            raise Stopped(
                (fault(Where(str(file)), "不知道这份答卷用的是哪份问卷", "用 --questionnaire 写出问卷的 .yaml 文件"),)
            )
        questionnaire = beside
    if not questionnaire.is_file():
        raise Stopped((fault(Where(str(questionnaire)), "没有这个文件", "检查问卷文件的名称和所在的文件夹"),))
    node, findings = parse_yaml(questionnaire.read_bytes(), questionnaire.name)
    if node is None or stops(findings):
        raise Stopped(findings)
    form, more = load_questionnaire(questionnaire.stem, node)
    findings = (*findings, *more)
    if form is None or stops(findings):
        raise Stopped(findings)
    survey, facts, more = survey_of(file, file.name, form)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    answer, more = survey_report(survey, facts, by)
    if stops(more):
        raise Stopped(more)
    return answer, (*findings, *more)


def templates() -> tuple[list[dict[str, str]], Findings]:
    """The contract's ``templates``."""
    from evalkit.files.templates import list_templates

    return [{"name": t.id, "title": t.title, "for": t.purpose} for t in list_templates()], ()


def new(
    folder: Path, template: str, answers: Mapping[str, str], firm: Path | None, text: bool, force: bool
) -> tuple[dict[str, Any], Findings]:
    """Scaffolds an engagement: the template's skeleton with the answers and the firm's profile put in."""
    from evalkit.files.firm import read_firm
    from evalkit.files.folder import read_files
    from evalkit.files.offers import offers
    from evalkit.files.templates import read_template
    from evalkit.scaffold import scaffold

    found, findings = read_template(template)
    profile, more = read_firm(firm) if firm else (None, ())
    findings = (*findings, *more)
    if found is None or stops(findings):
        raise Stopped(findings)
    skeleton = read_files(found.id, found.skeleton)
    findings = (*findings, *skeleton.findings)
    kept = {name: data for name, data in found.skeleton.items() if name.startswith(("questionnaires/", "interviews/"))}
    answers = {"项目.模板": found.title, **answers}
    made, more = scaffold(skeleton, kept, answers, profile, "text" if text else "workbook", offers())
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    other = folder / ("评价底稿.xlsx" if text else "engagement.yaml")
    if other.exists():
        cure = "换一个文件夹；一个项目只能有一种形式"
        raise Stopped((fault(Where(str(other)), "这里已经是一个项目，没有动它", cure),))
    refuse_overwriting(folder, made, force)
    put({folder / name: data for name, data in made.items()})
    return {"dir": str(folder), "files": sorted(made)}, findings


def unsuitable(key: str, value: str) -> Findings:
    """What is wrong with one answer to a question of ``new``."""
    from evalkit.scaffold import answered

    return answered({}, {key: value})


def questions(template: str) -> tuple[str, ...]:
    """What ``new`` asks for with this template, as ``项目.名称``."""
    from evalkit.files.templates import read_template

    found, findings = read_template(template)
    if found is None:
        raise Stopped(findings)
    return found.questions


def demo(folder: Path, force: bool) -> tuple[dict[str, Any], Findings]:
    """Copies the Yongxing example and builds it."""
    from evalkit.files.shipped import shipped

    examples = shipped("examples")
    if examples is None:
        raise Stopped((fault(Where("examples"), "安装不完整：缺少随程序提供的样例", "重新安装 evalkit"),))
    example = examples / "yongxing-2022"
    kept = [path for path in sorted(example.rglob("*")) if path.is_file()]
    made = {path.relative_to(example).as_posix(): path.read_bytes() for path in kept}
    made = {name: data for name, data in made.items() if not name.startswith(("build/", "expected/"))}
    refuse_overwriting(folder, made, force)
    put({folder / name: data for name, data in made.items()})
    answer, findings = build(folder)
    return {"dir": str(folder), **answer}, findings
