"""What may tell who answered, kept out of reports and messages: numbers, addresses and names of accounts; free text.

Telephone and identity numbers are found however they are spaced. A name typed without any number cannot be told from
other words: that is why messages quote no free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = r"[ \t\-_.·—–]{0,2}"
_PERSONAL = re.compile(
    # Identity card, mobile, fixed line, bank account.
    rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXx]|(?:86{_GAP})?1{_GAP}[3-9]{_GAP}(?:\d{_GAP}){{8}}\d|0\d{{2,3}}{_GAP}(?:\d{_GAP}){{6,7}}\d|\d{{15,19}})(?!\d)"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|(?i:qq|微信|vx|wx|wechat)(?:号码?|群|(?i:id))?\s{0,3}(?:是|为|[:：])?\s{0,3}[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9_-])"
)
#: An answer no longer than this may be a mistyped option; anything longer may tell who wrote it.
_QUOTABLE = 12


def masked(text: str) -> str:
    """The text with what tells a person apart replaced by ``***``."""
    return _PERSONAL.sub("***", text)


def quotable(text: str, labels: Iterable[str]) -> bool:
    """Whether a message may quote an answer that is none of the options: it is short, and no option with words added."""
    bare = text.strip()
    if len(bare) > _QUOTABLE or masked(bare) != bare or re.search(r"\d{5}", bare):
        return False
    return not any(bare.startswith(label) and len(bare) > len(label) + 1 for label in labels if label)
