"""``survey tabulate``, ``survey sample``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops, survey_of
from evalkit.files.outputs import Stopped
from evalkit.model.places import Finding, Where, fault

if TYPE_CHECKING:
    from evalkit.files.answers import Answers
    from evalkit.model.facts import Facts
    from evalkit.model.questionnaire import Questionnaire, Survey


def tabulated(
    files: Sequence[Path], questionnaire: Path | None, by: tuple[str, ...], home: Path | None = None
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey tabulate`` on the exports of one survey, or on all of a survey the engagement names.

    Without a questionnaire, and outside an engagement that has one, types and options of a single export are inferred,
    and said to be.
    """
    folder = engagement_folder(home) if home is not None else None
    named = len(files) == 1 and not files[0].is_file() and not files[0].suffix
    survey, facts, findings = (
        of_engagement(str(files[0]), questionnaire, folder) if named else _of_files(files, questionnaire, folder)
    )
    from evalkit.tabulate import survey_report

    answer, more = survey_report(survey, facts, by)
    if stops(more):
        raise Stopped(more)
    return answer, (*findings, *more)


def of_engagement(name: str, questionnaire: Path | None, home: Path | None) -> tuple[Survey, Facts, Findings]:
    """A survey by its name: all files of its answers in the engagement, which is the one around where none is given."""
    from evalkit.app.importing import form_of
    from evalkit.files.folder import find_engagement, read_folder
    from evalkit.load import responses

    folder = home or find_engagement(Path.cwd())
    if folder is None:
        cure = "检查文件名和所在的文件夹；写问卷名称的，在项目文件夹里运行，或用 -C 写出项目文件夹"
        raise Stopped((fault(Where(name), "没有这个文件", cure),))
    form, findings = form_of(folder, name) if questionnaire is None else questionnaire_of(questionnaire)
    there = [path for id, path in responses(read_folder(folder), []).items() if id.partition("#")[0] == name]
    if not there:
        cure = f"先用 evalkit survey import {name} 导出文件 把答卷导入项目"
        raise Stopped((fault(Where(f"responses/{name}.xlsx"), f"问卷“{name}”还没有答卷", cure),))
    survey, facts, more = survey_of([(folder / path, path) for path in there], form)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    return survey, facts, findings


def _of_files(files: Sequence[Path], questionnaire: Path | None, home: Path | None) -> tuple[Survey, Facts, Findings]:
    """Exports by the questionnaire given, else by the one of their name in the engagement, else by one inferred."""
    absent = [path for path in files if not path.is_file()]
    if absent:
        raise Stopped(tuple(fault(Where(str(one)), "没有这个文件", "检查文件名和所在的文件夹") for one in absent))
    file = files[0]
    if questionnaire is None:
        from evalkit.files.folder import find_engagement
        from evalkit.model.export import answered_by

        home = home or find_engagement(file.resolve().parent)
        there = {path.stem for path in (home / "questionnaires").glob("*.yaml")} if home else set()
        beside = home / "questionnaires" / f"{answered_by(file.stem, there)}.yaml" if home else None
        if beside is not None and not beside.is_file():
            raise Stopped(
                (fault(Where(str(file)), "不知道这份答卷用的是哪份问卷", "用 --questionnaire 写出问卷的 .yaml 文件"),)
            )
        questionnaire = beside
    if questionnaire is None and len(files) > 1:
        message = "几个文件合起来统计，要有问卷文件"
        raise Stopped((fault(Where(str(files[1])), message, "用 --questionnaire 写出问卷的 .yaml 文件"),))
    if questionnaire is None:
        from evalkit.app.importing import inferred

        return inferred(file)
    begun = begin(files) if questionnaire.is_file() else ()
    others = left_out(files)
    survey, facts, findings = by_form(files, questionnaire, begun)
    return survey, facts, (*findings, *others)


def left_out(files: Sequence[Path]) -> Findings:
    """What is said where other answers of the same survey stand beside in the engagement and were not counted."""
    file = files[0].resolve()
    if file.parent.name.casefold() != "responses":
        return ()
    from evalkit.app.importing import answers_of
    from evalkit.files.folder import find_engagement
    from evalkit.model.export import answered_by

    home = find_engagement(file.parent)
    if home is None or file.parent != home / "responses":
        return ()
    forms = {path.stem for path in (home / "questionnaires").glob("*.yaml")}
    name, counted = answered_by(file.stem, forms), {one.resolve() for one in files}
    others = [path.name for path in answers_of(home, name) if path.resolve() not in counted]
    if not others:
        return ()
    typed = files[0].parent.parent
    folder = "" if find_engagement(Path.cwd()) == home else f" -C {typed if typed.resolve() == home else home}"
    message = f"同一次调查的答卷还有 {'、'.join(others)}，这里没有统计"
    cure = f"统计全部的：evalkit survey tabulate {name}{folder}"
    return (Finding("other", "note", message, Where(str(files[0])), cure),)


def begin(files: Sequence[Path]) -> tuple[Callable[[], Answers], ...]:
    """The files, of which the first is being read from now on: of several large ones each takes its room."""
    from evalkit.files.answers import open_answers, opening

    return tuple(
        partial(open_answers, file, file.name) if place else opening(file, file.name)
        for place, file in enumerate(files)
    )


def by_form(
    files: Sequence[Path], questionnaire: Path, begun: Sequence[Callable[[], Answers]] = ()
) -> tuple[Survey, Facts, Findings]:
    """Exports, perhaps ``begun`` to be read, by a questionnaire's file. Stopped where either has faults."""
    begun = begun or begin(files)
    form, findings = questionnaire_of(questionnaire)
    survey, facts, more = survey_of([(file, file.name) for file in files], form, begun)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    return survey, facts, findings


def questionnaire_of(path: Path) -> tuple[Questionnaire, Findings]:
    """A questionnaire's file. Stopped when it cannot be read as one."""
    from evalkit.files.yaml import parse_yaml
    from evalkit.loading.questionnaire import load_questionnaire

    if not path.is_file():
        raise Stopped((fault(Where(str(path)), "没有这个文件", "检查问卷文件的名称和所在的文件夹"),))
    node, findings = parse_yaml(path.read_bytes(), path.name)
    if node is None or stops(findings):
        raise Stopped(findings)
    form, more = load_questionnaire(path.stem, node)
    findings = (*findings, *more)
    if form is None or stops(findings):
        raise Stopped(findings)
    return form, findings


def sampled(
    population: str, margin: str, confidence: str, strata: Path | None, least: str, returned: str
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey sample``: everything as typed on the command line."""
    from evalkit.numbers import trimmed
    from evalkit.sampling import sample

    faults: list[Finding] = []
    size = _whole("--population", population, 1, faults) if population else None
    reach = _share("--margin", margin, faults)
    sure = _share("--confidence", confidence, faults)
    back = _share("--return-rate", returned, faults, whole=True)
    each = _whole("--least", least, 1, faults)
    groups: tuple[tuple[str, int], ...] = ()
    findings: Findings = ()
    if strata is not None:
        try:
            groups, findings = _strata(strata)
        except Stopped as stopped:
            faults += stopped.findings
    people = sum(count for _, count in groups) if groups else None
    if not population and people is None and not faults:
        cure = "写出总体的人数：--population 620；各类人数在一份表里的，用 --strata 总体构成.csv"
        faults.append(fault(Where("--population"), "没有写总体人数", cure))
    if size is not None and people is not None and size != people:
        message = f"总体 {size} 人，而 {strata} 里各类合计 {people} 人"
        faults.append(fault(Where("--population"), message, "改正其中一个；以表里为准的，不写 --population"))
    if faults or reach is None or sure is None or back is None or each is None:
        raise Stopped(tuple(faults))
    made, more = sample(people if size is None else size, reach, sure, groups, each, back)
    listed = [{"label": one.label, "population": one.population, "n": one.n, "issue": one.issue} for one in made.strata]
    return {
        "n": made.n,
        "margin": trimmed(made.margin),
        "confidence": trimmed(made.confidence),
        "population": made.population,
        "issue": made.issue,
        "strata": listed,
    }, (*findings, *more)


def _strata(path: Path) -> tuple[tuple[tuple[str, int], ...], Findings]:
    """The groups and their people, from a table, or from a questionnaire that has 总体构成."""
    from evalkit.files.sheet import read_tables
    from evalkit.files.tables import sheet_table
    from evalkit.sampling import STRATA, strata_of

    if path.suffix.lower() in (".yaml", ".yml"):
        form, findings = questionnaire_of(path)
        if not form.populations:
            raise Stopped(
                (fault(form.at, "问卷没有写总体构成", "加上“分组题: Q1”和“总体构成: {农户: 800, 村干部: 60}”"),)
            )
        return form.populations, findings
    if not path.is_file():
        raise Stopped((fault(Where(str(path)), "没有这个文件", "检查文件名和所在的文件夹"),))
    sheets, findings = read_tables(path.read_bytes(), path.name)
    if not sheets or stops(findings):
        raise Stopped(findings or (fault(Where(path.name), "表是空的", "一类一行，列名写“类别”和“人数”"),))
    table, more = sheet_table(sheets[0], STRATA)
    findings = (*findings, *more)
    if stops(findings):
        raise Stopped(findings)
    groups, more = strata_of(table)
    if stops(more):
        raise Stopped((*findings, *more))
    return groups, (*findings, *more)


def _whole(option: str, text: str, least: int, faults: list[Finding]) -> int | None:
    from evalkit.numbers import parse_decimal

    value = parse_decimal(text)
    if value is None or value != value.to_integral_value() or value < least:
        faults.append(fault(Where(option), f"“{text}”不是 {least} 以上的整数", f"写成 {option} 620"))
        return None
    return int(value)


def _share(option: str, text: str, faults: list[Finding], whole: bool = False) -> Decimal | None:
    """A share as ``0.05`` or ``5%``, above 0 and below 1 (or 1, where the whole is one)."""
    from evalkit.numbers import parse_decimal, plain

    typed = plain(text)
    value = parse_decimal(typed.removesuffix("%"))
    if value is not None and typed.endswith("%"):
        value /= 100
    if value is None or not 0 < value <= 1 or (value == 1 and not whole):
        example = {"--margin": "0.05", "--confidence": "0.95"}.get(option, "0.8")
        faults.append(fault(Where(option), f"“{text}”不在 0 和 1 之间", f"写成 {option} {example}"))
        return None
    return value
