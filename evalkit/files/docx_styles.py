"""What the styles and lists of a .docx say about a paragraph: its outline level, its name, its automatic number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evalkit.files.docx_package import attribute, local
from evalkit.numbers import chinese_number

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)


def child(element: Any, *names: str) -> Any | None:
    """The first element down a path of local names."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def value(element: Any, *names: str) -> str | None:
    """The ``val`` of the first element down a path of local names."""
    found = child(element, *names)
    return None if found is None else attribute(found, "val")


def whole(text: str | None, otherwise: int) -> int:
    """A small whole number of an attribute; whatever else stands there counts as ``otherwise``."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text) else otherwise


def is_on(element: Any, name: str) -> bool:
    """Whether a toggle property (``b``, ``vanish``) is there and not switched off."""
    found = child(element, name) if element is not None else None
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in lower case, its outline level from 1 (None for text), its list."""

    name: str
    level: int | None
    list_id: str | None
    list_level: int


def outline_level(text: str) -> int | None:
    """The heading level (from 1) an ``outlineLvl`` gives; 9 is body text."""
    level = whole(text, 9)
    return level + 1 if level < 9 else None


def read_styles(root: Any | None) -> Mapping[str, Style]:
    """All paragraph styles by ID, what they inherit resolved."""
    raw = {
        attribute(one, "styleId") or "": one
        for one in (root if root is not None else ())
        if local(one) == "style" and attribute(one, "type") == "paragraph"
    }
    return {id: _style(id, raw) for id in raw}


def _style(id: str, raw: Mapping[str, Any]) -> Style:
    name = (value(raw[id], "name") or "").lower()
    named = _HEADING.match(name)
    level = int(named[1]) if named else None
    list_id: str | None = None
    list_level: int | None = None
    seen: set[str] = set()
    current = id
    while current in raw and current not in seen:
        seen.add(current)
        style = raw[current]
        outline = value(style, "pPr", "outlineLvl")
        if level is None and outline is not None:
            level = outline_level(outline) or 0
        list_id = list_id or value(style, "pPr", "numPr", "numId")
        depth = value(style, "pPr", "numPr", "ilvl")
        list_level = whole(depth, 0) if list_level is None and depth else list_level
        current = value(style, "basedOn") or ""
    return Style(name, level or None, list_id, list_level or 0)


@dataclass(frozen=True, slots=True)
class ListLevel:
    format: str
    text: str
    start: int
    legal: bool = False  # every number of the label in Arabic digits


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counting as it is read from top to bottom (the only state of the reader)."""

    lists: Mapping[str, tuple[str, Mapping[int, ListLevel]]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, list_id: str, level: int) -> str:
        """The next number of a list at a level as printed; empty for bullets and unknown lists."""
        if list_id not in self.lists:
            return ""
        key, levels = self.lists[list_id]
        if level not in levels:
            return ""
        counts = self.counts.setdefault(key, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if levels[level].format in ("bullet", "none"):
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            if at not in levels:
                return ""
            format = "decimal" if levels[level].legal else levels[at].format
            return _numeral(counts.get(at, levels[at].start), format)

        return re.sub(r"%([1-9])", number, levels[level].text)


def read_numbering(root: Any | None) -> Numbering:
    """The lists by ``numId``; lists that share their definition count on."""
    if root is None:
        return Numbering({})
    abstract = {
        attribute(one, "abstractNumId") or "": {
            whole(attribute(level, "ilvl"), 0): ListLevel(
                value(level, "numFmt") or "decimal",
                value(level, "lvlText") or "",
                whole(value(level, "start"), 1),
                is_on(level, "isLgl"),
            )
            for level in one
            if local(level) == "lvl"
        }
        for one in root
        if local(one) == "abstractNum"
    }
    lists = {}
    for one in root:
        if local(one) == "num":
            id, key = attribute(one, "numId") or "", value(one, "abstractNumId") or ""
            overridden = any(local(inner) == "lvlOverride" for inner in one)
            lists[id] = (f"{key}/{id}" if overridden else key, abstract.get(key, {}))
    return Numbering(lists)


def _numeral(n: int, format: str) -> str:
    if format in ("chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting"):
        return chinese_number(n) if 0 <= n < 1000 else str(n)
    if format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (n - 1) % 26)
        return letter if format == "upperLetter" else letter.lower()
    if format == "decimalEnclosedCircle" and 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if format == "decimalZero":
        return f"{n:02d}"
    return str(n)
