"""Inlines as runs: words, figures in their controls, references as fields, footnotes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import assert_never

from evalkit.model.document import Break, Footnote, Inline, Num, Placeholder, Ref, Text
from evalkit.writers._titles import Parted
from evalkit.writers._word_marks import Marks
from evalkit.writers._word_plan import Plan
from evalkit.writers._word_xml import HEAD, ROOT, run
from evalkit.writers._word_xml import field as word_field

_BOLD = "<w:b/><w:bCs/>"
_YELLOW = '<w:highlight w:val="yellow"/>'
_SEPARATOR = '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{0}/></w:r></w:p>'


@dataclass(slots=True)
class Inlines:
    """Writes runs; collects the footnotes on the way. ``ids`` are the style IDs of the document by ours."""

    plan: Plan
    marks: Marks
    ids: dict[str, str]
    footnotes: list[str] = field(default_factory=list)

    def runs(self, inlines: tuple[Inline, ...], *, bold: bool = False) -> str:
        """Runs, ``bold`` throughout or where the inline says so."""
        parts = []
        for inline in inlines:
            match inline:
                case Text():
                    parts.append(run(inline.text, _BOLD if bold or inline.bold else ""))
                case Num():
                    inside = run(inline.text, _BOLD if bold or inline.bold else "")
                    parts.append(self.marks.figure(inline.fact, inline.text, inside))
                case Placeholder():
                    parts.append(self.placeholder(inline.text))
                case Ref():
                    parts.append(self._reference(inline, _BOLD if bold else ""))
                case Break():
                    parts.append("<w:r><w:br/></w:r>")
                case Footnote():
                    parts.append(self._footnote(inline))
                case _:
                    assert_never(inline)
        return "".join(parts)

    def title(self, inlines: tuple[Inline, ...], made: Parted, em: int) -> str:
        """Runs of a title; what a line lacks to the longest is spread over it, so that it turns where it is to turn.

        ``em`` is the width of a character in twips. A line break of its own would change the words a figure holds.
        """
        ends = list(accumulate(len(line) for line in made.lines))
        wider = [int(lack * em / len(line)) for line, lack in zip(made.lines, made.spread, strict=True)]
        parts: list[str] = []
        at = 0
        for inline in inlines:
            assert isinstance(inline, Text | Num)
            pieces: list[str] = []
            rest = inline.text
            while rest:
                line = bisect_right(ends, at)
                piece, rest = rest[: ends[line] - at], rest[ends[line] - at :]
                at += len(piece)
                properties = _BOLD if inline.bold else ""
                pieces.append(run(piece, properties + (f'<w:spacing w:val="{wider[line]}"/>' if wider[line] else "")))
            inside = "".join(pieces)
            parts.append(self.marks.figure(inline.fact, inline.text, inside) if isinstance(inline, Num) else inside)
        return "".join(parts)

    def placeholder(self, words: str) -> str:
        """Words that ask to be replaced, highlighted."""
        return run(words, f'<w:rStyle w:val="{self.ids["Placeholder"]}"/>{_YELLOW}')

    def _reference(self, ref: Ref, properties: str) -> str:
        found = self.plan.targets.get(ref.target)
        if found is None:  # a field without its bookmark prints an error
            return run(ref.text, properties) if ref.text else self.placeholder(f"【待填：{ref.target}】")
        bookmark, cached = found
        # Of a heading the number its list gives it is meant, not its words.
        switches = "\\n \\h" if bookmark in self.plan.appendices else "\\h"
        return word_field(f"REF {bookmark} {switches}", run(cached, properties), properties)

    def _footnote(self, note: Footnote) -> str:
        number = len(self.footnotes) + 1
        self.footnotes.append("")  # keeps its place should the note hold a note
        style = f'<w:rStyle w:val="{self.ids["FootnoteReference"]}"/>'
        mark = f"<w:r><w:rPr>{style}</w:rPr><w:footnoteRef/></w:r>"
        flat = tuple(inline for inline in note.inlines if not isinstance(inline, Footnote))
        words = f"{mark}{run(' ')}{self.runs(flat)}"
        body = f'<w:p><w:pPr><w:pStyle w:val="{self.ids["FootnoteText"]}"/></w:pPr>{words}</w:p>'
        self.footnotes[number - 1] = f'<w:footnote w:id="{number}">{body}</w:footnote>'
        return f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def footnotes_xml(self) -> str:
        """The part footnotes.xml."""
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}">{_SEPARATOR.format(kind)}</w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        return f"{HEAD}<w:footnotes {ROOT}>{lines}{''.join(self.footnotes)}</w:footnotes>"
