"""What the words and scores of a scale say: for the matter, against it, or between."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.asking import sides
from evalkit.model.questionnaire import Option, Question, Questionnaire


@pytest.mark.parametrize(("scale", "said"), [
    pytest.param("完全能100 基本能75 有困难40 不能0 说不清", "+ + - - .", id="四级里的基本能是能"),
    pytest.param("能100 基本能75 不能0", "+ = -", id="三级里的基本能居中"),
    pytest.param("完全了解100 基本了解75 一般50 不太了解25 不了解0", "+ + = - -", id="一般已经居中，基本了解是了解"),
    pytest.param("非常了解100 比较了解80 基本了解60 不太了解40 不了解0", "+ + = - -", id="五级的第三级居中"),
    pytest.param("非常满意100 比较满意75 基本满意50 不太满意25 非常不满意0", "+ + = - -", id="基本满意在第三级"),
    pytest.param("满意100 基本满意80 不太满意40 不满意0", "+ = - -", id="基本满意不论第几级都不算满意"),
    pytest.param("满意100 基本满意75 不满意0", "+ = -", id="三级的基本满意"),
    pytest.param("满意100 一般80 不满意0", "+ = -", id="一般的分再高也不算满意"),
    pytest.param("非常及时100 及时80 基本及时60 不及时0", "+ + = -", id="不到七十五分的居中"),
])  # fmt: skip
def test_the_sides_of_a_scale(scale: str, said: str) -> None:
    options = []
    for one in scale.split():
        label = one.rstrip("0123456789")
        options.append(Option(label, Decimal(one.removeprefix(label)) if one != label else None))
    form = Questionnaire("甲", "问卷", (Question("Q1", "一", "single", tuple(options)),))
    signs = {"for": "+", "middle": "=", "against": "-", "": "."}
    assert " ".join(signs[side] for side in sides(form, tuple(options))) == said
