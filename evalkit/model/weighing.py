"""Pairwise judgements of experts, and the weights that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evalkit.model.places import Where

#: The names from the top of the hierarchy down to a node; empty for the whole.
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One judgement matrix: how many times as important the row's name is as the column's, for the children of ``path``.

    ``values`` is complete and reciprocal; ``cells`` has the places of the judgements that were written, by row and
    column.
    """

    path: Path
    names: tuple[str, ...]
    values: tuple[tuple[Fraction, ...], ...]
    cells: Mapping[tuple[int, int], Where]
    at: Where


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert with all of her matrices, parents before children."""

    name: str
    matrices: tuple[Matrix, ...]
    at: Where


@dataclass(frozen=True, slots=True)
class Priority:
    """The weights of one matrix (they add up to 1), λmax, and Saaty's CI, RI and CR."""

    weights: tuple[Decimal, ...]
    largest: Decimal
    index: Decimal
    random: Decimal
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """The children of ``path`` with their priority."""

    path: Path
    names: tuple[str, ...]
    priority: Priority


@dataclass(frozen=True, slots=True)
class Revision:
    """The judgement of an inconsistent matrix that should be thought over first.

    ``judge`` is the expert's place among the experts, None for the aggregate of several. ``stated`` is what she wrote (or
    the aggregate came to) for row against column, ``fitting`` what the other judgements of the matrix come to.
    """

    judge: int | None
    path: Path
    ratio: Decimal
    row: str
    column: str
    stated: Fraction
    fitting: Fraction
    at: Where


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one expert's own judgements come to: ``shares`` of the whole by the path of each leaf, the worst CR."""

    name: str
    groups: tuple[Group, ...]
    shares: Mapping[Path, Decimal]
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its weight among its siblings, its share of the whole, and its points."""

    path: Path
    weight: Decimal
    share: Decimal
    points: Decimal
    leaf: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights of a hierarchy, nodes in order, parents before children. ``ratio`` is the worst CR of ``groups``."""

    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    opinions: tuple[Opinion, ...]
    revisions: tuple[Revision, ...]
    ratio: Decimal
    full: Decimal
