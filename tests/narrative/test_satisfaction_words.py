"""What the report calls satisfaction, and which figures stand beside it, by the definition the engagement goes by."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evalkit import app
from evalkit.model.document import block_text

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


# Satisfied of 27: 25, 23, 18 and 24; 90 of 108 in all. Means as published.
@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("均值", "总体满意度为86.57%，其中发放及时性87.04%、发放标准81.48%、缓解生活压力91.67%、促进企业稳定86.11%。"),
        (
            "满意率",
            "总体满意率为83.33%，其中发放及时性92.59%、发放标准85.19%、缓解生活压力66.67%、促进企业稳定88.89%。",
        ),
    ],
)
def test_the_parts_are_of_the_same_kind_as_the_whole(definition: str, words: str, tmp_path: Path) -> None:
    home = tmp_path / "永兴"
    shutil.copytree(EXAMPLE, home, ignore=shutil.ignore_patterns("expected", "build"))
    with (home / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n口径:\n  满意度口径: {definition}\n")
    opened, _ = app.narrated(app.open_engagement(home)[0])
    assert opened.case.document is not None
    assert any(words in block_text(block) for block in opened.case.document.blocks())
