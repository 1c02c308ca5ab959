"""Small surveys made of bare answers, for what a hand calculation gives."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire, State, Survey

SCALE = (Option("好", Decimal(100)), Option("中", Decimal(50)), Option("差", Decimal(0)), Option("不了解"))


def survey(
    answers: dict[str, list[int]], questions: tuple[Question, ...], states: list[State] | None = None, **more: object
) -> Survey:
    size = len(next(iter(answers.values())))
    form = Questionnaire("甲", "问卷", questions, at=Where("甲.yaml", "1:1"), **more)  # type: ignore[arg-type]
    columns = {key: Where("a.csv", "A") for key in answers}
    return Survey(form, "plain", "a.csv", size, states or ["valid"] * size, (), answers, columns)


def scored(id: str, weight: str | None = "1") -> Question:
    return Question(id, id, "single", SCALE, weight=None if weight is None else Decimal(weight))


GROUP = Question("Q9", "哪一类", "single", (Option("男"), Option("女")))


def grouped(answers: dict[str, list[int]], questions: tuple[Question, ...], **sizes: int) -> Survey:
    return survey(
        answers, (*questions, GROUP), group="Q9", populations=tuple(sizes.items()), population=sum(sizes.values())
    )
