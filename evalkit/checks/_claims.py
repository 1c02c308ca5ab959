"""Typed figures against facts: which fact a figure speaks of, by the words right before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._passages import Passage, finding
from evalkit.model.case import Case
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding
from evalkit.numbers import MONEY, money, round_half_up

FIGURE = re.compile(
    r"(?<![\d.,A-Za-z〔第-])(\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|\d{1,16}(?:\.\d{1,9})?)(?!\d)\s{0,4}(%|亿元|万元|千元|元|人次|人|户|家|份|分|个)(?![/／])"
)

_JOIN = re.compile(
    r"(?:数|额|金额|资金|总额|合计|共计|总数)?(?:分别)?(?:为|是|达到?|有|共|共计|合计|约|仅|[:：=＝])?\s*$"
)
#: The longest run of ``_JOIN`` before its blanks.
_JOIN_LENGTH = 6
_BOUNDARY = re.compile(r"(?:^|[，。；：、（(“”\"\s\d年度的]|项目|其中|资金|该|本|其|和|及|与|总|且|根据|统计)$")
#: A figure after or before these is a goal, a limit or another year's, not a statement of the fact.
_NOT_A_CLAIM = re.compile(
    r"目标|计划达|不低于|不少于|不超过|不高于|应当|应达|标准为|上年|去年|上一年|往年|比上|提高到|降至|≥|≤|＞|＜|超过|低于|高于|其中|未达"
)
#: A sentence that supposes something states no figure of the report.
SUPPOSED = re.compile(
    r"如果|假如|假设|假定|倘|即使|若(?![干是])|(?:^|[，；、（(])如(?=[该按将取改以再])|少得|多得|少扣|多扣"
)
_RANGE_AFTER = re.compile(
    r"\s{0,4}(?:（含）|\(含\)|以上|以下|以内|左右|[-—~～至]\s{0,4}\d|及以上|[，,的]{0,4}\s{0,4}(?:得|计|扣|为满分|→))"
)

#: Columns that hold rules and goals.
_RULES = re.compile(r"标准|办法|细则|解释|说明|目标|指标值|计划")

#: The words by which a report speaks of facts of our own making, by the last parts of their IDs.
_OWN = (
    (re.compile(r"资金\.(?:.+\.)?预算执行率"), ("预算执行率", "执行率")),
    (re.compile(r"资金\.(?:.+\.)?到位率"), ("资金到位率", "预算到位率", "到位率")),
    (re.compile(r"问卷\.[^.]+\.满意度"), ("总体满意度", "综合满意度", "整体满意度", "平均满意度")),
    (re.compile(r"问卷\.[^.]+\.(?:含一般)?满意率"), ("总体满意率", "综合满意率", "整体满意率")),
    (re.compile(r"问卷\.[^.]+\.回收率"), ("回收率", "问卷回收率")),
    (re.compile(r"问卷\.[^.]+\.有效率"), ("有效率", "问卷有效率")),
    (re.compile(r"问卷\.[^.]+\.有效"), ("有效问卷", "有效答卷")),
    (re.compile(r"问卷\.[^.]+\.发放"), ("发放问卷", "共发放问卷", "发放调查问卷")),
    (re.compile(r"问卷\.[^.]+\.收回"), ("收回问卷", "回收问卷")),
    (re.compile(r"总分"), ("总得分", "评价得分", "综合得分", "综合评分", "最终得分", "总体得分", "总分")),
    (re.compile(r"资金\.预算数"), ("预算资金", "安排预算资金", "预算安排资金", "预算总额")),
    (re.compile(r"资金\.支出数"), ("项目实际支出", "实际支出资金", "资金支出总额")),
    (re.compile(r"资金\.结余"), ("资金结余", "结余资金")),
)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that name facts, and the facts they may mean (one of a kind per questionnaire or part)."""

    words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that name facts, by their words, with the lengths there are, longest first."""

    by_words: Mapping[str, Label]
    lengths: tuple[int, ...]

    def before(self, text: str) -> tuple[Label, int] | None:
        """The longest words a text ends in, a joining word and blanks aside, and where they begin."""
        last = len(text.rstrip())
        ends = [end for end in range(max(0, last - _JOIN_LENGTH), last + 1) if _JOIN.match(text, end)]
        for length in self.lengths:
            for end in ends:
                label = self.by_words.get(text[end - length : end]) if end >= length else None
                if label is not None:
                    return label, end - length
        return None


def labels_of(case: Case) -> Labels:
    """The words that name facts; made once for a case, because every figure of the report asks them."""
    named: dict[str, list[Fact]] = {}
    for id, fact in case.facts.items():
        if not isinstance(fact.value, Decimal) or fact.measure in (Measure.TEXT, Measure.DATE):
            continue
        if "." not in id and len(id) >= 3:
            named.setdefault(id, []).append(fact)
        for pattern, words in _OWN:
            if pattern.fullmatch(id):
                for word in words:
                    named.setdefault(word, []).append(fact)
    by_words = {words: Label(words, tuple(facts)) for words, facts in named.items()}
    return Labels(by_words, tuple(sorted({len(words) for words in named}, reverse=True)))


def contradictions(case: Case, passage: Passage, labels: Labels) -> Iterator[Finding]:
    """Typed figures whose words name a fact of another value. A rule's own words state no facts."""
    if _RULES.search(passage.column):
        return
    for found in FIGURE.finditer(passage.text):
        if not passage.typed(*found.span()) or _RANGE_AFTER.match(passage.text, found.end()):
            continue
        before = re.split(r"[。；\n]", passage.text[: found.start()])[-1]
        if SUPPOSED.search(before):
            continue
        label = _named(before, labels)
        if label is None or _NOT_A_CLAIM.search(before[-14 - len(label.words) :]) or _another_year(case, before):
            continue
        value = Decimal(found[1].replace(",", ""))
        places = len(found[1].partition(".")[2])
        comparable = [fact for fact in label.facts if comparable_units(fact, found[2])]
        if not comparable or any(says(fact, value, places, found[2]) for fact in comparable):
            continue
        fact = comparable[0]
        yield finding(
            "text_vs_table",
            "error",
            f"文中{label.words} {found[0]}，事实“{fact.id}”是 {fact.display}",
            passage,
            "改成事实的数，最好写成 {{ }} 引用；事实填错了的，改“事实”或“资金”表",
            subject=fact.id,
            quotes=(passage.quote(passage.text[max(0, found.start() - len(label.words) - 2) : found.end()].strip()),),
            stated=found[0],
            computed=fact.display,
        )


def comparable_units(fact: Fact, unit: str) -> bool:
    """Whether a figure of this unit may print the fact."""
    if fact.unit in MONEY and unit in MONEY:
        return True
    people = ("人", "人次", "名")
    return fact.unit == unit or (fact.unit in people and unit in people)


def says(fact: Fact, value: Decimal, places: int, unit: str) -> bool:
    """Whether a figure is the fact, rounded half up to the figure's places."""
    return value in printings(fact, places, unit)


def printings(fact: Fact, places: int, unit: str) -> tuple[Decimal, ...]:
    """The figures of so many places and this unit that are the fact; none where it is no number."""
    exact = fact.value
    if not isinstance(exact, Decimal):
        return ()
    if fact.unit in MONEY and unit in MONEY:
        exact, printed = money(exact, fact.unit, unit), money(fact.printed, fact.unit, unit)
    else:
        printed = fact.printed
    return printed, round_half_up(exact, places)


def _named(before: str, labels: Labels) -> Label | None:
    found = labels.before(before)
    if found is None or not _BOUNDARY.search(before[: found[1]]):
        return None  # nothing, or the end of a longer name that nobody declared
    return found[0]


def _another_year(case: Case, before: str) -> bool:
    own = case.engagement.project.get("年度", "") if case.engagement is not None else ""
    years = re.findall(r"(20\d{2})\s*年", before)
    return bool(own and years and years[-1] != own)
