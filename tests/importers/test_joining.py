"""One export in several sheets or files: put together when the headers are equal, told apart when they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evalkit.app.opening import open_engagement
from evalkit.cli.entry import run
from evalkit.files.outputs import Stopped
from evalkit.infer import infer
from evalkit.ingest import ingest
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、是否满意"]
FORM = Questionnaire("a", "问卷", (Question("Q1", "是否满意", "single", (Option("好"), Option("差"))),))


def wjx(number: int, minute: int, answer: str, ip: str = "192.0.2.1") -> list[str | None]:
    return [str(number), f"2025/3/2 9:{minute:02}:00", "90秒", "微信", "N/A", ip, answer]


def sheet(name: str, *rows: list[str | None], file: str = "a.xlsx") -> Sheet:
    return Sheet(file, name, tuple(list(column) for column in zip(*rows, strict=True)), len(rows))


def test_sheets_with_the_same_header_are_one_and_places_keep_their_sheet() -> None:
    first = sheet("一", list(OWN), wjx(1, 1, "好"), wjx(2, 2, "差"))
    second = sheet("二", ["某某调查", *[None] * 6], list(OWN), wjx(1, 3, "差"), wjx(2, 4, "未知"))
    survey, findings = ingest((first, second), FORM)
    assert survey is None
    joined, wrong = findings
    assert (joined.kind, joined.severity, wrong.severity) == ("other", "note", "error")
    assert "“二”从第 4 行起" in joined.message
    assert wrong.where.spot == "二!G4"


def test_numbers_that_begin_again_in_every_sheet_are_no_repetition() -> None:
    parts = [
        sheet(name, list(OWN), wjx(1, minute, "好"), wjx(2, minute + 1, "差"))
        for name, minute in (("一", 1), ("二", 5))
    ]
    survey, (joined,) = ingest(tuple(parts), FORM)
    assert survey is not None
    assert (survey.collected, list(survey.answers["Q1"])) == (4, [0, 1, 0, 1])
    assert "合成一张读" in joined.message


def test_the_same_people_in_another_order_count_once() -> None:
    first = sheet("一", list(OWN), wjx(1, 1, "好"), wjx(2, 2, "差"))
    second = sheet("二", list(OWN), wjx(1, 2, "差"), wjx(2, 1, "好"), wjx(3, 7, "好"))
    survey, (_, twice) = ingest((first, second), FORM)
    assert survey is not None
    assert list(survey.answers["Q1"]) == [0, 1, 0]
    assert "第 5、6 行在前面的表里已经有" in twice.message
    assert twice.where.spot == "二!2"


def test_lines_of_totals_end_every_sheet() -> None:
    total = ["合计", *["2"] * 6]
    parts = [sheet(name, list(OWN), wjx(1, minute, "好"), list(total)) for name, minute in (("一", 1), ("二", 5))]
    survey, findings = ingest(tuple(parts), FORM)
    assert survey is not None
    assert survey.collected == 2
    assert any("合计" in found.message for found in findings)


def test_tables_of_no_platform_are_joined_and_a_copy_of_a_whole_sheet_counts_once() -> None:
    def village(name: str, *answers: str) -> Sheet:
        return sheet(name, ["是否满意", "意见"], *([answer, None] for answer in answers))

    survey, _ = ingest((village("甲村", "好", "好"), village("乙村", "差")), FORM)
    assert survey is not None
    assert list(survey.answers["Q1"]) == [0, 0, 1]
    survey, findings = ingest((village("甲村", "好", "差"), village("甲村（2）", "好", "差")), FORM)
    assert survey is not None
    assert survey.collected == 2
    assert "每一格都相同" in findings[-1].message


def test_the_second_typing_of_paper_forms_is_left_alone() -> None:
    rows: list[list[str | None]] = [["编号", "是否满意"], ["1", "好"], ["2", "差"]]
    survey, (left,) = ingest((sheet("录入", *rows), sheet("第二次录入", *rows)), FORM)
    assert survey is not None
    assert survey.collected == 2
    assert "“第二次录入”" in left.message


def test_forms_that_were_thrown_out_do_not_come_back() -> None:
    parts = [sheet(name, list(OWN), wjx(1, minute, "好")) for name, minute in (("答卷", 1), ("无效问卷", 5), ("续", 9))]
    survey, (_, left) = ingest(tuple(parts), FORM)
    assert survey is not None
    assert survey.collected == 2
    assert left.where.spot == "无效问卷!1"


def test_without_a_questionnaire_they_are_joined_as_well() -> None:
    parts = [
        sheet(name, list(OWN), wjx(1, minute, "好"), wjx(2, minute + 1, "差"))
        for name, minute in (("一", 1), ("二", 5))
    ]
    _, export, _ = infer(tuple(parts), "a")
    assert export is not None
    assert len(export.rows) == 4


def test_a_file_without_a_question_of_the_survey_is_a_fault_that_names_it() -> None:
    other = sheet("", ["编号", "别的题", "又一题"], ["1", "好", "x"], file="b.csv")
    survey, (fault,) = ingest((sheet("一", list(OWN), wjx(1, 1, "好")), other), FORM)
    assert survey is None
    assert (fault.severity, fault.where.file) == ("error", "b.csv")


# ---- several files in an engagement ---------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Yongxing with the answers of its staff to be put in."""
    folder = tmp_path / "项目"
    source = Path(__file__).parents[2] / "examples" / "yongxing-2022"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("expected"))
    return folder


def test_answers_in_two_files_are_one_survey_and_who_is_in_both_counts_once(home: Path) -> None:
    whole = home / "responses" / "职工.xlsx"
    shutil.copy(whole, home / "responses" / "职工-2.xlsx")
    whole.rename(home / "responses" / "职工-1.xlsx")
    opened, findings = open_engagement(home)
    # 29 rows each, the same people in both.
    assert opened.case.surveys["职工"].collected == 29
    said = [found for found in findings if "只算一次" in found.message]
    assert [found.where.file for found in said] == ["responses/职工-2.xlsx"]


def test_that_files_were_joined_is_said_where_answers_are_looked_at_and_nowhere_else(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = home / "responses" / "职工.xlsx"
    second = shutil.copy(first, home / "responses" / "职工-2.xlsx")
    form = home / "questionnaires" / "职工.yaml"
    said = {}
    for command in (
        ["check", str(home)],
        ["survey", "tabulate", str(first), str(second), "--questionnaire", str(form)],
        ["status", "-C", str(home)],
        ["score", "-C", str(home)],
        ["explain", "总分", "-C", str(home)],
    ):
        run(command)
        shown = capsys.readouterr()
        said[" ".join(command[:2]) if command[0] == "survey" else command[0]] = (
            "张表的标题相同" in shown.out + shown.err
        )
    assert said == {"check": True, "survey tabulate": True, "status": False, "score": False, "explain": False}


def test_a_second_file_that_is_of_another_survey_is_refused_by_name(home: Path) -> None:
    (home / "responses" / "职工（2）.csv").write_text("编号,您满意吗\n1,满意\n", "utf-8")
    with pytest.raises(Stopped) as stopped:
        open_engagement(home)
    (fault,) = [found for found in stopped.value.findings if found.severity == "error"]
    assert fault.where.file == "responses/职工（2）.csv"
    assert "没有一列是问卷" in fault.message
