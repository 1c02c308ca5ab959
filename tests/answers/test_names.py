"""A figure has the same name before the answers are there as after."""

from __future__ import annotations

from decimal import Decimal

from evalkit.awaited import awaited
from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.tabulate import tabulate


def test_every_name_that_may_be_awaited_is_given_by_the_answers() -> None:
    scale = (Option("好", Decimal(100)), Option("差", Decimal(0)))
    questions = (
        Question("Q1", "哪一类", "single", (Option("男"), Option("女"))),
        Question("Q2", "满意吗", "single", scale, role="satisfaction", weight=Decimal(1)),
        Question("Q3", "也满意吗", "single", scale, role="satisfaction", weight=Decimal(1)),
    )
    form = Questionnaire(
        "甲",
        "问卷",
        questions,
        group="Q1",
        populations=(("男", 5), ("女", 6)),
        population=11,
        at=Where("甲.yaml", "1:1"),
    )
    answers = {"Q1": [0, 1], "Q2": [0, 1], "Q3": [1, 1]}
    columns = {key: Where("a.csv", "A") for key in answers}
    facts, _ = tabulate(Survey(form, "plain", "a.csv", 2, ["valid"] * 2, (), answers, columns))
    early = {fact.id: fact for fact in awaited((form,), ())}
    # A question without scores has no 均值, before and after.
    assert set(early) == set(facts)
    for id in early:
        assert (early[id].measure, early[id].unit) == (facts[id].measure, facts[id].unit), id
