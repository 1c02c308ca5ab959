"""The scoring paper, calculated anew by LibreOffice from a copy without results, comes to our figures to the last digit.

A thousand made-up frameworks of every kind of rule, and every shipped example with all its sheets.
"""

from __future__ import annotations

import csv
import io
import re
import runpy
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from evalkit.app import new, open_engagement
from evalkit.derive import derive
from evalkit.load import load
from evalkit.model.case import Case
from evalkit.model.document import Document
from evalkit.model.facts import Facts
from evalkit.model.scoring import Scoresheet
from evalkit.model.source import Source
from evalkit.paper import FACTS, POINTS, SCORES, SUMMARY
from evalkit.score import score
from evalkit.writers import excel
from tests.filled_frameworks import best, carried, skeleton, surveyed

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
FRAMEWORKS, CHUNKS = 1000, 8
#: The second sheet as CSV, figures as they are held and not as they are shown.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"

framework: Callable[[int], Source] = runpy.run_path(str(ROOT / "tests" / "random_frameworks.py"))["framework"]


def scored(seed: int) -> Case:
    engagement, found = load(framework(seed))
    assert engagement is not None
    facts, more = derive(engagement, Facts())
    sheet, facts, last = score(engagement, facts)
    assert [one.message for one in (*found, *more, *last) if one.severity == "error"] == []
    return Case(engagement, {}, facts, sheet)


def office(folder: Path, to: str, files: list[Path]) -> Path:
    """The files as LibreOffice makes them out of nothing but their formulas; gives the folder they are in."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("需要 LibreOffice")
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to,
         "--outdir", str(folder / "out"), *map(str, files)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return folder / "out"


def bare(data: bytes) -> bytes:
    """The workbook without the results of its formulas, so that a reader has to calculate."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(name, part)
    return made.getvalue()


def differences(path: Path, seed: int, sheet: Scoresheet) -> list[tuple[object, ...]]:
    """Seed, code, theirs and ours of every score of the sheet 指标评分 that differs."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    titles = rows[2]
    code, got = titles.index("编码"), titles.index("得分")
    theirs: Mapping[str, str] = {row[code]: row[got] for row in rows[3:] if row[code]}
    found = []
    for leaf in sheet.leaves():
        made, shown = sheet.scores.get(leaf.code), theirs[leaf.code]
        if (made is None) != (shown == "") or (made is not None and Decimal(shown) != made.points):
            found.append((seed, leaf.code, leaf.rule and leaf.rule.kind, shown, made and made.points))
    return found


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_thousand_frameworks_come_to_our_scores(chunk: int, tmp_path: Path) -> None:
    size = FRAMEWORKS // CHUNKS
    sheets: dict[int, Scoresheet] = {}
    files = []
    for seed in range(chunk * size, (chunk + 1) * size):
        case = scored(seed)
        assert case.scoresheet is not None
        sheets[seed] = case.scoresheet
        files.append(tmp_path / f"{seed}.xlsx")
        files[-1].write_bytes(bare(excel.write_sheets(case, (SUMMARY, SCORES, POINTS, FACTS))))
    made = office(tmp_path, AS_CSV, files)
    found = [one for seed, sheet in sheets.items() for one in differences(made / f"{seed}-{SCORES}.csv", seed, sheet)]
    assert found == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_every_formula_of_a_shipped_example_comes_to_our_figure(example: Path, tmp_path: Path) -> None:
    opened, _ = open_engagement(example)
    assert all_differences({example.name: opened.case}, tmp_path) == []


def test_every_formula_of_made_up_frameworks_comes_to_our_figure(tmp_path: Path) -> None:
    assert all_differences({str(seed): scored(seed) for seed in range(5000, 5020)}, tmp_path) == []


def test_every_formula_of_an_engagement_just_begun_comes_to_our_figure(tmp_path: Path) -> None:
    """Nothing is scored yet: no total takes off what nobody has judged."""
    cases = {}
    for template in sorted(path.name for path in (ROOT / "engagement_templates").iterdir() if path.is_dir()):
        new(tmp_path / template, template, {}, None, text=True, force=False)
        cases[template] = open_engagement(tmp_path / template)[0].case
    assert all_differences(cases, tmp_path) == []


def test_every_formula_of_an_engagement_half_judged_comes_to_our_figure(tmp_path: Path) -> None:
    """Every seventh verdict and every fifth figure is still to come: some points of an indicator are judged, others not."""
    cases = {}
    for template in ("project-expenditure", "policy", "special-bond"):
        tables = best(skeleton(template))
        for row in tables["要点"][::7]:
            row["判定"] = ""
        for row in tables["事实"][::5]:
            row.update({} if row.get("算式") else {"值": ""})
        cases[template] = carried(template, tables, *surveyed(template))
        sheet = cases[template].scoresheet
        assert sheet is not None
        assert 0 < sum(leaf.code in sheet.scores for leaf in sheet.leaves()) < len(sheet.leaves())
    assert all_differences(cases, tmp_path) == []


def test_what_was_still_blank_scores_once_it_is_filled_in(tmp_path: Path) -> None:
    """95 of 100 is five whole per cent short: 60 − 5 × 3 = 45; one of two equal points of 40 is 20."""
    (tmp_path / "tables").mkdir()
    texts = {
        "engagement.yaml": "项目: {名称: 项目, 年度: 2025, 委托单位: 某县财政局}\n机构: {名称: 某公司}\n",
        "tables/事实.yaml": "- {名称: 甲, 单位: 人, 口径: 数量}\n- {名称: 乙, 值: 100, 单位: 人}\n",
        "tables/指标.yaml": "- {一级指标: 产出, 二级指标: 数量, 三级指标: 人数, 编码: C11, 分值: 60, 规则: 逐步扣分, 参数: 每：1%；扣：5%, 取值: 甲 / 乙}\n"
        "- {一级指标: 过程, 二级指标: 制度, 三级指标: 健全, 编码: B11, 分值: 40, 规则: 要点给分, 参数: 分配：等权}\n",
        "tables/要点.yaml": "- {编码: B11, 要点: 有制度}\n- {编码: B11, 要点: 执行制度}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened, _ = open_engagement(tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(excel.write(Document("", ()), opened.case, {})))
    for name, key, title, typed in (
        (FACTS, "甲", "精确值", 95), (POINTS, "有制度", "判定", "符合"), (POINTS, "执行制度", "判定", "不符合")
    ):  # fmt: skip
        column = [cell.value for cell in book[name][3]].index(title)
        next(row for row in book[name].iter_rows(min_row=4) if key in [cell.value for cell in row])[
            column
        ].value = typed
    book.save(tmp_path / "filled.xlsx")
    (tmp_path / "filled.xlsx").write_bytes(bare((tmp_path / "filled.xlsx").read_bytes()))
    made = openpyxl.load_workbook(office(tmp_path, "xlsx", [tmp_path / "filled.xlsx"]) / "filled.xlsx", data_only=True)
    rows = {row[0]: row for row in made[SUMMARY].iter_rows(min_row=4, values_only=True)}
    assert [rows[name][3] for name in ("产出小计", "过程小计", "合计")] == [45, 20, 65]
    assert rows["评价等级"][2] == "中"


def all_differences(cases: Mapping[str, Case], folder: Path) -> list[tuple[object, ...]]:
    """Every formula of whole papers whose result differs: totals and grades, facts, points, what is shown of them."""
    document = Document("绩效评价报告", (), author="某评价公司", created="2023-12-02T00:00:00Z")
    papers = {name: excel.write(document, case, {}) for name, case in cases.items()}
    for name, data in papers.items():
        (folder / f"{name}.xlsx").write_bytes(bare(data))
    made = office(folder, "xlsx", [folder / f"{name}.xlsx" for name in papers])
    found: list[tuple[object, ...]] = []
    for name, data in papers.items():
        formulas, ours = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
        theirs = openpyxl.load_workbook(made / f"{name}.xlsx", data_only=True)
        for page in formulas:
            for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
                one, other = (book[page.title][cell.coordinate].value for book in (ours, theirs))
                if not same(one, other):
                    found.append((name, page.title, cell.coordinate, cell.value, one, other))
    return found


def same(one: object, other: object) -> bool:
    """Whether two results are one; LibreOffice keeps fifteen digits of a figure that never ends."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-13 * max(1, abs(one))
    return (one or "") == (other or "")
