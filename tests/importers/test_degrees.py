"""Options nobody declared stand as people would list them: by degree, by size, by step; else they are no scale."""

from __future__ import annotations

import random

import pytest

from evalkit.importers import _degrees
from evalkit.importers._guessing import guess, ordered, recurring


@pytest.mark.parametrize(
    "scale",
    [
        "非常满意 比较满意 一般 不太满意 很不满意",
        "很满意 满意 基本满意 一般 不满意 非常不满意 未接触",
        "非常满意 比较满意 不在意 不太满意 很不满意 不清楚",
        "很好 较好 一般 较差 很差",
        "非常同意 同意 不确定 不同意 非常不同意",
        "完全符合 比较符合 一般 不太符合 完全不符合",
        "非常了解 比较了解 一般 不了解",
        "很高 较高 适中 偏低",
        "高 中 低",
        "显著提高 有所提高 没有变化",
        "总是 经常 有时 很少 从不",
        "优秀 良好 合格 不合格",
        "提高很多 有所提高 没有变化 有所下降",
    ],
)
def test_degrees_of_one_thing_stand_from_the_best_to_the_worst(scale: str) -> None:
    labels = scale.split()
    shuffled = random.Random(7).sample(labels, len(labels))
    assert _degrees.scale(shuffled) == labels


def test_english_and_german_scales_have_their_order_too() -> None:
    for labels in (
        ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied", "Don't know"],
        ["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"],
        ["sehr häufig", "eher häufig", "eher selten", "selten", "gar nicht"],
    ):
        assert _degrees.scale(sorted(labels)) == labels


@pytest.mark.parametrize(
    "labels",
    ["甲村 乙村 丙村", "微信 公示栏 其他", "农户 村干部", "国有 非国有", "公示栏 微信群 村干部", "一般 甲村"],
)
def test_other_options_are_no_scale(labels: str) -> None:
    assert _degrees.scale(labels.split()) is None


@pytest.mark.parametrize(
    "labels",
    [
        ["20岁以下", "20-40岁", "40岁以上"],
        ["1万元以下", "1—3万元", "3万元以上", "其他"],
        ["初中及以下", "高中/中专", "大专", "本科", "硕士及以上"],
        ["Below 18°C", "18–20°C", "21–23°C", "Above 23°C"],
    ],
)
def test_sizes_and_steps_stand_from_the_least_up(labels: list[str]) -> None:
    assert [option.label for option in ordered(dict.fromkeys(sorted(labels), 1))] == labels


def test_the_rest_stands_by_frequency_with_other_at_the_end() -> None:
    counts = {"其他": 9, "乙村": 3, "甲村": 5}
    assert [option.label for option in ordered(counts)] == ["甲村", "乙村", "其他"]


def test_yes_and_no_are_a_choice_and_no_scale() -> None:
    kind, options = guess({"否": 5, "是": 2, "不清楚": 1})
    assert (kind, [option.label for option in options]) == ("single", ["是", "否", "不清楚"])


def test_pieces_that_come_again_in_other_company_are_choices() -> None:
    counts = {"微信, 公示": 3, "公示, 短信": 2, "微信": 4, "短信, 微信": 1, "公示": 2}
    # 微信 3+4+1, 公示 3+2+2, 短信 2+1.
    assert recurring(counts, ", ") == {"微信": 8, "公示": 7, "短信": 3}


def test_a_comma_in_an_option_or_in_a_sentence_parts_nothing() -> None:
    assert recurring({"坐着（学习，办公）": 5, "走动（家务，散步）": 4}, "，") is None
    assert recurring({"发得及时，很好": 1, "希望多发，早发": 1, "没有意见": 3}, "，") is None
    assert recurring({"Very dry (skin, lips), cold": 2, "Comfortable": 6}, ", ") is None


def test_mostly_numbers_are_numbers_though_somebody_typed_the_unit() -> None:
    assert guess({"11年": 1, **{str(n): 1 for n in range(12, 32)}})[0] == "number"


def test_a_column_of_telephones_never_makes_options() -> None:
    phone = "138" + "0013" + "8000"
    assert guess({f"张先生 {phone}": 4, f"李女士 {phone}": 4})[0] == "text"
