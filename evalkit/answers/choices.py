"""What an answer chose: texts of cells against the options of a question. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from evalkit.likeness import likest
from evalkit.model.questionnaire import Option
from evalkit.numbers import parse_decimal, plain

_ADDED = re.compile(r"〖.*?〗|___.*$", re.DOTALL)
#: An apostrophe before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"^'(?=[=+\-@])")
_QUOTED = re.compile(r"〖.*?〗", re.DOTALL)
_HINT = re.compile(r"【[^】]*】|_{2,}|\((?:请|可)?(?:注明|说明|填写|补充|列出)[^)]*\)")
_LETTER = re.compile(r"^(?:[A-Za-z]|\d{1,2})[.、:)]\s*")
#: What people and programs put between choices besides what the platform does.
_USUAL = ("\n", "、", "，", ",", "；", ";", "/", ">", "＞", " ")
#: Answers of more pieces than this are no choices.
_PIECES = 60


def fold(text: str) -> str:
    """An option's text as compared: NFKC, no added words 〖…〗, no hint 【请注明】, no spaces, small letters."""
    bare = _HINT.sub("", _ADDED.sub("", _GUARDED.sub("", plain(text))))
    return "".join(bare.split()).lower().rstrip(":.。…")


def hintless(label: str) -> str:
    """An option's label without its hint: 其他【请注明】 → 其他."""
    return _HINT.sub("", label).strip().rstrip(":：.… ") or label


@cache
def _marks(platform: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], re.Pattern[str]]:
    """What only a platform puts between choices; that with what is usual besides; a pattern of all of it."""
    every = (*platform, *(mark for mark in _USUAL if mark not in platform))
    own = tuple(mark for mark in platform if mark.strip() and mark not in _USUAL)
    return own, every, re.compile("|".join([r"\s", *(re.escape(mark.strip()) for mark in every if mark.strip())]))


class Choices:
    """The options of one question, ready to be looked up by text."""

    def __init__(self, options: tuple[Option, ...], separators: tuple[str, ...]) -> None:
        self.labels = tuple(option.label for option in options)
        self.platform = separators
        self.own, self.separators, self.mark = _marks(separators)
        self.index: dict[str, int] = {}
        for place, option in enumerate(options):
            for name in (option.label, *option.synonyms):
                self.index.setdefault(fold(name), place)
        for name, place in list(self.index.items()):
            self.index.setdefault(_LETTER.sub("", name) or name, place)
        self.longest = max(map(len, self.index), default=0)
        self.write_in = {fold(option.label): place for place, option in enumerate(options) if option.write_in}

    def one(self, text: str) -> int | None:
        """The index of the option this text is, a leading ``A.`` or ``1、`` forgiven; None when it is none."""
        folded = fold(text)
        if folded in self.index:
            return self.index[folded]
        bare = _LETTER.sub("", folded)
        if bare in self.index:
            return self.index[bare]
        # 其他:亲友, where the questionnaire leaves room for words of one's own.
        return next(
            (place for name, place in self.write_in.items() if re.match(re.escape(name) + r"[:(\-—]", bare)), None
        )

    def by_letter(self, text: str) -> int | None:
        """The index of the option with this letter, A being the first."""
        letter = plain(text).rstrip(".、)").upper()
        if len(letter) != 1 or not "A" <= letter <= "Z" or ord(letter) - 65 >= len(self.labels):
            return None
        return ord(letter) - 65

    def letters(self, text: str) -> list[int] | None:
        """The options of letters one behind the other: ``ABD``, ``A、B``, ``a b``; None when it is anything else."""
        bare = re.sub(r"[\s,，、;；|┋.]", "", plain(text))
        places = [self.by_letter(letter) for letter in bare]
        if not places or None in places or len(set(places)) < len(places):
            return None
        return [place for place in places if place is not None]

    def numbers(self, text: str) -> list[int] | None:
        """The options of numbers parted by a separator: ``1┋3``; None when it is anything else."""
        pieces = [piece for piece in re.split(r"[\s,，、;；|┋→]+", plain(text)) if piece]
        places = [self.by_number(piece) for piece in pieces]
        if not places or None in places or len(set(places)) < len(places):
            return None
        return [place for place in places if place is not None]

    def figures(self) -> list[Decimal] | None:
        """The figures the labels are (``0分`` … ``10分``), None where a label is none."""
        read = [parse_decimal(label.strip().removesuffix("分")) for label in self.labels]
        return [figure for figure in read if figure is not None] if None not in read else None

    def by_number(self, text: str) -> int | None:
        """The index of the option with this number, 1 being the first."""
        number = parse_decimal(text)
        if number is None or number != number.to_integral_value() or not 1 <= number <= len(self.labels):
            return None
        return int(number) - 1

    def several(self, text: str) -> tuple[list[int], list[str]]:
        """The options of a multiple choice in the order written, and the pieces that are no option.

        Options may hold a separator themselves (``微信、QQ等``): the whole text is tried first, then what the platform
        itself puts between choices, then the one reading there is as options one behind the other. A text with two
        ``readings`` is no option.
        """
        text = _QUOTED.sub("", text)
        if all(len(label) == 1 and label.isalpha() for label in self.labels):
            letters = [self.index.get(letter.lower()) for letter in text if letter.isalpha()]
            if letters and None not in letters:
                return [place for place in letters if place is not None], []
        whole = self.one(text)
        if whole is not None and "___" not in text:
            return [whole], []
        parted = next(filter(None, (self._parted(text, mark) for mark in self.own)), None)
        if parted:
            return parted, []
        readings = self.readings(text)
        if len(readings) > 1:
            return [], [text]
        chosen = readings[0] if readings else next(filter(None, (self._parted(text, m) for m in self.separators)), None)
        return (list(chosen), []) if chosen else self._known(text)

    def readings(self, text: str) -> list[tuple[int, ...]]:
        """The ways, two at most, in which a whole text is options parted by anything that usually parts them.

        ``水、电、气`` has one where the options are 水、电 and 气, and two where they are 水、电, 电、气, 水 and 气.
        """
        ends, starts, last = [], [], 0
        for mark in (*self.mark.finditer(text), None):
            end = mark.start() if mark else len(text)
            if text[last:end].strip():
                starts.append(last)
                ends.append(end)
            last = mark.end() if mark else end
        if not 1 < len(starts) <= _PIECES:
            return []
        ways: list[list[tuple[int, ...]]] = [[()], *([] for _ in starts)]
        for at, begin in enumerate(starts):
            for upto in range(at, len(starts)) if ways[at] else ():
                piece = fold(text[begin : ends[upto]])
                if len(piece) > self.longest + 4:
                    break
                place = self.index.get(piece, self.index.get(_LETTER.sub("", piece)))
                for way in ways[at] if place is not None else ():
                    longer = (*way, place) if place is not None else way
                    if longer not in ways[upto + 1]:
                        ways[upto + 1] = [*ways[upto + 1], longer][:2]
        return ways[-1]

    def _parted(self, text: str, separator: str) -> list[int] | None:
        """The options between which a separator stands; None where it does not, or something else is there."""
        pieces = [piece for piece in text.split(separator) if piece.strip()] if separator in text else []
        found = [self.one(piece) for piece in pieces]
        return [place for place in found if place is not None] if None not in found else None

    def _known(self, text: str) -> tuple[list[int], list[str]]:
        """The pieces of a text that are options, and those that are none."""
        usual = (mark for mark in _USUAL if mark in text and any(self.one(one) is not None for one in text.split(mark)))
        mark = next((mark for mark in self.platform if mark in text), None) or next(usual, None)
        chosen: list[int] = []
        unknown: list[str] = []
        free = False
        for piece in filter(None, (piece.strip() for piece in (text.split(mark) if mark else [text]))):
            index = self.one(piece)
            if index is not None:
                chosen.append(index)
                free = index in self.write_in.values() and fold(piece) not in self.index
            elif not free:  # words of one's own behind 其他: may hold what parts choices
                unknown.append(piece)
        return chosen, unknown

    def nearest(self, text: str) -> str | None:
        """The option most like a text that is none of them; never one that says the contrary."""
        return likest(fold(text), {name: self.labels[place] for name, place in self.index.items()}) or None


def by_score(options: Sequence[Option], values: set[Decimal]) -> tuple[str, Mapping[Decimal, int]] | None:
    """Which option each score means: the options' own scores, or 1 to n from the least; None when they do not tell."""
    scores = {option.score: index for index, option in enumerate(options) if option.score is not None}
    scored = [option.score for option in options if option.score is not None]
    if values <= set(scores):
        return (
            ("score", {value: scores[value] for value in values}) if all(scored.count(v) == 1 for v in values) else None
        )
    if len(scores) == len(scored) and values <= {Decimal(place) for place in range(1, len(scored) + 1)}:
        ranked = sorted(scores)
        return "rank", {value: scores[ranked[int(value) - 1]] for value in values}
    return None
