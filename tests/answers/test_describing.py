"""Both ends of a scale together, and whether groups differ: from counts worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from evalkit.answers.describing import described
from evalkit.model.facts import Facts
from evalkit.model.places import Where
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.numbers import round_half_up

SCALE = tuple(
    Option(label, Decimal(score))
    for label, score in (("非常满意", 100), ("比较满意", 75), ("一般", 50), ("不太满意", 25), ("非常不满意", 0))
)
GROUP = Question("Q1", "哪一类", "single", (Option("甲"), Option("乙")))


def facts_of(group: list[int], **answers: list[int]) -> Facts:
    """The facts of a survey whose scales Q2, Q3 … were answered with these places of options."""
    asked = tuple(Question(id, id, "single", SCALE, role="satisfaction", weight=Decimal(1)) for id in answers)
    form = Questionnaire("卷", "问卷", (GROUP, *asked), group="Q1")
    columns = {key: Where("a.csv", key) for key in ("Q1", *answers)}
    size = len(group)
    return described(Survey(form, "plain", "a.csv", size, ["valid"] * size, (), {"Q1": group, **answers}, columns))


def test_the_two_best_answers_together_are_counted_and_not_added_up_from_rounded_shares():
    # 15 and 10 of 27 are 55.56 % and 37.04 %, together 92.59 % and not 92.60 %.
    facts = facts_of([0] * 27, Q2=[0] * 15 + [1] * 10 + [2] * 2)
    assert facts["问卷.卷.Q2.正面合计.人数"].display == "25人"
    assert facts["问卷.卷.Q2.正面合计.占比"].display == "92.59%"
    assert facts["问卷.卷.Q2.负面合计.人数"].display == "0人"


def test_a_blank_is_outside_the_share_as_in_the_table():
    facts = facts_of([0] * 5, Q2=[0, 1, 2, 4, -1])
    assert facts["问卷.卷.Q2.正面合计.占比"].display == "50.00%"
    assert facts["问卷.卷.Q2.含一般满意率"].display == "75.00%"


def test_groups_that_answer_wholly_otherwise_differ_and_equal_ones_do_not():
    group = [0] * 10 + [1] * 10
    facts = facts_of(group, Q2=[0] * 10 + [4] * 10, Q3=([0] * 5 + [1] * 5) * 2)
    # Two groups of ten without a value in common: H corrected for ties is N - 1 = 19, p = 1.3e-5, twice that by Holm.
    assert round_half_up(facts["问卷.卷.比较.Q1.Q2.p"].value, 6) == Decimal("0.000026")  # type: ignore[arg-type]
    assert facts["问卷.卷.比较.Q1.Q2.结论"].text == "显著"
    assert facts["问卷.卷.比较.Q1.Q3.p"].text == "1.000"
    assert facts["问卷.卷.比较.Q1.Q3.结论"].text == "不显著"


def test_where_all_answer_alike_nothing_is_tested_and_the_reason_is_kept():
    facts = facts_of([0] * 6 + [1] * 6, Q2=[0] * 12)
    assert "问卷.卷.比较.Q1.Q2.p" not in facts
    verdict = facts["问卷.卷.比较.Q1.Q2.结论"]
    assert (verdict.text, verdict.how) == ("没有检验", "各组的答案都一样，没有检验")


def described_as(questions: tuple[Question, ...], group: list[int], answers: dict[str, list]) -> Facts:
    """The facts of a survey with these questions behind the one that groups."""
    form = Questionnaire("卷", "问卷", (GROUP, *questions), group="Q1")
    columns = {key: Where("a.csv", key) for key in ("Q1", *answers)}
    size = len(group)
    return described(Survey(form, "plain", "a.csv", size, ["valid"] * size, (), {"Q1": group, **answers}, columns))


def test_groups_have_the_means_of_matrix_rows_and_of_numbers_but_none_of_four_people():
    matrix, number = Question("Q2", "怎样", "matrix", SCALE, ("口味", "价格")), Question("Q3", "付几元？", "number")
    group = [0] * 5 + [1] * 4
    answers = {"Q2.1": [0] * 4 + [2] + [4] * 4, "Q2.2": [1] * 9, "Q3": ["5", "6", "6", "7", "8", *["9"] * 4]}
    facts = described_as((matrix, number), group, answers)
    # (4 × 100 + 50) ÷ 5 and (5 + 6 + 6 + 7 + 8) ÷ 5.
    assert facts["问卷.卷.分组.甲.Q2.1.均值"].display == "90.00%"
    assert facts["问卷.卷.分组.甲.Q3.均值"].display == "6.40元"
    assert not [id for id in facts if id.startswith("问卷.卷.分组.乙.Q")]


def test_choices_that_differ_have_shares_by_group_and_those_that_do_not_have_none():
    kinds = tuple(Question(id, id, "single", (Option("来"), Option("不来"))) for id in ("Q2", "Q3"))
    group = [0] * 20 + [1] * 20
    facts = described_as(kinds, group, {"Q2": [0] * 20 + [1] * 20, "Q3": [0, 1] * 20})
    assert facts["问卷.卷.分组.甲.Q2.来.占比"].display == "100.00%"
    assert facts["问卷.卷.分组.乙.Q2.来.占比"].display == "0.00%"
    assert not [id for id in facts if ".Q3.来" in id]


def test_words_behind_an_option_are_counted_and_quoted_where_they_are_more_than_a_word():
    asked = Question("Q2", "从哪里知道", "single", (Option("公示"), Option("其他", write_in=True)))
    wrote = ["亲友", "亲友", "王小明", "无", "村里开会时说的", *[""] * 5]
    facts = described_as((asked,), [0] * 10, {"Q2": [1] * 5 + [0] * 5, "Q2.其他": wrote})
    # “无” says nothing; four people wrote something, and of so few nothing is quoted.
    assert facts["问卷.卷.Q2.其他.填写.人数"].display == "4人"
    assert facts["问卷.卷.Q2.其他.填写.引语"].empty
    wrote[5:7] = ["亲友", "广播"]
    facts = described_as((asked,), [0] * 10, {"Q2": [1] * 7 + [0] * 3, "Q2.其他": wrote})
    assert facts["问卷.卷.Q2.其他.填写.人数"].display == "6人"
    # However many wrote it, a word of two characters says no more than its count, and may be a name.
    assert facts["问卷.卷.Q2.其他.填写.引语"].text == "“村里开会时说的”"


def test_groups_are_compared_in_the_figure_of_the_whole_too():
    # Everybody of one group has an average of 75, everybody of the other of 50: two of the 70 ways to part eight people
    # into four and four look like this. Of Q2 alone the two answers of 100 stand in one group in 12 of 28 ways.
    group = [0] * 4 + [1] * 4
    facts = facts_of(group, Q2=[0, 0, 2, 2, 2, 2, 2, 2], Q3=[2, 2, 0, 0, 2, 2, 2, 2])
    whole = facts["问卷.卷.比较.Q1.总体均值.p"].value
    assert round_half_up(whole, 6) == Decimal("0.028571")  # type: ignore[arg-type]
    assert facts["问卷.卷.比较.Q1.总体均值.结论"].text == "显著"
    one = facts["问卷.卷.比较.Q1.Q2.p"].value
    assert round_half_up(one, 6) == Decimal("0.857143")  # type: ignore[arg-type]
    # By shares each of the first group is satisfied in one of two questions, nobody of the other in any.
    assert facts["问卷.卷.比较.Q1.总体满意率.p"].text == "0.029"


def test_a_blank_leaves_an_average_of_the_other_answers_and_a_weight_counts():
    asked = tuple(
        Question(id, id, "single", SCALE, role="satisfaction", weight=Decimal(weight))
        for id, weight in (("Q2", "1"), ("Q3", "3"))
    )
    # (1 × 0 + 3 × 100) ÷ 4 is 75 as the answers of the others are: no average differs, so nothing is to be tested.
    facts = described_as(asked, [0, 0, 1, 1], {"Q2": [4, 1, 1, -1], "Q3": [0, -1, 1, 1]})
    assert "问卷.卷.比较.Q1.总体均值.p" not in facts


def test_the_mean_of_a_single_question_is_tested_as_that_question_and_its_share_by_itself():
    facts = facts_of([0] * 4 + [1] * 4, Q2=[0] * 4 + [4] * 4)
    assert "问卷.卷.比较.Q1.总体均值.p" not in facts
    assert facts["问卷.卷.比较.Q1.总体满意率.p"].text == "0.029"  # 2 of 70


def test_rows_of_a_matrix_whose_options_are_numbers_are_no_words_behind_an_option():
    steps = tuple(Option(str(n), Decimal(25 * (n - 1))) for n in range(1, 6))
    asked = Question("Q2", "怎样", "matrix", steps, ("态度", "效率"), role="satisfaction", weight=Decimal(1))
    facts = described_as((asked,), [0] * 6, {"Q2.1": [4, 3, 4, 4, 4, 0], "Q2.2": [1] * 6})
    assert facts["问卷.卷.Q2.1.正面合计.人数"].display == "5人"
    assert not [id for id in facts if "填写" in id]
