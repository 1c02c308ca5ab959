"""Rows of named entries -> checked values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evalkit.model.places import Where
from evalkit.model.source import Entry, RawRow, RawTable, Value
from evalkit.records import one_line, read_record, read_table
from evalkit.words import FUNDS, Field, TableSpec

AT = Where("表", "1")


def row(**entries: Value) -> RawRow:
    return RawRow({key: Entry(value, Where("表", key)) for key, value in entries.items()}, AT)


def value(kind: Any, written: Value, **more: Any) -> tuple[Any, list[str]]:
    record, findings = read_record(row(某=written), (Field("某", kind, **more),), "表")
    return record.values["某"], [f"{found.severity} {found.message}" for found in findings]


GOOD: list[tuple[Any, Value, Any]] = [
    ("text", "甲乙\n丙", "甲乙丙"),
    ("text", "Q1\nQ2", "Q1 Q2"),
    ("text", Decimal("92.86"), "92.86"),
    ("text", Decimal("1E+3"), "1000"),
    ("text", date(2022, 1, 18), "2022-01-18"),
    ("prose", "一段\n\n二段\n", "一段\n\n二段"),
    ("number", "1,234.50", Decimal("1234.50")),
    ("number", "—", None),
    ("number", "无", None),
    ("count", "2022年", 2022),
    ("count", "2022年度", 2022),
    ("count", Decimal(3), 3),
    ("year", "2022年度", 2022),
    ("year", Decimal(2022), 2022),
    ("date", "2022年12月3日", date(2022, 12, 3)),
    ("date", "2022/1/8", date(2022, 1, 8)),
    ("codes", "A1、A2，A3; A4\nA5", ("A1", "A2", "A3", "A4", "A5")),
]


@pytest.mark.parametrize(("kind", "written", "expected"), GOOD)
def test_what_people_write_is_understood(kind: Any, written: Value, expected: Any) -> None:
    assert value(kind, written) == (expected, [])


def test_a_choice_may_be_written_in_full_width() -> None:
    assert value("choice", "ＯＫ", choices=("OK",)) == ("OK", [])


def test_a_choice_may_be_written_in_other_words() -> None:
    means = (("合规", "符合"), ("不合规", "不符合"))
    assert value("choice", "不合规", choices=("符合", "不符合"), means=means) == ("不符合", [])


@pytest.mark.parametrize("written", ["未符合", "部分符合"])
def test_a_choice_is_not_guessed_where_a_letter_turns_it_round(written: str) -> None:
    field = Field("某", "choice", choices=("符合", "不符合"))
    _, findings = read_record(row(某=written), (field,), "表")
    assert [found.cure for found in findings] == ["可以选的有：符合、不符合"]


BAD: list[tuple[Any, Value, Any, str]] = [
    ("number", "三", None, "error “某”应当是数字，这里是“三”"),
    ("number", "5%", None, "error “某”应当是数字，这里是“5%”"),
    ("number", date(2022, 1, 1), None, "error “某”应当是数字，这里是“2022-01-01”"),
    ("count", "2.5", None, "error “某”应当是整数，这里是 2.5"),
    ("year", Decimal(25), None, "error “某”应当是四位数字的年份，这里是 25"),
    ("year", "20252", None, "error “某”应当是四位数字的年份，这里是 20252"),
    ("year", "2022-2024", None, "error “某”应当是四位数字的年份，这里是“2022-2024”"),
    ("date", "2022年3月", None, "error “某”应当是日期，这里是“2022年3月”"),
    ("number", "１２", Decimal(12), "warning “某”用了全角数字“１２”，按 12 读"),
    ("date", "２０２２-01-08", date(2022, 1, 8), "warning “某”用了全角数字“２０２２-01-08”，按 2022-01-08 读"),
]


@pytest.mark.parametrize(("kind", "written", "expected", "told"), BAD)
def test_what_cannot_be_meant_is_told(kind: Any, written: Value, expected: Any, told: str) -> None:
    assert value(kind, written) == (expected, [told])


def test_a_default_stands_where_nothing_was_written_but_has_no_place() -> None:
    record, findings = read_record(row(), (Field("单位", "choice", choices=("万元",), default="万元"),), "表")
    assert (record.text("单位"), dict(record.places), findings) == ("万元", {}, ())


def test_a_blank_of_a_form_is_no_fault_and_a_missing_key_is() -> None:
    fields = (Field("名称", required=True), Field("年度", "count", required=True))
    _, findings = read_record(row(名称=None), fields, "项目", form=True)
    assert [found.message for found in findings] == ["“项目”缺少“年度”"]


def test_blanks_of_fill_columns_mean_the_row_above_and_a_new_group_begins_afresh() -> None:
    spec = TableSpec("表", (Field("大"), Field("小"), Field("名")), "", fill=("大", "小"))
    rows = (row(大="甲", 小="一", 名="1"), row(名="2"), row(大="乙", 名="3"), row(大=None, 小="二", 名="4"))
    records, _ = read_table(RawTable("表", rows, AT), spec)
    assert [(one.text("大"), one.text("小")) for one in records] == [
        ("甲", "一"),
        ("甲", "一"),
        ("乙", ""),
        ("乙", "二"),
    ]


def test_sum_rows_are_marked_and_not_checked() -> None:
    rows = (row(子项="补贴", 预算数="1"), row(子项="合 计", 预算数="见附表"))
    records, findings = read_table(RawTable("资金", rows, AT), FUNDS)
    assert ([one.total for one in records], findings) == (["", "合计"], ())


def test_one_line_of_nothing_is_nothing() -> None:
    assert one_line(" \n ") == ""


def test_a_day_that_there_is_not_is_said_to_be_none_in_columns_of_days_and_of_texts() -> None:
    assert value("date", "2025年4月31日") == (None, ["error “某”写的是“2025年4月31日”，没有这一天：2025年4月只有30天"])
    for kind, text in (("text", "记账凭证，2025年4月31日"), ("prose", "2025年4月31日\n验收")):
        _, told = value(kind, text)
        assert told == ["warning “某”里有“2025年4月31日”，没有这一天：2025年4月只有30天"]
    assert value("text", "2025.4.31")[1] == []
    record, found = read_record(row(日期="2025.4.31"), (Field("日期", "text"),), "表")
    assert record.values["日期"] == "2025.4.31"
    assert [one.message for one in found] == ["“日期”里有“2025.4.31”，没有这一天：2025年4月只有30天"]
