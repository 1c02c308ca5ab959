"""Open answers that say nothing: one character over and over, nothing but punctuation, rows of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.answers.arrays import Mark, codes
from evalkit.columns import Column, distinct, encode
from evalkit.model.questionnaire import Questionnaire
from evalkit.numbers import plain

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_LINES = tuple(line for row in _ROWS for line in (row, row[::-1]))
#: Said again and again by people who mean it.
_PRAISE = frozenset("好赞棒顶强优行对是嗯哈谢6")
#: So many marks and nothing else; one or two (``/``, ``——``) are how people write that they have no opinion.
_MARKS = 3
#: So many times the same character, or the same letters.
_TIMES = 3
#: So many neighbours on the keyboard are one stroke of the hand; so many characters of such strokes are no word.
_STROKE, _STROKES = 3, 4
_WORDS = re.compile(r"\w")
#: Two characters of words that differ, with no other between them: such a text says something.
_DIFFERENT = re.compile(r"([\u4e00-\u9fff])[^\u4e00-\u9fff]*(?!\1)[\u4e00-\u9fff]")
_AGAIN = re.compile(r"([a-z0-9]{1,4}?)\1{2,}")


def gibberish(questionnaire: Questionnaire, answers: Mapping[str, Column]) -> list[Mark]:
    """Where open answers say nothing, a mark a question that has such. Every distinct text is looked at once."""
    made = []
    for column in (answers[one.id] for one in questionnaire.questions if one.type == "text" and one.id in answers):
        flags = {text: int(bool(text) and nonsense(text)) for text in distinct(column)}
        if any(flags.values()):
            made.append(codes(encode(column, flags)) == 1)
    return made


def nonsense(text: str) -> bool:
    """Whether a text says nothing. What was masked (``***``) is something."""
    if _DIFFERENT.search(text) or "***" in text:
        return False
    bare = "".join(plain(text).lower().split())
    if not _WORDS.search(bare.replace("_", "")):
        return len("".join(text.split())) >= _MARKS
    letters = "".join(_WORDS.findall(bare))
    if set(letters) <= _PRAISE:
        return False
    if len(letters) >= _TIMES and len(set(letters)) == 1:
        return True
    if letters.isascii() and len(letters) >= 6 and not letters.isdigit() and _AGAIN.fullmatch(letters):
        return True
    return len(letters) >= _STROKES and letters.isascii() and _strokes(letters)


def _strokes(letters: str) -> bool:
    """Whether a text is made up of runs along the rows of the keyboard."""
    at = 0
    while at < len(letters):
        longest = max(_along(line, letters[at:]) for line in _LINES)
        if longest < _STROKE:
            return False
        at += longest
    return True


def _along(line: str, text: str) -> int:
    """How many of the first characters of the text stand side by side in the line."""
    start = line.find(text[0])
    if start < 0:
        return 0
    same = 0
    for one, other in zip(line[start:], text, strict=False):
        if one != other:
            break
        same += 1
    return same
