"""What changes scores after the rules: vetoes of indicators, points added or taken, a ceiling for the total, a lower grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.conditions import YES, holds, said
from evalkit.model.facts import Fact
from evalkit.model.places import Finding
from evalkit.model.scoring import Adjustment, Applied, GradeScheme, Indicator, Score, Step
from evalkit.numbers import round_half_up, trimmed


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The total and grade after all adjustments, and what each did."""

    total: Decimal
    grade: str
    applied: tuple[Applied, ...]


def decide(
    adjustments: tuple[Adjustment, ...], known: Mapping[str, Fact]
) -> tuple[tuple[tuple[Adjustment, bool, str], ...], tuple[Finding, ...]]:
    """Whether each adjustment happened, in words; one that nobody has decided counts as not happened and is told."""
    made: list[tuple[Adjustment, bool, str]] = []
    found: list[Finding] = []
    for one in adjustments:
        answer, told = said(one.when) if one.when else None, ""
        if one.when and answer is None:
            fact, more = holds(one.when, known, one.at, "")
            found.extend(more)
            answer = None if fact is None or fact.empty else fact.text == YES
            told = fact.how if fact is not None else ""
        if answer is None and not any(finding.where == one.at for finding in found):
            message = f"{one.kind}事项“{one.matter}”还没有写是否发生，暂按没有发生计算"
            cure = "在“加减分”表的“是否发生”写“是”或“否”" + (f"（{told}）" if told else "")
            found.append(Finding("placeholder", "warning", message, one.at, cure, one.matter))
        made.append((one, bool(answer), told))
    return tuple(made), tuple(found)


def on_leaves(
    decided: tuple[tuple[Adjustment, bool, str], ...], nodes: tuple[Indicator, ...], scores: dict[str, Score]
) -> list[Applied]:
    """Adjustments that name an indicator, carried out on the leaves at or below it in ``scores``, in their order."""
    below: dict[str, list[Indicator]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)

    def leaves(code: str) -> list[Indicator]:
        own = [node for node in nodes if node.code == code and node.leaf]
        return own or [leaf for node in below.get(code, []) for leaf in ([node] if node.leaf else leaves(node.code))]

    applied = []
    for one, happened, told in decided:
        if not one.target:
            continue
        change = Decimal(0)
        waiting: list[str] = []
        for leaf in leaves(one.target) if happened else []:
            before = scores.get(leaf.code)
            if before is None:
                waiting.append(leaf.code)
                continue
            after = _changed(one, before)
            step = Step(f"{_event(one, told)}：{_sum(one, before, after)}", (), (one.at,))
            lost = _lost(one, before, after)
            scores[leaf.code] = replace(
                before, points=after, steps=(*before.steps, step), lost=lost if after < before.full else "",
                met=before.met if after == before.full else "",
            )  # fmt: skip
            change += after - before.points
        words = _outcome(one, happened, told, change)
        if waiting:
            words += f"，其中{'、'.join(waiting)}还没有评分"
        applied.append(Applied(one, happened, change, Step(words, (), (one.at,))))
    return applied


def on_total(
    decided: tuple[tuple[Adjustment, bool, str], ...], total: Decimal, full: Decimal, scheme: GradeScheme
) -> Adjusted:
    """Adjustments of the total: first points, kept within nought and full marks, then ceilings, then the grade."""
    applied: list[Applied] = []
    for one, happened, told in (row for row in decided if not row[0].target and row[0].kind != "否决"):
        before = total
        if happened and one.points is not None:
            total = _moved(one, before, full)
        applied.append(_applied(one, happened, told, before, total, full))
    lowered = 0
    for one, happened, told in (row for row in decided if not row[0].target and row[0].kind == "否决"):
        before = total
        if happened and one.effect == "总分封顶" and one.cap is not None:
            total = min(total, one.cap)
        elif happened and one.effect == "得零分":
            total = Decimal(0)
        elif happened and one.effect == "等级降一档":
            lowered += 1
        applied.append(_applied(one, happened, told, before, total, full))
    names = [grade.name for grade in scheme.grades]
    hundred = total if full == 100 or not full else round_half_up(total * 100 / full, 2)
    grade = scheme.of(hundred)
    if lowered:
        grade = names[min(names.index(grade) + lowered, len(names) - 1)]
    return Adjusted(total, grade, tuple(applied))


def _applied(one: Adjustment, happened: bool, told: str, before: Decimal, after: Decimal, full: Decimal) -> Applied:
    words = _outcome(one, happened, told, after - before)
    if happened and one.kind != "否决" and one.points is not None:
        words += f"：{_spelled(one, before, after, full)}"
    elif happened and after != before:
        words += f"：{trimmed(before)} → {trimmed(after)}"
    elif happened and one.effect == "总分封顶" and one.cap is not None:
        words += f"：{trimmed(before)} 分没有超过 {trimmed(one.cap)} 分，不变"
    elif happened and one.effect == "等级降一档":
        words += "：评价等级降一档"
    return Applied(one, happened, after - before, Step(words, (), (one.at,)))


def _changed(one: Adjustment, before: Score) -> Decimal:
    if one.kind == "否决":
        return Decimal(0)
    return _moved(one, before.points, before.full)


def _moved(one: Adjustment, before: Decimal, full: Decimal) -> Decimal:
    """Points after an addition or a deduction, within nought and full marks."""
    points = one.points or Decimal(0)
    return min(max(before + (points if one.kind == "加分" else -points), Decimal(0)), full)


def _lost(one: Adjustment, before: Score, after: Decimal) -> str:
    """Why points are lost now: what the rule said, and what was taken; a veto alone where there is one."""
    if after >= before.points:
        return before.lost
    own = f"{one.kind}：{one.matter.rstrip('。')}"
    return own if one.kind == "否决" or not before.lost else f"{before.lost}；{own}"


def _sum(one: Adjustment, before: Score, after: Decimal) -> str:
    if one.kind == "否决":
        return f"原得 {trimmed(before.points)} 分，改为 0 分"
    return _spelled(one, before.points, after, before.full)


def _spelled(one: Adjustment, before: Decimal, after: Decimal, full: Decimal) -> str:
    """``92 + 3 = 95``, ``92 + 20 = 112，以满分 100 为限，计 100``, ``1 − 2 = −1，扣完为止，计 0``."""
    points = one.points or Decimal(0)
    plus = one.kind == "加分"
    exact = before + points if plus else before - points
    bound = f"，以满分 {trimmed(full)} 为限，计 {trimmed(after)}" if plus else "，扣完为止，计 0"
    limit = "" if exact == after else bound
    return f"{trimmed(before)} {'+' if plus else '−'} {trimmed(points)} = {trimmed(exact)}{limit}".replace("-", "−")


def _event(one: Adjustment, told: str) -> str:
    word = "一票否决" if one.kind == "否决" else one.kind
    why = one.reason.strip().rstrip("。；") or told
    return f"{word}（{one.matter.rstrip('。')}" + (f"；{why}）" if why else "）")


def _outcome(one: Adjustment, happened: bool, told: str, change: Decimal) -> str:
    event = _event(one, told)
    if not happened:
        return f"{event}没有发生"
    if one.target:
        return f"{event}已发生，{one.target} 得分变动 {trimmed(change)} 分".replace("-", "−")
    return f"{event}已发生"
