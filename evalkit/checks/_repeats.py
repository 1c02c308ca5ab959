"""One thing said twice in one report: scores in words and in tables, a rate before and after, a result in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._framework import Line, distinct, frameworks, lines
from evalkit.checks._grids import Grid, read_figure, squeezed
from evalkit.checks._passages import Passage, finding, passages
from evalkit.model.case import Case
from evalkit.model.places import Finding, Quote
from evalkit.numbers import divide, round_half_up, trimmed

KIND = "text_vs_table"

_SCORED = re.compile(
    r"(?:权重分值?|权重|分值|满分)(?:为)?\s{0,4}(\d{1,12}(?:\.\d{1,9})?)\s{0,4}分?[，,]\s{0,4}(?:依据评分细则[，,])?\s{0,4}(?:实际|评价|该指标)?得分?(?:为)?\s{0,4}(\d{1,12}(?:\.\d{1,9})?)\s{0,4}分"
)
_RATES = re.compile(
    r"(预算执行率|资金到位率|预算到位率|总体满意度|综合满意度|整体满意度|问卷回收率|问卷有效率)\s{0,4}(?:为|是|达到?|[:：=＝])?\s{0,4}(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%(?!以上|以下|（含）|\s{0,4}[-—~～至]|\s{0,4}[，,的]*\s{0,4}(?:得|计|扣|为满分))"
)


def scores_in_words(case: Case) -> Iterator[Finding]:
    """``1.项目立项 权重分8分，得分7分`` against the row of that name in the tables."""
    rows = _rows(case)
    for passage in passages(case, "heading", "body"):
        for found in _SCORED.finditer(passage.text):
            name = _subject(passage, found)
            told = rows.get(squeezed(name))
            if told is None:
                continue
            weight, score, quote = told
            if Decimal(found[1]) == weight and Decimal(found[2]) == score:
                continue
            yield finding(
                KIND,
                "error",
                f"文中“{name}”分值 {found[1]} 分、得 {found[2]} 分，表中分值 {trimmed(weight)} 分、得 {trimmed(score)} 分",
                passage,
                "以评分表为准改正",
                subject=name,
                quotes=(passage.quote(found[0]), quote),
                stated=found[2],
                computed=trimmed(score),
            )


def _subject(passage: Passage, found: re.Match[str]) -> str:
    """What the score is of: the words before it in a heading, else the heading it stands under."""
    before = passage.text[: found.start()].strip(" 　，,（(：:")
    if passage.kind == "heading":
        return re.sub(r"^[（(]?\d+[）).、]?\s*|^[A-H]\d*\s*", "", before)
    own = re.search(r"([\u4e00-\u9fa5]{3,24}?)(?:指标)?$", re.split(r"[，。；]", before)[-1])
    if own and not own[1].startswith(("该", "本", "此")):
        return own[1]
    opening = re.match(r"\s*(?:[（(]?\d+[）).、]\s*)?([^，。；：:]{3,30})[。：:]", passage.text)
    if opening and opening.end() < found.start():
        return opening[1]  # the paragraph names what it is about
    if passage.section and len(list(_SCORED.finditer(passage.text))) == 1:
        last = re.sub(r"^[（(]?\d+[）).、]?\s*|^[A-H]\d*\s*", "", passage.section[-1])
        return _SCORED.sub("", last).strip(" 　，,")
    return ""


def _rows(case: Case) -> dict[str, tuple[Decimal, Decimal, Quote]]:
    """Weight and score by name where all tables agree.

    A name that two rows share with different figures is left out, and one that an upper level of the same table has.
    """
    found: dict[str, tuple[Decimal, Decimal, Quote] | None] = {}
    for grid, columns in frameworks(case):
        if columns.weight is None or columns.score is None:
            continue
        column = columns.levels[-1][1]
        upper = {
            re.sub(r"^[A-H]\d*|[（(].*$", "", squeezed(cell.text))
            for _, above in columns.levels[:-1]
            for _, cell in distinct(grid, above)
        }
        for line in lines(grid, columns):
            if line.weight is None or line.score is None:
                continue
            now = (line.weight, line.score, grid.quote(line.row, column))
            known = found.setdefault(line.name, now)
            if (known is not None and known[:2] != now[:2]) or line.name in upper:
                found[line.name] = None
    return {name: one for name, one in found.items() if one is not None}


def rates_twice(case: Case) -> Iterator[Finding]:
    """One rate of the report with two values (98.64 % here, 98.65 % there).

    What a sentence says of “one survey” by its title is another rate than what it says of “another”, and 债券资金到位率
    is another than 资金到位率 where it is an indicator of its own.
    """
    seen: dict[tuple[str, str], dict[Decimal, Quote]] = {}
    indicators = {line.name for grid, columns in frameworks(case) for line in lines(grid, columns)}
    for passage in passages(case, "body"):
        for found in _RATES.finditer(passage.text):
            clause = re.split(r"[。；]", passage.text[: found.start()])[-1]
            if _other_year(case, clause) or re.search(
                r"目标|不低于|达不到|应当|计划|小于|大于|低于|上年|去年", clause[-16:]
            ):
                continue
            subject = re.findall("“([^”]{4,60})”", clause)[-1:] or [""]
            before = squeezed(passage.text[: found.end(1)])
            longer = (name for name in indicators if name.endswith(found[1]) and before.endswith(name))
            key = (max(longer, key=len, default=found[1]), subject[0])
            seen.setdefault(key, {}).setdefault(Decimal(found[2]).normalize(), passage.quote(found[0]))
    for (name, _), values in _subjects(seen).items():
        exact = list(values)
        apart = [one for one in exact if not any(one is not other and _rounds(other, one) for other in exact)]
        if len(apart) > 1:
            first, last = values[apart[0]], values[apart[-1]]
            yield Finding(
                KIND,
                "error",
                f"{name}前后不一：{'、'.join(f'{trimmed(one)}%' for one in apart)}",
                last.where,
                "按同一分母重算，全文统一",
                name,
                (first, last),
                f"{trimmed(apart[-1])}%",
            )


def _subjects(seen: dict[tuple[str, str], dict[Decimal, Quote]]) -> dict[tuple[str, str], dict[Decimal, Quote]]:
    """The values of a rate, apart where two titles have it and together where there are not two to tell apart."""
    titles: dict[str, set[str]] = {}
    for name, subject in seen:
        titles.setdefault(name, set()).update({subject} - {""})
    joined: dict[tuple[str, str], dict[Decimal, Quote]] = {}
    for (name, subject), values in seen.items():
        key = (name, subject if len(titles[name]) > 1 else "")
        for value, quote in values.items():
            joined.setdefault(key, {}).setdefault(value, quote)
    return joined


def _rounds(exact: Decimal, coarse: Decimal) -> bool:
    places = max(0, -int(coarse.as_tuple().exponent))
    return exact != coarse and round_half_up(exact, places) == coarse


def _other_year(case: Case, clause: str) -> bool:
    title = case.document.title if case.document is not None else ""
    own = re.search(r"20\d{2}", title)
    years = re.findall(r"(20\d{2})\s*年", clause)
    return bool(own and years and years[-1] != own[0])


def rate_as_result(case: Case) -> Iterator[Finding]:
    """A 业绩值 that is the score's rate, while the ground of the same indicator names another percentage."""
    tables = [(grid, columns, lines(grid, columns)) for grid, columns in frameworks(case)]
    grounds = [line for _, _, own in tables for line in own if "%" in line.ground]
    for grid, columns, own in tables:
        if columns.phrase is None:
            continue
        for line in own:
            value = read_figure(line.phrase)
            if value is None or not value.percent or not line.weight or line.score is None or line.score == line.weight:
                continue
            if round_half_up(divide(line.score * 100, line.weight), value.places) != value.value:
                continue
            yield from _contradicted(grid, columns.phrase, line, value.value, grounds)


def _contradicted(grid: Grid, column: int, line: Line, value: Decimal, grounds: list[Line]) -> Iterator[Finding]:
    for other in grounds:
        if other.weight != line.weight or other.score != line.score or not _alike(line.name, other.name):
            continue
        said = [Decimal(number) for number in re.findall(r"(\d+(?:\.\d+)?)%", other.ground)]
        if said and value not in said:
            yield Finding(
                KIND,
                "warning",
                f"“{line.name}”的业绩值 {trimmed(value)}% 其实是得分率，评分依据里是 {'、'.join(f'{trimmed(one)}%' for one in said)}",
                grid.where(line.row, column),
                "业绩值写实际完成情况，不写得分率",
                line.name,
                (grid.quote(line.row, column), Quote(other.ground, other.where(None))),
                f"{trimmed(value)}%",
                f"{trimmed(said[-1])}%",
            )
            return


def _alike(one: str, other: str) -> bool:
    """Whether the shorter name's characters all stand in the longer one, in order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) >= 4 and all(char in rest for char in short)
