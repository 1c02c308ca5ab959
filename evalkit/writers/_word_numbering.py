"""The lists of the report: chapters, appendices, bullets, and one for every ordered list."""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.writers._word_plan import APPENDICES, BULLETS, CHAPTERS, FIRST_FREE
from evalkit.writers._word_xml import HEAD, W

_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def _level(number: int, form: str, text: str, suffix: str, indent: str, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
    )


def _abstract(number: int, levels: list[str]) -> str:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    token = f"{0x4E4B0000 + number:08X}"
    head = f'<w:nsid w:val="{token}"/><w:multiLevelType w:val="{kind}"/><w:tmpl w:val="{token}"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{head}{"".join(levels)}</w:abstractNum>'


def numbering_xml(
    free_lists: int, ordered: int, headings: tuple[str, ...], appendix: str, indents: Mapping[str, str]
) -> str:
    """The part numbering.xml.

    ``free_lists`` number the headings of chapters that have no number themselves, ``ordered`` the ordered lists; both
    start anew. ``headings`` and ``appendix`` are the IDs of the styles the chapters' levels belong to; ``indents`` the
    indents of our styles, which a level repeats because a list asked for in a paragraph goes before its style.
    """
    own = [indents[f"Heading{n + 1}"] for n in range(4)]
    item = indents["ListItem"]
    below = [_level(n, form, text, "nothing", own[n]) for n, (form, text) in enumerate(_LEVELS)]
    chapters = [_level(n, form, text, "nothing", own[n], headings[n]) for n, (form, text) in enumerate(_LEVELS)]
    appendices = [_level(0, "decimal", "附件%1", "space", indents["AppendixHeading"], appendix), *below[1:]]
    abstracts = [
        _abstract(CHAPTERS, chapters),
        _abstract(APPENDICES, appendices),
        _abstract(BULLETS, [_level(0, "bullet", "·", "space", item)]),
        _abstract(FIRST_FREE, [_level(0, "none", "", "nothing", own[0]), *below[1:]]),
        _abstract(FIRST_FREE + 1, [_level(0, "decimal", "%1.", "nothing", item)]),
    ]
    lists = [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (CHAPTERS, APPENDICES, BULLETS)]
    for n in range(free_lists):
        lists.append(_restarted(FIRST_FREE + n, FIRST_FREE, (1, 2, 3)))
    for n in range(ordered):
        lists.append(_restarted(FIRST_FREE + free_lists + n, FIRST_FREE + 1, (0,)))
    return f'{HEAD}<w:numbering xmlns:w="{W}">{"".join(abstracts)}{"".join(lists)}</w:numbering>'


def _restarted(number: int, abstract: int, levels: tuple[int, ...]) -> str:
    anew = "".join(f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in levels)
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{anew}</w:num>'
