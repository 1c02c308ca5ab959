"""``score --from``: what an edited scoring paper would change. Nothing is written."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import OUTPUTS, Findings, open_engagement
from evalkit.files.outputs import Stopped
from evalkit.model.places import Where, fault

if TYPE_CHECKING:
    from evalkit.model.case import Case
    from evalkit.model.source import Sheet
    from evalkit.rescoring.changes import Change
    from evalkit.rescoring.tables import Formulas


def score_from(workbook: Path, folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The changes in a scoring paper and the scores before and after, computed from the changed engagement."""
    from evalkit.rescore import reread

    if folder is None and workbook.is_file():
        folder = _home(workbook)
    opened, findings = open_engagement(folder)
    sheets, formulas, more = _read(workbook)
    engagement, changes, told = reread(sheets, formulas, opened.case)
    if engagement is None:
        raise Stopped(told)
    after, wrong = _scored(replace(opened.case, engagement=engagement))
    before = opened.case
    answer: dict[str, Any] = {
        "workbook": str(workbook),
        "total": {"before": _text(before, "总分"), "after": _text(after, "总分")},
        "grade": {"before": _text(before, "等级"), "after": _text(after, "等级")},
        "changes": [_change(one) for one in changes],
        "scores": _moved(before, after),
    }
    fresh = tuple(one for one in wrong if one not in findings)
    return answer, (*findings, *more, *told, *fresh)


def _home(workbook: Path) -> Path | None:
    """The engagement the workbook lies in, where it lies in one."""
    from evalkit.files.folder import find_engagement

    return find_engagement(workbook.resolve().parent)


def _read(workbook: Path) -> tuple[tuple[Sheet, ...], Formulas, Findings]:
    """The sheets and which of their cells are formulas; results that are missing do not matter here."""
    from evalkit.files.xlsx import UnreadableError, read_xlsx
    from evalkit.files.xlsx_formulas import formula_cells

    name = workbook.name
    try:
        data = workbook.read_bytes()
        sheets, _ = read_xlsx(data, name)
        return sheets, formula_cells(data), ()
    except FileNotFoundError:
        cure = f"先用 evalkit build 做出 build/{OUTPUTS['xlsx']}，修改并保存后再读"
        raise Stopped((fault(Where(str(workbook)), "没有这个文件", cure),)) from None
    except (UnreadableError, zipfile.BadZipFile, OSError):
        cure = "用 Excel 或 WPS 打开，另存为 .xlsx"
        raise Stopped((fault(Where(str(workbook)), "这个文件读不了，不是 .xlsx 工作簿或已损坏", cure),)) from None


def _scored(case: Case) -> tuple[Case, Findings]:
    """The case with its facts and scores made anew; what cannot be computed with what was typed is told, and undecided."""
    from evalkit.derive import derive
    from evalkit.model.facts import Facts
    from evalkit.score import score

    assert case.engagement is not None
    surveyed = Facts(fact for fact in case.facts.values() if fact.id.startswith("问卷."))
    facts, found = derive(case.engagement, surveyed)
    sheet, facts, more = score(case.engagement, facts)
    return replace(case, facts=facts, scoresheet=sheet), (*found, *more)


def _change(one: Change) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "what": one.what,
        "old": one.old or None,
        "new": one.new or None,
        "where": str(one.at),
        "home": str(one.home) if one.home else None,
        "indicators": list(one.codes),
        "taken": one.taken,
        "note": one.note or None,
    }


def _moved(before: Case, after: Case) -> list[dict[str, Any]]:
    """The nodes whose score is another, in the order of the framework."""
    assert after.scoresheet is not None
    rows = []
    for node in after.scoresheet.indicators:
        old, new = (_text(case, f"得分.{node.code}") for case in (before, after))
        if old != new:
            rows.append({"code": node.code, "level": node.level, "name": node.name, "before": old, "after": new})
    return rows


def _text(case: Case, id: str) -> str | None:
    fact = case.facts.get(id)
    return (fact.text or None) if fact else None
