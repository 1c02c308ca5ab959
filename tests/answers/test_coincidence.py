"""Equal forms from one place: one person's, or two people's who happen to agree."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import numpy
import pytest

from evalkit.answers import coincidence
from evalkit.answers.coincidence import chance_twins
from evalkit.answers.screening import Forms, screen
from evalkit.model.questionnaire import Option, Question, Questionnaire, Screening

LABELS = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
SCALE = tuple(Option(label, Decimal(100 - 25 * place)) for place, label in enumerate(LABELS))
START = datetime(2025, 3, 2, 9)  # noqa: DTZ001 - a platform's local time


def form(scales: int, text: bool = False) -> Questionnaire:
    questions = [Question(f"Q{n}", f"第{n}题", "single", SCALE) for n in range(1, scales + 1)]
    if text:
        questions.append(Question(f"Q{scales + 1}", "意见", "text", required=False))
    return Questionnaire("甲", "问卷", tuple(questions), screening=Screening(minimum_seconds=Decimal(1)))


def found(
    questionnaire: Questionnaire,
    rows: Sequence[Sequence[int | str]],
    rooms: Sequence[int],
    seconds: Sequence[int],
    users: Sequence[int] | None = None,
) -> dict[str, list[int]]:
    """The places of the forms called duplicates, by what became of them."""
    columns = {q.id: [row[place] for row in rows] for place, q in enumerate(questionnaire.questions)}
    closed = [columns[q.id] for q in questionnaire.questions if q.options]
    texts = [columns[q.id] for q in questionnaire.questions if not q.options]
    times = [START + timedelta(seconds=one) for one in seconds]
    forms = Forms(range(len(rows)), columns, closed, closed, texts, None, times, rooms, users)
    _, screened = screen(forms, questionnaire)
    made: dict[str, list[int]] = {"invalid": [], "suspected": []}
    for one in screened:
        if one.rule == "duplicate":
            made[one.state] += [row - 1 for row in one.rows]
    return made


def test_the_chance_is_the_shares_multiplied_with_the_twin_left_out() -> None:
    # Of the 8 forms besides the twin 4 gave Q1's first answer and 2 gave Q2's second,
    # and each of five answers counts once more: (4+1)/(8+5) and, as none of those four gave it, (0 + 2·3/13)/(4 + 2).
    first = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]
    second = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    answers = {"Q1": first, "Q2": second}
    (twins,) = chance_twins(form(2), answers, [(8, 9)], [n if n < 8 else 8 for n in range(10)], None)
    assert twins == pytest.approx(5 / 13 * (2 * 3 / 13) / (4 + 2))


def test_exactly_these_answers_given_elsewhere_count_however_rare_each_is() -> None:
    # Nobody else gives any of the two rare answers, but 5 of the 104 others give both: at least 5/105.
    rare = [0] * 99 + [4] * 5 + [4, 4]
    answers = {"Q1": rare, "Q2": rare}
    (twins,) = chance_twins(form(2), answers, [(104, 105)], [*range(104), 104, 104], None)
    assert twins >= 5 / 105


def test_a_twin_that_is_not_among_the_forms_looked_at_is_not_taken_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of ten forms the first, the fifth and the last are looked at, of which two gave the answer; its twin is the second.
    monkeypatch.setattr(coincidence, "SAMPLE", 3)
    answers = {"Q1": [2, 2, 1, 1, 2, 1, 1, 1, 1, 3, 2]}
    rooms = [0, 99, *range(1, 9), 99]
    (twins,) = chance_twins(form(1), answers, [(1, 10)], rooms, None)
    assert twins == pytest.approx(2 / 3)
    # Where all are looked at, it is taken from them: of nine others two gave the answer, which is less than 3/(9+5).
    monkeypatch.setattr(coincidence, "SAMPLE", 5000)
    (twins,) = chance_twins(form(1), answers, [(1, 10)], rooms, None)
    assert twins == pytest.approx(2 / 9)


def test_of_many_in_the_room_more_are_to_be_expected_alike_than_of_two() -> None:
    answers = {"Q1": [0] * 20 + [1] * 20 + [0, 0]}
    sent = numpy.array([60 * place for place in range(42)])
    near, far = ([*range(40), 40, 40], [40] * 42)
    (alone,) = chance_twins(form(1), answers, [(40, 41)], near, sent)
    # As near as its twin, which came a minute before, only that one came.
    (beside,) = chance_twins(form(1), answers, [(40, 41)], far, sent)
    assert beside == alone
    # One that came forty minutes after its twin has all others of the room nearer.
    (among,) = chance_twins(form(1), answers, [(1, 41)], far, sent)
    assert among == pytest.approx(40 * alone)


@pytest.mark.parametrize("scales", [3, 5, 8])
def test_in_a_meeting_room_hardly_an_honest_form_is_thrown_out(scales: int) -> None:
    chance = random.Random(2025)
    rows: list[list[int]] = []
    rooms: list[int] = []
    seconds: list[int] = []
    for room in range(20):
        for _ in range(30):
            mood = chance.gauss(0.7, 1)
            rows.append([min(4, max(0, round(mood + chance.gauss(0, 0.7)))) for _ in range(scales)])
            rooms.append(room)
            seconds.append(7200 * room + chance.randrange(1500))
    gone = found(form(scales), rows, rooms, seconds)
    assert len(gone["invalid"]) <= len(rows) * 0.002
    assert len(gone["suspected"]) > 20


def test_an_unusual_form_sent_again_and_again_is_thrown_out_but_for_the_first() -> None:
    chance = random.Random(7)
    rows = [[chance.choice((0, 0, 0, 1, 1, 2)) for _ in range(8)] for _ in range(60)]
    rows += [[4, 0, 3, 1, 2, 4, 0, 3]] * 20
    seconds = [*(chance.randrange(7200) for _ in range(60)), *range(8000, 8000 + 20 * 50, 50)]
    gone = found(form(8), rows, [1] * 80, seconds)
    assert [row for row in gone["invalid"] if row >= 60] == list(range(61, 80))


def test_the_same_sentence_is_nobody_elses_and_the_same_word_may_be() -> None:
    rows: list[list[int | str]] = [[place % 3, place % 2, ""] for place in range(30)]
    for text, state in (
        ("去年十月的补贴到现在还没有发到手", "invalid"),
        ("没有意见", "suspected"),
        ("无", "suspected"),
    ):
        gone = found(
            form(2, True), [*rows, [1, 0, text], [1, 0, text]], [*range(30), 99, 99], [600 * n for n in range(32)]
        )
        assert gone[state] == [31], text


def test_two_users_whom_the_platform_knows_apart_are_two_people() -> None:
    rows = [[place % 5, place % 3, place % 2, 0, 1, 2, 3, 4] for place in range(30)]
    twins = [[4, 0, 3, 1, 2, 4, 0, 3]] * 2
    rooms, seconds = [*range(30), 99, 99], [600 * n for n in range(32)]
    for users, state in ((None, "invalid"), ([*range(32)], "suspected"), ([*range(30), -1, 31], "invalid")):
        assert found(form(8), [*rows, *twins], rooms, seconds, users)[state] == [31]
