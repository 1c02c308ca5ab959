"""Texts of cells against options."""

from __future__ import annotations

import pytest

from evalkit.answers.choices import Choices
from evalkit.model.questionnaire import Option

SATISFIED = Choices((Option("非常满意", synonyms=("很满意",)), Option("一般"), Option("其他")), ("┋", ";"))
SOURCES = Choices((Option("微信、QQ等"), Option("公示栏"), Option("Cold hands/feet")), ("┋", "、", ", "))


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("非常满意", 0),
        (" 非常 满意 ", 0),
        ("很满意", 0),
        ("A.非常满意", 0),
        ("2、一般", 1),
        ("其他〖没有收到〗", 2),
        ("其他【请注明】〖没有收到〗", 2),
        ("非常不满意", None),
        ("满意", None),
    ],
)
def test_one_choice_is_its_label_or_synonym_and_nothing_near_it(text: str, index: int | None) -> None:
    assert SATISFIED.one(text) == index


def test_added_words_may_hold_a_separator() -> None:
    assert SATISFIED.several("一般┋其他〖慢┋少〗") == ([1, 2], [])


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("微信、QQ等", [0]),
        ("微信、QQ等┋公示栏", [0, 1]),
        ("公示栏、微信、QQ等", [1, 0]),
        ("公示栏, cold hands/feet", [1, 2]),
    ],
)
def test_options_may_hold_the_separator_themselves(text: str, chosen: list[int]) -> None:
    assert SOURCES.several(text) == (chosen, [])


OWN = ("┋", "→", ";")


@pytest.mark.parametrize(
    "text", ["公示栏┋广播", "公示栏、广播", "公示栏，广播", "公示栏,广播", "公示栏\n广播", "公示栏 / 广播", "公示栏 广播", "A、公示栏、B、广播"]
)  # fmt: skip
def test_whatever_usually_parts_choices_parts_those_of_a_platform_with_a_sign_of_its_own(text: str) -> None:
    assert Choices((Option("微信"), Option("公示栏"), Option("广播")), OWN).several(text) == ([1, 2], [])


def test_a_ranking_is_parted_in_its_order() -> None:
    ranked = Choices((Option("水压"), Option("水价"), Option("水质")), OWN)
    assert [ranked.several(text) for text in ("水质、水压、水价", "水质>水压>水价")] == [([2, 0, 1], [])] * 2


def test_an_option_that_holds_the_sign_is_one_option() -> None:
    fees = Choices((Option("水、电"), Option("气"), Option("水")), OWN)
    assert fees.several("水、电") == ([0], [])
    assert fees.several("气、水、电") == ([1, 0], [])
    assert fees.several("水┋水、电") == ([2, 0], [])


def test_what_reads_as_options_in_two_ways_is_none_of_them() -> None:
    fees = Choices((Option("水、电"), Option("电、气"), Option("水"), Option("气")), (*OWN, "、"))
    assert fees.several("水、电、气") == ([], ["水、电、气"])
    assert set(fees.readings("水、电、气")) == {(0, 3), (2, 1)}
    # The platform's own sign leaves one way.
    assert fees.several("水┋电、气") == ([2, 1], [])


def test_words_that_are_no_options_are_told_as_they_stand() -> None:
    choices = Choices((Option("微信"), Option("公示栏")), OWN)
    assert choices.several("听亲戚、朋友说的") == ([], ["听亲戚、朋友说的"])
    assert choices.several("微信、亲戚") == ([0], ["亲戚"])


def test_pieces_that_are_no_option_come_back() -> None:
    assert SOURCES.several("公示栏┋广播") == ([1], ["广播"])


def test_the_nearest_option_is_named_only_when_it_is_near() -> None:
    assert SATISFIED.nearest("非常满義") == "非常满意"
    assert SATISFIED.nearest("早上八点") is None


@pytest.mark.parametrize("text", ["非常不满意", "不满意"])
def test_an_option_that_says_the_contrary_is_never_named(text: str) -> None:
    assert SATISFIED.nearest(text) is None


def test_the_other_end_of_a_scale_is_never_named() -> None:
    assert Choices((Option("非常差"), Option("一般")), ()).nearest("非常好") is None


def test_numbers_count_options_from_one() -> None:
    assert [SATISFIED.by_number(text) for text in ("1", "3.0", "0", "4", "x")] == [0, 2, None, None, None]
