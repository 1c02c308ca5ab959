"""How headings, captions and pictures are named, the same in every output."""

from __future__ import annotations

from evalkit.model.document import Caption, Signature, plain_text


def caption_number(caption: Caption) -> str:
    """``表3-1``, or the kind alone while the document is not numbered."""
    return caption.kind + caption.number


def caption_name(number: str, words: str) -> str:
    """``表3-1 绩效评价得分情况表``."""
    return f"{number} {words}".strip()


def seal_of(signature: Signature) -> str:
    """What stands behind the firm's name where it puts its seal; nothing where the words say so already."""
    firm = plain_text(signature.firm)
    return "（盖章）" if firm and "章" not in firm[-4:] else ""


def heading_name(number: str, words: str) -> str:
    """``一、项目概况``, ``（一）…``, ``1.…``; a number that ends in a digit (附件1) is set off by a blank."""
    return f"{number} {words}" if number and number[-1].isdigit() else number + words
