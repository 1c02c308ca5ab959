"""Groups compared: which test is taken, what is adjusted, what stays hidden."""

from __future__ import annotations

from evalkit.model.questionnaire import Option, Question, Survey
from evalkit.tabulate import survey_report, tabulate
from tests.answers.counted import GROUP, SCALE, scored, survey


def compared(made: Survey, *by: str) -> list[dict[str, object]]:
    facts, _ = tabulate(made)
    report, findings = survey_report(made, facts, by)
    assert findings == ()
    return list(report["groups"])


def dealt(*cells: tuple[int, int, int]) -> dict[str, list[int]]:
    """Answers from cells of (group, option, how many)."""
    rows = [(group, option) for group, option, n in cells for _ in range(n)]
    return {"Q9": [group for group, _ in rows], "Q1": [option for _, option in rows]}


def test_choices_are_compared_by_chi_square_where_enough_are_expected() -> None:
    # Agresti (2007) p. 39, as in R's ?chisq.test: 30.07, df 2, p 2.95e-07.
    party = Question("Q1", "党派", "single", (Option("甲"), Option("乙"), Option("丙")))
    answers = dealt((0, 0, 762), (0, 1, 327), (0, 2, 468), (1, 0, 484), (1, 1, 239), (1, 2, 477))
    (found,) = compared(survey(answers, (party, GROUP)), "Q9")
    test = found["test"]
    assert isinstance(test, dict)
    assert (test["name"], test["statistic"][:5], test["df"], test["p"]) == ("chi_square", "30.07", 2, "0.0000")


def test_few_are_compared_exactly() -> None:
    # The tea taster of R's ?fisher.test.
    answers = dealt((0, 0, 3), (0, 1, 1), (1, 0, 1), (1, 1, 3))
    taster = Question("Q1", "先放", "single", (Option("奶"), Option("茶")))
    (found,) = compared(survey(answers, (taster, GROUP)), "Q9")
    assert found["test"] == {"name": "fisher_exact", "statistic": None, "df": None, "p": "0.4857", "p_holm": "0.4857"}


def test_scores_are_compared_by_ranks_and_who_has_no_score_is_left_out() -> None:
    answers = dealt((0, 0, 6), (0, 1, 2), (0, 3, 5), (1, 1, 4), (1, 2, 5))
    from scipy.stats import kruskal

    theirs = kruskal([100] * 6 + [50] * 2, [50] * 4 + [0] * 5)
    (found,) = compared(survey(answers, (scored("Q1"), GROUP)), "Q9")
    test = found["test"]
    assert isinstance(test, dict)
    assert (test["name"], test["statistic"]) == ("kruskal_wallis", f"{theirs.statistic:.4f}")
    assert test["p"] == f"{theirs.pvalue:.4f}"


def test_probabilities_are_adjusted_over_the_banner() -> None:
    # 0.4857 twice: Holm doubles the first, and the second may not be less.
    answers = dealt((0, 0, 3), (0, 1, 1), (1, 0, 1), (1, 1, 3))
    two = tuple(Question(id, id, "single", (Option("奶"), Option("茶"))) for id in ("Q1", "Q2"))
    made = survey({**answers, "Q2": answers["Q1"]}, (*two, GROUP))
    assert [one["test"]["p_holm"] for one in compared(made, "Q9")] == ["0.9714", "0.9714"]  # type: ignore[index]


def test_letters_stand_only_where_both_bases_reach_thirty() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否")))
    levels = compared(survey(dealt((0, 0, 25), (0, 1, 5), (1, 0, 5), (1, 1, 25)), (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert [[cell["higher_than"] for cell in level["options"]] for level in levels] == [[["B"], []], [[], ["A"]]]
    levels = compared(survey(dealt((0, 0, 24), (0, 1, 5), (1, 0, 5), (1, 1, 25)), (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert not any(cell["higher_than"] for level in levels for cell in level["options"])


def test_small_cells_are_nowhere_in_the_answer() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否"), Option("说不清")))
    answers = dealt((0, 0, 3), (0, 1, 20), (0, 2, 30), (1, 0, 40), (1, 1, 50), (1, 2, 60))
    levels = compared(survey(answers, (choice, GROUP)), "Q9")[0]["levels"]
    assert isinstance(levels, list)
    assert [[cell["count"] for cell in level["options"]] for level in levels] == [[None, None, 30], [None, None, 60]]
    assert all((cell["percent"] is None) == cell["suppressed"] for level in levels for cell in level["options"])


def test_one_group_or_one_answer_leaves_nothing_to_compare() -> None:
    choice = Question("Q1", "问", "single", (Option("是"), Option("否")))
    assert (
        compared(survey(dealt((0, 0, 6), (0, 1, 6)), (choice, GROUP)), "Q9")[0]["note"]
        == "有人作答的不到两组，没有检验"
    )
    found = compared(survey(dealt((0, 0, 6), (1, 0, 6)), (choice, GROUP)), "Q9")[0]
    assert (found["test"], found["note"]) == (None, "各组的答案都一样，没有检验")


def test_ticks_rows_ranks_and_numbers_are_compared_too() -> None:
    questions = (
        Question("Q1", "途径", "multi", (Option("微信"), Option("公示"))),
        Question("Q2", "各方面", "matrix", SCALE, rows=("态度", "效率")),
        Question("Q3", "排序", "rank", (Option("甲"), Option("乙"))),
        Question("Q4", "几口人", "number"),
        GROUP,
    )
    half = [0] * 6 + [1] * 6
    answers = {
        "Q9": half, "Q1=1": [1] * 6 + [0] * 6, "Q1=2": [1] * 12, "Q2.1": half, "Q2.2": half,
        "Q3=1": [1] * 6 + [2] * 6, "Q3=2": [2] * 6 + [1] * 6, "Q4": ["1"] * 6 + ["2"] * 6,
    }  # fmt: skip
    found = {str(one["question"]): one for one in compared(survey(answers, questions), "Q9")}  # type: ignore[arg-type]
    assert list(found) == ["Q1", "Q2", "Q2.1", "Q2.2", "Q3", "Q4"]
    ticks = found["Q1"]["test"]
    assert isinstance(ticks, dict)
    # 微信: 6 of 6 against 0 of 6, 3 expected a cell: 2/C(12,6) = 2/924; 公示 was ticked by all.
    assert [(part["label"], part["name"], part["p"]) for part in ticks["options"]] == [
        ("微信", "fisher_exact", "0.0022")
    ]
    assert found["Q1"]["note"] == "“公示”各组的答案都一样，没有检验"
    # Two groups of six that do not overlap, all tied within: H = 11, as SciPy has it.
    for key in ("Q2", "Q2.1", "Q4"):
        test = found[key]["test"]
        assert isinstance(test, dict)
        assert test["statistic"] == "11.0000"
    assert [level["mean"] for level in found["Q4"]["levels"]] == ["1.00", "2.00"]  # type: ignore[attr-defined]
