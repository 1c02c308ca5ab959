"""Where a figure comes from: one entry a fact, for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from evalkit.model.case import Case
from evalkit.model.facts import Fact
from evalkit.model.scoring import Score
from evalkit.numbers import trimmed

#: Decimals of an exact value that are shown.
SHOWN = 12


class Whys:
    """The facts a page prints, each under an anchor of its own, in the order in which they are met; none unless ``told``."""

    def __init__(self, case: Case, *, told: bool = True) -> None:
        self.case = case
        self.told = told
        self._anchors: dict[str, str] = {}

    def anchor(self, id: str) -> str | None:
        """The anchor of a fact, or None when nobody knows the fact."""
        if not self.told or id not in self.case.facts:
            return None
        return self._anchors.setdefault(id, f"f{len(self._anchors) + 1}")

    def link(self, id: str, words: str) -> str:
        """Words (already escaped) that open the fact's entry."""
        anchor = self.anchor(id)
        if anchor is None:
            return words
        kind = "num" if isinstance(self.case.facts[id].value, Decimal) else "num word"
        return f'<a class="{kind}" href="#{anchor}">{words}</a>'

    def entries(self) -> Iterator[str]:
        """The entries of all facts met so far and of those they rest on."""
        done: set[str] = set()
        while len(done) < len(self._anchors):
            for id in [id for id in self._anchors if id not in done]:
                done.add(id)
                yield self._entry(self.case.facts[id])

    def _entry(self, fact: Fact) -> str:
        rows = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in self._rows(fact))
        head = f"<b>{escape(fact.display) or '（尚未填写）'}</b>　{escape(fact.id)}"
        return f'<details class="why" id="{self.anchor(fact.id)}"><summary>{head}</summary><dl>{rows}</dl></details>'

    def _rows(self, fact: Fact) -> Iterator[tuple[str, str]]:
        yield "口径", fact.measure.value
        if isinstance(fact.value, Decimal) and fact.value != fact.printed:
            yield "未舍入的值", escape(exact_words(fact.value) + fact.unit)
        if fact.how:
            yield "怎样得来", escape(fact.how)
        score = self._score(fact)
        if score and score.steps:
            yield "计算步骤", f"<ol>{''.join(f'<li>{escape(step.text)}</li>' for step in score.steps)}</ol>"
        if fact.inputs:
            yield "由哪些数算出", "、".join(self._input(id) for id in fact.inputs)
        if fact.n is not None:
            yield "有效份数", str(fact.n)
        if fact.interval:
            ends = (escape(Fact("", end, fact.measure, fact.places, fact.unit).display) for end in fact.interval)
            yield "95%置信区间", "～".join(ends)
        if fact.sources:
            yield "出处", "<br>".join(escape(str(place)) for place in fact.sources)

    def _input(self, id: str) -> str:
        fact = self.case.facts.get(id)
        return escape(id) if fact is None else self.link(id, escape(f"{id} {fact.display}".strip()))

    def _score(self, fact: Fact) -> Score | None:
        if self.case.scoresheet is None or not fact.id.startswith("得分."):
            return None
        return self.case.scoresheet.scores.get(fact.id.removeprefix("得分."))


def exact_words(value: Decimal) -> str:
    """An unrounded value, cut after its twelfth decimal."""
    text = trimmed(value)
    whole, point, rest = text.partition(".")
    return text if len(rest) <= SHOWN else f"{whole}{point}{rest[:SHOWN]}…"
