"""Words people wrote behind an option (其他〖亲友〗, 其他___亲友, 其他：亲友): open answers of that option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalkit.answers.choices import Choices, hintless
from evalkit.model.facts import label_part
from evalkit.model.questionnaire import Question
from evalkit.numbers import plain
from evalkit.privacy import evened, masked

_BRACKETED = re.compile(r"([^〖〗]*)〖(.*?)〗", re.DOTALL)
_WORDS, _CODES = re.compile(r"〖.*?〗", re.DOTALL), re.compile(r"\d[\d\s┋→|;,.]*")
_RULED = re.compile(r"(.*?)_{3,}([^|┋\n]*)", re.DOTALL)
#: What ends words of one's own that stand behind a colon, where another choice may follow.
_ENDS = re.compile(r"[|┋\n]")
#: What would be taken for the end of the words when they are read again.
_MARKS = re.compile("[┋〖〗]")
_NOTHING = frozenset({"", "(空)", "(跳过)", "nan", "***无***"})


def write_in_key(question: Question, index: int) -> str:
    """The answer key of what was written behind an option: ``Q5.其他``; ``Q5.选项3`` where ``Q5.3`` were a matrix's row."""
    name = label_part(question.options[index].label)
    return f"{question.id}.{'选项' if name.isdecimal() else ''}{name}"


def added(text: str, choices: Choices) -> list[tuple[int, str]]:
    """The options of one cell that have words added, with the words as typed, contact data masked."""
    even = evened(text)
    found = [*_marked(_BRACKETED, even, choices), *_marked(_RULED, even, choices)]
    if not found and "〖" not in even and "___" not in even:
        found = list(_behind(even, choices))
    cleaned = ((index, " ".join(masked(_MARKS.sub("、", text[place])).split())) for index, place in found)
    return [(index, words) for index, words in cleaned if plain(words) not in _NOTHING]


def bare_code(value: object) -> str:
    """The text of a cell; numbers of options without the words behind them (``1┋3〖亲友〗``, as by number)."""
    text = plain(str(value or ""))
    rest = _WORDS.sub("", text) if "〖" in text else text
    return rest if rest != text and _CODES.fullmatch(rest) else text


def columns(
    question: Question, values: Sequence[object], words: Mapping[object, list[tuple[int, str]]]
) -> Iterator[tuple[str, list[str]]]:
    """A column of texts for every option behind which somebody wrote, empty where nothing was written."""
    for index in sorted({index for told in words.values() for index, _ in told}):
        written = {value: " ".join(text for place, text in told if place == index) for value, told in words.items()}
        yield write_in_key(question, index), [written.get(value, "") for value in values]


def _marked(pattern: re.Pattern[str], text: str, choices: Choices) -> Iterator[tuple[int, slice]]:
    for match in pattern.finditer(text):
        before = match[1].strip().rstrip(":")
        for part in (before, *(before.rsplit(mark, 1)[-1] for mark in choices.separators if mark in before)):
            piece = part.strip()
            index = choices.one(piece) if piece else None
            index = choices.by_number(piece) if index is None else index
            if index is not None:
                yield index, slice(*match.span(2))
                break


def _behind(text: str, choices: Choices) -> Iterator[tuple[int, slice]]:
    for index in choices.write_in.values():
        label = re.escape(evened(hintless(choices.labels[index])))
        match = re.search(rf"(?:^|[^\w]){label}\s*[:(—-]\s*(.+)", text, re.DOTALL)
        if match:
            words = _ENDS.split(match[1])[0].removesuffix(")")
            yield index, slice(match.start(1), match.start(1) + len(words))
