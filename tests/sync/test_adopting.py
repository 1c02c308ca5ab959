"""Figures adopted from an edited report: into scores by hand, into what was typed, and never into what was computed."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from evalkit.app import open_engagement
from evalkit.app.syncing import sync
from evalkit.cli.entry import run
from evalkit.files.outputs import Stopped
from evalkit.files.sheet import read_tables
from evalkit.files.source_edits import edited_sources
from evalkit.files.tables import sheet_table
from evalkit.syncing.adopting import RowAdded
from evalkit.words import VERSIONS
from tests.sync.conftest import EXAMPLE, Project, printed
from tests.sync.surgery import Docx, edited

DECIDED = {"reason": "复核认为表述含混", "by": "张示例", "basis": "C1-9"}


def stopped(project: Project, data: bytes, *adopt: str, **more: str) -> list[str]:
    with pytest.raises(Stopped) as told:
        project.sync(data, adopt=adopt, **more)
    return [f"{one.message}；{one.cure}" for one in told.value.findings]


def test_an_adopted_score_is_a_score_by_hand_with_its_history(project: Project, report: bytes) -> None:
    answer = project.sync(report, adopt=("得分.A22=3",), **DECIDED)
    assert [(one["name"], one["old"], one["new"]) for one in answer["adopted"]] == [("得分.A22", "2分", "3分")]
    opened, _ = open_engagement(project.folder)
    assert opened.case.engagement is not None
    node = next(one for one in opened.case.engagement.indicators if one.code == "A22")
    assert node.manual is not None
    assert (str(node.manual.points), node.manual.reason) == ("3", "复核认为表述含混")
    row = opened.case.engagement.versions[-1]
    assert (row.code, row.version, str(row.old), str(row.new)) == ("A22", "定稿", "2", "3")
    assert (row.reason, row.decided_by, row.paper) == ("复核认为表述含混", "张示例", "C1-9")
    # 82.75 − 2 + 3
    assert opened.case.facts["总分"].text == "83.75"


def test_the_value_is_the_one_the_report_shows_where_none_is_given(project: Project, report: bytes) -> None:
    edit: Callable[[Docx], None] = lambda made: made.set_figure("该类指标分值6分", "4分", "5分")  # noqa: E731
    data = edited(report, edit)
    names = [one["name"] for one in project.sync(data)["figures"]]
    assert names == ["得分.A2"]
    assert stopped(project, data, "得分.A2", **DECIDED) == [
        "它由下级指标的得分相加，不能直接采用；改下级的得分：A21、A22"
    ]


def test_nothing_but_the_typed_value_changes_in_a_yaml_file(project: Project, report: bytes) -> None:
    path = project.folder / "tables" / "事实.yaml"
    before = path.read_text("utf-8")
    answer = project.sync(report, adopt=("计划慰问人数=630人",))
    assert answer["adopted"][0]["new"] == "630人"
    assert path.read_text("utf-8") == before.replace("名称: 计划慰问人数, 值: 628", "名称: 计划慰问人数, 值: 630")


def test_a_fund_and_a_field_of_the_project_are_written_where_they_stand(project: Project, report: bytes) -> None:
    path = project.folder / "engagement.yaml"
    before = path.read_text("utf-8")
    project.sync(report, adopt=("资金.国有企业工作经费.支出数=11.40", "项目.实施单位简称=县科工信局"))
    after = before.replace("支出数: 11.50", "支出数: 11.40", 1).replace(
        "实施单位简称: 县科工局", "实施单位简称: 县科工信局"
    )
    assert path.read_text("utf-8") == after


def test_what_was_computed_cannot_be_adopted_and_says_what_to_change(project: Project, report: bytes) -> None:
    before = project.files()
    words = stopped(project, report, "慰问完成率=95%", "总分=88", "问卷.职工.满意度=90", "资金.支出数=92")
    assert len(words) == 4
    assert "实际慰问人数、计划慰问人数" in words[0]
    assert "“指标”表" in words[1]
    assert "“要点”表" in words[1]
    assert "得分.A" not in words[1]
    assert "改答卷" in words[2]
    assert "资金.国有企业工作经费.支出数" in words[3]
    assert project.files() == before


def test_a_score_is_not_adopted_without_a_reason_a_name_and_a_paper(project: Project, report: bytes) -> None:
    assert stopped(project, report, "得分.A22=3") == [
        "采用人工得分缺少 --reason、--by、--basis；写明为什么、谁决定、依据哪份底稿：--reason 理由 --by 姓名 --basis 底稿号"
    ]
    assert stopped(project, report, "得分.A22=9", **DECIDED) == ["“9”不是 0 到 4 之间的得分；改正得分"]


def test_a_workbook_keeps_everything_but_the_cells_that_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(f"{EXAMPLE}-workbook", folder, ignore=shutil.ignore_patterns("expected", "build"))
    path = folder / "评价底稿.xlsx"
    before = path.read_bytes()
    (tmp_path / "报告.docx").write_bytes(printed(folder))
    sync(tmp_path / "报告.docx", folder, adopt=("得分.A22=3", "计划慰问人数=630"), **DECIDED)
    sheets = openpyxl.load_workbook(path)
    facts = {row[0].value: row[1].value for row in sheets["事实"].iter_rows(min_row=2)}
    assert facts["计划慰问人数"] == "630"
    assert facts["实际慰问人数"] == "596"
    last = [row for row in sheets["版本分"].iter_rows(min_row=2, values_only=True) if row[0]][-1]
    assert last[:7] == ("A22", "定稿", 2, 3, "复核认为表述含混", "张示例", "C1-9")
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(path) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert len(changed) == 3
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)
    opened, _ = open_engagement(folder)
    assert opened.case.facts["得分.A22"].text == "3"


def test_a_score_is_adopted_into_a_new_workbook_whose_history_is_only_its_header(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    assert run(["new", str(folder), "--template", "项目支出", "--no-input", "--set", "项目.名称=测试"]) == 0
    path = folder / "评价底稿.xlsx"
    head = [cell.value for cell in openpyxl.load_workbook(path)["版本分"][1]]
    (tmp_path / "报告.docx").write_bytes(printed(folder))
    sync(tmp_path / "报告.docx", folder, adopt=("得分.A12=3",), **DECIDED)
    rows = list(openpyxl.load_workbook(path)["版本分"].iter_rows(values_only=True))
    assert list(rows[0]) == head
    # 编码, 版本, 原得分, 得分, 理由, 决定人, 依据; nothing was decided before.
    assert rows[1][:7] == ("A12", "定稿", None, 3, "复核认为表述含混", "张示例", "C1-9")
    assert not any(any(row) for row in rows[2:])
    opened, _ = open_engagement(folder)
    assert opened.case.facts["得分.A12"].text == "3"


def test_a_row_below_the_bare_header_of_a_csv() -> None:
    head = "版本,编码,得分,理由\n".encode()
    (sheet,), _ = read_tables(head, "tables/版本分.csv")
    table, _ = sheet_table(sheet, VERSIONS)
    columns = {name: at.spot for name, at in table.heads.items()}
    row = RowAdded("版本分", table.at, (), {"编码": "A1", "版本": "定稿", "得分": "3", "理由": "复核"}, columns)
    made, wrong = edited_sources({"tables/版本分.csv": head}, (row,))
    assert wrong == ()
    assert made["tables/版本分.csv"].decode() == "版本,编码,得分,理由\n定稿,A1,3,复核\n"


def test_a_total_altered_in_word_names_the_tables_to_change(project: Project, report: bytes) -> None:
    data = edited(report, lambda made: made.set_figure("经综合评价", "82.75分", "88.75分"))
    (figure,) = project.sync(data)["figures"]
    assert (figure["name"], figure["adoptable"]) == ("总分", False)
    assert "“指标”表" in figure["cure"]
    assert "“要点”表" in figure["cure"]
    assert "得分." not in figure["cure"]
