"""The copies of a report that leave the house: 定稿 and 公开版."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, Opened, attachment, attachments
from evalkit.files.outputs import Stopped
from evalkit.model.places import Where, fault

if TYPE_CHECKING:
    from evalkit.model.document import Document
    from evalkit.model.source import Sheet

#: What an edition is made as when nobody says otherwise, and what it can be made as.
USUAL = {"定稿": ("docx",), "公开版": ("docx", "html")}
POSSIBLE = ("docx", "html", "pdf", "dump")


@dataclass(frozen=True, slots=True)
class Edition:
    """A report to be written: its pictures by name, and what ``build`` tells of it."""

    document: Document
    files: Mapping[str, bytes]
    told: Mapping[str, Any]


def kinds_of(edition: str, only: tuple[str, ...]) -> tuple[str, ...]:
    """The formats to write. Stopped on an edition nobody knows, and on a format it does not come in."""
    if edition not in USUAL:
        raise Stopped((fault(Where("--edition", edition), "没有这种版本", f"可用的有 {'、'.join(USUAL)}"),))
    wrong = tuple(
        fault(
            Where("--only", kind), f"{edition}没有这种输出", f"可用的有 {'、'.join(POSSIBLE)}；评分底稿不写 --edition"
        )
        for kind in only
        if kind not in POSSIBLE
    )
    if wrong:
        raise Stopped(wrong)
    return only or USUAL[edition]


def edition_of(opened: Opened, name: str, lacking: Findings, force: bool) -> Edition:
    """The edition of a narrated report. Stopped while parts of it are still to be written, unless forced."""
    from evalkit.editions import FINAL, final, unfinished

    whole = opened.case.document
    assert whole is not None
    made = _public(opened, whole) if name != FINAL else Edition(final(whole), attachments(opened), {})
    if not force:
        gaps = unfinished(replace(opened.case, document=made.document))
        if lost := tuple(replace(one, severity="error") for one in lacking):
            gaps = (*gaps, *lost)
        if gaps:
            raise Stopped(gaps)
    return made


def _public(opened: Opened, whole: Document) -> Edition:
    from evalkit.editions import open_files, people_of, public, public_outline, withheld, without_files
    from evalkit.files.attached import attached
    from evalkit.narrate import narrate
    from evalkit.redacting.pictures import bare_picture

    case, template = opened.case, opened.template
    assert case.engagement is not None
    assert template is not None
    # What is wrong with the chapters was told when the whole report was narrated.
    kept, _ = narrate(case, public_outline(template))
    kept, left_out = without_files(kept, open_files(case.engagement))
    kept, pictures, _ = attached(kept, partial(attachment, opened))
    people = people_of(case.engagement, case.facts)
    made = public(whole, kept, withheld(whole, kept), people, tuple(_answered(opened)), left_out)
    files = attachments(replace(opened, case=replace(case, document=kept), made=pictures))
    files = {made.renamed.get(file, file): bare_picture(data) for file, data in files.items()}
    masked = [{"as": name, "count": count} for name, count in sorted(made.masked.items())]
    told = {"dropped": list(made.dropped), "left_out": list(made.left_out), "masked": masked, "numbers": made.numbers}
    return Edition(made.document, files, told)


def _answered(opened: Opened) -> Iterator[str]:
    """The names that stand in the exports of questionnaires as they came, in columns that ask for them."""
    from evalkit.files.answers import read_answers

    engagement = opened.case.engagement
    assert engagement is not None
    for name in sorted(set(engagement.responses.values())):
        sheets, _ = read_answers((opened.folder / name).read_bytes(), name)
        for sheet in sheets:
            yield from respondents(sheet)


def respondents(sheet: Sheet) -> Iterator[str]:
    """The names in a sheet's columns for them; above the header there may be a title, which fills fewer cells."""
    from evalkit.privacy import kind
    from evalkit.redacting.names import looks_like_one

    rows = [[str(column[row] or "").strip() for column in sheet.columns] for row in range(min(10, sheet.height))]
    asking = [row for row, cells in enumerate(rows) if any(kind(cell) == "姓名" for cell in cells)]
    if not asking:
        return
    header = max(asking, key=lambda row: sum(map(bool, rows[row])))
    for column, cell in zip(sheet.columns, rows[header], strict=True):
        if kind(cell) == "姓名":
            values = (str(column[row] or "").strip() for row in range(header + 1, sheet.height))
            yield from (value for value in values if looks_like_one(value))
