"""Which tables of a file make up the framework, and what a score table beside it says of the same indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evalkit.framing.headers import Header, header_of
from evalkit.framing.lattice import Lattice
from evalkit.framing.lines import Line, Reading, read_lines
from evalkit.framing.naming import same_name, weight_of
from evalkit.model.places import Finding, Where, doubt
from evalkit.numbers import trimmed

#: How alike two names under one code must be to be one indicator.
ALIKE = 0.5
#: No leaf is worth more points, in whatever frame of marks.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Frame:
    """An indicator table of the file (with what goes on with it on later pages) and its leaves."""

    title: str
    order: int
    place: Where
    headers: tuple[Header, ...]
    reading: Reading

    @property
    def standards(self) -> int:
        """How many leaves say how points are given."""
        return sum(1 for line in self.reading.lines if line.standards)

    @property
    def weighs(self) -> bool:
        return any(line.weight is not None for line in self.reading.lines)


def frames(lattices: Sequence[Lattice]) -> tuple[Frame, ...]:
    """The indicator tables of a file. A table right behind one goes on with it where its header is the same, or where nothing
    stands between, it has as many columns and no header of its own."""
    groups: list[list[tuple[Lattice, Header]]] = []
    before: Lattice | None = None
    for lattice in lattices:
        header = header_of(lattice)
        follows = before is not None and groups and groups[-1][-1][0] is before and lattice.order == before.order + 1
        last = groups[-1][-1][1] if groups else None
        if follows and last is not None:
            if header is not None and header.key == last.key:
                groups[-1].append((lattice, header))
                before = lattice
                continue
            if header is None and not lattice.sheet and not lattice.apart and _same_shape(lattice, last):
                groups[-1].append((lattice, replace(last, top=0, below=0)))
                before = lattice
                continue
        if header is not None:
            groups.append([(lattice, header)])
            before = lattice
    found = []
    for group in groups:
        reading = read_lines(group)
        if reading.lines and len(group[0][1].levels) + (group[0][1].code is not None) > 1:
            first = group[0][0]
            headers = tuple(header for _, header in group)
            found.append(Frame(first.title, first.order, first.place, headers, reading))
    return tuple(found)


def chosen(found: Sequence[Frame]) -> Frame | None:
    """The framework: the table with most standards, else with most weights, the first of equals."""
    fit = [frame for frame in found if frame.standards or frame.weighs]
    return max(fit, key=lambda frame: (frame.standards, frame.weighs, len(frame.reading.lines)), default=None)


def joined(main: Frame, others: Sequence[Frame]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The leaves of the framework with scores, grounds and weights they lack from tables on the same indicators."""
    lines = list(main.reading.lines)
    findings: list[Finding] = []
    for other in others:
        pairs = _pairs(lines, other.reading.lines)
        if not pairs or 2 * len(pairs) < min(len(lines), len(other.reading.lines)):
            if other.standards:
                count = len(other.reading.lines)
                message = f"还有一个指标表（{count} 个指标）和所读的不是同一套，没有读"
                cure = "要读这一个的，用 --table 写出它是第几个表，或工作表的名称"
                findings.append(doubt(other.place, message, cure))
            continue
        if not _adds(lines, other.reading.lines):
            continue
        for mine, theirs in pairs.items():
            lines[mine] = _with(lines[mine], other.reading.lines[theirs], findings)
        if any(map(_scored, other.reading.lines)):
            for n in sorted(set(range(len(other.reading.lines))) - set(pairs.values())):
                line = other.reading.lines[n]
                message = f"评分表的“{line.name}”在指标表里没有对上，得分没有读"
                findings.append(doubt(line.at, message, "核对两个表的编码和名称"))
    return tuple(lines), tuple(findings)


def _adds(lines: Sequence[Line], more: Sequence[Line]) -> bool:
    """Whether a table tells of scores, weights or grounds, where the framework has none."""
    return any(
        any(has(line) for line in more) and not any(has(line) for line in lines)
        for has in (_scored, _weighed, lambda line: "ground" in line.texts)
    )


def _scored(line: Line) -> bool:
    return line.score is not None


def _weighed(line: Line) -> bool:
    return line.weight is not None


def _pairs(mine: Sequence[Line], theirs: Sequence[Line]) -> dict[int, int]:
    """The same indicators of two tables: by name, then by code where the names are alike, by position."""
    pairs: dict[int, int] = {}
    names: dict[str, list[int]] = {}
    for n, line in enumerate(theirs):
        names.setdefault(same_name(line.name), []).append(n)
    for n, line in enumerate(mine):
        fit = [one for one in names.get(same_name(line.name), []) if one not in pairs.values()]
        exact = [one for one in fit if theirs[one].code and theirs[one].code == line.code]
        if exact or len(fit) == 1:
            pairs[n] = (exact or fit)[0]
    codes = {line.code: n for n, line in enumerate(theirs) if line.code and n not in pairs.values()}
    for n, line in enumerate(mine):
        other = codes.get(line.code) if n not in pairs else None
        if other is not None and other not in pairs.values() and _alike(line.name, theirs[other].name):
            pairs[n] = other
    return dict(sorted(pairs.items()))


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, same_name(one), same_name(other)).ratio() >= ALIKE


def _with(line: Line, other: Line, findings: list[Finding]) -> Line:
    """A leaf with what another table says of it."""
    if same_name(line.name) != same_name(other.name):
        message = f"{line.code} 在两个表里名称不同：“{line.name}”和“{other.name}”，按编码对上"
        findings.append(Finding("input", "note", message, other.at, "核对是不是同一个指标"))
    if other.weight is not None and line.weight is not None and other.weight != line.weight:
        message = f"“{line.name}”的分值，指标表写 {trimmed(line.weight)}，这里写 {trimmed(other.weight)}"
        findings.append(doubt(other.where("weight"), message, f"核对哪个对；读的是 {trimmed(line.weight)}"))
    texts = dict(line.texts)
    places = dict(line.places)
    for key, text in other.texts.items():
        if key not in texts:
            texts[key] = text
            places[key] = other.where(key)
    if line.score is None and other.score is not None:
        line = replace(line, score=other.score)
        places["score"] = other.where("score")
    if line.weight is None and other.weight is not None:
        line = replace(line, weight=other.weight)
        places["weight"] = other.where("weight")
    if not line.standards and other.standards:
        line = replace(line, standards=other.standards)
        places |= {title: other.where(title) for title, _ in other.standards}
    return replace(line, texts=texts, places=places, code=line.code or other.code)


def other_code(line: Line, others: Sequence[Frame]) -> str:
    """The code another table has for the indicator of this name, empty where it has none or the same."""
    for frame in others:
        for other in frame.reading.lines:
            if same_name(other.name) == same_name(line.name) and other.code and other.code != line.code:
                return other.code
    return ""


def _same_shape(lattice: Lattice, header: Header) -> bool:
    if not lattice.rows or len(lattice.rows[0]) != len(header.titles) or len(lattice.rows[0]) < 4:
        return False
    column = header.weights[-1]
    figures = [weight_of(row[column]) for row in lattice.rows if row[column]] if column is not None else []
    # A roster or another list has words where the weights would be, above them at least, or telephone numbers.
    fit = [figure is not None and figure <= MOST for figure in figures]
    return not fit or (fit[0] and 2 * sum(fit) >= len(fit))
