"""Deductions out of prose: ``①未专项核算，扣2分；②…``, ``每发现一处不合规的，扣1分，扣完为止``."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._prose import NUMBER, WEIGHT, Prose, clauses, fold, items, preface, tails, written

_ONCE = "(?:一|1)(?:次|处|项|起|例|笔|个|条|人次|件|份|户|家|人|名|宗)"
_FOUND = "(?:每发现|每出现|每有|每发生|每存在|发现|出现|发生|存在|有|每)"
_COST = rf"扣(?:减|除|掉)?(?:(?P<points>{NUMBER})分|{WEIGHT}的?(?P<percent>{NUMBER})%)(?:/(?:次|处|项|起|例|笔|个))?"
_LIMIT = rf"(?:[,;(]*(?:最多|最高|上限为?|累计不超过|累计最多|最高不超过|扣满)扣?(?:除|减)?(?P<limit>{NUMBER})分(?:为止|为限|封顶)?\)?)?"
_ITEM = re.compile(
    rf"(?:(?:{_FOUND}{_ONCE}|每{_ONCE})(?P<before>[^,]*)|(?P<text>.+?)(?:[,的]*{_FOUND}{_ONCE}(?:不符合|问题|的|情况)*)?)(?:的|则|,|:)*{_COST}{_LIMIT}"
)
_OURS = re.compile(rf"(?P<before>\b\B)?(?P<text>.+),{_COST}{_LIMIT}")
_TAIL = re.compile(
    r"(?:按发现的?次数扣分|(?:直至|直到)?扣完(?:本项分值|分值|权重分|该项分值)?为止|扣完|最低(?:得|为|计)?0分|不计负分|以上|各项|可?累计扣分|[,;。])*"
)
_ANSWER = re.compile("[,，](?:是|存在|有|如有|若有|出现|发生)(?:的)?$")
_DENIED = re.compile("[,，](?:否|否则|不符合|没有|未做到|不是)(?:的)?$")


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """What costs points and how many; None where something earns points, or a step of a figure costs them."""
    whole = fold(text)
    head, parts = items(whole)
    doubts = list(preface(head) or ()) if parts else []
    if parts and preface(head) is None:
        return None
    if parts:
        for last, tail in tails(parts[-1]):
            ours = "按发现的次数扣分" in tail.text
            if _TAIL.fullmatch(tail.text) and (rows := _rows((*parts[:-1], last), weight, doubts, ours=ours)):
                return Reading("deductions", {}, rows, tuple(doubts))
        return None
    found, rest = clauses(whole)
    good = ""
    if len(found) == 1 and found[0].worth.of(weight) == weight:
        good, whole = found[0].prose.typed, rest
    elif found:
        return None
    pieces = [(match.start(), match.end()) for match in re.finditer("[^;。]+", whole.text)]
    kept = [whole.cut(start, end) for start, end in pieces]
    while kept and _TAIL.fullmatch(kept[-1].text):
        kept.pop()
    kept = [_trimmed(piece) for piece in kept]
    unsure: list[str] = []
    rows = _rows(tuple(kept), weight, unsure, good)
    if not rows or (len(rows) == 1 and not re.search(f"{_FOUND}{_ONCE}", kept[0].text)):
        return None
    return Reading("deductions", {}, rows, tuple(unsure))


def _trimmed(piece: Prose) -> Prose:
    lead = re.match("否则|其余|凡|若|如", piece.text)
    piece = piece.cut(lead.end()) if lead else piece
    found = re.search("[,(](?:直至|直到)?扣完[^,]*$", piece.text)
    return piece.cut(0, found.start()) if found else piece


def _rows(
    parts: tuple[Prose, ...], weight: Decimal, doubts: list[str], good: str = "", *, ours: bool = False
) -> tuple[dict[str, str], ...]:
    """One row a deduction, its words kept as they are where the list is ``ours``; none at all where one cannot be read."""
    rows = []
    told = []
    for part in parts:
        found = (_OURS if ours else _ITEM).fullmatch(part.text)
        if found is None or re.search(r"得\d|得分=|满分", part.text):
            return ()
        matter = part.cut(*found.span("before" if found["text"] is None else "text"))
        words, asked = (matter.typed, []) if ours else _matter(matter, good)
        points = Decimal(found["points"]) if found["points"] else weight * Decimal(found["percent"]) / 100
        if not words or not 0 < points <= weight or (not ours and re.search(r"扣\d|[；;]|每\d", words)):
            return ()
        row = {"要点": words, "分值": written(points)}
        if found["limit"]:
            row["上限"] = written(Decimal(found["limit"]))
        rows.append(row)
        told.extend(asked)
    doubts.extend(told)
    return tuple(rows)


def _matter(matter: Prose, good: str) -> tuple[str, list[str]]:
    """What is deducted for, as a statement."""
    typed = re.sub("的$", "", matter.typed)
    if not typed:
        return (f"不符合“{good}”", [f"没有写扣哪种情形，按“不符合{good}”"]) if good else ("", [])
    if "是否" in typed:
        if _ANSWER.search(typed):
            words = _ANSWER.sub("", typed).replace("是否", "")
            return words, []
        if _DENIED.search(typed):
            words = f"没有做到“{_DENIED.sub('', typed).replace('是否', '')}”"
            return words, [f"“{typed}”改写成扣分情形“{words}”"]
        return "", []
    return typed, []
