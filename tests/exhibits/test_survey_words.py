"""The sentences on a question: what they say follows from the counts, worked out by hand in each case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.exhibits import _survey_words as said
from evalkit.model.case import Case
from evalkit.model.document import plain_text
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.questionnaire import Option, Question, Questionnaire

SCALE = tuple(
    Option(label, Decimal(score))
    for label, score in (("非常满意", 100), ("比较满意", 75), ("一般", 50), ("不太满意", 25), ("非常不满意", 0))
)
KINDS = tuple(Option(label) for label in ("甲", "乙", "丙"))


def told(options: tuple[Option, ...], counts: tuple[int, ...], place: int = 0, both: int | None = None) -> str:
    """The sentence on a question whose options were chosen so often; ``both`` chose one of the favourable ones."""
    n = sum(counts)
    facts = [count("Q1.人数", n)]
    for option, chosen in zip(options, counts, strict=True):
        facts += [count(f"Q1.{option.label}.人数", chosen), share(f"Q1.{option.label}.占比", chosen, n)]
    if both is not None:
        facts += [count("Q1.正面合计.人数", both), share("Q1.正面合计.占比", both, n)]
    question = Question("Q1", "？", "single", options)
    return plain_text(
        said.told(Case(facts=Facts(facts)), Questionnaire("卷", "卷", (question,)), question, ("Q1",), place)
    )


def count(id: str, n: int) -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(n), Measure.COUNT, 0, "人")


def share(id: str, n: int, of: int) -> Fact:
    return Fact(f"问卷.卷.{id}", Decimal(n * 100) / of if of else None, Measure.SHARE, 2, "%", n=of)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (0, "作答的20人全部选择“甲”，没有人选择其他选项。"),
        (1, "20人的回答完全一致，都选择“甲”。"),
        (2, "本题没有不同意见，20人均选择“甲”。"),
    ],
)
def test_full_agreement(place, words):
    assert told(KINDS, (20, 0, 0), place) == words


def test_nobody_and_a_single_answer_have_no_shares():
    assert told(KINDS, (0, 0, 0)) == "本题没有人作答。"
    assert told(SCALE, (0, 0, 1, 0, 0)) == "本题只有1人作答，选择“一般”。"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((19, 1, 0), "选择“甲”的最多，有19人，占95.00%，属绝大多数；其次为“乙”1人（5.00%）。没有人选择“丙”。"),
        ((11, 6, 3), "选择“甲”的最多，有11人，占55.00%，超过半数；其次为“乙”6人（30.00%）、“丙”3人（15.00%）。"),
        ((10, 6, 4), "选择“甲”的最多，有10人，占50.00%，正好一半；其次为“乙”6人（30.00%）、“丙”4人（20.00%）。"),
        ((8, 7, 5), "选择“甲”的最多，有8人，占40.00%；其次为“乙”7人（35.00%）、“丙”5人（25.00%）。"),
        ((8, 8, 4), "选择“甲”和“乙”的人数相同，各8人，各占40.00%，并列最多；其余为“丙”4人（20.00%）。"),
        ((10, 10, 0), "选择“甲”和“乙”的人数相同，各10人，各占50.00%。没有人选择“丙”。"),
    ],
)
def test_a_majority_a_half_a_lead_and_a_tie(counts, words):
    assert told(KINDS, counts) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (
            0,
            "选择“非常满意”和“比较满意”的合计25人，占92.59%，属绝大多数，其中“非常满意”15人（55.56%）、“比较满意”10人（37.04%）；"
            "“一般”2人，占7.41%。没有人选择“不太满意”或“非常不满意”。",
        ),
        (
            1,
            "“非常满意”15人，占55.56%，“比较满意”10人，占37.04%，两项合计占92.59%，属绝大多数。选择“一般”的有2人（7.41%）。"
            "没有人选择“不太满意”或“非常不满意”。",
        ),
        (
            2,
            "从回答看，“非常满意”15人（55.56%）、“比较满意”10人（37.04%）、“一般”2人（7.41%）。"
            "“非常满意”和“比较满意”合计25人，占作答人数的92.59%，属绝大多数。没有人选择“不太满意”或“非常不满意”。",
        ),
    ],
)
def test_two_favourable_answers_are_told_together(place, words):
    # 25 of 27 is 92.59 %, although the printed parts add up to 92.60.
    assert told(SCALE, (15, 10, 2, 0, 0), place, both=25) == words


def test_a_scale_that_nobody_or_everybody_likes():
    assert told(SCALE, (0, 0, 4, 5, 1), both=0) == (
        "没有人选择“非常满意”或“比较满意”。“一般”4人，占40.00%；“不太满意”5人，占50.00%；“非常不满意”1人，占10.00%。"
    )
    assert told(SCALE, (6, 4, 0, 0, 0), both=10) == (
        "作答者都选择“非常满意”或“比较满意”，其中“非常满意”6人，占60.00%，“比较满意”4人，占40.00%。"
        "没有人选择“一般”“不太满意”或“非常不满意”。"
    )


def test_one_of_the_two_favourable_answers_stands_alone_and_leads_only_where_most_gave_it():
    assert told(SCALE, (0, 4, 5, 1, 0), both=4) == (
        "选择“一般”的最多，有5人，占50.00%，正好一半；其次为“比较满意”4人（40.00%）、“不太满意”1人（10.00%）。"
        "没有人选择“非常满意”或“非常不满意”。"
    )
    assert told(SCALE, (0, 6, 3, 1, 0), both=6) == (
        "选择“比较满意”的6人，占60.00%，超过半数；“一般”3人（30.00%）、“不太满意”1人（10.00%）。没有人选择“非常满意”或“非常不满意”。"
    )


def test_questions_in_a_row_are_not_worded_alike():
    sentences = {told(SCALE, (15, 10, 2, 0, 0), place, both=25) for place in range(3)}
    assert len(sentences) == 3
