"""评价等级：等级与总分不符，等级区间有空档或重叠，前后总分不一。

查什么：报告里“得分多少、等级为某”的等级，按报告自己写的等级区间（没有写的按财预〔2020〕10号：90、80、60）是否对得上；
报告写的等级区间首尾是否相接（60—79 与 80—90 之间，79.5 分落空）；报告里几处总分是否一致；
单独的一份报告，文中的总分、总得分率、等级与得分表的合计是否一致；项目文件夹里的总分与等级。

例：总分 79.5，等级写“良”；封面表自评 98.48 分，正文写 99 分。

怎样改：以评分表的总分为准改正等级；区间写成“80（含）—90分”，上一档的下限就是下一档的上限。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from evalkit.checks._claims import SUPPOSED
from evalkit.checks._passages import Passage, finding, passages
from evalkit.checks._score_totals import TableTotal, rates, table_total
from evalkit.model.case import Case
from evalkit.model.places import Finding, Quote
from evalkit.model.scoring import Grade, GradeScheme, Scoresheet
from evalkit.numbers import trimmed

ID = "grade_mismatch"
TITLE = "等级与总分"

DEFAULT = GradeScheme(
    "财预〔2020〕10号",
    "财预〔2020〕10号",
    (Grade("优", Decimal(90)), Grade("良", Decimal(80)), Grade("中", Decimal(60)), Grade("差", Decimal(0))),
)

_NAME = r"(?:优秀|优|良好|良|中|一般|较差|合格|不合格|差)"
_BAND = re.compile(
    rf"(?<![\d.])(\d{{1,9}}(?:\.\d{{1,9}})?)\s{{0,2}}(?:分)?\s{{0,2}}(?:[（(]含[^）)]{{0,40}}[）)])?\s{{0,2}}(?:分)?\s{{0,2}}[-—－–~～至到]{{1,4}}\s{{0,2}}(?<![\d.])(\d{{1,9}}(?:\.\d{{1,9}})?)\s{{0,2}}(?:分)?\s{{0,2}}(?:[（(](?:不)?含[^）)]{{0,40}}[）)])?\s{{0,2}}(?:分)?(?:的)?\s{{0,2}}为\s{{0,2}}[“\"]?({_NAME})[”\"]?(?![\u4e00-\u9fa5])"
)
_ABOVE = re.compile(
    rf"(?<![\d.])(\d{{1,9}}(?:\.\d{{1,9}})?)\s{{0,2}}分?\s{{0,2}}(?:[（(]含[^）)]{{0,40}}[）)])?\s{{0,2}}分?以上\s{{0,2}}(?:[（(]含[^）)]{{0,40}}[）)])?\s{{0,2}}为\s{{0,2}}[“\"]?({_NAME})[”\"]?"
)
_BELOW = re.compile(
    rf"(?<![\d.])(\d{{1,9}}(?:\.\d{{1,9}})?)\s{{0,2}}分?\s{{0,2}}(?:[（(]不含[^）)]{{0,40}}[）)])?\s{{0,2}}以下\s{{0,2}}为\s{{0,2}}[“\"]?({_NAME})[”\"]?"
)
_TOTAL = re.compile(
    r"(?:最终|综合|总体|总|自评|绩效|本次)(?:绩效)?(?:评价|自评)?(?:综合)?(?:得分|评分|总分)(?:结果)?\s{0,4}(?:合计)?\s{0,4}(?:为|是|[:：])?\s{0,4}(\d{1,3}(?:\.\d+)?)\s{0,4}(?:分|\s|$)|评分[:：]\s{0,4}(\d{1,3}(?:\.\d+)?)|(?<![少多扣])得\s{0,4}(\d{1,3}(?:\.\d+)?)\s{0,4}分(?=[，,；]\s{0,4}(?:总得分率|(?:绩效)?(?:评价|评定)?等级))"
)
_GRADE = re.compile(
    rf"(?:等级|评级|等次|级别)(?:评定)?(?:结果)?\s{{0,2}}(?:属于|为|是|[:：])\s{{0,2}}[“\"‘]?({_NAME})[”\"’]?(?![\u4e00-\u9fa5])"
)


def check(case: Case) -> tuple[Finding, ...]:
    """Grades against totals, in the scoresheet and in the words of the report."""
    found: list[Finding] = []
    sheet = case.scoresheet
    lowered = sheet.grade if sheet is not None and _lowered(sheet) else ""
    if sheet is not None and sheet.grade and not lowered and sheet.grade != sheet.scheme.of(sheet.total):
        place = case.engagement.at if case.engagement is not None else sheet.indicators[0].at
        right = sheet.scheme.of(sheet.total)
        message = f"总分 {trimmed(sheet.total)} 的等级应为“{right}”，现为“{sheet.grade}”"
        found.append(Finding(ID, "error", message, place, "重新评分", "等级", stated=sheet.grade, computed=right))
    read = tuple(passages(case))
    stated = _stated_scheme(read)
    scheme = stated[0] if stated else (sheet.scheme if sheet is not None else DEFAULT)
    if stated:
        found.extend(_gaps(stated[0], stated[1]))
    table = table_total(case) if sheet is None else None
    found.extend(_grades(read, scheme, sheet.total if sheet is not None else None, table, lowered))
    found.extend(_totals(read, sheet.total if sheet is not None else None, table))
    found.extend(_rates(read, table) if table is not None else ())
    return tuple(found)


def _lowered(sheet: Scoresheet) -> bool:
    """Whether a veto took the grade below what the total gives."""
    return any(one.holds and one.adjustment.effect == "等级降一档" for one in sheet.adjustments)


def _stated_scheme(read: tuple[Passage, ...]) -> tuple[GradeScheme, list[tuple[Passage, str, Decimal, Decimal]]] | None:
    """The bands of the first passage that names three or more, and each band as stated."""
    for passage in read:
        bands = [(found[3], Decimal(found[1]), Decimal(found[2])) for found in _BAND.finditer(passage.text)]
        bands.extend((found[2], Decimal(found[1]), Decimal(100)) for found in _ABOVE.finditer(passage.text))
        bands.extend((found[2], Decimal(0), Decimal(found[1])) for found in _BELOW.finditer(passage.text))
        bands = [(name, min(a, b), max(a, b)) for name, a, b in bands]
        if (
            len(bands) >= 3
            and len({name for name, _, _ in bands}) == len(bands)
            and max(top for _, _, top in bands) == 100
        ):
            bands.sort(key=lambda band: -band[1])
            scheme = GradeScheme("报告所写", "", tuple(Grade(name, floor) for name, floor, _ in bands))
            return scheme, [(passage, name, floor, top) for name, floor, top in bands]
    return None


def _gaps(scheme: GradeScheme, bands: list[tuple[Passage, str, Decimal, Decimal]]) -> Iterator[Finding]:
    for (passage, better, floor, _), (_, worse, _, top) in pairwise(bands):
        if top != floor:
            kind = "之间有空档" if top < floor else "重叠"
            where = "落不到任何一档" if top < floor else "同时落在两档"
            middle = trimmed((top + floor) / 2)
            yield finding(
                ID,
                "warning",
                f"等级区间“{better}”从 {trimmed(floor)} 起，“{worse}”到 {trimmed(top)} 止，{kind}：{middle} 分{where}",
                passage,
                f"写成“{worse}”到 {trimmed(floor)}（不含）止",
                stated=trimmed(top),
                computed=trimmed(floor),
            )


def _grades(
    read: tuple[Passage, ...],
    scheme: GradeScheme,
    total: Decimal | None,
    table: TableTotal | None,
    lowered: str = "",
) -> Iterator[Finding]:
    for passage in read:
        totals = _numbers(passage)
        for found in _GRADE.finditer(passage.text):
            if "自评" in passage.text[max(0, found.start() - 30) : found.start()] and total is not None:
                continue  # the grade somebody else gave
            near = [value for value, start, _ in totals if abs(start - found.start()) < 120]
            # A cell that grades without a total grades something else (the self-evaluation, a single indicator).
            score = near[-1] if near else (None if passage.kind == "cell" else total)
            if score is None and table is not None and _of_the_whole(passage.text, found.start()):
                score = table.score
            if score is None or score > 100:
                continue
            right = lowered if score == total and lowered else scheme.of(score)
            if not _same(found[1], right):
                yield finding(
                    ID,
                    "error",
                    f"得分 {trimmed(score)} 按“{scheme.name}”的等级区间是“{right}”，这里写“{found[1]}”",
                    passage,
                    "核对总分和等级区间，改正等级",
                    subject="等级",
                    quotes=(passage.quote(found[0]),),
                    stated=found[1],
                    computed=right,
                )


def _of_the_whole(text: str, start: int) -> bool:
    """Whether a grade is said of the evaluation itself, not of a self-evaluation or of one indicator."""
    sentence = re.split(r"[。；\n]", text[:start])[-1]
    return sentence.endswith("评价") and not re.search(r"自评|自我评价", sentence)


def _totals(read: tuple[Passage, ...], total: Decimal | None, table: TableTotal | None = None) -> Iterator[Finding]:
    firsts: dict[Decimal, Quote] = {table.score: table.quote} if table is not None else {}
    for passage in read:
        for value, start, end in _numbers(passage):
            if (total is None and table is None) or "自评" not in passage.text[max(0, start - 8) : end]:
                firsts.setdefault(value, passage.quote(passage.text[start:end].strip()))
    if total is not None:
        wrong = [(value, quote) for value, quote in firsts.items() if value != total]
    else:
        wrong = list(firsts.items())[1:]
    right = total if total is not None else next(iter(firsts), None)
    for value, quote in wrong:
        assert right is not None
        others = (quote,) if total is not None else (firsts[right], quote)
        yield Finding(
            ID,
            "error",
            f"总分一处写 {trimmed(right)}，一处写 {trimmed(value)}"
            if total is None
            else f"总分是 {trimmed(right)}，这里写 {trimmed(value)}",
            quote.where,
            "以评分表的总分为准，全文统一",
            "总分",
            others,
            trimmed(value),
            trimmed(right),
        )


def _rates(read: tuple[Passage, ...], table: TableTotal) -> Iterator[Finding]:
    for passage in read:
        for value, places, words in rates(passage):
            right = table.rate(places)
            if value != right and "自评" not in passage.text[: passage.text.index(words)][-30:]:
                yield Finding(
                    ID,
                    "error",
                    f"总得分率写 {value}%，按得分表的合计 {trimmed(table.score)} 分应为 {right}%",
                    passage.where,
                    "以评分表的总分为准，全文统一",
                    "总得分率",
                    (passage.quote(words), table.quote),
                    f"{value}%",
                    f"{right}%",
                )


def _numbers(passage: Passage) -> list[tuple[Decimal, int, int]]:
    return [
        (value, found.start(), found.end())
        for found in _TOTAL.finditer(passage.text)
        if (value := Decimal(found[1] or found[2] or found[3])) <= 100
        and not SUPPOSED.search(re.split(r"[。；\n]", passage.text[: found.end()])[-1])
    ]


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} in ({"优", "优秀"}, {"良", "良好"})
