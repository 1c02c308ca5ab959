"""Times written 3/4/2025: month or day first, decided for the whole file and never in silence where it matters."""

from __future__ import annotations

from unittest import mock

import polars
import pytest

from evalkit.answers.arrays import times
from evalkit.answers.clock import read_time
from evalkit.files import answers as files
from evalkit.files.yaml import parse_yaml
from evalkit.importers._dates import year_first
from evalkit.ingest import exported, forms, ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

QUESTION = "题目:\n  - {题号: Q1, 题干: 是否满意, 选项: {满意: 100, 不满意: 0}}\n"
SURVEYMONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "是否满意"]
FORMS = ["ID", "Start time", "Completion time", "Email", "Name", "是否满意"]


def form(more: str = "") -> Questionnaire:
    node, findings = parse_yaml(f"标题: 问卷\n{more}{QUESTION}".encode(), "甲.yaml")
    assert node is not None, findings
    made, findings = load_questionnaire("甲", node)
    assert made is not None, findings
    return made


def export_of(days: list[str], head: list[str] = FORMS, packed: bool = False) -> Sheet:
    """An export whose forms were begun at nine and sent at five past, one a day."""
    lines = [[str(n), "", "", "", "", "满意"] for n in range(1, len(days) + 1)]
    start, end = (2, 3) if head is SURVEYMONKEY else (1, 2)
    for line, day in zip(lines, days, strict=True):
        line[start], line[end] = f"{day} 9:00:00", f"{day} 9:05:00"
    rows = [list(head), *([*line[: len(head) - 1], "满意"] for line in lines)]
    if not packed:
        return Sheet("a.xlsx", "Sheet1", tuple(list(column) for column in zip(*rows, strict=True)), len(rows))
    text = "\n".join(",".join(row) for row in rows)
    with mock.patch.object(files, "LARGE_TEXT", 0):
        (made,), _ = files.read_answers(text.encode(), "a.csv")
    return made


def days_read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[list[str], list[str]]:
    """The days on which the forms were sent as they were read, and what was said of that."""
    export, findings = exported((sheet,), questionnaire)
    assert export is not None, findings
    sent = times(forms(export, questionnaire, {}).submitted)
    assert sent is not None
    return [str(moment)[5:10] for moment in sent.astype("datetime64[s]")], [one.message for one in findings]


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
@pytest.mark.parametrize(("days", "read"), [
    pytest.param(["3/4/2025", "13/4/2025"], ["04-03", "04-13"], id="有一个 13 在前，都是日在前"),
    pytest.param(["3/4/2025", "4/13/2025"], ["03-04", "04-13"], id="有一个 13 在后，都是月在前"),
    pytest.param(["3.4.2025", "5.4.2025"], ["04-03", "04-05"], id="用点隔开的是日在前"),
    pytest.param(["3-4-25", "25-4-25"], ["04-03", "04-25"], id="两位的年份"),
    pytest.param(["2025/3/4", "2025/3/13"], ["03-04", "03-13"], id="年在前的不动"),
    pytest.param(["3/4/2025", "5/4/2025"], ["03-04", "05-04"], id="看不出的按月在前"),
])  # fmt: skip
def test_one_day_past_the_twelfth_settles_it_for_all(days: list[str], read: list[str], packed: bool) -> None:
    # Where no period is asked about, nothing hangs on it and nothing is said.
    assert days_read(export_of(days, packed=packed), form()) == (read, [])


def test_what_nothing_tells_is_said_where_a_period_hangs_on_it_and_settled_by_the_questionnaire() -> None:
    sheet = export_of(["3/4/2025", "5/4/2025", "6/4/2025"])
    period = "调查时间: 2025年4月\n"
    read, (said,) = days_read(sheet, form(period))
    assert read == ["03-04", "05-04", "06-04"]
    assert "看不出是 3 月 4 日还是 4 月 3 日" in said
    assert days_read(sheet, form(f"{period}筛查: {{日期次序: 日月年}}\n")) == (["04-03", "04-05", "04-06"], [])
    assert days_read(sheet, form(f"{period}筛查: {{日期次序: 月日年}}\n")) == (read, [])


def test_a_platform_that_writes_the_month_first_needs_no_word() -> None:
    sheet = export_of(["3/4/2025", "5/4/2025"], SURVEYMONKEY)
    assert days_read(sheet, form("调查时间: 2025年4月\n")) == (["03-04", "05-04"], [])
    # What its files say goes before what it usually does.
    sheet = export_of(["3/4/2025", "25/4/2025"], SURVEYMONKEY)
    assert days_read(sheet, form("调查时间: 2025年4月\n")) == (["04-03", "04-25"], [])


def test_a_questionnaire_that_says_otherwise_than_the_file_is_told() -> None:
    sheet = export_of(["3/4/2025", "25/4/2025"])
    read, (said,) = days_read(sheet, form("筛查: {日期次序: 月日年}\n"))
    assert read == ["04-03", "04-25"]
    assert "日期次序" in said


def test_a_file_that_has_both_is_told_and_each_time_read_as_it_can_be() -> None:
    read, (said,) = days_read(export_of(["13/4/2025", "4/14/2025", "3/4/2025"]), form("调查时间: 2025年\n"))
    assert read == ["04-13", "04-14", "03-04"]
    assert "有的月在前、有的日在前" in said


def test_forms_of_april_are_not_thrown_out_of_april() -> None:
    sheet = export_of([f"{day}/4/2025" for day in range(3, 15)])
    survey, findings = ingest((sheet,), form("调查时间: 2025年4月\n"))
    assert survey is not None
    assert (survey.count("valid"), findings) == (12, ())


def test_an_order_that_is_none_is_a_fault() -> None:
    node, _ = parse_yaml(f"标题: 问卷\n筛查: {{日期次序: 日在前}}\n{QUESTION}".encode(), "甲.yaml")
    assert node is not None
    _, (wrong,) = load_questionnaire("甲", node)
    assert ("日期次序" in wrong.message, "日月年" in wrong.cure) == (True, True)


def test_whatever_else_stands_in_the_column_stays() -> None:
    column = ["时间", "25/4/2025, 下午 1:05", None, "无", "3/4/2025 9:05:33 AM"]
    sheet, _ = year_first(Sheet("a", "", (column,), 5), (0, None), range(1, 5))
    assert sheet.columns[0] == ["时间", "2025-4-25 下午 1:05", None, "无", "2025-4-3 9:05:33 AM"]
    assert [str(read_time(str(text))) for text in (sheet.columns[0][1], sheet.columns[0][4])] == [
        "2025-04-25 13:05:00", "2025-04-03 09:05:33",
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["3/4/2025", "25/4/2025", "3/4/25"])
def test_a_long_column_of_which_all_differ_is_read_as_a_short_one(first: str) -> None:
    from evalkit.packed import Texts

    texts = [f"{first} 9:{n // 60:02}:{n % 60:02}" for n in range(100)] + ["", "无", "12.4.2025, 9:00:00", None]
    listed, _ = year_first(Sheet("a", "", ([*texts],), len(texts)), (0,), range(len(texts)))
    packed, _ = year_first(Sheet("a", "", (Texts(polars.Series(texts)),), len(texts)), (0,), range(len(texts)))
    assert isinstance(packed.columns[0], Texts)
    assert [text or None for text in packed.columns[0]] == [text or None for text in listed.columns[0]]
