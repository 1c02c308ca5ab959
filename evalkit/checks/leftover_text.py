"""残留字句：别的报告留下的层级和地名、没有替换的模板写法、批注式的话。

查什么：报告自称的层级（我县、本市、县财政部门……）有没有低于项目的行政区域或报告标题的那一级；正文里有没有没被替换的
模板写法（{{ 名称 }}、{% … %}、##标题##）；有没有“此处补充”“待核实”“见上次报告”一类写给自己人的话。

例：市级项目的报告里写“县财政部门应加强监督”；核查事实里写了 {{ 资金.支出数 }}，照字面印了出来。

怎样改：改成本项目的说法；核查事实、问题建议等表里的文字不写 {{ }}，要引用数字的写进 chapters 里的章节；写给自己人的话删去。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.places import Finding, Severity

ID = "leftover_text"
TITLE = "残留字句"


#: How a report speaks of its own level: 我县, 本市, 县财政部门. (全县 may be one county of a city's report.)
_OWN = re.compile(
    r"(?:我|本)(?P<a>[省市县区])(?![级内外属域分长场间块民容])"
    r"|(?:(?<![\u4e00-\u9fa5])|(?<=[由向对与和及报经请使让促强受]))(?P<b>[省市县区])(?:级)?财政(?:部门|局)(?=[应需须要、，。和及])"
)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|#{2,}[^#\s]{1,20}#{2,}|<%.*?%>|\$\{[^}]{1,30}\}")
_NOTES = re.compile(
    r"[（(【\[]?(?:此处|这里)(?:需|要|应|请|再)?(?:补充|填写|添加|核实|修改|插入|说明一下)"
    r"|(?<![尚有亟仍还急])待(?:补充|核实|确认|修改)(?=[。）)】\]？?！!，；]|$)|(?:请|麻烦)[^。]{0,8}(?:核实|确认|补充)一下"
    r"|(?:抄|摘|拷贝)自[^。]{0,12}报告|见上(?:次|份|个)报告"
)
#: A report may well speak of the levels above its own (我省), not of one below as its own.
_RANK = {"省": 3, "市": 2, "县": 1, "区": 1}


def check(case: Case) -> tuple[Finding, ...]:
    """Levels that are not the report's own, template code, and notes to oneself."""
    if case.document is None:
        return ()
    found = list(passages(case))
    return (*_levels(found, _level(case, found)), *_written(found))


def _level(case: Case, found: Sequence[Passage]) -> str:
    """省, 市, 县 or 区 by the engagement's region, else by the report's title or whoever it says commissioned it."""
    project = case.engagement.project if case.engagement is not None else {}
    texts = [project.get("行政区域", ""), project.get("委托单位", ""), project.get("名称", "")]
    if case.engagement is None and case.document is not None:
        texts = [
            case.document.title,
            *(one.text for one in found[:12] if one.kind == "cover" or "委托单位" in one.text),
        ]
    for text in texts:
        levels = re.findall(r"[\u4e00-\u9fa5]{2,6}?([省市县区])(?!级|场|民|直)", text)
        if levels:
            return str(levels[-1])
    return ""


def _levels(found: Sequence[Passage], level: str) -> Iterator[Finding]:
    if not level:
        return
    used: Counter[str] = Counter()
    places: dict[str, tuple[Passage, str]] = {}
    for passage in found:
        for match in _OWN.finditer(passage.text):
            said = match["a"] or match["b"]
            if _RANK[said] < _RANK[level] and passage.typed(*match.span()):
                used[match.group()] += 1
                places.setdefault(match.group(), (passage, said))
    for words, (passage, said) in places.items():
        times = f"（{used[words]} 处）" if used[words] > 1 else ""
        message = f"写“{words}”{times}，而这是{_named(level)}的报告"
        cure = f"改成{_named(level)}的说法；确实说的是{said}一级的，写出全称"
        yield finding(ID, "warning", message, passage, cure, subject=words, quotes=(passage.quote(words),))


def _named(level: str) -> str:
    return {"省": "省级", "市": "市级", "县": "县级", "区": "区级"}[level]


def _written(found: Sequence[Passage]) -> Iterator[Finding]:
    for passage in found:
        for words in _outside(_TEMPLATE, passage):
            cure = "改成要印出的文字；引用数字的写进 chapters 里的章节"
            yield _told("error", f"“{words}”是没有替换的模板写法", passage, cure, words)
        for words in _outside(_NOTES, passage):
            yield _told("warning", f"“{words}”像是写给自己人的话", passage, "补上内容，或删去这句话", words)


def _outside(pattern: re.Pattern[str], passage: Passage) -> Iterator[str]:
    """What matches outside the parts still to be written."""
    for match in pattern.finditer(passage.text):
        if not any(left <= match.start() < right for left, right in passage.gaps):
            yield match.group()


def _told(severity: Severity, message: str, passage: Passage, cure: str, words: str) -> Finding:
    return finding(ID, severity, message, passage, cure, subject=words, quotes=(passage.quote(words),))
