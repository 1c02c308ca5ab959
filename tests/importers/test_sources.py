"""One survey from several sources: an online export, our own workbook for paper forms, a table made by hand."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from unittest import mock

import openpyxl
import pytest

from evalkit.app.opening import open_engagement
from evalkit.cli.entry import run
from evalkit.exhibits import survey_accounting
from evalkit.files import answers as files
from evalkit.files.answers import read_answers
from evalkit.files.yaml import parse_yaml
from evalkit.forming import entry
from evalkit.ingest import ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.document import Table, plain_text
from evalkit.model.export import told_in_name
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.model.source import Sheet
from evalkit.tabulate import survey_report, tabulate

FORM = """
标题: 农户满意度
筛查: {最短用时秒: 30}
题目:
  - {题号: Q1, 题干: 您的村, 题型: 单选, 选项: [甲村, 乙村]}
  - {题号: Q2, 题干: 是否满意, 题型: 单选, 选项: {满意: 100, 一般: 50, 不满意: 0}, 角色: 满意度, 计入满意度: 是}
  - {题号: Q3, 题干: 途径, 题型: 多选, 选项: [微信, 公示, 其他]}
  - {题号: Q4, 题干: 您的建议, 题型: 填空, 必答: 否}
"""
ONLINE = """序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的村,2、是否满意,3、途径,4、您的建议
1,2025/3/2 9:00:00,96秒,微信,N/A,192.0.2.7(湖南-郴州),甲村,满意,微信┋其他〖亲友〗,多开会
2,2025/3/2 9:01:00,20秒,微信,N/A,192.0.2.8(湖南-郴州),乙村,一般,公示,(空)
3,2025/3/2 9:03:10,80秒,微信,N/A,192.0.2.9(湖南-郴州),甲村,不满意,微信,(空)
4,2025/3/2 9:05:00,90秒,微信,N/A,192.0.2.7(湖南-郴州),甲村,满意,微信┋其他〖亲友〗,多开会
"""
#: By row: number, date, place, who asked, who typed, then the answers, a column an option for Q3.
PAPER = [
    ["1", "2025-3-2", "甲村", "调查员一", "录入员一", "甲村", "满意", "√", "", "", "修路"],
    ["2", "2025-3-2", "甲村", "调查员一", "录入员一", "甲村", "一般", "", "√", "其他〖喇叭〗", ""],
    ["3", "2025-3-2", "乙村", "调查员一", "录入员一", "乙村", "满意", "√", "√", "", ""],
]
TABLE = "您的村,是否满意,途径,您的建议\n甲村,一般,微信、公示,\n乙村,不满意,公示,太慢\n"


def form() -> Questionnaire:
    node, _ = parse_yaml(FORM.encode(), "农户.yaml")
    assert node is not None
    made, findings = load_questionnaire("农户", node)
    assert made is not None, findings
    return made


def paper(rows: list[list[str]], questionnaire: Questionnaire | None = None) -> bytes:
    """The workbook of ``survey form`` with these rows typed in."""
    book = openpyxl.load_workbook(io.BytesIO(entry.write(questionnaire or form())))
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            book["录入"].cell(number, column).value = text or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(name: str, data: bytes, packed: bool = False) -> tuple[Sheet, ...]:
    usual = (files.LARGE_TEXT, files.LARGE_WORKBOOK)
    text, workbook = (0, 0) if packed else usual
    with mock.patch.multiple(files, LARGE_TEXT=text, LARGE_WORKBOOK=workbook):
        sheets, findings = read_answers(data, name)
    assert findings == ()
    return sheets


def three(*packed: bool) -> tuple[Survey, tuple[Finding, ...]]:
    """The three files as one survey, each read in lists or in packed columns."""
    sheets = (
        *read("农户.csv", ONLINE.encode(), packed[0]),
        *read("农户-2.xlsx", paper(PAPER), packed[1]),
        *read("农户-3.csv", TABLE.encode(), packed[2]),
    )
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    return survey, findings


KINDS = pytest.mark.parametrize(
    "packed", [(False, False, False), (True, True, True), (True, False, True)], ids=["list", "packed", "mixed"]
)


@KINDS
def test_every_file_is_read_in_its_own_way_and_the_forms_stand_one_after_another(packed: tuple[bool, ...]) -> None:
    survey, _ = three(*packed)
    assert survey.collected == 9
    assert list(survey.answers["Q1"]) == [0, 1, 0, 0, 0, 0, 1, 0, 1]
    assert list(survey.answers["Q2"]) == [0, 1, 2, 0, 0, 1, 0, 1, 2]
    assert [list(survey.answers[f"Q3={place}"]) for place in (1, 2, 3)] == [
        [1, 0, 1, 1, 1, 0, 1, 1, 0],
        [0, 1, 0, 0, 0, 1, 1, 1, 1],
        [1, 0, 0, 1, 0, 1, 0, 0, 0],
    ]
    assert list(survey.answers["Q3.其他"]) == ["亲友", "", "", "亲友", "", "喇叭", "", "", ""]
    assert list(survey.answers["Q4"]) == ["多开会", "", "", "多开会", "修路", "", "", "", "太慢"]


@KINDS
def test_who_hurried_and_who_sent_twice_is_found_where_times_and_senders_are_known(packed: tuple[bool, ...]) -> None:
    survey, _ = three(*packed)
    assert [(one.rule, one.state, one.rows) for one in survey.screened] == [
        ("duplicate", "invalid", (5,)),
        ("too_fast", "invalid", (3,)),
    ]
    assert list(survey.states) == ["valid", "invalid", "valid", "invalid"] + ["valid"] * 5


@KINDS
def test_the_forms_of_every_source_are_accounted_for(packed: tuple[bool, ...]) -> None:
    survey, findings = three(*packed)
    facts, _ = tabulate(survey)
    counts = {id.removeprefix("问卷.农户.来源."): fact.text for id, fact in facts.items() if ".来源." in id}
    assert counts == {
        "线上.收回": "4",
        "线上.有效": "2",
        "纸质.收回": "3",
        "纸质.有效": "3",
        "其他.收回": "2",
        "其他.有效": "2",
    }
    # (100 + 0) online, (100 + 50 + 100) on paper, (50 + 0) in the table, over 7.
    assert facts["问卷.农户.满意度"].text == "57.14"
    report, _ = survey_report(survey, facts)
    assert [(one["name"], one["platforms"], one["files"]) for one in report["sources"]] == [
        ("线上", ["wjx"], ["农户.csv"]),
        ("纸质", ["plain"], ["农户-2.xlsx"]),
        ("其他", ["plain"], ["农户-3.csv"]),
    ]
    assert [(one["valid"], one["invalid"]) for one in report["sources"]] == [(2, 2), (3, 0), (2, 0)]
    (said,) = [found for found in findings if "合成一次调查" in found.message]
    assert said.severity == "note"


@KINDS
def test_places_name_the_file_the_sheet_and_the_row(packed: tuple[bool, ...]) -> None:
    survey, _ = three(*packed)
    assert str(survey.where(5)) == "农户.csv:5"
    # Five rows in the first file; the workbook's own rows begin with its header.
    assert str(survey.where(5 + 2)) == "农户-2.xlsx:录入!2"
    facts, _ = tabulate(survey)
    assert [str(one) for one in facts["问卷.农户.Q2.均值"].sources] == [
        "农户.csv:H", "农户-2.xlsx:录入!G", "农户-3.csv:B",
    ]  # fmt: skip
    report, _ = survey_report(survey, facts)
    assert [one["places"] for one in report["screening"]] == [["农户.csv:5"], ["农户.csv:3"]]


def test_one_file_has_no_sources_and_no_places() -> None:
    survey, findings = ingest(read("农户.csv", ONLINE.encode()), form())
    assert survey is not None
    facts, _ = tabulate(survey)
    assert not any(".来源." in id for id in facts)
    report, _ = survey_report(survey, facts)
    assert report["sources"] == []
    assert "places" not in report["screening"][0]
    assert findings == ()


def test_a_fault_names_the_file_it_is_in_and_the_faults_of_all_files_are_told_at_once() -> None:
    sheets = (
        *read("农户.csv", ONLINE.replace("不满意", "不知道").encode()),
        *read("农户-2.csv", TABLE.replace("太慢", "无").replace("不满意", "很差").encode()),
    )
    survey, findings = ingest(sheets, form())
    assert survey is None
    assert [str(found.where) for found in findings if found.severity == "error"] == ["农户.csv:H4", "农户-2.csv:B3"]


def test_a_file_that_is_of_another_survey_stops_the_work_by_name() -> None:
    sheets = (*read("农户.csv", ONLINE.encode()), *read("农户-2.csv", "编号,身高\n1,170\n".encode()))
    survey, findings = ingest(sheets, form())
    assert survey is None
    assert [found.where.file for found in findings if found.severity == "error"] == ["农户-2.csv"]


# ---- who is who across sources --------------------------------------------------------------------------------------

TENCENT = """编号,开始答题时间,结束答题时间,IP,1.您的村,2.是否满意,3.途径,4.您的建议
1,2025-03-02 09:05:00,2025-03-02 09:06:30,192.0.2.7,甲村,满意,微信┋其他,多开会
2,2025-03-02 09:07:00,2025-03-02 09:08:30,192.0.2.77,甲村,满意,微信┋其他,多开会
"""


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_one_address_is_one_address_on_every_platform(packed: bool) -> None:
    online = ONLINE.splitlines()[:2]
    online[1] = online[1].replace("〖亲友〗", "")
    sheets = (
        *read("农户.csv", "\n".join(online).encode(), packed),
        *read("农户-2.csv", TENCENT.encode(), packed),
    )
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    # The same answers from 192.0.2.7 six minutes later; those from 192.0.2.77 are another's.
    assert [(one.rule, str(survey.where(one.rows[0]))) for one in survey.screened] == [("duplicate", "农户-2.csv:2")]


KEPT = """原文件行号,提交时间,用时,来源代号,用户代号,收集方式,1、您的村,2、是否满意,3、途径,4、您的建议
2,2025-03-02 {hour}:00:00,96秒,1,1,{way},甲村,满意,微信,多开会
3,2025-03-02 {hour}:05:00,96秒,2,2,{way},甲村,一般,微信,
"""


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_the_numbers_of_senders_of_two_imports_are_never_the_same_people(packed: bool) -> None:
    sheets = (
        *read("农户.csv", KEPT.format(hour="09", way="线上").encode(), packed),
        *read("农户-2.csv", KEPT.format(hour="09", way="线上").replace(":00,", ":20,").encode(), packed),
    )
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    assert (survey.collected, survey.screened) == (4, ())
    # All of one way: no accounting by way.
    assert survey.way is None
    assert [way.name for way in survey.ways] == ["线上"]


def test_the_same_forms_put_in_twice_are_said() -> None:
    rows = [f"{n},2025-03-02 09:0{n}:00,96秒,{n},线上,甲村,满意,微信,好" for n in range(1, 5)]
    head = "原文件行号,提交时间,用时,来源代号,收集方式,1、您的村,2、是否满意,3、途径,4、您的建议"
    text = "\n".join([head, *rows]).encode()
    survey, findings = ingest((*read("农户.csv", text), *read("农户-2.csv", text)), form())
    assert survey is not None, findings
    (said,) = [found for found in findings if found.severity == "warning"]
    assert "有 4 份" in said.message
    assert str(said.where) == "农户-2.csv:2"


# ---- what a source is called ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        ("职工", ("职工", "")), ("职工-2", ("职工", "")), ("职工（3）", ("职工", "")), ("职工-纸质", ("职工", "纸质")),
        ("职工（面访）", ("职工", "面访")), ("职工-电话-2", ("职工", "电话")), ("职工-家属", ("职工-家属", "")),
    ],
)  # fmt: skip
def test_the_name_of_a_file_says_of_which_survey_it_is_and_in_which_way(stem: str, told: tuple[str, str]) -> None:
    assert told_in_name(stem) == told


def test_the_name_of_the_file_goes_before_what_it_looks_like() -> None:
    survey, _ = ingest((*read("农户.csv", ONLINE.encode()), *read("农户-电话.csv", TABLE.encode())), form())
    assert survey is not None
    assert [way.name for way in survey.ways] == ["线上", "电话"]


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_a_column_may_tell_the_ways_of_one_table(packed: bool) -> None:
    text = "收集方式,您的村,是否满意,途径,您的建议\n线上,甲村,满意,微信,\n纸质,甲村,一般,公示,\n线上,乙村,一般,公示,\n"
    survey, findings = ingest(read("农户.csv", text.encode(), packed), form())
    assert survey is not None, findings
    facts, _ = tabulate(survey)
    assert facts["问卷.农户.来源.线上.收回"].value == 2
    assert facts["问卷.农户.来源.纸质.收回"].value == 1


def test_two_ways_of_thirty_forms_each_are_set_side_by_side_for_the_team() -> None:
    """By hand: 20 满意 and 10 不满意 online are 66.67, 30 满意 on paper are 100."""
    online = ONLINE.splitlines()[:1] + [
        f"{n},2025/3/2 9:{n:02}:{n * n % 60:02},{60 + n}秒,微信,N/A,192.0.2.{n},甲村,{'满意' if n <= 20 else '不满意'},微信,(空)"
        for n in range(1, 31)
    ]
    typed = [[str(n), "", "", "", "录入员一", "乙村", "满意", "√", "", "", ""] for n in range(1, 31)]
    sheets = (*read("农户.csv", "\n".join(online).encode()), *read("农户-2.xlsx", paper(typed)))
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    assert survey.count("invalid") == 0
    _, (said,) = tabulate(survey)
    assert said.severity == "note"
    assert "线上66.67%（有效30份" in said.message
    assert "纸质100.00%（有效30份）" in said.message
    assert "相差33.33个百分点" in said.message
    short, _ = ingest((*read("农户.csv", "\n".join(online[:-1]).encode()), *read("农户-2.xlsx", paper(typed))), form())
    assert short is not None
    assert tabulate(short)[1] == ()


# ---- in an engagement -----------------------------------------------------------------------------------------------

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An engagement with one questionnaire and no answers; an online export and typed paper forms beside it."""
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "responses", "questionnaires"))
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "农户.yaml").write_text(FORM, "utf-8")
    (tmp_path / "下载.csv").write_text(ONLINE, "utf-8")
    (tmp_path / "录入.xlsx").write_bytes(paper(PAPER))
    return folder


def imported(home: Path, capsys: pytest.CaptureFixture[str], file: str, *more: str) -> tuple[int, dict[str, object]]:
    status = run(["survey", "import", "农户", str(home.parent / file), "-C", str(home), "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def test_a_second_source_is_added_beside_the_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(home, capsys, "下载.csv")[0] == 0
    before = (home / "responses" / "农户.csv").read_bytes()
    status, answer = imported(home, capsys, "录入.xlsx")
    assert status == 2
    assert "--add" in answer["faults"][0]["cure"]  # type: ignore[index]
    status, answer = imported(home, capsys, "录入.xlsx", "--add")
    assert status == 0, answer
    assert answer["output"] == str(home / "responses" / "农户-2.csv")
    assert (answer["collected"], answer["valid"], answer["invalid"]) == (7, 5, 2)
    # (100 + 0 + 100 + 50 + 100) / 5.
    assert answer["satisfaction"]["value"] == "70.00"  # type: ignore[index]
    assert [(one["name"], one["collected"], one["valid"]) for one in answer["sources"]] == [  # type: ignore[attr-defined]
        ("线上", 4, 2), ("纸质", 3, 3),
    ]  # fmt: skip
    assert (home / "responses" / "农户.csv").read_bytes() == before
    text = (home / "responses" / "农户-2.csv").read_text("utf-8-sig")
    assert "录入员一" not in text
    assert "调查员一" not in text
    files = [str(home / "responses" / name) for name in ("农户.csv", "农户-2.csv")]
    assert run(["survey", "tabulate", *files, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    for key in ("collected", "valid", "invalid", "questions", "satisfaction"):
        assert again[key] == answer[key]


def test_the_first_answers_need_no_adding_and_the_same_again_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answer = imported(home, capsys, "录入.xlsx", "--add")
    assert status == 0
    assert answer["output"] == str(home / "responses" / "农户.csv")
    status, answer = imported(home, capsys, "录入.xlsx", "--add")
    assert status == 2
    assert "已经导入过" in answer["faults"][0]["message"]  # type: ignore[index]
    assert [path.name for path in (home / "responses").iterdir()] == ["农户.csv"]


def test_an_export_that_lies_among_the_answers_is_not_added_to_itself(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "responses").mkdir()
    shutil.copy(home.parent / "录入.xlsx", home / "responses" / "农户-纸质.xlsx")
    status, answer = imported(home, capsys, "项目/responses/农户-纸质.xlsx", "--add")
    assert status == 2
    assert "已经在 responses 里" in answer["faults"][0]["message"]  # type: ignore[index]


def test_raw_files_of_several_platforms_are_one_survey_of_the_engagement(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected"))
    yaml = folder / "questionnaires" / "职工.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("发放: 29", "发放: 31"), "utf-8")
    node, _ = parse_yaml(yaml.read_bytes(), "职工.yaml")
    assert node is not None
    questionnaire, _ = load_questionnaire("职工", node)
    assert questionnaire is not None
    typed = [column.choices[0] if column.choices else "" for column in entry.columns_of(questionnaire)]
    rows = [[str(n), "", "", "", "录入员一", *typed] for n in (1, 2)]
    (folder / "responses" / "职工-纸质.xlsx").write_bytes(paper(rows, questionnaire))
    opened, found = open_engagement(folder)
    # Commands repeat what is wrong with the input; that two files were put together is no such thing.
    assert [one.kind for one in found if "标题不同的答卷" in one.message] == ["other"]
    # 29 online, of which 27 are valid, and two on paper.
    assert opened.case.surveys["职工"].collected == 31
    counts = [opened.case.facts[f"问卷.职工.来源.{name}"].value for name in ("线上.收回", "线上.有效", "纸质.有效")]
    assert counts == [29, 27, 2]
    (table,) = survey_accounting.build(opened.case, 问卷="职工")
    assert isinstance(table, Table)
    notes = [plain_text(note) for note in table.notes]
    assert notes[0].endswith("收回的答卷中，线上29份（有效27份）、纸质2份（有效2份）。")
