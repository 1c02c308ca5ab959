"""Open answers that say nothing, and short ones that say something."""

from __future__ import annotations

import pytest

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
