"""日期先后：阶段倒置，报告日期早于工作结束，问卷不在现场工作期间，年度写错，写了没有的日子。

查什么：“进度”表每个阶段起止、先后；报告日期不早于最后一个阶段的结束，基准日不晚于报告日期；问卷的调查时间在工作期间之内。
报告里有没有不存在的日子（4月31日）。单独的一份报告，查文中的“某日—某日”是否倒置，问卷的调查时间是否落在现场调研阶段里。

例：现场调研 11 月 8 日至 13 日，问卷调查却在 11 月 16 日至 18 日。

怎样改：核对工作台账，改正写错的日期；确实不在同一阶段的，在工作过程里写明。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding
from evalkit.numbers import no_such_days, parse_date, plain_date

ID = "date_conflict"
TITLE = "日期"

_DAY = r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_SPAN = re.compile(rf"{_DAY}\s*(?:[-—－–~～至到]+)\s*{_DAY}(?!\s*[./-]?\d)")


@dataclass(frozen=True, slots=True)
class _Span:
    start: date
    end: date
    context: str
    words: str
    passage: Passage


def check(case: Case) -> tuple[Finding, ...]:
    """Dates out of order, in the engagement or in the words of a report."""
    found: list[Finding] = []
    if case.engagement is not None:
        found.extend(_schedule(case.engagement))
        found.extend(_surveys(case.engagement))
    found.extend(_unreal(case))
    spans = tuple(_spans(case))
    for span in spans:
        if span.start > span.end:
            message = f"“{span.words}”的起讫倒置"
            found.append(
                finding(ID, "error", message, span.passage, "核对起讫日期", quotes=(span.passage.quote(span.words),))
            )
    if case.engagement is None:
        found.extend(_fieldwork(spans))
    return tuple(found)


def _unreal(case: Case) -> Iterator[Finding]:
    for passage in passages(case, "heading", "body", "cell", "caption", "note", "footnote"):
        for words, why in no_such_days(passage.text):
            quotes = (passage.quote(words),)
            yield finding(
                ID, "error", f"“{words}”没有这一天：{why}", passage, "对照原件，改成实有的日期", quotes=quotes
            )


def _schedule(engagement: Engagement) -> Iterator[Finding]:
    phases = engagement.schedule
    for phase in phases:
        if phase.start and phase.end and phase.start > phase.end:
            message = f"阶段“{phase.name}”{plain_date(phase.start)}开始，{plain_date(phase.end)}就结束了"
            yield Finding(ID, "error", message, phase.at, "核对“进度”表的开始和结束", phase.name)
    for one, after in pairwise(phases):
        if one.start and after.start and after.start < one.start:
            message = (
                f"阶段“{after.name}”{plain_date(after.start)}开始，早于前一阶段“{one.name}”的 {plain_date(one.start)}"
            )
            yield Finding(ID, "warning", message, after.at, "按先后排列，或核对日期", after.name)
    ends = [phase for phase in phases if phase.end]
    reported = parse_date(engagement.project.get("报告日期", ""))
    place = engagement.places.get("项目.报告日期", engagement.at)
    last = max(ends, key=lambda phase: phase.end or date.min, default=None)
    if reported is not None and last is not None and last.end is not None and reported < last.end:
        message = f"报告日期 {plain_date(reported)} 早于阶段“{last.name}”的结束 {plain_date(last.end)}"
        yield Finding(ID, "error", message, place, "核对报告日期和“进度”表", "报告日期")
    closing = parse_date(engagement.project.get("基准日", ""))
    if reported is not None and closing is not None and closing > reported:
        message = f"评价基准日 {plain_date(closing)} 晚于报告日期 {plain_date(reported)}"
        yield Finding(
            ID, "error", message, engagement.places.get("项目.基准日", engagement.at), "核对两个日期", "基准日"
        )


def _surveys(engagement: Engagement) -> Iterator[Finding]:
    starts = [phase.start for phase in engagement.schedule if phase.start]
    ends = [phase.end for phase in engagement.schedule if phase.end]
    if not starts or not ends:
        return
    for form in engagement.questionnaires:
        span = next(iter(_read(form.period)), None)
        if span is None:
            continue
        if span[0] > span[1]:
            yield Finding(ID, "error", f"问卷“{form.id}”的调查时间起讫倒置", form.at, "核对“调查时间”", form.id)
        elif span[0] < min(starts) or span[1] > max(ends):
            message = f"问卷“{form.id}”的调查时间 {form.period} 不在评价工作期间（{plain_date(min(starts))}至{plain_date(max(ends))}）之内"
            yield Finding(ID, "warning", message, form.at, "核对“调查时间”和“进度”表", form.id)


def _spans(case: Case) -> Iterator[_Span]:
    for passage in passages(case, "body"):
        for start, end, left, right in _read(passage.text):
            context = passage.text[max(0, left - 30) : left]
            yield _Span(start, end, " ".join([*passage.section[-1:], context]), passage.text[left:right], passage)


def _read(text: str) -> Iterator[tuple[date, date, int, int]]:
    """The spans of days in a text; a day without its year takes the other's."""
    for found in _SPAN.finditer(text):
        first, second = found.group(1, 2, 3), found.group(4, 5, 6)
        year = first[0] or second[0]
        if year is None:
            continue
        try:
            start = date(int(first[0] or year), int(first[1]), int(first[2]))
            end = date(int(second[0] or first[0] or year), int(second[1]), int(second[2]))
        except ValueError:
            continue
        yield start, end, found.start(), found.end()


def _fieldwork(spans: tuple[_Span, ...]) -> Iterator[Finding]:
    """The survey's span against the phases of fieldwork, where both are stated."""
    field = [span for span in spans if "阶段" in span.context and re.search(r"现场|调研|实施|核查", span.context)]
    surveys = [span for span in spans if re.search(r"调查时间|问卷", span.context) and "阶段" not in span.context]
    if not field:
        return
    for span in surveys:
        if not any(one.start <= span.start and span.end <= one.end for one in field):
            yield finding(
                ID,
                "warning",
                f"问卷调查时间“{span.words}”不在“{field[0].words}”的现场阶段之内",
                span.passage,
                "核对工作台账；确实在别的阶段调查的，在工作过程里写明",
                quotes=(span.passage.quote(span.words), field[0].passage.quote(field[0].words)),
                stated=span.words,
                computed=field[0].words,
            )
