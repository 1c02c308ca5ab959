"""Documents named by their numbers (财预〔2020〕10号): how they are compared, and which one a wrong number may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.likeness import listed, nearest
from evalkit.model.places import Where
from evalkit.numbers import plain
from evalkit.words import TableSpec

_BRACKETS = str.maketrans("[]()（）【】〔〕﹝﹞", "〔〕〔〕〔〕〔〕〔〕〔〕")
_NUMBER = re.compile(r"(\D+)〔(\d{4})〕第?(\d+)号?")


def folded(number: str) -> str:
    """A document's number as compared: brackets of any kind, no blanks."""
    return "".join(plain(number.translate(_BRACKETS)).split())


def likely(written: str, known: Mapping[str, str], what: str) -> str:
    """The cure for a document nobody knows, out of numbers with their titles: the one it may mean, or the list of them.

    A number may mean another one of the same place only: 粤财绩 is never 湘财绩, however alike they look.
    """
    near = _titled(written, known) or _numbered(written, known)
    if not near:
        return listed(tuple(known), what)
    return f"是不是“{near}”" + (f"（《{known[near]}》）" if known[near] and "《" not in known[near] else "")


def own_table(spec: TableSpec, at: Where) -> str:
    """Where a table of the folder's own is written, in the form the place is in; to go on after 别的文件."""
    if at.file.endswith(".xlsx"):
        return f"加一张“{spec.name}”工作表来写，列名见 docs/tables.md"
    return f"写在 tables/{spec.name}.yaml，列名见 docs/tables.md"


def _titled(written: str, known: Mapping[str, str]) -> str:
    """The one document with this title, or one much like it."""
    titles = {title: number for number, title in known.items() if title}
    return titles.get(nearest(written.strip("《》"), titles, 0.75), "")


def _numbered(written: str, known: Mapping[str, str]) -> str:
    """The one of the same place that is most like a number: by its office, then its year, then its count."""
    wanted = _NUMBER.fullmatch(folded(written))
    if wanted is None:
        return ""
    found: dict[tuple[bool, ...], list[str]] = {}
    for number in known:
        parts = _NUMBER.fullmatch(folded(number))
        if parts is not None and parts[1][0] == wanted[1][0]:
            found.setdefault(tuple(parts[place] == wanted[place] for place in (1, 2, 3)), []).append(number)
    best = found[max(found)] if found else []
    return best[0] if len(best) == 1 else ""
