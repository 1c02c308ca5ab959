"""Levels out of prose: ``有效维护得满分，一般维护得5分，没有不得分``."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.numbers import divide
from evalkit.rules._prose import ELSE, NUMBER, WEIGHT, Clause, Prose, clauses, fold, items, joined, written
from evalkit.rules._read_figures import condition

_PREFACE = re.compile("按|根据|依据|从|对|评价|考察|考核|情况|等级|程度|结果|视")
_NO_NAME = re.compile(r"其他情形,|\d+(?:\.\d+)?[%分]|每[\d一]|扣\d|是否|得分|分值|×|各占|①|[<>≥≤=]")
#: What may be said of levels that are worth a range.
_WITHIN = re.compile("(?:(?:各|每)?档内?按?[^,;。\\d]{0,20}(?:取值|给分|赋分|打分|确定),?(?:并说明理由)?)?")
#: ``达成、部分达成、未达成三档，分别按照分值的100%-80%、80%-60%、60%-0确定分值``.
_RESPECTIVELY = re.compile(
    rf"(?P<names>.+?)(?:[三四五六34]|两)?(?:个)?(?:档次|等级|级别|档|级|等)[,:]?(?:分别|依次|对应)*(?:按照?|在|得|给予|赋予)?"
    rf"[^\d,;。]{{0,20}}?(?P<ranges>{NUMBER}%?(?:\(不?含\))?-{NUMBER}%(?:\(不?含\))?(?:、{NUMBER}%?(?:\(不?含\))?-{NUMBER}%?(?:\(不?含\))?)+)"
    rf"(?:的)?(?:{WEIGHT})?(?:合理)?(?:确定|计算|给|赋|计|区间)?(?:得)?(?:分|分值|得分)?"
)


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The levels by their names; None where a name is a condition on a figure, or points are said otherwise."""
    whole = fold(text)
    head, parts = items(whole)
    listed = _respectively(whole) if not parts else None
    if listed is not None:
        return listed
    found, rest = clauses(joined(parts) if parts else whole)
    if len(found) < 2 or not _WITHIN.fullmatch(rest.text) or any(_figure(clause) for clause in found):
        return None
    if parts and (head.text or len(parts) != len(found)):
        return None
    if any(ELSE.fullmatch(clause.prose.text) for clause in (found[:-1] if len(found) > 2 else found)):
        return None
    doubts: list[str] = []
    names = [_name(clause, first=not place, doubts=doubts) for place, clause in enumerate(found)]
    if any(name is None for name in names) or len(set(names)) < len(names):
        return None
    worths = [clause.worth.of(weight) for clause in found]
    best = max((worth for worth in worths if worth is not None), default=None)
    if any(clause.worth.ranged for clause in found):
        return _ranged([name or "" for name in names], found, weight, doubts)
    if best is None or best <= 0 or (best != weight and (parts or min(one or Decimal(0) for one in worths) > 0)):
        return None
    parameters = {
        "档次": "；".join(f"{name}→{written(worth or Decimal(0))}" for name, worth in zip(names, worths, strict=True))
    }
    if best != weight:
        parameters["满分"] = written(best)
        doubts.append(f"各级按 {written(best)} 分写成，指标分值是 {written(weight)} 分，按比例折算")
    return Reading("levels", parameters, (), tuple(doubts))


def _figure(clause: Clause) -> bool:
    """Whether a clause, or what stands behind its last comma, is a condition on a figure."""
    one = condition(clause.prose.cut(clause.prose.text.rfind(",") + 1))
    return one is not None and not one.rest


def _name(clause: Clause, *, first: bool, doubts: list[str]) -> str | None:
    """What the level is called; what stands before the first one's name is no part of it."""
    prose = clause.prose
    cut = max(prose.text.rfind(":"), prose.text.rfind(",")) if first else -1
    if cut > 0 and (prose.text[cut] == ":" or _PREFACE.search(prose.text[:cut])):
        if _NO_NAME.search(prose.text[:cut]):
            return None
        doubts.append(f"“{prose.typed[:cut]}”没有写进档次")
        prose = prose.cut(cut)
    if ELSE.fullmatch(prose.text):
        return "其他"
    name = re.sub("[，,]", "", prose.typed).replace("、", "和")
    if not name or len(name) > 60 or _NO_NAME.search(prose.text) or re.search("[；;。]|→|->", name):
        return None
    return name


def _ranged(names: list[str], found: tuple[Clause, ...], weight: Decimal, doubts: list[str]) -> Reading | None:
    """Levels worth a range, in per cent of the weight."""
    pieces = []
    best = Decimal(0)
    for name, clause in zip(names, found, strict=True):
        low, high = clause.worth.low, clause.worth.high
        if low is None or high is None:
            low = high = clause.worth.of(weight)
            assert high is not None
            assert low is not None
        scale = Decimal(1) if clause.worth.percent else divide(Decimal(100), weight)
        low, high = low * scale, high * scale
        best = max(best, high)
        if low != low.quantize(Decimal("0.0001")) or high != high.quantize(Decimal("0.0001")):
            return None
        pieces.append(f"{name}→{_range(low, high)}")
    return Reading("levels", {"档次": "；".join(pieces)}, (), tuple(doubts)) if best == 100 else None


def _range(low: Decimal, high: Decimal) -> str:
    return f"{written(low)}%~{written(high)}%" if low != high else f"{written(high)}%"


def _respectively(whole: Prose) -> Reading | None:
    found = _RESPECTIVELY.fullmatch(whole.text.rstrip("。;,"))
    if found is None:
        return None
    start, end = found.span("names")
    names = [re.sub("^(?:分为|按|根据)", "", name) for name in re.split("、", whole.typed[start:end])]
    ranges = re.findall(rf"({NUMBER})%?(?:\(不?含\))?-({NUMBER})%?", found["ranges"])
    if len(names) != len(ranges) or len(names) < 2 or any(re.search(r"[，；\d%]", name) or not name for name in names):
        return None
    ends = [sorted((Decimal(one), Decimal(other))) for one, other in ranges]
    if max(high for _, high in ends) != 100:
        return None
    levels = "；".join(f"{name}→{_range(low, high)}" for name, (low, high) in zip(names, ends, strict=True))
    return Reading("levels", {"档次": levels}, (), ())
