"""The blank forms of a questionnaire: what each one holds, and what the programs that take it in make of it."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalkit.cli.entry import run
from evalkit.files.answers import read_answers
from evalkit.files.docx import read_docx
from evalkit.files.yaml import parse_yaml
from evalkit.form import KINDS, forms
from evalkit.forming.entry import FRAME, columns_of, rows_of
from evalkit.ingest import ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.document import block_text
from evalkit.model.questionnaire import Questionnaire
from evalkit.tabulate import tabulate

ROOT = Path(__file__).parent.parent.parent
LIBRARY = sorted(path.parent.name for path in ROOT.glob("surveys/*/questionnaire.yaml"))

EVERY_KIND = """
标题: 全部题型的问卷
说明: 想了解您的感受
发放: 2
题目:
  - 分节: 一、基本情况
  - {题号: Q1, 题干: 您来过吗？, 选项: [来过, 没来过]}
  - {题号: Q2, 题干: 从哪里知道, 题型: 多选, 选项: [微信, 电视, 其他, {选项: 以前不知道, 独选: 是}], 角色: 背景}
  - {题号: Q3, 题干: 家里几口人, 题型: 数字, 必答: 否}
  - {题号: Q4, 题干: 哪天来的, 题型: 日期, 显示条件: Q1=来过}
  - {分节: 二、评价, 说明: 请按实际感受选择}
  - {题号: Q5, 题干: 下列方面是否满意, 题型: 矩阵, 行: [态度, 效率], 显示条件: Q1=来过, 角色: 满意度, 计入满意度: 是, 选项: {满意: 100, 一般: 50, 不满意: 0, 不了解: 不计}}
  - {题号: Q6, 题干: 总体是否满意, 题型: 量表, 角色: 满意度, 计入满意度: 是, 选项: {满意: 100, 一般: 50, 不满意: 0}}
  - {题号: Q7, 题干: 最想改进的, 题型: 排序, 选项: [甲, 乙, 丙]}
  - {题号: Q8, 题干: 您的职业, 选项: [教师, 其他], 显示条件: Q2=微信、电视}
  - {题号: Q9, 题干: 有什么意见？, 题型: 填空, 角色: 意见}
"""


def loaded(id: str, data: bytes) -> Questionnaire:
    node, _ = parse_yaml(data, id)
    assert node is not None
    made, findings = load_questionnaire(id, node)
    assert made is not None, findings
    return made


@pytest.fixture(scope="module")
def every() -> Questionnaire:
    return loaded("职工", EVERY_KIND.encode())


def library(name: str) -> Questionnaire:
    return loaded(name, (ROOT / "surveys" / name / "questionnaire.yaml").read_bytes())


def made(questionnaire: Questionnaire, kind: str) -> bytes:
    return forms(questionnaire, (kind,))[0][f"{questionnaire.id}{KINDS[kind]}"]


def test_the_text_for_wjx_is_as_it_asks_for(every: Questionnaire) -> None:
    assert (
        made(every, "wjx").decode()
        == """全部题型的问卷

想了解您的感受本问卷不记名，您的回答只作汇总统计，我们对个人信息保密。是否参加由您自愿决定，不愿回答的题可以不答。

一、基本情况[段落说明]

1. 您来过吗？[单选题]
来过
没来过

2. 从哪里知道[多选题]
微信
电视
其他____
以前不知道

3. 家里几口人[填空题]（选填）

4. 哪天来的[填空题]

二、评价：请按实际感受选择[段落说明]

5. 下列方面是否满意[矩阵单选题]
满意 一般 不满意 不了解
态度
效率

6. 总体是否满意[量表题]
满意
一般
不满意

7. 最想改进的[排序题]
甲
乙
丙

8. 您的职业[单选题]
教师
其他____

9. 有什么意见？[填空题]（选填）
"""
    )


def test_what_is_to_be_set_by_hand_in_wjx_is_told(every: Questionnaire) -> None:
    (found,) = forms(every, ("wjx", "word"))[1]
    assert found.severity == "note"
    assert "有 4 道题" in found.message
    assert found.cure.split("；") == [
        "第2题：“以前不知道”设为互斥（独选，选了就不能选别的）",
        "第4题：第1题选“来过”的人回答",
        "第5题：第1题选“来过”的人回答",
        "第8题：第2题选“微信”或“电视”的人回答",
    ]
    assert forms(every, ("word", "html"))[1] == ()


def test_a_question_with_a_condition_and_an_option_that_shuts_out_the_others_is_told_once() -> None:
    both = loaded(
        "甲",
        """
标题: 甲
题目:
  - {题号: Q1, 题干: 来过吗, 选项: [来过, 没来过]}
  - {题号: Q2, 题干: 看到什么, 题型: 多选, 选项: [山, 水, {选项: 都没有, 独选: 是}], 显示条件: Q1=来过}
""".encode(),
    )
    (found,) = forms(both, ("jsonl",))[1]
    assert "有 1 道题" in found.message
    assert found.cure == "第2题：第1题选“来过”的人回答，“都没有”设为互斥（独选，选了就不能选别的）"


def test_the_jsonl_has_an_object_a_line_and_first_the_whole(every: Questionnaire) -> None:
    rows = [json.loads(line) for line in made(every, "jsonl").decode().splitlines()]
    assert rows[0]["qtype"] == "问卷基础信息"
    assert rows[0]["title"] == "全部题型的问卷"
    assert [row["qtype"] for row in rows[1:]] == [
        "段落说明", "单选", "多选", "单项填空", "日期", "段落说明", "矩阵单选", "量表题", "排序", "单选", "简答题"
    ]  # fmt: skip
    matrix = rows[7]
    assert (matrix["rowtitle"], matrix["select"]) == (["态度", "效率"], ["满意", "一般", "不满意", "不了解"])
    assert [row["title"] for row in rows if row.get("requir") is False] == ["家里几口人", "有什么意见？"]


@pytest.mark.parametrize("name", ["", *LIBRARY])
def test_pyxform_takes_the_xlsform_without_a_word(name: str, every: Questionnaire) -> None:
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="需要 pyxform")
    questionnaire = library(name) if name else every
    result = xls2xform.convert(io.BytesIO(made(questionnaire, "xlsform")), file_type=".xlsx")
    assert result.warnings == []
    for question in questionnaire.questions:
        assert question.text in result.xform
    for option in questionnaire.questions[0].options:
        assert option.label in result.xform


def test_the_xlsform_knows_conditions_others_and_options_that_stand_alone(every: Questionnaire) -> None:
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="需要 pyxform")
    xform = xls2xform.convert(io.BytesIO(made(every, "xlsform")), file_type=".xlsx").xform
    binds = {found[1]: found[0] for found in re.finditer(r'<bind nodeset="[^"]*?/(\w+)"[^>]*>', xform)}
    assert "relevant" not in binds["q1"]
    assert re.search(r"relevant=\" ?/data/part1/q1  ?= '1'\"", binds["q4"])
    assert "q1" in binds["q5"]
    assert "selected( /data/part1/q2 , '1') or selected( /data/part1/q2 , '2')" in binds["q8"]
    assert "selected( /data/part1/q2 , '3')" in binds["q2_3_text"]
    assert "count-selected(.) = 1" in binds["q2"]
    assert 'required="true()"' in binds["q5_2"]
    assert "required" not in binds["q3"]


def test_the_page_holds_all_and_loads_nothing(every: Questionnaire) -> None:
    page = made(every, "html").decode()
    assert not re.search(r"https?:|src=|<script|@import|url\(", page)
    for words in (
        "一、基本情况",
        "请按实际感受选择",
        "5. 下列方面是否满意（每行选一项）",
        "第1题选“来过”的人回答",
        "（请写明）",
    ):
        assert words in page
    for words in ("不记名", "自愿", "问卷编号", "调查日期", "调查员"):
        assert words in page
    assert page.count("<td>") == 2 * 5


@pytest.mark.parametrize("name", ["", *LIBRARY])
def test_microsofts_validator_finds_nothing_in_word_and_excel(
    name: str, every: Questionnaire, complaints: Callable[..., list[object]]
) -> None:
    questionnaire = library(name) if name else every
    assert complaints(made(questionnaire, "word")) == []
    if name in ("", "enterprises"):
        assert complaints(made(questionnaire, "entry"), ".xlsx") == []
        assert complaints(made(questionnaire, "xlsform"), ".xlsx") == []


def test_the_word_form_holds_every_question_option_and_line(every: Questionnaire) -> None:
    document, _ = read_docx(made(every, "word"), "问卷.docx")
    assert document is not None
    text = "\n".join(block_text(block) for block in document.blocks())
    for question in every.questions:
        assert f"{question.id[1:]}. {question.text}" in text
        for option in question.options:
            assert option.label in text
        for row in question.rows:
            assert row in text
    for words in ("问卷编号：", "调查日期：", "调查员：", "不记名", "自愿", "选此项的不选其他"):
        assert words in text


def test_an_intro_that_says_it_is_not_told_twice() -> None:
    page = made(library("enterprises"), "html").decode()
    assert page.count("不记名") == 1
    assert page.count("自愿") == 1


def test_the_same_questionnaire_gives_the_same_bytes(every: Questionnaire) -> None:
    assert forms(every, tuple(KINDS)) == forms(every, tuple(KINDS))


# ---- typing paper forms in ----------------------------------------------------------------------------------------

ANSWERS: dict[str, list[Any]] = {
    "问卷编号": ["001", "002", "003"],
    "1、您来过吗？": ["来过", "没来过", "来过"],
    "2、(微信)": ["√", None, "√"],
    "2、(其他)": ["其他〖广播〗", None, None],
    "2、(以前不知道)": [None, "√", None],
    "3、家里几口人": ["3", None, "5"],
    "4、哪天来的": ["2026-03-02", "(跳过)", "2026-03-03"],
    "5、(态度)": ["满意", "(跳过)", "一般"],
    "5、(效率)": ["满意", "(跳过)", "不了解"],
    "6、总体是否满意": ["满意", "一般", "一般"],
    "7、(甲)": ["1", "2", "1"],
    "7、(乙)": ["2", "1", "3"],
    "7、(丙)": ["3", "3", "2"],
    "8、您的职业": ["教师", "(跳过)", "其他〖司机〗"],
    "9、有什么意见？": ["很好", None, None],
}


def typed(data: bytes, second: dict[str, list[Any]] | None = None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, answers in (("录入", ANSWERS), ("第二次录入", second or {})):
        headers = [cell.value for cell in book[name][1]]
        for header, values in answers.items():
            for row, value in enumerate(values, 2):
                book[name].cell(row, headers.index(header) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_is_typed_into_the_workbook_is_read_and_counted(every: Questionnaire) -> None:
    sheets, findings = read_answers(typed(made(every, "entry")), "职工.xlsx")
    assert findings == ()
    survey, found = ingest(sheets, every)
    assert survey is not None, found
    assert [one for one in found if one.severity != "note"] == []
    assert survey.collected == 3
    facts, _ = tabulate(survey)
    values = {fact.id: fact.value for fact in facts.values()}
    assert values["问卷.职工.Q1.来过.人数"] == 2
    assert values["问卷.职工.Q2.微信.人数"] == 2
    assert values["问卷.职工.Q2.其他.人数"] == 1
    assert values["问卷.职工.Q5.1.均值"] == 75  # (100 + 50) / 2, one was not asked
    assert values["问卷.职工.Q5.2.均值"] == 100  # 不了解 is outside the base
    assert values["问卷.职工.Q6.一般.人数"] == 2
    assert values["问卷.职工.Q8.其他.人数"] == 1


def test_the_second_typing_names_what_differs(every: Questionnaire) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("需要 LibreOffice")
    second = {
        header: [values[2], values[0], "009" if header == "问卷编号" else None] for header, values in ANSWERS.items()
    }
    second["5、(效率)"] = ["不了解", "一般", None]
    second["2、(电视)"] = [None, "√", None]
    book = calculated(typed(made(every, "entry"), second), soffice)
    rows = [tuple(row[-2:]) for row in book["第二次录入"].iter_rows(min_row=2, max_row=5, values_only=True)]
    assert rows == [(4, None), (2, "2（电视） 5.2"), ("没有", "第一次录入里没有这个编号"), (None, None)]
    told = dict(book["核对"].iter_rows(min_row=2, values_only=True))
    assert told == {
        "第一次录入的份数": 3, "第二次录入的份数": 3, "两次不一致的份数": 2, "两次一致的份数": 1, "份数一致率": "33.33%"
    }  # fmt: skip


def test_no_formula_is_longer_than_excel_takes() -> None:
    rows = "、".join(f"第{n}个方面的名称相当长的一行文字" for n in range(1, 31)).replace("、", ", ")
    lines = [f"  - {{题干: 方面{n}, 题型: 矩阵, 行: [{rows}], 选项: [好, 中, 差]}}" for n in range(1, 9)]
    wide = loaded("很宽", ("标题: 很宽\n发放: 1\n题目:\n" + "\n".join(lines) + "\n").encode())
    book = openpyxl.load_workbook(io.BytesIO(made(wide, "entry")))
    formulas = [cell.value for cell in book["第二次录入"][2] if str(cell.value).startswith("=")]
    assert len(formulas) == 2 + 4
    assert max(map(len, formulas)) <= 8192


def calculated(data: bytes, soffice: str) -> openpyxl.Workbook:
    """The workbook as LibreOffice calculates it from nothing: openpyxl has left the results out."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.xlsx").write_bytes(data)
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", f"{folder}/out", f"{folder}/bare.xlsx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return openpyxl.load_workbook(Path(folder, "out", "bare.xlsx"), data_only=True)


def test_the_rows_made_ready_go_by_the_forms_issued(every: Questionnaire) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(every, "entry")))
    assert rows_of(every) == 22
    assert [cell.value for cell in book["录入"][1]] == [*FRAME, *(column.header for column in columns_of(every))]
    lists = {str(rule.sqref): rule.formula1 for rule in book["录入"].data_validations.dataValidation}
    assert lists["F2:F23"] == "选项!$A$1:$A$2"
    offered = [cell.value for row in book["选项"].iter_rows() for cell in row if cell.value]
    assert offered.count("(跳过)") >= 2


# ---- the command --------------------------------------------------------------------------------------------------


def test_the_command_writes_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["survey", "form", "trainees", "--only", "word,entry", "-o", "表", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"outputs": ["表/trainees.docx", "表/trainees-录入.xlsx"]}
    assert sorted(path.name for path in (tmp_path / "表").iterdir()) == ["trainees-录入.xlsx", "trainees.docx"]
    assert zipfile.is_zipfile(tmp_path / "表" / "trainees.docx")


def test_the_forms_of_an_engagement_go_below_its_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "项目"
    shutil.copytree(ROOT / "examples" / "yongxing-2022", home)
    assert run(["survey", "form", "职工", "-C", str(home)]) == 0
    assert run(["survey", "form", "职工", "-C", str(home)]) == 0
    names = sorted(path.name for path in (home / "build" / "问卷").iterdir())
    assert names == sorted(f"职工{suffix}" for suffix in KINDS.values())


def test_a_file_that_stands_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "staff.html").write_text("我改过的", "utf-8")
    words = ["survey", "form", "staff", "--only", "html", "-o", str(tmp_path)]
    assert run(words) == 2
    assert "没有动它" in capsys.readouterr().err
    assert (tmp_path / "staff.html").read_text("utf-8") == "我改过的"
    assert run([*words, "--force"]) == 0


def test_a_kind_nobody_knows_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "form", "staff", "--only", "pdf", "-o", str(tmp_path)]) == 2
    assert "没有“pdf”这种表" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
