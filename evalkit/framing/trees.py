"""Tables with one column of names, whose codes (A, A1, A11 or 1, 1.1, 1.1.1) say what belongs below what."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.framing.headers import Header
from evalkit.framing.lattice import Lattice
from evalkit.framing.naming import split_name, total_word


def spelt_out(lattice: Lattice, header: Header, body: list[int]) -> Iterator[tuple[int, list[str]]]:
    """The leaves with the names above them from the first level down, and the rows of sums; others as they stand."""
    coded = [(y, _code(lattice, header, y)) for y in body]
    open_nodes: list[tuple[str, str]] = []
    for n, (y, code) in enumerate(coded):
        text = lattice.rows[y][header.levels[0]]
        if not code or total_word(text):
            yield y, [text]
            continue
        while open_nodes and not _below(code, open_nodes[-1][0]):
            open_nodes.pop()
        following = next((later for _, later in coded[n + 1 :] if later), "")
        if following and _below(following, code):
            open_nodes.append((code, _stated(lattice, header, y, text)))
        else:
            names = [name for _, name in open_nodes][:3]
            yield y, [*names, *([text] * max(1, 3 - len(names)))]


def _code(lattice: Lattice, header: Header, y: int) -> str:
    row = lattice.rows[y]
    if header.code is not None and row[header.code]:
        return "".join(row[header.code].split())
    return split_name(row[header.levels[0]], first=True).code


def _below(code: str, other: str) -> bool:
    """Whether one code continues another."""
    if other[:1].isdigit():
        return code.startswith((f"{other}.", f"{other}-"))
    return len(code) > len(other) and code.startswith(other)


def _stated(lattice: Lattice, header: Header, y: int, text: str) -> str:
    """The name of an upper node with the weight its own row states."""
    column = header.weights[-1]
    weight = lattice.rows[y][column] if column is not None else ""
    if not weight or split_name(text).weight is not None:
        return text
    return f"{text}（{weight.removesuffix('分')}分）"
