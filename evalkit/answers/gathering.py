"""The forms of one survey by how they were gathered (线上, 纸质): how many, how many count, and whether the ways differ.

People answer otherwise when somebody stands before them than when they are alone with their telephone; the satisfaction
figure of both together then depends on how many there are of each. That is for the team to weigh, and is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evalkit.answers import counting
from evalkit.answers.counting import VALID, Mean
from evalkit.answers.making import Maker
from evalkit.columns import tally
from evalkit.model.facts import Fact, label_part
from evalkit.model.places import Finding, Where
from evalkit.model.questionnaire import Survey, Way
from evalkit.numbers import fixed

#: The means of two ways are set side by side from this many valid forms in each on.
COMPARED = 30

_WAY = "来源"


@dataclass(frozen=True, slots=True)
class Account:
    """The forms of one way."""

    way: Way
    collected: int
    valid: int
    suspected: int
    satisfaction: Mean | None


def accounts(survey: Survey) -> tuple[Account, ...]:
    """The ways in the order of the files; none where all forms came in one."""
    if survey.way is None:
        return ()
    counts = tally([survey.states, survey.way])
    apart = replace(survey, answers={**survey.answers, _WAY: survey.way})
    made = []
    for place, way in enumerate(survey.ways):
        own = {state: count for (state, at), count in counts.items() if at == place}
        valid = sum(own.get(state, 0) for state in VALID)
        mean = counting.satisfaction(apart, within=(_WAY, place))
        made.append(Account(way, sum(own.values()), valid, own.get("suspected", 0), mean))
    return tuple(made)


def gathered(maker: Maker) -> Iterator[Fact]:
    """``来源.线上.收回``, ``来源.线上.有效`` and so on, where there are several ways."""
    for one in accounts(maker.survey):
        name, where = f"{_WAY}.{label_part(one.way.name)}", tuple(Where(file) for file in one.way.files)
        gone = one.collected - one.valid
        yield maker.count(
            f"{name}.收回", one.collected, "份", f"{'、'.join(one.way.files)} 里{one.way.name}的份数", where
        )
        yield maker.count(f"{name}.有效", one.valid, "份", f"收回{one.collected}份，减去无效{gone}份", where)


def listed(survey: Survey) -> list[dict[str, Any]]:
    """The ways as the contract's JSON has them."""
    return [
        {
            "name": one.way.name,
            "platforms": list(one.way.platforms),
            "files": list(one.way.files),
            "collected": one.collected,
            "valid": one.valid,
            "suspected": one.suspected,
            "invalid": one.collected - one.valid,
            "satisfaction": fixed(one.satisfaction.value, 2) if one.satisfaction and _enough(one) else None,
        }
        for one in accounts(survey)
    ]


def mode_effect(survey: Survey) -> tuple[Finding, ...]:
    """A note of the satisfaction by way, where two ways or more have forms enough."""
    told = [(one.way.name, one.valid, one.satisfaction) for one in accounts(survey) if _enough(one)]
    means = [(name, valid, mean) for name, valid, mean in told if mean is not None]
    if len(means) < 2:
        return ()
    apart = max(mean.value for _, _, mean in means) - min(mean.value for _, _, mean in means)
    parts = "，".join(f"{name}{fixed(mean.value, 2)}%（有效{valid}份{_ends(mean)}）" for name, valid, mean in means)
    message = f"问卷“{survey.questionnaire.id}”各来源的满意度：{parts}，最多相差{fixed(apart, 2)}个百分点"
    cure = "有人在场时答得往往更满意；相差大的，想一想是方式不同还是人不同，合计的满意度随两种的份数而变"
    form = survey.questionnaire
    return (Finding("other", "note", message, form.at, cure, subject=f"问卷.{form.id}"),)


def _enough(one: Account) -> bool:
    return one.valid >= COMPARED


def _ends(mean: Mean) -> str:
    ends: tuple[Decimal, Decimal] | None = mean.interval
    return f"，95%置信区间{fixed(ends[0], 2)}%—{fixed(ends[1], 2)}%" if ends else ""
