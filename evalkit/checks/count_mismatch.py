"""份数与个数：问卷份数等式不成立，声明的指标个数与表中不符。

查什么：发放 ≥ 收回，收回 = 有效 + 无效（一段话里的、调查表每一行的、问卷设置与答卷的）；报告里几处发放份数是否一致；
“4个一级指标、11个二级指标、22个三级指标”与指标表数出来的是否一致，分章的个数与本节的表是否一致。

例：收回 38 份、有效 38 份、无效 2 份；文称 10 个二级指标，表中有 11 个。

怎样改：以问卷台账和指标表为准，改正文字。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._framework import LEVELS, Columns, distinct, frameworks
from evalkit.checks._grids import Grid, grids
from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.document import Block
from evalkit.model.places import Finding, Quote
from evalkit.model.questionnaire import Survey
from evalkit.numbers import trimmed

ID = "count_mismatch"
TITLE = "份数与个数"

_FORMS = {
    "发放": re.compile(
        r"(?:共|共计|总共|实际)?(?:发放|发出|投放)(?:了)?(?:[^\d，。；]{0,12}?问卷)?(?:共|共计)?\s*(\d+)\s*份"
    ),
    "收回": re.compile(r"(?:共|实际)?(?:收回|回收|收集)(?:到|了)?(?:[^\d，。；有无]{0,8}?问卷)?\s*(\d+)\s*份"),
    "有效": re.compile(r"有效(?:问卷|答卷|样本)?\s*(?:为|共)?\s*(\d+)\s*份"),
    "无效": re.compile(r"无效(?:问卷|答卷)?\s*(?:为|共)?\s*(\d+)\s*份"),
}
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_DECLARED = re.compile(r"(\d+|十[一二]?|[一二两三四五六七八九])\s*个\s*(一级|二级|三级|四级)(?:绩效)?指标")


def check(case: Case) -> tuple[Finding, ...]:
    """Forms of surveys and numbers of indicators."""
    found: list[Finding] = []
    for survey in case.surveys.values():
        found.extend(_survey(survey))
    read = tuple(passages(case, "body", "cell", "note"))
    found.extend(_equations(read))
    found.extend(_issued_twice(read))
    for grid in grids(case):
        found.extend(_rows(grid))
    found.extend(_declared(case, read))
    return tuple(found)


def _survey(survey: Survey) -> Iterator[Finding]:
    form = survey.questionnaire
    if form.issued is not None and survey.collected > form.issued:
        yield Finding(
            ID,
            "error",
            f"问卷“{form.id}”发放 {form.issued} 份，答卷却有 {survey.collected} 份",
            form.at,
            "核对问卷文件里的“发放”",
            form.id,
            stated=str(form.issued),
            computed=str(survey.collected),
        )
    if form.population is not None and form.issued is not None and form.issued > form.population:
        yield Finding(
            ID,
            "warning",
            f"问卷“{form.id}”发放 {form.issued} 份，多于总体 {form.population} 人",
            form.at,
            "核对“发放”和“总体”",
            form.id,
            stated=str(form.issued),
            computed=str(form.population),
        )
    parts = sum(count for _, count in form.populations)
    if form.population is not None and form.populations and parts != form.population:
        yield Finding(
            ID,
            "error",
            f"问卷“{form.id}”的总体写作 {form.population} 人，总体构成相加是 {parts} 人",
            form.at,
            "核对“总体”和“总体构成”",
            form.id,
            stated=str(form.population),
            computed=str(parts),
        )


def _equations(read: tuple[Passage, ...]) -> Iterator[Finding]:
    for passage in read:
        counts = {
            name: (int(found[1]), found) for name, pattern in _FORMS.items() if (found := pattern.search(passage.text))
        }
        if "收回" in counts and "发放" in counts and counts["收回"][0] > counts["发放"][0]:
            yield _forms(passage, f"收回 {counts['收回'][0]} 份，多于发放的 {counts['发放'][0]} 份", counts)
        if {"收回", "有效", "无效"} <= counts.keys():
            got, valid, invalid = (counts[name][0] for name in ("收回", "有效", "无效"))
            if got != valid + invalid:
                yield _forms(
                    passage, f"收回 {got} 份，有效 {valid} 份加无效 {invalid} 份是 {valid + invalid} 份", counts
                )
        elif {"收回", "有效"} <= counts.keys() and counts["有效"][0] > counts["收回"][0]:
            yield _forms(passage, f"有效 {counts['有效'][0]} 份，多于收回的 {counts['收回'][0]} 份", counts)


def _forms(passage: Passage, message: str, counts: dict[str, tuple[int, re.Match[str]]]) -> Finding:
    start = min(found.start() for _, found in counts.values())
    end = max(found.end() for _, found in counts.values())
    return finding(
        ID,
        "error",
        f"问卷份数对不上：{message}",
        passage,
        "以问卷台账为准：发放 ≥ 收回，收回 = 有效 + 无效",
        quotes=(passage.quote(passage.text[start:end]),),
    )


def _issued_twice(read: tuple[Passage, ...]) -> Iterator[Finding]:
    """One section (a chapter or an appendix) about one survey names two numbers of forms given out."""
    by_chapter: dict[str, dict[int, Quote]] = {}
    for passage in read:
        found = re.search(
            r"(?:共|共计|总共)\s*发放(?:[^\d，。；]{0,8}?问卷)?\s*(\d+)\s*份|发放共计\s*(\d+)\s*份", passage.text
        )
        if found:
            chapter = passage.section[0] if passage.section else ""
            by_chapter.setdefault(chapter, {}).setdefault(int(found[1] or found[2]), passage.quote(found[0]))
    for quotes in by_chapter.values():
        if len(quotes) > 1:
            yield Finding(
                ID,
                "warning",
                f"问卷发放份数前后不一：{'、'.join(f'{n} 份' for n in quotes)}",
                list(quotes.values())[-1].where,
                "以问卷台账为准统一；是两次调查的，写明各是哪一次",
                quotes=tuple(quotes.values()),
            )


def _rows(grid: Grid) -> Iterator[Finding]:
    valid = grid.columns(r"有效", without=r"无效|率|占比")
    invalid = grid.columns(r"无效", without=r"率|占比")
    whole = grid.columns(r"总计|合计|收回|回收", without=r"率|占比|发放")
    if not (len(valid) == len(invalid) == 1 and whole):
        return
    for row in grid.body:
        a, b, total = (grid.figure(row, x) for x in (valid[0], invalid[0], whole[-1]))
        if a is not None and b is not None and total is not None and a.value + b.value != total.value:
            computed = trimmed(a.value + b.value)
            yield Finding(
                ID,
                "error",
                f"“{grid.label(row)}”有效 {a.text} 加无效 {b.text} 是 {computed}，“{grid.titles[whole[-1]]}”列写 {total.text}",
                grid.where(row, whole[-1]),
                "核对三个数；检查列头是不是写反了",
                quotes=(grid.quote(row, valid[0]), grid.quote(row, invalid[0]), grid.quote(row, whole[-1])),
                stated=total.text,
                computed=computed,
            )


# ---- indicators --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counted:
    block: Block
    section: tuple[str, ...]
    caption: str
    counts: dict[str, int]


def _declared(case: Case, read: tuple[Passage, ...]) -> Iterator[Finding]:
    tables = [_counted(grid, columns) for grid, columns in frameworks(case)]
    # The table that tells the most levels and holds the most leaves is the whole framework.
    whole = max(
        (one for one in tables if "一级" in one.counts),
        key=lambda one: (len(one.counts), sum(one.counts.values())),
        default=None,
    )
    sheet = case.scoresheet
    for passage in read:
        declared = {found[2]: (_number(found[1]), found[0]) for found in _DECLARED.finditer(passage.text)}
        if "一级" in declared and len(declared) > 1:
            counts = whole.counts if whole is not None else {}
            if sheet is not None:
                counts = {
                    level: sum(1 for node in sheet.indicators if node.level == n) for n, level in enumerate(LEVELS, 1)
                }
            yield from _against(passage, declared, counts, "指标体系")
        elif len(declared) > 1 and len(passage.section) > 1:
            here = [one for one in tables if one.section[:2] == passage.section[:2]]
            if len(here) == 1:
                yield from _against(passage, declared, here[0].counts, here[0].caption or "本节的表")


def _counted(grid: Grid, columns: Columns) -> _Counted:
    counts = {}
    for level, column in columns.levels:
        own = [cell for _, cell in distinct(grid, column)]
        counts[level] = len(own)
    return _Counted(grid.table, grid.section, grid.place.spot.rpartition(" ")[2], counts)


def _against(
    passage: Passage, declared: dict[str, tuple[int, str]], counts: dict[str, int], what: str
) -> Iterator[Finding]:
    for level, (number, words) in declared.items():
        if level in counts and counts[level] != number:
            yield finding(
                ID,
                "error",
                f"文中说 {number} 个{level}指标，{what}中数出 {counts[level]} 个",
                passage,
                "以指标表为准，改正个数",
                subject=f"{level}指标个数",
                quotes=(passage.quote(words),),
                stated=str(number),
                computed=str(counts[level]),
            )


def _number(word: str) -> int:
    return int(Decimal(word)) if word.isdigit() else _DIGITS.get(word, 0)
