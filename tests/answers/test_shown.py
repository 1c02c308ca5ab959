"""What ``survey tabulate`` shows on the terminal."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from evalkit.cli.entry import application

EXAMPLE = Path(__file__).parent.parent.parent / "examples/yongxing-2022"
FORM = """
标题: 试
题目:
  - {题号: Q1, 题干: 您是, 题型: 单选, 选项: [甲, 乙], 角色: 背景}
  - {题号: Q2, 题干: 途径, 题型: 多选, 选项: [微信, 公示]}
  - {题号: Q3, 题干: 排序, 题型: 排序, 选项: [价格, 质量]}
  - {题号: Q4, 题干: 几口人, 题型: 数字}
  - {题号: Q5, 题干: 满意吗, 题型: 单选, 角色: 满意度, 计入满意度: 是, 选项: {满意: 100, 不满意: 0}}
"""


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(application, ["survey", "tabulate", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_yongxing_is_shown_with_its_roster_its_interval_and_its_weighted_figure() -> None:
    said = shown(str(EXAMPLE / "responses/职工.xlsx"))
    assert "总体满意度 86.57%（Q4、Q5、Q6、Q7 的均值，95%置信区间 82.30—90.85）" in said
    assert ["困难职工春节慰问", "596", "96.13%", "4", "14.81%"] in [line.split() for line in said.splitlines()]
    assert "（另列，不代替上面的数）" in said


def test_every_rule_that_met_a_form_is_shown_by_name_with_its_rows_and_the_reason() -> None:
    said = shown(str(EXAMPLE / "responses/职工.xlsx"))
    assert "  未答完：第 27 行（无效，不计）。未答的题占应答题的40%及以上" in said
    assert "  重复提交：第 16 行（无效，不计）。与前一份答案完全相同" in said
    assert "  各题同答：3 份，第 2、12、20 行（仍有效）。" in said


def test_a_cross_table_shows_no_small_cell_and_says_so() -> None:
    said = shown(str(EXAMPLE / "responses/职工.xlsx"), "--by", "Q2")
    table = said.split("Q4 按 Q2 分组")[1].split("Q5 按 Q2 分组")[0]
    lines = [line.split() for line in table.splitlines()]
    assert ["人数", "23", "4"] in lines
    assert ["非常满意", "*", "*"] in lines  # 4 people cannot be told from the 15 of both groups
    assert ["不太满意", "0.00%", "0.00%"] in lines
    assert ["均值", "88.04", "*"] in lines
    assert "* 不到 5 人的格子不列" in said


def test_every_type_of_question_has_its_figures(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(FORM, "utf-8")
    rows = ["甲,微信┋公示,价格→质量,3,满意"] * 30 + ["乙,公示,质量→价格,1,不满意"] * 30
    (tmp_path / "a.csv").write_text("\n".join(["您是,途径,排序,几口人,满意吗", *rows]) + "\n", "utf-8")
    said = shown(str(tmp_path / "a.csv"), "-q", str(tmp_path / "q.yaml"), "--by", "Q1")
    lines = [line.split() for line in said.splitlines()]
    assert ["微信", "30", "50.00%", "33.33%"] in lines  # 30 of 60 people, 30 of 90 ticks
    assert ["价格", "60", "100.00%", "1.50", "1.50"] in lines
    assert "平均 2.00，中位数 2，标准差 1.01，1—3" in said  # √(60/59)
    assert ["满意", "100.00%", "B", "0.00%"] in lines
    assert "p<0.0001，Holm 校正后 p<0.0001" in said
