"""What a report says of its survey in words: shares of people by answer, and mean scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from evalkit.checks._grids import grids, squeezed
from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.facts import Measure
from evalkit.model.places import Finding
from evalkit.numbers import round_half_up, trimmed

PEOPLE = r"(?:受访|被访|被调查|调查对象|服务对象|受益|职工|员工|群众|居民|村民|学生|家长|人员|企业(?!发展)|答卷)"
_COUNTED = re.compile(
    r"(?<!\d)\d{1,12}\s{0,4}人\s{0,4}(?:表示|认为|选择|对[^，。；]{0,12}(?:表示)?)?\s{0,4}([^，。；\d]{2,20}?)[，,]\s{0,4}(?:约)?占比\s{0,4}(?:为)?\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%"
)
_SAID = re.compile(
    rf"(?<![\d.])(\d{{1,12}}(?:\.\d{{1,9}})?)\s{{0,2}}%\s{{0,2}}的?{PEOPLE}[^，。；%\d]{{0,6}}(?:表示|认为|选择)(?:是|其|对其)?\s{{0,2}}[“\"]?([^，。；”\"\d%]{{2,16}})"
)
_MEANT = re.compile(
    r"满意度\s{0,4}(?:得分|分值)?\s{0,4}(?:为|是|达到?|[:：])\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%"
)


@dataclass(slots=True)
class Reported:
    """The shares by answer and the mean scores a case holds: from facts, from a survey's tables, from its words."""

    shares: dict[str, set[Decimal]] = field(default_factory=dict)
    means: set[Decimal] = field(default_factory=set)

    def add(self, label: str, share: Decimal) -> None:
        self.shares.setdefault(_folded(label), set()).add(share)

    def of(self, label: str) -> set[Decimal]:
        """The shares of the answer a phrase names: the same words, or an answer the phrase begins with."""
        folded = _folded(label)
        if folded in self.shares:
            return self.shares[folded]
        for known in sorted(self.shares, key=len, reverse=True):
            if len(known) >= 2 and folded.startswith(known):
                return self.shares[known]
        return set()


def reported(case: Case) -> Reported:
    """Everything the case knows of its surveys."""
    known = Reported()
    for id, fact in case.facts.items():
        if not id.startswith("问卷.") or not isinstance(fact.value, Decimal):
            continue
        if fact.measure is Measure.SHARE:
            known.add(id.split(".")[-2].replace("·", "."), fact.value)
        elif fact.measure is Measure.MEAN:
            known.means.add(fact.printed)
    facts = bool(known.shares)
    for passage in passages(case, "body", "cell"):
        for found in _COUNTED.finditer(passage.text):
            if not facts:
                known.add(found[1], Decimal(found[2]))
        if not facts:
            known.means.update(Decimal(found[1]) for found in _MEANT.finditer(passage.text))
    if not facts:
        for grid in grids(case):
            for column in grid.columns(r"占比|比例|百分比"):
                for row in grid.items():
                    figure = grid.figure(row, column)
                    if figure is not None:
                        known.add(grid.label(row, column), figure.value)
    return known


def misquoted(case: Case) -> Iterator[Finding]:
    """A share quoted for an answer that no question of the survey gave; a mean score told as a share of people."""
    known = reported(case)
    everything: set[Decimal] = set().union(*known.shares.values()) if known.shares else set()
    for passage in passages(case, "body", "cell"):
        for found in _SAID.finditer(passage.text):
            if passage.typed(found.start(1), found.end(1)):
                yield from _share(passage, found, known.of(found[2]))
        if everything:
            yield from _means(passage, known.means, everything)


def _share(passage: Passage, found: re.Match[str], shares: set[Decimal]) -> Iterator[Finding]:
    value = Decimal(found[1])
    places = len(found[1].partition(".")[2])
    if not shares or any(round_half_up(share, places) == value for share in shares):
        return
    listed = "、".join(f"{trimmed(round_half_up(share, 2))}%" for share in sorted(shares, reverse=True))
    yield finding(
        "text_vs_table",
        "error",
        f"文中说 {found[1]}% 的人选“{found[2].strip()}”，问卷统计里这个答案的占比是 {listed}",
        passage,
        "以问卷统计表为准改正",
        quotes=(passage.quote(found[0]),),
        stated=f"{found[1]}%",
        computed=listed,
    )


def _means(passage: Passage, means: set[Decimal], shares: set[Decimal]) -> Iterator[Finding]:
    for found in re.finditer(rf"(?<![\d.])(\d{{1,12}}(?:\.\d{{1,9}})?)\s{{0,2}}%\s{{0,2}}的{PEOPLE}", passage.text):
        value = Decimal(found[1])
        places = len(found[1].partition(".")[2])
        if places and value in means and not any(round_half_up(share, places) == value for share in shares):
            yield finding(
                "text_vs_table",
                "error",
                f"{found[1]}% 是平均得分（满意度），不是人数占比",
                passage,
                "写成“满意度为……”；要写多少人，用选项的占比",
                quotes=(passage.quote(found[0]),),
                stated=f"{found[1]}%",
            )


def _folded(label: str) -> str:
    return re.sub(r"^(?:表示|认为|选择|为)|(?:的|满意)?$", "", squeezed(label)) if len(label) > 6 else squeezed(label)
