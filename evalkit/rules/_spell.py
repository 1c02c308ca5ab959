"""How rules spell figures, points and labels: one way for all kinds."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.facts import Fact
from evalkit.model.scoring import Indicator
from evalkit.numbers import plain, trimmed

#: A name that ends in one of these already says what its figure is.
_FIGURE_WORDS = ("率", "度", "比例", "比重", "占比", "均值", "天数", "人数", "户数", "件数", "次数", "金额", "数量")


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
    """What to call the figure a rule reads: the fact's own last word, the indicator's name, or 完成率."""
    name = plain(indicator.value)
    last = name.rpartition(".")[2] if not any(sign in name for sign in "+-*/×÷−() ") else ""
    for candidate in (last, indicator.name):
        if candidate.endswith(_FIGURE_WORDS):
            return candidate
    return "完成率" if unit == "%" else last or "数值"


def fits(value: Fact, unit: str) -> bool:
    """Whether the figure is written in the unit the rule's parameters use; a bare number fits any."""
    return not value.unit or plain(value.unit) == unit


def short(text: str) -> str:
    """A point's words without the full stop or semicolon at their end, for use inside a sentence."""
    return "".join(text.split()).rstrip("；;。.，,")
