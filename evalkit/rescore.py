"""An edited 评分底稿.xlsx + the case it was made from -> the engagement as the paper would have it, and every change.

The figures Excel shows are not asked: what was typed is taken into the engagement, which is then scored anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalkit.conditions import said
from evalkit.model.case import Case
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Indicator, Manual, Score
from evalkit.model.source import Sheet
from evalkit.numbers import from_cell, trimmed
from evalkit.paper import (
    ADJUSTMENT_COLUMNS,
    FACT_COLUMNS,
    FACTS,
    POINT_COLUMNS,
    POINTS,
    SCORE_COLUMNS,
    SCORES,
    SUMMARY,
    SUMMARY_COLUMNS,
    leaf_words,
)
from evalkit.rescoring.changes import Change, Kind, Taken, by_hand, words_changed
from evalkit.rescoring.facts import read_facts
from evalkit.rescoring.points import read_points
from evalkit.rescoring.tables import Cell, Formulas, Line, lines

#: Words of an indicator the paper shows, and where the engagement keeps them.
_WORDS = {
    "指标解释": "explanation",
    "评价标准": "standard",
    "业绩值": "phrase",
    "评分依据": "finding",
    "底稿号": "paper",
    "编制人": "prepared_by",
    "复核人": "reviewed_by",
}
#: The columns of 评分汇总 that are sums of what stands on other sheets.
_SUMS = ("分值", "得分", "扣分", "得分率（%）")
#: What the program writes itself, and what is only signed by hand.
_MADE, _SIGNED = ("扣分原因", "计算过程"), ("编制日期", "复核日期")


def reread(
    sheets: tuple[Sheet, ...], formulas: Formulas, case: Case
) -> tuple[Engagement | None, tuple[Change, ...], tuple[Finding, ...]]:
    """The engagement with what the paper says otherwise, each change with both places, and what cannot be matched.

    None, with a fault, where the workbook is no scoring paper. Rows and columns may have moved; sheets and headers
    keep their names.
    """
    assert case.engagement is not None
    assert case.scoresheet is not None
    leaves = {leaf.code: leaf for leaf in case.engagement.indicators if leaf.leaf}
    taken = Taken(case, case.engagement, leaves)
    tables = (
        (SCORES, SCORE_COLUMNS, ("编码", "规则得分", "人工得分", "得分"), _read_scores),
        (POINTS, POINT_COLUMNS, ("编码", "序", "判定", "部分得分", "得分"), read_points),
        (FACTS, FACT_COLUMNS, ("名称", "精确值", "印出数"), read_facts),
        (SUMMARY, ADJUSTMENT_COLUMNS, ("类型", "事项", "是否发生"), _read_adjustments),
    )
    missing = []
    for name, titles, needed, read in tables:
        found = lines(sheets, formulas, name, titles, needed)
        if found is not None:
            read(taken, found)
        elif name != SUMMARY:
            missing.append(name)
    if missing:
        at = Where(sheets[0].file if sheets else "")
        message = f"工作簿里没有“{'”“'.join(missing)}”表，或者表头改了"
        return None, (), (fault(at, message, "用 evalkit build 做出的 评分底稿.xlsx，工作表和表头的名称不要改"),)
    _read_summary(taken, lines(sheets, formulas, SUMMARY, SUMMARY_COLUMNS, _SUMS) or ())
    order = {FACTS: 0, POINTS: 1, SCORES: 2}
    taken.changes.sort(key=lambda one: order.get(one.at.spot.partition("!")[0], 3))
    return taken.whole(), tuple(taken.changes), tuple(taken.findings)


# ---- 指标评分 -----------------------------------------------------------------------------------------------------


def _read_scores(taken: Taken, table: Iterable[Line]) -> None:
    assert taken.case.scoresheet is not None
    met: set[str] = set()
    at = Where("")
    for line in table:
        code, at = line["编码"].text, line["编码"].at
        if not code:
            continue
        met.add(code)
        leaf = taken.leaves.get(code)
        if leaf is None:
            cure = "指标在“指标”表添加或改名；改了编码的，改回去"
            taken.told(f"工作簿的指标“{code}”，项目里没有", line["编码"].at, cure)
            continue
        score = taken.case.scoresheet.scores.get(code)
        shown = next((one for one in taken.case.scoresheet.indicators if one.code == code), leaf)
        _words(taken, leaf, leaf_words(shown, score), line)
        _hand(taken, leaf, score, line)
    gone = [code for code in taken.leaves if code not in met]
    if gone:
        cure = "在“指标评分”恢复这几行；要取消指标的，在“指标”表删去，或写不适用原因"
        taken.told(f"“指标评分”里少了 {len(gone)} 个指标：{'、'.join(gone)}，这几个没有读，得分照旧", at, cure)


def _words(taken: Taken, leaf: Indicator, shown: dict[str, str], line: Line) -> None:
    for title, name in _WORDS.items():
        if line.has(title) and (new := words_changed(line[title], shown[title])) is not None:
            taken.leaf(leaf.code, **{name: new})
            _told(taken, "words", leaf, line[title], shown[title], new)
    if line.has("佐证") and (new := words_changed(line["佐证"], shown["佐证"])) is not None:
        taken.leaf(leaf.code, evidence=tuple(re.split(r"[、，,;；\s]+", new)) if new else ())
        _told(taken, "words", leaf, line["佐证"], shown["佐证"], new)
    for title in _MADE:
        if line.has(title) and (new := words_changed(line[title], shown[title])) is not None:
            note = "这一栏由程序写成，没有采用；要说明的写在评分依据或人工理由"
            _told(taken, "words", leaf, line[title], shown[title], new, note, taken_=False)
    for title in _SIGNED:
        if line.has(title) and line[title].text and not line[title].formula:
            _told(taken, "sign", leaf, line[title], "", line[title].text, "项目文件里没有这一栏", taken_=False)
    weight = line["分值"].number if line.has("分值") else None
    if weight is not None and weight.normalize() != leaf.weight.normalize():
        note = "分值在“指标”表改，并核对参数和各条要点，这里没有采用"
        _told(taken, "weight", leaf, line["分值"], trimmed(leaf.weight), trimmed(weight), note, taken_=False)


def _hand(taken: Taken, leaf: Indicator, score: Score | None, line: Line) -> None:
    """A score by hand: typed where it belongs, or over a formula."""
    cell, old = line["人工得分"], leaf.manual
    given = cell.number
    reason = line["人工理由"].text if line.has("人工理由") else old.reason if old else ""
    over = next(
        (one for one in (_over(line["得分"], score, "points"), _over(line["规则得分"], score, "by_rule")) if one), None
    )
    if given is None and over is not None:
        number, where = over
        note = "得分的公式被数盖住了，按没有理由的人工给分处理；填写人工得分、人工理由、底稿号和复核人"
        _give(taken, leaf, number, reason, where)
        _told(taken, "typed_over", leaf, where, _points(score), trimmed(number), note)
        return
    if cell.text and given is None:
        _told(
            taken,
            "manual",
            leaf,
            cell,
            trimmed(old.points) if old else "",
            cell.text,
            "不是数字，没有采用",
            taken_=False,
        )
        return
    if given is not None and (old is None or given.normalize() != from_cell(float(old.points)).normalize()):
        note, most = "" if reason else "没有写人工理由", leaf.weight if leaf.base is None else leaf.base
        fits = 0 <= given <= most
        if fits:
            _give(taken, leaf, given, reason, cell)
        else:
            note = f"不在 0 和分值 {trimmed(most)} 之间，没有采用"
        _told(taken, "manual", leaf, cell, trimmed(old.points) if old else "", trimmed(given), note, taken_=fits)
    elif given is None and old is not None:
        taken.leaf(leaf.code, manual=None)
        _told(taken, "manual", leaf, cell, trimmed(old.points), "", "恢复规则得分")
    now = taken.leaves[leaf.code].manual
    if line.has("人工理由") and old is not None and now is not None:
        new = words_changed(line["人工理由"], old.reason)
        if new is not None:
            taken.leaf(leaf.code, manual=replace(now, reason=new))
            _told(taken, "words", leaf, line["人工理由"], old.reason, new)


def _give(taken: Taken, leaf: Indicator, points: Decimal, reason: str, cell: Cell) -> None:
    manual: Manual = by_hand(taken.leaves[leaf.code], points, reason, cell.at)
    taken.leaf(leaf.code, manual=manual)


def _over(cell: Cell, score: Score | None, name: str) -> tuple[Decimal, Cell] | None:
    """The number typed over the formula of a score."""
    if cell.formula or cell.number is None:
        return None
    shown: Decimal | None = getattr(score, name) if score else None
    same = shown is not None and cell.number.normalize() == from_cell(float(shown)).normalize()
    return None if same else (cell.number, cell)


def _points(score: Score | None) -> str:
    return trimmed(score.points) if score else ""


def _told(
    taken: Taken, kind: Kind, leaf: Indicator, cell: Cell, old: str, new: str, note: str = "", *, taken_: bool = True
) -> None:
    home = None if kind == "sign" else leaf.manual.at if kind == "manual" and leaf.manual else leaf.at
    moved = (leaf.code,) if kind in ("manual", "typed_over") else ()
    taken.changes.append(Change(kind, leaf.code, cell.title, old, new, cell.at, home, moved, taken_, note))


# ---- 评分汇总 -----------------------------------------------------------------------------------------------------


def _read_adjustments(taken: Taken, table: Iterable[Line]) -> None:
    """Whether what is added, taken or vetoed happened."""
    known = {(one.kind, _bare(one.matter)): one for one in taken.engagement.adjustments}
    holding = (
        {id(one.adjustment): one.holds for one in taken.case.scoresheet.adjustments} if taken.case.scoresheet else {}
    )
    for line in table:
        one = known.get((line["类型"].text, _bare(line["事项"].text.split("\n")[0])))
        cell = line["是否发生"]
        word = said(cell.text) if cell.text else None
        if one is None or cell.formula or word is None or word == holding.get(id(one)):
            continue
        new = "是" if word else "否"
        changed = tuple(replace(other, when=new) if other is one else other for other in taken.engagement.adjustments)
        taken.engagement = replace(taken.engagement, adjustments=changed)
        old = one.when or ""
        note = "原来由条件判断，改为直接填写" if one.when and said(one.when) is None else ""
        codes = tuple(leaf for leaf in taken.leaves if one.target and leaf == one.target)
        taken.changes.append(Change("adjustment", one.matter, "是否发生", old, new, cell.at, one.at, codes, True, note))


def _read_summary(taken: Taken, table: Iterable[Line]) -> None:
    """Sums that were typed over: nothing follows from them, so they are told and not taken."""
    for line in table:
        for title in _SUMS:
            cell = line[title] if line.has(title) else None
            if cell is not None and cell.number is not None and not cell.formula:
                cure = "恢复公式（重新 evalkit build）；要改得分的，在“指标评分”填写人工得分和理由"
                taken.told(f"“评分汇总”的“{title}”被数 {cell.text} 盖住了，合计由各指标汇总，没有采用", cell.at, cure)


def _bare(text: str) -> str:
    return "".join(text.split())
