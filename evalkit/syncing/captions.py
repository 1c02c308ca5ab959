"""What a number of a table, a figure or an appendix in an edited file stands for today."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.model.document import Block, Chart, Heading, Inline, Paragraph, Picture, Table, plain_text
from evalkit.syncing.bits import unnumbered
from evalkit.syncing.strands import folded

_APPENDIX = "附件"


def captions(theirs: Sequence[Block], ours: Sequence[Block]) -> dict[str, str]:
    """The labels of captions and appendices by the number they have in an edited file.

    ``表2-1`` is what is called ``表:进度表`` today, ``附件3`` is ``附件:社会调查报告``. A table, a figure and an appendix
    may have one title: each is found among its like.
    """
    labels: dict[tuple[str, str], str] = {}
    for block in ours:
        if isinstance(block, Table | Chart | Picture) and block.caption is not None and block.caption.label:
            labels.setdefault(_key(block.caption.kind, block.caption.inlines), block.caption.label)
        elif isinstance(block, Heading) and block.label:
            labels.setdefault(_key(_APPENDIX, block.inlines), block.label)
    found: dict[str, str] = {}
    for block in theirs:
        if isinstance(block, Table | Chart | Picture) and block.caption is not None:
            kind, title = block.caption.kind, block.caption.inlines
            number = f"{kind}{block.caption.number}"
        elif isinstance(block, Heading) and block.appendix:
            kind, title, number = _APPENDIX, block.inlines, block.number
        elif isinstance(block, Paragraph) and block.role == "caption":
            title = unnumbered(block.inlines)
            number = plain_text(block.inlines).removesuffix(plain_text(title))
            kind = "图" if "图" in number else "表"
        else:
            continue
        if _key(kind, title) in labels and number:
            found.setdefault(folded(number), labels[_key(kind, title)])
    return found


def _key(kind: str, title: tuple[Inline, ...]) -> tuple[str, str]:
    """What a title is found by: 附表 and 表 are alike."""
    return kind[-1:], folded(plain_text(title))
