"""元与万元：同一个数有的写元、有的写万元；换算后差一点点。

查什么：报告里有效数字相同的金额，一处单位是元、一处是万元的；以元印出的金额折成万元后，与某处万元数只差万分之一二的（换算或抄写出错）。

例：表中 18,045,373.10 元，正文写 1804.64 万元（应为 1804.54 万元）。

怎样改：以凭证或表中的元数为准重新折算，全文统一。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalkit.checks._grids import grids
from evalkit.checks._passages import passages
from evalkit.model.case import Case
from evalkit.model.places import Finding, Quote
from evalkit.numbers import fixed, money, round_half_up

ID = "unit_mismatch"
TITLE = "金额单位"

#: Two amounts nearer than this part of each other, and yet not the same, are one amount copied wrongly.
NEAR = Decimal("0.0002")
#: Fewer significant digits than these agree by chance.
DIGITS = 4

_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(亿元|万元|元)(?!/|每|／)")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    places: int
    unit: str
    shown: str
    quote: Quote

    @property
    def yuan(self) -> Decimal:
        return money(self.value, self.unit, "元")

    @property
    def digits(self) -> str:
        return format(self.value.normalize(), "f").replace(".", "").strip("0")


def check(case: Case) -> tuple[Finding, ...]:
    """Amounts in 元 against amounts in 万元."""
    amounts = tuple(_amounts(case))
    small = [one for one in amounts if one.unit == "元" and len(one.digits) >= DIGITS]
    large = [one for one in amounts if one.unit == "万元" and len(one.digits) >= DIGITS]
    found: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for big in large:
        exact = any(round_half_up(money(one.yuan, "元", "万元"), big.places) == big.value for one in small)
        for one in small:
            key = (one.shown, str(big.quote.where))
            if key in told:
                continue
            if one.value == big.value:
                told.add(key)
                found.append(_same_digits(one, big))
            elif not exact and abs(one.yuan - big.yuan) <= big.yuan * NEAR:
                told.add(key)
                found.append(_near(one, big))
    return tuple(found)


def _same_digits(small: _Amount, big: _Amount) -> Finding:
    return Finding(
        ID,
        "error",
        f"同一个数一处写作 {small.shown}，一处写作 {big.shown}，相差一万倍",
        small.quote.where,
        "核对单位，改错的那一处",
        quotes=(small.quote, big.quote),
        stated=small.shown,
        computed=big.shown,
    )


def _near(small: _Amount, big: _Amount) -> Finding:
    right = f"{fixed(money(small.yuan, '元', '万元'), max(2, big.places))}万元"
    return Finding(
        ID,
        "warning",
        f"{small.shown} 折合 {right}，别处写作 {big.shown}",
        big.quote.where,
        "以元数为准重新折算；两个数本来不是一回事的，不用改",
        quotes=(big.quote, small.quote),
        stated=big.shown,
        computed=right,
    )


def _amounts(case: Case) -> Iterator[_Amount]:
    for passage in passages(case, "body", "cell", "note", "heading", "footnote"):
        for found in _AMOUNT.finditer(passage.text):
            text = found[1].replace(",", "")
            yield _Amount(Decimal(text), len(text.partition(".")[2]), found[2], found[0], passage.quote(found[0]))
    for grid in grids(case):
        for row in grid.body:
            for column in range(len(grid.titles)):
                figure = grid.figure(row, column)
                if figure is not None and figure.unit in ("元", "万元") and not figure.text.endswith("元"):
                    shown = f"{figure.text}{figure.unit}"
                    quote = Quote(figure.text, grid.where(row, column))
                    yield _Amount(figure.value, figure.places, figure.unit, shown, quote)
