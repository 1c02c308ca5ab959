"""Weights from judgement matrices: published examples, hand-computed ones, and what people get wrong."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from openpyxl import load_workbook

from evalkit.cli.entry import run
from evalkit.experts.judged import judgement
from evalkit.weigh import apportion, nearest_judgement

CASES = yaml.safe_load((Path(__file__).parent / "weigh.yaml").read_text("utf-8"))


def workbook(sheets: dict[str, str]) -> bytes:
    """Sheets written as Markdown tables; every cell is text."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        for y, line in enumerate(table.strip().splitlines()):
            for x, cell in enumerate(line.strip().strip("|").split("|")):
                sheet.write_string(y, x, cell.strip()) if cell.strip() else None
    book.close()
    return made.getvalue()


def command(case: dict[str, Any], folder: Path) -> list[str]:
    if "yaml" in case:
        path = folder / "判断.yaml"
        path.write_text(case["yaml"], "utf-8")
    else:
        path = folder / "判断.xlsx"
        path.write_bytes(workbook(case["sheets"]))
    options = [["--half"] if case.get("half") else [], ["--full", case["full"]] if "full" in case else []]
    options.append(["--places", str(case["places"])] if "places" in case else [])
    return ["weights", str(path), *(word for words in options for word in words)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_judgements(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = command(case, tmp_path)
    status = run(words)
    said = capsys.readouterr().err
    if "faults" in case:
        assert status == 2
        for fault in case["faults"]:
            assert fault in said
        assert said.count("错误:") == len(case["faults"])
        return
    assert status == 0
    for text in case.get("says", ()):
        assert text in said
    if "says" not in case:
        assert said == ""
    assert run([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert sum(map(Decimal, answer["weights"].values())) == Decimal(case.get("full", 100))
    if "weights" in case:
        assert answer["weights"] == case["weights"]
    for name, value in case.get("near", {}).items():
        assert abs(Decimal(answer["weights"][name]) - Decimal(value)) <= Decimal("0.06"), name
    if "cr" in case:
        assert answer["consistency_ratio"] == case["cr"]
    if "cr_near" in case:
        assert abs(Decimal(answer["consistency_ratio"]) - Decimal(case["cr_near"])) <= Decimal("0.001")
    if "experts" in case:
        assert [one["name"] for one in answer["experts"]] == [f"专家{n + 1}" for n in range(case["experts"])]
    if "own" in case:
        assert [one["weights"] for one in answer["experts"]] == case["own"]


def test_the_leader_example_of_wikipedia_comes_out_as_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # en.wikipedia.org/wiki/Analytic_hierarchy_process_–_leader_example: three candidates under each of four criteria.
    tables = (
        "|目标|经验|教育|魅力|年龄|\n|经验|1|4|3|7|\n|教育||1|1/3|3|\n|魅力|||1|5|\n|年龄||||1|",
        "|经验|Tom|Dick|Harry|\n|Tom|1|1/4|4|\n|Dick||1|9|\n|Harry|||1|",
        "|教育|Tom|Dick|Harry|\n|Tom|1|3|1/5|\n|Dick||1|1/7|\n|Harry|||1|",
        "|魅力|Tom|Dick|Harry|\n|Tom|1|5|9|\n|Dick||1|4|\n|Harry|||1|",
        "|年龄|Tom|Dick|Harry|\n|Tom|1|1/3|5|\n|Dick||1|9|\n|Harry|||1|",
    )
    path = tmp_path / "leader.xlsx"
    path.write_bytes(workbook({"全部": "\n| |\n".join(tables)}))
    assert run(["weights", str(path), "--json", "--places", "2"]) == 0
    answer = json.loads(capsys.readouterr().out)
    top = {node["name"]: node["weight"] for node in answer["nodes"] if node["level"] == 1}
    for name, published in {"经验": "0.547", "教育": "0.127", "魅力": "0.270", "年龄": "0.056"}.items():
        assert abs(Decimal(top[name]) - Decimal(published)) <= Decimal("0.0006"), name
    experience = [node["weight"] for node in answer["nodes"] if node["parent"] == "经验"]
    for weight, published in zip(experience, ("0.217", "0.717", "0.066"), strict=True):
        assert abs(Decimal(weight) - Decimal(published)) <= Decimal("0.0006")
    assert answer["consistent"]  # its CRs are those of another random index than Saaty's
    for name, published in {"Tom": "0.358", "Dick": "0.492", "Harry": "0.149"}.items():
        share = sum(Decimal(node["share"]) for node in answer["nodes"] if node["name"] == name)
        assert abs(share - Decimal(published)) <= Decimal("0.001"), name
    assert "经验/Tom" in answer["weights"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("５", "5"),
        ("1／3", "1/3"),
        ("⅓", "1/3"),
        ("1:3", "1/3"),
        ("0.33", "1/3"),
        ("0.143", "1/7"),
        ("0.4", "2/5"),
        (Decimal("0.166666666666667"), "1/6"),
        (datetime.date(2026, 1, 3), "1/3"),  # what Excel makes of a typed 1/3
        (datetime.date(2026, 3, 1), "3"),
        ("2.5", "5/2"),
    ],
)
def test_a_judgement_is_read_as_it_was_meant(typed: Any, meant: str) -> None:
    assert judgement(typed) == Fraction(meant)


@pytest.mark.parametrize("typed", ["同等", "", "1/0", "3%", datetime.date(2026, 2, 3), None])
def test_what_is_no_judgement_is_none(typed: Any) -> None:
    assert judgement(typed) is None


def test_points_add_up_by_largest_remainder() -> None:
    shares = [Decimal(one) for one in ("0.47", "0.16", "0.158", "0.12", "0.061", "0.031")]
    # The seats of a textbook on apportionment: 10 among these shares are 5, 2, 1, 1, 1, 0.
    assert apportion(shares, Decimal(10), Decimal(1)) == tuple(map(Decimal, (5, 2, 1, 1, 1, 0)))


def test_the_nearest_judgement_is_nearest_in_proportion() -> None:
    assert nearest_judgement(Decimal("1.9")) == 2
    assert nearest_judgement(Decimal("0.3")) == Fraction(1, 3)
    assert nearest_judgement(Decimal("40")) == 9


def test_a_broken_file_and_a_missing_one_are_told_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert run(["weights", str(tmp_path / "坏.xlsx"), str(tmp_path / "无.xlsx")]) == 2
    said = capsys.readouterr().err
    assert "坏.xlsx: 错误: 工作簿已损坏" in said
    assert "无.xlsx: 错误: 没有这个文件" in said


def test_one_expert_twice_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "|专家：张三|\n|指标|甲|乙|\n|甲|1|3|\n|乙||1|"
    for name in ("一.xlsx", "二.xlsx"):
        (tmp_path / name).write_bytes(workbook({"表": table}))
    assert run(["weights", str(tmp_path / "一.xlsx"), str(tmp_path / "二.xlsx")]) == 2
    assert "二.xlsx:表!A2: 错误: 和 一.xlsx:表!A2 是同一位专家的" in capsys.readouterr().err


def test_names_of_experts_are_not_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("张三", "李四"):
        table = f"|专家：{name}|\n|指标|甲|乙|\n|甲|1|3|\n|乙||1|"
        (tmp_path / f"{name}.xlsx").write_bytes(workbook({"表": table}))
    files = [str(tmp_path / "张三.xlsx"), str(tmp_path / "李四.xlsx")]
    assert run(["weights", *files, "--json"]) == 0
    heard = capsys.readouterr().out
    assert "张三" not in heard
    assert "李四" not in heard
    assert run(["weights", *files]) == 0
    assert "张三" in capsys.readouterr().out


EXAMPLE = Path(__file__).parent.parent / "examples" / "yongxing-2022"


def test_the_form_of_an_engagement_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = tmp_path / "空表.xlsx"
    assert run(["weights", "--form", str(form), "-C", str(EXAMPLE)]) == 0
    capsys.readouterr()
    assert run(["weights", str(form)]) == 2
    assert "判断矩阵还没有填" in capsys.readouterr().err
    book = load_workbook(form)
    sheet = book["判断矩阵"]
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if cell.fill.fgColor.rgb == "FFFFF9E5":
                cell.value = "1"
    sheet["B2"] = "张三"
    book.save(tmp_path / "张三.xlsx")
    assert run(["weights", str(tmp_path / "张三.xlsx"), "--places", "2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    # All equal: a quarter to each of four, and so on downwards: 决策 25 / 3 / 2.
    assert answer["weights"]["D21 工作人员满意度"] == "12.50"
    assert answer["weights"]["C41 预算成本控制情况"] == "6.25"
    assert len(answer["weights"]) == 22
    before = form.read_bytes()
    form.write_bytes(before + b" ")
    assert run(["weights", "--form", str(form), "-C", str(EXAMPLE)]) == 2
    assert "已经有这个文件" in capsys.readouterr().err
    assert run(["weights", "--form", str(form), "-C", str(EXAMPLE), "--force"]) == 0
    assert form.read_bytes() == before


def test_the_form_is_a_valid_workbook(tmp_path: Path, complaints: Callable[..., list[object]]) -> None:
    form = tmp_path / "空表.xlsx"
    assert run(["weights", "--form", str(form), "-C", str(EXAMPLE)]) == 0
    assert complaints(form.read_bytes(), ".xlsx") == []


def test_the_form_can_be_drawn_before_there_are_weights(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "engagement.yaml").write_text("项目: {名称: 项目, 年度: 2025, 委托单位: 某县财政局}\n", "utf-8")
    rows = "- {一级指标: 投入, 二级指标: 资金, 三级指标: 到位率}\n- {三级指标: 执行率}\n"
    (tmp_path / "tables" / "指标.yaml").write_text(rows, "utf-8")
    form = tmp_path / "空表.xlsx"
    assert run(["weights", "--form", str(form), "-C", str(tmp_path)]) == 0
    words = {cell.value for row in load_workbook(form)["判断矩阵"].iter_rows() for cell in row}
    assert {"指标体系", "A 投入", "A1 资金", "A11 到位率", "A12 执行率"} <= words


@pytest.mark.parametrize("typed", ["1" * 5000 + "/1", "1/" + "9" * 5000])
def test_a_ratio_of_thousands_of_digits_is_no_judgement(typed: str) -> None:
    assert judgement(typed) is None


@pytest.mark.parametrize("typed", ["\u200f3", "3\u200b", "\ufeff3"])
def test_a_judgement_among_signs_nobody_sees_is_read(typed: str) -> None:
    assert judgement(typed) == 3


def test_a_sheet_full_of_words_is_no_matrix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("\n".join(",".join(["甲"] * 300) for _ in range(3000)), "utf-8")
    assert run(["weights", str(path)]) == 2
    assert "没有找到判断矩阵" in capsys.readouterr().err


def test_a_folder_is_told_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["weights", str(tmp_path)]) == 2
    assert "这是文件夹，不是文件" in capsys.readouterr().err
