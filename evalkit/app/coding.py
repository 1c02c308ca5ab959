"""``survey code``: the open answers of a survey on a sheet, to be put into categories by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.app.opening import Findings, engagement_folder, stops, survey_of
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Where, fault


def survey_coded(name: str, home: Path | None, out: Path | None, force: bool) -> tuple[dict[str, Any], Findings]:
    """Writes the coding sheet, beside the answers or to ``out``, and tells the categories so far.

    What an earlier sheet beside the answers decided stands in the new one.
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
    findings = (*findings, *more)
    if survey is None or stops(findings):
        raise Stopped(findings)
    found = codings(survey)
    if not any(one.answers for one in found):
        cure = "意见题的题型写“填空”、角色写“意见”，并写“类别”"
        raise Stopped((fault(form.at, f"问卷“{name}”没有可以归类的意见", cure),))
    target = out or folder / "responses" / f"{name}{SHEET}.xlsx"
    made = {target.name: written(survey)}
    refuse_overwriting(target.parent, made, force)
    put({target: made[target.name]})
    return {"output": str(target), "questions": [_question(one) for one in found]}, findings


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
