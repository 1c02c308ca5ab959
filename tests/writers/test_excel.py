"""The scoring paper: live formulas that come to our figures, words that stay words, the same bytes each time.

The expected scores are the published ones of the Yongxing evaluation (C12 2.25 of 3: 596 of 628, five whole per cent
missing, 5 % of the weight each) and sums done by hand.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalkit.app import open_engagement
from evalkit.model.case import Case
from evalkit.model.engagement import Evidence, Opinion, Version
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.scoring import (
    Manual,
    PointScore,
    Step,
)
from evalkit.writers import excel
from tests.writers.scored import (
    CASE,
    DETAILS,
    DOCUMENT,
    ENGAGEMENT,
    EXAMPLE,
    FACTS,
    HERE,
    INDICATORS,
    SHEET,
    D,
    node,
    score,
)


def read(data: bytes, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def cell_of(book: openpyxl.Workbook, sheet: str, key: str, title: str) -> Any:
    """The cell in the row whose first non-merged key column holds ``key``, under a header."""
    page = book[sheet]
    titles = [cell.value for cell in page[3]]
    for row in page.iter_rows(min_row=4):
        if any(cell.value == key for cell in row[:5]):
            return row[titles.index(title)]
    raise AssertionError((sheet, key))


def test_formulas_carry_our_figures_as_their_results() -> None:
    book = read(excel.write(DOCUMENT, CASE, {}), data_only=True)
    assert cell_of(book, "指标评分", "C12", "得分").value == 2.25
    assert cell_of(book, "事实", "取值.C12", "印出数").value == 94.9
    assert cell_of(book, "评分汇总", "产出小计", "得分率（%）").value == 91.67
    assert book["评分汇总"]["C13"].value == "中"


def test_scores_refer_to_facts_and_points() -> None:
    book = read(excel.write(DOCUMENT, CASE, {}))
    fact = cell_of(book, "事实", "取值.C12", "印出数")
    assert f"'事实'!$C${fact.row}" in cell_of(book, "指标评分", "C12", "规则得分").value
    earned = "'要点'!$J$4:$J$6"
    points = f"ROUND(ROUND((SUM({earned})*5)/SUMIF({earned},\"<>不计\",'要点'!$E$4:$E$6),10),2)"
    assert points in cell_of(book, "指标评分", "A11", "规则得分").value
    assert cell_of(book, "指标评分", "C11", "规则得分").value == 3


def test_words_of_the_engagement_never_become_formulas() -> None:
    book = read(excel.write(DOCUMENT, CASE, {}))
    assert book["评分汇总"]["A1"].data_type == "s"
    found = cell_of(book, "要点", "A11", "查到的事实")
    assert (found.value, found.data_type) == ("=有批复〔2022〕1号", "s")
    assert any(cell.value == "2. @档案不全" for row in book["扣分与问题"].iter_rows() for cell in row)


def test_the_same_case_gives_the_same_bytes_and_no_clock_is_in_them() -> None:
    data = excel.write(DOCUMENT, CASE, {})
    assert data == excel.write(DOCUMENT, CASE, {})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2023-12-02T00:00:00Z"}


def test_upper_levels_are_merged_over_their_indicators() -> None:
    book = read(excel.write(DOCUMENT, CASE, {}))
    merged = {str(area) for area in book["指标评分"].merged_cells.ranges}
    assert {"A5:A7", "B5:B6"} <= merged
    assert book["指标评分"]["A5"].value == "产出\n（9分）"


def test_deductions_stand_beside_their_problems_and_free_problems_follow() -> None:
    page = read(excel.write(DOCUMENT, CASE, {}), data_only=True)["扣分与问题"]
    rows = [[cell.value for cell in row[:5]] for row in page.iter_rows(min_row=4)]
    assert rows == [
        ["A11", "立项规范性", 1, "要点2不符合", None],
        ["C12", "困难职工春节慰问人数", 0.75, "少慰问32人", "1. 慰问人数未达计划"],
        ["D11", "维护稳定", 2.5, "上访苗头未消除", None],
        ["D21", "满意度", 2, None, None],
        [None, "（没有对应扣分）", None, "不影响得分", "2. @档案不全"],
    ]


def test_a_reason_is_told_once() -> None:
    why = "达不到有效维护，好于一般维护"
    leaves = tuple(
        replace(one, manual=Manual(D("7.5"), why, "D-3", "丙", HERE)) if one.code == "D11" else one
        for one in INDICATORS
    )
    told = replace(SHEET.scores["D11"], lost=why + "。", steps=(Step(f"人工给分 7.5 分。理由：{why}；底稿号：D-3"),))
    sheet = replace(SHEET, indicators=leaves, scores={**SHEET.scores, "D11": told})
    book = read(excel.write(DOCUMENT, replace(CASE, scoresheet=sheet), {}))
    row = [str(cell.value) for cell in book["指标评分"][cell_of(book, "指标评分", "D11", "得分").row]]
    assert sum(text.count(why) for text in row) == 1
    assert cell_of(book, "指标评分", "D11", "计算过程").value == "人工给分 7.5 分"
    both = read(excel.write(DOCUMENT, CASE, {}))
    assert cell_of(both, "指标评分", "D11", "扣分原因").value == "上访苗头未消除"
    assert cell_of(both, "指标评分", "D11", "人工理由").value == "介于两档之间"


def test_the_note_on_a_point_does_not_repeat_its_neighbours() -> None:
    notes = (
        "①要点1：符合（=有批复〔2022〕1号），得 2 分（满分 2 分）",
        "②要点2：不符合（+未见细化），得 0 分，超过上限按 0 分计",
        "",
    )
    details = tuple(PointScore(one.point, one.earned, note) for one, note in zip(DETAILS, notes, strict=True))
    scores = {**SHEET.scores, "A11": replace(SHEET.scores["A11"], details=details)}
    book = read(excel.write(DOCUMENT, replace(CASE, scoresheet=replace(SHEET, scores=scores)), {}))
    assert [book["要点"].cell(row, 11).value for row in (4, 5, 6)] == [None, "得 0 分，超过上限按 0 分计", None]


def test_dates_of_making_and_reviewing_are_left_to_the_hand() -> None:
    book = read(excel.write(DOCUMENT, CASE, {}))
    titles = [cell.value for cell in book["指标评分"][3]]
    assert titles[-4:] == ["编制人", "编制日期", "复核人", "复核日期"]
    assert cell_of(book, "指标评分", "A11", "复核人").value == "乙"
    assert cell_of(book, "指标评分", "A11", "编制日期").value is None


def test_evidence_adjustments_and_opinions_have_sheets_where_there_are_any() -> None:
    assert not {"佐证", "版本分", "意见"} & set(read(excel.write(DOCUMENT, CASE, {})).sheetnames)
    engagement = replace(
        ENGAGEMENT,
        evidence=(Evidence("B1-1", "批复", "永财〔2022〕1号", "2022年1月18日", "3", "县财政局", "", HERE),),
        versions=(Version("C12", "定稿", D("2.10"), D("2.25"), "不足1%不计", "甲", "C1-1", date(2023, 11, 28), HERE),),
        opinions=(Opinion("县科工局", "B21", "有签到", "不采纳", "未提供台账", HERE),),
    )
    book = read(excel.write(DOCUMENT, replace(CASE, engagement=engagement), {}))
    assert book.sheetnames[-3:] == ["佐证", "版本分", "意见"]
    rows = {name: [cell.value for cell in book[name][4]] for name in ("佐证", "版本分", "意见")}
    assert rows["佐证"] == ["B1-1", "批复", "永财〔2022〕1号", "2022年1月18日", "3", "县财政局", None, "A11"]
    assert rows["版本分"] == [
        "C12",
        "困难职工春节慰问人数",
        "定稿",
        2.1,
        2.25,
        "不足1%不计",
        "甲",
        "C1-1",
        "2023-11-28",
    ]
    assert rows["意见"] == ["1", "县科工局", "B21", "有签到", "不采纳", "未提供台账"]


def test_a_case_without_scores_still_gives_its_facts() -> None:
    book = read(excel.write(DOCUMENT, Case(facts=FACTS), {}), data_only=True)
    assert cell_of(book, "事实", "平局", "印出数").value == 2.35
    assert book["评分汇总"]["A4"].value == "还没有评分。"


def test_an_indicator_nobody_can_score_yet_stays_empty_and_so_does_the_grade() -> None:
    scores = {code: one for code, one in SHEET.scores.items() if code != "C11"}
    sheet = replace(SHEET, scores=scores, undecided=("C11",), total=D("20.75"), grade="")
    book = read(excel.write(DOCUMENT, replace(CASE, scoresheet=sheet), {}), data_only=True)
    assert cell_of(book, "指标评分", "C11", "得分").value in (None, "")
    assert cell_of(book, "指标评分", "C12", "得分").value == 2.25
    assert book["评分汇总"]["C13"].value in (None, "")
    assert recalculated(excel.write(DOCUMENT, replace(CASE, scoresheet=sheet), {}))["评分汇总"]["C13"].value in (
        None,
        "",
    )


def test_long_words_are_cut_in_the_sheet_of_facts() -> None:
    case = Case(facts=Facts((Fact("项目.背景", "长" * 200, Measure.TEXT),)))
    shown = cell_of(read(excel.write(DOCUMENT, case, {}), data_only=True), "事实", "项目.背景", "印出数").value
    assert shown == "长" * 60 + "…（全文见报告）"


def test_a_long_framework_of_four_levels_gets_a_fourth_column() -> None:
    extra = replace(node("C111", "明细", 3, "C11", "3"), level=4)
    indicators = tuple(replace(one, leaf=False) if one.code == "C11" else one for one in INDICATORS)
    place = next(k for k, one in enumerate(indicators) if one.code == "C11")
    sheet = replace(
        SHEET,
        indicators=(*indicators[: place + 1], extra, *indicators[place + 1 :]),
        scores={**SHEET.scores, "C111": score("C111", "3", "3")},
    )
    book = read(excel.write(DOCUMENT, replace(CASE, scoresheet=sheet), {}), data_only=True)
    assert cell_of(book, "指标评分", "C111", "四级指标").value == "明细"
    assert cell_of(book, "指标评分", "C12", "三级指标").value == "困难职工春节慰问人数"


def test_libreoffice_recalculates_to_the_figures_as_printed() -> None:
    book = recalculated(excel.write(DOCUMENT, CASE, {}))
    expected = {
        ("指标评分", "A11", "得分"): "4",
        ("指标评分", "C11", "得分"): "3",
        ("指标评分", "C12", "得分"): "2.25",
        ("指标评分", "C12", "得分率（%）"): "75",
        ("指标评分", "C21", "得分"): "3",
        ("指标评分", "D11", "得分"): "7.5",
        ("指标评分", "D21", "得分"): "4",
        ("指标评分", "合计", "得分"): "23.75",
        ("评分汇总", "产出数量", "得分"): "5.25",
        ("评分汇总", "产出小计", "得分率（%）"): "91.67",
        ("评分汇总", "合计", "得分"): "23.75",
        ("评分汇总", "合计", "得分率（%）"): "79.17",
        ("评分汇总", "评价等级", "分值"): "中",
        ("事实", "取值.C12", "印出数"): "94.9",
        ("事实", "问卷.职工.满意度", "印出数"): "86.57",
        ("事实", "得分.C1", "印出数"): "5.25",
        ("事实", "平局", "印出数"): "2.35",
        ("问卷", "　非常满意", "占比（%）"): "55.56",
        ("扣分与问题", "C12", "扣分"): "0.75",
    }
    found = {key: str(cell_of(book, *key).value) for key in expected}
    assert found == expected


def test_the_yongxing_paper_recalculates_to_the_published_scores() -> None:
    opened, _ = open_engagement(EXAMPLE)
    data = excel.write(DOCUMENT, opened.case, {})
    formulas, theirs = read(data), recalculated(data)
    assert cell_of(theirs, "评分汇总", "合计", "得分").value == 82.75
    assert cell_of(theirs, "评分汇总", "评价等级", "分值").value == "良"
    assert cell_of(theirs, "指标评分", "C12", "得分").value == 2.25
    assert str(cell_of(formulas, "指标评分", "D21", "规则得分").value).startswith("=IF(")
    # 596 of 628: the exact value is a formula over the two counts.
    quotient = cell_of(formulas, "事实", "慰问完成率", "精确值").value
    rows = [cell_of(formulas, "事实", name, "精确值").row for name in ("实际慰问人数", "计划慰问人数")]
    assert quotient == f"=(B{rows[0]}/B{rows[1]})*100"
    assert cell_of(theirs, "事实", "慰问完成率", "印出数").value == 94.9


def test_every_first_level_has_its_working_papers_which_show_what_stands_elsewhere() -> None:
    opened, _ = open_engagement(EXAMPLE)
    data = excel.write(DOCUMENT, opened.case, {})
    book = read(data, data_only=True)
    papers = [page for page in book if page.title.startswith("底稿")]
    assert [page.title for page in papers] == ["底稿A 决策", "底稿B 过程", "底稿C 产出", "底稿D 效益"]
    shown = [cell.value for page in papers for row in page.iter_rows() for cell in row if cell.value is not None]
    assert all(leaf.code in shown for leaf in opened.case.scoresheet.leaves())
    assert {"编制人", "编制日期", "复核人", "复核日期", "底稿号", "B8-14", "赵示例", 2.25} <= set(shown)
    assert all(page.page_setup.orientation == "landscape" and page.print_title_rows == "$1:$3" for page in papers)
    live = [cell for page in read(data) if page.title.startswith("底稿") for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in live if isinstance(cell.value, int | float)]


def recalculated(data: bytes) -> openpyxl.Workbook:
    """The workbook as LibreOffice calculates it from nothing."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("需要 LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder, "bare.xlsx")
        bare.write_bytes(without_results(data))
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", f"{folder}/out", str(bare)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return read(Path(folder, "out", "bare.xlsx").read_bytes(), data_only=True)


def without_results(data: bytes) -> bytes:
    """The workbook with the results of its formulas taken out, so that a reader has to calculate."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
                assert count or b"<f>" not in part
            target.writestr(name, part)
    return made.getvalue()


def test_microsofts_validator_finds_nothing(complaints: Callable[..., list[object]]) -> None:
    assert complaints(excel.write(DOCUMENT, CASE, {}), ".xlsx") == []
