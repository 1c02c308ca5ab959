"""Indicators + ``Facts`` -> ``Scoresheet``: drives ``rules/``, sums up the framework, and makes the score's own facts.

Rules read printed figures, points are rounded to two places once, sums add the rounded points.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evalkit import plugs
from evalkit.awaited import awaited
from evalkit.conditions import holds
from evalkit.expressions import evaluate, fold, names
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, fault
from evalkit.model.scoring import Indicator, Point, Score, Scoresheet, Step
from evalkit.numbers import circled, round_half_up, trimmed
from evalkit.scoring.adjusting import decide, on_leaves, on_total
from evalkit.scoring.carrying import CARRIED, carry
from evalkit.scoring.outcome import framework_facts, node_facts, total_facts
from evalkit.scoring.unruled import unruled
from evalkit.versions import version_facts


def score(engagement: Engagement, facts: Facts) -> tuple[Scoresheet, Facts, tuple[Finding, ...]]:
    """The scoresheet, the facts with those of the score added, and what stands in the way.

    New facts: 得分 分值 扣分 (分) and 得分率 (%) by code for every node, 取值 by code for what a rule read, 体系.*, 总分, 满分,
    总得分率, 等级; 版本 by version and code. An indicator whose value or verdict is missing is undecided: no score, a ``placeholder`` warning, and
    empty facts for it and every node above it. Those without a rule are told once.
    """
    work = _Work(engagement, facts)
    for node in engagement.indicators:
        if node.leaf:
            work.leaf(node)
    decided, found = decide(engagement.adjustments, work.known)
    applied = on_leaves(decided, engagement.indicators, work.scores)
    scores, open_nodes = _rolled_up(engagement.indicators, work.scores)
    tops = [node for node in engagement.indicators if not node.parent]
    total = sum((scores[node.code].points for node in tops if node.code in scores), Decimal(0))
    full = sum((node.weight for node in tops), Decimal(0))
    undecided = tuple(node.code for node in engagement.indicators if node.leaf and node.code not in work.scores)
    made = on_total(decided, total, full, engagement.scheme)
    grade = "" if undecided or not full else made.grade
    ordered = {node.code: scores[node.code] for node in engagement.indicators if node.code in scores}
    nodes = tuple(_told(node, work.rules) for node in engagement.indicators)
    order = {id(one): place for place, one in enumerate(engagement.adjustments)}
    together = tuple(sorted((*applied, *made.applied), key=lambda one: order[id(one.adjustment)]))
    sheet = Scoresheet(nodes, ordered, made.total, full, grade, engagement.scheme, undecided, together, engagement.idle)
    more = [*work.values, *node_facts(sheet, open_nodes), *framework_facts(sheet, tops)]
    more.extend((*total_facts(sheet, tops), *version_facts(engagement, sheet)))
    return sheet, facts.plus(more), (*unruled(engagement.indicators, engagement.places), *work.findings, *found)


def _told(node: Indicator, rules: Mapping[str, plugs.RulePlug]) -> Indicator:
    """The indicator with the 评价标准 of its rule in words, which stands before anything is scored."""
    if node.standard or node.rule is None:
        return node
    return replace(node, standard=rules[node.rule.kind].standard(node))


@dataclass(slots=True)
class _Work:
    """The leaves' scores as they come about."""

    engagement: Engagement
    facts: Facts
    scores: dict[str, Score] = field(default_factory=dict)
    values: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    known: Mapping[str, Fact] = field(init=False)
    rules: Mapping[str, plugs.RulePlug] = field(default_factory=plugs.rules)

    def __post_init__(self) -> None:
        blanks = {fact.id: fact for fact in awaited(self.engagement.questionnaires, self.facts)}
        folded = {fold(id): fact for id, fact in self.facts.items() if fold(id) != id}
        self.known = ChainMap(dict(self.facts), blanks, folded)

    def leaf(self, node: Indicator) -> None:
        """Scores one indicator, or says why it cannot be scored yet."""
        plug = self.rules[node.rule.kind] if node.rule else None
        # Points to be carried to another weight are not rounded to print before they are carried.
        ruled = replace(node, weight=node.base, places=CARRIED) if node.base is not None else node
        known = len(self.values)
        value, unread = self.read(node, plug.READS if plug else "")
        more, open_inputs = self.inputs(ruled, plug)
        made: Score | None = None
        found = (*unread, *open_inputs)
        if plug and not found:
            made, found = plug.score(ruled, value, more)
            if made is not None:
                # The rule may have put what it read into its own words.
                told = {one.id: one for one in (*made.read, *((made.value,) if made.value else ()))}
                self.values[known:] = [told.get(one.id, one) for one in self.values[known:]]
        elif plug and more and not open_inputs and all(one.kind == "placeholder" for one in unread):
            # A condition may settle the score before anybody knows the figure.
            made, _ = plug.score(ruled, None, more)
            found = () if made is not None else found
        if node.manual is not None:
            # A rule that cannot score is why somebody does it by hand; a value that cannot be read stays a fault.
            made, wrong = _by_hand(ruled, made, value, plug.standard(ruled) if plug else "")
            found = (*(one for one in (*unread, *open_inputs) if one.kind == "input"), *wrong)
        if made is not None:
            self.scores[node.code] = made if ruled is node else carry(node, made)
            if not made.standard.strip():
                cure = "在“指标”表的“评价标准”一栏写明怎样给分"
                found = (*found, _placeholder(node, f"{_name(node)}还没有评价标准", cure))
        self.findings.extend(found)

    def inputs(self, node: Indicator, plug: plugs.RulePlug | None) -> tuple[dict[str, Fact], tuple[Finding, ...]]:
        """What a rule reads besides the value, by its key: conditions as 是 or 否, figures and words of parts."""
        listed: tuple[tuple[str, str, str], ...] = getattr(plug, "inputs", lambda _: ())(node)
        facts: dict[str, Fact] = {}
        found: tuple[Finding, ...] = ()
        for key, text, reads in listed:
            id = f"取值.{node.code}.{key}"
            fact: Fact | None
            if reads == "condition":
                fact, more = holds(text, self.known, node.at, id)
                found = (*found, *(replace(one, subject=node.code) for one in more))
                if fact is not None:
                    self.values.append(fact)
            else:
                part = next((one for one in node.points if str(one.order) == key), None)
                own = node if part is None else replace(node, at=part.at)
                fact, more = self.value_of(own, text, reads, id, _part(node, part), "要点" if part else "指标")
                found = (*found, *more)
            if fact is not None:
                facts[key] = fact
        return facts, found

    def read(self, node: Indicator, reads: str) -> tuple[Fact | None, tuple[Finding, ...]]:
        """The fact behind the column 取值: a fact itself, an expression as ``取值.<code>``, or a level's name."""
        return self.value_of(node, node.value.strip(), reads, f"取值.{node.code}", _name(node), "指标")

    def value_of(
        self, node: Indicator, text: str, reads: str, id: str, name: str, table: str
    ) -> tuple[Fact | None, tuple[Finding, ...]]:
        fact = self.known.get(text) if text else None
        computes = reads == "figure" or (
            not reads and bool(used := names(text)) and all(one in self.known for one in used)
        )
        if fact is None and text and computes:
            fact, faults = evaluate(text, self.known, node.at, id)
            if fact is None:
                return None, tuple(replace(one, subject=node.code) for one in faults)
        elif fact is None and text:
            fact = Fact(id, text, Measure.TEXT, how=f"“{table}”表的取值", sources=(node.at,))
        if fact is None:
            cure = f"在“{table}”表的“取值”一栏写" + ("等级的名称" if reads == "word" else "事实的名称或算式")
            missing = _placeholder(node, f"{name}还没有取值，不能评分", cure)
            return None, (missing,) if reads else ()
        copy = fact
        if fact.id != id:
            copy = replace(fact, id=id, how=f"取自“{fact.id}”", inputs=(fact.id,), expression=text)
        self.values.append(copy)
        if fact.empty and reads:
            blanks = self.empty_behind(fact)
            # Where the answers are there and the figure is not, the figure itself tells why.
            lacking = [self.facts[id] for id in blanks if id in self.facts and id.startswith("问卷.")]
            cure = f"补充调查，或在“{table}”表改用别的数（{lacking[0].how}）" if lacking else _cure_of(blanks)
            return None, (_placeholder(node, f"{name}的取值“{text}”还是空的，不能评分", cure),)
        if reads == "figure" and not isinstance(fact.value, Decimal):
            found = fault(node.at, f"{name}的取值“{text}”不是数字", "换成数字的事实或算式；定性判断用“分级给分”")
            return None, (replace(found, subject=node.code),)
        return fact, ()

    def empty_behind(self, fact: Fact) -> tuple[str, ...]:
        """The empty facts that an empty fact waits for, down to those somebody has to fill in."""
        waiting, found, seen = [fact.id, *fact.inputs], [], set()
        while waiting:
            one = self.known.get(waiting.pop(0))
            if one is None or not one.empty or one.id in seen:
                continue
            seen.add(one.id)
            deeper = [id for id in one.inputs if id in self.known and self.known[id].empty]
            waiting.extend(deeper)
            if not deeper:
                found.append(one.id)
        return tuple(found)


def _by_hand(
    node: Indicator, by_rule: Score | None, value: Fact | None, standard: str
) -> tuple[Score, tuple[Finding, ...]]:
    """The score given by hand; what the rule says stays visible beside it."""
    manual = node.manual
    assert manual is not None
    found: tuple[Finding, ...] = ()
    if not 0 <= manual.points <= node.weight:
        wrong = "是负数" if manual.points < 0 else f"超过了分值 {trimmed(node.weight)}"
        what = f"{_name(node)}的人工得分 {trimmed(manual.points)} {wrong}"
        found = (replace(fault(manual.at, what, f"改成 0 到 {trimmed(node.weight)} 之间的数"), subject=node.code),)
    given = min(max(manual.points, Decimal(0)), node.weight)
    points = given if given == node.weight else min(round_half_up(given, node.places), node.weight)
    ruled = node.rule is not None and node.rule.kind != "manual"
    rule = f"规则得分 {trimmed(by_rule.points)} 分，不采用；" if by_rule else "规则给不出得分；" if ruled else ""
    text = f"{rule}人工给分 {trimmed(points)} 分（满分 {trimmed(node.weight)} 分）"
    about = [
        *([f"理由：{''.join(manual.reason.split())}".rstrip("。；;")] if manual.reason.strip() else []),
        *([f"底稿号：{manual.paper}"] if manual.paper else []),
        *([f"复核人：{manual.reviewer}"] if manual.reviewer else []),
    ]
    step = Step("。".join([text, "；".join(about)]) if about else text, (), (manual.at,))
    lost = (manual.reason.strip() or (by_rule.lost if by_rule else "")) if points < node.weight else ""
    made = Score(
        node.code,
        points,
        node.weight,
        by_rule.points if by_rule else None,
        by_rule.value if by_rule else value,
        (*(by_rule.steps if by_rule else ()), step),
        by_rule.details if by_rule else (),
        lost,
        node.standard or standard,
        by_rule.formula if by_rule else None,
    )
    return made, found


def _rolled_up(nodes: tuple[Indicator, ...], leaves: Mapping[str, Score]) -> tuple[dict[str, Score], frozenset[str]]:
    """Scores of the inner nodes as sums of their rounded parts, and the nodes below which something is undecided."""
    below: dict[str, list[Indicator]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    scores, unfinished = dict(leaves), {node.code for node in nodes if node.leaf and node.code not in leaves}
    for node in sorted((node for node in nodes if not node.leaf), key=lambda node: -node.level):
        parts = below.get(node.code, [])
        points = [scores[part.code].points for part in parts if part.code in scores]
        total = sum(points, Decimal(0))
        if any(part.code in unfinished for part in parts):
            unfinished.add(node.code)
        sums = " + ".join(trimmed(one) for one in points)
        text = f"下级得分相加：{sums} = {trimmed(total)}" if len(points) > 1 else f"下级得分 {trimmed(total)}"
        step = Step(text, tuple(f"得分.{part.code}" for part in parts))
        scores[node.code] = Score(node.code, total, node.weight, None, None, (step,), (), "", "", None)
    return scores, frozenset(unfinished)


def _cure_of(blanks: tuple[str, ...]) -> str:
    """What to fill in or import so that a value is there."""
    surveys = dict.fromkeys(id.split(".")[1] for id in blanks if id.startswith("问卷."))
    typed = "、".join(f"“{id}”" for id in blanks if not id.startswith("问卷."))
    steps = [f"填好{typed}"] if typed else []
    steps += [f"导入问卷“{id}”的答卷" for id in surveys]
    return "，".join(steps) or "填好取值用到的事实"


def _name(node: Indicator) -> str:
    return f"{node.code} {node.name}"


def _part(node: Indicator, part: Point | None) -> str:
    return _name(node) if part is None else f"{_name(node)}的分项{circled(part.order)}{part.text}"


def _placeholder(node: Indicator, message: str, cure: str) -> Finding:
    return Finding("placeholder", "warning", message, node.at, cure, node.code)
