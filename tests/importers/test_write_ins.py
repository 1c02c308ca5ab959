"""What people wrote behind 其他 is kept as open answers of that option, masked, counted, and read back the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.answers.choices import Choices
from evalkit.answers.keeping import kept
from evalkit.answers.writing_in import added
from evalkit.cli.entry import run
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
PHONE = "138" + "0013" + "8000"
ROOM = (Option("微信"), Option("公示"), Option("其他【请注明】", write_in=True))
FORM = Questionnaire(
    "a",
    "问卷",
    (Question("Q1", "途径", "multi", ROOM), Question("Q2", "身份", "single", ROOM), Question("Q3", "意见", "text")),
)


def wjx(*answers: tuple[str, str]) -> Sheet:
    rows = [[*OWN, "1、途径", "2、身份", "3、意见"]] + [
        [str(n), f"2025/3/2 9:{n:02}:00", "90秒", "微信", "N/A", f"192.0.2.{n}", *cells, "无"]
        for n, cells in enumerate(answers, 1)
    ]
    return Sheet("a.xlsx", "", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("其他〖亲友〗", [(2, "亲友")]),
        ("微信┋其他：〖亲友┋邻居〗", [(2, "亲友、邻居")]),
        ("其他【请注明】〖亲友〗┋公示", [(2, "亲友")]),
        ("C.其他___亲友", [(2, "亲友")]),
        ("其他：亲友", [(2, "亲友")]),
        ("其他（亲友）", [(2, "亲友")]),
        ("微信┋其他:亲友", [(2, "亲友")]),
        (f"其他〖电话{PHONE}〗", [(2, "电话***")]),
        ("其他〖(空)〗", []),
        ("其他【请注明】", []),
        ("微信┋公示", []),
    ],
)
def test_words_are_told_from_the_option_they_stand_behind(cell: str, told: list[tuple[int, str]]) -> None:
    assert added(cell.replace("：", ":").replace("（", "(").replace("）", ")"), Choices(ROOM, ("┋", "|"))) == told


def test_they_are_a_column_of_texts_beside_the_choice() -> None:
    survey, findings = ingest((wjx(("微信┋其他〖亲友〗", "微信"), ("公示", "其他：村里开会"), ("其他", "公示")),), FORM)
    assert survey is not None, findings
    assert findings == ()
    assert list(survey.answers["Q1=3"]) == [1, 0, 1]
    assert list(survey.answers["Q1.其他【请注明】"]) == ["亲友", "", ""]
    assert list(survey.answers["Q2.其他【请注明】"]) == ["", "村里开会", ""]


def test_in_an_export_by_number_they_stand_behind_the_number() -> None:
    survey, findings = ingest((wjx(("1┋3〖亲友〗", "3〖村里开会〗"), ("2", "1"), ("-3", "-2")),), FORM)
    assert survey is not None, findings
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 0, -2], [0, 1, -2], [1, 0, -2]]
    assert list(survey.answers["Q2"]) == [2, 0, -1]
    assert list(survey.answers["Q1.其他【请注明】"]) == ["亲友", "", ""]
    assert list(survey.answers["Q2.其他【请注明】"]) == ["村里开会", "", ""]


def test_words_that_hold_a_separator_are_not_taken_for_choices() -> None:
    columns = (["途径", "微信、其他：亲友、邻居"], ["身份", "公示"], ["意见", "无"])
    survey, findings = ingest((Sheet("a.csv", "", columns, 2),), FORM)
    assert survey is not None, findings
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1], [0], [1]]


def test_a_column_of_other_may_hold_the_words_only() -> None:
    columns = (
        ["1.途径:微信", "微信", None],
        ["1.途径:公示", None, None],
        ["1.途径:其他", None, "村里开会"],
        ["2.身份", "公示", "微信"],
        ["3.意见", "无", "无"],
    )
    survey, findings = ingest((Sheet("a.csv", "", columns, 3),), FORM)
    assert survey is not None, findings
    assert list(survey.answers["Q1=3"]) == [0, 1]
    assert list(survey.answers["Q1.其他【请注明】"]) == ["", "村里开会"]


def test_what_is_kept_has_them_and_reads_back_the_same() -> None:
    export, _ = exported((wjx(("微信┋其他〖亲友┋邻居〗", "其他〖我叫张三丰〗"), ("公示", "微信")),), FORM)
    assert export is not None
    survey, _ = answered(export, FORM)
    assert survey is not None
    rows = kept(survey, forms(export, FORM, survey.answers))
    assert "张三丰" not in str(rows)
    columns = tuple([cell or None for cell in column] for column in zip(*rows, strict=True))
    again, findings = ingest((Sheet("responses/a.csv", "", columns, len(rows)),), FORM)
    assert again is not None, findings
    for key in ("Q1=3", "Q1.其他【请注明】", "Q2", "Q2.其他【请注明】"):
        assert list(again.answers[key]) == list(survey.answers[key])


def test_the_count_is_told_and_the_words_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "导出.csv"
    sheet = wjx(("微信┋其他〖亲友〗", "微信"), ("其他", "公示"), ("其他〖村里开会〗┋微信", "公示"))
    file.write_text("\n".join(",".join(map(str, sheet.row(row))) for row in range(sheet.height)), "utf-8")
    assert run(["survey", "tabulate", str(file), "--json"]) == 0
    out = capsys.readouterr().out
    options = {one["label"]: one for one in json.loads(out)["questions"][0]["options"]}
    assert (options["其他"]["count"], options["其他"]["write_ins"]) == (3, 2)
    assert "write_ins" not in options["微信"]
    assert "亲友" not in out
    assert "村里开会" not in out


RANKED = Questionnaire("a", "问卷", (Question("Q1", "先后", "rank", ROOM), Question("Q2", "意见", "text")))


def test_words_behind_an_option_of_a_ranking_are_kept_beside_its_place() -> None:
    rows = [[*OWN, "1、先后", "2、意见"]] + [
        [str(n), f"2025/3/2 9:{n:02}:00", "90秒", "微信", "N/A", f"192.0.2.{n}", cell, "无"]
        for n, cell in enumerate(("其他〖亲友〗→微信→公示", "公示→微信", "(跳过)"), 1)
    ]
    sheet = Sheet("a.xlsx", "", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))
    export, _ = exported((sheet,), RANKED)
    assert export is not None
    survey, _ = answered(export, RANKED)
    assert survey is not None
    table = kept(survey, forms(export, RANKED, survey.answers))
    place = table[0].index("Q1、(其他【请注明】)")
    assert [row[place] for row in table[1:]] == ["1〖亲友〗", "0", "(跳过)"]
    columns = tuple([cell or None for cell in column] for column in zip(*table, strict=True))
    again, findings = ingest((Sheet("responses/a.csv", "", columns, len(table)),), RANKED)
    assert again is not None, findings
    assert [list(again.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[2, 2, -2], [3, 1, -2], [1, 0, -2]]
    assert list(again.answers["Q1.其他【请注明】"]) == ["亲友", "", ""]
