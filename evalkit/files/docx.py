"""A .docx, ours or a stranger's, as a ``Document``.

Headings are known by style or outline level (in a document without any, by how their text begins), tables keep their
merged cells, captions and unit lines go to their tables. What our writer left inside comes back: the fact behind a
figure and the texts it was printed as, the ID of a block and the text it was born with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalkit.files.docx_body import Body, Grid, Piece, SectionEnd, Words
from evalkit.files.docx_package import Package, UnreadableError, attribute, local, open_package
from evalkit.files.docx_pictures import Drawing, Media, aside, media
from evalkit.files.docx_record import read_record
from evalkit.files.docx_styles import read_numbering, read_styles
from evalkit.model.document import (
    Block,
    Caption,
    Document,
    Heading,
    Inline,
    Items,
    Paragraph,
    Picture,
    Section,
    Table,
    Text,
    plain_text,
)
from evalkit.model.edited import Born
from evalkit.model.places import Finding, Where, fault

_CAPTION = re.compile(r"\s*(附表|附图|表|图)\s*(\d+(?:\s*[-－—–.]\s*\d+)?)\s*(.*)", re.DOTALL)
_BARE_CAPTION = re.compile(r"\s*(\d+\s*[-－—–]\s*\d+)\s+(\S.*)", re.DOTALL)
_UNIT = re.compile(r"\s*[（(]?\s*(?:金额)?单位\s*[:：]\s*([^，。；（）()]{1,12}?)\s*[）)]?\s*")
#: Blocks that our writer puts into one control, whatever paragraphs they are made of.
_WHOLE = ("Table", "Items", "Chart", "Picture")

_NOTE = re.compile(r"\s*注\s*[:：\d]")
_NUMBERS = (
    re.compile(r"\s*([一二三四五六七八九十百]+\s*[、.．])\s*"),
    re.compile(r"\s*([（(]\s*[一二三四五六七八九十百]+\s*[）)])\s*"),
    re.compile(r"\s*(\d{1,2}\s*[.、．])\s*(?!\d)"),
    re.compile(r"\s*([（(]\s*\d{1,2}\s*[）)])\s*"),
)
_APPENDIX = re.compile(r"\s*(附件\s*(?:[一二三四五六七八九十]+|\d+))\s*[.、．：:]?\s*")


def read_docx(data: bytes, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """The report in a .docx, or the one thing that keeps it from being read.

    A broken, encrypted, poisoned or absurdly large file gives a single finding, never an exception.
    """
    read, findings = _read(data, file, drawn=False)
    return (read.document if read is not None else None), findings


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A document with its drawings: what each ``Picture`` of it is by its ID, and where the bytes are.

    ``aside`` says how many more stand in footnotes and headers, where no block is.
    """

    document: Document
    drawings: Mapping[str, Drawing]
    media: Media
    aside: Mapping[str, int]


def read_illustrated(data: bytes, file: str) -> tuple[Illustrated | None, tuple[Finding, ...]]:
    """Anybody's .docx to be shown in a report: a block for each drawing, behind the paragraph or table it stands in."""
    return _read(data, file, drawn=True)


def _read(data: bytes, file: str, drawn: bool) -> tuple[Illustrated | None, tuple[Finding, ...]]:
    try:
        package = open_package(data)
        root = package.xml(package.main)
        body = next((one for one in root if local(one) == "body"), None) if root is not None else None
        if body is None:
            raise UnreadableError("文件里没有正文", "用 Word 或 WPS 打开确认，另存为 .docx 再试")
        born, printed, names = read_record(package)
        pieces = list(_reader(package, names).pieces(body))
        title, author = _properties(package)
        pictures = media(package) if drawn else Media(package, {}, frozenset())
        more = aside(package) if drawn else {}
    except UnreadableError as reason:
        return None, (fault(Where(file), reason.message, reason.cure),)
    except RecursionError:
        return None, (fault(Where(file), "文件里的表格或控件嵌套得不合常理，没有读", "用 Word 或 WPS 另存一份再试"),)
    given = _Names({} if drawn else born, file)
    sections = tuple(_sections(list(_apart(pieces)) if drawn else pieces, given))
    if not any(section.blocks for section in sections):
        return None, (fault(Where(file), "文件里没有文字", "内容是图片的，请换成可以选中文字的 .docx"),)
    shown = next((piece.text for piece in pieces if isinstance(piece, Words) and piece.style in ("title", "标题")), "")
    first = next((piece.text for piece in pieces if isinstance(piece, Words) and piece.text.strip()), "")
    named = " ".join((shown or title or first).split())
    document = Document(named, sections, author=author, printed=printed, at=Where(file))
    return Illustrated(document, given.drawn, pictures, more), ()


def _reader(package: Package, names: Mapping[str, str]) -> Body:
    def part(kind: str) -> Any | None:
        return next((package.xml(name) for name in package.related(kind)), None)

    notes: dict[str, Any] = {}
    for kind in ("footnotes", "endnotes"):
        root = part(kind)
        for note in root if root is not None else ():
            if attribute(note, "type") is None:
                notes[f"{kind[0]}{attribute(note, 'id')}"] = note
    return Body(read_styles(part("styles")), read_numbering(part("numbering")), notes, names)


def _properties(package: Package) -> tuple[str, str]:
    root = package.xml("docProps/core.xml")
    named = {local(one): (one.text or "").strip() for one in root} if root is not None else {}
    return named.get("title", ""), named.get("creator", "")


def _apart(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with their drawings behind them."""
    for piece in pieces:
        found = piece.drawn if isinstance(piece, Words | Grid) else ()
        if not isinstance(piece, Words) or not piece.drawing:
            yield piece
        elif piece.text.strip():
            yield replace(piece, drawing="")
        yield from found


# ---- pieces into blocks -----------------------------------------------------------------------------------------------


def _sections(pieces: list[Piece], names: _Names) -> Iterator[Section]:
    styled = any(isinstance(piece, Words) and piece.level for piece in pieces)
    waiting: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, SectionEnd):
            yield Section(tuple(_blocks(waiting, names, styled)), piece.landscape)
            waiting = []
        else:
            waiting.append(piece)
    if waiting:
        yield Section(tuple(_blocks(waiting, names, styled)))


class _Names:
    """Gives every block its ID, its base and its place; a second block of one control gets ``+1`` and no base."""

    def __init__(self, born: Mapping[str, Born], file: str) -> None:
        self.born = born
        self.at = Where(file)
        self.seen: dict[str, int] = {}
        self.drawn: dict[str, Drawing] = {}

    def kind(self, control: str) -> str:
        """The kind of block a control was made for."""
        return self.born[control].kind if control in self.born else ""

    def name(self, control: str, letter: str) -> tuple[str, str | None, Where]:
        """The ID, the base and the place of the next block of a control, or of one without (``p1``, ``t2``)."""
        key = control or letter
        count = self.seen.get(key, 0)
        self.seen[key] = count + 1
        born = self.born.get(control)
        at = born.at if born is not None and born.at.file else self.at
        if not control:
            return f"{letter}{count + 1}", None, at
        return (control, born.base if born else None, at) if count == 0 else (f"{control}+{count}", None, at)


def _blocks(pieces: list[Piece], names: _Names, styled: bool) -> Iterator[Block]:
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        control = piece.block if isinstance(piece, Words | Grid) else ""
        if names.kind(control) in _WHOLE:
            end = at + 1
            while end < len(pieces) and getattr(pieces[end], "block", "") == control:
                end += 1
            yield from _controlled(pieces[at:end], control, names, styled)
            at = end
            continue
        table_at, caption, unit = _before_table(pieces, at, names)
        if isinstance(piece, Drawing):
            id, _, place = names.name("", "d")
            names.drawn[id] = piece
            yield Picture(id, "", piece.alt, at=place)
        elif table_at:
            yield _table(pieces[table_at], caption, unit, (), names)
            at = table_at
        elif isinstance(piece, Grid):
            yield _table(piece, None, "", (), names)
        elif isinstance(piece, Words) and (piece.text.strip() or piece.drawing):
            yield _words(piece, names, styled)
        at += 1


def _controlled(pieces: list[Piece], control: str, names: _Names, styled: bool) -> Iterator[Block]:
    """A block of several paragraphs that our writer put into one control."""
    words = [piece for piece in pieces if isinstance(piece, Words) and (piece.text.strip() or piece.drawing)]
    grids = [piece for piece in pieces if isinstance(piece, Grid)]
    if names.kind(control) == "Items" and not grids:
        id, base, at = names.name(control, "l")
        yield Items(id, tuple(one.inlines for one in words), any(one.label for one in words), base, at)
    elif names.kind(control) == "Table" and len(grids) == 1:
        before = pieces.index(grids[0])
        head, foot = [one for one in words if one in pieces[:before]], [one for one in words if one in pieces[before:]]
        caption = next((made for one in head if not _UNIT.fullmatch(one.text) and (made := _caption(one))), None)
        unit = next((f"单位：{found[1]}" for one in head if (found := _UNIT.fullmatch(one.text))), "")
        yield _table(grids[0], caption, unit, tuple(one.inlines for one in foot), names)
    elif names.kind(control) in ("Chart", "Picture") and any(one.drawing for one in words):
        id, base, at = names.name(control, "d")
        yield Picture(
            id, "", "", caption=next((made for one in words if (made := _caption(one))), None), base=base, at=at
        )
    else:
        for piece in pieces:
            if isinstance(piece, Grid):
                yield _table(piece, None, "", (), names)
            elif isinstance(piece, Words) and (piece.text.strip() or piece.drawing):
                yield _words(piece, names, styled)


def _before_table(queue: list[Piece], at: int, names: _Names) -> tuple[int, Caption | None, str]:
    """Where the table stands whose caption or unit line begins here (0 when there is none), with both.

    A table of our own that follows has its caption and notes in its control, and is read with them.
    """
    caption: Caption | None = None
    unit = ""
    while at < len(queue):
        piece = queue[at]
        if isinstance(piece, Grid):
            return at if caption is not None or unit else 0, caption, unit
        if not isinstance(piece, Words) or piece.level or names.kind(piece.block) in _WHOLE:
            return 0, None, ""
        if piece.text.strip():
            found = _UNIT.fullmatch(piece.text)
            made = None if found else _caption(piece)
            if found and not unit:
                unit = f"单位：{found[1]}"
            elif made is not None and not made.kind.endswith("图") and caption is None:
                caption = made
            else:
                return 0, None, ""
        elif piece.drawing:
            return 0, None, ""
        at += 1
    return 0, None, ""


def _caption(piece: Words) -> Caption | None:
    """The caption a paragraph is, if it is one; an unnumbered one needs the style to be known."""
    styled = piece.style in ("caption", "题注") or piece.style.startswith("caption")
    text = piece.label + piece.text
    found = _CAPTION.fullmatch(text)
    if found and (styled or (len(text) <= 80 and not text.rstrip().endswith(("。", "；", "：", "，")))):
        number = re.sub(r"\s", "", found[2])
        return Caption(found[1], _after(piece.inlines, len(text) - len(found[3]) - len(piece.label)), number=number)
    bare = _BARE_CAPTION.fullmatch(text) if styled else None
    if bare:
        number = re.sub(r"\s", "", bare[1])
        return Caption("表", _after(piece.inlines, bare.start(2) - len(piece.label)), number=number)
    return Caption("表", piece.inlines) if styled else None


def _table(
    piece: Piece, caption: Caption | None, unit: str, notes: tuple[tuple[Inline, ...], ...], names: _Names
) -> Table:
    assert isinstance(piece, Grid)
    id, base, at = names.name(piece.block, "t")
    return Table(id, piece.columns, piece.rows, caption, unit, notes, base=base, at=at)


def _words(piece: Words, names: _Names, styled: bool) -> Block:
    kind = names.kind(piece.block)
    level = piece.level or (None if styled else _guessed_level(piece))
    if level and piece.text.strip() and kind in ("", "Heading"):
        id, base, at = names.name(piece.block, "h")
        return _heading(piece, level, id, base, at)
    if piece.drawing:
        id, base, at = names.name(piece.block, "d")
        return Picture(id, "", piece.text, base=base, at=at)
    id, base, at = names.name(piece.block, "p")
    inlines = (Text(piece.label), *piece.inlines) if piece.label else piece.inlines
    role = {"Cover": "title", "Signature": "sign"}.get(kind) or _role(piece)
    return Paragraph(id, inlines, role, piece.align, base, at)


def _role(piece: Words) -> str:
    if piece.style.startswith(("toc", "目录")):
        return "toc"
    if piece.style in ("title", "标题"):
        return "title"
    if _NOTE.match(piece.text):
        return "note"
    return "caption" if _caption(piece) is not None else "body"


def _guessed_level(piece: Words) -> int | None:
    text = (piece.label + piece.text).strip()
    if len(text) > 40 or text.endswith(("。", "；", "，", "：")):
        return None
    if _APPENDIX.match(text):
        return 1
    return next((level for level, pattern in enumerate(_NUMBERS[:2], 1) if pattern.match(text)), None)


def _heading(piece: Words, level: int, id: str, base: str | None, at: Where) -> Heading:
    made = Heading(id, level, piece.inlines, numbered=bool(piece.label), number=piece.label.strip(), base=base, at=at)
    if piece.label:
        return replace(made, appendix=level == 1 and bool(_APPENDIX.match(piece.label)))
    text = piece.text
    appendix = _APPENDIX.match(text)
    if appendix and level == 1:
        number = "".join(appendix[1].split())
        return replace(made, inlines=_after(piece.inlines, appendix.end()), number=number, numbered=True, appendix=True)
    for pattern in _NUMBERS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            number = "".join(found[1].split())
            return replace(made, inlines=_after(piece.inlines, found.end()), number=number, numbered=True)
    return made


def _after(inlines: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """The inlines without their first ``count`` characters."""
    kept: list[Inline] = []
    for inline in inlines:
        size = len(plain_text((inline,)))
        if count <= 0:
            kept.append(inline)
        elif isinstance(inline, Text) and size > count:
            kept.append(replace(inline, text=inline.text[count:]))
        count -= size
    return tuple(kept)
