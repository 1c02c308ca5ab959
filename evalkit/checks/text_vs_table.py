"""文字与表、与事实不符：同一件事，正文一个数，表里或事实另一个数。

查什么：
1. 自己写进正文的数，前面的字眼就是某个事实的名称（预算执行率、总体满意度、总得分，或“事实”表里的名称），单位相同而数值不同；
2. 报告里印出的事实被人改过（只有 .docx、没有项目文件夹也查得出），或事实后来变了而报告没有重新生成；
3. 正文说的分值、得分与评分表同名一行不符；
4. 正文引用的问卷占比，问卷统计里没有；把平均得分（满意度）写成“百分之几的人”；
5. 同一比率前后不一（98.64% 与 98.65%）；业绩值写成了得分率。
上一年度的数、目标值、“以上”“不低于”一类的数不算。

例：事实 资金.预算执行率 是 98.62%，正文写“预算执行率为98.65%”；附件里“有效缓解”占 66.67%，正文写 75%。

怎样改：以事实和统计表为准改正文字；项目文件夹的章节里，把数写成 {{ 资金.预算执行率 | 百分比 }} 这样的引用，以后就不会不一致。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from evalkit.checks._claims import contradictions, labels_of, says
from evalkit.checks._grids import read_figure, squeezed
from evalkit.checks._passages import passages, placed
from evalkit.checks._repeats import rate_as_result, rates_twice, scores_in_words
from evalkit.checks._survey_words import misquoted
from evalkit.model.case import Case
from evalkit.model.document import Footnote, Inline, Num, inlines_of
from evalkit.model.facts import INTERVAL, Fact
from evalkit.model.places import Finding, Quote
from evalkit.numbers import parse_chinese_date, parse_date

ID = "text_vs_table"
TITLE = "文字与表"


def check(case: Case) -> tuple[Finding, ...]:
    """Figures in words against facts and tables."""
    if case.document is None:
        return ()
    found: list[Finding] = []
    if case.facts:
        labels = labels_of(case)
        for passage in passages(case, "heading", "body", "cell", "note", "footnote"):
            found.extend(contradictions(case, passage, labels))
    found.extend(_changed(case))
    found.extend(scores_in_words(case))
    found.extend(misquoted(case))
    found.extend(rate_as_result(case))
    told = {one.subject for one in found}
    found.extend(one for one in rates_twice(case) if one.subject not in told and not _told_by_fact(one, found))
    return tuple(found)


def _told_by_fact(one: Finding, found: list[Finding]) -> bool:
    """Whether a typed rate was already held against its fact."""
    return any(other.subject.endswith(one.subject) for other in found)


def _changed(case: Case) -> Iterator[Finding]:
    """Printed facts whose words are no longer the fact's, or, without the fact, those the report was written with."""
    assert case.document is not None
    for one in placed(case.document):
        for inlines in inlines_of(one.block):
            for inline in _figures(inlines):
                fact, sent = case.facts.get(inline.fact), case.document.printed.get(inline.fact, ())
                shown = _short(inline.text)
                if fact is not None and not fact.empty:
                    if _prints(inline.text, fact, sent):
                        continue
                    right = _short(fact.display)
                    message = f"报告里印作“{shown}”，事实“{fact.id}”是“{right}”"
                    cure = "重新生成报告；报告里的数才是对的，就改事实"
                elif sent and squeezed(inline.text) not in map(squeezed, sent):
                    right = _short(_likest(inline.text, sent))
                    message = f"报告里的“{inline.fact}”由 {right} 改成 {shown}"
                    cure = "改回原来的数；新的数才是对的，就在项目文件夹里改事实，再重新生成报告"
                else:
                    continue
                quotes = (Quote(inline.text, one.where),)
                yield Finding(ID, "error", message, one.where, cure, inline.fact, quotes, inline.text, right)


def _figures(inlines: tuple[Inline, ...]) -> Iterator[Num]:
    for inline in inlines:
        if isinstance(inline, Num):
            yield inline
        elif isinstance(inline, Footnote):
            yield from _figures(inline.inlines)


def _likest(text: str, sent: tuple[str, ...]) -> str:
    """Of the texts a fact was printed as, the one this was most likely made of: with the same unit or form."""
    return max(sent, key=lambda one: SequenceMatcher(None, one, text, autojunk=False).ratio())


def _prints(text: str, fact: Fact, sent: tuple[str, ...]) -> bool:
    """Whether the words print the fact, in whatever form; ``<0.001`` prints one that is smaller."""
    if isinstance(fact.value, Decimal) and re.fullmatch(r"[<＜]\d+(?:\.\d+)?", text):
        return fact.value < Decimal(text[1:])
    if isinstance(fact.value, Decimal):
        figure = read_figure(text, fact.unit)
        if figure is None:
            return squeezed(text) in (squeezed(fact.display), squeezed(fact.text))
        return says(fact, figure.value, figure.places, figure.unit or fact.unit)
    day = fact.value if isinstance(fact.value, date) else parse_date(fact.text)
    if day is not None:
        read = parse_date(text) or parse_chinese_date(text)
        unchanged = not sent or squeezed(text) in map(squeezed, sent)
        return read == day if read is not None else unchanged
    if fact.id.endswith(INTERVAL):  # one of its ends is no interval
        return squeezed(text) == squeezed(fact.text)
    return squeezed(text) in squeezed(fact.text) and bool(squeezed(text))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
