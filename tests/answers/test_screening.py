"""Which forms count: every rule with what it must meet and must not meet, in lists and in packed columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.answers.keeping import kept
from evalkit.files import answers as files
from evalkit.files.yaml import parse_yaml
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.questionnaire import RULES, Questionnaire, Survey
from evalkit.model.source import Sheet

HEADER = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
LETTERS = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
SCALE = "{" + ", ".join(f"{label}: {100 - 25 * place}" for place, label in enumerate(LETTERS)) + "}"
DAY = datetime(2023, 10, 12)  # noqa: DTZ001 - a platform's local time

GROUPS = yaml.safe_load((Path(__file__).parent / "screening.yaml").read_text("utf-8"))
CASES = [pytest.param(group, case, id=case["name"]) for group in GROUPS for case in group["cases"]]


def form_of(text: str, screening: dict[str, Any] | None = None) -> Questionnaire:
    whole = text.replace("五级", SCALE) + (yaml.safe_dump({"筛查": screening}, allow_unicode=True) if screening else "")
    node, findings = parse_yaml(whole.encode(), "甲.yaml")
    assert (findings, node is None) == ((), False)
    assert node is not None
    form, findings = load_questionnaire("甲", node)
    assert findings == ()
    assert form is not None
    return form


def sheet(form: Questionnaire, rows: Sequence[Sequence[str]], packed: bool = False) -> Sheet:
    """As 问卷星 has it; ``rows`` are time, seconds, the last byte of the address, and the answers."""
    header = [*HEADER, *(f"{question.id[1:]}、{question.text}" for question in form.questions)]
    cells = [
        [str(n), time, f"{seconds}秒", "微信", "N/A", source, *rest]
        for n, (time, seconds, source, *rest) in enumerate(rows, 1)
    ]
    columns = [list(column) for column in zip(header, *cells, strict=True)]
    return Sheet("a.xlsx", "Sheet1", held(columns, packed), len(cells) + 1)


def held(columns: Sequence[list[str]], packed: bool) -> Sequence[Any]:
    """The columns as lists, or as a large file is held: some by their values, some by their bytes."""
    if not packed:
        return tuple(columns)
    out = io.StringIO()
    csv.writer(out).writerows(zip(*columns, strict=True))
    with mock.patch.object(files, "LARGE_TEXT", 0):
        (made,), findings = files.read_answers(out.getvalue().encode(), "a.csv")
    assert findings == ()
    assert not any(isinstance(column, list) for column in made.columns)
    return made.columns


def screened(form: Questionnaire, rows: Sequence[Sequence[str]], packed: bool = False) -> Survey:
    survey, findings = ingest((sheet(form, rows, packed),), form)
    assert [one.message for one in findings if one.severity == "error"] == []
    assert survey is not None
    balanced(survey)
    return survey


def balanced(survey: Survey) -> None:
    """Every form has one state, no form is named by two rules, and what the rules name adds up to the states."""
    rows = [row for one in survey.screened for row in one.rows]
    assert len(rows) == len(set(rows))
    assert len(survey.states) == survey.collected
    for state in ("suspected", "invalid"):
        named = sorted(row for one in survey.screened if one.state == state for row in one.rows)
        assert named == [row for row, one in enumerate(survey.states, 2) if one == state]
    assert survey.collected == sum(survey.count(state) for state in ("valid", "suspected", "invalid"))
    assert all(one.rule in RULES and one.reason and one.rows for one in survey.screened)


def said(survey: Survey) -> list[list[Any]]:
    return [[one.rule, one.state, list(one.rows)] for one in survey.screened]


def written(text: str, questions: int) -> list[list[str]]:
    """The rows of a case; ten answers in one cell are letters."""
    made = []
    for line in text.splitlines():
        time, seconds, source, *answers = (cell.strip() for cell in line.split("|"))
        if len(answers) < questions:
            answers = [
                *("(空)" if one == "-" else LETTERS["ABCDE".index(one)] for one in answers[0]),
                answers[1] or "(空)",
            ]
        time = time if "/" in time or time == "(空)" else f"2023/10/12 {time}"
        made.append([time, seconds, f"192.0.2.{ord(source)}" if source else "", *answers])
    return made


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
@pytest.mark.parametrize(("group", "case"), CASES)
def test_a_rule_meets_what_it_must_and_nothing_else(group: dict[str, Any], case: dict[str, Any], packed: bool) -> None:
    form = form_of(group["form"], case.get("screening"))
    rows: list[list[str]] = []
    if isinstance(case["rows"], str):
        rows = written(group.get("before", "") + case["rows"], len(form.questions))
    else:
        for place, seconds in enumerate(case["rows"][0]):
            time = DAY + timedelta(minutes=place * place)
            rows.append([f"{time:%Y/%m/%d %H:%M:%S}", str(seconds), f"192.0.2.{place}", "是"])
    assert said(screened(form, rows, packed)) == case["finds"]


# ---- machines -----------------------------------------------------------------------------------------------------

ONE = """
标题: 问卷
筛查: {最短用时秒: 30}
题目:
  - {题号: Q1, 题干: 第1题, 题型: 填空}
"""
#: Gaps in seconds as people keep them.
PEOPLE = (340, 75, 1210, 33, 610, 190, 95, 1500, 260, 45, 820, 130)


def at(gaps: Sequence[int], start: int = 7) -> list[str]:
    """Times with these gaps between them."""
    moment, made = DAY + timedelta(hours=9, seconds=start), []
    for gap in (0, *gaps):
        moment += timedelta(seconds=gap)
        made.append(f"{moment:%Y/%m/%d %H:%M:%S}")
    return made


def sent(times: Sequence[str], seconds: Sequence[int], sources: str) -> list[list[str]]:
    spread = sources * len(times) if len(sources) == 1 else sources
    return [
        [time, str(spent), f"192.0.2.{ord(source)}", f"{spent}秒前{time}的意见"]
        for time, spent, source in zip(times, seconds, spread, strict=False)
    ]


def other(n: int) -> list[int]:
    """Seconds spent of which no two are equal."""
    return [90 + 7 * place for place in range(n)]


ALPHABET = "abcdefghijklmnop"


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
@pytest.mark.parametrize(
    ("gaps", "sources", "rows"),
    [
        pytest.param([60] * 9, ALPHABET, 10, id="十份每隔一分钟，来源各不相同"),
        pytest.param([60] * 9, "a", 10, id="十份每隔一分钟，来自一处"),
        pytest.param([60] * 8, "a", 0, id="九份太少"),
        pytest.param(PEOPLE, "a", 0, id="人的间隔有长有短"),
        pytest.param([3600] * 9, "a", 10, id="每隔正好一小时"),
        pytest.param([3601] * 9, "a", 0, id="隔一小时以上不算连续"),
        pytest.param([4] * 9, ALPHABET, 0, id="间隔不到五秒，人多时自然如此"),
        pytest.param([57, 63] * 4 + [57], "a", 10, id="间隔在一分钟上下三秒"),
        pytest.param([52, 68] * 4 + [52], "a", 0, id="间隔在一分钟上下八秒"),
    ],
)
def test_forms_at_equal_intervals_are_a_machines(gaps: list[int], sources: str, rows: int, packed: bool) -> None:
    survey = screened(form_of(ONE), sent(at(gaps), other(20), sources), packed)
    assert said(survey) == ([["machine_made", "suspected", list(range(2, 2 + rows))]] if rows else [])


def test_a_machine_is_found_among_the_people_who_answer_at_the_same_time() -> None:
    regular = sent(at([60] * 9), other(10), "a")
    people = sent(at(PEOPLE, 17), [200 + 7 * place for place in range(13)], ALPHABET[1:])
    survey = screened(form_of(ONE), [*people, *regular])
    assert said(survey) == [["machine_made", "suspected", list(range(15, 25))]]


def test_on_a_clock_without_seconds_a_crowd_is_no_machine() -> None:
    form = form_of(ONE)
    for gap, size, found in ((60, 10, 0), (60, 19, 0), (60, 20, 20), (300, 10, 10)):
        rows = sent(at([gap] * (size - 1), 0), other(size), ALPHABET + ALPHABET.upper())
        assert said(screened(form, rows)) == (
            [["machine_made", "suspected", list(range(2, 2 + found))]] if found else []
        )


def test_one_place_is_a_machine_even_where_it_keeps_to_full_minutes() -> None:
    survey = screened(form_of(ONE), sent(at([60] * 9, 0), other(10), "a"))
    assert said(survey) == [["machine_made", "suspected", list(range(2, 12))]]


def test_only_the_run_is_suspected_and_its_length_is_the_questionnaires() -> None:
    gaps = [*PEOPLE, *[60] * 5, *PEOPLE]
    rows = sent(at(gaps), other(40), "a")
    assert said(screened(form_of(ONE), rows)) == []
    form = form_of(ONE.replace("{最短用时秒: 30}", "{最短用时秒: 30, 规律份数: 6}"))
    assert said(screened(form, rows)) == [["machine_made", "suspected", list(range(14, 20))]]


def test_the_spread_that_counts_as_equal_is_the_questionnaires() -> None:
    # Ten gaps of 57 and 63 seconds: mean 60, deviation 3, so 5 %.
    rows = sent(at([57, 63] * 5), other(11), "a")
    for spread, found in (("0.05", 11), ("0.049", 0)):
        form = form_of(ONE.replace("30}", f"30, 规律份数: 11, 规律变异系数: {spread}}}"))
        assert screened(form, rows).count("suspected") == found


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
@pytest.mark.parametrize(
    ("seconds", "sources", "rows"),
    [
        pytest.param([101] * 10, "a", 10, id="一处连续十份都用了 101 秒"),
        pytest.param([101] * 9 + [102], "a", 0, id="九份太少"),
        pytest.param([101] * 10, ALPHABET, 0, id="来源各不相同"),
        pytest.param([120] * 10, "a", 0, id="只记到分钟的看不出"),
    ],
)
def test_one_place_that_always_takes_the_same_time_is_a_machine(
    seconds: list[int], sources: str, rows: int, packed: bool
) -> None:
    survey = screened(form_of(ONE), sent(at(PEOPLE[:9]), seconds, sources), packed)
    assert said(survey) == ([["machine_made", "suspected", list(range(2, 2 + rows))]] if rows else [])


# ---- blanks of those who were not asked -----------------------------------------------------------------------------

BRANCHED = """
标题: 问卷
题目:
  - {题号: Q1, 题干: 办过吗, 选项: [办过, 没有办过]}
  - {题号: Q2, 题干: 满意吗, 选项: {满意: 100, 不满意: 0}, 显示条件: Q1=办过}
  - {题号: Q3, 题干: 为什么, 题型: 多选, 选项: [慢, 远], 显示条件: Q2=不满意}
  - {题号: Q4, 题干: 哪天, 题型: 填空, 必答: 是, 显示条件: Q1=办过}
  - {题号: Q5, 题干: 各方面, 题型: 矩阵, 行: [态度, 效率], 选项: {好: 100, 差: 0}, 显示条件: Q1=办过}
  - {题号: Q6, 题干: 性别, 选项: [男, 女]}
"""


def branched(rows: Sequence[Sequence[str]], packed: bool) -> Survey:
    form = form_of(BRANCHED)
    header = [
        "提交时间",
        "用时",
        "IP",
        "1、办过吗",
        "2、满意吗",
        "3、为什么",
        "4、哪天",
        "5、(态度)",
        "5、(效率)",
        "6、性别",
    ]
    whole = [header, *([f"2023/10/12 9:{n:02}:07", f"{100 + n}秒", f"192.0.2.{n}", *row] for n, row in enumerate(rows))]
    columns = [list(column) for column in zip(*whole, strict=True)]
    survey, findings = ingest((Sheet("a.csv", "", held(columns, packed), len(whole)),), form)
    assert [one.message for one in findings] == []
    assert survey is not None
    balanced(survey)
    return survey


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_a_blank_of_somebody_not_asked_is_no_blank_and_makes_no_form_partial(packed: bool) -> None:
    survey = branched([["没有办过", "", "", "", "", "", "男"], ["办过", "满意", "", "昨天", "好", "好", "女"]], packed)
    assert said(survey) == []
    answers = {key: list(column) for key, column in survey.answers.items()}
    assert answers["Q2"] == [-2, 0]
    assert answers["Q3=1"] == [-2, -2]  # not asked with Q2, and not asked of the satisfied
    assert answers["Q4"] == [None, "昨天"]
    assert (answers["Q5.1"], answers["Q5.2"]) == ([-2, 0], [-2, 0])
    assert answers["Q6"] == [0, 1]


@pytest.mark.parametrize("packed", [False, True], ids=["list", "packed"])
def test_blanks_of_those_who_were_asked_or_may_have_been_stay_blanks(packed: bool) -> None:
    survey = branched([["办过", "", "", "", "", "", "男"], ["", "", "", "", "", "", "女"]], packed)
    assert said(survey) == [["partial", "invalid", [2, 3]]]
    assert list(survey.answers["Q2"]) == [-1, -1]
    assert list(survey.answers["Q4"]) == ["", ""]


# ---- the period -----------------------------------------------------------------------------------------------------


def test_where_half_the_forms_lie_outside_the_period_the_period_is_doubted_and_not_the_forms() -> None:
    form = form_of(ONE.replace("筛查", "调查时间: 2024年10月\n筛查"))
    survey, (doubt,) = ingest((sheet(form, sent(at([300]), other(2), ALPHABET)),), form)
    assert survey is not None
    assert said(survey) == []
    assert doubt.severity == "warning"
    for words in ("2024年10月", "2 份中有 2 份", "2023年10月12日"):
        assert words in doubt.message


# ---- whatever comes in ------------------------------------------------------------------------------------------------

MIXED = """
标题: 问卷
调查时间: 2023年10月12日
筛查:
  最短用时秒: 40
  相对用时: [0.9, 0.9]
  近似最少题数: 2
  近似相同率: 0.5
  规律份数: 3
  对象外: {Q1: [外]}
  矛盾: [{如果: Q2=满意, 则不应: Q4}]
题目:
  - {题号: Q1, 题干: 第1题, 选项: [内, 外]}
  - {题号: Q2, 题干: 第2题, 选项: {满意: 100, 一般: 50, 不满意: 0}}
  - {题号: Q3, 题干: 第3题, 题型: 多选, 选项: [甲, 乙, {选项: 无, 独选: 是}], 显示条件: Q1=内}
  - {题号: Q4, 题干: 第4题, 题型: 填空}
"""
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2023/10/12 9:00:00", "2023/10/12 9:01:00", "2023/10/12 9:02:00", "2023/10/13 9:03:00", ""]),
        st.sampled_from(["20", "41", "41", "100", "200"]),
        st.sampled_from(["192.0.2.1", "192.0.2.2", ""]),
        st.sampled_from(["内", "外", "(空)"]),
        st.sampled_from(["满意", "一般", "不满意", "(空)", "(跳过)"]),
        st.sampled_from(["甲", "甲┋乙", "无", "甲┋无", "(空)"]),
        st.sampled_from(["(空)", "请早点发放", "啊啊啊"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_every_form_has_one_state_and_lists_and_packed_columns_agree(rows: list[tuple[str, ...]]) -> None:
    form = form_of(MIXED)
    listed, packed = screened(form, rows), screened(form, rows, packed=True)
    assert listed.screened == packed.screened
    assert list(listed.states) == list(packed.states)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_what_is_kept_of_an_export_is_screened_alike(rows: list[tuple[str, ...]]) -> None:
    form = form_of(MIXED)
    export, _ = exported((sheet(form, rows),), form)
    assert export is not None
    survey, _ = answered(export, form)
    assert survey is not None
    table = kept(survey, forms(export, form, survey.answers))
    again, _ = ingest(
        (Sheet("甲.csv", "", tuple(list(column) for column in zip(*table, strict=True)), len(table)),), form
    )
    assert again is not None
    assert said(again) == said(survey)
