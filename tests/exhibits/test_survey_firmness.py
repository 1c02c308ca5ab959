"""敏感性提示: only where it is asked for, every figure a fact."""

from __future__ import annotations

import shutil
from pathlib import Path

from evalkit import app
from evalkit.exhibits import survey_firmness
from evalkit.model.document import Num, Paragraph, Ref, Table, block_text

YONGXING = Path(__file__).parent.parent.parent / "examples/yongxing-2022"


def folder(tmp_path: Path, asked: bool) -> Path:
    home = Path(shutil.copytree(YONGXING, tmp_path / "永兴"))
    text = (home / "engagement.yaml").read_text("utf-8")
    assert text.count("  基准日: 2022-12-31\n") == 1
    line = "  敏感性: 列出\n" if asked else ""
    (home / "engagement.yaml").write_text(text.replace("  基准日", f"{line}  基准日"), "utf-8")
    return home


def test_the_indicator_whose_edge_lies_in_the_interval_with_both_ends(tmp_path: Path) -> None:
    case = app.open_engagement(folder(tmp_path, True))[0].case
    told, table = survey_firmness.build(case)
    assert isinstance(told, Paragraph)
    assert isinstance(table, Table)
    assert table.caption
    assert table.caption.label == "表:敏感性提示"
    assert Ref("表:敏感性提示") in told.inlines
    assert "所列的1个指标" in block_text(told)
    cells = [["".join(getattr(one, "text", "") for one in cell.inlines) for cell in row.cells] for row in table.rows]
    assert cells[1:] == [
        ["D21 工作人员满意度", "86.57%", "90.00%", "82.30%—90.85%", "6", "82.75（良）", "8", "84.75（良）", "13"]
    ]
    figures = [one for row in table.rows for cell in row.cells for one in cell.inlines if isinstance(one, Num)]
    assert all(one.fact in case.facts for one in figures)


def test_what_was_not_asked_for_is_not_worked_out(tmp_path: Path) -> None:
    case = app.open_engagement(folder(tmp_path, False))[0].case
    assert not [id for id in case.facts if id.startswith("敏感性.")]
    (block,) = survey_firmness.build(case)
    assert "在“项目”表写“敏感性：列出”" in block_text(block)
