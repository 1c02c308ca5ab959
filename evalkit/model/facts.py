"""Every figure or word that may be printed, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from evalkit.model.places import Where
from evalkit.numbers import fixed, plain_date, trimmed


class Measure(Enum):
    """What a figure measures. Two measures cannot be printed for each other: a mean score is no share of people."""

    AMOUNT = "金额"
    COUNT = "数量"
    SHARE = "占比"  # a share of people, per cent
    MEAN = "均值"  # a mean score on 0–100, such as a satisfaction figure
    RATE = "比率"  # a ratio of two amounts or counts, per cent
    SCORE = "得分"
    NUMBER = "数值"
    DATE = "日期"
    TEXT = "文字"


#: What the ID of a figure's interval ends in, behind that of the figure.
INTERVAL = ".区间"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or word with its exact value, printed places, unit, measure and derivation.

    ``value`` is unrounded; per cent figures (rate, share, mean) are held in points: 94.904…, not 0.949…. None is a
    fact that was declared and is still empty; it prints as a visible placeholder. ``places`` None prints the value
    as it stands without needless zeros. ``inputs`` are the IDs of the facts it was computed from, ``sources`` the
    cells it was read from; ``expression`` is the expression that gave it, in which the inputs stand by their names. ``n`` and ``interval`` belong to survey figures (95 %, in the fact's own unit).
    """

    id: str
    value: Decimal | date | str | None
    measure: Measure
    places: int | None = None
    unit: str = ""
    how: str = ""
    inputs: tuple[str, ...] = ()
    n: int | None = None
    interval: tuple[Decimal, Decimal] | None = None
    sources: tuple[Where, ...] = ()
    expression: str = ""

    @property
    def empty(self) -> bool:
        return self.value is None or self.value == ""

    @property
    def text(self) -> str:
        """The figure as printed, without its unit; rounded here, once. Empty for an empty fact."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            return trimmed(self.value) if self.places is None else fixed(self.value, self.places)
        if isinstance(self.value, date):
            return plain_date(self.value)
        return self.value

    @property
    def display(self) -> str:
        """The figure as printed, with its unit: ``92.86万元``, ``94.90%``, ``24人``."""
        return self.text + self.unit if self.text else ""

    @property
    def span(self) -> Fact | None:
        """The interval as a fact of its own, which prints ``80.68%—93.39%``; none where there is no interval."""
        if self.interval is None:
            return None
        ends = "—".join(f"{fixed(end, self.places or 0)}{self.unit}" for end in self.interval)
        return Fact(f"{self.id}{INTERVAL}", ends, Measure.TEXT, how=f"“{self.id}”的95%置信区间", inputs=(self.id,))

    @property
    def printed(self) -> Decimal:
        """The number a reader sees, which is what rules score from. TypeError when the fact is no number."""
        if not isinstance(self.value, Decimal):
            raise TypeError(self.id)
        return Decimal(self.text)


class Facts(Mapping[str, Fact]):
    """Facts by ID, in the order they came about. A later stage adds by making a new one with ``plus``.

    The interval of a figure is found under the figure's ID with ``.区间`` behind it, and is not listed among them.
    """

    __slots__ = ("_by_id",)

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_id = {fact.id: fact for fact in facts}

    def __getitem__(self, key: str) -> Fact:
        found = self._by_id.get(key)
        if found is None and key.endswith(INTERVAL):
            whole = self._by_id.get(key.removesuffix(INTERVAL))
            found = whole.span if whole is not None else None
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def plus(self, more: Iterable[Fact]) -> Facts:
        """These and more; one ID twice keeps the later."""
        return Facts((*self._by_id.values(), *more))


def label_part(label: str) -> str:
    """A label as it stands in a fact's ID: its full stops would part the ID, so they become middle dots."""
    return label.replace(".", "·")
