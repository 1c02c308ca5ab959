"""The social survey report is taken back as the main report is; and no report of an example nobody edited says anything."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalkit.app import open_engagement
from evalkit.app.opening import attachments, narrated
from evalkit.app.social import SURVEY_REPORT, survey_document
from evalkit.app.syncing import sync
from evalkit.cli.entry import run
from evalkit.files.docx import read_docx
from evalkit.files.outputs import Stopped
from evalkit.model.document import block_text
from evalkit.write import write
from tests.sync.conftest import EXAMPLE, Project
from tests.sync.surgery import Docx, edited

Edit = Callable[[Docx], None]
Counts = Callable[[dict[str, Any]], dict[str, int]]

SAVED: dict[str, Edit] = {
    "as written": lambda made: None,
    "controls stripped": lambda made: made.strip(),
    "record removed": lambda made: made.forget(),
}
BACKGROUND = "调查方式为网络问卷"


def reports(folder: Path) -> dict[str, bytes]:
    """Both reports of an engagement as they are now."""
    opened, _ = narrated(open_engagement(folder)[0])
    files = attachments(opened)
    case = opened.case
    survey, _ = survey_document(opened)
    assert case.document is not None
    assert survey is not None
    return {
        "绩效评价报告.docx": write(case.document, case, "word", files),
        SURVEY_REPORT: write(survey, case, "word", files),
    }


@pytest.fixture(scope="module")
def survey() -> bytes:
    return reports(EXAMPLE)[SURVEY_REPORT]


@pytest.fixture(params=list(SAVED))
def saved(request: pytest.FixtureRequest) -> Edit:
    return SAVED[request.param]


def words(folder: Path) -> str:
    """The survey report as it would be built now, a line a paragraph."""
    document, _ = read_docx(reports(folder)[SURVEY_REPORT], SURVEY_REPORT)
    assert document is not None
    return "\n".join(block_text(block) for block in document.blocks())


@pytest.mark.parametrize("example", ["yongxing-2022", "lvliang-2021", "yunxiu-2024"])
def test_reports_of_the_examples_that_nobody_edited_change_nothing(
    tmp_path: Path, example: str, counts: Counts
) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE.parent / example, folder, ignore=shutil.ignore_patterns("expected", "build"))
    main, survey = reports(folder).values()
    for data in (main, survey, edited(main, SAVED["controls stripped"])):
        path = tmp_path / "报告.docx"
        path.write_bytes(data)
        answer, _ = sync(path, folder)
        assert counts(answer) == {}
        assert answer["outputs"] == []


def test_a_survey_report_nobody_edited_changes_nothing(
    project: Project, survey: bytes, saved: Edit, counts: Counts
) -> None:
    before = project.files()
    assert counts(project.sync(edited(survey, saved), SURVEY_REPORT)) == {}
    assert project.files() == before


def test_a_paragraph_retyped_in_the_survey_report_stays_in_it_and_the_main_report_is_left_alone(
    project: Project, survey: bytes, saved: Edit, counts: Counts
) -> None:
    main = project.text()
    new = "调查方式为网络问卷，问卷链接由各企业的留守人员转发。"
    answer = project.sync(edited(survey, lambda made: made.retype(BACKGROUND, new), saved), SURVEY_REPORT)
    assert counts(answer) == {"changed": 1}
    assert [Path(name).name for name in answer["outputs"]] == ["调查2-调查的组织实施.修改.md"]
    assert new in words(project.folder)
    assert project.text() == main


def test_edits_of_one_report_stay_in_their_files_when_the_other_is_taken_back(
    project: Project, report: bytes, survey: bytes
) -> None:
    edits = {
        "改过的.docx": edited(report, lambda made: made.replace("项目实际支出", "项目实际", "项目全年实际")),
        SURVEY_REPORT: edited(survey, lambda made: made.replace(BACKGROUND, "网络问卷", "网上问卷")),
    }
    main, other = "chapters/01-预算支出基本情况.修改.md", "chapters/调查2-调查的组织实施.修改.md"
    for first, then in (edits, reversed(edits)):
        for path in (project.folder / "chapters").glob("*.修改.md"):
            path.unlink()
        project.sync(edits[first], first)
        before = project.files()
        answer = project.sync(edits[then], then)
        assert answer["removed"] == []
        after = project.files()
        assert {name: after[name] for name in before} == before
        assert {name for name in after if name.endswith(".修改.md")} == {main, other}


def test_edits_of_both_reports_in_one_file_are_parted_and_none_is_lost(project: Project, survey: bytes) -> None:
    project.sync(edited(survey, lambda made: made.replace(BACKGROUND, "网络问卷", "网上问卷")), SURVEY_REPORT)
    own = project.folder / "chapters" / "调查2-调查的组织实施.修改.md"
    strange = "<!-- 改 块=01/1 原文=00000000 -->\n\n主报告里的一段。\n"
    (own.parent / "其他.修改.md").write_text(own.read_text("utf-8") + "\n" + strange, "utf-8")
    own.unlink()
    project.sync(edited(survey, lambda made: made.replace(BACKGROUND, "网络问卷", "线上问卷")), SURVEY_REPORT)
    assert "线上问卷" in own.read_text("utf-8")
    kept = (own.parent / "其他.修改.md").read_text("utf-8")
    assert "主报告里的一段。" in kept
    assert "问卷" not in kept


def test_a_figure_altered_in_the_survey_report_is_named_with_its_right_value_and_where_it_comes_from(
    project: Project, survey: bytes, saved: Edit, counts: Counts
) -> None:
    edit: Edit = lambda made: made.set_figure("有效问卷27份，总体满意度", "86.57%", "96.57%")  # noqa: E731
    answer = project.sync(edited(survey, edit, saved), SURVEY_REPORT)
    assert counts(answer) == {"figures": 1}
    (found,) = answer["figures"]
    assert (found["name"], found["right"], found["shown"]) == ("问卷.职工.满意度", "86.57%", "96.57%")
    assert not found["adoptable"]
    assert "responses/职工.xlsx" in found["cure"]
    assert "86.57%" in words(project.folder)


def test_a_figure_of_the_survey_is_not_adopted_and_what_stands_in_the_questionnaire_says_so(
    project: Project, survey: bytes
) -> None:
    before = project.files()
    with pytest.raises(Stopped) as stopped:
        project.sync(survey, SURVEY_REPORT, adopt=("问卷.职工.满意度=96.57", "问卷.职工.总体=640"))
    assert [one.cure for one in stopped.value.findings] == [
        "它由答卷统计（responses/职工.xlsx），答卷录错了的，改答卷；不该算的，改问卷的“筛查”",
        "它写在问卷文件里：改 questionnaires/职工.yaml 的“总体”",
    ]
    assert project.files() == before


def test_what_was_typed_is_adopted_from_the_survey_report(project: Project, survey: bytes, counts: Counts) -> None:
    edit: Edit = lambda made: made.set_figure("为了解国有企业留守人员经费", "永兴县财政局", "永兴县财政局绩效股")  # noqa: E731
    answer = project.sync(edited(survey, edit), SURVEY_REPORT, adopt=("项目.委托单位",))
    assert [one["new"] for one in answer["adopted"]] == ["永兴县财政局绩效股"]
    assert "受永兴县财政局绩效股委托" in words(project.folder)


def test_check_of_an_edited_survey_report_says_the_same_and_changes_nothing(
    project: Project, survey: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.folder / "build" / SURVEY_REPORT
    path.parent.mkdir()
    path.write_bytes(
        edited(
            survey,
            lambda made: made.replace(BACKGROUND, "网络问卷", "网上问卷"),
            lambda made: made.set_figure("有效问卷27份，总体满意度", "86.57%", "96.57%"),
        )
    )
    before = project.files()
    assert run(["check", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    stale = [one["message"] for one in found if one["kind"] == "stale_build"]
    assert stale == ["在 Word 里改了：调查方式为网络问卷。 → 调查方式为网上问卷。"]
    assert [(one["subject"], one["computed"]) for one in found if one["stated"] == "96.57%"] == [
        ("问卷.职工.满意度", "86.57%")
    ]
    assert project.files() == before


def test_tables_and_charts_the_sources_changed_since_are_no_edit_where_the_controls_are_gone(
    tmp_path: Path, counts: Counts
) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE.parent / "yunxiu-2024", folder, ignore=shutil.ignore_patterns("expected", "build"))
    sent = reports(folder)
    (folder / "build").mkdir()
    for name, data in sent.items():
        (folder / "build" / name).write_bytes(data)
    answers = folder / "responses" / "工作人员.csv"
    answers.write_bytes(answers.read_bytes().rstrip(b"\r\n").rpartition(b"\n")[0] + b"\n")  # one form less
    form = folder / "questionnaires" / "管理人员.yaml"
    form.write_text(form.read_text("utf-8").replace("主题: 政策知晓情况", "主题: 政策知晓"), "utf-8")
    for (name, data), gone in zip(sent.items(), ("controls stripped", "record removed"), strict=True):
        path = tmp_path / name
        path.write_bytes(edited(data, SAVED[gone]))
        answer, _ = sync(path, folder, dry=True)
        assert counts(answer) == {}, name
