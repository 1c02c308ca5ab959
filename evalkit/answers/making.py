"""How a figure of a survey becomes a fact: its name, measure, base, interval and the cells it was read from."""

from __future__ import annotations

from decimal import Decimal

from evalkit.answers import counting
from evalkit.answers.counting import Mean
from evalkit.model.facts import Fact, Measure, label_part
from evalkit.model.places import Where
from evalkit.model.questionnaire import Question, Survey
from evalkit.numbers import divide
from evalkit.statistics import wilson

Places = tuple[Where, ...]


class Maker:
    """Makes the facts of one survey, ``问卷.<id>.…``; names are given without that head."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.form = survey.questionnaire
        self.prefix = f"问卷.{label_part(self.form.id)}"
        self.valid = counting.forms(survey)

    def count(self, name: str, value: int | None, unit: str, how: str, sources: Places = ()) -> Fact:
        exact = None if value is None else Decimal(value)
        return Fact(f"{self.prefix}.{name}", exact, Measure.COUNT, 0, unit, how, sources=sources)

    def rate(self, name: str, top: int, bottom: int | None, above: str, below: str, unit: str = "份") -> Fact:
        """One count as a percentage of another; ``above`` and ``below`` are their names."""
        value = divide(Decimal(top * 100), Decimal(bottom)) if bottom else None
        inputs = (f"{self.prefix}.{above}", f"{self.prefix}.{below}")
        how = f"{above}{top}{unit}÷{below}{bottom}{unit}" if bottom else f"没有{below}{unit}数"
        return Fact(f"{self.prefix}.{name}", value, Measure.RATE, 2, "%", how, inputs)

    def mean(self, name: str, mean: Mean | None, how: str, sources: Places = (), inputs: tuple[str, ...] = ()) -> Fact:
        return self.estimate(name, mean, Measure.MEAN, how, sources, inputs)

    def estimate(
        self, name: str, found: Mean | None, measure: Measure, how: str, sources: Places, inputs: tuple[str, ...] = ()
    ) -> Fact:
        """A mean score or a share of people, per cent."""
        id = f"{self.prefix}.{name}"
        value, n, interval = (found.value, found.n, found.interval) if found else (None, 0, None)
        return Fact(id, value, measure, 2, "%", how, inputs, n=n, interval=interval, sources=sources)

    def number(
        self,
        name: str,
        value: Decimal | None,
        how: str,
        unit: str = "",
        n: int | None = None,
        sources: Places = (),
        places: int = 2,
    ) -> Fact:
        return Fact(f"{self.prefix}.{name}", value, Measure.NUMBER, places, unit, how, n=n, sources=sources)

    def share(self, name: str, count: int, n: int, where: Places) -> Fact:
        """The share of those who answered, with its Wilson interval."""
        id, inputs = f"{self.prefix}.{name}.占比", (f"{self.prefix}.{name}.人数",)
        if not n:
            return Fact(id, None, Measure.SHARE, 2, "%", "没有人作答", inputs, n=0, sources=where)
        low, high = wilson(count, n, self.form.population)
        value = divide(Decimal(count * 100), Decimal(n))
        interval = None if low == high else (low * 100, high * 100)
        return Fact(id, value, Measure.SHARE, 2, "%", f"{count}人÷{n}人", inputs, n, interval, where)

    def places(self, key: str) -> Places:
        """The columns an answer key was read from; several for a multiple choice with a column an option."""
        made: list[Where] = []
        for columns in (self.survey.columns, *self.survey.also):
            own = [columns[key]] if key in columns else []
            made += own or [place for name, place in columns.items() if name.startswith(f"{key}=")]
        return tuple(made)

    def sources(self, *questions: Question) -> Places:
        """All columns of some questions."""
        keys = [
            key
            for question in questions
            for key in ([f"{question.id}.{row}" for row in range(1, len(question.rows) + 1)] or [question.id])
        ]
        return tuple(place for key in keys for place in self.places(key))

    def weighed(self) -> tuple[Question, ...]:
        """The questions that make the satisfaction figure."""
        return tuple(question for question in self.form.questions if question.weight is not None)
