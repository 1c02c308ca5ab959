"""编号断档：章节编号跳号或重号，表图编号与所在的章不符或跳号，引用的表图不存在，目录缺章。

例：六、之后是八、；第三章的表编作“表 2-1”；文中说“如表4-5所示”，没有表 4-5。

怎样改：按章重新编号，引用处和目录一并更新。由 evalkit 生成的报告编号自动连续，出现这一项多半是生成后又在 Word 里改过。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evalkit.checks._passages import Placed, finding, passages, placed
from evalkit.model.case import Case
from evalkit.model.document import Chart, Document, Heading, Paragraph, Picture, Table, block_text, plain_text
from evalkit.model.places import Finding, Quote, Where
from evalkit.numbers import chinese_number

ID = "numbering_gap"
TITLE = "编号"

_CHINESE = {chinese_number(n): n for n in range(1, 100)}
_CAPTION = re.compile(r"\s*(附表|表|图)\s*(\d+)\s*[-－—–.]\s*(\d+)")
_REFERENCE = re.compile(r"(?:见|如|详见|由|从)\s*(?:下)?\s*(附表|表|图)\s*(\d+)\s*[-－—–.]\s*(\d+)")


@dataclass(frozen=True, slots=True)
class _Numbered:
    kind: str
    chapter: int
    serial: int
    stands_in: int | None
    appendix: bool
    words: str
    where: Where


def check(case: Case) -> tuple[Finding, ...]:
    """Numbers of headings, captions and references."""
    if case.document is None:
        return ()
    captions = tuple(_captions(case.document))
    return (
        *_headings(case.document),
        *_wrong_chapter(captions),
        *_serials(captions),
        *_references(case, captions),
        *_contents(case.document),
    )


def _number(heading: Heading) -> int | None:
    found = re.fullmatch(
        r"[（(]?\s*(?:附件)?\s*([一二三四五六七八九十]+|\d+)\s*[）)]?\s*[、.．]?", heading.number.strip()
    )
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _CHINESE.get(found[1])


def _headings(document: Document) -> Iterator[Finding]:
    last: dict[int, tuple[int, str]] = {}
    appendix = False
    everything = list(placed(document))
    for before_it, one, after in zip([None, *everything[:-1]], everything, [*everything[1:], None], strict=True):
        block = one.block
        if not isinstance(block, Heading):
            continue
        if block.appendix and (_appendix(before_it) or _appendix(after)):
            continue  # a line of the list of appendices
        if block.level == 1 and block.appendix != appendix:
            last, appendix = {}, block.appendix
        last = {level: kept for level, kept in last.items() if level <= block.level}
        number = _number(block)
        words = f"{block.number}{plain_text(block.inlines)}"
        if number is None:
            if block.level < 2 and not block.numbered:
                last = {}  # 摘要 and the like begin a numbering of their own
            continue
        before = last.get(block.level)
        expected = before[0] + 1 if before else 1
        if number != expected and not (before is None and block.level > 2):
            wrong = "重复" if before and number == before[0] else "不连续"
            earlier = f"前一个是“{before[1]}”" if before else "前面没有同级标题"
            yield Finding(
                ID,
                "warning",
                f"标题编号{wrong}：“{words}”，{earlier}",
                one.where,
                "按顺序重新编号，并更新目录",
                quotes=(Quote(words, one.where),),
                stated=block.number,
            )
        last[block.level] = (number, words)


def _appendix(one: Placed | None) -> bool:
    return one is not None and isinstance(one.block, Heading) and one.block.appendix


def _captions(document: Document) -> Iterator[_Numbered]:
    chapter: int | None = None
    appendix = False
    for one in placed(document):
        block = one.block
        if isinstance(block, Heading) and block.level == 1:
            chapter, appendix = _number(block), block.appendix
        words = ""
        if isinstance(block, Table | Chart | Picture) and block.caption is not None and block.caption.number:
            words = f"{block.caption.kind}{block.caption.number}"
        elif isinstance(block, Paragraph) and block.role == "caption":
            words = block_text(block)
        found = _CAPTION.match(words)
        if found:
            yield _Numbered(found[1], int(found[2]), int(found[3]), chapter, appendix, found[0].strip(), one.where)


def _wrong_chapter(captions: tuple[_Numbered, ...]) -> Iterator[Finding]:
    for one in captions:
        if one.stands_in is not None and not one.appendix and one.kind != "附表" and one.chapter != one.stands_in:
            right = f"{one.kind}{one.stands_in}-{one.serial}"
            yield Finding(
                ID,
                "warning",
                f"{one.kind} {one.chapter}-{one.serial} 在第{chinese_number(one.stands_in)}章，按章编号应以 {one.stands_in} 开头",
                one.where,
                f"改为 {right}，引用处一并改正",
                quotes=(Quote(one.words, one.where),),
                stated=f"{one.kind}{one.chapter}-{one.serial}",
                computed=right,
            )


def _serials(captions: tuple[_Numbered, ...]) -> Iterator[Finding]:
    last: dict[tuple[str, int, bool], int] = {}
    for one in captions:
        key = (one.kind, one.chapter, one.appendix)
        expected = last.get(key, 0) + 1
        if one.serial != expected:
            yield Finding(
                ID,
                "warning",
                f"{one.kind} {one.chapter}-{one.serial} 的编号不连续，应为 {one.kind} {one.chapter}-{expected}",
                one.where,
                "按顺序重新编号，引用处一并改正",
                quotes=(Quote(one.words, one.where),),
                stated=f"{one.chapter}-{one.serial}",
                computed=f"{one.chapter}-{expected}",
            )
        last[key] = one.serial


def _references(case: Case, captions: tuple[_Numbered, ...]) -> Iterator[Finding]:
    there = {(one.kind, one.chapter, one.serial) for one in captions}
    if not there:
        return
    for passage in passages(case, "body", "note", "footnote"):
        for found in _REFERENCE.finditer(passage.text):
            target = (found[1], int(found[2]), int(found[3]))
            if target not in there:
                yield finding(
                    ID,
                    "warning",
                    f"文中引用{found[1]} {found[2]}-{found[3]}，报告里没有",
                    passage,
                    "改为实际的编号，或补上所引的表图",
                    quotes=(passage.quote(found[0]),),
                )


def _contents(document: Document) -> Iterator[Finding]:
    lines = [
        "".join(block_text(block).split())
        for block in document.blocks()
        if isinstance(block, Paragraph) and block.role == "toc"
    ]
    if not lines:
        return
    for one in placed(document):
        block = one.block
        if isinstance(block, Heading) and block.level == 1 and _number(block) is not None:
            words = "".join(plain_text(block.inlines).split()).rstrip("：:")
            if words and not any(words in line for line in lines):
                yield Finding(
                    ID,
                    "warning",
                    f"目录里没有“{block.number}{plain_text(block.inlines)}”",
                    one.where,
                    "更新目录",
                    quotes=(Quote(plain_text(block.inlines), one.where),),
                )
