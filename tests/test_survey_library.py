"""``survey list``, ``copy`` and ``code`` as a person at a terminal meets them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from evalkit import app
from evalkit.cli.entry import run
from evalkit.files.shipped import shipped

YONGXING = Path(__file__).parent.parent / "examples/yongxing-2022"
SHEET = "responses/职工.编码.xlsx"
ANSWER = "希望标准能提高一些"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Path(shutil.copytree(YONGXING, tmp_path / "永兴"))


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    assert run([str(word) for word in words]) == 0
    made: dict[str, object] = json.loads(capsys.readouterr().out)
    return made


# ---- the library ----------------------------------------------------------------------------------------------------


def test_the_library_says_what_each_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    folder = shipped("surveys")
    assert folder is not None
    assert [one["name"] for one in listed] == sorted(path.parent.name for path in folder.glob("*/questionnaire.yaml"))
    assert all(one["title"] and len(one["for"]) > 10 and 12 <= one["questions"] <= 14 for one in listed)
    assert len({one["copy"] for one in listed}) == len(listed)


@pytest.mark.parametrize("name", ["residents", "周边居民"])
def test_a_questionnaire_is_copied_as_it_is(name: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "survey", "copy", name, home, "--json")
    assert answer["id"] == "周边居民"
    folder = shipped("surveys")
    assert folder is not None
    copied = home / "questionnaires/周边居民.yaml"
    assert copied.read_bytes() == (folder / "residents/questionnaire.yaml").read_bytes()
    assert run(["survey", "check", "周边居民", "-C", str(home)]) in (0, 1)
    assert "没有指标用到问卷“周边居民”" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["enterprises", "企业"])
@pytest.mark.parametrize("inside", [True, False])
def test_the_next_step_after_a_copy_works_as_printed(
    name: str, inside: bool, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home if inside else home.parent)
    assert run(["survey", "copy", name, *([] if inside else [home.name])]) == 0
    step = capsys.readouterr().out.splitlines()[-1].partition("：evalkit ")[2].split()
    assert run(step) in (0, 1)
    told = capsys.readouterr().out
    assert "没有指标用到问卷“企业”" in told
    assert "questionnaires/企业.yaml" in told


def test_a_questionnaire_of_the_library_is_checked_by_either_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["survey", "check", "周边居民"]) == 0
    assert "这是现成的问卷“周边居民”（residents），不是项目里的" in capsys.readouterr().out
    assert run(["survey", "check", "residents"]) == 0
    assert "不是项目里的" not in capsys.readouterr().out
    assert run(["survey", "check", "周边居住者"]) == 2
    told = capsys.readouterr().err
    assert "企业（enterprises）" in told
    assert "周边居民（residents）" in told


def test_the_answers_of_a_survey_are_counted_by_its_name(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (home / "responses" / name for name in ("职工.xlsx", "职工-2.xlsx"))
    whole = openpyxl.load_workbook(first)
    last = whole.worksheets[0].max_row
    whole.worksheets[0].delete_rows(2, last - 11)
    whole.save(second)
    rest = openpyxl.load_workbook(first)
    rest.worksheets[0].delete_rows(last - 9, 10)
    rest.save(first)
    named = told(capsys, "survey", "tabulate", "职工", "-C", home, "--json")
    listed = told(capsys, "survey", "tabulate", first, second, "--json")
    assert named["collected"] == listed["collected"] == 29
    assert told(capsys, "survey", "tabulate", first, "--json")["collected"] == 19
    assert named["satisfaction"] == listed["satisfaction"]
    monkeypatch.chdir(home / "responses")
    assert told(capsys, "survey", "tabulate", "职工", "--json") == named
    assert run(["survey", "tabulate", "员工", "-C", str(home)]) == 2
    assert "没有叫“员工”的问卷" in capsys.readouterr().err
    monkeypatch.chdir(home.parent)
    assert run(["survey", "tabulate", "职工"]) == 2
    assert "用 -C 写出项目文件夹" in capsys.readouterr().err


def test_a_copy_that_was_changed_is_not_overwritten_without_force(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["survey", "copy", "staff", str(home), "--as", "本单位"]) == 0
    mine = home / "questionnaires/本单位.yaml"
    mine.write_text("标题: 我改过的\n", "utf-8")
    assert run(["survey", "copy", "staff", str(home), "--as", "本单位"]) == 2
    assert "已经有这个文件，没有动它" in capsys.readouterr().err
    assert mine.read_text("utf-8") == "标题: 我改过的\n"
    assert run(["survey", "copy", "staff", str(home), "--as", "本单位", "--force"]) == 0
    assert "单位职工满意度调查问卷" in mine.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("survey", "copy", "村民"), "没有这份现成的问卷。办法：现成的有：department（主管部门）"),
        (("survey", "copy", "staff", "--as", "../外面"), "不能作问卷的名称"),
        (("survey", "code", "村民"), "没有叫“村民”的问卷"),
        (("survey", "code", "职工", "--out", "编码.csv"), "编码表是 .xlsx 文件"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    words: tuple[str, ...], said: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "-C", str(home)]) == 2
    assert said in capsys.readouterr().err


# ---- the coding sheet -----------------------------------------------------------------------------------------------


def edited(home: Path, **changes: tuple[str, str]) -> None:
    """Types over the columns 类别 and 引用 in the rows of these answers."""
    book = openpyxl.load_workbook(home / SHEET)
    sheet = book["编码"]
    for row in sheet.iter_rows(min_row=3):
        for answer, (category, quote) in changes.items():
            if row[2].value == answer:
                row[4].value, row[5].value = category, quote
    book.save(home / SHEET)


def facts(home: Path) -> dict[str, str]:
    opened, _ = app.open_engagement(home)
    return {id.removeprefix("问卷.职工.Q8."): fact.text for id, fact in opened.case.facts.items() if "职工.Q8." in id}


def test_the_sheet_has_a_row_an_answer_with_what_the_program_proposes(home: Path) -> None:
    answer, _ = app.survey_coded("职工", home, None, False)
    rows = list(openpyxl.load_workbook(home / SHEET)["编码"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("编号", "题号", "答案", "份数", "类别", "引用", "程序归类")
    assert len(rows) == 1 + 7
    (mine,) = (row for row in rows if row[2] == ANSWER)
    assert mine[1:] == ("Q8", ANSWER, "1", "希望提高标准", None, "希望提高标准")
    (question,) = answer["questions"]
    assert (question["n"], question["uncoded"]) == (7, 0)
    assert {one["label"]: one["count"] for one in question["categories"]} == {
        "希望提高标准": 7, "希望尽早发放": 1, "没有意见": 0,
    }  # fmt: skip


def test_an_untouched_sheet_changes_nothing(home: Path) -> None:
    before = facts(home)
    app.survey_coded("职工", home, None, False)
    assert facts(home) == before
    assert run(["check", str(home)]) in (0, 1)


def test_what_a_person_corrects_counts_from_then_on(home: Path) -> None:
    app.survey_coded("职工", home, None, False)
    edited(home, **{ANSWER: ("待遇、其他", "否")})
    now = facts(home)
    assert (now["希望提高标准.人数"], now["待遇.人数"], now["其他.人数"]) == ("6", "1", "1")
    assert ANSWER not in now["希望提高标准.引语"]
    assert now["待遇.引语"] == ""


def test_a_new_sheet_keeps_what_was_decided(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app.survey_coded("职工", home, None, False)
    edited(home, **{ANSWER: ("待遇", "是")})
    assert run(["survey", "code", "职工", "-C", str(home)]) == 2
    assert "已经有这个文件，没有动它" in capsys.readouterr().err
    app.survey_coded("职工", home, None, True)
    rows = openpyxl.load_workbook(home / SHEET)["编码"].iter_rows(min_row=3, values_only=True)
    (mine,) = (row for row in rows if row[2] == ANSWER)
    assert mine[4:] == ("待遇", "是", "希望提高标准")
    assert facts(home)["待遇.引语"] == f"“{ANSWER}”"


def test_a_better_keyword_still_counts_for_rows_nobody_touched(home: Path) -> None:
    app.survey_coded("职工", home, None, False)
    form = home / "questionnaires/职工.yaml"
    text = form.read_text("utf-8")
    assert text.count("[提高,") == 1
    form.write_text(text.replace("[提高,", "[从来没有这个词,"), "utf-8")
    assert int(facts(home)["希望提高标准.人数"]) < 7


def test_a_sheet_saved_as_csv_is_read_too(home: Path) -> None:
    with (home / "responses/职工.编码.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([["题号", "答案", "类别"], ["Q8", ANSWER, "待遇"]])
    assert facts(home)["待遇.人数"] == "1"


def test_faults_of_a_sheet_have_their_place_and_quote_no_answer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ["题号", "答案", "类别", "引用"],
        ["Q4", "满意", "好", ""],
        ["Q8", ANSWER, "待遇", "也许"],
        ["Q8", "没人写过", "甲", ""],
    ]
    with (home / "responses/职工.编码.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    assert run(["score", str(home)]) == 2
    said = capsys.readouterr().err
    assert "responses/职工.编码.csv:2: 错误: 题号“Q4”不是可以归类的意见题。办法：意见题有：Q8" in said
    assert "responses/职工.编码.csv:3: 错误: “引用”写的是“也许”" in said
    assert "编码表里有 1 种答案不在答卷里" in said
    assert ANSWER not in said
    assert "没人写过" not in said


def test_a_new_sheet_is_written_whatever_is_wrong_with_the_old_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app.survey_coded("职工", home, None, False)
    edited(home, **{ANSWER: ("待遇", "也许")})
    book = openpyxl.load_workbook(home / SHEET)
    book["编码"].append(["99", "Q99", "没有这一题", "1", "甲", "", ""])
    book.save(home / SHEET)
    before = (home / SHEET).read_bytes()
    assert run(["survey", "code", "职工", "-C", str(home)]) == 2
    assert (home / SHEET).read_bytes() == before
    capsys.readouterr()
    assert run(["survey", "code", "职工", "-C", str(home), "--force"]) == 0
    said = capsys.readouterr().err
    assert "警告: “引用”写的是“也许”，没有照它带进新的编码表" in said
    assert "警告: 题号“Q99”不是可以归类的意见题，没有照它带进新的编码表" in said
    assert "原来的编码表换掉了，留在 build/原来的编码表/职工.编码.xlsx" in said
    assert (home / "build/原来的编码表/职工.编码.xlsx").read_bytes() == before
    assert facts(home)["待遇.人数"] == "1"  # what a person marked stands
    (home / SHEET).write_bytes(before)
    app.survey_coded("职工", home, home / "另一份.xlsx", False)
    assert (home / SHEET).read_bytes() == before
    app.survey_coded("职工", home, home / SHEET, True)
    assert (home / "build/原来的编码表/职工.编码-2.xlsx").read_bytes() == before


@pytest.mark.parametrize("name", ["职工.编码.xlsx", "职工.编码.csv"])
def test_a_sheet_that_cannot_be_read_at_all_is_laid_aside(name: str, home: Path) -> None:
    broken = b"PK\x03\x04 broken" if name.endswith("xlsx") else "甲,乙\n1,2\n".encode()
    for kept in (name, f"职工.编码-2{Path(name).suffix}"):
        (home / SHEET).unlink(missing_ok=True)
        (home / "responses" / name).write_bytes(broken)
        with pytest.raises(app.Stopped):
            app.survey_coded("职工", home, None, False)
        app.survey_coded("职工", home, None, True)
        assert (home / "build/原来的编码表" / kept).read_bytes() == broken
        assert [one.name for one in (home / "responses").iterdir() if "编码" in one.name] == ["职工.编码.xlsx"]
        assert facts(home)["人数"] == "7"


def test_a_sheet_kept_as_csv_gives_way_to_the_new_one_with_what_it_says(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = home / "responses/职工.编码.csv"
    with old.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([["题号", "答案", "类别"], ["Q8", ANSWER, "待遇"]])
    assert run(["survey", "code", "职工", "-C", str(home)]) == 2
    assert "responses/职工.编码.csv: 错误: 已经有这个文件，没有动它" in capsys.readouterr().err
    assert run(["survey", "code", "职工", "-C", str(home), "--force"]) == 0
    assert not old.exists()
    assert facts(home)["待遇.人数"] == "1"


def test_the_same_survey_gives_the_same_bytes(home: Path) -> None:
    first, _ = app.survey_coded("职工", home, home / "一.xlsx", False)
    second, _ = app.survey_coded("职工", home, home / "二.xlsx", False)
    assert Path(first["output"]).read_bytes() == Path(second["output"]).read_bytes()
