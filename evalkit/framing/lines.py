"""The rows of an indicator table -> one line a leaf, with everything its row says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evalkit.framing.headers import Header, is_header
from evalkit.framing.lattice import Lattice
from evalkit.framing.naming import same_name, split_name, total_word, weight_of
from evalkit.framing.trees import spelt_out
from evalkit.model.places import Finding, Where, doubt

#: Columns of which a row's words are kept as they are.
KEPT = ("explain", "target", "actual", "phrase", "source", "ground", "self")

_REMARK = re.compile(r"\s*(注|备注|说明|填表|评价人|评分人|审核|复核|单位)\s*(\d*[:：]|人|日期)")


@dataclass(frozen=True, slots=True)
class Line:
    """A leaf of the framework. ``names`` from the first level down, ``above`` the weights stated for the upper levels.

    ``standards`` are the texts of the columns that say how points are given, by title; ``texts`` the other columns.
    ``repeated`` are weight and score of further rows that have the same weight: one merged cell, or one for each point.
    """

    names: tuple[str, ...]
    code: str
    weight: Decimal | None
    above: tuple[Decimal | None, ...]
    standards: tuple[tuple[str, str], ...]
    texts: dict[str, str]
    score: Decimal | None
    at: Where
    places: dict[str, Where]
    weight_text: str = ""
    repeated: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def name(self) -> str:
        return self.names[-1]

    def where(self, key: str) -> Where:
        return self.places.get(key, self.at)


@dataclass(frozen=True, slots=True)
class Sum:
    """A row that sums up others: its word, what it states, how many leaves stand before it, and their names above."""

    word: str
    weight: Decimal | None
    score: Decimal | None
    count: int
    path: tuple[str, ...]
    at: Where


@dataclass(frozen=True, slots=True)
class Stray:
    """A row nobody could place."""

    text: str
    why: str
    at: Where


@dataclass
class Reading:
    """What has been read of one framework, over one table or several that go on with each other."""

    lines: list[Line] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    stated: list[Decimal | None] = field(default_factory=list)


def read_lines(parts: Iterable[tuple[Lattice, Header]]) -> Reading:
    """The leaves of a framework; blanks of upper levels mean the same as above, on the next page too."""
    reading = Reading()
    for lattice, header in parts:
        settled, rows = _rows(lattice, header)
        for y, names in rows:
            _row(reading, lattice, settled, y, names)
    return reading


def _rows(lattice: Lattice, header: Header) -> tuple[Header, list[tuple[int, list[str]]]]:
    """The rows of the body with the texts of their levels; one column of names is spelt out into its levels."""
    body = [y for y in range(header.below, len(lattice.rows)) if any(lattice.rows[y])]
    body = [y for y in body if not is_header(lattice.rows[y], lattice, header)]
    if len(header.levels) > 1:
        return header, [(y, [lattice.rows[y][x] for x in header.levels]) for y in body]
    spelt = list(spelt_out(lattice, header, body))
    depth = max((len(names) for _, names in spelt), default=1)
    if depth < 3:
        return header, spelt
    blank = (None,) * (depth - 1)
    levels = replace(
        header,
        levels=header.levels * depth,
        depths=tuple(range(1, depth + 1)),
        weights=(*blank, header.weights[-1]),
        scores=(*blank, header.scores[-1]),
    )
    rows = [
        (y, [*names, *([""] * (depth - len(names)))] if len(names) > 1 else ["", "", names[0], ""][:depth])
        for y, names in spelt
    ]
    return levels, rows


def _row(reading: Reading, lattice: Lattice, header: Header, y: int, names: list[str]) -> None:
    row = lattice.rows[y]
    leading = [*names, row[header.code] if header.code is not None else "", row[0]]
    word = next((word for word in map(total_word, leading) if word), "")
    if word:
        weight, score = (_figure(row, columns[-1]) for columns in (header.weights, header.scores))
        if weight is None:
            weight = next((value for x in header.weights if (value := _figure(row, x)) is not None), None)
        before = tuple(reading.path)
        reading.sums.append(Sum(word, weight, score, len(reading.lines), before, lattice.where(y)))
        return
    distinct = [text for text in dict.fromkeys(row) if text]
    if len(distinct) == 1 and (len(header.levels) > 1 or len(row) > 1):
        if all(row) or not names[0]:
            if not _REMARK.match(distinct[0]) and not _carried_on(reading, header, row):
                why = "整行只有一段文字，看不出属于哪个指标"
                reading.strays.append(Stray(distinct[0], why, lattice.where(y)))
        elif names[0]:
            _descend(reading, header, row, names)
        return
    if not any(names):
        if not _carried_on(reading, header, row):
            why = "这一行没有指标名称"
            reading.strays.append(Stray("；".join(distinct), why, lattice.where(y)))
        return
    path = _descend(reading, header, row, names)
    if not all(path):
        missing = "、".join(f"{'一二三四'[n]}级指标" for n, name in enumerate(path) if not name)
        reading.strays.append(Stray("；".join(distinct), f"没有写{missing}，上面也没有", lattice.where(y)))
        return
    line = _line(reading, lattice, header, y, path)
    last = reading.lines[-1] if reading.lines else None
    same = last is not None and last.names == line.names and (not line.code or line.code == last.code)
    if last is not None and same:
        reading.lines[-1] = _joined(last, line, reading)
    else:
        reading.lines.append(line)


def _descend(reading: Reading, header: Header, row: Sequence[str], names: list[str]) -> list[str]:
    """The cells of the path of a row, blanks filled from above; what is new ends what stood below it."""
    depth = len(names)
    while len(reading.path) < depth:
        reading.path.append("")
        reading.stated.append(None)
    written = [n for n, text in enumerate(names) if text]
    # Blank cells to the right of the last name: the leaf stands at a higher level, or the fourth level is not used.
    lowest = max(written)
    changed = False
    for n in range(depth):
        if names[n]:
            fresh = changed or same_name(names[n]) != same_name(reading.path[n])
            if fresh:
                reading.path[n] = names[n]
                reading.stated[n] = None
                changed = True
            stated = _figure(row, header.weights[n]) if n < depth - 1 else None
            reading.stated[n] = stated if stated is not None else reading.stated[n]
        elif changed or n > lowest:
            reading.path[n] = ""
    path = list(reading.path)
    for n in range(lowest + 1, depth):
        if header.depths[n] < 4:
            path[n] = path[lowest]
    while len(path) > 3 and (not path[-1] or same_name(path[-1]) == same_name(path[-2])):
        path.pop()
    return path


def _line(reading: Reading, lattice: Lattice, header: Header, y: int, path: list[str]) -> Line:
    row = lattice.rows[y]
    named = [split_name(text, leaf=n == len(path) - 1, first=n == 0) for n, text in enumerate(path)]
    above = tuple(
        stated if stated is not None else one.weight
        for stated, one in zip(reading.stated, named[:-1], strict=False)
    )  # fmt: skip
    leaf = named[-1]
    names = [one.name for one in named]
    code = split_code(row[header.code]) if header.code is not None and row[header.code] else leaf.code
    column = header.weights[-1]
    weight_text = row[column] if column is not None else ""
    weight = weight_of(weight_text) if weight_text else leaf.weight
    places = {"name": lattice.where(y, header.levels[-1])}
    if column is not None:
        places["weight"] = lattice.where(y, column)
    texts: dict[str, str] = {}
    for role in KEPT:
        found = [(x, row[x]) for x in header.columns(role) if row[x]]
        if found:
            texts[role] = "\n".join(dict.fromkeys(text for _, text in found))
            places[role] = lattice.where(y, found[0][0])
    standards = []
    for x in header.columns("points", "standard"):
        if row[x]:
            places.setdefault(header.titles[x].words, lattice.where(y, x))
            standards.append((header.titles[x].words, row[x]))
    score_column = header.scores[-1]
    score = _figure(row, score_column)
    if score_column is not None:
        places["score"] = lattice.where(y, score_column)
        if row[score_column] and score is None:
            message = f"“{names[-1]}”的得分“{row[score_column][:20]}”不是数字，没有读"
            reading.findings.append(doubt(places["score"], message, "只写数字；没有评分的留空"))
    if len(names) == 2:
        # The engagement's table has three levels at least.
        names, above = [*names, names[-1]], (*above, None)
    return Line(
        tuple(names), code, weight, above, tuple(standards), texts, score, lattice.where(y), places, weight_text
    )


def split_code(text: str) -> str:
    """A code out of the column of codes."""
    return "".join(text.split()).upper() if len(text) <= 12 else ""


def _joined(line: Line, more: Line, reading: Reading) -> Line:
    """A leaf that goes on in the next row: its points in rows of their own, or a cell cut by the end of a page."""
    standards = list(line.standards)
    for title, text in more.standards:
        place = next((n for n, (other, _) in enumerate(standards) if other == title), None)
        if place is None:
            standards.append((title, text))
        elif text not in standards[place][1].split("\n") and text != standards[place][1]:
            standards[place] = (title, f"{standards[place][1]}\n{text}")
    texts = dict(line.texts)
    for key, text in more.texts.items():
        if text not in texts.get(key, ""):
            texts[key] = f"{texts[key]}\n{text}" if key in texts else text
    weight, score = line.weight, line.score
    repeated = line.repeated
    if more.weight is not None and more.weight == weight:
        repeated = (*repeated, (more.weight, more.score or Decimal(0)))
    elif more.weight is not None:
        weight = (weight or Decimal(0)) + more.weight
        message = f"“{line.name}”占了几行，各行的分值不同，按相加的 {weight} 分读"
        reading.findings.append(doubt(more.where("weight"), message, "核对这个指标的分值"))
    if more.score is not None and more.score != score and repeated == line.repeated:
        score = (score or Decimal(0)) + more.score
    line = replace(line, repeated=repeated)
    return replace(line, standards=tuple(standards), texts=texts, weight=weight, score=score)


def _carried_on(reading: Reading, header: Header, row: Sequence[str]) -> bool:
    """Takes a row without names as more of the leaf above it; False where there is nothing it could add to."""
    columns = header.columns("points", "standard", *KEPT)
    if not reading.lines or not any(row[x] for x in columns) or all(row):
        return False
    line = reading.lines[-1]
    standards = dict(line.standards)
    texts = dict(line.texts)
    for x in columns:
        title = header.titles[x]
        held = standards if title.role in ("points", "standard") else texts
        key = title.words if held is standards else title.role
        if row[x] and row[x] not in held.get(key, ""):
            held[key] = f"{held[key]}\n{row[x]}" if held.get(key) else row[x]
    weight = _figure(row, header.weights[-1])
    if weight is not None and weight != line.weight:
        line = replace(line, weight=(line.weight or Decimal(0)) + weight)
    reading.lines[-1] = replace(line, standards=tuple(standards.items()), texts=texts)
    return True


def _figure(row: Sequence[str], column: int | None) -> Decimal | None:
    return weight_of(row[column]) if column is not None and row[column] else None
