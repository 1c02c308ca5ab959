"""``survey tabulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.app.opening import Findings, stops, survey_of
from evalkit.files.outputs import Stopped
from evalkit.model.places import Where, fault


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
