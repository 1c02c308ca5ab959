"""An edition of a form without one of its questions among the answers of a survey; and coding answers of several files."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from evalkit.app import Stopped, open_engagement, survey_coded, survey_imported
from evalkit.ingest import ingest
from evalkit.model.facts import Facts
from evalkit.model.places import Finding
from evalkit.tabulate import tabulate
from tests.importers.test_sources import EXAMPLE, FORM, KINDS, ONLINE, form, read

#: Two more people, asked neither for their ways (Q3) nor, in the second, how satisfied they are (Q2).
LATER = "您的村,是否满意,您的建议\n甲村,一般,\n乙村,不满意,太慢\n"
WITHOUT_SCORE = "您的村,途径,您的建议\n甲村,微信,\n乙村,公示,太慢\n"


def faults(findings: tuple[Finding, ...]) -> list[str]:
    return [one.message for one in findings if one.severity == "error"]


@KINDS
def test_people_whose_edition_lacks_a_question_count_as_not_asked_and_that_is_said(packed: tuple[bool, ...]) -> None:
    sheets = (*read("农户.csv", ONLINE.encode(), packed[0]), *read("农户-2.csv", LATER.encode(), packed[1]))
    survey, findings = ingest(sheets, form())
    assert survey is not None
    assert faults(findings) == []
    (said,) = [one for one in findings if one.severity == "warning"]
    assert str(said.where) == "农户-2.csv:1"
    assert said.message == "Q3“途径”在这份答卷里没有（农户.csv 里有）：这里的 2 份作没有问到，不计入这一题"
    facts, _ = tabulate(survey)
    # Of the four online two are left; both chose 微信. The two of the later edition are in no base of Q3.
    assert [facts[f"问卷.农户.{name}"].text for name in ("有效", "Q2.人数", "Q3.人数", "Q3.未答", "Q3.微信.占比")] == [
        "4", "4", "2", "2", "100.00",
    ]  # fmt: skip


def test_a_satisfaction_question_that_was_not_asked_leaves_the_figure_to_those_who_were() -> None:
    sheets = (*read("农户.csv", ONLINE.encode()), *read("农户-2.csv", WITHOUT_SCORE.encode()))
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    facts, _ = tabulate(survey)
    assert facts["问卷.农户.有效"].text == "4"
    assert facts["问卷.农户.Q2.人数"].text == "2"
    assert facts["问卷.农户.满意度"].text == "50.00"  # (100 + 0) ÷ 2, of the two valid ones online


@pytest.mark.parametrize(
    "table",
    [
        "您的村,满不满意呢,途径,您的建议\n甲村,一般,微信,\n",  # left over, and like the question
        "您的村,满意,途径,您的建议\n甲村,一般,微信,\n",  # like one of its options
    ],
)
def test_a_column_left_over_that_may_be_the_question_is_a_fault_all_the_same(table: str) -> None:
    survey, findings = ingest((*read("农户.csv", ONLINE.encode()), *read("农户-2.csv", table.encode())), form())
    assert survey is None
    assert [message for message in faults(findings) if message.startswith("Q2“是否满意”在答卷里找不到它的列")]


def test_a_question_no_file_has_is_a_fault_in_each() -> None:
    online = "\n".join(",".join(line.split(",")[:7] + line.split(",")[8:]) for line in ONLINE.splitlines())
    survey, findings = ingest((*read("农户.csv", online.encode()), *read("农户-2.csv", WITHOUT_SCORE.encode())), form())
    assert survey is None
    assert len([message for message in faults(findings) if message.startswith("Q2“是否满意”在答卷里找不到它的列")]) == 2


# ---- survey import --------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An engagement with the questionnaire and no answers; exports of two editions of the form beside it."""
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build", "responses", "questionnaires"))
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "农户.yaml").write_text(FORM, "utf-8")
    (tmp_path / "先.csv").write_text(ONLINE, "utf-8")
    (tmp_path / "后.csv").write_text(LATER, "utf-8")
    return folder


def test_an_edition_without_a_question_is_added_beside_one_that_has_it(home: Path) -> None:
    survey_imported("农户", home.parent / "先.csv", home, False)
    answer, findings = survey_imported("农户", home.parent / "后.csv", home, False, add=True)
    assert faults(findings) == []
    (said,) = [one for one in findings if "没有问到" in one.message]
    assert str(said.where) == "responses/农户-2.csv:1"
    assert said.message == "Q3“途径”在这份答卷里没有（responses/农户.csv 里有）：这里的 2 份作没有问到，不计入这一题"
    assert (answer["collected"], answer["valid"]) == (6, 4)
    head = (home / "responses" / "农户-2.csv").read_text("utf-8-sig").splitlines()[0]
    assert ("Q2" in head, "Q3" in head, "Q4" in head) == (True, False, True)
    names = ("农户.csv", "农户-2.csv")
    survey, _ = ingest(
        tuple(sheet for name in names for sheet in read(name, (home / "responses" / name).read_bytes())), form()
    )
    assert survey is not None
    facts, _ = tabulate(survey)
    assert [facts[f"问卷.农户.{name}"].text for name in ("有效", "Q2.人数", "Q3.人数", "Q3.微信.占比")] == [
        "4", "4", "2", "100.00",
    ]  # fmt: skip


def test_an_edition_without_a_question_cannot_come_first_and_that_is_said(home: Path) -> None:
    with pytest.raises(Stopped) as stopped:
        survey_imported("农户", home.parent / "后.csv", home, False, add=True)
    (fault,) = [one for one in stopped.value.findings if one.severity == "error"]
    assert (fault.where.file, fault.message) == ("后.csv", "Q3“途径”在答卷里找不到它的列")
    assert "先导入问了这一题的，再用 --add 加这一份" in fault.cure
    assert not (home / "responses").exists()


def test_a_question_that_neither_file_has_is_a_fault_of_the_import_as_well(home: Path) -> None:
    survey_imported("农户", home.parent / "先.csv", home, False)
    form = home / "questionnaires" / "农户.yaml"
    form.write_text(FORM + "  - {题号: Q5, 题干: 家里几口人, 题型: 填空}\n", "utf-8")
    with pytest.raises(Stopped) as stopped:
        survey_imported("农户", home.parent / "后.csv", home, False, add=True)
    assert [message for message in faults(stopped.value.findings) if message.startswith("Q5“家里几口人”")]
    assert [path.name for path in (home / "responses").iterdir()] == ["农户.csv"]


# ---- survey code ----------------------------------------------------------------------------------------------------


def of_several_files(tmp_path: Path) -> Path:
    """The Yongxing example with four forms on paper, and two of an edition without the open question."""
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    yaml = folder / "questionnaires" / "职工.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("发放: 29", "发放: 35"), "utf-8")
    questions = open_engagement(folder)[0].case.surveys["职工"].questionnaire.questions
    chosen = [question.options[0].label for question in questions[:7]]
    heads = [question.text for question in questions]
    written = ("希望多发一点", "路灯坏了", "路灯 坏了", "没有意见")
    lines = [heads, *([*chosen, text] for text in written)]
    (folder / "responses" / "职工-纸质.csv").write_text("\n".join(",".join(line) for line in lines) + "\n", "utf-8")
    lines = [heads[:7], chosen, chosen]
    (folder / "responses" / "职工-2.csv").write_text("\n".join(",".join(line) for line in lines) + "\n", "utf-8")
    return folder


def counted(facts: Facts) -> dict[str, str]:
    ends = ("希望提高标准.人数", "基础设施.人数", "没有意见.人数", "未归类.人数")
    return {name: facts[id].text for name in ("人数", *ends) if (id := f"问卷.职工.Q8.{name}") in facts}


def test_answers_of_several_files_are_on_one_coding_sheet_and_what_is_decided_holds_for_all(tmp_path: Path) -> None:
    folder = of_several_files(tmp_path)
    before = counted(open_engagement(folder)[0].case.facts)
    # Seven online, all for a higher standard; on paper one like the second of them, two on the street lights, one for nothing.
    assert before == {"人数": "11", "希望提高标准.人数": "8", "没有意见.人数": "1", "未归类.人数": "2"}
    answer, findings = survey_coded("职工", folder, None, False)
    assert not faults(findings)
    assert Path(answer["output"]).name == "职工.编码.xlsx"
    book = openpyxl.load_workbook(answer["output"])
    rows = {row[2].value: row for row in book["编码"].iter_rows(min_row=3)}
    assert rows["希望多发一点"][3].value == "2"  # one online, one on paper
    lights = next(row for text, row in rows.items() if "路灯" in text)
    assert lights[3].value == "2"  # a space is no other answer
    lights[4].value = "基础设施"
    book.save(answer["output"])
    after = counted(open_engagement(folder)[0].case.facts)
    assert after == {
        "人数": "11",
        "希望提高标准.人数": "8",
        "基础设施.人数": "2",
        "没有意见.人数": "1",
        "未归类.人数": "0",
    }
    again, _ = survey_coded("职工", folder, None, True)
    assert again["questions"][0]["uncoded"] == 0
    (folder / "responses" / "职工-纸质.csv").unlink()
    opened, findings = open_engagement(folder)
    assert counted(opened.case.facts)["人数"] == "7"
    assert [one.message for one in findings if "编码表里有" in one.message] == ["编码表里有 2 种答案不在答卷里，没有用"]
