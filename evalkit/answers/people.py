"""The names that stand in an export's own columns for them: masked wherever an answer of that export repeats one.

Only what looks like a name is looked for, letter by letter: a form's own name or another's, since people name their
neighbours and whoever told them. What begins like a common word (方便, 农民工) and stands in more answers than forms have
it as a name is that word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from evalkit.columns import distinct, take
from evalkit.model.export import Export
from evalkit.privacy import asks_who, kind, like_a_name, may_be_a_word

_BLANK = re.compile(r"\s+")
#: What parts the names of one cell, and remarks behind a name.
_PARTS = re.compile(r"[（(\[【].*?[)）\]】]|[、，,；;/／]+")


class People:
    """The names of one export. They are read when an answer is first looked through, and kept nowhere."""

    def __init__(self, export: Export) -> None:
        self.export = export

    @cached_property
    def names(self) -> Mapping[str, int]:
        """Every name with the number of forms that have it."""
        made: Counter[str] = Counter()
        answers = set(self.export.columns.values())
        for column, title in self.export.titles.items():
            # 您知道村长的名字吗 is a question like any other.
            if kind(title) != "姓名" or (column in answers and not asks_who(title)):
                continue
            for value, (_, count) in distinct(take(self.export.sheet.columns[column], self.export.rows)).items():
                for part in _PARTS.split(str(value or "")):
                    name = _BLANK.sub("", part)
                    if like_a_name(name):
                        made[name] += count
        return made

    @cached_property
    def begins(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(''.join({name[0] for name in self.names}))}]")

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self.names}, reverse=True))

    def masked(self, texts: Iterable[tuple[str, int]]) -> Mapping[str, str]:
        """Of texts, each with the number of forms that have it, those that name somebody, as they are without the names."""
        if not self.names:
            return {}
        found: dict[str, list[tuple[int, int]]] = {}
        held: Counter[str] = Counter()
        for text, count in texts:
            places = self.places(text)
            if places:
                found[text] = places
                held.update(dict.fromkeys({text[start:end] for start, end in places}, count))
        words = {name for name, count in held.items() if may_be_a_word(name) and count > self.names[name]}
        made = {text: _without(text, places, words) for text, places in found.items()}
        return {text: bare for text, bare in made.items() if bare != text}

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in a text, the longest at each place, none within another."""
        made: list[tuple[int, int]] = []
        for match in self.begins.finditer(text):
            start = match.start()
            if made and start < made[-1][1]:
                continue
            size = next((size for size in self.sizes if text[start : start + size] in self.names), 0)
            if size:
                made.append((start, start + size))
        return made


def _without(text: str, places: Iterable[tuple[int, int]], words: set[str]) -> str:
    for start, end in reversed(list(places)):
        if text[start:end] not in words:
            text = f"{text[:start]}***{text[end:]}"
    return text
