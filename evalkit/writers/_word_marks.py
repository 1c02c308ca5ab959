"""What lets an edited report be compared with the one that was sent: tagged content controls, and a record of them.

Every figure stands in an inline control tagged ``ek:f:<fact>``, every block of the narrative and every table in a
block control tagged ``ek:b:<block>``; a tag that would pass Word's 64 characters is ``ek:f#`` or ``ek:b#`` and twelve
digits of the ID's SHA-256. The controls have no frame. The part customXml/item1.xml says for every tag what stood there,
and of a report whose pages were measured on which page each heading and section began: the next build guesses by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.model.document import RECORD_NAMESPACE, Block, block_text
from evalkit.writers._word_xml import HEAD, attribute, escape, short_hash

#: The identity of the record's part; fixed, so that the same report has the same bytes.
STORE = "{6E6B4C1D-52A7-4E0B-9C57-0B6B1E2D4F01}"
LONGEST_TAG = 64

_HIDDEN = '<w15:appearance w15:val="hidden"/>'
# LibreOffice turns a plain block control round one paragraph into an inline one and loses fields, footnotes and
# highlights on the way; a control of this kind it leaves alone. To Word it is a frameless container.
_CONTAINER = '<w:docPartObj><w:docPartGallery w:val="Custom 1"/></w:docPartObj>'


def tag(kind: str, name: str) -> str:
    """The tag of a figure (``f``) or a block (``b``) as it stands in the file."""
    whole = attribute(f"ek:{kind}:{name}")
    return (
        whole
        if len(f"ek:{kind}:{name}") <= LONGEST_TAG and whole == f"ek:{kind}:{name}"
        else f"ek:{kind}#{short_hash(name)}"
    )


@dataclass(slots=True)
class Marks:
    """The controls of one document, numbered in the order they are made. Without ``on`` the words stand bare."""

    on: bool = True
    used: int = 0
    figures: dict[str, dict[str, None]] = field(default_factory=dict)
    blocks: list[tuple[str, str, str]] = field(default_factory=list)
    tags: dict[tuple[str, str], str] = field(default_factory=dict)

    def figure(self, fact: str, text: str, inside: str) -> str:
        """Runs of a figure in their control."""
        if not self.on or not fact or not inside:
            return inside
        self.figures.setdefault(fact, {})[text] = None
        return self._control("f", fact, inside)

    def block(self, block: Block, inside: str) -> str:
        """A block's paragraphs and tables in their control."""
        if not self.on or not inside:
            return inside
        kind, at = type(block).__name__, block.at
        base = block.base if block.base is not None else block_text(block)
        place = f' file="{attribute(at.file)}" spot="{attribute(at.spot)}"' if at.file else ""
        head = f'<block tag="{self._tag("b", block.id)}" id="{attribute(block.id)}" kind="{kind}"{place}'
        self.blocks.append((block.id, head, f' xml:space="preserve">{escape(base)}</block>'))
        return self._control("b", block.id, inside)

    def _tag(self, kind: str, name: str) -> str:
        key = (kind, name)
        if key not in self.tags:
            self.tags[key] = tag(kind, name)
        return self.tags[key]

    def _control(self, kind: str, name: str, inside: str) -> str:
        self.used += 1
        sort = _CONTAINER if kind == "b" else ""
        head = f'<w:tag w:val="{self._tag(kind, name)}"/><w:id w:val="{self.used}"/>{_HIDDEN}{sort}'
        return f"<w:sdt><w:sdtPr>{head}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def record(self, title: str, pages: Mapping[str, Sequence[int]], sections: Sequence[int], *, measured: bool) -> str:
        """The record as XML: every block with its place and base text, every fact with the texts printed for it.

        ``pages`` by block and those of the sections, counted from 1, are what was measured, or else was guessed by.
        """
        facts = []
        for fact, texts in self.figures.items():
            printed = "".join(f'<printed xml:space="preserve">{escape(text)}</printed>' for text in texts)
            facts.append(f'<fact tag="{self._tag("f", fact)}" id="{attribute(fact)}">{printed}</fact>')
        paged = {id: iter(known) for id, known in pages.items()}
        blocks = "".join(f"{head}{_paged(paged.get(id))}{rest}" for id, head, rest in self.blocks)
        told = f'{"measured" if measured else "estimated"}"'
        told += f' sections="{" ".join(map(str, sections))}"' if sections else ""
        head = f'<document xmlns="{RECORD_NAMESPACE}" title="{attribute(title)}" pages="{told}>'
        return f"{HEAD}{head}<blocks>{blocks}</blocks><facts>{''.join(facts)}</facts></document>"


def _paged(known: Iterator[int] | None) -> str:
    """The page of the next block of one ID, as an attribute."""
    page = next(known, None) if known is not None else None
    return "" if page is None else f' page="{page}"'
