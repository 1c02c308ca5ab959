"""``evalkit framework import`` as a person at a terminal meets it."""

from __future__ import annotations

import importlib.util
import json
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evalkit.cli.entry import run
from evalkit.files.folder import read_folder
from evalkit.load import load
from evalkit.model.scoring import Reading
from evalkit.workbook import draw_workbook, rows_of

TABLE = """
一级指标|二级指标|三级指标|分值|评价标准|得分|评分依据
决策（40分）|立项（40分）|充分性|30|①甲，得10分<br>②乙，得20分|30|查阅了会议纪要
^|^|规范性|10|看程序是否规范|8|审批齐全
产出（60分）|数量（60分）|完成率|60|到位率90%以上，得60分|60|24人
合计|<|<|100||98|
"""


def drawn() -> Any:
    spec = importlib.util.spec_from_file_location("drawn", Path(__file__).parent / "drawn.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWN = drawn()


def understood(text: str, weight: Decimal) -> Reading | None:
    if text.startswith("①"):
        points = ({"要点": "甲", "分值": "10"}, {"要点": "乙", "分值": "20"})
        return Reading("checklist", {}, points)
    if "完成的" in text:
        return Reading("bands", {"档次": "≥90→60；其余→0", "满分条件": "项目已完成 且 支出不超预算"})
    if "以上" in text:
        return Reading("bands", {"档次": "≥90→60；其余→0"}, doubts=("“以上”按含本数读",))
    return None


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("evalkit.standards")
    module.read_standard = understood  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "evalkit.standards", module)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "指标体系.docx"
    path.write_bytes(DRAWN.docx([TABLE]))
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "项目"
    folder.mkdir()
    (folder / "engagement.yaml").write_text(
        "项目:\n  名称: 某项目\n  年度: 2025\n  委托单位: 某县财政局\n机构:\n  名称: 某机构\n", "utf-8"
    )
    return folder


def test_the_tables_written_load_and_keep_what_the_table_said(table: Path, home: Path) -> None:
    assert run(["framework", "import", str(table), "-C", str(home)]) == 0
    assert sorted(path.name for path in (home / "tables").iterdir()) == ["指标.yaml", "版本分.yaml", "要点.yaml"]
    engagement, found = load(read_folder(home))
    assert [one for one in found if one.severity == "error"] == []
    assert engagement is not None
    leaves = {node.code: node for node in engagement.indicators if node.leaf}
    assert {code: str(node.weight) for code, node in leaves.items()} == {"A11": "30", "A12": "10", "B11": "60"}
    assert [point.points for point in leaves["A11"].points] == [10, 20]
    assert leaves["A11"].finding == "查阅了会议纪要"
    assert leaves["A12"].rule is None
    assert leaves["A12"].standard == "看程序是否规范"
    assert {one.code: (one.version, str(one.new)) for one in engagement.versions} == {
        "A11": ("初评", "30"),
        "A12": ("初评", "8"),
        "B11": ("初评", "60"),
    }


def test_rules_read_out_of_prose_are_told_until_the_mark_is_cleared(
    table: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["framework", "import", str(table), "-C", str(home)])
    told = [one.message for one in load(read_folder(home))[1] if one.kind == "placeholder"]
    assert told == ["2 个指标的规则由文字读出，待确认：A11、B11"]
    capsys.readouterr()
    run(["status", str(home), "--json"])
    steps = {step["id"]: step["detail"] for step in json.loads(capsys.readouterr().out)["steps"]}
    assert "B11 的规则确认" in steps["framework"]
    path = home / "tables" / "指标.yaml"
    path.write_text(path.read_text("utf-8").replace("规则确认: 待确认", "规则确认: 已核对"), "utf-8")
    assert [one for one in load(read_folder(home))[1] if one.kind == "placeholder"] == []


def test_the_person_reads_each_rule_and_each_row_not_understood(
    table: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["framework", "import", str(table), "-C", str(home)])
    out = capsys.readouterr().out
    assert "2 个要点（10、20）" in out
    assert "3 个末级指标，读出规则 2 个，都标为“待确认”" in out
    assert "B11：“以上”按含本数读" in out
    assert "第1个表 第3行第5列 A12 规范性：没有认出评分规则" in out
    assert "得分合计 98" in out


def test_the_json_has_the_indicators_and_what_is_unsure(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["framework", "import", table.name, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"table", "indicators", "unsure", "facts", "score", "outputs", "findings"}
    assert answer["outputs"] == []
    assert answer["score"] == "98"
    first = answer["indicators"][0]
    assert first["levels"] == ["决策", "立项", "充分性"]
    assert (first["code"], first["weight"], first["rule"], first["confirmed"]) == ("A11", "30", "checklist", False)
    assert [point["分值"] for point in first["points"]] == ["10", "20"]
    assert answer["unsure"] == [
        {
            "where": "指标体系.docx:第1个表 第3行第5列",
            "code": "A12",
            "name": "规范性",
            "text": "看程序是否规范",
            "why": "没有认出评分规则，评价标准照原样保留",
        }
    ]


def test_tables_that_are_there_are_not_overwritten_unless_forced(
    table: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = home / "tables" / "指标.yaml"
    mine.parent.mkdir()
    mine.write_text("- {一级指标: 甲, 二级指标: 乙, 三级指标: 丙, 分值: 100}\n", "utf-8")
    assert run(["framework", "import", str(table), "-C", str(home)]) == 2
    assert "已经有这个文件，没有动它" in capsys.readouterr().err
    assert "丙" in mine.read_text("utf-8")
    assert not (home / "tables" / "要点.yaml").exists()
    assert run(["framework", "import", str(table), "-C", str(home), "--force"]) == 0
    assert "充分性" in mine.read_text("utf-8")


def test_filled_sheets_are_left_alone_and_a_workbook_to_copy_from_is_offered(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "工作簿项目"
    home.mkdir()
    rows = [{"一级指标": "甲", "二级指标": "乙", "三级指标": "丙", "分值": "100"}]
    (home / "评价底稿.xlsx").write_bytes(draw_workbook({"指标": rows}))
    assert run(["framework", "import", str(table), "-C", str(home)]) == 2
    assert "工作表“指标”已经填了，没有动它。办法：加 --force 换掉它" in capsys.readouterr().err
    assert not (home / "tables").exists()
    made = tmp_path / "读入" / "评价底稿.xlsx"
    assert run(["framework", "import", str(table), "--out", str(made)]) == 0
    tables = {read.name: read for read in read_folder(made.parent).tables}
    assert [row.entries["三级指标*"].text for row in tables["指标"].rows] == ["充分性", "规范性", "完成率"]
    assert len(tables["要点"].rows) == 2


def test_by_force_the_sheets_of_the_workbook_are_replaced_and_the_old_workbook_is_kept(
    table: Path, tmp_path: Path
) -> None:
    home = tmp_path / "工作簿项目"
    home.mkdir()
    rows = [{"一级指标": "甲", "二级指标": "乙", "三级指标": "丙", "分值": "100"}]
    facts = [{"名称": "计划人数", "值": "628", "单位": "人"}]
    old = draw_workbook({"指标": rows, "要点": [{"编码": "A11", "要点": "旧", "分值": "1"}], "事实": facts})
    (home / "评价底稿.xlsx").write_bytes(old)
    assert run(["framework", "import", str(table), "-C", str(home), "--force"]) == 0
    assert (home / "评价底稿-导入前.xlsx").read_bytes() == old
    assert not (home / "tables").exists()
    made = rows_of(read_folder(home))
    assert [row["三级指标"] for row in made["指标"]] == ["充分性", "规范性", "完成率"]
    assert "旧" not in [row["要点"] for row in made["要点"]]
    assert [(row["名称"], row["值"]) for row in made["事实"]] == [("计划人数", "628")]
    again = (home / "评价底稿.xlsx").read_bytes()
    assert run(["framework", "import", str(table), "-C", str(home), "--force"]) == 0
    assert (home / "评价底稿-导入前.xlsx").read_bytes() == old
    assert (home / "评价底稿-导入前2.xlsx").read_bytes() == again


def test_a_folder_named_by_out_gets_the_tables(table: Path, tmp_path: Path) -> None:
    assert run(["framework", "import", str(table), "--out", str(tmp_path / "读入")]) == 0
    assert (tmp_path / "读入" / "指标.yaml").read_text("utf-8").count("三级指标: ") == 3


def test_facts_that_conditions_read_are_declared_unless_there_are_facts_already(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "有条件.docx"
    path.write_bytes(DRAWN.docx([TABLE.replace("到位率90%以上，得60分", "完成的得满分，否则90%以上得60分")]))
    assert run(["framework", "import", str(path), "-C", str(home)]) == 0
    assert "要在“事实”表填写的：项目已完成、支出不超预算。" in capsys.readouterr().out
    engagement, found = load(read_folder(home))
    assert [one.message for one in found if one.severity == "error"] == []
    assert engagement is not None
    assert [fact.id for fact in engagement.typed] == ["项目已完成", "支出不超预算"]
    own = home / "tables" / "事实.yaml"
    own.write_text("- {名称: 项目已完成, 值: 是}\n", "utf-8")
    assert run(["framework", "import", str(path), "-C", str(home)]) == 0
    assert own.read_text("utf-8") == "- {名称: 项目已完成, 值: 是}\n"
    assert "“事实”已经有内容，没有写进去" in capsys.readouterr().err


def test_versions_somebody_wrote_are_not_replaced(table: Path, home: Path) -> None:
    (home / "tables").mkdir()
    own = home / "tables" / "版本分.yaml"
    own.write_text("- {编码: A11, 版本: 定稿, 原得分: 20, 得分: 30, 理由: 合议}\n", "utf-8")
    assert run(["framework", "import", str(table), "-C", str(home)]) == 0
    assert "定稿" in own.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("坏的.docx", b"PK\x03\x04 nothing", "办法："),
        ("空的.docx", b"", "办法："),
        ("坏的.xlsx", b"PK\x03\x04 nothing", "工作簿已损坏"),
        ("旧的.doc", b"\xd0\xcf\x11\xe0", "不读 .doc 文件。办法：用 Word 或 WPS 打开，另存为 .docx"),
        ("扫描.pdf", b"%PDF-1.4", "不读 .pdf 文件"),
        ("空.csv", b"", "没有表格"),
        ("名单.csv", "姓名,职务\n甲,组长\n".encode("gb18030"), "没有一个是指标表"),
    ],
)
def test_what_holds_no_indicator_table_is_told_in_one_line(
    name: str, data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert run(["framework", "import", str(path), "--out", str(tmp_path / "读入")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "读入").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--out", "结果.txt"], "只能写成 .xlsx 或文件夹"),
        (["--out", "项目"], "这是项目文件夹。办法：写进项目用 -C 项目"),
        (["-C", "没有"], "没有这个文件或文件夹"),
        (["--table", "9"], "文件里没有“9”这个表"),
    ],
)
def test_a_wrong_destination_is_told_before_anything_is_written(
    more: list[str],
    said: str,
    table: Path,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert run(["framework", "import", table.name, *more]) == 2
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before
