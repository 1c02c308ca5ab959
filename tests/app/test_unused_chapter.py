"""A chapter file that no outline names is told wherever a report is built, the final one read by a program included."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evalkit.cli.entry import run

YONGXING = Path(__file__).parents[2] / "examples" / "yongxing-2022"


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_the_final_edition_is_not_built_without_a_word_about_it(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "甲"
    shutil.copytree(YONGXING, folder, ignore=shutil.ignore_patterns("build", "expected"))
    (folder / "chapters").mkdir()
    (folder / "chapters" / "09-其他事项.md").write_text("# 其他事项\n\n正文。\n", "utf-8")
    assert run(["build", str(folder), "--edition", "定稿", "--only", "dump", *more]) == 0
    said = capsys.readouterr()
    told = [line for line in said.err.splitlines() if line.startswith("chapters/")]
    assert [line.partition("。")[0] for line in told] == [
        "chapters/09-其他事项.md: 警告: 这份报告的提纲里没有名为“09-其他事项”的章，这个文件没有用上"
    ]
    if more:
        assert json.loads(said.out)["edition"] == "定稿"
