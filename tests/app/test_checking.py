"""``check`` of an engagement: the social survey report is looked at as the main report is."""

from __future__ import annotations

import shutil
from pathlib import Path

from evalkit.app import build, check, narrated, open_engagement
from evalkit.model.document import block_text
from evalkit.model.places import Finding
from tests.sync.surgery import edited

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


def test_what_is_wrong_in_the_survey_report_is_told_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    before = check(folder)
    assert not [one for one in before if one.where.file == "社会调查报告.docx"]
    assert len(before) == len(set(before))
    chapters = folder / "chapters"
    chapters.mkdir(exist_ok=True)
    words = "# 调查背景\n\n职工的总体满意度为96.57%。\n"  # the answers come to 86.57 %
    (chapters / "调查1-调查背景.md").write_text(words, "utf-8")
    found = [one for one in check(folder) if one.where.file == "社会调查报告.docx"]
    assert any("96.57" in one.message and one.kind == "text_vs_table" for one in found)


def test_printed_intervals_contradict_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    before = check(folder)
    engagement = folder / "engagement.yaml"
    text = engagement.read_text("utf-8")
    assert text.count("\n项目:\n") == 1
    engagement.write_text(text.replace("\n项目:\n", "\n项目:\n  调查区间: 列出\n"), "utf-8")
    document = narrated(open_engagement(folder)[0])[0].case.document
    assert document is not None
    assert "86.57%（95%置信区间82.30%—90.85%）" in "".join(block_text(block) for block in document.blocks())

    def told(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
        return sorted((one.kind, one.message) for one in found)

    assert told(check(folder)) == told(before)


def stale(folder: Path) -> list[tuple[str, str, str]]:
    """File, subject and message of what is said of the built reports."""
    return [(one.where.file, one.subject, one.message) for one in check(folder) if one.kind == "stale_build"]


def test_a_built_survey_report_is_compared_with_the_answers_as_they_are_now(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    build(folder, only=("docx",), measure=False)
    assert stale(folder) == []
    report = folder / "build" / "社会调查报告.docx"
    sent = report.read_bytes()

    report.write_bytes(edited(sent, lambda made: made.replace("调查方式为网络问卷", "网络问卷", "网上问卷")))
    assert stale(folder) == [
        ("build/社会调查报告.docx", "改过", "报告生成以后在 Word 里改过 1 处，第一处是“调查方式为网上问卷。”")
    ]

    report.write_bytes(sent)
    form = folder / "questionnaires" / "职工.yaml"
    form.write_text(form.read_text("utf-8").replace("2023年10月12日至10月20日", "2023年10月12日至10月21日"), "utf-8")
    assert ("build/社会调查报告.docx", "旧的") in [(file, subject) for file, subject, _ in stale(folder)]

    for answers in (folder / "responses").iterdir():
        answers.unlink()
    found = [(subject, message) for file, subject, message in stale(folder) if file == "build/社会调查报告.docx"]
    assert found == [("多余", "底稿现在不出这份报告，文件夹里的是以前生成的")]
