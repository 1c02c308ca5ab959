"""Conditions before a rule in prose: ``项目已完成，且支出数≤预算数的，得满分；其他情形，…``, ``造成不良影响的，不得分``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.rules._prose import NUMBER, STOPS, Prose

_ELSE = re.compile("其他情形[,:]")
_NONE = re.compile("(?:的|,|则|,均)*(?:不得分|得0分)$")
_FULL = re.compile("(?:的|,|则)*(?:得|计)满分$")
_SIGN = re.compile("[<>=≥≤≠]")
#: What a fact may be that takes all points away.
_HARM = re.compile("不良影响|事故|违规|违纪|违法|截留|挪用|弄虚作假|虚报|造成|重大问题|负面")
#: The money of the project, as conditions in words call it.
_FUNDS = re.compile(r"(?<![\w.])(预算数|到位数|支出数|结余|到位率|预算执行率)(?![\w.])")
_SAID = "是|否|有|无|符合|不符合|已完成|未完成|存在|不存在"


@dataclass(frozen=True, slots=True)
class Gated:
    """The rule's own text, the conditions by their keys, and what is to be told of them."""

    prose: Prose
    conditions: Mapping[str, str]
    doubts: tuple[str, ...] = ()


def gated(whole: Prose) -> Gated | None:
    """Our own conditions taken off the front, and a harm that costs all points; None where they cannot be read."""
    found = _ELSE.search(whole.text)
    if found is None:
        return _harmed(whole)
    conditions: dict[str, str] = {}
    for piece in _sentences(whole.cut(0, found.start())):
        for key, pattern in (("零分条件", _NONE), ("满分条件", _FULL)):
            if (end := pattern.search(piece.text)) is None:
                continue
            condition = _condition(piece.cut(0, end.start()))
            if condition is None or key in conditions:
                return None
            conditions[key] = condition
            break
        else:
            return None
    named = tuple(f"条件“{one}”里的资金按资金表" for one in conditions.values() if "资金." in one)
    return Gated(whole.cut(found.end()), conditions, named)


def _sentences(prose: Prose) -> list[Prose]:
    return [prose.cut(*match.span()) for match in re.finditer("[^;]+", prose.text)]


def _harmed(whole: Prose) -> Gated:
    """``；对项目造成不良影响的，不得分`` at either end of a standard."""
    sentences = [match.span() for match in re.finditer("[^;。]+", whole.text)]
    for start, end in (sentences[0], sentences[-1]) if len(sentences) > 1 else ():
        piece = whole.cut(start, end)
        found = _NONE.search(piece.text)
        if found is None or not _HARM.search(piece.text) or re.search(r"[\d%]", piece.text[: found.start()]):
            continue
        matter = piece.cut(0, found.start())
        joined = facts(matter.cut(len(re.match("(?:若|如|如果|但|凡)*", matter.text)[0])))  # type: ignore[index]
        if joined is not None:
            rest = whole.cut(end) if start == sentences[0][0] else whole.cut(0, start)
            return Gated(rest, {"零分条件": joined[0]}, (f"零分条件要看的{joined[1]}，在“事实”表写是或否",))
    return Gated(whole, {})


def _condition(prose: Prose) -> str | None:
    """A condition as we spell it, with its parts joined by 且 or 或 again."""
    ands, ors = re.split("，且", prose.typed), re.split("，或", prose.typed)
    if len(ands) > 1 and len(ors) > 1:
        return None
    parts = []
    for part in ands if len(ands) > 1 else ors:
        compared = re.fullmatch(f"(.+)为((?:{_SAID})|“[^”]*”)", part) if not _SIGN.search(part) else None
        equal = re.fullmatch("(.+?)等于(.+)", part)
        if compared:
            parts.append(f"{compared[1]} = {compared[2]}")
        else:
            parts.append(_FUNDS.sub(r"资金.\1", f"{equal[1]} = {equal[2]}") if equal else _named(part))
    return (" 且 " if len(ands) > 1 else " 或 ").join(parts) if all(parts) else None


def _named(part: str) -> str:
    """A comparison with the money of the project by its facts' full names, which our words leave out."""
    return _FUNDS.sub(r"资金.\1", part) if re.search("[<>＜＞=≥≤≠]", part) else part


def facts(state: Prose) -> tuple[str, str] | None:
    """``项目完成，且执行数不超过预算`` as a condition over facts of those names, and the names in quotes."""
    split = re.split("[，,]?(?:并且|而且|同时|且)|[，,]", state.typed)
    parts = [re.sub("(?:的|时)$", "", part.strip(STOPS + "，；：、。")) for part in split]
    parts = [part for part in parts if part]
    if not parts or any(len(part) > 40 or re.search(rf"{NUMBER}%|每|否则|扣|得分", part) for part in parts):
        return None
    names = [f"「{part}」" if re.search(r"[且或<>=≥≤+\-*/×÷()（）.]", part) else part for part in parts]
    return " 且 ".join(names), "".join(f"“{part}”" for part in parts)
