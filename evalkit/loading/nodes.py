"""Reads the nodes of a YAML file by kind, collecting every fault at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from evalkit.likeness import nearest
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Listed, Mapped, Node, Scalar
from evalkit.numbers import parse_decimal, plain, trimmed

YES, NO = ("是", "true", "yes", "计入"), ("否", "false", "no", "不计入", "")


class NodeReader:
    """Collects faults while it reads, so that all are told at once. ``synonyms`` are other words for keys."""

    def __init__(self, synonyms: Mapping[str, str]) -> None:
        self.synonyms = synonyms
        self.findings: list[Finding] = []

    def fault(self, where: Where, message: str, cure: str = "") -> None:
        self.findings.append(fault(where, message, cure))

    def mapping(self, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node] | None:
        """The values by key, synonyms resolved; unknown keys are faults. None when the node is no mapping."""
        if not isinstance(node, Mapped):
            self.fault(node.at, f"{what}应当写成“键: 值”", f"可用的键：{'、'.join(known)}")
            return None
        found: dict[str, Node] = {}
        for key, value in node.items:
            name = self.named(key)
            if name not in known:
                cure = near(name, known).strip("；") or f"可用的键：{'、'.join(known)}"
                self.fault(key.at, f"{what}里不认识的键“{key.text}”", cure)
            elif name in found:
                self.fault(key.at, f"{what}里的键“{name}”写了两次", "只留一个")
            elif not (isinstance(value, Scalar) and not value.text.strip()):
                found[name] = value
        return found

    def named(self, key: Scalar) -> str:
        """A key with its synonyms resolved."""
        name = plain(key.text)
        return self.synonyms.get(name, name)

    def items(self, node: Node | None, what: str) -> Iterator[tuple[Scalar, Node]]:
        if isinstance(node, Mapped):
            yield from node.items
        elif node is not None:
            self.fault(node.at, f"“{what}”应当写成 {{名称: 值}}", "例如 {甲类人员: 24, 乙类人员: 596}")

    def labels(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text.strip(),)
        if isinstance(node, Listed) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
        self.fault(node.at, f"{what}应当是文字的列表", "写成 [甲, 乙, 丙]")
        return ()

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text.strip()
        self.fault(node.at, "这里应当是一段文字", "含冒号的文字用英文双引号括起来")
        return ""

    def number(self, node: Node | None, what: str, low: Decimal, high: Decimal, cure: str = "") -> Decimal | None:
        text = self.text(node)
        if node is None or not text:
            return None
        value = parse_decimal(text.rstrip("分秒"))
        if value is None or not low <= value <= high:
            cure = cure or f"写 {trimmed(low)} 到 {trimmed(high)} 的数"
            self.fault(node.at, f"{what}写的是“{text}”", cure)
            return None
        return value

    def count(self, node: Node | None, what: str) -> int | None:
        text = self.text(node)
        if node is None or not text:
            return None
        value = parse_decimal(text.rstrip("份人户"))
        if value is None or value < 0 or value != value.to_integral_value():
            self.fault(node.at, f"“{what}”写的是“{text}”，应当是整数", "只写整数，如 29")
            return None
        return int(value)

    def choice(self, node: Node | None, what: str, known: tuple[str, ...], default: str) -> str:
        text = self.text(node).removesuffix("题")
        if node is None or not text:
            return default
        if text not in known:
            self.fault(node.at, f"不认识的{what}“{text}”", f"可用的{what}：{'、'.join(known)}{near(text, known)}")
        return text

    def yes(self, node: Node | None, default: bool, what: str) -> bool:
        text = plain(self.text(node)).lower()
        if node is None:
            return default
        if text not in (*YES, *NO):
            self.fault(node.at, f"“{what}”写的是“{text}”", "写“是”或“否”")
        return text in YES


def near(text: str, known: tuple[str, ...] | list[str]) -> str:
    """``；是不是“…”`` with the word most like this one; empty where none is."""
    likest = nearest(text, known)
    return f"；是不是“{likest}”" if likest else ""
