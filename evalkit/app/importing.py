"""``survey import``: an export of any platform -> the engagement's answers, without what tells a person apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops
from evalkit.app.surveying import questionnaire_of
from evalkit.files.outputs import Stopped, put, refusal
from evalkit.model.places import Where, fault

if TYPE_CHECKING:
    from evalkit.model.export import Export
    from evalkit.model.facts import Facts
    from evalkit.model.questionnaire import Questionnaire, Survey
    from evalkit.model.source import Sheet

ANSWERS = (".xlsx", ".xls", ".sav", ".csv")
ELSE = "其他列"


def survey_imported(
    name: str, file: Path, home: Path | None, force: bool, add: bool = False
) -> tuple[dict[str, Any], Findings]:
    """Reads an export and writes ``responses/<name>.csv``; answers as ``survey tabulate``, and says what was left out.

    To ``add`` is to write ``responses/<name>-2.csv`` beside the answers that are there; what is answered is of them all.
    Such a file may lack a question that those answers have: what is written lacks it then, and those people count as not
    asked.
    To ``force`` is to put it in the place of all that was imported for this survey before. The export itself is only
    read, and so is every file that no import wrote. Stopped where an answer cannot be read, or where other answers
    stand already.
    """
    from evalkit.answers.keeping import kept
    from evalkit.files.answers import open_answers, written_answers
    from evalkit.ingest import answered, exported, forms
    from evalkit.plugs import importers
    from evalkit.tabulate import survey_report, tabulate

    if force and add:
        message = "--force 是换掉先前导入的，--add 是加在旁边，不能一起写"
        raise Stopped((fault(Where("--force"), message, "留下其中一个"),))
    folder = engagement_folder(home)
    form, findings = form_of(folder, name)
    if not file.is_file():
        raise Stopped((fault(Where(str(file)), "没有这个文件", "检查文件名和所在的文件夹"),))
    there = answers_of(folder, name)
    own_place(file, folder / f"responses/{name}.csv", *there)
    target = free(name, there) if add and there else f"responses/{name}.csv"
    replaced = tuple(path for path in there if force and path != folder / target and imported_before(path))
    alone(folder / target, () if add else [path for path in there if path not in replaced])
    sheets, more = open_answers(file, file.name)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    export, more = exported(sheets, form)
    if export is None:
        raise Stopped((*findings, *more))
    present, unread = sheets_of(there if add else ())
    findings = (*findings, *unread, *unasked(export, present, form, more))
    survey, more = answered(export, form)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    made = {target: written_answers(kept(survey, forms(export, form, survey.answers)))}
    masked = masked_answers(survey)
    if add and there:
        survey, more = beside(there, present, target, made[target], form)
        findings = tuple(dict.fromkeys((*findings, *more)))
    facts, more = tabulate(survey)
    findings = (*findings, *more)
    answer, more = survey_report(survey, facts, ())
    if stops((*findings, *more)):
        raise Stopped((*findings, *more))
    unlike = (folder / target).is_file() and (folder / target).read_bytes() != made[target]
    if unlike and not (force and imported_before(folder / target)):
        raise Stopped((fault(Where(str(folder / target)), "已经有这个文件，没有动它", cure_of(folder / target)),))
    put({folder / path: data for path, data in made.items()})
    removed(replaced)
    answer |= {
        "platform_title": importers()[export.platform].TITLE,
        "output": str(folder / target),
        "removed": [str(path) for path in replaced],
        "dropped": dropped(export),
        "masked": masked,
    }
    return answer, (*findings, *more)


def sheets_of(there: Sequence[Path]) -> tuple[tuple[Sheet, ...], Findings]:
    """The sheets of the answers that are there, by their places in the engagement."""
    from evalkit.files.answers import open_answers

    read = [open_answers(path, f"responses/{path.name}") for path in there]
    return tuple(sheet for sheets, _ in read for sheet in sheets), tuple(one for _, found in read for one in found)


def unasked(export: Export, present: tuple[Sheet, ...], form: Questionnaire, found: Findings) -> Findings:
    """What was found about an export, less the questions that only the answers already there have.

    That those were not asked here is told when all are read together. Where the question is nowhere yet, the cure says
    in which order to import.
    """
    from evalkit.answers.merging import unasked_there
    from evalkit.ingest import all_exported

    others = all_exported(present, form)[0] if present else ()
    told = []
    for one, after in zip(found, unasked_there((*others, export), form, found), strict=True):
        absent = one.severity == "error" and any(one.subject == question.id for question in form.questions)
        if absent and not others:
            last = "这一份本来没有问的，先导入问了这一题的，再用 --add 加这一份"
            told.append(replace(one, cure="；".join(filter(None, (one.cure, last)))))
        elif after == one:
            told.append(one)
    return tuple(told)


def beside(
    there: Sequence[Path], present: tuple[Sheet, ...], target: str, data: bytes, form: Questionnaire
) -> tuple[Survey, Findings]:
    """The survey of the answers that are there and of those that will be, read as they will be read from the folder.

    Stopped where they are the same, or cannot be read as one survey.
    """
    from evalkit.files.answers import read_answers
    from evalkit.ingest import ingest

    same = next((path for path in there if path.read_bytes() == data), None)
    if same is not None:
        raise Stopped(
            (fault(Where(f"responses/{same.name}"), "这份答卷已经导入过了，没有再写一份", "要加的是另一份文件"),)
        )
    sheets, findings = read_answers(data, target)
    if stops(findings):
        raise Stopped(findings)
    survey, more = ingest((*present, *sheets), form)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    return survey, findings


def form_of(folder: Path, name: str) -> tuple[Questionnaire, Findings]:
    """The engagement's questionnaire of this name; Stopped when there is none or it has faults."""
    from evalkit.likeness import suggestion

    home = folder / "questionnaires"
    there = {path.stem: path for path in sorted(home.glob("*.y*ml"))} if home.is_dir() else {}
    if name not in there:
        cure = suggestion(name, list(there), "已有的问卷") or "先把问卷写成 questionnaires/名称.yaml"
        raise Stopped((fault(Where(str(home)), f"没有叫“{name}”的问卷", cure),))
    return questionnaire_of(there[name])


def inferred(file: Path) -> tuple[Survey, Facts, Findings]:
    """An export nobody has a questionnaire for, by the questionnaire that its answers seem to be of."""
    from evalkit.files.answers import open_answers
    from evalkit.infer import infer
    from evalkit.ingest import answered
    from evalkit.tabulate import tabulate

    sheets, findings = open_answers(file, file.name)
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


def answers_of(folder: Path, name: str) -> list[Path]:
    """The files of answers of a survey that are in the engagement."""
    from evalkit.model.export import answered_by

    responses = folder / "responses"
    there = sorted(responses.iterdir(), key=lambda path: (path.stem, path.name)) if responses.is_dir() else []
    return [path for path in there if path.suffix.lower() in ANSWERS and answered_by(path.stem, (name,)) == name]


def own_place(file: Path, *places: Path) -> None:
    """Stopped where the export lies in the place of a result, or among the answers that are there."""
    for path in places:
        if path.exists() and path.samefile(file):
            message = "这份答卷已经在 responses 里，没有动它"
            cure = "把平台导出的原件放在项目文件夹以外，或 evidence 里，再导入"
            raise Stopped((fault(Where(str(file)), message, cure),))


def free(name: str, there: Sequence[Path]) -> str:
    """The next name for answers beside others: 职工-2.csv."""
    taken = {path.stem for path in there}
    number = next(number for number in range(2, len(taken) + 3) if f"{name}-{number}" not in taken)
    return f"responses/{name}-{number}.csv"


def imported_before(path: Path) -> bool:
    """Whether an import wrote this table: its first column is that of the rows in the export."""
    from evalkit.importers._joining import KEPT

    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as opened:
        # As it was written, or saved again by Excel.
        begins = tuple(f"{KEPT},".encode(code) for code in ("utf-8-sig", "utf-8", "gb18030"))
        return opened.read(64).startswith(begins)


def alone(target: Path, there: Sequence[Path]) -> None:
    """Stopped where other answers of the survey are in the engagement than those that will be written over."""
    others = [path for path in there if path != target]
    if others:
        message = f"问卷“{target.stem}”已经有答卷，没有动它"
        raise Stopped(tuple(fault(Where(str(path)), message, cure_of(path)) for path in others))


def cure_of(path: Path) -> str:
    """What to do about answers that are there: those an import wrote can be replaced, an original is the user's to move."""
    replaced = "要换掉先前导入的全部，加 --force"
    moved = "它不是导入写出的，像是平台的原件：要换掉的，先把它移到 evidence 或项目文件夹以外"
    return (
        f"另一个来源的答卷（纸质的、别的平台的），加上 --add 放在旁边；{replaced if imported_before(path) else moved}"
    )


def removed(paths: Sequence[Path]) -> None:
    """Takes away the tables that an import wrote before and that another has replaced. Stopped where one is held open."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as refused:
            raise Stopped((refusal(refused, path),)) from None


def dropped(export: Export) -> list[dict[str, Any]]:
    """How many columns of the export were not kept, by what they would tell; no header and no value is repeated."""
    from evalkit.privacy import kind

    kept = {*export.columns.values(), export.submitted, export.seconds, export.way}
    left = [title for column, title in sorted(export.titles.items()) if column not in kept and title]
    counts = Counter(kind(title) or ELSE for title in left)
    return [
        {"kind": name, "columns": count}
        for name, count in sorted(counts.items(), key=lambda one: (one[0] == ELSE, one[0]))
    ]


def masked_answers(survey: Survey) -> int:
    """How many open answers had something masked in them."""
    from evalkit.answers.writing_in import write_in_key

    open_keys = [q.id for q in survey.questionnaire.questions if not q.options]
    open_keys += [write_in_key(q, place) for q in survey.questionnaire.questions for place in range(len(q.options))]
    there = [name for name in open_keys if name in survey.answers]
    return sum(1 for name in there for text in survey.answers[name] if text and "***" in text)
