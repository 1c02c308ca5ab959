"""Indicators + ``Facts`` -> ``Scoresheet``: drives ``rules/``, sums up the framework, and makes the score's own facts.

Rules read printed figures, points are rounded to two places once, sums add the rounded points.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evalkit import plugs
from evalkit.awaited import awaited
from evalkit.expressions import evaluate, fold, names
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, fault
from evalkit.model.scoring import Indicator, Score, Scoresheet, Step
from evalkit.numbers import divide, round_half_up, trimmed

_HUNDRED = Decimal(100)


def score(engagement: Engagement, facts: Facts) -> tuple[Scoresheet, Facts, tuple[Finding, ...]]:
    """The scoresheet, the facts with those of the score added, and what stands in the way.

    New facts: 得分 分值 扣分 (分) and 得分率 (%) by code for every node, 取值 by code for what a rule read, 体系.*, 总分, 满分,
    总得分率, 等级. An indicator whose value or verdict is missing is undecided: no score, a ``placeholder`` warning, and
    empty facts for it and every node above it.
    """
    work = _Work(engagement, facts)
    for node in engagement.indicators:
        if node.leaf:
            work.leaf(node)
    scores, open_nodes = _rolled_up(engagement.indicators, work.scores)
    tops = [node for node in engagement.indicators if not node.parent]
    total = sum((scores[node.code].points for node in tops if node.code in scores), Decimal(0))
    full = sum((node.weight for node in tops), Decimal(0))
    undecided = tuple(node.code for node in engagement.indicators if node.leaf and node.code not in work.scores)
    grade = "" if undecided or not full else engagement.scheme.of(_of_hundred(total, full))
    ordered = {node.code: scores[node.code] for node in engagement.indicators if node.code in scores}
    nodes = tuple(_told(node, work.rules) for node in engagement.indicators)
    sheet = Scoresheet(nodes, ordered, total, full, grade, engagement.scheme, undecided)
    more = [*work.values, *_node_facts(sheet, open_nodes), *_framework_facts(sheet, tops)]
    more.extend(_total_facts(sheet, tops))
    return sheet, facts.plus(more), tuple(work.findings)


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
        value, unread = self.read(node, plug.READS if plug else "")
        made: Score | None = None
        found = unread
        if plug and not unread:
            made, found = plug.score(node, value)
            if made is not None and made.value is not None and made.value.id == f"取值.{node.code}":
                # The rule may have put the value into its own words.
                self.values = [made.value if one.id == made.value.id else one for one in self.values]
        if made is None and not found and node.manual is None:
            cure = "在“指标”表写上规则和参数，或填写人工得分、人工理由、底稿号和复核人"
            found = (_placeholder(node, f"{_name(node)}还没有评分规则，也没有人工得分", cure),)
        if node.manual is not None:
            # A rule that cannot score is why somebody does it by hand; a value that cannot be read stays a fault.
            made, more = _by_hand(node, made, value, plug.standard(node) if plug else "")
            found = (*(one for one in unread if one.kind == "input"), *more)
        if made is not None:
            self.scores[node.code] = made
            if not made.standard.strip():
                cure = "在“指标”表的“评价标准”一栏写明怎样给分"
                found = (*found, _placeholder(node, f"{_name(node)}还没有评价标准", cure))
        self.findings.extend(found)

    def read(self, node: Indicator, reads: str) -> tuple[Fact | None, tuple[Finding, ...]]:
        """The fact behind the column 取值: a fact itself, an expression as ``取值.<code>``, or a level's name."""
        text, id = node.value.strip(), f"取值.{node.code}"
        fact = self.known.get(text) if text else None
        computes = reads == "figure" or (
            not reads and bool(used := names(text)) and all(one in self.known for one in used)
        )
        if fact is None and text and computes:
            fact, faults = evaluate(text, self.known, node.at, id)
            if fact is None:
                return None, tuple(replace(one, subject=node.code) for one in faults)
        elif fact is None and text:
            fact = Fact(id, text, Measure.TEXT, how="“指标”表的取值", sources=(node.at,))
        if fact is None:
            cure = "在“指标”表的“取值”一栏写" + ("等级的名称" if reads == "word" else "事实的名称或算式")
            missing = _placeholder(node, f"{_name(node)}还没有取值，不能评分", cure)
            return None, (missing,) if reads else ()
        copy = fact if fact.id == id else replace(fact, id=id, how=f"取自“{fact.id}”", inputs=(fact.id,))
        self.values.append(copy)
        if fact.empty and reads:
            cure = _cure_of(self.empty_behind(fact))
            return None, (_placeholder(node, f"{_name(node)}的取值“{text}”还是空的，不能评分", cure),)
        if reads == "figure" and not isinstance(fact.value, Decimal):
            found = fault(node.at, f"{_name(node)}的取值“{text}”不是数字", "换成数字的事实或算式；定性判断用“分级给分”")
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
    points = min(round_half_up(max(manual.points, Decimal(0)), 2), node.weight)
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


# ---- facts of the score -------------------------------------------------------------------------------------------


def _node_facts(sheet: Scoresheet, unfinished: frozenset[str]) -> Iterable[Fact]:
    below: dict[str, list[str]] = {}
    for node in sheet.indicators:
        below.setdefault(node.parent, []).append(node.code)
    for node in sheet.indicators:
        code, made = node.code, sheet.scores.get(node.code)
        parts = below.get(code, []) if not node.leaf else []
        inputs = tuple(f"得分.{part}" for part in parts)
        weighed = tuple(f"分值.{part}" for part in parts)
        yield Fact(
            f"分值.{code}", node.weight, Measure.SCORE, None, "分", f"“{node.name}”的分值", weighed, sources=(node.at,)
        )
        if made is None or code in unfinished:
            how = f"“{node.name}”还没有评完"
            for name in ("得分", "扣分"):
                yield Fact(f"{name}.{code}", None, Measure.SCORE, None, "分", how, inputs)
            yield Fact(f"得分率.{code}", None, Measure.RATE, 2, "%", how, inputs)
            continue
        if node.leaf and made.value is not None:
            inputs = (f"取值.{code}",)
        how = made.steps[-1].text if made.steps else ""
        yield Fact(f"得分.{code}", made.points, Measure.SCORE, None, "分", how, inputs, sources=(node.at,))
        pair = (f"分值.{code}", f"得分.{code}")
        minus = f"{trimmed(node.weight)} − {trimmed(made.points)} = {trimmed(made.deducted)}"
        yield Fact(f"扣分.{code}", made.deducted, Measure.SCORE, None, "分", minus, pair)
        yield _rate(f"得分率.{code}", made.points, node.weight, pair)


_OUTCOME = ("产出", "效益", "效果", "满意")


def _framework_facts(sheet: Scoresheet, tops: list[Indicator]) -> Iterable[Fact]:
    """What is true of the framework before anything is scored: how much of it is scored by hand, or measures outcomes."""
    by_hand = [node for node in sheet.indicators if node.manual is not None]
    how = f"人工给分的指标：{'、'.join(node.code for node in by_hand)}" if by_hand else "没有人工给分的指标"
    yield Fact("体系.人工指标数", Decimal(len(by_hand)), Measure.COUNT, 0, "个", how)
    weight = sum((node.weight for node in by_hand), Decimal(0))
    inputs = tuple(f"分值.{node.code}" for node in by_hand)
    yield Fact("体系.人工指标分值", weight, Measure.SCORE, None, "分", how, inputs)
    outcomes = [node for node in tops if any(word in node.name for word in _OUTCOME)]
    if outcomes and len(outcomes) < len(tops) and sheet.full:
        weight = sum((node.weight for node in outcomes), Decimal(0))
        yield _rate("体系.产出效益占比", weight, sheet.full, tuple(f"分值.{node.code}" for node in outcomes))


def _total_facts(sheet: Scoresheet, tops: list[Indicator]) -> Iterable[Fact]:
    by_level = [sum(node.level == level for node in sheet.indicators) for level in (1, 2, 3, 4)]
    for word, count in zip(("一级", "二级", "三级", "四级"), by_level, strict=True):
        if count or word != "四级":
            how = f"指标体系中{word}指标的个数"
            yield Fact(f"体系.{word}指标数", Decimal(count), Measure.COUNT, 0, "个", how)
    inputs = tuple(f"得分.{node.code}" for node in tops)
    weights = " + ".join(trimmed(node.weight) for node in tops)
    yield Fact(
        "满分", sheet.full, Measure.SCORE, None, "分", f"{weights} = {trimmed(sheet.full)}",
        tuple(f"分值.{node.code}" for node in tops),
    )  # fmt: skip
    if sheet.undecided or not tops:
        how = f"还有 {len(sheet.undecided)} 个指标没有评分：{'、'.join(sheet.undecided[:8])}"
        yield Fact("总分", None, Measure.SCORE, None, "分", how, inputs)
        yield Fact("总得分率", None, Measure.RATE, 2, "%", how, ("总分", "满分"))
        yield Fact("等级", None, Measure.TEXT, how=how, inputs=("总分",))
        yield Fact("体系.扣分指标数", None, Measure.COUNT, 0, "个", how)
        yield Fact("体系.扣分指标分值", None, Measure.SCORE, None, "分", how)
        yield Fact("体系.总扣分", None, Measure.SCORE, None, "分", how)
        return
    sums = " + ".join(trimmed(sheet.scores[node.code].points) for node in tops)
    yield Fact("总分", sheet.total, Measure.SCORE, None, "分", f"{sums} = {trimmed(sheet.total)}", inputs)
    yield _rate("总得分率", sheet.total, sheet.full, ("总分", "满分"))
    scheme = f"{sheet.scheme.name}：{sheet.scheme.words()}" if sheet.scheme.name else sheet.scheme.words()
    yield Fact("等级", sheet.grade, Measure.TEXT, how=f"总分 {trimmed(sheet.total)} 分，{scheme}", inputs=("总分",))
    lossy = [node.code for node in sheet.indicators if node.leaf and sheet.scores[node.code].deducted]
    how = f"有扣分的末级指标：{'、'.join(lossy)}" if lossy else "没有扣分的指标"
    yield Fact("体系.扣分指标数", Decimal(len(lossy)), Measure.COUNT, 0, "个", how)
    touched = sum((sheet.scores[code].full for code in lossy), Decimal(0))
    yield Fact("体系.扣分指标分值", touched, Measure.SCORE, None, "分", how, tuple(f"分值.{code}" for code in lossy))
    lost = sheet.full - sheet.total
    how = f"{trimmed(sheet.full)} − {trimmed(sheet.total)} = {trimmed(lost)}"
    yield Fact("体系.总扣分", lost, Measure.SCORE, None, "分", how, ("满分", "总分"))


def _rate(id: str, top: Decimal, bottom: Decimal, inputs: tuple[str, ...]) -> Fact:
    if not bottom:
        return Fact(id, None, Measure.RATE, 2, "%", "分值是 0，没有得分率", inputs)
    fact = Fact(id, divide(top * _HUNDRED, bottom), Measure.RATE, 2, "%", inputs=inputs)
    return replace(fact, how=f"{trimmed(top)} ÷ {trimmed(bottom)} × 100% = {fact.display}")


def _of_hundred(total: Decimal, full: Decimal) -> Decimal:
    """The total as grades read it: out of a hundred, as printed."""
    return total if full == _HUNDRED else round_half_up(divide(total * _HUNDRED, full), 2)


def _cure_of(blanks: tuple[str, ...]) -> str:
    """What to fill in or import so that a value is there."""
    surveys = dict.fromkeys(id.split(".")[1] for id in blanks if id.startswith("问卷."))
    typed = "、".join(f"“{id}”" for id in blanks if not id.startswith("问卷."))
    steps = [f"填好{typed}"] if typed else []
    steps += [f"导入问卷“{id}”的答卷" for id in surveys]
    return "，".join(steps) or "填好取值用到的事实"


def _name(node: Indicator) -> str:
    return f"{node.code} {node.name}"


def _placeholder(node: Indicator, message: str, cure: str) -> Finding:
    return Finding("placeholder", "warning", message, node.at, cure, node.code)
