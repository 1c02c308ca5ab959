"""``survey import``: into the engagement without what tells a person apart, the export untouched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evalkit.app.importing import ANSWERS
from evalkit.cli.entry import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"
FORM = """
标题: 农户满意度
题目:
  - {题号: Q1, 题干: 您的姓名和电话, 题型: 填空}
  - {题号: Q2, 题干: 您是否满意, 题型: 单选, 选项: {满意: 100, 一般: 50, 不满意: 0}, 角色: 满意度, 计入满意度: 是}
  - {题号: Q3, 题干: 您的建议, 题型: 填空}
"""
PHONE = "138" + "0013" + "8000"
EXPORT = (
    "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的姓名和电话,2、您是否满意,3、您的建议,4、您的身份证号\r\n"
    f"1,2025/3/2 9:00:00,96秒,微信,小李,192.0.2.7(湖南-郴州),李某某 {PHONE},满意,=1+1个人都没领到补贴款,430\r\n"
    f"2,2025/3/2 9:05:00,80秒,微信,小李,192.0.2.7(湖南-郴州),李某某 {PHONE},满意,=1+1个人都没领到补贴款,430\r\n"
    f"3,2025/3/2 10:00:00,70秒,微信,小王,192.0.2.8(湖南-郴州),王某某,一般,找我 {PHONE},431\r\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An engagement with one questionnaire and no answers, and an export beside it."""
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "responses", "questionnaires"))
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "农户.yaml").write_text(FORM, "utf-8")
    (tmp_path / "下载.txt").write_bytes(EXPORT.encode("gb18030"))
    return folder


def imported(home: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, object]]:
    file = home.parent / "下载.txt"
    status = run(["survey", "import", "农户", str(file), "-C", str(home), "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def test_an_export_becomes_the_engagements_answers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = imported(home, capsys)
    assert status == 0
    # Of the two equal forms from one address within half an hour one counts: (100 + 50) / 2.
    assert (answer["platform"], answer["collected"], answer["valid"], answer["invalid"]) == ("wjx", 3, 2, 1)
    assert answer["satisfaction"]["value"] == "75.00"  # type: ignore[index]
    assert (home / "responses" / "农户.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_was_dropped_is_said_by_kind_and_without_a_value(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, answer = imported(home, capsys)
    assert answer["dropped"] == [
        {"kind": "IP 地址", "columns": 1},
        {"kind": "来源", "columns": 2},
        {"kind": "身份证号", "columns": 1},
        {"kind": "其他列", "columns": 1},
    ]
    # Three answers that give a name, and the telephone among the suggestions.
    assert answer["masked"] == 4


def test_nobody_is_named_in_what_was_written_and_no_cell_is_a_formula(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(home, capsys)
    text = (home / "responses" / "农户.csv").read_text("utf-8-sig")
    for personal in (PHONE, "李某某", "王某某", "小李", "192.0.2", "郴州", "430", "431"):
        assert personal not in text
    assert ",'=1+1个人" in text
    assert "找我 ***" in text


def test_what_was_written_counts_the_same_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, first = imported(home, capsys)
    assert run(["survey", "tabulate", str(home / "responses" / "农户.csv"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    for key in ("collected", "valid", "suspected", "invalid", "questions", "satisfaction"):
        assert again[key] == first[key]


def test_the_export_is_only_read_and_the_same_again_is_no_overwriting(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home.parent / "下载.txt"
    before = file.read_bytes()
    assert imported(home, capsys)[0] == imported(home, capsys)[0] == 0
    assert file.read_bytes() == before


def test_answers_imported_before_are_overwritten_only_when_forced(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(home, capsys)[0] == 0
    (home.parent / "下载.txt").write_bytes(EXPORT.replace("一般", "满意").encode())
    before = (home / "responses" / "农户.csv").read_bytes()
    status, answer = imported(home, capsys)
    assert status == 2
    assert "已经有这个文件" in answer["faults"][0]["message"]  # type: ignore[index]
    assert "--force" in answer["faults"][0]["cure"]  # type: ignore[index]
    assert (home / "responses" / "农户.csv").read_bytes() == before
    assert imported(home, capsys, "--force")[0] == 0
    assert (home / "responses" / "农户.csv").read_bytes() != before


def test_an_original_under_the_name_of_the_answers_is_not_overwritten_even_when_forced(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "responses").mkdir()
    (home / "responses" / "农户.csv").write_text("别的", "utf-8")
    for more in ([], ["--force"]):
        status, answer = imported(home, capsys, *more)
        assert status == 2
        assert "移到 evidence" in answer["faults"][0]["cure"]  # type: ignore[index]
    assert (home / "responses" / "农户.csv").read_text("utf-8") == "别的"


def test_answers_of_another_suffix_are_named_and_left(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "responses").mkdir()
    (home / "responses" / "农户.xlsx").write_bytes(b"x")
    status, answer = imported(home, capsys, "--force")
    assert status == 2
    assert "农户.xlsx" in answer["faults"][0]["where"]  # type: ignore[index]
    assert not (home / "responses" / "农户.csv").exists()


def test_a_survey_nobody_knows_and_a_file_that_is_not_there_are_faults(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["survey", "import", "农", str(home.parent / "下载.txt"), "-C", str(home)]) == 2
    assert "没有叫“农”的问卷" in capsys.readouterr().err
    assert run(["survey", "import", "农户", str(home.parent / "无.csv"), "-C", str(home)]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_an_answer_that_cannot_be_read_stops_the_import_and_writes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.parent / "下载.txt").write_bytes(EXPORT.replace("一般", "还行").encode())
    status, answer = imported(home, capsys)
    assert status == 2
    assert answer["faults"][-1]["where"] == "下载.txt:H4"  # type: ignore[index]
    assert not (home / "responses" / "农户.csv").exists()


def test_columns_that_are_called_by_who_answers_are_dropped_and_said_to_be(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = EXPORT.replace("4、您的身份证号", "4、您的身份证号,户主,员工编号,5、签名")
    export = export.replace(",430\r", ",430,高伟,A17,万娟\r").replace(",431\r", ",431,凌云,A18,万娟\r")
    (home.parent / "下载.txt").write_bytes(export.encode("gb18030"))
    status, answer = imported(home, capsys)
    assert status == 0
    assert {"kind": "姓名", "columns": 2} in answer["dropped"]  # type: ignore[operator]
    assert {"kind": "学号、工号", "columns": 1} in answer["dropped"]  # type: ignore[operator]
    written = (home / "responses" / "农户.csv").read_text("utf-8-sig") + json.dumps(answer, ensure_ascii=False)
    assert not [one for one in ("高伟", "A17", "万娟", "凌云") if one in written]


def test_a_name_given_for_a_closed_question_is_not_quoted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = EXPORT.replace(",一般,", ",王强书记,")
    (home.parent / "下载.txt").write_bytes(export.encode("gb18030"))
    status = run(["survey", "import", "农户", str(home.parent / "下载.txt"), "-C", str(home), "--json"])
    heard = capsys.readouterr()
    assert "不在选项里（为保护隐私不引原文）" in heard.out + heard.err
    assert status == 2
    assert "王强" not in heard.out + heard.err


def test_force_replaces_all_that_was_imported_before_and_leaves_what_was_not(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = home.parent / "补收.csv"
    second.write_bytes(EXPORT.replace("2025/3/2", "2025/4/2").encode())
    assert imported(home, capsys)[0] == 0
    assert run(["survey", "import", "农户", str(second), "-C", str(home), "--add"]) == 0
    capsys.readouterr()
    assert sorted(path.name for path in (home / "responses").iterdir()) == ["农户-2.csv", "农户.csv"]
    status, answer = imported(home, capsys)
    assert status == 2
    assert "--force" in answer["faults"][0]["cure"]  # type: ignore[index]
    status, answer = imported(home, capsys, "--force")
    assert (status, answer["collected"]) == (0, 3)
    assert answer["removed"] == [str(home / "responses" / "农户-2.csv")]
    assert [path.name for path in (home / "responses").iterdir()] == ["农户.csv"]
    assert second.read_bytes() == EXPORT.replace("2025/3/2", "2025/4/2").encode()


def test_force_removes_nothing_when_the_new_answers_cannot_be_read_or_an_original_lies_beside(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(home, capsys)[0] == 0
    kept = (home / "responses" / "农户.csv").read_bytes()
    (home / "responses" / "农户-2.csv").write_bytes(kept.replace("一般".encode(), "满意".encode()))
    original = (home.parent / "下载.txt").read_bytes()
    (home.parent / "下载.txt").write_bytes(EXPORT.replace("一般", "还行").encode())
    assert imported(home, capsys, "--force")[0] == 2
    assert sorted(path.name for path in (home / "responses").iterdir()) == ["农户-2.csv", "农户.csv"]
    (home.parent / "下载.txt").write_bytes(original)
    (home / "responses" / "农户-3.csv").write_bytes(original)
    status, answer = imported(home, capsys, "--force")
    assert status == 2
    assert [fault["where"] for fault in answer["faults"]] == [str(home / "responses" / "农户-3.csv")]  # type: ignore[attr-defined]
    assert len(list((home / "responses").iterdir())) == 3


def test_to_replace_and_to_add_are_not_asked_for_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = imported(home, capsys, "--force", "--add")
    assert status == 2
    assert "不能一起写" in answer["faults"][0]["message"]  # type: ignore[index]


@pytest.fixture
def two(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said when a second export of the same platform is added; three forms in each."""
    monkeypatch.chdir(home)
    again = home.parent / "又一批.txt"
    again.write_bytes(EXPORT.replace("2025/3/2", "2025/3/3").encode("gb18030"))
    assert run(["survey", "import", "农户", str(home.parent / "下载.txt")]) == 0
    capsys.readouterr()
    assert run(["survey", "import", "农户", str(again), "--add"]) == 0
    said = capsys.readouterr()
    return said.err + said.out


def test_what_to_run_next_counts_all_files(two: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = two.splitlines()[-1].partition("evalkit ")[2].split()
    assert command == ["survey", "tabulate", "农户"]
    assert run([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["collected"] == 6


@pytest.mark.usefixtures("two")
def test_one_file_of_several_counted_alone_says_which_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "tabulate", "responses/农户-2.csv"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("收回 3 份")
    assert "还有 农户.csv，这里没有统计。办法：统计全部的：evalkit survey tabulate 农户" in said.err
    assert run(["survey", "tabulate", "responses/农户.csv", "responses/农户-2.csv"]) == 0
    assert "没有统计" not in capsys.readouterr().err


def test_tables_with_the_same_header_are_not_said_to_have_others(home: Path, two: str) -> None:
    first, second = ((home / "responses" / name).read_bytes().splitlines()[0] for name in ("农户.csv", "农户-2.csv"))
    assert first == second
    assert "2 份标题相同的答卷合成一次调查" in two
    assert "标题不同" not in two


@pytest.mark.parametrize("command", ["import", "tabulate"])
def test_the_help_names_every_kind_of_file_that_is_read(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", command, "--help"]) == 0
    told = capsys.readouterr().out
    assert [suffix for suffix in ANSWERS if suffix not in told] == []
