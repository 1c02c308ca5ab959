"""What chapters see: facts by the parts of their IDs, indicators, problems, team, all under their Chinese names.

Nothing here exposes a Python attribute: the environment asks ``View.get`` and nothing else, so a chapter cannot reach
beyond what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import FunctionType
from typing import Any

from evalkit.figures import answered, fact_of, indicators_of
from evalkit.model.case import Case
from evalkit.model.definitions import NAMES
from evalkit.model.document import Inline
from evalkit.model.facts import Fact, Measure, label_part
from evalkit.words import FIRM, PROJECT

#: Fact families that are always there, so that a fresh engagement prints placeholders and no faults.
FAMILIES = ("项目", "机构", "口径", "资金", "问卷", "得分", "分值", "扣分", "得分率", "取值", "体系", "版本")
TOTALS = ("总分", "满分", "总得分率", "等级")

_FUND_PARTS = ("预算数", "到位数", "支出数", "结余", "到位率", "预算执行率")
_FRAMEWORK_PARTS = (
    *("一级指标数", "二级指标数", "三级指标数", "扣分指标数", "扣分指标分值", "总扣分"),
    *("人工指标数", "人工指标分值", "产出效益占比"),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """Inlines ready to print, with a complaint (message, cure) where the value is not what it is printed as.

    ``facts`` are those whose figures stand among the inlines, so that another filter can ask what they measure.
    """

    inlines: tuple[Inline, ...]
    complaint: tuple[str, str] | None = None
    facts: tuple[Fact, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inlines)


class View:
    """A thing of the engagement with its Chinese fields; a field may be a thunk, called when it is asked for."""

    __slots__ = ("_fields", "label")

    def __init__(self, label: str, fields: Mapping[str, Any | Callable[[], Any]]) -> None:
        self.label = label
        self._fields = fields

    def get(self, name: str) -> Any:
        """The field with this name. KeyError when there is none."""
        value = self._fields[name]
        return value() if isinstance(value, FunctionType) else value

    def names(self) -> tuple[str, ...]:
        """The names of its fields, for the cure of a misspelt one."""
        return tuple(self._fields)


class Figure:
    """A fact in a chapter. It compares by the printed figure, is false while it is empty, and cannot be reckoned with:
    a figure of a report comes from a fact."""

    __slots__ = ("_fact",)

    def __init__(self, fact: Fact | None) -> None:
        self._fact = fact

    @property
    def fact(self) -> Fact | None:
        """The fact, none where a place of the tree has only parts below it."""
        return self._fact

    def plain(self) -> Decimal | str | None:
        """The printed figure or word, none for an empty fact."""
        fact = self.fact
        if fact is None or fact.empty:
            return None
        return fact.printed if isinstance(fact.value, Decimal) else fact.text

    def __bool__(self) -> bool:
        return self.fact is not None and not self.fact.empty

    def __eq__(self, other: object) -> bool:
        return self.plain() == _plain(other)

    def __hash__(self) -> int:
        return hash(self.plain())

    def __lt__(self, other: object) -> bool:
        return self._compare(other, lambda mine, theirs: mine < theirs)

    def __le__(self, other: object) -> bool:
        return self._compare(other, lambda mine, theirs: mine <= theirs)

    def __gt__(self, other: object) -> bool:
        return self._compare(other, lambda mine, theirs: mine > theirs)

    def __ge__(self, other: object) -> bool:
        return self._compare(other, lambda mine, theirs: mine >= theirs)

    def _compare(self, other: object, holds: Callable[[Decimal, Decimal], bool]) -> bool:
        mine, theirs = self.plain(), _plain(other)
        return isinstance(mine, Decimal) and isinstance(theirs, Decimal) and holds(mine, theirs)


class Node(Figure):
    """A place in the tree of facts: the fact of this ID, if there is one, and the parts below it."""

    __slots__ = ("id", "tree")

    def __init__(self, tree: FactTree, id: str) -> None:
        super().__init__(None)
        self.tree = tree
        self.id = id

    def get(self, name: str) -> Node:
        """The part below with this name. KeyError when nobody declared it."""
        below = f"{self.id}.{label_part(name)}"
        if self.tree.known(below):
            return Node(self.tree, below)
        raise KeyError(name)

    def names(self) -> tuple[str, ...]:
        """The names of the parts below."""
        return self.tree.parts(self.id)

    @property
    def fact(self) -> Fact | None:
        return self.tree.fact(self.id)

    def __bool__(self) -> bool:
        fact = self.fact
        return not fact.empty if fact is not None else self.tree.filled(self.id)


def _plain(value: object) -> object:
    if isinstance(value, Figure):
        return value.plain()
    if isinstance(value, bool):
        return value
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else value


class FactTree:
    """The facts of a case by the parts of their IDs, with the places that are declared although still empty."""

    __slots__ = ("_awaiting", "_children", "case")

    def __init__(self, case: Case) -> None:
        self.case = case
        asked = () if case.engagement is None else case.engagement.questionnaires
        self._awaiting = frozenset(label_part(one.id) for one in asked if not answered(case, one.id))
        self._children: dict[str, dict[str, None]] = {}
        for id in (*case.facts, *_declared(case)):
            parts = id.split(".")
            for depth, part in enumerate(parts):
                self._children.setdefault(".".join(parts[:depth]), {}).setdefault(part)

    def known(self, id: str) -> bool:
        """Whether a fact or a part stands there, be it empty."""
        head, _, last = id.rpartition(".")
        return last in self._children.get(head, {}) or self._awaited(id)

    def parts(self, id: str) -> tuple[str, ...]:
        return tuple(self._children.get(id, ()))

    def fact(self, id: str) -> Fact | None:
        if id in self.case.facts or (id not in self._children and self.known(id)):
            if self._awaited(id) and id not in self.case.facts:
                return Fact(id, None, Measure.NUMBER, how="导入问卷答卷后由程序统计")
            return fact_of(self.case, id)
        return None

    def filled(self, id: str) -> bool:
        """Whether any fact at or below this place has a value."""
        prefix = f"{id}."
        return any(not fact.empty for name, fact in self.case.facts.items() if name.startswith(prefix))

    def top(self) -> Iterator[tuple[str, Node]]:
        """The first parts, which are the bare names of a chapter."""
        for name in self._children.get("", {}):
            yield name, Node(self, name)

    def _awaited(self, id: str) -> bool:
        """Figures of a questionnaire whose answers are not there yet."""
        family, _, rest = id.partition(".")
        return family == "问卷" and rest.partition(".")[0] in self._awaiting


def _declared(case: Case) -> Iterator[str]:
    """IDs a chapter may name in every engagement, whether or not anybody has filled them in."""
    yield from FAMILIES
    yield from TOTALS
    yield from (f"项目.{field.key}" for field in PROJECT.fields)
    yield from (f"机构.{field.key}" for field in FIRM.fields)
    yield from (f"口径.{name}" for name in NAMES)
    yield from (f"资金.{part}" for part in _FUND_PARTS)
    yield from (f"体系.{part}" for part in _FRAMEWORK_PARTS)
    for node in indicators_of(case):
        yield from (f"{family}.{node.code}" for family in ("得分", "分值", "扣分", "得分率"))
        if node.leaf:
            yield f"取值.{node.code}"
    if case.engagement is not None:
        yield from (f"资金.{label_part(fund.name)}.{part}" for fund in case.engagement.funds for part in _FUND_PARTS)
        yield from (f"问卷.{label_part(one.id)}" for one in case.engagement.questionnaires)
