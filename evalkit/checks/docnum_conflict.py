"""文号：括号不是六角括号〔〕、同一文件两个文号、同一文号两个名称、引用已废止的文件、名称与常用文号对不上。

查什么：报告全文和“依据”表里的文号。年份用〔〕括起（党政机关公文格式 GB/T 9704），写成【】、[]、（）的列出；
同一名称配了不同文号、同一文号配了不同名称的列出；财预〔2011〕285号已由财预〔2020〕10号取代，仍引用的列出。

例：州政函【2015】81号；同一份意见一处写吕发〔2017〕20号，一处写晋发〔2017〕26号。

怎样改：以文件原件为准核对名称和文号，括号改为〔〕；已废止的改引现行文件，确需提及旧文件的写明“已废止”。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalkit.checks._docnums import KNOWN, cited, core, same
from evalkit.checks._passages import passages
from evalkit.model.case import Case
from evalkit.model.places import Finding, Quote, Where

ID = "docnum_conflict"
TITLE = "文号"


@dataclass(frozen=True, slots=True)
class _Mention:
    words: str
    number: str
    name: str
    bracket: str
    where: Where
    context: str


def check(case: Case) -> tuple[Finding, ...]:
    """Document numbers of the report and of the table 依据."""
    mentions = tuple(_mentions(case))
    return (*_brackets(mentions), *_two_numbers(mentions), *_two_names(mentions), *_known(mentions))


def _mentions(case: Case) -> Iterator[_Mention]:
    if case.engagement is not None:
        for basis in case.engagement.bases:
            for one in cited(basis.number):
                yield _Mention(one.words, one.number, basis.name, one.bracket, basis.at, basis.name)
    for passage in passages(case):
        for one in cited(passage.text):
            around = passage.text[max(0, one.start - 20) : one.end + 12]
            yield _Mention(one.words, one.number, one.name, one.bracket, passage.where, around)


def _brackets(mentions: tuple[_Mention, ...]) -> Iterator[Finding]:
    for words, places in _grouped((one.words, one) for one in mentions if one.bracket != "〔"):
        yield Finding(
            ID,
            "warning",
            f"文号“{words}”的年份没有用六角括号〔〕{_times(places)}",
            places[0].where,
            f"改为 {places[0].number}",
            places[0].number,
            tuple(Quote(words, one.where) for one in places),
            words,
            places[0].number,
        )


def _two_numbers(mentions: tuple[_Mention, ...]) -> Iterator[Finding]:
    for _, places in _grouped((core(one.name), one) for one in mentions if len(core(one.name)) >= 6):
        firsts: dict[str, _Mention] = {}
        for one in places:
            firsts.setdefault(one.number, one)
        if len(firsts) > 1:
            yield Finding(
                ID,
                "error",
                f"《{places[0].name}》有 {len(firsts)} 个文号：{'、'.join(firsts)}",
                places[0].where,
                "以文件原件为准，统一为一个文号",
                places[0].name,
                tuple(Quote(one.words, one.where) for one in firsts.values()),
            )


def _two_names(mentions: tuple[_Mention, ...]) -> Iterator[Finding]:
    for number, places in _grouped((one.number, one) for one in mentions if one.name):
        first = places[0]
        other = next((one for one in places if not same(first.name, one.name)), None)
        if other is not None:
            yield Finding(
                ID,
                "warning",
                f"文号 {number} 配了两个名称：《{first.name}》和《{other.name}》",
                other.where,
                "以文件原件为准核对名称与文号",
                number,
                (Quote(first.words, first.where), Quote(other.words, other.where)),
            )


def _known(mentions: tuple[_Mention, ...]) -> Iterator[Finding]:
    for number, places in _grouped((one.number, one) for one in mentions if one.number in KNOWN):
        known = KNOWN[number]
        if known.repealed_by:
            cited_now = [one for one in places if not any(word in one.context for word in ("废止", "失效", "取代"))]
            if cited_now:
                yield Finding(
                    ID,
                    "warning",
                    f"{number} 已废止，由{known.repealed_by}取代",
                    cited_now[0].where,
                    "改引现行文件，并核对引用的条款是否还在",
                    number,
                    tuple(Quote(one.words, one.where) for one in cited_now),
                )
            continue
        wrong = [one for one in places if one.name and not _fits(one.name, known.holds, known.lacks)]
        if wrong:
            yield Finding(
                ID,
                "warning",
                f"《{wrong[0].name}》的文号写作 {number}，与这个文号的文件名称不符",
                wrong[0].where,
                "以文件原件为准核对名称与文号",
                number,
                tuple(Quote(one.words, one.where) for one in wrong),
            )


def _fits(name: str, holds: str, lacks: str) -> bool:
    tight = "".join(name.split())
    return holds in tight and (not lacks or lacks not in tight)


def _grouped(pairs: Iterator[tuple[str, _Mention]]) -> Iterator[tuple[str, list[_Mention]]]:
    groups: dict[str, list[_Mention]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    yield from groups.items()


def _times(places: list[_Mention]) -> str:
    return f"（{len(places)} 处）" if len(places) > 1 else ""
