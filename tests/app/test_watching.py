"""``build --watch``: what is saved is built again, what is wrong is told, and nothing ends the watch but its owner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from evalkit.app import Rebuilt, opening, watch
from evalkit.files import libreoffice
from evalkit.model.questionnaire import Questionnaire

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def never(*_: object) -> bytes:
        raise AssertionError("LibreOffice was asked while watching")

    monkeypatch.setattr(libreoffice, "to_pdf", never)
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    return folder


def watched(folder: Path, looks: Iterable[Callable[[], object] | None], *only: str) -> list[Rebuilt]:
    """The builds while, before each look at the folder, something happens or nothing."""
    ahead = iter(looks)

    def wait() -> bool:
        try:
            act = next(ahead)
        except StopIteration:
            return False
        if act is not None:
            act()
        return True

    return list(watch(folder, only, wait))


def reword(path: Path, old: str, new: str) -> Callable[[], object]:
    def act() -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return act


def test_each_save_is_one_build_and_what_is_built_is_none(example: Path) -> None:
    source = example / "engagement.yaml"
    looks = [None, reword(source, "普遍亏损", "大多亏损"), None, None, reword(source, "大多亏损", "都亏损"), None, None]
    made = watched(example, looks, "dump", "docx")
    assert [one.changed for one in made] == [(), ("engagement.yaml",), ("engagement.yaml",)]
    assert all(one.answer is not None for one in made)
    assert "都亏损" in (example / "build" / "绩效评价报告.txt").read_text("utf-8")


def test_saves_that_follow_closely_are_one_build(example: Path) -> None:
    source = example / "engagement.yaml"
    looks = [reword(source, "普遍亏损", "大多亏损"), reword(source, "大多亏损", "都亏损"), None]
    assert [one.changed for one in watched(example, looks, "dump")] == [(), ("engagement.yaml",)]


def test_an_editor_that_saves_by_renaming_is_followed(example: Path) -> None:
    source, other = example / "engagement.yaml", example / ".engagement.yaml.tmp"

    def away() -> None:
        other.write_text(source.read_text("utf-8").replace("普遍亏损", "大多亏损"), "utf-8")
        source.rename(example / ".engagement.yaml~")

    looks = [away, lambda: other.rename(source), None]
    made = watched(example, looks, "dump")
    assert [one.changed for one in made] == [(), ("engagement.yaml",)]
    assert "大多亏损" in (example / "build" / "绩效评价报告.txt").read_text("utf-8")


def test_a_fault_is_told_and_the_next_save_builds_again(example: Path) -> None:
    source = example / "engagement.yaml"
    before = reword(source, "项目:\n", "项目\n")
    looks = [before, None, reword(source, "项目\n", "项目:\n"), None]
    made = watched(example, looks, "dump")
    assert [one.answer is not None for one in made] == [True, False, True]
    assert any(found.severity == "error" for found in made[1].findings)


def test_a_pdf_is_left_for_the_end(example: Path) -> None:
    made = watched(example, [], "pdf")
    assert made[0].answer is not None
    assert [Path(name).suffix for name in made[0].answer["outputs"]] == [".docx", ".docx"]


@pytest.mark.skipif(os.name != "posix", reason="sends the signal that Ctrl-C sends")
def test_ctrl_c_ends_the_watch_in_peace(example: Path) -> None:
    words = [sys.executable, "-m", "evalkit", "build", str(example), "--watch", "--only", "dump"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("已生成，总得分 82.75 分")
        while "Ctrl-C" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors == ""
    assert rest.splitlines()[0] == "结束，正在排页码……"


def test_answers_are_read_again_when_they_were_saved_and_not_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = tmp_path / "吕梁"
    shutil.copytree(EXAMPLE.parent / "lvliang-2021", example, ignore=shutil.ignore_patterns("expected", "build"))
    read: list[str] = []
    whole = opening.survey_of

    def noted(files: Sequence[tuple[Path, str]], questionnaire: Questionnaire) -> object:
        read.append(questionnaire.id)
        return whole(files, questionnaire)

    monkeypatch.setattr(opening, "survey_of", noted)
    source, answers = example / "engagement.yaml", example / "responses" / "主管部门.csv"
    fewer = b"".join(answers.read_bytes().splitlines(keepends=True)[:-1])
    report = example / "build" / "绩效评价报告.txt"
    seen = []

    def look() -> None:
        seen.append((len(read), report.read_text("utf-8")))

    def drop() -> None:
        look()
        answers.write_bytes(fewer)

    watched(example, [None, reword(source, "吕梁市一批市", "曾经，吕梁市一批市"), None, drop, None, look], "dump")
    (after_words, with_all), (after_answers, with_fewer) = seen
    assert (after_words, after_answers) == (2, 4)
    assert with_all != with_fewer
