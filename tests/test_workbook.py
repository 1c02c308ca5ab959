"""评价底稿.xlsx as drawn: what a consultant sees, and what the reader gets back."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from evalkit import words
from evalkit.files.folder import read_folder
from evalkit.load import load
from evalkit.model.places import Where
from evalkit.model.source import Entry, RawRow, RawTable, Source
from evalkit.workbook import draw_workbook, rows_of, workbook_from_source

TABLES = {
    "项目": [{"名称": "困难职工慰问项目", "年度": "2022", "报告日期": "2023-12-02", "背景": "第一段\n第二段"}],
    "资金": [
        {"子项": "生活补贴", "预算数": "56.240", "单位": "万元"},
        {"子项": "工作经费", "预算数": "11.5", "支出数": "约11万"},
    ],
    "指标": [
        {"一级指标": "产出（25分）", "二级指标": "产出数量", "三级指标": "慰问人数", "编码": "C12", "分值": "3",
         "规则": "逐步扣分", "参数": "每：1%；扣：5%", "取值": "=实际/计划", "佐证": "B3-1、B3-2"},
        {"三级指标": "留守人数", "分值": "3"},
    ],
    "事实": [{"名称": "编号", "值": "0010"}, {"名称": "预算", "值": "92.860", "位数": "2"}],
}  # fmt: skip


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def column(book: openpyxl.Workbook, sheet: str, key: str) -> list[object]:
    """The cells under a header (a star marks what is required)."""
    for cells in book[sheet].iter_cols():
        if str(cells[0].value).rstrip("*") == key:
            return [cell.value for cell in cells[1:]]
    raise AssertionError(key)


def test_there_is_a_guide_and_a_sheet_a_table_with_every_key_of_the_schema() -> None:
    book = opened(draw_workbook({}))
    assert book.sheetnames == ["说明", *(spec.name for spec in words.TABLES)]
    for spec in words.TABLES:
        page = book[spec.name]
        first = [cell.value for cell in (page["A"][1:] if spec.form else page[1])]
        assert [str(value).rstrip("*") for value in first] == [field.key for field in spec.fields]


def test_required_keys_are_marked_and_every_header_explains_itself() -> None:
    page = opened(draw_workbook({}))["指标"]
    assert page["A1"].value == "一级指标*"
    assert page["A1"].font.bold
    assert not page["D1"].font.bold
    comment = page["A1"].comment
    assert comment is not None
    assert "必填" in comment.text
    assert "例：产出（25分）" in comment.text
    assert page.freeze_panes == "B2"


def test_numbers_are_numbers_and_all_other_words_stay_as_they_were_typed() -> None:
    book = opened(draw_workbook(TABLES))
    assert column(book, "资金", "预算数")[:2] == [56.24, 11.5]
    assert column(book, "资金", "支出数")[:2] == [None, "约11万"]
    assert column(book, "事实", "值")[:2] == ["0010", "92.860"]
    assert book["指标"]["J2"].data_type == "s"
    assert book["指标"]["J2"].value == "=实际/计划"
    assert book["项目"]["B12"].value == "2023-12-02"
    assert book["项目"]["B14"].value == "第一段\n第二段"


def test_cells_to_type_words_in_are_text_cells_so_that_excel_makes_no_dates_of_them() -> None:
    page = opened(draw_workbook({}))["佐证"]
    assert page["A3"].number_format == "@"


def test_a_grey_example_stands_only_where_a_table_is_empty() -> None:
    empty, filled = opened(draw_workbook({})), opened(draw_workbook(TABLES))
    assert empty["指标"]["A2"].value == "例：产出（25分）"
    assert empty["指标"]["A3"].value is None
    assert filled["指标"]["A2"].value == "产出（25分）"
    assert empty["进度"]["A2"].value is None


def test_choices_codes_and_evidence_have_drop_downs() -> None:
    book = opened(draw_workbook({}, {("项目", "模板"): ("项目支出", "项目支出六章")}))
    found = {
        (page.title, str(rule.sqref)): (rule.formula1, rule.showErrorMessage)
        for page in book
        for rule in page.data_validations.dataValidation
    }
    assert found["资金", "E3:E501"] == ('"万元,元,千元,亿元"', True)
    assert found["要点", "A3:A501"] == ("'指标'!$E$2:$E$500", False)
    assert found["指标", "Q3:Q501"] == ("'佐证'!$A$2:$A$500", False)
    row = next(cell.row for cell in book["项目"]["A"] if cell.value == "模板")
    assert found["项目", f"B{row}"] == ('"项目支出,项目支出六章"', False)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert draw_workbook(TABLES) == draw_workbook(TABLES)
    with zipfile.ZipFile(io.BytesIO(draw_workbook(TABLES))) as package:
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets/sheet" in name)


def test_rows_of_a_folder_come_under_the_keys_of_the_schema() -> None:
    here = Where("tables/指标.yaml", "1:1")
    row = RawRow({"三级": Entry("慰问人数", here), "权重（分）": Entry("3", here), "无此列": Entry("?", here)}, here)
    source = Source(
        "甲", (RawTable("指标体系", (row,), here), RawTable("别的", (row,), here)), (), (), (), (), (), here
    )
    assert rows_of(source) == {"指标": [{"三级指标": "慰问人数", "分值": "3"}]}
    assert column(opened(workbook_from_source(source)), "指标", "分值")[0] == 3


def test_parameters_of_a_mapping_become_one_text() -> None:
    here = Where("tables/指标.yaml", "1:1")
    row = RawRow(
        {"三级": Entry("慰问人数", here), "参数.每": Entry("1%", here), "参数.档次": Entry("≥90→4\n其余→0", here)}, here
    )
    source = Source("甲", (RawTable("指标", (row,), here),), (), (), (), (), (), here)
    assert rows_of(source)["指标"][0]["参数"] == "每：1%；档次：≥90→4；其余→0"


def test_grade_schemes_are_drawn_when_the_folder_has_its_own_and_not_those_of_the_program() -> None:
    def source(file: str) -> Source:
        here = Where(file, "1:1")
        row = RawRow({"方案": Entry("某办法", here), "等级": Entry("优", here), "下限": Entry("90", here)}, here)
        return Source("甲", (RawTable("等级方案", (row,), here),), (), (), (), (), (), here)

    assert "等级方案" in opened(workbook_from_source(source("tables/等级方案.yaml"))).sheetnames
    assert "等级方案" not in opened(workbook_from_source(source("presets/grades.yaml"))).sheetnames


@pytest.mark.parametrize("tables", [{}, TABLES], ids=["empty", "filled"])
def test_microsofts_validator_finds_nothing(
    tables: dict[str, list[dict[str, str]]], complaints: Callable[..., list[object]]
) -> None:
    assert complaints(draw_workbook(tables), ".xlsx") == []


ENGAGEMENT = """\
项目:
  名称: 困难职工慰问项目
  年度: 2022
  委托单位: 某县财政局
  报告日期: 2023-12-02
  背景: |-
    第一段
    第二段
机构:
  名称: 某评价公司
  默认复核人: 乙
资金:
  - {子项: 生活补贴, 预算数: "56.240", 支出数: 56.24}
  - {子项: 合计, 预算数: 56.24}
团队:
  - {姓名: 甲, 角色: 主评人}
进度:
  - {阶段: 前期准备, 开始: 2023-10-09, 工作内容: 制定方案}
"""

INDICATOR_ROWS = """\
- 一级指标: 产出（60分）
  二级指标: 产出数量
  三级指标: 慰问人数
  分值: 40
  规则: 逐步扣分
  参数: {每: 1%, 扣: 5%, 舍入: 去尾}
  取值: 实际人数 / 计划人数
  佐证: [B1, B2]
  编制人: 甲
- 三级指标: 发放标准
  分值: 20
  规则: 分档给分
  参数:
    档次: {≥100: 20, ≥90: 10, 其余: 0}
  取值: 资金.预算执行率
- 一级指标: 效益
  二级指标: 满意度
  三级指标: 职工满意度
  分值: 40
  规则: 要点给分
"""

POINT_ROWS = """\
- {编码: B11, 要点: 有回访, 分值: 30, 判定: 符合, 事实: "=有记录"}
- {要点: 有公示, 分值: 10, 判定: 部分符合, 得分: 5.50, 事实: 公示三天}
"""

FACT_ROWS = """\
- {名称: 计划人数, 值: "0628", 单位: 人}
- {名称: 实际人数, 值: "596", 单位: 人}
- {名称: 拨付数, 值: "92.860", 单位: 万元, 口径: 金额, 来源: 拨款单}
- {名称: 还没有的数, 单位: 人}
"""

TREE = {
    "engagement.yaml": ENGAGEMENT,
    "tables/指标.yaml": INDICATOR_ROWS,
    "tables/要点.yaml": POINT_ROWS,
    "tables/事实.yaml": FACT_ROWS,
    "tables/佐证.csv": "索引号,名称\nB1,花名册\nB2,3-1 回单\n",
}


def placeless(value: object) -> object:
    """A record with every place taken out of it."""
    if isinstance(value, Where):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name != "places"]
        return type(value).__name__, {name: placeless(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: placeless(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [placeless(inner) for inner in value]
    return value


def example() -> dict[str, str | bytes]:
    """The Yongxing example as it stands in the checkout."""
    root = Path(__file__).parents[1] / "examples" / "yongxing-2022"
    tops = ("engagement.yaml", "tables", "questionnaires", "chapters", "interviews")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] in tops
    }


@pytest.mark.parametrize("tree", [TREE, example()], ids=["corners", "yongxing"])
def test_the_text_form_and_its_workbook_load_to_the_same_engagement(
    tree: dict[str, str | bytes], tmp_path: Path
) -> None:
    text, book = tmp_path / "text" / "甲", tmp_path / "book" / "甲"
    for path, content in tree.items():
        for folder in (text, book):
            if folder is book and (path.startswith("tables/") or path == "engagement.yaml"):
                continue
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    source = read_folder(text)
    book.mkdir(parents=True, exist_ok=True)
    (book / "评价底稿.xlsx").write_bytes(workbook_from_source(source))
    again = read_folder(book)
    (first, told), (second, told_again) = load(source), load(again)
    assert first is not None
    assert first.indicators
    assert not [found for found in (*source.findings, *again.findings, *told) if found.severity == "error"]
    assert placeless(second) == placeless(first)
    assert sorted(found.message for found in told_again) == sorted(found.message for found in told)


def test_a_fresh_workbook_with_examples_in_grey_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "评价底稿.xlsx").write_bytes(draw_workbook({}))
    source = read_folder(tmp_path)
    assert source.findings == ()
    assert {name: rows for name, rows in rows_of(source).items() if any(rows)} == {}
