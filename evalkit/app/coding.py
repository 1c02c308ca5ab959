"""``survey code``: the open answers of a survey on a sheet, to be put into categories by a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from evalkit.app.opening import Findings, engagement_folder, stops, survey_of
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Finding, Where, fault

#: Where below ``build/`` a coding sheet goes that was replaced and could not be read in full.
EARLIER = "原来的编码表"


def survey_coded(name: str, home: Path | None, out: Path | None, force: bool) -> tuple[dict[str, Any], Findings]:
    """Writes the coding sheet, beside the answers or to ``out``, and tells the categories so far.

    What an earlier sheet beside the answers decided stands in the new one. What cannot be read of that sheet is told and
    stops nothing where another file is written, or where it is replaced: it goes to ``build/`` then.
    """
    from evalkit.app.importing import form_of
    from evalkit.codebook import SHEET
    from evalkit.coding import codings, written
    from evalkit.files.folder import read_folder
    from evalkit.load import responses

    folder = engagement_folder(home)
    form, findings = form_of(folder, name)
    files = responses(read_folder(folder), [])
    there = [path for id, path in files.items() if id.partition("#")[0] == name]
    if not there:
        cure = f"先用 evalkit survey import {name} 导出文件 把答卷导入项目"
        raise Stopped((fault(Where(f"responses/{name}.xlsx"), f"问卷“{name}”还没有答卷", cure),))
    if out is not None and out.suffix.lower() != ".xlsx":
        raise Stopped((fault(Where(str(out)), "编码表是 .xlsx 文件", f"写成 --out {name}{SHEET}.xlsx"),))
    survey, _, more = survey_of([(folder / path, path) for path in there], form)
    target = out or folder / "responses" / f"{name}{SHEET}.xlsx"
    beside = [Path(there[0]).with_name(f"{name}{SHEET}{suffix}") for suffix in (".xlsx", ".csv")]
    earlier = [path for path in beside if (folder / path).is_file()]
    old = earlier[0] if len(earlier) == 1 else None
    unread = {one for one in more if old is not None and one.severity == "error" and one.where.file == old.as_posix()}
    if unread and (force or out is not None):
        more = tuple(_left_out(one) if one in unread else one for one in more)
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    found = codings(survey)
    if not any(one.answers for one in found):
        cure = "意见题的题型写“填空”、角色写“意见”，并写“类别”"
        if old is not None:
            cure += f"；答卷里本来没有写意见的，删去 {old.as_posix()}"
        raise Stopped((fault(form.at, f"问卷“{name}”没有可以归类的意见", cure),))
    data = written(survey)
    # A sheet of another kind beside the new one would be one too many.
    standing = folder / old if old is not None and out is None else target
    refuse_overwriting(standing.parent, {standing.name: data}, force)
    if old is not None and (standing != target or (unread and target.resolve() == (folder / old).resolve())):
        findings = (*findings, _laid_aside(folder, old))
    put({target: data})
    if standing != target:
        standing.unlink()
    return {"output": str(target), "questions": [_question(one) for one in found]}, findings


def _laid_aside(folder: Path, old: Path) -> Finding:
    """Keeps a copy of a coding sheet below ``build/``, and tells where."""
    copy = _free(folder / "build" / EARLIER / old.name)
    put({copy: (folder / old).read_bytes()})
    message = f"原来的编码表换掉了，留在 {copy.relative_to(folder).as_posix()}"
    return Finding("input", "note", message, Where(old.as_posix()), "不再要的可以删去")


def _free(path: Path) -> Path:
    """The path, or the first like it that nothing stands at."""
    place = 2
    free = path
    while free.exists():
        free, place = path.with_name(f"{path.stem}-{place}{path.suffix}"), place + 1
    return free


def _left_out(one: Finding) -> Finding:
    """What is wrong in a coding sheet, where a new one is made without it."""
    return replace(one, severity="warning", message=f"{one.message}，没有照它带进新的编码表")


def _question(one: Any) -> dict[str, Any]:
    from evalkit.answers.coding import suggestions

    return {
        "id": one.key,
        "text": one.question.text,
        "n": one.n,
        "answers": len(one.answers),
        "categories": [
            {"label": name, "count": sum(answer.count for answer in one.within(name)), "keywords": list(keys)}
            for name, keys in one.categories
        ],
        "uncoded": sum(answer.count for answer in one.uncoded),
        "suggestions": [{"word": word, "count": count} for word, count in suggestions(one.uncoded)],
    }
