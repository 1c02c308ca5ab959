"""``templates``, ``new``, ``demo`` and ``build``: what makes files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import OUTPUTS, Findings, attachments, narrated, open_engagement, stops
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Where, fault

if TYPE_CHECKING:
    from evalkit.model.case import Case

WRITERS = {"docx": "word", "html": "html", "xlsx": "excel"}


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
