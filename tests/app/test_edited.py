"""A report that somebody saved in Word is never written over: it is kept beside the new one, and the way back is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from evalkit.app.building import edited
from evalkit.files.foreign import saved_elsewhere


def package(application: str, *, part: str = "docProps/app.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, f"<Properties><Application>{application}</Application></Properties>")
    return out.getvalue()


def test_who_saved_a_report_last():
    assert not saved_elsewhere(package("evalkit"))
    assert saved_elsewhere(package("Microsoft Office Word"))
    assert saved_elsewhere(package("evalkit", part="word/document.xml"))  # an editor that names nobody
    assert not saved_elsewhere(b"half a file")
    assert saved_elsewhere(bytes.fromhex("d0cf11e0a1b11ae1") + b"locked with a password")


def workbook(modified: str) -> bytes:
    core = f"<cp><dcterms:created>2000-01-01</dcterms:created><dcterms:modified>{modified}</dcterms:modified></cp>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/app.xml", "<Properties><Application>Microsoft Excel</Application></Properties>")
        archive.writestr("docProps/core.xml", core)
    return out.getvalue()


def test_a_workbook_is_ours_until_its_day_of_change_moves():
    assert not saved_elsewhere(workbook("2000-01-01"))
    assert saved_elsewhere(workbook("2026-03-01"))


def test_an_edited_report_is_kept_under_the_next_free_name(tmp_path: Path):
    theirs = package("Microsoft Office Word")
    (tmp_path / "绩效评价报告.docx").write_bytes(theirs)
    (tmp_path / "社会调查报告.docx").write_bytes(package("evalkit"))
    (tmp_path / "改过的").mkdir()
    (tmp_path / "改过的" / "1-绩效评价报告.docx").write_bytes(b"earlier")
    kept, (finding,) = edited(tmp_path, ["绩效评价报告.docx", "社会调查报告.docx", "评分底稿.xlsx"])
    assert kept == {"改过的/2-绩效评价报告.docx": theirs}
    assert finding.severity == "warning"
    assert "evalkit sync build/改过的/2-绩效评价报告.docx" in finding.cure


def test_the_first_build_and_our_own_reports_keep_nothing(tmp_path: Path):
    assert edited(tmp_path, ["绩效评价报告.docx"]) == ({}, ())
    (tmp_path / "绩效评价报告.docx").write_bytes(package("evalkit"))
    assert edited(tmp_path, ["绩效评价报告.docx"]) == ({}, ())
