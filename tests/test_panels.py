"""Score sheets of several experts: drawn, read back, checked, merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from evalkit.cli.entry import run
from evalkit.experts.signed import name_of_file

ENGAGEMENT = "项目: {名称: 某某项目, 年度: 2025, 委托单位: 某县财政局}\n"
INDICATORS = """\
- {一级指标: 产出, 二级指标: 质量, 三级指标: 方案水平, 编码: C11, 分值: 10, 规则: 专家评分, 评价标准: 方案合理、可行}
- {三级指标: 成果水平, 编码: C12, 分值: 20, 规则: 专家评分}
- {一级指标: 效益, 二级指标: 效益, 三级指标: 影响, 编码: D11, 分值: 70, 规则: 人工给分}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small engagement, two indicators of which are scored by experts."""
    folder = tmp_path / "项目"
    (folder / "tables").mkdir(parents=True)
    (folder / "engagement.yaml").write_text(ENGAGEMENT, "utf-8")
    (folder / "tables" / "指标.yaml").write_text(INDICATORS, "utf-8")
    return folder


@pytest.fixture
def sheet(home: Path) -> Callable[..., str]:
    """``sheet("张三.xlsx", "张三", C11=8)``: the form as one expert sends it back."""

    def fill(file: str, name: str = "", **scores: object) -> str:
        form = home.parent / "空表.xlsx"
        if not form.exists():
            assert run(["panel", "form", str(form), "-C", str(home)]) == 0
        book = load_workbook(form)
        page = book.active
        page["B2"] = name or None
        for row in page.iter_rows(min_row=5):
            row[4].value = scores.get(str(row[0].value))
            row[5].value = "有依据" if row[4].value is not None else None
        for cell, value in scores.items():
            if cell in ("A5", "C5", "A6"):
                page[cell] = value
        book.save(home.parent / file)
        return str(home.parent / file)

    return fill


def test_the_form_has_the_indicators_scored_by_experts_or_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = home.parent / "表.xlsx"
    assert run(["panel", "form", str(out), "-C", str(home), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["indicators"] == ["C11", "C12"]
    page = load_workbook(out).active
    assert [cell.value for cell in page[4]] == ["编码", "指标", "分值", "评价标准", "得分", "理由"]
    assert [cell.value for cell in page[5]] == ["C11", "方案水平", 10, "方案合理、可行", None, None]
    assert run(["panel", "form", str(out), "-C", str(home), "--all"]) == 2
    assert "已经有这个文件" in capsys.readouterr().err
    assert run(["panel", "form", str(out), "-C", str(home), "--all", "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["indicators"] == ["C11", "C12", "D11"]


def test_the_form_is_a_valid_workbook(home: Path, complaints: Callable[..., list[object]]) -> None:
    out = home.parent / "表.xlsx"
    assert run(["panel", "form", str(out), "-C", str(home)]) == 0
    assert complaints(out.read_bytes(), ".xlsx") == []


def test_sheets_are_merged_into_the_engagement(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [
        sheet("一.xlsx", "张三", C11=9, C12=16),
        sheet("评分表-李四.xlsx", "", C11=5, C12=17),
        sheet("三.xlsx", "王五", C11=8.5),
    ]
    capsys.readouterr()
    assert run(["panel", "merge", *files, "-C", str(home), "--json"]) == 0
    heard = capsys.readouterr().out
    assert not any(name in heard for name in ("张三", "李四", "王五"))
    answer = json.loads(heard)
    assert (answer["experts"], answer["rows"], answer["replaced"]) == (3, 5, 0)
    # Mean 22.5 ÷ 3; squares 2.25 + 6.25 + 1 = 9.5, ÷ 2 = 4.75, its root 2.179.
    first, second = answer["indicators"]
    assert (first["mean"], first["lowest"], first["highest"], first["range"]) == ("7.50", "5", "9", "4")
    assert (first["n"], first["deviation"], first["disputed"]) == (3, "2.18", True)
    assert first["scores"][1] == {"expert": "专家2", "score": "5"}
    assert (second["n"], second["mean"], second["deviation"], second["disputed"]) == (2, "16.50", "0.71", False)
    table = (home / "tables" / "专家评分.yaml").read_text("utf-8")
    assert table.count("专家: 李四") == 2
    assert table.count("- 编码:") == 5
    assert run(["score", str(home), "--json"]) == 0
    scores = {one["code"]: one["score"] for one in json.loads(capsys.readouterr().out)["indicators"]}
    assert (Decimal(scores["C11"]), Decimal(scores["C12"])) == (Decimal("7.5"), Decimal("16.5"))


def test_a_range_of_just_three_tenths_is_no_disagreement(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [sheet("一.xlsx", "甲", C11=6, C12=10), sheet("二.xlsx", "乙", C11=9, C12=16.1)]
    capsys.readouterr()
    assert run(["panel", "merge", *files, "-C", str(home), "--json"]) == 0
    assert [one["disputed"] for one in json.loads(capsys.readouterr().out)["indicators"]] == [False, True]


def test_scores_that_are_there_are_replaced_only_by_force_and_weights_are_kept(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    old = "- {编码: C11, 专家: 张三, 得分: 3, 权重: 2}\n- {编码: C11, 专家: 赵六, 得分: 4}\n"
    target = home / "tables" / "专家评分.yaml"
    target.write_text(old, "utf-8")
    files = [sheet("一.xlsx", "张三", C11=9, C12=16)]
    capsys.readouterr()
    assert run(["panel", "merge", *files, "-C", str(home)]) == 2
    assert "已经有专家评分（2 位专家，2 行），没有动它" in capsys.readouterr().err
    assert target.read_text("utf-8") == old
    assert run(["panel", "merge", *files, "-C", str(home), "--force"]) == 0
    heard = capsys.readouterr()
    assert "有 1 位专家不在这次的文件里，已一并替换" in heard.err
    assert "替换了原来的 2 行" in heard.out
    assert "权重: 2" in target.read_text("utf-8")
    assert "赵六" not in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"C11": 11, "C12": 5}, "专家评分表!E5: 错误: C11 的得分 11 超过分值 10。办法：改成 0 到 10 之间的数"),
        ({"C11": -1, "C12": 5}, "专家评分表!E5: 错误: C11 的得分 -1 小于 0"),
        ({"C11": "很好", "C12": 5}, "专家评分表!E5: 错误: “得分”应当是数字，这里是“很好”"),
        (
            {"A5": "C19", "C12": 5},
            "专家评分表!A5: 错误: 没有编码是“C19”的指标。办法：末级指标的编码有：C11、C12、D11。",
        ),
        ({"A6": "C11", "C11": 5}, "专家评分表!A6: 错误: 编码“C11”是"),
        ({"C5": 8, "C11": 5, "C12": 5}, "专家评分表!C5: 错误: C11 的分值是 8，指标体系里是 10"),
        ({}, "错误: 这份评分表一个得分也没有填"),
    ],
)
def test_a_wrong_sheet_is_told_with_its_cell_and_nothing_is_written(
    scores: dict[str, object],
    said: str,
    home: Path,
    sheet: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = sheet("一.xlsx", "甲", **scores)
    assert run(["panel", "merge", file, "-C", str(home)]) == 2
    assert said in capsys.readouterr().err
    assert not (home / "tables" / "专家评分.yaml").exists()


def test_a_blank_score_is_told_and_not_counted(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["panel", "merge", sheet("一.xlsx", "甲", C12=5), "-C", str(home)]) == 0
    heard = capsys.readouterr().err
    assert "专家评分表!E5: 警告: C11 没有给分，这一项不计这位专家" in heard
    assert "C11 方案水平 没有一位专家给分" in heard


def test_two_sheets_of_one_expert_are_a_fault(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [sheet("一.xlsx", "张三", C11=5, C12=5), sheet("二.xlsx", "张 三", C11=6, C12=5)]
    assert run(["panel", "merge", *files, "-C", str(home)]) == 2
    assert "二.xlsx:专家评分表!4: 错误: 这份和 一.xlsx:专家评分表!4 是同一位专家的" in capsys.readouterr().err


def test_a_file_that_is_no_score_sheet_and_a_missing_one_are_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.parent / "别的.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert run(["panel", "merge", str(home.parent / "别的.csv"), str(home.parent / "无.xlsx"), "-C", str(home)]) == 2
    heard = capsys.readouterr().err
    assert "别的.csv: 错误: 没有找到评分表" in heard
    assert "无.xlsx: 错误: 没有这个文件" in heard


def test_scores_in_the_workbook_are_not_written_a_second_time(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "tables" / "专家评分.csv").write_text("编码,专家,得分\nC11,张三,5\n", "utf-8")
    assert run(["panel", "merge", sheet("一.xlsx", "甲", C11=5, C12=5), "-C", str(home), "--force"]) == 2
    assert "专家评分已经写在这里，不能再写 tables/专家评分.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("专家评分表-张三.xlsx", "张三"),
        ("评分表（李四）20260301.xlsx", "李四"),
        ("王五 评分表.xlsx", "王五"),
        ("评分表.xlsx", "评分表"),
        ("赵六.yaml", "赵六"),
    ],
)
def test_a_name_is_what_the_name_of_the_file_says_beside_common_words(file: str, name: str) -> None:
    assert name_of_file(file) == name


def test_names_that_differ_in_signs_nobody_sees_are_one_expert(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [sheet("甲.xlsx", "张三", C11=8, C12=15), sheet("乙.xlsx", "张三\u200f", C11=8, C12=15)]
    assert run(["panel", "merge", *files, "-C", str(home)]) == 2
    assert "是同一位专家的" in capsys.readouterr().err


def test_a_fault_that_quotes_a_cell_does_not_name_an_expert(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [sheet("甲.xlsx", "欧阳某某", C11=8, C12=15), sheet("乙.xlsx", "司马某某", C11="欧阳某某", C12=15)]
    capsys.readouterr()
    assert run(["panel", "merge", *files, "-C", str(home), "--json"]) == 2
    told = capsys.readouterr().out
    assert [one["message"] for one in json.loads(told)["faults"]] == ["“得分”应当是数字，这里是“专家1”"]
    assert "某某" not in told


def test_a_sheet_without_indicators_and_one_that_is_far_too_long_are_told(
    home: Path, sheet: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    bare, long = home.parent / "空.csv", home.parent / "长.csv"
    bare.write_text("编码,得分\n合计,100\n", "utf-8")
    long.write_text("编码,得分\n" + "C11,8\n" * 3000, "utf-8")
    for file, message in ((bare, "这份评分表一个指标也没有"), (long, "这张表有 3001 行、2 列，不像一份评分表")):
        assert run(["panel", "merge", str(file), "-C", str(home)]) == 2
        assert message in capsys.readouterr().err
    assert not (home / "tables" / "专家评分.yaml").exists()


def test_a_table_without_rows_is_filled_without_force(home: Path, sheet: Callable[..., str]) -> None:
    path = home / "tables" / "专家评分.yaml"
    path.write_text("[]\n", "utf-8")
    assert run(["panel", "merge", sheet("甲.xlsx", "张三", C11=8, C12=15), "-C", str(home)]) == 0
    assert "张三" in path.read_text("utf-8")
    path.write_text("- 编码: C11\n  得", "utf-8")
    assert run(["panel", "merge", sheet("甲.xlsx", "张三", C11=8, C12=15), "-C", str(home)]) == 2
