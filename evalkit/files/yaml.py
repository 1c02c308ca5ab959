"""YAML text -> nodes with places. Every scalar stays the text it was: ``0010``, ``12:30``, ``yes``.

What people get wrong in YAML (a full-width colon, a tab, a value that begins with a sign YAML keeps for itself) is
told with its line and mended in memory, so that one run tells all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from evalkit.files.text import decode
from evalkit.files.yaml_mending import explain, mend, mend_lines
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Listed, Mapped, Node, Scalar

#: Nothing in an engagement is nested deeper.
DEPTH = 20
#: So many slips of one file are told in one run.
MENDS = 60


def parse_yaml(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The one document of a file; None for an empty file, and with faults where it cannot be read at all.

    Aliases and tags are refused: an engagement has no use for them, and an attacker has.
    """
    text, findings = decode(data, file)
    if text is None:
        return None, findings
    found: list[Finding] = []
    mended: list[int] = []
    for _ in range(MENDS if len(text) < 200_000 else 1):  # each mend costs one more slow parse
        try:
            node, more = nodes(text, file)
        except yaml.MarkedYAMLError as error:
            repair = mend(text, error, file)
            # A line that is mended over and over is beyond this program.
            if repair is not None and any(mended.count(line) >= 3 for line in repair.lines):
                repair = None
            if repair is None:
                place, message, cure = explain(text, error)
                # What a mended line leaves behind may be of our own making.
                if not any(abs(place[0] - line) <= 2 for line in mended):
                    found.append(fault(Where(file, f"{place[0]}:{place[1]}"), message, cure))
                return None, tuple(found)
        else:
            repair = mend_lines(text, file) if isinstance(node, Scalar) else None
            if repair is None:
                return node, (*found, *more)
        text = repair.text
        mended.extend(repair.lines)
        found.extend(repair.findings)
    return None, tuple(found)


def nodes(text: str, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The tree of one document. The errors PyYAML raises are those of its Python scanner, whose words are known."""
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        try:
            return _Tree(file).grow(yaml.parse(text, Loader=fast))
        except yaml.YAMLError:
            pass
    return _Tree(file).grow(yaml.parse(text, Loader=yaml.SafeLoader))


@dataclass
class _Branch:
    """A mapping or list still growing."""

    at: Where
    mapping: bool
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    seen: dict[str, Where] = field(default_factory=dict)
    key: Scalar | None = None
    flow: bool = False


class _Tree:
    """Grows nodes from parse events, with a limit to their depth."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []
        self.open: list[_Branch] = []
        self.root: Node | None = None

    def grow(self, events: Iterable[Event]) -> tuple[Node | None, tuple[Finding, ...]]:
        documents = 0
        for event in events:
            at = self.where(event)
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.found.append(fault(at, "一个文件里只能有一份内容，这里用 --- 又起了一份", "删去这一行 ---"))
                    break
            elif isinstance(event, ScalarEvent):
                self.tag(event, at)
                plain = event.implicit[0]
                text = "" if plain and event.value in ("~", "null", "Null", "NULL") else event.value
                self.put(Scalar(text, at))
            elif isinstance(event, AliasEvent):
                message = f"YAML 的引用（*{event.anchor}）不支持"
                self.found.append(fault(at, message, "把内容写全；文字以 * 开头的，两边加引号"))
                self.put(Scalar(f"*{event.anchor}", at))
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self.tag(event, at)
                if len(self.open) >= DEPTH:
                    self.found.append(fault(at, f"嵌套超过 {DEPTH} 层，没有读下去", "检查括号和缩进"))
                    return None, tuple(self.found)
                self.open.append(_Branch(at, isinstance(event, MappingStartEvent), flow=bool(event.flow_style)))
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                branch = self.open.pop()
                self.put(
                    Mapped(tuple(branch.pairs), branch.at) if branch.mapping else Listed(tuple(branch.items), branch.at)
                )
        return self.root, tuple(self.found)

    def where(self, event: Event) -> Where:
        mark = event.start_mark
        if mark is None:  # pragma: no cover - the scanners always give one
            return Where(self.file)
        return Where(self.file, f"{mark.line + 1}:{mark.column + 1}")

    def tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, at: Where) -> None:
        tag = event.tag
        if tag is not None and not (isinstance(event, ScalarEvent) and tag == "!" and not event.value):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            cure = "删去这个标签；文字以 ! 开头的，两边加引号"
            self.found.append(fault(at, f"YAML 的标签（{shown}）不支持，这里只写文字", cure))

    def put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        branch = self.open[-1]
        if not branch.mapping:
            branch.items.append(node)
        elif branch.key is None:
            if not isinstance(node, Scalar):
                message = "键应当是文字，这里是括号里的内容"
                self.found.append(fault(node.at, message, "文字以 {、[ 开头的，两边加引号"))
                node = Scalar("", node.at)
            branch.key = node
        else:
            self.pair(branch, branch.key, node)
            branch.key = None

    def pair(self, branch: _Branch, key: Scalar, value: Node) -> None:
        """Adds an entry; ``{名称：x}`` is a key without a value to YAML."""
        if branch.flow and "：" in key.text and isinstance(value, Scalar) and not value.text:
            name, _, rest = key.text.partition("：")
            cure = f"改成半角冒号加空格，写作“{name}: {rest}”"
            self.found.append(fault(key.at, f"“{name}”后面用了全角冒号，YAML 认不出", cure))
            key, value = Scalar(name.strip(), key.at), Scalar(rest.strip(), key.at)
        earlier = branch.seen.setdefault(key.text, key.at)
        if earlier is not key.at:
            message = f"“{key.text}”写了两次，前一次在第 {earlier.spot.partition(':')[0]} 行"
            self.found.append(fault(key.at, message, "留一个，删去另一个"))
        branch.pairs.append((key, value))
