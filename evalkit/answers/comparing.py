"""Groups compared question by question: the cells of a cross table, the test that suits the data, letters, suppression.

The tests take the forms for a simple random sample from a large population. Which one is chosen: scores and numbers by
Kruskal and Wallis's H, other choices by χ²; where a group or an expected count is below 5, the exact probability by
going through all tables; where there are too many of these, none for choices and the approximate one, said, for scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from evalkit.answers import counting, exact
from evalkit.answers.choosing import numbers
from evalkit.answers.counting import VALID, Mean, Within
from evalkit.answers.hiding import SMALL, hidden
from evalkit.model.questionnaire import Option, Question, Survey
from evalkit.numbers import parse_decimal
from evalkit.statistics import Grid, chi_square, expected, holm, kruskal_wallis, welch

#: Two groups get letters only where both have so many answers, and below this adjusted probability.
LETTER_BASE, LEVEL = 30, Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Test:
    """A test by name; ``parts`` are the tests of single options (by label) of which ``p`` is the least, Holm-adjusted.

    ``adjusted`` is ``p`` adjusted by Holm for all questions of the banner. An exact test has no statistic but H.
    """

    name: str
    p: Decimal
    statistic: Fraction | None = None
    df: int | None = None
    parts: tuple[tuple[str, Test], ...] = ()
    adjusted: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """An option in a group: how many chose it (None: not to be shown), and the letters of groups it is higher than."""

    count: int | None
    higher: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A group: its answers to the question, their mean where there is one and it may be shown."""

    label: str
    letter: str
    n: int
    mean: Mean | None
    cells: tuple[Cell, ...]
    higher: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question (or row of a matrix) by the options of another; ``note`` says why there is no test, or what of it."""

    by: str
    key: str
    options: tuple[Option, ...]
    levels: tuple[Level, ...]
    test: Test | None
    note: str = ""


def banner(survey: Survey, by: Question) -> tuple[Comparison, ...]:
    """Every question that can be compared, by the options of one; probabilities adjusted over all of them."""
    raw = [
        made
        for question in survey.questionnaire.questions
        if question != by
        for made in _compared(survey, by, question)
    ]
    tested = [made for made in raw if made.test is not None]
    for made, p in zip(tested, holm([made.test.p for made in tested if made.test]), strict=True):
        assert made.test is not None
        raw[raw.index(made)] = replace(made, test=replace(made.test, adjusted=p))
    return tuple(_shown(_lettered(made)) for made in raw)


def overall(survey: Survey, by: Question, questions: tuple[Question, ...]) -> Test | None:
    """Whether the respondents' own averages over some questions, by their weights, differ between the options of another.

    None where there is nothing to test. It stands by itself: no other test is counted in its probability.
    """
    parts = [
        (key, Fraction(question.weight or 1) / len(counting.keys_of(question)), _scores(question))
        for question in questions
        for key in counting.keys_of(question)
    ]
    values: list[Counter[Fraction]] = [Counter() for _ in by.options]
    for (level, *codes), count in counting.joint(survey, (by.id, *(key for key, _, _ in parts))).items():
        own = [(weight, scores[code]) for code, (_, weight, scores) in zip(codes, parts, strict=True) if code in scores]
        if level >= 0 and own:
            whole = sum((weight for weight, _ in own), Fraction(0))
            values[level][sum((weight * score for weight, score in own), Fraction(0)) / whole] += count
    return _of_scores(_grid(values))[0]


def _scores(question: Question) -> dict[int, Fraction]:
    return {place: Fraction(o.score) for place, o in enumerate(question.options) if o.score is not None}


def _compared(survey: Survey, by: Question, question: Question) -> Iterable[Comparison]:
    if question.type in ("single", "scale"):
        yield _closed(survey, by, question.id, question.options)
    elif question.type == "matrix":
        yield _matrix(survey, by, question)
        for key in counting.keys_of(question):
            yield _closed(survey, by, key, question.options)
    elif question.type in ("multi", "rank"):
        yield _several(survey, by, question)
    elif question.type == "number":
        yield _numbers(survey, by, question)


def _closed(survey: Survey, by: Question, key: str, options: tuple[Option, ...]) -> Comparison:
    pairs = counting.joint(survey, (by.id, key))
    table = [[pairs[level, code] for code in range(len(options))] for level in range(len(by.options))]
    levels = tuple(
        Level(option.label, _letter(place), sum(row), _mean(row, options), tuple(Cell(count) for count in row))
        for place, (option, row) in enumerate(zip(by.options, table, strict=True))
    )
    scores = sorted({option.score for option in options if option.score is not None})
    if len(scores) > 1:
        ordered = [
            [sum(n for n, o in zip(row, options, strict=True) if o.score == score) for score in scores] for row in table
        ]
        return Comparison(by.id, key, options, levels, *_of_scores(ordered))
    return Comparison(by.id, key, options, levels, *_of_choices(table))


def _matrix(survey: Survey, by: Question, question: Question) -> Comparison:
    """The respondents' own averages over the rows, and for every group the mean of the rows' means."""
    scores = _scores(question)
    values: list[Counter[Fraction]] = [Counter() for _ in by.options]
    answered = [0] * len(by.options)
    for (level, *codes), count in counting.joint(survey, (by.id, *counting.keys_of(question))).items():
        if level >= 0:
            answered[level] += count if any(code >= 0 for code in codes) else 0
            own = [scores[code] for code in codes if code in scores]
            if own:
                values[level][sum(own, Fraction(0)) / len(own)] += count
    levels = []
    for place, option in enumerate(by.options):
        within: Within = (by.id, place)
        mean = counting.composite(survey, (question,), VALID, within) if scores else None
        levels.append(Level(option.label, _letter(place), answered[place], mean, ()))
    return Comparison(by.id, question.id, (), tuple(levels), *_of_scores(_grid(values)))


def _several(survey: Survey, by: Question, question: Question) -> Comparison:
    """A test an option: whether it was ticked, or where it was ranked (one left out ranks below all)."""
    size = len(question.options)
    values: list[list[Counter[Fraction]]] = [[Counter() for _ in by.options] for _ in question.options]
    for (level, *codes), count in counting.joint(survey, (by.id, *counting.keys_of(question))).items():
        if level >= 0 and any(code > 0 for code in codes):
            for place, code in enumerate(codes):
                ranked = size - code + 1 if code > 0 else 0
                values[place][level][Fraction(ranked if question.type == "rank" else min(max(code, 0), 1))] += count
    levels = []
    for place, option in enumerate(by.options):
        cells = tuple(Cell(sum(n for value, n in mine[place].items() if value)) for mine in values)
        levels.append(Level(option.label, _letter(place), values[0][place].total(), None, cells))
    test_of = _of_scores if question.type == "rank" else _of_choices
    parts = []
    notes: dict[str, list[str]] = {}
    for option, mine in zip(question.options, values, strict=True):
        test, said = test_of(_grid(mine))
        parts += [(option.label, test)] if test is not None else []
        if said:
            notes.setdefault(said, []).append(f"“{option.label}”")
    note = "；".join(f"{'、'.join(labels)}{said}" for said, labels in notes.items())
    if not parts:
        return Comparison(by.id, question.id, question.options, tuple(levels), None, note)
    least = min(holm([test.p for _, test in parts]))
    whole = Test("by_option", least, parts=tuple(parts))
    return Comparison(by.id, question.id, question.options, tuple(levels), whole, note)


def _numbers(survey: Survey, by: Question, question: Question) -> Comparison:
    values: list[Counter[Fraction]] = [Counter() for _ in by.options]
    levels = []
    for place, option in enumerate(by.options):
        texts = counting.typed(survey, question.id, within=(by.id, place))
        found = numbers(texts)
        for text, count in texts.items():
            value = parse_decimal(text)
            if value is not None:
                values[place][Fraction(value)] += count
        mean = Mean(found.mean, found.n, None, None, found.deviation) if found.mean is not None else None
        levels.append(Level(option.label, _letter(place), found.n, mean, ()))
    return Comparison(by.id, question.id, (), tuple(levels), *_of_scores(_grid(values)))


# ---- tests ----------------------------------------------------------------------------------------------------------


def _of_scores(table: Grid) -> tuple[Test | None, str]:
    full = _full(table)
    why = _nothing(full)
    if why:
        return None, why
    result = kruskal_wallis(full)
    if min(sum(row) for row in full) >= SMALL:
        return Test("kruskal_wallis", result.p, result.statistic, result.df), ""
    p = exact.kruskal_wallis(full)
    if p is None:
        return Test("kruskal_wallis", result.p, result.statistic, result.df), f"有的组不到{SMALL}人，p 值是近似的"
    return Test("kruskal_wallis_exact", counting.decimal(p), result.statistic, result.df), ""


def _of_choices(table: Grid) -> tuple[Test | None, str]:
    full = _full(table)
    why = _nothing(full)
    if why:
        return None, why
    if min(min(row) for row in expected(full)) >= SMALL:
        result = chi_square(full)
        return Test("chi_square", result.p, result.statistic, result.df), ""
    p = exact.freeman_halton(full)
    if p is None:
        return None, f"有的格子期望频数小于{SMALL}，表又太大不能逐一列举，没有检验"
    return Test("fisher_exact", counting.decimal(p)), ""


def _full(table: Grid) -> list[list[int]]:
    """The table without its empty rows and columns."""
    kept = [place for place, column in enumerate(zip(*table, strict=True)) if any(column)]
    return [[row[place] for place in kept] for row in table if any(row)]


def _nothing(full: Grid) -> str:
    if len(full) < 2:
        return "有人作答的不到两组，没有检验"
    return "各组的答案都一样，没有检验" if len(full[0]) < 2 else ""


def _grid(values: list[Counter[Fraction]]) -> list[list[int]]:
    """Groups by their values in ascending order."""
    columns = sorted({value for mine in values for value in mine})
    return [[mine[value] for value in columns] for mine in values]


def _mean(row: list[int], options: tuple[Option, ...]) -> Mean | None:
    return counting.mean(counting.Counts(sum(row), tuple(row), 0), options)


# ---- what is shown --------------------------------------------------------------------------------------------------


def _lettered(made: Comparison) -> Comparison:
    """Letters of the groups a group is significantly higher than, where the question as a whole differs at all."""
    test = made.test
    if test is None or test.adjusted is None or test.adjusted >= LEVEL:
        return made
    found: list[tuple[int, int, int | None, Decimal]] = []
    for (one, first), (other, second) in combinations(enumerate(made.levels), 2):
        if min(first.n, second.n) >= LETTER_BASE:
            for place in range(len(made.options)):
                higher, p = _larger_share(first, second, place)
                found.append((one if higher else other, other if higher else one, place, p))
        if first.mean and second.mean and min(first.mean.n, second.mean.n) >= LETTER_BASE:
            p_mean = welch(_moments(first.mean), _moments(second.mean))
            if p_mean is not None:
                up = first.mean.value > second.mean.value
                found.append((one if up else other, other if up else one, None, p_mean))
    adjusted = holm([p for *_, p in found])
    higher_than: dict[tuple[int, int | None], list[str]] = {}
    for (up_level, low, cell, _), p in zip(found, adjusted, strict=True):
        if p < LEVEL:
            higher_than.setdefault((up_level, cell), []).append(made.levels[low].letter)

    def letters(level: int, cell: int | None) -> tuple[str, ...]:
        return tuple(sorted(higher_than.get((level, cell), [])))

    levels = tuple(
        replace(
            level,
            higher=letters(index, None),
            cells=tuple(replace(cell, higher=letters(index, place)) for place, cell in enumerate(level.cells)),
        )
        for index, level in enumerate(made.levels)
    )
    return replace(made, levels=levels)


def _larger_share(first: Level, second: Level, place: int) -> tuple[bool, Decimal]:
    """Whether the first has the larger share of an option, and the probability that they do not differ."""
    one, other = first.cells[place].count or 0, second.cells[place].count or 0
    table = [[one, first.n - one], [other, second.n - other]]
    full = _full(table)
    p = Decimal(1)
    if len(full[0]) == 2:
        small = min(min(row) for row in expected(full)) < SMALL
        ended = exact.freeman_halton(full) if small else None
        p = counting.decimal(ended) if ended is not None else chi_square(full).p
    return one * second.n > other * first.n, p


def _moments(mean: Mean) -> tuple[Decimal, Decimal, int]:
    return mean.value, (mean.deviation or Decimal(0)) ** 2, mean.n


def _shown(made: Comparison) -> Comparison:
    """The comparison without what would tell about fewer than five people."""
    gone = hidden([[cell.count or 0 for cell in level.cells] for level in made.levels])
    levels = tuple(
        replace(
            level,
            mean=level.mean if level.mean is not None and level.mean.n >= SMALL else None,
            cells=tuple(Cell(None) if (index, place) in gone else cell for place, cell in enumerate(level.cells)),
        )
        for index, level in enumerate(made.levels)
    )
    return replace(made, levels=levels)


def _letter(place: int) -> str:
    """A … Z, AA … as a spreadsheet counts its columns."""
    head, last = divmod(place, 26)
    return (_letter(head - 1) if head else "") + chr(65 + last)
