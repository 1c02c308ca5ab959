"""``survey import``: an export of any platform -> the engagement's answers, without what tells a person apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops
from evalkit.app.surveying import questionnaire_of
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Where, fault

if TYPE_CHECKING:
    from evalkit.model.export import Export
    from evalkit.model.facts import Facts
    from evalkit.model.questionnaire import Questionnaire, Survey

ANSWERS = (".xlsx", ".xls", ".csv")
ELSE = "其他列"


def survey_imported(name: str, file: Path, home: Path | None, force: bool) -> tuple[dict[str, Any], Findings]:
    """Reads an export and writes ``responses/<name>.csv``; answers as ``survey tabulate``, and says what was left out.

    The export itself is only read. Stopped where an answer cannot be read, or where other answers stand already.
    """
    from evalkit.answers.keeping import kept
    from evalkit.files.answers import read_answers, written_answers
    from evalkit.ingest import answered, exported, forms
    from evalkit.plugs import importers
    from evalkit.tabulate import survey_report, tabulate

    folder = engagement_folder(home)
    form, findings = form_of(folder, name)
    if not file.is_file():
        raise Stopped((fault(Where(str(file)), "没有这个文件", "检查文件名和所在的文件夹"),))
    target = f"responses/{name}.csv"
    alone(folder, name, file)
    sheets, more = read_answers(file.read_bytes(), file.name)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    export, more = exported(sheets, form)
    findings = (*findings, *more)
    if export is None:
        raise Stopped(findings)
    survey, more = answered(export, form)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    made = {target: written_answers(kept(survey, forms(export, form, survey.answers)))}
    facts, more = tabulate(survey)
    findings = (*findings, *more)
    answer, more = survey_report(survey, facts, ())
    if stops((*findings, *more)):
        raise Stopped((*findings, *more))
    refuse_overwriting(folder, made, force)
    put({folder / path: data for path, data in made.items()})
    answer |= {
        "platform_title": importers()[export.platform].TITLE,
        "output": str(folder / target),
        "dropped": dropped(export),
        "masked": masked_answers(survey),
    }
    return answer, (*findings, *more)


def form_of(folder: Path, name: str) -> tuple[Questionnaire, Findings]:
    """The engagement's questionnaire of this name; Stopped when there is none or it has faults."""
    from evalkit.records import suggestion

    home = folder / "questionnaires"
    there = {path.stem: path for path in sorted(home.glob("*.y*ml"))} if home.is_dir() else {}
    if name not in there:
        cure = suggestion(name, list(there), "已有的问卷") or "先把问卷写成 questionnaires/名称.yaml"
        raise Stopped((fault(Where(str(home)), f"没有叫“{name}”的问卷", cure),))
    return questionnaire_of(there[name])


def inferred(file: Path) -> tuple[Survey, Facts, Findings]:
    """An export nobody has a questionnaire for, by the questionnaire that its answers seem to be of."""
    from evalkit.files.answers import read_answers
    from evalkit.infer import infer
    from evalkit.ingest import answered
    from evalkit.tabulate import tabulate

    sheets, findings = read_answers(file.read_bytes(), file.name)
    if stops(findings):
        raise Stopped(findings)
    form, export, more = infer(sheets, file.stem)
    findings = (*findings, *more)
    if form is None or export is None:
        raise Stopped(findings)
    survey, more = answered(export, form, inferred=True)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    facts, more = tabulate(survey)
    return survey, facts, (*findings, *more)


def alone(folder: Path, name: str, file: Path) -> None:
    """Stopped where the export lies in the place of the result, or other answers of the survey are in the engagement."""
    responses = folder / "responses"
    target = responses / f"{name}.csv"
    if target.exists() and target.samefile(file):
        cure = "把平台导出的原件放在项目文件夹以外，或 evidence 里，再导入"
        raise Stopped((fault(Where(str(file)), "这就是要写出的文件，没有动它", cure),))
    others = [responses / f"{name}{suffix}" for suffix in ANSWERS[:2] if (responses / f"{name}{suffix}").exists()]
    if others:
        cure = "一份问卷只能有一份答卷：把它移到 evidence 或项目文件夹以外，再导入"
        raise Stopped(tuple(fault(Where(str(path)), f"问卷“{name}”已经有答卷，没有动它", cure) for path in others))


def dropped(export: Export) -> list[dict[str, Any]]:
    """How many columns of the export were not kept, by what they would tell; no header and no value is repeated."""
    from evalkit.privacy import kind

    kept = {*export.columns.values(), export.submitted, export.seconds}
    left = [title for column, title in sorted(export.titles.items()) if column not in kept and title]
    counts = Counter(kind(title) or ELSE for title in left)
    return [
        {"kind": name, "columns": count}
        for name, count in sorted(counts.items(), key=lambda one: (one[0] == ELSE, one[0]))
    ]


def masked_answers(survey: Survey) -> int:
    """How many open answers had something masked in them."""
    open_keys = [q.id for q in survey.questionnaire.questions if not q.options and q.id in survey.answers]
    return sum(1 for key in open_keys for text in survey.answers[key] if text and "***" in text)
