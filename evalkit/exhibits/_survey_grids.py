"""Several questions (or the rows of a matrix) with the same options, side by side: table and diverging chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evalkit.asking import Side, sides
from evalkit.exhibits._cells import DASH, columns, header, joined
from evalkit.exhibits._survey import ROUNDED, asked_about, fact, noted, off, seen, shown, titled, value
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Break, Cell, Chart, Inline, Paragraph, Row, Series, Table, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Option, Question, Questionnaire

_SIDES = {"for": "右侧为正面评价", "against": "左侧为负面评价", "middle": "居中的评价另列在最右"}


@dataclass(frozen=True, slots=True)
class Line:
    """A question or row: its name, the parts of its facts' IDs behind the questionnaire's, its options.

    ``number`` is the place of a question in the questionnaire where a table names it.
    """

    name: str
    key: tuple[str, ...]
    options: tuple[Option, ...]
    number: int = 0


def lines_of(question: Question) -> tuple[Line, ...]:
    """A question as one line, a matrix as one a row."""
    if question.type == "matrix":
        made = enumerate(question.rows, start=1)
        return tuple(Line(clean(row), (question.id, str(order)), question.options) for order, row in made)
    return (Line(asked_about(question), (question.id,), question.options),)


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


def bars_of(case: Case, one: Questionnaire, question: Question, id: str, name: str, label: str) -> Chart | None:
    """The shares of a question's options, a bar each; None where all gave one answer: a bar of 100 % shows nothing."""
    labels = tuple(option.label for option in question.options)
    shares = [fact(case, one.id, question.id, label, "占比") for label in labels]
    if sum(share is not None and share.value != 0 for share in shares) < 2:
        return None
    told = "，".join(f"{label}{share.display}" for label, share in zip(labels, shares, strict=True) if share)
    ids = tuple(share.id if share is not None else "" for share in shares)
    series = Series("占比", tuple(value(share) for share in shares), ids)
    named = titled(case, one, name, "图", label)
    return Chart(id, "bar", labels, (series,), "%", named, f"{name}：{told}", Decimal(100))


def table_of(
    case: Case,
    one: Questionnaire,
    lines: Sequence[Line],
    id: str,
    name: str,
    label: str,
    rates: tuple[str, Sequence[Fact | None]] | None = None,
) -> Table:
    """The number and share of every option, how many answered and the mean, a row a line.

    A number that is the same for all lines is said once, below. In the place of the means stand the ``rates``, by what
    they are called, where there are some.
    """
    options = lines[0].options
    scored = any(option.score is not None for option in options)
    answered = [fact(case, one.id, *line.key, "人数") for line in lines]
    alike = len({n.printed for n in answered if n is not None}) == 1 and None not in answered
    called, results = rates or ("均值", [fact(case, one.id, *line.key, "均值") for line in lines])
    last = [*([] if alike else ["作答人数"]), *([called] if scored else [])]
    rows = [header("题目" if lines[0].number else "评价内容", *(option.label for option in options), *last)]
    crooked = False
    for line, found in zip(lines, results, strict=True):
        crooked = crooked or off(fact(case, one.id, *line.key, option.label, "占比") for option in line.options)
        cells = [_counted(case, one, *line.key, option.label) for option in line.options]
        cells += [] if alike else [Cell(shown(case, one.id, *line.key, "人数"))]
        cells += [DASH if found is None else Cell((figure(found),))] if scored else []
        head = Cell((Text(f"{line.number}. {line.name}" if line.number else line.name),))
        rows.append(Row((head, *cells)))
    base = (
        (Text(f"各{'题' if lines[0].number else '项'}作答"), figure(answered[0]), Text("。"))
        if alike and answered[0]
        else ()
    )
    notes = noted([base, *([(Text(ROUNDED),)] if crooked else [])])
    widths = [room_of(label) for label in (*(option.label for option in options), *last)]
    shape = columns((max(100 - sum(widths), 18), "left"), *widths)
    return Table(id, shape, tuple(rows), titled(case, one, name, label=label), notes=notes)


def _counted(case: Case, one: Questionnaire, *key: str) -> Cell:
    """How many chose an option, and below it their share."""
    return Cell((*shown(case, one.id, *key, "人数"), Break(), *shown(case, one.id, *key, "占比")))


def room_of(label: str) -> int:
    """The share of a table's width for a column of percentages below this label: long ones stand in two lines."""
    halves = sum(1 if sign.isascii() else 2 for sign in label)
    return max(10, 4 + (halves if halves <= 10 else -(-halves // 4) * 2))


def matrix_blocks(
    case: Case, one: Questionnaire, question: Question, head: str, key: str, charted: bool
) -> list[Block]:
    """A matrix: what is best and worst, its table and its chart."""
    lines = lines_of(question)
    name = f"{asked_about(question)}调查结果"
    table = table_of(case, one, lines, f"{head}.table", name, key)
    chart = chart_of(case, one, lines, f"{head}.chart", name, key) if question.options and charted else None
    sides_of = beside_chart(chart, [question], "图中") if chart is not None else ()
    see = seen("各项的选择情况", table, chart, sides_of)
    told = Paragraph(f"{head}.text", (*_rows_told(case, one, lines), *see))
    return [told, table, *([chart] if chart is not None else [])]


def _rows_told(case: Case, one: Questionnaire, lines: Sequence[Line]) -> tuple[Inline, ...]:
    found = [(line.name, fact(case, one.id, *line.key, "均值")) for line in lines]
    known = [(name, mean) for name, mean in found if mean is not None]
    if not known:
        return ()
    head: tuple[Inline, ...] = (Text("按选项分值折算，"),)
    return (*head, *extremes(known, "各项均值"), Text("。"))


def beside_chart(chart: Chart, questions: Sequence[Question], lead: str = "") -> tuple[Inline, ...]:
    """Where to look for what in a diverging chart, and which options are not in it."""
    left_out = [clean(option.label) for option in questions[0].options if option.score is None]
    without = f"，{listed(left_out)}不在图中" if left_out else ""
    return (Text(f"{_sides(chart, lead) if chart.kind == 'diverging' else ''}{without}"),)


def _sides(chart: Chart, lead: str) -> str:
    """A side that nobody is on is said to be empty."""
    there = {side: any(value for one in chart.series if one.side == side for value in one.values) for side in _SIDES}
    told = [words for side, words in _SIDES.items() if there[side]]
    nobody = "，没有负面评价" if not there["against"] else ""
    return f"，{lead}{'，'.join(told)}{nobody}"


def extremes(known: Sequence[tuple[str, Fact]], what: str, level: str = "") -> tuple[Inline, ...]:
    """Which of several figures is highest and which lowest, those that stand level together.

    ``level`` is how they are called where all are the same.
    """
    if len(known) == 1:
        return (Text(f"{listed([known[0][0]])}为"), figure(known[0][1]))
    most, least = max(one.printed for _, one in known), min(one.printed for _, one in known)
    if most == least:
        return (Text(f"{level or what}相同，均为"), figure(known[0][1]))
    runs = []
    for edge, word in ((most, "最高"), (least, "最低")):
        those = [(name, one) for name, one in known if one.printed == edge]
        level = "同为" if len(those) > 1 else ""
        names = listed([name for name, _ in those])
        runs.append((Text(f"{names}{level}{word}，为"), figure(those[0][1])))
    between = len(known) - sum(1 for _, one in known if one.printed in (most, least))
    rest: tuple[Inline, ...] = (Text("，其余居中"),) if between else ()
    return (Text(f"{what}中，"), *joined(runs, "；"), *rest)
