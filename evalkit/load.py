"""What the folder held -> the engagement, with everything that is wrong about it told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar

from evalkit.codebook import SHEET
from evalkit.likeness import suggestion
from evalkit.loading import lists
from evalkit.loading.adjustments import load_adjustments
from evalkit.loading.definitions import load_definitions
from evalkit.loading.facts import doubtful_amounts, load_facts, load_money
from evalkit.loading.grades import load_scheme
from evalkit.loading.indicators import load_indicators
from evalkit.loading.names import unknown_names
from evalkit.loading.versions import version_faults
from evalkit.model.engagement import Engagement
from evalkit.model.export import answered_by
from evalkit.model.firm import colour_faults
from evalkit.model.places import Finding, Where, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Source
from evalkit.records import Record, read_record, read_table, table_rows
from evalkit.words import (
    ACCEPTANCES,
    BASES,
    COMPLIANCE,
    EVIDENCE,
    FIRM,
    OPINIONS,
    PROBLEMS,
    PROJECT,
    SCHEDULE,
    TEAM,
    VERSIONS,
    TableSpec,
)

Made = TypeVar("Made")


def load(source: Source) -> tuple[Engagement | None, tuple[Finding, ...]]:
    """The engagement, or None where the project or the indicators are missing altogether.

    With faults among the findings (``input`` errors) it is what could be understood; nothing should be computed from
    it. Faults of reading are in ``source.findings`` and not repeated.
    """
    found: list[Finding] = []
    project, places = form(source, PROJECT, found)
    described = bool(places)
    if not described and not unread(source):
        cure = "在 评价底稿.xlsx 加工作表“项目”，或在 engagement.yaml 写“项目:”一段"
        found.append(fault(source.at, "没有“项目”表", cure))
    firm, more = form(source, FIRM, found)
    found.extend(colour_faults(firm.get("主色") or None, more.get("机构.主色", source.at)))
    money, faults = load_money(source)
    found.extend(faults)
    typed, expressions, faults = load_facts(source)
    found.extend(faults)
    found.extend(doubtful_amounts(typed, money))
    definitions, faults = load_definitions(source, project, places)
    found.extend(faults)
    framework, faults = load_indicators(
        source, firm.get("默认复核人", ""), definitions.parameters, project.get("不适用指标", "") or "同级分摊"
    )
    found.extend(faults)
    scheme, faults = load_scheme(source, definitions.scheme, definitions.choices["等级方案"].at)
    found.extend(faults)
    questionnaires = load_questionnaires(source, found)
    adjustments, conditions = load_adjustments(source, framework.indicators, found, framework.idle)
    engagement = Engagement(
        name=source.name,
        template=project.get("模板", ""),
        project=project,
        firm=firm,
        places={**places, **more, **framework.heads},
        funds=money.funds,
        stated_funds=money.stated,
        costings=money.costings,
        team=rows(source, TEAM, lists.member, found),
        schedule=rows(source, SCHEDULE, lists.phase, found),
        bases=rows(source, BASES, lists.basis, found),
        indicators=tuple(replace(node, places=definitions.places) for node in framework.indicators),
        scheme=scheme,
        typed=typed,
        expressions=expressions,
        evidence=rows(source, EVIDENCE, lists.evidence, found),
        problems=rows(source, PROBLEMS, lists.problem, found),
        versions=rows(source, VERSIONS, lists.version, found),
        opinions=rows(source, OPINIONS, lists.opinion, found),
        acceptances=rows(source, ACCEPTANCES, lists.acceptance, found),
        compliance=rows(source, COMPLIANCE, lists.compliance, found),
        questionnaires=questionnaires,
        responses=responses(source, found),
        chapters=source.chapters,
        interviews=source.interviews,
        files=source.files,
        at=source.at,
        definitions=definitions,
        idle=framework.idle,
        adjustments=adjustments,
    )
    ids = tuple(id for id, _ in source.questionnaires)
    if typed or not unread(source):
        found.extend(unknown_names(engagement, (*framework.figures, *conditions), ids))
    found.extend(cross_references(engagement))
    found.extend(version_faults(engagement.versions, engagement.indicators))
    return (engagement if described and framework.indicators else None), tuple(found)


def unread(source: Source) -> bool:
    """Whether something could not be read: what is missing then may only be unreadable."""
    return any(one.severity == "error" for one in source.findings)


# ---- key-value tables ---------------------------------------------------------------------------------------------


def form(source: Source, spec: TableSpec, found: list[Finding]) -> tuple[dict[str, str], dict[str, Where]]:
    """A key-value table as text by key with the place of each; blank texts, and no places, where there is no table."""
    table = table_rows(source, spec)
    if table is None or not table.rows:
        return {field.key: field.default for field in spec.fields}, {}
    record, more = read_record(table.rows[0], spec.fields, spec.name, form=True)
    found.extend(more)
    texts = {}
    for field in spec.fields:
        value = record.values[field.key]
        texts[field.key] = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return texts, {f"{spec.name}.{field.key}": record.where(field.key) for field in spec.fields}


# ---- list tables --------------------------------------------------------------------------------------------------


def rows(
    source: Source, spec: TableSpec, make: Callable[[Record], Made | None], found: list[Finding]
) -> tuple[Made, ...]:
    """The rows of a table as records of the model; those that lack what they stand for are left out."""
    table = table_rows(source, spec)
    if table is None:
        return ()
    records, more = read_table(table, spec)
    found.extend(more)
    made = (make(record) for record in records if not record.faulty)
    return tuple(one for one in made if one is not None)


# ---- surveys ------------------------------------------------------------------------------------------------------


def load_questionnaires(source: Source, found: list[Finding]) -> tuple[Questionnaire, ...]:
    from evalkit.loading.questionnaire import load_questionnaire

    made = []
    for id, node in source.questionnaires:
        questionnaire, more = load_questionnaire(id, node)
        found.extend(more)
        if questionnaire is not None:
            made.append(questionnaire)
    return tuple(made)


def responses(source: Source, found: list[Finding]) -> Mapping[str, str]:
    """The file of answers of each questionnaire by its ID; what goes on in other files stands under ``ID#2``, ``ID#3``."""
    ids = tuple(id for id, _ in source.questionnaires)
    files: dict[str, str] = {}
    # By the name without its suffix, so that 职工.xlsx comes before 职工-2.xlsx.
    for name in sorted(source.files, key=lambda name: (PurePosixPath(name).stem, name)):
        path = PurePosixPath(name)
        if path.parts[0] != "responses" or path.suffix.lower() not in (".xlsx", ".xls", ".csv", ".sav"):
            continue
        if path.stem.endswith(SHEET) and path.stem.removesuffix(SHEET) in ids:
            continue  # the coding sheet of its open answers, read beside them
        id = answered_by(path.stem, ids)
        if id not in ids:
            message = f"没有叫“{path.stem}”的问卷，不知道这份答卷属于哪一份"
            cure = suggestion(path.stem, ids, "已有的问卷") or f"加上 questionnaires/{path.stem}.yaml"
            found.append(fault(Where(name), message, f"把文件名改成问卷的名称；{cure}"))
        else:
            more = sum(1 for known in files if known == id or known.startswith(f"{id}#"))
            files[f"{id}#{more + 1}" if more else id] = name
    return files


# ---- what one table says of another -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Use:
    """A code or index used somewhere."""

    code: str
    by: str
    at: Where


def cross_references(engagement: Engagement) -> Iterable[Finding]:
    """Codes of indicators that do not exist and indexes given twice are faults.

    Indexes nobody registered and files nobody put there are for the check ``no_evidence`` to tell.
    """
    found: list[Finding] = []
    codes = (*(node.code for node in engagement.indicators), *(one.code for one in engagement.idle))
    uses = [_Use(code, f"问题“{one.title}”", one.at) for one in engagement.problems for code in one.indicators]
    uses += [_Use(one.code, "版本分", one.at) for one in engagement.versions]
    for use in uses if codes else ():
        if use.code not in codes:
            cure = suggestion(use.code, codes, "指标的编码有")
            found.append(fault(use.at, f"{use.by}写的编码“{use.code}”不在指标表里", cure))
    twice: dict[str, Where] = {}
    for one in engagement.evidence:
        if one.index in twice:
            message = f"索引号“{one.index}”写了两次，前一次在 {twice[one.index].spot}"
            found.append(fault(one.at, message, "改成不同的索引号"))
        twice.setdefault(one.index, one.at)
    return found
