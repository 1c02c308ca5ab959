"""显示条件: which answers to an earlier question a question waits for: ``Q2=是``, ``Q3=微信、网站``, ``Q2≠没有领到``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.loading.nodes import near
from evalkit.model.places import Where
from evalkit.model.questionnaire import Question, Shown
from evalkit.numbers import plain

_SIGNS = {
    "=": True,
    "==": True,
    "是": True,
    "选": True,
    "选了": True,
    "!=": False,
    "<>": False,
    "≠": False,
    "不是": False,
}
_CONDITION = re.compile(r"\s*((?:Q|q|第)?\s*\d+\s*题?)\s*(==|!=|<>|≠|=|不是|选了|选|是)\s*(.+)", re.DOTALL)
_BETWEEN = re.compile(r"[、|,，;；]|或者?")


def condition(
    text: str, before: Mapping[str, Question], at: Where, any_order: bool = False
) -> tuple[Shown | None, str, str]:
    """The condition, or what is wrong with it and how to mend it.

    ``before`` are the questions asked earlier, or all of them in ``any_order``: then nothing waits for the answer.
    """
    found = _CONDITION.fullmatch(plain(text))
    if found is None:
        return None, "认不出来", "写成 Q2=是；几个选项用顿号隔开，如 Q3=微信、网站；除外的写 Q2≠没有领到"
    id, sign, words = question_id(found[1]), _SIGNS[found[2]], found[3].strip()
    if id not in before:
        asked = "、".join(before) or "没有题"
        if any_order:
            return None, f"看的是 {id}，问卷里没有这道题", f"问卷的题有：{asked}"
        return None, f"看的是 {id}，前面没有这道题", f"只能看前面的题：{asked}"
    question = before[id]
    if question.type not in ("single", "scale", "multi"):
        return None, f"看的是 {id}，它不是单选、量表或多选题", "换成一道有选项的题"
    names: dict[str, int] = {}
    for place, option in enumerate(question.options):
        for name in (option.label, *option.synonyms):
            names.setdefault(_folded(name), place)
    wanted = [words] if _folded(words) in names else [one.strip() for one in _BETWEEN.split(words) if one.strip()]
    labels = [option.label for option in question.options]
    for word in wanted:
        if _folded(word) not in names:
            cure = f"{id} 的选项有：{'、'.join(labels)}{near(word, labels)}"
            return None, f"里的“{word}”不是 {id} 的选项", cure
    chosen = {names[_folded(word)] for word in wanted}
    if not sign:
        if question.type == "multi":
            return None, f"对多选题 {id} 用了“不是”", f"写出选了哪几项{'' if any_order else '才问'}，如 Q3=微信、网站"
        chosen = set(range(len(labels))) - chosen
    if not chosen or len(chosen) == len(labels):
        never = "谁都不会问到" if not chosen else "人人都会问到"
        if any_order:
            never = "谁都不符合" if not chosen else "答了的都符合"
        return None, f"等于{never}", "改正条件；不需要的删去这一行"
    return Shown(id, tuple(sorted(chosen)), at), "", ""


def question_id(text: str) -> str:
    """``4``, ``q4``, ``第4题`` are Q4; other text comes back as it is."""
    found = re.fullmatch(r"(?:Q|第)?\s*0*(\d+)\s*(?:题)?", plain(text), re.IGNORECASE)
    return f"Q{found[1]}" if found else text


def _folded(text: str) -> str:
    return "".join(plain(text).split()).lower()
