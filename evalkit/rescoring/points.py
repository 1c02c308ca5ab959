"""The sheet 要点 of an edited scoring paper: verdicts, what was earned in part, what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from evalkit import plugs
from evalkit.model.scoring import Indicator, Point, PointScore
from evalkit.numbers import from_cell, plain, trimmed
from evalkit.paper import CHECKLIST, DEDUCTIONS, PANEL, kind_of, verdicts
from evalkit.rescoring.changes import Change, Kind, Taken, words_changed
from evalkit.rescoring.tables import Cell, Line

_TIMES = re.compile(r"(\d{1,4})\s*(?:次|处|项|笔|起|个)?")


def read_points(taken: Taken, table: Iterable[Line]) -> None:
    """Compares every point with its row; one nobody knows is told."""
    for line in table:
        code, order = line["编码"].text, line["序"].number
        if not code:
            continue
        leaf = taken.leaves.get(code)
        point = next((one for one in leaf.points if one.order == order), None) if leaf else None
        if leaf is None or point is None:
            cure = "新的要点在“要点”表添加；改了编码或序的，改回去"
            taken.told(f"工作簿的要点“{code} {line['序'].text}”，项目里没有", line["编码"].at, cure)
            continue
        _point(taken, leaf, point, line)


def _point(taken: Taken, leaf: Indicator, point: Point, line: Line) -> None:
    kind = kind_of(leaf)
    if kind in (CHECKLIST, DEDUCTIONS):
        _verdict(taken, leaf, point, line)
    if kind == CHECKLIST and not point.scale:
        _partly(taken, leaf, point, line["部分得分"])
    _typed_over(taken, leaf, point, line["得分"])
    for title, name, old in (("查到的事实", "fact", point.fact), ("要点", "text", point.text)):
        if line.has(title) and (new := words_changed(line[title], old)) is not None:
            taken.point(leaf.code, point.order, **{name: new})
            _told(taken, "words", point, line[title], old, new)
    cited = "、".join(point.evidence)
    if line.has("佐证") and (new := words_changed(line["佐证"], cited)) is not None:
        taken.point(leaf.code, point.order, evidence=tuple(re.split(r"[、，,;；\s]+", new)) if new else ())
        _told(taken, "words", point, line["佐证"], cited, new)
    worth = line["分值"].number if line.has("分值") and not line["分值"].formula else None
    if worth is not None and worth.normalize() != from_cell(float(point.points)).normalize() and not point.share:
        note = "分值在“要点”表改，并核对各条之和，这里没有采用"
        _told(taken, "weight", point, line["分值"], trimmed(point.points), trimmed(worth), note, taken_=False)


def _verdict(taken: Taken, leaf: Indicator, point: Point, line: Line) -> None:
    """A verdict that says something else; one nobody understands leaves the point undecided."""
    cell = line["判定"]
    new = _said(leaf, point, cell.text)
    if kind_of(leaf) == DEDUCTIONS and _times(new) == _times(point.verdict) and _times(new) is not None:
        return
    if new == point.verdict or (not new and not point.verdict):
        return
    known = new in (*verdicts(leaf, point), "不适用", "") or (kind_of(leaf) == DEDUCTIONS and _times(new) is not None)
    note = "" if known else f"看不懂“{cell.text}”，按还没有判定处理；写{'、'.join(verdicts(leaf, point))}"
    if new == "部分符合" and line["部分得分"].number is None and not point.share:
        note = note or "部分符合的要填部分得分，按还没有判定处理"
    taken.point(leaf.code, point.order, verdict=new if known else "")
    _told(taken, "verdict", point, cell, point.verdict, cell.text, note)


def _said(leaf: Indicator, point: Point, text: str) -> str:
    """A verdict in the rule's own word."""
    if point.scale:
        return text
    words = getattr(plugs.rules()[kind_of(leaf)], "VERDICTS", {})
    return str(words.get(plain(text), plain(text)))


def _times(verdict: str) -> int | None:
    if verdict in ("存在", "不存在", "不适用"):
        return 1 if verdict == "存在" else 0
    found = _TIMES.fullmatch(plain(verdict))
    return int(found[1]) if found else None


def _partly(taken: Taken, leaf: Indicator, point: Point, cell: Cell) -> None:
    """What a point met in part earns; without it such a point is undecided."""
    now = next(one for one in taken.leaves[leaf.code].points if one.order == point.order)
    old = point.earned if point.verdict == "部分符合" else None
    new = cell.number if now.verdict == "部分符合" else None
    note = ""
    if new is not None and not 0 <= new <= point.points:
        note, new = f"{trimmed(new)} 不在 0 和分值 {trimmed(point.points)} 之间，没有采用", old
    taken.point(leaf.code, point.order, earned=new)
    if now.verdict == "部分符合" and new is None and not point.share:
        taken.point(leaf.code, point.order, verdict="")
    if note or (new != old and now.verdict == "部分符合"):
        _told(taken, "earned", point, cell, _shown(old), cell.text, note, taken_=not note)


def _typed_over(taken: Taken, leaf: Indicator, point: Point, cell: Cell) -> None:
    """What a point earned, typed over its formula; of an expert, who has no formula, what she gave."""
    number, kind = cell.number, kind_of(leaf)
    if cell.formula or number is None:
        return
    if kind == PANEL:
        if point.earned is None or number.normalize() != from_cell(float(point.earned)).normalize():
            taken.point(leaf.code, point.order, earned=number)
            _told(taken, "earned", point, cell, _shown(point.earned), trimmed(number))
        return
    score = taken.case.scoresheet.scores.get(leaf.code) if taken.case.scoresheet else None
    details: tuple[PointScore, ...] = score.details if score else ()
    shown = next((one.earned for one in details if one.point.order == point.order), None)
    if shown is not None and number.normalize() == from_cell(float(shown)).normalize():
        return
    verdict = _meaning(kind, point, number)
    note = "得分的公式被数盖住了，" + (f"按判定“{verdict[0]}”处理" if verdict else "没有采用；改判定或部分得分")
    if verdict:
        taken.point(leaf.code, point.order, verdict=verdict[0], earned=verdict[1])
    _told(taken, "typed_over", point, cell, _shown(shown), trimmed(number), note, taken_=verdict is not None)


def _meaning(kind: str, point: Point, number: Decimal) -> tuple[str, Decimal | None] | None:
    """The verdict that a number typed over what a point earned comes to."""
    if kind == CHECKLIST and not point.scale and 0 <= number <= point.points:
        if number in (0, point.points):
            return ("符合" if number else "不符合"), None
        return "部分符合", number
    if kind == CHECKLIST and point.scale:
        return next(((name, None) for name, worth in point.scale if worth == number), None)
    if kind == DEDUCTIONS and number <= 0 and point.points and -number % point.points == 0:
        return str(int(-number / point.points)), None
    return None


def _told(
    taken: Taken, kind: Kind, point: Point, cell: Cell, old: str, new: str, note: str = "", *, taken_: bool = True
) -> None:
    name = f"{point.code} 要点{point.order}"
    taken.changes.append(Change(kind, name, cell.title, old, new, cell.at, point.at, (point.code,), taken_, note))


def _shown(value: Decimal | None) -> str:
    return "" if value is None else trimmed(value)
