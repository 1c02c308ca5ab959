"""没有出处的数：正文里自己写的数，事实里没有，底稿各表里也没有。

查什么：报告各段里带单位（%、万元、元、人、户、家、份、分、个）的数，凡不是引用事实印出来的，看它是否等于某个事实，
或在“项目”“指标”“要点”“问题建议”等表的文字里出现过；都没有的，逐段列出。这只是提示，不拦下。

例：章节里写“走访了15户”，事实表里没有 15。

怎样改：把数填进“事实”表并写明来源，正文改成引用；一般的叙述不用改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._claims import FIGURE, comparable_units, printings
from evalkit.checks._passages import finding, passages
from evalkit.model.case import Case
from evalkit.model.document import Items, Paragraph
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact
from evalkit.model.places import Finding

ID = "untied_figure"
TITLE = "没有出处的数"


def check(case: Case) -> tuple[Finding, ...]:
    """One note for each passage with figures nobody declared."""
    if case.document is None or case.engagement is None or not case.facts:
        return ()
    known = _Known(tuple(fact for fact in case.facts.values() if isinstance(fact.value, Decimal)))
    written = frozenset(_written(case))
    found = []
    for passage in passages(case, "body", "note", "footnote"):
        if not isinstance(passage.block, Paragraph | Items):
            continue
        loose = [
            figure[0]
            for figure in FIGURE.finditer(passage.text)
            if passage.typed(*figure.span())
            and not any(start <= figure.start() < end for start, end in passage.borrowed)
            and not re.match(r"（含）|以下为|[-—]", passage.text[figure.end() :])
            and _loose(figure[1], figure[2], known, written)
        ]
        if loose:
            found.append(
                finding(
                    ID,
                    "note",
                    f"{'、'.join(dict.fromkeys(loose))}：事实和底稿里没有",
                    passage,
                    "有出处的，填进“事实”表并引用；一般叙述不用改",
                    quotes=tuple(passage.quote(text) for text in dict.fromkeys(loose)),
                )
            )
    return tuple(found)


class _Known:
    """The figures facts may be printed as, worked out once for every unit and number of places a report uses."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self._facts = facts
        self._figures: dict[tuple[str, int], frozenset[Decimal]] = {}

    def says(self, value: Decimal, places: int, unit: str) -> bool:
        """Whether some fact is this figure."""
        key = (unit, places)
        if key not in self._figures:
            own = (fact for fact in self._facts if comparable_units(fact, unit))
            self._figures[key] = frozenset(figure for fact in own for figure in printings(fact, places, unit))
        return value in self._figures[key]


def _loose(text: str, unit: str, known: _Known, written: frozenset[tuple[str, str]]) -> bool:
    plain = text.replace(",", "")
    value = Decimal(plain)
    if (plain, unit) in written or (unit in ("%", "分") and value in (0, 100)) or (unit == "个" and value <= 20):
        return False
    places = len(plain.partition(".")[2])
    return not known.says(value, places, unit)


def _written(case: Case) -> Iterator[tuple[str, str]]:
    """Figures with units in the words of the engagement's tables, of its rules and of its grades."""
    assert case.engagement is not None
    texts = [*_texts(case.engagement), case.engagement.scheme.words()]
    for score in case.scoresheet.scores.values() if case.scoresheet is not None else ():
        texts.extend((score.standard, score.lost, *(step.text for step in score.steps)))
    for text in texts:
        for figure in FIGURE.finditer(text):
            yield figure[1].replace(",", ""), figure[2]


def _texts(engagement: Engagement) -> Iterator[str]:
    yield from engagement.project.values()
    for node in engagement.indicators:
        yield from (node.explanation, node.standard, node.finding, node.phrase, node.target, node.actual)
        if node.manual is not None:
            yield node.manual.reason
        for point in node.points:
            yield from (point.text, point.fact)
    for problem in engagement.problems:
        yield from (problem.standard, problem.fact, problem.cause, problem.effect, problem.amount, problem.measure)
    for phase in engagement.schedule:
        yield phase.work
    for fact in engagement.typed:
        yield from (fact.text, fact.how)
    for form in engagement.questionnaires:
        yield from (form.intro, form.period)
        for question in form.questions:
            yield from (question.text, *(option.label for option in question.options))
