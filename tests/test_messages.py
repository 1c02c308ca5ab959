"""What commands say beside their answer: on stderr, with ``--json`` as without; stdout holds the answer alone."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from evalkit.cli.entry import run

YONGXING = Path(__file__).parent.parent / "examples/yongxing-2022"
GONE = "编码表里有 1 种答案不在答卷里"


def rows_to(path: Path, *rows: list[str]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engagement with a coding sheet that is not up to date, its report, and files to read beside it."""
    folder = tmp_path_factory.mktemp("项目")
    home = Path(shutil.copytree(YONGXING, folder / "永兴"))
    shutil.copytree(YONGXING, folder / "空", ignore=shutil.ignore_patterns("responses"))
    rows_to(home / "responses/职工.编码.csv", ["题号", "答案", "类别"], ["Q8", "没人写过", "甲"])
    assert run(["build", str(home), "--only", "docx,xlsx"]) == 0
    answers = openpyxl.load_workbook(home / "responses/职工.xlsx").worksheets[0]
    asked, *told = [["" if cell is None else str(cell) for cell in row] for row in answers.iter_rows(values_only=True)]
    rows_to(folder / "下载.csv", [*asked, "备注"], *([*row, "甲"] for row in told))
    rows_to(
        folder / "判断.csv",
        ["指标", "甲", "乙", "丙"],
        ["甲", "1", "9", "1/9"],
        ["乙", "", "1", "9"],
        ["丙", "", "", "1"],
    )
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(shutil.copytree(made, tmp_path / "处"))
    return tmp_path / "处"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("survey", "tabulate", "职工", "-C", "永兴"), GONE),
        (("survey", "tabulate", "下载.csv", "-q", "永兴/questionnaires/职工.yaml"), "备注"),
        (("survey", "import", "职工", "下载.csv", "-C", "空"), "备注"),
        (("survey", "code", "职工", "-C", "永兴", "--force"), GONE),
        (("survey", "form", "residents", "--only", "wjx", "-o", "表"), "要在导入后自己设置"),
        (("status", "永兴"), GONE),
        (("score", "永兴"), GONE),
        (("score", "永兴", "--from", "永兴/build/评分底稿.xlsx"), GONE),
        (("explain", "总分", "-C", "永兴"), GONE),
        (("sync", "永兴/build/绩效评价报告.docx", "-C", "永兴", "--dry-run"), GONE),
        (("build", "永兴", "--only", "dump"), GONE),
        (("weights", "判断.csv"), "0.1"),
    ],
)
def test_warnings_are_said_with_json_as_without(
    words: tuple[str, ...], said: str, project: Path, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(list(words)) == 0
    plain = capsys.readouterr().err
    assert said in plain
    shutil.rmtree(project / "表", ignore_errors=True)
    for name in ("永兴", "空"):
        shutil.rmtree(project / name)
        shutil.copytree(made / name, project / name)
    assert run([*words, "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == plain
    assert isinstance(json.loads(told.out), dict)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "永兴"),
        ("survey", "check", "职工", "-C", "永兴"),
        ("framework", "import", "体系.csv", "--out", "体系"),
    ],
)
def test_what_stands_in_the_json_is_not_said_beside_it(
    words: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ["一级指标", "二级指标", "三级指标", "分值", "评价标准"]
    rows_to(
        Path("体系.csv"),
        heads,
        ["产出", "数量", "完成数", "60", "看情况"],
        ["效益", "社会效益", "稳定", "30", "看情况"],
    )
    assert run([*words, "--json"]) in (0, 1)
    told = capsys.readouterr()
    assert told.err == ""
    assert json.loads(told.out)["findings"]


def test_faults_stay_in_the_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "tabulate", "没有这份", "-C", "永兴", "--json"]) == 2
    told = capsys.readouterr()
    assert told.err == ""
    assert list(json.loads(told.out)) == ["faults"]
