"""Document -> the copies that leave the house: 定稿, clean and signed, and 公开版, for everybody to read.

Neither carries controls or a record. The public one has no names of persons (李某某), no telephone numbers, not the
appendices that the template keeps back, and no file (picture, PDF, Word) that nobody declared fit to be seen by all: what
is in a picture cannot be masked. Amounts and scores stay.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from evalkit.checks.placeholder import gaps
from evalkit.model.case import Case
from evalkit.model.document import (
    Block,
    Document,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Text,
    block_text,
    inlines_of,
    plain_text,
)
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Facts, Measure
from evalkit.model.places import Finding
from evalkit.model.template import Template
from evalkit.narrative.outline import mapped
from evalkit.redacting.masking import Mask, masked_document
from evalkit.redacting.names import labelled, looks_like_one, names_a_person, names_no_one, pattern, written

FINAL, PUBLIC = "定稿", "公开版"
#: The folder, under attachments or anywhere in it, of files that everybody may see as they are.
OPEN = "公开"
#: So many of the files left out in one place are named.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Redacted:
    """The public report; ``masked`` counts what names became, ``numbers`` the telephone and other numbers masked.

    ``dropped`` are the titles of the appendices kept back, ``left_out`` those of the files, ``renamed`` the pictures' new
    file names by the old.
    """

    document: Document
    dropped: tuple[str, ...]
    left_out: tuple[str, ...]
    masked: Mapping[str, int]
    numbers: int
    renamed: Mapping[str, str]


def unfinished(case: Case) -> tuple[Finding, ...]:
    """What keeps a report in the house: every part still to be written, with the places and cures ``check`` tells."""
    forced = "；确实要先出，加 --force"
    return tuple(replace(one, severity="error", cure=f"{one.cure}{forced}") for one in gaps(case))


def final(document: Document) -> Document:
    """The report to be signed: nothing but what is printed."""
    return replace(document, edition=FINAL)


def public_outline(template: Template) -> Template:
    """The template without the parts it keeps from the public."""
    return replace(template, parts=tuple(part for part in template.parts if part.public))


def withheld(whole: Document, kept: Document) -> tuple[str, ...]:
    """The titles of what the public report leaves out of the whole one."""
    here = set(_chapters(kept))
    return tuple(title for title in _chapters(whole) if title not in here)


def open_files(engagement: Engagement) -> frozenset[str]:
    """The files everybody may see: those in a folder called 公开, and the firm's licence, which a register shows anyway."""
    declared = {file for file in engagement.files if OPEN in PurePosixPath(file).parts[:-1]}
    return frozenset({*declared, engagement.attachment("营业执照")} - {""})


def without_files(document: Document, shown: Container[str]) -> tuple[Document, tuple[str, ...]]:
    """The report with a line in the place of every file that is not ``shown``, and the titles of those files.

    Neighbours share a line. What referred to one of their captions keeps its words.
    """
    titles: list[str] = []
    lost: set[str] = set()

    def kept(blocks: Iterable[Block]) -> Iterator[Block]:
        waiting: list[Picture] = []
        for block in blocks:
            if isinstance(block, Picture) and block.file.partition("#")[0] not in shown:
                waiting.append(block)
                continue
            yield from left_out(waiting)
            waiting = []
            yield block
        yield from left_out(waiting)

    def left_out(files: list[Picture]) -> Iterator[Block]:
        if not files:
            return
        names = [_title(one) for one in files]
        titles.extend(names)
        lost.update(one.caption.label for one in files if one.caption is not None and one.caption.label)
        said = "".join(f"“{name}”" for name in names[:_NAMED])
        words = f"（附件{said}{f'等{len(names)}个文件' if len(names) > _NAMED else ''}，{PUBLIC}略）"
        yield Paragraph(files[0].id, (Text(words),), "note", at=files[0].at)

    def resolved(inline: Inline) -> Inline:
        return Text(inline.text) if isinstance(inline, Ref) and inline.target in lost else inline

    sections = tuple(replace(one, blocks=tuple(kept(one.blocks))) for one in document.sections)
    sections = tuple(replace(one, blocks=tuple(mapped(block, resolved) for block in one.blocks)) for one in sections)
    return replace(document, sections=sections), tuple(titles)


def _title(picture: Picture) -> str:
    caption = picture.caption
    number = f"{caption.kind}{caption.number} " if caption is not None and caption.number else ""
    words = plain_text(caption.inlines) if caption is not None else picture.alt or PurePosixPath(picture.file).stem
    return f"{number}{words}"


def public(
    whole: Document,
    kept: Document,
    dropped: Iterable[str],
    people: Iterable[str],
    answered: Iterable[str] = (),
    left_out: Iterable[str] = (),
) -> Redacted:
    """The public report out of the one narrated without the parts kept back, and the whole one it belongs to.

    ``people`` are the names the engagement tells, ``answered`` those of who filled in questionnaires; names behind a
    label in the report itself (``联系人：``) are found here.
    """
    said = "\n".join(text for block in whole.blocks() for text in (block_text(block), *_lines(block)))
    names = pattern({*people, *labelled(said)}, answered)
    mask = Mask(names)
    own = {one.advice for one in _placeholders(whole)}
    finished = _without_lost_references(kept, own)
    document, renamed = masked_document(replace(finished, edition=PUBLIC), mask)
    told = [tuple(mask.text(title) for title in titles) for titles in (dropped, left_out)]
    return Redacted(document, told[0], told[1], dict(mask.found), mask.numbers, renamed)


def people_of(engagement: Engagement, facts: Facts) -> tuple[str, ...]:
    """Everybody the engagement names: the team, who decided, prepared, reviewed or accepted, who was interviewed."""
    found: dict[str, None] = {}

    def take(text: str, *, sure: bool = False) -> None:
        for name in written(text):
            if looks_like_one(name) or (sure and not names_no_one(name)):
                found[name] = None

    for member in engagement.team:
        take(member.name, sure=True)
    for key, text in (*engagement.firm.items(), *engagement.project.items()):
        if names_a_person(key):
            take(text)
    for node in engagement.indicators:
        take(node.prepared_by, sure=True)
        take(node.reviewed_by, sure=True)
    for version in engagement.versions:
        take(version.decided_by)
    for acceptance in engagement.acceptances:
        take(acceptance.by, sure=True)
    for piece in engagement.evidence:
        take(piece.provider)
    for problem in engagement.problems:
        take(problem.responsible)
    for fact in facts.values():
        if fact.measure is Measure.TEXT and names_a_person(fact.id):
            take(fact.text)
    for interview in engagement.interviews:
        found.update(dict.fromkeys(labelled(interview.text)))
    return tuple(found)


def _chapters(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if isinstance(block, Heading) and block.level == 1:
            yield plain_text(block.inlines)


def _lines(block: Block) -> Iterator[str]:
    """Label and value of a cover or a signature as one line."""
    for label, value in getattr(block, "lines", ()):
        yield f"{label}：{plain_text(value)}"


def _placeholders(document: Document) -> Iterator[Placeholder]:
    for block in document.blocks():
        for inlines in inlines_of(block):
            yield from (one for one in inlines if isinstance(one, Placeholder))


def _without_lost_references(document: Document, own: set[str]) -> Document:
    """What pointed into an appendix kept back says so; ``own`` are the placeholders the whole report has as well."""

    def resolved(inline: Inline) -> Inline:
        if isinstance(inline, Placeholder) and inline.advice.startswith("引用") and inline.advice not in own:
            name = inline.advice.removeprefix("引用").rpartition(":")[2]
            return Text(f"{name}（{PUBLIC}略）")
        return inline

    sections = tuple(
        replace(section, blocks=tuple(mapped(block, resolved) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=sections)
