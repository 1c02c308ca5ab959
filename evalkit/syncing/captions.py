"""What a number of a table, a figure or an appendix in an edited file stands for today."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.document import Block, Chart, Heading, Paragraph, Picture, Table, plain_text
from evalkit.syncing.bits import unnumbered
from evalkit.syncing.strands import folded


def captions(theirs: Sequence[Block], ours: Sequence[Block]) -> dict[str, str]:
    """The labels of captions and appendices by the number they have in an edited file.

    ``表2-1`` is what is called ``表:进度表`` today, ``附件3`` is ``附件:社会调查报告``.
    """
    labels: dict[str, str] = {}
    for block in ours:
        if isinstance(block, Table | Chart | Picture) and block.caption is not None and block.caption.label:
            labels.setdefault(folded(plain_text(block.caption.inlines)), block.caption.label)
        elif isinstance(block, Heading) and block.label:
            labels.setdefault(folded(plain_text(block.inlines)), block.label)
    found: dict[str, str] = {}
    for block in theirs:
        if isinstance(block, Table | Chart | Picture) and block.caption is not None:
            title, number = plain_text(block.caption.inlines), f"{block.caption.kind}{block.caption.number}"
        elif isinstance(block, Heading) and block.appendix:
            title, number = plain_text(block.inlines), block.number
        elif isinstance(block, Paragraph) and block.role == "caption":
            title, whole = plain_text(unnumbered(block.inlines)), plain_text(block.inlines)
            number = whole.removesuffix(title)
        else:
            continue
        if folded(title) in labels and number:
            found.setdefault(folded(number), labels[folded(title)])
    return found
