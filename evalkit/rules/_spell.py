"""How rules spell figures, points and labels: one way for all kinds."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.facts import Fact
from evalkit.model.scoring import Indicator
from evalkit.numbers import plain, trimmed

#: A name that ends in one of these already says what its figure is.
_FIGURE_WORDS = ("率", "度", "比例", "比重", "占比", "均值", "天数", "人数", "户数", "件数", "次数", "金额", "数量")

_QUOTIENT = re.compile(r"([\w·.]*[^\W\d.][\w·]*)\s*[/÷]\s*([\w·.]*[^\W\d.][\w·]*)(?:\s*[*×]\s*100%)?")


def earns(points: Decimal) -> str:
    """``得6分``, or ``不得分`` for nought."""
    return f"得{trimmed(points)}分" if points else "不得分"


def with_unit(value: Decimal, unit: str) -> str:
    """``100%``, ``3天``, ``90``."""
    return trimmed(value) + unit


def distance(value: Decimal, unit: str) -> str:
    """A difference: per cent figures lie ``5.10 个百分点`` apart, others ``3 天``. Digits are kept as printed."""
    return f"{value:f} {'个百分点' if unit == '%' else unit}".rstrip()


def step_size(value: Decimal, unit: str) -> str:
    """``1个百分点``, ``2天``: the size of a step, in running text."""
    return trimmed(value) + ("个百分点" if unit == "%" else unit)


def label(indicator: Indicator, unit: str) -> str:
    """What to call the figure a rule reads: the indicator's name or the fact's own last word, else 完成率."""
    name = plain(indicator.value)
    last = name.rpartition(".")[2] if not any(sign in name for sign in "+-*/×÷−() ") else ""
    if last.endswith(_FIGURE_WORDS):
        return indicator.name if indicator.name.endswith(last) else last
    if indicator.name.endswith(_FIGURE_WORDS):
        return indicator.name
    return "完成率" if unit == "%" else last if re.search(r"[^\d.,，%]", last) else "数值"


def ratio_label(indicator: Indicator, unit: str) -> str:
    """The same where more is worse: ``实际成本与计划成本之比``, for 成本节约率 or 完成率 would say the contrary."""
    found = _QUOTIENT.fullmatch(plain(indicator.value))
    if found:
        return f"{found[1]}与{found[2]}之比"
    name = label(indicator, unit)
    return "比率" if name == "完成率" else name


def fits(value: Fact, unit: str) -> bool:
    """Whether the figure is written in the unit the rule's parameters use; a bare number that was typed fits any."""
    return not quotient(value, unit) and (not value.unit or plain(value.unit) == unit)


def quotient(value: Fact, unit: str) -> bool:
    """Whether per cent are wanted and the figure is a quotient of numbers without units, which is 1 and not 100 %."""
    return unit == "%" and not value.unit and bool(re.search("[/÷／]", value.expression))


def short(text: str) -> str:
    """A point's words without the full stop or semicolon at their end, for use inside a sentence."""
    return "".join(text.split()).rstrip("；;。.，,")
