"""Which open answers a report may quote: short ones that stand for many and tell nobody apart.

No group is named with a quotation, and where fewer than five people answered a question nothing is quoted at all. A
person may forbid an answer or choose it (``Coded.quote``); one in which something was masked is never quoted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from evalkit.answers.coding import Answer, squeezed
from evalkit.asking import LEAST_SHOWN
from evalkit.codebook import says_nothing
from evalkit.privacy import tells_nobody

#: How many are quoted for one category, and of how many the most frequent are compared.
MOST, _COMPARED = 3, 2000
#: Characters a quotation may have: two or three say nothing that counting them does not, and may be a name, however
#: many wrote them; more tell who wrote them.
_SHORT, _LONG = 4, 40
#: Answers that share so many of their pairs of characters say the same.
_ALIKE = 0.5
#: Signs beside Chinese characters as Chinese prints them, whichever the keyboard gave.
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_FOLDED = re.compile(r"(?<=[\u4e00-\u9fff”）])[,;:?!]")


def quoted(answers: Sequence[Answer], n: int) -> tuple[str, ...]:
    """Up to three of a category's answers, those a person chose first, then those most like the others.

    ``answers`` come the most frequent first; ``n`` people answered the question.
    """
    if n < LEAST_SHOWN:
        return ()
    chosen = [_ended(one.text) for one in answers if one.quote and tells_nobody(one.text, chosen=True)]
    rest = list(islice((one for one in answers if _able(one)), _COMPARED))
    shared: Counter[str] = Counter()
    for one in rest:
        for pair in _pairs(one.text):
            shared[pair] += one.count

    def rank(one: Answer) -> tuple[int, float, int, str]:
        pairs = _pairs(one.text)
        # Answers of one category alone say what it is; among them the one whose words most others have.
        return len(one.categories), -sum(shared[pair] for pair in pairs) / len(pairs), len(one.text), one.text

    for one in sorted(rest, key=rank):
        if len(chosen) >= MOST:
            break
        if not any(_alike(one.text, other) for other in chosen):
            chosen.append(_ended(one.text))
    return tuple(dict.fromkeys(chosen))[:MOST]


def _able(one: Answer) -> bool:
    """Whether an answer nobody decided on may be quoted."""
    fits = one.quote is None and _SHORT <= len(squeezed(one.text)) <= _LONG
    return fits and not says_nothing(one.text) and tells_nobody(one.text)


def _ended(text: str) -> str:
    """In one line, without the full stop at its end: the report's own sentence has one."""
    line = _FOLDED.sub(lambda sign: _FULL[sign[0]], " ".join(text.split()))
    return line.rstrip("。.；;，,、 ")


def _pairs(text: str) -> frozenset[str]:
    bare = squeezed(text)
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset((bare,))


def _alike(one: str, other: str) -> bool:
    first, second = _pairs(one), _pairs(other)
    return len(first & second) > _ALIKE * min(len(first), len(second))
