"""``templates``, ``new``, ``demo`` and ``build``: what makes files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import OUTPUTS, USUAL, Earlier, Findings, Opened, attachments, narrated, open_engagement, stops
from evalkit.files.outputs import Stopped, content, put, refuse_overwriting
from evalkit.model.places import Where, doubt, fault

if TYPE_CHECKING:
    from evalkit.app.paging import Pager
    from evalkit.model.case import Case

WRITERS = {"html": "html", "xlsx": "excel", "dump": "dump"}
#: The outputs with pages, which LibreOffice measures.
PAGED = ("docx", "pdf")


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
    made, more = scaffold(skeleton, kept, answers, profile, "text" if text else "workbook", offers(), found.advice)
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


def unsuitable(key: str, value: str) -> str:
    """What to tell whoever answered a question of ``new`` with this; empty when it is good."""
    from evalkit import scaffold

    return scaffold.unsuitable(key, value)


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


def build(
    folder: Path | None,
    only: tuple[str, ...] = (),
    edition: str = "",
    force: bool = False,
    *,
    measure: bool = True,
    earlier: Earlier | None = None,
) -> tuple[dict[str, Any], Findings]:
    """Writes the outputs under ``DIR/build/``; all of them or, when one cannot be written, none half-way.

    A PDF that cannot be made is told in ``unmade``, the rest is written all the same. ``edition`` (定稿, 公开版) writes a
    copy that leaves the house, ``force`` even with parts still to be written; ``measure`` False does without LibreOffice.
    ``earlier`` holds the surveys that this process has read before.
    """
    from evalkit.app.publishing import kinds_of
    from evalkit.files.compiled import compiled_before

    kinds = kinds_of(edition, only) if edition else only or USUAL
    opened, _ = open_engagement(folder, earlier)
    assert opened.template is not None
    with compiled_before(opened.template):
        return build_opened(opened, kinds, edition, force, measure)


def build_opened(
    opened: Opened, kinds: Collection[str], edition: str, force: bool, measure: bool
) -> tuple[dict[str, Any], Findings]:
    """``build`` of an engagement that is open."""
    from evalkit.app.publishing import edition_of
    from evalkit.app.social import SURVEY_REPORT, survey_pager

    opened, findings = narrated(opened)
    document, case = opened.case.document, opened.case
    assert document is not None
    files: Mapping[str, bytes] = attachments(opened)
    told: Mapping[str, Any] = {}
    if edition:
        lost = tuple(found for found in findings if found.kind == "missing_part")
        made = edition_of(opened, edition, lost, force)
        document, files, told = made.document, made.files, made.told
    home = opened.folder / "build"
    shown = replace(case, document=document)
    pagers = {"": report_pager(home, shown, files, kinds, measure)} if set(kinds) & set(PAGED) else {}
    if "docx" in kinds and not edition:
        survey, found = survey_pager(opened, files, measure)
        pagers |= {} if survey is None else {SURVEY_REPORT: survey}
        findings = tuple(dict.fromkeys((*findings, *found)))
    written, measured = outputs(shown, files, kinds, pagers)
    kept, found = edited(home, written)
    findings = (*findings, *found)
    put({home / name: data for name, data in {**kept, **written}.items()})
    unmade = unmade_pdf() if "pdf" in kinds and output("pdf", edition) not in written else ()
    answer = {
        "outputs": [str(home / name) for name in written],
        "total": case.facts["总分"].text or None,
        "grade": case.facts["等级"].text or None,
        "pages": None if measured is None else "measured" if measured else "estimated",
        "edition": edition or None,
        "unmade": [{"kind": "pdf", "reason": found.message} for found in unmade],
        **told,
    }
    return answer, (*findings, *unmade)


def edited(home: Path, written: Collection[str]) -> tuple[dict[str, bytes], Findings]:
    """The files to be replaced that somebody saved in an editor, under names of their own, and what to do with them."""
    from evalkit.files.foreign import saved_elsewhere

    kept: dict[str, bytes] = {}
    found = []
    for name in written:
        data = content(home / name) if name.endswith((".docx", ".xlsx")) else None
        if not data or not saved_elsewhere(data):
            continue
        number = 1
        while (home / (copy := f"改过的/{number}-{name}")).exists():
            number += 1
        kept[copy] = data
        back = "sync" if name.endswith(".docx") else "score --from"
        message = f"build/{name} 在别的程序里改过，改过的一份存为 build/{copy}"
        found.append(doubt(Where(f"build/{name}"), message, f"要看改了什么：evalkit {back} build/{copy}；不要的删去"))
    return kept, tuple(found)


def report_pager(home: Path, case: Case, files: Mapping[str, bytes], kinds: Collection[str], measure: bool) -> Pager:
    """The report on its way to Word and PDF; it knows what the last build left in its folder."""
    from evalkit.app.paging import Pager, guess_of

    assert case.document is not None
    before, printed = (content(home / output(kind, case.document.edition)) for kind in PAGED)
    guess = guess_of(case.document, content(home / OUTPUTS["docx"]) if case.document.edition else before)
    return Pager(case.document, case, files, before, printed, guess, "pdf" in kinds, measure)


def outputs(
    case: Case, files: Mapping[str, bytes], kinds: Collection[str], pagers: Mapping[str, Pager]
) -> tuple[dict[str, bytes], bool | None]:
    """The files to write by name, and whether the pages of the report were measured (None: it has no pages).

    ``pagers`` are the report, under no name, and others by theirs.
    """
    from evalkit.app.paging import beside
    from evalkit.write import write

    document = case.document
    assert document is not None
    made: dict[str, bytes] = {}

    def others() -> None:
        for kind in kinds:
            if kind not in PAGED:
                made[output(kind, document.edition)] = write(document, case, WRITERS[kind], files)

    paged = dict(zip(pagers, beside(tuple(pagers.values()), others), strict=True))
    report = paged.pop("", None)
    if report is not None and "docx" in kinds:
        made = {output("docx", document.edition): report.docx, **made}
    if report is not None and report.pdf is not None:
        made[output("pdf", document.edition)] = report.pdf
    made |= {name: one.docx for name, one in paged.items()}
    return made, None if report is None else report.measured


def output(kind: str, edition: str = "") -> str:
    """The name of an output under ``build/``: ``绩效评价报告（定稿）.docx``."""
    stem, dot, suffix = OUTPUTS[kind].rpartition(".")
    return f"{stem}（{edition}）{dot}{suffix}" if edition else OUTPUTS[kind]


def unmade_pdf() -> Findings:
    """Why there is no PDF."""
    from evalkit.files.libreoffice import find_soffice

    cure = "用 Word 或 WPS 打开报告，另存为 PDF"
    if find_soffice() is None:
        words = "没有生成 PDF：这台电脑没有 LibreOffice"
        return (doubt(Where("PDF"), words, f"装上 LibreOffice（免费）再运行；或{cure}"),)
    return (doubt(Where("PDF"), "没有生成 PDF：LibreOffice 没有转成", f"关闭别的 LibreOffice 窗口再试；或{cure}"),)
