"""How a score or a figure came about: a chain of steps from the name asked for down to file and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from evalkit.expressions import fold
from evalkit.model.case import Case
from evalkit.model.facts import Fact
from evalkit.model.scoring import Indicator, Score, Scoresheet, Step
from evalkit.numbers import trimmed
from evalkit.versions import before, chains, told

#: A chain longer than this is cut; nobody reads it, and Python would not carry it much further.
_DEEPEST = 150


@dataclass(frozen=True, slots=True)
class Explained:
    """The name as we know it, the figure as printed (empty while it is not there), its unit, steps with their depth."""

    name: str
    value: str
    unit: str
    steps: tuple[tuple[int, Step], ...]


def explain(name: str, case: Case) -> Explained | tuple[str, ...]:
    """The chain of a code (``C12``), a fact's ID, an indicator's name, or the end of an ID that only one fact has.

    Depth first: each step is followed by what it rests on, one level deeper. Where nothing has that name, the nearest
    names instead.
    """
    teller = _Teller(case)
    wanted = fold(name)
    node = teller.nodes.get(wanted.upper()) or teller.nodes.get(wanted)
    if node is not None:
        return teller.node(node)
    idle = next((one for one in (teller.sheet.idle if teller.sheet else ()) if wanted.upper() == one.code), None)
    if idle is not None:
        text = f"本项目不适用：{idle.reason}。{trimmed(idle.weight)} 分已分摊给其余指标"
        return Explained(f"{idle.code} {idle.name}", "不适用", "", ((0, Step(text, (), (idle.at,))),))
    fact = case.facts.get(name.strip()) or case.facts.get(wanted)
    if fact is not None:
        return teller.fact(fact)
    named = [node for node in teller.nodes.values() if fold(node.name) == wanted]
    if len(named) == 1:
        return teller.node(named[0])
    folded = [id for id in case.facts if fold(id) == wanted or fold(id).endswith("." + wanted)]
    if len(folded) == 1:
        return teller.fact(case.facts[folded[0]])
    return _near(wanted, [*(node.code for node in named), *folded], case, teller)


def _near(wanted: str, several: list[str], case: Case, teller: _Teller) -> tuple[str, ...]:
    if several:
        return tuple(several[:6])
    names = [*(node.name for node in teller.nodes.values()), *case.facts]
    close = get_close_matches(wanted, names, 4, 0.5)
    holding = [one for one in names if len(wanted) > 1 and wanted in one]
    return tuple(dict.fromkeys([*close, *holding]))[:6]


@dataclass(slots=True)
class _Teller:
    """Walks the chain; what was told once is not told again."""

    case: Case
    nodes: dict[str, Indicator] = field(init=False)
    below: dict[str, list[Indicator]] = field(init=False)
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        sheet = self.sheet
        self.nodes = {node.code: node for node in sheet.indicators} if sheet else {}
        self.below = {}
        for node in self.nodes.values():
            self.below.setdefault(node.parent, []).append(node)

    @property
    def sheet(self) -> Scoresheet | None:
        return self.case.scoresheet

    def node(self, node: Indicator) -> Explained:
        """The whole chain of one node of the framework."""
        fact = self.case.facts.get(f"得分.{node.code}")
        steps = (*self.of_node(node, 0), *self.history(node))
        return Explained(f"{node.code} {node.name}", fact.text if fact else "", "分", steps)

    def fact(self, fact: Fact) -> Explained:
        """The whole chain of one fact."""
        family, _, code = fact.id.partition(".")
        past: Iterator[tuple[int, Step]] = iter(())
        if fact.id == "总分":
            past = self.versions()
        elif family == "得分" and code in self.nodes:
            past = self.history(self.nodes[code])
        return Explained(fact.id, fact.text, fact.unit, (*self.of_fact(fact, 0), *past))

    def history(self, node: Indicator) -> Iterator[tuple[int, Step]]:
        """The adjustments of one indicator, from the 自评 on."""
        engagement = self.case.engagement
        chain = chains(engagement.versions).get(node.code, ()) if engagement is not None else ()
        if chain:
            yield 1, Step("得分调整记录：")
        for at, one in enumerate(chain):
            yield 2, Step(told(one, before(chain, at)), (), (one.at,))

    def versions(self) -> Iterator[tuple[int, Step]]:
        """The totals of the versions in which every indicator has a score."""
        known = [fact for id, fact in self.case.facts.items() if id.startswith("版本.") and id.endswith(".总分")]
        filled = [fact for fact in known if not fact.empty]
        if filled:
            yield 1, Step("各版本的总分：")
        for fact in filled:
            yield 2, Step(f"{fact.id.split('.')[1]} {fact.display}：{fact.how}", (fact.id,))

    def of_node(self, node: Indicator, depth: int) -> Iterator[tuple[int, Step]]:
        made = self.sheet.scores.get(node.code) if self.sheet else None
        self.told.add(f"得分.{node.code}")
        fact = self.case.facts.get(f"得分.{node.code}")
        points = f"{trimmed(made.points)} 分" if made and not (fact and fact.empty) else "还没有评完"
        head = f"{node.code} {node.name}：{points}（满分 {trimmed(node.weight)} 分）"
        yield depth, Step(head, (f"得分.{node.code}",), (node.at,))
        if made is None:
            for found in self.case.findings:
                about = [found.where] if found.subject == node.code else []
                about += [quote.where for quote in found.quotes if quote.text == node.code]
                if about:
                    yield depth + 1, Step(f"{found.message}。办法：{found.cure}", (), (about[0],))
            waits = self.case.facts.get(f"取值.{node.code}")
            if waits is not None:
                yield from self.of_fact(waits, depth + 1)
            return
        if node.leaf:
            yield from self.of_leaf(made, depth + 1)
            return
        for step in made.steps if not (fact and fact.empty) else ():
            yield depth + 1, step
        for part in self.below.get(node.code, []):
            yield from self.of_node(part, depth + 1)

    def of_leaf(self, made: Score, depth: int) -> Iterator[tuple[int, Step]]:
        value = made.value
        if value is not None and not any(value.id in step.facts for step in made.steps):
            yield from self.of_fact(value, depth)
        for step in made.steps:
            yield depth, step
            for id in step.facts:
                fact = self.case.facts.get(id)
                if fact is None and value is not None and value.id == id:
                    fact = value
                if fact is not None:
                    yield from self.of_fact(fact, depth + 1)

    def of_fact(self, fact: Fact, depth: int) -> Iterator[tuple[int, Step]]:
        """A fact and what it rests on; figures of the score lead on into the framework."""
        family, _, code = fact.id.partition(".")
        if family == "得分" and code in self.nodes and fact.id not in self.told:
            yield from self.of_node(self.nodes[code], depth)
            return
        shown = fact.display or "（还没有填）"
        if fact.id in self.told:
            yield depth, Step(f"{fact.id} = {shown}（来历见前）", (fact.id,))
            return
        self.told.add(fact.id)
        if depth > _DEEPEST:
            yield depth, Step(f"{fact.id} = {shown}（更早的来历从略，可再查这个名称）", (fact.id,), fact.sources)
            return
        how = f"：{fact.how}" if fact.how else ""
        yield depth, Step(f"{fact.id} = {shown}{how}", (fact.id,), fact.sources)
        for id in fact.inputs:
            inner = self.case.facts.get(id)
            if inner is not None:
                yield from self.of_fact(inner, depth + 1)
