"""The rows of the table 指标 as a tree: its nodes with their codes and weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from evalkit.model.places import Finding, Where, fault
from evalkit.numbers import parse_decimal, plain, round_half_up, trimmed
from evalkit.records import TOTALS, Record

LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标")
FULL = Decimal(100)
#: Points are given and printed with two decimals at most.
PLACES = 2

_STATED = re.compile(r"(.+?)\s*[（(]\s*([\d.]+)\s*分\s*[)）]")


@dataclass(eq=False)
class Node:
    """A node of the framework while it is built."""

    name: str
    level: int
    at: Where
    parent: Node | None = None
    stated: Decimal | None = None
    stated_at: Where = Where("")
    record: Record | None = None
    code: str = ""
    children: list[Node] = field(default_factory=list)
    weight: Decimal | None = None

    def leaves(self) -> Iterator[Node]:
        if self.record is not None:
            yield self
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.nodes()


def grow(records: tuple[Record, ...], found: list[Finding]) -> tuple[list[Node], list[tuple[Record, Node | None]]]:
    """The first-level nodes, and the sum rows with the node each sums up (None for the whole)."""
    roots: list[Node] = []
    sums: list[tuple[Record, Node | None]] = []
    path: list[Node] = []
    for record in records:
        if record.total:
            sums.append((record, summed(record, path)))
            continue
        names = [(key, record.text(key)) for key in LEVELS if record.text(key)]
        if len(names) < 3 or names[2][0] != LEVELS[2]:
            continue
        path = []
        for level, (key, text) in enumerate(names, 1):
            name, stated = split_stated(text)
            siblings = path[-1].children if path else roots
            leaf = level == len(names)
            node = next((one for one in siblings if one.name == name and (one.record is None) is not leaf), None)
            if leaf and node is not None:
                message = f"指标“{name}”在“{path[-1].name}”下写了两次，前一次在 {node.at.spot}"
                found.append(fault(record.where(key), message, "删去一行，或改成不同的名称"))
                break
            if node is None:
                node = Node(name, level, record.where(key), path[-1] if path else None)
                siblings.append(node)
            state(node, stated, record.where(key), found)
            if leaf:
                node.record = record
            path.append(node)
    return roots, sums


def split_stated(text: str) -> tuple[str, Decimal | None]:
    """``产出（25分）`` → 产出, 25."""
    match = _STATED.fullmatch(text.strip())
    weight = parse_decimal(match[2]) if match else None
    return (match[1], weight) if match and weight is not None else (text.strip(), None)


def state(node: Node, stated: Decimal | None, at: Where, found: list[Finding]) -> None:
    if stated is None:
        return
    if node.stated is not None and node.stated != stated:
        before = f"{trimmed(node.stated)} 分（{node.stated_at.spot}）"
        message = f"“{node.name}”这里写明 {trimmed(stated)} 分，前面写明 {before}"
        found.append(fault(at, message, "改成一致，或只在第一行写"))
    elif node.stated is None:
        node.stated, node.stated_at = stated, at


def summed(record: Record, path: list[Node]) -> Node | None:
    """Which node a sum row sums up: the level above the column that holds its word, of the rows just read."""
    level = next((place for place, key in enumerate(LEVELS) if "".join(record.text(key).split()) in TOTALS), 0)
    if level == 0 and record.total == "小计":
        level = 1
    return path[level - 1] if 0 < level <= len(path) else None


# ---- codes --------------------------------------------------------------------------------------------------------


def number(roots: list[Node], found: list[Finding]) -> None:
    """Gives every node its code; a code typed twice is a fault."""
    typed: dict[str, Where] = {}
    for root in roots:
        for leaf in root.leaves():
            assert leaf.record is not None
            code = plain(leaf.record.text("编码"))
            if code and code in typed:
                message = f"编码“{code}”写了两次，前一次在 {typed[code].spot}"
                found.append(fault(leaf.record.where("编码"), message, "改成不同的编码，或留空由程序编"))
            elif code:
                typed[code] = leaf.record.where("编码")
                leaf.code = code
    taken = set(typed)
    for order, root in enumerate(roots):
        derived = inherited(root, "")
        root.code = root.code or (derived if derived not in taken else "") or free("", order, taken)
        taken.add(root.code)
    for root in roots:
        below(root, taken)


def below(node: Node, taken: set[str]) -> None:
    for child in node.children:
        # Typed codes further down decide first, lest a number given by order takes theirs.
        derived = inherited(child, node.code) if not child.code else ""
        if derived and derived not in taken:
            child.code = derived
            taken.add(derived)
    for order, child in enumerate(node.children):
        if not child.code:
            child.code = free(node.code, order, taken)
            taken.add(child.code)
        below(child, taken)


def inherited(node: Node, parent: str) -> str:
    """The code that the typed codes below a node imply: C1 where they are C11, C12; empty where they imply none."""
    implied = set()
    for leaf in node.leaves():
        if leaf is not node and re.fullmatch(rf"[A-Z]\d{{{leaf.level - 1}}}", leaf.code):
            implied.add(leaf.code[: node.level])
    code = implied.pop() if len(implied) == 1 else ""
    return code if code.startswith(parent) else ""


def free(parent: str, order: int, taken: set[str]) -> str:
    """The next code below a parent that nobody has: letters at the top, digits below, ``A1-10`` from the tenth on."""
    while True:
        if not parent:
            code = chr(65 + order) if order < 26 else f"Z{order}"
        else:
            code = f"{parent}{order + 1}" if order < 9 else f"{parent}-{order + 1}"
        if code not in taken:
            return code
        order += 1


# ---- weights ------------------------------------------------------------------------------------------------------


def weigh(roots: list[Node], sums: list[tuple[Record, Node | None]], at: Where, found: list[Finding]) -> None:
    """Weights of all nodes, None where one below is missing; what is stated otherwise is a fault."""
    for root in roots:
        for leaf in root.leaves():
            leaf.weight = leaf_weight(leaf, found)
        for node in sorted(root.nodes(), key=lambda node: -node.level):
            if node.record is not None:
                continue
            parts = [child.weight for child in node.children]
            known = [part for part in parts if part is not None]
            node.weight = sum(known, Decimal(0)) if len(known) == len(parts) else None
            if node.weight is not None and node.stated is not None and node.weight != node.stated:
                message = f"“{node.name}”写明 {trimmed(node.stated)} 分，下级指标合计 {trimmed(node.weight)} 分"
                found.append(fault(node.stated_at, message, "改下级指标的分值，或改括号里的分数"))
    weights = [root.weight for root in roots if root.weight is not None]
    whole = sum(weights, Decimal(0)) if len(weights) == len(roots) else None
    if whole is not None and whole != FULL:
        message = f"末级指标的分值合计 {trimmed(whole)} 分，应当是 {FULL} 分"
        found.append(fault(at, message, "核对各指标的分值"))
    for record, top in sums:
        stated, computed = record.number("分值"), top.weight if top else whole
        if stated is not None and computed is not None and stated != computed:
            name = f"“{top.name}”的{record.total}" if top else record.total
            message = f"{name}写 {trimmed(stated)} 分，各指标合计 {trimmed(computed)} 分"
            found.append(fault(record.where("分值"), message, "改分值，或删去这一行（程序自己合计）"))


def leaf_weight(leaf: Node, found: list[Finding]) -> Decimal | None:
    """The weight of a leaf; None where it is missing or no good, which the reader of records or this one has told."""
    assert leaf.record is not None
    weight, at = leaf.record.number("分值"), leaf.record.where("分值")
    if weight is None:
        if "分值" not in leaf.record.faulty:
            found.append(fault(at, f"{leaf.code} {leaf.name} 没有写分值", "补上分值"))
        return None
    if leaf.stated is not None and leaf.stated != weight:
        message = f"“{leaf.name}”名称里写 {trimmed(leaf.stated)} 分，分值写 {trimmed(weight)} 分"
        found.append(fault(at, message, "改成一致，或删去名称里的分数"))
    if weight <= 0:
        found.append(fault(at, f"{leaf.code} {leaf.name} 的分值是 {trimmed(weight)}，应当大于 0", "改正分值"))
        return None
    if weight != round_half_up(weight, PLACES):
        message = f"{leaf.code} {leaf.name} 的分值是 {trimmed(weight)}，小数超过了两位"
        found.append(fault(at, message, "分值最多写两位小数，各指标合计仍要是 100"))
        return None
    return weight
