"""Bands out of prose: ``资金到位率90%以上，得3分；80%以上，得2分；低于70%不得分``."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._intervals import Band, arrange
from evalkit.rules._prose import Clause, clauses, fold, items, joined, written
from evalkit.rules._read_figures import Condition, condition
from evalkit.rules._read_gates import facts, gated

_UNDONE = re.compile("(?:尚未|未|没有)(?:全部|按期|按时)?(?:完成|达到|达标|实现)(?:的)?,")


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The bands; None unless every clause is a condition on one figure, or first the state that earns full marks."""
    before = gated(fold(text))
    if before is None:
        return None
    head, parts = items(before.prose)
    found, rest = clauses(joined(parts) if parts else before.prose)
    if len(found) < 2 or rest.text or any(clause.worth.ranged for clause in found):
        return None
    if parts and (head.text or len(parts) != len(found)):
        return None
    wanted = _state(found[0])
    placed = _placed(found[1:] if wanted else found, weight, stated=wanted is not None)
    if placed is None or all(one.rest for one, _ in placed):
        return None
    names = list(dict.fromkeys(one.name for one, _ in placed if one.name))
    units = list(dict.fromkeys(one.unit for one, _ in placed if one.unit))
    full = max(worth for _, worth in placed)
    if wanted:
        full = found[0].worth.of(weight) or full
    elif before.conditions.get("满分条件") and full < weight:
        full = weight
    if len(units) > 1 or full <= 0:
        return None
    doubts: list[str] = []
    if len(names) > 1 and full != weight:
        return None  # several figures, each with points of its own
    if len(names) > 1:
        doubts.append(f"各档的名称不一样（{'、'.join(names)}），按同一个数入档")
    if not units:
        doubts.append("各档没有写单位，按 % 入档")
    unit = units[0] if units else "%"
    laid = _laid(placed, unit, doubts, stated=wanted is not None)
    if laid is None:
        return None
    parameters = {"档次": _spelled(laid, unit if len(unit) < 3 else "")}
    if len(unit) > 2:
        parameters["单位"] = unit
    if full != weight:
        parameters["满分"] = written(full)
        doubts.append(f"各档按 {written(full)} 分写成，指标分值是 {written(weight)} 分，按比例折算")
    if wanted:
        parameters["满分条件"] = wanted[0]
        doubts.append(f"满分条件要看的{wanted[1]}，在“事实”表写是或否")
    return Reading("bands", parameters | dict(before.conditions), (), (*doubts, *before.doubts))


def _state(first: Clause) -> tuple[str, str] | None:
    """The state (``项目完成，且执行数控制在预算之内``) that a first clause without a figure earns full marks for."""
    if condition(first.prose) is not None or not first.worth.of(Decimal(1)):
        return None
    return facts(first.prose)


def _placed(found: tuple[Clause, ...], weight: Decimal, *, stated: bool) -> list[tuple[Condition, Decimal]] | None:
    placed = []
    for clause in found:
        undone = _UNDONE.match(clause.prose.text) if stated else None
        one = condition(clause.prose.cut(undone.end()) if undone else clause.prose)
        worth = clause.worth.of(weight)
        if one is None or worth is None:
            return None
        placed.append((one, worth))
    return placed


def _laid(
    placed: list[tuple[Condition, Decimal]], unit: str, doubts: list[str], *, stated: bool
) -> tuple[Band, ...] | None:
    """The bands side by side, from the lowest up; what was left open is filled and told, what overlaps is None."""
    bands = [replace(one.band, points=worth) for one, worth in placed]
    exact = [place for place, (one, _) in enumerate(placed) if one.exact and one.bare]
    if len(exact) > 1:
        for place in exact:
            bands[place] = replace(bands[place], high=None, high_in=False, kind="above")
        doubts.append("只写了一个数的档，按“达到这个数”理解")
    bands = _ends(bands, [(one.bare, one.half) for one, _ in placed], unit, doubts)
    laid, wrong = arrange(bands, unit)
    if not wrong:
        return laid
    if any("重叠" in words for words in wrong):
        return None
    filled, wrong = arrange([*bands, Band(None, False, None, False, Decimal(0), "rest")], unit)
    if wrong:
        return None
    kept: list[Band] = []
    for band in filled:
        if band in laid:
            kept.append(band)
        elif stated and band is filled[-1] and kept:
            doubts.append(f"“{band.words(unit)}”而不符合满分条件的没有写得几分，按“{kept[-1].words(unit)}”一档")
            kept[-1] = replace(kept[-1], high=None, high_in=False)
        else:
            kept.append(band)
            doubts.append(f"“{band.words(unit)}”没有写得几分，按不得分")
    return tuple(kept)


def _ends(bands: list[Band], marked: list[tuple[bool, bool]], unit: str, doubts: list[str]) -> list[Band]:
    """The ends nobody marked, settled by their neighbours."""
    settled = []
    for band, (unmarked, half) in zip(bands, marked, strict=True):
        others = [other for other in bands if other is not band]
        top = all(band.high is not None and (other.low is None or other.low < band.high) for other in others)
        if band.kind == "above" and any(other.high == band.low and other.high_in for other in others) and band.low_in:
            doubts.append(f"正好 {written(band.low or Decimal(0))}{unit} 的归入写明含它的那一档")
            band = replace(band, low_in=False)
        elif unmarked and band.kind == "below" and any(other.low == band.high and not other.low_in for other in others):
            band = replace(band, high_in=True)
        elif unmarked and band.low != band.high and band.kind == "between":
            above = [other.low for other in others if other.low is not None and band.high is not None]
            if any(low == band.high + 1 for low in above if band.high is not None and low is not None):
                assert band.high is not None
                doubts.append(f"“{band.words(unit)}”与上一档之间有空档，按到上一档为止")
                band = replace(band, high=band.high + 1, high_in=False)
            elif top and band.high == 100 and unit == "%":
                band = replace(band, high_in=True)
                doubts.append("最高一档的 100% 没有注明含不含，按含")
            else:
                doubts.append(f"“{band.words(unit)}”两端没有注明含不含，按含下端、不含上端")
        elif half and top and band.high == 100 and unit == "%" and all(other.low != 100 for other in others):
            band = replace(band, high_in=True)
            doubts.append("最高一档的 100% 没有注明含不含，按含")
        elif (
            top
            and band.low == band.high
            and len(bands) > 1
            and unit == "%"
            and band.points >= max(b.points for b in bands)
        ):
            band = replace(band, high=None, high_in=False, kind="above")
            if band.low == 100:
                doubts.append("超过 100% 的没有写，按 100% 一档")
        if band.low == 0 and band.low_in and all(other.low != 0 and other.low is not None for other in others):
            band = replace(band, low=None, low_in=False)  # nothing lies below nought
        settled.append(band)
    return settled


def _spelled(laid: tuple[Band, ...], unit: str) -> str:
    """The bands as a parameter, from the best down; the last is whatever is left."""
    bounds = [end for band in laid for end in (band.low, band.high) if end is not None]
    # Small per cents are written with their sign, lest they be taken for parts of one.
    unit = "" if unit == "%" and any(abs(bound) > 1 for bound in bounds) else unit
    rising = laid[0].points <= laid[-1].points
    pieces = []
    for band in laid[:0:-1] if rising else laid[:-1]:
        bound, included = (band.low, band.low_in) if rising else (band.high, band.high_in)
        assert bound is not None
        sign = (">" if rising else "<") if not included else "≥" if rising else "≤"
        pieces.append(f"{sign}{written(bound)}{unit}→{written(band.points)}")
    return "；".join([*pieces, f"其余→{written((laid[0] if rising else laid[-1]).points)}"])
