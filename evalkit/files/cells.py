"""The cells of a worksheet's rows, told apart in their XML with arrays: where each stands, of what type, what it holds.

Only what the commonest writers make is known: rows of cells with their places in order, each with a value, a text of its
own, or nothing. Whatever else stands there is ``Irregular``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy

from evalkit.packed import Numbers

#: So many digits of a number are read at once.
_DIGITS = 8
#: Bytes looked at behind the last mark, which may be cut off.
_ROOM = 24
_ABOUT = re.compile(rb'"(?: s="(\d{1,5})")?(?: t="(\w{1,9})")?(?:(/)>|>(?:</c>)?)')

#: The marks that open something, by their first bytes.
_ROWS, _CELL, _VALUE, _IS, _TEXT = range(1, 6)
_MARKS = {b"<row": _ROWS, b"<c r": _CELL, b"<v>": _VALUE, b"<is>": _IS, b"<t>": _TEXT, b"<t x": _TEXT}
#: Which may follow which; a row's first follows the last of the row above.
_FOLLOW = {
    _ROWS: (_CELL,), _CELL: (_ROWS, _CELL, _VALUE, _IS), _VALUE: (_ROWS, _CELL), _IS: (_TEXT,), _TEXT: (_ROWS, _CELL),
}  # fmt: skip
#: What follows ``<t`` where blanks are to be kept, and how cells and rows end.
_SPACED = b'xml:space="preserve">'
_VALUE_ENDS, _TEXT_ENDS, _ROW_ENDS = b"</v></c>", b"</t></is></c>", b"</row>"


class Irregular(Exception):  # noqa: N818 - what is so is no error: another reader takes it
    """Something that this way of reading does not know."""


class Cells:
    """The cells of whole rows: where each begins, in which row, and what lies between its marks."""

    def __init__(self, held: bytes) -> None:
        self.held = held
        padded = held + bytes(_ROOM + 8)
        self.bytes = numpy.frombuffer(padded, numpy.uint8)
        #: Eight bytes from every place on, as one number.
        self.words: Numbers = numpy.ndarray((len(held) + _ROOM,), numpy.dtype("<u8"), padded, strides=(1,))
        marks = numpy.flatnonzero((self.bytes[:-1] == ord("<")) & (self.bytes[1:] != ord("/")))
        self.kinds = _kinds(self.words[marks])
        pairs = self.kinds * numpy.uint8(8) + numpy.append(self.kinds[1:], numpy.uint8(_ROWS))
        if marks[:1] != 0 or self.kinds[0] != _ROWS or not _MAY[pairs].all():
            raise Irregular
        #: Where each mark begins, and where what belongs to it ends: before the next, or before the end of its row.
        self.marks = marks
        self.until = numpy.append(marks[1:], len(held))
        self.first = numpy.flatnonzero(self.kinds == _ROWS)
        self.until[numpy.append(self.first[1:], len(marks)) - 1] -= len(_ROW_ENDS)
        self.which = numpy.flatnonzero(self.kinds == _CELL)
        self.at = marks[self.which]
        self.row = (numpy.cumsum(self.kinds == _ROWS, dtype=numpy.int32) - 1)[self.which]
        #: Where the names of the cells end, once their places were read.
        self.ends = self.at
        closed = self.until[numpy.append(self.first[1:], len(marks)) - 1]
        if not self._are(closed, _ROW_ENDS).all() or (self.bytes[self.until[self.first] - 1] != ord(">")).any():
            raise Irregular

    def _are(self, at: Numbers, wanted: bytes) -> Numbers:
        """Whether these bytes stand at some places."""
        made = numpy.ones(len(at), numpy.bool_)
        for first in range(0, len(wanted), 8):
            part = wanted[first : first + 8]
            word = self.words[at + first] if first else self.words[at]
            made &= (word & _MASKS[len(part)]) == numpy.uint64(int.from_bytes(part, "little"))
        return made

    def places(self) -> tuple[Numbers, Numbers]:
        """The number of each row, from 1, and the column of each cell, from 0.

        Irregular where a cell is out of order or names another row than its own.
        """
        name = self.words[self.at + 6]
        letters = [
            ((name >> numpy.uint64(8 * place)) & numpy.uint64(255)).astype(numpy.int32) - 64 for place in range(3)
        ]
        two = (letters[1] > 0) & (letters[1] <= 26)
        three = two & (letters[2] > 0) & (letters[2] <= 26)
        column = letters[0].copy()
        column[two] = column[two] * 26 + letters[1][two]
        column[three] = column[three] * 26 + letters[2][three]
        begins = self.marks[self.first] + 8
        digits = self.words[begins]
        other = _others(digits)
        if not self._are(begins - 8, b'<row r="').all() or not self._are(self.at, b'<c r="').all() or not other.all():
            raise Irregular
        # The lowest bit that tells of another byte than a digit: seven bits, and eight for each digit.
        size = numpy.log2((other & -other).astype(numpy.float64)).astype(numpy.int64) // 8
        rows, sure = self.whole(begins, begins + size)
        if not sure.all() or (self.bytes[begins + size] != ord('"')).any():
            raise Irregular
        mask = _MASKS[size]
        digits &= mask
        begins = self.at + 7 + two + three
        together = self.row[1:] == self.row[:-1]
        if (
            ((self.words[begins] & mask[self.row]) != digits[self.row]).any()
            or ((letters[0] <= 0) | (letters[0] > 26) | (column > 16_384)).any()
            or (column[1:][together] <= column[:-1][together]).any()
        ):
            raise Irregular
        self.ends = begins + size[self.row]
        return rows, column - 1

    def about(self) -> Iterator[tuple[str, int, Numbers]]:
        """The cells that hold anything, by type and style: what is told behind their names."""
        after = self.until[self.which]
        length = after - self.ends
        if (length < 2).any() or (length > 24).any():
            raise Irregular
        far = len(self.held) - 1
        words = [
            self.words[numpy.minimum(self.ends + first, far)] & _MASKS[numpy.clip(length - first, 0, 8)]
            for first in (0, 8, 16)
        ]
        holds = numpy.append(self.kinds, numpy.uint8(_ROWS))[self.which + 1] >= _VALUE
        left = numpy.arange(len(self.at))
        while len(left):
            one = left[0]
            alike = length[left] == length[one]
            for word in words:
                alike &= word[left] == word[one]
            told = _ABOUT.fullmatch(self.held, int(self.ends[one]), int(after[one]))
            which, left = left[alike], left[~alike]
            # A cell that is closed holds nothing, and any other does.
            if told is None or (holds[which] == told[0].endswith((b"/>", b"</c>"))).any():
                raise Irregular
            if holds[one]:
                yield (told[2] or b"").decode(), int(told[1] or 0), which

    def inside(self, which: Numbers, inline: bool) -> tuple[Numbers, Numbers]:
        """Where the text or the number of some cells begins and ends."""
        mark = self.which[which] + 1
        wanted, ends = (_IS, _TEXT_ENDS) if inline else (_VALUE, _VALUE_ENDS)
        if (self.kinds[mark] != wanted).any():
            raise Irregular
        last = mark + 1 if inline else mark
        begin, end = self.marks[last] + 3, self.until[last] - len(ends)
        sound = [self._are(end, ends), end >= begin]
        if inline:
            spaced = self.bytes[begin - 1] != ord(">")
            begin = begin + spaced * len(_SPACED)
            # Blanks at the ends of a text are kept only where it is said.
            cut = (self.bytes[begin] <= ord(" ")) | (self.bytes[end - 1] <= ord(" "))
            sound += [
                self._are(self.marks[last][spaced] + 3, _SPACED),
                self.until[mark] - self.marks[mark] == len("<is>"),
                ~cut | spaced,
                end >= begin,
            ]
        if not all(one.all() for one in sound):
            raise Irregular
        return begin, end

    def within(self, begin: Numbers, end: Numbers) -> Iterator[bytes]:
        """The bytes between two places each."""
        held = self.held
        return (held[first:last] for first, last in zip(begin.tolist(), end.tolist(), strict=True))

    def whole(self, begin: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """The whole numbers that stand there, and where they surely are whole numbers of few digits."""
        size = numpy.clip(end - begin, 1, _DIGITS)
        word = self.words[begin] & _MASKS[size]
        other = _others(word) & _MASKS[size]
        # Eight digits at once: pairs, then fours, then all; the first digit lies lowest.
        word = word << ((_DIGITS - size) * 8).astype(numpy.uint64)
        for mask, factor, shift in _STEPS:
            word = ((word & mask) * factor) >> shift
        return word.astype(numpy.int64), (other == 0) & (end > begin) & (end - begin <= _DIGITS)


def _others(words: Numbers) -> Numbers:
    """The highest bit of every byte that is no digit."""
    apart: Numbers = words ^ _NOUGHTS
    return (((apart & _SEVEN) + _OVER_NINE) | apart) & ~_SEVEN


def _kinds(words: Numbers) -> Numbers:
    """What each mark is, by its first bytes; 0 where it is none of those known."""
    four = words.astype(numpy.uint32)
    three = four & numpy.uint32(0xFFFFFF)
    made = numpy.zeros(len(words), numpy.uint8)
    for mark, kind in _MARKS.items():
        key = numpy.uint32(int.from_bytes(mark, "little"))
        made += ((three if len(mark) == 3 else four) == key) * numpy.uint8(kind)
    return made


def _u8(number: int) -> numpy.uint64:
    return numpy.uint64(number)


_MASKS = numpy.array([(1 << 8 * size) - 1 for size in range(9)], numpy.uint64)
_NOUGHTS, _SEVEN, _OVER_NINE = _u8(0x3030303030303030), _u8(0x7F7F7F7F7F7F7F7F), _u8(0x7676767676767676)
_STEPS = (
    (_u8(0x0F0F0F0F0F0F0F0F), _u8(2561), _u8(8)),
    (_u8(0x00FF00FF00FF00FF), _u8(6553601), _u8(16)),
    (_u8(0x0000FFFF0000FFFF), _u8(42949672960001), _u8(32)),
)
_MAY = numpy.zeros(64, numpy.bool_)
for _one, _next in _FOLLOW.items():
    _MAY[[_one * 8 + _two for _two in _next]] = True
