"""Page numbers of the contents: from a measurement where there is one, otherwise from a simple model of lengths."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.model.document import Document, Heading
from evalkit.writers._word_plan import Plan, positioned, section_bookmark

#: The name in ``files`` under which a measurement comes: JSON, ``pages`` from bookmark to page, counted from 1, and
#: ``measured``, false for a guess.
MEASURED = "pages.json"


@dataclass(slots=True)
class Ruler:
    """How far down the pages the text has come, in twips; fed block by block while the body is written."""

    height: int = 1
    page: int = 0
    used: int = 0
    sections: dict[int, int] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)

    def section(self, number: int, height: int) -> None:
        """A section begins, on a new page of this height."""
        self.page, self.used, self.height = self.page + 1, 0, height
        self.sections[number] = self.page

    def new_page(self) -> None:
        """A new page, unless the present one is still empty."""
        if self.used:
            self.page, self.used = self.page + 1, 0

    def keep(self, height: int) -> None:
        """Room for something of this height that is not parted; what no page has room for is."""
        if self.used + height > self.height >= height:
            self.new_page()

    def heading(self, position: int, height: int) -> None:
        """A heading, which takes its next line along."""
        if self.used + height * 2 > self.height:
            self.new_page()
        self.headings[position] = self.page
        self.used += height

    def flow(self, height: int, line: int) -> None:
        """Something that breaks between lines of this height."""
        while self.used + height > self.height:
            room = (self.height - self.used) // line * line
            height -= room
            self.page, self.used = self.page + 1, 0
            if room <= 0 and height > self.height:
                self.page, height = self.page + height // self.height, height % self.height
        self.used += max(height, 0)

    def whole(self, height: int) -> None:
        """Something that does not break."""
        if self.used + height > self.height:
            self.new_page()
        self.used = min(self.used + height, self.height)


def measured(files: Mapping[str, bytes]) -> tuple[Mapping[str, int], bool]:
    """The pages in ``files``, empty where there are none, and whether they were measured or only guessed."""
    try:
        told = json.loads(files.get(MEASURED) or b"{}")
        found = told.get("pages", {})
        return {str(name): page for name, page in found.items() if isinstance(page, int)}, bool(told.get("measured"))
    except (ValueError, AttributeError):
        return {}, False


def recalled(
    document: Document, plan: Plan, pages: Mapping[str, Sequence[int]], sections: Sequence[int]
) -> dict[str, int]:
    """Pages of an earlier build, by block and section, as a measurement of this one; a new heading stays by the last.

    Headings that share an ID have their pages in reading order.
    """
    places: dict[str, int] = {}
    left = {id: list(known) for id, known in pages.items()}
    last = 1
    for number, _, blocks in positioned(document):
        last = max(last, sections[number]) if number < len(sections) else last
        places[section_bookmark(number)] = last
        for position, block in blocks:
            if isinstance(block, Heading):
                known = left.get(block.id)
                last = max(last, known.pop(0)) if known else last
                places[plan.headings[position].bookmark] = last
    return places


def by_block(document: Document, plan: Plan, places: Mapping[str, int]) -> tuple[dict[str, list[int]], list[int]]:
    """A measurement by block and section, which outlive an edit; bookmarks are counted anew each time."""
    numbers = range(len(document.sections)) if places else ()
    pages: dict[str, list[int]] = {}
    for heading in plan.headings.values():
        if heading.bookmark in places:
            pages.setdefault(heading.id, []).append(places[heading.bookmark])
    return pages, [places.get(section_bookmark(number), 1) for number in numbers]


def displayed_pages(document: Document, plan: Plan, ruler: Ruler, places: Mapping[str, int]) -> dict[str, int]:
    """The page printed at the foot of every heading's page, by the heading's bookmark."""
    pages: dict[str, int] = {}
    start = 1
    for number, section, blocks in positioned(document):
        first = (
            places.get(section_bookmark(number)) or ruler.sections.get(number, 1)
            if places
            else ruler.sections.get(number, 1)
        )
        if section.numbering == "start":
            start = first
        for position, block in blocks:
            if isinstance(block, Heading):
                heading = plan.headings[position]
                page = places.get(heading.bookmark) if places else ruler.headings.get(position)
                pages[heading.bookmark] = max((page or first) - start + 1, 1)
    return pages
