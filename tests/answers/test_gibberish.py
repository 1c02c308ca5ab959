"""Open answers that say nothing, and short ones that say something."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.answers import gibberish
from evalkit.answers.gibberish import nonsense


@pytest.mark.parametrize(
    "text",
    ["啊啊啊", "。。。", "？？？！！", "asdfgh", "qwer", "1234", "654321", "asdasd", "abcabcabc", "111", "a a a a"],
)
def test_texts_that_say_nothing(text: str) -> None:
    assert nonsense(text)


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "没有",
        "/",
        "——",
        "……",
        "好好好",
        "666",
        "很好很好",
        "没有没有",
        "希望提高标准",
        "power",
        "2022",
        "12",
        "***",
        "找我 ***",
        "OK",
        "10元",
        "啊啊",
    ],
)
def test_texts_that_say_something_or_that_there_is_nothing_to_say(text: str) -> None:
    assert not nonsense(text)


@given(st.text(alphabet="好赞棒的满意⼈人①aq1w2。*，_ 　", max_size=12))
def test_two_different_characters_are_told_at_a_glance_as_by_a_closer_look(text: str) -> None:
    quickly = nonsense(text)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(gibberish, "_DIFFERENT", re.compile("(?!)"))
        assert nonsense(text) == quickly
