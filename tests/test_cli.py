"""The commands as a person at a terminal meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalkit.cli import entry
from evalkit.cli.entry import run

HEAVY = {
    "pydantic",
    "scipy",
    "numpy",
    "docx",
    "polars",
    "fastexcel",
    "python_calamine",
    "openpyxl",
    "xlsxwriter",
    "lxml",
    "jinja2",
    "marko",
    "yaml",
}


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from evalkit.cli.entry import run; run(['--help']); print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    assert "typer" in imported
    assert not imported & HEAVY


def test_a_command_ends_though_something_is_still_being_read() -> None:
    program = (
        "import sys, threading, time; threading.Thread(target=time.sleep, args=(600,)).start();"
        "sys.argv[1:] = ['survey', 'tabulate', 'nowhere.csv']; from evalkit.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120)
    assert done.returncode == 2
    assert "没有这个文件" in done.stderr.decode()


@pytest.mark.parametrize("raised", [KeyboardInterrupt, EOFError])
def test_whoever_breaks_off_is_told_that_nothing_was_changed(
    raised: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(*_: object) -> None:
        raise raised

    monkeypatch.setattr("evalkit.app.building.templates", broken_off)
    assert run(["templates"]) == 2
    assert "已中止" in capsys.readouterr().err


def test_the_annotations_of_commands_are_no_words() -> None:
    assert not [module.__name__ for module in entry.COMMANDS if hasattr(module, "annotations")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        # An option, a folder that is there, an argument left out; the engagement is missed after they were read.
        (["build", "{there}", "--only", "docx"], "不是项目文件夹"),
        # Several of each, and none of an option that takes several.
        (
            ["survey", "tabulate", "{there}/a.csv", "{there}/b.csv", "--by", "Q1", "--by", "Q2"],
            "b.csv: 错误: 没有这个文件",
        ),
        (["survey", "tabulate", "{there}/a.csv"], "a.csv: 错误: 没有这个文件"),
    ],
)
def test_words_and_paths_are_read_without_pydantic(tmp_path: Path, words: list[str], said: str) -> None:
    given = repr([word.format(there=tmp_path) for word in words])
    code = f"import sys; from evalkit.cli.entry import run; print(run({given}), 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["2", "False"]
    assert said in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["buld"], "没有这个命令：buld。用 evalkit --help 查看用法。"),
        (["build", "--onyl"], "没有这个选项：--onyl，是不是 --only"),
        (["explain"], "缺少 名称。用 evalkit explain --help 查看用法。"),
        (["build", "a", "b"], "多出了参数：b。用 evalkit build --help 查看用法。"),
        (["build", "--only", "doc"], "--only:doc: 错误: 没有这种输出。办法：可用的有 docx、html、xlsx、pdf、dump。"),
        (["score", "没有的文件夹"], "没有的文件夹: 错误: 没有这个文件或文件夹。"),
        (["new", "x", "--template", "项目支处"], "项目支处"),
        (["new", "x", "--set", "项目.名称"], "--set:项目.名称: 错误: 没有等号。办法：写成 --set 项目.名称=某某项目。"),
        (["new", "x", "--no-input", "--set", "项目.名程=甲"], "没有“项目.名程”这一项。办法：是不是 项目.名称。"),
        (["new", "x", "--no-input", "--set", "项目.年度=去年"], "“去年”不是整数。办法：写成 项目.年度=2025。"),
        (["survey", "tabulate", "没有.xlsx"], "没有.xlsx: 错误: 没有这个文件。"),
        (["check", "没有.pdf"], "没有.pdf"),
    ],
)
def test_a_wrong_command_line_is_answered_in_one_clear_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    heard = capsys.readouterr().err
    assert said in heard
    assert "Traceback" not in heard
    assert list(tmp_path.iterdir()) == []


def test_faults_come_as_json_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(tmp_path), "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert [fault["severity"] for fault in answer["faults"]] == ["error"]
    assert "不是项目文件夹" in answer["faults"][0]["message"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "样例"
    assert run(["demo", str(folder)]) == 0
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "build").iterdir())}


def test_demo_makes_its_outputs_and_again_the_same_bytes(demo: Path) -> None:
    first = outputs(demo)
    assert set(first) == {"绩效评价报告.docx", "绩效评价报告.html", "评分底稿.xlsx", "社会调查报告.docx"}
    assert run(["build", str(demo)]) == 0
    assert outputs(demo) == first


def test_every_document_and_workbook_passes_microsofts_validator(
    demo: Path, complaints: Callable[..., list[object]]
) -> None:
    made = [path for path in (demo / "build").iterdir() if path.suffix in (".docx", ".xlsx")]
    assert len(made) == 3
    for path in made:
        assert complaints(path.read_bytes(), path.suffix) == []


def test_demo_never_overwrites_what_she_changed(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "copy"
    assert run(["demo", str(folder)]) == 0
    changed = folder / "engagement.yaml"
    changed.write_text(changed.read_text("utf-8") + "\n# 我的备注\n", "utf-8")
    capsys.readouterr()
    assert run(["demo", str(folder)]) == 2
    assert "已经有这个文件，没有动它" in capsys.readouterr().err
    assert "我的备注" in changed.read_text("utf-8")


def test_score_json_has_the_contracts_shape_and_the_published_result(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["score", str(demo), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], answer["full"], answer["grade"]) == ("82.75", "100", "良")
    row = next(row for row in answer["indicators"] if row["code"] == "C12")
    assert {key: row[key] for key in ("level", "parent", "weight", "score", "rate", "value", "rule")} == {
        "level": 3, "parent": "C1", "weight": "3", "score": "2.25", "rate": "75.00", "value": "94.90%", "rule": "steps",
    }  # fmt: skip


def test_explain_goes_down_to_the_cell(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "C12", "-C", str(demo)]) == 0
    told = capsys.readouterr().out
    assert "2.25" in told
    assert "94.90%" in told
    assert "596" in told
    assert "628" in told
    assert "tables/事实.yaml:" in told


def test_explain_names_the_nearest_when_there_is_no_such_figure(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "资金.预算执行绿", "-C", str(demo)]) == 2
    assert "资金.预算执行率" in capsys.readouterr().err


def test_check_lists_the_manual_scores_and_ends_with_status_one(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(demo), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {(f["kind"], f["subject"]) for f in found if f["kind"] == "manual_score"} == {
        ("manual_score", "D11"),
        ("manual_score", "D12"),
    }


def test_a_fresh_engagement_loads_builds_and_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ([], ["--text"]):
        folder = tmp_path / ("text" if form else "workbook")
        words = [
            "--no-input",
            "--set",
            "项目.名称=试验项目",
            "--set",
            "项目.年度=2025",
            "--set",
            "项目.委托单位=某县财政局",
        ]
        assert run(["new", str(folder), *words, "--set", "机构.名称=某咨询公司", *form]) == 0
        assert run(["status", str(folder), "--json"]) == 0
        capsys.readouterr()
        assert run(["build", str(folder), "--json"]) == 0
        built = json.loads(capsys.readouterr().out)
        assert built["total"] is None
        assert len(built["outputs"]) == 3
        assert run(["check", str(folder), "--json"]) == 1
        kinds = [f["kind"] for f in json.loads(capsys.readouterr().out)["findings"]]
        assert kinds.count("placeholder") > 10


def test_the_outputs_of_a_fresh_engagement_pass_microsofts_validator(
    tmp_path: Path, complaints: Callable[..., list[object]]
) -> None:
    assert run(["new", str(tmp_path / "甲"), "--no-input"]) == 0
    assert run(["build", str(tmp_path / "甲")]) == 0
    made = [path for path in (tmp_path / "甲").rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert len(made) == 3
    for path in made:
        assert complaints(path.read_bytes(), path.suffix) == []
