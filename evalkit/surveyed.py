"""Surveys as a report tells of them: whom a questionnaire asked, in which order they come, which indicators use what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evalkit.expressions import fold, names
from evalkit.figures import leaves_of
from evalkit.model.case import Case
from evalkit.model.facts import label_part
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.scoring import Indicator

_FORM_WORDS = re.compile(r"(?:满意度)?(?:调查)?(?:问卷|调查表).*$")
_CHINESE = re.compile("[\u4e00-\u9fff]")
#: The names of the figure of a whole questionnaire; which of them is 满意度 the definitions say.
_WHOLE = ("满意度", "均值", "满意率", "含一般满意率")


def audience(form: Questionnaire) -> str:
    """Whom it asked, in a few characters (``老年人``): its 简称, else its file's name; empty where neither is Chinese."""
    for name in (form.short, form.id):
        bare = _FORM_WORDS.sub("", name).strip(" -_·")
        if _CHINESE.search(bare):
            return bare
    return ""


def in_order(case: Case, forms: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
    """The main one first: that most indicators use, then that of the most people; else as they came."""
    listed = tuple(forms)
    if len(listed) < 2:
        return listed
    taken = _taken(case)
    read = [read_by(case, node, taken) for node in leaves_of(case)]

    def rank(form: Questionnaire) -> tuple[int, int]:
        head = f"问卷.{label_part(form.id)}."
        return -sum(any(id.startswith(head) for id in ids) for ids in read), -(form.population or 0)

    return tuple(sorted(listed, key=rank))


def uses(case: Case, form: Questionnaire, *key: str) -> tuple[str, ...]:
    """The indicators that use a figure of a questionnaire: ``"加权"`` is its weighted whole, ``"加权", "Q4"`` a question's."""
    parts = ["问卷", form.id, *key]
    bare = not key or key == ("加权",)
    ids = {".".join(label_part(part) for part in (*parts, last)) for last in (_WHOLE if bare else _WHOLE[1:])}
    if not any(id in case.facts for id in ids):
        return ()
    taken = _taken(case)
    return tuple(node.name for node in leaves_of(case) if ids & read_by(case, node, taken))


def read_by(case: Case, node: Indicator, taken: Sequence[str] | None = None) -> set[str]:
    """All facts the value of an indicator, or of its parts and conditions, comes from.

    ``taken`` are the IDs of the case that begin with ``取值.``, where many indicators are asked for.
    """
    head = f"取值.{node.code}"
    waiting = [id for id in (_taken(case) if taken is None else taken) if id == head or id.startswith(f"{head}.")]
    for text in (node.value, *(point.value for point in node.points)):
        waiting += [id for name in names(text) for id in _known(case, name)]
    seen: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id not in seen and id in case.facts:
            seen.add(id)
            waiting += case.facts[id].inputs
    return seen


def _taken(case: Case) -> list[str]:
    return [id for id in case.facts if id.startswith("取值.")]


def _known(case: Case, name: str) -> tuple[str, ...]:
    """The ID of a fact by its name as an expression has it, full-width signs folded."""
    return (name,) if name in case.facts else tuple(id for id in case.facts if fold(id) == name)[:1]
