"""Words, figures and blocks as the Markdown of a chapter: what somebody typed in Word stays words and nothing else.

Whatever Markdown or the template language would read as its own is escaped; figures become references to their facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from evalkit.figures import clean
from evalkit.model.document import (
    Block,
    Break,
    Footnote,
    Heading,
    Inline,
    Items,
    Num,
    Paragraph,
    Placeholder,
    Ref,
    Table,
    Text,
    plain_text,
)
from evalkit.model.facts import Fact, Facts
from evalkit.numbers import chinese_date, parse_date, plain_date

_SPECIAL = re.compile(r"([\\*\[\]<>|`!#~])")
#: A brace might begin an expression with what follows, so it is one itself.
_BRACE = '{{ "\\x7b" }}'
#: A star of the words beside those that make them bold would be taken for one of them.
_STAR, _STAR_SHOWN = "\\*", '{{ "\\x2a" }}'
#: What opens a block where it begins a line: lists, rules, numbers of lists, headings of tables.
_OPENING = re.compile(r"^(\s*)([-+=_:]|\d{1,9}(?=[.)]))")
_CAPTION = re.compile(r"^(\s*)([表图])([：:])")


def cell_markdown(runs: Iterable[Inline], facts: Facts) -> str:
    """The words of one cell as a paragraph, the empty lines at its ends left out."""
    return inline_markdown(_unpadded(tuple(runs)), facts)


def _unpadded(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    kept = [n for n, run in enumerate(runs) if not isinstance(run, Break) and not _blank(run)]
    return runs[kept[0] : kept[-1] + 1] if kept else ()


def _blank(run: Inline) -> bool:
    return isinstance(run, Text) and not run.text.strip()


def inline_markdown(runs: Iterable[Inline], facts: Facts) -> str:
    """A run of inlines on one line of Markdown that gives the same inlines back."""
    return line_markdown(runs_markdown(runs, facts))


def runs_markdown(runs: Iterable[Inline], facts: Facts) -> str:
    """Inlines as a part of a line of Markdown."""
    return "".join(_inline(run, facts) for run in runs)


def line_markdown(text: str) -> str:
    """A line of Markdown that is a paragraph whatever it begins with."""
    made = text.strip(" \t")
    made = _CAPTION.sub(r"\1\2{{ '\3' }}", made)
    return "\n".join(_unopened(line) for line in made.split("\n"))


def _unopened(line: str) -> str:
    """A line that opens neither a list nor a rule."""
    found = _OPENING.match(line)
    if found is None:
        return line
    head, sign = found[1], found[2]
    return f"{head}{sign}\\{line[found.end() :]}" if sign.isdigit() else f"{head}\\{line[len(head) :]}"


def block_markdown(block: Block, facts: Facts) -> str:
    """A heading, a paragraph, a list or a simple table as Markdown."""
    match block:
        case Heading():
            tail = "" if block.numbered else " {-}"
            return f"{'#' * block.level} {inline_markdown(block.inlines, facts)}{tail}"
        case Paragraph(role="quote"):
            return f"> {inline_markdown(block.inlines, facts)}"
        case Paragraph():
            return inline_markdown(block.inlines, facts)
        case Items():
            return items_markdown(block.items, block.ordered, facts)
        case Table():
            return _table(block, facts)
    return ""


def items_markdown(items: Iterable[tuple[Inline, ...]], ordered: bool, facts: Facts) -> str:
    """A list, one line an item."""
    return "\n".join(
        f"{f'{place}.' if ordered else '-'} {inline_markdown(item, facts)}" for place, item in enumerate(items, 1)
    )


def row_markdown(cells: Iterable[tuple[Inline, ...]], facts: Facts) -> str:
    """The cells of one row as a table of nothing but its head."""
    texts = [_cell(cell, facts) for cell in cells]
    return f"| {' | '.join(texts)} |\n|{' --- |' * len(texts)}"


def _table(block: Table, facts: Facts) -> str:
    lines = []
    if block.caption is not None:
        unit = f"（{block.unit}）" if block.unit else ""
        lines += [f"表：{inline_markdown(block.caption.inlines, facts)}{unit}", ""]
    for place, row in enumerate(block.rows):
        runs = [_plain(cell.inlines) if not place else cell.inlines for cell in row.cells for _ in range(cell.colspan)]
        texts = [_cell(run, facts) for run in runs]
        lines.append(f"| {' | '.join(texts)} |")
        if not place:
            lines.append(f"|{' --- |' * len(texts)}")
    return "\n".join(lines)


def _plain(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The words of a head without their weight, which heads have by themselves."""
    return tuple(replace(run, bold=False) if isinstance(run, Text | Num) else run for run in runs)


def _cell(runs: tuple[Inline, ...], facts: Facts) -> str:
    return "".join("<br>" if isinstance(run, Break) else _inline(run, facts) for run in _unpadded(runs)).strip()


def _inline(run: Inline, facts: Facts) -> str:
    match run:
        case Text(text, bold):
            return _bold(escaped(text), bold)
        case Num(text, id, bold):
            return _bold(figure_markdown(text, id, facts), bold)
        case Placeholder(advice):
            return f"{{{{ 待填({quoted(advice)}) }}}}"
        case Ref(target):
            return f"{{{{ 引用({quoted(target)}) }}}}"
        case Footnote(inner):
            return f"{{{{ 脚注({_argument(inner, facts)}) }}}}"
        case Break():
            return "\\\n"
    return ""


def _bold(text: str, bold: bool) -> str:
    core = text.strip()
    if not bold or not core:
        return text
    left = len(text) - len(text.lstrip())
    tail = text[left + len(core) :]
    return f"{text[:left]}**{core.replace(_STAR, _STAR_SHOWN)}**{tail}"


def escaped(text: str) -> str:
    """Words that neither Markdown nor the template language reads as anything else."""
    words = clean_keeping_spaces(text).replace("\n", " ")
    return _BRACE.join(_SPECIAL.sub(r"\\\1", part) for part in words.split("{"))


def clean_keeping_spaces(text: str) -> str:
    """The words without private-use characters, their spaces at the ends kept."""
    inner = clean(text)
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :] if text.strip() else ""
    return f"{start}{inner}{end}"


def quoted(text: str) -> str:
    """A text as a literal of the template language that cannot end its braces."""
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return '"' + body.replace("{", "\\x7b").replace("}", "\\x7d").replace("%", "\\x25") + '"'


def _argument(runs: tuple[Inline, ...], facts: Facts) -> str:
    parts = [
        _expression(run.text, run.fact, facts) or quoted(run.text)
        if isinstance(run, Num)
        else quoted(plain_text((run,)))
        for run in runs
        if not isinstance(run, Footnote)
    ]
    return " ~ ".join(part for part in parts) or '""'


def figure_markdown(text: str, id: str, facts: Facts) -> str:
    """A figure as a reference to its fact in the form it was printed in; its words where there is no such fact."""
    expression = _expression(text, id, facts)
    return f"{{{{ {expression} }}}}" if expression else escaped(text)


def _expression(text: str, id: str, facts: Facts) -> str:
    fact = facts.get(id)
    if fact is None:
        return ""
    return f"事实({quoted(id)}){_form(text, fact)}"


def _form(text: str, fact: Fact) -> str:
    """The filter a figure was printed through, judged by its words."""
    shown = text.strip()
    day = parse_date(fact.text)
    if day is not None and shown != fact.display:
        if shown == chinese_date(day) or re.match(r"[〇○零一二三四五六七八九]{4}年", shown):
            return " | 中文日期"
        return " | 日期" if shown == plain_date(day) or "年" in shown else ""
    if fact.unit and not shown.endswith(fact.unit) and re.search(r"\d$", shown):
        return " | 数值"
    return ""
