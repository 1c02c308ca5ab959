"""A document with every name in it masked, wherever it stands, also when a name is parted between two runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from evalkit.model.document import Break, Document, Footnote, Inline, Num, Picture, Placeholder, Ref, Text
from evalkit.privacy import masked, personal
from evalkit.redacting.names import hidden

#: Fields that no reader sees and that something hangs on.
_KEPT = frozenset(
    [
        "id",
        "kind",
        "role",
        "fact",
        "facts",
        "file",
        "reference",
        "style",
        "edition",
        "created",
        "numbering",
        "align",
        "side",
    ]
)
_FIGURE = re.compile(r"[\d.,%‰+\-–—~～年月日]*\D{0,4}")
#: A figure that no telephone or identity number looks like, though its digits may: with decimals, a range, money.
_AMOUNT = re.compile(
    r"[+\-]?(?:\d+\.\d+|[1-9]\d{3,}(?:\.\d+)?[\-–—~～][1-9]\d{3,}(?:\.\d+)?)[^\d.]{0,4}|[+\-]?\d+[万亿]?元.{0,2}"
)


@dataclass(slots=True)
class Mask:
    """Masks names, and the numbers and addresses that tell a person apart; counts what it masked."""

    names: re.Pattern[str] | None
    found: Counter[str] = field(default_factory=Counter)
    numbers: int = 0

    def text(self, text: str) -> str:
        """The words with names, telephone numbers and the like masked."""
        clean = masked(text)
        self.numbers += clean.count("***") - text.count("***")
        return self.words(clean)

    def words(self, text: str) -> str:
        """The words with names masked; figures are left as they are."""
        return self.names.sub(lambda found: self._hidden(found[0]), text) if self.names is not None else text

    def run(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """A run of inlines; a name that begins in one and ends in another is masked where it begins."""
        texts = [one.text if isinstance(one, Text | Num) else "\n" for one in inlines]
        if self.names is not None:
            found = [(*one.span(), self._hidden(one[0])) for one in self.names.finditer("".join(texts))]
            texts = _replaced(texts, found)
        numbers = [(start, end, "***") for start, end in personal("".join(texts)) if _told(inlines, texts, start, end)]
        self.numbers += len(numbers)
        texts = _replaced(texts, numbers)
        return tuple(self._inline(one, text) for one, text in zip(inlines, texts, strict=True))

    def _inline(self, inline: Inline, words: str) -> Inline:
        match inline:
            case Text() | Num():
                return replace(inline, text=words)
            case Placeholder():
                return replace(inline, advice=self.text(inline.advice))
            case Ref():
                return replace(inline, text=self.words(inline.text), target=self.words(inline.target))
            case Footnote():
                return Footnote(self.run(inline.inlines))
            case Break():
                return inline

    def _hidden(self, name: str) -> str:
        said = hidden(name)
        self.found[said] += 1
        return said


def masked_document(document: Document, mask: Mask) -> tuple[Document, Mapping[str, str]]:
    """The document without names, and the new names of its pictures' files by the old ones, which may tell a name too."""
    renamed: dict[str, str] = {}

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return mask.text(value)
        if isinstance(value, tuple):
            if value and all(isinstance(one, Inline) for one in value):
                return mask.run(value)
            return tuple(walk(one) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            return _made(value, walk, renamed)
        return value

    made: Document = walk(document)
    return replace(made, printed={}), renamed


def _made(value: Any, walk: Callable[[Any], Any], renamed: dict[str, str]) -> Any:
    changed: dict[str, Any] = {
        # What a block said when it was made, for the record of a draft, is said nowhere here.
        one.name: None if one.name == "base" else walk(getattr(value, one.name))
        for one in fields(value)
        if one.name not in _KEPT
    }
    if isinstance(value, Picture):
        suffix = value.file.rpartition(".")[2].lower()
        changed["file"] = renamed.setdefault(value.file, f"图{len(renamed) + 1}.{suffix}")
    return replace(value, **changed)


def _replaced(texts: list[str], found: list[tuple[int, int, str]]) -> list[str]:
    """Neighbouring texts with what stands from and to, in all of them together, replaced where it begins."""
    changed, starts = list(texts), [sum(map(len, texts[:n])) for n in range(len(texts))]
    for start, end, said in reversed(found):
        for n in range(len(texts)):
            begin, stop = max(start - starts[n], 0), end - starts[n]
            if stop > 0 and begin < len(texts[n]):
                first = starts[n] <= start
                changed[n] = changed[n][:begin] + (said if first else "") + changed[n][stop:]
    return changed


def _told(inlines: tuple[Inline, ...], texts: list[str], start: int, end: int) -> bool:
    """Whether what looks like a telephone number is one, and not figures of the report beside each other, or an amount."""
    place, whole = 0, "".join(texts)
    for one, text in zip(inlines, texts, strict=True):
        begin, place = place, place + len(text)
        if isinstance(one, Num) and begin < end and start < place and _FIGURE.fullmatch(text):
            inside = begin <= start and end <= place
            amount = _AMOUNT.fullmatch(text) or re.match(r"\s?[万亿]?元", whole[end:])
            if amount if inside else whole[start].isdecimal():
                return False
    return True
