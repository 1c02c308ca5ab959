"""``A11 立项依据充分性（4分）`` taken apart: code, name, weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evalkit.numbers import parse_decimal, plain

#: A code by itself.
CODE = re.compile(r"[A-Za-z]\d{0,5}(?:[-.]\d{1,3})*|\d{1,2}(?:[.-]\d{1,2})*")
#: Rows that sum up others: 合计, and 决策小计.
TOTAL = re.compile(
    r"(?:.{1,12}?(?=小计|合计))?(合计|小计|总计|总分|合计数|总得分|合计得分|总计得分|得分合计|总分合计)(?:[（(].*[)）])?[:：]?"
)

_WEIGHT = re.compile(r"(?P<name>.*\S)\s*[（(]\s*(?P<weight>\d{1,3}(?:\.\d+)?)\s*(?P<unit>分|%)?\s*[)）]", re.DOTALL)
_LETTERED = re.compile(r"(?P<code>[A-Za-z]\d{1,5}(?:[-.]\d{1,3})*|[A-Z](?=[\s.、:：-]))\s*[.、:：-]?\s*(?=\S)")
_TIGHT = re.compile(r"(?P<code>[A-H])(?=[\u4e00-\u9fff]{2})")
_COUNTED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[、)）]|\.(?!\d)|\.(?=20\d\d年)))\s*"
)
_DOTTED = re.compile(r"(?P<code>\d{1,2}(?:\.\d{1,2}){1,3})(?:\s+|[.、])(?=\D)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name of an indicator with what was written before and behind it."""

    name: str
    code: str = ""
    weight: Decimal | None = None


def split_name(text: str, leaf: bool = False, first: bool = False) -> Named:
    """The parts of a cell that names an indicator. A percentage in brackets is a weight of upper levels only.

    A letter right before the words (``A决策``) is a code on the ``first`` level only: ``B超检查`` is a name.
    """
    shown = "".join(line.strip() if not _latin(line) else f" {line.strip()}" for line in text.split("\n")).strip()
    code = ""
    flat = _half(shown)
    for pattern in (_LETTERED, _DOTTED, *((_TIGHT,) if first else ())):
        found = pattern.match(flat)
        if found:
            code, shown = found["code"], shown[found.end() :].strip()
            break
    else:
        counted = _COUNTED.match(flat)
        if counted and counted.end() < len(shown):
            shown = shown[counted.end() :].strip()
    weight = None
    match = _WEIGHT.fullmatch(_half(shown))
    if match and Decimal(match["weight"]) <= 100 and not (leaf and match["unit"] == "%"):
        weight = Decimal(match["weight"])
        shown = shown[: match.end("name")].strip()
    return Named(_single(shown), code.upper(), weight)


def weight_of(text: str) -> Decimal | None:
    """The number of a cell of weights or scores (``3``, ``３分``, ``4%``); None where there is none."""
    return parse_decimal(plain(text).replace(" ", "").removesuffix("分").removesuffix("%"))


def total_word(text: str) -> str:
    """合计, 小计 … where a cell says so, else empty."""
    found = TOTAL.fullmatch("".join(plain(text).split()))
    return found[1] if found else ""


def same_name(text: str) -> str:
    """A name as compared: without blanks, punctuation and remarks of weight."""
    return re.sub(r"[\W_]+", "", plain(split_name(text).name)).casefold()


def _half(text: str) -> str:
    """Full-width letters, digits, brackets and dots made half-width, character for character."""
    return "".join(
        chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else " " if char == "\u3000" else char for char in text
    )


def _latin(line: str) -> bool:
    return bool(line.strip()) and line.strip()[0].isascii() and line.strip()[0].isalnum()


def _single(text: str) -> str:
    return " ".join(text.split())
