"""Which right word is named for one nobody knows."""

import pytest

from evalkit.likeness import likest, nearest, nearest_field, suggestion
from evalkit.words import COMPLIANCE, FACTS, FUNDS, TableSpec

CODES = ("C11", "C12", "D11")


@pytest.mark.parametrize(
    ("typed", "spec", "meant"),
    [
        ("单为", FACTS, "单位"),  # one of two letters mistyped
        ("数直", FACTS, "值"),  # 数值 is a synonym; 位数 has its letter in another place
        ("检察内容", COMPLIANCE, "检查内容"),
        ("情况说明", COMPLIANCE, "情况"),  # holds the name
        ("检查结果", COMPLIANCE, "结论"),  # a synonym, word for word
        ("检查甲乙", COMPLIANCE, ""),  # half of each of five names
        ("结论等级", COMPLIANCE, "结论"),
    ],
)
def test_a_key_is_named_where_it_stands_out(typed: str, spec: TableSpec, meant: str) -> None:
    assert nearest_field(typed, spec.fields) == meant


def test_a_synonym_is_answered_with_the_key_it_stands_for() -> None:
    assert nearest_field("预算金颜", FUNDS.fields) == "预算数"


def test_the_nearest_word_does_not_mind_brackets_and_width() -> None:
    assert nearest("财预(2020)１０号", ["湘财绩〔2020〕7号", "财预〔2020〕10号"]) == "财预〔2020〕10号"
    assert nearest("完全不同", ["abc"]) == ""


def test_of_two_as_like_none_is_named_and_all_are_listed() -> None:
    assert nearest("C19", CODES) == ""
    assert suggestion("C19", CODES, "编码有") == "编码有：C11、C12、D11"
    assert suggestion("D19", CODES, "编码有") == "是不是“D11”"


def test_of_two_as_like_the_name_itself_goes_before_another_word_for_something_else() -> None:
    # 逐部扣分 has three letters of four with either.
    assert likest("逐部扣分", {"逐条扣分": "扣分清单", "逐步扣分": "逐步扣分"}) == "逐步扣分"


@pytest.mark.parametrize("typed", ["未符合", "没符合", "无效份"])
def test_the_contrary_is_never_named(typed: str) -> None:
    assert nearest(typed, ["符合", "有效份"]) == ""


@pytest.mark.parametrize(("typed", "contrary"), [("很好的", "很差的"), ("逆向指标", "正向指标"), ("提高了", "降低了")])
def test_the_other_pole_is_never_named(typed: str, contrary: str) -> None:
    assert nearest(typed, [contrary]) == nearest(contrary, [typed]) == ""


def test_very_is_no_negation() -> None:
    assert nearest("非常满義", ["非常满意", "不满意"]) == "非常满意"


def test_names_told_apart_by_a_remark_alone_are_not_guessed() -> None:
    assert nearest("完成率（丙）", ["完成率（甲）", "完成率（乙）"]) == ""
    assert nearest("完成律（甲）", ["完成率（甲）"]) == "完成率（甲）"
