"""Copies of the Yongxing example with its report, built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalkit.app import narrated, open_engagement
from evalkit.app.opening import attachments
from evalkit.app.syncing import sync
from evalkit.files.docx import read_docx
from evalkit.model.document import block_text
from evalkit.write import write

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


def printed(folder: Path) -> bytes:
    """The report of an engagement as it is now."""
    opened, _ = narrated(open_engagement(folder)[0])
    assert opened.case.document is not None
    return write(opened.case.document, opened.case, "word", attachments(opened))


@pytest.fixture(scope="session")
def report() -> bytes:
    return printed(EXAMPLE)


class Project:
    """An engagement in a folder of its own, with what a test asks of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sync(self, data: bytes, name: str = "改过的.docx", **options: Any) -> dict[str, Any]:
        """What ``sync`` answers to an edited report."""
        path = self.folder.parent / name
        path.write_bytes(data)
        answer, _ = sync(path, self.folder, **options)
        return answer

    def built(self) -> bytes:
        return printed(self.folder)

    def text(self) -> str:
        """The words of the report as it is built now, a line a paragraph."""
        document, _ = read_docx(self.built(), "报告.docx")
        assert document is not None
        return "\n".join(block_text(block) for block in document.blocks())

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    return Project(folder)


@pytest.fixture
def counts() -> Callable[[dict[str, Any]], dict[str, int]]:
    """How many of each the answer lists, those that are none left out."""
    keys = ("changed", "conflicts", "figures", "comments", "tracked")
    return lambda answer: {key: len(answer[key]) for key in keys if answer[key]}
