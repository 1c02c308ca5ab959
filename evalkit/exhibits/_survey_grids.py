"""Several questions (or the rows of a matrix) with the same options, side by side: table and diverging chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evalkit.asking import Side, sides
from evalkit.exhibits._cells import columns, header, joined, words
from evalkit.exhibits._survey import fact, rounded, shown, titled, value
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Chart, Inline, Paragraph, Row, Series, Table, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Option, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Line:
    """A question or row: its name, the parts of its facts' IDs behind the questionnaire's, its options."""

    name: str
    key: tuple[str, ...]
    options: tuple[Option, ...]


def lines_of(question: Question) -> tuple[Line, ...]:
    """A question as one line, a matrix as one a row."""
    if question.type == "matrix":
        made = enumerate(question.rows, start=1)
        return tuple(Line(clean(row), (question.id, str(order)), question.options) for order, row in made)
    name = clean(question.topic or question.text).rstrip("？?：:。")
    return (Line(name, (question.id,), question.options),)


def chart_of(case: Case, one: Questionnaire, lines: Sequence[Line], id: str, name: str, label: str) -> Chart | None:
    """The shares of every option, a bar a line: diverging where there are two sides; None where nothing is known."""
    options = lines[0].options
    at = sides(one, options)
    divided = "for" in at and "against" in at
    places = [place for place in range(len(options)) if at[place] or not divided]
    if divided:
        rank: dict[Side, int] = {"for": 0, "middle": 1, "against": 2}
        places.sort(key=lambda place: (rank[at[place]], -(options[place].score or Decimal(0))))
    series, told = [], []
    for place in places:
        found = [fact(case, one.id, *line.key, options[place].label, "占比") for line in lines]
        ids = tuple(share.id if share is not None else "" for share in found)
        values = tuple(value(share) for share in found)
        series.append(Series(options[place].label, values, ids, at[place] if divided else ""))
    if not any(any(part is not None for part in one_series.values) for one_series in series):
        return None
    for order, line in enumerate(lines):
        parts = [f"{one_series.name}{one_series.values[order]}%" for one_series in series if one_series.values[order]]
        told.append(f"{line.name}：{'，'.join(parts)}")
    names = tuple(line.name for line in lines)
    kind: Literal["diverging", "stacked"] = "diverging" if divided else "stacked"
    alt = f"{name}。{'；'.join(told)}"
    return Chart(id, kind, names, tuple(series), "%", titled(case, one, name, "图", label), alt)


def table_of(case: Case, one: Questionnaire, lines: Sequence[Line], id: str, name: str, label: str) -> Table:
    """The share of every option and the mean, a row a line."""
    options = lines[0].options
    scored = any(option.score is not None for option in options)
    rows = [header("评价内容", *(option.label for option in options), *(["均值"] if scored else []))]
    every: list[list[Fact | None]] = []
    for line in lines:
        shares = [fact(case, one.id, *line.key, option.label, "占比") for option in line.options]
        every.append(shares)
        cells = [Cell(shown(case, one.id, *line.key, option.label, "占比")) for option in line.options]
        mean = [Cell(shown(case, one.id, *line.key, "均值"))] if scored else []
        rows.append(Row((words(line.name), *cells, *mean)))
    notes = next((note for note in (rounded(shares) for shares in every) if note), ())
    shape = columns((30, "left"), *[12] * (len(options) + scored))
    return Table(id, shape, tuple(rows), titled(case, one, name, label=label), notes=notes)


def matrix_blocks(
    case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool
) -> list[Block]:
    """A matrix: what is best and worst, its table and its chart."""
    lines = lines_of(question)
    name = f"{clean(question.topic or question.text).rstrip('？?：:。')}调查结果"
    told = Paragraph(f"{head}.text", _rows_told(case, one, lines))
    table = table_of(case, one, lines, f"{head}.table", name, key)
    chart = chart_of(case, one, lines, f"{head}.chart", name, key) if question.options and charted else None
    return [told, table, *([chart] if chart is not None else [])]


def _rows_told(case: Case, one: Questionnaire, lines: Sequence[Line]) -> tuple[Inline, ...]:
    found = [(line.name, fact(case, one.id, *line.key, "均值")) for line in lines]
    known = [(name, mean) for name, mean in found if mean is not None]
    if not known:
        return (Text("各项的选择情况见下表。"),)
    head: tuple[Inline, ...] = (Text("按选项分值折算，"),)
    return (*head, *extremes(known, "各项均值"), Text("。"))


def extremes(known: Sequence[tuple[str, Fact]], what: str) -> tuple[Inline, ...]:
    """Which of several figures is highest and which lowest, those that stand level together."""
    if len(known) == 1:
        return (Text(f"{listed([known[0][0]])}为"), figure(known[0][1]))
    most, least = max(one.printed for _, one in known), min(one.printed for _, one in known)
    if most == least:
        return (Text(f"{what}相同，均为"), figure(known[0][1]))
    runs = []
    for edge, word in ((most, "最高"), (least, "最低")):
        those = [(name, one) for name, one in known if one.printed == edge]
        level = "同为" if len(those) > 1 else ""
        names = listed([name for name, _ in those])
        runs.append((Text(f"{names}{level}{word}，为"), figure(those[0][1])))
    between = len(known) - sum(1 for _, one in known if one.printed in (most, least))
    rest: tuple[Inline, ...] = (Text("，其余居中"),) if between else ()
    return (Text(f"{what}中，"), *joined(runs, "；"), *rest)
