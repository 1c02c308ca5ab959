"""SPSS files: codes become their labels, questions their texts; every file is written here by the library itself."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import polars
import pytest

from evalkit.answers.keeping import kept
from evalkit.cli.entry import run
from evalkit.files.answers import read_answers
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.model.questionnaire import Option, Question, Questionnaire

pyreadstat = pytest.importorskip("pyreadstat")

SCALE = {1: "非常满意", 2: "比较满意", 3: "一般", 4: "不太满意", 5: "非常不满意", 6: "不了解"}
TICK = {0: "未选中", 1: "选中"}
OPTIONS = tuple(map(Option, SCALE.values()))
FORM = Questionnaire(
    "农户",
    "农户满意度调查",
    (
        Question("Q1", "您的单位", "text"),
        Question("Q2", "您对发放是否满意？", "single", OPTIONS),
        Question("Q3", "获知途径（可多选）", "multi", (Option("微信"), Option("公示"), Option("其他"))),
        Question("Q4", "各方面是否满意", "matrix", OPTIONS, rows=("服务态度", "办事效率")),
        Question("Q5", "您的建议", "text", required=False),
    ),
)
COLUMNS: dict[str, list[Any]] = {
    "id": [1.0, 2.0],
    "sent": [datetime.fromisoformat("2025-10-12T09:05:33"), datetime.fromisoformat("2025-10-12T09:15:33")],
    "Q1": ["甲村", "乙村"],
    "Q2": [1.0, 3.0],
    "Q3_1": [1.0, 0.0],
    "Q3_2": [1.0, 0.0],
    "Q3_3": [0.0, 1.0],
    "Q4_1": [1.0, 2.0],
    "Q4_2": [2.0, 3.0],
    "Q5": ["好", ""],
}
LABELS = {
    "id": "序号",
    "sent": "提交时间",
    "Q1": "您的单位",
    "Q2": "您对发放是否满意？",
    "Q3_1": "获知途径（可多选）:微信",
    "Q3_2": "获知途径（可多选）:公示",
    "Q3_3": "获知途径（可多选）:其他",
    "Q4_1": "各方面是否满意—服务态度",
    "Q4_2": "各方面是否满意—办事效率",
    "Q5": "您的建议",
}
VALUES = {"Q2": SCALE, "Q4_1": SCALE, "Q4_2": SCALE, "Q3_1": TICK, "Q3_2": TICK, "Q3_3": TICK}


def written(folder: Path, columns: dict[str, list[Any]] | None = None, **more: Any) -> bytes:
    columns = columns or COLUMNS
    path = folder / "made.sav"
    told = {"column_labels": LABELS, "variable_value_labels": VALUES, **more}
    told["column_labels"] = [told["column_labels"].get(name) for name in columns]
    pyreadstat.write_sav(polars.DataFrame(columns), path, **told)
    return path.read_bytes()


def test_the_same_two_forms_are_read_from_a_file_of_any_name(tmp_path: Path) -> None:
    sheets, findings = read_answers(written(tmp_path), "随便.csv")
    assert findings == ()
    survey, findings = ingest(sheets, FORM)
    assert survey is not None, findings
    answers = {key: list(column) for key, column in survey.answers.items()}
    assert [answers[f"Q3={place}"] for place in (1, 2, 3)] == [[1, 0], [1, 0], [0, 1]]
    assert [answers[key] for key in ("Q1", "Q2", "Q4.1", "Q4.2")] == [["甲村", "乙村"], [0, 2], [0, 1], [1, 2]]
    assert answers["Q5"][0] == "好"
    export, _ = exported(sheets, FORM)
    assert export is not None
    assert "2025-10-12 09:15:33" in str(kept(survey, forms(export, FORM, answered(export, FORM)[0].answers)))  # type: ignore[union-attr]


def test_a_compressed_file_is_the_same(tmp_path: Path) -> None:
    plain, _ = read_answers(written(tmp_path), "a.sav")
    small = written(tmp_path, compress=True)
    assert small.startswith(b"$FL3")
    packed, _ = read_answers(small, "a.sav")
    assert packed[0].columns == plain[0].columns


def test_what_the_file_calls_missing_is_blank_and_no_option(tmp_path: Path) -> None:
    columns = {**COLUMNS, "Q2": [1.0, 9.0]}
    told = {**VALUES, "Q2": {**SCALE, 9: "拒答"}}
    (sheet,), _ = read_answers(
        written(tmp_path, columns, variable_value_labels=told, missing_ranges={"Q2": [9]}), "a.sav"
    )
    assert list(sheet.columns[3]) == ["Q2. 您对发放是否满意？", "非常满意", None]
    assert sheet.declared[3] == tuple(SCALE.values())


def test_options_without_a_question_in_their_labels_are_one_question_by_name(tmp_path: Path) -> None:
    columns = {"way1": [1.0, 0.0], "way2": [1.0, 1.0], "sex": [1.0, 2.0]}
    labels = {"way1": "微信", "way2": "公示", "sex": "性别"}
    data = written(tmp_path, columns, column_labels=labels, variable_value_labels={"sex": {1: "男", 2: "女"}})
    (sheet,), _ = read_answers(data, "a.sav")
    assert sheet.row(0) == ("way [微信]", "way [公示]", "性别")
    assert sheet.row(2) == ("0", "1", "女")


def test_the_files_own_sets_of_answers_are_one_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(tmp_path, {"a": [2.0, 1.0], "b": [1.0, 2.0]}, column_labels={"a": "微信", "b": "公示"})
    real = pyreadstat.read_sav

    def with_sets(*args: Any, **more: Any) -> Any:  # the library reads sets and writes none
        table, meta = real(*args, **more)
        told = {"type": "D", "is_dichotomy": True, "counted_value": 2, "label": "获知途径", "variable_list": ["a", "b"]}
        meta.mr_sets = {"$way": told}
        return table, meta

    monkeypatch.setattr(pyreadstat, "read_sav", with_sets)
    (sheet,), _ = read_answers(data, "a.sav")
    assert [sheet.row(index) for index in range(3)] == [("获知途径 [微信]", "获知途径 [公示]"), ("1", "0"), ("0", "1")]


def test_without_a_questionnaire_options_nobody_chose_are_there_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path)
    assert run(["survey", "tabulate", str(tmp_path / "made.sav"), "--json"]) == 0
    questions = {one["id"]: one for one in json.loads(capsys.readouterr().out)["questions"]}
    assert [(one["label"], one["count"]) for one in questions["Q2"]["options"]] == [
        ("非常满意", 1), ("比较满意", 0), ("一般", 1), ("不太满意", 0), ("非常不满意", 0), ("不了解", 0),
    ]  # fmt: skip
    assert (questions["Q3"]["type"], questions["Q4"]["type"]) == ("multi", "matrix")


def test_without_the_library_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(tmp_path)
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    sheets, (fault,) = read_answers(data, "a.sav")
    assert sheets == ()
    assert fault.severity == "error"
    assert 'pip install "jixiao-evalkit[spss]"' in fault.cure


def test_a_broken_file_is_told_in_one_line(tmp_path: Path) -> None:
    sheets, (fault,) = read_answers(written(tmp_path)[:300], "a.sav")
    assert sheets == ()
    assert "损坏" in fault.message
