"""Compiled chapters of templates are kept beside Python's own; those of an engagement are not, and nothing depends on them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalkit.app import build
from evalkit.narrative import chapters

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where compiled modules go, empty."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    yield tmp_path / "kept"
    chapters.compiled.cache_clear()


def built_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, list[str]]:
    """What a new process writes, and the chapters it compiles."""
    chapters.compiled.cache_clear()
    made: list[str] = []
    compile_ = chapters._Environment.compile

    def noted(
        self: chapters._Environment, source: str, name: str | None = None, *rest: object, **more: object
    ) -> object:
        made.append(str(name))
        return compile_(self, source, name, *rest, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(chapters._Environment, "compile", noted)
        build(folder, ("dump",), measure=False)
    return (folder / "build" / "绩效评价报告.txt").read_bytes(), made


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("chapters-*") if path.is_file()]


def test_a_second_run_compiles_nothing_and_writes_the_same(
    example: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, compiled = built_anew(example, monkeypatch)
    assert compiled
    assert len(files(kept)) == 1
    assert built_anew(example, monkeypatch) == (first, [])


def test_a_chapter_of_the_engagement_is_compiled_each_time_and_kept_nowhere(
    example: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built_anew(example, monkeypatch)
    own = example / "chapters" / "01-预算支出基本情况.md"
    own.parent.mkdir(exist_ok=True)
    own.write_text("# 预算支出基本情况\n\n只有委托方知道的一句话。\n", "utf-8")
    for _ in range(2):
        text, compiled = built_anew(example, monkeypatch)
        assert "只有委托方知道的一句话" in text.decode("utf-8")
        assert compiled == ["01-预算支出基本情况"]
    for path in files(kept):
        assert "委托方知道".encode() not in path.read_bytes()


@pytest.mark.parametrize(
    "spoil", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"\0" + data[1:]]
)
def test_what_cannot_be_used_is_made_anew(
    example: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, spoil: object
) -> None:
    first, _ = built_anew(example, monkeypatch)
    (path,) = files(kept)
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))  # type: ignore[operator]
    again, compiled = built_anew(example, monkeypatch)
    assert again == first
    assert compiled
    assert built_anew(example, monkeypatch) == (first, [])


def test_where_nothing_can_be_written_nothing_is_said(
    example: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.write_text("a file where the folder should be", "utf-8")
    first, compiled = built_anew(example, monkeypatch)
    assert compiled
    assert built_anew(example, monkeypatch)[0] == first


def test_python_told_to_keep_nothing_keeps_nothing(example: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    built_anew(example, monkeypatch)
    assert files(kept) == []
