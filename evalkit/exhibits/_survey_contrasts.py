"""What the tests of a survey's groups came to: which questions differ, in words short enough to be read."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.exhibits._survey import asked_about, called_whole, defined, fact, weighed
from evalkit.exhibits._survey_grids import lines_of
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
    alone = weighed(one) if len(weighed(one)) == 1 and defined(case) == "均值" else ()
    for question in one.questions:
        if question.id == one.group:
            continue
        whole = verdict(case, one, question.id)
        rows = [(line.name, verdict(case, one, *line.key)) for line in lines_of(question)] if question.rows else []
        apart = [name for name, word in rows if word == "显著"]
        name = f"“{name_of(question)}”"
        on_the_whole = f"总的评价（即{called_whole(case)}）" if question in alone else "总的评价"
        if apart and len(apart) == len(rows):
            differ.append(f"{name}各项")
        elif apart:
            parts = "".join(f"“{row}”" for row in apart)
            differ.append(f"{name}{on_the_whole}和其中的{parts}" if whole == "显著" else f"{name}中的{parts}")
        elif whole == "显著":
            differ.append(f"{name}{on_the_whole}" if rows else name)
        alike = alike or "不显著" in (whole, *(word for _, word in rows))
        if whole == "没有检验":
            untested.append(name)
    return Contrasts(tuple(differ), alike, tuple(untested))


def verdict(case: Case, one: Questionnaire, *key: str) -> str:
    """显著, 不显著, 没有检验; empty where nothing was compared."""
    found = fact(case, one.id, "比较", one.group, *key, "结论")
    return found.text if found is not None else ""


def differing(case: Case, found: Contrasts, whole: str) -> str:
    """What differs between the groups and what does not: the figure of the whole, then the questions."""
    name = called_whole(case)
    chance = "在各组之间差异显著，不大可能出于偶然"
    if not found.differ:
        return f"{name}{chance}；单看各题，差异都不显著"
    sign = "、" if "、" in found.named or "和" in found.named else "和"
    head = f"{name}{sign}{found.named}" if whole == "显著" else found.named
    rest = "；其余各题差异不显著" if found.alike else ""
    return f"{head}{chance}{rest}{f'，{name}的差异也不显著' if whole == '不显著' else ''}"


def overall(case: Case, one: Questionnaire) -> str:
    """Whether the satisfaction figure differs between the groups: 显著, 不显著, empty where it is not tested by itself."""
    return verdict(case, one, of_whole(case))


def of_whole(case: Case) -> str:
    """What the test of the satisfaction figure is called, by its definition."""
    return f"总体{defined(case)}"


def name_of(question: Question) -> str:
    return asked_about(question)
