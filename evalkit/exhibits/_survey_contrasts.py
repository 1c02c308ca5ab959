"""What the tests of a survey's groups came to: which questions differ, in words short enough to be read."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.exhibits._survey import fact
from evalkit.exhibits._survey_grids import lines_of
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Contrasts:
    """The questions that differ between the groups as a report names them, whether others do not, and those untested."""

    differ: tuple[str, ...]
    alike: bool
    untested: tuple[str, ...]

    @property
    def named(self) -> str:
        # One that names rows comes last, or the next question would be taken for another row.
        plain = "、".join(one for one in self.differ if not one.endswith("”") or one.count("“") == 1)
        nested = [one for one in self.differ if one.endswith("”") and one.count("“") > 1]
        return "，以及".join(part for part in (plain, *nested) if part)


def contrasts(case: Case, one: Questionnaire) -> Contrasts:
    """By the tests of the questions and of the rows of matrices; ``“助餐服务”各项`` is a matrix all of whose rows differ."""
    differ: list[str] = []
    untested: list[str] = []
    alike = False
    for question in one.questions:
        if question.id == one.group:
            continue
        whole = verdict(case, one, question.id)
        rows = [(line.name, verdict(case, one, *line.key)) for line in lines_of(question)] if question.rows else []
        apart = [name for name, word in rows if word == "显著"]
        name = f"“{name_of(question)}”"
        if apart and len(apart) == len(rows):
            differ.append(f"{name}各项")
        elif apart:
            parts = "".join(f"“{row}”" for row in apart)
            differ.append(f"{name}总的评价和其中的{parts}" if whole == "显著" else f"{name}中的{parts}")
        elif whole == "显著":
            differ.append(f"{name}总的评价" if rows else name)
        alike = alike or "不显著" in (whole, *(word for _, word in rows))
        if whole == "没有检验":
            untested.append(name)
    return Contrasts(tuple(differ), alike, tuple(untested))


def verdict(case: Case, one: Questionnaire, *key: str) -> str:
    """显著, 不显著, 没有检验; empty where nothing was compared."""
    found = fact(case, one.id, "比较", one.group, *key, "结论")
    return found.text if found is not None else ""


def name_of(question: Question) -> str:
    return clean(question.topic or question.text).rstrip("？?：:。")
