"""``check`` of an engagement: the social survey report is looked at as the main report is."""

from __future__ import annotations

import shutil
from pathlib import Path

from evalkit.app import check

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
