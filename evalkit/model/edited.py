"""A .docx that came back: its words, what it was born with, and what people wrote into its margins."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.model.document import Document
from evalkit.model.places import Where


@dataclass(frozen=True, slots=True)
class Born:
    """A block as our writer made it: its ID and kind, its source place and the text it was born with."""

    id: str
    kind: str
    at: Where
    base: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin: who, when (as the file says), on which words, and what is asked.

    ``paragraph`` are the words of the paragraph it hangs on; ``done`` where it was marked as resolved; ``answers`` is
    the number of the comment it replies to, counted from 1, or 0.
    """

    author: str
    day: str
    quoted: str
    text: str
    paragraph: str
    done: bool = False
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """A tracked change nobody has accepted or refused yet. ``kind``: 插入, 删除, 移入, 移出."""

    kind: str
    author: str
    day: str
    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A report that somebody edited.

    ``born`` are the blocks in the order they were written, empty where the record was taken out of the file; ``by``
    and ``day`` say who saved it last and when, as the file has it; ``edition`` which clean copy it is, where it says so.
    """

    document: Document
    born: tuple[Born, ...]
    remarks: tuple[Remark, ...]
    pending: tuple[Pending, ...]
    by: str = ""
    day: str = ""
    edition: str = ""
