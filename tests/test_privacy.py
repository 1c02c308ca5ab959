"""What tells a person apart never reaches a report or a message."""

from __future__ import annotations

import pytest

from evalkit.privacy import asks_who, kind, masked, named, quotable, tells_nobody

#: Put together here so that no whole phone or identity number stands in the file.
PHONE = "138" + "12345678"

TOLD = [
    "138 1234 5678",
    "138-1234-5678",
    PHONE,
    "+86 138 1234 5678",
    "0731-88887777",
    "430123" + "199001011234",
    "43012319" + "900101123X",
    "zhang.san@example.com",
    "QQ 123456789",
    "微信号：wx_zhang123",
    "10.2.3.4",
    "622202" + "1234567890123",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_tells_a_person_apart_is_masked(text: str) -> None:
    assert masked(f"请联系{text}，谢谢").removeprefix("请联系").removeprefix("+") == "***，谢谢"


@pytest.mark.parametrize("text", ["希望2023年提高到1234.5元", "看微信公众号", "一共 20231012 份", "希望QQ群多发通知"])
def test_figures_and_words_that_tell_nobody_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(("text", "quoted"), [("比较满义", True), ("其他：张三", False), (f"张三{PHONE}", False)])
def test_only_a_short_answer_without_words_added_is_quoted(text: str, quoted: bool) -> None:
    assert quotable(text, ["比较满意", "其他"]) is quoted


def test_a_long_answer_is_not_quoted() -> None:
    assert not quotable("我住在三楼的张家，去年才搬来", ["其他"])


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("来自IP", "IP 地址"), ("2、您的姓名", "姓名"), ("联系电话（选填）", "电话"), ("微信昵称", "昵称、账号"), ("身份证号码", "身份证号"),
        ("Email Address", "邮箱"), ("LocationLatitude", "住址、位置"), ("来源详情", "来源"), ("2、您是否满意", None), ("description", None),
    ],
)  # fmt: skip
def test_what_a_column_tells_of_a_person_follows_from_its_header(header: str, told: str | None) -> None:
    assert kind(header) == told


@pytest.mark.parametrize("question", ["您的姓名", "姓名：", "请留下您的联系电话（选填）", "您的姓名和电话", "联系方式"])
def test_a_question_that_asks_for_nothing_but_who_answers_is_known(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize("question", ["您对电话服务有什么意见", "您的单位名称", "您的建议", "您认为住址登记是否方便"])
def test_a_question_that_only_speaks_of_such_things_is_not_taken_for_one(question: str) -> None:
    assert not asks_who(question)


@pytest.mark.parametrize(("text", "alone", "within"), [
    ("王小明", True, False), ("王主任态度好", False, True), ("我叫华某", False, True), ("褚老师讲得清楚", False, True),
    ("肖老师讲得清楚", False, True), ("发放及时", False, False), ("丰富", False, False), ("住在3组", False, True),
])  # fmt: skip
def test_a_name_alone_and_a_name_among_words_are_told_apart(text: str, alone: bool, within: bool) -> None:
    assert (named(text), named(text, within=True)) == (alone, within)
    assert tells_nobody(text) is not (alone or within)
