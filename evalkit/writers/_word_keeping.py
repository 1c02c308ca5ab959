"""What is not parted by the end of a page: a lead from what it leads to, the last words of the report from its signatures."""

from __future__ import annotations

from evalkit.model.document import (
    Block,
    Chart,
    Inline,
    Items,
    Num,
    Paragraph,
    Picture,
    Ref,
    Signature,
    Table,
    Text,
    plain_text,
)

#: The longest lead that moves to the next page with what it leads to, in lines.
LONGEST_LEAD = 3
_OPEN = ("：", ":", "如下。", "如下")


def kept(block: Block, after: Block | None) -> bool:
    """Whether a block stays on the page on which ``after`` begins, whatever its style says."""
    if signed(block, after):
        return True
    if not isinstance(block, Paragraph):
        return False
    # A line in bold throughout is a heading in disguise: it stays with what it heads.
    return _strong(block.inlines) or heads(block, after) or leads(block, after)


def signed(block: Block, after: Block | None) -> bool:
    """Whether a block is the last of the report before the list of appendices and the signatures.

    They never stand on a page without a line of the report.
    """
    listed = isinstance(after, Paragraph) and after.role == "attachment"
    return isinstance(after, Signature) or (
        listed and not (isinstance(block, Paragraph) and block.role == "attachment")
    )


def heads(block: Paragraph, after: Block | None) -> bool:
    """Whether a paragraph is a title, or the stem of a question above its options.

    Lines that begin at the margin one below the other are a list of their own: they do not hang together.
    """
    if block.role == "subtitle":
        return after is not None
    below = isinstance(after, Table | Items) or (isinstance(after, Paragraph) and after.role == "body")
    return block.role == "lead" and below


def leads(block: Paragraph, after: Block | None) -> bool:
    """Whether a paragraph says what comes next: it refers to the table or figure behind it, or ends in a colon."""
    if not isinstance(after, Table | Chart | Picture | Items):
        return False
    if plain_text(block.inlines).rstrip().endswith(_OPEN):
        return True
    caption = None if isinstance(after, Items) else after.caption
    label = caption.label if caption is not None else ""
    return bool(label) and any(isinstance(one, Ref) and one.target == label for one in block.inlines)


def _strong(inlines: tuple[Inline, ...]) -> bool:
    return bool(inlines) and all(isinstance(one, Text | Num) and one.bold for one in inlines)
