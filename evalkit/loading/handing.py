"""Indicators that do not apply: their weights go to the others, in hundredths that add up again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from evalkit.loading.tree import PLACES, Node
from evalkit.model.places import Finding, fault
from evalkit.model.scoring import Idle
from evalkit.numbers import divide
from evalkit.records import NOTHING

EVERYWHERE = "全体分摊"
#: What people write into a cell to say that there is nothing to say.
NO_REASON = (*NOTHING, "否", "是", "适用", "不适用", "没有", "×", "√")


def hand_on(roots: list[Node], spread: str, found: list[Finding]) -> tuple[Idle, ...]:
    """Takes the leaves that do not apply out of the tree and gives their weights to those that do.

    同级分摊 keeps the weight below the nearest node that has other leaves; 全体分摊 shares it among all leaves. Shares
    follow the weights; what rounding leaves goes to the largest remainders, so that sums stay as they were.
    """
    leaves = [leaf for root in roots for leaf in root.leaves()]
    gone = [leaf for leaf in leaves if leaf.record is not None and leaf.record.text("不适用原因").strip()]
    found.extend(_no_reasons(gone))
    if not gone:
        return ()
    if len(gone) == len(leaves):
        found.append(fault(gone[0].at, "所有指标都写了不适用原因", "删去适用的那些指标的不适用原因"))
        return ()
    if any(leaf.weight is None for leaf in leaves):
        return ()
    idle = tuple(_idle(leaf) for leaf in gone)
    out = frozenset(gone)
    if spread == EVERYWHERE:
        share([leaf for leaf in leaves if leaf not in out], _sum(leaves))
    else:
        for waiting in _scopes(roots, gone):
            share([leaf for leaf in waiting if leaf not in out], _sum(waiting))
    for root in list(roots):
        _prune(root, out)
        if root.record is None and not root.children:
            roots.remove(root)
    for root in roots:
        for node in sorted(root.nodes(), key=lambda node: -node.level):
            if node.record is None:
                node.weight = sum((child.weight or Decimal(0) for child in node.children), Decimal(0))
    return idle


def share(leaves: list[Node], total: Decimal) -> None:
    """Gives the leaves new weights in proportion to their own that add up to a total."""
    before = _sum(leaves)
    unit = Decimal(1).scaleb(-PLACES)
    exact = [divide((leaf.weight or Decimal(0)) * total, before) for leaf in leaves]
    floored = [one.quantize(unit, rounding=ROUND_FLOOR) for one in exact]
    left = int((total - sum(floored, Decimal(0))) / unit)
    order = sorted(range(len(leaves)), key=lambda place: (floored[place] - exact[place], place))
    for place in order[:left]:
        floored[place] += unit
    for leaf, weight in zip(leaves, floored, strict=True):
        leaf.weight = weight.normalize() if weight != weight.to_integral_value() else weight.quantize(Decimal(1))


def _scopes(roots: list[Node], gone: list[Node]) -> Iterator[list[Node]]:
    """The leaves below each node that has to share weights out, the smallest that holds an idle leaf and another."""
    out = frozenset(gone)
    taken: set[int] = set()
    for leaf in gone:
        node = leaf.parent
        while node is not None and all(one in out for one in node.leaves()):
            node = node.parent
        key = id(node)
        if key not in taken:
            taken.add(key)
            yield list(node.leaves()) if node is not None else [one for root in roots for one in root.leaves()]


def _prune(node: Node, gone: frozenset[Node]) -> None:
    for child in list(node.children):
        _prune(child, gone)
        if child in gone or (child.record is None and not child.children):
            node.children.remove(child)


def _no_reasons(gone: list[Node]) -> Iterator[Finding]:
    """Faults of a reason that is none (无, —), and of an indicator out of use that somebody has scored all the same."""
    for leaf in gone:
        assert leaf.record is not None
        reason, at = leaf.record.text("不适用原因").strip(), leaf.record.where("不适用原因")
        if reason in NO_REASON:
            cure = "适用的，这一格留空；不适用的，写明为什么，如“本年没有培训任务”"
            yield fault(at, f"{leaf.code} {leaf.name} 的不适用原因写的是“{reason}”，看不出适用不适用", cure)
        elif leaf.record.number("人工得分") is not None:
            cure = "适用的，删去不适用原因；不适用的，删去人工得分"
            yield fault(at, f"{leaf.code} {leaf.name} 写了不适用原因，又写了人工得分", cure)


def _idle(leaf: Node) -> Idle:
    assert leaf.record is not None
    reason = leaf.record.text("不适用原因").strip()
    return Idle(leaf.code, leaf.name, leaf.weight or Decimal(0), reason, leaf.record.where("不适用原因"))


def _sum(leaves: list[Node]) -> Decimal:
    return sum((leaf.weight or Decimal(0) for leaf in leaves), Decimal(0))
