"""Post-stratification: groups weighed by their share of the people and not by their share of the forms.

An option with figures of its own; the unweighted ones stay what they are. Nothing is weighed where a group that has
people has no forms: its answers would have to be made up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evalkit.answers import counting
from evalkit.answers.counting import Mean, Within, decimal
from evalkit.model.questionnaire import Survey

#: The mean within a group of so many people.
MeanOf = Callable[[Within, int], Mean | None]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group: its people, its forms, and the weight each of its forms gets; ``within`` finds the forms."""

    label: str
    within: Within
    population: int
    n: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Strata:
    """The groups of 总体构成 that have people, and how many forms of equal weight the weighted ones are worth (Kish)."""

    groups: tuple[Stratum, ...]
    effective: Decimal

    @property
    def population(self) -> int:
        return sum(group.population for group in self.groups)


def strata(survey: Survey) -> tuple[Strata | None, str]:
    """The groups with their weights; or none, and why nothing can be weighed."""
    form = survey.questionnaire
    if not form.populations:
        return None, "问卷没有写总体构成"
    question = form.question(form.group)
    labels = [option.label for option in question.options]
    sizes = [(label, size) for label, size in form.populations if size]
    within = {label: (question.id, labels.index(label)) for label, _ in sizes}
    asked = {label: counting.forms(survey, within=within[label]) for label, _ in sizes}
    lacking = [label for label, _ in sizes if not asked[label]]
    if lacking:
        return None, f"{'、'.join(f'“{label}”' for label in lacking)}没有有效问卷，不能加权"
    people, answered = sum(size for _, size in sizes), sum(asked.values())
    if not people:
        return None, "总体构成都是 0"
    weights = {label: Fraction(size * answered, people * asked[label]) for label, size in sizes}
    squares = sum((weights[label] ** 2 * asked[label] for label in weights), Fraction(0))
    groups = tuple(Stratum(label, within[label], size, asked[label], decimal(weights[label])) for label, size in sizes)
    return Strata(groups, decimal(Fraction(answered**2) / squares)), ""


def weighted(made: Strata, mean_of: MeanOf) -> Mean | None:
    """Σ Wₕ x̄ₕ with Wₕ the group's share of the people, and its error √Σ Wₕ² s²ₕ/nₕ (1 − nₕ/Nₕ).

    ``mean_of`` gives the mean within a group of so many people. The interval is t with n − groups degrees of freedom;
    there is none where a group rests on a single answer that is not its census. None where a group has no answer.
    """
    value, variance, n, known = Decimal(0), Decimal(0), 0, True
    for group in made.groups:
        mean = mean_of(group.within, group.population)
        if mean is None:
            return None
        share = decimal(Fraction(group.population, made.population))
        value += share * mean.value
        n += mean.n
        if mean.error is not None:
            variance += (share * mean.error) ** 2
        elif mean.n < group.population:
            known = False
    error = variance.sqrt() if known else None
    df = n - len(made.groups)
    return Mean(value, n, counting.scale_interval(value, error, df) if df > 0 else None, error)
