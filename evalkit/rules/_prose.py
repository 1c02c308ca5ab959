"""A 评价标准 in prose, made ready for reading: folded letter by letter, cut into items and into clauses with their worth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalkit.numbers import trimmed

#: No standard is longer; reading takes time that grows with the square of the length.
LONGEST = 2000
#: A figure as prose has it.
NUMBER = r"\d{1,9}(?:\.\d{1,6})?"
#: What the weight of the indicator is called.
WEIGHT = r"(?:(?:本|该|此)?(?:项|指标)?的?(?:总)?(?:权重分值|权重分数|权重分|权重|指标分值|指标分|标准分值|标准分|基准分|分值|满分值|满分|总分))"
#: Punctuation that may stand between clauses.
STOPS = ",;。:、.!"

#: What says that a point is all or nothing.
ELSE = re.compile("(?:否则|反之)")
#: What stands for all that is left.
OTHERWISE = re.compile("(?:否则|反之|其他|其余|其它|除此以外)(?:情况|情形)?")

_MARKS = "".join(chr(code) for first, last in ((0x2460, 0x249B), (0x2776, 0x277F)) for code in range(first, last + 1))
_SAME = str.maketrans(
    {
        **dict.fromkeys("—–―−~〜∼‐‑", "-"),
        **dict.fromkeys("≧⩾", "≥"),
        **dict.fromkeys("≦⩽", "≤"),
        **dict.fromkeys("*✕✖", "×"),
        **dict.fromkeys("÷∕", "/"),
        **dict.fromkeys("[【〔［", "["),
        **dict.fromkeys("]】〕］", "]"),
        "〈": "<",
        "〉": ">",
        "｡": "。",
    }
)
_NUMERALS = {"半": Decimal("0.5"), "两": Decimal(2)} | {
    name: Decimal(n) for n, name in enumerate("零一二三四五六七八九十")
}


@dataclass(frozen=True, slots=True)
class Prose:
    """A text without blanks: ``text`` folded (half-width, one dash, one × …), ``typed`` as written, place by place alike."""

    text: str
    typed: str

    def cut(self, start: int, end: int | None = None) -> Prose:
        """A piece of it, without the punctuation at its ends."""
        text, typed = self.text[start:end], self.typed[start:end]
        left = len(text) - len(text.lstrip(STOPS))
        right = len(text.rstrip(STOPS))
        return Prose(text[left:right], typed[left:right]) if left < right else Prose("", "")

    def without(self, pattern: str) -> Prose:
        """The same without what the pattern finds at its end."""
        found = re.search(f"(?:{pattern})$", self.text)
        return self.cut(0, found.start()) if found else self


def fold(text: str) -> Prose:
    """A text made ready; line breaks part clauses where no punctuation does. What is too long for a standard is empty."""
    if len(text) > LONGEST:
        return Prose("", "")
    folded: list[str] = []
    typed: list[str] = []
    for char in text:
        if char in "\n\r\v\f":
            if not folded or folded[-1] in STOPS + "(":
                continue
            char = "；"
        if char.isspace() or unicodedata.category(char) == "Cf":
            continue
        plain = char if char in _MARKS else unicodedata.normalize("NFKC", char)
        folded.append((plain if len(plain) == 1 else char).translate(_SAME))
        typed.append(char)
    return Prose("".join(folded), "".join(typed))


# ---- what a clause is worth ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Worth:
    """Points (``points``), a share of the weight (``share``), or a range of shares or points from ``low`` to ``high``."""

    points: Decimal | None = None
    share: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    percent: bool = False

    def of(self, weight: Decimal) -> Decimal | None:
        """The points on the indicator's weight; None of a range."""
        return self.points if self.points is not None else None if self.share is None else self.share * weight

    @property
    def full(self) -> bool:
        return self.share == 1

    @property
    def ranged(self) -> bool:
        return self.high is not None


@dataclass(frozen=True, slots=True)
class Clause:
    """What earns a worth, as prose, without the words that tie it to the worth."""

    prose: Prose
    worth: Worth


_GETS = r"(?:可|(?<!否)则|就|即|应|均|也|都)?(?:得|计|记|给|赋|评|打|获|给予|赋予|计为|记为|评为|得分为|得分)"
_INCLUDED = r"(?:\((?:含|不含)[^)]*\))?"
_WORTH = re.compile(
    rf"(?P<none>(?:(?:本|该|此)(?:项|指标))?(?:可|(?<!否)则|就|即|均|也|都)?(?:不得分|不计分|不给分|不赋分|不记分|(?:得|计|记|为|给)零分|零分))"
    rf"|{_GETS}(?P<from>{NUMBER})(?:分|%)?{_INCLUDED}[-至到]+(?P<to>{NUMBER})(?P<span>分|%){_INCLUDED}(?:的?{WEIGHT})?"
    rf"|(?:(?:按|得|计|给|赋){WEIGHT}的?)(?P<from2>{NUMBER})%?{_INCLUDED}[-至到]+(?P<to2>{NUMBER})%{_INCLUDED}(?:计分|得分|给分|赋分|计|得)?"
    rf"|(?:按|得|计|给|赋){WEIGHT}的?(?P<share>{NUMBER})%(?:计分|得分|给分|赋分|计)?"
    rf"|{_GETS}(?P<share2>{NUMBER})%的?{WEIGHT}"
    rf"|{_GETS}(?:满分|全分)\(?(?P<all>{NUMBER})分\)?"
    rf"|{_GETS}(?:满分|全分|全部分值|全部分数|全部权重分|{WEIGHT}(?=$|[,;。)]))"
    rf"|{_GETS}(?P<points>{NUMBER})分(?!值|之|钟)"
    rf"|(?:(?<=[,:(的为])|(?<=%)|(?<=以[上下内])|(?<=含\)))(?P<bare>{NUMBER})分(?=$|[,;。)])"
)


def clauses(prose: Prose) -> tuple[tuple[Clause, ...], Prose]:
    """The clauses that earn something, in order, and what is left behind the last of them."""
    found: list[Clause] = []
    start = 0
    for match in _WORTH.finditer(prose.text):
        if match.start() and prose.text[match.start() - 1] in "扣每最":
            continue
        head = prose.cut(start, match.start())
        if prose.text[match.start() - 1 : match.start()] != ",":
            head = head.without("[:(的→>-]+|(?<!否)则")
        found.append(Clause(_tied(head), _worth(match)))
        start = match.end() + (prose.text[match.end() : match.end() + 1] == ")")
    return tuple(found), prose.cut(start)


def _tied(head: Prose) -> Prose:
    text = head.text.lstrip("(") if head.text.count("(") > head.text.count(")") else head.text
    return head.cut(len(head.text) - len(text))


def _worth(match: re.Match[str]) -> Worth:
    if match["none"]:
        return Worth(points=Decimal(0))
    for low, high, percent in (("from", "to", match["span"] == "%"), ("from2", "to2", True)):
        if match[low]:
            ends = sorted((Decimal(match[low]), Decimal(match[high])))
            return Worth(low=ends[0], high=ends[1], percent=percent)
    for name in ("share", "share2"):
        if match[name]:
            return Worth(share=Decimal(match[name]) / 100)
    for name in ("points", "bare", "all"):
        if match[name]:
            return Worth(points=Decimal(match[name]))
    return Worth(share=Decimal(1))


# ---- items --------------------------------------------------------------------------------------------------------

_STYLES = (
    re.compile(f"(?P<mark>[{_MARKS}])[、.,]?"),
    re.compile(r"(?:^|(?<=[,;。:.]))\((?P<mark>\d{1,2}|[一二三四五六七八九十]{1,2})\)[、.,]?"),
    re.compile(r"(?:^|(?<=[;。:]))(?P<mark>\d{1,2})(?:[、)]|\.(?!\d))"),
    re.compile(r"(?:^|(?<=[;。:,]))(?P<mark>[A-H])[.、)]"),
    re.compile(r"(?:^|(?<=[;。:]))(?:第)?(?P<mark>[一二三四五六七八九十]{1,2})(?:[、)]|是(?=[^否]))"),
)


def items(prose: Prose) -> tuple[Prose, tuple[Prose, ...]]:
    """What stands before a numbered list, and its items; none where nothing is numbered from one upwards."""
    for style in _STYLES:
        places: list[re.Match[str]] = []
        for match in style.finditer(prose.text):
            if _order(match["mark"]) == len(places) + 1:
                places.append(match)
        if places:
            ends = [match.start() for match in places[1:]] + [len(prose.text)]
            found = tuple(prose.cut(match.end(), end) for match, end in zip(places, ends, strict=True))
            return prose.cut(0, places[0].start()), found
    return prose, ()


def orders(marks: str) -> tuple[int, ...]:
    """The numbers of points named by their marks: ``②③④``."""
    return tuple(_order(mark) for mark in marks if mark in _MARKS)


def _order(mark: str) -> int:
    if "A" <= mark <= "H":
        return ord(mark) - ord("A") + 1
    if mark in _NUMERALS or len(mark) == 1:
        return int(_NUMERALS[mark]) if mark in _NUMERALS else int(unicodedata.numeric(mark))
    if mark.isdecimal():
        return int(mark)
    tens, _, ones = mark.partition("十")
    return int(_NUMERALS.get(tens, 1)) * 10 + int(_NUMERALS.get(ones, 0))


def joined(parts: tuple[Prose, ...]) -> Prose:
    """The items as one text again, for lists whose numbers say nothing."""
    return Prose(";".join(part.text for part in parts), "；".join(part.typed for part in parts))


def tails(item: Prose) -> Iterator[tuple[Prose, Prose]]:
    """The last item with what may follow the whole list: nothing first, then the longest piece there may be."""
    yield item, Prose("", "")
    for match in re.finditer("[;。,]", item.text):
        yield item.cut(0, match.start()), item.cut(match.end())


_HARMLESS = re.compile(
    r"(?:本|该)?(?:指标|项)?的?(?:评价|评分|考核|计分|赋分)?(?:要点|内容|标准|要素|办法|方法|细则|规则)?(?:主要)?(?:包括|如下|为|有)?"
)
_SCORING = re.compile(r"[得扣加减]\d|\d分|分值|满分|得分|扣分|不得|%|权重")


def preface(head: Prose) -> tuple[str, ...] | None:
    """Doubts about what stands before a list: none where it says nothing, None where it says something of points."""
    if _HARMLESS.fullmatch(head.text):
        return ()
    if _SCORING.search(head.text):
        return None
    return (f"“{head.typed}”没有写进要点",)


# ---- words --------------------------------------------------------------------------------------------------------


def amount(text: str) -> Decimal | None:
    """``1.5``, ``一``, ``两``, ``十``; None when it is no figure."""
    if re.fullmatch(NUMBER, text):
        return Decimal(text)
    return _NUMERALS.get(text)


def written(value: Decimal) -> str:
    """A figure as a parameter is written."""
    return trimmed(value.normalize())


_BAD = "截留|挤占|挪用|虚列|虚报|冒领|骗取|套取|重复|违规|违法|违纪|违反|事故|超标|超支|超预算|超范围|超概|滞留|沉淀|闲置|浪费|拖欠|流失|隐瞒|弄虚作假|脱节|不良|投诉|损失|漏报|迟报|不合规|不规范|不真实|问题(?=$|等)|未(?!来)|不符|不按|不一致|隐患|缺陷|纠纷|污染|延误"
_GUARDED = "防止|防范|避免|杜绝|整改|处理|处置|查处|制度|机制|办法|措施|预案"
_ASKED = re.compile("是否|有无|能否|可否|有没有")
_DENIED = {"存在": "不存在", "有": "没有", "发生": "未发生", "出现": "未出现", "发现": "未发现", "被": "未被"}
_VERB = re.compile("|".join(_DENIED))
_AFFIRMED = {"有无": "有", "有没有": "有", "能否": "能", "可否": "可"}


def stated(point: Prose) -> tuple[str, tuple[str, ...]]:
    """A point asked as a question (``是否…``) as a statement, with doubts where what is asked for is not wanted."""
    typed, doubts = point.typed.rstrip("？?"), []
    while (asked := _ASKED.search(typed)) is not None:
        before, word, after = typed[: asked.start()], asked[0], typed[asked.end() :]
        clause = re.split("[，,；;。]", after, maxsplit=1)[0]
        verb = _VERB.match(clause)
        if _unwanted(clause, has=word in ("有无", "有没有")):
            denied = _DENIED[verb[0]] if verb else "没有" if word in ("有无", "有没有") else "未"
            if not verb and re.search("(?:重复|脱节)$", clause):
                denied = "不"
            typed = before + denied + (after[verb.end() :] if verb else after)
            doubts.append(f"“{point.typed}”改写成“{typed}”：没有这种情况才算符合")
        else:
            typed = before + _AFFIRMED.get(word, "") + after
            if (verb and verb[0] not in ("有", "被")) or _mentions(clause):
                doubts.append(f"“{point.typed}”改写成“{typed}”：有这种情况算符合")
    if not doubts and typed == point.typed and _unwanted(re.split("[，,；;。]", typed, maxsplit=1)[0], stated=True):
        doubts.append(f"要点“{typed}”说的是不该有的情况，核对符合是有还是没有")
    return typed, tuple(doubts)


def _unwanted(clause: str, *, has: bool = False, stated: bool = False) -> bool:
    """Whether something unwanted is what the clause is about, not a word in passing, nor denied by it."""
    if not _mentions(clause):
        return False
    begins = _VERB.match(clause) is not None or (
        not stated and re.match(f"(?:已经?)?(?:{_BAD}|超)", clause) is not None
    )
    return begins or has or (not stated and re.search("(?:重复|脱节)$", clause) is not None)


def _mentions(clause: str) -> bool:
    """Whether a clause has something unwanted in it that it neither denies nor guards against."""
    return (
        bool(re.search(f"{_BAD}|超", clause))
        and not re.match("未|不|没有|无", clause)
        and not re.search(_GUARDED, clause)
    )
