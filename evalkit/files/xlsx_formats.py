"""What the number formats of a workbook mean: a plain number, a per cent, a date, a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

_DATES = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)}
_TIMES = {18, 19, 20, 21, *range(32, 36), 45, 46, 47}


@dataclass(frozen=True, slots=True)
class Format:
    """``places`` are the decimals of a per cent."""

    kind: Literal["number", "percent", "date", "time"] = "number"
    places: int = 0


def formats(styles: ElementTree.Element) -> tuple[Format, ...]:
    """The formats of cells by style number."""
    codes: dict[int, str] = {}
    found: list[Format] = []
    for element in styles.iter():
        if element.tag.rpartition("}")[2] == "numFmt" and element.get("numFmtId", "").isdecimal():
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    for element in styles.iter():
        if element.tag.rpartition("}")[2] == "cellXfs":
            for style in element:
                number = int(style.get("numFmtId", "0"))
                found.append(meaning(codes[number]) if number in codes else built_in(number))
    return tuple(found)


def built_in(number: int) -> Format:
    if number in (9, 10):
        return Format("percent", 0 if number == 9 else 2)
    if number in _DATES:
        return Format("date")
    return Format("time") if number in _TIMES else Format()


def meaning(code: str) -> Format:
    """A custom format code, by what is left of it without its literal texts, colours and conditions."""
    bare = re.sub(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", "", code.split(";")[0]).lower()
    if "%" in bare:
        decimals = re.search(r"\.([0#?]+)", bare)
        return Format("percent", len(decimals[1]) if decimals else 0)
    if "general" in bare or "@" in bare:
        return Format()
    if "y" in bare or "d" in bare or ("m" in bare and not re.search("[hs]", bare)):
        return Format("date")
    return Format("time") if re.search("[hs]", bare) else Format()
