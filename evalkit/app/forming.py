"""``survey form`` and ``survey check``: a questionnaire as blank forms, and what is wrong with its design."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Finding, Where, fault

if TYPE_CHECKING:
    from evalkit.model.engagement import Engagement
    from evalkit.model.questionnaire import Questionnaire

#: Where an engagement's forms go, below ``build/``.
FORMS = "build/问卷"


def survey_forms(
    survey: str, only: Sequence[str], home: Path | None, out: Path | None, force: bool
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey form``: the blank forms of a questionnaire, by default all kinds.

    They go to ``out``, else to ``build/问卷`` of the engagement, else into the current folder.
    """
    from evalkit.form import KINDS, forms

    unknown = [kind for kind in only if kind not in KINDS]
    if unknown:
        cure = f"可用的：{'、'.join(KINDS)}，用逗号隔开"
        raise Stopped((fault(Where("--only"), f"没有“{'、'.join(unknown)}”这种表", cure),))
    if out is not None and out.is_file():
        raise Stopped((fault(Where(str(out)), "这是文件，不是文件夹", "换一个名称"),))
    folder = _home(home)
    questionnaire, findings = read_survey(survey, folder)
    made, more = forms(questionnaire, only or tuple(KINDS))
    place = out or (folder / FORMS if folder is not None else Path())
    if out is not None or folder is None:
        refuse_overwriting(place, made, force)
    put({place / name: data for name, data in made.items()})
    return {"outputs": [str(place / name) for name in made]}, (*findings, *more)


def survey_checked(survey: str, home: Path | None) -> Findings:
    """The contract's findings on the design of a questionnaire, and on what its engagement reads of it."""
    from evalkit.checks.survey_design import lint, unread
    from evalkit.files.folder import read_folder
    from evalkit.load import load

    folder = _home(home) or _around(survey)
    questionnaire, findings = read_survey(survey, folder)
    found = [*findings, *_whose(survey, questionnaire, folder), *lint(questionnaire)]
    if folder is not None and _inside(survey, folder):
        source = read_folder(folder)
        engagement, more = load(source)
        name = f"问卷.{questionnaire.id}"
        found += [one for one in more if name in one.message or name in one.subject]
        if engagement is None:
            message = "项目的表读不出来，没有看指标用到了哪些题"
            found.append(Finding("input", "note", message, source.at, "先运行 evalkit check，把表改好"))
        else:
            found += unread(engagement, questionnaire)
            said = {one.where for one in found}
            found += [one for one in _misread(engagement, questionnaire) if one.where not in said]
    return tuple(dict.fromkeys(found))


def read_survey(survey: str, folder: Path | None) -> tuple[Questionnaire, Findings]:
    """A questionnaire by its file, by its name in the engagement, or by its name in the library. Stopped on faults."""
    from evalkit.files.yaml import parse_yaml
    from evalkit.loading.questionnaire import load_questionnaire

    path = _found(survey, folder)
    id = path.parent.name if path.name == "questionnaire.yaml" else path.stem
    shown = path.name
    if folder is not None and path.is_relative_to(folder):
        shown = path.relative_to(folder).as_posix()
    elif path.name == "questionnaire.yaml":
        shown = f"{path.parent.name}/{path.name}"
    node, findings = parse_yaml(path.read_bytes(), shown)
    if node is None:
        raise Stopped(findings or (fault(Where(shown), "文件是空的", "写法见 docs/questionnaires.md"),))
    made, more = load_questionnaire(id, node)
    findings = (*findings, *more)
    if made is None or stops(findings):
        raise Stopped(findings)
    return made, findings


def _found(survey: str, folder: Path | None) -> Path:
    from evalkit.files.shipped import shipped

    path = Path(survey)
    if path.is_dir() and (path / "questionnaire.yaml").is_file():
        return (path / "questionnaire.yaml").resolve()
    if path.suffix.lower() in (".yaml", ".yml"):
        if path.is_file():
            return path.resolve()
        raise Stopped((fault(Where(survey), "没有这个文件", "检查文件名和所在的文件夹"),))
    own = sorted((folder / "questionnaires").glob("*.yaml")) if folder is not None else []
    for one in own:
        if one.stem == survey:
            return one
    library = shipped("surveys")
    there = sorted(library.glob("*/questionnaire.yaml")) if library is not None else []
    for one in there:
        if one.parent.name == survey:
            return one.resolve()
    called = {one: _called(one) for one in there}
    for one, name in called.items():
        if name == survey:
            return one.resolve()
    names = f"项目里的问卷：{'、'.join(one.stem for one in own)}；" if own else ""
    listed = "、".join(f"{name}（{one.parent.name}）" for one, name in called.items())
    cure = f"写 .yaml 文件，或问卷的名称；项目里的问卷在项目文件夹里运行，或用 -C 写出项目文件夹。{names}现成的问卷：{listed}"
    raise Stopped((fault(Where(survey), "没有这份问卷", cure),))


def _whose(survey: str, questionnaire: Questionnaire, folder: Path | None) -> Findings:
    """Says that it is one of the library, where a Chinese name might have meant one of an engagement's own."""
    path = _found(survey, folder)
    if path.name != "questionnaire.yaml" or survey == path.parent.name or Path(survey).exists():
        return ()
    message = f"这是现成的问卷“{survey}”（{path.parent.name}），不是项目里的"
    cure = "要查项目里的，在项目文件夹里运行，或用 -C 写出项目文件夹"
    return (Finding("other", "note", message, questionnaire.at, cure),)


def _called(path: Path) -> str:
    """The Chinese name of a questionnaire of the library, which a copy of it gets."""
    from evalkit.files.yaml import parse_yaml
    from evalkit.loading.questionnaire import load_questionnaire

    node, _ = parse_yaml(path.read_bytes(), path.name)
    form = load_questionnaire(path.parent.name, node)[0] if node is not None else None
    return (form.short if form is not None else "") or path.parent.name


def _home(home: Path | None) -> Path | None:
    """The engagement that was named, else the one the current folder lies in, else none."""
    from evalkit.files.folder import find_engagement

    folder = engagement_folder(home) if home is not None else find_engagement(Path.cwd())
    return folder.resolve() if folder is not None else None


def _around(survey: str) -> Path | None:
    """The engagement the file of a questionnaire lies in."""
    from evalkit.files.folder import find_engagement

    path = Path(survey)
    folder = find_engagement(path.resolve().parent) if path.is_file() else None
    return folder.resolve() if folder is not None else None


def _inside(survey: str, folder: Path) -> bool:
    """Whether it is a questionnaire of the engagement, and not one of the library or from elsewhere."""
    path = _found(survey, folder)
    return path.parent == folder / "questionnaires"


def _misread(engagement: Engagement, questionnaire: Questionnaire) -> Findings:
    """Figures of the questionnaire that indicators and facts read and no question gives."""
    from evalkit.awaited import awaited
    from evalkit.checks.survey_design import misread

    return misread(engagement, questionnaire, {fact.id for fact in awaited((questionnaire,), ())})
