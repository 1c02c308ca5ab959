"""The report in Word with the right page numbers, and as PDF: one conversion by LibreOffice serves both.

The pages of the last build are the first guess. A report that is the same as the last needs no conversion; one whose
pages have not moved is right as guessed; only a PDF whose pages have moved is converted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.model.case import Case
    from evalkit.model.document import Document


@dataclass(frozen=True, slots=True)
class Paged:
    """A report in Word and, where one was asked for and could be made, as PDF."""

    docx: bytes
    measured: bool
    pdf: bytes | None = None


@dataclass(slots=True)
class Pager:
    """One report on its way: ``begin`` starts LibreOffice beside us, ``end`` waits for it.

    ``before`` and ``printed`` are the .docx and the PDF of the last build, empty where there are none; ``guess`` are the
    pages measured then, as ``write.write`` takes them.
    """

    document: Document
    case: Case
    files: Mapping[str, bytes]
    before: bytes = b""
    printed: bytes = b""
    guess: Mapping[str, int] = field(default_factory=dict)
    as_pdf: bool = False
    measure: bool = True
    _docx: bytes = b""
    _estimated: bytes = b""
    _running: Future[bytes | None] | None = None

    def begin(self, pool: ThreadPoolExecutor) -> None:
        """Writes the report as the guess has it, and starts its conversion unless the last build has answered it."""
        from evalkit.files.libreoffice import find_soffice, made_from, to_pdf
        from evalkit.files.measured import measured

        asked = (self.measure or self.as_pdf) and find_soffice() is not None
        if self.guess and not asked and not (self.as_pdf or self.document.edition or measured(self.before)):
            self._estimated = self._written(self.guess, measured=False)
            return
        self._docx = self._written(self.guess)
        same = self._docx == self.before or made_from(self.printed, self._docx)
        settled = bool(self.guess) and same and (not self.as_pdf or made_from(self.printed, self._docx))
        if settled:
            done: Future[bytes | None] = Future()
            done.set_result(self.printed if self.as_pdf else b"")
            self._running = done
        elif asked:
            self._running = pool.submit(to_pdf, self._docx)

    def end(self) -> Paged:
        """The report with measured pages, or with estimated ones where there is no LibreOffice to measure them."""
        from evalkit.files.libreoffice import bookmark_pages, stamped, to_pdf

        made = self._running.result() if self._running is not None else None
        if made is None and self.guess:
            return Paged(self._estimated or self._written(self.guess, measured=False), False)
        if made is None:
            return Paged(self._docx, False)
        if not made or made is self.printed:
            return Paged(self._docx, True, made or None)
        pages = bookmark_pages(made)
        final = self._written(pages or self.guess, measured=bool(pages))
        if self.as_pdf and final != self._docx:
            # What is printed in the contents has changed; the lines have not, so that the pages stay.
            made = to_pdf(final)
        pdf = stamped(made, final, self.document.created) if self.as_pdf and made is not None else None
        return Paged(final, bool(pages), pdf)

    def _written(self, pages: Mapping[str, int], *, measured: bool = True) -> bytes:
        from evalkit.write import write

        return write(self.document, self.case, "word", self.files, pages, measured=measured)


def guess_of(document: Document, before: bytes) -> Mapping[str, int]:
    """What an earlier .docx knows of this document's pages; empty when it knows nothing."""
    from evalkit.files.measured import measured_pages
    from evalkit.write import guessed

    pages, sections = measured_pages(before) if before else ({}, ())
    return guessed(document, pages, sections) if pages else {}


def beside(pagers: Sequence[Pager], work: Callable[[], None]) -> list[Paged]:
    """The reports, converted at the same time, with other work done while LibreOffice is busy."""
    if not pagers:
        work()
        return []
    with ThreadPoolExecutor(len(pagers)) as pool:
        for pager in pagers:
            pager.begin(pool)
        work()
        return [pager.end() for pager in pagers]
