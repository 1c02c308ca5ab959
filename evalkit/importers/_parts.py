"""Headers that name a part of a question by what it is for: words behind an option, a place of a ranking."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evalkit.importers._headings import Header, squeeze
from evalkit.model.questionnaire import Option, Question

#: What stands for the option with room for words, where the platform has one name for it.
OTHER = ("other", "其他", "其它")
_WORDS = ("text", "文本", "文字")
_ASKED = ("请写明", "请注明", "请说明")
_HINT = re.compile(r"【[^】]*】|[(（][^)）]*[)）]|_{2,}")
_CHINESE = "一二三四五六七八九十"
_PLACE = re.compile(
    rf"(?:排名|排序|排位|名次|位次|顺序|rank(?:ing)?)?(第)?([1-9]\d?|[{_CHINESE}])(位|名|选择|选|顺位|重要)?"
)


def option_names(option: Option) -> frozenset[str]:
    """What an option may be called, as headers are compared: with its hint and without."""
    return frozenset(
        {squeeze(name) for text in (option.label, *option.synonyms) for name in (text, _HINT.sub("", text))}
    )


def holds_words(head: Header, question: Question, number: int, index: int) -> bool:
    """Whether a column holds what was written behind an option (from 0): ``Q3_4_TEXT``, ``题干 - 其他 - Text``."""
    option, text = question.options[index], squeeze(question.text)
    names = option_names(option)
    if head.number == number and head.index == index + 1 and head.whole in _WORDS:
        return True
    if head.whole in {text + name + word for name in names for word in _WORDS}:
        return True
    room = [one for one in question.options if one.write_in]
    if question.type not in ("single", "scale") or room != [option] or head.whole == text:
        return False
    part = head.part or (head.whole if head.number == number else "")
    return (head.number == number or head.stem == text) and part in {*OTHER, *names}


def asks_for_words(head: Header, question: Question, option: Option) -> bool:
    """Whether a column that is nothing else asks for words behind an option: ``其他：请写明``, ``其他（请注明）``."""
    if not any(asked in head.text for asked in _ASKED):
        return False
    said = {head.whole} | ({head.part} if head.stem in ("", squeeze(question.text)) else set())
    names = option_names(option)
    return bool(said & (names | {name + asked for name in names for asked in _ASKED}))


def places_of(question: Question, heads: Sequence[Header], alone: bool) -> tuple[list[Header], bool]:
    """The columns of a ranking's places in their order, and whether the headers leave no doubt that they are places.

    ``alone`` is said of the only ranking of a questionnaire: ``第一名`` is of it, whatever stands before.
    """
    read = [(head, _place(head, question)) for head in heads]
    found = {head: told for head, told in read if told is not None}
    if not found and alone:
        found = {head: told for head in heads if head.number is None and (told := _told(head.whole)) and told[1]}
    ordered = sorted(found, key=lambda head: found[head][0])
    if len(found) < 2 or [found[head][0] for head in ordered] != list(range(1, len(found) + 1)):
        return [], False
    return (ordered, all(sure for _, sure in found.values())) if len(found) <= len(question.options) else ([], False)


def _place(head: Header, question: Question) -> tuple[int, bool] | None:
    """The place a header names with its question, by number or by text."""
    text = squeeze(question.text)
    if head.number not in (None, int(question.id[1:])):
        return None
    if head.index is not None:
        return (head.index, False) if not head.whole and re.search(r"[\[_./-]\d+\]?$", head.text) else None
    if head.number is not None or head.stem == text:
        told = _told(head.part or head.whole)
        if told is not None and (head.stem in ("", text) or not head.part):
            return told
    return _told(head.whole.removeprefix(text)) if text and head.whole.startswith(text) else None


def _told(text: str) -> tuple[int, bool] | None:
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    place = int(found[2]) if found[2].isdecimal() else _CHINESE.index(found[2]) + 1
    return place, text != found[2]
