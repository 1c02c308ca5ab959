"""The sheet 要点 of the scoring paper: every point with its verdict, and what it earns as a formula over the verdict."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.scoring import Point
from evalkit.numbers import circled, divide, plain, trimmed
from evalkit.paper import CHECKLIST, DEDUCTIONS, PANEL, POINT_COLUMNS, SET_ASIDE, idle_way, kind_of, verdicts
from evalkit.writers._book import Page
from evalkit.writers._paper import FIRST_ROW, HEADER_ROW, Paper, PointLine
from evalkit.writers._paper_rules import part_trees
from evalkit.writers._spelling import spell

#: What the columns 分值 and 得分 say already.
_SAID = re.compile(r"得 ?[\d.]+ ?分（满分 ?[\d.]+ ?分）|不扣分|不计")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
_TIMES = re.compile(r"(\d{1,4})\s*(?:次|处|项|笔|起|个)?")

_COLUMN = {title: place for place, title in enumerate(POINT_COLUMNS)}


def write_points(page: Page, paper: Paper) -> None:
    """Every point with its verdict, what it earned and what was found; the scores refer to the column 得分."""
    page.widths((8, 22, 5, 44, 8, 7, 20, 10, 8, 8, 26, 54, 16))
    page.merge(0, 0, 0, len(POINT_COLUMNS) - 1, f"{paper.title}要点逐条判定", "title")
    remark = (
        "黄底的判定和部分得分是填写的，得分由它们算出，被“指标评分”引用；部分符合的要填部分得分。"
        "扣分清单的判定写存在、不存在或次数，得分为负数或零。"
    )
    page.merge(1, 0, 1, len(POINT_COLUMNS) - 1, remark, "remark")
    page.head(HEADER_ROW, POINT_COLUMNS)
    page.setup(HEADER_ROW, 2, paper.title)
    for row, line in enumerate(paper.points, FIRST_ROW):
        point = line.point
        page.text(row, 0, point.code, "center")
        page.text(row, 1, line.indicator.name)
        page.number(row, 2, Decimal(point.order), "number", 0)
        page.text(row, 3, point.text)
        _worth(page, paper, row, line)
        if point.limit is None:
            page.text(row, _COLUMN["上限"], "")
        else:
            page.number(row, _COLUMN["上限"], point.limit)
        page.text(row, _COLUMN["档次"], "，".join(f"{name}→{trimmed(worth)}" for name, worth in point.scale))
        _verdict(page, row, line)
        _earned(page, paper, row, line)
        page.text(row, _COLUMN["说明"], note(line))
        page.text(row, _COLUMN["查到的事实"], point.fact)
        page.text(row, _COLUMN["佐证"], "、".join(point.evidence))


def shown_points(paper: Paper, code: str) -> tuple[PointLine, ...]:
    """The points of one indicator, in order."""
    return paper.points_of.get(code, ())


def counted(line: PointLine) -> Decimal | None:
    """How often a deduction was found, where the verdict says a number."""
    times = _TIMES.fullmatch(plain(line.point.verdict)) if kind_of(line.indicator) == DEDUCTIONS else None
    return Decimal(times[1]) if times else None


def note(line: PointLine) -> str:
    """What the rule says of a point beyond what the other columns say."""
    point, words = line.point, line.scored.note if line.scored else ""
    for said in (f"{circled(point.order)}{point.text}：", f"（{point.fact.strip().rstrip('。')}）"):
        words = words.replace(said, "", 1)
    words = words.removeprefix(point.verdict).lstrip("，")
    return "" if _SAID.fullmatch(words) else words


def _worth(page: Page, paper: Paper, row: int, line: PointLine) -> None:
    """What the point may earn: a share of the indicator's weight as a formula, else the number."""
    leaf, point, column = line.indicator, line.point, _COLUMN["分值"]
    found = _SHARE.fullmatch(point.share)
    weight = leaf.weight if leaf.base is None else leaf.base
    if found and Decimal(found[2]):
        top, bottom = Decimal(found[1]), Decimal(found[2])
        if abs(divide(weight * top, bottom) - point.points) < Decimal("1e-20"):
            whole = paper.leaf_cell(leaf.code, "分值") if leaf.base is None else trimmed(weight)
            times = "" if top == 1 else f"*{trimmed(top)}"
            page.formula(row, column, f"={whole}{times}/{trimmed(bottom)}", point.points, places=4)
            return
    page.number(row, column, point.points)


def _verdict(page: Page, row: int, line: PointLine) -> None:
    """The verdict, with a drop-down; how often something was found is a number."""
    point, column = line.point, _COLUMN["判定"]
    kind = kind_of(line.indicator)
    if kind not in (CHECKLIST, DEDUCTIONS):
        page.text(row, column, point.verdict, "center")
        return
    times = counted(line)
    if times is not None:
        page.number(row, column, times, "input", 0)
    else:
        page.text(row, column, point.verdict, "input")
    page.choices(row, column, verdicts(line.indicator, point))


def _earned(page: Page, paper: Paper, row: int, line: PointLine) -> None:
    """What the point earned, by its verdict; empty without one."""
    point, partly, column = line.point, _COLUMN["部分得分"], _COLUMN["得分"]
    kind = kind_of(line.indicator)
    if kind not in (CHECKLIST, DEDUCTIONS):
        _part(page, paper, row, line)
        return
    if kind == CHECKLIST and point.earned is not None and point.verdict == "部分符合":
        page.number(row, partly, point.earned, "input")
    else:
        page.text(row, partly, "", "input" if kind == CHECKLIST and not point.scale else "cell")
    shown = come_to(line)
    if kind == DEDUCTIONS:
        page.formula(row, column, _cost(page, row, point), shown)
        return
    idle = idle_way(line.indicator)
    gain = _gain(page, row, point, idle, partly="部分符合" in verdicts(line.indicator, point))
    page.formula(row, column, gain, shown, places=None if not point.share else 4)


def come_to(line: PointLine) -> Decimal | str:
    """What the formula of a point comes to; a point may be judged before the others of its indicator are."""
    point, kind, idle = line.point, kind_of(line.indicator), idle_way(line.indicator)
    if kind == CHECKLIST and point.verdict == "不适用":
        return {"得分": point.points, "不得分": Decimal(0)}.get(idle, SET_ASIDE)
    if line.scored is not None:
        return line.scored.earned
    if kind == DEDUCTIONS:
        times = {"存在": Decimal(1), "不存在": Decimal(0), "不适用": Decimal(0)}.get(point.verdict, counted(line))
        lost = None if times is None else times * point.points
        return "" if lost is None else -lost if point.limit is None else -min(point.limit, lost)
    if kind != CHECKLIST:
        return "" if point.earned is None else point.earned
    half = point.earned if point.earned is not None else point.points / 2 if point.share else ""
    usual = {"符合": point.points, "不符合": Decimal(0), "部分符合": half}
    return {**usual, **dict(point.scale)}.get(point.verdict, "")


def _part(page: Page, paper: Paper, row: int, line: PointLine) -> None:
    """What an expert gave, or what a part of the indicator earned by its own rule."""
    column, style = _COLUMN["得分"], "input" if kind_of(line.indicator) == PANEL else "number"
    page.text(row, _COLUMN["部分得分"], "")
    earned = line.scored.earned if line.scored else line.point.earned
    score = paper.sheet.scores.get(line.indicator.code) if paper.sheet else None
    trees = part_trees(line.indicator, score)
    place = next((at for at, point in enumerate(line.indicator.points) if point.order == line.point.order), 0)
    spelled = spell(trees[place], paper.fact_cell, paper.point_cell) if trees else None
    if earned is None:
        page.text(row, column, "", style)
    elif spelled is not None:
        page.formula(row, column, spelled, earned)
    else:
        page.number(row, column, earned, style)


def _gain(page: Page, row: int, point: Point, idle: str, *, partly: bool) -> str:
    verdict, worth, typed = (page.address(row, _COLUMN[title], own=True) for title in ("判定", "分值", "部分得分"))
    aside = {"得分": worth, "不得分": "0"}.get(idle, f'"{SET_ASIDE}"')
    otherwise = f'IF({verdict}="不适用",{aside},"")'
    if point.scale:
        for name, points in reversed(point.scale):
            quoted = name.replace('"', '""')
            otherwise = f'IF({verdict}="{quoted}",{trimmed(points)},{otherwise})'
        return "=" + otherwise
    if partly:
        by_half = f"{worth}/2" if point.share else '""'
        otherwise = f'IF({verdict}="部分符合",IF(ISNUMBER({typed}),{typed},{by_half}),{otherwise})'
    return f'=IF({verdict}="符合",{worth},IF({verdict}="不符合",0,{otherwise}))'


def _cost(page: Page, row: int, point: Point) -> str:
    verdict, worth = (page.address(row, _COLUMN[title], own=True) for title in ("判定", "分值"))

    def cost(times: str) -> str:
        lost = f"{times}*{worth}" if times else worth
        return f"-MIN({page.address(row, _COLUMN['上限'], own=True)},{lost})" if point.limit is not None else f"-{lost}"

    by_count = f'IF(ISNUMBER({verdict}),{cost(verdict)},"")'
    return f'=IF({verdict}="存在",{cost("")},IF(OR({verdict}="不存在",{verdict}="不适用"),0,{by_count}))'
