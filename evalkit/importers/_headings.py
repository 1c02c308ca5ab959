"""Headers of exports taken apart: number, stem and part, over one row or two."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from evalkit.model.source import Sheet, Value
from evalkit.numbers import plain

#: A header row stands among the first rows; above it there may be a title.
HEADER_ROWS = 10

_NUMBERED = re.compile(
    r"(?:第\s*(\d{1,3})\s*题|[Qq]\s?(\d{1,3})(?!\d)|(\d{1,3})\s*(?=[、.:)_]))\s*[、.:)_|]*\s*(.*)", re.DOTALL
)
_BRACKETED = re.compile(r"\((.+)\)\s*:?", re.DOTALL)
_PARTED = re.compile(r"(.+?)\s*(?:—+|–|--|:|\[)\s*(.+?)\]?", re.DOTALL)
_DASHED = re.compile(r"(.+?)\s*(?:—+|–|--)\s*(.+)", re.DOTALL)
#: ``Q8[SQ003]``, ``Q8_3``, ``Q8/3``: the third row or option of question 8, perhaps with its text behind.
_INDEXED = re.compile(
    r"[Qq](\d{1,3})(?:\[(?:SQ|sq|A)?0*(\d{1,2})\]|[_./-](?:SQ|sq)?0*(\d{1,2}))[.:、]?\s*(.*)", re.DOTALL
)
#: ``group/sub/Q8``: the groups of an ODK form stand before the name.
_GROUPED = re.compile(r"(?:[A-Za-z_][\w.]*[/-])+([Qq]\d.*)", re.DOTALL)
#: ``G01Q02. 题干``, ``G01Q02[SQ001]. 题干 [行]``: a code that is no number of ours stands before the text.
_CODED = re.compile(r"[A-Za-z]\w*(?:\[\w+\])?\.\s+(\D.*)", re.DOTALL)
_REMARK = re.compile(
    r"[\[(【](?:请|可)[^\])】]{1,6}[\])】]|[\[(【](?:单选|多选|量表|矩阵|填空|排序|必答|必填|选填)题?[^\])】]{0,6}[\])】]|- ?(?:Selected Choice|所选选项) ?(?:- |$)|^\*|\*$"
)
_MARKS = re.compile(r"[\s,.?!;:，。？！；：、“”‘’\"'()（）《》【】\[\]<>—–\-_*/|]+")
#: What stands below the title of a question that has only one column.
_ANSWER = ("response", "openendedresponse", "回复", "回答", "开放式回答", "开放式回复", "答案", "选项")


@dataclass(frozen=True, slots=True)
class Header:
    """A header taken apart: ``11、(系统稳定)`` has number 11, no stem, and the part 系统稳定.

    ``index`` is the row or option by its number, where the header names it by number only. ``title`` and ``label`` are
    what stood in two rows. ``written`` is what stood there before full-width signs were folded.
    """

    column: int
    text: str
    number: int | None
    whole: str
    stem: str
    part: str
    index: int | None = None
    dashed: bool = False
    title: str = ""
    label: str = ""
    written: str = ""


def squeeze(text: str) -> str:
    """Text as compared: NFKC, no spaces, no punctuation, no remark such as [单选题], small letters."""
    return _MARKS.sub("", _REMARK.sub("", plain(text))).lower()


def header(column: int, value: Value) -> Header:
    """The header of a column (from 0) taken apart."""
    written = " ".join(str(value or "").split())
    return replace(_parted(column, " ".join(plain(written).split())), written=written)


def _parted(column: int, text: str) -> Header:
    grouped = _GROUPED.fullmatch(text)
    bare = grouped[1] if grouped else text
    indexed = _INDEXED.fullmatch(bare)
    if indexed:
        number, index, rest = int(indexed[1]), int(indexed[2] or indexed[3]), indexed[4]
        named = _PARTED.fullmatch(rest)
        part = squeeze(named[2] if named else rest)
        return Header(column, text, number, squeeze(rest), squeeze(named[1] if named else ""), part, index)
    found = _NUMBERED.fullmatch(bare)
    coded = None if found else _CODED.fullmatch(bare)
    number_, rest = None, coded[1] if coded else text
    if found:
        number_ = int(next(group for group in found.groups()[:3] if group))
        rest = found[4]
    bracketed, parted = _BRACKETED.fullmatch(rest), _PARTED.fullmatch(rest)
    stem, part = ("", bracketed[1]) if bracketed else (parted[1], parted[2]) if parted else (rest, "")
    dashed = number_ is not None and not bracketed and bool(_DASHED.fullmatch(rest))
    return Header(column, text, number_, squeeze(rest), squeeze(stem), squeeze(part), dashed=dashed)


def headers(sheet: Sheet, row: int, apart: Collection[int] = (), above: int | None = None) -> tuple[Header, ...]:
    """The headers of a row (from 0), those columns left out that a platform adds of itself.

    ``above`` is a row whose titles stand over several columns each: what is below is a part of what is above.
    """
    titles = _spread(sheet, above, apart) if above is not None else None
    made: list[Header] = []
    for column, value in enumerate(sheet.row(row)):
        if column in apart:
            continue
        title = titles[column] if titles else ""
        if not str(value or "").strip():
            if not title or above is None or not str(sheet.columns[column][above] or "").strip():
                continue
            made.append(header(column, title))
            continue
        one = header(column, value)
        if title:
            made.append(_below(header(column, title), one))
        else:
            made.append(_continued(made[-1], one) if made else one)
    return tuple(made)


def _continued(before: Header, one: Header) -> Header:
    """A bare header behind ``13、题干—行`` is the next row of the same question."""
    if not before.dashed or one.number is not None or before.column != one.column - 1:
        return one
    return replace(one, number=before.number, stem=before.stem, part=one.whole, dashed=True)


def _below(title: Header, one: Header) -> Header:
    if one.whole in _ANSWER:
        return replace(title, column=one.column)
    if one.number is not None or (one.part and one.stem == title.whole):
        return one
    return replace(
        one, text=f"{title.text}—{one.text}", number=title.number, stem=title.whole, part=one.whole,
        title=title.text, label=one.text, written=f"{title.written}—{one.written}",
    )  # fmt: skip


def _spread(sheet: Sheet, row: int, apart: Collection[int]) -> Sequence[str]:
    """The titles of a row, each also over the blank cells to its right."""
    made, last = [], ""
    for column, value in enumerate(sheet.row(row)):
        text = str(value or "").strip()
        last = "" if column in apart else text or last
        made.append(last)
    return made
