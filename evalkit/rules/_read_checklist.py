"""Points out of prose: ``①有财务制度，得1分，否则不得分；②…``, ``以上三项各占1/3权重分``, ``…得5分，否则不得分``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._prose import (
    ELSE,
    NUMBER,
    OTHERWISE,
    WEIGHT,
    Prose,
    amount,
    clauses,
    fold,
    items,
    orders,
    preface,
    stated,
    tails,
    written,
)
from evalkit.rules._read_figures import condition

_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_UNIT = "(?:(?:个|大|小)?(?:评分|评价|考核)?(?:项|条|点|方面|要点|要素|内容|指标))"
_NOUGHT = "(?:不得分|不计分|不给分|[得计为]?(?:0|零)分|不得相应的?分值?)"
_MARKS = "(?P<marks>(?:第?[①-⑳][、,和及]?)+)(?:项|条)?"
_EQUAL = re.compile(
    rf"(?:以上|上述|前述)?(?:各|每)?(?P<k>{_COUNT})?{_UNIT}*(?:,|均|分别|平均)*(?:各占|各为|各得|均占|平均占)(?:{WEIGHT}|指标)*的?"
    rf"(?:(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,3}})|(?P<percent>{NUMBER})%|(?P<points>{NUMBER})分)的?(?:{WEIGHT}|指标)*分?"
)
_EACH = re.compile(
    rf"(?:以上|上述)?(?:各项|(?P<k>{_COUNT})项)?,?每(?:符合|满足|具备|达到|做到|有|完成)?(?:一|1|个)?{_UNIT}(?:符合(?:要求)?)?"
    rf"(?:的|则|,)*[得计给赋]?(?P<points>{NUMBER})分"
)
_MISSED = re.compile(
    rf"(?:每)?(?:有|缺|缺少|少|发现)?(?:一|1)个?{_UNIT}(?:不符合|缺失|不具备|未做到|不满足|不达标)?(?:要求)?(?:的|则|,)*扣(?P<points>{NUMBER})分"
)
_GATE = re.compile(
    rf"(?:其中|若|如|,)*{_MARKS}(?:(?:为|是)(?:首要要?素|前提(?:条件)?|否决(?:项|要点)?))?(?:,|的|若|如)*(?:不符合|不具备|不满足|没有|不达标)(?:的|则|,|时)*"
    rf"(?:本|该|整个|此)?(?:项|指标)*(?:全部|均|也)?{_NOUGHT}"
)
_SHARES = re.compile(
    rf"(?:其中|,)*{_MARKS}(?:符合|具备)?(?:的|,)*(?:各)?(?:占|得)(?:{WEIGHT}|指标)*的?(?P<percent>{NUMBER})%的?(?:{WEIGHT}|指标)*分?"
)
_ALL = re.compile("(?:以上)?(?:全部|均|都)(?:符合|满足|达到|具备)(?:要求)?(?:的|则|,)*得满分")
_GOT = re.compile(
    "(?:每[项条])?(?:符合|满足|达到|具备)(?:要求)?(?:的|则|,)*[得计]到?(?:满分|(?:相应|对应|该项)的?(?:权重|分值)?的?分?[值数]?)"
)
_STRICT = re.compile(f"(?:不符合|不满足|未达到|不具备|否则)(?:要求)?(?:的|则|,)*{_NOUGHT}")
_PARTLY = re.compile(
    "部分符合的?,?可?(?:按符合的?程度|视情况|视符合程度|酌情|按比例|按程度)(?:给分|得分|计分|赋分|扣分)"
)
_IDLE = re.compile("不适用的?,?(?P<idle>不得分|得分|折算)")
_GAP = re.compile("[,;。)]*")

_END = re.compile(
    rf"(?:,(?:是|符合|满足|做到|具备|有|达到)(?:要求)?)?(?:的|则|,|:)*(?:得|计|记|给|赋)(?P<points>{NUMBER})分$|\((?P<bare>{NUMBER})分\)$"
)
_OWN_SHARE = re.compile(
    rf"(?:,|的)?占(?:{WEIGHT}|指标)*的?(?:(?P<top>{NUMBER})/(?P<bottom>{NUMBER})|(?P<percent>{NUMBER})%)的?(?:{WEIGHT})?$"
)


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows the list: how the weight is shared, gates, and what happens between fulfilled and not."""

    equal: bool = False
    each: Decimal | None = None
    shares: Mapping[int, Decimal] | None = None
    gates: tuple[int, ...] = ()
    strict: bool = False
    partly: bool = False
    idle: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """One point: its text, and what it is worth: points, a share, grades, or nothing of its own."""

    prose: Prose
    points: Decimal | None = None
    share: tuple[Decimal, Decimal] | None = None
    grades: tuple[tuple[str, Decimal], ...] = ()
    strict: bool = False
    otherwise: bool = False


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The points with what each earns; a text without numbers only where it is all or nothing."""
    whole = fold(text)
    head, parts = items(whole)
    if len(parts) == 1 and re.match("不符合|不具备", parts[0].text):
        parts = ()  # the mark names the only point, which has none of its own
    doubts = preface(head) if parts else ()
    if doubts is None:
        return None
    for last, tail in tails((parts or (whole,))[-1]):
        after = _tail(tail, max(len(parts), 1), weight)
        read = [item for part in (*parts[:-1], last) if (item := _item(part, weight)) is not None]
        if after is None or len(read) < max(len(parts), 1) or (not parts and not _alone(read[0], after)):
            continue
        made = _reading(read, after, weight, doubts)
        if made is not None:
            return made
    return None


def _alone(item: _Item, tail: _Tail) -> bool:
    """Whether a text without numbers is one point, all or nothing: ``…得5分，否则不得分``."""
    if condition(item.prose) is not None or item.grades:
        return False
    return item.otherwise or (item.points is None and (tail.equal or item.share is not None))


def _reading(read: list[_Item], tail: _Tail, weight: Decimal, doubts: tuple[str, ...]) -> Reading | None:
    own = {_kind(item) for item in read}
    parameters: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    told = list(doubts)
    for item in read:
        words, asked = stated(item.prose)
        if not words or re.search(r"扣\d|得\d|不得分|各占|得分=|每\d", item.prose.text):
            return None
        rows.append({"要点": words})
        told.extend(asked)
    if own <= {"points", "grades"} and not (tail.equal or tail.each or tail.shares):
        worths = [item.points or Decimal(0) for item in read]
        if sum(worths) != weight or min(worths) <= 0:
            return None
        for row, item in zip(rows, read, strict=True):
            row["分值"] = written(item.points or Decimal(0))
            if item.grades:
                row["档次"] = "，".join(f"{name}→{written(worth)}" for name, worth in item.grades)
    elif own == {"share"} and not (tail.equal or tail.each or tail.shares):
        shares = [item.share or (Decimal(0), Decimal(1)) for item in read]
        if not _whole([top for top, _ in shares], {bottom for _, bottom in shares}):
            return None
        parameters["分配"] = "按比例"
        for row, (top, _) in zip(rows, shares, strict=True):
            row["分值"] = written(top)
    elif own == {""} and tail.shares:
        if sorted(tail.shares) != list(range(1, len(read) + 1)) or not _whole(
            list(tail.shares.values()), {Decimal(100)}
        ):
            return None
        parameters["分配"] = "按比例"
        for order, row in enumerate(rows, 1):
            row["分值"] = written(tail.shares[order])
    elif own == {""} and tail.each is not None:
        if tail.each * len(read) != weight:
            return None
        for row in rows:
            row["分值"] = written(tail.each)
    elif own == {""} and tail.equal:
        parameters["分配"] = "等权"
    else:
        return None
    if tail.gates:
        parameters["门槛"] = "、".join(str(order) for order in tail.gates)
    if tail.partly:
        parameters["部分符合"] = "允许"
    elif tail.strict or all(item.strict or item.grades for item in read):
        if not all(item.grades for item in read):
            parameters["部分符合"] = "不允许"
    else:
        told.append("没有写部分符合的怎样给分，按允许；不允许的，加上“部分符合：不允许”")
    if tail.idle:
        parameters["不适用"] = tail.idle
    return Reading("checklist", parameters, tuple(rows), tuple(told))


def _kind(item: _Item) -> str:
    return "grades" if item.grades else "points" if item.points is not None else "share" if item.share else ""


def _whole(shares: list[Decimal], bottoms: set[Decimal]) -> bool:
    """Whether shares of one whole make it up."""
    return min(shares) > 0 and bottoms == {sum(shares)}


def _item(part: Prose, weight: Decimal) -> _Item | None:
    """One item with its worth at its end; None where it says of points what cannot be read."""
    found, rest = clauses(part)
    if rest.text:
        share = _OWN_SHARE.search(part.text)
        if found:
            return None
        if share is None:
            return _Item(part)
        if share["percent"]:
            return _Item(part.cut(0, share.start()), share=(Decimal(share["percent"]), Decimal(100)))
        return _Item(part.cut(0, share.start()), share=(Decimal(share["top"]), Decimal(share["bottom"])))
    if not found:
        return None
    strict = len(found) == 2 and _denied(found[1].prose, found[0].prose) and found[1].worth.of(weight) == 0
    answered = bool(re.search(",是$", found[0].prose.text)) and strict
    otherwise = answered or (strict and bool(ELSE.fullmatch(found[1].prose.text)))
    if len(found) == 1 or strict:
        points = found[0].worth.of(weight)
        text = found[0].prose.without(",(?:是|符合|满足|做到|具备|有|达到)(?:要求)?")
        return None if points is None else _Item(text, points=points, strict=strict, otherwise=otherwise)
    first, _, name = found[0].prose.text.rpartition(",")
    grades = [(found[0].prose.cut(len(first)).typed, found[0].worth.of(weight))]
    grades += [(clause.prose.typed, clause.worth.of(weight)) for clause in found[1:]]
    if not first or not name or any(not 0 < len(one) <= 12 or "，" in one or "," in one for one, _ in grades):
        return None
    if (
        any(OTHERWISE.fullmatch(one) for one, _ in grades)
        or any(worth is None for _, worth in grades)
        or len({one for one, _ in grades}) < len(grades)
    ):
        return None
    scale = tuple((one, worth) for one, worth in grades if worth is not None)
    return _Item(found[0].prose.cut(0, len(first)), points=max(worth for _, worth in scale), grades=scale)


def _denied(second: Prose, first: Prose) -> bool:
    """Whether a second clause says no more than that the first does not hold."""
    if _NOT.fullmatch(second.text):
        return True
    graded = 0 < len(first.text) - first.text.rfind(",") - 1 <= 4 and "," in first.text
    return bool(re.match("未|不|没有|无", second.text)) and "," not in second.text and not graded


_NOT = re.compile(
    f"{OTHERWISE.pattern}|否|不是|不符合(?:要求)?|不满足(?:要求)?|未达到(?:要求)?|未做到|不具备|没有|不达标|不存在"
)


def _tail(tail: Prose, count: int, weight: Decimal) -> _Tail | None:
    """What stands behind the list, statement by statement; None where one says something else."""
    made, text = _Tail(), _GAP.sub("", tail.text, count=1) if tail.text else ""
    shares: dict[int, Decimal] = {}
    while text:
        for pattern in (_GATE, _SHARES, _EQUAL, _EACH, _MISSED, _ALL, _GOT, _STRICT, _PARTLY, _IDLE, _LAST):
            if (match := pattern.match(text)) is not None:
                break
        else:
            return None
        if pattern is _EQUAL:
            if not _fits(match, count, weight):
                return None
            made = replace(made, equal=True)
        elif pattern in (_EACH, _MISSED):
            made = replace(made, each=Decimal(match["points"]))
        elif pattern is _GATE:
            made = replace(made, gates=tuple(orders(match["marks"])))
        elif pattern is _SHARES:
            shares |= {order: Decimal(match["percent"]) for order in orders(match["marks"])}
        elif pattern is _STRICT:
            made = replace(made, strict=True)
        elif pattern is _PARTLY:
            made = replace(made, partly=True)
        elif pattern is _IDLE:
            made = replace(made, idle=match["idle"])
        text = text[match.end() :]
        text = text[_GAP.match(text).end() :]  # type: ignore[union-attr]
    return replace(made, shares=shares or None)


_LAST = re.compile("扣完为止")


def _fits(match: re.Match[str], count: int, weight: Decimal) -> bool:
    """Whether the share that is stated is the n-th part of n points."""
    if match["k"] and amount(match["k"]) != count:
        return False
    if match["bottom"]:
        return Decimal(match["top"]) * count == Decimal(match["bottom"])
    if match["percent"]:
        return abs(Decimal(match["percent"]) * count - 100) <= Decimal(1)
    return Decimal(match["points"]) * count == weight
