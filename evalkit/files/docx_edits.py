"""A .docx that somebody edited: the report in it, its record, the comments and the tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from evalkit.files.docx import read_docx
from evalkit.files.docx_package import Package, UnreadableError, attribute, local, open_package
from evalkit.files.docx_record import read_record
from evalkit.model.edited import Edited, Pending, Remark
from evalkit.model.places import Finding, Where, doubt

#: Names of tracked changes; what is inserted or moved here is read as text, what is deleted or moved away is not.
_TRACKED = {"ins": "插入", "del": "删除", "moveTo": "移入", "moveFrom": "移出"}
_GONE = ("del", "moveFrom")
_SHOWN = ("t", "noBreakHyphen")


def read_edited(data: bytes, file: str) -> tuple[Edited | None, tuple[Finding, ...]]:
    """The edited report, or the one thing that keeps it from being read."""
    document, findings = read_docx(data, file)
    if document is None:
        return None, findings
    try:
        package = open_package(data)
        born, _, _ = read_record(package)
        root = package.xml(package.main)
        margin = _Margin()
        if root is not None:
            margin.walk(root)
        remarks = tuple(_remarks(package, margin))
        saved = _saved(package)
    except UnreadableError as reason:  # a margin that is broken does not keep the words from being read
        return Edited(document, (), (), ()), (_told(file, reason),)
    return Edited(document, tuple(born.values()), remarks, tuple(_joined(margin.pending)), *saved), findings


def _told(file: str, reason: UnreadableError) -> Finding:
    return doubt(Where(file), f"批注和修订没有读：{reason.message}", reason.cure)


def _saved(package: Package) -> tuple[str, str, str]:
    root = package.xml("docProps/core.xml")
    named = {local(one): (one.text or "").strip() for one in root} if root is not None else {}
    return named.get("lastModifiedBy", ""), named.get("modified", "")[:10], named.get("contentStatus", "")


@dataclass(slots=True)
class _Range:
    """Words between the two ends of a comment, and the paragraph it begins in."""

    paragraph: str
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Margin:
    """What is gathered on one way through the body."""

    ranges: dict[str, _Range] = field(default_factory=dict)
    open: dict[str, _Range] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    last: str = ""  # words of the last paragraph that has any

    def walk(self, root: Any) -> None:
        for element in root.iter():
            name = local(element)
            if name == "p":
                self.last = _words(element) or self.last
            elif name == "commentRangeStart":
                begun = _Range(self.last)
                self.ranges[attribute(element, "id") or ""] = self.open[attribute(element, "id") or ""] = begun
            elif name == "commentRangeEnd":
                self.open.pop(attribute(element, "id") or "", None)
            elif name == "commentReference":
                self.ranges.setdefault(attribute(element, "id") or "", _Range(self.last))
            elif name in _SHOWN and self.open and not _in(element, *_GONE):
                for one in self.open.values():
                    one.parts.append(_shown(element))
                    one.paragraph = one.paragraph or self.last
            elif name in _TRACKED and (attribute(element, "author") is not None):
                self.track(element, name)

    def track(self, element: Any, name: str) -> None:
        above = local(element.getparent()) if element.getparent() is not None else ""
        row = element.getparent().getparent() if above == "trPr" else None
        text = _all(row if row is not None else element)
        if not text.strip() or (name == "ins" and _in(element, "ins")):
            return
        kind = _TRACKED[name] + ("一行" if row is not None else "")
        day = (attribute(element, "date") or "")[:10]
        self.pending.append(Pending(kind, attribute(element, "author") or "", day, text, self.last))


def _in(element: Any, *names: str) -> bool:
    return any(local(up) in names for up in element.iterancestors() if local(up) not in ("body", "document"))


def _words(paragraph: Any) -> str:
    """What a reader sees of a paragraph."""
    return "".join(_shown(one) for one in paragraph.iter() if local(one) in _SHOWN and not _in(one, *_GONE)).strip()


def _all(element: Any) -> str:
    return "".join(_shown(one) for one in element.iter() if local(one) in (*_SHOWN, "delText"))


def _shown(element: Any) -> str:
    return "-" if local(element) == "noBreakHyphen" else element.text or ""


def _joined(pending: list[Pending]) -> Iterator[Pending]:
    """Changes of one kind by one hand side by side as one."""
    held: Pending | None = None
    for one in pending:
        if held is not None and replace(held, text=one.text) == one and "一行" not in one.kind:
            held = replace(held, text=held.text + one.text)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _remarks(package: Package, margin: _Margin) -> Iterator[Remark]:
    part = next(package.related("comments"), "")
    root = package.xml(part) if part else None
    if root is None:
        return
    threads = _threads(package)
    numbers: dict[str, int] = {}
    for number, comment in enumerate((one for one in root if local(one) == "comment"), 1):
        marks = [attribute(one, "paraId") or "" for one in comment.iter() if local(one) == "p"]
        numbers.update({mark: number for mark in marks if mark})
        parent, done = threads.get(marks[-1] if marks else "", ("", False))
        place = margin.ranges.get(attribute(comment, "id") or "", _Range(""))
        lines = (_all(one) for one in comment.iter() if local(one) == "p")
        yield Remark(
            attribute(comment, "author") or "",
            (attribute(comment, "date") or "")[:10],
            "".join(place.parts).strip(),
            "\n".join(line for line in lines if line.strip()),
            place.paragraph,
            done,
            numbers.get(parent, 0),
        )


def _threads(package: Package) -> dict[str, tuple[str, bool]]:
    """Of every comment, by the mark of its last paragraph: the mark it answers, and whether it is resolved."""
    part = next(package.related("commentsExtended"), "")
    root = package.xml(part) if part else None
    found = {}
    for one in root if root is not None else ():
        done = (attribute(one, "done") or "") in ("1", "true")
        found[attribute(one, "paraId") or ""] = (attribute(one, "paraIdParent") or "", done)
    return found
