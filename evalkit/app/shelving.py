"""``survey list`` and ``survey copy``: the questionnaires that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.app.forming import read_survey
from evalkit.app.opening import Findings, engagement_folder
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Where, fault


def library() -> list[dict[str, Any]]:
    """The questionnaires of the library: name, the name a copy gets, title, whom it is for, how many questions."""
    return [
        {
            "name": folder.name,
            "copy": form.short or folder.name,
            "title": form.title,
            "for": form.audience or None,
            "questions": len(form.questions),
        }
        for folder in _folders()
        for form, _ in (read_survey(str(folder), None),)
    ]


def survey_copied(name: str, home: Path | None, called: str, force: bool) -> tuple[dict[str, Any], Findings]:
    """A questionnaire of the library, by its name or its Chinese one, as the engagement's own: ``questionnaires/<id>.yaml``."""
    known = {one["name"]: one for one in library()}
    one = known.get(name) or next((one for one in known.values() if one["copy"] == name), None)
    if one is None:
        listed = "、".join(f"{one['name']}（{one['copy']}）" for one in known.values())
        raise Stopped((fault(Where(name), "没有这份现成的问卷", f"现成的有：{listed}"),))
    id = called or str(one["copy"])
    if "." in id or "/" in id or "\\" in id or any(letter.isspace() for letter in id):
        raise Stopped((fault(Where("--as"), f"“{id}”不能作问卷的名称", "用不带点号、斜线和空格的名称，如 居民"),))
    folder = engagement_folder(home)
    there = folder / "questionnaires" / f"{id}.yml"
    if there.exists():
        raise Stopped((fault(Where(f"questionnaires/{there.name}"), "已经有这份问卷，没有动它", "用 --as 换一个名称"),))
    source = next(path for path in _folders() if path.name == one["name"]) / "questionnaire.yaml"
    made = {f"questionnaires/{id}.yaml": source.read_bytes()}
    refuse_overwriting(folder, made, force)
    put({folder / path: data for path, data in made.items()})
    return {"name": one["name"], "id": id, "title": one["title"], "output": str(folder / next(iter(made)))}, ()


def _folders() -> list[Path]:
    from evalkit.files.shipped import shipped

    home = shipped("surveys")
    return sorted(path.parent for path in home.glob("*/questionnaire.yaml")) if home is not None else []
