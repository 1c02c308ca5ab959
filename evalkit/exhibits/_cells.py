"""What the tables of the report are built from: cells, header rows, captions, figures out of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from evalkit.figures import SCORE_FAMILIES, fact_of, figure, prose, prose_or
from evalkit.model.case import Case
from evalkit.model.document import Align, Caption, Cell, Column, Inline, Paragraph, Placeholder, Row, Text

#: Families of figures that come with the scores.
SCORED = (*SCORE_FAMILIES, "总分", "总得分率", "等级", "体系")

#: What stands where a column does not apply to a row.
DASH = Cell((Text("—"),))


def columns(*shares: int | tuple[int, Align]) -> tuple[Column, ...]:
    """Columns by their share of the width, each with its alignment where it is not centred."""
    return tuple(
        Column(Decimal(share)) if isinstance(share, int) else Column(Decimal(share[0]), share[1]) for share in shares
    )


def header(*labels: str) -> Row:
    """The row that repeats on every page."""
    return Row(tuple(Cell((Text(label),)) for label in labels), "header")


def words(text: str, advice: str = "") -> Cell:
    """A cell of a user's words; the placeholder with this advice when it is empty and advice is given."""
    return Cell(prose_or(text, advice) if advice else prose(text))


def num(case: Case, id: str, unit: bool = False) -> Cell:
    """A cell with the figure of a fact, without its unit (per cent figures keep theirs when ``unit``).

    An empty one asks in a word or two, because columns of figures are narrow and the header says what they hold.
    """
    fact = fact_of(case, id)
    if fact.empty:
        family, _, rest = id.partition(".")
        return Cell((Placeholder("评分" if family in SCORED else rest.rpartition(".")[2] or family),))
    return Cell((figure(fact, unit),))


def cell(*inlines: Inline, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(inlines, colspan, rowspan)


def caption(title: str, kind: str = "表", label: str = "") -> Caption:
    """A caption; it is referred to as ``表:`` and its title, or by another label."""
    return Caption(kind, (Text(title),), f"{kind}:{label or title}")


def named(options: Mapping[str, str], default: str) -> str:
    """The title of a table: what the option 表名 says, for reports that call their work otherwise."""
    return options.get("表名", "") or default


def missing(id: str, advice: str) -> tuple[Paragraph, ...]:
    """The placeholder that stands for an exhibit of which nothing is there yet."""
    return (Paragraph(id, (Placeholder(advice),)),)


def joined(parts: Iterable[tuple[Inline, ...]], separator: str) -> tuple[Inline, ...]:
    """Runs of inlines in one line."""
    found: list[Inline] = []
    for part in parts:
        if part:
            found.extend([Text(separator)] if found else [])
            found.extend(part)
    return tuple(found)
