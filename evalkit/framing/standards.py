"""What a row says about how points are given: which of its columns is the standard, and the rule read out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from evalkit import plugs
from evalkit.framing.lines import Line
from evalkit.model.scoring import Reading
from evalkit.numbers import plain
from evalkit.words import POINTS

#: Prose and the weight of its indicator -> the rule it states, or None.
Reader = Callable[[str, Decimal], Reading | None]

#: A text this short that says nothing of points is, beside a standard, the value to be reached (充分, 100%, >90%).
SHORT = 24

#: A text longer than this is a chapter, and the readers of rules are not made for one.
LONGEST = 2000

_SCORING = re.compile(r"[得扣计给加减]\s*\d|得分|扣分|计分|满分|得满|扣完|不得|权重|分值|折算|赋分|\d\s*分")

_FIGURE = re.compile(r"[<>=≥≤]{0,2}\s*\d+(?:\.\d+)?\s*[%\w]{0,4}")


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard of a line: its words as they will stand in 评价标准, the texts to read it from in turn, its target.

    ``column`` is the title of the column it begins in, empty where there is none.
    """

    words: str
    attempts: tuple[str, ...]
    target: str
    column: str


@dataclass(frozen=True, slots=True)
class RuleProposed:
    """A rule as the tables hold it: its word, its parameters, rows of 要点 without codes, and what was guessed."""

    kind: str
    title: str
    parameters: str
    points: tuple[Mapping[str, str], ...]
    doubts: tuple[str, ...]


def standard_of(line: Line) -> Standard:
    """The columns 评价标准, 评价办法, 评价要点 of a row put in order."""
    target = line.texts.get("target", "")
    texts: list[str] = []
    for _, text in line.standards:
        if text not in texts:
            texts.append(text)
    values = [text for text in texts if _value(text, len(texts) > 1)]
    if len(values) == len(texts) > 1:
        values.pop()
    spoken = [text for text in texts if text not in values]
    if values and not target:
        target = "；".join(values)
    words = "\n".join(spoken)
    # 要点 in one column and what each is worth in another say the rule together.
    attempts = (words, *spoken) if len(spoken) > 1 else tuple(spoken)
    column = next((title for title, text in line.standards if text in spoken), "")
    return Standard(words, tuple(dict.fromkeys(attempts)), target, column)


def rule_of(standard: Standard, weight: Decimal, read: Reader) -> RuleProposed | None:
    """The rule the first text gives that can be read; that another column was left out is a doubt."""
    for text in standard.attempts:
        reading = read(text, weight) if len(text) <= LONGEST else None
        if reading is not None:
            left = text != standard.words
            return _proposed(reading, ("还有一栏的文字没有读进规则",) if left else ())
    return None


def _proposed(reading: Reading, more: tuple[str, ...]) -> RuleProposed:
    plug = plugs.rules().get(reading.kind)
    title = plug.TITLE if plug is not None else reading.kind
    keyed = [(key, value) for key, value in reading.parameters.items() if value]
    if plug is not None and len(keyed) == 1 and keyed[0][0] == plug.DEFAULT:
        parameters = keyed[0][1]
    else:
        parameters = "；".join(f"{key}：{value}" for key, value in keyed)
    keys = {field.key for field in POINTS.fields}
    points = tuple(
        {"序": str(n), **{key: value for key, value in point.items() if key in keys and value}}
        for n, point in enumerate(reading.points, 1)
    )
    return RuleProposed(reading.kind, title, parameters, points, (*reading.doubts, *more))


def _value(text: str, beside: bool) -> bool:
    """Whether a text only says what is to be reached; ``beside`` another column, a longer one may."""
    return not _SCORING.search(text) and (len(text) <= (SHORT if beside else 3) or bool(_FIGURE.fullmatch(plain(text))))
