"""One answer over several columns: words behind an option in a column of their own, a ranking with a column a place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evalkit.answers.keeping import kept
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Option, Question, Questionnaire, Survey
from evalkit.model.source import Sheet

PHONE = "138" + "0013" + "8000"
ROOM = (Option("广播"), Option("其他【请注明】", write_in=True), Option("公示"))
ITEMS = (Option("水压"), Option("水价"), Option("水质"))
FORM = Questionnaire(
    "a",
    "问卷",
    (
        Question("Q1", "从哪里知道", "multi", ROOM),
        Question("Q2", "您的身份", "single", ROOM),
        Question("Q3", "先后次序", "rank", ITEMS),
        Question("Q4", "意见", "text", required=False),
    ),
)
ODK = ("_uuid", "_submission_time")
LIME = ("lastpage", "startlanguage")
Q = ("StartDate", "ResponseId", "RecordedDate")


def sheet(*rows: Sequence[str | None]) -> Sheet:
    return Sheet("a.csv", "", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))


def both(made: Sheet, platform: str) -> tuple[Survey, tuple[Finding, ...]]:
    """The sheet as read, which must read the same once it was imported."""
    export, found = exported((made,), FORM)
    assert export is not None, found
    assert export.platform == platform
    survey, more = answered(export, FORM)
    assert survey is not None, more
    again, _ = ingest((sheet(*kept(survey, forms(export, FORM, survey.answers))),), FORM)
    assert again is not None
    assert {key: list(column) for key, column in again.answers.items()} == {
        key: list(column) for key, column in survey.answers.items()
    }
    return survey, (*found, *more)


def written(survey: Survey) -> dict[str, list[object]]:
    return {key: list(column) for key, column in survey.answers.items() if "其他" in key}


@pytest.mark.parametrize("group", ["", "part1/"])
def test_kobo_gives_words_back_in_the_columns_our_form_names(group: str) -> None:
    head = [f"{group}{name}" for name in ("q1", "q1/1", "q1/2", "q1/3", "q1_2_text", "q2", "q2_2_text", "q3", "q4")]
    survey, findings = both(
        sheet(
            [*head, *ODK],
            ["1 2", "1", "1", "0", f"亲友{PHONE}", "2", "村里，开会", "1 3 2", None, "u1", "2026-03-01T09:00:00"],
            ["3", "0", "0", "1", None, "1", None, "2 3 1", "好", "u2", "2026-03-01T09:20:00"],
        ),
        "kobo",
    )
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 0], [1, 0], [0, 1]]
    assert list(survey.answers["Q2"]) == [1, 0]
    assert written(survey) == {"Q1.其他【请注明】": ["亲友***", ""], "Q2.其他【请注明】": ["村里，开会", ""]}
    assert not any("text" in found.message for found in findings)


@pytest.mark.parametrize(("first", "second"), [("2 1", "3"), ("1 2 3", "1"), ("其他【请注明】 广播", "公示")])
def test_words_join_the_option_in_a_cell_of_several(first: str, second: str) -> None:
    survey, _ = both(
        sheet(
            ["q1", "q1_2_text", "q2", "q3", "q4", "SubmissionDate", "KEY"],
            [first, "亲友 邻居", "1", "1 3 2", None, "2026-03-01T09:00:00", "k1"],
            [second, None, "1", "2 3 1", None, "2026-03-01T09:20:00", "k2"],
        ),
        "kobo",
    )
    assert list(survey.answers["Q1=2"]) == [1, 0]
    assert next(iter(survey.answers["Q1=1"])) == 1
    assert written(survey) == {"Q1.其他【请注明】": ["亲友 邻居", ""]}


def test_kobo_with_labels_for_titles_is_read_too() -> None:
    survey, findings = both(
        sheet(
            ["从哪里知道", "其他【请注明】：请写明", "您的身份", "其他【请注明】：请写明", "先后次序", "意见", *ODK],
            [
                "广播 其他【请注明】",
                "亲友",
                "其他【请注明】",
                "邻居",
                "水压 水价 水质",
                None,
                "u1",
                "2026-03-01T09:00:00",
            ],
            ["公示", None, "广播", None, "水价 水压 水质", None, "u2", "2026-03-01T09:20:00"],
        ),
        "kobo",
    )
    assert written(survey) == {"Q1.其他【请注明】": ["亲友", ""], "Q2.其他【请注明】": ["邻居", ""]}
    assert not any("没有读取" in found.message for found in findings)


def test_qualtrics_has_words_in_a_column_of_text() -> None:
    survey, findings = both(
        sheet(
            [*Q, "Q1", "Q1_2_TEXT", "Q2", "Q2_2_TEXT", "Q3_1", "Q3_2", "Q3_3", "Q4"],
            [
                "Start Date", "Response ID", "Recorded Date", "从哪里知道 - Selected Choice", "从哪里知道 - 其他【请注明】 - Text",
                "您的身份 - Selected Choice", "您的身份 - 其他【请注明】 - 文本", "先后次序 - 水压", "先后次序 - 水价", "先后次序 - 水质", "意见",
            ],
            ["2026-03-01 09:00:00", "R_1", "2026-03-01 09:05:00", "广播,其他【请注明】", "亲友,邻居", "公示", None, "1", "3", "2", None],
            ["2026-03-01 09:20:00", "R_2", "2026-03-01 09:25:00", "公示", None, "其他【请注明】", "村里开会", "3", "1", "2", None],
        ),
        "qualtrics",
    )  # fmt: skip
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 0], [1, 0], [0, 1]]
    assert list(survey.answers["Q2"]) == [2, 1]
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[1, 3], [3, 1], [2, 2]]
    assert written(survey) == {"Q1.其他【请注明】": ["亲友,邻居", ""], "Q2.其他【请注明】": ["", "村里开会"]}
    assert not any("没有读取" in found.message for found in findings)


def test_words_without_the_choice_are_told_and_not_read() -> None:
    survey, findings = both(
        sheet(
            ["q1", "q1_2_text", "q2", "q3", "q4", "SubmissionDate", "KEY"],
            ["1", "张三丰的亲友", "1", "1 3 2", None, "2026-03-01T09:00:00", "k1"],
            ["2", None, "1", "2 3 1", None, "2026-03-01T09:20:00", "k2"],
        ),
        "kobo",
    )
    assert list(survey.answers["Q1=2"]) == [0, 1]
    assert written(survey) == {}
    told = [found for found in findings if "却在它后面写了字" in found.message]
    assert [str(found.where) for found in told] == ["a.csv:B2"]
    assert "张三丰" not in str(findings)


def test_limesurvey_has_the_words_under_other() -> None:
    survey, findings = both(
        sheet(
            [*LIME, "Q1[SQ001]", "Q1[SQ003]", "Q1[other]", "Q2", "Q2[other]", "Q3[1]", "Q3[2]", "Q3[3]", "Q4"],
            ["3", "zh", "Y", "N", "亲友", "-oth-", "村里开会", "水压", "水质", "水价", None],
            ["3", "zh", "N", "Y", None, "广播", None, "水价", "水质", None, None],
        ),
        "limesurvey",
    )
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 0], [1, 0], [0, 1]]
    assert list(survey.answers["Q2"]) == [1, 0]
    assert written(survey) == {"Q1.其他【请注明】": ["亲友", ""], "Q2.其他【请注明】": ["村里开会", ""]}
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[1, 0], [3, 1], [2, 2]]
    assert findings == ()


TITLES = [
    "Q3[{}]", "先后次序 [排名 {}]", "先后次序 [排序 {}]", "先后次序 [{}]", "先后次序 [Rank {}]", "先后次序 [第{}位]", "Q3. 先后次序（第{}名）",
    "先后次序(第{}位)", "第{}名", "先后次序—第{}选择", "3、第{}位", "先后次序[第{}重要]", "Q3_{}",
]  # fmt: skip


def ranked(title: str, numerals: str, *rows: list[str | None], own: tuple[str, ...] = ()) -> Sheet:
    head = [*own, "从哪里知道", "您的身份", *(title.format(one) for one in numerals), "意见"]
    return sheet(head, *([*("x" for _ in own), "广播", "公示", *row, None] for row in rows))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("own", [(), LIME])
def test_a_ranking_by_places_holds_the_item_on_each(title: str, own: tuple[str, ...]) -> None:
    made = ranked(title, "123", ["水压", "水质", "水价"], ["水质", "水价", None], own=own)
    survey, _ = both(made, "limesurvey" if own else "plain")
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[1, 0], [3, 2], [2, 1]]


def test_a_ranking_left_blank_or_passed_over_stays_so() -> None:
    made = ranked(
        "先后次序(第{}位)", "123", ["水压", "水质", "水价"], [None, None, None], ["(跳过)", "(跳过)", "(跳过)"]
    )
    survey, findings = ingest((made,), FORM)
    assert survey is not None, findings
    assert list(survey.answers["Q3=1"]) == [1, -1, -2]


def test_the_places_may_be_written_in_words_and_fewer_than_the_items() -> None:
    survey, _ = both(ranked("先后次序（第{}位）", "一二", ["水压", "水质"], ["水价", "水压"]), "plain")
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[1, 2], [0, 1], [2, 0]]


@pytest.mark.parametrize("codes", [("1", "3", "2"), ("AO01", "AO03", "AO02"), ("A", "C", "B")])
def test_the_items_may_be_written_by_number_or_code(codes: tuple[str, str, str]) -> None:
    survey, _ = both(ranked("先后次序[排名 {}]", "123", list(codes), [codes[1], codes[2], codes[0]]), "plain")
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[1, 3], [3, 2], [2, 1]]


@pytest.mark.parametrize(("title", "own"), [("先后次序 [{}]", ()), ("Q3[{}]", LIME)])
def test_where_places_and_options_cannot_be_told_there_is_one_fault(title: str, own: tuple[str, ...]) -> None:
    survey, findings = ingest((ranked(title, "123", ["2", "3", "1"], ["3", "1", "2"], own=own),), FORM)
    assert survey is None
    assert ["分不出是第几位上的选项还是选项的名次" in found.message for found in findings] == [True]


def test_columns_numbered_by_options_hold_the_places_as_before() -> None:
    survey, _ = both(ranked("Q3_{}", "123", ["2", "3", "1"], ["1", "2", "3"]), "plain")
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [[2, 1], [3, 2], [1, 3]]


def test_an_item_that_is_no_option_is_a_fault() -> None:
    survey, findings = ingest((ranked("先后次序(第{}位)", "123", ["水压", "水厂", "水价"]),), FORM)
    assert survey is None
    assert any("Q3 的选项里没有“水厂”" in found.message for found in findings)


@pytest.mark.parametrize(
    ("row", "told", "places"),
    [
        (["水压", None, "水价"], "前面的名次空着", [1, 2, 0]),
        (["水压", "水压", "水价"], "同一项排了两次", [1, 2, 0]),
    ],
)
def test_a_place_left_out_and_an_item_ranked_twice_are_told(
    row: list[str | None], told: str, places: list[int]
) -> None:
    survey, findings = both(ranked("先后次序(第{}位)", "123", ["水价", "水质", "水压"], row), "plain")
    assert [list(survey.answers[f"Q3={place}"])[1] for place in (1, 2, 3)] == places
    assert [str(found.where) for found in findings if told in found.message] == ["a.csv:C3"]


def test_a_question_in_two_columns_is_one_fault_that_asks_for_one_of_them() -> None:
    made = sheet(
        ["1、从哪里知道", "2、您的身份", "3、先后次序", "3、先后次序", "4、意见"],
        ["广播", "公示", "水压┋水价", "水压┋水价", None],
        ["广播", "公示", "水压┋水价", "水价┋水压", None],
    )
    survey, findings = ingest((made,), FORM)
    assert survey is None
    assert len(findings) == 1
    assert "有 2 列的标题相同（C、D）" in findings[0].message
    assert "只留一列" in findings[0].cure
    assert "题号" not in findings[0].cure
