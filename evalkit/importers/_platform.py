"""What the exports of one platform have of their own, and how a sheet is read by it.

A platform names the columns it adds of itself by what they are for; which row is the header follows from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalkit.importers import _layout
from evalkit.importers._dates import year_first
from evalkit.importers._folding import folded
from evalkit.importers._headings import HEADER_ROWS, Header, headers, squeeze
from evalkit.importers._rows import form_rows
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet
from evalkit.numbers import plain

Findings = tuple[Finding, ...]
#: serial: a running number; source: whence (an address); person: by whom; total: the sum of scores; way: how it was
#: gathered; other: no use.
Role = Literal["serial", "started", "submitted", "seconds", "source", "person", "total", "way", "other"]

#: What stands for no answer in any export, besides a blank cell.
NOTHING = frozenset({"", "(空)", "nan", "NaN", "NaT", "null", "NULL", "N/A", "#N/A", "-", "—", "/"})
SKIPPED = frozenset({"(跳过)"})


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform's own columns by their squeezed names, and how it writes answers.

    ``telling`` are sets of names: a header row that has all names of one set is the platform's. With ``two_rows`` the
    texts of the questions stand in the row below it.
    """

    id: str
    own: Mapping[str, Role]
    telling: tuple[frozenset[str], ...]
    dialect: Dialect
    two_rows: bool = False
    #: How the platform writes days, where it has the month or the day first; None where that is as the user set it.
    month_first: bool | None = None
    #: Whether the columns of a ranking are numbered by places and hold the item there.
    ranks_by_place: bool = False

    def header_row(self, sheet: Sheet) -> int | None:
        """The row (from 0) that has the platform's own columns, None when there is none."""
        for row in range(min(HEADER_ROWS, sheet.height)):
            named = names(sheet, row)
            if any(telling <= named for telling in self.telling):
                return row
        return None


def top_row(platform: Platform, sheet: Sheet) -> int:
    """The row (from 0) of the header: the platform's own columns', else the first that is filled as headers are."""
    row = platform.header_row(sheet)
    if row is not None:
        return row
    filled = [sum(1 for cell in sheet.row(row) if cell) for row in range(min(HEADER_ROWS, sheet.height))]
    return next((row for row, count in enumerate(filled) if count * 2 >= max(filled)), 0)


def names(sheet: Sheet, row: int) -> set[str]:
    """The squeezed texts of a row."""
    return {squeeze(str(value)) for value in sheet.row(row) if value}


def own(*, other: Sequence[str] = (), **roles: str) -> Mapping[str, Role]:
    """A platform's own columns: names by role, parted by spaces; ``other`` may hold spaces."""
    made: dict[str, Role] = {squeeze(name): "other" for name in other}
    for role, words in roles.items():
        made.update({squeeze(word): role for word in words.split()})  # type: ignore[misc]
    return made


def read(
    platform: Platform, sheet: Sheet, questionnaire: Questionnaire, below: int = 0
) -> tuple[Export | None, Findings]:
    """The sheet with its columns told apart, or None when no question is found.

    ``below`` counts the rows under the header that are no forms, the first of which has the questions' texts.
    """
    row = platform.header_row(sheet)
    top = 0 if row is None else row
    roles: dict[int, Role] = {}
    for column, value in enumerate(sheet.row(top)):
        role = platform.own.get(squeeze(str(value or "")))
        if role:
            roles[column] = role
    return assemble(platform, sheet, questionnaire, roles, best(sheet, top, questionnaire, roles, below))


@dataclass(frozen=True, slots=True)
class Heads:
    """A header row that was chosen: its place, the last row of the header, and its columns."""

    row: int
    last: int
    columns: tuple[Header, ...]


def best(sheet: Sheet, row: int, questionnaire: Questionnaire, roles: Mapping[int, Role], below: int = 0) -> Heads:
    """The header at this row, or together with the row above or below, whichever names more of the questionnaire."""
    apart = set(roles)
    if below:
        last = min(row + below, sheet.height - 1)
        return Heads(row + 1, last, headers(sheet, min(row + 1, last), apart))
    choices = [Heads(row, row, headers(sheet, row, apart, row - 1))] if row else []
    choices.append(Heads(row, row, headers(sheet, row, apart)))
    if apart and row + 1 < sheet.height and _subheader(sheet, row + 1, apart):
        choices.append(Heads(row, row + 1, headers(sheet, row + 1, apart, row)))
    # Of equals the header of two rows: what stands under nothing of the platform's own is no form.
    return max(reversed(choices), key=lambda one: promise(one.columns, questionnaire))


def _subheader(sheet: Sheet, row: int, apart: set[int]) -> bool:
    """Whether a row may be the second of a header: nothing below the platform's own columns."""
    return not any(str(sheet.columns[column][row] or "").strip() for column in apart)


def promise(heads: Sequence[Header], questionnaire: Questionnaire) -> float:
    """How many questions a header seems to name: a text counts 1, a number alone a half, a part its share."""
    wholes, parts = {head.whole for head in heads}, {head.part for head in heads}
    numbers = {head.number for head in heads}
    stems = {(head.stem, head.part) for head in heads} | {(str(head.number), head.part) for head in heads}
    found = 0.0
    for question in questionnaire.questions:
        text, number = squeeze(question.text), int(question.id[1:])
        whole = text in wholes and question.type != "matrix"
        inner = [squeeze(name) for name in question.rows or tuple(option.label for option in question.options)]
        if inner and question.type in ("matrix", "multi", "rank"):
            told = sum(1 for name in inner if {(text, name), (str(number), name)} & stems or text + name in wholes)
            weak = sum(1 for name in inner if name in wholes | parts)
            # A column a part says more than one column with the title above it.
            found += max(told / len(inner) * 1.1, weak / len(inner) * 0.6, whole, 0.5 if number in numbers else 0)
        else:
            found += 1 if whole else 0.5 if number in numbers else 0
    return found


def assemble(
    platform: Platform, sheet: Sheet, questionnaire: Questionnaire, roles: Mapping[int, Role], heads: Heads
) -> tuple[Export | None, Findings]:
    """The export under a header: questions matched, rows found, what screening needs named."""
    matched, findings = _layout.match(sheet, heads.row, questionnaire, heads.columns, platform.ranks_by_place)
    if not matched.columns:
        cure = "看看是不是拿错了问卷或答卷；题干应与平台上的一致"
        return None, (fault(sheet.where(heads.row), f"没有一列是问卷“{questionnaire.title}”的题目", cure),)
    made, more = _drawn(platform, sheet, roles, heads, matched.columns)
    dated, told = year_first(sheet, (made.submitted, made.started), made.rows, platform.month_first, questionnaire)
    export, odd = folded(replace(made, sheet=dated), matched, questionnaire)
    return export, (*findings, *more, *told, *odd)


def outline(platform: Platform, sheet: Sheet) -> tuple[Export, tuple[Header, ...], Findings]:
    """A sheet nobody has a questionnaire for: the export without answers, and the headers that may be questions."""
    top = top_row(platform, sheet)
    roles = {
        column: platform.own[squeeze(str(value))]
        for column, value in enumerate(sheet.row(top))
        if value and squeeze(str(value)) in platform.own
    }
    below = bool(roles) and top + 1 < sheet.height
    if platform.two_rows and below:
        third = top + 2 < sheet.height and any("ImportId" in str(value or "") for value in sheet.row(top + 2))
        heads = Heads(top + 1, top + 2 if third else top + 1, headers(sheet, top + 1, set(roles)))
    elif below and _subheader(sheet, top + 1, set(roles)):
        heads = Heads(top, top + 1, headers(sheet, top + 1, set(roles), top))
    else:
        heads = Heads(top, top, headers(sheet, top, set(roles), top - 1 if top and _stems(sheet, top - 1) else None))
    made, findings = _drawn(platform, sheet, roles, heads, {})
    dated, _ = year_first(sheet, (made.submitted, made.started), made.rows, platform.month_first)
    return replace(made, sheet=dated), heads.columns, findings


def _stems(sheet: Sheet, row: int) -> bool:
    """Whether a row above the header has titles over several columns each, and is not the title of the whole."""
    filled = [column for column, value in enumerate(sheet.row(row)) if str(value or "").strip()]
    return len(filled) > 1


def _drawn(
    platform: Platform, sheet: Sheet, roles: Mapping[int, Role], heads: Heads, columns: Mapping[str, int]
) -> tuple[Export, Findings]:
    place = {role: column for column, role in reversed(list(roles.items()))}
    stamped = [place[role] for role in ("submitted",) if role in place]
    telling: tuple[Role, ...] = ("submitted", "seconds", "source", "person")
    marks = [place[role] for role in telling if role in place] if "submitted" in place else []
    rows, found = form_rows(sheet, heads.last + 1, heads.row, stamped, place.get("serial"), marks)
    titles = {head.column: head.text for head in heads.columns}
    titles |= {column: plain(str(sheet.columns[column][heads.row] or "")) for column in roles}
    export = Export(
        platform.id,
        sheet,
        rows,
        columns,
        platform.dialect,
        place.get("seconds"),
        place.get("submitted"),
        place.get("source"),
        place.get("person"),
        place.get("started"),
        place.get("total"),
        titles,
        place.get("way"),
    )
    return export, found
