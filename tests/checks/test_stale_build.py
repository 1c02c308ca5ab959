"""The report under build/ against what would be built now."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from evalkit.app import built, narrated, open_engagement, put
from evalkit.checks import stale_build
from evalkit.model.case import Case
from evalkit.write import write

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"
REPORT = "build/绩效评价报告.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "项目"
    shutil.copytree(EXAMPLE, made, ignore=shutil.ignore_patterns("build", "expected"))
    case = case_of(made)
    assert case.document is not None
    put({made / REPORT: write(case.document, case, "word", {})})
    return made


def case_of(folder: Path) -> Case:
    opened, _ = open_engagement(folder)
    opened, _ = narrated(opened)
    return Case(document=opened.case.document, built=built(opened))


def found(folder: Path) -> list[str]:
    return [finding.subject for finding in stale_build.check(case_of(folder))]


def retype(path: Path, old: str, new: str) -> None:
    """The first such text of a .docx, as somebody in Word would change it."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(name, data)
    path.write_bytes(out.getvalue())


def test_a_report_just_built_is_in_step(folder: Path) -> None:
    assert found(folder) == []


def test_without_a_built_report_there_is_nothing_to_say(folder: Path) -> None:
    (folder / REPORT).unlink()
    assert found(folder) == []


def test_a_sentence_retyped_in_word_is_told(folder: Path) -> None:
    retype(folder / REPORT, "普遍亏损", "大多亏损")
    assert found(folder) == ["改过"]


def test_a_source_changed_after_building_is_told(folder: Path) -> None:
    source = folder / "engagement.yaml"
    text = source.read_text("utf-8")
    assert "普遍亏损" in text
    source.write_text(text.replace("普遍亏损", "大多亏损"), "utf-8")
    assert found(folder) == ["旧的"]
