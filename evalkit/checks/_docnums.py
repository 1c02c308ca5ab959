"""Document numbers (文号): how they are written, and what is known of the often-quoted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = "〔[【（(［"
_CLOSE = "〕]】）)］"
NUMBER = re.compile(
    rf"(?P<office>[\u4e00-\u9fa5]{{1,12}}?)\s*(?P<open>[{re.escape(_OPEN)}])\s*(?P<year>(?:19|20)\d{{2}})\s*"
    rf"(?P<close>[{re.escape(_CLOSE)}])\]?\s*(?:第\s*)?(?P<serial>\d{{1,4}}(?:、\d{{1,4}})*)\s*号"
)
_NAMED = re.compile(r"《(?P<name>(?:[^《》]|《[^《》]*》)+)》\s*(?P<open>[（(])?\s*")

#: Words that stand before a document number without being part of it.
_BEFORE = re.compile(
    r".*(?:根据|依据|按照|以及|关于|通知|文件|办法|意见|方案|规定|引用|遵循|参照|执行|印发|下发|出台|《|》|的|和|与|及|由|以|为|见)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A document number in a text: the exact words, the number in standard form, the document's name if it stands before."""

    words: str
    number: str
    name: str
    bracket: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a number: words its document's name holds and does not hold, and what replaced it, if repealed."""

    holds: str
    lacks: str = ""
    repealed_by: str = ""


#: Source: the documents' own titles as published; see docs/checks.md. A name that merely shortens a title passes.
KNOWN = {
    "中发〔2018〕34号": Known("全面实施预算绩效管理的意见", lacks="贯彻落实"),
    "财预〔2018〕167号": Known("贯彻落实"),
    "财预〔2020〕10号": Known("项目支出绩效评价管理办法"),
    "财监〔2021〕4号": Known("第三方机构预算绩效评价业务监督管理"),
    "财预〔2011〕285号": Known("", repealed_by="财预〔2020〕10号《项目支出绩效评价管理办法》"),
}


def cited(text: str) -> Iterator[Cited]:
    """The document numbers in a text, each with the name in 《》 right before it."""
    names = {found.end(): found for found in _NAMED.finditer(text)}
    for found in NUMBER.finditer(text):
        office = found["office"]
        start = found.start("office")
        cut = _BEFORE.match(office)
        if cut:
            start += cut.end()
            office = office[cut.end() :]
        if not office:
            continue
        named = names.get(start)
        yield Cited(
            text[start : found.end()],
            f"{office}〔{found['year']}〕{found['serial']}号",
            named["name"] if named else "",
            found["open"],
            start,
            found.end(),
        )


def core(name: str) -> str:
    """A document's name as compared: without blanks and punctuation, the inner title of a notice that issues one."""
    inner = re.search(r"印发\s*[〈<《「](.+?)[〉>》」]", name)
    text = inner[1] if inner else re.sub(r"^.{0,30}?关于(?:印发|转发)", "", name)
    text = re.sub(r"[\s《》〈〉<>、，,“”‘’「」·的]", "", text)
    return re.sub(r"(通知|（试行）|\(试行\)|暂行)$", "", text)


def same(one: str, other: str) -> bool:
    """Whether two names may be of one document: one holds the other, or they share most of their pairs of characters."""
    a, b = core(one), core(other)
    if not a or not b or a in b or b in a:
        return True
    pairs_a, pairs_b = {a[n : n + 2] for n in range(len(a) - 1)}, {b[n : n + 2] for n in range(len(b) - 1)}
    shared = len(pairs_a & pairs_b)
    return 10 * shared >= 6 * min(len(pairs_a), len(pairs_b))
