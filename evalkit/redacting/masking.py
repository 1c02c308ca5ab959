"""A document with every name in it masked, wherever it stands, also when a name is parted between two runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from evalkit.model.document import Break, Document, Footnote, Inline, Num, Picture, Placeholder, Ref, Text
from evalkit.privacy import masked
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
        whole = "".join(texts)
        changed = dict(enumerate(texts))
        if self.names is not None:
            starts = [sum(map(len, texts[:n])) for n in range(len(texts))]
            for found in reversed(list(self.names.finditer(whole))):
                said = self._hidden(found[0])
                for n in reversed(range(len(texts))):
                    begin, end = max(found.start() - starts[n], 0), found.end() - starts[n]
                    if end <= 0 or begin >= len(texts[n]):
                        continue
                    first = starts[n] <= found.start()
                    changed[n] = changed[n][:begin] + (said if first else "") + changed[n][end:]
        return tuple(self._inline(one, changed[n]) for n, one in enumerate(inlines))

    def _inline(self, inline: Inline, words: str) -> Inline:
        match inline:
            case Text():
                clean = masked(words)
                self.numbers += clean.count("***") - words.count("***")
                return replace(inline, text=clean)
            case Num():
                # A figure stays as it is; a fact in words may be an address or a telephone number.
                return replace(inline, text=words if _FIGURE.fullmatch(words) else masked(words))
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
        one.name: walk(getattr(value, one.name)) for one in fields(value) if one.name not in _KEPT
    }
    if isinstance(value, Picture):
        suffix = value.file.rpartition(".")[2].lower()
        changed["file"] = renamed.setdefault(value.file, f"图{len(renamed) + 1}.{suffix}")
    return replace(value, **changed)
