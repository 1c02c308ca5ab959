"""A level's name with Chinese brackets, recalculated by LibreOffice: the sheet must find the same level."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from evalkit import app
from evalkit.model.document import Document
from evalkit.writers import excel

ENGAGEMENT = """\
项目: {名称: 维护项目, 年度: 2022, 委托单位: 某县财政局}
机构: {名称: 某咨询公司}
"""
FACTS = "- {名称: 维护情况, 值: 有效(维护), 口径: 文字}\n"
INDICATORS = """\
- {一级指标: 效益, 二级指标: 可持续, 三级指标: 直接写, 编码: A11, 分值: 40, 规则: 分级给分,
   参数: 有效（维护）→40；一般→20, 取值: 有效（维护）}
- {一级指标: 效益, 二级指标: 可持续, 三级指标: 括号不同, 编码: A12, 分值: 30, 规则: 分级给分,
   参数: 有效（维护）→30；一般→10, 取值: 有效(维护)}
- {一级指标: 效益, 二级指标: 可持续, 三级指标: 读事实, 编码: A13, 分值: 30, 规则: 分级给分,
   参数: 有效（维护）→30；一般→10, 取值: 维护情况}
"""


def test_the_sheet_finds_the_level_whatever_brackets_were_typed(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "engagement.yaml").write_text(ENGAGEMENT, encoding="utf-8")
    (tmp_path / "tables" / "事实.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "tables" / "指标.yaml").write_text(INDICATORS, encoding="utf-8")
    opened, _ = app.open_engagement(tmp_path)
    sheet = opened.case.scoresheet
    assert sheet is not None
    assert [int(sheet.scores[code].points) for code in ("A11", "A12", "A13")] == [40, 30, 30]
    assert sheet.scores["A12"].standard == "有效（维护），得30分；一般，得10分。"
    page = recalculated(excel.write(Document((), ""), opened.case, {}), tmp_path)["指标评分"]
    heads = [cell.value for cell in page[3]]
    code, points = heads.index("编码"), heads.index("规则得分")
    found = {row[code].value: row[points].value for row in page.iter_rows(min_row=4)}
    assert [found[one] for one in ("A11", "A12", "A13")] == [40, 30, 30]


def recalculated(data: bytes, folder: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice calculates it without the results it came with."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("需要 LibreOffice")
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            target.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) if sheet else part)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", f"{folder}/out", str(bare)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "out" / "bare.xlsx", data_only=True)
