"""What a table of the engagement folder is made of: its keys, and how headers are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

#: ``text`` one line · ``prose`` several lines · ``number`` a decimal · ``count`` a whole number · ``year`` four digits ·
#: ``date`` · ``choice`` one of ``choices`` · ``codes`` a list separated by 、，; or spaces · ``params`` the parameters of a rule.
Kind = Literal["text", "prose", "number", "count", "year", "date", "choice", "codes", "params"]


@dataclass(frozen=True, slots=True)
class Field:
    """A key (or column). ``help`` stands in the header's comment and in the advice of a placeholder.

    ``means`` has what people write for one of the ``choices``, and the choice it is read as.
    """

    key: str
    kind: Kind = "text"
    help: str = ""
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: str = ""
    example: str = ""
    width: int = 14
    means: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table of the folder. ``form`` tables are key-value sheets (one record); ``home`` says where the text form has it.

    ``fill`` names the columns whose blank cells mean *the same as above* (merged cells).
    """

    name: str
    fields: tuple[Field, ...]
    help: str
    form: bool = False
    home: Literal["engagement", "tables"] = "tables"
    fill: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    def advised(self, told: Mapping[str, str]) -> TableSpec:
        """The same table with other words on what to write, by ``资金`` for the table and ``资金.预算数`` for a key."""
        if not any(key.partition(".")[0] == self.name for key in told):
            return self
        fields = tuple(replace(one, help=told.get(f"{self.name}.{one.key}", one.help)) for one in self.fields)
        return replace(self, fields=fields, help=told.get(self.name, self.help))

    def field(self, key: str) -> Field | None:
        """The field with this key or synonym, compared without spaces and brackets' contents."""
        folded = fold(key)
        for field in self.fields:
            if folded == fold(field.key) or folded in map(fold, field.synonyms):
                return field
        return None


@lru_cache(maxsize=4096)
def fold(key: str) -> str:
    """A header as compared: without spaces, line breaks, stars, and without a remark in brackets at its end."""
    folded = "".join(key.split()).strip("*＊：:")
    for opening, closing in (("（", "）"), ("(", ")")):
        if folded.endswith(closing) and opening in folded[1:]:
            folded = folded[: folded.rindex(opening)]
    return folded
